"""What members declare about the bids of a round: a grid for one member, one answer by itself, and taking one back.

The desk asks and suggests; what is a conflict is only ever what a member declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.fields import GridShape
from app.grants import bank_words, grid
from app.grants.rounds import in_use as round_in_use
from app.scoring import member_fields, reading
from app.scoring.member_fields import ANSWERS, GRID, KINDS, NONE
from app.scoring.parts import BidRecord, StageRecord
from db.grants import Application
from db.scoring import RANKED, Declaration, ScoreSheet, ScoringStage, Seat

NO_SEAT = "This member does not score this stage."
AFTER_ALL = "They declared an interest here. Say beside it why there is none after all."
TAKE_BACK = "They declared an interest here. Take it back by itself, with the reason."
OTHER_STAGE = (
    "The ranking of another stage was made with this member's sheet for this bid. Open it again first, with a reason."
)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is declared about one bid: `none` or the kind of interest, empty for nothing; `box` is where it is typed."""

    kind: str
    detail: str
    box: str

    def at(self, column: str) -> str:
        """The box of a column of it."""
        return f"{self.box}:{column}" if self.box else column


def shape(session: Session, stage_id: str) -> GridShape:
    """The grid of a member's declarations about the bids of a stage. Raises Refused when the stage is gone."""
    return member_fields.shape(_bids(session, reading.stage(session, stage_id)))


def cells(session: Session, stage_id: str, member_id: str) -> dict[str, str]:
    """What a member declared about the bids of a stage, as `declare` takes it: by `application_id:kind` and `:detail`.

    Raises Refused when the stage is gone.
    """
    stage = reading.stage(session, stage_id)
    shown = {one.id for one in _bids(session, stage)}
    return {key: text for key, text in _present(session, stage, member_id).items() if key.partition(":")[0] in shown}


def declare(
    session: Session, stage_id: str, member_id: str, *, declared: Mapping[str, str], was: Mapping[str, str], day: date
) -> None:
    """Save what a member declares about the bids of a stage, and that they have declared on this day.

    A kind is `none` or one of `KINDS`, by its code or its words; empty is not said. Saved without any conflict it is
    the declaration that there is none. `was` is the grid as the person saw it: rows that nobody changed are left.
    Scores given before a conflict stay in the file, and count and show nowhere.
    Raises Refused (at `declared:application_id:kind` or `:detail`, or once the ranking is agreed), Stale.
    """
    stage = _open(session, stage_id)
    seat = _seat(session, stage, member_id)
    after, before = _coded(declared), _coded(was)
    rows = grid.changed(after, before)
    known = _rows(session, stage.round_id, member_id)
    present = {key: text for key, text in _present(session, stage, member_id).items() if text}
    grid.refuse_unseen(session, rows, before, present, known)
    bids = {one.id: one for one in _bids(session, stage)}
    for row in rows:
        if row not in bids:
            raise Refused(records.GONE)
        mine = grid.row_of(after, row)
        said = _Said(str(mine.get("kind", "")), str(mine.get("detail", "")), f"{GRID}:{row}")
        _save(session, stage, member_id, bids[row], said, _active(known.get(row, ())), day)
    seat.declared_on = day


def set_one(
    session: Session,
    stage_id: str,
    member_id: str,
    application_id: str,
    *,
    answer: str | None,
    kind: str | None = "",
    detail: str = "",
    version: int | None = None,
    day: date,
) -> str:
    """Save what a member declares about one bid, such as an interest that came up late; the id of the declaration.

    `version` is that of the declaration as it was seen, None where there was none. It does not say that the member has
    looked at the other bids. Raises Refused at `answer`, `kind` or `detail`, Stale.
    """
    stage = _open(session, stage_id)
    _seat(session, stage, member_id)
    bid = next((one for one in _bids(session, stage) if one.id == application_id), None)
    if bid is None:
        raise Refused(records.GONE)
    if answer not in {one.value for one in ANSWERS}:
        raise Refused("Say whether they have an interest in this bid.", "answer")
    rows = _rows(session, stage.round_id, member_id).get(application_id, [])
    row = _active(rows)
    if row is not None and row.version != version:
        raise records.stale(session, [row.id], row.version)
    if row is None and version is not None:
        raise records.stale(session, [one.id for one in rows], 0)
    if answer == "conflict" and not kind:
        raise Refused("Say what kind of interest it is.", "kind")
    said = _Said(NONE if answer == NONE else kind or "", detail, "")
    return _save(session, stage, member_id, bid, said, row, day)


def withdraw(session: Session, declaration_id: str, *, version: int | None, reason: str) -> None:
    """Take a declaration back, as one made by mistake; the reason is in the history. The bid is then not declared on.

    Raises Refused without a reason and once a ranking was agreed that it would change, Stale.
    """
    row = records.at_version(session, Declaration, records.in_use(session, Declaration, declaration_id).id, version)
    records.required(reason, "The reason", "reason")
    round_id = records.fetch(session, Application, row.application_id).round_id or ""
    round_in_use(session, round_id)
    stages = reading.stages(session, round_id)
    if stages and all(one.ranked_on is not None for one in stages):
        raise Refused(RANKED)
    if row.answer == "conflict":
        _refuse_ranked(session, stages, row.member_id, row.application_id, None)
    row.archived = True


def _open(session: Session, stage_id: str) -> StageRecord:
    """The stage. Raises Refused once its ranking is agreed."""
    stage = reading.stage(session, stage_id)
    round_in_use(session, stage.round_id)
    if stage.ranked_on is not None:
        raise Refused(RANKED)
    return stage


def _bids(session: Session, stage: StageRecord) -> list[BidRecord]:
    return reading.ready(session, stage.round_id, named=False)


def _seat(session: Session, stage: StageRecord, member_id: str) -> Seat:
    found = next((one for one in stage.seats if one.member_id == member_id), None)
    if found is None:
        raise Refused(NO_SEAT)
    return records.in_use(session, Seat, found.id)


def _rows(session: Session, round_id: str, member_id: str) -> dict[str, list[Declaration]]:
    """Every row a member's declaration about a bid ever had, those taken back too, by the bid's id."""
    query = (
        select(Declaration)
        .join(Application, Application.id == Declaration.application_id)
        .where(Application.round_id == round_id, Declaration.member_id == member_id)
        .order_by(Declaration.id)
    )
    found: dict[str, list[Declaration]] = {}
    for row in session.scalars(query):
        found.setdefault(row.application_id, []).append(row)
    return found


def _active(rows: list[Declaration] | tuple[()]) -> Declaration | None:
    return next((row for row in rows if not row.archived), None)


def _present(session: Session, stage: StageRecord, member_id: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in reading.declarations(session, stage.round_id):
        if one.member_id == member_id:
            found[f"{one.application_id}:kind"] = one.kind if one.answer == "conflict" else NONE
            if one.detail:
                found[f"{one.application_id}:detail"] = one.detail
    return found


_CODES = {NONE: NONE, "no": NONE} | {text.casefold(): one.value for one in KINDS for text in (one.value, one.label)}


def _coded(typed: Mapping[str, str]) -> dict[str, int | str]:
    """The cells with their kinds as they are kept; a word that is none of them stays, to be refused at its cell."""
    return {
        key: _CODES.get(str(text).casefold(), text) if key.endswith(":kind") else text
        for key, text in grid.plain(typed).items()
    }


def _save(
    session: Session,
    stage: StageRecord,
    member_id: str,
    bid: BidRecord,
    said: _Said,
    row: Declaration | None,
    day: date,
) -> str:
    """Write one declaration, or take it back where nothing is said any more; its id."""
    detail = bank_words.refuse(said.detail, said.at("detail"))
    was_conflict = row is not None and row.answer == "conflict"
    _refuse_unclear(bid, said, detail, row if was_conflict else None)
    is_conflict = said.kind not in ("", NONE)
    if was_conflict != is_conflict:
        _refuse_ranked(session, reading.stages(session, stage.round_id), member_id, bid.id, said.at("kind"))
    if row is None:
        row = Declaration(member_id=member_id, application_id=bid.id)
        session.add(row)
    if not said.kind:
        row.archived = True
        return row.id
    row.answer, row.kind = ("conflict", said.kind) if is_conflict else ("none", "")
    row.detail, row.declared_on = detail, day
    return row.id


def _refuse_unclear(bid: BidRecord, said: _Said, detail: str, before: Declaration | None) -> None:
    """Raise Refused for what says nothing clear, or takes back without a word the conflict that was declared before."""
    place = f"{bid.reference}: " if said.box else ""
    if not said.kind and detail:
        raise Refused(f"{place}Say what kind of interest it is, or “{NONE}”.", said.at("kind"))
    if not said.kind and before is not None:
        raise Refused(f"{place}{TAKE_BACK}", said.at("kind"))
    if said.kind == NONE and before is not None and detail in ("", before.detail):
        raise Refused(f"{place}{AFTER_ALL}", said.at("detail"))
    if said.kind not in ("", NONE, *(one.value for one in KINDS)):
        known = ", ".join(one.value for one in KINDS)
        raise Refused(f"{place}“{said.kind}” is no kind of interest. Type {NONE}, or one of: {known}.", said.at("kind"))
    if said.kind == "other" and not detail:
        raise Refused(f"{place}Say what the interest is.", said.at("detail"))


def _refuse_ranked(
    session: Session, stages: list[StageRecord], member_id: str, application_id: str, field: str | None
) -> None:
    """Raise Refused where an agreed ranking has a sheet of the member for the bid, which would count differently."""
    sheets = (
        select(ScoreSheet.id)
        .join(ScoringStage, ScoringStage.id == ScoreSheet.stage_id)
        .where(
            ScoreSheet.member_id == member_id,
            ScoreSheet.application_id == application_id,
            ScoreSheet.archived.is_(False),
            ScoringStage.id.in_([one.id for one in stages]),
            ScoringStage.ranked_on.is_not(None),
        )
    )
    if session.scalars(sheets.limit(1)).first() is not None:
        raise Refused(OTHER_STAGE, field)
