"""The example taken from its ranked list to a signed decision and to letters given out, by keyboard, in the window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Self

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.decisions import reading
from app.door import Office
from app.recommendations import reading as recommended
from app.scoring.reading import stages
from tests.factories import SAM
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, action_called, button, fill, until
from tests.ui.tabs.scoring.deciding import ADVICE, Deciding, answers, sheet_called, sit_down
from tests.ui.tabs.scoring.outcomes import Outcomes
from ui.tabs.scoring.letterreader import LetterReader
from ui.tabs.scoring.page import ScoringPage

pytestmark = OFFSCREEN
Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
THAT_DAY = date(2026, 6, 30)
TITLE = "Grants of CSDF-2026 Community Safety Development Fund 2026"
NO_REASON = ("Specimenford Boxing Collective", "Fictionwick Mentoring Community Interest Company")
"""The two bids that score too little to have anything, and are declined by the line without a reason."""
APPROVERS = (
    ("Dot Docket", "Police, Fire and Crime Commissioner", "Police, Fire and Crime Commissioner"),
    ("Wat Writ", "Monitoring officer", "Chief Executive"),
    ("Tal Tally", "Chief finance officer", "Treasurer"),
)


class Road(Deciding, Outcomes):
    """One window on the whole road, its menus opened and gone through by keys."""

    def menu(self, words: str, item: str) -> Self:
        at = button(self.window, words)
        at.setFocus()
        QTest.keyClick(at, Key.Key_Space)
        until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        action = action_called(menu, item)
        for _ in menu.actions():
            if menu.activeAction() is not action:
                QTest.keyClick(menu, Key.Key_Down)
        assert menu.activeAction() is action, item
        QTest.keyClick(menu, Key.Key_Return)
        return self.back_to_window()


@pytest.fixture
def road(dressed: None, asker: AnsweringAsker, essex_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Road]:
    """Jo's window on the example, on the day after its panel met."""
    monkeypatch.setattr(ScoringPage, "today", staticmethod(lambda: THAT_DAY))
    sit_down(monkeypatch, "Jo")
    screen = Road(asker)
    screen.open(essex_file)
    yield screen.go()
    screen.close()


def test_the_example_is_taken_from_its_ranked_list_to_a_signed_decision_and_letters_given_out(
    road: Road, essex_file: Path, tmp_path: Path
) -> None:
    rank(road)
    recommend(road)
    commit(road)
    write_and_put_forward(road, essex_file)
    approve_on_paper_and_sign(road, tmp_path)
    give_letters_out(road)
    in_file(essex_file)


def rank(road: Road) -> None:
    """The last sheets will not come: the scores are opened, and the ranking is agreed."""
    road.view("Ranked list").more("Open the scores for moderation…")
    road.fill("Reason", "Two sheets will not come.").save()
    assert not road.is_open(), road.refusals()
    road.more("Agree the ranking")
    assert "£80,000 to give, 28 bids ask £400,000; the line falls after number 6" in road.headline()


def recommend(road: Road) -> None:
    """What follows from the line is drafted, and the two that it declines have their reasons."""
    road.view("What is recommended").more("Draft from the cut line")
    for organisation in NO_REASON:
        road.bid(organisation).open_line()
        road.fill("Reason in words", "It scored less than the round asks for.").save()
        assert not road.here.is_editing(), road.refusals()
    assert "Nothing stands in the way of deciding." in road.headline()


def commit(road: Road) -> None:
    """All of it is looked at on one page, and committed."""
    road.tab.list.setFocus()
    road.press(Key.Key_N, CTRL)
    assert road.is_reviewing()
    assert road.alerts() == []
    road.save()
    assert not road.is_reviewing()
    assert road.tab._key == "decisions"
    assert TITLE in road.record()


def write_and_put_forward(road: Road, path: Path) -> None:
    """What only a person can say is written, form by form, until it is complete."""
    road.follow("The decision is not complete.").fill_all(
        {"Lead officer": "Jo Lamp", "Post of the lead officer": "Head of Commissioning", "Background": "n/a"}
    ).save()
    road.follow("Advice is missing.").fill_all(ADVICE).save()
    road.follow("Interests are open.").tick("Interests are confirmed").save()
    while any(one.startswith("The options") for one in road.notices()):
        road.follow("The options are not complete.").fill("Why, or why not", "It is the ranking.").save()
        assert not road.is_open(), road.refusals()
    road.follow("Implications are not answered.").fill_all(answers(sheet_called(path, TITLE))).save()
    assert road.notices() == ["It is complete. Put it to approval"]
    road.follow("It is complete.")
    assert (road.cell(TITLE, "State"), road.cell(TITLE, "Approved")) == ("For approval", "0 of 3")


def approve_on_paper_and_sign(road: Road, tmp_path: Path) -> None:
    """Three people have signed the paper; its scan is kept with the decision, and the decision has its number."""
    scan = tmp_path / "Signed sheet.pdf"
    scan.write_bytes(b"%PDF-1.7 signed")
    road.asker.path = scan
    road.do("Attach a signed paper…")
    for name, role, post in APPROVERS:
        road.do("Record a signed paper…").pick("As", role).fill_all({"Name": name, "Post": post}).save()
        assert not road.is_open(), road.refusals()
    assert road.primary() == "Sign it…"
    road.do("Sign it")
    assert road.cell(TITLE, "State") == "Signed"
    assert road.cell(TITLE, "Number") == "PFCC 001/2026"
    assert "28, of which 0 have been read and 0 given out" in road.record()


def give_letters_out(road: Road) -> None:
    """Every letter is looked at, and then given out."""
    road.do("Show the letters")
    assert road.column("State").count("To read") == 28
    road.tab.list.setFocus()
    road.press(Key.Key_N, CTRL)
    (here,) = (one for one in road.tab.findChildren(LetterReader) if one.isVisible())
    for _ in range(27):
        road.press(Key.Key_Down)
    fill(here, "Read by", "Jo Lamp")
    road.press(Key.Key_S, CTRL).press(Key.Key_Escape)
    road.bid(NO_REASON[0]).more("All letters of this decision were given out…").save()
    road.press(Key.Key_Escape)
    assert set(road.column("State")) == {"Given out"}


def in_file(path: Path) -> None:
    """What another desk finds: sums tie, and every bid has its letter."""
    office = Office(path, SAM)
    sheet = next(one for one in office.read(reading.sheets) if one.title == TITLE)
    of = office.read(stages, sheet.round_id)[-1]
    given = [one.given for one in office.read(recommended.recommendations, stage_id=of.id)]
    assert sheet.given == sum(given) == sum(one.given for one in sheet.awards) == 82_550_00
    assert [one.name for one in sheet.approvals] == [one[0] for one in APPROVERS]
    assert (sheet.number, len(sheet.awards)) == (1, 28)
    sent = office.read(reading.letters, sheet_id=sheet.id)
    assert len(sent) == 28
    assert all(one.sent_on == THAT_DAY and one.digest for one in sent)
    office.close()
