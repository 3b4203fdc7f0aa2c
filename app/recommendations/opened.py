"""The chosen record of the Scoring page: that of scoring, and of what is recommended where the view is about that."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.grants import bid_fields
from app.grants.reading import application
from app.history import history
from app.recommendations import (
    day_fields,
    feedback,
    lens,
    minutes,
    outcome_fields,
    promoting,
    reading,
    reasons,
    targets,
    telling,
)
from app.recommendations.day_list import day_parts, day_state
from app.recommendations.parts import ReasonRecord, RecommendationRecord
from app.recommendations.review import review
from app.recommendations.shown import Outcomes
from app.recommendations.views import DAYS, OUTCOMES, RANKING, REASONS
from app.records import GONE
from app.scoring import opened
from app.scoring.shown import Shown
from app.told import Told, facts, without_empty
from app.years import format_day
from db.recommendations import Recommendation, RecommendationCut, RecommendationReason

LABELS = {**opened.LABELS, **outcome_fields.LABELS, **day_fields.LABELS, **targets.LABELS}


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
) -> Outcomes:
    """As `scoring.opened.shown`, with what is recommended. Raises Refused when the row is gone."""
    below = RANKING if key in (OUTCOMES, DAYS, REASONS) else key
    row = "" if key in (DAYS, REASONS) else row_id
    seen: dict[str, Any] = {
        "year": year,
        "day": day,
        "round_id": round_id,
        "stage_id": stage_id,
        "member_id": member_id,
    }
    try:
        found = opened.shown(session, below, row, **seen)
    except Refused:
        if key != OUTCOMES:
            raise
        found = opened.shown(session, below, "", **seen)  # a bid that is out has a recommendation to take back
    one = _outcomes(found, key, row_id)
    one = replace(one, library=tuple(reading.reasons(session)))
    if key == REASONS:
        return _reason(session, one)
    if not row_id and key in (RANKING, OUTCOMES) and one.round is not None:
        one = replace(one, spread=lens.spread_of(session, one.round))
    if one.stage is not None:
        one = replace(one, days=tuple(reading.days(session, one.stage.id)))
    if key == DAYS:
        return _day(session, one) if row_id else one
    if key != OUTCOMES or one.stage is None:
        return one
    every = tuple(reading.recommendations(session, stage_id=one.stage.id))
    one = replace(one, every=every, review=review(session, one.stage.id, day=day))
    return _bid(session, one) if row_id else one


def _outcomes(found: Shown, key: str, row_id: str) -> Outcomes:
    given = {each.name: getattr(found, each.name) for each in fields(found)}
    return Outcomes(**{**given, "key": key, "row_id": row_id})


def _bid(session: Session, one: Outcomes) -> Outcomes:
    known = next((each for each in one.every if each.application_id == one.row_id), None)
    if one.told is None and known is not None:
        one = _out(session, one)
    a, told, of, found = one.application, one.told, one.stage, one.review
    if a is None or told is None or of is None or found is None:
        raise Refused(GONE)
    one = replace(one, recommended=known, library=_with_chosen(session, one, known))
    parts = telling.parts(known, a, one.library)
    if known is not None:
        is_listed = known.outcome == "reserve" and known.is_committed
        is_next = is_listed and promoting.to_take(session, of.id) == one.row_id
        one = replace(one, is_next=is_next, is_promoted=promoting.was_promoted(session, one.row_id))
    notices = (*told.notices, *telling.notices(found, one.row_id))
    told = replace(
        told,
        parts=without_empty([*parts, *told.parts]),
        notices=(telling.NEXT, *notices) if one.is_next else notices,
        history=tuple(history(session, _ids(session, one.row_id), labels=LABELS, year_style=one.year_style)),
    )
    seen = one.standing is not None and one.standing.seen
    offered = feedback.offered(session, of.id, one.row_id) if seen and known is not None else ()
    return replace(one, told=told, offered=offered)


def _out(session: Session, one: Outcomes) -> Outcomes:
    """A bid that is no longer scored at the stage and for which something is recommended."""
    mine = application(session, one.row_id)
    title = f"{mine.reference} {mine.organisation}"
    return replace(one, application=mine, told=Told(title, bid_fields.words(bid_fields.STATES, mine.state), ()))


def _with_chosen(session: Session, one: Outcomes, known: RecommendationRecord | None) -> tuple[ReasonRecord, ...]:
    """The library, with the reasons chosen for the bid that were put away since."""
    offered = {each.id for each in one.library}
    gone = [key for key in known.reasons if key not in offered] if known is not None else []
    every = reasons.by_id(session) if gone else {}
    return (*one.library, *(every[key] for key in gone if key in every))


def _ids(session: Session, application_id: str) -> list[str]:
    """The rows of every recommendation there was for a bid, and of their parts."""
    mine = select(Recommendation.id).where(Recommendation.application_id == application_id)
    ids = list(session.scalars(mine))
    for model in (RecommendationReason, RecommendationCut):
        ids += session.scalars(select(model.id).where(model.recommendation_id.in_(mine)))
    return ids


def _day(session: Session, one: Outcomes) -> Outcomes:
    """A panel day with the bids it takes and its minutes so far."""
    found = next((each for each in one.days if each.id == one.row_id), None)
    if found is None or one.stage is None:
        raise Refused(GONE)
    called = minutes.bids_called(session, found, hidden=one.stage.names_hidden)
    words = {key: each.whole for key, each in called.items()}
    ids = [found.id, *(each.id for each in found.attendance), *(each.id for each in found.items)]
    ids += [each.id for item in found.items for each in item.absences]
    told = Told(
        f"Panel day, {format_day(found.held_on)}",
        day_state(found),
        without_empty(day_parts(found, words, minutes.minutes(session, found.id))),
        (),
        tuple(history(session, ids, labels=LABELS, year_style=one.year_style)),
    )
    return replace(one, panel_day=found, told=told)


def _reason(session: Session, one: Outcomes) -> Outcomes:
    """A reason of the library, or what its form needs for none."""
    if not one.row_id:
        return one
    found = next((each for each in one.library if each.id == one.row_id), None)
    if found is None:
        raise Refused(GONE)
    serves = outcome_fields.outcome_words(found.outcome) if found.outcome else outcome_fields.ANY.label
    told = Told(
        found.code,
        serves,
        without_empty([facts("Reason", ("For", serves), ("What the letter says", found.text))]),
        (),
        tuple(history(session, [found.id], labels=LABELS, year_style=one.year_style)),
    )
    return replace(one, reason=found, told=told)
