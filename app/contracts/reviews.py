"""Reviews of contracts: which periods there are, which were held or are late, and what was said of each.

A period goes by the financial year it ends in and the quarter (1 to 4) it ends with; figures are millionths.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, get_args

from sqlalchemy.orm import Session

from app import records
from app.contracts import indicators, reading
from app.contracts.parts import ContractRecord, Rating, ReviewRecord
from app.contracts.standing import current_end
from app.contracts.term import DAY
from app.errors import Refused
from app.listing import Column, Group, Line, Listing
from app.office import details
from app.years import SLASH, first_day, format_day, format_year, year_of
from db.contract_reviews import ContractReview
from db.contracts import Contract

State = Literal["Held", "Due", "Late", "To come", "Not asked for"]
RATINGS: tuple[Rating, ...] = get_args(Rating)
"""The five words of the Procurement Act's notices on performance, and none."""
DUE_AFTER = timedelta(days=28)
"""So long after its end a period is to be reviewed."""
MONTHS_EACH = {"quarter": 3, "half-year": 6, "year": 12}
STATES: tuple[State, ...] = ("Late", "Due", "To come", "Held", "Not asked for")
"""In the order they are listed: what needs doing first."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of a contract that is reviewed, of `months` unless the contract begins or ends in it.

    `due_on` is the last day its review is in time. "Not asked for" is one before anybody reviewed the contract here.
    """

    year: int
    quarter: int
    months: int
    starts_on: date
    ends_on: date
    due_on: date
    review: ReviewRecord | None
    state: State

    @property
    def key(self) -> str:
        """What it goes by in a form: `year:quarter`."""
        return f"{self.year}:{self.quarter}"

    def words(self, year_style: str = SLASH) -> str:
        """What it is called: Quarter 2, 2018/19; First half, 2018/19; 2018/19."""
        return period_words(self.year, self.quarter, self.months, year_style)


def period_words(year: int, quarter: int, months: int = 3, year_style: str = SLASH) -> str:
    """What a period is called that ends with a quarter of a financial year (its start year)."""
    said = format_year(year, year_style)
    if months == MONTHS_EACH["year"]:
        return said
    if months == MONTHS_EACH["half-year"]:
        return f"{'First' if quarter == 2 else 'Second'} half, {said}"
    return f"Quarter {quarter}, {said}"


def quarter_end(year: int, quarter: int) -> date:
    """The last day of a quarter (1 to 4) of a financial year."""
    return _month_start(year, quarter * 3) - DAY


def quarter_of(day: date) -> tuple[int, int]:
    """The financial year (its start year) and the quarter (1 to 4) a day falls in."""
    return year_of(day), (day.month - 4) % 12 // 3 + 1


def _month_start(year: int, months: int) -> date:
    """The first of the month so many months into a financial year."""
    years, month = divmod(3 + months, 12)
    return date(year + years, month + 1, 1)


def periods(c: ContractRecord, *, day: date) -> list[Period]:
    """The periods the contract runs in and is to be reviewed for, and every other one that was, in order."""
    months = MONTHS_EACH.get(c.review_every, 0)
    made = {(each.year, each.quarter): each for each in c.reviews}
    wanted = dict.fromkeys(_scheduled(c, months) if months else (), months)
    wanted.update(dict.fromkeys((key for key in made if key not in wanted), 3))
    return [_period(c, *key, length, made.get(key), day) for key, length in sorted(wanted.items())]


def _scheduled(c: ContractRecord, months: int) -> list[tuple[int, int]]:
    last = current_end(c)
    return [
        (year, quarter)
        for year in range(year_of(c.starts_on), year_of(last) + 1)
        for quarter in range(months // 3, 5, months // 3)
        if _month_start(year, quarter * 3 - months) <= last and c.starts_on <= quarter_end(year, quarter)
    ]


def _period(c: ContractRecord, year: int, quarter: int, months: int, review: ReviewRecord | None, day: date) -> Period:
    starts_on, ends_on = _month_start(year, quarter * 3 - months), quarter_end(year, quarter)
    inner = max(starts_on, c.starts_on), min(ends_on, current_end(c))
    if inner[0] <= inner[1]:  # else it was reviewed and the contract was cut short of it since
        starts_on, ends_on = inner
    due_on = ends_on + DUE_AFTER
    first = min(((each.year, each.quarter) for each in c.reviews), default=None)
    is_asked = due_on >= first_day(year_of(day)) or (first is not None and (year, quarter) >= first)
    state = _state(review, ends_on, due_on, day, is_asked=is_asked)
    return Period(year, quarter, months, starts_on, ends_on, due_on, review, state)


def _state(review: ReviewRecord | None, ends_on: date, due_on: date, day: date, *, is_asked: bool) -> State:
    if review is not None and review.held_on is not None and review.held_on <= day:
        return "Held"
    if day <= ends_on:
        return "To come"
    if day <= due_on:
        return "Due"
    return "Late" if is_asked else "Not asked for"


def newest(c: ContractRecord, *, day: date) -> Period | None:
    """The newest period that has begun: what is still open is shown there."""
    begun = [each for each in periods(c, day=day) if each.starts_on <= day]
    return begun[-1] if begun else None


def next_due(c: ContractRecord, *, day: date) -> Period | None:
    """The first period whose review is late, due or still to come."""
    return next((each for each in periods(c, day=day) if each.state in ("Late", "Due", "To come")), None)


# recording one


def record(
    session: Session,
    contract_id: str,
    *,
    quarter: int | str,
    year: int | None = None,
    held_on: date | None = None,
    rating: str | None = "",
    note: str = "",
    results: Mapping[str, int] | None = None,
    was: Mapping[str, int] | None = None,
    day: date | None = None,
) -> str:
    """Record the review of a period; its id. `quarter` is 1 to 4 of `year`, or both as a form has them: `2018:3`.

    `results` are millionths by `indicator:target` and `indicator:actual`; `was` is what that grid began with, of which
    nothing is in the file yet. With `day` (today) a review held after it is refused. Raises Refused.
    """
    records.in_use(session, Contract, contract_id)
    one = _period_of(reading.contract(session, contract_id), year, quarter)
    values = _checked(one.starts_on, held_on, rating, note, day)
    row = ContractReview(contract_id=contract_id, year=one.year, quarter=one.quarter, **values)
    session.add(row)
    session.flush()
    indicators.enter(session, row, results=results or {}, was={})
    return row.id


def change(
    session: Session,
    review_id: str,
    *,
    version: int | None,
    held_on: date | None,
    rating: str | None,
    note: str,
    results: Mapping[str, int] | None = None,
    was: Mapping[str, int] | None = None,
    day: date | None = None,
) -> None:
    """Change what a review found. `results` is the grid as it is now, `was` as the person saw it; None leaves it.

    Raises Refused, Stale.
    """
    row = records.in_use(session, ContractReview, review_id)
    values = _checked(_starts_on(session, row), held_on, rating, note, day)
    records.change(session, ContractReview, review_id, version=version, **values)
    if results is not None:
        indicators.enter(session, row, results=results, was=was or {})


def archive(session: Session, review_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a review away, so that its period is still to be reviewed, or bring it back. Raises Refused, Stale."""
    records.archive(session, ContractReview, review_id, version=version, back=back)


def _starts_on(session: Session, row: ContractReview) -> date:
    known = periods(reading.contract(session, row.contract_id), day=quarter_end(row.year, row.quarter))
    return next(each.starts_on for each in known if (each.year, each.quarter) == (row.year, row.quarter))


def _period_of(c: ContractRecord, year: int | None, quarter: int | str) -> Period:
    key = quarter if isinstance(quarter, str) else f"{year}:{quarter}"
    found = next((each for each in periods(c, day=c.starts_on) if each.key == key), None)
    if found is None:
        raise Refused("Choose a period that this contract is reviewed for.", "quarter")
    return found


def _checked(starts_on: date, held_on: date | None, rating: str | None, note: str, day: date | None) -> dict[str, Any]:
    if (rating or "") not in RATINGS:
        raise Refused("Choose one of the five ratings, or none yet.", "rating")
    if rating and held_on is None:
        raise Refused("Give the day the review was held that came to this rating.", "held_on")
    if held_on is not None and held_on < starts_on:
        raise Refused(f"{format_day(held_on)} is before the period began, on {format_day(starts_on)}.", "held_on")
    if held_on is not None and held_on > (day or date.today()):
        raise Refused(f"{format_day(held_on)} is still to come.", "held_on")
    return {"held_on": held_on, "rating": rating or "", "note": note.strip()}


# the list of them


def review_list(session: Session, *, year: int, day: date) -> Listing:
    """The reviews of `year` of every contract in use as they stand on a day: what is late first, then what is due.

    A line goes by `contract:year:quarter`.
    """
    return listing(reading.contracts(session), year=year, day=day, year_style=details(session).year_style)


def listing(contracts: Sequence[ContractRecord], *, year: int, day: date, year_style: str = SLASH) -> Listing:
    """The periods of these contracts that end in a financial year, by state and then by the day they are due."""
    found = [(c, each) for c in contracts for each in periods(c, day=day) if each.year == year]
    found.sort(key=lambda pair: (STATES.index(pair[1].state), pair[1].due_on, pair[0].title))
    lines = tuple(_line(c, each, year_style) for c, each in found)
    used = {line.group for line in lines}
    return Listing(
        f"Contract reviews {format_year(year, year_style)}",
        (
            Column("title", "Contract"),
            Column("provider", "Provider"),
            Column("reference", "Reference"),
            Column("period", "Period"),
            Column("due_on", "Due", "day"),
            Column("held_on", "Held on", "day"),
            Column("rating", "Rating", "chip"),
            Column("open", "Actions open", "count", help="Of the whole contract, carried forward until they are done"),
            Column("state", "State", "chip"),
            Column("note", "Performance note"),
        ),
        lines,
        tuple(Group(state, state) for state in STATES if state in used),
        subtitle="Every period a contract runs in, to be reviewed within 28 days of its end",
    )


def _line(c: ContractRecord, one: Period, year_style: str) -> Line:
    held = one.review.held_on if one.review else None
    rating, note = (one.review.rating, one.review.note) if one.review else ("", "")
    still_open = sum(each.done_on is None for each in c.actions)
    return Line(
        f"{c.id}:{one.key}",
        (
            c.title,
            c.organisation,
            c.reference,
            one.words(year_style),
            one.due_on,
            held,
            rating,
            still_open,
            one.state,
            note,
        ),
        group=one.state,
    )
