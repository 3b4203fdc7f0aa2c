"""What a windowed program says where it has no console of its own: seen in that of whoever typed it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.who import VERSION

pytestmark = [
    pytest.mark.windows,
    pytest.mark.skipif(sys.platform != "win32", reason="only on Windows may a program lack a console"),
]

CREATE_NEW_CONSOLE = 0x10
"""As `subprocess` calls it, which has it on Windows alone."""

TYPED = """
import ctypes, subprocess, sys
from pathlib import Path

ended = subprocess.run(sys.argv[2:], timeout=60)
kernel = ctypes.windll.kernel32
kernel.CreateFileW.restype = ctypes.c_void_p
console = ctypes.c_void_p(kernel.CreateFileW("CONOUT$", 0xC0000000, 3, None, 3, 0, None))
letters, count = ctypes.create_unicode_buffer(2001), ctypes.c_ulong()
kernel.ReadConsoleOutputCharacterW(console, letters, 2000, 0, ctypes.byref(count))
shown = " ".join(letters[: count.value].split())
Path(sys.argv[1]).write_text(f"{ended.returncode} {shown}", "utf-8")
"""
"""Starts what it is given as a person at a console of its own, and writes down what they then see in it."""

WINDOWED = """
import sys
sys.stdout = sys.stderr = None
from ui.__main__ import start
sys.exit(start())
"""
"""The windowed program, without the streams that Windows does not give one."""


def shown(tmp_path: Path, *arguments: str) -> str:
    """The exit code of the windowed program, and what stands in the console in which it was typed."""
    told = tmp_path / "shown.txt"
    program = [str(Path(sys.executable).with_name("pythonw.exe")), "-c", WINDOWED, *arguments]
    subprocess.run(
        [sys.executable, "-c", TYPED, str(told), *program],
        creationflags=CREATE_NEW_CONSOLE,
        check=True,
        timeout=120,
    )
    return told.read_text("utf-8")


def test_the_version_is_seen_where_it_was_asked_for(tmp_path: Path) -> None:
    assert shown(tmp_path, "--version") == f"0 {VERSION}"


def test_a_refusal_is_seen_where_it_was_typed(tmp_path: Path) -> None:
    said = "python -m ui: unrecognized arguments: --nonsense. Add --help to see what it takes."
    assert shown(tmp_path, "--nonsense") == f"1 {said}"
