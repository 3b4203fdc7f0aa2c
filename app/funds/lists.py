"""The other lists of the Funds page as they are shown, printed and exported: income, funds, stated figures, history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from app.fields import Field
from app.funds import commitments, fields, figures, funds, income, lines, movements, stated
from app.history import history
from app.listing import Column, Group, Line, Listing
from app.office import details
from app.years import format_year


def income_list(session: Session, *, year: int | None = None) -> Listing:
    """Income by source: expected, received and to come, of one year or of all, in pence."""
    style = details(session).year_style
    found = income.incomes(session, year=year)
    columns = (
        Column("name", "Income"),
        Column("source", "From"),
        Column("expected", "Expected £", "pence"),
        Column("received", "Received £", "pence"),
        Column("to_come", "To come £", "pence"),
        Column("state", "State", "chip"),
        Column("condition", "Subject to"),
    )
    rows = tuple(
        Line(
            one.id,
            (
                one.name,
                one.source,
                one.expected_pence,
                one.received_pence,
                one.expected_pence - one.received_pence,
                one.state,
                one.condition,
            ),
            group=str(one.year),
        )
        for one in found
    )
    title = f"Income {format_year(year, style)}" if year is not None else "Income"
    groups = tuple(Group(str(year), format_year(year, style)) for year in sorted({one.year for one in found}))
    return Listing(title, columns, rows, groups, subtitle="Expected and received, by source")


def agreement_list(session: Session, *, year: int) -> Listing:
    """What has been agreed with whom out of each line in `year`, and what of it is paid, in pence."""
    found = commitments.commitments(session, year=year)
    columns = (
        Column("title", "Agreement"),
        Column("organisation", "With"),
        Column("agreed_on", "Agreed on", "day"),
        Column("amount", "Amount £", "pence"),
        Column("paid", "Paid £", "pence"),
        Column("state", "State", "chip"),
        Column("reference", "Reference"),
    )
    rows = tuple(
        Line(
            one.id,
            (one.title, one.organisation, one.agreed_on, one.amount_pence, one.paid_pence, one.state, one.reference),
            group=one.line_id,
        )
        for one in found
    )
    groups = tuple(Group(key, name) for key, name in {one.line_id: one.line for one in found}.items())
    return Listing(f"Agreements {format_year(year, details(session).year_style)}", columns, rows, groups)


def movement_list(session: Session, *, year: int) -> Listing:
    """Money moved into or out of the budgets of `year`: virements and roll-forwards, in pence, the oldest first."""
    style = details(session).year_style
    columns = (
        Column("from", "From"),
        Column("to", "To"),
        Column("kind", "Kind"),
        Column("moved_on", "Date", "day"),
        Column("reason", "Reason"),
        Column("amount", "Amount £", "pence"),
    )
    rows = tuple(
        Line(
            one.id,
            (
                f"{one.from_line}, {format_year(one.from_year, style)}",
                f"{one.to_line}, {format_year(one.to_year, style)}",
                one.kind.capitalize(),
                one.moved_on,
                one.reason,
                one.pence,
            ),
        )
        for one in movements.of_year(session, year)
    )
    return Listing(f"Money moved {format_year(year, style)}", columns, rows)


def fund_list(session: Session, *, year: int, archived: bool = False) -> Listing:
    """Funds with the figures of their lines in `year`, in pence."""
    style = details(session).year_style
    by_fund: dict[str, list[figures.Figures]] = {}
    for line in lines.lines(session):
        if year in line.budgets:
            by_fund.setdefault(line.fund_id, []).append(line.budgets[year].figures)
    columns = (
        Column("fund", "Fund"),
        Column("restriction", "Restriction", "chip"),
        Column("budget", "Budget £", "pence"),
        Column("moved", "Moved £", "change"),
        Column("allocated", "Allocated £", "pence"),
        Column("committed", "Committed £", "pence"),
        Column("paid", "Paid £", "pence"),
        Column("left", "Left £", "pence"),
    )
    rows = []
    for fund in funds.funds(session, year=year, archived=archived):
        if fund.archived != archived:
            continue
        sums = figures.add(by_fund.get(fund.id, ()))
        name = f"{fund.letter} {fund.name}" if fund.letter else fund.name
        cells = (name, "Restricted" if fund.restricted else "Unrestricted", sums.budget)
        rows.append(Line(fund.id, (*cells, sums.moved, sums.allocated, sums.committed, sums.paid, sums.left)))
    return Listing(f"Funds {format_year(year, style)}", columns, tuple(rows))


def stated_list(session: Session, *, year: int | None = None) -> Listing:
    """Stated figures beside what their rows come to, in pence; those that do not agree come first."""
    style = details(session).year_style
    found = sorted(stated.stated(session, year=year), key=lambda one: one.agrees)
    columns = (
        Column("name", "What is stated"),
        Column("year", "Year"),
        Column("stated", "Stated £", "pence", added=False),
        Column("computed", "Rows come to £", "pence", added=False),
        Column("difference", "Difference £", "change", added=False),
        Column("state", "State", "chip"),
        Column("place", "Where it stands"),
        Column("reason", "Reason"),
    )
    rows = tuple(
        Line(
            one.id,
            (
                one.name,
                format_year(one.year, style) if one.year is not None else "",
                one.amount_pence,
                one.computed_pence,
                one.difference_pence,
                "Agrees" if one.agrees else "Cannot be compared" if one.computed_pence is None else "Differs",
                one.place,
                one.reason,
            ),
            group="agrees" if one.agrees else "differs",
        )
        for one in found
    )
    groups = (Group("differs", "To settle"), Group("agrees", "Agree"))
    used = {row.group for row in rows}
    return Listing("Stated figures", columns, rows, tuple(group for group in groups if group.key in used))


HISTORY_PAGE = 1_000
"""So many steps are read in one go."""


def history_list(
    session: Session, *, before: int | None = None, labels: Mapping[str, Sequence[Field]] | None = None
) -> Listing:
    """What was done in this office file: the newest `HISTORY_PAGE` steps, or as many older than step `before`.

    `labels` gives the columns of the other tabs' tables their words; those of funds have theirs.
    """
    style = details(session).year_style
    entries = history(session, labels=labels or fields.LABELS, year_style=style, most=HISTORY_PAGE, before=before)
    columns = (
        Column("text", "What"),
        Column("day", "Date", "day"),
        Column("time", "Time"),
        Column("user", "Who"),
        Column("reason", "Reason"),
        Column("machine", "Laptop"),
    )
    rows = tuple(
        Line(
            str(one.seq),
            (
                one.text,
                one.at.date(),
                f"{one.at:%H:%M}",
                one.user,
                one.reason,
                one.machine,
            ),
        )
        for one in entries
    )
    return Listing("History", columns, rows)


def whole_history(read: Callable[..., Listing], *, labels: Mapping[str, Sequence[Field]] | None = None) -> Listing:
    """Every step, a page at a time; `read` is how the office is asked, so that nobody waits for longer than a page."""
    whole = page = read(history_list, labels=labels)
    while len(page.lines) == HISTORY_PAGE:
        page = read(history_list, before=int(page.lines[-1].id), labels=labels)
        whole = replace(whole, lines=(*whole.lines, *page.lines))
    return whole
