"""Who does part of a contract, or gives money of it on for the office: inside its value. Amounts are pence."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app import organisations, records
from app.contracts import cells
from app.contracts.money_fields import SUB_KINDS
from app.contracts.parts import ContractRecord
from app.contracts.standing import current_value
from app.errors import Refused
from app.money import MOST_PENCE, format_pence
from db.contracts import SubContract


def add(
    session: Session,
    contract_id: str,
    *,
    organisation: str,
    kind: str = "sub-contract",
    purpose: str = "",
    amount_pence: int,
    match_pence: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> str:
    """Add a sub-contract or an onward grant; its id. The organisation of that name or alias has it, else a new one.

    Together they come to no more than the contract is worth now; `match_pence` comes on top of it. Raises Refused.
    """
    one = cells.in_use(session, contract_id)
    _refuse(one, "", kind, amount_pence, match_pence or 0)
    row = SubContract(
        contract_id=contract_id,
        organisation_id=_organisation(session, one, organisation),
        kind=kind,
        purpose=purpose.strip(),
        amount_pence=amount_pence,
        match_pence=match_pence or 0,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    session.add(row)
    return row.id


def change(
    session: Session,
    sub_contract_id: str,
    *,
    version: int | None,
    organisation: str,
    kind: str,
    purpose: str,
    amount_pence: int,
    match_pence: int | None,
    starts_on: date | None,
    ends_on: date | None,
) -> None:
    """Change a sub-contract or an onward grant. Raises Refused, Stale."""
    row = records.at_version(session, SubContract, sub_contract_id, version)
    one = cells.in_use(session, row.contract_id)
    _refuse(one, row.id, kind, amount_pence, match_pence or 0)
    named = next((each.organisation for each in one.sub_contracts if each.id == row.id), "")
    if organisation.strip() != named:  # else it stays, also where it was put away
        row.organisation_id = _organisation(session, one, organisation)
    row.kind, row.purpose = kind, purpose.strip()
    row.amount_pence, row.match_pence = amount_pence, match_pence or 0
    row.starts_on, row.ends_on = starts_on, ends_on


def archive(session: Session, sub_contract_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a sub-contract away, or bring it back where the contract is still worth it. Raises Refused, Stale."""
    row = records.at_version(session, SubContract, sub_contract_id, version)
    if back:
        _refuse(cells.in_use(session, row.contract_id), row.id, row.kind, row.amount_pence, row.match_pence)
    row.archived = not back


def _organisation(session: Session, one: ContractRecord, name: str) -> str:
    plain = records.required(name, "The organisation", "organisation")
    found = organisations.find(session, plain) or organisations.add(session, name=plain)
    if found == one.organisation_id:
        raise Refused("This is who has the contract itself. Name who does a part of it.", "organisation")
    return found


def _refuse(one: ContractRecord, row_id: str, kind: str, amount: int, match: int) -> None:
    if kind not in {choice.value for choice in SUB_KINDS}:
        raise Refused("Choose whether it is a sub-contract or an onward grant.", "kind")
    if match > MOST_PENCE:
        raise Refused("That is more than the desk keeps in one amount (£1,000,000,000).", "match_pence")
    total = amount + sum(each.amount for each in one.sub_contracts if each.id != row_id)
    worth = current_value(one)
    if total > worth:
        raise Refused(
            f"What others do of it comes to {format_pence(total)}; the contract is worth {format_pence(worth)}.",
            "amount_pence",
        )
