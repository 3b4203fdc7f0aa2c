"""What a contract costs in each financial year: from its dates, adjusted, less partners' money, by paying line.

One function for each figure; all amounts are pence without VAT, years are start years.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.contracts.parts import ContractRecord, ShareRecord
from app.contracts.standing import as_taken, blocked_from, current_end, slices
from app.contracts.term import by_year
from app.money import Pence, split_by_shares
from app.years import last_day


@dataclass(frozen=True, slots=True)
class YearRecord:
    """One financial year of a contract.

    `computed` follows from the dates, `adjusted` is what an officer moved into it, `value` both. `contributions` are
    partners' amounts by organisation id, `conditional` what of them hangs on a condition. `net` is what is left for the
    office, by budget line in `by_line`; empty where nobody has said which line pays. `is_blocked` is whether a
    condition not met blocks some of the year.

    `to_agree` is what is to be agreed out of each line's budget. Where this office leads it pays the provider and
    partners' money comes in as income, so it is the whole value; where another leads it is the net cost.
    """

    year: int
    computed: Pence
    adjusted: Pence
    contributions: tuple[tuple[str, Pence], ...]
    conditional: Pence
    by_line: tuple[tuple[str, Pence], ...]
    to_agree: tuple[tuple[str, Pence], ...]
    is_blocked: bool

    @property
    def value(self) -> Pence:
        """What the contract costs in the year."""
        return Pence(self.computed + self.adjusted)

    @property
    def contributed(self) -> Pence:
        """What partners pay of it, agreed or on a condition."""
        return Pence(sum(pence for _, pence in self.contributions))

    @property
    def net(self) -> Pence:
        """What is left for this office; below 0 where partners pay more than it costs."""
        return Pence(self.value - self.contributed)


def years(one: ContractRecord, *, also: tuple[str, ...] = ()) -> list[YearRecord]:
    """Every financial year of the contract as things stand, in order; `also` are open options looked at as taken.

    Their values sum to `standing.current_value` to the penny, as long as the adjustments come to £0 together.
    """
    computed = by_year(slices(one, also=also))
    moved = {each.year: each.change for each in one.adjustments}
    blocked, ends_on = blocked_from(one), current_end(as_taken(one, also))
    found = []
    for year, pence in computed.items():
        given: dict[str, int] = {}
        for each in one.contributions:
            if each.year == year:
                given[each.organisation_id] = given.get(each.organisation_id, 0) + each.amount
        hanging = sum(each.amount for each in one.contributions if each.year == year and each.status == "conditional")
        adjusted = moved.get(year, 0)
        net = pence + adjusted - sum(given.values())
        found.append(
            YearRecord(
                year,
                Pence(pence),
                Pence(adjusted),
                tuple((key, Pence(amount)) for key, amount in given.items()),
                Pence(hanging),
                by_line(one, year, Pence(net)),
                by_line(one, year, Pence(net if one.lead_id else pence + adjusted)),
                blocked is not None and blocked <= min(last_day(year), ends_on),
            )
        )
    return found


def split(one: ContractRecord, year: int) -> list[ShareRecord]:
    """The shares in force in a year: those from the latest year that has begun, or the first where none has."""
    begun = max((each.from_year for each in one.shares if each.from_year <= year), default=None)
    if begun is None:
        begun = min((each.from_year for each in one.shares), default=None)
    return [each for each in one.shares if each.from_year == begun]


def by_line(one: ContractRecord, year: int, net: Pence) -> tuple[tuple[str, Pence], ...]:
    """What each paying line has of an amount of a year (its net cost), by its id; the parts sum to it to the penny."""
    shares = split(one, year)
    if not shares:
        return ()
    parts = split_by_shares(net, [each.tenths for each in shares])
    return tuple((each.line_id, part) for each, part in zip(shares, parts, strict=True))


def unplaced(one: ContractRecord) -> Pence:
    """What the adjustments of all years come to: £0, or more or less where a change since has left them uneven."""
    known = set(by_year(slices(one)))
    return Pence(sum(each.change for each in one.adjustments if each.year in known))
