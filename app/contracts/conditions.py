"""What a contract is subject to: a condition blocks what comes from its day on until somebody has seen it met."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app import records
from app.contracts import cells
from app.contracts.standing import latest_end
from app.contracts.typed import refuse_far
from app.errors import Refused
from app.years import format_day
from db.contracts import ContractCondition


def add(
    session: Session, contract_id: str, *, words: str, due_on: date | None = None, blocks_from: date | None = None
) -> str:
    """Add a condition; its id. Raises Refused."""
    _refuse_far(due_on, blocks_from)
    _refuse_late(session, contract_id, blocks_from)
    row = ContractCondition(
        contract_id=contract_id,
        words=_words(words),
        due_on=due_on,
        blocks_from=blocks_from,
        met_on=None,
        evidence="",
    )
    session.add(row)
    return row.id


def change(
    session: Session,
    condition_id: str,
    *,
    version: int | None,
    words: str,
    due_on: date | None = None,
    blocks_from: date | None = None,
) -> None:
    """Change a condition. Raises Refused, Stale."""
    row = records.at_version(session, ContractCondition, condition_id, version)
    _refuse_far(due_on, blocks_from)
    _refuse_late(session, row.contract_id, blocks_from)
    row.words, row.due_on, row.blocks_from = _words(words), due_on, blocks_from


def meet(
    session: Session,
    condition_id: str,
    *,
    version: int | None,
    met_on: date,
    evidence: str,
    day: date | None = None,
) -> None:
    """Record that a condition was met, on which day and what shows it; it blocks nothing from then on.

    `day` is today where that is known: nothing is met in the future. Raises Refused, Stale.
    """
    row = records.at_version(session, ContractCondition, condition_id, version)
    cells.in_use(session, row.contract_id)
    if met_on > (day or date.today()):
        raise Refused("A condition cannot be met on a day that is still to come.", "met_on")
    row.met_on, row.evidence = met_on, records.required(evidence, "What shows it", "evidence")


def reopen(session: Session, condition_id: str, *, version: int | None) -> None:
    """Take back that a condition was met, where it was not after all; its evidence stays. Raises Refused, Stale."""
    row = records.at_version(session, ContractCondition, condition_id, version)
    cells.in_use(session, row.contract_id)
    row.met_on = None


def archive(session: Session, condition_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a condition away, or bring it back. Raises Refused, Stale."""
    records.archive(session, ContractCondition, condition_id, version=version, back=back)


def _refuse_far(due_on: date | None, blocks_from: date | None) -> None:
    refuse_far(due_on, "due_on")
    refuse_far(blocks_from, "blocks_from")


def _words(words: str) -> str:
    return records.required(words, "What it is subject to", "words")


def _refuse_late(session: Session, contract_id: str, blocks_from: date | None) -> None:
    last = latest_end(cells.in_use(session, contract_id))
    if blocks_from is not None and blocks_from > last:
        raise Refused(
            f"The contract ends on {format_day(last)}, also with every option: nothing is left to block.", "blocks_from"
        )
