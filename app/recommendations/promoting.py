"""A bid of the reserve list takes the place of one that was withdrawn after the decision. Amounts are pence.

What was decided stays as it is: the bid has a new recommendation beside it, to be committed to another decision.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.contracts.typed import known_day
from app.errors import Refused
from app.grants.reading import application
from app.money import Pence, format_pence
from app.recommendations import ground as grounds
from app.recommendations import reading
from app.recommendations.barring import barred, bars
from app.recommendations.ground import Ground
from app.recommendations.parts import GIVEN, RecommendationRecord
from app.recommendations.writing import place_before
from app.years import format_day
from db.decision_sheets import DecisionAward
from db.grants import Application
from db.recommendations import COMMITTED, Recommendation, RecommendationCut

NOT_RESERVE = "It is not on the reserve list of a decision."
NONE_OUT = "No bid that was decided to have money has been withdrawn. There is nothing to take its place in."


def next_in_line(session: Session, stage_id: str) -> str:
    """The first bid of the reserve list of what was decided that may still have money, by id; empty for none."""
    found = _in_line(session, grounds.read(session, stage_id))
    return found[0].application_id if found else ""


def to_take(session: Session, stage_id: str) -> str:
    """The bid that can be taken from the reserve list now, by id: one was withdrawn after the decision, it is the first
    in line, and the money reaches for it. Empty for none."""
    if not withdrawn(session, stage_id):
        return ""
    ground = grounds.read(session, stage_id)
    first = next(iter(_in_line(session, ground)), None)
    if first is None:
        return ""
    amount = first.amount or application(session, first.application_id).requested or Pence(0)
    return first.application_id if amount <= grounds.purse(session, ground.round).left else ""


def withdrawn(session: Session, stage_id: str) -> tuple[str, ...]:
    """The bids of a stage that were decided to have money and were withdrawn since, by id."""
    query = (
        select(Application.id)
        .join(Recommendation, Recommendation.application_id == Application.id)
        .where(
            Recommendation.stage_id == stage_id,
            Recommendation.archived.is_(False),
            Recommendation.outcome.in_(sorted(GIVEN)),
            Recommendation.sheet_id.is_not(None),
            Application.archived.is_(True) | Application.state.in_(grounds.OUT),
        )
        .order_by(Application.reference)
    )
    return tuple(session.scalars(query))


def promote(session: Session, application_id: str, *, version: int | None, reason: str, day: date) -> str:
    """Recommend the first of the reserve list for money that became free on or before a day; the new recommendation.

    It has what it was on the list for. `version` is of its place there; the reason is in the history. Raises Refused
    (unless a bid that was decided to have money was withdrawn, this one is the first that may have it, and the money
    reaches), Stale.
    """
    known = _on_reserve(session, application_id)
    records.at_version(session, Recommendation, known.id, version)
    records.required(reason, "The reason", "reason")
    on = known_day(day, "The day", "day")
    ground = grounds.of_stage(session, known.stage_id)
    _refuse_out_of_turn(session, ground, known)
    asked = application(session, application_id).requested or Pence(0)
    amount = known.amount or asked
    records.fetch(session, Recommendation, known.id).archived = True
    session.flush()
    row = Recommendation(
        stage_id=known.stage_id,
        application_id=application_id,
        outcome="fund" if amount == asked else "reduced",
        amount_pence=amount,
        reserve_place=None,
        reason=f"Taken from the reserve list on {format_day(on)}.",
        conditions=_conditions(session, known),
        feedback=known.feedback,
        feedback_by=known.feedback_by,
        score_tenths=known.score,
        sheet_id=None,
    )
    session.add(row)
    session.flush()
    session.add_all(
        RecommendationCut(recommendation_id=row.id, cost_id=cost, amount_pence=pence) for cost, pence in known.cuts
    )
    if too_much := grounds.purse(session, ground.round).too_much():
        raise Refused(f"The money that became free does not reach for {format_pence(amount)}. {too_much}")
    return row.id


def take_back(session: Session, application_id: str, *, version: int | None, reason: str) -> None:
    """Put a bid back on the reserve list that was taken from it and has not been committed again.

    The reason is in the history. Raises Refused, Stale.
    """
    known = reading.recommendation(session, application_id)
    if known is None or known.is_committed:
        raise Refused(COMMITTED if known is not None else "Nothing is recommended for this bid.")
    row = records.at_version(session, Recommendation, known.id, version)
    records.required(reason, "The reason", "reason")
    before = place_before(session, application_id)
    if before is None:
        raise Refused("It was not taken from the reserve list.")
    row.archived = True
    session.flush()
    before.archived = False


def was_promoted(session: Session, application_id: str) -> bool:
    """Whether what is recommended for a bid now came from its place on a reserve list that was decided on."""
    known = reading.recommendation(session, application_id)
    return known is not None and not known.is_committed and place_before(session, application_id) is not None


def _conditions(session: Session, known: RecommendationRecord) -> str:
    """The conditions as they were decided on: they may have been written into the decision and not before."""
    query = select(DecisionAward.conditions).where(
        DecisionAward.sheet_id == known.sheet_id,
        DecisionAward.application_id == known.application_id,
        DecisionAward.archived.is_(False),
    )
    decided = session.scalars(query).first()
    return known.conditions if decided is None else decided


def _on_reserve(session: Session, application_id: str) -> RecommendationRecord:
    known = reading.recommendation(session, application_id)
    if known is None or known.outcome != "reserve" or not known.is_committed:
        raise Refused(NOT_RESERVE)
    return known


def _refuse_out_of_turn(session: Session, ground: Ground, known: RecommendationRecord) -> None:
    if not withdrawn(session, known.stage_id):
        raise Refused(NONE_OUT)
    mine = application(session, known.application_id)
    if why := bars(mine, ground.round):
        raise Refused(f"{mine.reference}: {' '.join(why)}")
    line = _in_line(session, ground)
    if line and line[0].application_id != known.application_id:
        first = application(session, line[0].application_id)
        raise Refused(f"{first.reference} {first.organisation} comes before it on the reserve list.")


def _in_line(session: Session, ground: Ground) -> list[RecommendationRecord]:
    """The reserve list of what was decided, in its places, without those that may have no money any more."""
    known = [one for one in ground.known.values() if one.outcome == "reserve" and one.is_committed]
    kept_out = barred(session, ground.round, {one.application_id for one in known})
    may = [one for one in known if one.application_id not in kept_out]
    return sorted(may, key=lambda one: (one.reserve_place or 0, one.application_id))
