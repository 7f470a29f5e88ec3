"""Figures of the two assistants side by side, with how many times ours is better. Pure."""

import os
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

OWN, RECOMMENDED = "assistant", "recommended"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of both; `None` where it was not measured."""

    key: str
    label: str
    own: float | None
    recommended: float | None = None
    is_share: bool = False
    """Between 0 and 1; printed as a percentage."""
    more_is_better: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times better ours is; below 1, it is worse."""
        better, worse = (self.own, self.recommended) if self.more_is_better else (self.recommended, self.own)
        return better / worse if better is not None and worse else None


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """What the measures depend on besides the assistants: said with them."""

    cores: int
    load_before: float
    load_after: float
    examples: int
    topics: int


def is_measured(row: Row) -> bool:
    """Whether there is anything to print."""
    return row.own is not None or row.recommended is not None


def as_json(rows: Iterable[Row], **others: Any) -> dict[str, Any]:
    """For a program."""
    measured = [row for row in rows if is_measured(row)]
    return {
        OWN: {row.key: row.own for row in measured},
        RECOMMENDED: {row.key: row.recommended for row in measured if row.recommended is not None},
        "ratios": {row.key: row.ratio for row in measured if row.ratio is not None},
        **{name: msgspec.to_builtins(value) for name, value in others.items()},
    }


def as_table(rows: Iterable[Row]) -> list[str]:
    """For people. The ratio is ours to theirs: « × 5.0 » means five times better."""
    measured = [row for row in rows if is_measured(row)]
    if all(row.recommended is None for row in measured):
        return [f"{row.label:48}{_cell(row.own, row.is_share):>12}" for row in measured]
    lines = [f"{'':48}{'assistant':>12}{'recommandée':>13}{'rapport':>10}"]
    for row in measured:
        ratio = "–" if row.ratio is None else f"× {row.ratio:.1f}"
        own, recommended = (_cell(value, row.is_share) for value in (row.own, row.recommended))
        lines.append(f"{row.label:48}{own:>12}{recommended:>13}{ratio:>10}")
    return lines


def describe(machine: Machine) -> str:
    """One line on the data and the machine."""
    return (
        f"{machine.examples} exemples de {machine.topics} sujets. {machine.cores} cœurs, charge "
        f"{machine.load_before:.1f} au début et {machine.load_after:.1f} à la fin."
    )


def load_now() -> float:
    """Processes that want a core, over the last minute."""
    return os.getloadavg()[0]


def machine_with(topics: Sequence[str], load_before: float) -> Machine:
    """The machine now; `topics` has one name an example."""
    return Machine(
        cores=os.cpu_count() or 1,
        load_before=load_before,
        load_after=load_now(),
        examples=len(topics),
        topics=len(set(topics)),
    )


def _cell(value: float | None, is_share: bool) -> str:
    if value is None:
        return "–"
    return f"{value:.1%}" if is_share else f"{value:.1f}"
