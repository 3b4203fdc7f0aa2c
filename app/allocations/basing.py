"""Figures proposed for a year, each way with the words that are printed beside them; nothing here touches the file.

A proposal never makes a figure up: where there is none to start from, the partnership is named and has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from app.errors import Refused
from app.funds.figures import Amount
from app.money import MOST_PENCE, Pence, format_pence, format_percent, split_by_shares

MOST_TENTHS = 1_000


@dataclass(frozen=True, slots=True)
class Proposal:
    """Amounts by row id (a partnership's or an area's), how they came about, and that in words as printed.

    `without` are the rows that have no figure, each with why.
    """

    amounts: Mapping[str, Amount]
    basis_kind: str
    basis: str
    without: Mapping[str, str] = field(default_factory=dict)

    def cells(self, year: int) -> dict[str, Amount]:
        """The amounts as a grid of that year holds them, by `row:year`."""
        return {f"{row_id}:{year}": amount for row_id, amount in self.amounts.items()}


def as_before(ids: Sequence[str], before: Mapping[str, Amount], *, since: str) -> Proposal:
    """What each row had in the year before, words too; `since` is that year as it is written."""
    amounts = {row_id: before[row_id] for row_id in ids if before.get(row_id) is not None}
    return Proposal(
        amounts, "history", f"The same as in {since}", _without(ids, amounts, f"It had nothing in {since}.")
    )


def by_percentage(ids: Sequence[str], before: Mapping[str, Amount], *, tenths: int, since: str) -> Proposal:
    """The year before, changed by tenths of a percent (below 0 is less), each to the nearest penny, half up.

    Where the year before has no figure in pence there is none now: none is worked back. Raises Refused.
    """
    if not tenths:
        raise Refused("Give a percentage other than 0.", "percent")
    if abs(tenths) > MOST_TENTHS:
        raise Refused("A percentage cannot be over 100 %.", "percent")
    # whoever had a word or nothing keeps the words of the basis, with no figure
    had = {row_id: amount for row_id in ids if isinstance(amount := before.get(row_id), int)}
    amounts = {row_id: _rounded(Fraction(pence * (1_000 + tenths), 1_000), "percent") for row_id, pence in had.items()}
    percent = format_percent(abs(tenths), sign=False).removesuffix(".0")
    basis = f"{'Raised' if tenths > 0 else 'Reduced'} by {percent} % from {since}"
    return Proposal(amounts, "percentage", basis, _without(ids, amounts, f"It has no figure in {since} to start from."))


def same_for_each(ids: Sequence[str], *, pence: int) -> Proposal:
    """The same amount for each row. Raises Refused."""
    _refuse_amount(pence)
    return Proposal(dict.fromkeys(ids, Pence(pence)), "flat", f"{format_pence(pence)} to each")


def equal_shares(ids: Sequence[str], *, pence: int) -> Proposal:
    """An equal share of a total for each row, to the penny; odd pennies go to the first rows. Raises Refused."""
    _refuse_amount(pence)
    if not ids:
        raise Refused("There is nobody to share it among.", "pence")
    shares = split_by_shares(pence, [1] * len(ids))
    return Proposal(dict(zip(ids, shares, strict=True)), "flat", f"An equal share of {format_pence(pence)}")


def per_head(ids: Sequence[str], heads: Mapping[str, Fraction], *, pence: int, said: str) -> Proposal:
    """So many pence for each head, to the nearest penny, half up; `said` is what counts the heads. Raises Refused."""
    _refuse_amount(pence)
    amounts = {row_id: _rounded(pence * heads[row_id], "pence") for row_id in ids if row_id in heads}
    basis = f"{format_pence(pence)} a head ({said})"
    return Proposal(amounts, "per-head", basis, _without(ids, amounts, f"{said} has no figure for it."))


def _without(ids: Sequence[str], amounts: Mapping[str, Amount], why: str) -> dict[str, str]:
    return {row_id: why for row_id in ids if row_id not in amounts}


def _refuse_amount(pence: int) -> None:
    if pence <= 0:
        raise Refused("Give an amount above £0.", "pence")
    if pence > MOST_PENCE:
        raise Refused(f"That is more than the desk keeps in one amount ({format_pence(MOST_PENCE)}).", "pence")


def _rounded(exact: Fraction, box: str) -> Pence:
    """Whole pence, half up. Raises Refused at the box where it is more than an amount may be."""
    pence = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    if pence > MOST_PENCE:
        raise Refused(f"That gives more than the desk keeps in one amount ({format_pence(MOST_PENCE)}).", box)
    return Pence(pence)
