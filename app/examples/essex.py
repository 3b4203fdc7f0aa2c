"""An office shaped like Essex with a round of small grants: the areas are there, and everything else is made up.

How the funds are divided and what a bid has to show follow the commissioning strategy that the office published in
2023. No amount, organisation, person, bid or check in it is anybody's.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app import areas, office, organisations, plans
from app.allocations import allocations, factors, partnerships
from app.examples import essex_before, essex_bids, essex_round, essex_scores
from app.examples.bid_words import COUNTY, DRUGS, PRIORITIES, SAFER, SOUTHEND, THURROCK, VICTIMS, YOUNG
from app.funds import funds, income, lines, stated
from app.money import Pence
from app.recommendations import targets

YEAR = 2026
DAY = date(2026, 2, 20)
NAME = "Essex (made-up example)"
SMALL_GRANTS, SAFETY, VICTIMS_FUND = "Community Safety Development Fund", "Community Safety Fund", "Victims Fund"
PARTNERSHIPS, VIOLENCE, TEAMS, DRUG_TEAMS = (
    "Community Safety Partnerships",
    "Violence and vulnerability",
    "Youth offending teams",
    "Drug and alcohol teams",
)
SUPPORT, RESTORATIVE = "Victim support services", "Restorative justice"
OWN, JUSTICE = "Police, Fire and Crime Commissioner's own budget", "Ministry of Justice"
# fund, line, priority, then pounds of the year before and of the year
LINES = (
    (SMALL_GRANTS, SMALL_GRANTS, "", 90_000, 100_000),
    (SAFETY, PARTNERSHIPS, SAFER, 290_000, 300_000),
    (SAFETY, VIOLENCE, YOUNG, 250_000, 250_000),
    (SAFETY, TEAMS, YOUNG, 175_000, 180_000),
    (SAFETY, DRUG_TEAMS, DRUGS, 140_000, 150_000),
    (VICTIMS_FUND, SUPPORT, VICTIMS, 1_380_000, 1_400_000),
    (VICTIMS_FUND, RESTORATIVE, VICTIMS, 120_000, 120_000),
)
PURPOSES = {
    SMALL_GRANTS: "Grants of up to £20,000 to local groups, for hidden need and for what has not been tried.",
    SAFETY: "What partnerships, safeguarding boards and teams for young offenders do every year.",
    VICTIMS_FUND: "Services that help people harmed by crime to cope and recover.",
}
# area, kind, code of the Office for National Statistics, its made-up partnership, and pounds of the year
PLACES = (
    (COUNTY, "County", "E10000012", "Sample County Community Safety Partnership", 190_000),
    (SOUTHEND, "Unitary authority", "E06000033", "Sample Seafront Community Safety Partnership", 60_000),
    (THURROCK, "Unitary authority", "E06000034", "Sample Estuary Community Safety Partnership", 50_000),
)
PEOPLE = {COUNTY: 1_500_000, SOUTHEND: 180_000, THURROCK: 175_000}
"""How many live there, about: only so that money can be told by how many people it is for."""
TARGETS = {COUNTY: 700, SOUTHEND: 150, THURROCK: 150, SAFER: 300, YOUNG: 300, VICTIMS: 250, DRUGS: 150}
"""The share of a round's money that each ought to have, in tenths of a percent."""


def build(session: Session) -> None:
    """Enter the whole example in this session."""
    office.set_details(
        session,
        version=None,
        name=NAME,
        holder_title="Police, Fire and Crime Commissioner",
        address="Example House\n3 Sample Street\nAnytown AN3 3AA",
        marking="OFFICIAL",
        year_style="2018/19",
    )
    plan = plans.add_plan(
        session, name="Made-up Police and Crime Plan", starts_on=date(2025, 4, 1), ends_on=date(2029, 3, 31)
    )
    priority_ids = {name: plans.add_priority(session, plan_id=plan, name=name) for name in PRIORITIES}
    area_ids = _areas(session)
    line_ids = _budget(session, priority_ids)
    _partnerships(session, area_ids, line_ids[PARTNERSHIPS])
    made = essex_round.enter(
        session, line_id=line_ids[SMALL_GRANTS], area_ids=area_ids, priority_ids=priority_ids, year=YEAR
    )
    essex_bids.enter(session, made, bodies={area: body for area, _, _, body, _ in PLACES})
    session.flush()
    essex_scores.enter(session, made, essex_bids.bodies())
    essex_round.enter_second(session, made)
    for round_id in (made.round.id, essex_before.enter(session, made)):
        _targets(session, round_id, area_ids | priority_ids)


def _areas(session: Session) -> dict[str, str]:
    whole = areas.add_area(session, name="Essex police area", kind="Police area", code="E23000028")
    return {
        name: areas.add_area(session, name=name, kind=kind, code=code, parent_id=whole)
        for name, kind, code, _, _ in PLACES
    }


def _budget(session: Session, priority_ids: dict[str, str]) -> dict[str, str]:
    """The funds with their lines, what pays for them and what was stated of them; the ids of the lines by name."""
    justice, own = (
        organisations.add(session, name=name, kind=kind)
        for name, kind in ((JUSTICE, "Government"), (OWN, "This office"))
    )
    fund_ids = {
        name: funds.add(
            session,
            year=YEAR - 1,
            name=name,
            letter=letter,
            purpose=purpose,
            funder_id=justice if name == VICTIMS_FUND else None,
            restriction="restricted" if name == VICTIMS_FUND else "unrestricted",
            restriction_terms="from the Ministry of Justice for victims of crime" if name == VICTIMS_FUND else "",
            overspend_approver="" if name == VICTIMS_FUND else "chief finance officer",
        )
        for letter, (name, purpose) in zip("ABC", PURPOSES.items(), strict=True)
    }
    line_ids: dict[str, str] = {}
    for fund, name, priority, before, now in LINES:
        placed = {"priority_id": priority_ids[priority]} if priority else {}
        line_ids[name] = lines.add(
            session,
            year=YEAR - 1,
            name=name,
            fund_id=fund_ids[fund],
            amount=Pence(before * 100),
            today=DAY,
            **placed,
        )
        lines.set_budget(
            session,
            line_ids[name],
            year=YEAR,
            amount=Pence(now * 100),
            today=DAY,
            **placed,
        )
    _income(session, fund_ids[VICTIMS_FUND], justice, own)
    _stated(session, line_ids)
    return line_ids


def _income(session: Session, victims: str, justice: str, own: str) -> None:
    for year in (YEAR - 1, YEAR):
        pounds = {True: 0, False: 0}
        for fund, _, _, before, now in LINES:
            pounds[fund == VICTIMS_FUND] += now if year == YEAR else before
        income.add(
            session,
            source_id=justice,
            name="Grant for victims",
            year=year,
            expected_pence=pounds[True] * 100,
            fund_id=victims,
        )
        income.add(session, source_id=own, name="Own budget", year=year, expected_pence=pounds[False] * 100)


def _stated(session: Session, line_ids: dict[str, str]) -> None:
    """The made-up totals of the year, which tie."""
    budgets = {name: lines.line(session, line_id).budgets[YEAR].id for name, line_id in line_ids.items()}
    of_fund = {
        fund: sorted(budgets[name] for of, name, _, _, _ in LINES if of == fund) for fund in (SAFETY, VICTIMS_FUND)
    }
    for name, pounds, parts in (
        ("Commissioning budget", 2_500_000, sorted(budgets.values())),
        (SAFETY, 880_000, of_fund[SAFETY]),
        (VICTIMS_FUND, 1_520_000, of_fund[VICTIMS_FUND]),
    ):
        stated.add(
            session,
            name=name,
            year=YEAR,
            amount_pence=pounds * 100,
            printed=f"£{pounds:,}",
            place="Made-up decision sheet, February 2026",
            parts=[("budget", one) for one in parts],
        )


def _partnerships(session: Session, area_ids: dict[str, str], line_id: str) -> None:
    budget = lines.line(session, line_id).budgets[YEAR].id
    heads = factors.add(
        session, name="Population", source="Round figures made up for the example", as_of=DAY, is_population=True
    )
    people: dict[str, int | None] = {}
    for area, _, _, name, pounds in PLACES:
        partnership = partnerships.add_partnership(
            session,
            organisation_id=organisations.add(session, name=name, kind="Partnership"),
            area_id=area_ids[area],
        )
        people[f"{partnership}:{heads}"] = PEOPLE[area] * factors.MILLION
        allocations.allocate(
            session,
            budget,
            partnership_id=partnership,
            amount=Pence(pounds * 100),
            basis_kind="manual",
            basis="Made up for the example",
            purpose="What the partners do together against antisocial behaviour and domestic abuse.",
            conditions="Two reports a year.",
            reason="Round figures, so that nobody takes them for a count.",
        )
    factors.enter(session, figures=people, was={})


def _targets(session: Session, round_id: str, ids: dict[str, str]) -> None:
    wanted = {f"{ids[name]}:{targets.SHARE}": tenths for name, tenths in TARGETS.items()}
    targets.set_targets(session, round_id, targets=wanted, was={})
