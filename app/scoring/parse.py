"""What a cell of a score sheet says, however it was typed or came out of a spreadsheet.

Points are whole numbers from 0 to the criterion's maximum. An empty cell is not given and n/a does not apply: neither
is a 0, and nothing is rounded or guessed at.
"""

from __future__ import annotations

import re
from typing import Literal

from app.errors import Refused

NA: Literal["n/a"] = "n/a"
Mark = int | Literal["n/a"] | None
"""Points, n/a, or None where nothing is given."""

MOST_SHOWN = 40
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_WHOLE = re.compile(r"([0-9]+)(?:\.0*)?")
_BROKEN = re.compile(r"[0-9]*[.,][0-9]+")
_BELOW = re.compile(r"[-\N{MINUS SIGN}]\s*[0-9]+(?:\.[0-9]*)?")
_NOT_APPLICABLE = frozenset(("n/a", "na", "n\\a", "notapplicable"))
_YES = frozenset(("yes", "y"))
_NO = frozenset(("no", "n"))


def plain(text: str) -> str:
    """The text as it was meant: without space around it, nor signs that nobody sees."""
    return text.translate(_UNSEEN).strip()


def points(text: str, maximum: int) -> Mark:
    """The points a cell says. “4”, “4.0” and “ 3 ” are points, “N/A” and “na” are n/a, an empty cell is None.

    Raises Refused with a sentence, without a field, for anything that is no whole number from 0 to `maximum`.
    """
    said = plain(text).removeprefix("'").strip()  # a spreadsheet marks a text with an apostrophe in front
    if not said:
        return None
    if "".join(said.casefold().split()).replace(".", "") in _NOT_APPLICABLE:
        return NA
    if found := _WHOLE.fullmatch(said):
        digits = found[1].lstrip("0") or "0"
        if len(digits) <= len(str(maximum)) and int(digits) <= maximum:
            return int(digits)
        raise Refused(f"“{shown(said)}” is above the maximum of {maximum}.")
    if _BROKEN.fullmatch(said):
        raise Refused(f"“{shown(said)}” is not a whole number. Type a whole number from 0 to {maximum}, or n/a.")
    if _BELOW.fullmatch(said):
        raise Refused(f"“{shown(said)}” is below 0. Type a whole number from 0 to {maximum}, or n/a.")
    raise Refused(f"“{shown(said)}” is not points. Type a whole number from 0 to {maximum}, or n/a.")


def recommends(text: str) -> Literal["", "yes", "no"]:
    """Whether a member recommends a bid, "" where they do not say. Raises Refused for anything but yes or no."""
    said = plain(text).casefold()
    if not said:
        return ""
    if said in _YES:
        return "yes"
    if said in _NO:
        return "no"
    raise Refused(f"“{shown(plain(text))}” is neither yes nor no.")


def mark_text(mark: Mark) -> str:
    """What a cell holds of a mark: 4, n/a, or nothing."""
    return "" if mark is None else str(mark)


def shown(text: str) -> str:
    """What was typed as a refusal repeats it: on one line, and cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_SHOWN else f"{line[: MOST_SHOWN - 1]}…"
