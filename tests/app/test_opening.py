"""Opening a file as a person does: whether it is the one they know, and what they are told where it is not."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.drafts import local_at
from app.errors import CannotOpen, Refused
from app.moving import move
from app.opening import VIEWER, Opened, accept, open_office, presence_at, remember
from app.presence import others
from db.identity import SCHEMA
from db.local import Local
from db.people import Person
from tests.conftest import Open
from tests.factories import JO, SAM, add_organisation, behind_the_desk, left_alone

OpenAs = Callable[..., Opened]


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Local]:
    """What this laptop remembers."""
    made = local_at(tmp_path / "person")
    yield made
    made.close()


@pytest.fixture
def open_as(local: Local) -> Iterator[OpenAs]:
    """Opens a file as Jo does on this laptop; it is let go of at the end of the test."""
    every: list[Opened] = []

    def open_it(path: Path, environ: dict[str, str] | None = None) -> Opened:
        every.append(open_office(path, JO, local, environ or {}))
        return every[-1]

    yield open_it
    for one in every:
        one.office.close()


def seen(open_as: OpenAs, local: Local, path: Path, saves: int = 1) -> None:
    """Jo has opened this file before, saved into it and closed it."""
    office = open_as(path).office
    for at in range(saves):
        add_organisation(office, f"Body {at}")
    remember(office, local)
    office.close()


def day_of(path: Path, day: str) -> None:
    behind_the_desk(path, f"UPDATE step SET at = '{day}T12:00:00.000Z'")


def test_a_file_seen_for_the_first_time_opens_without_a_word(open_as: OpenAs, path: Path) -> None:
    found = open_as(path)
    assert (found.warning, found.words, found.state, found.office.read_only) == ("", "", "", False)


def test_a_file_that_has_come_further_since_opens_without_a_word(
    open_as: OpenAs, local: Local, path: Path, opened: Open
) -> None:
    seen(open_as, local, path)
    add_organisation(opened(path, SAM), "First Light")
    assert open_as(path).warning == ""


def test_an_older_copy_is_opened_to_look_only_and_says_by_which_days_it_is_known(
    open_as: OpenAs, local: Local, path: Path, tmp_path: Path
) -> None:
    seen(open_as, local, path)
    day_of(path, "2026-11-03")
    older = Path(shutil.copyfile(path, tmp_path / "older.opcc"))
    office = open_as(path).office
    add_organisation(office, "Second Light")
    behind_the_desk(path, "UPDATE step SET at = '2026-11-12T12:00:00.000Z' WHERE seq = 2")
    office.poll()
    remember(office, local)
    office.close()
    older.replace(path)
    found = open_as(path)
    assert (found.warning, found.office.read_only) == ("older", True)
    assert found.words == (
        "office.opcc is an older or different copy: its last change is of 3 November 2026, and you have seen one of "
        "12 November 2026. You can look but not save into it. Use it from now on only if it was put there on purpose."
    )
    assert found.state == "You can look but not save: this is an older copy."


def make_older(open_as: OpenAs, local: Local, path: Path, tmp_path: Path) -> None:
    """The file as Jo knows it has been replaced by what it was before Jo's saves."""
    older = shutil.copyfile(path, tmp_path / "older.opcc")
    seen(open_as, local, path)
    Path(older).replace(path)


def test_looking_at_an_older_copy_does_not_make_it_the_one_that_is_known(
    open_as: OpenAs, local: Local, path: Path, tmp_path: Path
) -> None:
    make_older(open_as, local, path, tmp_path)
    remember(open_as(path).office, local)
    assert open_as(path).warning == "older"


def test_an_older_copy_that_was_accepted_is_the_one_that_is_known_and_can_be_saved_into(
    open_as: OpenAs, local: Local, path: Path, tmp_path: Path
) -> None:
    make_older(open_as, local, path, tmp_path)
    looked_at = open_as(path).office
    accept(looked_at, local)
    looked_at.close()
    found = open_as(path)
    assert (found.warning, found.office.read_only) == ("", False)
    add_organisation(found.office)


def test_a_laptop_that_cannot_remember_opens_the_file_all_the_same(path: Path, tmp_path: Path) -> None:
    (tmp_path / "person").write_text("a file where the folder should be")
    found = open_office(path, JO, local_at(tmp_path / "person"), {})
    assert (found.warning, found.office.read_only) == ("", False)
    found.office.close()


def test_another_office_in_the_place_of_the_one_known_is_said_and_can_be_used(
    open_as: OpenAs, local: Local, path: Path, durham_file: Path
) -> None:
    seen(open_as, local, path)
    durham_file.replace(path)
    found = open_as(path)
    assert (found.warning, found.office.read_only) == ("other", False)
    assert found.words == (
        "office.opcc is not the office you opened here before: another office's file lies in its place. "
        "Ask whoever put it there before you save into it."
    )


def test_a_second_copy_of_the_same_office_is_said_while_the_first_is_still_there(
    open_as: OpenAs, local: Local, path: Path, tmp_path: Path
) -> None:
    seen(open_as, local, path)
    copy = Path(shutil.copyfile(path, tmp_path / "copy.opcc"))
    found = open_as(copy)
    assert found.warning == "twice"
    assert found.words == (
        f"You opened this office before as {path}, and that file is still there. Ask your colleagues which "
        "of the two they use before you save."
    )
    found.office.close()
    path.unlink()
    assert open_as(copy).warning == ""


def test_the_same_file_by_another_name_is_no_second_copy(
    open_as: OpenAs, local: Local, path: Path, tmp_path: Path
) -> None:
    seen(open_as, local, path)
    if sys.platform == "win32":
        other = Path(rf"\\?\{path.parent}")
    else:
        other = tmp_path / "S drive"
        other.symlink_to(path.parent, target_is_directory=True)
    assert open_as(other / path.name).warning == ""


def test_where_one_may_not_look_for_the_first_copy_nothing_is_said_of_it(
    path: Path, open_folder: Path, as_nobody: Callable[[], None]
) -> None:
    open_folder.chmod(0o777)
    (open_folder / "shut").mkdir()
    first, second = (Path(shutil.copyfile(path, open_folder / at)) for at in ("shut/office.opcc", "office.opcc"))
    second.chmod(0o666)
    as_nobody()
    mine = local_at(open_folder / "person")
    office = open_office(first, JO, mine, {}).office
    remember(office, mine)
    office.close()
    with shut_off(open_folder / "shut"):
        found = open_office(second, JO, mine, {})
    found.office.close()
    mine.close()
    assert found.warning == ""


@contextmanager
def shut_off(folder: Path) -> Iterator[None]:
    """Whoever owns the folder has shut it."""
    me = os.geteuid()
    for mode in (0, 0o755):
        os.seteuid(os.getuid())
        folder.chmod(mode)
        os.seteuid(me)
        if mode == 0:
            yield


def test_a_file_in_a_cloud_folder_can_be_looked_at_and_says_whose_it_is(
    open_as: OpenAs, path: Path, folder: Path
) -> None:
    found = open_as(path, {"OneDriveCommercial": str(folder)})
    assert (found.warning, found.office.read_only) == ("cloud", True)
    assert found.words.startswith("office.opcc lies in a folder that OneDrive copies.")
    assert found.state == "You can look but not save: this folder is copied to the internet."


def test_a_file_that_a_newer_desk_has_changed_can_be_looked_at(open_as: OpenAs, path: Path) -> None:
    behind_the_desk(path, f"UPDATE app_gate SET min_writer = {SCHEMA + 1}")
    found = open_as(path)
    assert (found.warning, found.office.read_only) == ("newer", True)
    assert "update this desk to save" in found.words
    assert found.state == "You can look but not save: update this desk to save."


def list_as(path: Path, opened: Open, role: str) -> None:
    def add(session: Session) -> None:
        session.add(Person(account="Jo", name="Jo", role=role))
        session.add(Person(account="Sam", name="Sam", role="approver"))

    opened(path, SAM).write("List people", add)


@pytest.mark.parametrize(
    ("role", "state", "read_only"), [("viewer", VIEWER, True), ("officer", "", False), ("approver", "", False)]
)
def test_a_viewer_is_told_that_they_may_only_look(
    open_as: OpenAs, path: Path, opened: Open, role: str, state: str, read_only: bool
) -> None:
    list_as(path, opened, role)
    found = open_as(path)
    assert (found.state, found.office.read_only, found.warning) == (state, read_only, "")


def test_a_file_that_was_moved_says_who_moved_it_and_where_to(open_as: OpenAs, path: Path, folder: Path) -> None:
    (folder / "new").mkdir()
    move(path, folder / "new" / "office.opcc", who=SAM, at=datetime(2026, 11, 25, tzinfo=UTC))
    with pytest.raises(CannotOpen) as caught:
        open_as(path)
    assert caught.value.problem == "moved"
    assert caught.value.message == (
        f"office.opcc is no longer here: Sam moved it to {folder / 'new' / 'office.opcc'} on 25 November 2026. "
        "Open it there."
    )


def test_a_file_that_is_missing_without_a_note_is_not_made_anew(open_as: OpenAs, folder: Path) -> None:
    with pytest.raises(Refused, match="There is no office file at "):
        open_as(folder / "missing.opcc")
    assert list(folder.iterdir()) == []


def test_opening_a_known_file_changes_no_byte_of_it(open_as: OpenAs, local: Local, path: Path) -> None:
    seen(open_as, local, path)
    with left_alone(path):
        open_as(path).office.close()


def test_a_desk_says_that_it_is_here_only_once_it_beats(path: Path) -> None:
    presence = presence_at(path, JO)
    assert others(path) == []
    presence.beat()
    assert [(one.user, one.machine, one.schema) for one in others(path)] == [("Jo", "DESK-1", SCHEMA)]
    presence.leave()
