"""What words of one family begin alike: « accord » and « accords », « valider » and « validation »."""

_LETTERS = 5


def root_of(word: str) -> str:
    """The beginning of a folded word."""
    return word[:_LETTERS]
