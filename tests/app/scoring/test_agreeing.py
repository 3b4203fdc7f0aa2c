"""Agreed scores: with the reason and who was present, in the place of the mean, what each member gave kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.door import Office
from app.errors import Stale
from app.scoring import agreeing, reading, stages
from app.scoring.parts import AgreedRecord
from db.scoring import RANKED, AgreedPresent, AgreedScore, Score
from tests.app.scoring.staged import DAY, Staged
from tests.conftest import Open
from tests.factories import SAM, refusal


def agree(s: Staged, bid: int, score: int = 740, *, office: Office | None = None, **given: Any) -> str:
    whole: dict[str, Any] = {"version": None, "reason": "Tom is content", "present": s.members[:2], "day": DAY} | given
    return (office or s.office).write("Agree", agreeing.agree, s.stage_id, s.bids[bid], score=score, **whole)


def agreed(s: Staged) -> list[AgreedRecord]:
    return s.office.read(reading.agreed, s.stage_id)


def test_a_score_is_agreed_on_with_its_reason_and_who_was_present(office: Office) -> None:
    s = Staged(office)
    s.send_all(0, 5, 4, 1)
    agree(s, 0)
    (one,) = agreed(s)
    assert (one.application_id, one.score, one.reason, one.agreed_on) == (s.bids[0], 740, "Tom is content", DAY)
    assert set(one.present) == set(s.members[:2])
    points = office.read(lambda session: list(session.scalars(select(Score.points).where(Score.archived.is_(False)))))
    assert sorted(filter(None, points)) == [1, 1, 4, 4, 5, 5]
    office.undo()
    assert agreed(s) == []


def test_a_later_agreement_takes_the_place_of_the_first_which_is_kept(office: Office) -> None:
    s = Staged(office)
    s.send_all(0, 5, 4, 1)
    agree(s, 0)
    (first,) = agreed(s)
    agree(s, 0, 760, version=first.version, present=s.members)
    (second,) = agreed(s)
    assert (second.score, len(second.present)) == (760, 3)
    kept = office.read(lambda session: session.get_one(AgreedScore, first.id).score_tenths)
    there = select(AgreedPresent.id).where(AgreedPresent.agreed_id == first.id)
    assert kept == 740
    assert len(office.read(lambda session: list(session.scalars(there)))) == 2


def test_nothing_is_agreed_on_while_sheets_are_to_come_unless_the_scores_were_opened(office: Office) -> None:
    s = Staged(office)
    s.send_all(0, 5, 4)
    given: dict[str, Any] = {"version": None, "score": 700, "reason": "Why", "present": s.members, "day": DAY}
    assert refusal(office, agreeing.agree, s.stage_id, s.bids[0], **given) == (agreeing.CLOSED, None)
    s.moderate()
    agree(s, 0)
    assert [one.score for one in agreed(s)] == [740]


@pytest.mark.parametrize(
    ("given", "message", "field"),
    [
        ({"score": None}, "The agreed score is needed.", "score"),
        ({"score": 1001}, "A score is between 0 and 100.", "score"),
        ({"score": -1}, "A score is between 0 and 100.", "score"),
        ({"reason": " "}, "The reason is needed.", "reason"),
        ({"present": ()}, "Say who was present.", "present"),
        ({"present": ("nobody",)}, "Only those who score this stage agree on a score.", "present"),
        ({"day": None}, "The day is needed.", "day"),
    ],
)
def test_what_is_missing_is_refused_beside_its_box(office: Office, given: Any, message: str, field: str) -> None:
    s = Staged(office)
    s.send_all(0, 5, 4, 1)
    whole = {"version": None, "score": 700, "reason": "Why", "present": s.members, "day": DAY} | given
    assert refusal(office, agreeing.agree, s.stage_id, s.bids[0], **whole) == (message, field)


def test_a_member_with_a_conflict_is_not_in_the_room(office: Office) -> None:
    s = Staged(office)
    s.conflict(1, 0)
    s.send(0, 0, 5, 5)
    s.send(2, 0, 1, 1)
    room = office.read(agreeing.may_be_present, s.stage_id, s.bids[0])
    assert room == (s.members[0], s.members[2])
    given: dict[str, Any] = {"version": None, "score": 700, "reason": "Why", "day": DAY}
    leaves = refusal(office, agreeing.agree, s.stage_id, s.bids[0], present=s.members, **given)
    assert leaves == ("Tom Inkwell has a conflict of interest in DEV-1 and leaves the room.", "present")
    agree(s, 0, present=room)


def test_two_officers_do_not_agree_over_each_other(office: Office, path: Path, opened: Open) -> None:
    s = Staged(office)
    s.send_all(0, 5, 4, 1)
    agree(s, 0, office=opened(path, SAM))
    with pytest.raises(Stale, match="Sam saved this while you were typing"):
        agree(s, 0, 500)
    (one,) = agreed(s)
    with pytest.raises(Stale, match="Sam saved this while you were typing"):
        agree(s, 0, 500, version=one.version + 1)
    office.write("Back", agreeing.withdraw, s.stage_id, s.bids[0], version=one.version, reason="Not so")
    given: dict[str, Any] = {"score": 700, "reason": "Why", "present": s.members, "day": DAY}
    gone = refusal(office, agreeing.agree, s.stage_id, s.bids[0], version=one.version, **given)
    assert gone == ("The score agreed on before was withdrawn meanwhile. Look again, and save again.", "score")


def test_an_agreed_score_is_withdrawn_with_a_reason(office: Office) -> None:
    s = Staged(office)
    s.send_all(0, 5, 4, 1)
    none = refusal(office, agreeing.withdraw, s.stage_id, s.bids[0], version=None, reason="Why")
    assert none == ("No score has been agreed on for this bid.", None)
    agree(s, 0)
    (one,) = agreed(s)
    needs = refusal(office, agreeing.withdraw, s.stage_id, s.bids[0], version=one.version, reason="")
    assert needs == ("The reason is needed.", "reason")
    office.write("Back", agreeing.withdraw, s.stage_id, s.bids[0], version=one.version, reason="Wrong bid")
    assert agreed(s) == []


def test_a_ranked_stage_and_a_foreign_bid_are_refused(office: Office) -> None:
    s = Staged(office)
    given: dict[str, Any] = {"version": None, "score": 700, "reason": "Why", "present": s.members, "day": DAY}
    foreign = refusal(office, agreeing.agree, s.stage_id, "gone", **given)
    assert foreign == ("This bid is not scored at this stage.", None)
    for bid in range(3):
        s.send_all(bid, 5, 4, 1)
    agree(s, 0)
    office.write("Rank", stages.agree_ranking, s.stage_id, version=None, day=DAY)
    assert refusal(office, agreeing.agree, s.stage_id, s.bids[1], **given) == (RANKED, None)
    assert refusal(office, agreeing.withdraw, s.stage_id, s.bids[0], version=None, reason="Why") == (RANKED, None)
