"""What a Windows build may hold: read from real Windows programs, the launchers that pip brings along."""

from __future__ import annotations

import shutil
from pathlib import Path

import pip
import pytest

from installer.closure import WINDOWS_10, check, wanted
from installer.steps import Failed
from installer.wine import SHIMS

LAUNCHER = Path(pip.__file__).parent / "_vendor" / "distlib" / "w64.exe"
ASKED = b"SHLWAPI.dll"


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A build with one program, which asks for nothing that Windows has not."""
    made = tmp_path / "commissioning-desk"
    (made / "_internal").mkdir(parents=True)
    shutil.copyfile(LAUNCHER, made / "commissioning-desk.exe")
    return made


def asking_for(library: bytes) -> bytes:
    """The launcher, which asks for this library in the place of one of its own."""
    content = LAUNCHER.read_bytes()
    assert content.count(ASKED) == 1
    assert len(library) == len(ASKED)
    return content.replace(ASKED, library)


def test_a_program_tells_which_libraries_it_asks_for(build: Path) -> None:
    assert {"kernel32.dll", "shlwapi.dll", "user32.dll"} <= set(wanted(build / "commissioning-desk.exe"))


def test_what_every_windows_10_has_may_be_asked_for(build: Path) -> None:
    assert check(build) == 1


def test_a_library_that_neither_the_build_nor_windows_has_is_named_with_who_asks(build: Path) -> None:
    (build / "_internal" / "Some.PYD").write_bytes(asking_for(b"nowhere.dll"))
    with pytest.raises(Failed) as refused:
        check(build)
    assert str(refused.value) == (
        "_internal/Some.PYD asks for nowhere.dll, which is neither in the build nor in every Windows 10."
    )


def test_a_library_in_the_build_is_found_by_its_name_in_whatever_letters(build: Path) -> None:
    (build / "_internal" / "some.pyd").write_bytes(asking_for(b"nowhere.dll"))
    shutil.copyfile(LAUNCHER, build / "_internal" / "NoWhere.DLL")
    assert check(build) == 3


@pytest.mark.parametrize("named", [b"api-ms-win.", b"ext-ms-win-"])
def test_only_whole_families_of_names_are_windows_own(build: Path, named: bytes) -> None:
    (build / "_internal" / "some.pyd").write_bytes(asking_for(named))
    if named.endswith(b"-"):
        assert check(build) == 2
    else:
        with pytest.raises(Failed, match=r"asks for api-ms-win\., "):
            check(build)


@pytest.mark.parametrize("words", [b"Wine builtin DLL", b"Wine placeholder DLL"])
@pytest.mark.parametrize("name", ["_internal/helper.dll", "data.bin"])
def test_a_file_of_wine_is_never_handed_on_whatever_it_is_called(build: Path, name: str, words: bytes) -> None:
    (build / name).write_bytes(LAUNCHER.read_bytes() + bytes(100) + words + bytes(100))
    with pytest.raises(Failed, match=rf"^The build holds {name}, which is a file of Wine\.$"):
        check(build)


@pytest.mark.parametrize("name", ["mscms.dll", "MSCMS.dll", "icuuc.dll", "_internal/icuuc.DLL"])
def test_a_stand_in_for_a_library_of_windows_is_never_handed_on(build: Path, name: str) -> None:
    shutil.copyfile(LAUNCHER, build / name)
    with pytest.raises(Failed, match=rf"^The build holds {name}, which is Windows' own and must not be in it\.$"):
        check(build)


def test_every_stand_in_of_the_tests_is_one_that_is_looked_for(build: Path) -> None:
    sources = sorted(SHIMS.glob("*.c"))
    assert sources
    for source in sources:
        shutil.copyfile(LAUNCHER, build / f"{source.stem}.dll")
        with pytest.raises(Failed, match=f"{source.stem}.dll, which is Windows' own"):
            check(build)
        (build / f"{source.stem}.dll").unlink()


@pytest.mark.parametrize("damage", ["empty", "cut", "no program"])
def test_a_program_that_is_not_whole_is_told_in_a_sentence(build: Path, damage: str) -> None:
    content = {"empty": b"", "cut": LAUNCHER.read_bytes()[:100], "no program": b"words " * 100}[damage]
    (build / "_internal" / "half.dll").write_bytes(content)
    with pytest.raises(Failed, match=r"^half\.dll is not whole, or no program of Windows: .+\.$"):
        check(build)


def test_a_build_without_any_program_is_none(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("words", "utf-8")
    with pytest.raises(Failed, match=r"^There is no program in "):
        check(tmp_path)


def test_the_list_of_what_windows_has_is_written_as_it_is_looked_up() -> None:
    assert {name for name in WINDOWS_10 if name != name.lower() or name.endswith(".dll")} == set()
