"""Devon, Cornwall and the Isles of Scilly, 2017/18 to 2019/20, from the Commissioning Intentions Plan 2019 to 2020.

Figures are read from `resources/examples`; names are shortened where a table needs it, with the printed name kept
beside each year. What the plan does not print (payments, receipts, most agreements) is not in the example.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from app import areas, office, organisations, plans
from app.allocations import allocations, partnerships, shares, themes
from app.examples import devon_cornwall_bench, devon_cornwall_contracts
from app.examples.printed import Printed, amount, printed
from app.funds import commitments, funds, income, lines, stated
from app.funds.stated import Part
from app.money import Pence
from app.years import format_year

OFFICE = "devon-cornwall"
PRINTED_ON = date(2019, 1, 31)
PLAN = "Commissioning Intentions Plan 2019 to 2020"

WHOLE, PREVENTING, PROTECTING, SUPPORTING = (
    "Whole Police and Crime Plan",
    "Preventing and deterring crime",
    "Protecting people at risk",
    "Supporting victims and witnesses",
)
PRIORITIES = (
    (WHOLE),
    ("Connecting communities and policing"),
    PREVENTING,
    SUPPORTING,
    PROTECTING,
    ("Getting the best out of the police"),
)

CSP = "Community Safety Partnership Fund"
PLAN_PRIORITIES = "Police and Crime Plan Priorities Fund"
ISVA = "ISVA and SARC services"
VICTIMS = "Victim care services"
YOS = "Youth Offending Service"
TRIAGE = "Mental health street triage"
LIAISON = "Neighbourhood liaison and diversion"
RESTORATIVE = "Restorative justice service"
ISVA_CONTRACT = "ISVA contract (3+1+1 years)"
RESTORATIVE_CONTRACT = "Restorative justice contract"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the desk: its fund, its priority, and the name each year's table prints for it."""

    name: str
    fund: str
    priority: str
    in_2018: str = ""
    in_2019: str = ""


LINES = (
    _Line(CSP, CSP, WHOLE, "Community Safety Fund", "Community Safety Partnership Fund"),
    _Line(
        PLAN_PRIORITIES,
        PLAN_PRIORITIES,
        WHOLE,
        "PCC Emerging Commissioning Priorities Fund",
        "PCC Police and Crime Plan Priorities Fund",
    ),
    _Line("Community Speedwatch", PLAN_PRIORITIES, WHOLE, in_2019="Community Speedwatch"),
    _Line("Road safety", PLAN_PRIORITIES, WHOLE, in_2019="Road Safety"),
    _Line("CCTV connectivity", PLAN_PRIORITIES, WHOLE, in_2019="CCTV connectivity"),
    _Line("Business crime strategy", PLAN_PRIORITIES, WHOLE, in_2019="Business Crime Strategy"),
    _Line("Commissioning team salaries", "Commissioning team", WHOLE, "OPCC Commissioning Team Salaries"),
    _Line("Small grant scheme", "Small grants", WHOLE, "PCC Small Grant Scheme"),
    _Line(YOS, YOS, PREVENTING, "Youth Offending Service", "Youth Offending Service"),
    _Line("Local Criminal Justice Board", "Reducing reoffending", PREVENTING, in_2019="Local Criminal Justice Board"),
    _Line("CASS Plus", "Reducing reoffending", PREVENTING, in_2019="CASS Plus"),
    _Line("Circles South West", "Reducing reoffending", PREVENTING, in_2019="Circles SW"),
    _Line(
        ISVA,
        "Sexual violence services",
        SUPPORTING,
        "Independent Sexual Violence Advisor Contract (ISVA) & Sexual Assault Referral Centres (SARCs)",
        "Independent Sexual Violence Advocacy Service (ISVA) SARC Service",
    ),
    _Line(
        VICTIMS,
        "Victim Services Grant",
        SUPPORTING,
        "MoJ Victim Services Grant inc. CSA/E grant",
        "Victim Care Services",
    ),
    _Line(RESTORATIVE, "Restorative justice", SUPPORTING, in_2019="Restorative Justice Service"),
    _Line(TRIAGE, "Mental health", PROTECTING, "Mental Health – Street Triage", "Mental Health Street Triage"),
    _Line(
        LIAISON,
        "Mental health",
        PROTECTING,
        "Mental Health – Neighbourhood Liaison & Diversion",
        "Mental Health Neighbourhood Liaison & Diversion",
    ),
)
PURPOSES = {
    CSP: "Pooled by the Community Safety Partnerships for services that serve the Police and Crime Plan.",
    PLAN_PRIORITIES: "New and growing work on the plan's priorities; the emerging priorities fund until 2018/19.",
    YOS: "The office's part of the budget of the youth offending teams of four councils.",
    "Reducing reoffending": "Work that keeps people from offending again.",
    "Sexual violence services": "Independent advisers for victims of sexual violence, bought with NHS England.",
    "Victim Services Grant": "Practical and emotional support for victims of crime, including child sexual abuse.",
    "Restorative justice": "Bringing people harmed by crime together with those who did the harm, where both wish it.",
    "Mental health": "Mental health professionals beside the police, for people in crisis.",
    "Commissioning team": "The salaries of the team.",
    "Small grants": "Small grants to community groups.",
}
RESTRICTED = {
    "Victim Services Grant": "ring-fenced by the Ministry of Justice for support to victims of crime",
}
# name, kind, area code of the Office for National Statistics
AREAS = (
    ("Devon", "County", "E10000008"),
    ("Exeter", "District", "E07000041"),
    ("South Devon & Dartmoor", "Group of districts", ""),
    ("Torridge & North Devon", "Group of districts", ""),
    ("East & Mid Devon", "Group of districts", ""),
    ("Cornwall", "Unitary authority", "E06000052"),
    ("Plymouth", "Unitary authority", "E06000026"),
    ("Torbay", "Unitary authority", "E06000027"),
    ("Isles of Scilly", "Unitary authority", "E06000053"),
)
# as printed, and as a table with a column for each partnership can hold them
THEMES = {
    "Sexual Violence/ Domestic Abuse/ Child Sexual Abuse advocacy services Therapeutic services Healthy relationships"
    " training": "Sexual violence, domestic abuse and child sexual abuse",
    "Domestic Homicide Reviews": "Domestic homicide reviews",
    "Substance Misuse Treatment (CJ) Y-Smart (Devon)": "Substance misuse treatment",
    "CSP Intelligence & Strategic Analysis (covering Serious &Organised Crime, DASV, trauma needs assessments,"
    " research, data/outcomes etc)": "Intelligence and analysis",
    "Mental Health": "Mental health",
    "ASB": "Antisocial behaviour",
    "Alcohol/NTE ARID": "Alcohol and the night-time economy",
    "Street Pastors Safe Place": "Street pastors and safe places",
    "Road Safety": "Road safety",
    "Training for professionals and community to address issues such as CSE": "Training, as on child exploitation",
    "Awareness raising campaigns": "Awareness campaigns",
    "Community Cohesion (inc Prevent)": "Community cohesion and Prevent",
    "Early Intervention": "Early intervention",
}
IN_DEVON = {name for name, _, _ in AREAS[1:5]}
SAFER_TOWNS = "of which Safer Towns contribution (Devon, Plymouth & Torbay)"
FUND_PURPOSE = "Services that a partnership pools with others: domestic abuse, substance misuse, safeguarding."
FUND_CONDITIONS = "Services for victims of domestic abuse and of sexual violence come first."
FUND_REASONS = {
    2018: "Partnerships plan by a shared assessment of threat and risk, and pay for what it finds together.",
    2019: "Services for vulnerable victims and people with complex needs are to stay stable in the plan's last year.",
}


@dataclass(slots=True)
class _Made:
    """Ids of what has been entered so far, by name."""

    priorities: dict[str, str] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    partnerships: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    budgets: dict[tuple[str, int], str] = field(default_factory=dict)
    incomes: dict[tuple[str, int], str] = field(default_factory=dict)


def build(session: Session) -> None:
    """Enter the whole example in this session."""
    made = _Made()
    _office(session, made)
    _lines(session, made)
    _income(session, made)
    _notes(session, made)
    allotted = _allocations(session, made)
    spent = _spend(session, made)
    shared = _pooled(session, made)
    agreed = _agreements(session, made)
    _stated(session, made, allotted, spent, shared)
    _stated_contract(session, agreed[ISVA_CONTRACT])
    devon_cornwall_contracts.enter(
        session,
        isva_line=made.lines[ISVA],
        restorative_line=made.lines[RESTORATIVE],
        isva_agreed=agreed[ISVA_CONTRACT],
        restorative_agreed=agreed[RESTORATIVE_CONTRACT],
    )
    devon_cornwall_bench.enter(
        session,
        line_id=made.lines[CSP],
        partnership_ids=made.partnerships,
        districts=tuple(name for name, _, _ in AREAS if name in IN_DEVON),
    )


def _office(session: Session, made: _Made) -> None:
    office.set_details(
        session,
        version=None,
        name="Devon, Cornwall and the Isles of Scilly",
        holder_title="Police and Crime Commissioner",
        address="Example House\n1 Sample Street\nAnytown AN1 1AA",
        marking="OFFICIAL",
        year_style="2018/19",
    )
    plan = plans.add_plan(
        session,
        name="Safe, resilient and connected communities: Police and Crime Plan 2017 to 2020",
        starts_on=date(2017, 4, 1),
        ends_on=date(2020, 3, 31),
    )
    for name in PRIORITIES:
        made.priorities[name] = plans.add_priority(session, plan_id=plan, name=name)
    whole = areas.add_area(
        session, name="Devon, Cornwall and the Isles of Scilly", kind="Police area", code="E23000035"
    )
    for name, kind, code in AREAS:
        parent = made.areas["Devon"] if name in IN_DEVON else whole
        made.areas[name] = areas.add_area(session, name=name, kind=kind, code=code, parent_id=parent)
    for name, kind, aliases in (
        ("Ministry of Justice", "Government", "MoJ"),
        ("NHS England", "NHS", "NHS(E)"),
        ("Police and Crime Commissioner's own budget", "This office", "PCC budget"),
        ("First Light", "Charity", ""),
        ("Make Amends with Shekinah", "Charity", "Make Amends"),
        ("Devon clinical commissioning groups", "NHS", ""),
    ):
        made.bodies[name] = organisations.add(session, name=name, kind=kind, aliases=aliases)
    for name, _, _ in AREAS:
        body = "Safer Devon" if name == "Devon" else f"{name.replace('&', 'and')} Community Safety Partnership"
        made.partnerships[name] = partnerships.add_partnership(
            session,
            organisation_id=organisations.add(session, name=body, kind="Partnership"),
            area_id=made.areas[name],
            parent_id=made.partnerships["Devon"] if name in IN_DEVON else None,
        )


def _lines(session: Session, made: _Made) -> None:
    fund_ids: dict[str, str] = {}
    for name, purpose in PURPOSES.items():
        fund_ids[name] = funds.add(
            session,
            year=2017,
            name=name,
            purpose=purpose,
            funder_id=made.bodies["Ministry of Justice"] if name in RESTRICTED else None,
            restriction="restricted" if name in RESTRICTED else "unrestricted",
            restriction_terms=RESTRICTED.get(name, ""),
            overspend_approver="" if name in RESTRICTED else "chief finance officer",
        )
    tables = {2018: printed(OFFICE, "2018-19-budget", "item"), 2019: printed(OFFICE, "2019-20-intentions", "item")}
    for one in LINES:
        years = {2018: one.in_2018, 2019: one.in_2019}
        line_id = ""
        for year, name in years.items():
            if not name:
                continue
            pence = next(row.pence for row in tables[year] if row.row == name)
            placed = {"priority_id": made.priorities[one.priority], "printed_name": name if name != one.name else ""}
            if not line_id:
                line_id = lines.add(
                    session,
                    year=year,
                    name=one.name,
                    fund_id=fund_ids[one.fund],
                    amount=pence,
                    today=PRINTED_ON,
                    **placed,
                )
                made.budgets[one.name, year] = lines.line(session, line_id).budgets[year].id
            else:
                made.budgets[one.name, year] = lines.set_budget(
                    session, line_id, year=year, amount=pence, today=PRINTED_ON, **placed
                )
        made.lines[one.name] = line_id
    for name, table, row in ((CSP, "csp-allocations", "2017/18"), (YOS, "yos", "2017-18")):
        total = next(one.pence for one in printed(OFFICE, table, "total") if one.row == row)
        priority = made.priorities[next(one.priority for one in LINES if one.name == name)]
        made.budgets[name, 2017] = lines.set_budget(
            session, made.lines[name], year=2017, amount=total, priority_id=priority, today=PRINTED_ON
        )


def _income(session: Session, made: _Made) -> None:
    justice, health = made.bodies["Ministry of Justice"], made.bodies["NHS England"]
    fund_of = {name: lines.line(session, line_id).fund_id for name, line_id in made.lines.items()}
    for row in printed(OFFICE, "vsg", "item"):
        assert row.year is not None
        assert row.pence is not None
        made.incomes[row.row, row.year] = income.add(
            session,
            source_id=justice,
            name="Victim Services Grant" if row.row.startswith("Victim") else "Child sexual abuse grant",
            year=row.year,
            expected_pence=row.pence,
            status="agreed" if row.year == 2018 else "indicated",
            fund_id=fund_of[VICTIMS],
            line_id=made.lines[VICTIMS],
        )
    of_health = {row.year: row.pence for row in printed(OFFICE, "nhs-contribution", "item")}
    of_health[2018] = amount(OFFICE, "2018-19-budget", "of which contribution from NHS(E)")
    for year in sorted(year for year in of_health if year is not None):
        pence = of_health[year]
        assert pence is not None
        made.incomes["NHS England", year] = income.add(
            session,
            source_id=health,
            name="Contribution to ISVA services",
            year=year,
            expected_pence=pence,
            status="subject" if year >= 2020 else "agreed",
            condition="the optional extension of the agreement with NHS England" if year >= 2020 else "",
            fund_id=fund_of[ISVA],
            line_id=made.lines[ISVA],
        )
    total = amount(OFFICE, "2018-19-budget", "Total")
    justice_total = sum(row.pence or 0 for row in printed(OFFICE, "vsg", "item") if row.year == 2018)
    own = Pence(total - justice_total - (of_health[2018] or 0))
    made.incomes["own", 2018] = income.add(
        session,
        source_id=made.bodies["Police and Crime Commissioner's own budget"],
        name="Commissioning budget less grants and contributions",
        year=2018,
        expected_pence=own,
    )


def _notes(session: Session, made: _Made) -> None:
    for line, year, text, row, table in (
        (ISVA, 2018, "Includes £158,590 from NHS England.", "of which contribution from NHS(E)", "2018-19-budget"),
        (
            CSP,
            2019,
            "Includes £70,000 for Safer Towns across Devon, Plymouth and Torbay.",
            SAFER_TOWNS,
            "2019-20-intentions",
        ),
        (ISVA, 2019, "Includes £212,199 from NHS England.", "of which contribution from NHS(E)", "2019-20-intentions"),
    ):
        lines.add_note(session, made.budgets[line, year], text=text, amount_pence=amount(OFFICE, table, row))
    lines.add_note(
        session,
        made.budgets[VICTIMS, 2019],
        text="Ministry of Justice: Victim Services Grant £1,880,265 and child sexual abuse grant £140,076.",
    )
    lines.add_note(session, made.budgets[LIAISON, 2019], text="Subject to a positive evaluation of the pilot.")


def _allocations(session: Session, made: _Made) -> dict[int, list[Part]]:
    parts: dict[int, list[Part]] = {}
    before: dict[tuple[str, int], Pence | None] = {}
    for row in printed(OFFICE, "csp-allocations", "item"):
        assert row.year is not None
        area = row.column.removeprefix("Devon: ").replace("Safer Devon", "Devon")
        basis_kind, basis = _basis(area, row.year, row.pence, before.get((area, row.year - 1)))
        before[area, row.year] = row.pence
        is_told = row.year in FUND_REASONS  # the plan says what the money is for from 2018/19 on
        allocation = allocations.allocate(
            session,
            made.budgets[CSP, row.year],
            partnership_id=made.partnerships[area],
            amount=row.pence,
            basis_kind=basis_kind,
            basis=basis,
            purpose=FUND_PURPOSE if is_told else "",
            conditions=FUND_CONDITIONS if is_told else "",
            reason=FUND_REASONS.get(row.year, ""),
        )
        parts.setdefault(row.year, []).append(("allocation", allocation))
    allocations.add_addition(
        session,
        made.budgets[CSP, 2019],
        name="Safer Towns",
        amount=amount(OFFICE, "2019-20-intentions", SAFER_TOWNS),
        sharer_ids=[made.partnerships[area] for area in ("Devon", "Plymouth", "Torbay")],
        basis_kind="manual",
        basis="A contribution beside the allocations; the plan does not divide it",
    )
    return parts


def _basis(area: str, year: int, pence: Pence | None, before: Pence | None) -> tuple[str, str]:
    """How a figure came about, where the plan says or shows it; nothing is said for it elsewhere."""
    if area in IN_DEVON and year == 2018:
        return "flat", "£25,000 to each district partnership"
    if before is not None and pence == before:
        return "history", f"The same as in {format_year(year - 1)}"
    if area == "Devon" and year == 2018:
        return "manual", "The county's own; district partnerships have theirs directly"
    if area == "Isles of Scilly" and year == 2019:
        return "manual", "Raised to what a district partnership has, since the islands have nobody near to share with"
    return "", "As printed"


def _spend(session: Session, made: _Made) -> dict[str, list[Part]]:
    cells: dict[tuple[str, str], list[Printed]] = {}
    for row in printed(OFFICE, "csp-spend-by-theme-2018-19", "item"):
        cells.setdefault((row.row, row.column), []).append(row)
    theme_ids: dict[str, str] = {}
    parts: dict[str, list[Part]] = {}
    for (theme, area), rows in cells.items():
        if theme not in theme_ids:
            theme_ids[theme] = themes.add_theme(session, name=THEMES.get(theme, theme))
        ids = themes.record_spend(
            session,
            partnership_id=made.partnerships[area],
            theme_id=theme_ids[theme],
            year=2018,
            amounts_pence=tuple(row.pence or 0 for row in rows),
            printed=tuple(row.text for row in rows),
        )
        parts.setdefault(area, []).extend(("spend", row_id) for row_id in ids)
    return parts


def _pooled(session: Session, made: _Made) -> dict[int, list[Part]]:
    parts: dict[int, list[Part]] = {}
    for row in printed(OFFICE, "yos", "item"):
        assert row.year is not None
        share = shares.share(
            session,
            made.budgets[YOS, row.year],
            area_id=made.areas[row.column],
            amount=row.text if row.pence is None else row.pence,
        )
        if row.pence is not None:
            parts.setdefault(row.year, []).append(("pooled_share", share))
    return parts


def _agreements(session: Session, made: _Made) -> dict[str, str]:
    """The agreements the plan itself names with a yearly amount; their ids by title."""
    agreed: dict[str, str] = {}
    for line, year, title, body, pounds, agreed_on in (
        (ISVA, 2019, ISVA_CONTRACT, "First Light", 415_000, date(2018, 10, 1)),
        (RESTORATIVE, 2019, RESTORATIVE_CONTRACT, "Make Amends with Shekinah", 230_000, date(2017, 10, 1)),
        (
            TRIAGE,
            2018,
            "Street triage, the office's contribution",
            "Devon clinical commissioning groups",
            100_000,
            None,
        ),
        (LIAISON, 2018, "Liaison and diversion pilot", "", 150_000, None),
        (PLAN_PRIORITIES, 2018, "Connectivity Investment Fund for local policing teams", "", 75_000, None),
        (PLAN_PRIORITIES, 2018, "Training and resources for councillor advocates", "", 5_000, None),
    ):
        agreed[title] = commitments.commit(
            session,
            made.budgets[line, year],
            title=title,
            amount_pence=pounds * 100,
            organisation_id=made.bodies.get(body),
            agreed_on=agreed_on,
        )
    return agreed


def _stated(
    session: Session,
    made: _Made,
    allotted: dict[int, list[Part]],
    spent: dict[str, list[Part]],
    shared: dict[int, list[Part]],
) -> None:
    def state(name: str, year: int, pence: Pence | None, printed_text: str, place: str, parts: list[Part]) -> None:
        stated.add(
            session,
            name=name,
            year=year,
            amount_pence=pence or 0,
            printed=printed_text.rstrip("*"),  # a star leads to a note and is no part of the figure
            place=f"{PLAN}, {place}",
            parts=parts,
        )

    def budgets(year: int, *names: str) -> list[Part]:
        return [
            ("budget", row_id)
            for (name, in_year), row_id in made.budgets.items()
            if in_year == year and (not names or name in names)
        ]

    for year, table in ((2018, "2018-19-budget"), (2019, "2019-20-intentions")):
        total = printed(OFFICE, table, "total")[0]
        state(
            f"Commissioning budget {total.text}",
            year,
            total.pence,
            total.text,
            "total of the budget table",
            budgets(year),
        )
    own = Pence(347_256_000)
    state(
        "The commissioner's own part of the budget",
        2018,
        own,
        "£3,472,560",
        "opening section",
        [("income", made.incomes["own", 2018])],
    )
    for total in printed(OFFICE, "vsg", "total"):
        assert total.year is not None
        grants: list[Part] = [
            ("income", row_id)
            for (name, year), row_id in made.incomes.items()
            if year == total.year and "Grant" in name
        ]
        state("Ministry of Justice grant", total.year, total.pence, total.text, "Victim Services Grant table", grants)
    memo = next(one for one in printed(OFFICE, "2019-20-intentions", "memo") if "Victim Services Grant" in one.row)
    note: list[Part] = [("income", made.incomes["Victim Services Grant", 2019])]
    state(
        "Victim Services Grant in the note to victim care",
        2019,
        memo.pence,
        memo.text,
        "note to the budget table",
        note,
    )
    fund = next(one for one in printed(OFFICE, "2019-20-intentions", "item") if one.row == CSP)
    state("Partnership fund shared among the partnerships", 2019, fund.pence, fund.text, "budget table", allotted[2019])
    for total in printed(OFFICE, "csp-allocations", "total"):
        assert total.year is not None
        state(
            "Allocations to the partnerships",
            total.year,
            total.pence,
            total.text,
            "allocations table",
            allotted[total.year],
        )
    for total in printed(OFFICE, "csp-spend-by-theme-2018-19", "total"):
        state(
            f"Spend by theme in {total.column}",
            2018,
            total.pence,
            total.text,
            "spend by theme table",
            spent[total.column],
        )
    for total in printed(OFFICE, "yos", "total"):
        assert total.year is not None
        parts = shared.get(total.year) or budgets(total.year, YOS)
        state("Youth Offending Service", total.year, total.pence, total.text, "table by area", parts)
    headline = next(one for one in printed(OFFICE, "2019-20-intention-boxes", "item") if "reoffending" in one.row)
    named = budgets(2019, "Local Criminal Justice Board", "CASS Plus", "Circles South West")
    state("To reduce reoffending", 2019, headline.pence, headline.text, "box on preventing crime", named)


def _stated_contract(session: Session, contract: str) -> None:
    """What the box on victims gives for the ISVA contract is the whole line; the plan puts the contract lower."""
    box = next(one for one in printed(OFFICE, "2019-20-intention-boxes", "item") if "ISVA contract" in one.row)
    stated.add(
        session,
        name="To maintain the ISVA contract",
        year=2019,
        amount_pence=box.pence or 0,
        printed=box.text,
        place=f"{PLAN}, box on supporting victims",
        parts=[("commitment", contract)],
    )
