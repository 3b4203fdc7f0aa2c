"""Every outcome of a stage on one page before all of them are committed: the sums, and what stands in the way.

Amounts are pence, scores tenths of a percent.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.grants.parts import ApplicationRecord
from app.grants.reading import applications
from app.money import Pence, format_pence
from app.recommendations import cuts, reasons
from app.recommendations import ground as grounds
from app.recommendations.barring import bars, to_settle
from app.recommendations.ground import Ground, Purse
from app.recommendations.line import least_score
from app.recommendations.outcome_fields import outcome_words
from app.recommendations.parts import GIVEN, OUTCOMES, Outcome, ReasonRecord, RecommendationRecord
from app.scoring.arithmetic import score_text, shown
from app.scoring.parts import BidRecord
from app.scoring.ranking import Standing

EXPLAINED: frozenset[Outcome] = frozenset(("reduced", "defer", "decline"))
"""The outcomes that an applicant is given a reason for."""
MOST_TOLD = 3
"""So much of what a bid still lacks is told beside it; its record has all of it."""


class Obstacle(NamedTuple):
    """What stands in the way of committing, or is to be known before, in a sentence that names the bid.

    `application_id` is empty for what is of no one bid.
    """

    application_id: str
    sentence: str

    @property
    def who(self) -> str:
        """The bid it names; empty for what is of no one bid."""
        return self.sentence.partition(": ")[0] if self.application_id else ""

    @property
    def what(self) -> str:
        """The sentence without the bid it names."""
        return self.sentence.partition(": ")[2] if self.application_id else self.sentence


@dataclass(frozen=True, slots=True)
class Row:
    """One bid with what is recommended for it, None while nothing is. `reasons` are those of the library.

    `is_out` is one that is no longer scored at the stage, such as one that was withdrawn after it was decided on.
    """

    bid: BidRecord
    rank: int | None
    score: int | None
    recommended: RecommendationRecord | None
    reasons: tuple[ReasonRecord, ...] = ()
    is_out: bool = False

    @property
    def is_committed(self) -> bool:
        """Whether it is part of a decision already."""
        return self.recommended is not None and self.recommended.is_committed

    @property
    def moved(self) -> str:
        """“82.6 is 74.0 now” where the score is another than the outcome was recommended on, else empty."""
        if self.recommended is None or self.recommended.score == self.score:
            return ""
        return f"{_score(self.recommended.score)} is {_score(self.score)} now"


@dataclass(frozen=True, slots=True)
class Review:
    """All outcomes of a stage. `rows` are its bids in their places, then those that are out; what goes on to a second
    stage is not in it.

    `counts` has how many bids have each outcome and `amounts` what they come to, of what is still to be committed;
    `purse` is the whole round's. `in_the_way` has what has to be settled first, and `told` what need not.
    """

    stage_id: str
    round_id: str
    rows: tuple[Row, ...]
    purse: Purse
    counts: Mapping[Outcome, int]
    amounts: Mapping[Outcome, Pence]
    in_the_way: tuple[Obstacle, ...]
    told: tuple[Obstacle, ...]

    @property
    def to_commit(self) -> tuple[Row, ...]:
        """The bids whose outcome is still to be committed, in their places."""
        return tuple(
            one for one in self.rows if one.recommended is not None and not one.is_committed and not one.is_out
        )

    @property
    def given(self) -> Pence:
        """What committing gives."""
        return Pence(sum(amount for outcome, amount in self.amounts.items() if outcome in GIVEN))

    @property
    def reserve(self) -> Pence:
        """What the bids on the reserve list would have."""
        return self.amounts.get("reserve", Pence(0))

    @property
    def may_commit(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.in_the_way

    @property
    def digest(self) -> str:
        """The SHA-256 of what a person has looked at: it differs once anything of it, or what hinders it, has changed.

        What is only told is not in it, as that may change overnight.
        """
        seen = {
            "stage": self.stage_id,
            "purse": asdict(self.purse),
            "rows": [
                [one.bid.id, one.bid.organisation, one.bid.project, one.bid.requested, one.rank, one.score]
                + [asdict(one.recommended) if one.recommended is not None else None]
                + [[reason.id, reason.text] for reason in one.reasons]
                for one in self.rows
            ],
            "in the way": self.in_the_way,
        }
        return hashlib.sha256(json.dumps(seen, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def review(session: Session, stage_id: str, *, day: date) -> Review:
    """Every outcome of a stage with what stands in the way of committing it, as of a day.

    Raises Refused when the stage is gone.
    """
    session.flush()
    ground = grounds.read(session, stage_id)
    every = _applications(session, ground)
    library = reasons.by_id(session)
    ranked = (one for one in ground.every.ordered if one.application_id not in ground.going_on)
    bids = {one.id: one for one in ground.every.bids}
    rows = (*(_row(ground, bids[one.application_id], one, library) for one in ranked), *_out(ground, every, library))
    purse = grounds.purse(session, ground.round)
    in_the_way = (
        *_of_stage(ground, rows, purse),
        *(each for one in rows for each in _hinders(one, every[one.bid.id], ground)),
    )
    told = (
        *_feedback(rows),
        *(each for one in rows for each in _tells(one, every[one.bid.id], ground, day)),
    )
    mine = [one.recommended for one in rows if one.recommended is not None and not one.is_committed and not one.is_out]
    counts: dict[Outcome, int] = {key: sum(one.outcome == key for one in mine) for key in OUTCOMES}
    amounts: dict[Outcome, Pence] = {
        key: Pence(sum(one.amount or 0 for one in mine if one.outcome == key)) for key in OUTCOMES
    }
    return Review(stage_id, ground.round.id, rows, purse, counts, amounts, in_the_way, told)


def _applications(session: Session, ground: Ground) -> dict[str, ApplicationRecord]:
    """The applications of the round by their id; those put away only where something is recommended for one."""
    every = {one.id: one for one in applications(session, round_id=ground.round.id)}
    if not every.keys() >= ground.known.keys():
        every |= {one.id: one for one in applications(session, round_id=ground.round.id, archived=True)}
    return every


def _row(ground: Ground, bid: BidRecord, standing: Standing, library: Mapping[str, ReasonRecord]) -> Row:
    known = ground.known.get(bid.id)
    score = shown(standing.score) if standing.score is not None else None
    return Row(bid, standing.rank, score, known, _chosen(known, library))


def _chosen(known: RecommendationRecord | None, library: Mapping[str, ReasonRecord]) -> tuple[ReasonRecord, ...]:
    return tuple(library[key] for key in known.reasons if key in library) if known is not None else ()


def _out(ground: Ground, every: Mapping[str, ApplicationRecord], library: Mapping[str, ReasonRecord]) -> Iterable[Row]:
    """What is recommended for bids that are no longer scored at the stage, by reference."""
    mine = {one.id for one in ground.every.bids} - ground.going_on
    gone = [(every[key], one) for key, one in ground.known.items() if key not in mine]
    for a, known in sorted(gone, key=lambda pair: pair[0].reference):
        bid = BidRecord(a.id, a.reference, a.organisation_id, a.organisation, a.project, a.requested)
        yield Row(bid, None, known.score, known, _chosen(known, library), True)


# what stands in the way


def _of_stage(ground: Ground, rows: tuple[Row, ...], purse: Purse) -> Iterable[Obstacle]:
    if ground.every.stage.ranked_on is None:
        yield Obstacle("", grounds.UNRANKED)
    if not rows:
        yield Obstacle("", "No bid is scored at this stage.")
    elif all(one.is_committed for one in rows):
        yield Obstacle("", "Every outcome has been committed already. There is nothing more to commit.")
    if too_much := purse.too_much():
        yield Obstacle("", f"What is recommended is too much. {too_much}")


def _why_out(a: ApplicationRecord, ground: Ground) -> str:
    if a.id in ground.going_on:
        return grounds.GOES_ON
    return "It was withdrawn." if a.state == "withdrawn" else "It is no longer ready to score."


def _hinders(one: Row, a: ApplicationRecord, ground: Ground) -> Iterable[Obstacle]:
    """What is wrong with the recommendation of one bid, or that it has none."""
    known = one.recommended
    if known is None:
        yield _about(a, "Nothing is recommended for it yet.")
    elif one.is_out and not known.is_committed:
        yield _about(a, f"{_why_out(a, ground)} Take back what is recommended for it.")
    elif not known.is_committed:
        for wrong in (*_of_money(known, a, ground), *_of_score(one, known), *_of_reasons(one, known)):
            yield _about(a, wrong)


def _of_money(known: RecommendationRecord, a: ApplicationRecord, ground: Ground) -> Iterable[str]:
    if known.outcome in GIVEN or known.outcome == "reserve":
        yield from bars(a, ground.round)
        if wrong := _wrong_amount(known, a):
            yield wrong


def _of_score(one: Row, known: RecommendationRecord) -> Iterable[str]:
    if one.moved:
        before, now = _score(known.score), _score(one.score)
        yield f"Its score was {before} when this was recommended and is {now} now. Look at it again."


def _of_reasons(one: Row, known: RecommendationRecord) -> Iterable[str]:
    if known.outcome in EXPLAINED and not known.reason and not one.reasons:
        yield f"Give a reason for “{outcome_words(known.outcome)}”. The applicant will read it."
    for reason in one.reasons:
        if reason.outcome not in ("", known.outcome):
            serves, has = outcome_words(reason.outcome), outcome_words(known.outcome)
            yield f"{reason.code} is a reason for “{serves}”, and it has “{has}”. Choose another."


def _wrong_amount(known: RecommendationRecord, a: ApplicationRecord) -> str:
    asked, amount = a.requested or Pence(0), known.amount or Pence(0)
    if amount > asked:
        return f"It is to have {format_pence(amount)}, and asks for {format_pence(asked)} now."
    if known.outcome != "reserve" and (known.outcome == "fund") != (amount == asked):
        return f"It is to have {format_pence(amount)}, and asks for {format_pence(asked)} now. Recommend it again."
    return cuts.foots(a, known) if known.outcome == "reduced" else ""


# what is only told


def _feedback(rows: tuple[Row, ...]) -> Iterable[Obstacle]:
    """For how many letters feedback is still to be chosen; which they are stands in the list."""
    mine = [one.recommended for one in rows if one.recommended is not None and not one.is_committed and not one.is_out]
    chosen = sum(bool(one.feedback) for one in mine)
    if chosen < len(mine):
        yield Obstacle("", f"Feedback has been read and chosen for {chosen:,} of {len(mine):,} letters.")


def _tells(one: Row, a: ApplicationRecord, ground: Ground, day: date) -> Iterable[Obstacle]:
    known = one.recommended
    if known is None or known.is_committed or one.is_out:
        return
    if known.outcome in GIVEN:
        if lacks := to_settle(a, day, ground.round):
            more = f" And {len(lacks) - MOST_TOLD} more." if len(lacks) > MOST_TOLD else ""
            yield _about(a, f"To be settled before it has the money. {' '.join(lacks[:MOST_TOLD])}{more}")
        if one.rank is None:
            yield _about(a, "It is funded though it could not be ranked.")
        least = least_score(ground.every.stage)
        if least is not None and one.score is not None and one.score < shown(least):
            yield _about(a, f"It is funded though its score is under {score_text(least)}.")
    if known.outcome == "reduced" and a.costs and not known.cuts:
        yield _about(a, "It is not said which of its costs are paid for less.")


def _score(tenths: int | None) -> str:
    return "none" if tenths is None else f"{tenths // 10}.{tenths % 10}"


def _about(a: ApplicationRecord, sentence: str) -> Obstacle:
    return Obstacle(a.id, f"{a.reference} {a.organisation}: {sentence}")
