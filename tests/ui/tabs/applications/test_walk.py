"""Every view and form of the Applications tab looked over: can it be read, heard, and reached with the keyboard?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.grants.views import VIEWS
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN
from tests.ui.tabs.applications.applying import LANTERN, Applying, applying_on
from tests.ui.test_every_page import findings
from ui.kit import theme

pytestmark = OFFSCREEN
OF_BID = (
    *("bid change", "costs", "matches", "areas", "priorities", "answers", "gates", "state withdrawn"),
    *("check new", "view new", "view came", "contact new"),
)
OF_ROUND = ("round extend", "round copy", "planner", "quick", "bid new")
OF_BODY = ("organisation change", "profile", "identifier new", "contact new", "stop new", "check new")


@pytest.fixture(params=[1.0, 2.0], ids=["100", "200"])
def walking(
    request: pytest.FixtureRequest, qapp: QApplication, asker: AnsweringAsker, invited_file: Path
) -> Iterator[Applying]:
    """The window with text of the usual size, and of twice that."""
    theme.apply(qapp, "light", float(request.param))
    with applying_on(asker, invited_file) as screen:
        yield screen


def looked_over(screen: Applying, name: str) -> list[str]:
    """What is found in what is on the screen; wrapped words take a layout or two to find their height."""
    for _ in range(4):
        screen.back_to_window()
    return [f"{name}: {finding}" for finding in findings(screen.window)]


def test_every_view_and_form_can_be_read_and_heard_and_reached_with_the_keyboard(
    walking: Applying, tmp_path: Path
) -> None:
    found: list[str] = []
    for key, words in VIEWS:
        walking.view(words)
        found += looked_over(walking, key)
    for words, forms in (("Bids of the round", OF_BID), ("Rounds", OF_ROUND), ("Organisations", OF_BODY)):
        walking.view(words)
        if words == "Organisations":
            walking.choose(LANTERN)
        for action in forms:
            walking.tab._do(action, "")
            walking.settle()
            assert walking.is_open(), action
            found += looked_over(walking, action)
            walking.click("Cancel")
    walking.tab._do("merge", "")
    found += looked_over(walking, "merge")
    walking.click("Close")
    for words in ("Rounds", "Direct awards", "Organisations"):
        walking.view(words).tab.new()
        walking.settle()
        found += looked_over(walking, f"new in {words}")
        walking.click("Cancel")
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "letter.xlsx").write_bytes(b"not a workbook")
    walking.asker.path = tmp_path / "forms"
    walking.view("Bids of the round").tab.begin("folder")
    walking.panel()
    found += looked_over(walking, "folder")
    assert found == [], "\n".join(found)
