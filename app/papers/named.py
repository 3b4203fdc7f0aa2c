"""Every figure that prose can refer to, by key and by a name no other has, and the two turned into each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import areas, plans
from app.allocations import allocations
from app.funds import figures, funds, income
from app.funds.figures import Amount
from app.funds.lines import LineRecord, lines
from app.money import NO_FIGURE, Pence, format_pence
from app.office import details
from app.papers.claims import stated_claims
from app.papers.paper import NamedFigure
from app.years import first_day, format_year
from db.allocations import PooledShare
from db.funds import BudgetNote, Commitment
from db.organisations import Organisation

REFERENCE = re.compile(r"\{([^{}\n]+)\}")
"""A figure in prose by its key (or its name): `{total:2019}`."""

_LONGEST_NOTE = 60


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A figure before its name is settled: `name`, else with `more`, else with `last`, the first no other has."""

    figure: NamedFigure
    more: str = ""
    last: str = ""


def named_figures(session: Session, *, year: int) -> dict[str, NamedFigure]:
    """Every figure of the desk by its key, those of `year` (a start year) first, then the years before, then others.

    A year's total, lines and priorities are the budget in force without money moved, as the budget table prints them.
    """
    desk = _Desk(session, year)
    wanted = [
        *desk.totals(),
        *desk.lines(),
        *desk.priorities(),
        *desk.funds(),
        *desk.income(),
        *desk.allocations(),
        *desk.additions(),
        *desk.shares(),
        *desk.agreements(),
        *desk.notes(),
        *desk.stated(),
    ]
    return {one.key: one for one in _apart(wanted)}


def figure_text(figure: NamedFigure) -> str:
    """A figure as it reads in prose: as it was stated, else in pounds; a word stays a word, nothing is an en dash."""
    if figure.claim is not None:
        return figure.claim.printed_text
    return format_pence(figure.amount) if isinstance(figure.amount, int) else figure.amount or NO_FIGURE


def to_names(text: str, figures: Mapping[str, NamedFigure]) -> str:
    """`{key}` as `{name}`, for a person to read; what is no figure's key stays as it is."""
    return REFERENCE.sub(lambda found: f"{{{figures[found[1]].name}}}" if found[1] in figures else found[0], text)


def to_keys(text: str, figures: Mapping[str, NamedFigure]) -> str:
    """`{name}` as `{key}`, whatever its capitals and spaces; what is no figure's name stays as it is."""
    keys = {_plain(one.name): key for key, one in figures.items()}

    def key(found: re.Match[str]) -> str:
        if found[1] in figures:
            return found[0]
        return f"{{{keys[_plain(found[1])]}}}" if _plain(found[1]) in keys else found[0]

    return REFERENCE.sub(key, text)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _apart(wanted: Iterable[_Wanted]) -> Iterator[NamedFigure]:
    """The figures with names that are all different: what two would share is told apart by what they belong to."""
    left = [(one, _legible(one.figure.name)) for one in wanted]
    for attribute in ("more", "last"):
        alike = Counter(_plain(name) for _, name in left)
        left = [
            (
                one,
                f"{name}, {_legible(more)}" if alike[_plain(name)] > 1 and (more := getattr(one, attribute)) else name,
            )
            for one, name in left
        ]
    seen: Counter[str] = Counter()
    for one, name in left:
        seen[_plain(name)] += 1
        at = seen[_plain(name)]
        yield replace(one.figure, name=f"{name} ({at})" if at > 1 else name)


def _legible(name: str) -> str:
    """A name that can stand between braces on one line."""
    return " ".join(name.replace("{", "(").replace("}", ")").split())


class _Desk:
    """What the figures are taken from, read once."""

    def __init__(self, session: Session, year: int) -> None:
        self.session = session
        self.year = year
        self.style = details(session).year_style
        self.every = lines(session)
        self.fund_names = {one.id: one.name for one in funds.funds(session, year=year, archived=True)}
        self.line_of = {budget.id: (one, which) for one in self.every for which, budget in one.budgets.items()}
        self.years = sorted({which for one in self.every for which in one.budgets}, key=self.turn)

    def turn(self, year: int) -> tuple[bool, int]:
        """The paper's year first, then backwards, then what is to come."""
        return year > self.year, -year if year <= self.year else year

    def text(self, year: int | None) -> str:
        return "" if year is None else f" {format_year(year, self.style)}"

    def totals(self) -> Iterator[_Wanted]:
        whole = {which: _sum(self.every, which) for which in self.years}
        for which, amount in whole.items():
            yield _wanted(f"total:{which}", f"Commissioning budget{self.text(which)}", amount, "The budget")
        for which, amount in whole.items():
            before = whole.get(which - 1)
            if isinstance(amount, int) and isinstance(before, int):
                name = f"Change in the budget from{self.text(which - 1)} to{self.text(which)}"
                yield _wanted(f"change:{which}", name, Pence(amount - before), "The budget")

    def lines(self) -> Iterator[_Wanted]:
        """A line keeps its plain name beside a fund or an income called the same; two lines are told apart by fund."""
        alike = Counter(_plain(one.name) for one in self.every)
        fund = {
            one.id: f"in {self.fund_names.get(one.fund_id, 'another fund')}"
            for one in self.every
            if alike[_plain(one.name)] > 1
        }
        for which in self.years:
            for one in self.every:
                if which in one.budgets:
                    amount, name = one.budgets[which].figures.budget, f"{one.name}{self.text(which)}"
                    yield _wanted(f"line:{one.id}:{which}", name, amount, "Budget lines", more=fund.get(one.id, ""))

    def priorities(self) -> Iterator[_Wanted]:
        """As the budget table groups them: a line counts where the paper's year (or the latest before it) puts it."""
        names = {one.id: (one.name, one.plan) for one in plans.priorities(self.session, archived=True)}
        for which, key, amount in self._by(self._priority, names):
            name, plan = names[key]
            title = f"{name}{self.text(which)}"
            yield _wanted(f"priority:{key}:{which}", title, amount, "Priorities", more="whole priority", last=plan)

    def _priority(self, one: LineRecord) -> str:
        placed = one.placed(self.year)
        return (placed.priority_id if placed else None) or ""

    def funds(self) -> Iterator[_Wanted]:
        for which, key, amount in self._by(lambda one: one.fund_id, self.fund_names):
            title = f"{self.fund_names[key]}{self.text(which)}"
            yield _wanted(f"fund:{key}:{which}", title, amount, "Funds", more="whole fund")

    def _by(self, group: Callable[[LineRecord], str], known: Iterable[str]) -> Iterator[tuple[int, str, Amount]]:
        """Each year's sum of the lines of each group."""
        gathered: dict[str, list[LineRecord]] = {key: [] for key in known}
        for one in self.every:
            if group(one) in gathered:
                gathered[group(one)].append(one)
        for which in self.years:
            for key, mine in gathered.items():
                if any(which in one.budgets for one in mine):
                    yield which, key, _sum(mine, which)

    def income(self) -> Iterator[_Wanted]:
        found = sorted(income.incomes(self.session), key=lambda one: self.turn(one.year))
        for one in found:
            name = f"{one.name}{self.text(one.year)}"
            yield _wanted(f"income:{one.id}", name, one.expected_pence, "Income", more=f"from {one.source}")
        for which, group in groupby(found, key=lambda one: one.year):
            mine = list(group)
            total = Pence(sum(one.expected_pence for one in mine))
            yield _wanted(f"incomes:{which}", f"All income{self.text(which)}", total, "Income")
            for source_id, source in {one.source_id: one.source for one in mine}.items():
                pence = Pence(sum(one.expected_pence for one in mine if one.source_id == source_id))
                name = f"{source}{self.text(which)}"
                yield _wanted(f"source:{source_id}:{which}", name, pence, "Income", more="all its income")

    def allocations(self) -> Iterator[_Wanted]:
        found = sorted(
            (one for one in allocations.allocations(self.session) if one.budget_id in self.line_of),
            key=lambda one: self.turn(one.year),
        )
        for one in found:
            name, line = f"{one.partnership}{self.text(one.year)}", self.line_of[one.budget_id][0].name
            yield _wanted(
                f"allocation:{one.id}", name, one.amount, "Partnerships", more="allocation", last=f"out of {line}"
            )
        for which, mine in groupby(found, key=lambda one: one.year):
            pence = Pence(sum(one.amount for one in mine if isinstance(one.amount, int)))
            name = f"All allocations to partnerships{self.text(which)}"
            yield _wanted(f"allocations:{which}", name, pence, "Partnerships")

    def additions(self) -> Iterator[_Wanted]:
        """What several partnerships share, each addition by its own name."""
        found = [one for one in allocations.additions(self.session) if one.budget_id in self.line_of]
        for one in sorted(found, key=lambda one: self.turn(one.year)):
            name, line = f"{one.partnership}{self.text(one.year)}", self.line_of[one.budget_id][0].name
            yield _wanted(
                f"addition:{one.id}", name, one.amount, "Partnerships", more="shared addition", last=f"out of {line}"
            )

    def shares(self) -> Iterator[_Wanted]:
        names = {one.id: one.name for one in areas.areas(self.session, on=first_day(self.year), archived=True)}
        columns = (PooledShare.id, PooledShare.budget_id, PooledShare.area_id, PooledShare.amount_pence)
        query = select(*columns, PooledShare.word).where(PooledShare.archived.is_(False)).order_by(PooledShare.id)
        found = [row for row in self.session.execute(query) if row.budget_id in self.line_of]
        for row in sorted(found, key=lambda row: self.turn(self.line_of[row.budget_id][1])):
            line, which = self.line_of[row.budget_id]
            name = f"{line.name}, {names.get(row.area_id, '')}{self.text(which)}"
            amount = row.word if row.amount_pence is None else Pence(row.amount_pence)
            yield _wanted(f"share:{row.id}", name, amount, "Pooled budgets", more="share")

    def agreements(self) -> Iterator[_Wanted]:
        query = (
            select(Commitment.id, Commitment.budget_id, Commitment.title, Commitment.amount_pence, Organisation.name)
            .outerjoin(Organisation, Organisation.id == Commitment.organisation_id)
            .where(Commitment.archived.is_(False))
            .order_by(Commitment.id)
        )
        found = [row for row in self.session.execute(query) if row.budget_id in self.line_of]
        for row in sorted(found, key=lambda row: self.turn(self.line_of[row.budget_id][1])):
            line, which = self.line_of[row.budget_id]
            name, body = f"{row.title}{self.text(which)}", f"with {row.name}" if row.name else ""
            pence, more = Pence(row.amount_pence), body or f"out of {line.name}"
            yield _wanted(f"agreement:{row.id}", name, pence, "Agreements", more=more, last=f"out of {line.name}")

    def notes(self) -> Iterator[_Wanted]:
        """Notes that hold an amount: a part of a line, which stands in no row of its own."""
        query = (
            select(BudgetNote.id, BudgetNote.budget_id, BudgetNote.text, BudgetNote.amount_pence)
            .where(BudgetNote.archived.is_(False), BudgetNote.amount_pence.is_not(None))
            .order_by(BudgetNote.id)
        )
        found = [row for row in self.session.execute(query) if row.budget_id in self.line_of]
        for row in sorted(found, key=lambda row: self.turn(self.line_of[row.budget_id][1])):
            line, which = self.line_of[row.budget_id]
            words = row.text if len(row.text) <= _LONGEST_NOTE else f"{row.text[:_LONGEST_NOTE].rstrip()}…"
            name = f"{line.name}{self.text(which)}, note: {words}"
            yield _wanted(f"note:{row.id}", name, Pence(row.amount_pence), "Notes")

    def stated(self) -> Iterator[_Wanted]:
        found = stated_claims(self.session)
        for one in sorted(found, key=lambda one: self.turn(one.year if one.year is not None else self.year)):
            claim = one.claim
            name = f"{claim.name}{self.text(one.year)}, as stated"
            figure = NamedFigure(claim.key, name, Pence(claim.printed_pence), "Stated figures", claim)
            yield _Wanted(figure, claim.place.rpartition(", ")[2], claim.place)


def _wanted(key: str, name: str, amount: Amount, group: str, *, more: str = "", last: str = "") -> _Wanted:
    return _Wanted(NamedFigure(key, name, amount, group), more, last)


def _sum(mine: Iterable[LineRecord], year: int) -> Amount:
    """What these lines come to in `year`: as the screens add them, words left out."""
    return figures.add(one.budgets[year].figures for one in mine if year in one.budgets).budget
