"""One member's sheets of a stage as they are typed: the bids they may score, and what the cells of them hold.

A cell is `application_id:column`; an empty one is not there. What a member gave a bid that a conflict keeps from them
stays in the file and is not read here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.scoring import bids as scored_bids
from app.scoring import reading
from app.scoring.parse import NA, Mark, mark_text
from app.scoring.parts import BidRecord, ScaleRecord, ScoreRecord, SeatRecord, SheetRecord, StageRecord
from app.scoring.reading_order import order
from app.scoring.sheet_fields import COMMENT, COMMENTED, RECOMMENDS, called
from db.scoring import Declaration

NO_SEAT = "This member does not score this stage."


@dataclass(frozen=True, slots=True)
class MemberSheets:
    """What one member scores: `bids` are those they read and have no conflict with, in their reading order.

    `sheets` are theirs by the bid's id, `conflicted` the bids, by id, that a conflict keeps from them.
    """

    stage: StageRecord
    seat: SeatRecord
    scales: tuple[ScaleRecord, ...]
    bids: tuple[BidRecord, ...]
    sheets: Mapping[str, SheetRecord]
    conflicted: frozenset[str]

    def called(self, bid: BidRecord) -> str:
        """What a bid is called at this stage."""
        return called(bid, named=not self.stage.names_hidden)

    def cells(self) -> dict[str, str]:
        """What the cells of these bids hold."""
        return cells_of(self.sheets[one.id] for one in self.bids if one.id in self.sheets)

    def unsubmitted(self) -> tuple[str, ...]:
        """The bids, by id, whose sheet is a draft from which nothing is missing."""
        return tuple(
            one.id
            for one in self.bids
            if (sheet := self.sheets.get(one.id)) is not None
            and sheet.state == "draft"
            and not lacks(self.scales, sheet.scores)
        )


def read(session: Session, stage_id: str, member_id: str, *, application_id: str | None = None) -> MemberSheets:
    """The sheets of one member, or of them the one for a bid; the bids are all theirs, without their areas.

    Raises Refused where they have no seat at the stage.
    """
    of = reading.stage(session, stage_id)
    mine = seat(of, member_id)
    apart = conflicted(session, member_id)
    known = {
        one.id: one
        for one in scored_bids.of_stage(session, of, named=False)
        if of.reads(member_id, one.id) and one.id not in apart
    }
    bids = tuple(known[key] for key in order(of.seed, member_id, known))
    found = reading.sheets(session, stage_id, member_id=member_id, application_id=application_id)
    sheets = {one.application_id: one for one in found}
    return MemberSheets(of, mine, tuple(reading.scales(session, of)), bids, sheets, apart)


def seat(of: StageRecord, member_id: str) -> SeatRecord:
    """A member's seat. Raises Refused where they have none."""
    found = next((one for one in of.seats if one.member_id == member_id), None)
    if found is None:
        raise Refused(NO_SEAT)
    return found


def conflicted(session: Session, member_id: str) -> frozenset[str]:
    """The bids, by id, that a conflict keeps from a member."""
    query = select(Declaration.application_id).where(
        Declaration.member_id == member_id, Declaration.answer == "conflict", Declaration.archived.is_(False)
    )
    return frozenset(session.scalars(query))


def cells_of(sheets: Iterable[SheetRecord]) -> dict[str, str]:
    """What the cells of these sheets hold."""
    found: dict[str, str] = {}
    for sheet in sheets:
        for one in sheet.scores:
            found[f"{sheet.application_id}:{one.criterion_id}"] = mark_text(mark_of(one))
            found[f"{sheet.application_id}:{one.criterion_id}{COMMENTED}"] = one.comment
        found[f"{sheet.application_id}:{RECOMMENDS}"] = sheet.recommends
        found[f"{sheet.application_id}:{COMMENT}"] = sheet.comment
    return {key: text for key, text in found.items() if text}


def mark_of(score: ScoreRecord) -> Mark:
    """The points of a score, n/a, or None where none are given."""
    return NA if score.is_na else score.points


def lacks(scales: Collection[ScaleRecord], scores: Iterable[ScoreRecord]) -> tuple[tuple[str, str], ...]:
    """What a sheet still needs before it may be submitted, as (column, sentence); nothing for a complete one.

    Criteria for information may stay empty. Points of any criterion are explained where its scale asks for that.
    """
    by_id = {one.criterion_id: one for one in scores}
    found: list[tuple[str, str]] = []
    for scale in scales:
        mine = by_id.get(scale.id)
        mark = mark_of(mine) if mine is not None else None
        if mark is None and not scale.is_information:
            found.append((scale.id, f"{scale.name} has neither points nor n/a."))
        if mine is not None and not mine.comment and scale.needs_comment(mine.points):
            found.append((f"{scale.id}{COMMENTED}", f"{scale.name}: Say why it gets {mine.points}."))
    scored = [one for one in scales if not one.is_information]
    if scored and all(one.id in by_id and by_id[one.id].is_na for one in scored):
        found.append((scored[0].id, "Every criterion is n/a. Let the member abstain from the bid instead."))
    return tuple(found)
