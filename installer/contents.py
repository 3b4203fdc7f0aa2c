"""What an installer puts into the folder of the program: a finished build, and the icon of office files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path, PurePosixPath

from installer.steps import Failed

WINDOWS = Path(__file__).resolve().parent / "windows"
DESK, CLI = "commissioning-desk.exe", "commissioning-desk-cli.exe"
OFFICE_ICON = "opcc.ico"


def staged(built: Path, folder: Path, epoch: int) -> list[PurePosixPath]:
    """Copy a build into a new folder as it will be installed, every file dated `epoch` (seconds since 1970, UTC).

    What comes back are its files, by their paths in the folder, in a lasting order. Raises Failed where the build lacks
    a program, or a file has a name that Windows cannot keep apart from another or write at all.
    """
    hold_programs(built)
    shutil.copytree(built, folder)
    shutil.copyfile(WINDOWS / OFFICE_ICON, folder / OFFICE_ICON)
    paths = sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix())
    for path in paths:
        os.utime(path, (epoch, epoch))
    files = [PurePosixPath(path.relative_to(folder).as_posix()) for path in paths if path.is_file()]
    _hold_names(files)
    return files


def hold_programs(built: Path) -> None:
    """Go on only where both programs are in the build. Raises Failed."""
    if lacking := [name for name in (DESK, CLI) if not (built / name).is_file()]:
        raise Failed(f"{built.name} is no build for Windows: it lacks {' and '.join(lacking)}.")


def folders(files: list[PurePosixPath]) -> list[PurePosixPath]:
    """Every folder that these files lie in, the outer ones first; not the folder of the program itself."""
    found = {above for file in files for above in file.parents}
    return sorted(found - {PurePosixPath()}, key=lambda folder: (len(folder.parts), str(folder)))


def kilobytes(folder: Path) -> int:
    """The size of all files of a folder, in units of 1024 bytes, as Windows shows it of what is installed."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1024


def _hold_names(files: list[PurePosixPath]) -> None:
    seen: dict[str, PurePosixPath] = {}
    for file in files:
        if not str(file).isascii() or any(sign in str(file) for sign in '"$`<>:|?*\\'):
            raise Failed(f"The build holds {file}, a name that the installers cannot carry.")
        if other := seen.get(str(file).lower()):
            raise Failed(f"The build holds {other} and {file}, which are one file on Windows.")
        seen[str(file).lower()] = file
