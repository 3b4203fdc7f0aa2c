"""Two windows on one office file: who is here, what others save, a drive that goes, and what was typed meanwhile."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.backups import backups, make
from app.funds import lines
from app.presence import Presence, folder_of
from tests.factories import SAM, as_of_schema_2, ask, digest
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, Screen, button, dress, fill, screen_on, seen, until
from ui.dialogs.kept import KeptDialog
from ui.dialogs.restore import RestoreDialog
from ui.kit import state
from ui.kit.conflict import ConflictView

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
ROAD, CASS = "Road safety", "CASS Plus"
AMOUNTS = "SELECT amount_pence FROM budget_revision WHERE reason = 'Signs'"


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Light, at the usual size, with nothing remembered; whoever sits down is called Jo."""
    state.use_file(tmp_path / "person" / "desk.ini")
    monkeypatch.setenv("LOGNAME", "Jo")
    dress(qapp)
    yield
    state.use_file(None)


@pytest.fixture
def jo(devon_cornwall_file: Path) -> Iterator[Screen]:
    """Jo's window on the example, 2019/20."""
    with screen_on(AnsweringAsker(), devon_cornwall_file) as screen:
        yield screen


@pytest.fixture
def sam(jo: Screen, devon_cornwall_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    """Sam's window on the same file, opened after Jo's, with a laptop of Sam's own."""
    mine = state.file_in_use()
    state.use_file(mine.parent / "sam" / "desk.ini")
    monkeypatch.setenv("LOGNAME", "Sam")
    with screen_on(AnsweringAsker(), devon_cornwall_file) as screen:
        state.use_file(mine)
        yield screen


def sit_down_at(screen: Screen) -> Screen:
    """The keyboard is in this window now."""
    screen.window.activateWindow()
    until(screen.window.isActiveWindow)
    return screen.settle()


def type_amount(screen: Screen, pounds: str) -> Screen:
    sit_down_at(screen).choose(ROAD).change("Change the amount…")
    return screen.fill("New amount, £", pounds).fill("Reason", "Signs")


def save_amount(screen: Screen, pounds: str) -> None:
    type_amount(screen, pounds).save()


def look(screen: Screen) -> Screen:
    """What the desk does of itself every few seconds."""
    assert screen.window.neighbours is not None
    screen.window.neighbours.beat()
    screen.window.neighbours.poll()
    return screen.settle()


# who is here


def test_each_of_two_windows_says_that_the_other_person_is_here(jo: Screen, sam: Screen) -> None:
    assert look(jo).state().endswith("Sam is here too.")
    assert look(sam).state().endswith("Jo is here too.")


def test_whoever_closes_their_window_is_not_here_any_more(jo: Screen, sam: Screen) -> None:
    assert "Sam" in look(jo).state()
    sam.window.close()
    until(lambda: not list(notes_beside(jo, "Sam")))
    assert "Sam" not in look(jo).state()


def notes_beside(screen: Screen, user: str) -> Iterator[Path]:
    """What lies beside the file of this person's being here."""
    assert screen.desk.path is not None
    for note in folder_of(screen.desk.path).glob("*.json"):
        with suppress(FileNotFoundError):
            if f'"{user}"' in note.read_text("utf-8"):
                yield note


def test_a_record_somebody_else_has_open_says_who(jo: Screen, sam: Screen) -> None:
    type_amount(sam, "1")
    sit_down_at(jo).choose(ROAD).change("Change the amount…")
    assert "Sam has this open too, since " in look(jo).record()


# what others save


def test_what_sam_saves_stands_in_jos_list_and_jo_is_told(jo: Screen, sam: Screen) -> None:
    save_amount(sam, "36,000")
    look(jo)
    assert jo.cell(ROAD, "2019/20 £") == "36,000"
    assert jo.state() == "Sam saved “Change a budget” just now"


def test_jos_own_save_is_not_told_as_somebody_elses(jo: Screen) -> None:
    save_amount(jo, "36,000")
    look(jo)
    assert jo.state().startswith("Saved ")


def test_the_chosen_line_the_filter_and_the_scroll_stay_while_others_save(jo: Screen, sam: Screen) -> None:
    sit_down_at(jo).choose(CASS)
    jo.page.bar.box.setText("s")
    bar = jo.page.list.grid.verticalScrollBar()
    bar.setValue(bar.maximum())
    before = (jo.chosen(), jo.names(), bar.value())
    save_amount(sam, "36,000")
    look(jo)
    assert (jo.chosen(), jo.names(), bar.value()) == before


def test_a_half_typed_field_stays_and_the_form_says_who_changed_its_record(jo: Screen, sam: Screen) -> None:
    type_amount(jo, "45,50")
    save_amount(sam, "36,000")
    look(jo)
    assert jo.box("New amount, £") == "45,50"
    assert "Sam changed this at " in jo.record()
    assert "(“Change a budget”). Nothing you typed is lost." in jo.record()


def test_from_there_both_versions_can_be_seen_before_anything_is_saved(jo: Screen, sam: Screen) -> None:
    type_amount(jo, "45,500")
    save_amount(sam, "36,000")
    look(sit_down_at(jo))
    follow(jo, "Sam changed this")
    shown = "\n".join(seen(jo.page.record))
    assert "£45,500" in shown
    assert "£36,000" in shown
    assert len([one for one in jo.page.record.findChildren(ConflictView) if one.isVisible()]) == 1


def follow(screen: Screen, words: str) -> None:
    """Follow the link of what is said over the form, from the keyboard."""
    from ui.kit.alert import Alert, LinkLabel

    [alert] = [one for one in screen.page.record.findChildren(Alert) if one.isVisible() and words in one.words()]
    QTest.keyClick(alert.findChildren(LinkLabel)[0], Key.Key_Return)
    screen.settle()


# the drive does not answer


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Somebody holds the file and does not let go."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


def press_save(screen: Screen) -> None:
    QTest.keyClick(QApplication.focusWidget() or screen.window, Key.Key_S, Held.ControlModifier)


def test_a_save_that_waits_names_whom_it_waits_for(jo: Screen, sam: Screen, devon_cornwall_file: Path) -> None:
    sam.desk.sending.emit(True)
    sam.settle()
    look(jo)
    type_amount(jo, "45,500")
    with held(devon_cornwall_file):
        press_save(jo)
        until(lambda: jo.state().startswith("Sam (") and jo.state().endswith(") is saving. Trying again…"))
    jo.settle()
    assert jo.cell(ROAD, "2019/20 £") == "45,500"


def test_after_a_while_the_change_may_be_kept_here_and_saved_later_just_once(
    jo: Screen, devon_cornwall_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jo.desk._long.setInterval(50)
    type_amount(jo, "45,500")
    with held(devon_cornwall_file):
        press_save(jo)
        until(lambda: offered(jo) == "Keep my changes here")
        jo.click("Keep my changes here", jo.window.top)
    jo.desk.look_whether_it_answers()
    until(lambda: not jo.desk.is_away)
    jo.settle()
    assert "kept on this laptop" in jo.record()
    assert ask(devon_cornwall_file, AMOUNTS) == []
    assert offered(jo) == "1 kept here…"
    sit_down_at(jo).choose(CASS)
    assert jo.asker.asked == []
    jo.click("1 kept here…", jo.window.top)
    jo.click("Save now", kept_dialog(jo))
    assert ask(devon_cornwall_file, AMOUNTS) == [(4_550_000,)]
    until(lambda: offered(jo) == "")


def test_a_dialog_in_front_of_the_window_offers_the_same(
    jo: Screen, devon_cornwall_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jo.desk._long.setInterval(50)
    jo.window.show_details()
    [dialog] = jo.settle().dialogs()
    fill(dialog, "Office", "Devon")
    with held(devon_cornwall_file):
        press_save(jo)
        until(lambda: any("Keep my changes here" in words for words in seen(dialog)))
        QTest.keyClick(QApplication.focusWidget() or dialog, Key.Key_L, Held.ControlModifier)
        until(lambda: "You stopped waiting." in " ".join(seen(dialog)))
    assert not any("Keep my changes here" in words for words in seen(jo.settle().dialogs()[0]))


@pytest.mark.parametrize("wide", [1366, 900])
def test_ctrl_l_opens_what_is_kept_and_no_warning_is_cut(jo: Screen, wide: int) -> None:
    jo.window.resize(wide, 700)
    top = jo.window.top
    top.set_office("Office of the Police and Crime Commissioner for Devon, Cornwall and the Isles of Scilly")
    top.set_state("The shared drive does not answer. Your changes are kept on this laptop.", "history", "bad")
    top.set_offer("Keep my changes here")
    jo.settle()
    assert not top.state.is_elided()
    jo.press(Key.Key_L, Held.ControlModifier)
    assert [type(one) for one in jo.dialogs()] == [KeptDialog]


def offered(screen: Screen) -> str:
    """What the button beside the state of the file says."""
    return screen.window.top.offer.text() if screen.window.top.offer.isVisible() else ""


def kept_dialog(screen: Screen) -> KeptDialog:
    [dialog] = [one for one in screen.dialogs() if isinstance(one, KeptDialog)]
    return dialog


@contextmanager
def gone(screen: Screen, path: Path) -> Iterator[None]:
    """The drive is gone: the folder of the file cannot be reached."""
    assert screen.desk._office is not None
    screen.desk._office.patience = 0.3
    away = path.parent.with_name("not there")
    path.parent.rename(away)
    yield
    away.rename(path.parent)


def test_a_drive_that_goes_and_comes_back_loses_nothing_typed(jo: Screen, devon_cornwall_file: Path) -> None:
    type_amount(jo, "45,500")
    with gone(jo, devon_cornwall_file):
        jo.save()
        assert "The shared drive does not answer. Nothing was changed; what you typed is kept" in jo.record()
        assert jo.box("New amount, £") == "£45,500"
        jo.window.refresh()
        until(lambda: jo.desk.is_away)
        assert jo.state() == "The shared drive does not answer. Your changes are kept on this laptop."
        assert jo.names() != []
    jo.desk.look_whether_it_answers()
    until(lambda: not jo.desk.is_away)
    jo.settle().save()
    assert ask(devon_cornwall_file, AMOUNTS) == [(4_550_000,)]
    assert offered(jo) == ""


def test_a_call_that_hangs_in_the_drive_is_left_hanging_and_its_save_is_looked_up_later(
    jo: Screen, devon_cornwall_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    go_on = threading.Event()
    jo.desk._long.setInterval(50)
    jo.desk._stuck.setInterval(100)
    jo.desk.read(lambda _: None, lambda session: go_on.wait(20))
    type_amount_while_it_hangs(jo)
    until(lambda: offered(jo) == "Keep my changes here")
    jo.window.sharing._on_taken()  # type: ignore[union-attr]
    until(lambda: jo.desk.is_away)
    assert jo.names() != []
    go_on.set()
    jo.desk.look_whether_it_answers()
    until(lambda: not jo.desk.is_away)
    jo.settle()
    assert ask(devon_cornwall_file, "SELECT count(*) FROM step WHERE name = 'Rename'") == [(0,)]
    assert [one.name for one in jo.desk.outbox.kept] == ["Rename"]


def type_amount_while_it_hangs(screen: Screen) -> None:
    line = next(one for one in screen.page.list.shown().lines if one.cells[0] == ROAD)
    screen.desk.write("Rename", lines.archive, line.id, version=None)


STUCK = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import Screen, dress
from ui.kit import state
app = QApplication([])
state.use_file(Path(sys.argv[2]))
dress(app)
screen = Screen(AnsweringAsker())
screen.open(Path(sys.argv[1]))
screen.desk.read(lambda _: None, lambda session: time.sleep(60))
screen.window.close()
"""


def test_a_window_is_closed_though_a_call_hangs_in_the_drive(devon_cornwall_file: Path, tmp_path: Path) -> None:
    began = time.monotonic()
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    ended = subprocess.run(
        [sys.executable, "-c", STUCK, str(devon_cornwall_file), str(tmp_path / "desk.ini")],
        capture_output=True,
        check=False,
        timeout=60,
        env={**environment, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert ended.returncode == 0, ended.stderr
    assert time.monotonic() - began < 30


def test_details_for_it_are_copied_without_a_name_or_a_folder(jo: Screen, devon_cornwall_file: Path) -> None:
    jo.press(Key.Key_F1)
    jo.click("Copy details for IT")
    until(lambda: button(jo.dialogs()[0], "Copied"))
    copied = QApplication.clipboard().text()
    assert "Journal mode: persist, synchronous: full" in copied.lower().replace("journal", "Journal")
    assert "Jo" not in copied.replace("Journal", "")
    assert str(devon_cornwall_file.parent) not in copied
    assert ask(devon_cornwall_file, "SELECT count(*) FROM step WHERE name = 'Look at the file'") == [(0,)]


# after a crash

TYPING = """
import os, sqlite3, sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import Screen, dress
from ui.kit import state
app = QApplication([])
state.use_file(Path(sys.argv[2]))
dress(app)
screen = Screen(AnsweringAsker())
screen.open(Path(sys.argv[1]))
screen.choose("Road safety").change("Change the amount…")
screen.fill("New amount, £", "45,500").fill("Reason", "Sig")
deadline = time.monotonic() + 20
while time.monotonic() < deadline:
    app.processEvents()
    time.sleep(0.01)
    held = sqlite3.connect(state.folder() / "desk.sqlite").execute("SELECT typed FROM draft").fetchall()
    if held and "Sig" in held[0][0]:
        print("kept", flush=True)
        os.kill(os.getpid(), 9)
"""


def test_what_was_typed_comes_back_after_the_desk_was_killed(devon_cornwall_file: Path, tmp_path: Path) -> None:
    mine = tmp_path / "person" / "desk.ini"
    ended = subprocess.run(
        [sys.executable, "-c", TYPING, str(devon_cornwall_file), str(mine)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert (ended.stdout, ended.returncode) == ("kept\n", -signal.SIGKILL)
    with screen_on(AnsweringAsker(), devon_cornwall_file) as screen:
        until(lambda: offered(screen) == "1 kept here…")
        screen.click("1 kept here…", screen.window.top)
        screen.click("Open", kept_dialog(screen))
        until(screen.page.is_editing)
        screen.settle()
        assert (screen.box("New amount, £"), screen.box("Reason")) == ("£45,500", "Sig")
        assert "and it is not saved." in screen.record()
        sit_down_at(screen).fill("Reason", "Signs").save()
    assert ask(devon_cornwall_file, AMOUNTS) == [(4_550_000,)]


# a file that is not as it should be


@pytest.fixture
def bare() -> Iterator[Screen]:
    """A window with no office in it."""
    with screen_on(AnsweringAsker()) as screen:
        yield screen


def test_an_older_file_is_brought_up_to_date_only_after_a_question_and_backed_up_first(
    bare: Screen, devon_cornwall_file: Path
) -> None:
    bare.open(as_of_schema_2(devon_cornwall_file))
    [asked] = bare.asker.asked
    assert "was made by an older desk. Bringing it up to date backs it up first" in asked
    assert "Nobody else is in it now." in asked
    until(lambda: bare.window.funds is not None)
    assert bare.settle().names() != []
    assert [one.kind for one in backups(devon_cornwall_file)] == ["before upgrade"]


def test_an_older_file_says_who_is_in_and_is_left_alone_where_the_person_says_no(
    bare: Screen, devon_cornwall_file: Path
) -> None:
    Presence(devon_cornwall_file, SAM, schema=2).beat()
    bare.asker.agree = False
    before = digest(as_of_schema_2(devon_cornwall_file))
    bare.open(devon_cornwall_file)
    assert "Sam is here too." in bare.asker.asked[0]
    assert digest(devon_cornwall_file) == before


def test_an_older_file_that_somebody_is_in_is_not_brought_up_to_date(bare: Screen, devon_cornwall_file: Path) -> None:
    Presence(devon_cornwall_file, SAM, schema=2).beat()
    before = digest(as_of_schema_2(devon_cornwall_file))
    bare.open(devon_cornwall_file)
    assert "In it now: Sam (LAPTOP-2). Ask them to close it" in bare.asker.told[0]
    assert digest(devon_cornwall_file) == before


def test_a_damaged_file_with_backups_leads_to_them(bare: Screen, devon_cornwall_file: Path, tmp_path: Path) -> None:
    make(devon_cornwall_file, who=SAM, at=datetime.now(UTC), kind="asked for", local=tmp_path)
    os.truncate(devon_cornwall_file, devon_cornwall_file.stat().st_size - 5_000)
    devon_cornwall_file.with_name(f"{devon_cornwall_file.name}-journal").unlink(missing_ok=True)
    bare.open(devon_cornwall_file)
    assert "There is 1 backup of it beside it." in bare.asker.asked[0]
    until(lambda: [one for one in bare.dialogs() if isinstance(one, RestoreDialog)])
    bare.settle()


def test_an_older_copy_that_came_back_can_be_looked_at_and_is_used_only_when_the_person_says_so(
    devon_cornwall_file: Path, tmp_path: Path
) -> None:
    shutil.copyfile(devon_cornwall_file, tmp_path / "older.opcc")
    with screen_on(AnsweringAsker(), devon_cornwall_file) as screen:
        save_amount(screen, "45,500")
        look(screen)
    (tmp_path / "older.opcc").replace(devon_cornwall_file)
    with screen_on(AnsweringAsker(agree=False), devon_cornwall_file) as screen:
        assert "is an older or different copy: its last change is of " in screen.asker.asked[0]
        assert screen.desk.read_only
        screen.asker.agree = True
        screen.window.open(devon_cornwall_file)
        until(lambda: not screen.desk.read_only)
        screen.settle()


def test_a_file_in_a_cloud_folder_can_be_looked_at_and_not_saved(devon_cornwall_file: Path, tmp_path: Path) -> None:
    cloud = tmp_path / "OneDrive - Anytown Council"
    cloud.mkdir()
    path = Path(shutil.copyfile(devon_cornwall_file, cloud / "office.opcc"))
    with screen_on(AnsweringAsker(), path) as screen:
        assert "lies in a folder that OneDrive copies" in screen.asker.told[0]
        assert screen.desk.read_only
        assert screen.names() != []


def test_the_office_file_is_moved_with_a_note_left_in_its_old_place(jo: Screen, devon_cornwall_file: Path) -> None:
    new = devon_cornwall_file.parent / "new place"
    new.mkdir()
    jo.asker.path = new / "office.opcc"
    jo.menu(jo.window.top.office.text(), "Move the office file…")
    until(lambda: jo.desk.path == new / "office.opcc" and jo.desk.idle())
    assert jo.settle().names() != []
    with screen_on(AnsweringAsker(), devon_cornwall_file) as other:
        assert f"moved it to {new / 'office.opcc'} on " in other.asker.told[0]
    save_amount(jo, "45,500")
    assert ask(new / "office.opcc", AMOUNTS) == [(4_550_000,)]
