"""What every record has alike: its notices, its sections, its one button."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from app.listing import Column, Line, Listing
from app.told import Notice, Part, Told, facts
from tests.ui.conftest import PutUp
from tests.ui.helpers import OFFSCREEN, find, rows, seen
from ui.kit.alert import LinkLabel
from ui.kit.parts import SmallTable
from ui.kit.sections import actions, show_told
from ui.kit.split import Record

pytestmark = OFFSCREEN
TABLE = Listing(
    "Decided",
    (Column("what", "Decided"), Column("sum", "£", "pence")),
    (Line("a", ("Kept", 100)), Line("b", ("Gone", 50))),
)
TOLD = Told(
    "West <b>",
    "Partnership",
    (facts("About", ("Area", "Westshire")), Part("Decided", table=TABLE, totalled=True, opens="treatment")),
    (Notice("£30 to settle.", "It is over the limit.", "Settle it", "settle"),),
)


def test_what_is_told_is_read_in_its_order_and_does_what_it_offers(put_up: PutUp) -> None:
    did: list[tuple[str, Any]] = []
    record = Record("Chosen record")
    show_told(record, TOLD, lambda action, subject: did.append((action, subject)))
    put_up(record)
    assert seen(record)[:2] == ["West <b>", "Partnership"]
    table = find(record, SmallTable, "Decided")
    assert rows(table)[-1] == ["Total", "1.50"]
    label = record.findChild(LinkLabel)
    assert label is not None
    QTest.keyClick(label, Qt.Key.Key_Return)
    table.opened.emit("b")
    table.opened.emit("total")
    assert did == [("settle", ""), ("treatment", "b")]


def test_one_action_is_a_button_and_several_are_its_menu_without_loose_rules() -> None:
    did: list[str] = []
    one = actions("Change", [("", ""), ("Give it a share…", "new"), ("", "")], "", lambda action, _: did.append(action))
    assert one is not None
    assert one.text() == "Give it a share…"
    one.click()
    assert did == ["new"]
    two = actions("Change", [("", ""), ("Up", "up"), ("", ""), ("", ""), ("Down", "down")], "", lambda *_: None)
    assert two is not None
    menu = two.menu()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["Up", "", "Down"]
    assert two.text() == "Change…"
    assert actions("Change", [("", "")], "", lambda *_: None) is None
