"""Money shared among partnerships and areas: allocations in tiers, spend by theme, a pooled budget by area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app import areas
from app.allocations import allocations, partnerships, shares, themes
from app.allocations.partnerships import PartnershipRecord
from app.allocations.themes import SpendCell
from app.funds.lines import BudgetRecord
from app.listing import Cell, Column, Line, Listing, note_mark, total_of
from app.money import format_pence
from app.papers.additions import additions_blocks
from app.papers.bases import bases_notes
from app.papers.blocks import Block, Claim, Paragraph, Table
from app.papers.desk import Desk, not_chosen
from app.papers.paper import Section
from app.papers.saying import joined
from app.papers.stating import noted
from app.papers.tiers import PARTNERSHIP, gather_tiers

_MOST_YEARS = 5


def allocation_blocks(desk: Desk, _: Section) -> list[Block]:
    """What each partnership is given in each year, a county's under the county, once each; then what several share.

    Under the table stands what the figures of the last year rest on, where that has been said.
    """
    found = [one for one in allocations.allocations(desk.session) if one.year <= desk.year]
    added = [one for one in allocations.additions(desk.session) if one.year <= desk.year]
    years = sorted({one.year for one in (*found, *added)})[-_MOST_YEARS:]
    if not years:
        return [Paragraph("No allocation has been entered yet.")]
    tiers = gather_tiers(desk.session, day=desk.day)
    cells: dict[str, list[Cell]] = {}
    for tier in tiers.rows:
        mine = [[one.amount for one in found if (one.partnership_id, one.year) == (tier.id, year)] for year in years]
        if any(mine):
            cells[tier.id] = [total_of(amounts) for amounts in mine]
    columns = (Column("name", PARTNERSHIP), *(Column(f"y{year}", desk.named(year), "pence") for year in years))
    last = [one for one in found if one.year == years[-1]]
    bases = bases_notes(
        [(tiers.called(one.partnership_id) or one.partnership, one.basis_kind, one.basis) for one in last],
        desk.named(years[-1]),
    )
    listing = Listing("Allocations", columns, tiers.lines(cells), tiers.groups(cells), bases)
    table = Table(listing, f"Allocations to the {PARTNERSHIP}s, £")
    rows = {f"y{year}": [one.id for one in found if one.year == year and isinstance(one.amount, int)] for year in years}
    return [desk.stating.total(table, rows), *additions_blocks(added, tiers, years, desk.named)]


def _places(desk: Desk) -> dict[str, str]:
    """The names of areas on the paper's day, by id."""
    return {one.id: one.name for one in areas.areas(desk.session, on=desk.day, archived=True)}


def spend_blocks(desk: Desk, _: Section) -> list[Block]:
    """What the partnerships spend on each theme, in the latest year that has spend up to the paper's own."""
    for year in range(desk.year, desk.year - _MOST_YEARS, -1):
        if found := themes.spend(desk.session, year=year):
            return [_spend_table(desk, year, found)]
    return [Paragraph("No spend by the partnerships has been entered yet.")]


def _spend_table(desk: Desk, year: int, found: Sequence[SpendCell]) -> Table:
    spenders = {one.partnership_id for one in found}
    known = [one for one in partnerships.partnerships(desk.session) if one.id in spenders]
    named = _places(desk)
    columns = (Column("theme", "Theme"), *(Column(one.id, _short(one, named), "pence") for one in known))
    by_theme: dict[str, list[SpendCell]] = {}
    for cell in found:
        by_theme.setdefault(cell.theme_id, []).append(cell)
    notes: list[tuple[str, str]] = []
    lines = []
    for theme, mine in by_theme.items():
        sums = {cell.partnership_id: sum(cell.amounts) for cell in mine}
        several = [
            f"{_short(one, named)}: {joined(map(format_pence, cell.amounts))} together"
            for one in known
            for cell in mine
            if cell.partnership_id == one.id and len(cell.amounts) > 1
        ]
        mark = note_mark(len(notes)) if several else ""
        if several:
            notes.append((mark, f"{'; '.join(several)}."))
        lines.append(Line(theme, (mine[0].theme, *(sums.get(one.id) for one in known)), mark=mark))
    listing = Listing("Spend by theme", columns, tuple(lines), notes=tuple(notes))
    table = Table(listing, f"Partnership spend by theme, {desk.named(year)}, £")
    table = desk.stating.total(table, {one.id: _spend_ids(found, one.id) for one in known})
    return _footed(desk, table, year)


def _footed(desk: Desk, table: Table, year: int) -> Table:
    """The table with what each column is to come to, the allocation, where no total was stated for it."""
    told = {claim.column for claim in table.claims}
    shown = {column.key: column.label for column in table.listing.columns}
    claims = []
    for foot in themes.footing(desk.session, year=year):
        if foot.partnership_id in shown and foot.partnership_id not in told and isinstance(foot.allocation, int):
            key, label = f"foot:{foot.partnership_id}:{year}", shown[foot.partnership_id]
            claims.append(
                Claim(
                    key=key,
                    name=f"Spend by theme, {label}",
                    printed_pence=foot.planned,
                    printed_text=format_pence(foot.planned),
                    parts=((f"Allocation to {foot.partnership}", foot.allocation),),
                    reason=desk.stating.reasons.get(("figure", key), ""),
                    column=foot.partnership_id,
                )
            )
    return noted(replace(table, claims=(*table.claims, *claims)), *claims)


def _short(one: PartnershipRecord, places: dict[str, str]) -> str:
    """A partnership at the head of a column: its area where it has one."""
    return places.get(one.area_id or "", one.name)


def _spend_ids(found: Sequence[SpendCell], partnership_id: str) -> list[str]:
    return [row_id for cell in found if cell.partnership_id == partnership_id for row_id in cell.ids]


def pooled_blocks(desk: Desk, section: Section) -> list[Block]:
    """A line's budget by area, a row for each year; a word such as maintain stands as the word."""
    line = next((one for one in desk.lines if one.id == section.subject_id), None)
    if line is None:
        return [Paragraph(not_chosen("pooled budget", section))]
    budgets = [budget for year, budget in sorted(line.budgets.items()) if year <= desk.year]
    by_year = {one.year: shares.shares(desk.session, budget_id=one.id) for one in budgets}
    order = list(dict.fromkeys(one.area_id for mine in by_year.values() for one in mine))
    if not order:
        return [Paragraph(f"No share of “{line.name}” has been entered for any area yet.")]
    named = _places(desk)
    columns = (
        Column("year", "Year"),
        *(Column(area, named.get(area, "Area"), "pence", added=False) for area in order),
        Column("total", "Total", "pence", added=False),
    )
    lines: list[Line] = []
    claims: list[Claim] = []
    for budget in budgets:
        if mine := by_year[budget.year]:
            amounts = {one.area_id: one.amount for one in mine}
            claim = desk.stating.of(one.id for one in mine) or desk.stating.of([budget.id])
            total = claim.printed_pence if claim else _in_all(budget, list(amounts.values()))
            lines.append(Line(budget.id, (desk.named(budget.year), *map(amounts.get, order), total)))
            # the row it stands in says which year's it is
            claims += [replace(claim, name=desk.named(budget.year))] if claim else []
    last = next(budget for budget in reversed(budgets) if by_year[budget.year])
    given = [(named.get(one.area_id, "Area"), one.basis_kind, one.basis) for one in by_year[last.year]]
    listing = Listing(line.name, columns, tuple(lines), notes=bases_notes(given, desk.named(last.year)))
    table = Table(listing, f"{line.name} by area, £", totals=False, claims=tuple(claims))
    return [noted(table, *claims)]


def _in_all(budget: BudgetRecord, amounts: list[Cell]) -> Cell:
    """What the areas come to; where they have words only the budget itself is known."""
    known = [one for one in amounts if isinstance(one, int)]
    return sum(known) if len(known) == len(amounts) else budget.figures.budget
