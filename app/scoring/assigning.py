"""Who reads what: everybody everything they have no interest in, or every bid by so many, in equal shares."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.grants.rounds import in_use as round_in_use
from app.scoring import bids as bids_of
from app.scoring import reading, seeing
from app.scoring.parts import BidRecord, StageRecord
from app.scoring.seeing import Pair
from db.scoring import RANKED, Assignment, ScoreSheet, ScoringStage

MOST_NAMED = 5
Move = tuple[str, str, str]
"""A bid that goes over from one reader to another: (from, to, bid)."""


def share_out(session: Session, stage_id: str, *, readers: int | None, version: int | None) -> None:
    """Have every bid read by so many members without an interest in it; with None everybody reads everything.

    Who reads what follows from the seed of the stage. Nobody has more than one bid above another unless conflicts or
    sheets that are there already leave no other way: whoever has begun a sheet keeps that bid.
    Raises Refused at `readers`, or once the ranking is agreed; Stale.
    """
    row = records.at_version(session, ScoringStage, records.in_use(session, ScoringStage, stage_id).id, version)
    stage = reading.stage(session, stage_id)
    round_in_use(session, stage.round_id)
    if stage.ranked_on is not None:
        raise Refused(RANKED)
    pairs: frozenset[Pair] = frozenset()
    if readers is not None:
        bids = bids_of.of_stage(session, stage, named=False)
        conflicts = reading.conflicts(reading.declarations(session, stage.round_id))
        _refuse_readers(stage, bids, conflicts, readers)
        members = [one.member_id for one in stage.seats]
        pairs = shares(
            members, [one.id for one in bids], conflicts, readers, seed=stage.seed, kept=_begun(session, stage)
        )
    if _write(session, stage_id, pairs):
        records.touch(row)


def _refuse_readers(stage: StageRecord, bids: Sequence[BidRecord], conflicts: Collection[Pair], readers: int) -> None:
    seats = len(stage.seats)
    if not seats:
        raise Refused("Nobody scores this stage yet. Choose its members first.", "readers")
    if readers > seats:
        raise Refused(f"Only {seats} {'member scores' if seats == 1 else 'members score'} this stage.", "readers")
    if readers < stage.least_scorers:
        raise Refused(f"At least {stage.least_scorers} have to score a bid, or it cannot be ranked.", "readers")
    members = [one.member_id for one in stage.seats]
    free = {one.reference: sum((key, one.id) not in conflicts for key in members) for one in bids}
    few = [key for key, count in free.items() if count < readers]
    if few:
        more = f" and {len(few) - MOST_NAMED} more" if len(few) > MOST_NAMED else ""
        least = min(free.values())
        named = ", ".join(few[:MOST_NAMED])
        raise Refused(
            f"Too few members have no interest in {named}{more}: as few as {least}. Choose fewer readers, or ask "
            "another member to score.",
            "readers",
        )


def _begun(session: Session, stage: StageRecord) -> frozenset[Pair]:
    """The (member, bid) pairs of which there is a sheet: they stay together."""
    query = select(ScoreSheet.member_id, ScoreSheet.application_id).where(
        ScoreSheet.stage_id == stage.id, ScoreSheet.archived.is_(False)
    )
    seated = {one.member_id for one in stage.seats}
    return frozenset((row.member_id, row.application_id) for row in session.execute(query) if row.member_id in seated)


def _write(session: Session, stage_id: str, pairs: Collection[Pair]) -> bool:
    """Make these the assignments of the stage; whether that changed any."""
    query = select(Assignment).where(Assignment.stage_id == stage_id).order_by(Assignment.archived, Assignment.id)
    changed, have = False, set()
    for row in session.scalars(query):
        pair = (row.member_id, row.application_id)
        is_kept = pair in pairs and pair not in have
        have |= {pair} if is_kept else set()
        changed = changed or row.archived == is_kept
        row.archived = not is_kept
    added = sorted(set(pairs) - have)
    session.add_all(Assignment(stage_id=stage_id, member_id=who, application_id=bid) for who, bid in added)
    return changed or bool(added)


# who has how much to read


def loads(stage: StageRecord, bids: Iterable[BidRecord], conflicts: Collection[Pair]) -> dict[str, int]:
    """How many of these bids each member reads, by member's id in the order of their seats."""
    found = {one.member_id: 0 for one in stage.seats}
    for one in bids:
        for key in seeing.scorers(stage, one.id, conflicts):
            found[key] += 1
    return found


def too_few(stage: StageRecord, bids: Iterable[BidRecord], conflicts: Collection[Pair]) -> list[BidRecord]:
    """The bids that fewer members read than have to, so that they cannot be ranked; also one that came in later."""
    return [one for one in bids if len(seeing.scorers(stage, one.id, conflicts)) < stage.least_scorers]


# sharing out


def shares(
    members: Sequence[str],
    bids: Iterable[str],
    conflicts: Collection[Pair],
    readers: int,
    *,
    seed: int,
    kept: Collection[Pair] = (),
) -> frozenset[Pair]:
    """The (member, bid) pairs by which so many read each bid, as evenly as conflicts and what is `kept` allow.

    The same for the same seed, on every machine and whatever the order of the bids. A bid has fewer readers where fewer
    are free of conflict. A kept pair with a conflict stays and counts for nobody.
    """
    read = {one: {who for who in members if (who, one) in kept} for one in bids}
    load = dict.fromkeys(members, 0)
    for one, chosen in read.items():
        for who in chosen:
            load[who] += (who, one) not in conflicts
    for one in sorted(read, key=lambda bid: _draw(seed, "", bid)):
        free = [who for who in members if (who, one) not in conflicts and who not in read[one]]
        drawn = {who: _draw(seed, who, one) for who in free}
        free.sort(key=lambda who: (load[who], drawn[who]))
        wanted = readers - sum((who, one) not in conflicts for who in read[one])
        for who in free[: max(wanted, 0)]:
            read[one].add(who)
            load[who] += 1
    _even_out(read, load, conflicts, kept)
    return frozenset((who, one) for one, chosen in read.items() for who in chosen)


def _draw(seed: int, member_id: str, application_id: str) -> bytes:
    return sha256(f"{seed}|{member_id}|{application_id}".encode()).digest()


def _even_out(
    read: Mapping[str, set[str]], load: dict[str, int], conflicts: Collection[Pair], kept: Collection[Pair]
) -> None:
    """Hand bids on, one for each member in between, until nobody can be relieved by one who has two fewer."""
    while moves := _relief(read, load, conflicts, kept):
        for giver, taker, one in moves:
            read[one].remove(giver)
            read[one].add(taker)
        load[moves[0][0]] -= 1
        load[moves[-1][1]] += 1


def _relief(
    read: Mapping[str, set[str]], load: Mapping[str, int], conflicts: Collection[Pair], kept: Collection[Pair]
) -> list[Move]:
    """The shortest chain of bids handed on from one member to one who has at least two fewer; none where there is none.

    A chain may be needed since the two need have no bid in common that neither has an interest in.
    """
    for start in sorted(load, key=lambda who: -load[who]):
        if load[start] - min(load.values()) < 2:
            break
        came: dict[str, list[Move]] = {start: []}
        waiting = [start]
        for giver in waiting:
            for taker in load:
                if taker in came:
                    continue
                one = _movable(read, giver, taker, conflicts, kept)
                if one is None:
                    continue
                came[taker] = [*came[giver], (giver, taker, one)]
                if load[start] - load[taker] >= 2:
                    return came[taker]
                waiting.append(taker)
    return []


def _movable(
    read: Mapping[str, set[str]], giver: str, taker: str, conflicts: Collection[Pair], kept: Collection[Pair]
) -> str | None:
    """The first bid that one member reads and another could read instead."""
    return next(
        (
            one
            for one, chosen in sorted(read.items())
            if giver in chosen and taker not in chosen and (giver, one) not in kept and (taker, one) not in conflicts
        ),
        None,
    )
