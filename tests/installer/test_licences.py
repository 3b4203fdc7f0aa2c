"""The licence texts that go into a build, from the packages that are installed here."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from installer import licences
from installer.licences import FOLDER, KEPT, NoLicence, licence_files, packages, system_licence_files

NOTICES = licences.ROOT / "THIRD-PARTY-NOTICES.md"


def lay(site: Path, name: str, *texts: str) -> None:
    """Install a package of this name that carries these texts."""
    about = site / f"{name.replace('-', '_')}-1.0.dist-info"
    record = [f"{about.name}/METADATA,,"]
    for text in texts:
        (about / text).parent.mkdir(parents=True, exist_ok=True)
        (about / text).write_text("You may.", "utf-8")
        record.append(f"{about.name}/{text},,")
    about.mkdir(parents=True, exist_ok=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8")
    (about / "RECORD").write_text("\n".join(record), "utf-8")


def test_every_package_of_a_build_has_its_texts_in_a_folder_of_its_own() -> None:
    found = licence_files()
    for name in packages():
        if name not in licences.STANDS_FOR:
            assert any(re.match(rf"{FOLDER}/{re.escape(name)}-\d", folder) for _, folder in found), name
    assert all(Path(source).stat().st_size for source, _ in found)
    assert len({(folder, Path(source).name) for source, folder in found}) == len(found)


def test_the_texts_of_pdfiums_own_libraries_keep_their_folders() -> None:
    folders = {folder.split("/", 3)[3] for _, folder in licence_files() if "/pypdfium2-" in folder}
    assert {"BUILD_LICENSES", "LICENSES"} <= folders


def test_the_font_that_no_build_holds_brings_no_text_along() -> None:
    assert not [source for source, _ in licence_files() if "DarkGarden" in source]


def test_the_texts_are_found_in_another_folder_of_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, "One-Thing", "licenses/LICENSE", "licenses/deep/NOTICE.txt")
    lay(tmp_path, "other", "COPYING", "top_level.txt")
    monkeypatch.setattr(licences, "packages", lambda: ["one-thing", "other"])
    about = tmp_path / "One_Thing-1.0.dist-info" / "licenses"
    assert licence_files(tmp_path) == [
        (str(about / "LICENSE"), f"{FOLDER}/one-thing-1.0"),
        (str(about / "deep" / "NOTICE.txt"), f"{FOLDER}/one-thing-1.0/deep"),
        (str(tmp_path / "other-1.0.dist-info" / "COPYING"), f"{FOLDER}/other-1.0"),
    ]


def test_a_package_without_a_text_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, "silent")
    monkeypatch.setattr(licences, "packages", lambda: ["silent"])
    with pytest.raises(NoLicence, match=r"^silent carries no licence text and none stands for it in .*\.$"):
        licence_files(tmp_path)


def test_a_text_that_was_taken_out_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, "torn", "LICENSE")
    (tmp_path / "torn-1.0.dist-info" / "LICENSE").unlink()
    monkeypatch.setattr(licences, "packages", lambda: ["torn"])
    with pytest.raises(NoLicence, match=r"^torn names the licence text torn-1\.0\.dist-info/LICENSE, which is not"):
        licence_files(tmp_path)


def test_a_package_that_is_not_installed_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(NoLicence, match=r"^alembic is not installed"):
        licence_files(tmp_path)


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="only Debian knows which package holds a library")
def test_a_library_of_the_system_brings_its_packages_text_and_the_licences_it_refers_to(tmp_path: Path) -> None:
    library = next(Path("/usr/lib").glob("*/libglib-2.0.so.0"))
    found = system_licence_files([library, tmp_path / "libnobodys.so.1"])
    assert system_licence_files([tmp_path / "libnobodys.so.1"]) == []
    folders = {folder for _, folder in found}
    assert len([one for one in folders if one.startswith(f"{FOLDER}/system/libglib")]) == 1
    assert any(Path(source).name.startswith("LGPL-2") for source, _ in found)


def test_the_texts_that_no_package_carries_are_whole() -> None:
    beginnings = {
        "Apache-2.0.txt": "Apache License\n                           Version 2.0",
        "CPython-3.11.txt": "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
        "CPython-libraries.txt": "libmpdec",
        "GPL-3.0.txt": "GNU GENERAL PUBLIC LICENSE\n                       Version 3",
        "LGPL-3.0.txt": "GNU LESSER GENERAL PUBLIC LICENSE\n                       Version 3",
        "Microsoft-runtime.txt": "msvcp140.dll",
        "NSIS.txt": "Common Public License version 1.0",
        "Qt-third-party.txt": "HarfBuzz",
    }
    assert sorted(one.name for one in KEPT.iterdir()) == sorted(beginnings)
    for name, words in beginnings.items():
        assert words in (KEPT / name).read_text("utf-8")
    assert (
        (KEPT / "GPL-3.0.txt").read_text("utf-8").rstrip().endswith("<https://www.gnu.org/licenses/why-not-lgpl.html>.")
    )


def test_each_licence_that_a_work_inside_qt_names_is_written_out() -> None:
    works, texts = (KEPT / "Qt-third-party.txt").read_text("utf-8").split("\n" + "-" * 100 + "\n", 1)
    heads = re.findall(r"^-{100}\n(.+)\n-{100}$", "-" * 100 + "\n" + texts, re.MULTILINE)
    names = {name for line in re.findall(r"licence: (.+)", works) for name in re.split(r", | and | or ", line)}
    elsewhere = {"public domain", "Apache-2.0"}
    written = {part for head in heads for part in re.split(r" and ", head.split(",")[0])}
    assert names - elsewhere == written
