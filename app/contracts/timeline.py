"""A contract as a picture over the years: its term, options, notice dates, partners' money and conditions.

The screen and the paper draw the same rows; all days are real days, the last of each bar counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.contracts.parts import ContractRecord
from app.contracts.standing import current_end, gaps, is_broken, latest_end, term_end
from app.contracts.term import DAY, length_words
from app.money import format_pence
from app.years import first_day, format_day, format_short_day, last_day, year_of

BarKind = Literal["term", "taken", "option", "cut", "agreed", "conditional", "gap"]
MarkKind = Literal["notice", "break", "condition", "signed"]


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of days. `term` and `taken` are the contract as it stands, `option` is open, `cut` was ended early.

    `agreed` and `conditional` are partners' money with its pence in `label`, `gap` is where it is missing.
    """

    kind: BarKind
    starts_on: date
    ends_on: date
    label: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A day that matters, and what it is."""

    kind: MarkKind
    day: date
    label: str


@dataclass(frozen=True, slots=True)
class Band:
    """One partner's money under the bars of the contract; `sentence` says where it is missing."""

    label: str
    bars: tuple[Bar, ...]
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """The picture of one contract. `words` say all of it for a screen reader and for a printed alternative text."""

    id: str
    label: str
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    bands: tuple[Band, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows over the same span of whole financial years (start years), and the day called today."""

    rows: tuple[TimelineRow, ...]
    first_year: int
    last_year: int
    today: date
    is_past: bool = False
    """Whether it is looked at from a day that is over, which is then not called today."""

    @property
    def flag(self) -> str:
        """What the line of the day it is looked at from is called."""
        said = format_short_day(self.today)
        return f"{said} {self.today.year}" if self.is_past else f"Today, {said}"

    @property
    def starts_on(self) -> date:
        """The first day of the span."""
        return first_day(self.first_year)

    @property
    def ends_on(self) -> date:
        """The last day of the span."""
        return last_day(self.last_year)

    @property
    def years(self) -> range:
        """The financial years of the span."""
        return range(self.first_year, self.last_year + 1)

    def place(self, day: date) -> float:
        """Where the beginning of a day stands: 0 at the left end of the span, 1 at its right; clipped to it."""
        whole = (self.ends_on - self.starts_on).days + 1
        return min(max((day - self.starts_on).days / whole, 0.0), 1.0)


def timeline(
    contracts: Sequence[ContractRecord], *, today: date, most_years: int = 8, is_past: bool = False
) -> Timeline:
    """The picture of these contracts. The span holds `today` and as many years after it and before it as are needed.

    No more than `most_years`: years long past go first, since what is to come is what the picture is for.
    """
    rows = tuple(row(one) for one in contracts)
    now = year_of(today)
    first = min([now, *(year_of(one.starts_on) for one in contracts)])
    last = max([now, *(year_of(latest_end(one)) for one in contracts)])
    if last - first + 1 > most_years:
        first = max(first, min(now - 1, last - most_years + 1))
    return Timeline(rows, first, min(last, first + most_years - 1), today, is_past)


def row(one: ContractRecord) -> TimelineRow:
    """The picture of one contract."""
    bars, marks, bands = tuple(_bars(one)), tuple(_marks(one)), tuple(_bands(one))
    return TimelineRow(one.id, one.title, bars, marks, bands, words(one))


def _bars(one: ContractRecord) -> Iterable[Bar]:
    end = current_end(one)
    yield Bar("term", one.starts_on, min(one.ends_on, end), length_words(one.starts_on, one.ends_on))
    if is_broken(one):
        yield Bar("cut", end + DAY, term_end(one), "Ended early")
    for each in one.options:
        if each.status == "taken" and each.starts_on <= end:
            yield Bar("taken", each.starts_on, min(each.ends_on, end), f"Option {each.number}, taken")
        elif each.status == "open" and each.starts_on <= latest_end(one):
            yield Bar("option", each.starts_on, min(each.ends_on, latest_end(one)), f"Option {each.number}")


def _marks(one: ContractRecord) -> Iterable[Mark]:
    for option in one.options:
        if option.notice_on is not None and option.status == "open" and not is_broken(one):
            yield Mark("notice", option.notice_on, f"Notice of option {option.number}")
    for each in one.breaks:
        if each.status == "open" and each.break_on <= current_end(one):
            yield Mark("break", each.break_on, "Break point")
            if each.notice_on is not None:
                yield Mark("notice", each.notice_on, "Notice of the break")
    for condition in one.conditions:
        day = condition.blocks_from or condition.due_on
        if condition.met_on is None and day is not None:
            yield Mark("condition", day, condition.words)


def _bands(one: ContractRecord) -> Iterable[Band]:
    partners: dict[str, str] = {each.organisation_id: each.organisation for each in one.contributions}
    missing = {each.organisation_id: each for each in gaps(one)}
    for organisation_id, name in partners.items():
        bars = [
            Bar(
                each.status,
                max(first_day(each.year), one.starts_on),
                min(each.until or last_day(each.year), latest_end(one)),
                format_pence(each.amount),
            )
            for each in one.contributions
            if each.organisation_id == organisation_id
        ]
        bars = [bar for bar in bars if bar.starts_on <= bar.ends_on]
        sentence = ""
        if (gap := missing.get(organisation_id)) is not None:
            bars.append(Bar("gap", gap.starts_on, gap.ends_on))
            before = "the contract does" if gap.option is None else f"option {gap.option} would"
            sentence = f"Ends {length_words(gap.starts_on, gap.ends_on)} before {before}"
        yield Band(name, tuple(bars), sentence)


def words(one: ContractRecord) -> str:
    """The picture in words."""
    said = [f"{one.title}: {format_day(one.starts_on)} to {format_day(current_end(one))}."]
    if is_broken(one):
        said.append("Ended early.")
    for each in one.options:
        status = {"open": "open", "taken": "taken", "declined": "declined"}[each.status]
        notice = f", notice by {format_day(each.notice_on)}" if each.notice_on and each.status == "open" else ""
        said.append(f"Option {each.number} to {format_day(each.ends_on)}, {status}{notice}.")
    said += [f"{each.label} {format_day(each.day)}." for each in _marks(one) if each.kind in ("break", "condition")]
    said += [f"{band.label}: {band.sentence}." for band in _bands(one) if band.sentence]
    return " ".join(said)
