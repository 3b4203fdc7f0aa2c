"""The sections a new paper begins with, by kind, made from the office's own funds, lines and priorities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app import plans
from app.allocations import allocations, shares, themes
from app.funds import funds, income, lines
from app.funds.lines import LineRecord
from app.office import Details, details
from app.papers.paper import Kind, Numbering, Section
from app.years import format_year


@dataclass(frozen=True, slots=True)
class Template:
    """What a new paper begins with: its title, whom it is for, how it is numbered and its sections in order.

    The sections have made-up ids (`new:1`, `new:2`) and version 0 until the paper is kept.
    """

    title: str
    panel: str
    numbering: Numbering
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the sections are made from, read once. `year_text` and `last_text` are this year and the one before."""

    office: Details
    year: int
    year_text: str
    last_text: str
    lines: list[LineRecord]
    funds: list[funds.FundRecord]
    allotted: frozenset[str]
    shared: frozenset[str]
    spent: bool

    def has_budget(self, year: int) -> bool:
        """Whether any line has an amount, not just a word, in `year`."""
        return any(isinstance(one.budgets[year].figures.budget, int) for one in self.lines if year in one.budgets)


def template(session: Session, kind: Kind, year: int) -> Template:
    """The sections that a new paper of this kind for `year` (a start year) begins with."""
    desk = _read(session, year)
    if kind == "panel-paper":
        named = f"{desk.office.name} " if desk.office.id else ""
        sections = _panel_paper(desk)
        return Template("Update on commissioning activity", f"{named}Police and Crime Panel", "through", sections)
    return Template(f"Commissioning Intentions Plan {desk.year_text}", "", "headings", _plan(session, desk))


def _read(session: Session, year: int) -> _Desk:
    office = details(session)
    every = lines.lines(session)
    budgets = {budget.id: one.id for one in every for budget in one.budgets.values()}
    spent = any(
        themes.spend(session, year=one) for one in sorted(set(lines.years(session)), reverse=True) if one <= year
    )
    return _Desk(
        office,
        year,
        format_year(year, office.year_style),
        format_year(year - 1, office.year_style),
        every,
        funds.funds(session, year=year),
        frozenset(budgets[one.budget_id] for one in allocations.allocations(session) if one.budget_id in budgets),
        frozenset(budgets[one.budget_id] for one in shares.shares(session) if one.budget_id in budgets),
        spent,
    )


# --- The Commissioning Intentions Plan ---


def _plan(session: Session, desk: _Desk) -> tuple[Section, ...]:
    in_force = plans.priorities(session, year=desk.year)
    named = next((f", in support of “{one.plan}”" for one in in_force), "")
    holder = desk.office.holder_title
    intro = f"This plan says how the {holder} will use the commissioning budget for {desk.year_text}{named}."
    sections = [_words("Introduction", intro)]
    if desk.has_budget(desk.year - 1):
        text = f"The commissioning budget for {desk.last_text} is {{total:{desk.year - 1}}}."
        sections.append(_words("This year’s budget", text))
    else:
        sections.append(_words("This year’s budget"))
    sections.append(_words(f"Budget intentions {desk.year_text}", shows="budget"))
    if income.incomes(session, year=desk.year):
        sections.append(_words("Where the money comes from", shows="income"))
    sections += _priorities(desk, in_force)
    sections.append(_words("What changed since the last plan", shows="changes"))
    total = f"The commissioning budget for {desk.year_text} comes to {{total:{desk.year}}}."
    sections.append(_words("In summary", total if desk.has_budget(desk.year) else ""))
    return _numbered(sections)


def _priorities(desk: _Desk, in_force: Iterable[plans.PriorityRecord]) -> list[Section]:
    """A section for each priority that has money this year, or for every one while none has."""
    now = [one for one in desk.lines if desk.year in one.budgets]
    placed: dict[str, list[LineRecord]] = {}
    for one in now:
        placed.setdefault(one.budgets[desk.year].priority_id or "", []).append(one)
    known = list(in_force)
    if not placed:
        return [_words(one.name) for one in known]
    sections: list[Section] = []
    for priority in known:
        if mine := placed.pop(priority.id, None):
            sections += _area(desk, priority.name, mine)
    rest = [one for mine in placed.values() for one in mine]
    if rest:
        sections += _area(desk, "Other commissioning" if sections else "What will be commissioned", rest)
    return sections


def _area(desk: _Desk, heading: str, mine: list[LineRecord]) -> list[Section]:
    """One part of the plan: a section below it for each fund, then what is intended, line by line."""
    by_fund = {fund: [one for one in mine if one.fund_id == fund.id] for fund in desk.funds}
    used = {fund: its for fund, its in by_fund.items() if its}
    if len(used) == 1:
        [(fund, its)] = used.items()
        sections = _fund(desk, fund, its)
        sections[0] = replace(sections[0], heading=heading, level=1)
    else:
        sections = [_words(heading), *(section for fund, its in used.items() for section in _fund(desk, fund, its))]
    rows = "\n".join(f"to fund {one.name} {{line:{one.id}:{desk.year}}}" for one in mine)
    return [*sections, _words(f"The {desk.office.holder_title} intends", rows, shows="intends", level=2)]


def _fund(desk: _Desk, fund: funds.FundRecord, its: list[LineRecord]) -> list[Section]:
    """A fund's section with its purpose, and sections for whatever else the desk can show of its lines."""
    shows: list[tuple[str, str, str | None]] = []
    if any(one.id in desk.allotted for one in its):
        shows.append(("What each partnership receives", "allocations", None))
        if desk.spent:
            shows.append(("What the partnerships spend it on", "spend", None))
    shows += [(f"{one.name} by area", "pooled", one.id) for one in its if one.id in desk.shared]
    first = [_words(fund.name, fund.purpose if fund.purpose != fund.name else "", level=2)]
    if shows:
        _, kind, subject = shows[0]
        first = [replace(first[0], shows=kind, subject_id=subject)]
    return first + [_words(name, shows=kind, level=2, subject=subject) for name, kind, subject in shows[1:]]


# --- The Police and Crime Panel paper ---


def _panel_paper(desk: _Desk) -> tuple[Section, ...]:
    holder = desk.office.holder_title
    lettered = [one for one in desk.funds if one.letter]
    purpose = f"To update the Panel on the commissioning activity of the {holder} for {desk.year_text}."
    if lettered:
        summary = _words(
            "Summary of current position",
            f"The {holder} pays for commissioned services from these funding streams.",
            shows="streams",
        )
    else:
        summary = _words("Summary of current position", shows="budget")
    with_lines = {one.fund_id for one in desk.lines if desk.year in one.budgets}
    detailed = lettered or [one for one in desk.funds if one.id in with_lines]
    return _numbered(
        [
            _words("Purpose", purpose),
            _words("Background"),
            _words("What changed since the last paper", shows="changes"),
            summary,
            _words("Detailed current position"),
            *(_words(one.name, shows="stream", level=2, subject=one.id) for one in detailed),
            _words("Recommendation", "To consider the report and put any questions."),
            _words("Signature", shows="signature"),
            _words("Risks and implications", shows="implications"),
            _words("Contact", shows="contact"),
        ]
    )


def _words(heading: str, text: str = "", *, shows: str = "", level: int = 1, subject: str | None = None) -> Section:
    return Section("", 0, level, heading, text, shows, subject)


def _numbered(sections: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(replace(one, id=f"new:{at}") for at, one in enumerate(sections, start=1))
