"""What each partnership, and each area, is given out of a line: any number of years side by side, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import areas
from app.allocations import allocations, shares
from app.allocations.allocations import AllocationRecord
from app.allocations.partnerships import PartnershipRecord, partnerships
from app.allocations.shares import ShareRecord
from app.funds import lines
from app.funds.figures import Amount, Figures
from app.funds.lines import LineRecord
from app.funds.table import Headline, Run
from app.listing import Cell, Column, Group, Line, Listing, note_mark, percent_change, total_of
from app.money import Pence, format_pence, format_percent, tenths_of_percent
from app.office import details
from app.years import first_day, format_year
from db.allocations import Allocation, PooledShare
from db.funds import Budget, BudgetLine

SHARED = "shared"
"""The key of the group that holds additions."""
SHARED_LABEL = "Shared additions"
INDICATIVE = "Indicative"


@dataclass(frozen=True, slots=True)
class _Years:
    """The years that stand side by side: the one in force, those shown, and the one it is compared with."""

    year: int
    shown: tuple[int, ...]
    style: str

    @property
    def before(self) -> int | None:
        return max((one for one in self.shown if one < self.year), default=None)

    def said(self, year: int) -> str:
        return format_year(year, self.style)

    def columns(self) -> tuple[Column, ...]:
        """A column for each year, and the change from the one before it."""
        amounts = tuple(Column(f"y{one}", f"{self.said(one)} £", "pence") for one in self.shown)
        if self.before is None:
            return amounts
        return (
            *amounts,
            Column("change", "Change £", "change", help=f"From {self.said(self.before)} to {self.said(self.year)}"),
            Column("percent", "%", "percent", of=(f"y{self.before}", f"y{self.year}")),
        )

    def cells(self, amounts: Mapping[int, Amount]) -> list[Cell]:
        """The cells of those columns."""
        cells: list[Cell] = [amounts.get(one) for one in self.shown]
        if self.before is not None:
            before, now = amounts.get(self.before), amounts.get(self.year)
            cells += [_difference(before, now), percent_change(before, now)]
        return cells


def _difference(before: Cell, after: Cell) -> Cell:
    if isinstance(before, str) or isinstance(after, str) or (before is None and after is None):
        return None
    return Pence((after if isinstance(after, int) else 0) - (before if isinstance(before, int) else 0))


def _years(session: Session, year: int, compare: Sequence[int] | None, with_amounts: Iterable[int]) -> _Years:
    known = set(with_amounts)
    wanted = ([year - 1] if year - 1 in known else []) if compare is None else compare
    return _Years(year, tuple(sorted({*(one for one in wanted if one in known), year})), details(session).year_style)


def lines_with(session: Session) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The lines partnerships are given something out of, and those pooled by area: id and name, in the office's order.

    A line that was put away keeps its place while it has either.
    """
    found = []
    for model in (Allocation, PooledShare):
        query = (
            select(BudgetLine.id, BudgetLine.name)
            .join(Budget, Budget.line_id == BudgetLine.id)
            .join(model, model.budget_id == Budget.id)
            .where(model.archived.is_(False), Budget.archived.is_(False))
            .group_by(BudgetLine.id)
            .order_by(BudgetLine.archived, BudgetLine.position)
        )
        found.append([(row_id, name) for row_id, name in session.execute(query)])
    return found[0], found[1]


# allocations


def allocation_list(
    session: Session, line_id: str, *, year: int, compare: Sequence[int] | None = None, title: str = ""
) -> Listing:
    """What each partnership has out of the line in `year` beside the years in `compare` (the one before it for None).

    A county's partnership and its districts' stand in a group that has what they have together; an addition that
    several share is a line of its own, in the last group. Lines go by the id of the partnership, or of the addition.
    """
    line = lines.line(session, line_id)
    given = _of_line(line, allocations.allocations(session))
    shared = _of_line(line, allocations.additions(session))
    years = _years(session, year, compare, {one.year for one in (*given, *shared)})
    known = _present(partnerships(session, archived=True), given, years)
    names = {one.id: one.short for one in partnerships(session, archived=True)}
    mine: dict[str, dict[int, AllocationRecord]] = {}
    for one in given:
        mine.setdefault(one.partnership_id, {})[one.year] = one
    has_indicative = any(one.status == "indicative" and one.year in years.shown for one in (*given, *shared))
    counties = _counties(known)
    marks, notes = _marks([one for one in shared if one.year == year], years)
    rows = [
        _row(
            one.id,
            _named(one, counties),
            mine.get(one.id, {}),
            years,
            group=one.id if one.id in counties else one.parent_id or "",
            mark=marks.get(one.id, ""),
            has_indicative=has_indicative,
        )
        for one in known
    ]
    rows += _addition_rows(shared, names, years, has_indicative)
    groups = [Group(key, label) for key, label in _county_labels(session, known, counties, year).items()]
    if len(rows) > len(known):
        groups.append(Group(SHARED, SHARED_LABEL))
    return Listing(
        title=title or f"Allocations {years.said(year)}",
        subtitle=line.called(year),
        columns=(
            Column("partnership", "Partnership"),
            *years.columns(),
            *_term_columns(has_indicative),
        ),
        lines=tuple(rows),
        groups=tuple(groups),
        notes=notes,
    )


def _of_line(line: LineRecord, every: Sequence[AllocationRecord]) -> list[AllocationRecord]:
    budgets = {budget.id for budget in line.budgets.values()}
    return [one for one in every if one.budget_id in budgets]


def _present(
    known: Sequence[PartnershipRecord], given: Sequence[AllocationRecord], years: _Years
) -> list[PartnershipRecord]:
    """Who has had something out of the line up to the year; of those put away, who has in the years shown."""
    ever = {one.partnership_id for one in given if one.year <= years.year or one.year in years.shown}
    shown = {one.partnership_id for one in given if one.year in years.shown}
    return [one for one in known if one.id in (shown if one.archived else ever)]


def _counties(known: Sequence[PartnershipRecord]) -> set[str]:
    """The partnerships that others among these lie under."""
    return {one.parent_id for one in known if one.parent_id}


def _county_labels(
    session: Session, known: Sequence[PartnershipRecord], counties: set[str], year: int
) -> dict[str, str]:
    """What each county's group is called, in the office's order: by its area where it has one."""
    places = {one.id: one.name for one in areas.areas(session, on=first_day(year), archived=True)}
    every = partnerships(session, archived=True)
    return {one.id: places.get(one.area_id or "", one.short) for one in every if one.id in counties}


def _named(one: PartnershipRecord, counties: set[str]) -> str:
    name = f"{one.short}, its own" if one.id in counties else one.short
    return f"{name} (archived)" if one.archived else name


def _term_columns(has_indicative: bool) -> tuple[Column, ...]:
    status = (Column("status", "Status", "chip"),) if has_indicative else ()
    return (
        Column("basis", "Basis", help="How the figure of this year came about."),
        *status,
        Column("document", "Grant document", "chip"),
    )


def _row(
    row_id: str,
    name: str,
    mine: Mapping[int, AllocationRecord],
    years: _Years,
    *,
    group: str,
    mark: str,
    has_indicative: bool,
) -> Line:
    now = mine.get(years.year)
    cells: list[Cell] = [name, *years.cells({year: one.amount for year, one in mine.items()})]
    cells.append(now.basis if now else "")
    if has_indicative:
        cells.append(INDICATIVE if now is not None and now.status == "indicative" else "")
    cells.append(now.document_state if now else "")
    return Line(row_id, tuple(cells), group=group, mark=mark)


def _addition_rows(
    shared: Sequence[AllocationRecord], names: Mapping[str, str], years: _Years, has_indicative: bool
) -> list[Line]:
    """Additions that stand in the years shown; one of the same name in several years is one line."""
    by_name: dict[str, dict[int, AllocationRecord]] = {}
    for one in shared:
        if one.year in years.shown:
            by_name.setdefault(one.partnership.lower(), {})[one.year] = one
    rows = []
    for mine in by_name.values():
        one = mine.get(years.year) or mine[max(mine)]
        name = f"{one.partnership}: {_joined(names.get(key, '') for key in one.sharer_ids)}"
        rows.append(_row(one.id, name, mine, years, group=SHARED, mark="", has_indicative=has_indicative))
    return rows


def _marks(shared: Sequence[AllocationRecord], years: _Years) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """A mark for each partnership that shares in an addition of the year, and the notes they lead to."""
    shares_in: dict[str, list[AllocationRecord]] = {}
    for one in shared:
        for partnership_id in one.sharer_ids:
            shares_in.setdefault(partnership_id, []).append(one)
    marks: dict[str, str] = {}
    notes: dict[str, str] = {}
    for partnership_id, mine in shares_in.items():
        told = _joined(f"{one.partnership} ({_amount(one.amount)})" for one in mine)
        sentence = f"Shares in {told} besides, which is a line of its own."
        notes.setdefault(sentence, note_mark(len(notes)))
        marks[partnership_id] = notes[sentence]
    return marks, tuple((mark, sentence) for sentence, mark in notes.items())


def _amount(amount: Amount) -> str:
    return format_pence(amount) if isinstance(amount, int) else str(amount or "")


def _joined(names: Iterable[str]) -> str:
    *most, last = [name for name in names if name] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def year_list(session: Session, *, year: int) -> Listing:
    """Everything allocated to partnerships in `year` out of every line, with its terms: what has to be published."""
    style = details(session).year_style
    every = lines.lines(session) + lines.lines(session, archived=True)
    budgets = {one.budgets[year].id: one for one in every if year in one.budgets}
    names = {one.id: one.short for one in partnerships(session, archived=True)}
    found = [*allocations.allocations(session, year=year), *allocations.additions(session, year=year)]
    rows = [
        Line(
            one.id,
            (
                one.partnership,
                one.amount,
                _joined(names.get(key, "") for key in one.sharer_ids),
                one.basis,
                one.purpose,
                one.conditions,
                one.reason,
                INDICATIVE if one.status == "indicative" else "Firm",
                one.sent_on,
                one.signed_on,
            ),
            group=budgets[one.budget_id].id,
        )
        for one in found
        if one.budget_id in budgets
    ]
    used = {row.group for row in rows}
    groups = [Group(one.id, one.called(year)) for one in every if one.id in used]
    order = {group.key: at for at, group in enumerate(groups)}
    rows.sort(key=lambda row: order[row.group])
    columns = (
        Column("partnership", "Partnership"),
        Column("amount", f"{format_year(year, style)} £", "pence"),
        Column("sharers", "Shared by"),
        Column("basis", "Basis"),
        Column("purpose", "Purpose"),
        Column("conditions", "Conditions"),
        Column("reason", "Reason"),
        Column("status", "Status", "chip"),
        Column("sent_on", "Grant document sent", "day"),
        Column("signed_on", "Signed", "day"),
    )
    return Listing(f"Allocations {format_year(year, style)}", columns, tuple(rows), tuple(groups))


# the sentence above the list


def headline(session: Session, line_id: str, *, year: int) -> Headline:
    """What the line has in `year`, what partnerships and areas have of it, and what is left to give."""
    line = lines.line(session, line_id)
    said = format_year(year, style := details(session).year_style)
    if year not in line.budgets:
        return Headline(
            (Run(f"No budget for “{line.name}” in {said} yet"),), "Give it one on the Funds tab before it is shared."
        )
    now, before = (_shared_out(session, line, which) for which in (year, year - 1))
    below = (
        _change(now, before, format_year(year - 1, style)),
        _new_additions(now, before),
        _without_a_figure(now),
        _indicative(now),
    )
    return Headline(_runs(now), " ".join(filter(None, below)))


@dataclass(frozen=True, slots=True)
class _SharedOut:
    """Who has what of a line in one year."""

    figures: Figures | None
    given: tuple[AllocationRecord, ...]
    additions: tuple[AllocationRecord, ...]
    areas: tuple[ShareRecord, ...]

    @property
    def by_row(self) -> dict[str, Amount]:
        """What each partnership and each area has itself."""
        own: dict[str, Amount] = {one.partnership_id: one.amount for one in self.given}
        return own | {one.area_id: one.amount for one in self.areas}

    @property
    def every(self) -> tuple[Amount, ...]:
        return (*(one.amount for one in (*self.given, *self.additions)), *(one.amount for one in self.areas))


def _shared_out(session: Session, line: LineRecord, year: int) -> _SharedOut:
    budget = line.budgets.get(year)
    if budget is None:
        return _SharedOut(None, (), (), ())
    return _SharedOut(
        budget.figures,
        tuple(allocations.allocations(session, budget_id=budget.id)),
        tuple(allocations.additions(session, budget_id=budget.id)),
        tuple(shares.shares(session, budget_id=budget.id)),
    )


def _sum(amounts: Iterable[Amount]) -> int:
    return sum(amount for amount in amounts if isinstance(amount, int))


def _runs(now: _SharedOut) -> tuple[Run, ...]:
    assert now.figures is not None
    figures = now.figures
    runs = [Run(_amount(figures.budget) or "nothing", True), Run(" in the fund, ")]
    if figures.moved:
        runs += [Run(format_pence(abs(figures.moved)), True), Run(f" moved {'in' if figures.moved > 0 else 'out'}, ")]
    parts = [
        (_sum(one.amount for one in now.given), " to partnerships", bool(now.given) or not now.areas),
        (_sum(one.amount for one in now.additions), " shared", bool(now.additions)),
        (_sum(one.amount for one in now.areas), " to areas", bool(now.areas)),
    ]
    besides = figures.allocated - sum(pence for pence, _, _ in parts)
    for pence, words, is_told in (*parts, (besides, " agreed besides", bool(besides))):
        if is_told:
            runs += [Run(format_pence(pence), True), Run(f"{words}, ")]
    left = figures.left
    if _words(now) and not besides and not _sum(now.every):
        return (*runs[:2], Run(f"{_words(now)} and no figure yet"))
    if isinstance(left, int):
        return (*runs, Run(format_pence(abs(left)), True), Run(" over" if left < 0 else " left"))
    return (*runs, Run("no amount yet to give it from"))


def _change(now: _SharedOut, before: _SharedOut, last: str) -> str:
    """How far the year can be compared with the one before it; empty where either has no figure."""
    old, new = _sum(before.every), _sum(now.every)
    if not old or not new:
        return ""
    percent = tenths_of_percent(new - old, old)
    share = f" ({format_percent(percent)} %)" if percent else ""
    told = f"{format_pence(abs(new - old))} {'more' if new > old else 'less'} than {last}{share}"
    if new == old:
        told = f"The same as {last}"
    begun = {key: amount for key, amount in now.by_row.items() if key not in before.by_row}
    ended = {key: amount for key, amount in before.by_row.items() if key not in now.by_row}
    what = "area" if now.areas and not now.given else "partnership"
    if ended:
        told += f", but {counted(len(ended), what)} of {last} ({format_pence(_sum(ended.values()))}) "
        told += f"{'has' if len(ended) == 1 else 'have'} nothing now, so the years are not like for like"
    elif begun:
        told += f", but {counted(len(begun), what)} ({format_pence(_sum(begun.values()))}) had nothing in {last}, "
        told += "so the years are not like for like"
    return f"{told}."


def _new_additions(now: _SharedOut, before: _SharedOut) -> str:
    known = {one.partnership.lower() for one in before.additions}
    new = [one for one in now.additions if one.partnership.lower() not in known]
    if not new or not before.every:
        return ""
    told = _joined(f"{one.partnership} ({_amount(one.amount)})" for one in new)
    return f"{told} {'is' if len(new) == 1 else 'are'} new."


def _words(now: _SharedOut) -> str:
    """“Maintain” for four areas; empty where nobody has a word."""
    words = [amount for amount in now.every if isinstance(amount, str)]
    if not words:
        return ""
    what = "area" if now.areas and not now.given else "partnership"
    return f"{_joined(f'“{word}”' for word in dict.fromkeys(words))} for {counted(len(words), what)}"


def _without_a_figure(now: _SharedOut) -> str:
    words = _words(now)
    return f"There is {words} and no figure." if words and _sum(now.every) else ""


def _indicative(now: _SharedOut) -> str:
    mine = [one.amount for one in (*now.given, *now.additions) if one.status == "indicative"]
    if not mine:
        return ""
    whole = len(mine) == len(now.given) + len(now.additions)
    return "All of it is indicative." if whole else f"{format_pence(_sum(mine))} of it is indicative."


def counted(count: int, noun: str) -> str:
    """“one partnership”, “four partnerships”, “12 partnerships”."""
    names = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    number = names[count] if count < len(names) else f"{count:,}"
    return f"{number} {noun if count == 1 else f'{noun}s'}"


# pooled budgets


def pooled_list(session: Session, line_id: str, *, year: int, compare: Sequence[int] | None = None) -> Listing:
    """What each area has of a pooled budget in `year` beside the years in `compare` (the one before it for None).

    Lines go by the id of the area; one that lies in another with a share is set in, and its share is its own.
    """
    line = lines.line(session, line_id)
    found = shares.shares(session, line_id=line_id)
    years = _years(session, year, compare, {one.year for one in found})
    mine: dict[str, dict[int, ShareRecord]] = {}
    for one in found:
        mine.setdefault(one.area_id, {})[one.year] = one
    tree = areas.areas(session, on=first_day(year), archived=True)
    above = {one.id: one.parent_id for one in tree}
    rows = [
        Line(
            one.id,
            (
                one.name,
                *years.cells({which: share.amount for which, share in mine[one.id].items()}),
                mine[one.id][year].basis if year in mine[one.id] else "",
            ),
            level=_depth(one.id, above, mine),
        )
        for one in tree
        if one.id in mine
    ]
    columns = (Column("area", "Area"), *years.columns(), Column("basis", "Basis"))
    return Listing(f"{line.called(year)} by area {years.said(year)}", columns, tuple(rows))


def _depth(area_id: str, above: Mapping[str, str | None], shown: Mapping[str, object]) -> int:
    """How many of the areas it lies in are shown."""
    count, at = 0, above.get(area_id)
    while at is not None:
        count, at = count + (at in shown), above.get(at)
    return count


# partnerships


def partnership_list(session: Session, *, archived: bool = False) -> Listing:
    """The partnerships in use in the office's order, a county's before its districts'; or those put away."""
    every = partnerships(session, archived=True)
    names = {one.id: one.short for one in every}
    places = {one.id: one.name for one in areas.areas(session, archived=True)}
    last = _last_given(session)
    found = [one for one in every if one.archived] if archived else partnerships(session)
    style = details(session).year_style
    columns = (
        Column("name", "Partnership"),
        Column("area", "Area"),
        Column("parent", "Lies under"),
        Column("year", "Last given"),
        Column("amount", "Own £", "pence", added=False),
    )
    rows = []
    for one in found:
        year, amount = last.get(one.id, (None, None))
        when = "" if year is None else format_year(year, style)
        cells = (one.name, places.get(one.area_id or "", ""), names.get(one.parent_id or "", ""), when, amount)
        rows.append(Line(one.id, cells, level=0 if archived else one.level))
    return Listing("Archived partnerships" if archived else "Partnerships", columns, tuple(rows))


def _last_given(session: Session) -> dict[str, tuple[int, Cell]]:
    """The last year each partnership was allocated something itself, and what, out of every line together."""
    found: dict[str, dict[int, list[Amount]]] = {}
    for one in allocations.allocations(session):
        found.setdefault(one.partnership_id, {}).setdefault(one.year, []).append(one.amount)
    return {key: (max(years), total_of(years[max(years)])) for key, years in found.items()}
