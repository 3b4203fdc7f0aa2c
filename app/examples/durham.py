"""Durham 2015/16, from the commissioning update to the Police and Crime Panel of 3 February 2015."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app import areas, office, organisations
from app.allocations import allocations, partnerships
from app.examples.printed import amount, printed
from app.funds import commitments, funds, income, lines, stated
from app.money import Pence
from db.funds import Movement

OFFICE = "durham"
PAPER = "Update on commissioning activity, 3 February 2015"
PRINTED_ON = date(2015, 2, 3)
YEAR = 2015


def build(session: Session) -> None:
    """Enter the whole example in this session."""
    _office(session)
    bodies = _bodies(session)
    streams = {one.row[0]: one for one in printed(OFFICE, "2015-16-streams", "item") if one.column == "summary"}
    grant = funds.add(
        session,
        year=YEAR,
        name="Community Safety Grant",
        letter="A",
        funder_id=bodies["Home Office"],
        purpose="Once paid directly to the Community Safety Partnerships, it now comes to the Commissioner.",
        overspend_approver="chief finance officer",
    )
    shares = {
        one.column.removeprefix("summary: "): one.pence
        for one in printed(OFFICE, "2015-16-streams", "item")
        if one.column.startswith("summary: ")
    }
    _partnerships(session, grant, bodies, shares)
    for letter, name, terms, purpose, note in (
        (
            "B",
            "Victims' services",
            "for services to victims of crime",
            "Referral and assessment, and specialist services for victims.",
            "Two streams with one amount. The referral service was paid for by the Ministry through Victim Support.",
        ),
        (
            "C",
            "Restorative justice",
            "for restorative justice in the force area",
            "Ministry of Justice money to support restorative justice in the force area.",
            "",
        ),
    ):
        line = _from_justice(
            session, letter, name, terms, purpose, bodies["Ministry of Justice"], streams[letter].pence
        )
        if note:
            lines.add_note(session, lines.line(session, line).budgets[YEAR].id, text=note)
    voluntary = funds.add(
        session,
        year=YEAR,
        name="Community Safety Fund (working title)",
        letter="D",
        purpose="What remains, likely to go to the voluntary and community sector.",
        overspend_approver="chief finance officer",
    )
    lines.add(
        session,
        year=YEAR,
        name="Community Safety Fund (working title)",
        fund_id=voluntary,
        amount=streams["D"].text,
        today=PRINTED_ON,
    )


def _office(session: Session) -> None:
    office.set_details(
        session,
        version=None,
        name="Durham",
        holder_title="Police and Crime Commissioner",
        address="Example House\n2 Sample Street\nAnytown AN2 2AA",
        marking="OFFICIAL",
        year_style="2018-19",
    )


def _bodies(session: Session) -> dict[str, str]:
    return {
        name: organisations.add(session, name=name, kind=kind, aliases=aliases)
        for name, kind, aliases in (
            ("Home Office", "Government", ""),
            ("Ministry of Justice", "Government", "MoJ"),
            ("Safe Durham Partnership", "Partnership", "Safer Durham Partnership"),
            ("Darlington Community Safety Partnership", "Partnership", "Darlington CSP"),
        )
    }


def _partnerships(session: Session, grant: str, bodies: dict[str, str], shares: dict[str, Pence | None]) -> None:
    whole = areas.add_area(session, name="County Durham and Darlington", kind="Police area", code="E23000008")
    county = areas.add_area(session, name="County Durham", kind="Unitary authority", code="E06000047", parent_id=whole)
    town = areas.add_area(session, name="Darlington", kind="Unitary authority", code="E06000005", parent_id=whole)
    budgets: dict[str, str] = {}
    allotted: dict[str, str] = {}
    for name, short, area in (
        ("Safe Durham Partnership", "Safe Durham Partnership", county),
        ("Darlington Community Safety Partnership", "Darlington CSP", town),
    ):
        line = lines.add(
            session, year=YEAR, name=name, fund_id=grant, area_id=area, amount=shares[short], today=PRINTED_ON
        )
        budgets[short] = lines.line(session, line).budgets[YEAR].id
        partnership = partnerships.add_partnership(session, organisation_id=bodies[name], area_id=area)
        allotted[short] = allocations.allocate(
            session,
            budgets[short],
            partnership_id=partnership,
            amount=shares[short],
            basis_kind="percentage",  # of a figure that the paper does not print, and none is worked back
            basis="Reduced by 5 % from 2014-15, roughly as the police budget was",
        )
        if short.startswith("Safe"):
            _roll_forward(session, line, budgets[short])
    projects = _projects(session, budgets["Safe Durham Partnership"], allotted["Safe Durham Partnership"], bodies)
    _stated(session, budgets, projects)


def _roll_forward(session: Session, line: str, budget: str) -> None:
    """The pair is entered directly: the paper prints no 2014-15 budget that the money could be seen to leave."""
    before = lines.set_budget(session, line, year=YEAR - 1, amount="not printed", today=PRINTED_ON)
    session.add(
        Movement(
            kind="roll-forward",
            from_budget_id=before,
            to_budget_id=budget,
            amount_pence=amount(OFFICE, "csg-projects", "Rolled forward from 2014/15"),
            reason="Rolled forward from 2014-15, hence projects above the allocation",
            approver="chief finance officer",
            moved_on=date(2015, 4, 1),
        )
    )
    session.flush()


def _projects(session: Session, budget: str, allocation: str, bodies: dict[str, str]) -> list[str]:
    return [
        commitments.commit(
            session,
            budget,
            title=row.row,
            amount_pence=row.pence or 0,
            organisation_id=bodies["Safe Durham Partnership"],
            allocation_id=allocation,
        )
        for row in printed(OFFICE, "csg-projects", "item")
    ]


def _from_justice(
    session: Session, letter: str, name: str, terms: str, purpose: str, source: str, pence: Pence | None
) -> str:
    """A restricted fund with its one line and the income that pays for it; the id of the line."""
    fund = funds.add(
        session,
        year=YEAR,
        name=name,
        letter=letter,
        funder_id=source,
        purpose=purpose,
        restriction="restricted",
        restriction_terms=f"from the Ministry of Justice {terms}",
    )
    line = lines.add(session, year=YEAR, name=name, fund_id=fund, amount=pence, today=PRINTED_ON)
    income.add(session, source_id=source, name=name, year=YEAR, expected_pence=pence or 0, fund_id=fund, line_id=line)
    return line


def _stated(session: Session, budgets: dict[str, str], projects: list[str]) -> None:
    total = next(one for one in printed(OFFICE, "2015-16-streams", "total") if one.column == "summary: Total")
    spent = next(one for one in printed(OFFICE, "csg-projects", "total"))
    heading = next(one for one in printed(OFFICE, "csg-projects", "memo") if "heading" in one.row)
    for name, one, place, parts in (
        ("Community Safety Grant", total, "stream A", [("budget", row_id) for row_id in budgets.values()]),
        ("Durham projects", spent, "projects table, total", [("commitment", row_id) for row_id in projects]),
        ("Allocation to Durham", heading, "projects table, heading", [("budget", budgets["Safe Durham Partnership"])]),
    ):
        stated.add(
            session,
            name=name,
            year=YEAR,
            amount_pence=one.pence or 0,
            printed=one.text,
            place=f"{PAPER}, {place}",
            parts=parts,
        )
