"""What every recommendation of a stage stands on: its agreed ranking, its bids, and how much of the money is given.

Amounts are pence.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.grants.parts import RoundRecord
from app.grants.reading import round_
from app.grants.rounds import in_use as round_in_use
from app.money import Pence, format_pence
from app.recommendations import reading
from app.recommendations.parts import GIVEN, RecommendationRecord
from app.scoring import bids as scored_bids
from app.scoring import reading as scoring
from app.scoring.parts import BidRecord
from app.scoring.ranking import Standings, standings
from db.grants import Application
from db.recommendations import COMMITTED, Recommendation
from db.scoring import ScoringStage

UNRANKED = "The ranking of this stage has not been agreed. Agree it first; then recommend what each bid is to have."
GOES_ON = "It goes on to the second stage. What it is to have is recommended there."
OUT = ("withdrawn", "ineligible")
"""The states of a bid that gives back whatever it was to have."""


@dataclass(frozen=True, slots=True)
class Purse:
    """What a round has to give, and how much of it: `committed` by decisions, `drafted` by what is recommended now.

    What a bid was to have that was withdrawn since is in neither.
    """

    pot: Pence
    over: Pence
    committed: Pence
    drafted: Pence

    @property
    def money(self) -> Pence:
        """All there is: the pot, and what it may be gone over by."""
        return Pence(self.pot + self.over)

    @property
    def given(self) -> Pence:
        """What is given in all."""
        return Pence(self.committed + self.drafted)

    @property
    def left(self) -> Pence:
        """What is left to give; below 0 where too much is given."""
        return Pence(self.money - self.given)

    def too_much(self) -> str:
        """That more is given than there is, in a sentence; empty where it is not."""
        if self.left >= 0:
            return ""
        over = f" and the {format_pence(self.over)} it may be gone over by" if self.over else ""
        return (
            f"That comes to {format_pence(self.given)}, {format_pence(-self.left)} more than the pot of "
            f"{format_pence(self.pot)}{over}."
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """A stage with an agreed ranking. `known` is what is recommended by the bid's id; `going_on` are the bids that a
    second stage takes over."""

    round: RoundRecord
    every: Standings
    known: Mapping[str, RecommendationRecord]
    going_on: frozenset[str]

    def bid(self, application_id: str, field: str | None = None) -> BidRecord:
        """One of its bids, if it is for this stage to recommend something for it and not committed. Raises Refused."""
        bid = next((one for one in self.every.bids if one.id == application_id), None)
        if bid is None:
            raise Refused("This bid is not scored at this stage, or was withdrawn.", field)
        if application_id in self.going_on:
            raise Refused(f"{bid.reference}: {GOES_ON}", field)
        known = self.known.get(application_id)
        if known is not None and known.is_committed:
            raise Refused(f"{bid.reference}: {COMMITTED}", field)
        return bid


def of_stage(session: Session, stage_id: str) -> Ground:
    """The ground of a stage. Raises Refused while its ranking is not agreed, and for a round that was put away."""
    of = scoring.stage(session, stage_id)
    round_in_use(session, of.round_id)
    if of.ranked_on is None:
        raise Refused(UNRANKED)
    return read(session, stage_id)


def read(session: Session, stage_id: str) -> Ground:
    """The same as it is, whether its ranking has been agreed or not. Raises Refused when the stage is gone."""
    every = standings(session, stage_id, named=False)
    known = {one.application_id: one for one in reading.recommendations(session, stage_id=stage_id)}
    return Ground(round_(session, every.stage.round_id), every, known, going_on(session, every))


def going_on(session: Session, every: Standings) -> frozenset[str]:
    """The bids of a first stage that a second one, which has been set up, takes over."""
    of = every.stage
    if of.number != 1 or all(one.number == 1 for one in scoring.stages(session, of.round_id)):
        return frozenset()
    return scored_bids.passed(session, of)


def given_besides(session: Session, r: RoundRecord, ids: Collection[str]) -> Pence:
    """What is recommended for, or was decided on, bids of a round that are not among these, as at another stage."""
    query = (
        select(Recommendation.application_id, Recommendation.amount_pence)
        .join(Application, Application.id == Recommendation.application_id)
        .where(
            Recommendation.archived.is_(False),
            Recommendation.outcome.in_(sorted(GIVEN)),
            Application.round_id == r.id,
            Application.archived.is_(False),
            Application.state.not_in(OUT),
        )
    )
    return Pence(sum(amount or 0 for key, amount in session.execute(query) if key not in ids))


def purse(session: Session, r: RoundRecord) -> Purse:
    """What the round has to give and how much of it is given, by all of its stages."""
    session.flush()
    query = (
        select(Recommendation.sheet_id.is_not(None), func.sum(Recommendation.amount_pence))
        .join(ScoringStage, ScoringStage.id == Recommendation.stage_id)
        .join(Application, Application.id == Recommendation.application_id)
        .where(
            Recommendation.archived.is_(False),
            Recommendation.outcome.in_(sorted(GIVEN)),
            ScoringStage.round_id == r.id,
            Application.archived.is_(False),
            Application.state.not_in(OUT),
        )
        .group_by(Recommendation.sheet_id.is_not(None))
    )
    given = {bool(is_committed): Pence(amount or 0) for is_committed, amount in session.execute(query)}
    return Purse(r.pot, r.over, given.get(True, Pence(0)), given.get(False, Pence(0)))
