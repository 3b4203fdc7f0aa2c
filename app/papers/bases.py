"""How a figure was arrived at, in words."""

from __future__ import annotations

from collections.abc import Sequence

from app.allocations.allocations import AllocationRecord
from app.papers.saying import joined
from app.papers.tiers import Tiers

BASES = {
    "flat": "flat amount",
    "percentage": "by percentage",
    "per-head": "per head",
    "formula": "by formula",
    "manual": "set by hand",
    "history": "as in earlier years",
}
NOT_GIVEN = "not given"


def basis_in_words(kind: str, basis: str) -> str:
    """“Reduced by 5 %”, “By formula: 40 % population”; what was written goes before the kind, which is not repeated."""
    named = BASES.get(kind, "")
    if not basis or (basis.casefold().startswith(named.casefold()) and named):
        said = basis or named
    elif not named or kind in ("percentage", "manual"):
        said = basis  # “reduced by 5 %” says itself that it is a percentage
    else:
        said = f"{named}: {basis}"
    return f"{said[:1].upper()}{said[1:]}"


def bases_notes(given: Sequence[AllocationRecord], tiers: Tiers, year_text: str) -> tuple[tuple[str, str], ...]:
    """What these figures of one year rest on, as notes under their table: each basis once, with whose it is.

    Nothing where nobody has said what kind of basis any of them has.
    """
    if not any(one.basis_kind for one in given):
        return ()
    whose: dict[str, list[str]] = {}
    for one in given:
        words = basis_in_words(one.basis_kind, one.basis) or NOT_GIVEN
        whose.setdefault(words, []).append(tiers.called(one.partnership_id) or one.partnership)
    if len(whose) == 1:
        (words,) = whose
        return (("", f"Basis of the figures for {year_text}: {within(words)}."),)
    said = "; ".join(f"{joined(names)}: {within(words)}" for words, names in whose.items())
    return (("", f"Basis of the figures for {year_text}. {said}."),)


def within(words: str) -> str:
    """A basis within a sentence: without its capital, unless it begins with an abbreviation."""
    return words if words[1:2].isupper() else f"{words[:1].lower()}{words[1:]}"
