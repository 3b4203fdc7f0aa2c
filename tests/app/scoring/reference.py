"""Scoring a round worked out slowly, in fractions, from what was said alone: nothing of the desk's own arithmetic.

A `Case` is put into an empty file by `fill`, and `slow` says what each bid of it comes to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from sqlalchemy.orm import Session

from db.base import Record
from db.grants import Application, Criterion
from db.organisations import Organisation
from db.scoring import (
    AgreedScore,
    Assignment,
    CriterionMarking,
    Declaration,
    Score,
    ScoreSheet,
    ScoringMember,
    ScoringStage,
    Seat,
)
from tests.app.grants.checked import PLAIN

DAY = date(2026, 3, 2)
ROUND = "round"
LABELS = ("What's new?", "O'Brien’s “plan”", "Effaith ar ŵyl Llŷn", "=1+1", "100 %; DROP", "n/a", "'", "")
RULES = ("median", "criterion", "asked", "reference")
Pair = tuple[str, str]
Points = int | str | None
"""Points, "n/a", or None where none were given."""


@dataclass(frozen=True)
class OneCriterion:
    """A criterion: its weight at each stage (None where it is not on that sheet, 0 for information), and its points."""

    key: str
    name: str
    first: int | None
    second: int | None
    maximum: int

    def weight(self, number: int) -> int | None:
        return self.first if number == 1 else self.second


@dataclass(frozen=True)
class OneSheet:
    """A sheet as it lies in the file."""

    state: str
    recommends: str
    points: dict[str, Points]


@dataclass(frozen=True)
class OneStage:
    """One stage with what everybody made of each bid."""

    members: tuple[str, ...]
    assigned: frozenset[Pair] | None
    sheets: dict[Pair, OneSheet]
    agreed: dict[str, int]
    least: int
    rules: tuple[str, ...]
    is_moderated: bool
    pass_tenths: int | None = None


@dataclass(frozen=True)
class Case:
    """A round with its bids (reference and pence asked by id), who has a conflict, and a stage or two."""

    criteria: tuple[OneCriterion, ...]
    bids: dict[str, tuple[str, int | None]]
    conflicts: frozenset[Pair]
    stages: tuple[OneStage, ...]


@dataclass
class Slow:
    """What a bid comes to. Fields that are None are those nobody may see, or that there are none of."""

    seen: bool
    expected: int
    rank: int | None = None
    score: Fraction | None = None
    scores: list[Fraction] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)
    state: str = "hidden"
    recommends: tuple[int, int] = (0, 0)
    keys: list[Any] = field(default_factory=list)


# worked out


def slow(case: Case, number: int) -> dict[str, Slow]:
    """What every bid of a stage comes to, by its id."""
    stage = case.stages[number - 1]
    every = {bid: _slow_bid(case, number, bid) for bid in scored_at(case, number)}
    if stage.is_moderated or _is_ranked(case, number) or all(one.seen or one.expected == 0 for one in every.values()):
        ranked = {bid: one for bid, one in every.items() if one.state == "ranked"}
        for one in ranked.values():
            one.rank = 1 + sum(1 for other in ranked.values() if other.keys < one.keys)
    return every


def scored_at(case: Case, number: int) -> set[str]:
    """The bids that are scored at a stage."""
    if number == 1:
        return set(case.bids)
    needed = case.stages[0].pass_tenths
    first = {bid: _slow_bid(case, 1, bid) for bid in case.bids}
    return {
        bid
        for bid, one in first.items()
        if needed is not None and one.state == "ranked" and one.score is not None and 1000 * one.score >= needed
    }


def _is_ranked(case: Case, number: int) -> bool:
    """A first stage that another follows has been ranked."""
    return number == 1 and len(case.stages) == 2


def _slow_bid(case: Case, number: int, bid: str) -> Slow:
    stage = case.stages[number - 1]
    readers = [one for one in stage.members if stage.assigned is None or (one, bid) in stage.assigned]
    scorers = [one for one in readers if (one, bid) not in case.conflicts]
    waiting = [one for one in scorers if stage.sheets.get((one, bid)) is None or _state(stage, one, bid) == "draft"]
    seen = stage.is_moderated or _is_ranked(case, number) or (bool(scorers) and not waiting)
    found = Slow(seen, len(scorers))
    if not seen:
        return found
    sheets = [stage.sheets[member, bid] for member in scorers if (member, bid) in stage.sheets]
    said = [one.recommends for one in sheets if one.state == "submitted"]
    found.recommends = said.count("yes"), said.count("no")
    heavy: list[Fraction] = []
    for member in stage.members:
        if (member, bid) in case.conflicts:
            found.letters[member] = "C"
        elif member in readers:
            score = _slow_sheet(case, number, stage.sheets.get((member, bid)))
            found.letters[member] = score if isinstance(score, str) else ""
            if isinstance(score, Fraction):
                found.scores.append(score)
                heavy += _heavy(case, number, stage.sheets[member, bid])
    return _slow_state(case, stage, bid, found, heavy)


def _slow_state(case: Case, stage: OneStage, bid: str, found: Slow, heavy: list[Fraction]) -> Slow:
    if bid in stage.agreed:
        found.score = Fraction(stage.agreed[bid], 1000)
    elif found.scores:
        found.score = sum(found.scores, Fraction(0)) / len(found.scores)
    found.state = (
        "no scores" if found.score is None else "not rankable" if len(found.scores) < stage.least else "ranked"
    )
    if found.state == "ranked" and found.score is not None:
        reference, asked = case.bids[bid]
        tests = {
            "median": -slow_median(found.scores),
            "criterion": -sum(heavy, Fraction(0)) / len(heavy) if heavy else 1,
            "asked": asked if asked is not None else 10**12,
            "reference": reference,
        }
        found.keys = [-found.score, *(tests[rule] for rule in stage.rules)]
    return found


def slow_median(scores: list[Fraction]) -> Fraction:
    """The middle one, by taking the lowest and the highest away until one or two are left."""
    left = sorted(scores)
    while len(left) > 2:
        left = left[1:-1]
    return sum(left, Fraction(0)) / len(left)


def _state(stage: OneStage, member: str, bid: str) -> str:
    return stage.sheets[member, bid].state


def _slow_sheet(case: Case, number: int, sheet: OneSheet | None) -> Fraction | str:
    """The score of a sheet, or the letter that says why it has none."""
    if sheet is not None and sheet.state == "abstained":
        return "A"
    if sheet is None or sheet.state != "submitted":
        return "–"
    top, bottom = Fraction(0), 0
    for criterion in case.criteria:
        weight = criterion.weight(number)
        if not weight:
            continue
        points = sheet.points.get(criterion.key)
        if points is None:
            return "–"
        if not isinstance(points, str):
            top += weight * Fraction(points, criterion.maximum)
            bottom += weight
    return top / bottom if bottom else "n/a"


def _heavy(case: Case, number: int, sheet: OneSheet) -> list[Fraction]:
    """The share a sheet gives the criterion of most weight, the first of several; nothing where it is n/a there."""
    most = max(one.weight(number) or 0 for one in case.criteria)
    one = next(one for one in case.criteria if one.weight(number) == most)
    points = sheet.points[one.key]
    return [Fraction(points, one.maximum)] if isinstance(points, int) else []


# any round there could be


@st.composite
def cases(draw: st.DrawFn, *, two_stages: bool = False) -> Case:
    """A small round of any kind: few values, so that ties and near ties are frequent."""
    criteria = tuple(
        OneCriterion(
            f"k{at}",
            draw(st.sampled_from(LABELS)),
            draw(st.sampled_from((0, 1, 100, 250, 333, 1000, None))) if at else draw(st.integers(1, 1000)),
            draw(st.sampled_from((None, 0, 1, 300, 667))) if at else draw(st.integers(1, 1000)),
            draw(st.sampled_from((1, 3, 4, 5, 5, 5, 7, 97))),
        )
        for at in range(draw(st.integers(1, 4)))
    )
    members = tuple(f"m{at}" for at in range(draw(st.integers(1, 4))))
    bids = {f"b{at}": (f"R-{at}", draw(st.sampled_from((None, 100, 200)))) for at in range(draw(st.integers(1, 5)))}
    pairs = [(member, bid) for member in members for bid in bids]
    conflicts = frozenset(pair for pair in pairs if draw(st.integers(0, 7)) == 0)
    count = 2 if two_stages else 1
    stages = tuple(draw(_stages(criteria, members, bids, passes=two_stages and at == 0)) for at in range(count))
    return Case(criteria, bids, conflicts, stages)


@st.composite
def _stages(
    draw: st.DrawFn, criteria: tuple[OneCriterion, ...], members: tuple[str, ...], bids: dict[str, Any], passes: bool
) -> OneStage:
    pairs = [(member, bid) for member in members for bid in bids]
    usual = draw(st.sampled_from(("submitted", "any")))
    sheets = {pair: draw(_sheets(criteria, usual)) for pair in pairs if usual == "submitted" or draw(st.booleans())}
    return OneStage(
        members,
        draw(st.none() | st.frozensets(st.sampled_from(pairs), min_size=1)),
        sheets,
        {bid: draw(st.sampled_from((0, 500, 667, 1000))) for bid in bids if draw(st.integers(0, 4)) == 0},
        draw(st.integers(1, 3)),
        tuple(draw(st.lists(st.sampled_from(RULES), unique=True))),
        draw(st.booleans()),
        draw(st.sampled_from((1, 500, 667, 1000))) if passes else None,
    )


@st.composite
def _sheets(draw: st.DrawFn, criteria: tuple[OneCriterion, ...], usual: str) -> OneSheet:
    state = "submitted" if usual == "submitted" else draw(st.sampled_from(("draft", "submitted", "abstained")))
    points: dict[str, Points] = {}
    for one in criteria:
        kind = draw(st.sampled_from(("points", "points", "points", "n/a", "none" if usual == "any" else "n/a")))
        given = draw(st.integers(0, one.maximum))
        points[one.key] = given if kind == "points" else "n/a" if kind == "n/a" else None
    return OneSheet(state, draw(st.sampled_from(("", "yes", "no"))), points)


# put into a file


def fill(session: Session, case: Case) -> None:
    """Put a case into an empty file, its stages called stage1 and stage2, with rows besides that were put away."""
    session.add(Organisation(id="body", version=1, name="O'Neill & Llŷn =1+1", kind="Charity"))
    for place, one in enumerate(case.criteria, 1):
        row = Criterion(id=one.key, round_id=ROUND, position=place, name=one.name, guidance="", maximum=one.maximum)
        row.weight_tenths, row.is_information = one.first or 0, not one.first
        marking = CriterionMarking(criterion_id=one.key, in_first=one.first is not None, second_tenths=one.second)
        marking.comment_below = marking.comment_above = None
        session.add_all((row, marking))
    for key, (reference, asked) in case.bids.items():
        given = PLAIN | {"round_id": ROUND, "organisation_id": "body", "reference": reference, "requested_pence": asked}
        session.add(Application(id=key, **given))
    for member, bid in sorted(case.conflicts):
        session.add(_declaration(member, bid, "conflict"))
    for number, stage in enumerate(case.stages, 1):
        _fill_stage(session, case, number, stage)
    session.flush()
    session.expire_all()


def _declaration(member: str, bid: str, answer: str) -> Record:
    kind = "trustee" if answer == "conflict" else ""
    return Declaration(member_id=member, application_id=bid, answer=answer, kind=kind, detail="", declared_on=DAY)


def _fill_stage(session: Session, case: Case, number: int, stage: OneStage) -> None:
    key = f"stage{number}"
    session.add(
        ScoringStage(
            id=key,
            round_id=ROUND,
            number=number,
            sheets_due_on=None,
            least_scorers=stage.least,
            diverges_tenths=200,
            names_hidden=False,
            tie_rule=",".join(stage.rules),
            seed=1,
            pass_tenths=stage.pass_tenths,
            moderated_on=DAY if stage.is_moderated else None,
            moderated_why="Why" if stage.is_moderated else "",
            ranked_on=DAY if _is_ranked(case, number) else None,
        )
    )
    for place, member in enumerate(stage.members):
        if number == 1:
            empty = dict.fromkeys(("body", "address", "postcode", "email", "telephone", "note"), "")
            session.add(ScoringMember(id=member, reference=member, name=member, **empty))
        session.add(Seat(stage_id=key, member_id=member, position=place, declared_on=DAY, sent_on=None))
    for member, bid in sorted(stage.assigned or ()):
        session.add(Assignment(stage_id=key, member_id=member, application_id=bid))
    for (member, bid), sheet in stage.sheets.items():
        _fill_sheet(session, key, member, bid, sheet)
        _fill_sheet(session, key, member, bid, OneSheet("submitted", "yes", dict.fromkeys(sheet.points, 1)), gone=True)
    for bid, tenths in stage.agreed.items():
        session.add(AgreedScore(stage_id=key, application_id=bid, score_tenths=tenths, reason="Met", agreed_on=DAY))


def _fill_sheet(session: Session, stage: str, member: str, bid: str, sheet: OneSheet, *, gone: bool = False) -> None:
    row = ScoreSheet(
        stage_id=stage,
        member_id=member,
        application_id=bid,
        state=sheet.state,
        reason="Away" if sheet.state == "abstained" else "",
        recommends=sheet.recommends,
        comment="",
        received_on=DAY,
        archived=gone,
    )
    session.add(row)
    for criterion, points in sheet.points.items():
        given = points if isinstance(points, int) else None
        words = {"sheet_id": row.id, "criterion_id": criterion, "comment": "It's =1+1"}
        if points is not None or criterion == "k0":
            session.add(Score(points=given, is_na=points == "n/a", archived=False, **words))
        session.add(Score(points=0, is_na=False, archived=True, **words))
