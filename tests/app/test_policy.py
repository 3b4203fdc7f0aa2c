"""What IT has set, in what order it counts, and which file the desk begins with."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path, PurePath, PureWindowsPath

import pytest

from app.moving import move
from app.policy import (
    EXPANDED,
    FOLDER,
    NO_CHECK,
    NUMBER,
    SHARE,
    TEXT,
    UPDATES,
    Managed,
    Registry,
    Setter,
    Setting,
    Value,
    Way,
    find,
    in_words,
    managed,
    of_this_computer,
    order,
)
from tests.factories import JO

pytestmark = pytest.mark.windows
RANKS = tuple(Setter)
ENVIRON = {"OFFICE": r"\\northshire\teams", "USERDOMAIN": "NORTHSHIRE"}
BOTH_POLICIES = (Setter.MACHINE_POLICY, Setter.PERSON_POLICY)


def read(found: Registry, program: PurePath | None = None) -> Managed:
    return managed(found, ENVIRON, program, PureWindowsPath)


def text(value: str) -> Value:
    return Value(value, TEXT)


def shares(folder: Path, *setters: Setter) -> Managed:
    """Each of these has set an office file called after it."""
    found = {by: {SHARE: text(str(folder / f"{by.name}.opcc"))} for by in setters}
    return managed(found, {}, None)


# the order


@pytest.mark.parametrize("at", range(len(RANKS)), ids=[one.name for one in RANKS])
def test_each_who_says_where_the_file_is_goes_before_all_below(at: int, tmp_path: Path) -> None:
    said = RANKS[at:]
    given = tmp_path / "GIVEN.opcc" if Setter.GIVEN in said else None
    last = tmp_path / "LAST.opcc" if Setter.LAST in said else None
    installed = [one for one in said if one not in (Setter.GIVEN, Setter.LAST)]
    places = order(shares(tmp_path, *installed), given, last)
    assert [one.by for one in places] == list(said)
    assert find(places).path == tmp_path / f"{said[0].name}.opcc"
    assert find(places).by is said[0]


def test_with_nothing_said_the_person_is_asked(tmp_path: Path) -> None:
    assert order(Managed(), None, None) == ()
    assert find(()).path is None
    assert find(()).trouble == ""


def test_a_file_the_desk_was_started_with_is_whole_however_it_was_typed() -> None:
    assert order(Managed(), Path("Office.opcc"), None) == (Setting(Path.cwd() / "Office.opcc", Setter.GIVEN),)


@pytest.mark.parametrize("by", RANKS, ids=[one.name for one in RANKS])
def test_only_policy_leaves_no_choice(by: Setter, tmp_path: Path) -> None:
    if by in (Setter.GIVEN, Setter.LAST):
        assert not by.is_policy
    else:
        what = shares(tmp_path, by)
        assert (what.forced is not None) == (by in BOTH_POLICIES)


# what the registry holds


def test_paths_are_taken_as_they_stand_and_variables_only_where_the_type_says_so() -> None:
    plain = r"\\northshire\50%off%sale\Office.opcc"
    found = {
        Setter.MACHINE_POLICY: {SHARE: text(plain), UPDATES: Value(r"%office%\%UserDomain%\desk", EXPANDED)},
    }
    what = read(found)
    assert what.share == (Setting(Path(plain), Setter.MACHINE_POLICY),)
    assert what.update_path == Setting(Path(r"\\northshire\teams\NORTHSHIRE\desk"), Setter.MACHINE_POLICY)
    assert what.ignored == ()


def test_a_per_cent_sign_in_the_name_of_a_folder_is_no_variable() -> None:
    what = read({Setter.MACHINE_POLICY: {SHARE: Value(r"S:\Grant at 50%\Match at 20%\Office.opcc", EXPANDED)}})
    assert what.share == (Setting(Path(r"S:\Grant at 50%\Match at 20%\Office.opcc"), Setter.MACHINE_POLICY),)


GARBAGE = [
    (Value(7, NUMBER), "it is not text"),
    (Value(b"\\\\s\\t", 3), "it is not text"),
    (Value([r"\\s\t"], 7), "it is not text"),
    (Value(None, 0), "it is not text"),
    (text(""), "it is empty"),
    (text("  "), "it is empty"),
    (text(r'"\\northshire\teams\Office.opcc"'), "it has quotation marks in it, which no path may have"),
    (text("S:\\Office\0.opcc"), "it has signs in it that no path may have"),
    (text("S:\\Office\n.opcc"), "it has signs in it that no path may have"),
    (text("Office.opcc"), "it is not a whole path, from the drive or the server on"),
    (text(r"..\Office.opcc"), "it is not a whole path, from the drive or the server on"),
    (text(r"\teams\Office.opcc"), "it is not a whole path, from the drive or the server on"),
    (text("S:Office.opcc"), "it is not a whole path, from the drive or the server on"),
    (text(r"\\.\pipe\office"), "it is not a whole path, from the drive or the server on"),
    (text("https://northshire.example/Office.opcc"), "it is not a whole path, from the drive or the server on"),
    (Value(r"%NOWHERE%\Office.opcc", EXPANDED), "this computer has no variable %NOWHERE%"),
]


@pytest.mark.parametrize("name", [SHARE, UPDATES])
@pytest.mark.parametrize(("value", "why"), GARBAGE, ids=[repr(value.content) for value, _ in GARBAGE])
def test_garbage_is_left_out_and_told_and_what_ranks_lower_counts(name: str, value: Value, why: str) -> None:
    good = r"S:\Office"
    what = read({Setter.MACHINE_POLICY: {name: value}, Setter.MACHINE_INSTALL: {name: text(good)}})
    taken = what.share if name == SHARE else (what.update_path,)
    assert taken == (Setting(Path(good), Setter.MACHINE_INSTALL),)
    assert what.ignored == (rf"{name} in HKLM\Software\Policies\CommissioningDesk is not taken: {why}.",)
    assert what.ignored[0] in in_words(what, None)


def test_an_installer_that_was_told_no_place_wrote_nothing_to_complain_of() -> None:
    what = read({Setter.MACHINE_INSTALL: {SHARE: text(""), UPDATES: text("")}})
    assert what == Managed()


@pytest.mark.parametrize(
    ("machine", "person", "off"),
    [
        (None, None, False),
        (1, None, True),
        (None, 1, True),
        (0, 1, False),
        (1, 0, True),
        (0, 0, False),
    ],
)
def test_looking_for_updates_is_switched_off_by_the_highest_that_says_so(
    machine: int | None, person: int | None, off: bool
) -> None:
    said = dict(zip(BOTH_POLICIES, (machine, person), strict=True))
    found = {by: {NO_CHECK: Value(value, NUMBER)} for by, value in said.items() if value is not None}
    assert read(found).no_update_check is off


@pytest.mark.parametrize("value", [text("1"), Value(2, NUMBER), Value(None, NUMBER)], ids=repr)
def test_a_switch_that_is_no_number_is_left_out_and_told(value: Value) -> None:
    what = read({Setter.PERSON_POLICY: {NO_CHECK: value}})
    assert not what.no_update_check
    assert what.ignored == (
        r"DisableUpdateCheck in HKCU\Software\Policies\CommissioningDesk is not taken: it is not the number 0 or 1.",
    )


# how this copy was installed

PROGRAM = PureWindowsPath(r"C:\Program Files\Commissioning Desk")


@pytest.mark.parametrize(
    ("by", "folder", "program", "way"),
    [
        (Setter.MACHINE_INSTALL, "c:\\program files\\commissioning desk\\", PROGRAM, "machine"),
        (Setter.PERSON_INSTALL, str(PROGRAM), PROGRAM, "person"),
        (Setter.MACHINE_INSTALL, r"C:\Program Files\Other", PROGRAM, "portable"),
        (Setter.MACHINE_POLICY, str(PROGRAM), PROGRAM, "portable"),
        (Setter.MACHINE_INSTALL, "", PROGRAM, "portable"),
        (Setter.MACHINE_INSTALL, str(PROGRAM), None, "source"),
    ],
)
def test_a_copy_knows_by_its_own_folder_how_it_was_installed(
    by: Setter, folder: str, program: PurePath | None, way: Way
) -> None:
    assert read({by: {FOLDER: text(folder)}}, program).way == way


def test_this_computer_can_be_asked_whatever_it_is() -> None:
    assert of_this_computer().way == "source"


# a folder


def laid(folder: Path, *names: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"")
    return [folder / name for name in names]


def test_a_folder_means_the_one_office_file_in_it(folder: Path) -> None:
    office, *_ = laid(folder, "Office.OPCC", "Office.opcc-journal", "notes.txt", "._Office.opcc")
    (folder / "Office backups.opcc").mkdir()
    assert find([Setting(folder, Setter.MACHINE_POLICY)]).path == office


@pytest.mark.parametrize("beside", ["Office moved 2026-11-26 0915.opcc", "Office restored 2026-11-26 0915 2.opcc"])
def test_what_was_set_aside_beside_the_office_file_is_not_taken_for_it(folder: Path, beside: str) -> None:
    office, _ = laid(folder, "Office.opcc", beside)
    assert find([Setting(folder, Setter.MACHINE_POLICY)]).path == office


def test_a_restored_file_is_the_office_file_where_no_other_is_left(folder: Path) -> None:
    (restored,) = laid(folder, "Office restored 2026-11-26 0915.opcc")
    assert find([Setting(folder, Setter.MACHINE_POLICY)]).path == restored


def test_of_several_the_one_that_a_lower_place_names_is_meant(folder: Path, tmp_path: Path) -> None:
    first, second = laid(folder, "A.opcc", "B.opcc")
    places = [
        Setting(folder, Setter.MACHINE_POLICY),
        Setting(tmp_path / "C.opcc", Setter.MACHINE_INSTALL),
        Setting(second, Setter.LAST),
    ]
    assert find(places).path == second
    assert find([places[0], Setting(first, Setter.GIVEN), *places[1:]]).path == first
    assert find([places[0], Setting(first, Setter.GIVEN), *places[1:]]).stray is None


def test_of_several_that_nothing_tells_apart_the_person_chooses(folder: Path) -> None:
    laid(folder, "A.opcc", "B.opcc")
    found = find([Setting(folder, Setter.MACHINE_INSTALL)])
    assert (found.path, found.folder, found.trouble) == (None, folder, "")


def test_a_folder_without_an_office_file_is_said_so_with_who_set_it(folder: Path) -> None:
    found = find([Setting(folder, Setter.PERSON_POLICY), Setting(folder / "Old.opcc", Setter.LAST)])
    assert found.path is None
    assert found.trouble == (
        f"The office file is to be in {folder}, set by policy for this person, but there is none in that folder. "
        "Ask IT before you open or make another."
    )


def test_a_folder_that_is_not_there_is_said_so_and_nothing_is_made(tmp_path: Path) -> None:
    found = find([Setting(tmp_path / "teams", Setter.MACHINE_INSTALL)])
    assert found.trouble.startswith(f"The office file is to be in {tmp_path / 'teams'}, set by the installer, for this")
    assert not (tmp_path / "teams").exists()


def test_a_file_that_is_not_there_is_left_to_the_opening_to_say(tmp_path: Path) -> None:
    assert find([Setting(tmp_path / "Office.opcc", Setter.MACHINE_POLICY)]).path == tmp_path / "Office.opcc"


def test_a_folder_whose_office_was_moved_leads_to_the_note_of_it(path: Path, folder: Path, tmp_path: Path) -> None:
    to = tmp_path / "new drive"
    to.mkdir()
    move(path, to, who=JO, at=datetime.now(UTC))
    assert find([Setting(folder, Setter.MACHINE_INSTALL)]).path == path


def moved_by_jo(path: Path, tmp_path: Path) -> Path:
    to = tmp_path / "new drive"
    to.mkdir()
    move(path, to, who=JO, at=datetime.now(UTC))
    return to / path.name


def test_once_it_was_opened_where_it_was_moved_to_the_office_is_found_there(path: Path, tmp_path: Path) -> None:
    new = moved_by_jo(path, tmp_path)
    for place in (path, path.parent):
        found = find([Setting(place, Setter.MACHINE_INSTALL), Setting(new, Setter.LAST)])
        assert (found.path, found.by) == (new, Setter.LAST)


def test_nobody_is_led_by_a_note_to_where_they_have_not_been(path: Path, tmp_path: Path) -> None:
    moved_by_jo(path, tmp_path)
    (other,) = laid(tmp_path / "elsewhere", "Other.opcc")
    found = find([Setting(path, Setter.MACHINE_INSTALL), Setting(other, Setter.LAST)])
    assert (found.path, found.by) == (path, Setter.MACHINE_INSTALL)


def test_a_note_that_was_left_behind_leads_nobody_from_a_file_that_is_there(path: Path, tmp_path: Path) -> None:
    new = moved_by_jo(path, tmp_path)
    shutil.copyfile(new, path)
    found = find([Setting(path, Setter.MACHINE_INSTALL), Setting(new, Setter.LAST)])
    assert (found.path, found.by) == (path, Setter.MACHINE_INSTALL)


# a stray copy


def test_a_file_the_desk_was_started_with_beside_policy_is_a_stray(path: Path, tmp_path: Path) -> None:
    stray = tmp_path / "Copy.opcc"
    shutil.copyfile(path, stray)
    found = find([Setting(path, Setter.MACHINE_POLICY), Setting(stray, Setter.GIVEN)])
    assert (found.path, found.by, found.stray) == (path, Setter.MACHINE_POLICY, stray)


def test_the_same_file_by_another_name_is_no_stray(path: Path, tmp_path: Path) -> None:
    if sys.platform == "win32":
        other = Path(rf"\\?\{path.parent}")
    else:
        other = tmp_path / "S drive"
        other.symlink_to(path.parent, target_is_directory=True)
    for set_at in (path, path.parent):
        found = find([Setting(set_at, Setter.MACHINE_POLICY), Setting(other / path.name, Setter.GIVEN)])
        assert (found.path, found.stray) == (path, None)


def test_a_file_is_a_stray_too_where_the_place_does_not_answer(path: Path, tmp_path: Path) -> None:
    found = find([Setting(tmp_path / "gone", Setter.MACHINE_POLICY), Setting(path, Setter.GIVEN)])
    assert (found.path, found.stray) == (None, path)
    assert found.trouble


# in words


def test_what_it_is_told_names_who_set_it_and_no_folder(tmp_path: Path) -> None:
    what = shares(tmp_path / "jo.bloggs", Setter.MACHINE_POLICY, Setter.PERSON_INSTALL)
    there = tmp_path / "jo.bloggs" / "MACHINE_POLICY.opcc"
    assert in_words(what, there) == [
        "Place of the office file: set by policy for this computer",
        "Installed: by nobody, it runs from its source",
        "Folder of updates: set by nobody",
    ]
    assert in_words(what, tmp_path / "Copy.opcc")[0].endswith("policy for this computer, and another file is open")
    assert in_words(Managed(), there)[0] == (
        "Place of the office file: set by nobody, so the desk begins with the file that was open last"
    )
