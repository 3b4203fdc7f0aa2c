"""Sums of points that the file makes itself: SQL adds whole numbers only, and the fractions are made of these.

A sheet counts that was submitted, has points or n/a in every scored criterion, and is one of a member who reads the bid
and has no conflict with it. What is read here is for those who may see it: nobody shows a sum of a bid that
`seeing.opened` keeps closed.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Select, case, exists, func, or_, select
from sqlalchemy.orm import Session

from app.scoring.arithmetic import heaviest, member_score, scored
from app.scoring.parts import ScaleRecord, SheetRecord, StageRecord
from app.scoring.reading import in_use, sheets
from db.scoring import Assignment, Declaration, Score, ScoreSheet

MOST = 2**62
"""What the sum of a bid stays below, so that SQLite keeps it as a whole number."""


class SheetTotal(NamedTuple):
    """What one sheet that counts comes to. `heaviest` is the share of the criterion that tells equal scores apart."""

    application_id: str
    member_id: str
    score: Fraction | None
    heaviest: Fraction | None


class BidTotal(NamedTuple):
    """What the sheets of a bid that count come to: how many have a score, and their plain mean."""

    application_id: str
    scores: int
    mean: Fraction


def by_sheet(
    session: Session, of: StageRecord, scales: Sequence[ScaleRecord], *, application_ids: Collection[str] | None = None
) -> list[SheetTotal]:
    """Every sheet that counts, bid by bid: one without any criterion that applies has no score.

    Only those of some bids where `application_ids` are given.
    """
    most = heaviest(scales)
    if most is None:
        return []
    if not _fits(of, scales):
        return [_slow(one, scales, most) for one in _counted(session, of, scales, application_ids)]
    inner = _sheets(of, scales, application_ids, most).subquery()
    scale = common(scales)
    query = select(inner.c.application_id, inner.c.member_id, inner.c.total, inner.c.weight, inner.c.heaviest)
    return [
        SheetTotal(
            bid,
            member,
            Fraction(total, scale * weight) if weight else None,
            Fraction(points, most.maximum) if points is not None else None,
        )
        for bid, member, total, weight, points in session.connection().execute(query.order_by(inner.c.application_id))
    ]


def by_bid(session: Session, of: StageRecord, scales: Sequence[ScaleRecord]) -> list[BidTotal]:
    """Every bid of which a sheet has a score, each added up in the file."""
    if not scored(scales):
        return []
    if not _fits(of, scales):
        return _slow_bids(by_sheet(session, of, scales))
    inner = _sheets(of, scales).subquery()
    query = (
        select(inner.c.application_id, inner.c.weight, func.count(), func.sum(inner.c.total))
        .where(inner.c.weight > 0)
        .group_by(inner.c.application_id, inner.c.weight)
    )
    return _bids(session.connection().execute(query), common(scales))


def points_by_bid(
    session: Session, of: StageRecord, scales: Sequence[ScaleRecord]
) -> dict[str, list[tuple[int | None, ...]]]:
    """The points of every sheet that counts, by bid: one for each scored criterion in its order, None for n/a."""
    mine = {one.id: at for at, one in enumerate(scored(scales))}
    query = (
        select(ScoreSheet.application_id, ScoreSheet.id, Score.criterion_id, Score.points)
        .join(Score, Score.sheet_id == ScoreSheet.id)
        .where(
            ScoreSheet.state == "submitted",
            in_use(Score),
            Score.criterion_id.in_(mine),
            or_(Score.points.is_not(None), Score.is_na),
            *_counting(of),
        )
        .order_by(ScoreSheet.application_id, ScoreSheet.id)
    )
    found: dict[str, list[tuple[int | None, ...]]] = {}
    rows = session.connection().execute(query)
    for (bid, _), given in groupby(rows, key=lambda row: (row[0], row[1])):
        points = {mine[criterion]: count for _, _, criterion, count in given}
        if len(points) == len(mine):
            found.setdefault(bid, []).append(tuple(points[at] for at in range(len(mine))))
    return found


def common(scales: Sequence[ScaleRecord]) -> int:
    """What every scored criterion's points can be multiplied up to: the least common multiple of their maxima."""
    return math.lcm(*(one.maximum for one in scored(scales)))


def _bids(rows: Iterable[Any], scale: int) -> list[BidTotal]:
    """One total of a bid's rows: it has one for each sum of weights, as n/a makes them differ."""
    found: dict[str, BidTotal] = {}
    for application_id, weight, count, total in rows:
        mine = BidTotal(application_id, count, Fraction(total, scale * weight * count))
        before = found.get(application_id)
        found[application_id] = mine if before is None else _together(before, mine)
    return list(found.values())


def _together(one: BidTotal, other: BidTotal) -> BidTotal:
    scores = one.scores + other.scores
    return BidTotal(one.application_id, scores, (one.mean * one.scores + other.mean * other.scores) / scores)


def _sheets(
    of: StageRecord,
    scales: Sequence[ScaleRecord],
    application_ids: Collection[str] | None = None,
    most: ScaleRecord | None = None,
) -> Select[Any]:
    """The sheets that count: the weighted sum of their points and the sum of the weights that apply, 0 for none.

    With the points of `most` where that criterion is given.
    """
    mine = scored(scales)
    scale = common(scales)
    times = case(*((Score.criterion_id == one.id, one.weight * (scale // one.maximum)) for one in mine))
    weight = case(*((Score.criterion_id == one.id, one.weight) for one in mine))
    columns: list[Any] = [
        ScoreSheet.application_id,
        ScoreSheet.member_id,
        func.sum(Score.points * times).label("total"),
        (sum(one.weight for one in mine) - func.sum(case((Score.points.is_(None), weight), else_=0))).label("weight"),
    ]
    if most is not None:
        columns.append(func.max(case((Score.criterion_id == most.id, Score.points))).label("heaviest"))
    query = (
        select(*columns)
        .join(Score, Score.sheet_id == ScoreSheet.id)
        .where(
            ScoreSheet.state == "submitted",
            in_use(Score),
            or_(Score.points.is_not(None), Score.is_na),
            *_counting(of),
        )
        .group_by(ScoreSheet.id)
        .having(func.count(times) == len(mine))
    )
    return query if application_ids is None else query.where(ScoreSheet.application_id.in_(application_ids))


def _counting(of: StageRecord) -> list[Any]:
    """Which sheets of a stage are those of its members for bids they read and have no conflict with."""
    conflict = exists().where(
        in_use(Declaration),
        Declaration.application_id == ScoreSheet.application_id,
        Declaration.member_id == ScoreSheet.member_id,
        Declaration.answer == "conflict",
    )
    reads = exists().where(
        in_use(Assignment),
        Assignment.stage_id == of.id,
        Assignment.application_id == ScoreSheet.application_id,
        Assignment.member_id == ScoreSheet.member_id,
    )
    return [
        ScoreSheet.stage_id == of.id,
        in_use(ScoreSheet),
        ScoreSheet.member_id.in_([one.member_id for one in of.seats]),
        ~conflict,
        *([] if of.assigned is None else [reads]),
    ]


# where the maxima have a common multiple that is too large to add up in the file


def _fits(of: StageRecord, scales: Sequence[ScaleRecord]) -> bool:
    """Whether the sum of a bid is a number that SQLite keeps whole, whatever its members give."""
    return common(scales) * sum(one.weight for one in scored(scales)) * max(len(of.seats), 1) < MOST


def _counted(
    session: Session, of: StageRecord, scales: Sequence[ScaleRecord], application_ids: Collection[str] | None
) -> list[SheetRecord]:
    wanted = {one.id for one in scored(scales)}
    query = select(ScoreSheet.id).where(ScoreSheet.state == "submitted", *_counting(of))
    if application_ids is not None:
        query = query.where(ScoreSheet.application_id.in_(application_ids))
    ids = set(session.scalars(query))
    return sorted(
        (one for one in sheets(session, of.id) if one.id in ids and wanted <= set(points_of(one))),
        key=lambda one: one.application_id,
    )


def points_of(sheet: SheetRecord) -> dict[str, int | None]:
    """The points of a sheet by criterion, None for n/a; what was not given is not in it."""
    return {one.criterion_id: one.points for one in sheet.scores if one.is_na or one.points is not None}


def _slow(sheet: SheetRecord, scales: Sequence[ScaleRecord], most: ScaleRecord) -> SheetTotal:
    points = points_of(sheet)
    given = points.get(most.id)
    return SheetTotal(
        sheet.application_id,
        sheet.member_id,
        member_score(points, scales),
        Fraction(given, most.maximum) if given is not None else None,
    )


def _slow_bids(every: Iterable[SheetTotal]) -> list[BidTotal]:
    found: list[BidTotal] = []
    for application_id, mine in groupby(every, key=lambda one: one.application_id):
        scores = [one.score for one in mine if one.score is not None]
        if scores:
            average = sum(scores, Fraction()) / len(scores)
            found.append(BidTotal(application_id, len(scores), average))
    return found
