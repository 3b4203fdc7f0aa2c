"""A budget line as a page of sections: its picture, what needs settling, income, agreements, notes, history."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from app.funds.record import LinePage
from app.funds.stated import StatedRecord
from app.listing import Column, Line, Listing, totals
from app.money import format_pence
from app.years import format_year
from ui.documents import ATTACH, documents_section
from ui.kit.bar import FundBar, FundFigures
from ui.kit.controls import Button
from ui.kit.parts import Alert, FactRows, Section, SmallTable
from ui.kit.sections import Do, actions, history_section, totalled
from ui.kit.split import Record
from ui.kit.words import plain

TONES = {
    "Received": "ok",
    "Part received": "warn",
    "Agreed": "mute",
    "Indicated": "mute",
    "Subject to": "warn",
    "Paid": "ok",
    "Part paid": "warn",
}


def show_line(record: Record, page: LinePage, do: Do, *, can_save: bool) -> None:
    """Fill the record with this line."""
    record.begin(page.line.name, _under_title(page), _button(page, do) if can_save else None)
    if page.budget is None:
        record.add(plain(f"No budget in {format_year(page.year, page.year_style)}.", tone="second", wrap=True))
    else:
        record.add(FundBar(_figures(page), page.line.name))
    for alert in _alerts(page, do):
        record.add(alert)
    for section in (
        _facts(page),
        _income(page, do),
        _agreed(page, do),
        _allotted(page),
        _movements(page),
        _notes(page, do),
        documents_section(page.documents, do, can_save=can_save),
        _revisions(page),
        _stated(page),
        history_section(page.history),
    ):
        if section is not None:
            record.add(section)


def _under_title(page: LinePage) -> str:
    restricted = " (restricted)" if page.fund.restricted else ""
    fund = "" if page.fund.name == page.line.name and not restricted else f"{page.fund.name}{restricted}"
    return " · ".join(part for part in (page.priority, page.area, fund) if part)


def _figures(page: LinePage) -> FundFigures:
    assert page.budget is not None
    figures = page.budget.figures
    return FundFigures(figures.available, figures.committed, figures.paid, figures.allocated)


def _button(page: LinePage, do: Do) -> Button | None:
    """The one primary action, with the others behind it."""
    has, paying = page.budget is not None, any(one.paid_pence < one.amount_pence for one in page.commitments)
    receiving = any(one.received_pence < one.expected_pence for one in page.income)
    offered = (
        ("Change the amount…" if has else "Give it an amount…", "amount", True),
        ("Change name, fund or place…", "line", True),
        ("Move money out…", "move", has),
        ("", "", True),
        ("Record an agreement…", "commit", has),
        ("Record a payment…", "pay", paying),
        ("", "", True),
        ("Add income…", "add income", True),
        ("Record money received…", "receive", receiving),
        ("Add a note…", "add note", has),
        ("Attach a document…", ATTACH, True),
        ("", "", True),
        ("Bring back from the archive" if page.line.archived else "Archive this line", "archive", True),
    )
    return actions("Change", [(words, action) for words, action, can in offered if can], page, do)


def _alerts(page: LinePage, do: Do) -> list[Alert]:
    found = []
    left = page.budget.figures.left if page.budget else None
    if isinstance(left, int) and left < 0:
        approvers = {one.overspend_approver for one in page.commitments if one.overspend_approver}
        approved = f"Approved by {', '.join(sorted(approvers))}." if approvers else ""
        found.append(
            Alert(f"Over by {format_pence(-left)}.", f"More is allocated than there is. {approved}", tone="bad")
        )
    for one in page.stated:
        if not one.agrees and one.computed_pence is not None and one.year in (None, page.year):
            alert = Alert(difference_words(one), one.reason or one.place, "" if one.reason else "Say why")
            alert.followed.connect(lambda one=one: do("stated", one))
            found.append(alert)
    return found


def difference_words(one: StatedRecord) -> str:
    """“Stated £485,577, but its rows come to £473,395.”"""
    assert one.computed_pence is not None
    return (
        f"{one.name}: stated {format_pence(one.amount_pence)}, but its rows come to {format_pence(one.computed_pence)}."
    )


def _facts(page: LinePage) -> Section | None:
    facts = [("Fund", page.fund.name), ("Purpose", page.fund.purpose)]
    if page.fund.restricted:
        facts.append(("Restricted", page.fund.restriction_terms))
    if page.budget and page.budget.printed_name:
        facts.append((f"Called in {format_year(page.year, page.year_style)}", page.budget.printed_name))
    if page.budget and page.budget.figures.moved:
        facts.append(("Approved budget", _amount(page.budget.figures.budget)))
        facts.append(("Moved in or out", format_pence(page.budget.figures.moved, sign=True)))
    return Section("About", FactRows([fact for fact in facts if fact[1]]))


def _amount(amount: int | str | None) -> str:
    return format_pence(amount) if isinstance(amount, int) else amount or "no amount"


def _income(page: LinePage, do: Do) -> Section | None:
    if not page.income:
        return None
    # a source that gives twice in a year is told apart by what it gives
    several = len({(one.source, one.year) for one in page.income}) < len(page.income)
    columns = (
        Column("source", "What" if several else "From"),
        Column("year", "Year"),
        Column("expected", "Expected £", "pence"),
        Column("received", "Received £", "pence"),
        Column("state", "State", "chip"),
    )
    rows = [
        Line(
            one.id,
            (
                one.name if several else one.source,
                format_year(one.year, page.year_style),
                one.expected_pence,
                one.received_pence,
                one.state,
            ),
        )
        for one in page.income
    ]
    strong = []
    now = [row for row, one in zip(rows, page.income, strict=True) if one.year == page.year]
    if len(now) > 1:
        label = f"Total {format_year(page.year, page.year_style)}"
        rows.insert(len(now), Line("total", totals(columns, now, label)))
        strong = ["total"]
    table = SmallTable("Income", Listing("Income", columns, tuple(rows)), strong=strong, tones=TONES)
    table.opened.connect(lambda row: _open(row, {one.id: one for one in page.income}, "income", do))
    section = Section("Income", table)
    for one in page.income:
        if one.status == "subject":
            year = format_year(one.year, page.year_style)
            section.add(plain(f"{year}: subject to {one.condition}.", "small", tone="second", wrap=True))
    return section


def _open(row: str, known: dict[str, Any], action: str, do: Do) -> None:
    if row in known:
        do(action, known[row])


def _agreed(page: LinePage, do: Do) -> Section | None:
    if not page.commitments:
        return None
    columns = (
        Column("title", "Agreed"),
        Column("amount", "Amount £", "pence"),
        Column("paid", "Paid £", "pence"),
        Column("state", "State", "chip"),
    )
    rows = [
        Line(
            one.id,
            (
                one.title,
                one.amount_pence,
                one.paid_pence,
                one.state,
            ),
        )
        for one in page.commitments
    ]
    table = totalled("Agreements", columns, rows, tones=TONES)
    table.opened.connect(lambda row: _open(row, {one.id: one for one in page.commitments}, "commitment", do))
    return Section("Agreements", table)


def _allotted(page: LinePage) -> Section | None:
    if not page.allotted:
        return None
    columns = (Column("name", "To"), Column("amount", "Amount £", "pence"), Column("basis", "Basis"))
    rows = [Line(one.id, (one.name, one.amount, one.basis)) for one in page.allotted]
    return Section("Shared among", totalled("Shared among", columns, rows))


def _movements(page: LinePage) -> Section | None:
    if not page.movements:
        return None
    columns = (Column("what", "Moved"), Column("day", "Date", "day"), Column("pence", "£", "change"))
    rows = []
    section = Section("Money moved")
    for one in page.movements:
        out = page.budget is not None and one.from_budget_id == page.budget.id
        other, year = (one.to_line, one.to_year) if out else (one.from_line, one.from_year)
        where = f"{one.kind.capitalize()} {'to' if out else 'from'} {other}, {format_year(year, page.year_style)}"
        rows.append(Line(one.id, (where, one.moved_on, -one.pence if out else one.pence)))
    section.add(totalled("Money moved", columns, rows))
    for one in page.movements:
        section.add(plain(f"{one.reason}. Approved by the {one.approver}.", "small", tone="second", wrap=True))
    return section


def _notes(page: LinePage, do: Do) -> Section | None:
    if not page.notes:
        return None
    section = Section("Notes")
    for one in page.notes:
        part = f" ({format_pence(one.amount_pence)} of this line, never added to it)" if one.amount_pence else ""
        row = Button("Change note", "", "quiet")
        row.setAccessibleName(f"Change the note: {one.text}")
        row.clicked.connect(lambda _=False, one=one: do("note", (page, one)))
        line = QHBoxLayout()
        line.addWidget(plain(f"{one.text}{part}", "small", wrap=True), 1)
        line.addWidget(row, 0, Qt.AlignmentFlag.AlignTop)
        section.add(line)
    return section


def _revisions(page: LinePage) -> Section | None:
    if len(page.revisions) < 2:
        return None
    columns = (Column("number", "Budget"), Column("day", "Date", "day"), Column("amount", "£", "pence"))
    rows = tuple(
        Line(
            str(one.number),
            (f"Revision {one.number}: {one.reason}" if one.number else "Original", one.made_on, one.amount),
        )
        for one in page.revisions
    )
    return Section("Revisions", SmallTable("Revisions", Listing("Revisions", columns, rows)))


def _stated(page: LinePage) -> Section | None:
    agreeing = [one for one in page.stated if one.agrees and one.year in (None, page.year)]
    if not agreeing:
        return None
    return Section(
        "Stated figures that agree",
        FactRows([(one.name, f"{format_pence(one.amount_pence)}, {one.place}") for one in agreeing]),
    )
