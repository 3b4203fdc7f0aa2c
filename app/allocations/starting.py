"""What a column of a grid may be begun with, from what stands in the other columns: proposed, never written.

Amounts are pence, years start years.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.allocations import basing
from app.allocations.basing import Proposal
from app.allocations.factors import FactorRecord, said_of
from app.allocations.partnerships import PartnershipRecord
from app.errors import Refused
from app.fields import Choice
from app.funds.figures import Amount
from app.money import parse_pence, parse_percent

HISTORY, PERCENTAGE, EACH, EQUAL, PER_HEAD = "history", "percentage", "each", "equal", "per-head"
METHODS = (
    Choice(HISTORY, "The same as the year before"),
    Choice(PERCENTAGE, "The year before, changed by %"),
    Choice(EACH, "The same amount for each, £"),
    Choice(EQUAL, "An equal share of a total, £"),
    Choice(PER_HEAD, "So much a head, £"),
)
EVERYBODY = "everybody"


def who(known: Sequence[PartnershipRecord]) -> list[tuple[str, str, tuple[str, ...]]]:
    """For whom a column may be begun: everybody, those at the top, the districts of each county; key, words, ids."""
    found = [(EVERYBODY, "everybody", tuple(one.id for one in known))]
    tops = tuple(one.id for one in known if not one.parent_id)
    if len(tops) == len(known):
        return found
    found.append(("tops", "all but districts", tops))
    for county in known:
        districts = tuple(one.id for one in known if one.parent_id == county.id)
        if districts:
            found.append((county.id, f"districts of {county.short}", districts))
    return found


def propose(
    method: str,
    typed: str,
    *,
    ids: Sequence[str],
    before: Mapping[str, Amount],
    since: str,
    factor: FactorRecord | None = None,
) -> Proposal:
    """Figures for these rows (ids); `typed` is the percentage or the amount, `before` what the year `since` has.

    A percentage below 0 is less. Raises Refused, at `typed` or `factor`.
    """
    try:
        if method == PERCENTAGE:
            return basing.by_percentage(ids, before, tenths=_tenths(typed), since=since)
        if method == EACH:
            return basing.same_for_each(ids, pence=_pence(typed))
        if method == EQUAL:
            return basing.equal_shares(ids, pence=_pence(typed))
    except Refused as refused:
        raise Refused(refused.message, "typed") from refused
    if method == PER_HEAD:
        if factor is None:
            raise Refused("Add a factor that counts the heads first.", "factor")
        said = ", ".join(part for part in (factor.name, said_of(factor)) if part)
        try:
            return basing.per_head(ids, factor.figures, pence=_pence(typed), said=said)
        except Refused as refused:
            raise Refused(refused.message, "typed") from refused
    return basing.as_before(ids, before, since=since)


def _tenths(typed: str) -> int:
    plain = typed.strip().replace("\N{MINUS SIGN}", "-")
    if not plain:
        raise Refused("Type a percentage, such as −5 or 2.5.")
    sign = -1 if plain.startswith("-") else 1
    return sign * parse_percent(plain.lstrip("+-").strip())


def _pence(typed: str) -> int:
    if not typed.strip():
        raise Refused("Type an amount in pounds.")
    return parse_pence(typed)


def without_words(proposal: Proposal, names: Mapping[str, str]) -> str:
    """Who has no figure and why, in a sentence; empty where everybody has one. `names` by id."""
    if not proposal.without:
        return ""
    said = [names.get(row_id, "") for row_id in proposal.without]
    told = ", ".join(said[:3]) + (f" and {len(said) - 3} others" if len(said) > 3 else "")
    why = next(iter(proposal.without.values()))
    return f"Left empty: {told}. {why}"
