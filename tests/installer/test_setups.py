"""The installers' own texts: what goes into them, once and under lasting names; and the files, made twice."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

import pytest

from app import policy, running
from installer import msi, portable, setup
from installer.contents import CLI, DESK, WINDOWS, folders, staged
from installer.steps import Failed

EPOCH = 1_790_000_000  # 21 September 2026
FILES = [PurePosixPath(name) for name in (DESK, CLI, "opcc.ico", "_internal/a/one.dll", "_internal/a/two.txt")]
WIX = f"{{{msi.NAMESPACE}}}"
MAKERS: dict[str, tuple[tuple[str, ...], Callable[[Path, Path, str, int], Path]]] = {
    "setup.exe": (("makensis",), lambda *given: setup.make(*given, quick=True)),
    "machine.msi": (("wixl", "msibuild", "faketime", "x86_64-w64-mingw32-gcc"), msi.make),
    "portable.zip": ((), portable.make),
}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A small folder in the shape of a build."""
    folder = tmp_path / "commissioning-desk"
    (folder / "_internal" / "PySide6").mkdir(parents=True)
    for name in (DESK, CLI, "_internal/base_library.zip", "_internal/PySide6/Qt6Core.dll"):
        (folder / name).write_bytes(name.encode())
    return folder


def elements(version: str, tag: str, files: list[PurePosixPath] | None = None) -> list[ET.Element]:
    """All elements of this tag in what wixl reads, and so a proof that it is well-formed."""
    return ET.fromstring(msi.wxs(files or FILES, version)).findall(f".//{WIX}{tag}")


def codes(version: str, files: list[PurePosixPath]) -> dict[str, str]:
    """The lasting name of each file's component, by the file."""
    return {
        one[0].attrib["Source"]: one.attrib["Guid"]
        for one in elements(version, "Component", files)
        if one[0].tag == f"{WIX}File"
    }


def test_the_msi_holds_every_file_once_in_a_component_of_its_own_that_is_part_of_the_feature() -> None:
    held = codes("0.9.0", FILES)
    assert sorted(held) == sorted(f"files/{file}" for file in FILES)
    components = elements("0.9.0", "Component")
    assert len({one.attrib["Guid"] for one in components}) == len(components)
    assert [one.attrib["Id"] for one in components if one.attrib.get("Win64") != "yes"] == []
    referred = [one.attrib["Id"] for one in elements("0.9.0", "ComponentRef")]
    assert sorted(referred) == sorted(one.attrib["Id"] for one in components)


def test_a_file_keeps_its_component_in_every_version_whatever_comes_beside_it() -> None:
    before = codes("0.9.0", FILES)
    after = codes("0.10.0", sorted([*FILES, PurePosixPath("_internal/a/new.dll")]))
    assert {source: after[source] for source in before} == before


def test_each_version_is_a_product_of_its_own_and_an_upgrade_of_the_others() -> None:
    (one,), (other,), (again,) = (elements(version, "Product") for version in ("0.9.0", "0.10.0", "0.9.0"))
    assert one.attrib["UpgradeCode"] == other.attrib["UpgradeCode"] == str(msi.UPGRADE_CODE).upper()
    assert one.attrib["Id"] == again.attrib["Id"] != other.attrib["Id"]
    assert other.attrib["Version"] == "0.10.0"
    (upgrade,) = elements("0.9.0", "MajorUpgrade")
    assert upgrade.attrib["DowngradeErrorMessage"].startswith("A newer version of Commissioning Desk")


def test_ids_in_the_msi_are_unique_and_short_enough_for_windows_installer() -> None:
    ids = [one.attrib["Id"] for tag in ("Component", "Directory", "File", "Property") for one in elements("0.9.0", tag)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]{0,71}", one) for one in ids)


def test_the_msi_keeps_what_the_desk_reads_and_searches_for_it_where_it_was_kept() -> None:
    written = {
        one.attrib["Name"]: one.attrib["Value"]
        for one in elements("0.9.0", "RegistryValue")
        if one.attrib["Key"] == policy.INSTALLED_KEY and "Name" in one.attrib
    }
    assert written[policy.SHARE] == "[SHAREPATH]"
    assert written[policy.UPDATES] == "[UPDATEPATH]"
    assert written[policy.FOLDER] == "[INSTALLFOLDER]"
    sought = {one.attrib["Name"]: one.attrib["Key"] for one in elements("0.9.0", "RegistrySearch")}
    assert {name for name, key in sought.items() if key == policy.INSTALLED_KEY} == {
        policy.SHARE,
        policy.UPDATES,
        policy.FOLDER,
    }


def test_both_installers_ask_for_the_same_windows() -> None:
    script = (WINDOWS / "desk.nsi").read_text("utf-8")
    assert f"!define OLDEST_BUILD {msi.OLDEST_BUILD}\n" in script
    assert msi.TOO_OLD.removeprefix(msi.NAME) in script
    (condition,) = elements("0.9.0", "Condition")
    assert condition.attrib["Message"] == msi.TOO_OLD
    assert (condition.text or "").endswith(f"REALBUILD >= {msi.OLDEST_BUILD}")


def test_the_setup_keeps_what_the_desk_reads() -> None:
    script = (WINDOWS / "desk.nsi").read_text("utf-8")
    assert f'!define OWN_KEY "{policy.INSTALLED_KEY}"' in script
    for name in (policy.SHARE, policy.UPDATES):
        assert f'!insertmacro Keep "{name.upper()}" "{name}"' in script
    assert f'WriteRegStr HKCU "${{OWN_KEY}}" "{policy.FOLDER}" "$INSTDIR"' in script


@pytest.mark.parametrize(("file", "quoted"), [("desk.nsi", running.NAME), ("running.c", r"Global\\CommissioningDesk")])
def test_both_installers_look_for_the_name_that_a_running_desk_holds(file: str, quoted: str) -> None:
    assert quoted.replace("\\\\", "\\") == running.NAME
    assert f'"{quoted}"' in (WINDOWS / file).read_text("utf-8")


def test_the_setup_takes_away_each_file_it_puts_down_and_every_folder_after_what_lies_in_it() -> None:
    lines = list(setup.listed(FILES))
    put = [line.split("/files/")[1].rstrip('"') for line in lines if line.startswith("  File ")]
    away = [line.split("$INSTDIR\\")[1].rstrip('"') for line in lines if line.startswith("  Delete ")]
    assert sorted(put) == sorted(away_one.replace("\\", "/") for away_one in away) == sorted(map(str, FILES))
    assert [line for line in lines if line.startswith("  RMDir ")] == [
        r'  RMDir "$INSTDIR\_internal\a"',
        r'  RMDir "$INSTDIR\_internal"',
    ]
    assert not any("/r" in line for line in lines if "RMDir" in line or "Delete" in line)


def test_folders_are_given_the_outer_before_the_inner() -> None:
    assert folders(FILES) == [PurePosixPath("_internal"), PurePosixPath("_internal/a")]


def test_what_is_staged_is_the_build_with_the_icon_of_office_files_all_of_one_date(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "staged"
    files = staged(built, folder, EPOCH)
    assert {str(file) for file in files} == {
        "opcc.ico",
        *(str(path.relative_to(built)) for path in built.rglob("*") if path.is_file()),
    }
    assert {path.stat().st_mtime for path in folder.rglob("*")} == {EPOCH}


@pytest.mark.parametrize("name", ["$HOME.txt", 'a"b.txt', "größe.txt", "a%3Ab`.txt"])
def test_a_name_that_an_installer_cannot_carry_is_refused(built: Path, tmp_path: Path, name: str) -> None:
    (built / name).touch()
    with pytest.raises(Failed, match="a name that the installers cannot carry"):
        staged(built, tmp_path / "staged", EPOCH)


def test_two_files_that_are_one_on_windows_are_refused(built: Path, tmp_path: Path) -> None:
    (built / "Readme.txt").touch()
    (built / "README.TXT").touch()
    with pytest.raises(Failed, match="are one file on Windows"):
        staged(built, tmp_path / "staged", EPOCH)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_folder_without_both_programs_is_no_build(kind: str, built: Path, tmp_path: Path) -> None:
    (built / CLI).unlink()
    with pytest.raises(Failed, match=r"is no build for Windows: it lacks commissioning-desk-cli\.exe"):
        MAKERS[kind][1](built, tmp_path, "0.9.0", EPOCH)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_build_made_into_an_installer_twice_gives_the_same_bytes(kind: str, built: Path, tmp_path: Path) -> None:
    tools, make = MAKERS[kind]
    if lacking := [tool for tool in tools if not shutil.which(tool)]:
        pytest.skip(f"{', '.join(lacking)} is not installed here")
    sums = set()
    for name in ("one", "another place"):
        copy, out = tmp_path / name / "commissioning-desk", tmp_path / name / "out"
        shutil.copytree(built, copy, copy_function=shutil.copyfile)
        out.mkdir()
        made = make(copy, out, "0.9.0", EPOCH)
        assert made == out / f"commissioning-desk-0.9.0-{kind}"
        assert [path.name for path in out.iterdir()] == [made.name]
        sums.add(hashlib.sha256(made.read_bytes()).hexdigest())
    assert len(sums) == 1


def test_the_zip_has_one_folder_its_files_in_order_and_no_program_of_another_system(
    built: Path, tmp_path: Path
) -> None:
    (built / CLI).chmod(0o755)
    with zipfile.ZipFile(portable.make(built, tmp_path, "0.9.0", EPOCH)) as archive:
        entries = archive.infolist()
        assert archive.testzip() is None
        assert archive.read(f"commissioning-desk-0.9.0/{DESK}") == DESK.encode()
    names = [entry.filename for entry in entries]
    assert names == sorted(names)
    assert {name.split("/")[0] for name in names} == {"commissioning-desk-0.9.0"}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {entry.date_time for entry in entries} == {(2026, 9, 21, 14, 13, 20)}


def test_a_zip_cannot_be_older_than_zips(built: Path, tmp_path: Path) -> None:
    with pytest.raises(Failed, match="cannot be dated before 1980"):
        portable.make(built, tmp_path, "0.9.0", 0)


def test_the_msi_does_its_own_actions_in_their_places(built: Path, tmp_path: Path) -> None:
    if lacking := [tool for tool in (*MAKERS["machine.msi"][0], "msiinfo") if not shutil.which(tool)]:
        pytest.skip(f"{', '.join(lacking)} is not installed here")
    made = msi.make(built, tmp_path, "0.9.0", EPOCH)

    def table(name: str) -> dict[str, list[str]]:
        said = subprocess.run(["msiinfo", "export", made, name], capture_output=True, check=True).stdout.decode()
        rows = [line.split("\t") for line in said.splitlines()[3:]]
        return {row[0]: row[1:] for row in rows}

    at = {action: int(number) for action, (_, number) in table("InstallExecuteSequence").items()}
    for name in msi.KEPT:
        assert at["AppSearch"] < at[f"Keep{name}"] < at["HoldClosed"]
    assert at["LaunchConditions"] < at["HoldClosed"] < at["CostInitialize"]
    assert at["InstallInitialize"] < at["RemoveExistingProducts"] < at["ProcessComponents"]
    assert table("CustomAction")["HoldClosed"][0] == "1"
    properties = table("Property")
    assert properties["ALLUSERS"] == ["1"]
    handed_on = properties["SecureCustomProperties"][0].split(";")
    assert {*msi.KEPT, "WIX_UPGRADE_DETECTED", "WIX_DOWNGRADE_DETECTED"} <= set(handed_on)
