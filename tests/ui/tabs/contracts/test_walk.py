"""Every view and form of the Contracts tab looked over: can it be read, heard, and reached with the keyboard?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.contracts.views import VIEWS
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN
from tests.ui.tabs.contracts.contracting import HELPLINE, Contracting, contracting_on
from tests.ui.test_every_page import findings
from ui.kit import theme

pytestmark = OFFSCREEN
OF_VIEW = ("new", "bands", "threshold new")
OF_ROW = (
    *("change", "publish", "option new", "break new", "variation new", "shares", "years", "partner", "agree 2019"),
    *("condition new", "sub new", "review 2018:4", "indicator new", "action new", "notice new"),
)
WITH_SUBJECT = ("option take", "option decline", "option change")


@pytest.fixture(params=[1.0, 2.0], ids=["100", "200"])
def walking(
    request: pytest.FixtureRequest, qapp: QApplication, asker: AnsweringAsker, register_file: Path
) -> Iterator[Contracting]:
    """The window with text of the usual size, and of twice that."""
    theme.apply(qapp, "light", float(request.param))
    with contracting_on(asker, register_file) as screen:
        yield screen


def looked_over(screen: Contracting, name: str) -> list[str]:
    """What is found in what is on the screen; wrapped words take a layout or two to find their height."""
    for _ in range(4):
        screen.back_to_window()
    return [f"{name}: {finding}" for finding in findings(screen.window)]


def test_every_view_and_form_can_be_read_and_heard_and_reached_with_the_keyboard(walking: Contracting) -> None:
    found: list[str] = []
    for key, words in VIEWS:
        walking.view(words)
        found += looked_over(walking, key)
    walking.view("Running, by end date").choose(HELPLINE)
    shown = walking.tab._shown
    assert shown is not None
    assert shown.contract is not None
    option = shown.contract.options[0].id
    for action in (*OF_ROW, *(f"{each} {option}" for each in WITH_SUBJECT)):
        walking.tab._do(action, "")
        walking.settle()
        assert walking.is_open(), action
        found += looked_over(walking, action)
        walking.click("Cancel")
    for action in OF_VIEW:
        walking.tab.start(action)
        walking.settle()
        found += looked_over(walking, action)
        walking.click("Cancel")
    assert found == []
