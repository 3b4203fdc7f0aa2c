"""The list of parts of a build, from the packages that are installed here, against the schema and what is known."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

import pytest

from installer import licences
from installer.parts import (
    LICENCES,
    Part,
    System,
    Unknown,
    beside,
    file_version,
    filled,
    from_system,
    inside_qt,
    packages,
    versions_inside,
)
from installer.sbom import ABSENT, BadList, check, hold_absent, sbom

LOCK = licences.ROOT / "requirements" / "run.lock"
NAMES = [name for name in licences.packages() if name != licences.STARTER]
DAY = 1_790_000_000  # 21 September 2026
TOOLS = (Part("NSIS", "3.08-3", "Zlib"), Part("PyInstaller", "6.22.3", ""))


def parts(system: System = "windows") -> list[Part]:
    """All that a build made here would hold."""
    versions = versions_inside()
    return filled(packages(NAMES, LOCK), versions, system) + beside(versions, "6.22.3", system, runtime="14.44.35211.0")


def listed(given: list[Part] | None = None) -> dict[str, Any]:
    """The list of these parts, read back."""
    told: dict[str, Any] = json.loads(sbom(given or parts(), TOOLS, "0.9.0", DAY))
    return told


def every(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """All components, and those inside them."""
    for one in components:
        yield one
        yield from every(one.get("components", []))


def wheel(folder: Path, name: str, content: bytes) -> str:
    """Put a file of this name there; its SHA-256."""
    (folder / name).write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def lock(folder: Path, *lines: tuple[str, str, str]) -> Path:
    """A lock file of these packages, versions and hashes."""
    path = folder / "some.lock"
    text = (
        f"{name}=={version} \\\n    --hash=sha256:{'0' * 64} \\\n    --hash=sha256:{sha}\n"
        for name, version, sha in lines
    )
    path.write_text("".join(text), "utf-8")
    return path


def test_the_same_build_gives_the_same_bytes_in_whatever_order_its_parts_come() -> None:
    assert sbom(parts(), TOOLS, "0.9.0", DAY) == sbom(reversed(parts()), reversed(TOOLS), "0.9.0", DAY)


def test_the_serial_number_follows_from_the_content() -> None:
    first = listed()["serialNumber"]
    assert first == listed()["serialNumber"]
    assert first != json.loads(sbom(parts(), TOOLS, "0.9.1", DAY))["serialNumber"]


def test_the_list_says_what_it_is_of_when_and_what_made_it() -> None:
    told = listed()
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    about = told["metadata"]
    assert (about["component"]["name"], about["component"]["version"]) == ("commissioning-desk", "0.9.0")
    assert about["timestamp"] == "2026-09-21T14:13:20+00:00"
    assert {(one["name"], one["version"], one["type"]) for one in about["tools"]["components"]} == {
        ("NSIS", "3.08-3", "application"),
        ("PyInstaller", "6.22.3", "application"),
    }
    assert {one["value"] for one in about["properties"]} == set(ABSENT)


@pytest.mark.parametrize("system", ["windows", "linux"])
def test_every_part_has_a_licence_and_all_that_was_asked_for_is_named(system: System) -> None:
    found = list(every(listed(parts(system))["components"]))
    assert [one["name"] for one in found if not one.get("licenses")] == []
    named = {one["name"] for one in found}
    assert {*NAMES, "CPython", "SQLite", "Qt", "FreeType", "PDFium", "Source Sans 3", "Lucide"} <= named
    assert ("Microsoft Visual C++ runtime" in named) == (system == "windows")
    assert ("Wintab" in named) == (system == "windows")
    assert ("forkfd" in named) == (system == "linux")


def test_the_versions_of_what_is_inside_are_those_that_run_here() -> None:
    import sqlite3

    from PySide6.QtCore import qVersion

    versions = {one["name"]: one.get("version") for one in every(listed()["components"])}
    assert versions["SQLite"] == sqlite3.sqlite_version
    assert versions["Qt"] == qVersion()


def test_the_licences_are_those_the_packages_themselves_state() -> None:
    assert set(LICENCES) == set(NAMES)
    stated = {name: metadata(name).json.get("license_expression") for name in NAMES}
    known = {name: words for name, words in stated.items() if isinstance(words, str)}
    assert len(known) >= 8
    assert {name: LICENCES[name] for name in known} == known


def test_works_inside_qt_carry_the_names_of_their_holders() -> None:
    png = next(one for one in inside_qt("windows") if one.name == "libpng")
    assert png.version.startswith("1.6.")
    assert any("Cosmin Truta" in holder for holder in png.holders)


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="only Debian knows which package holds a library")
def test_what_a_build_takes_from_debian_is_listed_with_its_version() -> None:
    (part,) = from_system(list(Path("/usr/lib").glob("*/libglib-2.0.so.0")))
    assert part.name.startswith("libglib2.0-0")
    assert part.version.startswith("2.")
    (told,) = listed([part])["components"]
    assert told["supplier"] == {"name": "Debian"}
    assert told["licenses"][0]["license"]["name"] == f"resources/licences/system/{part.name}/copyright"


def test_a_package_has_the_hash_of_the_wheel_it_is_installed_from(tmp_path: Path) -> None:
    sha = wheel(tmp_path, "rl_accel-0.9.1-cp311-cp311-win_amd64.whl", b"compiled")
    (part,) = packages(["rl-accel"], lock(tmp_path, ("mako", "1.0", "1" * 64), ("rl-accel", "0.9.1", sha)), tmp_path)
    assert (part.version, part.sha256) == ("0.9.1", sha)
    (told,) = listed([part])["components"]
    assert told["hashes"] == [{"alg": "SHA-256", "content": sha}]
    assert told["purl"] == "pkg:pypi/rl-accel@0.9.1"


def test_a_wheel_that_the_lock_file_does_not_allow_is_refused(tmp_path: Path) -> None:
    wheel(tmp_path, "mako-1.4.3-py3-none-any.whl", b"changed on the way")
    with pytest.raises(Unknown, match=r"^mako-1\.4\.3-py3-none-any\.whl is not the file that some\.lock allows\.$"):
        packages(["mako"], lock(tmp_path, ("mako", "1.4.3", "1" * 64)), tmp_path)


def test_a_package_without_a_wheel_a_line_or_a_licence_is_refused(tmp_path: Path) -> None:
    here = lock(tmp_path, ("mako", "1.4.3", "1" * 64), ("novel", "2.0", "2" * 64))
    with pytest.raises(Unknown, match=r"^There is no wheel of mako in "):
        packages(["mako"], here, tmp_path)
    with pytest.raises(Unknown, match=r"^some\.lock does not name pillow, which is in the build\.$"):
        packages(["pillow"], here)
    with pytest.raises(Unknown, match=r"^No licence is known here for novel\.$"):
        packages(["novel"], here)


def test_a_list_that_does_not_fit_the_schema_is_refused_with_the_place() -> None:
    told = listed()
    told["components"][0]["type"] = "sundry"
    with pytest.raises(BadList, match=r"does not fit the schema of CycloneDX 1\.6, at components/0/type: 'sundry'"):
        check(json.dumps(told))


def test_a_part_that_is_named_twice_is_refused() -> None:
    with pytest.raises(BadList, match=r"^The list of parts names mako twice\.$"):
        sbom([Part("mako", "1", "MIT"), Part("mako", "2", "MIT")], (), "0.9.0", DAY)


@pytest.mark.parametrize(
    ("file", "what"),
    [
        ("libcrypto-3.dll", "OpenSSL"),
        ("libssl.so.3", "OpenSSL"),
        ("_ssl.pyd", "OpenSSL"),
        ("_hashlib.cpython-311-x86_64-linux-gnu.so", "OpenSSL"),
        ("Qt6Network.dll", "Qt Network"),
        ("libQt6Network.so.6", "Qt Network"),
        ("tcl86t.dll", "Tcl and Tk"),
        ("_tkinter.pyd", "Tcl and Tk"),
    ],
)
def test_a_build_with_what_is_said_to_be_absent_is_refused(tmp_path: Path, file: str, what: str) -> None:
    inside = tmp_path / "_internal"
    inside.mkdir()
    for harmless in ("sqlite3.dll", "Qt6Core.dll", "libcrypt.so.1", "_sqlite3.pyd", "tk.txt", "LICENSE"):
        (inside / harmless).touch()
    hold_absent(tmp_path)
    (inside / file).touch()
    with pytest.raises(BadList, match=rf"^The build holds .*{file}, and {what} must not be in it\.$"):
        hold_absent(tmp_path)


def test_a_windows_library_tells_its_version(tmp_path: Path) -> None:
    described = (
        b"MZ" + bytes(64) + b"\xbd\x04\xef\xfe" + b"\x00\x00\x01\x00" + b"\x2c\x00\x0e\x00" + b"\x00\x00\x8b\x89"
    )
    (tmp_path / "told.dll").write_bytes(described)
    (tmp_path / "mute.dll").write_bytes(b"MZ" + bytes(64))
    assert file_version(tmp_path / "told.dll") == "14.44.35211.0"
    assert file_version(tmp_path / "mute.dll") == ""
