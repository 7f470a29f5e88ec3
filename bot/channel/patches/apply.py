"""Applies the patches to the version of Rasa that they were written for. The channel does it before the first turn.

Nothing is patched in another version: the start fails, so that somebody looks.
"""

import rasa

from bot.channel.patches import failures, graph_order, repeated_work, rule_index, slot_filling

PATCHED_VERSION = "3.6.21"

_applied = False


def apply_patches() -> None:
    """Patch once. Raises `RuntimeError` on any other version of Rasa."""
    global _applied
    if rasa.__version__ != PATCHED_VERSION:
        raise RuntimeError(f"patches are for Rasa {PATCHED_VERSION}, this is {rasa.__version__}")
    if not _applied:
        failures.tell_failures()
        repeated_work.do_work_once()
        graph_order.run_graphs_in_a_known_order()
        rule_index.look_rules_up_in_an_index()
        slot_filling.fill_slots_in_one_look()
        _applied = True
