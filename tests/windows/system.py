"""What tests ask of Windows itself: a file held as another program holds it, a folder nobody may write, a share."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

ONLY = [pytest.mark.windows, pytest.mark.skipif(sys.platform != "win32", reason="Windows alone behaves so")]
"""For a module of tests of what no other system does."""
READ, WRITE, DELETE = 1, 2, 4
"""What others may still do with a file that is held, as CreateFile's share mode counts it."""
PATIENCE_SECONDS = 60.0

if sys.platform == "win32":

    @contextmanager
    def held(path: Path, *, others_may: int = 0) -> Iterator[None]:
        """Hold the file open to read, as a backup program or a virus scanner does. Raises OSError."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        number, pointer = ctypes.c_uint32, ctypes.c_void_p
        kernel.CreateFileW.restype, kernel.CloseHandle.argtypes = pointer, [pointer]
        kernel.CreateFileW.argtypes = [ctypes.c_wchar_p, number, number, pointer, number, number, pointer]
        handle = kernel.CreateFileW(str(path), 0x80000000, others_may, None, 3, 0x80, None)
        if handle in {None, pointer(-1).value}:
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            yield
        finally:
            kernel.CloseHandle(handle)

    def byte_is_locked(path: Path, at: int) -> bool:
        """Whether another handle of the file has locked this one byte."""
        import msvcrt

        with path.open("r+b") as file:
            file.seek(at)
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            except OSError:
                return True
            file.seek(at)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
        return False

else:

    def byte_is_locked(path: Path, at: int) -> bool:
        """Elsewhere no byte can be locked against a plain reader."""
        raise OSError(f"byte {at} of {path} cannot be asked for here")

    @contextmanager
    def held(path: Path, *, others_may: int = 0) -> Iterator[None]:
        """Elsewhere no program can."""
        raise OSError(f"{path} cannot be held for {others_may} here")


@contextmanager
def beside(script: str, *arguments: Path) -> Iterator[Callable[[], str]]:
    """Run the script in another process till it says something; call what comes to let it end and have its last line.

    It waits for a line wherever it calls `input()`.
    """
    command = [sys.executable, "-c", script, *map(str, arguments)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=Path.cwd()
    )
    try:
        assert process.stdout is not None
        first = process.stdout.readline().strip()
        assert first == "ready", f"the other process did not come so far: {first}"

        def go_on() -> str:
            said, _ = process.communicate("\n", timeout=PATIENCE_SECONDS)
            assert process.returncode == 0
            return said.strip()

        yield go_on
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


@pytest.fixture
def unwritable() -> Path:
    """A folder of the system's in which nothing can be made, whoever runs the tests."""
    for folder in (Path("Z:/sys"), Path(os.environ.get("SystemRoot", "C:/Windows")) / "System32"):  # noqa: SIM112
        probe = folder / f"{uuid4()}.txt"
        try:
            probe.touch()
        except PermissionError:
            return folder
        except OSError:
            continue
        probe.unlink()
    pytest.skip("every folder of this system may be written to by whoever runs the tests")


@pytest.fixture
def share() -> Iterator[Path]:
    r"""A new folder on the share that DESK_TEST_SHARE names, such as \\server\share."""
    named = os.environ.get("DESK_TEST_SHARE", "")
    if not named:
        pytest.skip("DESK_TEST_SHARE names no share, such as \\\\server\\share")
    folder = Path(named) / f"Übung & Co {uuid4()}"
    folder.mkdir()
    yield folder
    for above, folders, files in os.walk(folder, topdown=False):
        for name in files:
            Path(above, name).chmod(0o600)
            Path(above, name).unlink()
        for name in folders:
            Path(above, name).rmdir()
    folder.rmdir()


@pytest.fixture
def read_only_share() -> Path:
    """The office file on a share that may only be read, which DESK_TEST_READ_ONLY names."""
    named = os.environ.get("DESK_TEST_READ_ONLY", "")
    if not named:
        pytest.skip("DESK_TEST_READ_ONLY names no office file on a share that may only be read")
    return Path(named)
