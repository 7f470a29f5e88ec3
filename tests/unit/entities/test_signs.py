"""The one search that spares many searches never hides what these would find."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.entities import date_patterns, role_patterns

PATTERNS = [
    *((date_patterns.SIGN, pattern) for pattern, _ in date_patterns.PATTERNS),
    *((role_patterns.SIGN, pattern) for _, pattern in role_patterns.PATTERNS),
]


def said_and_sign(
    sign: "re.Pattern[str]", pattern: "re.Pattern[str]"
) -> st.SearchStrategy[tuple[str, "re.Pattern[str]"]]:
    """What the pattern finds, alone, and the sign that it must have."""
    finds = st.from_regex(pattern).map(pattern.search)
    return finds.map(lambda found: (found[0] if found else "", sign))


@given(case=st.sampled_from(PATTERNS).flatmap(lambda both: said_and_sign(*both)))
def test_what_a_pattern_finds_has_its_sign(case: tuple[str, "re.Pattern[str]"]) -> None:
    said, sign = case
    assert sign.search(said)
