"""What the notices say of the works of others, against the lock files, the packages and the licence texts."""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import version
from pathlib import Path

import PySide6
from PySide6.QtCore import qVersion

from installer import licences
from installer.licences import FOLDER, KEPT, licence_files, packages

SITE = Path(str(PySide6.__file__)).parent.parent
NOTICES = (licences.ROOT / "THIRD-PARTY-NOTICES.md").read_text("utf-8")


def rows(section: str) -> list[list[str]]:
    """The rows of the table under a heading, as cells, without its head."""
    text = re.search(rf"^## {re.escape(section)}\n(.*?)(?=^## |\Z)", NOTICES, re.MULTILINE | re.DOTALL)
    assert text
    lines = [line for line in text[1].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def locked() -> dict[str, str]:
    """The packages of requirements/run.lock with their versions."""
    lock = (licences.ROOT / "requirements" / "run.lock").read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ \\]+)", lock, re.MULTILINE))


def test_the_packages_are_those_of_the_lock_file_no_more_and_no_fewer() -> None:
    named = {name.lower(): number for name, number, *_ in rows("Installed to run the desk, and in every build")}
    assert named == locked()


def test_each_package_has_the_texts_that_are_named_for_it() -> None:
    enclosed = {f"{folder}/{Path(source).name}" for source, folder in licence_files()}
    for name, number, _, texts in rows("Installed to run the desk, and in every build"):
        paths = re.findall(r"`([^`]+)`", texts)
        assert paths, name
        for path in paths:
            place = path if path.startswith("resources/") else f"{FOLDER}/{name.lower()}-{number}/{path}"
            assert place in enclosed or (licences.ROOT / place).is_file(), place


def test_every_text_in_the_repository_that_the_notices_name_is_there() -> None:
    named = re.findall(r"`((?:resources|tests)/[^`]+\.txt)`", NOTICES)
    assert len(named) > 10
    assert [path for path in named if not (licences.ROOT / path).is_file()] == []


def test_no_enclosed_text_is_without_a_work_that_names_it() -> None:
    assert [text.name for text in KEPT.iterdir() if f"`{FOLDER}/{text.name}`" not in NOTICES] == []


def test_the_versions_inside_the_packages_are_those_that_are_installed() -> None:
    assert set(re.findall(r"\bQt (\d+\.\d+\.\d+)", NOTICES)) == {qVersion()}
    assert set(re.findall(r"(?:PySide6|shiboken6) (\d+\.\d+\.\d+)", NOTICES)) == {version("PySide6-Essentials")}
    pdfium = json.loads((SITE / "pypdfium2_raw" / "version.json").read_text("utf-8"))
    assert f"| PDFium {'.'.join(str(pdfium[part]) for part in ('major', 'minor', 'build', 'patch'))} and" in NOTICES
    assert f"| the starter of PyInstaller {version('pyinstaller')} |" in NOTICES


def test_the_source_that_is_offered_is_of_the_version_that_is_used() -> None:
    archives = re.findall(r"(?:qt|pyside-setup)-everywhere-src-([0-9.]+)\.tar\.xz", NOTICES)
    assert archives == [qVersion(), version("shiboken6")]


def test_the_files_that_may_be_replaced_are_where_the_notices_say() -> None:
    windows, linux = (" ".join(cells) for cells in zip(*(row[1:] for row in rows("Qt and the LGPL")), strict=True))
    paths = re.findall(r"`([^`]+)`", windows if sys.platform == "win32" else linux)
    assert len(paths) == 6
    assert [path for path in paths if not list(SITE.glob(path.rstrip("/")))] == []


def test_every_package_of_a_build_is_named() -> None:
    assert [name for name in packages() if name not in NOTICES.lower()] == []
