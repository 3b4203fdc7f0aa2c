"""The commissioning budget as one list: lines by priority, fund or area, any number of years side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from app import areas, plans
from app.funds import figures, funds, lines
from app.funds.figures import Figures
from app.funds.lines import LineRecord
from app.listing import Cell, Column, Group, Line, Listing, note_mark, percent_change
from app.money import Pence, format_pence, format_percent, tenths_of_percent
from app.office import details
from app.years import first_day, format_year

By = Literal["priority", "fund", "area"]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a sentence; figures are bold."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Headline:
    """The question the page answers, in figures, with a sentence below it."""

    runs: tuple[Run, ...]
    below: str

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """Everything the Funds page shows at once, read in one go."""

    year: int
    years: tuple[int, ...]
    headline: Headline
    listing: Listing
    whole: Figures


def page(
    session: Session, *, year: int, compare: Sequence[int] | None = None, by: By = "priority", archived: bool = False
) -> BudgetPage:
    """The budget of `year` (a start year) beside the years in `compare` (the one before it for None), grouped."""
    known = lines.years(session)
    every = lines.lines(session, archived=archived)
    wanted = [year - 1] if compare is None and has_figures(every, year - 1) else compare or ()
    shown = tuple(sorted({*(one for one in wanted if one in known), year}))
    style = details(session).year_style
    listing = _listing(session, every, year=year, shown=shown, by=by, style=style)
    whole = figures.add(one.budgets[year].figures for one in every if year in one.budgets)
    return BudgetPage(year, tuple(known), headline(every, year=year, style=style), listing, whole)


def has_figures(every: Sequence[LineRecord], year: int) -> bool:
    """Whether any line has an amount in `year`; a year of words alone is nothing to compare with."""
    return any(year in one.budgets and isinstance(one.budgets[year].figures.budget, int) for one in every)


def whole_words(every: Sequence[LineRecord], year: int) -> list[str]:
    """The names of lines that hold a word instead of an amount in `year`."""
    return [
        one.called(year) for one in every if year in one.budgets and isinstance(one.budgets[year].figures.budget, str)
    ]


def headline(every: Sequence[LineRecord], *, year: int, style: str) -> Headline:
    """The budget, what is allocated and what is left, and how far the year can be compared with the one before."""
    now = [one.budgets[year].figures for one in every if year in one.budgets]
    if not now:
        return Headline((Run(f"No budget for {format_year(year, style)} yet"),), "Start the year, or add a line.")
    whole = figures.add(now)
    spare = whole.left
    runs = [
        Run(_shown(whole.budget), True),
        Run(" budget, "),
        *_moved(whole),
        Run(format_pence(whole.allocated), True),
        Run(" allocated, "),
    ]
    if isinstance(spare, int) and spare < 0:
        runs += [Run(format_pence(-spare), True), Run(" over")]
    else:
        runs += [Run(_shown(spare), True), Run(" left to give")]
    return Headline(tuple(runs), " ".join(filter(None, (_change(every, year, style), _undecided(every, year)))))


def _moved(whole: Figures) -> list[Run]:
    if not whole.moved:
        return []
    return [Run(format_pence(abs(whole.moved)), True), Run(f" moved {'in' if whole.moved > 0 else 'out'}, ")]


def _shown(amount: figures.Amount) -> str:
    return format_pence(amount) if isinstance(amount, int) else amount or "nothing"


def _change(every: Sequence[LineRecord], year: int, style: str) -> str:
    before = [one for one in every if year - 1 in one.budgets]
    if not before:
        return ""
    old = figures.add(one.budgets[year - 1].figures for one in before).budget
    new = figures.add(one.budgets[year].figures for one in every if year in one.budgets).budget
    if not isinstance(old, int) or not isinstance(new, int):
        return ""
    change = new - old
    last = format_year(year - 1, style)
    percent = tenths_of_percent(change, old)
    share = f" ({format_percent(percent)} %)" if percent is not None else ""
    sentence = f"{format_pence(abs(change))} {'more' if change > 0 else 'less'} than {last}{share}"
    if change == 0:
        sentence = f"The same as {last}"
    return sentence + unlike(every, year=year, style=style) + "."


def ended(every: Sequence[LineRecord], year: int) -> list[LineRecord]:
    """Lines with a budget in the year before that have none in `year`."""
    return [one for one in every if year - 1 in one.budgets and year not in one.budgets]


def begun(every: Sequence[LineRecord], year: int) -> list[LineRecord]:
    """Lines with a budget in `year` that had none in the year before."""
    return [one for one in every if year in one.budgets and year - 1 not in one.budgets]


def unlike(every: Sequence[LineRecord], *, year: int, style: str) -> str:
    """How the sentence goes on where the two years do not hold the same lines; empty when they do."""
    last = format_year(year - 1, style)
    if gone := ended(every, year):
        where = f"of {last}{_worth(gone, year - 1)} {_is(gone)} not in this year's plan"
        return f", but {_lines(gone)} {where}, so the years are not like for like"
    if new := begun(every, year):
        where = f"{_worth(new, year)} {'has' if len(new) == 1 else 'have'} no budget in {last}"
        return f", but {_lines(new)}{where}, so the years are not like for like"
    return ""


def _lines(some: Sequence[LineRecord]) -> str:
    return f"{_number(len(some))} {'line' if len(some) == 1 else 'lines'}"


def _is(some: Sequence[LineRecord]) -> str:
    return "is" if len(some) == 1 else "are"


def _worth(some: Sequence[LineRecord], year: int) -> str:
    together = figures.add(one.budgets[year].figures for one in some).budget
    return f" ({format_pence(together)})" if isinstance(together, int) else ""


def _undecided(every: Sequence[LineRecord], year: int) -> str:
    words = whole_words(every, year)
    if not words:
        return ""
    if len(words) == 1:
        return f"“{words[0]}” has no amount yet and is in no total."
    return f"{_number(len(words)).capitalize()} lines have no amount yet and are in no total."


def _number(count: int) -> str:
    names = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return names[count] if count < len(names) else f"{count:,}"


def columns(year: int, shown: Sequence[int], style: str, *, moved: bool = False) -> tuple[Column, ...]:
    """The columns of the budget table for these years, `year` being the one in force."""
    before = max((one for one in shown if one < year), default=None)
    years = [Column(f"y{one}", f"{format_year(one, style)} £", "pence") for one in shown]
    change = (
        [
            Column(
                "change", "Change £", "change", help=f"From {format_year(before, style)} to {format_year(year, style)}"
            ),
            Column("percent", "%", "percent", of=(f"y{before}", f"y{year}")),
        ]
        if before is not None
        else []
    )
    return (
        Column("line", "Budget line"),
        *years,
        *change,
        *([Column("moved", "Moved £", "change", help="Virements and roll-forwards, in less out.")] if moved else []),
        Column("allocated", "Allocated £", "pence", help="Promised to somebody: allocations, shares, agreements."),
        Column("committed", "Committed £", "pence", help="Agreed with somebody: contracts, grants, agreements."),
        Column("paid", "Paid £", "pence"),
        Column("left", "Left £", "pence", help="Budget and what was moved, less allocated."),
    )


def _listing(
    session: Session, every: Sequence[LineRecord], *, year: int, shown: tuple[int, ...], by: By, style: str
) -> Listing:
    before = max((one for one in shown if one < year), default=None)
    present = [one for one in every if any(which in one.budgets for which in shown)]
    keys, groups = _groups(session, present, year=year, by=by)
    marks, notes = _notes(session, present, year)
    moved = any(year in one.budgets and one.budgets[year].figures.moved for one in present)
    rows = [
        _row(one, year=year, shown=shown, before=before, moved=moved, group=keys[one.id], mark=marks.get(one.id, ""))
        for one in present
    ]
    order = {group.key: at for at, group in enumerate(groups)}
    rows.sort(key=lambda row: order.get(row.group, len(order)))
    used = {row.group for row in rows}
    return Listing(
        title=f"Commissioning budget {format_year(year, style)}",
        subtitle=f"Lines by {by}",
        columns=columns(year, shown, style, moved=moved),
        lines=tuple(rows),
        groups=tuple(group for group in groups if group.key in used),
        notes=notes,
    )


def _row(
    one: LineRecord, *, year: int, shown: Sequence[int], before: int | None, moved: bool, group: str, mark: str
) -> Line:
    amounts: dict[int, Cell] = {
        which: (one.budgets[which].figures.budget if which in one.budgets else None) for which in shown
    }
    cells: list[Cell] = [one.name, *amounts.values()]
    if before is not None:
        cells += [_difference(amounts[before], amounts[year]), percent_change(amounts[before], amounts[year])]
    now = one.budgets.get(year)
    if moved:
        cells.append(now.figures.moved if now else None)
    cells += [now.figures.allocated, now.figures.committed, now.figures.paid, now.figures.left] if now else [None] * 4
    return Line(one.id, tuple(cells), group=group, mark=mark)


def _difference(before: Cell, after: Cell) -> Cell:
    if isinstance(before, str) or isinstance(after, str) or (before is None and after is None):
        return None
    return Pence((after if isinstance(after, int) else 0) - (before if isinstance(before, int) else 0))


def _groups(
    session: Session, every: Sequence[LineRecord], *, year: int, by: By
) -> tuple[dict[str, str], tuple[Group, ...]]:
    """Which group each line stands in, and the groups in their order. A line stands where its latest budget puts it."""
    placed = {one.id: one.placed(year) for one in every}
    if by == "fund":
        groups = [Group(one.id, _fund_label(one)) for one in funds.funds(session, year=year, archived=True)]
        return {one.id: one.fund_id for one in every}, tuple(groups)
    if by == "area":
        tree = areas.areas(session, on=first_day(year), archived=True)
        groups = [*(Group(one.id, one.name) for one in tree), Group("", "Whole office area")]
        return {key: (budget.area_id if budget else None) or "" for key, budget in placed.items()}, tuple(groups)
    known = plans.priorities(session, archived=True)
    groups = [*(Group(one.id, one.name) for one in known), Group("", "No priority")]
    return {key: (budget.priority_id if budget else None) or "" for key, budget in placed.items()}, tuple(groups)


def _fund_label(fund: funds.FundRecord) -> str:
    name = f"{fund.letter} {fund.name}" if fund.letter else fund.name
    return f"{name} (restricted)" if fund.restricted else name


def _notes(
    session: Session, every: Sequence[LineRecord], year: int
) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """A mark for each line with notes in `year`, and the notes: * † ‡ §, then doubled."""
    noted = [(one, one.budgets[year]) for one in every if year in one.budgets and one.budgets[year].noted]
    texts = lines.notes(session, [budget.id for _, budget in noted])
    marks: dict[str, str] = {}
    notes: list[tuple[str, str]] = []
    for at, (one, budget) in enumerate(noted):
        mark = note_mark(at)
        marks[one.id] = mark
        notes.append((mark, " ".join(note.text for note in texts[budget.id])))
    return marks, tuple(notes)
