"""Variations of a contract: what was changed, by how much and from when; together they lead to its current value."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app import records
from app.contracts.fields import VARIATION_KINDS
from app.contracts.fitting import in_use, refuse_overcut, runs
from app.contracts.parts import ContractRecord
from app.contracts.standing import current_end, current_gross, current_value, is_broken
from app.contracts.typed import GROSS_BELOW, chosen, known_day, refuse_absurd, refuse_far
from app.errors import Refused
from app.money import format_pence
from app.years import format_day
from db.contracts import ContractVariation

MOST_NUMBER = 9_999


def next_number(one: ContractRecord) -> int:
    """The number a further variation gets."""
    return max((each.number for each in one.variations), default=0) + 1


def add(
    session: Session,
    contract_id: str,
    *,
    number: int | None = None,
    kind: str,
    change: int | None = None,
    gross_change: int | None = None,
    effective_on: date | None,
    signed_on: date | None = None,
    reason: str,
) -> str:
    """Add a variation, its changes in pence and below 0 for a cut; its id. No number is the next. Raises Refused."""
    one = in_use(session, contract_id)
    columns = _checked(
        one, next_number(one) if number is None else number, kind, change, gross_change, effective_on, signed_on, reason
    )
    row = ContractVariation(contract_id=contract_id, **columns)
    session.add(row)
    _refuse_untold(in_use(session, contract_id))
    return row.id


def change(
    session: Session,
    variation_id: str,
    *,
    version: int | None,
    number: int | None = None,
    kind: str,
    change: int | None = None,
    gross_change: int | None = None,
    effective_on: date | None,
    signed_on: date | None = None,
    reason: str,
) -> None:
    """Correct a variation, as in `add`; without a number it keeps its own. Raises Refused, Stale."""
    known = records.in_use(session, ContractVariation, variation_id)
    one = in_use(session, known.contract_id)
    columns = _checked(
        one, known.number if number is None else number, kind, change, gross_change, effective_on, signed_on, reason
    )
    records.change(session, ContractVariation, variation_id, version=version, **columns)
    _refuse_untold(in_use(session, one.id))


def archive(session: Session, variation_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a variation away, or bring it back; the value follows. Raises Refused, Stale."""
    row = records.archive(session, ContractVariation, variation_id, version=version, back=back)
    one = in_use(session, row.contract_id)
    if back and not runs(one, row.effective_on):
        raise Refused(f"The contract does not run on {format_day(row.effective_on)} any more.")
    refuse_overcut(one, None)


def _checked(
    one: ContractRecord,
    number: int,
    kind: str,
    change: int | None,
    gross_change: int | None,
    effective_on: date | None,
    signed_on: date | None,
    reason: str,
) -> dict[str, Any]:
    """The columns of a variation. Raises Refused at its boxes."""
    if not 1 <= number <= MOST_NUMBER:
        raise Refused(f"A variation has a number from 1 to {MOST_NUMBER:,}.", "number")
    what = chosen(kind, VARIATION_KINDS, "What it changes", "kind")
    if what == "value" and not change:
        raise Refused("Give what the value changes by, with a minus where it is cut.", "change")
    refuse_absurd(change, "change")
    refuse_absurd(gross_change, "gross_change")
    _refuse_gross(change or 0, gross_change)
    on = known_day(effective_on, "The day it holds from", "effective_on")
    _refuse_day(one, on)
    refuse_far(signed_on, "signed_on")
    refuse_before_signing(one, on, signed_on)
    return {
        "number": number,
        "kind": what,
        "change_pence": change or 0,
        "gross_change_pence": gross_change,
        "effective_on": on,
        "signed_on": signed_on,
        "reason": records.required(reason, "The reason", "reason"),
    }


def _refuse_gross(change: int, gross_change: int | None) -> None:
    """With VAT as much again or more is added, or taken away."""
    if gross_change is None or change == 0:
        return
    if change > 0 and gross_change < change:
        raise Refused(GROSS_BELOW, "gross_change")
    if change < 0 and gross_change > change:
        raise Refused(f"With VAT it cannot take away less than the {format_pence(-change)} without it.", "gross_change")


def _refuse_day(one: ContractRecord, on: date) -> None:
    if not runs(one, on):
        raise Refused(f"The contract does not run on {format_day(on)}, nor does any of its options.", "effective_on")
    if is_broken(one) and on > current_end(one):
        raise Refused(f"The contract was ended early on {format_day(current_end(one))}.", "effective_on")


def refuse_before_signing(one: ContractRecord, effective_on: date, signed_on: date | None) -> None:
    """A contract is not varied before it was signed. Raises Refused at `effective_on` or `signed_on`."""
    if one.signed_on is None:
        return
    said = f"The contract was only signed on {format_day(one.signed_on)}."
    if effective_on < one.signed_on:
        raise Refused(said, "effective_on")
    if signed_on is not None and signed_on < one.signed_on:
        raise Refused(said, "signed_on")


def _refuse_untold(one: ContractRecord) -> None:
    """What a variation may not do to the whole: take away more than there is, or leave less with VAT than without."""
    refuse_overcut(one, "change")
    gross = current_gross(one)
    if gross is not None and gross < current_value(one):
        raise Refused(GROSS_BELOW, "gross_change")
