"""The contracts that the commissioning plan names: independent sexual violence advisers, and restorative justice.

Their providers, yearly values and beginnings, the ISVA contract's options and NHS England's money are printed. What a
register needs besides and no document gives is made up, and each contract's note says what that is.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.contracts import actions, contracts, contributions, funding, indicators, people, reviews
from app.contracts.parts import Rating
from app.examples.printed import amount, printed
from db.contracts import ContractCommitment

OFFICE = "devon-cornwall"
ISVA, RESTORATIVE = "C-2018-04", "C-2017-09"
NHS = "NHS England"
MEMORANDUM = "The optional extension in the memorandum of understanding with NHS England is taken"
MILLION = 1_000_000
ISVA_A_YEAR = 415_000_00
"""Printed in the plan's prose: the annual cost of the ISVA contract."""


def enter(
    session: Session, *, isva_line: str, restorative_line: str, isva_agreed: str, restorative_agreed: str
) -> dict[str, str]:
    """Enter both; their ids by reference.

    The lines are budget lines, the agreements those that the plan names for 2019/20.
    """
    isva, restorative = _isva(session), _restorative(session)
    for contract_id, line_id, first, agreed in (
        (isva, isva_line, 2018, isva_agreed),
        (restorative, restorative_line, 2017, restorative_agreed),
    ):
        session.add(ContractCommitment(contract_id=contract_id, commitment_id=agreed))
        funding.set_shares(session, contract_id, shares={f"{line_id}:{first}": 1_000}, was={})
    return {ISVA: isva, RESTORATIVE: restorative}


def _isva(session: Session) -> str:
    made = contracts.add(
        session,
        reference=ISVA,
        title="ISVA service",
        organisation="First Light",
        purpose="Independent sexual violence advisers, who speak up for victims and help them through the courts.",
        starts_on=date(2018, 10, 1),
        ends_on=date(2021, 9, 30),
        value=ISVA_A_YEAR,
        value_per="year",
        regime="regulations-2015",
        kind="light-touch",
        options="12 + 12",
        notice_before=6,
        is_vcse=True,
        note="Made up for the example: the reference, the notice dates, the indicators, the reviews and their counts.",
    )
    contributions.set_partner(
        session, made, organisation=NHS, amounts=nhs_contributions(), was={}, condition=MEMORANDUM
    )
    _isva_reviews(session, made)
    return made


def nhs_contributions() -> dict[str, int]:
    """What the plan prints NHS England to pay, in pence by `year:status`; the last two years hang on an option.

    The part year before is printed beside the budget of 2018/19.
    """
    found = {"2018:agreed": int(amount(OFFICE, "2018-19-budget", "of which contribution from NHS(E)"))}
    for at, one in enumerate(printed(OFFICE, "nhs-contribution", "item")):
        found[f"{one.year}:{'conditional' if at else 'agreed'}"] = int(one.pence or 0)
    return found


def _isva_reviews(session: Session, contract_id: str) -> None:
    seen = indicators.add(
        session, contract_id, name="First contact within two working days", unit="%", target=95 * MILLION, is_main=True
    )
    waiting = indicators.add(
        session, contract_id, name="Longest wait for an adviser", unit="days", better="lower", target=21 * MILLION
    )
    found: tuple[tuple[int, int, date, Rating, str, int, int], ...] = (
        (2018, 3, date(2019, 1, 22), "Approaching target", "Two posts were filled late.", 88, 34),
        (2018, 4, date(2019, 4, 24), "Good", "", 96, 19),
        (2019, 1, date(2019, 7, 23), "Good", "", 97, 17),
    )
    made = ""
    for year, quarter, held_on, rating, note, contacted, waited in found:
        made = reviews.record(
            session,
            contract_id,
            year=year,
            quarter=quarter,
            held_on=held_on,
            rating=rating,
            note=note,
            results={
                f"{seen}:target": 95 * MILLION,
                f"{seen}:actual": contacted * MILLION,
                f"{waiting}:target": 21 * MILLION,
                f"{waiting}:actual": waited * MILLION,
            },
            was={},
        )
    people.set_counts(session, made, counts=_people(), was={})
    actions.add(
        session,
        contract_id,
        words="Agree with NHS England whether the option in the memorandum is taken",
        review_id=made,
        owner="Contract officer",
        due_on=date(2020, 9, 30),
    )


def _people() -> dict[str, int]:
    """Made-up counts of one quarter, two of them small enough to be hidden wherever they are printed."""
    ages = {
        "0 to 10": 3,
        "11 to 17": 46,
        "18 to 24": 71,
        "25 to 34": 63,
        "35 to 44": 38,
        "45 to 54": 22,
        "55 to 64": 9,
        "65 and over": 2,
    }
    known = {one.name: one.key for one in people.of_review(2019, 1) if one.asked == "Age"}
    return {f"{known[name]}:count": count * MILLION for name, count in ages.items()}


def _restorative(session: Session) -> str:
    yearly = amount(OFFICE, "2019-20-intentions", "Restorative Justice Service")
    return contracts.add(
        session,
        reference=RESTORATIVE,
        title="Restorative justice",
        organisation="Make Amends with Shekinah",
        purpose="Bringing people harmed by crime and those who did the harm together, to find a way forward.",
        starts_on=date(2017, 10, 1),
        ends_on=date(2020, 9, 30),
        value=yearly,
        value_per="year",
        regime="regulations-2015",
        kind="light-touch",
        options="12",
        notice_before=6,
        is_vcse=True,
        note="Made up for the example: the reference, the length of the term, the option and its notice date.",
    )
