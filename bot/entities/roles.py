"""Who the visitor says they are, or asks for: « je suis bénévole », « et pour une association ? ».

It chooses answers: a role is told only when the visitor speaks of themselves, and one role only. « mon responsable »,
« je cherche une association », « devenir bénévole » tell none.
"""

from functools import lru_cache

from bot.entities.folded import fold_message
from bot.entities.found import EntityKind, Found
from bot.entities.role_patterns import OF_ANOTHER, PATTERNS, SIGN


def find_role(text: str) -> str | None:
    """`benevole`, `responsable`, `referent`, `reseau` or `territoire`; `None` without a role, or with two."""
    role = find_role_said(text)
    return None if role is None else str(role.value)


@lru_cache(maxsize=8)
def find_role_said(text: str) -> Found | None:
    """The same, with the words that tell it."""
    folded = fold_message(text)
    if not SIGN.search(folded.text):
        return None
    said = [
        folded.found(EntityKind.ROLE, match, role)
        for role, pattern in PATTERNS
        for match in pattern.finditer(folded.text)
        if not OF_ANOTHER.search(folded.text[: match.start()])
    ]
    return said[0] if said and len({one.value for one in said}) == 1 else None
