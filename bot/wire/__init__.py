"""Shapes that cross a process boundary, and nothing else: no I/O, no rule.

`messages` and `identity` are shared; `visitor` is spoken with the widget, `desk` with the agents' console,
`turns` between the gateway and our Rasa channel. `docs/protocol.md` explains them; the JSON Schemas of
`docs/schemas/` are generated from these types.
"""
