"""A newer desk in the releases folder: the line at the foot of the window, what leads on from it, and Help."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.policy import Managed, Setter, Setting, Way
from app.who import VERSION
from tests.factories import behind_the_desk
from tests.releases import Releases
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, Screen, button, dress, screen_on, seen, until
from ui import updates, window
from ui.desk import Desk
from ui.kit import state
from ui.kit.notice import Notice

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
NEWER = "99.0.0"
INSTALLER = f"commissioning-desk-{NEWER}-setup.exe"
Open = Callable[..., Screen]


@pytest.fixture(scope="module", autouse=True)
def _read_in(_made: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> None:
    """Everything is imported before root's rights are put down: nobody may look where Python is installed."""
    folder = tmp_path_factory.mktemp("read in")
    state.use_file(folder / "desk.ini")
    dress(qapp)
    office = Path(shutil.copyfile(_made("devon-cornwall"), folder / "office.opcc"))
    with screen_on(AnsweringAsker(), office) as screen:
        screen.press(Key.Key_F1)
    from ui.dialogs import update  # noqa: F401

    state.use_file(None)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Light, with nothing remembered, in a home that also somebody without root's rights may write."""
    home = open_folder / "home"
    home.mkdir()
    home.chmod(0o777)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr(window, "UPDATES_AFTER_MS", 0)
    state.use_file(home / "desk.ini")
    dress(qapp)
    yield
    state.use_file(None)


@pytest.fixture
def releases(open_folder: Path) -> Iterator[Releases]:
    """A releases folder as IT would make it."""
    made = Releases(open_folder / "share" / "releases")
    yield made
    made.unlock()


@pytest.fixture
def opened(asker: AnsweringAsker, releases: Releases) -> Iterator[Open]:
    """Opens a window of a desk that IT has told of the releases folder."""
    every: list[Screen] = []

    def open_window(way: Way = "person", path: Path | None = None, *, off: bool = False) -> Screen:
        desk = Desk()
        place = Setting(releases.folder, Setter.MACHINE_POLICY)
        desk.managed = Managed(update_path=place, way=way, no_update_check=off)
        every.append(Screen(asker, desk=desk))
        return every[-1] if path is None else every[-1].open(path)

    yield open_window
    for screen in every:
        screen.close()


def line(screen: Screen) -> str:
    """What the line at the foot of the window says; nothing while there is none."""
    return next((one.words() for one in screen.window.findChildren(Notice) if one.isVisible()), "")


def looked(screen: Screen) -> Screen:
    """Wait until the releases folder was looked into."""
    until(lambda: not any("Not looked for yet" in value for _, value in screen.window.updates.facts()))
    return screen.settle()


def fact(screen: Screen, label: str) -> str:
    """What Help says beside a label."""
    screen.press(Key.Key_F1)
    words = seen(screen.dialogs()[-1])
    screen.dialogs()[-1].close()
    screen.back_to_window()
    return words[words.index(label) + 1].replace("\N{ZERO WIDTH SPACE}", "")


def test_a_newer_desk_is_told_in_one_line_and_the_state_of_the_file_stays_as_it_is(
    opened: Open, releases: Releases, as_nobody: Callable[[], None], open_folder: Path, devon_cornwall_file: Path
) -> None:
    office = Path(shutil.copyfile(devon_cornwall_file, open_folder / "home" / "office.opcc"))
    office.chmod(0o666)
    releases.put(NEWER, schema=99)
    releases.lock()
    as_nobody()
    screen = looked(opened(path=office))
    assert line(screen) == (
        "Version 99.0.0 of 3 December 2026 is ready. Everyone must have it before the office file is upgraded. "
        f"{releases.notes}"
    )
    assert screen.state().startswith("Opened ")


def test_one_that_asks_nothing_of_the_others_does_not_say_so(
    opened: Open, releases: Releases, as_nobody: Callable[[], None]
) -> None:
    releases.put(NEWER)
    releases.lock()
    as_nobody()
    assert line(looked(opened())) == f"Version 99.0.0 of 3 December 2026 is ready. {releases.notes}"


def test_the_installer_is_saved_checked_and_left_to_the_person(
    opened: Open, releases: Releases, as_nobody: Callable[[], None], open_folder: Path
) -> None:
    file = releases.put(NEWER)
    releases.lock()
    as_nobody()
    screen = looked(opened()).click("Read more")
    dialog = screen.dialogs()[-1]
    assert seen(dialog)[:2] == ["Version 99.0.0", f"3 December 2026. This desk is version {VERSION}."]
    screen.click("Save the installer", dialog)
    copy = open_folder / "home" / "Downloads" / INSTALLER
    until(lambda: any("Saved and checked." in words for words in seen(dialog)))
    assert copy.read_bytes() == file.read_bytes()
    told = next(words for words in seen(dialog) if "Saved and checked." in words)
    assert told.replace("\N{ZERO WIDTH SPACE}", "") == (
        f"Saved and checked. It lies in {copy}. Close the desk, then start it yourself."
    )
    assert screen.asker.shown == []
    screen.click("Show the folder", dialog)
    assert screen.asker.shown == [copy.parent]


def test_a_file_that_was_changed_since_it_was_offered_is_not_saved(
    opened: Open, releases: Releases, as_nobody: Callable[[], None], open_folder: Path
) -> None:
    file = releases.put(NEWER)
    releases.lock()
    as_nobody()
    screen = looked(opened()).click("Read more")
    swapped(file)
    dialog = screen.dialogs()[-1]
    screen.click("Save the installer", dialog)
    until(lambda: any("Not saved." in words for words in seen(dialog)))
    assert any("is not what current.json says, or changed while it was copied" in words for words in seen(dialog))
    assert list((open_folder / "home" / "Downloads").iterdir()) == []
    assert button(dialog, "Save the installer").isEnabled()


def swapped(file: Path) -> None:
    """What somebody at the server may do: other bytes of the same number."""
    nobody = os.geteuid()
    if os.getuid() == 0:
        os.seteuid(0)
    file.chmod(0o644)
    file.write_bytes(b"y" * file.stat().st_size)
    file.chmod(0o444)
    os.seteuid(nobody)


def test_for_everybody_on_the_machine_it_is_it_who_installs_it(
    opened: Open, releases: Releases, as_nobody: Callable[[], None]
) -> None:
    releases.put(NEWER)
    releases.lock()
    as_nobody()
    screen = looked(opened("machine"))
    assert line(screen).startswith("Version 99.0.0 of 3 December 2026 is out; IT installs it.")
    words = seen(screen.click("Read more").dialogs()[-1])
    assert any("IT installs the desk on this laptop" in one for one in words)
    assert not any(one.startswith("Save") for one in words)


def test_dismissed_it_stays_away_until_the_next_version(
    opened: Open, releases: Releases, as_nobody: Callable[[], None]
) -> None:
    releases.put(NEWER)
    releases.put("99.0.1")
    first = (releases.folder / "current.json").read_text(encoding="utf-8")
    releases.put(NEWER)
    releases.lock()
    as_nobody()
    screen = looked(opened())
    screen.click("Dismiss")
    assert line(screen) == ""
    screen.window.close()
    again = looked(opened())
    assert line(again) == ""
    assert "Version 99.0.0 of 3 December 2026. Looked today" in fact(again, "Newest version")
    again.press(Key.Key_F1).click("Version 99.0.0", again.dialogs()[-1])
    assert [one.windowTitle() for one in again.dialogs()] == ["A newer version"]
    if os.getuid() == 0:
        os.seteuid(0)
    (releases.folder / "current.json").chmod(0o644)
    (releases.folder / "current.json").write_text(first, encoding="utf-8")
    releases.lock()
    as_nobody()
    assert line(looked(opened())).startswith("Version 99.0.1")


def test_one_that_the_person_could_have_put_there_is_told_with_why_and_cannot_be_saved(
    opened: Open, releases: Releases
) -> None:
    releases.put(NEWER)
    (releases.folder / NEWER).chmod(0o777)
    screen = looked(opened())
    assert line(screen).startswith(
        "A newer version is not offered. Version 99.0.0 lies in the releases folder, but you may write there"
    )
    words = seen(screen.click("Read more").dialogs()[-1])
    assert any("IT has made the folder read-only" in one for one in words)
    assert not any(one.startswith("Save") for one in words)


@pytest.mark.parametrize("version", [VERSION, "0.0.1"])
def test_what_is_not_newer_is_only_in_help(opened: Open, releases: Releases, version: str) -> None:
    releases.put(version)
    screen = looked(opened())
    assert line(screen) == ""
    assert fact(screen, "Newest version").startswith(f"Version {version} of 3 December 2026")


def test_half_a_release_is_only_in_help(opened: Open, releases: Releases) -> None:
    releases.put(NEWER).unlink()
    screen = looked(opened())
    assert line(screen) == ""
    assert f"is not whole yet: {INSTALLER} is missing." in fact(screen, "Newest version")


def test_where_it_has_switched_it_off_nothing_is_looked_for(opened: Open, releases: Releases) -> None:
    releases.put(NEWER)
    screen = opened(off=True).settle()
    assert fact(screen, "Newer versions") == "Not looked for: IT has switched it off."
    assert state.kept(updates.NEWEST) is None


def test_where_no_folder_is_set_help_says_so(asker: AnsweringAsker) -> None:
    with screen_on(asker) as screen:
        assert fact(screen, "Newer versions") == "Not looked for: this desk runs from its source."


def test_a_folder_that_has_gone_is_in_help_with_what_was_seen_last(
    opened: Open, releases: Releases, asker: AnsweringAsker
) -> None:
    releases.put(NEWER)
    looked(opened())
    shutil.rmtree(releases.folder)
    screen = looked(opened())
    assert line(screen) == ""
    assert "The releases folder does not answer. Newest seen: 99.0.0 of 3 December 2026." in fact(
        screen, "Newest version"
    )


def test_a_share_that_hangs_is_not_waited_for_and_does_not_keep_the_window_from_closing(
    opened: Open, releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    releases.put(NEWER)
    monkeypatch.setattr(updates, "TOO_LONG_MS", 300)
    hangs = threading.Event()

    def never(*_: object, **__: object) -> None:
        hangs.wait(20)

    monkeypatch.setattr(updates, "look", never)  # no server that hangs is at hand
    screen = looked(opened())
    assert "does not answer" in fact(screen, "Newest version")
    screen.window.updates.look()
    screen.window.close()
    assert not screen.window.isVisible()
    hangs.set()


def test_a_file_of_a_newer_desk_is_refused_with_the_version_that_helps(
    opened: Open, releases: Releases, as_nobody: Callable[[], None], path: Path, open_folder: Path
) -> None:
    office = Path(shutil.copyfile(path, open_folder / "home" / "office.opcc"))
    behind_the_desk(office, "PRAGMA user_version=99", "UPDATE app_gate SET min_reader = 99, min_writer = 99")
    office.chmod(0o666)
    releases.put(NEWER, schema=99)
    releases.lock()
    as_nobody()
    screen = opened(path=office)
    until(lambda: screen.asker.told)
    assert screen.asker.told == [
        f"The office file cannot be opened: {office} was saved by a newer desk. Update this desk to open it; the file "
        "was left as it is. Version 99.0.0 is at hand: the line at the foot of the window leads to it."
    ]
    assert line(screen).startswith("Version 99.0.0")


def test_a_page_that_has_the_whole_screen_has_the_line_s_room_too(
    opened: Open, releases: Releases, as_nobody: Callable[[], None]
) -> None:
    releases.put(NEWER)
    releases.lock()
    as_nobody()
    screen = looked(opened())
    screen.window.show_whole(True)
    assert line(screen) == ""
    screen.window.show_whole(False)
    assert line(screen).startswith("Version 99.0.0")
