"""A budget pasted in from Excel: new lines are added, known ones given the pasted amounts, all of it or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import areas, plans
from app.errors import Refused
from app.fields import Field
from app.funds import figures, funds, lines
from app.funds.figures import Amount
from app.funds.lines import LineRecord

FIELDS = (
    Field("name", "Budget line", required=True),
    Field("fund", "Fund"),
    Field("priority", "Priority"),
    Field("area", "Area"),
)
"""The columns a pasted budget may have, beside one for each financial year."""


HEADING = "A heading, left out"


@dataclass(frozen=True, slots=True)
class Pasted:
    """One pasted line: its number in the paste, its words, and its amounts by financial year (pence or a word)."""

    number: int
    name: str
    fund: str
    priority: str
    area: str
    amounts: Mapping[int, Amount]


@dataclass(frozen=True, slots=True)
class Planned:
    """What one pasted line would do, or why it cannot be taken."""

    pasted: Pasted
    line_id: str | None
    text: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    lines: dict[str, LineRecord]
    funds: dict[str, str]
    priorities: dict[str, str]
    areas: dict[str, str]
    amounts: dict[str, Amount]
    alike: frozenset[str]


def plan(session: Session, rows: Sequence[Pasted], *, year: int) -> list[Planned]:
    """What each pasted line would do; a line with a `problem` keeps the whole paste from being taken."""
    known = _known(session, year)
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        key = _plain(row.name)
        if not key:
            found.append(Planned(row, None, "", "This row has no name."))
            continue
        if key in seen:
            found.append(Planned(row, None, "", f"“{row.name}” is already in row {seen[key]}."))
            continue
        seen[key] = row.number
        found.append(_plan_one(row, known))
    return found


def _plan_one(row: Pasted, known: _Known) -> Planned:
    for words, names, what in (
        (row.fund, known.funds, "fund"),
        (row.priority, known.priorities, "priority"),
        (row.area, known.areas, "area"),
    ):
        if words and _plain(words) not in names:
            return Planned(row, None, "", f"There is no {what} called “{words}”.")
    line = known.lines.get(_plain(row.name))
    if _plain(row.name) in known.alike:
        return Planned(row, None, "", f"More than one line is called “{row.name}”, so it is not clear which is meant.")
    if line is None and _is_heading(row, known):
        return Planned(row, None, HEADING)
    given = {year: amount for year, amount in row.amounts.items() if amount is not None}
    if not given:
        return Planned(row, line.id if line else None, "", "There is no amount in this row.")
    if any(isinstance(amount, int) and amount < 0 for amount in given.values()):
        return Planned(row, line.id if line else None, "", "A budget cannot be below £0.")
    if line is None:
        if not row.fund and len(known.funds) != 1:
            return Planned(row, None, "", "This line is new, so its fund has to be named.")
        return Planned(row, None, f"New line with {len(given)} {'year' if len(given) == 1 else 'years'}")
    old = {year: known.amounts.get(line.budgets[year].id) for year in given if year in line.budgets}
    changed = sum(1 for year, amount in given.items() if year in old and old[year] != amount)
    added = sum(1 for year in given if year not in old)
    parts = [f"{changed} changed"] * bool(changed) + [f"{added} added"] * bool(added)
    return Planned(row, line.id, ", ".join(parts) or "Nothing to change")


def _is_heading(row: Pasted, known: _Known) -> bool:
    """A row called like a priority, fund or area that names none itself: a group's heading in a table printed here."""
    names = known.priorities.keys() | known.funds.keys() | known.areas.keys()
    return _plain(row.name) in names and not (row.fund or row.priority or row.area)


def take(session: Session, rows: Sequence[Pasted], *, year: int, reason: str) -> int:
    """Enter the pasted lines; how many lines were added or changed. Raises Refused while any line has a problem.

    The reason is kept with every amount that replaces another.
    """
    planned = plan(session, rows, year=year)
    bad = [one for one in planned if one.problem]
    if bad:
        raise Refused(f"Row {bad[0].pasted.number}: {bad[0].problem} Nothing was taken.")
    known = _known(session, year)
    return sum(_take_one(session, one.pasted, known, reason) for one in planned if one.text != HEADING)


def _take_one(session: Session, row: Pasted, known: _Known, reason: str) -> bool:
    line = known.lines.get(_plain(row.name))
    priority, area = known.priorities.get(_plain(row.priority)), known.areas.get(_plain(row.area))
    fund = known.funds.get(_plain(row.fund)) or next(iter(known.funds.values()))
    given = {year: amount for year, amount in sorted(row.amounts.items()) if amount is not None}
    line_id = line.id if line else ""
    touched = False
    for year, amount in given.items():
        budget = line.budgets.get(year) if line else None
        if not line_id:
            line_id = lines.add(
                session, year=year, name=row.name, fund_id=fund, amount=amount, priority_id=priority, area_id=area
            )
        elif budget is None:
            lines.set_budget(session, line_id, year=year, amount=amount, priority_id=priority, area_id=area)
        elif known.amounts.get(budget.id) != amount:
            lines.revise(session, budget.id, amount=amount, reason=reason)
        else:
            continue
        touched = True
    return touched


def _known(session: Session, year: int) -> _Known:
    every = lines.lines(session)
    count = Counter(_plain(one.name) for one in every)
    return _Known(
        {_plain(one.name): one for one in every},
        {_plain(one.name): one.id for one in funds.funds(session, year=year)},
        {_plain(one.name): one.id for one in plans.priorities(session)},
        {_plain(one.name): one.id for one in areas.areas(session)},
        figures.budget(session),
        frozenset(name for name, times in count.items() if times > 1),
    )


def _plain(words: str) -> str:
    return " ".join(words.split()).lower()
