"""The dates that bite: everything about contracts that somebody has to do, or to know of, by a day; in plain words.

One use case gives them to every page, paper and calendar that shows them. All of them follow from the contracts as they
are read; years are start years, amounts are pence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy.orm import Session

from app.contracts.bands import bands
from app.contracts.notices import NoticeDue, PaidRecord, due, payments_over
from app.contracts.parts import BreakRecord, ContractRecord, OptionRecord
from app.contracts.reading import contracts
from app.contracts.reviews import Period, periods
from app.contracts.standing import (
    BANDS,
    Bands,
    a_year,
    band,
    current_end,
    current_value,
    gaps,
    is_broken,
    latest_end,
    open_options,
    paid_until,
    state,
)
from app.contracts.term import DAY, add_months, length_words
from app.contracts.thresholds import ThresholdRecord, thresholds
from app.listing import Column, Group, Line, Listing
from app.told import Tone
from app.years import format_day

DateKind = Literal["end", "option", "break", "condition", "contribution", "review", "action", "notice", "handover"]
KINDS: dict[DateKind, str] = {
    "end": "End of contract",
    "option": "Option to extend",
    "break": "Break point",
    "condition": "Condition",
    "contribution": "Partner’s money",
    "review": "Review",
    "action": "Action of a review",
    "notice": "Notice under the Act",
    "handover": "Runs past handover",
}
"""What each kind of date is called, in the order in which those of one day are told."""
_ORDER = list(KINDS)


@dataclass(frozen=True, slots=True)
class Date:
    """A day by which something about a contract is to be done or known, and what, in a sentence.

    `about` tells it from the others of its kind: the id of an option, break, condition, action or partner, the notice's
    code and what it is about, the year and quarter of a review. `action` says what would settle it: `option`, `break`,
    `condition`, `review`, `action`, `notice`, or nothing where only the contract itself can be opened. `tone` is bad
    once the day has passed, and warns within the nearest band of the office.
    """

    kind: DateKind
    day: date
    contract_id: str
    reference: str
    contract: str
    words: str
    tone: Tone
    action: str
    about: str = ""

    @property
    def key(self) -> str:
        """What stays the same of it when its day moves: its contract's id first, then what it is about."""
        return f"{self.contract_id}:{self.kind}:{self.about}"


@dataclass(frozen=True, slots=True)
class Known:
    """What the dates of a contract depend on beside the contract: `day` is today, `until` the last day looked at."""

    day: date
    until: date
    bands: Bands = BANDS
    thresholds: Sequence[ThresholdRecord] = ()

    def is_ahead(self, on: date) -> bool:
        """Whether a day is still to come, or today, and not too far ahead."""
        return self.day <= on <= self.until


def biting(session: Session, *, day: date, until: date | None = None) -> list[Date]:
    """Every date of every contract in use that is overdue, or comes up to `until`, the earliest first.

    Without `until` it is the furthest expiry band of the office that is looked ahead. Contracts that run past the
    handover are told of however far ahead it is.
    """
    known = _known(session, day, until)
    paid = payments_over(session, known.thresholds)
    found = [one for each in contracts(session) for one in of_contract(each, known, paid.get(each.id, ()))]
    return sorted(found, key=lambda one: (one.day, _ORDER.index(one.kind), one.contract, one.key))


def of_contract(c: ContractRecord, known: Known, payments: Sequence[PaidRecord] = ()) -> list[Date]:
    """The dates of one contract, in no order."""
    return [*_ends(c, known), *_decisions(c, known), *_subject(c, known), *_followed_up(c, known, payments)]


def _known(session: Session, day: date, until: date | None) -> Known:
    mine = bands(session)
    return Known(day, until or add_months(day, mine.far), mine, thresholds(session))


def _date(
    c: ContractRecord, known: Known, kind: DateKind, day: date, words: str, *, action: str = "", about: str = ""
) -> Date:
    if day < known.day:
        tone: Tone = "bad"
    elif kind == "handover" or day <= add_months(known.day, known.bands.near):
        tone = "warn"
    else:
        tone = "mute"
    return Date(kind, day, c.id, c.reference, c.title, words, tone, action, about)


# the end


def _ends(c: ContractRecord, known: Known) -> Iterator[Date]:
    last = current_end(c)
    if known.is_ahead(last):
        option = next(iter(live_options(c)), None)
        unless = f" unless option {option.number} is taken" if option else ""
        early = " early" if is_broken(c) else ""
        yield _date(c, known, "end", last, f"{c.title} with {c.organisation} ends{early} on {format_day(last)}{unless}")
    if last > known.bands.handover_on >= known.day:
        words = f"{c.title} runs to {format_day(last)}, past the handover on {format_day(known.bands.handover_on)}"
        yield _date(c, known, "handover", known.bands.handover_on, words)


# options and breaks


def live_options(c: ContractRecord) -> list[OptionRecord]:
    """The options that may still be taken: none after one that was declined, none once the contract was ended early."""
    return open_options(c)


def _decisions(c: ContractRecord, known: Known) -> Iterator[Date]:
    last = current_end(c)
    if last < known.day:
        return
    for option in live_options(c):
        by = option.notice_on or option.starts_on - DAY
        if by <= known.until:
            yield _date(
                c, known, "option", by, _option_words(c, option, by, known.day), action="option", about=option.id
            )
    for each in c.breaks:
        by = each.notice_on or each.break_on
        if each.status == "open" and each.break_on < last and known.is_ahead(by):
            yield _date(c, known, "break", by, _break_words(c, each), action="break", about=each.id)


def _option_words(c: ContractRecord, option: OptionRecord, by: date, day: date) -> str:
    which = f"option {option.number} of {c.title}"
    if option.notice_on is None:
        return f"Option {option.number} of {c.title} begins on {format_day(option.starts_on)}: decide on it before"
    if by < day:
        return f"Notice of {which} was due on {format_day(by)}: decide on it and tell {c.organisation} at once"
    return f"Notice of {which} is due: tell {c.organisation} by {format_day(by)}"


def _break_words(c: ContractRecord, each: BreakRecord) -> str:
    on, by = format_day(each.break_on), format_day(each.notice_on) if each.notice_on else ""
    if each.whose == "provider":
        return f"{c.organisation} may end {c.title} early on {on}" + (f" if it says so by {by}" if by else "")
    if each.whose == "either":
        return f"{c.title} may be ended early on {on} by either side" + (f": notice is due by {by}" if by else "")
    return f"{c.title} may be ended early on {on}" + (f": to do so, tell {c.organisation} by {by}" if by else "")


# conditions and partners' money


def _subject(c: ContractRecord, known: Known) -> Iterator[Date]:
    if current_end(c) < known.day:
        return
    for each in c.conditions:
        by = min((on for on in (each.due_on, each.blocks_from and each.blocks_from - DAY) if on), default=None)
        if each.met_on is None and by is not None and by <= known.until:
            met = "was to be met by" if by < known.day else "is to be met by"
            blocks = (
                f"; until then nothing from {format_day(each.blocks_from)} on is settled" if each.blocks_from else ""
            )
            words = f"{c.title} is subject to a condition that {met} {format_day(by)}{blocks}: {each.words}"
            yield _date(c, known, "condition", by, words, action="condition", about=each.id)
    yield from _partners(c, known)


def _partners(c: ContractRecord, known: Known) -> Iterator[Date]:
    """Money that ends before the contract does, or before an option would that may still be taken."""
    if not any(last <= known.until for _, last in paid_until(c).values()):
        return
    may_come = {each.number for each in live_options(c)}
    for gap in gaps(c):
        if gap.paid_until > known.until or (gap.option is not None and gap.option not in may_come):
            continue
        ends = "ended" if gap.paid_until < known.day else "ends"
        before = "the contract does" if gap.option is None else f"option {gap.option} would"
        words = (
            f"The money of {gap.organisation} for {c.title} {ends} on {format_day(gap.paid_until)}, "
            f"{length_words(gap.starts_on, gap.ends_on)} before {before}"
        )
        yield _date(c, known, "contribution", gap.paid_until, words, about=gap.organisation_id)


# reviews, their actions, and notices


def _followed_up(c: ContractRecord, known: Known, payments: Sequence[PaidRecord]) -> Iterator[Date]:
    """What is owed of a contract even after it has ended."""
    yield from _reviews(c, known)
    for each in c.actions:
        if each.done_on is None and each.due_on is not None and each.due_on <= known.until:
            was = "was" if each.due_on < known.day else "is"
            who = f", {each.owner}" if each.owner else ""
            words = f"An action from a review of {c.title} {was} due by {format_day(each.due_on)}{who}: {each.words}"
            yield _date(c, known, "action", each.due_on, words, action="action", about=each.id)
    for notice in due(c, known.day, known.thresholds, payments):
        if notice.published is None and notice.due_on <= known.until:
            words = _notice_words(c, notice, known.day)
            yield _date(c, known, "notice", notice.due_on, words, action="notice", about=notice.key)


def _notice_words(c: ContractRecord, notice: NoticeDue, day: date) -> str:
    which = f"{notice.name} ({notice.code}{f', {notice.about}' if notice.about else ''}) of {c.title}"
    by = format_day(notice.due_on)
    return f"{which} is due by {by}" if notice.due_on >= day else f"{which} was due by {by}: no publication is recorded"


def _reviews(c: ContractRecord, known: Known) -> Iterator[Date]:
    """Every review ahead, and those that are late as one: what nobody reviewed for years would bury all the rest.

    Late ones are let go once the contract has been over for as long as the office looks ahead.
    """
    if c.review_every == "none" or add_months(current_end(c), known.bands.far) < known.day:
        return
    every = periods(c, day=known.day)
    late = [each for each in every if each.state == "Late"]
    if late:
        yield _review(c, known, late[0], _late_words(c, late))
    for each in every:
        if each.state in ("Due", "To come") and each.due_on <= known.until:
            words = f"The review of {c.title} for {_span(each)} is due by {format_day(each.due_on)}"
            yield _review(c, known, each, words)


def _review(c: ContractRecord, known: Known, one: Period, words: str) -> Date:
    return _date(c, known, "review", one.due_on, words, action="review", about=one.key)


def _late_words(c: ContractRecord, late: Sequence[Period]) -> str:
    first = late[0]
    if len(late) == 1:
        return f"The review of {c.title} for {_span(first)} was due by {format_day(first.due_on)}"
    return f"{len(late)} reviews of {c.title} are late: the first was due by {format_day(first.due_on)}"


def _span(one: Period) -> str:
    return f"{format_day(one.starts_on)} to {format_day(one.ends_on)}"


# lists


def date_list(session: Session, *, day: date) -> Listing:
    """The dates that bite, grouped by how near they are; each line goes by `Date.key`."""
    known = _known(session, day, None)
    found = biting(session, day=day)
    columns = (
        Column("words", "What is to be done or known"),
        Column("day", "Date", "day"),
        Column("kind", "Kind"),
        Column("contract", "Contract"),
        Column("reference", "Reference"),
        Column("state", "State", "chip"),
    )
    rows = tuple(
        Line(
            one.key,
            (one.words, one.day, KINDS[one.kind], one.contract, one.reference, state_words(one)),
            group=_date_group(one, known),
        )
        for one in found
    )
    groups = (
        Group("overdue", "Overdue"),
        *_band_groups(known.bands),
        Group("handover", f"Running past the handover on {format_day(known.bands.handover_on)}"),
    )
    used = {row.group for row in rows}
    return Listing(
        "Dates that bite",
        columns,
        rows,
        tuple(group for group in groups if group.key in used),
        subtitle=f"Overdue on {format_day(day)}, and up to {format_day(known.until)}",
    )


STATE_WORDS = {"bad": "Overdue", "warn": "Due soon", "mute": "To come"}


def state_words(one: Date) -> str:
    """How a date stands, in a word: Overdue, Due soon, To come; or Handover."""
    return "Handover" if one.kind == "handover" else STATE_WORDS[one.tone]


def _date_group(one: Date, known: Known) -> str:
    if one.kind == "handover":
        return one.kind
    return "overdue" if one.day < known.day else band(one.day, known.day, known.bands)


def _band_groups(mine: Bands) -> tuple[Group, ...]:
    return tuple(
        Group(key, f"Within {length} month{'' if length == 1 else 's'}")
        for key, length in (("near", mine.near), ("middle", mine.middle), ("far", mine.far))
    )


def expiry_list(session: Session, *, day: date) -> Listing:
    """Every contract that has not ended, grouped by the expiry band its end falls into, the earliest end first.

    Values are pence: a year of the initial term, and all of it as things stand. A line goes by the contract's id.
    """
    mine = bands(session)
    live = sorted(
        (one for one in contracts(session) if current_end(one) >= day),
        key=lambda one: (current_end(one), one.title, one.id),
    )
    columns = (
        Column("contract", "Contract"),
        Column("provider", "Provider"),
        Column("reference", "Reference"),
        Column("ends", "Ends", "day"),
        Column("state", "Status", "chip"),
        Column("a_year", "£ a year", "pence"),
        Column("value", "Value £", "pence"),
        Column("option", "Next option"),
        Column("latest", "May run to", "day"),
        Column("owner", "Contract officer"),
    )
    rows = tuple(
        Line(
            one.id,
            (
                one.title,
                one.organisation,
                one.reference,
                current_end(one),
                state(one, day, mine),
                a_year(one),
                current_value(one),
                _next_option(one),
                latest_end(one),
                one.owner,
            ),
            group=_expiry_group(one, day, mine),
        )
        for one in live
    )
    furthest = format_day(add_months(day, mine.far))
    groups = (
        *_band_groups(mine),
        Group("later", f"After {furthest}"),
        Group("handover", f"After the handover on {format_day(mine.handover_on)}"),
    )
    used = {row.group for row in rows}
    return Listing(
        "Contracts by their end",
        columns,
        rows,
        tuple(group for group in groups if group.key in used),
        subtitle=f"As things stand on {format_day(day)}: options that were not taken do not count",
    )


def _next_option(c: ContractRecord) -> str:
    option = next(iter(live_options(c)), None)
    if option is None:
        return ""
    notice = f", notice by {format_day(option.notice_on)}" if option.notice_on else ""
    return f"Option {option.number} to {format_day(option.ends_on)}{notice}"


def _expiry_group(c: ContractRecord, day: date, mine: Bands) -> str:
    last = current_end(c)
    return band(last, day, mine) or ("handover" if last > mine.handover_on else "later")
