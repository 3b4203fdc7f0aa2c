"""What is typed on the Applications tab is not lost: two people at one bid, what is kept on the laptop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.door import Office
from app.grants import bids, costs, reading
from app.grants.parts import ApplicationRecord
from tests.factories import SAM
from tests.ui.helpers import OFFSCREEN, seen, until
from tests.ui.tabs.applications.applying import CTRL, LANTERN, Applying

pytestmark = OFFSCREEN
Key = Qt.Key
LIGHTS = "Night lights"


def elsewhere(
    screen: Applying, use_case: Callable[..., Any], given: Callable[[ApplicationRecord], dict[str, Any]]
) -> None:
    """Sam saves a step about the bid for night lights on another machine."""
    assert screen.desk.path is not None
    office = Office(Path(screen.desk.path), SAM)
    one = next(each for each in office.read(reading.applications) if each.project == LIGHTS)
    office.write("Change elsewhere", use_case, one.id, **given(one))
    office.close()


def test_a_form_over_somebody_else_s_change_shows_both_and_keeps_what_is_chosen(desk: Applying) -> None:
    desk.bid(LIGHTS).do("Change the bid…").fill("Note", "Mine")
    elsewhere(desk, bids.change, lambda one: {"version": one.version, **bids.as_typed(one), "note": "Theirs"})
    desk.save()
    assert "Sam saved this while you were typing" in "\n".join(seen(desk.tab.wide))
    assert desk.is_open()


def test_costs_that_somebody_else_saved_first_are_never_typed_over_unasked(desk: Applying) -> None:
    desk.bid(LIGHTS).do("Costs…").put("1", "Item", "Lamps").put("1", "Costs £", "12,000")
    cells = {"1:item": "Poles", "1:amount": 9_000_00}
    elsewhere(desk, costs.set_costs, lambda _: {"costs": cells, "was": {}})
    desk.save()
    assert "Sam saved this while you were typing" in "\n".join(seen(desk.tab.wide))


def test_what_was_typed_is_kept_and_comes_back_where_it_belongs(desk: Applying) -> None:
    desk.bid(LIGHTS).do("Change the bid…").fill("Note", "Ask the board")
    QTest.qWait(700)
    desk.settle()
    one = desk.tab._shown
    assert one is not None
    assert one.application is not None
    place = {
        "tab": "applications",
        "view": "bids",
        "row": one.row_id,
        "year": 2026,
        "round": one.application.round_id,
        "action": "bid change",
        "subject": "",
    }
    desk.tab._leave_form()
    desk.view("Organisations").press(Key.Key_1, CTRL)
    desk.window.reopen(place)
    until(lambda: desk.tab.isVisible() and desk.is_open())
    desk.settle()
    assert desk.box("Note") == "Ask the board"
    assert desk.tab.bar.view.currentText() == "Bids of the round"


def test_a_paper_bid_that_was_left_half_typed_comes_back(desk: Applying) -> None:
    desk.press(Key.Key_N, CTRL).type("Ash Lane Residents").fill("Project", "Alley gates")
    QTest.qWait(700)
    desk.settle()
    desk.tab._leave_form()
    desk.settle().press(Key.Key_N, CTRL)
    assert desk.box("Organisation") == "Ash Lane Residents"
    assert desk.box("Project") == "Alley gates"


def test_somebody_else_s_bid_stands_in_the_list_while_one_looks(desk: Applying) -> None:
    desk.bid(LIGHTS)
    assert desk.desk.path is not None
    office = Office(Path(desk.desk.path), SAM)
    r = office.read(reading.rounds)[0]
    office.write("Add a bid", bids.add, round_id=r.id, organisation=LANTERN, project="Bus shelter")
    office.close()
    desk.desk.poll()
    desk.wait(lambda: "Bus shelter" in desk.column("Project"))
    assert desk.cell_here("Project") == LIGHTS
