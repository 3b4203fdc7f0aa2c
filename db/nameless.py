"""Words about what went wrong, with every name, path and content left out of them."""

from __future__ import annotations

import errno
import re

# an allow-list: whatever is not one of these words, a short number or the name of an error is left out
_WORDS = frozenset(
    re.findall(
        r"\w+",
        """a access again already an and another answer are as aside at attempt backup be because been bytes
        call cannot change changed check checking closed commit connection constraint copy could damaged
        database denied desk device did directory disk document does draft drive empty error errno failed
        file find folder for found from full gate gone had has held in input integrity invalid is it its
        journal kept left link local lock locked locking long malformed memory migration missing mode moved
        name network newer no not of office older on one only open opened operation or out output page path
        permission presence protocol put read reading readonly record refused replaced restore retry roll
        rolled save saved saving schema seconds sent server share space still stopped such table taken
        temporarily temporary that the there time timed to too trouble try unable unavailable undo unknown
        unreachable until unexpected upgrade used wait waiting was while windows winerror with within
        without write writing written i o""",
    )
)
_ERROR = re.compile(r"SQLITE(_[A-Z]+)+|(OS|IO)?([A-Z][a-z]+)*(Error|Warning|Trouble|Saved|Opened|Refused|Unknown)")
_MARKS = frozenset(".,:;()[]/-")
_NUMBERED = {"errno", "winerror", "schema"}
_TOKEN = re.compile(r"\w+|[^\w\s]|\s+")


def without_names(words: str) -> str:
    """The words on one line with everything but plain technical ones left out: no name, path or content survives."""
    kept: list[str] = []
    before = ""
    for token in _TOKEN.findall(words[:1000]):
        if token.isspace():
            kept.append(" ")
            continue
        kept.append(token if _technical(token, before) else "…")
        before = token.lower()
    line = re.sub(r"…(?:[\s.,:;/-]*…)+", "…", "".join(kept))
    return " ".join(line.split())[:300]


def _technical(token: str, before: str) -> bool:
    if token.isascii() and token.isdigit():
        return before in _NUMBERED and len(token) <= 5
    return (
        token in _MARKS
        or token.lower() in _WORDS
        or token in errno.errorcode.values()
        or _ERROR.fullmatch(token) is not None
    )
