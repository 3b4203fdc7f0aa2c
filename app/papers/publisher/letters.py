"""Every text cleaned for printing, and the characters named that the typeface does not have."""

from __future__ import annotations

import re
import unicodedata

UNPRINTABLE = "\N{WHITE SQUARE}"
"""What is printed for a character that cannot be: something was typed here."""

# marks for machines, not for eyes: soft hyphen, joiners, direction, selectors of emoji, tags
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]")
_FIRM_SPACES = re.compile("[\u2007\u202f]")
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff0-\uffff]")
_SURE = re.compile(r"[\n -~\u00a0-\u00ac\u00ae-\u017f\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u20ac\u2122\u2212]*")
"""What every typeface of the desk has and nothing is done to, so that most texts need no second look."""


def clean(text: str) -> str:
    """Text as it can be set: accents joined to their letters, line ends plain, unprintable marks made visible."""
    if (text.isascii() and text.isprintable()) or _SURE.fullmatch(text):
        return text
    return _UNPRINTABLE.sub(UNPRINTABLE, _plain(text))


def missing(text: str) -> str:
    """The characters of a text that print as an empty box, each once, in the order they stand."""
    if _SURE.fullmatch(text):
        return ""
    from app.papers.publisher.faces import REGULAR, face  # ReportLab takes a tenth of a second to import

    known = face(REGULAR).letters
    found = (
        letter for letter in _plain(text) if letter != "\n" and (ord(letter) not in known or _UNPRINTABLE.match(letter))
    )
    return "".join(dict.fromkeys(found))


def _plain(text: str) -> str:
    """Accents joined, one kind of line end, two kinds of space, nothing that only machines see."""
    text = _SPACES.sub(" ", _BREAKS.sub("\n", unicodedata.normalize("NFC", text)))
    return _UNSEEN.sub("", _FIRM_SPACES.sub("\N{NO-BREAK SPACE}", text))
