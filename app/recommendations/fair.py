"""How fair a stage is as it stands, read once: its cut line, its lens, what is recommended; and a swap put into that.

Amounts are pence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.grants.parts import RoundRecord
from app.grants.reading import round_
from app.money import Pence
from app.recommendations import ground as grounds
from app.recommendations import lens as lenses
from app.recommendations import line, outcome_fields, reading
from app.recommendations.cutline import CutLine
from app.recommendations.fairness import Fairness, Swap
from app.recommendations.lens import Lens
from app.recommendations.outcome_fields import AMOUNT, OUTCOME, REASON, RESERVE, outcome_words
from app.recommendations.parts import GIVEN
from app.recommendations.what_if import Base, base_of
from app.scoring.parts import StageRecord
from app.scoring.ranking import Standings, standings

Cell = int | str


@dataclass(frozen=True, slots=True)
class Fair:
    """A stage with its cut line and the lens over its bids.

    `recommended` is what each bid is to have that is to have money, by its id, and `cells` the grid of all that is
    recommended, as `recommending.set_many` takes it for what was. `settled` are the bids for which this stage has
    nothing to recommend any more: those committed to a decision, and those that a second stage takes over.
    """

    stage: StageRecord
    round: RoundRecord
    cut: CutLine
    lens: Lens
    recommended: Mapping[str, Pence]
    cells: Mapping[str, Cell]
    settled: frozenset[str] = frozenset()

    @property
    def not_yet(self) -> str:
        """Why nothing can be recommended yet, in words; empty once the ranking is agreed."""
        return grounds.UNRANKED if self.stage.ranked_on is None else ""

    def is_as(self, other: Fair | None) -> bool:
        """Whether it is as it was when it was read before."""
        return other is not None and self._compared() == other._compared()

    def _compared(self) -> tuple[object, ...]:
        laid = self.lens.laid
        return self.stage, self.round, self.cut, self.cells, self.settled, self.lens.called, laid.spread, laid.bids

    def above(self) -> Fairness:
        """The grid of what is above the line."""
        return self.lens.above(self.cut)

    def by_recommendation(self) -> Fairness:
        """The grid of what is recommended."""
        return self.lens.given(self.recommended)


def fair(session: Session, stage_id: str) -> Fair:
    """How fair a stage is as it stands. Raises Refused when it is gone."""
    every = standings(session, stage_id, named=False)
    return _fair(session, every, round_(session, every.stage.round_id))


def to_try(session: Session, stage_id: str) -> tuple[Base, Fair]:
    """What a trial begins from, with how fair it is as it stands. Raises Refused when the stage is gone."""
    every = standings(session, stage_id, named=False)
    r = round_(session, every.stage.round_id)
    return base_of(session, every, r), _fair(session, every, r)


def _fair(session: Session, every: Standings, r: RoundRecord) -> Fair:
    known = reading.recommendations(session, stage_id=every.stage.id)
    committed = {one.application_id for one in known if one.is_committed}
    return Fair(
        every.stage,
        r,
        line.drawn(session, every, r),
        lenses.of_stage(session, every.stage.id),
        {one.application_id: one.given for one in known if one.outcome in GIVEN},
        outcome_fields.cells(known),
        grounds.going_on(session, every) | committed,
    )


def swapped(found: Fair, one: Swap) -> dict[str, Cell]:
    """The grid of recommendations with a swap in it, for `recommending.set_many`.

    The bid that comes in is funded, the one that goes out is put at the end of the reserve list, and the sentence of
    the swap is added to the reason of both.
    """
    entry = next(row.entry for row in found.cut.rows if row.entry.application_id == one.in_id)
    cells = dict(found.cells)
    cells[f"{one.in_id}:{OUTCOME}"] = outcome_words("fund" if entry.amount == entry.requested else "reduced")
    cells[f"{one.in_id}:{AMOUNT}"] = entry.amount
    cells.pop(f"{one.in_id}:{RESERVE}", None)
    cells[f"{one.out_id}:{OUTCOME}"] = outcome_words("reserve")
    for key in (one.in_id, one.out_id):
        cells[f"{key}:{REASON}"] = _with(str(cells.get(f"{key}:{REASON}", "")), one.sentence)
    return cells


def _with(reason: str, sentence: str) -> str:
    return reason if sentence in reason else f"{reason} {sentence}".strip()
