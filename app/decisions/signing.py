"""Signing a decision: its number, the decision it makes, and what was approved kept for ever, all in one save."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.decisions import approving, reading, superseding
from app.decisions.changed import snapshot
from app.decisions.lacking import refuse_lacking, told
from app.decisions.parts import DecisionSheetRecord
from app.decisions.ruling import reference
from app.errors import Refused
from app.years import format_day, year_of
from db.decision_sheets import DecisionSheet
from db.decisions import Decision


def sign(session: Session, sheet_id: str, *, version: int | None, day: date) -> str:
    """Sign a sheet on a day, once everybody it needs has approved it as it is; what the decision is called.

    It has the next number of the financial year of that day, without a gap: two who sign at once have one after the
    other. What its place is taken of gives way, with what was recommended there. Raises Refused, Stale.
    """
    row = approving.at_version(session, sheet_id, version, ("for approval",))
    sheet = reading.sheet(session, sheet_id)
    refuse_lacking(session, sheet, "It cannot be signed as it is.")
    _refuse_unapproved(session, sheet, day)
    if approving.put_away_void(session, sheet):
        sheet = reading.sheet(session, sheet_id)
    row.year = year_of(day)
    number = _next_number(session, row.year)
    rule = reading.rule(session)
    called = reference(rule.pattern, row.year, number)
    made = _decision(session, called, sheet.title, rule.maker_title, day)
    signed = {
        "reference": called,
        "number": number,
        "year": row.year,
        "signed_on": day.isoformat(),
        "maker": rule.maker_title,
        "prepared_by": sheet.prepared_by,
    }
    row.snapshot, row.digest = snapshot(session, sheet, signed=signed)
    row.number, row.decision_id, row.signed_on, row.state = number, made.id, day, "signed"
    session.flush()
    if sheet.supersedes_id:
        superseding.take_over(session, reading.sheet(session, sheet_id))
    superseding.put_away_letters(session, sheet_id)
    return called


def _refuse_unapproved(session: Session, sheet: DecisionSheetRecord, day: date) -> None:
    every = approving.standings(sheet, approving.roles_of(session, sheet), reading.rule(session))
    if missing := [one.sentence for one in every if one.state != "given"]:
        raise Refused(f"It has not been approved by all who have to. {told(missing)}")
    latest = max(one.approval.given_on for one in every if one.approval is not None)
    if day < latest:
        raise Refused(f"It was approved on {format_day(latest)}, and is signed on that day or after it.")


def _next_number(session: Session, year: int) -> int:
    """The number after the highest of a year; a number that was given is never given again."""
    return (session.scalar(select(func.max(DecisionSheet.number)).where(DecisionSheet.year == year)) or 0) + 1


def _decision(session: Session, called: str, title: str, maker: str, day: date) -> Decision:
    """The decision that is made. Raises Refused where one was entered under that reference before."""
    every = session.scalars(select(Decision).where(Decision.archived.is_(False)))
    if any(one.reference.casefold().split() == called.casefold().split() for one in every):
        raise Refused(
            f"There is already a decision {called}, which was entered by hand. Give that one another reference, or "
            "number decisions otherwise."
        )
    row = Decision(reference=called, title=title, decided_on=day, maker=maker)
    session.add(row)
    session.flush()
    return row
