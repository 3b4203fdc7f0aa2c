"""Writing recommendations of a stage within one step: their rows, their reasons, and their places on the reserve list.

Amounts are pence, scores tenths of a percent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.recommendations import ground as grounds
from app.recommendations.ground import Ground
from app.recommendations.wishes import MOST_PLACES, Wish
from app.scoring.arithmetic import shown
from db.grants import Application
from db.recommendations import Recommendation, RecommendationReason

OTHER_STAGE = "Something was recommended for this bid at another stage. Take that back first."

PROMOTED = "It was taken from the reserve list that was decided on. Put it back there instead."


class Writing:
    """The recommendations of a stage that are not committed, while they are written; `finish` ends it."""

    def __init__(self, session: Session, ground: Ground) -> None:
        self._session, self._ground = session, ground
        self._stage_id = ground.every.stage.id
        every = session.scalars(
            select(Recommendation)
            .join(Application, Application.id == Recommendation.application_id)
            .where(Recommendation.archived.is_(False), Application.round_id == ground.round.id)
        ).all()
        self._elsewhere = {one.application_id for one in every if one.stage_id != self._stage_id}
        mine = [one for one in every if one.stage_id == self._stage_id]
        self._rows = {one.application_id: one for one in mine if one.sheet_id is None}
        self._last = max((one.reserve_place or 0 for one in mine if one.sheet_id is not None), default=0)
        self._given = grounds.purse(session, ground.round).given
        self._wanted: dict[str, int | None] = {}
        self._reasons: dict[str, tuple[str, ...]] = {}

    def write(self, application_id: str, wish: Wish) -> Recommendation:
        """Write what a checked wish says, on the score the bid has now. Raises Refused."""
        if application_id in self._elsewhere:
            raise Refused(OTHER_STAGE)
        row = self._rows.get(application_id)
        if row is None:
            row = Recommendation(
                stage_id=self._stage_id, application_id=application_id, feedback="", feedback_by="", sheet_id=None
            )
            self._session.add(row)
            self._rows[application_id] = row
        row.outcome, row.amount_pence = wish.outcome, wish.amount
        row.reason, row.conditions = wish.reason, wish.conditions
        row.score_tenths = self.score(application_id)
        # a place of its own follows in `finish`, once all of them are known
        row.reserve_place = (wish.place or MOST_PLACES) if wish.outcome == "reserve" else None
        if wish.outcome == "reserve":
            self._wanted[application_id] = wish.place
        self._reasons[application_id] = wish.reasons
        return row

    def take_back(self, application_id: str) -> None:
        """Take back what is recommended for a bid. Raises Refused for one that was taken from the reserve list."""
        if place_before(self._session, application_id) is not None:
            raise Refused(PROMOTED)
        self._rows.pop(application_id).archived = True

    def confirm(self, seen: Mapping[str, int | None]) -> int:
        """Let every recommendation stand on the score its bid has now; how many had another.

        `seen` are those scores as they were looked at, by bid. Raises Refused where one is another by now.
        """
        moved = [one for key, one in self._rows.items() if one.score_tenths != self.score(key)]
        if any(seen.get(one.application_id, one.score_tenths) != self.score(one.application_id) for one in moved):
            raise Refused("Scores have changed again meanwhile. Look at them once more.")
        for one in moved:
            one.score_tenths = self.score(one.application_id)
        return len(moved)

    def score(self, application_id: str) -> int | None:
        """The score of a bid now, as it is printed; None without one."""
        standing = self._ground.every.by_id.get(application_id)
        return None if standing is None or standing.score is None else shown(standing.score)

    def finish(self, field: str) -> None:
        """Give the reserve list its places and write the reasons.

        Raises Refused at `field` where more is given than before, and more than there is.
        """
        self._place()
        self._session.flush()
        for application_id, reasons in self._reasons.items():
            self._give_reasons(self._rows[application_id], reasons)
        purse = grounds.purse(self._session, self._ground.round)
        if purse.given > self._given and (too_much := purse.too_much()):
            raise Refused(too_much, field)

    def _place(self) -> None:
        """Number the reserve list from 1, or after those of it that are committed; a typed place makes room."""
        listed = {key: one for key, one in self._rows.items() if one.outcome == "reserve"}
        standing = sorted(
            (key for key in listed if key not in self._wanted), key=lambda key: listed[key].reserve_place or 0
        )
        wanted = {key: place for key, place in self._wanted.items() if key in listed}
        for place, key in enumerate(in_places(standing, wanted, after=self._last), self._last + 1):
            listed[key].reserve_place = place

    def _give_reasons(self, row: Recommendation, reasons: tuple[str, ...]) -> None:
        query = select(RecommendationReason).where(
            RecommendationReason.recommendation_id == row.id, RecommendationReason.archived.is_(False)
        )
        known = {one.reason_id: one for one in self._session.scalars(query)}
        if set(known) == set(reasons):
            return
        for key, one in known.items():
            one.archived = key not in reasons
        self._session.add_all(
            RecommendationReason(recommendation_id=row.id, reason_id=key) for key in reasons if key not in known
        )
        records.touch(row)


def in_places(standing: Sequence[str], wanted: Mapping[str, int | None], *, after: int = 0) -> tuple[str, ...]:
    """A list that begins with place `after` + 1: those standing in it, and among them those that want a place.

    Who wants none goes last. A place that is taken is made free; one beyond the end is the end.
    """
    order = list(standing)
    for place, key in sorted((place, key) for key, place in wanted.items() if place is not None):
        order.insert(max(0, place - after - 1), key)
    return (*order, *(key for key, place in wanted.items() if place is None))


def place_before(session: Session, application_id: str) -> Recommendation | None:
    """The place on a reserve list that was decided on and that a bid was taken from last; None where it never was."""
    query = (
        select(Recommendation)
        .where(
            Recommendation.application_id == application_id,
            Recommendation.archived.is_(True),
            Recommendation.outcome == "reserve",
            Recommendation.sheet_id.is_not(None),
        )
        .order_by(Recommendation.id.desc())
    )
    return session.scalars(query).first()
