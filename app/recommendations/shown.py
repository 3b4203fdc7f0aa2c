"""What is read for a row of the Scoring page where it is about what is recommended: a scoring record and more."""

from __future__ import annotations

from dataclasses import dataclass

from app.recommendations.fairness import Spread
from app.recommendations.feedback import Offered
from app.recommendations.parts import DayRecord, ReasonRecord, RecommendationRecord
from app.recommendations.review import Review
from app.scoring.shown import Shown


@dataclass(frozen=True, slots=True)
class Outcomes(Shown):
    """A scoring record with what is recommended for its bid, and the review of its whole stage where that is shown.

    `library` are the office's reasons, `reason` the one a row of it stands for, `offered` the sentences of members that
    feedback can be made of. `is_next` is whether its bid is the first of a reserve list that money became free for,
    `is_promoted` whether it was taken from there and not committed again. `days` are the panel days of the stage,
    `panel_day` the one a row stands for.
    """

    recommended: RecommendationRecord | None = None
    every: tuple[RecommendationRecord, ...] = ()
    review: Review | None = None
    library: tuple[ReasonRecord, ...] = ()
    reason: ReasonRecord | None = None
    offered: tuple[Offered, ...] = ()
    is_next: bool = False
    is_promoted: bool = False
    days: tuple[DayRecord, ...] = ()
    panel_day: DayRecord | None = None
    spread: Spread | None = None
    """Of a whole view, what the money of its round is spread over, with its targets."""
