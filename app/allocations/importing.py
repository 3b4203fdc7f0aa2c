"""A line's allocations pasted from Excel, partnerships down and years across: all of it is taken or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import areas, organisations
from app.allocations import allocations, entering
from app.allocations.partnerships import PartnershipRecord, partnerships
from app.allocations.table import SHARED_LABEL
from app.errors import Refused
from app.fields import Field
from app.funds import lines
from app.funds.figures import Amount
from app.money import format_pence
from app.office import details
from app.years import format_year

FIELDS = (Field("name", "Partnership", required=True),)
"""The columns a pasted table may have, beside one for each financial year."""
HEADING = "A heading, left out"
USUAL_WORDS = ("tbd", "maintain")
"""Words that may stand for an amount, besides those the line uses already; any other text in a money cell is a slip."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """One pasted row: its number in the paste, its name, and its amounts by financial year (pence or a word)."""

    number: int
    name: str
    amounts: Mapping[int, Amount]


@dataclass(frozen=True, slots=True)
class Planned:
    """What one pasted row would do, or why it cannot be taken; a row that is missing from the paste has number 0."""

    pasted: Pasted
    partnership_id: str | None
    text: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the whole paste would do: `amounts` are entered, `was` is what stands there now; by `partnership:year`."""

    rows: tuple[Planned, ...]
    amounts: Mapping[str, Amount]
    was: Mapping[str, Amount]

    @property
    def problems(self) -> tuple[Planned, ...]:
        """The rows that keep the whole paste from being taken."""
        return tuple(one for one in self.rows if one.problem)


@dataclass(frozen=True, slots=True)
class _Known:
    names: Mapping[str, str]
    headings: frozenset[str]
    """What heads a group of this desk's own list."""
    additions: Mapping[str, Mapping[int, Amount]]
    present: Mapping[str, Amount]
    budgets: frozenset[int]
    words: frozenset[str]
    style: str

    def said(self, year: int) -> str:
        return format_year(year, self.style)


def plan(session: Session, line_id: str, rows: Sequence[Pasted]) -> Plan:
    """What each pasted row would do; a partnership that has something in a pasted year may not be missing."""
    years = sorted({year for row in rows for year in row.amounts})
    known = _known(session, line_id, years)
    seen: dict[str, int] = {}
    found = [_plan_one(row, known, years, seen) for row in rows]
    mine = {one.partnership_id for one in found if one.partnership_id}
    found += _missing(session, known, mine)
    amounts = {
        f"{one.partnership_id}:{year}": amount
        for one in found
        if one.partnership_id and not one.problem
        for year, amount in one.pasted.amounts.items()
        if amount is not None
    }
    return Plan(tuple(found), amounts, known.present)


def take(
    session: Session,
    line_id: str,
    rows: Sequence[Pasted],
    *,
    was: Mapping[str, Amount] | None = None,
    basis_kind: str = "",
    basis: str = "",
    reason: str = "",
    overspend_approver: str = "",
) -> int:
    """Enter the pasted rows in one step; how many amounts were added or changed.

    `was` is what stood there in the plan the person looked at. Raises Refused while any row has a problem,
    NeedsApproval, Stale.
    """
    planned = plan(session, line_id, rows)
    if planned.problems:
        bad = planned.problems[0]
        place = f"Row {bad.pasted.number}: " if bad.pasted.number else ""
        raise Refused(f"{place}{bad.problem} Nothing was taken.")
    seen = planned.was if was is None else was
    entering.enter(
        session,
        line_id,
        amounts=planned.amounts,
        was=seen,
        basis_kind=basis_kind,
        basis=basis,
        reason=reason,
        overspend_approver=overspend_approver,
    )
    return sum(1 for cell, amount in planned.amounts.items() if seen.get(cell) != amount)


def _plan_one(row: Pasted, known: _Known, years: Sequence[int], seen: dict[str, int]) -> Planned:
    key = _plain(row.name)
    if not key:
        return Planned(row, None, "", "This row has no name.")
    partnership_id = known.names.get(key)
    # this desk's own list says who shares it behind the name
    addition = known.additions.get(_plain(row.name.partition(":")[0]))
    if partnership_id is None and addition is not None:
        same = all(addition.get(year) == amount for year, amount in row.amounts.items() if amount is not None)
        problem = "" if same else f"“{row.name}” is shared by several partnerships. Change it on its own record."
        return Planned(row, None, "Nothing to change", problem)
    if partnership_id is None and key in known.headings:
        return Planned(row, None, HEADING)
    if partnership_id is None:
        return Planned(row, None, "", f"There is no partnership called “{row.name}”.")
    if not partnership_id:
        return Planned(row, None, "", f"More than one partnership is called “{row.name}”.")
    if partnership_id in seen:
        return Planned(row, partnership_id, "", f"“{row.name}” is already in row {seen[partnership_id]}.")
    seen[partnership_id] = row.number
    if problem := _bad_cell(row, partnership_id, known, years):
        return Planned(row, partnership_id, "", problem)
    given = {year: amount for year, amount in row.amounts.items() if amount is not None}
    old = {year: known.present.get(f"{partnership_id}:{year}") for year in given}
    changed = sum(1 for year, amount in given.items() if old[year] is not None and old[year] != amount)
    added = sum(1 for year in given if old[year] is None)
    parts = [f"{changed} changed"] * bool(changed) + [f"{added} added"] * bool(added)
    return Planned(row, partnership_id, ", ".join(parts) or "Nothing to change")


def _bad_cell(row: Pasted, partnership_id: str, known: _Known, years: Sequence[int]) -> str:
    """Why a cell of this row cannot be taken; empty where every one can."""
    for year in years:
        amount = row.amounts.get(year)
        there = known.present.get(f"{partnership_id}:{year}")
        if amount is None and there is not None:
            told = format_pence(there) if isinstance(there, int) else f"“{there}”"
            return f"{known.said(year)} is empty, and {told} is allocated there. Put that amount into the cell."
        if isinstance(amount, int) and amount < 0:
            return f"{known.said(year)}: an allocation cannot be below £0."
        if isinstance(amount, str) and _plain(amount) not in known.words:
            return f"{known.said(year)}: “{amount}” is not an amount. Type it like 1,234, or TBD."
        if amount is not None and there is None and year not in known.budgets:
            return f"The line has no budget in {known.said(year)} yet. Give it one first."
    return ""


def _missing(session: Session, known: _Known, mine: set[str]) -> list[Planned]:
    """Partnerships that have something in a pasted year and no row in the paste."""
    names = {one.id: one.name for one in partnerships(session, archived=True)}
    there: dict[str, list[int]] = {}
    for cell in known.present:
        partnership_id, _, year = cell.rpartition(":")
        if partnership_id not in mine:
            there.setdefault(partnership_id, []).append(int(year))
    return [
        Planned(
            Pasted(0, names[partnership_id], {}),
            partnership_id,
            "",
            f"There is no row for “{names[partnership_id]}”, which has an allocation in "
            f"{' and '.join(known.said(year) for year in sorted(years))}.",
        )
        for partnership_id, years in there.items()
    ]


def _known(session: Session, line_id: str, years: Sequence[int]) -> _Known:
    line = lines.line(session, line_id)
    present = entering.entered(session, line_id, years=years)
    every = partnerships(session)
    parents = {one.parent_id for one in every}
    shared: dict[str, dict[int, Amount]] = {}
    for budget in line.budgets.values():
        for one in allocations.additions(session, budget_id=budget.id):
            shared.setdefault(_plain(one.partnership), {})[one.year] = one.amount
    places = {one.id: one.name for one in areas.areas(session, archived=True)}
    counties = frozenset(_plain(places.get(one.area_id or "", "")) for one in every if one.id in parents)
    used = {_plain(amount) for amount in present.values() if isinstance(amount, str)}
    return _Known(
        _names(session, every, counties),
        (counties | {_plain(SHARED_LABEL)}) - {""},
        shared,
        present,
        frozenset(line.budgets),
        frozenset((*USUAL_WORDS, *used)),
        details(session).year_style,
    )


def _names(session: Session, every: Sequence[PartnershipRecord], counties: frozenset[str]) -> dict[str, str]:
    """Who is meant by each name: in full or short, as its own line of a county, or an alias; nobody where two are."""
    aliases = {one.id: one.aliases for one in organisations.organisations(session)}
    pairs = {
        (_plain(name), one.id)
        for one in every
        for name in (one.name, one.short, f"{one.short}, its own", *aliases.get(one.organisation_id, ()))
        if _plain(name) not in counties or name == one.name
    }
    count = Counter(name for name, _ in pairs)
    return {name: partnership_id if count[name] == 1 else "" for name, partnership_id in pairs}


def _plain(words: str) -> str:
    return " ".join(words.split()).lower()
