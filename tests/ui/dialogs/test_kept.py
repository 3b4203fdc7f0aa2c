"""Kept on this laptop: what was typed and not saved is found again, read, saved, opened, or thrown away knowingly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app import organisations
from app.coding import Call
from app.drafts import Draft
from app.errors import Refused
from app.fields import Field
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, button, cell, click_line, name_of, rows, seen
from ui.dialogs.kept import NONE, KeptDialog
from ui.kit import walk

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton
NOON = datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0)
CALL = Call(organisations.add, (), {"name": "First Light"})
FAILED = Draft(
    "failed",
    "form",
    "Change a budget",
    "ISVA <services>",
    typed={"amount": "£1,200", "reason": "Agreed in a letter"},
    base={"amount": 100_000, "reason": "Agreed in a letter"},
    call=CALL,
    at=NOON,
    state="kept",
    why="The shared drive did not answer.",
)
SENT = Draft("sent", "", "Archive an organisation", call=CALL, at=NOON - timedelta(minutes=5), state="sent")
TYPED = Draft(
    "typed", "form", "Add a fund", "New fund", typed={"name": "Victims"}, at=datetime(2020, 2, 3, 9, 5).astimezone()
)

Shown = Callable[..., KeptDialog]


@pytest.fixture
def shown(put_up: Callable[[QWidget], None], asker: AnsweringAsker) -> Iterator[Shown]:
    """Shows the dialog with these drafts, all three unless told."""
    every: list[KeptDialog] = []

    def show(*drafts: Draft, locked: str = "", fields: tuple[Field, ...] = ()) -> KeptDialog:
        one = KeptDialog(drafts or (TYPED, SENT, FAILED), asker, locked=locked, fields_of=lambda _: fields)
        one.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        every.append(one)
        put_up(one)
        return one

    yield show
    every.clear()


def chosen(dialog: KeptDialog) -> str:
    return name_of(dialog.list, dialog.list.chosen_id())


def choose(dialog: KeptDialog, name: str) -> None:
    click_line(dialog.list, name)
    settle()


def settle() -> None:
    """Let what was taken off the screen go, and what took its place come."""
    for _ in range(4):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_the_newest_is_first_and_chosen_and_each_says_what_when_and_how_it_stands(shown: Shown) -> None:
    dialog = shown()
    assert [(row[0], row[1], row[3]) for row in rows(dialog.list)] == [
        ("ISVA <services>", "Change a budget", "Not saved"),
        ("Archive an organisation", "Archive an organisation", "Being checked"),
        ("New fund", "Add a fund", "Not sent yet"),
    ]
    assert cell(dialog.list, "ISVA <services>", "Typed") == "today 12:00"
    assert cell(dialog.list, "New fund", "Typed") == "3 February 2020 09:05"
    assert chosen(dialog) == "ISVA <services>"
    assert "3 things you typed are not in the office file" in seen(dialog.head)


def test_what_was_typed_is_read_beside_what_it_was_and_why_it_is_still_here(shown: Shown) -> None:
    words = seen(shown(fields=(Field("amount", "Budget for the year", "amount"),)).record)
    assert "Budget for the year" in words
    assert "£1,200 (was £1,000)" in words
    assert "One other box was left as it was." in words
    told = "The shared drive did not answer. Nothing is lost: it stays here until you save or discard it."
    assert f"This is not in the office file. {told}" in words


def test_one_press_of_a_button_has_no_boxes(shown: Shown) -> None:
    dialog = shown(SENT)
    assert "This step has no boxes: it was one press of a button." in seen(dialog.record)
    assert "One thing you typed is not in the office file" in seen(dialog.head)
    assert not dialog.bar.isVisible()


def test_it_is_saved_once_however_often_it_is_pressed(shown: Shown, qtbot: QtBot) -> None:
    dialog = shown()
    with qtbot.waitSignal(dialog.saving) as caught:
        QTest.mouseClick(button(dialog, "Save now"), LEFT)
    assert caught.args == [FAILED]
    with qtbot.assertNotEmitted(dialog.saving):
        QTest.mouseClick(button(dialog, "Saving…"), LEFT)
        choose(dialog, "New fund")
        choose(dialog, "ISVA <services>")
        QTest.mouseClick(button(dialog, "Saving…"), LEFT)


def test_once_saved_it_is_gone_and_the_next_is_chosen(shown: Shown) -> None:
    dialog = shown()
    dialog.show_drafts([SENT, TYPED])
    settle()
    assert chosen(dialog) == "Archive an organisation"
    dialog.show_drafts([])
    settle()
    assert seen(dialog) == [NONE]


def test_a_refusal_is_read_where_it_was_tried_and_it_can_be_tried_again(shown: Shown) -> None:
    dialog = shown()
    QTest.mouseClick(button(dialog, "Save now"), LEFT)
    dialog.show_refusal("failed", Refused("There is already a line with this name."))
    settle()
    assert "It was not saved. There is already a line with this name." in seen(dialog.record)
    assert button(dialog, "Save now").isEnabled()


def test_what_only_its_form_can_save_is_opened(shown: Shown, qtbot: QtBot) -> None:
    dialog = shown(TYPED)
    assert "Save now" not in seen(dialog)
    with qtbot.waitSignal(dialog.opened) as caught:
        QTest.mouseClick(button(dialog, "Open"), LEFT)
    assert caught.args == [TYPED]


def test_throwing_away_is_asked_first_and_says_what_that_means(
    shown: Shown, asker: AnsweringAsker, qtbot: QtBot
) -> None:
    dialog = shown(SENT)
    asker.agree = False
    with qtbot.assertNotEmitted(dialog.discarded):
        QTest.mouseClick(button(dialog, "Discard…"), LEFT)
    assert asker.asked[0].endswith(
        "is nowhere else. It cannot be brought back. If it did arrive in the office file, it stays there. "
        "[Discard it] [Keep it]"
    )
    asker.agree = True
    with qtbot.waitSignal(dialog.discarded) as caught:
        QTest.mouseClick(button(dialog, "Discard…"), LEFT)
    assert caught.args == [SENT]


def test_what_cannot_be_saved_just_now_says_why_and_can_still_be_opened(shown: Shown) -> None:
    dialog = shown(locked="This file is read-only for you.")
    assert button(dialog, "Save now").accessibleDescription() == "This file is read-only for you."
    assert not button(dialog, "Save now").isEnabled()
    assert button(dialog, "Open").isEnabled()


def test_it_is_done_with_the_keyboard_alone(shown: Shown, qtbot: QtBot) -> None:
    dialog = shown()
    assert dialog.list.grid.hasFocus()
    QTest.keyClick(dialog.list.grid, Key.Key_Down)
    settle()
    assert chosen(dialog) == "Archive an organisation"
    button(dialog, "Save now").setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(dialog.saving) as caught:
        QTest.keyClick(button(dialog, "Save now"), Key.Key_Space)
    assert caught.args == [SENT]


def looked_over(dialog: KeptDialog) -> list[str]:
    """What cannot be read, heard or reached."""
    settle()
    looks = (walk.clipped_text, walk.sideways_scroll, walk.unnamed_controls, walk.unreachable_by_keyboard)
    return [finding for look in looks for finding in look(dialog)]


def test_everything_can_be_read_heard_and_reached(shown: Shown) -> None:
    assert looked_over(shown()) == []


def test_so_it_can_at_200_per_cent(shown: Shown, large: None) -> None:
    assert looked_over(shown()) == []
