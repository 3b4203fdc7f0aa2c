"""The minutes of a panel day: who was there, who left for which bid and why, and what was agreed with its reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.door import Office
from app.errors import Refused
from app.papers.blocks import Facts
from app.papers.minutes_paper import CLOSE, OPENING, compose_minutes, day_named, gather_minutes, in_course
from app.papers.preview import text_of
from app.papers.publisher import publish
from app.recommendations.minutes import MinuteLine, minutes
from app.scoring import agreeing
from db.recommendations import PanelAbsence, PanelAttendance, PanelDay, PanelItem
from db.scoring import ScoreSheet, ScoringStage
from tests.app.recommendations.recommended import Recommended
from tests.app.scoring.staged import DAY, NAMES
from tests.papers.heard import faults


class Met(Recommended):
    """A panel day for three bids: the second member conflicts with the first bid and is out of the room for it."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.conflict(1, 0)
        self.day_id = self.add(
            PanelDay(
                stage_id=self.stage_id, held_on=DAY, place="The hall", chair="Una Quill", quorum=2,
                order_rule="grouped", started_at="10:00", ended_at="12:30", note="The next day is in May.",
            )
        )  # fmt: skip
        for at, (came, left) in enumerate((("10:00", ""), ("10:05", "11:40"))):
            self.add(PanelAttendance(day_id=self.day_id, member_id=self.members[at], came_at=came, left_at=left))
        self.items = [self._item(at) for at in range(3)]
        self.add(
            PanelAbsence(
                item_id=self.items[0], member_id=self.members[1], left_at="10:10", back_at="10:25",
                why="declared an interest (trustee)",
            )
        )  # fmt: skip

    def _item(self, at: int) -> str:
        times: dict[str, Any] = {"started_at": f"10:{10 + at * 15}", "ended_at": f"10:{25 + at * 15}"}
        if at == 2:
            times = {"started_at": "", "ended_at": ""}
        note = "Ask for the accounts." if at == 1 else ""
        return self.add(
            PanelItem(day_id=self.day_id, application_id=self.bids[at], position=at + 1, note=note, **times)
        )

    def words(self, day: date = DAY) -> str:
        """What the minutes say, on one line."""
        return " ".join(text_of(self.pdf(day)).split())

    def pdf(self, day: date = DAY) -> bytes:
        """The minutes."""
        return publish(compose_minutes(self.office.read(gather_minutes, self.day_id, day=day)))


@pytest.fixture
def met(office: Office) -> Met:
    return Met(office)


def test_the_minutes_say_who_was_there_and_who_left_for_which_bid_and_why(met: Met) -> None:
    text = met.words()
    said = (
        "The quorum is two members. Two bids of three had been dealt with",
        f"{NAMES[0]} 10:00 Stayed",
        f"{NAMES[1]} 10:05 11:40",
        f"Not there: {NAMES[2]}.",
        f"{NAMES[1]} declared an interest (trustee) in DEV-1, left the room at 10:10, came back at 10:25 and took no "
        "part.",
        "DEV-1 Group 1 10:10 to 10:25",
        "DEV-3 Group 3 Not taken",
        "10:40 DEV-2: Ask for the accounts.",
        "The next day is in May.",
        "Una Quill Chair",
    )
    assert [one for one in said if one not in text] == []


def test_what_was_agreed_stands_beside_the_mean_with_its_reason(office: Office) -> None:
    met = Met(office)
    met.unrank()
    assert "DEV-2 Group 2 10:25 to 10:40 80.0 The mean stands" in met.words()
    met.office.write(
        "Agree",
        agreeing.agree,
        met.stage_id,
        met.bids[1],
        version=None,
        score=715,
        reason="The costs were read again.",
        present=(met.members[0], met.members[1]),
        day=DAY,
    )
    text = met.words()
    assert "DEV-2 Group 2 10:25 to 10:40 80.0 71.5" in text
    assert "DEV-2: 71.5 was agreed on as its score in the place of the mean of 80.0: The costs were read again." in text


def test_the_paper_says_every_line_of_the_minutes_on_the_screen_and_no_other(met: Met) -> None:
    lines = met.office.read(minutes, met.day_id)
    blocks = compose_minutes(met.office.read(gather_minutes, met.day_id, day=DAY)).blocks
    timed = [pair for one in blocks if isinstance(one, Facts) for pair in one.facts]
    assert sorted(timed) == sorted((one.at, one.text) for one in lines if one.at)
    text = met.words()
    assert [one.text for one in lines if one.text not in text] == []


def test_lines_stand_under_the_bid_that_was_talked_about_then() -> None:
    lines = [
        MinuteLine(at, item, at)
        for at, item in (
            ("10:00", ""), ("10:10", "b"), ("10:15", ""), ("10:20", "b"), ("10:25", ""), ("10:30", "a"), ("11:00", ""),
        )
    ]  # fmt: skip
    found = [(key, [one.at for one in mine]) for key, mine in in_course(lines, {"b": "10:20", "a": "10:40"})]
    assert found == [
        (OPENING, ["10:00"]),
        ("b", ["10:10", "10:15", "10:20"]),
        ("a", ["10:25", "10:30"]),
        (CLOSE, ["11:00"]),
    ]


def test_a_bid_that_is_out_since_and_one_whose_scores_are_closed_say_so(met: Met) -> None:
    met.withdraw(0)
    met.unrank()
    met.office.write("Sheet", lambda session: _without_sheet(session, met.bids[1], met.members[0]))
    text = met.words()
    assert "DEV-1 Group 1 10:10 to 10:25 No longer scored" in text
    assert "DEV-2 Group 2 10:25 to 10:40 Scores are closed" in text


def _without_sheet(session: Session, application_id: str, member_id: str) -> None:
    for one in session.query(ScoreSheet).filter_by(application_id=application_id, member_id=member_id):
        one.archived = True


def test_organisations_are_not_named_where_the_members_may_not_know_them(met: Met) -> None:
    met.set(ScoringStage, met.stage_id, names_hidden=True)
    assert "DEV-1 10:10 to 10:25" in met.words()
    assert "Group 1" not in met.words()


def test_minutes_of_a_day_that_has_not_ended_are_a_draft_and_always_sensitive(met: Met) -> None:
    document = compose_minutes(met.office.read(gather_minutes, met.day_id, day=DAY))
    assert (document.draft, document.marking) == (False, "OFFICIAL-SENSITIVE")
    met.set(PanelDay, met.day_id, ended_at="")
    assert compose_minutes(met.office.read(gather_minutes, met.day_id, day=DAY)).draft


def test_the_newest_day_up_to_a_date_is_meant(met: Met) -> None:
    assert met.office.read(day_named, met.round_id, by=DAY) == met.day_id
    with pytest.raises(Refused, match=r"has not met by 1 January 2018\. It meets on 25 June 2018\."):
        met.office.read(day_named, met.round_id, by=date(2018, 1, 1))

    def away(session: Session) -> None:
        session.get_one(PanelDay, met.day_id).archived = True

    met.office.write("Away", away)
    with pytest.raises(Refused, match="has no day for this stage yet"):
        met.office.read(day_named, met.round_id, by=DAY)


def test_they_pass_as_accessible(met: Met) -> None:
    assert faults(met.pdf()) == []
