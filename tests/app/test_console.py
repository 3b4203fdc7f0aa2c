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

IN_USE = """
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ui.kit import state

folder = Path(sys.argv.pop())

def run(self):
    try:
        open("CONOUT$", "w").close()
        told = "has the console"
    except OSError:
        told = "has no console"
    (folder / "told.txt").write_text(told)
    return 0

QApplication.exec = run
state.use_file(folder / "desk.ini")
"""
"""Writes down, where the window would be used, whether the program still has the console it was typed in."""


def shown(tmp_path: Path, *arguments: str, program: str = WINDOWED) -> str:
    """The exit code of the windowed program, and what stands in the console in which it was typed."""
    told = tmp_path / "shown.txt"
    started = [str(Path(sys.executable).with_name("pythonw.exe")), "-c", program, *arguments]
    subprocess.run(
        [sys.executable, "-c", TYPED, str(told), *started],
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


def test_a_window_does_not_close_with_the_console_it_was_typed_in(tmp_path: Path) -> None:
    program = WINDOWED.replace("from ui.__main__", f"{IN_USE}\nfrom ui.__main__")
    assert shown(tmp_path, str(tmp_path), program=program).startswith("0")
    assert (tmp_path / "told.txt").read_text() == "has no console"
