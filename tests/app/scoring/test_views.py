"""What the Scoring page lists and tells, and that nothing of a closed bid's scores is in any of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from app import search
from app.door import Office
from app.errors import Refused
from app.scoring import opened, stages, views
from app.scoring.shown import Shown
from db.scoring import ScoringStage
from tests.app.scoring.panelled import DAY, Scored

LATER = DAY.replace(month=12)
OF_SCORES = ("ranking", "progress", "member", "agenda", "conflicts", "markers", "members", "rounds")


@pytest.fixture
def made(office: Office) -> Scored:
    return Scored(office)


def view(made: Scored, key: str, **given: Any) -> views.View:
    return made.office.read(views.view, key, **{"year": 2018, "day": DAY, "round_id": made.round_id, **given})


def shown(made: Scored, key: str, row_id: str, **given: Any) -> Shown:
    found = made.office.read(
        opened.shown, key, row_id, **{"year": 2018, "day": DAY, "round_id": made.round_id, **given}
    )
    assert isinstance(found, Shown)
    return found


def words_of(one: Shown) -> str:
    """Everything that is told of a record, its history too."""
    assert one.told is not None
    return json.dumps(asdict(one.told), default=str, ensure_ascii=False)


def everybody_scores(made: Scored) -> None:
    made.send(0, 0, 1, 2, need="5", value="5")
    made.send(1, 0, 1, 2, need="3", value="3")
    made.send(2, 0, 1, 2, need="1", value="1")


def test_a_round_that_was_not_set_up_is_listed_and_has_no_view_of_scores(office: Office) -> None:
    made = Scored(office)
    made.set(ScoringStage, made.stage_id, archived=True)
    found = view(made, "ranking")
    assert found.key == "rounds"
    assert [key for key, _ in found.views] == ["members", "rounds"]
    assert [line.cells[-1] for line in found.listing.lines] == ["Not set up"]
    assert found.headline.text.startswith("3 bids of ")


def test_before_sheets_are_in_the_ranked_list_says_how_many_bids_wait(made: Scored) -> None:
    made.send(0, 0, 1)
    found = view(made, "ranking")
    assert found.headline.below.endswith(
        "3 bids wait for sheets; scores stay closed until they are in. Sheets are due on 1 July 2018."
    )
    assert {line.cells[0] for line in found.listing.lines} == {None}


@pytest.mark.parametrize("key", OF_SCORES)
def test_no_view_holds_a_score_of_a_bid_that_waits_for_a_sheet(made: Scored, key: str) -> None:
    made.send(0, 0, need="5", value="5")
    made.send(1, 0, need="2", value="2")
    found = view(made, key, member_id=made.members[2])
    told = json.dumps([line.cells for line in found.listing.lines], default=str, ensure_ascii=False)
    told += found.headline.text + found.headline.below
    for derived in ("70.0", "100.0", "40.0", "60.0", "Spread", "Strict", "Lenient"):
        assert derived not in told


@pytest.mark.parametrize("key", ["ranking", "agenda", "progress"])
def test_the_record_of_a_closed_bid_tells_whose_sheets_are_in_and_no_more(made: Scored, key: str) -> None:
    made.put({f"{made.bids[0]}:{made.need}+comment": "A clear need"}, member=0)
    made.send(0, 0, need="5", value="5")
    one = shown(made, key, made.bids[0])
    told = words_of(one)
    assert one.standing is not None
    assert not one.standing.seen
    assert one.sheets == ()
    assert "Bea Ledger" in told
    assert "A clear need" not in told
    assert "100.0" not in told
    assert "Scores stay closed until every sheet is in" in told


def test_once_every_sheet_is_in_the_record_has_everybodys_score_and_words(made: Scored) -> None:
    made.put({f"{made.bids[0]}:{made.need}+comment": "A clear need", f"{made.bids[0]}:comment": "Good reach"})
    everybody_scores(made)
    one = shown(made, "ranking", made.bids[0])
    told = words_of(one)
    for words in (
        "100.0",
        "60.0",
        "20.0",
        "20.0 to 100.0, range 80.0",
        "Good reach",
        "5: A clear need",
        "3 of 3 count",
    ):
        assert words in told


def test_the_record_of_a_sheet_is_of_one_member_alone(made: Scored) -> None:
    made.put({f"{made.bids[0]}:{made.need}+comment": "Mine alone"}, member=1)
    made.send(1, 0, need="2", value="2")
    mine = words_of(shown(made, "member", made.bids[0], member_id=made.members[0]))
    theirs = words_of(shown(made, "member", made.bids[0], member_id=made.members[1]))
    assert "Mine alone" in theirs
    assert "Mine alone" not in mine
    assert "Not begun" in mine


def test_a_conflict_takes_the_sheet_away_and_stands_in_the_record(made: Scored) -> None:
    made.conflict(0, 0)
    found = view(made, "member", member_id=made.members[0])
    assert [line.cells[-1] for line in found.listing.lines] == ["Conflict", "Not begun", "Not begun"]
    one = shown(made, "member", made.bids[0], member_id=made.members[0])
    assert one.told is not None
    assert [part.title for part in one.told.parts] == ["Conflict of interest"]


def test_progress_names_who_still_owes_a_sheet(made: Scored) -> None:
    made.send(0, 0, 1, 2)
    found = view(made, "progress")
    assert (found.headline.text, found.headline.below) == (
        "3 of 9 sheets in",
        "Still to come: Tom Inkwell, Ann Blotter.",
    )


def test_a_round_tells_that_sheets_are_late_and_who_owes_them(made: Scored) -> None:
    one = shown(made, "rounds", made.round_id, day=LATER)
    assert one.told is not None
    assert [(notice.what, notice.more) for notice in one.told.notices if notice.what == "Sheets are late."] == [
        ("Sheets are late.", "They were due on 1 July 2018: Bea Ledger, Tom Inkwell, Ann Blotter.")
    ]


def test_a_round_tells_which_bids_too_few_members_may_score(made: Scored) -> None:
    made.conflict(0, 1)
    made.conflict(1, 1)
    one = shown(made, "rounds", made.round_id)
    assert one.told is not None
    assert ("Too few may score.", "DEV-2: fewer than 2 members have no conflict.") in [
        (notice.what, notice.more) for notice in one.told.notices
    ]


def test_opening_moderation_says_when_and_why(made: Scored) -> None:
    made.send(0, 0, 1, 2)
    made.send(1, 0, 1, 2)
    made.office.write("Open scores", stages.open_moderation, made.stage_id, version=1, reason="Ann is ill", day=DAY)
    assert "Scores were opened on 25 June 2018." in view(made, "ranking").headline.below
    assert "Ann is ill" in words_of(shown(made, "rounds", made.round_id))


def test_the_record_of_a_member_has_their_conflicts_as_the_minutes_have_them(made: Scored) -> None:
    made.conflict(0, 0)
    told = words_of(shown(made, "members", made.members[0]))
    assert "Bea Ledger declared on 25 June 2018 an interest in DEV-1, Group 1: works for it." in told


def test_a_row_that_is_gone_is_said_to_be(made: Scored) -> None:
    with pytest.raises(Refused):
        shown(made, "ranking", "nothing")
    with pytest.raises(Refused):
        shown(made, "members", "nobody")


def test_members_are_found_by_name_and_lead_to_the_scoring_tab(made: Scored) -> None:
    [hit] = [one for one in made.office.read(search.search, "inkwell") if one.tab == "scoring"]
    assert (hit.kind, hit.text, hit.view, hit.row_id) == ("Member", "Tom Inkwell", "members", made.members[1])
