"""Contracts put straight into a small office, each with its parts, for what only reads them. Amounts are pounds."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app import organisations
from app.door import Office
from db.base import Record
from db.contracts import Contract, ContractOption, ContractVariation
from db.decisions import Decision
from db.organisations import Organisation

STARTS, ENDS = date(2018, 10, 1), date(2021, 9, 30)
PLAIN: dict[str, Any] = {
    "purpose": "Support for victims",
    "lead_id": None,
    "owner": "A Person",
    "regime": "act-2023",
    "kind": "light-touch",
    "route": "open",
    "value_per": "term",
    "signed_on": None,
    "starts_on": STARTS,
    "ends_on": ENDS,
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


def put(office: Office, row: Record) -> str:
    """One row, as it is; its id."""

    def write(session: Session) -> str:
        session.add(row)
        return row.id

    return office.write("Put in", write)


def body(office: Office, name: str, kind: str = "Charity") -> str:
    """An organisation; its id."""
    return put(office, Organisation(name=name, kind=kind))


def contract(
    office: Office, title: str = "ISVA service", pounds: int = 1_245_000, provider: str = "First Light", **given: Any
) -> str:
    """A contract of three years from 1 October 2018, with `gross` in pounds; its id."""
    found = office.read(organisations.find, provider)
    gross = given.pop("gross", None)
    terms = {
        **PLAIN,
        "reference": f"C-{title}",
        "title": title,
        "value_pence": pounds * 100,
        "gross_pence": None if gross is None else gross * 100,
        "organisation_id": found or body(office, provider),
        **given,
    }
    return put(office, Contract(**terms))


def option(
    office: Office,
    contract_id: str,
    starts_on: date,
    ends_on: date,
    pounds: int,
    *,
    taken: str = "",
    gross: int | None = None,
) -> str:
    """An option, open or taken by the decision of this reference; its id."""
    decision = None
    if taken:
        day = date(2021, 3, 1)
        decision = put(office, Decision(reference=taken, title="Extend", decided_on=day, maker="The Commissioner"))
    return put(
        office,
        ContractOption(
            contract_id=contract_id,
            starts_on=starts_on,
            ends_on=ends_on,
            notice_on=None,
            value_pence=pounds * 100,
            gross_pence=None if gross is None else gross * 100,
            status="taken" if taken else "open",
            decision_id=decision,
            note="",
        ),
    )


def variation(office: Office, contract_id: str, pounds: int, effective_on: date, number: int = 1, **given: Any) -> str:
    """A variation of the value; its id."""
    terms = {"kind": "value", "gross_change_pence": None, "signed_on": effective_on, "reason": "More work", **given}
    row = ContractVariation(
        contract_id=contract_id, number=number, change_pence=pounds * 100, effective_on=effective_on, **terms
    )
    return put(office, row)
