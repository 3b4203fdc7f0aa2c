"""Every view and form of the Scoring tab looked over: can it be read, heard, and reached with the keyboard?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.scoring.views import VIEWS
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN
from tests.ui.tabs.applications.applying import HARBOUR, LANTERN
from tests.ui.tabs.scoring.scoring import BEA, KIT, TOM, Scoring, scoring_on
from tests.ui.tabs.scoring.test_road import everybody_scores, set_up
from tests.ui.test_every_page import findings
from ui.kit import theme

pytestmark = OFFSCREEN


@pytest.fixture(params=[1.0, 2.0], ids=["100", "200"])
def walking(
    request: pytest.FixtureRequest, qapp: QApplication, asker: AnsweringAsker, ready_file: Path
) -> Iterator[Scoring]:
    """The window with text of the usual size, and of twice that."""
    theme.apply(qapp, "light", float(request.param))
    with scoring_on(asker, ready_file) as screen:
        yield screen


def looked_over(screen: Scoring, name: str) -> list[str]:
    """What is found in what is on the screen; wrapped words take a layout or two to find their height."""
    for _ in range(4):
        screen.back_to_window()
    return [f"{name}: {finding}" for finding in findings(screen.window)]


def formed(screen: Scoring, *actions: str) -> list[str]:
    """What is found in the forms of these actions on the record that is shown."""
    found: list[str] = []
    for action in actions:
        screen.tab._do(action, "")
        screen.settle()
        assert screen.here.is_editing(), action
        found += looked_over(screen, action)
        screen.click("Cancel")
    return found


def seat_of(screen: Scoring, name: str) -> str:
    """The id of a member, as the record that is shown has it."""
    one = screen.tab._shown
    assert one is not None
    return next(each.id for each in one.members if each.name == name)


def test_every_view_and_form_can_be_read_and_heard_and_reached_with_the_keyboard(walking: Scoring) -> None:
    found = looked_over(walking, "nothing set up")
    found += formed(walking, "stage new", "scheme", "anchors")
    set_up(walking)
    walking.tab._do("stage change", "")
    walking.settle().fill("Members who must score a bid", "2").save()
    found += formed(walking, "stage change", "share", "sent", "moderate", f"declare {seat_of(walking, BEA)}")
    everybody_scores(walking)
    for key, words in VIEWS:
        walking.view(words)
        found += looked_over(walking, key)
    walking.view("Ranked list").bid(HARBOUR)
    found += formed(walking, "agree")
    walking.view("One member's sheets").choose_member(TOM).bid(LANTERN)
    found += formed(walking, "sheet reopen", "declaration", "abstain")
    walking.choose_member(KIT).bid(LANTERN)
    found += formed(walking, "declaration", "declaration withdraw")
    walking.view("Members")
    found += formed(walking, "member change", "member new")
    assert found == [], "\n".join(found)
