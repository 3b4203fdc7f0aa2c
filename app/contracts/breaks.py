"""Break points of a contract: days on which it may be ended early, and the decision to end it there."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app import records
from app.contracts import deciding
from app.contracts.fields import WHOSE
from app.contracts.fitting import can_break, in_use
from app.contracts.options import refuse_notice
from app.contracts.parts import BreakRecord, ContractRecord
from app.contracts.standing import current_end, is_broken
from app.contracts.term import DAY
from app.contracts.typed import chosen, known_day
from app.errors import Refused
from app.years import format_day
from db.contracts import ContractBreak

TABLE = ContractBreak.__tablename__


def add(
    session: Session,
    contract_id: str,
    *,
    break_on: date | None,
    notice_on: date | None = None,
    whose: str,
    note: str = "",
) -> str:
    """Add a break point; its id. `break_on` would be the contract's last day. Raises Refused."""
    one = in_use(session, contract_id)
    on, who = _checked(one, break_on, notice_on, whose)
    row = ContractBreak(
        contract_id=contract_id, break_on=on, notice_on=notice_on, whose=who, status="open", note=note.strip()
    )
    session.add(row)
    return row.id


def change(
    session: Session,
    break_id: str,
    *,
    version: int | None,
    break_on: date | None,
    notice_on: date | None = None,
    whose: str,
    note: str = "",
) -> None:
    """Change a break point; of one that was taken only its notice and note. Raises Refused, Stale."""
    one, known, row = _of(session, break_id, version)
    on, who = _checked(one, break_on, notice_on, whose)
    for field, is_changed in (("break_on", on != known.break_on), ("whose", who != known.whose)):
        if known.status == "taken" and is_changed:
            raise Refused("The contract was ended by this break. Reopen it before you change it.", field)
    row.break_on, row.notice_on, row.whose, row.note = on, notice_on, who, note.strip()


def _checked(one: ContractRecord, break_on: date | None, notice_on: date | None, whose: str) -> tuple[date, str]:
    on = known_day(break_on, "The day of the break", "break_on")
    who = chosen(whose, WHOSE, "Who may end it", "whose")
    if on < one.starts_on:
        raise Refused(f"The contract only starts on {format_day(one.starts_on)}.", "break_on")
    if not can_break(one, on):
        raise Refused("The contract ends by itself by then, with all its options.", "break_on")
    refuse_notice(one, notice_on, on + DAY)
    return on, who


def archive(session: Session, break_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a break point away that was not taken, or bring it back. Raises Refused, Stale."""
    row = records.at_version(session, ContractBreak, break_id, version)
    one = in_use(session, row.contract_id)
    if row.status == "taken" and not back:
        raise Refused("The contract was ended by this break. Reopen it before you archive it.")
    if back and not can_break(one, row.break_on):
        raise Refused(f"The break point on {format_day(row.break_on)} would be outside the contract.")
    row.archived = not back


def take(
    session: Session,
    break_id: str,
    *,
    version: int | None,
    reference: str,
    title: str,
    decided_on: date | None,
    maker: str,
    document_id: str | None,
    day: date | None = None,
) -> None:
    """End the contract early on a decision that a document attached to either shows.

    `day` counts as today, the real one where it is None. Raises Refused, Stale.
    """
    one, known, row = _of(session, break_id, version)
    if known.status == "taken" or is_broken(one):
        raise Refused(f"The contract was ended early on {format_day(current_end(one))} already.")
    if known.break_on >= current_end(one):
        raise Refused(f"The contract ends on {format_day(current_end(one))} as things stand; there is nothing to end.")
    row.decision_id = deciding.decide(
        session, reference=reference, title=title, decided_on=decided_on, maker=maker, day=day
    )
    deciding.keep_document(
        session,
        document_id,
        contract_id=one.id,
        table=TABLE,
        part_id=break_id,
        decision_id=row.decision_id,
    )
    row.status = "taken"


def reopen(session: Session, break_id: str, *, version: int | None) -> None:
    """Take the decision to end a contract early back, where it was a mistake. Raises Refused, Stale."""
    _, known, row = _of(session, break_id, version)
    if known.status == "open":
        raise Refused("This break has not been taken.")
    decision_id = row.decision_id
    row.status, row.decision_id = "open", None
    deciding.let_go(session, decision_id)


def _of(session: Session, break_id: str, version: int | None) -> tuple[ContractRecord, BreakRecord, ContractBreak]:
    """The contract, the break in it and its row, at that version. Raises Refused when it is put away, Stale."""
    records.in_use(session, ContractBreak, break_id)
    row = records.at_version(session, ContractBreak, break_id, version)
    one = in_use(session, row.contract_id)
    return one, next(each for each in one.breaks if each.id == break_id), row
