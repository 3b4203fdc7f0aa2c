"""Holds a finished Windows build against what it may hold, and what a plain Windows 10 has for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from installer.steps import Failed

# What a build may ask of Windows: libraries that every Windows 10 since 1809 has. A new one is looked up before it is
# put here.
WINDOWS_10 = frozenset(
    (
        *("advapi32", "authz", "bcrypt", "comctl32", "comdlg32", "d3d11", "d3d12", "d3d9", "dwmapi", "dwrite", "dxgi"),
        *("gdi32", "icuuc", "imm32", "iphlpapi", "kernel32", "mpr", "netapi32", "ntdll", "ole32", "oleaut32", "rpcrt4"),
        *("setupapi", "shell32", "shlwapi", "uiautomationcore", "user32", "userenv", "uxtheme", "version", "winmm"),
        *("winspool.drv", "ws2_32", "wtsapi32"),
    )
)
SETS = ("api-ms-win-", "ext-ms-win-")
"""Names that Windows itself makes into those of its own libraries."""

FOREIGN = re.compile(rb"Wine (builtin|placeholder) DLL")
SHIMS = ("icuuc", "mscms")
PROGRAMS = (".dll", ".exe", ".pyd")


def check(build: Path) -> int:
    """Make sure a build asks Windows 10 only for what that has and holds no file of Wine; how many files were read.

    Raises Failed, with the first file that is not so.
    """
    files = sorted(path for path in build.rglob("*") if path.suffix.lower() in PROGRAMS)
    if not files:
        raise Failed(f"There is no program in {build.name}.")
    for file in build.rglob("*"):
        _hold_no_stand_in(file, build)
    own = {file.name.lower() for file in files}
    for file in files:
        if lacking := sorted(name for name in set(wanted(file)) if name not in own and not _is_in_windows(name)):
            raise Failed(
                f"{file.relative_to(build)} asks for {', '.join(lacking)}, which is neither in the build nor in every "
                "Windows 10."
            )
    return len(files)


def wanted(file: Path) -> Iterator[str]:
    """The names of the libraries that a program asks for, in small letters, at its start and later. Raises Failed."""
    import pefile

    try:
        opened = pefile.PE(str(file), fast_load=True)
    except pefile.PEFormatError as error:
        raise Failed(f"{file.name} is not whole, or no program of Windows: {error.value}.") from error
    with opened as program:
        program.parse_data_directories(
            [
                pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_IMPORT"],
                pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT"],
            ]
        )
        for kind in ("DIRECTORY_ENTRY_IMPORT", "DIRECTORY_ENTRY_DELAY_IMPORT"):
            for entry in getattr(program, kind, []):
                yield entry.dll.decode("ascii").lower()


def _is_in_windows(name: str) -> bool:
    return name.startswith(SETS) or name.removesuffix(".dll") in WINDOWS_10


def _hold_no_stand_in(file: Path, build: Path) -> None:
    """Raises Failed for a file of Wine, or one of the stand-ins with which a build is tested under it."""
    if file.stem.lower() in SHIMS:
        raise Failed(f"The build holds {file.relative_to(build)}, which is Windows' own and must not be in it.")
    if file.is_file() and FOREIGN.search(file.read_bytes()):
        raise Failed(f"The build holds {file.relative_to(build)}, which is a file of Wine.")
