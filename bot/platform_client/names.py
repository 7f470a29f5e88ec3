"""Names and titles that anybody may have written, made fit to stand in our Markdown: they must never become a link."""

_MARKS = str.maketrans({"[": "(", "]": ")", "<": "(", ">": ")", "*": "", "`": "'", "\\": ""})


def shown_name(stored: str | None) -> str:
    """The name on one line, without what Markdown would read as a mark; empty for `None`."""
    return " ".join((stored or "").translate(_MARKS).split())
