"""Contracts as they are read, and as rows of an office, to look at their dates; amounts are whole pounds."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.contracts.parts import ContractRecord, ContributionRecord, OptionRecord
from app.door import Office
from app.money import Pence
from db.base import Record
from db.contracts import Contract
from tests.factories import add_organisation

OPTION = OptionRecord(
    "option1", 1, 1, date(2021, 10, 1), date(2022, 9, 30), date(2021, 3, 31), Pence(415_000_00), None, "open", ""
)
"""A year after the contract that `made` gives, with notice half a year before it."""


def made(pounds: int = 1_245_000, *, gross: int | None = None, **given: Any) -> ContractRecord:
    """Three years from 1 October 2018 under the regulations of 2015; whatever is given is otherwise."""
    usual: dict[str, Any] = {
        "id": "c1", "version": 1, "archived": False, "reference": "C1", "title": "ISVA service", "purpose": "",
        "organisation_id": "o1", "organisation": "First Light", "lead_id": "", "lead": "", "co_commissioners": (),
        "owner": "", "regime": "regulations-2015", "kind": "light-touch", "route": "", "value_per": "term",
        "signed_on": None, "starts_on": date(2018, 10, 1), "ends_on": date(2021, 9, 30), "notice_months": None,
        "review_every": "none", "scale": "", "is_vcse": False, "cpv": "", "ocid": "", "assignment": "",
        "data_agreement": "", "published_on": None, "note": "",
    }  # fmt: skip
    money = {"value": Pence(pounds * 100), "gross": None if gross is None else Pence(gross * 100)}
    return ContractRecord(**{**usual, **money, **given})


def under_the_act(pounds: int = 1_000_000, *, gross: int | None = 1_200_000, **given: Any) -> ContractRecord:
    """A contract for services under the Act of 2023, signed on 2 March 2026, for three years from 1 April 2026."""
    usual: dict[str, Any] = {
        "regime": "act-2023", "kind": "services", "route": "open", "signed_on": date(2026, 3, 2),
        "starts_on": date(2026, 4, 1), "ends_on": date(2029, 3, 31),
    }  # fmt: skip
    return made(pounds, gross=gross, **{**usual, **given})


def paid(pounds: int, year: int, *, until: date | None = None, name: str = "NHS England") -> ContributionRecord:
    """What a partner pays in a year, agreed."""
    return ContributionRecord(f"{name}{year}", 1, name, name, year, "agreed", Pence(pounds * 100), until, "")


def kept(office: Office, one: ContractRecord) -> str:
    """The contract as a row of the office, without what belongs to it; its id."""
    body = add_organisation(office, f"{one.organisation} {one.reference}")
    row = Contract(
        reference=one.reference,
        title=one.title,
        purpose=one.purpose,
        organisation_id=body,
        lead_id=None,
        owner=one.owner,
        regime=one.regime,
        kind=one.kind,
        route=one.route,
        value_pence=one.value,
        gross_pence=one.gross,
        value_per=one.value_per,
        signed_on=one.signed_on,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        notice_months=one.notice_months,
        review_every=one.review_every,
        scale=one.scale,
        is_vcse=one.is_vcse,
        cpv=one.cpv,
        ocid=one.ocid,
        assignment=one.assignment,
        data_agreement=one.data_agreement,
        published_on=one.published_on,
        note=one.note,
    )
    return added(office, row)


def added(office: Office, row: Record) -> str:
    """A row that stands in the office; its id."""
    key = row.id
    office.write("Add", lambda session: session.add(row))
    return key
