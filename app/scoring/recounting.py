"""Counting the scores of a stage again, slowly, before its ranking is agreed: from the sheets as they were handed in.

Nothing is taken from the way they are counted for the screen, so that a slip of either is found. Scores are exact
fractions of what was possible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from sqlalchemy.orm import Session

from app.scoring import reading
from app.scoring.parts import ScaleRecord, SheetRecord, StageRecord


def recounted(session: Session, of: StageRecord) -> dict[str, Fraction]:
    """The score of every bid that has one, by its id: the one agreed on, else the mean of its members' scores."""
    scales = [one for one in reading.scales(session, of) if one.weight > 0]
    seats = {one.member_id for one in of.seats}
    conflicts = reading.conflicts(reading.declarations(session, of.round_id))
    given: dict[str, list[Fraction]] = {}
    for sheet in reading.sheets(session, of.id):
        pair = sheet.member_id, sheet.application_id
        if sheet.member_id not in seats or pair in conflicts or not of.reads(*pair):
            continue
        score = _of_sheet(sheet, scales)
        if score is not None:
            given.setdefault(sheet.application_id, []).append(score)
    found = {key: sum(scores, Fraction(0)) / len(scores) for key, scores in given.items()}
    return found | {one.application_id: Fraction(one.score, 1000) for one in reading.agreed(session, of.id)}


def differing(recount: Mapping[str, Fraction], shown: Mapping[str, Fraction | None]) -> tuple[str, ...]:
    """The bids, among those that are shown, whose score does not come out the same."""
    return tuple(key for key, score in shown.items() if recount.get(key) != score)


def _of_sheet(sheet: SheetRecord, scales: Sequence[ScaleRecord]) -> Fraction | None:
    if sheet.state != "submitted":
        return None
    by_criterion = {one.criterion_id: one for one in sheet.scores}
    total, weights = Fraction(0), Fraction(0)
    for scale in scales:
        score = by_criterion.get(scale.id)
        if score is None or (score.points is None and not score.is_na):
            return None
        if score.points is not None:
            total += Fraction(scale.weight) * Fraction(score.points, scale.maximum)
            weights += scale.weight
    return total / weights if weights else None
