"""Offices with contracts to print: one with options and a partner's money, one with everything, many, awkward ones."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app import organisations
from app.contracts import indicators, people
from app.contracts.term import add_months, last_of
from app.door import Office
from app.money import MILLION
from db.contract_reviews import ContractReview, IndicatorResult, ReviewAction
from db.contracts import (
    CoCommissioner,
    Contract,
    ContractBreak,
    ContractCondition,
    ContractFund,
    ContractNotice,
    ContractOption,
    ContractVariation,
    ContractYear,
    Contribution,
    SubContract,
)
from db.decisions import Decision
from tests.factories import YEAR, add_line

DAY = date(2019, 11, 14)
LONG = "Joint commissioning of county-wide therapeutic and practical support for everybody harmed by serious crime"


def organisation(session: Session, name: str) -> str:
    """An organisation of this name; its id."""
    found = organisations.find(session, name) or organisations.add(session, name=name)
    session.flush()
    return found


def put_contract(session: Session, /, reference: str, title: str, provider: str, pounds: int, **given: Any) -> str:
    """A contract worth so many pounds a year (or as `given` says), of three years from 1 October 2018; its id."""
    usual: dict[str, Any] = {
        "purpose": "",
        "lead_id": None,
        "owner": "",
        "regime": "regulations-2015",
        "kind": "light-touch",
        "route": "open",
        "gross_pence": None,
        "value_per": "year",
        "signed_on": None,
        "starts_on": date(2018, 10, 1),
        "ends_on": date(2021, 9, 30),
        "notice_months": None,
        "review_every": "quarter",
        "scale": "",
        "is_vcse": False,
        "cpv": "",
        "ocid": "",
        "assignment": "",
        "data_agreement": "",
        "published_on": None,
        "note": "",
    }
    row = Contract(
        reference=reference,
        title=title,
        organisation_id=organisation(session, provider),
        value_pence=pounds * 100,
        **{**usual, **given},
    )
    session.add(row)
    session.flush()
    return row.id


def put_option(session: Session, /, contract_id: str, starts_on: date, pounds: int, **given: Any) -> str:
    """An option of a year from this day, notice six months before it; its id."""
    usual: dict[str, Any] = {
        "ends_on": last_of(starts_on, 12),
        "notice_on": add_months(starts_on, -6),
        "gross_pence": None,
        "status": "open",
        "decision_id": None,
        "note": "",
    }
    row = ContractOption(contract_id=contract_id, starts_on=starts_on, value_pence=pounds * 100, **{**usual, **given})
    session.add(row)
    session.flush()
    return row.id


def put_decision(session: Session, /, reference: str, title: str, decided_on: date) -> str:
    """A decision of the Commissioner; its id."""
    row = Decision(reference=reference, title=title, decided_on=decided_on, maker="The Commissioner")
    session.add(row)
    session.flush()
    return row.id


def put_contribution(
    session: Session, /, contract_id: str, partner: str, year: int, pounds: int, condition: str = "", **given: Any
) -> None:
    """What a partner pays in a year, on a condition where there is one."""
    session.add(
        Contribution(
            contract_id=contract_id,
            organisation_id=organisation(session, partner),
            year=year,
            status="conditional" if condition else "agreed",
            amount_pence=pounds * 100,
            condition=condition,
            **{"until": None, **given},
        )
    )
    session.flush()


def put_isva(session: Session) -> str:
    """The ISVA service: three years, one and one; NHS England pays until half a year before option 1 would end."""
    made = put_contract(
        session,
        "ISVA-2018",
        "Independent sexual violence advisers",
        "First Light",
        415_000,
        purpose="Support for victims of sexual violence through the criminal justice process and after it.",
        owner="Jo",
        is_vcse=True,
        signed_on=date(2018, 8, 20),
        data_agreement="in place",
    )
    put_option(session, made, date(2021, 10, 1), 415_000)
    put_option(session, made, date(2022, 10, 1), 415_000)
    on = "If the option in the memorandum of understanding is taken"
    put_contribution(session, made, "NHS England", 2018, 158_590)
    put_contribution(session, made, "NHS England", 2019, 212_199)
    put_contribution(session, made, "NHS England", 2020, 202_199, on)
    put_contribution(session, made, "NHS England", 2021, 202_199, on)
    return made


def with_isva(office: Office) -> str:
    """An office that has the ISVA contract; its id."""
    return office.write("Enter the contract", put_isva)


def with_everything(office: Office) -> str:
    """A contract that has all that a contract may have; its id."""
    lines = [add_line(office, name, 500_000) for name in ("Victims services", "Restorative justice")]

    def fill(session: Session) -> str:
        made = put_contract(
            session,
            "RJ-2017/3",
            "Restorative justice",
            "Make Amends",
            690_000,
            value_per="term",
            gross_pence=828_000_00,
            starts_on=date(2017, 10, 1),
            ends_on=date(2020, 9, 30),
            signed_on=date(2017, 9, 1),
            purpose="Meetings between those harmed and those responsible, and the preparation they need.",
            lead_id=organisation(session, "Anyshire Council"),
            owner="Sam",
            notice_months=6,
            scale="sme",
            is_vcse=True,
            cpv="75231240",
            assignment="May be novated to a successor body with 30 days’ notice.",
            data_agreement="in place",
            published_on=date(2017, 10, 20),
            note="The schedule of rates is in annex C.",
        )
        for name in ("Anytown Clinical Commissioning Group", "Probation Trust"):
            session.add(CoCommissioner(contract_id=made, organisation_id=organisation(session, name)))
        decision = put_decision(session, "D-2020-07", "Extend restorative justice", date(2020, 3, 2))
        put_option(
            session, made, date(2020, 10, 1), 230_000, gross_pence=276_000_00, status="taken", decision_id=decision
        )
        put_option(session, made, date(2021, 10, 1), 235_000, note="At the rates of the second year.")
        session.add(
            ContractBreak(
                contract_id=made, break_on=date(2021, 3, 31), notice_on=date(2020, 12, 31), whose="either",
                status="open", decision_id=None, note="Without compensation.",
            )
        )  # fmt: skip
        for number, change, on in ((1, 24_000_00, date(2018, 4, 1)), (2, -4_500_50, date(2019, 7, 15))):
            session.add(
                ContractVariation(
                    contract_id=made, number=number, kind="value", change_pence=change, gross_change_pence=None,
                    effective_on=on, signed_on=on, reason="Two more facilitators" if change > 0 else "Rooms given up",
                )
            )  # fmt: skip
        session.add(
            ContractVariation(
                contract_id=made, number=3, kind="scope", change_pence=10_000_00, gross_change_pence=None,
                effective_on=date(2021, 11, 1), signed_on=None, reason="Young people as well",
            )
        )  # fmt: skip
        for year, change in ((2018, 5_000_00), (2019, -5_000_00)):
            session.add(ContractYear(contract_id=made, year=year, change_pence=change, reason="Set-up cost paid early"))
        put_contribution(session, made, "Anyshire Council", 2018, 40_000)
        put_contribution(session, made, "Anyshire Council", 2019, 40_000)
        put_contribution(session, made, "Anyshire Council", 2019, 10_000, "If the council’s grant is renewed")
        put_contribution(session, made, "Probation Trust", 2019, 12_000, until=date(2019, 9, 30))
        session.add(
            ContractCondition(
                contract_id=made, words="Ministry of Justice grant for 2020/21 is confirmed", due_on=date(2020, 2, 28),
                blocks_from=date(2020, 4, 1), met_on=None, evidence="",
            )
        )  # fmt: skip
        session.add(
            ContractCondition(
                contract_id=made, words="Quality mark is held", due_on=date(2018, 3, 31), blocks_from=None,
                met_on=date(2018, 2, 14), evidence="Certificate RSQM 0117",
            )
        )  # fmt: skip
        for name, kind, purpose, pounds, match in (
            ("Circles Anyshire", "sub-contract", "Work in prisons", 90_000, 0),
            ("Anyshire Community Foundation", "onward grant", "Small grants to groups", 60_000, 20_000),
        ):
            session.add(
                SubContract(
                    contract_id=made, organisation_id=organisation(session, name), kind=kind, purpose=purpose,
                    amount_pence=pounds * 100, match_pence=match * 100, starts_on=None, ends_on=None,
                )
            )  # fmt: skip
        for line, share in zip(lines, (600, 400), strict=True):
            session.add(ContractFund(contract_id=made, line_id=line, from_year=2017, share_tenths=share))
        known = [
            indicators.add(session, made, name="Referrals seen", unit="%", target=90 * MILLION, is_main=True),
            indicators.add(session, made, name="Waiting time", unit="weeks", better="lower", target=4 * MILLION),
        ]
        for year, quarter, rating, note in (
            (2018, 4, "Approaching target", "Referrals late in two districts."),
            (2019, 1, "Good", ""),
            (2019, 2, "Requires improvement", "Waiting times rose from three to seven weeks; see the plan."),
        ):
            held = date(2019, {4: 5, 1: 8, 2: 11}[quarter], 7)
            review = ContractReview(
                contract_id=made, year=year, quarter=quarter, held_on=held, rating=rating, note=note
            )
            session.add(review)
            session.flush()
            for indicator, target, actual in zip(known, (90, 4), (88 + quarter, 3 + quarter), strict=True):
                session.add(
                    IndicatorResult(
                        indicator_id=indicator,
                        review_id=review.id,
                        target_millionths=target * MILLION,
                        actual_millionths=actual * MILLION,
                    )
                )
            for asked, counted in (("Sex", {"Female": 41 + quarter, "Male": 3, "Not known": 0}),):
                cells = {f"{asked}|{name}:count": count * MILLION for name, count in counted.items()}
                people.set_counts(session, review.id, counts=cells, was={})
            session.add(
                ReviewAction(
                    contract_id=made, review_id=review.id, words=f"Plan for the waiting list after quarter {quarter}",
                    owner="Make Amends", due_on=date(2020, quarter, 28),
                    done_on=date(2019, 9, 2) if quarter == 4 else None, outcome="",
                )
            )  # fmt: skip
        session.add(
            ContractNotice(
                contract_id=made, code="UK6", about="", published_on=date(2017, 9, 4), number="2017/S 170-348212"
            )
        )
        session.flush()
        return made

    return office.write("Enter the contract", fill)


def with_many(office: Office, count: int = 40, *, awkward: bool = False) -> None:
    """So many contracts of many lengths, some begun long ago, some to come, some with options, partners and breaks."""

    def fill(session: Session) -> None:
        for at in range(count):
            starts = add_months(date(2014, 4, 1), (at * 7) % 80)
            ends = last_of(starts, 24 + (at * 5) % 40)
            title = f"{LONG}, part {at + 1}" if awkward else f"Service {at + 1} in town"
            provider = f"{LONG} Partnership Number {at + 1} Limited" if awkward else f"Provider {at % 11 + 1} Trust"
            reference = f"OPCC/COMM/2014-2020/{at + 1:05}/REV-B" if awkward else f"C-{at + 1:03}"
            made = put_contract(
                session, reference, title, provider, 20_000 + 7_919 * at, starts_on=starts, ends_on=ends
            )
            if at % 3 == 0:
                put_option(session, made, add_months(starts, 24 + (at * 5) % 40), 21_000 + at)
            if at % 8 == 0:
                put_contribution(session, made, "Anyshire Council" * (3 if awkward else 1), YEAR + 1, 9_000)
            if at % 13 == 5:
                session.add(
                    ContractBreak(
                        contract_id=made, break_on=add_months(starts, 18), notice_on=add_months(starts, 15),
                        whose="office", status="open", decision_id=None, note="",
                    )
                )  # fmt: skip
            if at % 17 == 4:
                session.add(
                    ContractCondition(
                        contract_id=made, words="Grant for the next year is confirmed", due_on=date(2020, 3, 1),
                        blocks_from=date(2020, 4, 1), met_on=None, evidence="",
                    )
                )  # fmt: skip
        session.flush()

    office.write("Enter the contracts", fill)
