"""Which office file the window begins with, what the person is asked, and what policy keeps them from."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.policy import SHARE, TEXT, Managed, Setter, Value, managed
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, Screen, button, dress, screen_on, seen, until
from ui.__main__ import Given, _begin, _log
from ui.kit import state
from ui.kit.words import NO_WIDTH

pytestmark = OFFSCREEN
Start = Callable[..., Screen]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Light, at the usual size, with nothing remembered, and a log of the test's own."""
    state.use_file(tmp_path / "person" / "desk.ini")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "person"))
    _log.cache_clear()
    before = list(logging.getLogger().handlers)
    dress(qapp)
    yield
    for handler in set(logging.getLogger().handlers) - set(before):
        logging.getLogger().removeHandler(handler)
        handler.close()
    _log.cache_clear()
    state.use_file(None)


@dataclass
class Choosing(AnsweringAsker):
    """Keeps in which folder it was asked for a file."""

    folders: list[Path | None] = field(default_factory=list)

    def confirm(self, title: str, text: str, yes: str, no: str = "Cancel") -> bool:
        return super().confirm(title, text.replace(NO_WIDTH, ""), yes, no)

    def choose_open_file(self, title: str, kinds: str = "", folder: Path | None = None) -> Path | None:
        self.folders.append(folder)
        return super().choose_open_file(title, kinds, folder)


@pytest.fixture
def asker() -> Choosing:
    """Agrees with everything and chooses no file, until told otherwise."""
    return Choosing()


@pytest.fixture
def start(asker: Choosing) -> Iterator[Start]:
    """Starts the desk as `main` does once its frame is painted."""
    with screen_on(asker) as screen:

        def begin(what: Managed, given: Path | None = None) -> Screen:
            _begin(screen.window, Given(given), what)
            return screen.settle()

        yield begin


def set_by(by: Setter, place: Path | str) -> Managed:
    return managed({by: {SHARE: Value(str(place), TEXT)}}, {}, None)


@pytest.fixture
def office(path: Path) -> Path:
    """The office's file on the share."""
    return path


@pytest.fixture
def other(durham_file: Path, tmp_path: Path) -> Path:
    """Another office file, on the laptop."""
    return Path(shutil.move(durham_file, tmp_path / "restored.opcc"))


# the order, on the screen


@pytest.mark.parametrize("by", [Setter.MACHINE_POLICY, Setter.PERSON_POLICY, Setter.MACHINE_INSTALL])
def test_what_it_set_is_opened_and_not_the_file_open_last(start: Start, office: Path, other: Path, by: Setter) -> None:
    state.keep("file", str(other))
    screen = start(set_by(by, office))
    assert screen.desk.path == office
    assert screen.window.top.office.text() == "New office"
    assert (screen.asker.asked, screen.asker.told) == ([], [])


def test_a_file_the_desk_is_started_with_goes_before_what_the_installer_set(
    start: Start, office: Path, other: Path
) -> None:
    screen = start(set_by(Setter.MACHINE_INSTALL, office), other)
    assert screen.desk.path == other
    assert screen.asker.asked == []


def test_without_a_word_from_it_the_file_open_last_is_opened_again(start: Start, other: Path) -> None:
    state.keep("file", str(other))
    assert start(Managed()).desk.path == other


def test_with_nothing_to_go_by_the_first_page_asks(start: Start) -> None:
    screen = start(Managed())
    assert screen.desk.path is None
    assert button(screen.window, "Open…").isVisible()


def test_an_example_is_opened_whatever_policy_sets_and_lies_with_the_person_s_own_things(
    asker: Choosing, office: Path, tmp_path: Path
) -> None:
    with screen_on(asker) as screen:
        _begin(screen.window, Given(None, "durham"), set_by(Setter.MACHINE_POLICY, office))
        screen.settle()
        assert screen.desk.path is not None
        assert screen.desk.path.is_relative_to(tmp_path / "person")
        assert screen.desk.path.name.startswith("durham ")


# a stray copy


def test_beside_policy_another_file_is_opened_only_by_choice(start: Start, office: Path, other: Path) -> None:
    screen = start(set_by(Setter.MACHINE_POLICY, office), other)
    assert screen.asker.asked == [
        f"The office file: This is another file than your office’s:\n{other}\n\n"
        f"Your office’s file, set by policy for this computer:\n{office}\n\n"
        "What is saved in another file does not reach your colleagues. Open it all the same only where you mean to, "
        "for instance to look at a restored backup. [Open the other file] [Open the office’s file]"
    ]
    assert screen.desk.path == other


def test_whoever_does_not_mean_the_other_file_gets_the_office_s_own(
    start: Start, asker: Choosing, office: Path, other: Path
) -> None:
    asker.agree = False
    assert start(set_by(Setter.PERSON_POLICY, office.parent), other).desk.path == office


def test_where_several_could_be_meant_whoever_opens_another_file_is_told_so_and_may_choose_instead(
    start: Start, asker: Choosing, office: Path, other: Path
) -> None:
    second = Path(shutil.copyfile(other, office.parent / "Second.opcc"))
    asker.agree, asker.path = False, second
    screen = start(set_by(Setter.MACHINE_POLICY, office.parent), other)
    assert f"set by policy for this computer:\none of those in {office.parent}\n" in asker.asked[0]
    assert asker.asked[0].endswith("[Choose the office’s file]")
    assert screen.desk.path == second


def test_a_double_click_on_the_office_s_own_file_asks_nothing(start: Start, office: Path) -> None:
    screen = start(set_by(Setter.MACHINE_POLICY, office.parent), office)
    assert screen.desk.path == office
    assert screen.asker.asked == []


@pytest.mark.parametrize("agree", [True, False])
def test_where_the_set_place_is_gone_another_file_is_opened_only_by_choice(
    start: Start, asker: Choosing, other: Path, tmp_path: Path, agree: bool
) -> None:
    asker.agree = agree
    screen = start(set_by(Setter.MACHINE_POLICY, tmp_path / "gone"), other)
    assert f"The office file is to be in {tmp_path / 'gone'}, set by policy for this computer" in asker.asked[0]
    assert f"You asked for another file:\n{other}\n" in asker.asked[0]
    assert screen.desk.path == (other if agree else None)
    assert asker.told == []


# a folder


def test_of_several_in_the_folder_the_person_chooses_once(
    start: Start, asker: Choosing, office: Path, other: Path
) -> None:
    second = Path(shutil.copyfile(other, office.parent / "Second.opcc"))
    asker.path = second
    assert start(set_by(Setter.MACHINE_POLICY, office.parent)).desk.path == second
    assert asker.folders == [office.parent]
    with screen_on(asker) as again:
        _begin(again.window, Given(), set_by(Setter.MACHINE_POLICY, office.parent))
        assert again.settle().desk.path == second
    assert asker.folders == [office.parent]


def test_a_folder_without_an_office_file_is_said_and_the_first_page_stays(
    start: Start, other: Path, tmp_path: Path
) -> None:
    state.keep("file", str(other))
    (tmp_path / "teams").mkdir()
    screen = start(set_by(Setter.MACHINE_INSTALL, tmp_path / "teams"))
    assert screen.desk.path is None
    assert screen.asker.told == [
        f"The office file: The office file is to be in {tmp_path / 'teams'}, set by the installer, for this computer, "
        "but there is none in that folder. Ask IT before you open or make another."
    ]


def test_a_share_that_is_slow_to_answer_is_waited_for_with_the_window_alive(asker: Choosing, office: Path) -> None:
    answers = threading.Event()
    with screen_on(asker) as screen:
        screen.desk.workers.submit("office-file", lambda: answers.wait(30))
        _begin(screen.window, Given(), set_by(Setter.MACHINE_POLICY, office.parent))
        until(lambda: screen.state() == "Opening the office file…")
        assert button(screen.window, "Open…").isEnabled()
        answers.set()
        assert screen.settle().desk.path == office


def test_whoever_opens_another_file_while_the_share_is_slow_to_answer_keeps_it(
    asker: Choosing, office: Path, other: Path
) -> None:
    answers = threading.Event()
    with screen_on(asker) as screen:
        screen.desk.workers.submit("office-file", lambda: answers.wait(30))
        _begin(screen.window, Given(), set_by(Setter.MACHINE_POLICY, office))
        asker.path = other
        button(screen.window, "Open…").click()
        answers.set()
        assert screen.settle().desk.path == other


# what policy keeps the person from, and what IT is told


@pytest.mark.parametrize(("by", "moves"), [(Setter.MACHINE_POLICY, False), (Setter.MACHINE_INSTALL, True)])
def test_the_office_file_is_not_moved_from_where_policy_sets_it(
    start: Start, asker: Choosing, office: Path, tmp_path: Path, by: Setter, moves: bool
) -> None:
    screen = start(set_by(by, office))
    asker.path = tmp_path / "elsewhere.opcc"
    screen.menu("New office", "Move the office file…")
    if moves:
        until(lambda: screen.settle().desk.path == tmp_path / "elsewhere.opcc")
        return
    assert asker.told == [
        "That was not done: The place of the office file is set by policy for this computer, so only IT can move it: "
        "everybody’s desk would go on looking for it in its old place. Ask IT, who move the file and change the "
        "policy together."
    ]
    assert asker.asked == []
    assert office.exists()
    assert not (tmp_path / "elsewhere.opcc").exists()


def for_it(screen: Screen) -> list[str]:
    screen.press(Qt.Key.Key_F1)
    return [one.replace(NO_WIDTH, "") for one in seen(screen.dialogs()[-1])]


def test_help_tells_it_the_place_who_set_it_and_what_could_not_be_used(start: Start, office: Path) -> None:
    found = {
        Setter.MACHINE_POLICY: {SHARE: Value(f'"{office}"', TEXT)},
        Setter.MACHINE_INSTALL: {SHARE: Value(str(office.parent), TEXT)},
    }
    screen = start(managed(found, {}, None))
    words = for_it(screen)
    told = words[words.index("For IT") :]
    assert dict(zip(told[1::2], told[2::2], strict=False)).items() >= {
        ("Office file", str(office)),
        ("Its place", str(office.parent)),
        ("Place set by", "the installer, for this computer"),
        ("Installed", "by nobody, it runs from its source"),
        (
            "Not taken",
            "SharePath in HKLM\\Software\\Policies\\CommissioningDesk is not taken: it has quotation marks in it, "
            "which no path may have.",
        ),
    }


def test_the_copied_details_say_who_set_the_place_and_no_folder(start: Start, office: Path) -> None:
    screen = start(set_by(Setter.PERSON_POLICY, office))
    for_it(screen)
    screen.click("Copy details for IT")
    until(lambda: button(screen.dialogs()[0], "Copied"))
    copied = QApplication.clipboard().text()
    assert "Place of the office file: set by policy for this person\n" in copied
    assert "Installed: by nobody, it runs from its source\n" in copied
    assert office.parent.name not in copied


# main itself

STARTED = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ui import __main__ as desk
from ui.kit import state
from ui.kit.words import NO_WIDTH

def run(self):
    from tests.ui.helpers import until
    window = next(one for one in QApplication.topLevelWidgets() if one.objectName() == "" and hasattr(one, "desk"))
    until(lambda: window.windowTitle() != "Commissioning Desk" and window.desk.idle())
    print(window.desk.path)
    window.close()
    return 0

QApplication.exec = run
state.use_file(Path(sys.argv[1]))
sys.exit(desk.main(sys.argv[2:]))
"""


def test_the_program_itself_opens_the_file_it_is_started_with_and_then_again_without(
    durham_file: Path, tmp_path: Path
) -> None:
    person = tmp_path / "person"
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    for arguments in ([str(durham_file)], []):
        ended = subprocess.run(
            [sys.executable, "-c", STARTED, str(person / "desk.ini"), *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env={**environment, "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(person)},
        )
        assert ended.returncode == 0, ended.stderr
        assert ended.stdout.strip() == str(durham_file)
    assert (person / "Commissioning Desk").is_dir(), "the log has no place of its own"
