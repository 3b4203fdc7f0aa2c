"""Contracts: added with their options in a word, changed, published, put away. Amounts are pence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import organisations, records
from app.contracts import options as extending
from app.contracts.fields import DATA_AGREEMENTS, KINDS, REGIMES, REVIEW_EVERY, ROUTES, SCALES, VALUE_PER
from app.contracts.fitting import in_use, refuse_outside, refuse_overcut, refuse_unfit
from app.contracts.money_fields import running_years
from app.contracts.parts import ContractRecord
from app.contracts.register import own_ids
from app.contracts.standing import current_gross, current_value
from app.contracts.typed import GROSS_BELOW, amounts, chosen, count_of_months, in_order, refuse_far
from app.contracts.variations import refuse_before_signing
from app.errors import Refused
from app.years import format_day, format_year
from db.contracts import CoCommissioner, Contract

_CPV = re.compile(r"\d{8}(?:-\d)?")


class Terms(TypedDict, total=False):
    """What the form of a contract holds: values in pence without VAT and with it, organisations by their names.

    Co-commissioners are one on each line. What is left out is empty in a new contract, and stays in one that is
    changed; a new one is for its whole term and reviewed every quarter unless it says otherwise.
    """

    reference: str
    title: str
    organisation: str
    purpose: str
    starts_on: date | None
    ends_on: date | None
    value: int | None
    gross: int | None
    value_per: str | None
    signed_on: date | None
    regime: str | None
    kind: str | None
    route: str | None
    lead: str
    co_commissioners: str
    owner: str
    notice_months: int | None
    review_every: str | None
    scale: str | None
    is_vcse: bool
    cpv: str
    ocid: str
    assignment: str
    data_agreement: str | None
    note: str


def add(session: Session, *, options: str = "", notice_before: int | None = None, **terms: Unpack[Terms]) -> str:
    """Add a contract; its id. `options` are their months, as in 12 + 12, at the yearly value of the initial term.

    Notice of each is due `notice_before` months before it begins. Organisations nobody knows yet are added. Raises
    Refused.
    """
    columns = _checked(session, terms, {})
    names = _names(terms)
    row = Contract(**columns)
    session.add(row)
    session.flush()
    _set_co_commissioners(session, row, names, {})
    extending.add_typed(session, row.id, options=options, notice_before=notice_before)
    return row.id


def change(session: Session, contract_id: str, *, version: int | None, **terms: Unpack[Terms]) -> None:
    """Change a contract. Raises Refused (also where its options or variations would no longer fit it), Stale."""
    parts = session.scalars(select(CoCommissioner.id).where(CoCommissioner.contract_id == contract_id)).all()
    row = records.at_version(session, Contract, contract_id, version, parts=parts)
    before = in_use(session, contract_id)
    whole = as_typed(before)
    whole.update(terms)
    known = _known(before)
    for column, value in _checked(session, whole, known).items():
        setattr(row, column, value)
    if _set_co_commissioners(session, row, _names(whole), known):
        records.touch(row)
    _refuse_misfit(before, in_use(session, contract_id))


def as_typed(one: ContractRecord) -> Terms:
    """A contract as its form holds it."""
    return {
        "reference": one.reference,
        "title": one.title,
        "organisation": one.organisation,
        "purpose": one.purpose,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "value": one.value,
        "gross": one.gross,
        "value_per": one.value_per,
        "signed_on": one.signed_on,
        "regime": one.regime,
        "kind": one.kind,
        "route": one.route,
        "lead": one.lead,
        "co_commissioners": "\n".join(name for _, name in one.co_commissioners),
        "owner": one.owner,
        "notice_months": one.notice_months,
        "review_every": one.review_every,
        "scale": one.scale,
        "is_vcse": one.is_vcse,
        "cpv": one.cpv,
        "ocid": one.ocid,
        "assignment": one.assignment,
        "data_agreement": one.data_agreement,
        "note": one.note,
    }


def publish(session: Session, contract_id: str, *, version: int | None, published_on: date | None) -> None:
    """Record when a copy of the contract was published; None where none is. Raises Refused, Stale."""
    row = records.at_version(session, Contract, contract_id, version)
    one = in_use(session, contract_id)
    refuse_far(published_on, "published_on")
    if published_on is not None and one.signed_on is not None and published_on < one.signed_on:
        raise Refused(f"The contract was only signed on {format_day(one.signed_on)}.", "published_on")
    row.published_on = published_on


def archive(session: Session, contract_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a contract away, or bring it back; what was agreed and paid for it stays. Raises Refused, Stale."""
    records.archive(session, Contract, contract_id, version=version, back=back)


def _checked(session: Session, terms: Terms, known: Mapping[str, str]) -> dict[str, Any]:
    """The columns of a contract. `known` are organisations it has already, by name. Raises Refused at the boxes."""
    columns: dict[str, Any] = {
        "reference": records.required(terms.get("reference", ""), "The reference", "reference"),
        "title": records.required(terms.get("title", ""), "The title", "title"),
    }
    provider = records.required(terms.get("organisation", ""), "The provider", "organisation")
    columns["starts_on"], columns["ends_on"] = in_order(terms.get("starts_on"), terms.get("ends_on"))
    columns["value_pence"], columns["gross_pence"] = amounts(terms.get("value"), terms.get("gross"))
    columns |= _choices(terms)
    columns["signed_on"] = terms.get("signed_on")
    refuse_far(columns["signed_on"], "signed_on")
    columns["notice_months"] = count_of_months(terms.get("notice_months"), "notice_months")
    columns |= {key: text.strip() for key, text in _texts(terms).items()}
    if columns["cpv"] and not _CPV.fullmatch(columns["cpv"]):
        raise Refused(f"“{columns['cpv']}” is no CPV code. Type its eight figures, as in 85000000.", "cpv")
    columns["is_vcse"] = bool(terms.get("is_vcse", False))
    columns["organisation_id"] = _organisation(session, provider, known)
    lead = terms.get("lead", "").strip()
    lead_id = _organisation(session, lead, known) if lead else None
    columns["lead_id"] = None if lead_id in own_ids(session) else lead_id  # typed out, it is this office all the same
    return columns


def _choices(terms: Terms) -> dict[str, str]:
    return {
        "regime": chosen(terms.get("regime"), REGIMES, "The regime", "regime"),
        "kind": chosen(terms.get("kind"), KINDS, "The kind", "kind"),
        "route": chosen(terms.get("route"), ROUTES, "The route", "route"),
        "value_per": chosen(terms.get("value_per", "term"), VALUE_PER, "What the values are for", "value_per"),
        "review_every": chosen(
            terms.get("review_every", "quarter"), REVIEW_EVERY, "How often it is reviewed", "review_every"
        ),
        "scale": chosen(terms.get("scale"), SCALES, "The size", "scale"),
        "data_agreement": chosen(
            terms.get("data_agreement"), DATA_AGREEMENTS, "The data sharing agreement", "data_agreement"
        ),
    }


def _texts(terms: Terms) -> dict[str, str]:
    return {
        "purpose": terms.get("purpose", ""),
        "owner": terms.get("owner", ""),
        "cpv": terms.get("cpv", ""),
        "ocid": terms.get("ocid", ""),
        "assignment": terms.get("assignment", ""),
        "note": terms.get("note", ""),
    }


def _refuse_misfit(before: ContractRecord, after: ContractRecord) -> None:
    """What was saved earlier has to fit the contract as it is now. Raises Refused at the box that was changed."""
    if (before.starts_on, before.ends_on) != (after.starts_on, after.ends_on):
        refuse_unfit(after, "")
        refuse_outside(after, "ends_on" if before.starts_on == after.starts_on else "starts_on")
        years = running_years(after)
        for paid in after.contributions:
            if paid.year not in years and paid.year in running_years(before):
                at = "starts_on" if paid.year < years.start else "ends_on"
                raise Refused(f"{paid.organisation} pays in {format_year(paid.year)}. Change that first.", at)
    refuse_overcut(after, "value")
    gross = current_gross(after)
    if gross is not None and gross < current_value(after):
        raise Refused(GROSS_BELOW, "gross")
    if before.signed_on != after.signed_on:
        for each in after.variations:
            try:
                refuse_before_signing(after, each.effective_on, each.signed_on)
            except Refused:
                raise Refused(f"Variation {each.number} is dated before that.", "signed_on") from None


# organisations


def _known(one: ContractRecord) -> dict[str, str]:
    """The organisations a contract names, by their names as they are shown: they stay also where one was put away."""
    lead = [(one.lead_id, one.lead)] if one.lead_id else []
    return {name: key for key, name in ((one.organisation_id, one.organisation), *lead, *one.co_commissioners)}


def _organisation(session: Session, name: str, known: Mapping[str, str]) -> str:
    """The id of the organisation of this name or alias; a new one where there is none."""
    plain = " ".join(name.split())
    return known.get(plain) or organisations.find(session, plain) or organisations.add(session, name=plain)


def _names(terms: Terms) -> list[str]:
    return [plain for line in terms.get("co_commissioners", "").splitlines() if (plain := " ".join(line.split()))]


def _set_co_commissioners(session: Session, row: Contract, names: list[str], known: Mapping[str, str]) -> bool:
    """Have exactly these beside the lead; whether that changed any of them. Raises Refused for the lead itself."""
    wanted = list(dict.fromkeys(_organisation(session, name, known) for name in names))
    if row.lead_id in wanted:
        raise Refused("The lead commissioner is among these. Leave it out here.", "co_commissioners")
    have = session.scalars(select(CoCommissioner).where(CoCommissioner.contract_id == row.id)).all()
    turned = [one for one in have if one.archived == (one.organisation_id in wanted)]
    for one in turned:
        one.archived = not one.archived
    added = [key for key in wanted if key not in {one.organisation_id for one in have}]
    session.add_all(CoCommissioner(contract_id=row.id, organisation_id=key) for key in added)
    return bool(turned or added)
