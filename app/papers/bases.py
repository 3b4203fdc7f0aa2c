"""How a figure was arrived at, in words."""

from __future__ import annotations

from collections.abc import Sequence

from app.allocations.fields import BASES
from app.papers.saying import joined

NOT_GIVEN = "Not given"
_NAMED = 3
"""So many with the same basis are called by name where others have another."""
_KINDS = {one.value: one.label for one in BASES if one.value}


def basis_in_words(kind: str, basis: str) -> str:
    """“Reduced by 5 % from 2014/15”, as it was written; the kind in words where nothing was; else nothing."""
    said = basis.strip().rstrip(".") or _KINDS.get(kind, "")
    return f"{said[:1].upper()}{said[1:]}"


def bases_notes(given: Sequence[tuple[str, str, str]], year_text: str) -> tuple[tuple[str, str], ...]:
    """What figures of one year rest on, as a note under their table: each basis once, with whose it is.

    `given` has the name, the kind and the words of each. Nothing where nobody has said what kind any of them is.
    """
    if not any(kind for _, kind, _ in given):
        return ()
    whose: dict[str, list[str]] = {}
    for name, kind, basis in given:
        whose.setdefault(basis_in_words(kind, basis) or NOT_GIVEN, []).append(name)
    if len(whose) == 1:
        return (("", f"Basis of the figures for {year_text}: {within(next(iter(whose)))}."),)
    most = max(whose, key=lambda words: len(whose[words]))
    last = [most] if len(whose[most]) > _NAMED else []
    told = [f"{joined(names)}: {within(words)}" for words, names in whose.items() if words not in last]
    told += [f"all others: {within(words)}" for words in last]
    return (("", f"Basis of the figures for {year_text}. {'; '.join(told)}."),)


def within(words: str) -> str:
    """A basis within a sentence: without its capital, unless it begins with an abbreviation."""
    return words if words[1:2].isupper() else f"{words[:1].lower()}{words[1:]}"
