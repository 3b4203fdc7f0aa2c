"""The chosen record of the Scoring page: that of scoring or of what is recommended, a decision, or a letter."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.decisions import about, approving, changed, decision_fields, lacking, letters, persons, reading, telling
from app.decisions.letter_views import letter_told
from app.decisions.parts import DecisionSheetRecord
from app.decisions.shown import Decided
from app.decisions.views import DECISIONS, LETTERS
from app.documents import documents
from app.history import history
from app.recommendations import opened
from app.recommendations import reading as recommended
from app.recommendations.shown import Outcomes
from app.roles import may_approve
from app.scoring.views import MEMBERS
from app.told import Told, without_empty
from db.documents import Document

LABELS = {**opened.LABELS, **decision_fields.LABELS}


def shown(
    session: Session,
    key: str,
    row_id: str,
    *,
    year: int,
    day: date,
    round_id: str = "",
    stage_id: str = "",
    member_id: str = "",
) -> Decided:
    """As `recommendations.opened.shown`, with decisions and letters. Raises Refused when the row is gone."""
    mine = key in (DECISIONS, LETTERS)
    below, row = (MEMBERS, "") if mine else (key, row_id)
    found = opened.shown(
        session, below, row, year=year, day=day, round_id=round_id, stage_id=stage_id, member_id=member_id
    )
    one = replace(_decided(found, key, row_id), rule=reading.rule(session))
    if key == DECISIONS and not row_id:
        return replace(one, contracts=about.contracts(session), budget_lines=about.budget_lines(session))
    if not row_id or not mine:
        return one
    return _decision(session, one) if key == DECISIONS else _letter(session, one)


def _decided(found: Outcomes, key: str, row_id: str) -> Decided:
    given = {each.name: getattr(found, each.name) for each in fields(found)}
    return Decided(**{**given, "key": key, "row_id": row_id})


def _decision(session: Session, one: Decided) -> Decided:
    """A decision sheet with all its parts, and what is still to be done about it."""
    sheet = reading.sheet(session, one.row_id)
    one = replace(
        one,
        decision=sheet,
        about=about.about(session, sheet),
        before=_other(session, sheet.supersedes_id),
        after=_other(session, sheet.superseded_by),
        may_approve=may_approve(session),
        has_prepared=persons.prepared(session, sheet),
        signs_as=persons.signs_as(session),
        approvals=approving.standing(session, sheet.id) if sheet.state != "withdrawn" else (),
        lacks=lacking.lacks(sheet) if sheet.state == "draft" else (),
        hinders=lacking.hinders(session, sheet) if sheet.state in ("draft", "for approval") else (),
        differences=changed.since(session, sheet),
        letters=tuple(reading.letters(session, sheet_id=sheet.id)),
        documents=tuple(documents(session, sheet.id)),
        owner=("decision_sheet", sheet.id, sheet.reference or sheet.title),
    )
    of = (sheet.options, sheet.implications, sheet.awards, sheet.approvals)
    ids = [sheet.id, *(each.id for part in of for each in part)]
    return replace(one, told=_told(session, one, telling.decision(one), ids))


def _other(session: Session, sheet_id: str) -> DecisionSheetRecord | None:
    return reading.sheet(session, sheet_id) if sheet_id else None


def _letter(session: Session, one: Decided) -> Decided:
    """One letter as it will be read, with all of its decision, and what was recommended for its bid."""
    words = letters.text(session, one.row_id, day=one.day)
    sheet = reading.sheet(session, words.letter.sheet_id)
    known = recommended.recommendation(session, words.letter.application_id)
    one = replace(
        one,
        letter=words.letter,
        decision=sheet,
        letters=tuple(reading.letters(session, sheet_id=sheet.id)),
        recommended=known,
    )
    return replace(one, told=_told(session, one, letter_told(words, sheet, known), [words.letter.id]))


def _told(session: Session, one: Decided, told: Told, ids: list[str]) -> Told:
    kept = session.scalars(select(Document.id).where(Document.about_id.in_(ids)))
    found = history(session, [*ids, *kept], labels=LABELS, year_style=one.year_style)
    return replace(told, parts=without_empty(told.parts), history=tuple(found))
