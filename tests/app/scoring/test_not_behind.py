"""Nothing reaches behind what was agreed or seen: no undo of a colleague's ground, no late rule, no points unread."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.door import Office
from app.errors import Refused, Stale
from app.grants import rounds
from app.scoring import agreeing, declaring, entering, members, opened, sheets, stages
from tests.app.scoring.panelled import DAY, Scored
from tests.factories import SAM


@pytest.fixture
def made(office: Office) -> Scored:
    return Scored(office)


@pytest.fixture
def sam(made: Scored) -> Iterator[Office]:
    """A colleague's desk at the same file."""
    other = Office(made.office.path, SAM)
    yield other
    other.close()


def everybody_scores(made: Scored) -> None:
    for member, points in enumerate(("5", "4", "1")):
        made.send(member, 0, 1, 2, need=points, value=points)


def agree_ranking(sam: Office, made: Scored) -> None:
    sam.write("Agree", stages.agree_ranking, made.stage_id, version=None, day=DAY)


def agree_score(sam: Office, made: Scored) -> None:
    sam.write(
        "Agree a score",
        agreeing.agree,
        made.stage_id,
        made.bids[0],
        version=None,
        score=600,
        reason="Content",
        present=tuple(made.members),
        day=DAY,
    )


def test_a_rule_is_not_taken_back_behind_a_ranking_a_colleague_agreed(made: Scored, sam: Office) -> None:
    mine = made.office
    mine.write("Change", stages.change, made.stage_id, version=None, least_scorers=3)
    made.office = sam  # everything else is the colleague's
    everybody_scores(made)
    agree_ranking(sam, made)
    with pytest.raises(Refused, match="The ranking has been agreed"):
        mine.undo()


def test_ones_own_agreement_of_a_ranking_can_be_taken_back(made: Scored) -> None:
    everybody_scores(made)
    made.office.write("Agree", stages.agree_ranking, made.stage_id, version=None, day=DAY)
    made.office.undo()
    with pytest.raises(Refused, match="agreed by itself"):
        made.office.redo()


def test_a_submission_is_not_taken_back_under_a_score_that_was_agreed_on(made: Scored, sam: Office) -> None:
    for member in (1, 2, 0):
        made.send(member, 0)
    agree_score(sam, made)
    with pytest.raises(Refused, match="A score has been agreed on for this bid"):
        made.office.undo()


def test_the_opening_of_scores_is_not_taken_back_under_a_score_that_was_agreed_on(made: Scored, sam: Office) -> None:
    made.send(0, 0)
    made.office.write("Open", stages.open_moderation, made.stage_id, version=None, reason="Ann is ill", day=DAY)
    agree_score(sam, made)
    with pytest.raises(Refused, match="they stay open"):
        made.office.undo()


def test_no_rule_of_the_ranking_changes_and_nobody_joins_once_a_score_may_be_seen(made: Scored) -> None:
    everybody_scores(made)
    with pytest.raises(Refused, match="rules of the ranking stay"):
        made.office.write("Change", stages.change, made.stage_id, version=None, least_scorers=3)
    late = made.office.write("Add", members.add, name="Ade Foolscap")
    with pytest.raises(Refused, match="nobody could score by themselves"):
        made.office.write("Seat", stages.set_seats, made.stage_id, member_ids=(*made.members, late), version=None)


def test_points_that_nobody_saw_are_not_submitted(made: Scored, sam: Office) -> None:
    made.put(made.full(0, "4", "4"))
    seen = made.cells()
    sam.write(
        "Scores",
        entering.put,
        made.stage_id,
        made.members[0],
        cells={**seen, f"{made.bids[0]}:{made.need}": "1"},
        was=seen,
        day=DAY,
    )
    with pytest.raises(Stale):
        made.office.write(
            "Submit", entering.put, made.stage_id, made.members[0], cells=seen, was=seen, day=DAY, submit=True
        )


def test_what_a_member_wrote_is_told_no_more_once_they_declare_a_conflict(made: Scored) -> None:
    made.put({f"{made.bids[0]}:{made.need}+comment": "My own charity is best"})
    everybody_scores(made)
    made.office.write(
        "Declare",
        declaring.set_one,
        made.stage_id,
        made.members[0],
        made.bids[0],
        answer="conflict",
        kind="trustee",
        day=DAY,
    )
    one = made.office.read(opened.shown, "ranking", made.bids[0], year=2018, day=DAY, round_id=made.round_id)
    assert one.told is not None
    assert "My own charity is best" not in str(one.told.parts)


def test_a_round_that_was_put_away_is_not_scored(made: Scored) -> None:
    made.put(made.full(0))
    made.office.write("Put away", rounds.archive, made.round_id)
    with pytest.raises(Refused, match="put away"):
        made.put(made.full(1))
    with pytest.raises(Refused, match="put away"):
        made.office.write(
            "Abstain", sheets.abstain, made.stage_id, made.members[0], made.bids[2], reason="Ill", day=DAY
        )
