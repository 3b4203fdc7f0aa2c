"""Everything that a ranking was made of and that may be seen, for a workbook in which anybody can add it up again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.grants.parts import RoundRecord
from app.grants.reading import round_
from app.scoring import reading
from app.scoring.parts import SheetRecord
from app.scoring.ranking import Standings, standings


@dataclass(frozen=True, slots=True)
class Exported:
    """A round with where its bids stand, and the sheets of those bids whose scores may be seen."""

    round: RoundRecord
    standings: Standings
    sheets: tuple[SheetRecord, ...]


def exported(session: Session, stage_id: str) -> Exported:
    """What a ranking is made of, as far as it may be seen. Raises Refused when the stage is gone."""
    every = standings(session, stage_id)
    seen = {one.application_id for one in every.ordered if one.seen}
    return Exported(
        round_(session, every.stage.round_id),
        every,
        tuple(one for one in reading.sheets(session, stage_id) if one.application_id in seen),
    )
