"""A form that is kept as it is typed: brought back, saved once, and never silent about what somebody else changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app import door, organisations
from app.door import Office
from app.drafts import Draft
from app.errors import FileTrouble
from tests.factories import SAM, add_organisation, ask
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, Screen, button, click_line, fill, find, on_its_way, screen_on, seen, until
from ui.dialogs.kept import KeptDialog
from ui.dialogs.registers import BY_USE_CASE, DetailsDialog, Register
from ui.kit.conflict import ConflictView

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
NAMES = "SELECT name FROM organisation WHERE archived = 0 ORDER BY name"
NAME = "Organisation"
STEPS = "SELECT name FROM step WHERE user <> 'Sam' ORDER BY seq"


@pytest.fixture
def sam(path: Path) -> Iterator[Office]:
    """Sam's desk, on another laptop; the office has one organisation."""
    made = Office(path, SAM)
    add_organisation(made, "First Light")
    yield made
    made.close()


@pytest.fixture
def screen(sam: Office, path: Path, asker: AnsweringAsker) -> Iterator[Screen]:
    """A window on the same office."""
    with screen_on(asker, path) as one:
        yield one


def organisations_of(screen: Screen) -> Register:
    """The register of organisations."""
    register = BY_USE_CASE["organisation_register"](screen.desk, screen.asker, screen.window)
    register.open()
    in_front(screen, register)
    return register


def in_front(screen: Screen, dialog: QDialog) -> None:
    screen.settle()
    dialog.activateWindow()
    until(dialog.isActiveWindow)


def leave(screen: Screen, dialog: QDialog) -> None:
    """Close it, and wait till it is off the screen."""
    dialog.reject()
    screen.settle()


def pause(screen: Screen, dialog: Register | DetailsDialog) -> None:
    """The person pauses for long enough that what they typed is kept."""
    form = dialog.form if isinstance(dialog, DetailsDialog) else dialog._form
    assert form is not None
    timer = [one for one in form.findChildren(type(screen.desk._slow)) if one.isSingleShot() and one.isActive()]
    for one in timer:
        one.setInterval(0)
    until(lambda: not any(one.isActive() for one in timer))
    screen.settle()


def kept(screen: Screen) -> list[tuple[str, str]]:
    """What is kept on this laptop: the name typed, and how far it is."""
    screen.settle().desk.outbox.read()
    screen.settle()
    return [(one.typed.get("name", ""), one.state) for one in screen.desk.outbox.kept]


def type_name(screen: Screen, dialog: Register | DetailsDialog, name: str, label: str = NAME) -> None:
    fill(dialog, label, name)
    pause(screen, dialog)


def leave_typed(screen: Screen, name: str = "Second Light") -> None:
    """A name typed into the organisation's form, and the desk ended without a word, as by a crash."""
    register = organisations_of(screen)
    type_name(screen, register, name)
    register.deleteLater()
    screen.settle()
    assert kept(screen) == [(name, "typed")]


def rename(sam: Office, name: str, **given: Any) -> None:
    [one] = sam.read(organisations.organisations)
    values = {"name": name, "kind": one.kind, "aliases": "", **given}
    sam.write("Change an organisation", organisations.change, one.id, version=one.version, **values)


def words(dialog: QWidget) -> str:
    return "\n".join(seen(dialog))


def press_save(dialog: QDialog) -> None:
    """Press Save without waiting for how it ends."""
    QTest.keyClick(find(dialog, QWidget, NAME), Key.Key_S, Held.ControlModifier)


def save(screen: Screen, dialog: QDialog) -> None:
    press_save(dialog)
    screen.settle()


# kept as it is typed, and brought back


def test_what_was_typed_into_a_register_comes_back_in_its_form_with_when_it_was_typed(screen: Screen) -> None:
    leave_typed(screen)
    register = organisations_of(screen)
    assert find(register, QWidget, NAME).property("text") == "Second Light"
    assert "and it is not saved." in words(register)


def test_what_was_brought_back_and_only_looked_at_stays_as_it_was_kept(screen: Screen) -> None:
    leave_typed(screen)
    [before] = screen.desk.outbox.kept
    register = organisations_of(screen)
    pause(screen, register)
    leave(screen, register)
    assert screen.asker.asked == []
    assert kept(screen) == [("Second Light", "typed")]
    assert screen.desk.outbox.kept == [before]


def test_what_was_brought_back_can_be_gone_on_with_and_saved_and_then_is_kept_no_more(
    screen: Screen, path: Path
) -> None:
    leave_typed(screen)
    register = organisations_of(screen)
    type_name(screen, register, "Third Light")
    save(screen, register)
    assert ask(path, NAMES) == [("Third Light",)]
    assert kept(screen) == []


def test_what_was_brought_back_can_be_thrown_away(screen: Screen) -> None:
    leave_typed(screen)
    register = organisations_of(screen)
    follow(screen, register, "and it is not saved.")
    assert find(register, QWidget, NAME).property("text") == "First Light"
    assert kept(screen) == []


def follow(screen: Screen, dialog: QWidget, said: str) -> None:
    """Follow the link of what is said over the form, from the keyboard."""
    from ui.kit.alert import Alert, LinkLabel

    [alert] = [one for one in dialog.findChildren(Alert) if one.isVisible() and said in one.words()]
    QTest.keyClick(alert.findChildren(LinkLabel)[0], Key.Key_Return)
    screen.settle()


def test_what_is_typed_and_taken_back_is_kept_no_more(screen: Screen) -> None:
    register = organisations_of(screen)
    type_name(screen, register, "Second Light")
    type_name(screen, register, "First Light")
    register.deleteLater()
    assert kept(screen) == []


def test_leaving_without_saving_is_asked_for_and_forgets_what_was_typed(screen: Screen) -> None:
    register = organisations_of(screen)
    type_name(screen, register, "Second Light")
    leave(screen, register)
    assert len(screen.asker.asked) == 1
    assert kept(screen) == []


def test_brought_back_over_a_record_changed_meanwhile_both_versions_are_shown(
    screen: Screen, sam: Office, path: Path
) -> None:
    leave_typed(screen)
    rename(sam, "Bright Light")
    register = organisations_of(screen)
    view = the_conflict(register)
    shown = words(view)
    assert all(name in shown for name in ("First Light", "Second Light", "Bright Light", "Theirs (Sam, "))
    assert ask(path, NAMES) == [("Bright Light",)]
    choose_mine(screen, view)
    assert ask(path, NAMES) == [("Second Light",)]
    assert kept(screen) == []


def the_conflict(dialog: QWidget) -> ConflictView:
    [view] = [one for one in dialog.findChildren(ConflictView) if one.isVisible()]
    return view


def choose_mine(screen: Screen, view: ConflictView) -> None:
    for row in view.rows.values():
        row.mine.setChecked(True)
    QTest.mouseClick(view.save_button, Qt.MouseButton.LeftButton)
    screen.settle()


def test_what_somebody_else_changed_in_another_field_is_ticked_as_theirs(
    screen: Screen, sam: Office, path: Path
) -> None:
    leave_typed(screen)
    rename(sam, "First Light", kind="Charity")
    register = organisations_of(screen)
    QTest.mouseClick(the_conflict(register).save_button, Qt.MouseButton.LeftButton)
    screen.settle()
    assert ask(path, "SELECT name, kind FROM organisation") == [("Second Light", "Charity")]


# the kept list leads back to the form


def open_kept(screen: Screen) -> None:
    """Open the one thing that is kept, out of the list of what is kept."""
    assert screen.window.sharing is not None
    screen.window.sharing.show_kept()
    [dialog] = [one for one in screen.dialogs() if isinstance(one, KeptDialog)]
    in_front(screen, dialog)
    QTest.mouseClick(button(dialog, "Open"), Qt.MouseButton.LeftButton)
    screen.settle()


def test_the_kept_list_opens_the_register_at_its_row(screen: Screen, sam: Office) -> None:
    leave_typed(screen)
    add_organisation(sam, "Another")
    open_kept(screen)
    [register] = [one for one in screen.dialogs() if isinstance(one, Register)]
    assert [find(register, QWidget, NAME).property("text")] == ["Second Light"]


def test_the_kept_list_opens_the_form_of_a_new_row(screen: Screen) -> None:
    register = new_organisation(screen, "Fresh Light")
    pause(screen, register)
    register.deleteLater()
    assert kept(screen) == [("Fresh Light", "typed")]
    open_kept(screen)
    [register] = [one for one in screen.dialogs() if isinstance(one, Register)]
    assert find(register, QWidget, NAME).property("text") == "Fresh Light"


def test_the_kept_list_opens_the_offices_details(screen: Screen) -> None:
    screen.window.show_details()
    screen.settle()
    [dialog] = [one for one in screen.dialogs() if isinstance(one, DetailsDialog)]
    type_name(screen, dialog, "Anytown", "Office")
    dialog.deleteLater()
    assert kept(screen) == [("Anytown", "typed")]
    open_kept(screen)
    [dialog] = [one for one in screen.dialogs() if isinstance(one, DetailsDialog)]
    assert find(dialog, QWidget, "Office").property("text") == "Anytown"


def test_where_the_record_was_put_away_it_is_said_and_what_was_typed_stays(screen: Screen, sam: Office) -> None:
    leave_typed(screen)
    [one] = sam.read(organisations.organisations)
    sam.write("Archive", organisations.archive, one.id, version=one.version)
    open_kept(screen)
    assert "put away or taken back meanwhile. What you typed stays" in screen.asker.told[0]
    assert kept(screen) == [("Second Light", "typed")]


def test_a_press_of_a_button_has_no_form_to_open_and_says_so(screen: Screen) -> None:
    screen.desk.outbox.type(Draft("one", "", "Archive an organisation"))
    screen.desk.outbox.leave_form(["one"])
    screen.settle()
    open_kept(screen)
    assert screen.asker.told == [
        "Kept on this laptop: This was one press of a button, without a form to open. Save it as it is, or discard it."
    ]


# typed on while a save is on its way


def test_what_is_typed_on_while_the_save_arrives_is_kept_and_can_be_gone_on_with(screen: Screen, path: Path) -> None:
    register = organisations_of(screen)
    fill(register, NAME, "Second Light")
    with on_its_way(screen):
        press_save(register)
        QTest.keyClicks(find(register, QWidget, NAME), " House")
    assert ask(path, NAMES) == [("Second Light",)]
    view = the_conflict(register)  # because the name it gave up is by now among those it is also known as
    QTest.mouseClick(view.save_button, Qt.MouseButton.LeftButton)
    screen.settle()
    assert ask(path, NAMES) == [("Second Light House",)]
    assert kept(screen) == []


def test_what_is_typed_on_while_the_save_is_refused_stands_in_the_form_and_is_kept(screen: Screen, sam: Office) -> None:
    add_organisation(sam, "Bright Light")
    register = organisations_of(screen)
    click_line(register.list, "First Light")
    screen.settle()
    fill(register, NAME, "Bright Light")
    with on_its_way(screen):
        press_save(register)
        QTest.keyClicks(find(register, QWidget, NAME), " House")
    assert "There is already an organisation with this name." in words(register)
    pause(screen, register)
    register.deleteLater()
    assert kept(screen) == [("Bright Light House", "typed")]


def test_a_form_that_is_refused_and_still_open_is_not_listed_as_kept(screen: Screen) -> None:
    register = organisations_of(screen)
    fill(register, NAME, " ")
    save(screen, register)
    assert kept(screen) == []


# nobody knows whether a save arrived


@contextmanager
def cut_off(screen: Screen, monkeypatch: pytest.MonkeyPatch, *, after: bool) -> Iterator[None]:
    """The drive goes while a save is on its way, `after` it arrived or before, and stays away for the moment."""
    mine = screen.desk._office
    assert mine is not None
    asked = mine.arrived

    class Cut(Session):
        def commit(self) -> None:
            if after:
                super().commit()
            raise OperationalError("", None, sqlite3.OperationalError("disk I/O error"))

    def nobody_answers(op_id: str) -> int | None:
        raise FileTrouble("The office file does not answer.")

    mine.patience = 0.0
    monkeypatch.setattr(door, "Session", Cut)
    monkeypatch.setattr(mine, "arrived", nobody_answers)
    yield
    screen.settle()
    monkeypatch.setattr(door, "Session", Session)
    monkeypatch.setattr(mine, "arrived", asked)
    mine.patience = 30.0
    assert screen.desk.is_away


def comes_back(screen: Screen) -> None:
    screen.desk.look_whether_it_answers()
    until(lambda: not screen.desk.is_away)
    screen.settle()


def new_organisation(screen: Screen, name: str) -> Register:
    register = organisations_of(screen)
    QTest.mouseClick(button(register, "New organisation"), Qt.MouseButton.LeftButton)
    screen.settle()
    fill(register, NAME, name)
    return register


def test_a_save_of_unknown_outcome_that_arrived_closes_its_form_as_saved(
    screen: Screen, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = new_organisation(screen, "Second Light")
    with cut_off(screen, monkeypatch, after=True):
        press_save(register)
    assert "Whether the save arrived is looked up as soon as it answers" in words(register)
    comes_back(screen)
    assert ask(path, NAMES) == [("First Light",), ("Second Light",)]
    assert kept(screen) == []
    assert "Whether the save arrived" not in words(register)


def test_a_save_of_unknown_outcome_that_did_not_arrive_says_so_and_is_saved_once_when_pressed_again(
    screen: Screen, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = new_organisation(screen, "Second Light")
    with cut_off(screen, monkeypatch, after=False):
        press_save(register)
    comes_back(screen)
    assert "It did not arrive" in words(register)
    assert kept(screen) == [("Second Light", "kept")]
    save(screen, register)
    assert ask(path, NAMES) == [("First Light",), ("Second Light",)]
    assert kept(screen) == []


def test_an_addition_is_not_made_twice_by_saving_again_what_did_arrive(
    screen: Screen, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = new_organisation(screen, "Second Light")
    with cut_off(screen, monkeypatch, after=True):
        press_save(register)
    save(screen, register)
    assert ask(path, STEPS) == [("Add an organisation",)]


def test_typed_on_after_a_save_that_did_arrive_after_all_nothing_is_added_a_second_time_unasked(
    screen: Screen, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = new_organisation(screen, "Second Light")
    with cut_off(screen, monkeypatch, after=True):
        press_save(register)
    type_name(screen, register, "Second Light House")
    comes_back(screen)
    assert "What you saved before has arrived after all." in words(register)
    save(screen, register)
    assert "Nothing was saved a second time" in words(register)
    assert ask(path, STEPS) == [("Add an organisation",)]
    register.deleteLater()
    assert kept(screen) == [("Second Light House", "typed")]


def test_typed_on_after_a_change_that_did_arrive_the_earlier_save_is_called_ones_own(
    screen: Screen, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = organisations_of(screen)
    fill(register, NAME, "Second Light")
    with cut_off(screen, monkeypatch, after=True):
        press_save(register)
    type_name(screen, register, "Third Light")
    comes_back(screen)
    save(screen, register)
    view = the_conflict(register)
    assert "Theirs (You, " in words(view)
    choose_mine(screen, view)
    assert ask(path, NAMES) == [("Third Light",)]
    assert kept(screen) == []


def test_typed_on_after_a_save_that_did_not_arrive_one_draft_is_kept_and_not_two(
    screen: Screen, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = new_organisation(screen, "Second Light")
    with cut_off(screen, monkeypatch, after=False):
        press_save(register)
    type_name(screen, register, "Third Light")
    comes_back(screen)
    save(screen, register)
    assert ask(path, NAMES) == [("First Light",), ("Third Light",)]
    assert kept(screen) == []


def test_a_kept_draft_that_is_typed_on_takes_another_name_so_that_the_first_is_never_taken_for_it(
    screen: Screen, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = new_organisation(screen, "Second Light")
    with cut_off(screen, monkeypatch, after=False):
        press_save(register)
    comes_back(screen)
    register.deleteLater()
    assert kept(screen) == [("Second Light", "kept")]
    [lost] = screen.desk.outbox.kept
    register = new_organisation(screen, "Second Light House")
    pause(screen, register)
    register.deleteLater()
    assert kept(screen) == [("Second Light House", "typed")]
    assert screen.desk.outbox.kept[0].op_id != lost.op_id


def test_a_form_saved_while_the_drive_is_away_is_kept_and_left_without_a_question(screen: Screen, path: Path) -> None:
    register = organisations_of(screen)
    office_, screen.desk._office = screen.desk._office, None
    fill(register, NAME, "Second Light")
    save(screen, register)
    assert "The shared drive does not answer. Nothing was changed; what you typed is kept" in words(register)
    leave(screen, register)
    assert screen.asker.asked == []
    assert kept(screen) == [("Second Light", "kept")]
    screen.desk._office = office_


def test_what_was_brought_back_and_typed_on_is_never_taken_for_a_save_that_arrived_under_its_name(
    screen: Screen, path: Path, sam: Office
) -> None:
    register = new_organisation(screen, "Second Light")
    pause(screen, register)
    register.deleteLater()
    assert kept(screen) == [("Second Light", "typed")]
    [draft] = screen.desk.outbox.kept
    sam.save(draft.op_id, "Add an organisation", organisations.add, name="Second Light")
    register = new_organisation(screen, "Third Light")
    save(screen, register)
    assert "Nothing was saved a second time" in words(register)
    assert ask(path, NAMES) == [("First Light",), ("Second Light",)]
    register.deleteLater()
    assert kept(screen) == [("Third Light", "typed")]
