"""A release as it will lie on the share, read by those who will read it: the desk, and `sha256sum --check`."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from app.updates import CURRENT, from_json
from app.who import VERSION
from db.identity import SCHEMA
from installer import release
from installer.release import NOTES, SUMS, lay_out, notes, sums
from installer.steps import Failed

A_DAY = 1_790_000_000  # 21 September 2026
ENDINGS = ("setup.exe", "machine.msi", "portable.zip")


def made(folder: Path, version: str = VERSION) -> list[Path]:
    """The three installers, of other content each."""
    folder.mkdir()
    files = [folder / f"commissioning-desk-{version}-{ending}" for ending in ENDINGS]
    for file in files:
        file.write_bytes(file.name.encode() * 1000)
    return files


@pytest.fixture
def laid(tmp_path: Path) -> Path:
    """A release of this version."""
    out = tmp_path / "Jo’s büild & co"
    out.mkdir()
    lay_out(made(tmp_path / "made"), b"{}\n", out, VERSION, A_DAY)
    return out


def test_the_desk_reads_of_a_release_what_was_put_there(laid: Path) -> None:
    told = from_json((laid / CURRENT).read_bytes())
    assert (told.version, told.released.isoformat(), told.schema) == (VERSION, "2026-09-21", SCHEMA)
    assert told.notes == notes(VERSION)
    assert sorted(told.files) == sorted(f"commissioning-desk-{VERSION}-{ending}" for ending in ENDINGS)
    for name, one in told.files.items():
        file = laid / VERSION / name
        assert (one.sha256, one.bytes) == (release.sha256(file), file.stat().st_size)


def test_the_papers_and_the_policy_template_lie_beside_the_installers(laid: Path) -> None:
    names = {file.relative_to(laid / VERSION).as_posix() for file in (laid / VERSION).rglob("*") if file.is_file()}
    assert {
        *("SHA256SUMS", "sbom.cdx.json", "README.md", "LICENCE", "THIRD-PARTY-NOTICES.md"),
        *(
            "policy/CommissioningDesk.admx",
            "policy/en-GB/CommissioningDesk.adml",
            "policy/en-US/CommissioningDesk.adml",
        ),
    } <= names
    assert sorted(one.name for one in laid.iterdir()) == sorted([VERSION, CURRENT])


def test_every_file_is_dated_by_the_second_of_the_build(laid: Path) -> None:
    assert {path.stat().st_mtime for path in laid.rglob("*")} == {float(A_DAY)}


def test_two_releases_of_the_same_files_are_the_same_bytes(laid: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    lay_out(made(tmp_path / "remade"), b"{}\n", again, VERSION, A_DAY)
    assert sums(again) == sums(laid)


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="There is no sha256sum here.")
def test_sha256sum_checks_a_release_by_its_list_and_finds_what_was_changed(laid: Path) -> None:
    def checked() -> tuple[int, str]:
        asked = ["sha256sum", "--check", "--strict", SUMS]
        ended = subprocess.run(asked, cwd=laid / VERSION, capture_output=True, text=True, check=False)
        return ended.returncode, ended.stdout

    code, said = checked()
    files = [file for file in (laid / VERSION).rglob("*") if file.is_file() and file.name != SUMS]
    assert (code, said.count(": OK\n")) == (0, len(files))
    with (laid / VERSION / "policy" / "CommissioningDesk.admx").open("ab") as changed:
        changed.write(b" ")
    assert checked()[0] == 1
    assert "policy/CommissioningDesk.admx: FAILED" in checked()[1]


def test_notes_of_another_version_stop_a_release(tmp_path: Path) -> None:
    with pytest.raises(Failed) as refused:
        notes("99.0.0")
    assert str(refused.value) == (
        f"installer/notes.txt begins with '{VERSION}', and this is version 99.0.0: write its notes."
    )
    with pytest.raises(Failed, match="write its notes"):
        lay_out(made(tmp_path / "made", "99.0.0"), b"{}\n", tmp_path / "out", "99.0.0", A_DAY)
    assert not (tmp_path / "out" / CURRENT).exists()


def test_the_notes_are_one_paragraph_of_this_version() -> None:
    assert NOTES.read_text("utf-8").startswith(f"{VERSION}\n")
    said = notes(VERSION)
    assert said == " ".join(said.split())
    assert said.endswith(".")


def test_what_the_desk_would_not_believe_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = tmp_path / "notes.txt"
    long.write_text(f"{VERSION}\n" + "word " * 400, "utf-8")
    monkeypatch.setattr(release, "NOTES", long)
    with pytest.raises(Failed, match="notes"):
        lay_out(made(tmp_path / "made"), b"{}\n", tmp_path / "out", VERSION, A_DAY)
    assert not (tmp_path / "out" / CURRENT).exists()
