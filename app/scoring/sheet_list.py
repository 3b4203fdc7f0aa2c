"""One member's sheets as a list: their bids down, their points across, and nobody else's."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.listing import Cell, Column, Line, Listing
from app.scoring import reading
from app.scoring.parts import BidRecord, ScaleRecord, ScoreRecord, SheetRecord, StageRecord

NOT_APPLICABLE = "n/a"
NO_POINTS = "–"
WORDS = {"draft": "Draft", "submitted": "Submitted", "abstained": "Abstained"}


def member_sheets(session: Session, of: StageRecord, bids: Sequence[BidRecord], member_id: str) -> Listing:
    """What one member gave for each bid they read: points, n/a, or nothing yet; a conflict has no points at all."""
    scales = reading.scales(session, of)
    sheets = {one.application_id: one for one in reading.sheets(session, of.id, member_id=member_id)}
    conflicts = reading.conflicts(reading.declarations(session, of.round_id))
    columns = (
        Column("reference", "Reference"),
        Column("bid", "Bid"),
        *(Column(one.id, f"{one.name}, of {one.maximum}") for one in scales),
        Column("state", "Sheet", "chip"),
    )
    lines = tuple(
        Line(one.id, (one.reference, one.organisation, *_cells(scales, sheets.get(one.id), kept_out)))
        for one in bids
        if (kept_out := (member_id, one.id) in conflicts) or of.reads(member_id, one.id)
    )
    return Listing("One member's sheets", columns, lines)


def _cells(scales: Sequence[ScaleRecord], sheet: SheetRecord | None, kept_out: bool) -> tuple[Cell, ...]:
    if kept_out:
        return (*("" for _ in scales), "Conflict")
    if sheet is None:
        return (*(NO_POINTS for _ in scales), "Not begun")
    given = {one.criterion_id: one for one in sheet.scores}
    return (*(points_text(given.get(one.id)) for one in scales), WORDS[sheet.state])


def points_text(score: ScoreRecord | None) -> str:
    """Points as they are read: the number, n/a where the criterion does not apply, a dash for none given."""
    if score is not None and score.is_na:
        return NOT_APPLICABLE
    return NO_POINTS if score is None or score.points is None else str(score.points)
