"""Reading what belongs to scoring: every table once, by its columns, as frozen records."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, literal_column, select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.grants.reading import area_names, grouped, pence, priority_names
from app.records import GONE
from app.scoring.parts import (
    AgreedRecord,
    BidRecord,
    DeclarationRecord,
    MemberRecord,
    ScaleRecord,
    ScoreRecord,
    SeatRecord,
    SheetRecord,
    StageRecord,
)
from db.base import Record
from db.grants import Application, ApplicationArea, ApplicationPriority, Criterion
from db.organisations import Organisation
from db.scoring import (
    AgreedPresent,
    AgreedScore,
    Anchor,
    Assignment,
    CriterionMarking,
    Declaration,
    Score,
    ScoreSheet,
    ScoringMember,
    ScoringStage,
    Seat,
)


@cache
def _columns(model: type[Record]) -> Select[Any]:
    """The columns of a table and not its objects: making these for thousands of rows takes three times as long."""
    return select(*model.__table__.columns)


def in_use(model: type[Record]) -> ColumnElement[bool]:
    """What is not archived, in the words of the indexes over it: they are used for no others, such as IS 0."""
    return model.archived == literal_column("0")


@cache
def _used(model: type[Record]) -> Select[Any]:
    return _columns(model).where(in_use(model))


# stages and the marking scheme


def stages(session: Session, round_id: str) -> list[StageRecord]:
    """The stages of a round that have been set up, the first one first; none before scoring is set up."""
    return _stages(session, _used(ScoringStage).where(ScoringStage.round_id == round_id).order_by(ScoringStage.number))


def stage(session: Session, stage_id: str) -> StageRecord:
    """One stage in use. Raises Refused when it is gone."""
    found = _stages(session, _used(ScoringStage).where(ScoringStage.id == stage_id))
    if not found:
        raise Refused(GONE)
    return found[0]


def _stages(session: Session, query: Select[Any]) -> list[StageRecord]:
    rows = list(session.execute(query))
    ids = [row.id for row in rows]
    seats = grouped((row.stage_id, _seat(row)) for row in session.execute(_seats(ids)))
    assigned = grouped(
        (row.stage_id, (row.member_id, row.application_id))
        for row in session.execute(
            select(Assignment.stage_id, Assignment.member_id, Assignment.application_id).where(
                Assignment.archived.is_(False), Assignment.stage_id.in_(ids)
            )
        )
    )
    return [
        StageRecord(
            row.id,
            row.version,
            row.round_id,
            row.number,
            row.sheets_due_on,
            row.least_scorers,
            row.diverges_tenths,
            row.names_hidden,
            tuple(one for one in row.tie_rule.split(",") if one),
            row.seed,
            row.pass_tenths,
            row.moderated_on,
            row.moderated_why,
            row.ranked_on,
            seats.get(row.id, ()),
            frozenset(assigned[row.id]) if row.id in assigned else None,
        )
        for row in rows
    ]


def _seats(stage_ids: list[str]) -> Select[Any]:
    return (
        select(*Seat.__table__.columns, ScoringMember.reference, ScoringMember.name, ScoringMember.body)
        .join(ScoringMember, ScoringMember.id == Seat.member_id)
        .where(Seat.archived.is_(False), Seat.stage_id.in_(stage_ids))
        .order_by(Seat.position, ScoringMember.reference)
    )


def _seat(row: Any) -> SeatRecord:
    return SeatRecord(
        row.id, row.version, row.member_id, row.reference, row.name, row.body, row.declared_on, row.sent_on
    )


def scales(session: Session, of: StageRecord) -> list[ScaleRecord]:
    """The criteria as they are marked at this stage, in the order of its sheet.

    The first stage has the weights of the round's terms. The second has weights of its own, and only the criteria that
    were given one there.
    """
    criteria = session.execute(
        _used(Criterion).where(Criterion.round_id == of.round_id).order_by(Criterion.position, Criterion.id)
    )
    ids = select(Criterion.id).where(Criterion.round_id == of.round_id)
    marking = {
        row.criterion_id: row
        for row in session.execute(_used(CriterionMarking).where(CriterionMarking.criterion_id.in_(ids)))
    }
    anchors = grouped(
        (row.criterion_id, (row.points, row.text))
        for row in session.execute(_used(Anchor).where(Anchor.criterion_id.in_(ids)).order_by(Anchor.points))
    )
    found: list[ScaleRecord] = []
    for row in criteria:
        mine = marking.get(row.id)
        weight = _weight(row, mine, of.number)
        if weight is None:
            continue
        found.append(
            ScaleRecord(
                row.id,
                len(found) + 1,
                row.name,
                row.guidance,
                weight,
                row.maximum,
                weight == 0,
                mine.comment_below if mine is not None else None,
                mine.comment_above if mine is not None else None,
                anchors.get(row.id, ()),
                mine.version if mine is not None else None,
            )
        )
    return found


def _weight(criterion: Any, marking: Any, number: int) -> int | None:
    """The weight of a criterion at a stage: 0 where it is for information, None where it is not on the sheet."""
    if number == 2:
        found: int | None = marking.second_tenths if marking is not None else None
        return found
    if marking is not None and not marking.in_first:
        return None
    return 0 if criterion.is_information else int(criterion.weight_tenths)


# members and what they declare


def members(session: Session, *, archived: bool = False) -> list[MemberRecord]:
    """Every member in use, or every one that was put away, by reference."""
    return _members(
        session,
        _columns(ScoringMember).where(ScoringMember.archived.is_(archived)).order_by(ScoringMember.reference),
    )


def member(session: Session, member_id: str) -> MemberRecord:
    """One member, in use or put away. Raises Refused when they are gone."""
    found = _members(session, _columns(ScoringMember).where(ScoringMember.id == member_id))
    if not found:
        raise Refused(GONE)
    return found[0]


def _members(session: Session, query: Select[Any]) -> list[MemberRecord]:
    rows = list(session.execute(query))
    areas = area_names(session)
    bodies = {
        row.id: row.name
        for row in session.execute(
            select(Organisation.id, Organisation.name).where(
                Organisation.id.in_([row.organisation_id for row in rows if row.organisation_id])
            )
        )
    }
    return [
        MemberRecord(
            row.id,
            row.version,
            row.archived,
            row.reference,
            row.name,
            row.body,
            row.organisation_id or "",
            bodies.get(row.organisation_id or "", ""),
            row.area_id or "",
            areas.get(row.area_id or "", ""),
            row.address,
            row.postcode,
            row.email,
            row.telephone,
            row.starts_on,
            row.ends_on,
            row.note,
        )
        for row in rows
    ]


def declarations(session: Session, round_id: str) -> list[DeclarationRecord]:
    """What every member declared about the bids of a round."""
    query = (
        _used(Declaration)
        .join(Application, Application.id == Declaration.application_id)
        .where(Application.round_id == round_id)
        .order_by(Declaration.id)
    )
    return [
        DeclarationRecord(
            row.id,
            row.version,
            row.member_id,
            row.application_id,
            row.answer,
            row.kind,
            row.detail,
            row.declared_on,
        )
        for row in session.execute(query)
    ]


def conflicts(declared: Iterable[DeclarationRecord]) -> frozenset[tuple[str, str]]:
    """The (member, bid) pairs that a conflict keeps apart."""
    return frozenset((one.member_id, one.application_id) for one in declared if one.answer == "conflict")


# bids, sheets and agreed scores


def ready(session: Session, round_id: str, *, named: bool = True) -> list[BidRecord]:
    """The bids of a round that are scored, by reference: whole ones that are ready. Without names of areas and
    priorities where they are not `named`."""
    query = (
        select(
            Application.id,
            Application.reference,
            Application.organisation_id,
            Organisation.name,
            Application.project,
            Application.requested_pence,
        )
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(
            Application.round_id == round_id,
            Application.archived.is_(False),
            Application.state == "ready",
            Application.stage == "full",
        )
        .order_by(Application.reference)
    )
    areas = _shares(session, ApplicationArea, "area_id", round_id, area_names(session)) if named else {}
    priorities = (
        _shares(session, ApplicationPriority, "priority_id", round_id, priority_names(session)) if named else {}
    )
    return [
        BidRecord(
            row.id,
            row.reference,
            row.organisation_id,
            row.name,
            row.project,
            pence(row.requested_pence),
            areas.get(row.id, ()),
            priorities.get(row.id, ()),
        )
        for row in session.execute(query)
    ]


def _shares(
    session: Session, model: Any, column: str, round_id: str, names: dict[str, str]
) -> dict[str, tuple[str, ...]]:
    """The names of what bids have shares of, by the bid's id, the largest share first."""
    query = (
        select(model.application_id, getattr(model, column).label("key"))
        .join(Application, Application.id == model.application_id)
        .where(model.archived.is_(False), Application.round_id == round_id)
        .order_by(model.share_tenths.desc(), model.id)
    )
    return grouped((row.application_id, names.get(row.key, "")) for row in session.execute(query))


def sheets(
    session: Session, stage_id: str, *, member_id: str | None = None, application_id: str | None = None
) -> list[SheetRecord]:
    """The sheets of a stage with their points: of one member or of one bid where they are named."""
    query = _used(ScoreSheet).where(ScoreSheet.stage_id == stage_id).order_by(ScoreSheet.id)
    if member_id is not None:
        query = query.where(ScoreSheet.member_id == member_id)
    if application_id is not None:
        query = query.where(ScoreSheet.application_id == application_id)
    ids = query.with_only_columns(ScoreSheet.id).order_by(None)
    scores = grouped(
        (row.sheet_id, ScoreRecord(row.id, row.version, row.criterion_id, row.points, row.is_na, row.comment))
        for row in session.execute(_used(Score).where(Score.sheet_id.in_(ids)).order_by(Score.id))
    )
    return [
        SheetRecord(
            row.id,
            row.version,
            row.stage_id,
            row.member_id,
            row.application_id,
            row.state,
            row.reason,
            row.recommends,
            row.comment,
            row.received_on,
            scores.get(row.id, ()),
        )
        for row in session.execute(query)
    ]


def agreed(session: Session, stage_id: str) -> list[AgreedRecord]:
    """The scores agreed on at a stage, with who was present."""
    mine = select(AgreedScore.id).where(AgreedScore.stage_id == stage_id)
    present = grouped(
        (row.agreed_id, row.member_id)
        for row in session.execute(
            _used(AgreedPresent).where(AgreedPresent.agreed_id.in_(mine)).order_by(AgreedPresent.id)
        )
    )
    return [
        AgreedRecord(
            row.id,
            row.version,
            row.application_id,
            row.score_tenths,
            row.reason,
            row.agreed_on,
            present.get(row.id, ()),
        )
        for row in session.execute(_used(AgreedScore).where(AgreedScore.stage_id == stage_id).order_by(AgreedScore.id))
    ]
