"""A made-up contract to test with, in whole pounds: three years with options, and the decision to take one."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.contracts import contracts, options, reading
from app.contracts.parts import ContractRecord, OptionRecord
from app.door import Office
from db.documents import Document

START, END, TODAY = date(2018, 10, 1), date(2021, 9, 30), date(2021, 3, 1)
TERMS: dict[str, Any] = {
    "reference": "C/18/01",
    "title": "Advice service",
    "organisation": "Harbour Advice",
    "starts_on": START,
    "ends_on": END,
    "value": 300_000_00,
    "gross": 360_000_00,
    "regime": "regulations-2015",
    "kind": "light-touch",
}
DECISION: dict[str, Any] = {
    "reference": "D/21/07",
    "title": "Extend the advice service",
    "decided_on": date(2021, 2, 1),
    "maker": "The Commissioner",
}


def add(office: Office, **terms: Any) -> str:
    """A contract of three years and £300,000 from 1 October 2018; its id."""
    return office.write("Add contract", contracts.add, **TERMS | terms)


def extendable(office: Office, months: str = "12 + 12", **terms: Any) -> str:
    """The same with options of these months and half a year's notice of each; its id."""
    return add(office, options=months, notice_before=6, **terms)


def read(office: Office, contract_id: str) -> ContractRecord:
    """The contract as the file has it."""
    return office.read(reading.contract, contract_id)


def option(office: Office, contract_id: str, number: int = 1) -> OptionRecord:
    """One of its options by number."""
    return read(office, contract_id).options[number - 1]


def attach(office: Office, table: str, row_id: str, name: str = "Signed decision.pdf") -> str:
    """A document about a row, of which the file knows only the digest; its id."""
    row = Document(about_table=table, about_id=row_id, name=name, media="application/pdf", digest="0" * 64, size=9)
    office.write("Attach", lambda session: session.add(row))
    return row.id


def take(office: Office, contract_id: str, number: int = 1, **given: Any) -> None:
    """Take an option on a decision that is attached to the contract."""
    one = option(office, contract_id, number)
    whole: dict[str, Any] = {"version": one.version, "day": TODAY} | DECISION | given
    if "document_id" not in whole:
        whole["document_id"] = attach(office, "contract", contract_id)
    office.write("Take option", options.take, one.id, **whole)


def decline(office: Office, contract_id: str, number: int = 1, **given: Any) -> None:
    """Decline an option on a decision."""
    one = option(office, contract_id, number)
    whole: dict[str, Any] = {"version": one.version, "day": TODAY} | DECISION | given
    office.write("Decline option", options.decline, one.id, **whole)
