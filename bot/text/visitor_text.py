"""What a visitor typed, made safe to store and to show. It stays text: nothing here looks for a meaning."""

import re
import unicodedata

from bot.errors import EmptyMessage, MessageTooLong

# Controls, NUL (refused by PostgreSQL), lone surrogates, private use. Format characters (Cf) stay: emoji sequences are
# made with them. So does what this Python does not know (Cn): the emoji of the last years are among it.
_REMOVED = {"Cc", "Cs", "Co"}
# What shows nothing alone: those, format characters, blanks, marks without a letter.
_INVISIBLE = {*_REMOVED, "Cf", "Zs", "Zl", "Zp", "Mn", "Me"}
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")


def clean_visitor_text(text: str, limit: int) -> str:
    """The text in NFC, without control characters nor outer blanks.

    Raises `EmptyMessage` when nothing visible is left, `MessageTooLong` above `limit` characters.
    """
    unified = _LINE_ENDS.sub("\n", text)
    visible = "".join(c for c in unified if c in "\n\t" or unicodedata.category(c) not in _REMOVED)
    cleaned = unicodedata.normalize("NFC", visible).strip()
    if all(unicodedata.category(c) in _INVISIBLE for c in cleaned):
        raise EmptyMessage
    if len(cleaned) > limit:
        raise MessageTooLong(limit)
    return cleaned


def without_command_mark(text: str) -> str:
    """The text without what Rasa would read as the start of a command (`/restart`, `/intent{…}`).

    Rasa strips blanks before it looks for the slash, so both go together.
    """
    return re.sub(r"^[\s/]+", "", text)
