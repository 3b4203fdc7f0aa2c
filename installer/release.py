"""Lays a release out as it will lie on the share: current.json, and a folder of its version with the rest.

current.json
0.9.0/commissioning-desk-0.9.0-machine.msi, …-setup.exe, …-portable.zip
0.9.0/SHA256SUMS, sbom.cdx.json, README.md, LICENCE, THIRD-PARTY-NOTICES.md, policy/
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from app.errors import Refused
from app.updates import CURRENT, Release, ReleaseFile, to_json
from db.identity import SCHEMA
from installer.steps import ROOT, Failed

INSTALLER = ROOT / "installer"
NOTES = INSTALLER / "notes.txt"
SUMS = "SHA256SUMS"
SBOM = "sbom.cdx.json"


def lay_out(made: Sequence[Path], sbom: bytes, out: Path, version: str, epoch: int) -> None:
    """Lay a release out in an empty folder; `made` are the installers, which are moved. Raises Failed."""
    folder = out / version
    folder.mkdir(parents=True)
    for file in made:
        file.rename(folder / file.name)
    (folder / SBOM).write_bytes(sbom)
    for paper in (INSTALLER / "README.md", ROOT / "LICENCE", ROOT / "THIRD-PARTY-NOTICES.md"):
        shutil.copyfile(paper, folder / paper.name)
    shutil.copytree(INSTALLER / "policy", folder / "policy")
    (folder / SUMS).write_text(sums(folder), "utf-8")
    (out / CURRENT).write_text(_current(folder, [file.name for file in made], version, epoch), "utf-8")
    for path in sorted(out.rglob("*")):
        os.utime(path, (epoch, epoch))


def sums(folder: Path) -> str:
    """The SHA-256 of every file of a folder but the list itself, as `sha256sum --check` reads it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    return "".join(f"{sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)


def sha256(file: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def notes(version: str) -> str:
    """What is new in this version, as one paragraph. Raises Failed where the notes are those of another version."""
    first, _, rest = NOTES.read_text("utf-8").partition("\n")
    if first.strip() != version:
        raise Failed(
            f"installer/notes.txt begins with {first.strip()!r}, and this is version {version}: write its notes."
        )
    return " ".join(rest.split())


def _current(folder: Path, names: Sequence[str], version: str, epoch: int) -> str:
    release = Release(
        version=version,
        released=datetime.fromtimestamp(epoch, UTC).date(),
        schema=SCHEMA,
        notes=notes(version),
        files={name: ReleaseFile(sha256(folder / name), (folder / name).stat().st_size) for name in names},
    )
    try:
        return to_json(release)
    except Refused as refused:
        raise Failed(refused.message) from refused
