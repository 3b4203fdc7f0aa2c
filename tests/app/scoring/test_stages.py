"""Stages of scoring: set up once with their members, changed until they are ranked, opened for moderation with why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.door import Office
from app.errors import Stale
from app.grants import rounds
from app.scoring import reading, stages
from app.scoring.stage_fields import STAGE, TIE_RULES, stage_values, tie_choices, tie_words
from db.scoring import OPENED, RANKED, AgreedScore, Assignment, ScoringMember
from tests.app.grants import invited
from tests.app.scoring.staged import DAY, Staged
from tests.conftest import Open
from tests.factories import SAM, refusal


def test_a_stage_is_set_up_with_its_members_in_order_and_a_seed_of_its_own(office: Office) -> None:
    s = Staged(office, sheets_due_on=DAY, names_hidden=True, pass_tenths=600, seed=None)
    assert [one.name for one in s.stage.seats] == ["Bea Ledger", "Tom Inkwell", "Ann Blotter"]
    assert (s.stage.sheets_due_on, s.stage.names_hidden, s.stage.pass_tenths) == (DAY, True, 600)
    assert (s.stage.least_scorers, s.stage.diverges, s.stage.is_opened) == (2, 200, False)
    assert s.stage.tie_rule == ("median", "criterion", "asked", "reference")
    office.undo()
    assert office.read(reading.stages, s.round_id) == []
    again = office.write("Set up", stages.set_up, s.round_id, seed=12)
    assert office.read(reading.stage, again).seed == 12


def test_what_the_form_of_a_stage_holds_saves_it_as_it_is(office: Office) -> None:
    s = Staged(office, tie_rule="criterion,reference", pass_tenths=500)
    before = s.stage
    values = stage_values(before)
    assert set(values) == {one.key for one in STAGE}
    office.write("Save", stages.change, s.stage_id, version=before.version, **values)
    after = s.stage
    assert stage_values(after) == values
    office.write("None", stages.change, s.stage_id, version=after.version, **{**values, "tie_rule": "none"})
    assert s.stage.tie_rule == ()
    assert values["tie_rule"] in {one.value for one in tie_choices(before.tie_rule)}


def test_the_tie_rule_is_told_in_words() -> None:
    assert tie_words(()) == "Equal scores share their place."
    said = tie_words([one.value for one in TIE_RULES])
    assert said == (
        "Equal scores are told apart by the higher median of its members’ scores, then by the higher mean in the"
        " criterion of most weight, then by less asked for, then by the lower reference."
    )


@pytest.mark.parametrize(
    ("given", "message", "field"),
    [
        ({"least_scorers": None}, "The number of members who must score a bid is needed.", "least_scorers"),
        ({"least_scorers": 0}, "Between 1 and 50 members must have scored a bid.", "least_scorers"),
        ({"diverges": 0}, "The range that is discussed is above 0 and at most 100.", "diverges"),
        ({"diverges": 1001}, "The range that is discussed is above 0 and at most 100.", "diverges"),
        ({"pass_tenths": 0}, "The share to go on is above 0 % and at most 100 %.", "pass_tenths"),
        ({"tie_rule": "lot"}, "“lot” is no rule by which equal scores are told apart.", "tie_rule"),
        ({"tie_rule": ("asked", "asked")}, "A rule by which equal scores are told apart comes once.", "tie_rule"),
    ],
)
def test_bad_terms_are_refused_beside_their_box(office: Office, given: Any, message: str, field: str) -> None:
    s = Staged(office)
    assert refusal(office, stages.change, s.stage_id, version=None, **given) == (message, field)
    other = invited.opened(office, reference="OTHER")
    assert refusal(office, stages.set_up, other, **given) == (message, field)


def test_a_stage_is_set_up_once_and_of_a_round_that_is_scored(office: Office) -> None:
    s = Staged(office)
    twice = ("This stage of the round has been set up already.", "number")
    assert refusal(office, stages.set_up, s.round_id) == twice
    assert refusal(office, stages.set_up, s.round_id, number=3)[1] == "number"
    bare = invited.add(office, reference="BARE")
    assert refusal(office, stages.set_up, bare) == ("This round has no criterion that is scored.", None)
    office.write("Away", rounds.archive, s.round_id)
    assert refusal(office, stages.change, s.stage_id, version=None) == (rounds.PUT_AWAY, None)


def test_a_second_stage_begins_when_the_first_is_ranked_and_lets_bids_go_on(office: Office) -> None:
    s = Staged(office)
    later = ("The second stage begins when the ranking of the first has been agreed.", "number")
    assert refusal(office, stages.set_up, s.round_id, number=2) == later
    s.rank()
    no_share = ("The first stage has no share from which a bid goes on to the second.", "number")
    assert refusal(office, stages.set_up, s.round_id, number=2) == no_share
    office.undo()
    office.write("Share", stages.change, s.stage_id, version=None, pass_tenths=600)
    s.rank()
    assert refusal(office, stages.set_up, s.round_id, number=2, pass_tenths=500)[1] == "pass_tenths"
    office.write("Second", stages.set_up, s.round_id, number=2)
    assert [one.number for one in office.read(reading.stages, s.round_id)] == [1, 2]


def test_what_was_ranked_is_not_changed(office: Office) -> None:
    s = Staged(office)
    s.rank()
    for use_case, given in (
        (stages.change, {}),
        (stages.set_seats, {"member_ids": ()}),
        (stages.open_moderation, {"reason": "Why", "day": DAY}),
        (stages.close_moderation, {"reason": "Why"}),
    ):
        assert refusal(office, use_case, s.stage_id, version=None, **given) == (RANKED, None)  # type: ignore[arg-type]  # each its own


def test_a_save_over_somebody_elses_names_them(office: Office, path: Path, opened: Open) -> None:
    s = Staged(office)
    version = s.stage.version
    opened(path, SAM).write("Fewer", stages.set_seats, s.stage_id, version=version, member_ids=s.members[:2])
    with pytest.raises(Stale, match="Sam saved this while you were typing"):
        office.write("Change", stages.change, s.stage_id, version=version)
    with pytest.raises(Stale, match="Sam saved this"):
        office.write("Open", stages.open_moderation, s.stage_id, version=version, reason="Late", day=DAY)


# members


def test_members_come_leave_and_return_in_the_order_they_are_named(office: Office) -> None:
    s = Staged(office)
    bea, tom, ann = s.members
    for given in ((ann, bea), (bea, tom, ann), (tom,), ()):
        office.write("Seats", stages.set_seats, s.stage_id, version=s.stage.version, member_ids=given)
        assert tuple(one.member_id for one in s.stage.seats) == given
    office.write("Leaves them", stages.change, s.stage_id, version=None, member_ids=None)
    assert refusal(office, stages.set_seats, s.stage_id, version=None, member_ids=(bea, bea)) == (
        "A member scores a stage once.",
        "member_ids",
    )


def test_whoever_has_a_sheet_or_bids_to_read_stays(office: Office) -> None:
    s = Staged(office)
    s.send(1, 0, 3, 3, state="draft")
    stays = ("Tom Inkwell has a score sheet at this stage already, and stays.", "member_ids")
    assert refusal(office, stages.set_seats, s.stage_id, version=None, member_ids=s.members[:1]) == stays
    s.add(Assignment(stage_id=s.stage_id, member_id=s.members[2], application_id=s.bids[0]))
    shared = refusal(office, stages.set_seats, s.stage_id, version=None, member_ids=s.members[:2])
    assert shared == (
        "The bids are shared out among the members. Have everybody read everything first.",
        "member_ids",
    )


def test_nobody_joins_who_was_put_away_or_could_see_the_scores(office: Office) -> None:
    s = Staged(office)
    empty = dict.fromkeys(("body", "address", "postcode", "email", "telephone", "note"), "")
    kit = s.add(ScoringMember(reference="M9", name="Kit Margin", archived=True, **empty))
    away = ("A member who was put away does not score. Bring them back first.", "member_ids")
    assert refusal(office, stages.set_seats, s.stage_id, version=None, member_ids=(*s.members, kit)) == away
    office.write("Two", stages.set_seats, s.stage_id, version=None, member_ids=s.members[:2])
    s.moderate()
    opened = (OPENED, "member_ids")
    assert refusal(office, stages.set_seats, s.stage_id, version=None, member_ids=s.members) == opened


def test_packs_are_marked_as_sent_to_those_who_score(office: Office) -> None:
    s = Staged(office)
    office.write("Two", stages.set_seats, s.stage_id, version=None, member_ids=s.members[:2])
    office.write("Sent", stages.mark_sent, s.stage_id, member_ids=s.members[:1], day=DAY)
    assert [one.sent_on for one in s.stage.seats] == [DAY, None]
    assert refusal(office, stages.mark_sent, s.stage_id, member_ids=s.members, day=DAY)[1] == "member_ids"
    assert refusal(office, stages.mark_sent, s.stage_id, member_ids=(), day=DAY)[1] == "member_ids"


# moderation


def test_scores_are_opened_with_a_reason_and_closed_while_nothing_is_agreed(office: Office) -> None:
    s = Staged(office)
    needs = refusal(office, stages.open_moderation, s.stage_id, version=None, reason=" ", day=DAY)
    assert needs == ("The reason is needed.", "reason")
    assert refusal(office, stages.close_moderation, s.stage_id, version=None, reason="Why") == (
        "The scores have not been opened.",
        None,
    )
    s.moderate("Ann is ill")
    assert (s.stage.is_opened, s.stage.moderated_on, s.stage.moderated_why) == (True, DAY, "Ann is ill")
    assert refusal(office, stages.open_moderation, s.stage_id, version=None, reason="Why", day=DAY) == (
        "The scores were opened on 25 June 2018.",
        None,
    )
    office.write("Close", stages.close_moderation, s.stage_id, version=s.stage.version, reason="She is well again")
    assert (s.stage.is_opened, s.stage.moderated_why) == (False, "")
    s.moderate()
    s.add(AgreedScore(stage_id=s.stage_id, application_id=s.bids[0], score_tenths=1, reason="Why", agreed_on=DAY))
    closed = refusal(office, stages.close_moderation, s.stage_id, version=None, reason="Why")
    assert closed == ("A score has been agreed on since the scores were opened, and they stay open.", None)


def test_the_rules_of_the_ranking_stay_once_the_scores_are_open(office: Office) -> None:
    s = Staged(office)
    s.moderate()
    given: dict[str, Any] = {"least_scorers": 2, "diverges": 300}
    office.write("More", stages.change, s.stage_id, version=None, **given)
    for field, value in (("least_scorers", 1), ("tie_rule", ("asked",)), ("pass_tenths", 400)):
        refused = refusal(office, stages.change, s.stage_id, version=None, **{**given, field: value})
        assert refused == ("The scores have been opened: the rules of the ranking stay as they are.", field)
