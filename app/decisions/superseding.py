"""A decision that takes the place of another, and a sheet that is withdrawn before it was signed.

What was signed stays: the new decision points back to it, and once it is signed, what is recommended for its bids and
what they are told follow it. Amounts are pence.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.decisions import beginning, persons, reading, wording
from app.decisions.approving import at_version
from app.decisions.decision_fields import SHEET, amount_of
from app.decisions.lacking import moved_on
from app.decisions.parts import AwardRecord, DecisionSheetRecord
from app.errors import Refused
from app.grants.reading import application
from app.money import Pence
from app.recommendations import reading as recommended
from app.recommendations.parts import RecommendationRecord
from app.years import year_of
from db.decision_sheets import (
    DecisionAward,
    DecisionImplication,
    DecisionOption,
    DecisionSheet,
    OutcomeLetter,
)
from db.recommendations import Recommendation, RecommendationCut, RecommendationReason

NOT_SIGNED = "Only a decision that has been signed is replaced by another. Change this one, or withdraw it."
SENT = "A letter about it has been sent. It is no longer withdrawn; sign it, and let another decision take its place."


def supersede(session: Session, sheet_id: str, *, title: str, day: date) -> str:
    """Begin the decision that takes the place of a signed one, as it was; the id of the new draft.

    Its interests are confirmed anew. Raises Refused unless it is signed and nothing has taken, or is about to take,
    its place.
    """
    records.in_use(session, DecisionSheet, sheet_id)
    before = reading.sheet(session, sheet_id)
    called = " ".join(records.required(title, "The title", "title").split())
    if not before.is_signed:
        raise Refused(NOT_SIGNED)
    _refuse_replaced(session, before)
    kept = {field.key: getattr(before, field.key) for field in SHEET}
    row = DecisionSheet(
        **beginning.blank(kind=before.kind, title=called, year=year_of(day), marking=before.marking)
        | kept
        | {
            "title": called,
            "round_id": before.round_id or None,
            "contract_id": before.contract_id or None,
            "line_id": before.line_id or None,
            "supersedes_id": sheet_id,
            "interests_confirmed": False,
            "interests_note": "",
            "prepared_by": persons.account(session),
        }
    )
    session.add(row)
    session.flush()
    _copy_parts(session, before, row.id)
    return row.id


def _refuse_replaced(session: Session, before: DecisionSheetRecord) -> None:
    query = select(DecisionSheet).where(
        DecisionSheet.supersedes_id == before.id,
        DecisionSheet.archived.is_(False),
        DecisionSheet.state != "withdrawn",
    )
    other = session.scalars(query).first()
    if other is not None:
        what = "has taken its place" if other.state == "signed" else "is being made in its place"
        raise Refused(f"“{other.title}” {what} already.")


def _copy_parts(session: Session, before: DecisionSheetRecord, sheet_id: str) -> None:
    session.add_all(
        DecisionOption(sheet_id=sheet_id, position=one.place, text=one.text, why=one.why, is_chosen=one.is_chosen)
        for one in before.options
    )
    session.add_all(
        DecisionImplication(sheet_id=sheet_id, position=one.place, heading=one.heading, answer=one.answer)
        for one in before.implications
    )
    session.add_all(
        DecisionAward(
            sheet_id=sheet_id,
            position=one.place,
            application_id=one.application_id or None,
            organisation_id=one.organisation_id or None,
            payee=one.payee,
            purpose=one.purpose,
            outcome=one.outcome,
            amount_pence=one.amount,
            conditions=one.conditions,
        )
        for one in before.awards
    )


def withdraw(session: Session, sheet_id: str, *, version: int | None, reason: str) -> None:
    """Withdraw a sheet that has not been signed: what it was made of can be recommended and committed again.

    Its letters are put away. The reason is in the history. Raises Refused, Stale.
    """
    row = at_version(session, sheet_id, version, ("draft", "for approval"))
    records.required(reason, "The reason", "reason")
    letters = session.scalars(
        select(OutcomeLetter).where(OutcomeLetter.sheet_id == sheet_id, OutcomeLetter.archived.is_(False))
    ).all()
    if any(one.sent_on is not None for one in letters):
        raise Refused(SENT)
    for one in letters:
        one.archived = True
    for known in session.scalars(select(Recommendation).where(Recommendation.sheet_id == sheet_id)):
        known.sheet_id = None
    row.state = "withdrawn"


# once it is signed


def take_over(session: Session, sheet: DecisionSheetRecord) -> None:
    """Let what is recommended for the bids of a signed sheet follow it, with a letter where it differs from before.

    What was recommended with the decision before stays in the file, put away. Raises Refused where one of them has
    gone on to another decision, and is to have something else here.
    """
    before = reading.sheet(session, sheet.supersedes_id)
    was = {one.application_id: one for one in before.awards if one.application_id}
    known = {one.application_id: one for one in recommended.recommendations(session, sheet_id=before.id)}
    if moved := moved_on(session, sheet, before):
        raise Refused(f"{moved[0].payee}: it is part of another decision by now.")
    for one in sheet.awards:
        if one.application_id in known:
            _follow(session, sheet, one, was.get(one.application_id), known[one.application_id])
    session.flush()


def put_away_letters(session: Session, sheet_id: str) -> None:
    """Put away the letters about bids that a signed sheet has letters for, and that were never given out: they say what
    was decided, or was to be, before."""
    session.flush()
    mine = select(OutcomeLetter.application_id).where(
        OutcomeLetter.sheet_id == sheet_id, OutcomeLetter.archived.is_(False)
    )
    before = select(OutcomeLetter).where(
        OutcomeLetter.application_id.in_(mine),
        OutcomeLetter.sheet_id != sheet_id,
        OutcomeLetter.sent_on.is_(None),
        OutcomeLetter.archived.is_(False),
    )
    for one in session.scalars(before).all():
        one.archived = True


def _follow(
    session: Session,
    sheet: DecisionSheetRecord,
    now: AwardRecord,
    was: AwardRecord | None,
    known: RecommendationRecord,
) -> None:
    is_same = was is not None and (was.outcome, was.amount) == (now.outcome, now.amount)
    records.fetch(session, Recommendation, known.id).archived = True
    session.flush()
    row = Recommendation(
        stage_id=known.stage_id,
        application_id=now.application_id,
        outcome=now.outcome,
        amount_pence=amount_of(now),
        reserve_place=_place(session, now, known),
        reason=known.reason if is_same else f"Decided again in {sheet.reference}.",
        conditions=now.conditions,
        feedback=known.feedback if is_same else "",
        feedback_by=known.feedback_by if is_same else "",
        score_tenths=known.score,
        sheet_id=sheet.id,
    )
    session.add(row)
    session.flush()
    if is_same:
        session.add_all(RecommendationReason(recommendation_id=row.id, reason_id=key) for key in known.reasons)
        session.add_all(
            RecommendationCut(recommendation_id=row.id, cost_id=key, amount_pence=pence) for key, pence in known.cuts
        )
    else:
        session.add(_letter(session, sheet, now, row.reserve_place))


def _place(session: Session, now: AwardRecord, known: RecommendationRecord) -> int | None:
    """The place on the reserve list: the one it had, else the one after the last of its stage."""
    if now.outcome != "reserve":
        return None
    if known.reserve_place is not None:
        return known.reserve_place
    every = recommended.recommendations(session, stage_id=known.stage_id)
    return max((one.reserve_place or 0 for one in every), default=0) + 1


def _letter(session: Session, sheet: DecisionSheetRecord, now: AwardRecord, place: int | None) -> OutcomeLetter:
    a = application(session, now.application_id)
    words = wording.told(
        reading.rule(session).maker_title,
        outcome=now.outcome,
        amount=now.amount,
        asked=a.requested or Pence(0),
        project=now.purpose,
        place=place,
    )
    return beginning.letter(
        sheet.id,
        now.application_id,
        outcome=now.outcome,
        amount=amount_of(now),
        addressee=beginning.addressees(session, [now.application_id]).get(now.application_id, now.payee),
        words=words,
    )
