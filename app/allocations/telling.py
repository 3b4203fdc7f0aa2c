"""Additions, shares of pooled budgets, themes and partnerships as records that are read down.

Amounts are pence, years start years.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.allocations.allocations import AllocationRecord
from app.allocations.fields import BASES
from app.allocations.record import AdditionPage, PartnershipPage, SharePage
from app.allocations.reserves import ReserveRecord
from app.allocations.reviews import ReviewRecord
from app.allocations.telling_spending import PERIODS, RAGS, amount_words, months_words
from app.allocations.themes import Foot, SpendCell, ThemeRecord
from app.allocations.underspends import UnderspendRecord
from app.history import Entry
from app.listing import Cell, Column, Line, Listing, percent_change
from app.money import format_pence, format_sum
from app.told import Notice, Part, Told, facts, without_empty
from app.years import format_day, format_year


def basis_words(kind: str) -> str:
    """How a figure came about, as the forms say it; empty where nobody has said."""
    return next((one.label for one in BASES if one.value == kind and kind), "")


def _term_facts(one: AllocationRecord) -> tuple[tuple[str, str], ...]:
    """On what basis and terms an allocation is given, which the Specified Information Order has published."""
    return (
        ("How it came about", basis_words(one.basis_kind)),
        ("Basis", one.basis),
        ("Purpose", one.purpose),
        ("Conditions", one.conditions),
        ("Reason", one.reason),
        ("Status", "Indicative, not yet decided" if one.status == "indicative" else ""),
        ("Overspend approved by", one.overspend_approver),
    )


def document_words(one: AllocationRecord) -> str:
    """How far the grant document has come: not sent, sent, signed, each with its day."""
    if one.sent_on is None:
        return f"Signed {format_day(one.signed_on)}" if one.signed_on else "Not sent yet"
    signed = f"signed {format_day(one.signed_on)}" if one.signed_on else "not signed yet"
    return f"Sent {format_day(one.sent_on)}, {signed}"


def partnership_told(
    page: PartnershipPage,
    *,
    foot: Foot | None = None,
    reserve: ReserveRecord | None = None,
    tenths: int | None = None,
    returns: Sequence[ReviewRecord] = (),
    underspend: UnderspendRecord | None = None,
) -> Told:
    """Why a partnership has what it has: this year's allocation with its terms, every year, and what it reports.

    `foot` is how its spend plan foots, `reserve` the last it declared, in `tenths` of a month of grant.
    """
    line, year = page.line, format_year(page.year, page.year_style)
    under = [page.area, f"under {page.parent.short}" if page.parent else "", line.called(page.year) if line else ""]
    return Told(
        page.partnership.name,
        " · ".join(part for part in under if part),
        without_empty(
            (
                *(_allocation(page, one, year) for one in page.now),
                *([] if page.now else [Part(year, words=(f"Nothing is allocated to it itself in {year}.",))]),
                _years(page),
                _additions(page),
                _plan(foot, year),
                _reserve(reserve, tenths),
                _returns(returns, page.year_style),
            )
        ),
        tuple(_to_settle(page, returns, underspend)),
        page.history,
    )


def _allocation(page: PartnershipPage, one: AllocationRecord, year: str) -> Part:
    """This year's allocation with its terms; named by its line where it is told of all lines."""
    title = year if page.line is not None else f"{page.line_names.get(one.budget_id, '')}, {year}"
    together = next((each.together for each in page.years if each.year == page.year), None)
    return facts(
        title,
        ("Allocation", amount_words(one.amount)),
        ("With its districts", amount_words(together) if page.children and together != one.amount else ""),
        *_term_facts(one),
        ("Grant document", document_words(one)),
    )


def _years(page: PartnershipPage) -> Part:
    """Each year's figure with its basis; a county's with its districts' beside it."""
    has_below = any(one.own != one.together for one in page.years)
    columns = (
        Column("year", "Year"),
        Column("own", "Own £" if has_below else "Allocation £", "pence", added=False),
        *((Column("together", "With districts £", "pence", added=False),) if has_below else ()),
        Column("change", "Change £", "change", added=False),
        Column("percent", "%", "percent"),
        *((Column("basis", "Basis"),) if page.line is not None else ()),
    )
    bases = {one.year: one.basis for one in page.given}
    rows, before = [], None
    for one in page.years:
        now = one.together if has_below else one.own
        both = isinstance(now, int) and isinstance(before, int)
        cells: tuple[Cell, ...] = (
            format_year(one.year, page.year_style),
            one.own,
            *((one.together,) if has_below else ()),
            now - before if both and isinstance(now, int) and isinstance(before, int) else None,
            percent_change(before, now) if both else None,
            *((bases.get(one.year, ""),) if page.line is not None else ()),
        )
        rows.append(Line(str(one.year), cells))
        before = now
    return Part("Every year", table=Listing("Every year", columns, tuple(rows)))


def _additions(page: PartnershipPage) -> Part:
    columns = (Column("name", "Shared with others"), Column("year", "Year"), Column("amount", "Whole £", "pence"))
    mine = [one for one in page.additions if one.year == page.year]
    rows = tuple(Line(one.id, (one.partnership, format_year(one.year, page.year_style), one.amount)) for one in mine)
    return Part("Additions it shares in", table=Listing("Additions it shares in", columns, rows))


def _plan(foot: Foot | None, year: str) -> Part:
    if foot is None:
        return Part("Spend plan")
    return facts(
        f"Spend plan, {year}",
        ("Planned", format_pence(foot.planned)),
        ("Allocated", amount_words(foot.allocation)),
        ("With", f"{', '.join(foot.districts)}" if foot.districts else ""),
        ("Difference", "None: it foots" if foot.foots else foot.sentence.partition(": ")[2]),
    )


def _reserve(one: ReserveRecord | None, tenths: int | None) -> Part:
    if one is None:
        return Part("Reserve")
    return facts(
        "Reserve",
        ("Held", format_pence(one.closing)),
        ("Declared", format_day(one.declared_on)),
        ("In months of grant", months_words(tenths) if tenths is not None else ""),
        ("Evidence", one.evidence),
    )


def _returns(every: Sequence[ReviewRecord], style: str) -> Part:
    columns = (
        Column("return", "Return"),
        Column("due", "Due", "day"),
        Column("state", "State", "chip"),
        Column("rag", "Rating", "chip"),
    )
    rows = tuple(
        Line(
            one.key,
            (
                f"{PERIODS[one.period]}, {format_year(one.year, style)}",
                one.due_on,
                one.state.capitalize(),
                RAGS[one.rag] if one.returned_on else "",
            ),
        )
        for one in every
    )
    return Part("Returns", table=Listing("Returns", columns, rows), opens="review")


def _to_settle(
    page: PartnershipPage, returns: Sequence[ReviewRecord], underspend: UnderspendRecord | None
) -> Iterator[Notice]:
    """What is late, what does not agree, what is to be decided."""
    year = format_year(page.year, page.year_style)
    late = [one for one in returns if one.state == "late"]
    if len(late) == 1:
        one = late[0]
        days = f"{one.days_late:,} {'day' if one.days_late == 1 else 'days'} late."
        due = f"It was due {format_day(one.due_on)}."
        yield Notice(f"{PERIODS[one.period]} of {year}: {days}", due, "Record it", f"review {one.period}", "bad")
    elif late:
        due = f"The first was due {format_day(late[0].due_on)}."
        yield Notice(
            f"{len(late)} returns of {year} are late.", due, "Record the first", f"review {late[0].period}", "bad"
        )
    if underspend is not None and underspend.to_settle:
        said = f"{format_pence(underspend.to_settle)} of {format_year(underspend.year, page.year_style)} to settle."
        yield Notice(said, "It was not spent, and is over the limit.", "Settle it", "settle")


def addition_told(page: AdditionPage) -> Told:
    """An addition that several partnerships share: its own line, in nobody's own figure."""
    one = page.addition
    return Told(
        one.partnership,
        f"Addition to {page.line.called(one.year)}, {format_year(one.year, page.year_style)}",
        without_empty(
            (
                facts(
                    "Addition",
                    ("Amount", amount_words(one.amount)),
                    ("Shared by", ", ".join(each.short for each in page.sharers)),
                    *_term_facts(one),
                    ("Grant document", document_words(one)),
                ),
            )
        ),
        (),
        page.history,
    )


def share_told(page: SharePage) -> Told:
    """An area's share of a pooled budget in each year; the terms of the year in force."""
    now, year = page.now, format_year(page.year, page.year_style)
    columns = (Column("year", "Year"), Column("amount", "Share £", "pence", added=False), Column("basis", "Basis"))
    rows = tuple(
        Line(one.id, (format_year(which, page.year_style), one.amount, one.basis)) for which, one in page.shares.items()
    )
    return Told(
        page.area,
        f"Share of {page.line.called(page.year)}",
        without_empty(
            (
                facts(
                    year,
                    ("Share", amount_words(now.amount) if now else "None in this year"),
                    ("How it came about", basis_words(now.basis_kind) if now else ""),
                    ("Basis", now.basis if now else ""),
                    ("Reason", now.reason if now else ""),
                    ("Overspend approved by", now.overspend_approver if now else ""),
                ),
                Part("Every year", table=Listing("Every year", columns, rows)),
            )
        ),
        (),
        page.history,
    )


def theme_told(
    one: ThemeRecord,
    cells: Sequence[SpendCell],
    feet: Sequence[Foot],
    names: Mapping[str, str],
    *,
    year_text: str,
    history: Sequence[Entry],
) -> Told:
    """What each partnership plans to spend on a theme, and which plans do not foot; `names` of partnerships by id."""
    mine = [cell for cell in cells if cell.theme_id == one.id]
    several = any(len(cell.amounts) > 1 for cell in mine)
    columns = (
        Column("partnership", "Partnership"),
        *((Column("parts", "As entered"),) if several else ()),
        Column("amount", f"{year_text} £", "pence"),
    )
    rows = tuple(
        Line(
            cell.partnership_id,
            (
                names.get(cell.partnership_id, ""),
                *((format_sum(cell.amounts) if len(cell.amounts) > 1 else "",) if several else ()),
                sum(cell.amounts),
            ),
        )
        for cell in mine
    )
    notices = tuple(
        Notice(foot.sentence, "", "Enter spend", "enter spend", "mute")
        for foot in feet
        if not foot.foots and any(row.id == foot.partnership_id for row in rows)
    )
    state = (facts("", ("State", "Put away")),) if one.archived else ()
    return Told(
        one.name,
        f"Theme, {year_text}",
        without_empty(
            (
                *state,
                Part("Planned", table=Listing("Planned", columns, rows), totalled=True)
                if rows
                else Part("Planned", words=(f"Nobody plans to spend on it in {year_text}.",)),
            )
        ),
        notices,
        tuple(history),
    )


def body_told(page: PartnershipPage) -> Told:
    """A partnership as the office knows it, with what it is given itself out of every line."""
    one = page.partnership
    columns = (Column("line", "Budget line"), Column("year", "Year"), Column("amount", "Own £", "pence", added=False))
    rows = tuple(
        Line(each.id, (page.line_names.get(each.budget_id, ""), format_year(each.year, page.year_style), each.amount))
        for each in page.given
    )
    return Told(
        one.name,
        "Partnership",
        without_empty(
            (
                facts(
                    "About",
                    ("Area", page.area),
                    ("Lies under", page.parent.name if page.parent else ""),
                    ("Above", ", ".join(each.short for each in page.children)),
                    ("State", "Put away" if one.archived else ""),
                ),
                Part("Given to it", table=Listing("Given to it", columns, rows)),
            )
        ),
        (),
        page.history,
    )
