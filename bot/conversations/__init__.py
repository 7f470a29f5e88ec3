"""The rules of conversations: what is stored, who may answer, what a handoff is.

Knows neither aiohttp nor Rasa. Rules receive a connection and never commit; `service.Conversations` opens the
transaction, and publishes what changed once it is committed.
"""
