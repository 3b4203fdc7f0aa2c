"""What is typed in the room is never lost unasked: not by a colleague, by another key, or by a desk that ends."""

from __future__ import annotations

import threading

from PySide6.QtCore import Qt

from app.door import Office
from tests.ui.helpers import OFFSCREEN
from tests.ui.tabs.scoring.meeting import HARBOURS, LANTERNS
from tests.ui.tabs.scoring.scoring import CTRL
from tests.ui.tabs.scoring.test_room import (
    Room,
    _scored,
    alerts,
    desk,
    hurry,
    in_file,
    kept,
    sam,
    scored_file,
)

__all__ = ["_scored", "desk", "sam", "scored_file"]

pytestmark = OFFSCREEN
Key = Qt.Key


def test_what_is_typed_on_while_a_save_is_on_its_way_is_saved_by_the_step_to_the_next_bid(
    desk: Room, sam: Office
) -> None:
    desk.meets().write("For the minutes", "Two sites.")
    go_on = threading.Event()
    desk.desk.read(lambda _: None, lambda session: go_on.wait(20))
    hurry(desk, Key.Key_S, CTRL)
    desk.write("For the minutes", "Two sites, one of them new.")
    go_on.set()
    desk.settle()
    assert desk.box_in_room("For the minutes") == "Two sites, one of them new."
    assert "it is not saved" in alerts(desk)
    desk.at("10:12").step()
    assert f"10:12  {LANTERNS}: Two sites, one of them new." in in_file(sam)
    assert f"{HARBOURS} · asks" in desk.words()
    assert kept(desk) == []
