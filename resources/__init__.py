"""Where the files that travel with the program are found: fonts, icons, style, example offices, wording."""

from __future__ import annotations

import sys
from pathlib import Path


def path(*parts: str) -> Path:
    """The place of a resource, `path("fonts", "OFL.txt")`, in the source tree and in a frozen build alike."""
    frozen = getattr(sys, "_MEIPASS", None)  # set by PyInstaller to the folder it unpacked the program in
    folder = Path(frozen) / "resources" if frozen else Path(__file__).parent
    return folder.joinpath(*parts)
