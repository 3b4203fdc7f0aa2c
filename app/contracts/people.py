"""The people a contract served in a reviewed period, as counts by category: never a row about one of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

import resources
from app import records
from app.contracts.parts import ContractRecord
from app.contracts.reviews import quarter_end
from app.contracts.suppressing import FEW, LEAST, WITHHELD, Suppressed, hidden_in, together
from app.errors import Refused
from app.listing import Column, Group, Line, Listing
from app.money import MILLION
from app.years import SLASH, format_year
from db.contract_reviews import ContractReview, PeopleCount

FILES = ("age", "sex", "gender-identity", "ethnic-group", "disability", "sexual-orientation")
"""The questions in the order they are asked, by the names of their files in resources/categories."""
FIELD = "counts"
"""The field of the grid in its form; a cell of it is `counts:asked|category:count`."""
COUNT = "count"
MOST_COUNT = 10_000_000
"""No office serves more people than that in a period."""


@dataclass(frozen=True, slots=True)
class Category:
    """One answer people are counted under; `group` is the heading it stands under, empty for none."""

    asked: str
    group: str
    name: str

    @property
    def key(self) -> str:
        """What its row goes by in the grid: `asked|category`."""
        return f"{self.asked}|{self.name}"

    @property
    def label(self) -> str:
        """What it is called where its heading is not above it."""
        return f"{self.group}: {self.name}" if self.group else self.name


@dataclass(frozen=True, slots=True)
class CountRecord:
    """How many people of a category were counted in a review, as it was typed: only for those who may see it."""

    id: str
    version: int
    review_id: str
    asked: str
    category: str
    position: int
    count: int

    @property
    def key(self) -> str:
        """What its row goes by in the grid: `asked|category`."""
        return f"{self.asked}|{self.category}"


@cache
def _sets() -> tuple[tuple[date, Category], ...]:
    found = []
    for name in FILES:
        with resources.path("categories", f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found += [
                (date.fromisoformat(row["from"]), Category(row["question"], row["group"], row["category"]))
                for row in csv.DictReader(file)
            ]
    return tuple(found)


def categories(day: date) -> tuple[Category, ...]:
    """The categories of every question in a period that ends on this day, by the sets in force then."""
    begins: dict[str, date] = {}
    for from_day, one in _sets():
        if from_day <= day or one.asked not in begins:
            begins[one.asked] = max(begins.get(one.asked, from_day), from_day)
    return tuple(one for from_day, one in _sets() if begins[one.asked] == from_day)


def of_review(year: int, quarter: int) -> tuple[Category, ...]:
    """The categories of a review, by the last day of the quarter it ends with."""
    return categories(quarter_end(year, quarter))


def counts(session: Session, contract_id: str) -> tuple[CountRecord, ...]:
    """Every count of a contract's reviews, in the order of the reviews and of the categories."""
    query = (
        select(PeopleCount)
        .join(ContractReview, ContractReview.id == PeopleCount.review_id)
        .where(
            ContractReview.contract_id == contract_id,
            ContractReview.archived.is_(False),
            PeopleCount.archived.is_(False),
        )
        .order_by(ContractReview.year, ContractReview.quarter, PeopleCount.position, PeopleCount.id)
    )
    return tuple(
        CountRecord(row.id, row.version, row.review_id, row.asked, row.category, row.position, row.count)
        for row in session.scalars(query)
    )


def count_cells(found: Iterable[CountRecord], review_id: str) -> dict[str, int]:
    """The grid of a review as `set_counts` takes it: millionths by `asked|category:count`."""
    return {f"{one.key}:{COUNT}": one.count * MILLION for one in found if one.review_id == review_id}


def set_counts(
    session: Session, review_id: str, *, counts: Mapping[str, int | None], was: Mapping[str, int | None]
) -> None:
    """Save a review's counts, in millionths by `asked|category:count`; a cell that is missing or None is emptied.

    `was` is the grid as the person saw it: only cells that differ are touched, and only where nobody else has changed
    them since. There is no count but of a known category, so that nobody is ever named in one.
    Raises Refused at `counts:asked|category:count`, Stale.
    """
    review = records.in_use(session, ContractReview, review_id)
    changed = {cell: counts.get(cell) for cell in {**was, **counts} if counts.get(cell) != was.get(cell)}
    query = select(PeopleCount).where(PeopleCount.review_id == review_id)
    rows = {
        f"{row.asked}|{row.category}:{COUNT}": row
        for row in session.scalars(query.order_by(PeopleCount.archived.desc(), PeopleCount.id))
    }
    known = {f"{one.key}:{COUNT}": (at, one) for at, one in enumerate(of_review(review.year, review.quarter), 1)}
    for cell, millionths in changed.items():
        _refuse_count(millionths, f"{FIELD}:{cell}", is_known=cell in known or cell in rows)
        row = rows.get(cell)
        now = row.count * MILLION if row is not None and not row.archived else None
        if now != was.get(cell):
            raise records.stale(session, [row.id] if row is not None else [], row.version if row is not None else 0)
    for cell, millionths in changed.items():
        row = rows.get(cell)
        if row is not None:
            row.archived = millionths is None
            row.count = row.count if millionths is None else millionths // MILLION
        elif millionths is not None:
            at, one = known[cell]
            people = millionths // MILLION
            session.add(PeopleCount(review_id=review_id, asked=one.asked, category=one.name, position=at, count=people))


def _refuse_count(millionths: object, field: str, *, is_known: bool) -> None:
    if millionths is None:
        return
    if not is_known:
        raise Refused("People are counted under the categories of this table only.", field)
    if type(millionths) is not int or millionths % MILLION:
        raise Refused("People are counted whole. Type it like 12.", field)
    if millionths < 0:
        raise Refused("A count cannot be below 0.", field)
    if millionths > MOST_COUNT * MILLION:
        raise Refused(f"That is more people than the desk counts in a period ({MOST_COUNT:,}).", field)


# as they may be shown


def people_listing(c: ContractRecord, found: Sequence[CountRecord], *, year: int, year_style: str = SLASH) -> Listing:
    """The people of a year's reviews by question and category, with totals: small counts are hidden already.

    Every list, paper and file takes them from here and from nowhere else. A total over the reviews of the year is
    there where it has more than one.
    """
    counted = {one.review_id for one in found}
    reviewed = [each for each in c.reviews if each.year == year and each.id in counted]
    across = len(reviewed) > 1
    at = {each.id: column for column, each in enumerate(reviewed)}
    mine = [one for one in found if one.review_id in at]
    asked = _questions(mine, [(each.year, each.quarter) for each in reviewed])
    tables = []
    for rows in asked.values():
        by_key = {(one.key, at[one.review_id]): one.count for one in mine}
        tables.append([[by_key.get((one.key, column)) for column in range(len(reviewed))] for one in rows])
    shown = together(tables, across=across)
    lines = [line for (key, rows), one in zip(asked.items(), shown, strict=True) for line in _lines(key, rows, one)]
    return Listing(
        f"People served {format_year(year, year_style)}",
        (
            Column("category", "Category"),
            *(Column(f"q{each.quarter}", f"Q{each.quarter}", "count") for each in reviewed),
            *((Column("year", "Year", "count"),) if across else ()),
        ),
        tuple(lines),
        tuple(Group(key, key) for key in asked),
        notes=(("", EXPLAINED),) if any(map(hidden_in, shown)) else (),
        subtitle="Counts only; what is small is hidden",
    )


EXPLAINED = (
    f"A count from 1 to {LEAST - 1} is shown as “{FEW}”. What is “{WITHHELD}” is hidden so that none of these can be "
    "worked out."
)
"""What is told under every list in which something is hidden."""


def _questions(mine: Sequence[CountRecord], reviewed: Sequence[tuple[int, int]]) -> dict[str, list[Category]]:
    """The questions something was counted under, each with the categories of its sets and those counted before."""
    asked = {one.asked for one in mine}
    every = dict.fromkeys(one for key in reviewed for one in of_review(*key) if one.asked in asked)
    known = {one.key for one in every}
    every.update(dict.fromkeys(Category(one.asked, "", one.category) for one in mine if one.key not in known))
    found: dict[str, list[Category]] = {}
    for one in every:
        found.setdefault(one.asked, []).append(one)
    return found


def _lines(asked: str, rows: Sequence[Category], shown: Suppressed) -> list[Line]:
    lines = []
    for at, one in enumerate(rows):
        whole = (shown.across[at],) if shown.across else ()
        lines.append(Line(one.key, (one.label, *shown.rows[at], *whole), group=asked))
    whole = (shown.whole,) if shown.across else ()
    return [*lines, Line(f"{asked}|", ("Total", *shown.totals, *whole), group=asked)]
