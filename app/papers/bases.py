"""How a figure was arrived at, in words."""

from __future__ import annotations

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
