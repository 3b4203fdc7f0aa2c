"""Texts compared as a reader does: however apostrophes, accents, dashes and spaces were typed. Nothing reads a file."""

from __future__ import annotations

import unicodedata

_SAME = str.maketrans(
    dict.fromkeys("\u2018\u2019\u02bc\u00b4\u0060\uff07", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
)
_TITLES = frozenset(
    ("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "revd", "sir", "dame", "cllr", "councillor")
)


def plain(text: str) -> str:
    """A text on one line with one way to write each letter; capitals stay."""
    one_way = unicodedata.normalize("NFKC", text.translate(_SAME)).translate(_SAME)
    return " ".join("".join(letter for letter in one_way if unicodedata.category(letter) != "Cf").split())


def folded(text: str) -> str:
    """The same whatever the capitals."""
    return plain(plain(text).casefold())


def name_words(name: str) -> tuple[str, ...]:
    """The words of somebody's name, whatever their order, without a title and what is set between them."""
    words = folded(name).replace(",", " ").replace(".", " ").split()
    return tuple(sorted(one for one in words if one not in _TITLES)) or tuple(sorted(words))
