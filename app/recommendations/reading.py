"""Reading panel days, recommendations, reasons and targets: every table once, by its columns."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.grants.reading import grouped, pence
from app.money import Pence
from app.recommendations.parts import (
    AbsenceRecord,
    AttendanceRecord,
    DayRecord,
    ItemRecord,
    ReasonRecord,
    RecommendationRecord,
    TargetRecord,
)
from app.records import GONE
from db.base import Record
from db.recommendations import (
    FairnessTarget,
    OutcomeReason,
    PanelAbsence,
    PanelAttendance,
    PanelDay,
    PanelItem,
    Recommendation,
    RecommendationCut,
    RecommendationReason,
)


@cache
def _used(model: type[Record]) -> Select[Any]:
    return select(*model.__table__.columns).where(model.archived.is_(False))


def days(session: Session, stage_id: str) -> list[DayRecord]:
    """The panel days of a stage, the first one first."""
    return _days(session, _used(PanelDay).where(PanelDay.stage_id == stage_id).order_by(PanelDay.held_on))


def day_(session: Session, day_id: str) -> DayRecord:
    """One panel day in use. Raises Refused when it is gone."""
    found = _days(session, _used(PanelDay).where(PanelDay.id == day_id))
    if not found:
        raise Refused(GONE)
    return found[0]


def _days(session: Session, query: Select[Any]) -> list[DayRecord]:
    rows = list(session.execute(query))
    ids = [row.id for row in rows]
    attendance = grouped(
        (row.day_id, AttendanceRecord(row.id, row.version, row.member_id, row.came_at, row.left_at))
        for row in session.execute(
            _used(PanelAttendance).where(PanelAttendance.day_id.in_(ids)).order_by(PanelAttendance.id)
        )
    )
    items = grouped((row.day_id, row) for row in session.execute(_items(ids)))
    absences = grouped(
        (row.item_id, AbsenceRecord(row.id, row.version, row.member_id, row.left_at, row.back_at, row.why))
        for row in session.execute(
            _used(PanelAbsence)
            .join(PanelItem, PanelItem.id == PanelAbsence.item_id)
            .where(PanelItem.day_id.in_(ids))
            .order_by(PanelAbsence.id)
        )
    )
    return [
        DayRecord(
            row.id,
            row.version,
            row.stage_id,
            row.held_on,
            row.place,
            row.chair,
            row.quorum,
            row.order_rule,
            row.started_at,
            row.ended_at,
            row.note,
            attendance.get(row.id, ()),
            tuple(
                ItemRecord(
                    one.id,
                    one.version,
                    one.application_id,
                    one.position,
                    one.started_at,
                    one.ended_at,
                    one.note,
                    absences.get(one.id, ()),
                )
                for one in items.get(row.id, ())
            ),
        )
        for row in rows
    ]


def _items(day_ids: list[str]) -> Select[Any]:
    return _used(PanelItem).where(PanelItem.day_id.in_(day_ids)).order_by(PanelItem.position, PanelItem.id)


def reasons(session: Session) -> list[ReasonRecord]:
    """The office's library of reasons, in its order."""
    rows = session.execute(_used(OutcomeReason).order_by(OutcomeReason.position, OutcomeReason.id))
    return [ReasonRecord(row.id, row.version, row.code, row.outcome, row.text, at) for at, row in enumerate(rows, 1)]


def recommendations(
    session: Session, *, stage_id: str | None = None, sheet_id: str | None = None
) -> list[RecommendationRecord]:
    """Every recommendation in use: of a stage, or of a decision sheet where one is named."""
    query = _used(Recommendation).order_by(Recommendation.id)
    if stage_id is not None:
        query = query.where(Recommendation.stage_id == stage_id)
    if sheet_id is not None:
        query = query.where(Recommendation.sheet_id == sheet_id)
    return _recommendations(session, query)


def recommendation(session: Session, application_id: str) -> RecommendationRecord | None:
    """What is recommended for a bid, None while nothing is."""
    query = _used(Recommendation).where(Recommendation.application_id == application_id)
    return next(iter(_recommendations(session, query)), None)


def _recommendations(session: Session, query: Select[Any]) -> list[RecommendationRecord]:
    ids = query.with_only_columns(Recommendation.id).order_by(None)
    given = grouped(
        (row.recommendation_id, row.reason_id)
        for row in session.execute(
            _used(RecommendationReason)
            .where(RecommendationReason.recommendation_id.in_(ids))
            .order_by(RecommendationReason.id)
        )
    )
    cuts = grouped(
        (row.recommendation_id, (row.cost_id, Pence(row.amount_pence)))
        for row in session.execute(
            _used(RecommendationCut).where(RecommendationCut.recommendation_id.in_(ids)).order_by(RecommendationCut.id)
        )
    )
    return [
        RecommendationRecord(
            row.id,
            row.version,
            row.stage_id,
            row.application_id,
            row.outcome,
            pence(row.amount_pence),
            row.reserve_place,
            row.reason,
            row.conditions,
            row.feedback,
            row.feedback_by,
            row.score_tenths,
            row.sheet_id or "",
            given.get(row.id, ()),
            cuts.get(row.id, ()),
        )
        for row in session.execute(query)
    ]


def targets(session: Session, round_id: str) -> list[TargetRecord]:
    """What areas and priorities ought to have of a round's money."""
    query = _used(FairnessTarget).where(FairnessTarget.round_id == round_id).order_by(FairnessTarget.id)
    return [
        TargetRecord(row.id, row.version, row.area_id or "", row.priority_id or "", row.share_tenths)
        for row in session.execute(query)
    ]
