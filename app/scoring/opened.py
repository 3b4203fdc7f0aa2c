"""The chosen record of the Scoring page: a bid, a sheet, a member or a round, with what its forms need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents import documents
from app.errors import Refused
from app.fields import Choice, Field
from app.grants import views as grants
from app.grants.bids import area_choices
from app.grants.reading import application, rounds
from app.history import Entry, history
from app.office import details
from app.organisations import organisations
from app.records import GONE
from app.scoring import (
    alarms,
    bids,
    conflict_register,
    entering,
    markers,
    member_fields,
    progress,
    ranking,
    reading,
    scheme,
    seeing,
    sheet_fields,
    stage_fields,
    suggesting,
    telling,
)
from app.scoring.parts import StageRecord
from app.scoring.shown import Shown
from app.told import Notice, Part, Told, without_empty
from db.base import Record
from db.documents import Document
from db.grants import Criterion
from db.scoring import (
    AgreedScore,
    Anchor,
    CriterionMarking,
    Declaration,
    ScoringStage,
    Seat,
)

LABELS: dict[str, tuple[Field, ...]] = {
    **member_fields.LABELS,
    **stage_fields.LABELS,
    **sheet_fields.LABELS,
}
"""Which words the history uses for the columns of every table of scoring."""


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
) -> Shown:
    """The record behind a row of this view, or what the view's own forms need for none, where `day` is today.

    Raises Refused when it is gone.
    """
    known = [one for one in rounds(session) if one.is_frozen]
    by_row = row_id if key == "rounds" else round_id
    in_force = grants.in_force(session, known, by_row)
    mine = tuple(reading.stages(session, in_force.id)) if in_force is not None else ()
    of = next((one for one in mine if one.id == stage_id), mine[-1] if mine else None)
    one = Shown(
        key,
        row_id,
        year,
        day,
        details(session).year_style,
        round=in_force,
        stage=of,
        stages=mine,
        scales=tuple(reading.scales(session, of)) if of is not None else (),
        bids=tuple(bids.of_stage(session, of)) if of is not None else (),
        members=tuple(reading.members(session)),
        declarations=tuple(reading.declarations(session, in_force.id)) if in_force is not None else (),
        rounds=tuple(Choice(each.id, f"{each.name} ({each.reference})") for each in known),
        areas=area_choices(session, None),
        organisations=tuple(Choice(each.id, each.name) for each in organisations(session)),
    )
    if of is not None and of.ranked_on is None:
        one = replace(one, suggestions=tuple(suggesting.read(session, of.id)))
    if in_force is not None:
        one = replace(
            one,
            scheme=scheme.scheme_cells(session, in_force.id),
            anchors=scheme.anchor_cells(session, in_force.id),
        )
    if not row_id:
        return _with_member(session, one, member_id) if key == "member" else one
    return _record(session, one, member_id)


def _record(session: Session, one: Shown, member_id: str) -> Shown:
    if one.key == "rounds":
        return _round(session, one)
    if one.key in ("members", "markers"):
        return _member(session, one, one.row_id)
    if one.key == "conflicts":
        said = next((each for each in one.declarations if each.id == one.row_id), None)
        member = said.member_id if said is not None else one.row_id
        return _member(session, replace(one, declaration=said), member)
    bid = next((each for each in one.bids if each.id == one.row_id), None)
    if bid is None or one.stage is None:
        raise Refused(GONE)
    one = replace(one, bid=bid, application=application(session, bid.id))
    return _sheet(session, one, member_id) if one.key == "member" else _bid(session, one)


def _bid(session: Session, one: Shown) -> Shown:
    of, bid = one.stage, one.bid
    if of is None or bid is None:
        raise Refused(GONE)
    standing = ranking.standings(session, of.id, named=False).by_id[bid.id]
    sheets = tuple(reading.sheets(session, of.id, application_id=bid.id)) if standing.seen else ()
    parts = telling.bid_parts(of, bid, standing, one.scales, sheets, one.declarations, progress.states(session, of.id))
    one = replace(one, standing=standing, sheets=sheets, agreed=standing.agreed)
    ids = [bid.id, *_ids(session, AgreedScore, AgreedScore.application_id == bid.id)]
    ids += _ids(session, Declaration, Declaration.application_id == bid.id)
    if standing.seen:
        ids += [each.id for each in sheets] + [score.id for each in sheets for score in each.scores]
    return _with(session, one, f"{bid.reference} {bid.organisation}", telling.bid_subtitle(bid), parts, ids)


def _with_member(session: Session, one: Shown, member_id: str) -> Shown:
    """What the grid of one member's sheets holds."""
    of = one.stage
    seats = of.seats if of is not None else ()
    seat = next((each for each in seats if each.member_id == member_id), seats[0] if seats else None)
    if of is None or seat is None:
        return one
    mine = tuple(reading.sheets(session, of.id, member_id=seat.member_id))
    return replace(one, seat=seat, sheets=mine, cells=entering.cells(session, of.id, seat.member_id))


def _sheet(session: Session, one: Shown, member_id: str) -> Shown:
    one = _with_member(session, one, member_id)
    of, bid, seat = one.stage, one.bid, one.seat
    if of is None or bid is None or seat is None:
        raise Refused(GONE)
    found = reading.sheets(session, of.id, member_id=seat.member_id, application_id=bid.id)
    sheet = found[0] if found else None
    kept_out = one.conflict_of(seat.member_id, bid.id)
    if kept_out is not None:
        parts = [Part("Conflict of interest", words=(telling.conflict_words(kept_out),))]
    else:
        parts = telling.sheet_parts(bid, one.scales, sheet)
    ids = [sheet.id, *(score.id for score in sheet.scores)] if sheet is not None else []
    ids += _ids(session, Declaration, Declaration.application_id == bid.id, Declaration.member_id == seat.member_id)
    one = replace(one, sheet=sheet, owner=("scoring_seat", seat.id, seat.name))
    title = f"{seat.name}: {bid.reference}"
    return _with(session, one, title, telling.bid_subtitle(bid), parts, ids, [seat.id])


def _member(session: Session, one: Shown, member_id: str) -> Shown:
    found = reading.member(session, member_id)
    minutes = _minutes(one, found.id)
    strict = markers.words_of(session, one.stage.id, found.id) if one.stage is not None else ()
    one = replace(one, member=found)
    ids = [found.id, *_ids(session, Seat, Seat.member_id == found.id)]
    ids += _ids(session, Declaration, Declaration.member_id == found.id)
    seats = [each for each in ids[1:] if one.stage is not None and each in {seat.id for seat in one.stage.seats}]
    owner = ("scoring_seat", seats[0], found.name) if seats else None
    one = replace(one, owner=owner)
    return _with(
        session,
        one,
        found.name,
        telling.member_subtitle(found),
        telling.member_parts(found, minutes, strict),
        ids,
        seats,
    )


def _minutes(one: Shown, member_id: str) -> list[str]:
    """The minute lines of a member's conflicts in the round in force."""
    seat = next((each for each in one.stage.seats if each.member_id == member_id), None) if one.stage else None
    known = {each.id: each for each in one.bids}
    mine = [each for each in one.declarations if each.member_id == member_id and each.answer == "conflict"]
    if seat is None:
        return []
    return [
        conflict_register.minute_line(seat, known[each.application_id], each)
        for each in mine
        if each.application_id in known
    ]


def _round(session: Session, one: Shown) -> Shown:
    r, of = one.round, one.stage
    if r is None or r.id != one.row_id:
        raise Refused(GONE)
    lacks = tuple(scheme.lacking(one.scales)) if of is not None else ()
    parts = telling.stage_parts(r, of, one.scales, lacks, one.day)
    mine = select(Criterion.id).where(Criterion.round_id == r.id)
    ids = _ids(session, ScoringStage, ScoringStage.round_id == r.id)
    ids += _ids(session, Seat, Seat.stage_id.in_(list(ids)))
    ids += _ids(session, CriterionMarking, CriterionMarking.criterion_id.in_(mine))
    ids += _ids(session, Anchor, Anchor.criterion_id.in_(mine))
    known = progress.states(session, of.id) if of is not None else {}
    if of is not None:
        one = replace(one, waiting=_waiting(one, of, known))
    notices = alarms.of_stage(r, of, one.bids, one.declarations, one.suggestions, known, one.day)
    return _with(session, one, r.name, r.reference, parts, ids, notices=notices)


def _waiting(one: Shown, of: StageRecord, states: Mapping[tuple[str, str], str]) -> int:
    """How many sheets of a stage are still to come."""
    conflicts = reading.conflicts(one.declarations)
    came = {pair for pair, state in states.items() if state in seeing.DONE}
    return sum(len(seeing.waits_for(of, each.id, conflicts, came)) for each in one.bids)


def _with(
    session: Session,
    one: Shown,
    title: str,
    under: str,
    parts: Sequence[Part],
    ids: Sequence[str],
    kept_with: Sequence[str] = (),
    notices: tuple[Notice, ...] = (),
) -> Shown:
    """The record told, with its documents and its history."""
    kept = tuple(each for about in kept_with for each in documents(session, about))
    told = Told(title, under, without_empty(parts), notices, _history(session, one, [*ids, *kept_with]))
    return replace(one, told=told, documents=kept)


def _ids(session: Session, model: type[Record], *where: Any) -> list[str]:
    return list(session.scalars(select(model.id).where(*where)))


def _history(session: Session, one: Shown, ids: Sequence[str]) -> tuple[Entry, ...]:
    kept = session.scalars(select(Document.id).where(Document.about_id.in_(ids)))
    return tuple(history(session, [*ids, *kept], labels=LABELS, year_style=one.year_style))
