"""The allocation statement: what each partnership has, how the figure came about and on which terms it is given.

It holds what the Specified Information Order has published of each crime and disorder reduction grant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.allocations.allocations import AllocationRecord
from app.allocations.shares import ShareRecord
from app.funds.figures import Amount
from app.listing import Cell, Column, Line, Listing, note_mark, percent_change, total_of
from app.money import format_pence
from app.papers.additions import additions_blocks, sharers_in_words
from app.papers.bases import NOT_GIVEN, bases_notes, basis_in_words, within
from app.papers.blocks import Block, Document, Facts, Heading, Notes, Paragraph, Run, Strong, Table
from app.papers.imprint import Imprint, bound
from app.papers.saying import compared, in_words, joined, said
from app.papers.stating import Stating
from app.papers.tiers import PARTNERSHIP, Tiers
from app.papers.unlike import differences, stated_blocks

MOST_YEARS = 4
"""So many years up to the paper's own stand side by side."""

_NAMED = 3
_ORDER = "The Elected Local Policing Bodies (Specified Information) Order 2011"


@dataclass(frozen=True, slots=True)
class SharedLine:
    """A budget line that partnerships or areas are given money from.

    `budgets` has a year's budget by its start year (id, amount in pence or a word); `notes` what is noted of the budget
    of the paper's year.
    """

    id: str
    name: str
    budgets: Mapping[int, tuple[str, Amount]]
    allocations: tuple[AllocationRecord, ...] = ()
    additions: tuple[AllocationRecord, ...] = ()
    shares: tuple[ShareRecord, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AllocationStatement:
    """All that the statement says, gathered beforehand. `areas` are the names of areas by id, in the office's order."""

    imprint: Imprint
    year: int
    tiers: Tiers
    lines: tuple[SharedLine, ...]
    pooled: tuple[SharedLine, ...]
    areas: Mapping[str, str]
    stating: Stating

    @property
    def year_text(self) -> str:
        """The paper's year as the office writes it."""
        return self.imprint.named(self.year)


def compose_statement(record: AllocationStatement) -> Document:
    """The statement: what each has, how it came about, on which terms, pooled budgets, and what does not agree."""
    blocks: list[Block] = [Paragraph("No allocation to a partnership has been entered for any year yet.")]
    if record.lines:
        blocks = _Given(record).blocks()
    blocks += _pooled(record)
    blocks += stated_blocks(differences(record.stating.claims, record.imprint.named), by_rows=False)
    names = [line.name for line in record.lines]
    facts = (("Budget line" if len(names) == 1 else "Budget lines", joined(names)),) if names else ()
    return bound(record.imprint, f"Allocations to partnerships {record.year_text}", blocks, facts=facts)


class _Given:
    """What partnerships are given, out of one budget line or several, as blocks."""

    def __init__(self, record: AllocationStatement) -> None:
        self.record, self.year = record, record.year
        self.every = [one for line in record.lines for one in line.allocations]
        self.additions = [one for line in record.lines for one in line.additions]
        self.line_of = {key: line.name for line in record.lines for key, _ in line.budgets.values()}
        years = {one.year for one in (*self.every, *self.additions)}
        self.years = sorted(one for one in years if one <= self.year)[-MOST_YEARS:]
        self.later = sorted(one for one in years if one > self.year)[:MOST_YEARS]
        self.now = self._of(self.year)
        self.added = [one for one in self.additions if one.year == self.year]

    def blocks(self) -> list[Block]:
        """The opening, the years, additions, the budget, how each came about, the years to come, the terms."""
        shown: list[Block] = [Paragraph(self._opening())]
        if self.years:
            shown.append(self._table(self.years, f"Allocations to the {PARTNERSHIP}s, £"))
            shown += [
                *additions_blocks(self.additions, self.record.tiers, self.years, self._named),
                *self._sources(),
                *self._budgets(),
            ]
        shown += self._bases()
        if self.later:
            shown.append(Heading(2, "Years to come"))
            shown.append(self._table(self.later, "What is allocated for the years to come, £"))
        return [*shown, *self._terms(), *self._documents()]

    def _opening(self) -> tuple[Run, ...]:
        """What is given in the year, to how many, against the year before, and what is beside it."""
        year, total = self.record.year_text, _sum(self.now)
        if not self.now and not self.added:
            last = f" The newest year with allocations is {self._named(max(self.years))}." if self.years else ""
            return (f"Nothing is allocated to a partnership in {year} yet.{last}",)
        number = len({one.partnership_id for one in self.now})
        many = "partnership" if number == 1 else "partnerships"
        runs: list[Run] = [f"In {year} ", Strong(format_pence(total)), f" is allocated to {in_words(number)} {many}"]
        if was := _sum(self._of(self.year - 1)):
            runs.append(f", {compared(was, total)} {self._named(self.year - 1)}")
        runs.append(".")
        runs += [
            f" {said(one.amount)} more for {one.partnership} is shared by {sharers_in_words(one, self.record.tiers)}."
            for one in self.added
        ]
        if self.added:
            runs += [" That is ", Strong(format_pence(total + _sum(self.added))), " in all."]
        words = [f"{self._recipient(one)} ({one.amount})" for one in self.now if isinstance(one.amount, str)]
        if words:
            runs.append(f" Not in the total, having no figure yet: {'; '.join(words)}.")
        return tuple(runs)

    def _named(self, year: int) -> str:
        return self.record.imprint.named(year)

    def _table(self, years: Sequence[int], caption: str) -> Table:
        """The partnerships under their counties, a column for each year, and the change in the paper's own."""
        tiers, named = self.record.tiers, self._named
        compare = years[-1] == self.year and self.year - 1 in years
        cells: dict[str, list[Cell]] = {}
        for tier in tiers.rows:
            mine = [self._amount(tier.id, year) for year in years]
            if any(one is not None for one in mine):
                cells[tier.id] = [*mine, *(_change(mine[-2], mine[-1]) if compare else ())]
        whole = [year for year in years if self._indicative(year) == {one.partnership_id for one in self._of(year)}]
        heads = [f"{named(year)}, indicative" if year in whole else named(year) for year in years]
        columns = [
            Column("name", PARTNERSHIP),
            *(Column(f"y{year}", head, "pence") for year, head in zip(years, heads, strict=True)),
        ]
        if compare:
            columns.append(Column("change", "Change", "change"))
            columns.append(Column("percent", "%", "percent", of=(f"y{years[-2]}", f"y{years[-1]}")))
        marks, notes = self._marks([year for year in years if year not in whole])
        listing = Listing("Allocations", tuple(columns), tiers.lines(cells, marks), tiers.groups(cells), notes)
        rows = {f"y{year}": [one.id for one in self._of(year) if isinstance(one.amount, int)] for year in years}
        return self.record.stating.total(Table(listing, caption), rows)

    def _of(self, year: int) -> list[AllocationRecord]:
        return [one for one in self.every if one.year == year]

    def _amount(self, partnership_id: str, year: int) -> Cell:
        return total_of([one.amount for one in self._of(year) if one.partnership_id == partnership_id])

    def _indicative(self, year: int) -> set[str]:
        return {one.partnership_id for one in self._of(year) if one.status == "indicative"}

    def _marks(self, years: Sequence[int]) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
        """A mark for each partnership some of whose figures are indicative, and the note that says which."""
        by_years: dict[tuple[int, ...], list[str]] = {}
        for tier in self.record.tiers.rows:
            mine = tuple(year for year in years if tier.id in self._indicative(year))
            if mine:
                by_years.setdefault(mine, []).append(tier.id)
        marks: dict[str, str] = {}
        notes = []
        for at, (mine, ids) in enumerate(by_years.items()):
            marks |= dict.fromkeys(ids, note_mark(at))
            which = joined(map(self.record.imprint.named, mine))
            notes.append((note_mark(at), f"The figure for {which} is indicative: it is still to be confirmed."))
        return marks, tuple(notes)

    def _sources(self) -> list[Block]:
        """What each partnership has out of each line, where one has money out of several."""
        lines = [line for line in self.record.lines if any(one.year == self.year for one in line.allocations)]
        if len(lines) < 2 or len({one.partnership_id for one in self.now}) == len(self.now):
            return []
        cells: dict[str, list[Cell]] = {}
        for tier in self.record.tiers.rows:
            mine = [
                [one for one in line.allocations if one.year == self.year and one.partnership_id == tier.id]
                for line in lines
            ]
            if any(mine):
                of_lines = [total_of([one.amount for one in each]) for each in mine]
                cells[tier.id] = [*of_lines, total_of(of_lines)]
        columns = (
            Column("name", PARTNERSHIP),
            *(Column(line.id, line.name, "pence") for line in lines),
            Column("all", "Together", "pence"),
        )
        tiers = self.record.tiers
        listing = Listing("Out of each line", columns, tiers.lines(cells), tiers.groups(cells))
        return [Table(listing, f"Out of each budget line, {self.record.year_text}, £")]

    def _budgets(self) -> list[Block]:
        """What the budget of each line is, and how much of it stands in no column."""
        known = [one for line in self.record.lines if (one := _Budgeted.of(line, self.year)) is not None]
        if len(known) > 1:
            return [_budgets_table(known, self.record.year_text), *_notes(known)]
        if not known:
            return []
        (one,) = known
        runs: list[Run] = [f"The budget of the line for {self.record.year_text} is {format_pence(one.budget)}"]
        if one.rest == 0 and one.shared:
            runs += [
                f", and all of it is allocated: {format_pence(one.given)} stands in the partnerships’ columns, and "
            ]
            runs += [Strong(f"{format_pence(one.shared)} in no partnership’s column"), ", since several share it."]
        elif one.rest == 0:
            runs.append(", and all of it is allocated.")
        elif one.rest < 0:
            runs += [". ", Strong(f"{format_pence(-one.rest)} more is allocated"), " than there is in it."]
        else:
            runs += [". ", Strong(f"{format_pence(one.rest)} of it stands in no partnership’s column"), "."]
        return [Paragraph(tuple(runs)), *_notes(known)]

    def _bases(self) -> list[Block]:
        """How each figure came about, a column for each year of which anything is known."""
        years = [year for year in (*self.years, *self.later) if any(map(_has_basis, self._of(year)))]
        if not any(self._of(year) for year in (*self.years, *self.later)):
            return []
        heading = Heading(2, "How each figure came about")
        if not years:
            return [heading, Paragraph("The basis of these figures has not been entered.")]
        found: dict[tuple[str, int], list[str]] = {}
        for one in (one for year in years for one in self._of(year)):
            found.setdefault((one.partnership_id, one.year), []).append(basis_in_words(one.basis_kind, one.basis))
        bases = {key: "; ".join(dict.fromkeys(filter(None, mine))) or NOT_GIVEN for key, mine in found.items()}
        if len(set(bases.values())) == 1:
            which, only = joined(map(self._named, years)), next(iter(bases.values()))
            return [heading, Paragraph(f"All figures for {which} have the same basis: {within(only)}.")]
        tiers = self.record.tiers
        shown = tiers.in_order(key for key, _ in bases)
        lines = tuple(Line(one.id, (one.short, *(bases.get((one.id, year)) for year in years))) for one in shown)
        columns = (Column("name", PARTNERSHIP), *(Column(f"y{year}", self._named(year)) for year in years))
        return [heading, Table(Listing("Basis", columns, lines), "Basis of each figure", totals=False)]

    def _terms(self) -> list[Block]:
        """Purpose, conditions and reason of each grant of the year; those with the same terms are told together."""
        given = [*self.now, *self.added]
        if not given:
            return []
        terms: dict[tuple[str, str, str], list[AllocationRecord]] = {}
        for one in given:
            terms.setdefault((one.purpose, one.conditions, one.reason), []).append(one)
        silent = terms.pop(("", "", ""), [])
        blocks: list[Block] = [Heading(2, f"Purpose, conditions and reasons, {self.record.year_text}")]
        law = f"{_ORDER} has the purpose, the conditions and the reason of every grant published."
        if not terms:
            return [*blocks, Paragraph(f"{law} None has been entered for these.")]
        blocks.append(Paragraph(law))
        for (purpose, conditions, reason), mine in terms.items():
            names = [self._recipient(one) for one in mine]
            title = joined(names) if len(mine) <= _NAMED else f"{in_words(len(mine)).capitalize()} partnerships"
            facts = (
                ("Recipients" if len(mine) > 1 else "Grant", self._recipients(mine)),
                ("Purpose", purpose or "Not entered"),
                ("Conditions", conditions or "None entered"),
                ("Reason", reason or "Not entered"),
            )
            blocks += [Heading(3, title), Facts(facts)]
        if silent:
            names = [self._recipient(one) for one in silent]
            blocks.append(Paragraph(f"No purpose, condition or reason has been entered for {joined(names)}."))
        return blocks

    def _recipient(self, one: AllocationRecord) -> str:
        """Whom it is given to, by the short name."""
        if not one.partnership_id:
            return f"{one.partnership} (addition)"
        return self.record.tiers.called(one.partnership_id) or one.partnership

    def _recipients(self, mine: Sequence[AllocationRecord]) -> str:
        """Each with its amount, and out of which line where there are several."""
        return (
            "; ".join(f"{self._recipient(one)} {self._granted(one)}" for one in mine)
            if len(mine) > 1
            else (self._granted(mine[0]))
        )

    def _granted(self, one: AllocationRecord) -> str:
        said_of = [said(one.amount)]
        if one.status == "indicative":
            said_of.append("indicative")
        if not one.partnership_id:
            said_of.append(f"shared by {sharers_in_words(one, self.record.tiers)}")
        if len(self.record.lines) > 1:
            said_of.append(f"out of {self.line_of[one.budget_id]}")
        return ", ".join(said_of)

    def _documents(self) -> list[Block]:
        """When each grant document was sent and signed."""
        given = [*self.now, *self.added]
        if not given:
            return []
        if not any(one.sent_on or one.signed_on for one in given):
            return [Paragraph("No grant document has been recorded as sent or signed.")]
        heading = Heading(2, f"Grant documents, {self.record.year_text}")
        order = {
            tier.id: at for at, tier in enumerate(self.record.tiers.in_order([one.partnership_id for one in given]))
        }
        lines = tuple(
            Line(
                one.id,
                (
                    self._recipient(one),
                    one.amount,
                    one.sent_on or "not sent",
                    one.signed_on or "not signed",
                ),
            )
            for one in sorted(given, key=lambda one: order.get(one.partnership_id, len(order)))
        )
        columns = (
            Column("name", PARTNERSHIP),
            Column("amount", "£", "pence"),
            Column("sent", "Sent", "day"),
            Column("signed", "Signed", "day"),
        )
        return [heading, Table(Listing("Grant documents", columns, lines), "Grant documents sent and signed")]


@dataclass(frozen=True, slots=True)
class _Budgeted:
    """What a line has in a year, and what of it is given away, in pence."""

    line: SharedLine
    budget: int
    given: int
    shared: int

    @classmethod
    def of(cls, line: SharedLine, year: int) -> _Budgeted | None:
        """None where the year has no figure."""
        _, budget = line.budgets.get(year, ("", None))
        if not isinstance(budget, int):
            return None
        given, shared = ([one for one in mine if one.year == year] for mine in (line.allocations, line.additions))
        return cls(line, budget, _sum(given), _sum(shared))

    @property
    def rest(self) -> int:
        """What stands in nobody's column; below nought where more is given than there is."""
        return self.budget - self.given - self.shared


def _budgets_table(known: Sequence[_Budgeted], year_text: str) -> Table:
    """The budget of each line beside what is given away."""
    added = any(one.shared for one in known)
    columns = (
        Column("line", "Budget line"),
        Column("budget", "Budget", "pence"),
        Column("given", "To partnerships", "pence"),
        *((Column("shared", "Additions", "pence"),) if added else ()),
        Column("rest", "In no column", "pence"),
    )
    lines = tuple(
        Line(one.line.id, (one.line.name, one.budget, one.given, *((one.shared,) if added else ()), one.rest))
        for one in known
    )
    return Table(Listing("Budgets", columns, lines), f"Where the money comes from, {year_text}, £")


def _notes(known: Sequence[_Budgeted]) -> list[Block]:
    """What is noted of budgets that are not wholly allocated: it may say why."""
    several = len(known) > 1
    notes = tuple(
        ("", f"Noted of {one.line.name if several else 'this budget'}: {note}")
        for one in known
        if one.rest
        for note in one.line.notes
    )
    return [Notes(notes)] if notes else []


def _has_basis(one: AllocationRecord) -> bool:
    return bool(one.basis or one.basis_kind)


def _sum(found: Sequence[AllocationRecord]) -> int:
    """What these come to in pence, words left out."""
    return sum(one.amount for one in found if isinstance(one.amount, int))


def _change(before: Cell, after: Cell) -> tuple[Cell, Cell]:
    """The change in pence and in tenths of a percent; none where a side is a word."""
    if isinstance(before, str) or isinstance(after, str):
        return None, None
    was, now = (one if isinstance(one, int) else 0 for one in (before, after))
    return now - was, percent_change(before, after)


def _pooled(record: AllocationStatement) -> list[Block]:
    """Other budgets that are pooled by area, one after the other."""
    if not record.pooled:
        return []
    return [
        Heading(2, "Budgets pooled by area"),
        *(block for line in record.pooled for block in _by_area(record, line)),
    ]


def _by_area(record: AllocationStatement, line: SharedLine) -> list[Block]:
    """A pooled line by area, a column for each year; a word such as maintain stands as the word."""
    years = sorted({one.year for one in line.shares if one.year <= record.year})[-MOST_YEARS:]
    amounts = {(one.area_id, one.year): one.amount for one in line.shares}
    order = [area for area in record.areas if any((area, year) in amounts for year in years)]
    if not order:
        return [Paragraph(f"No share of {line.name} has been entered for {record.year_text} or before.")]
    columns = [Column("area", "Area"), *(Column(f"y{year}", record.imprint.named(year), "pence") for year in years)]
    lines = tuple(Line(area, (record.areas[area], *(amounts.get((area, year)) for year in years))) for area in order)
    last = [one for one in line.shares if one.year == years[-1]]
    given = [(record.areas.get(one.area_id, "Area"), one.basis_kind, one.basis) for one in last]
    notes = bases_notes(given, record.imprint.named(years[-1]))
    table = Table(Listing(line.name, tuple(columns), lines, notes=notes), f"{line.name} by area, £")
    rows: dict[str, list[str]] = {}
    for year in years:
        known = [one.id for one in line.shares if one.year == year and isinstance(one.amount, int)]
        rows[f"y{year}"] = known or [line.budgets[year][0]] if year in line.budgets else known
    return [record.stating.total(table, rows)]
