"""What holds of a contract: its one current end, its current value, how it stands on a day, what needs settling.

Everything here is worked out from a contract that was read, and from nothing else. Amounts are pence without VAT
unless they are called gross.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.contracts.parts import ContractRecord, OptionRecord, VariationRecord
from app.contracts.term import DAY, Slice, cut, for_period, per_year, until, within
from app.money import Pence
from app.years import first_day

State = Literal[
    "Not started", "Running", "In sight", "Ending", "Ends soon", "Notice due", "On condition", "Ended", "Ended early"
]
STATES: tuple[State, ...] = (
    "Ends soon",
    "Notice due",
    "Ending",
    "On condition",
    "In sight",
    "Running",
    "Not started",
    "Ended early",
    "Ended",
)
"""Every state, what needs doing soonest first."""


@dataclass(frozen=True, slots=True)
class Bands:
    """How many months before its end a contract is told of, far to near, and the day none should outrun unseen."""

    far: int = 12
    middle: int = 6
    near: int = 3
    handover_on: date = date(2028, 5, 31)


BANDS = Bands()
"""What holds until an office sets its own.

Commissioners are to end with their term in May 2028, which is planned and not enacted: Home Office statement of 13
November 2025.
"""


# the one current end


def taken(one: ContractRecord) -> list[OptionRecord]:
    """The options that were taken, in the order of their dates."""
    return [each for each in one.options if each.status == "taken"]


def open_options(one: ContractRecord) -> list[OptionRecord]:
    """The options nobody has decided on yet."""
    return [] if is_broken(one) else [each for each in one.options if each.status == "open"]


def term_end(one: ContractRecord) -> date:
    """The last day by the initial term and the options taken, whether or not the contract is ended before it."""
    return max([one.ends_on, *(each.ends_on for each in taken(one))])


def current_end(one: ContractRecord) -> date:
    """The last day of the contract as things stand: options not taken do not count, a break that was taken does."""
    return _unbroken(one, term_end(one))


def latest_end(one: ContractRecord) -> date:
    """The last day if every option that is still open were taken; a break that was taken holds against them too."""
    last = _unbroken(one, max([term_end(one), *(each.ends_on for each in open_options(one))]))
    return max([current_end(one), *(min(each.ends_on, last) for each in open_options(one) if each.starts_on <= last)])


def _unbroken(one: ContractRecord, last: date) -> date:
    return min([last, *(each.break_on for each in one.breaks if each.status == "taken")])


def is_broken(one: ContractRecord) -> bool:
    """Whether the contract was ended before its term by a break."""
    return current_end(one) < term_end(one)


def is_running(one: ContractRecord, day: date) -> bool:
    """Whether the contract runs on this day."""
    return one.starts_on <= day <= current_end(one)


# the one current value


def initial_value(one: ContractRecord) -> Pence:
    """What the initial term is worth, in pence."""
    if one.value_per == "term":
        return one.value
    return Pence(for_period(one.value, one.starts_on, one.ends_on))


def initial_gross(one: ContractRecord) -> Pence | None:
    """The same with VAT; None where it is not known."""
    if one.gross is None or one.value_per == "term":
        return one.gross
    return Pence(for_period(one.gross, one.starts_on, one.ends_on))


def a_year(one: ContractRecord) -> Pence:
    """What the initial term is worth for twelve months, in pence: the figure an officer knows the contract by."""
    if one.value_per == "year":
        return one.value
    return Pence(per_year(one.value, one.starts_on, one.ends_on))


def varied_until(one: ContractRecord, effective_on: date) -> date | None:
    """The last day of the part of the contract (its term, or an option) that a variation of this day falls in.

    An option that was declined is no part of it any more; another may have been agreed for the same days.
    """
    options = [each for each in one.options if each.status != "declined"]
    parts = [(one.starts_on, one.ends_on), *((each.starts_on, each.ends_on) for each in options)]
    return next((last for first, last in parts if first <= effective_on <= last), None)


def slices(one: ContractRecord, *, also: tuple[str, ...] = ()) -> list[Slice]:
    """What the contract is made of: its initial term, the options taken, the variations; cut off where it was broken.

    `also` are the ids of open options that are looked at as if they were taken.
    """
    if also:
        return slices(as_taken(one, also))
    whole = [
        Slice(one.starts_on, one.ends_on, initial_value(one)),
        *(Slice(each.starts_on, each.ends_on, each.value) for each in taken(one)),
        *_variation_slices(one),
    ]
    last = current_end(one)  # what falls after it is not to be paid any more
    return [cut(each, last) for each in whole if each.starts_on <= last]


def as_taken(one: ContractRecord, also: tuple[str, ...]) -> ContractRecord:
    """The contract as it would stand if the open options with these ids were taken; a break that was taken holds."""
    options = (replace(each, status="taken") if each.id in also else each for each in one.options)
    return replace(one, options=tuple(options))


def _variation_slices(one: ContractRecord) -> list[Slice]:
    """A variation of an option that is not taken waits until it is."""
    waiting = open_options(one)
    found = []
    for each in one.variations:
        last = varied_until(one, each.effective_on)
        if last is None or any(option.starts_on <= each.effective_on <= option.ends_on for option in waiting):
            continue
        found.append(Slice(each.effective_on, last, each.change))
    return found


def current_value(one: ContractRecord, *, also: tuple[str, ...] = ()) -> Pence:
    """What the contract is worth as things stand: initial term, options taken and variations, in pence."""
    return Pence(sum(each.pence for each in slices(one, also=also)))


def current_gross(one: ContractRecord) -> Pence | None:
    """The same with VAT; None where the VAT of a part of it is not known, or where it was ended early."""
    parts: list[Pence | None] = [
        initial_gross(one),
        *(each.gross for each in taken(one)),
        *(each.gross_change for each in _in_force(one)),
    ]
    known = [each for each in parts if each is not None]
    return Pence(sum(known)) if len(known) == len(parts) and not is_broken(one) else None


def _in_force(one: ContractRecord) -> list[VariationRecord]:
    """The variations that count in the current value and change it."""
    first = {each.starts_on for each in _variation_slices(one)}
    return [each for each in one.variations if each.effective_on in first and (each.change or each.gross_change)]


def estimated_gross(one: ContractRecord) -> Pence | None:
    """What the contract may come to with VAT if every option is taken, as procurement thresholds want it."""
    options = [each.gross for each in one.options if each.status != "declined"]
    initial = initial_gross(one)
    if initial is None or any(each is None for each in options):
        return None
    return Pence(initial + sum(each for each in options if each is not None))


# how it stands


def state(one: ContractRecord, day: date, bands: Bands = BANDS) -> State:
    """How the contract stands on a day, in a word, what needs doing soonest first."""
    last = current_end(one)
    if day > last:
        return "Ended early" if is_broken(one) else "Ended"
    if notice_due(one, day, bands) is not None:
        return "Notice due"
    near = band(last, day, bands)
    if near == "near":
        return "Ends soon"
    if day < one.starts_on:
        return "Not started"
    if blocking(one, day):
        return "On condition"
    states: dict[str, State] = {"middle": "Ending", "far": "In sight"}
    return states.get(near, "Running")


def band(last: date, day: date, bands: Bands = BANDS) -> Literal["near", "middle", "far", ""]:
    """Which expiry band a day falls into, seen from another; empty beyond them all and for what is past."""
    if last < day:
        return ""
    found: tuple[tuple[Literal["near", "middle", "far"], int], ...] = (
        ("near", bands.near),
        ("middle", bands.middle),
        ("far", bands.far),
    )
    return next((name for name, length in found if within(last, day, length)), "")


def notice_due(one: ContractRecord, day: date, bands: Bands = BANDS) -> OptionRecord | None:
    """The open option whose notice is due within the nearest band, or is overdue while the contract still runs.

    A contract that was ended early is extended no more.
    """
    if day > current_end(one) or is_broken(one):
        return None
    for each in open_options(one):
        if each.notice_on is not None and within(each.notice_on, day, bands.near):
            return each
    return None


def blocking(one: ContractRecord, day: date | None = None) -> bool:
    """Whether a condition that is not met blocks something that is still to come after `day`, or anything at all."""
    return blocked_from(one) is not None and (day is None or day < latest_end(one))


def blocked_from(one: ContractRecord) -> date | None:
    """The first day that is blocked by a condition nobody has met; None where nothing is."""
    days = [each.blocks_from for each in one.conditions if each.met_on is None and each.blocks_from is not None]
    return min(days, default=None)


# partner money


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch at the end of a contract, or of an option, with no money of a partner who paid before.

    `option` is the number of the open option it is about, None where it is about the contract as it stands. `pence` is
    what the contract costs on those days.
    """

    organisation_id: str
    organisation: str
    paid_until: date
    ends_on: date
    option: int | None
    pence: Pence

    @property
    def starts_on(self) -> date:
        """The first day without the partner's money."""
        return self.paid_until + DAY


def paid_until(one: ContractRecord) -> dict[str, tuple[str, date]]:
    """By partner's id, their name and the last day their contributions reach, agreed or on a condition."""
    found: dict[str, tuple[str, date]] = {}
    for each in one.contributions:
        last = each.until or date(each.year + 1, 3, 31)
        known = found.get(each.organisation_id)
        found[each.organisation_id] = (each.organisation, max(last, known[1]) if known else last)
    return found


def gaps(one: ContractRecord) -> list[Gap]:
    """Where a partner's money ends before the contract does; else before the first open option that outlives it."""
    found = []
    for organisation_id, (name, paid) in paid_until(one).items():
        last = max(paid, one.starts_on - DAY)
        ends: list[tuple[date, int | None, tuple[str, ...]]] = [(current_end(one), None, ())]
        also: tuple[str, ...] = ()
        for option in open_options(one):
            also = (*also, option.id)
            ends.append((_unbroken(one, option.ends_on), option.number, also))
        hit = next(((end, number, ids) for end, number, ids in ends if last < end), None)
        if hit is not None:
            end, number, ids = hit
            cost = sum(each.pence - until(each, last) for each in slices(one, also=ids))
            cost += sum(each.change for each in one.adjustments if last < first_day(each.year) <= end)
            found.append(Gap(organisation_id, name, last, end, number, Pence(cost)))
    return found


def first(one: ContractRecord, wanted: Callable[[OptionRecord], bool]) -> OptionRecord | None:
    """The first option of which this is so."""
    return next((each for each in one.options if wanted(each)), None)
