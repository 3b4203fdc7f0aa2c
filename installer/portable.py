"""Makes the zip for a trial: unpack it anywhere, and start the desk from its folder."""

from __future__ import annotations

import stat
import time
import zipfile
from pathlib import Path

from installer.contents import hold_programs
from installer.steps import Failed

OLDEST = 315_532_800
"""The second since 1970 at which a zip's years begin: 1980."""


def make(built: Path, out: Path, version: str, epoch: int) -> Path:
    """Write commissioning-desk-VERSION-portable.zip into `out`: one folder, named after the version.

    Each file is dated `epoch`, in seconds since 1970, and stands in a lasting order. Raises Failed.
    """
    hold_programs(built)
    if epoch < OLDEST:
        raise Failed("A zip cannot be dated before 1980.")
    made = out / f"commissioning-desk-{version}-portable.zip"
    top = f"commissioning-desk-{version}"
    files = sorted((path.relative_to(built).as_posix(), path) for path in built.rglob("*") if path.is_file())
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, path in files:
            entry = zipfile.ZipInfo(f"{top}/{name}", time.gmtime(epoch)[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # whatever system makes it
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, path.read_bytes(), compresslevel=9)
    return made
