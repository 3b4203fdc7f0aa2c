"""Makes the installer for one person, who needs no rights for it: setup.exe, by NSIS."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from installer.contents import WINDOWS, folders, kilobytes, staged
from installer.steps import run

SCRIPT = WINDOWS / "desk.nsi"
SIDE, HEADER = (328, 628), (300, 114)
"""Pixels of the wizard's two pictures: twice what it shows at 100 %, so that they stay sharp at 200 %."""


def make(built: Path, out: Path, version: str, epoch: int, *, quick: bool = False) -> Path:
    """Write commissioning-desk-VERSION-setup.exe into `out`; `epoch` is the second since 1970 its files are dated by.

    A `quick` one is not compressed, and made in a moment, for trying it out. Raises Failed.
    """
    made = out / f"commissioning-desk-{version}-setup.exe"
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        files = staged(built, work / "files", epoch)
        (work / "files.nsh").write_text("".join(f"{line}\n" for line in listed(files)), "utf-8")
        pictures(work)
        for file in work.glob("*.bmp"):
            os.utime(file, (epoch, epoch))
        run(["makensis", *_options(work, made, version, quick=quick), SCRIPT], cwd=work)
    return made


def _options(work: Path, made: Path, version: str, *, quick: bool) -> list[str]:
    defined = {
        "VERSION": version,
        "OUT": made,
        "WORK": work,
        "WINDOWS": WINDOWS,
        "KILOBYTES": kilobytes(work / "files"),
        **({"QUICK": 1} if quick else {}),
    }
    return ["-V2", "-WX", "-INPUTCHARSET", "UTF8", *(f"-D{name}={value}" for name, value in defined.items())]


def listed(files: list[PurePosixPath]) -> Iterator[str]:
    """The lines of NSIS that put these files in their places, and those that take them away and nothing else."""
    yield "!macro PutFiles"
    last = None
    for file in sorted(files, key=lambda file: (str(file.parent), file.name)):
        if file.parent != last:
            yield f'  SetOutPath "{_in_windows(file.parent)}"'
            last = file.parent
        yield f'  File "${{WORK}}/files/{file}"'
    yield "!macroend"
    yield "!macro RemoveFiles"
    for file in files:
        yield f'  Delete "{_in_windows(file)}"'
    for folder in reversed(folders(files)):
        yield f'  RMDir "{_in_windows(folder)}"'
    yield "!macroend"


def _in_windows(path: PurePosixPath) -> str:
    return "\\".join(("$INSTDIR", *path.parts))


def pictures(folder: Path) -> None:
    """Draw the wizard's two pictures from the desk's icon: side.bmp and header.bmp."""
    from PIL import Image

    with Image.open(WINDOWS / "desk.ico") as icon:
        largest = icon.convert("RGBA")
    colour = largest.getpixel((largest.width // 2, largest.height // 20))
    assert isinstance(colour, tuple)
    side = Image.new("RGB", SIDE, colour[:3])
    mark = largest.resize((176, 176), Image.Resampling.LANCZOS)
    side.paste(mark, ((SIDE[0] - mark.width) // 2, 150), mark)
    side.save(folder / "side.bmp")
    header = Image.new("RGB", HEADER, "white")
    mark = largest.resize((72, 72), Image.Resampling.LANCZOS)
    header.paste(mark, (HEADER[0] - mark.width - 24, (HEADER[1] - mark.height) // 2), mark)
    header.save(folder / "header.bmp")
