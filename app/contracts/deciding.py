"""The decisions that options and breaks rest on, and the documents that show them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.contracts.typed import known_day
from app.errors import Refused
from app.years import format_day
from db.decision_sheets import SIGNED, DecisionSheet
from db.decisions import Decision
from db.documents import Document
from db.journal import journalled

NO_DOCUMENT = "Attach the signed decision to the contract first, then choose it here."


def decide(
    session: Session, *, reference: str, title: str, decided_on: date | None, maker: str, day: date | None = None
) -> str:
    """The id of the decision with this reference: a new one, or the one that is there where all is the same.

    `day` counts as today, the real one where it is None: no decision is dated after it. Raises Refused.
    """
    called, words, on, who = _checked(reference, title, decided_on, maker, day)
    known = _called(session, called)
    if known is None:
        known = Decision(reference=called, title=words, decided_on=on, maker=who)
        session.add(known)
        session.flush()
        return known.id
    if known.decided_on != on or not _same(known.maker, who):
        raise Refused(
            f"{known.reference} is a decision of {known.maker} of {format_day(known.decided_on)} already. "
            "Give that day and maker, or another reference.",
            "reference",
        )
    if not _same(known.title, words):
        raise Refused(f"{known.reference} is called “{known.title}” already. Give that, or another reference.", "title")
    return known.id


def change(
    session: Session,
    decision_id: str,
    *,
    version: int | None,
    reference: str,
    title: str,
    decided_on: date | None,
    maker: str,
    day: date | None = None,
) -> None:
    """Correct a decision wherever it is used; `day` is as in `decide`. Raises Refused, Stale."""
    called, words, on, who = _checked(reference, title, decided_on, maker, day)
    records.in_use(session, Decision, decision_id)
    signed = select(DecisionSheet.id).where(DecisionSheet.decision_id == decision_id)
    if session.scalar(signed.limit(1)) is not None:
        raise Refused(SIGNED)
    known = _called(session, called)
    if known is not None and known.id != decision_id:
        raise Refused("There is already a decision with this reference.", "reference")
    records.change(
        session, Decision, decision_id, version=version, reference=called, title=words, decided_on=on, maker=who
    )


def _checked(
    reference: str, title: str, decided_on: date | None, maker: str, day: date | None
) -> tuple[str, str, date, str]:
    called = " ".join(records.required(reference, "The reference of the decision", "reference").split())
    words = records.required(title, "What was decided", "title")
    on = known_day(decided_on, "The day of the decision", "decided_on")
    if on > (day or date.today()):
        raise Refused("A decision cannot be dated after today.", "decided_on")
    return called, words, on, records.required(maker, "Who decided", "maker")


def _called(session: Session, reference: str) -> Decision | None:
    """The decision in use with this reference, whatever its capitals."""
    every = session.scalars(select(Decision).where(Decision.archived.is_(False)).order_by(Decision.id))
    return next((one for one in every if _same(one.reference, reference)), None)


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def let_go(session: Session, decision_id: str | None) -> None:
    """Put a decision away that nothing rests on any more, so that its reference can be given rightly."""
    session.flush()
    if decision_id is not None and not _is_used(session, decision_id):
        records.archive(session, Decision, decision_id)


def _is_used(session: Session, decision_id: str) -> bool:
    """Whether any row in use refers to the decision, of whatever table."""
    for model in journalled().values():
        for column in model.__table__.columns:
            if any(key.column.table.name == Decision.__tablename__ for key in column.foreign_keys):
                below = select(model.id).where(column == decision_id, model.archived.is_(False)).limit(1)
                if session.scalar(below) is not None:
                    return True
    return False


def keep_document(
    session: Session, document_id: str | None, *, contract_id: str, table: str, part_id: str, decision_id: str
) -> None:
    """Keep the document that shows it with the decision, where it stays as long as anything rests on the decision.

    Raises Refused at `document_id` unless it is kept with this contract, this part or the decision already.
    """
    if not document_id:
        raise Refused(NO_DOCUMENT, "document_id")
    known = {"contract": contract_id, table: part_id, "decision": decision_id}
    row = session.get(Document, document_id)
    if row is None or row.archived or known.get(row.about_table) != row.about_id:
        raise Refused(f"That document is not kept with this contract. {NO_DOCUMENT}", "document_id")
    kept = select(Document.id).where(
        Document.about_id == decision_id, Document.digest == row.digest, Document.archived.is_(False)
    )
    if session.scalar(kept) is None:  # the bytes lie there once, whoever refers to them
        copied = {key: getattr(row, key) for key in ("name", "media", "digest", "size")}
        session.add(Document(about_table="decision", about_id=decision_id, **copied))
