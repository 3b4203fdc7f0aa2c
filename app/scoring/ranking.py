"""Where every bid of a stage stands: its score, what its members gave, and its place once all of them may be seen.

Scores are fractions of what was possible. Of a bid that may not be seen yet nothing that comes from a score is in what
is read here: no mean, no place, no count, and nobody's points.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.grants.reading import grouped
from app.listing import Column, Line, Listing
from app.scoring import bids as scored_bids
from app.scoring import reading, seeing, totals
from app.scoring.arithmetic import WHOLE, Placed, bid_score, mean, median, ranks, score_text, shown
from app.scoring.parts import AgreedRecord, BidRecord, ScaleRecord, StageRecord
from app.scoring.stage_fields import tie_words
from app.scoring.totals import SheetTotal
from app.strips import Strip, strip_text
from db.grants import Application
from db.scoring import Declaration, ScoreSheet

Place = Literal["ranked", "not rankable", "no scores", "hidden"]
NOT_GIVEN, NOT_APPLICABLE, ABSTAINED, CONFLICT = "–", "n/a", "A", "C"
_ORDER: tuple[Place, ...] = ("ranked", "not rankable", "no scores", "hidden")
passed = scored_bids.passed
POINT = 100_000
"""Millionths of a point out of 100 in a tenth of it, as a list keeps figures."""


class MemberScore(NamedTuple):
    """What one member gave a bid: a score, or the letter that says why there is none (–, n/a, A or C)."""

    member_id: str
    score: Fraction | None
    letter: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one bid stands. `score` is the one agreed on, else the mean; `expected` is how many are to score it.

    While it may not be `seen` its state is "hidden", and everything but `expected` is None or empty. "ranked" is a bid
    that enough have scored: it has its `rank` once every bid of the stage may be seen. `criterion` is the mean share in
    the criterion that tells equal scores apart. `members` are in the order of their seats: those who read the bid, and
    those whom a conflict keeps from it. `recommends` counts those who would fund it and those who would not.
    """

    application_id: str
    seen: bool
    expected: int
    state: Place = "hidden"
    rank: int | None = None
    score: Fraction | None = None
    mean: Fraction | None = None
    median: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    spread: Fraction | None = None
    criterion: Fraction | None = None
    count: int | None = None
    agreed: AgreedRecord | None = None
    members: tuple[MemberScore, ...] = ()
    recommends: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Standings:
    """A stage with its bids by reference and where each stands: in their places, then what has none.

    `ordered` follows the places once there are any, and before that nothing but the references.
    """

    stage: StageRecord
    scales: tuple[ScaleRecord, ...]
    bids: tuple[BidRecord, ...]
    by_id: Mapping[str, Standing]
    ordered: tuple[Standing, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every bid that anybody is to score may be seen, so that there are places."""
        return _all_seen(self.stage, self.by_id.values())

    def bid(self, application_id: str) -> BidRecord:
        """One of its bids. Raises LookupError for a bid of another stage."""
        for one in self.bids:
            if one.id == application_id:
                return one
        raise LookupError(application_id)


def standings(session: Session, stage_id: str, *, named: bool = True) -> Standings:
    """Where every bid of a stage stands. Raises Refused when the stage is gone."""
    of = reading.stage(session, stage_id)
    bids = tuple(scored_bids.of_stage(session, of, named=named))
    scales = tuple(reading.scales(session, of))
    return _placed(of, scales, bids, _standing(session, of, scales, bids, None))


def renewed(session: Session, before: Standings, application_ids: Collection[str]) -> Standings:
    """The same after something was done to the scores of some of its bids alone: only these are read again.

    Stage, members, assignments and bids are those of `before`.
    """
    some = [one for one in before.bids if one.id in application_ids]
    found = _standing(session, before.stage, before.scales, some, [one.id for one in some])
    return _placed(before.stage, before.scales, before.bids, {**before.by_id, **found})


def with_agreed(before: Standings, agreed: AgreedRecord) -> Standings:
    """The same with a score agreed on for a bid that may be seen, in the places that follow; nothing is read."""
    mine = before.by_id.get(agreed.application_id)
    if mine is None or not mine.seen:
        return before
    enough = (mine.count or 0) >= before.stage.least_scorers
    anew = replace(
        mine, agreed=agreed, score=Fraction(agreed.score, WHOLE), state="ranked" if enough else "not rankable"
    )
    return _placed(before.stage, before.scales, before.bids, {**before.by_id, agreed.application_id: anew})


def _all_seen(of: StageRecord, every: Iterable[Standing]) -> bool:
    return of.is_opened or all(one.seen or not one.expected for one in every)


def _standing(
    session: Session,
    of: StageRecord,
    scales: Sequence[ScaleRecord],
    bids: Sequence[BidRecord],
    only: Collection[str] | None,
) -> dict[str, Standing]:
    """Where bids stand, without their places: scores are read of those alone that may be seen."""
    known = _sheets(session, of, only)
    states = {pair: state for pair, (state, _) in known.items()}
    conflicts = _conflicts(session, of, only)
    opened = seeing.opened(of, bids, conflicts, states)
    some = only if only is None else [one for one in only if one in opened]
    sums = grouped(
        (one.application_id, one)
        for one in totals.by_sheet(session, of, scales, application_ids=some)
        if one.application_id in opened
    )
    agreed = {one.application_id: one for one in reading.agreed(session, of.id)}
    found: dict[str, Standing] = {}
    for bid in bids:
        expected = seeing.scorers(of, bid.id, conflicts)
        if bid.id not in opened:
            found[bid.id] = Standing(bid.id, False, len(expected))
            continue
        mine = {one.member_id: one for one in sums.get(bid.id, ())}
        found[bid.id] = _seen(
            of, bid.id, len(expected), mine, agreed.get(bid.id), _letters(of, bid.id, mine, conflicts, known)
        )
    return found


def _seen(
    of: StageRecord,
    application_id: str,
    expected: int,
    sums: Mapping[str, SheetTotal],
    agreed: AgreedRecord | None,
    said: tuple[tuple[MemberScore, ...], tuple[int, int]],
) -> Standing:
    scores = [one.score for one in sums.values() if one.score is not None]
    shares = [one.heaviest for one in sums.values() if one.heaviest is not None]
    low, high = min(scores, default=None), max(scores, default=None)
    score = bid_score(scores, agreed.score if agreed is not None else None)
    return Standing(
        application_id,
        True,
        expected,
        "no scores" if score is None else "ranked" if len(scores) >= of.least_scorers else "not rankable",
        None,
        score,
        mean(scores),
        median(scores),
        low,
        high,
        high - low if high is not None and low is not None else None,
        mean(shares),
        len(scores),
        agreed,
        *said,
    )


def _letters(
    of: StageRecord,
    application_id: str,
    sums: Mapping[str, SheetTotal],
    conflicts: Collection[seeing.Pair],
    known: Mapping[seeing.Pair, tuple[str, str]],
) -> tuple[tuple[MemberScore, ...], tuple[int, int]]:
    """What each member gave, and how many of them would fund the bid and would not."""
    found: list[MemberScore] = []
    yes = no = 0
    for seat in of.seats:
        member = seat.member_id
        pair = member, application_id
        if pair in conflicts:
            found.append(MemberScore(member, None, CONFLICT))
        elif of.reads(member, application_id):
            state, recommends = known.get(pair, ("", ""))
            total = sums.get(member)
            if total is not None:
                found.append(MemberScore(member, total.score, "" if total.score is not None else NOT_APPLICABLE))
            else:
                found.append(MemberScore(member, None, ABSTAINED if state == "abstained" else NOT_GIVEN))
            yes += state == "submitted" and recommends == "yes"
            no += state == "submitted" and recommends == "no"
    return tuple(found), (yes, no)


def _placed(
    of: StageRecord, scales: tuple[ScaleRecord, ...], bids: tuple[BidRecord, ...], every: Mapping[str, Standing]
) -> Standings:
    """The same with their places, which there are none of before every bid may be seen."""
    if not _all_seen(of, every.values()):
        unplaced = {key: replace(one, rank=None) if one.rank is not None else one for key, one in every.items()}
        return Standings(of, scales, bids, unplaced, tuple(unplaced[one.id] for one in bids))
    places = ranks(
        [
            Placed(one.id, mine.score, mine.median, mine.criterion, one.requested, one.reference)
            for one in bids
            if (mine := every[one.id]).state == "ranked" and mine.score is not None
        ],
        of.tie_rule,
    )
    by_id = {
        key: one if one.rank == places.get(key) else replace(one, rank=places.get(key)) for key, one in every.items()
    }
    last = len(bids) + 1
    ordered = sorted(bids, key=lambda one: (_ORDER.index(by_id[one.id].state), by_id[one.id].rank or last))
    return Standings(of, scales, bids, by_id, tuple(by_id[one.id] for one in ordered))


def _sheets(session: Session, of: StageRecord, only: Collection[str] | None) -> dict[seeing.Pair, tuple[str, str]]:
    """The state of each sheet, and whether its member would fund the bid, by (member, bid)."""
    query = select(ScoreSheet.member_id, ScoreSheet.application_id, ScoreSheet.state, ScoreSheet.recommends).where(
        ScoreSheet.stage_id == of.id, reading.in_use(ScoreSheet)
    )
    if only is not None:
        query = query.where(ScoreSheet.application_id.in_(only))
    return {(member, bid): (state, recommends) for member, bid, state, recommends in session.execute(query)}


def _conflicts(session: Session, of: StageRecord, only: Collection[str] | None) -> frozenset[seeing.Pair]:
    query = (
        select(Declaration.member_id, Declaration.application_id)
        .join(Application, Application.id == Declaration.application_id)
        .where(reading.in_use(Declaration), Declaration.answer == "conflict", Application.round_id == of.round_id)
    )
    if only is not None:
        query = query.where(Declaration.application_id.in_(only))
    return frozenset((member, bid) for member, bid in session.execute(query))


# as a list


COLUMNS = (
    Column("rank", "#", "count", added=False),
    Column("bid", "Bid"),
    Column("area", "Area"),
    Column("score", "Score", "figure", added=False, places=1),
    Column("strip", "Members’ scores", "strip"),
    Column("discuss", "To discuss", "chips", signs=((CONFLICT, "a member has a conflict of interest"),)),
    Column("asked", "Asked £", "pence"),
    Column("running", "Total £", "pence", added=False, help="What this bid and all above it ask for."),
)
_WHY_NOT: dict[Place, str] = {
    "not rankable": "Too few scores",
    "no scores": "Nobody scored it",
    "hidden": "Sheets to come",
}
LEFT_OUT = "A member with a conflict of interest, or who abstained, is left out of the mean, and so is what is n/a."


def ranked_list(every: Standings) -> Listing:
    """The bids of a stage in their places with what they ask for, added up in pence down the list.

    Scores are in millionths of points out of 100. Lines go by the bid's id.
    """
    bids = {one.id: one for one in every.bids}
    lines: list[Line] = []
    running = 0
    for one in every.ordered:
        bid = bids[one.application_id]
        running += bid.requested or 0 if one.rank is not None else 0
        lines.append(
            Line(
                bid.id,
                (
                    one.rank,
                    f"{bid.reference} {bid.organisation}",
                    ", ".join(bid.areas),
                    shown(one.score) * POINT if one.score is not None else None,
                    strip_text(strip_of(every.stage, one)),
                    ", ".join(_to_discuss(every.stage, one)),
                    bid.requested,
                    running if one.rank is not None else None,
                ),
            )
        )
    return Listing("Ranked list", COLUMNS, tuple(lines), notes=(("", tie_words(every.stage.tie_rule)), ("", LEFT_OUT)))


def diverges(of: StageRecord, one: Standing) -> bool:
    """Whether its members are so far apart that they should talk about it."""
    return one.spread is not None and one.spread * WHOLE >= of.diverges


def strip_of(of: StageRecord, one: Standing) -> Strip:
    """The members' scores of a bid with their mean and the score agreed on; empty while it may not be seen."""
    return Strip(
        tuple(sorted(shown(each.score) for each in one.members if each.score is not None)),
        shown(one.mean) if one.mean is not None else None,
        one.agreed.score if one.agreed is not None else None,
        diverges(of, one),
    )


def _to_discuss(of: StageRecord, one: Standing) -> list[str]:
    found = [CONFLICT] if any(each.letter == CONFLICT for each in one.members) else []
    if one.spread is not None and diverges(of, one):
        found.append(f"Spread {score_text(one.spread).removesuffix('.0')}")
    return found + ([_WHY_NOT[one.state]] if one.state in _WHY_NOT else [])
