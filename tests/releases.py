"""A releases folder as IT puts it on the share, with small files in the place of installers."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from app import updates
from app.updates import ENDINGS, Release, ReleaseFile


class Releases:
    """The folder that UpdatePath names; nothing is in it, and it is not there, until a release is put there."""

    notes = "Letters may be addressed to two people, and the bench is quicker."

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, version: str, *, schema: int = 8, without: str = "-", pieces: int = 1) -> Path:
        """Put a release there and say in current.json that it is the newest; the path of its setup.exe comes back.

        `without` is the ending of a file that is left out, `pieces` how many mebibytes a file holds at least.
        """
        place = self.folder / version
        place.mkdir(parents=True, exist_ok=True)
        files = {}
        for ending in ENDINGS.values():
            if ending == without:
                continue
            content = f"{ending} of {version}\n".encode() * (pieces * 2**20 // 20)
            name = f"commissioning-desk-{version}-{ending}"
            (place / name).write_bytes(content)
            files[name] = ReleaseFile(hashlib.sha256(content).hexdigest(), len(content))
        told = Release(version, date(2026, 12, 3), schema, self.notes, files)
        (self.folder / "current.json").write_text(updates.to_json(told), encoding="utf-8", newline="\n")
        return place / f"commissioning-desk-{version}-setup.exe"

    def lock(self) -> None:
        """Take everybody's right to write away, also in the two folders above; root needs none."""
        for one in [*self.folder.rglob("*"), self.folder, self.folder.parent, self.folder.parent.parent]:
            one.chmod(0o555 if one.is_dir() else 0o444)

    def unlock(self) -> None:
        """Give it back, so that the folder can be removed."""
        for one in [self.folder.parent.parent, self.folder.parent, self.folder, *self.folder.rglob("*")]:
            if one.exists():
                one.chmod(0o755 if one.is_dir() else 0o644)
