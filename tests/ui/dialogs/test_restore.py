"""Backups: what each holds, and what would be lost, is read before anything is done; going back overwrites nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app import backups, history, organisations, people, restoring
from app.door import Office
from app.manifest import Kind
from app.presence import Presence
from app.who import Who
from db.identity import SCHEMA
from tests.conftest import Open
from tests.factories import JO, SAM, behind_the_desk
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, button, rows, seen, until
from ui.desk import Desk
from ui.dialogs.restore import NONE, RestoreDialog
from ui.kit import walk

pytestmark = OFFSCREEN
Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
MONDAY = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def back_up(path: Path, folder: Path, at: datetime, who: Who = JO, kind: Kind = "hourly") -> None:
    folder.mkdir(exist_ok=True)
    backups.make(path, who=who, at=at, kind=kind, local=folder)


def add(office: Office, *names: str) -> None:
    for name in names:
        office.write("Add an organisation", organisations.add, name=name)


@pytest.fixture
def two(path: Path, tmp_path: Path, opened: Open) -> Path:
    """An office of which Jo's backup holds one step and Sam's two; Sam has saved twice since."""
    mine, theirs = opened(path), opened(path, SAM)
    add(mine, "First Light")
    back_up(path, tmp_path / "local", MONDAY)
    add(mine, "Second <Light>")
    back_up(path, tmp_path / "local", MONDAY + timedelta(days=1), SAM, "before upgrade")
    add(theirs, "Third", "Fourth")
    for office in (mine, theirs):
        office.close()
    return path


Shown = Callable[..., RestoreDialog]


@pytest.fixture
def shown(put_up: Callable[[QWidget], None], asker: AnsweringAsker) -> Iterator[Shown]:
    """Opens the office at a desk, or only its backups, and shows the dialog."""
    desks: list[Desk] = []
    dialogs: list[RestoreDialog] = []

    def show(path: Path, *, read: bool = True, own: str = "") -> RestoreDialog:
        desks.append(Desk())
        if read:
            desks[-1].open(path)
            until(lambda: desks[-1].is_open and desks[-1].idle())
        one = RestoreDialog(desks[-1], asker, path, own=own)
        one.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        dialogs.append(one)
        put_up(one)
        settle(one)
        return one

    yield show
    for desk in desks:
        until(desk.idle)
        desk.close()
        desk.deleteLater()
    dialogs.clear()


def settle(dialog: RestoreDialog) -> None:
    """Wait until nothing is on its way and what was taken off the screen is gone."""
    for _ in range(4):
        until(dialog._desk.idle)
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def press(dialog: RestoreDialog, words: str) -> None:
    QTest.mouseClick(button(dialog, words), LEFT)
    settle(dialog)


def choose_oldest(dialog: RestoreDialog) -> None:
    dialog.list.choose(dialog.list.shown_ids()[-1])
    settle(dialog)


def organisations_in(path: Path, opened: Open) -> list[str]:
    office = opened(path)
    names = [one.name for one in office.read(organisations.organisations)]
    office.close()
    return names


def test_the_newest_is_first_and_each_says_what_would_be_lost(shown: Shown, two: Path) -> None:
    dialog = shown(two)
    assert [row[:1] + row[2:6] for row in rows(dialog.list)] == [
        ["3 November 2026", "2", "Add an organisation", "Sam", "Before upgrade"],
        ["2 November 2026", "3", "Add an organisation", "Jo", "Hourly"],
    ]
    assert "2 backups of office.opcc, the newest from" in " ".join(seen(dialog.head))


def test_the_steps_that_would_be_lost_are_named_newest_first(shown: Shown, two: Path) -> None:
    dialog = shown(two)
    choose_oldest(dialog)
    words = seen(dialog.record)
    assert "3 steps were saved since and are not in it, the newest first:" in words
    assert [one for one in words if "Add an organisation: " in one] == [
        "Sam: Add an organisation: “Fourth”.",
        "Sam: Add an organisation: “Third”.",
        "Jo: Add an organisation: “Second <Light>”.",
    ]


def test_what_a_backup_holds_is_told_with_its_sums(shown: Shown, devon_cornwall_file: Path, tmp_path: Path) -> None:
    back_up(devon_cornwall_file, tmp_path / "local", MONDAY)
    words = seen(shown(devon_cornwall_file).record)
    assert "Nothing: no step was saved since." in words
    assert words[words.index("Issued papers") + 1] == "1"
    assert words[words.index("Made by") + 1] == "Jo on DESK-1"
    assert any("Income (expected) | 8,124,765" in one for one in words)


def test_more_steps_than_can_be_read_are_counted(
    shown: Shown, two: Path, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.dialogs.restore.MOST_TOLD", 2)
    dialog = shown(two)
    choose_oldest(dialog)
    assert "And 1 more before these; History has them all." in seen(dialog.record)


def test_an_office_without_backups_offers_the_first(shown: Shown, path: Path) -> None:
    dialog = shown(path)
    assert NONE in seen(dialog)
    press(dialog, "Back up now")
    assert len(rows(dialog.list)) == 1
    assert "Backed up. It was opened and compared with the office file." in seen(dialog.record)


def test_a_backup_made_now_is_chosen_and_others_stay_as_they_are(shown: Shown, two: Path) -> None:
    dialog = shown(two)
    press(dialog, "Back up now")
    assert [row[5] for row in rows(dialog.list)] == ["Asked for", "Before upgrade", "Hourly"]
    assert dialog.list.chosen_id() == dialog.list.shown_ids()[0]


def test_a_backup_is_restored_beside_the_office_file_which_stays_as_it_is(
    shown: Shown, two: Path, asker: AnsweringAsker, opened: Open, qtbot: QtBot
) -> None:
    dialog = shown(two)
    choose_oldest(dialog)
    press(dialog, "Restore beside the office file…")
    assert asker.asked[0].endswith("everybody goes on working in it. [Restore beside it] [Cancel]")
    assert button(dialog, "Use it from now on…").hasFocus()
    with qtbot.waitSignal(dialog.looked_into) as caught:
        press(dialog, "Open it to look")
    assert organisations_in(caught.args[0], opened) == ["First Light"]
    assert organisations_in(two, opened) == ["First Light", "Fourth", "Second <Light>", "Third"]
    assert any(one.startswith("Restored beside the office file. It is office restored") for one in seen(dialog.record))


def test_nothing_is_written_where_the_person_does_not_agree(shown: Shown, two: Path, asker: AnsweringAsker) -> None:
    dialog, before = shown(two), sorted(two.parent.iterdir())
    asker.agree = False
    press(dialog, "Restore beside the office file…")
    assert sorted(two.parent.iterdir()) == before


def test_a_restored_file_takes_the_office_files_place_once_the_person_knows_what_will_happen(
    shown: Shown, two: Path, asker: AnsweringAsker, opened: Open
) -> None:
    dialog = shown(two)
    choose_oldest(dialog)
    press(dialog, "Restore beside the office file…")
    press(dialog, "Use it from now on…")
    assert "3 steps were saved since this backup and will not be in it." in asker.asked[-1]
    assert "backed up first and kept beside it as “replaced”" in asker.asked[-1]
    assert any(one.startswith("The restored file is the office file now.") for one in seen(dialog.record))
    assert [row[5] for row in rows(dialog.list)] == ["Before restore", "Before upgrade", "Hourly"]
    heard: list[Any] = []
    dialog._desk.read(heard.append, organisations.organisations)
    until(lambda: heard)
    assert [one.name for one in heard[0]] == ["First Light"]
    replaced = next(two.parent.glob("office replaced *.opcc"))
    assert organisations_in(replaced, opened) == ["First Light", "Fourth", "Second <Light>", "Third"]


def test_only_an_approver_may_let_a_restored_file_take_the_office_files_place(
    shown: Shown, two: Path, asker: AnsweringAsker, opened: Open
) -> None:
    office = opened(two)
    office.write("List", people.add, account=JO.name, name="Jo", role="approver")
    office.close()
    dialog = shown(two)
    press(dialog, "Restore beside the office file…")
    asked = len(asker.asked)
    press(dialog, "Use it from now on…")
    words = "Only an approver may do that. The approvers are listed under People and roles."
    assert any(words in one for one in seen(dialog.record))
    assert len(asker.asked) == asked


def test_while_somebody_else_is_in_the_file_keeps_its_place_and_they_are_named(
    shown: Shown, two: Path, asker: AnsweringAsker
) -> None:
    mine, theirs = Presence(two, JO, schema=SCHEMA), Presence(two, SAM, schema=SCHEMA)
    assert (mine.beat(), theirs.beat()) == (True, True)
    dialog = shown(two, own=mine.id)
    press(dialog, "Restore beside the office file…")
    asked = len(asker.asked)
    press(dialog, "Use it from now on…")
    said = "In it now: Sam (LAPTOP-2). Ask them to close it and try again; nothing was changed."
    assert f"Somebody else has the office file open. {said}" in seen(dialog.record)
    assert len(asker.asked) == asked
    theirs.leave()
    press(dialog, "Use it from now on…")
    assert len(asker.asked) == asked + 1


def test_a_drive_that_hangs_meanwhile_leaves_the_outcome_open_and_says_so(
    shown: Shown, two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.desk.STUCK_MS", 50)
    dialog, answers = shown(two), Event()

    def hang(*args: Any, **kwargs: Any) -> None:
        answers.wait(20)

    monkeypatch.setattr(restoring, "take_over", hang)
    press(dialog, "Restore beside the office file…")
    QTest.mouseClick(button(dialog, "Use it from now on…"), LEFT)
    until(lambda: dialog._taking_over)
    QTest.keyClick(dialog, Key.Key_Escape)
    assert dialog.isVisible()
    dialog._desk.read(lambda _: None, organisations.organisations)
    dialog._desk.keep_here()
    until(lambda: not dialog._taking_over)
    answers.set()
    settle(dialog)
    assert any(one.startswith("It is not known whether that was done.") for one in seen(dialog.record))


def test_a_backup_whose_bytes_have_changed_is_refused_in_words(shown: Shown, two: Path) -> None:
    dialog = shown(two)
    dialog._backups[dialog.list.chosen_id()].path.write_bytes(b"x" * dialog._backups[dialog.list.chosen_id()].size)
    press(dialog, "Restore beside the office file…")
    assert any(one.startswith("That was not done. The backup") for one in seen(dialog.record))
    assert button(dialog, "Restore beside the office file…").isEnabled()


def test_the_backups_of_a_damaged_file_can_be_read_and_brought_back(shown: Shown, two: Path, opened: Open) -> None:
    two.write_bytes(b"not an office file any more" * 400)
    dialog = shown(two, read=False)
    words = seen(dialog.record)
    assert "The office file cannot be read, so it is not known what was saved since." in words
    press(dialog, "Restore beside the office file…")
    press(dialog, "Use it from now on…")
    until(lambda: dialog._desk.is_open and dialog._desk.idle())
    assert organisations_in(two, opened) == ["First Light", "Second <Light>"]


def test_what_a_colleague_saves_meanwhile_is_counted(shown: Shown, two: Path, opened: Open) -> None:
    dialog = shown(two)
    dialog._desk.write("Add an organisation", organisations.add, name="Fifth")
    settle(dialog)
    assert [row[2] for row in rows(dialog.list)] == ["3", "4"]


def test_steps_are_counted_though_their_numbers_jump(two: Path, opened: Open) -> None:
    behind_the_desk(
        two, "UPDATE step SET seq = 1000003 WHERE seq = 4", "UPDATE change SET step_seq = 1000003 WHERE step_seq = 4"
    )
    office = opened(two)
    assert office.read(history.steps_since, [0, 1, 3, 4, 1_000_003]) == {0: 4, 1: 3, 3: 1, 4: 1, 1_000_003: 0}


def looked_over(dialog: RestoreDialog) -> list[str]:
    """What cannot be read, heard or reached."""
    settle(dialog)
    looks = (walk.clipped_text, walk.sideways_scroll, walk.unnamed_controls, walk.unreachable_by_keyboard)
    return [finding for look in looks for finding in look(dialog)]


def test_everything_can_be_read_heard_and_reached(shown: Shown, two: Path) -> None:
    assert looked_over(shown(two)) == []


def test_so_it_can_at_200_per_cent(shown: Shown, two: Path, large: None) -> None:
    assert looked_over(shown(two)) == []


def test_it_is_begun_with_the_keyboard(shown: Shown, two: Path) -> None:
    dialog = shown(two)
    assert dialog.list.grid.hasFocus()
    QTest.keyClick(dialog.list.grid, Key.Key_Down)
    settle(dialog)
    assert dialog.list.chosen_id() == dialog.list.shown_ids()[1]
    QTest.keyClick(dialog, Key.Key_Escape)
    assert not dialog.isVisible()
