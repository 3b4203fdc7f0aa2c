"""A file held open as another program holds it on Windows: others may read, write or delete it, or may not."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

READ, WRITE, DELETE = 1, 2, 4
"""What others may still do, as CreateFile's share mode counts it."""

if sys.platform == "win32":

    @contextmanager
    def held(path: Path, *, others_may: int = 0) -> Iterator[None]:
        """Hold the file open to read, as a backup program or a virus scanner does. Raises OSError."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = ctypes.c_void_p
        number, pointer = ctypes.c_uint32, ctypes.c_void_p
        kernel.CreateFileW.argtypes = [ctypes.c_wchar_p, number, number, pointer, number, number, pointer]
        kernel.CloseHandle.argtypes = [ctypes.c_void_p]
        handle = kernel.CreateFileW(str(path), 0x80000000, others_may, None, 3, 0x80, None)
        if handle in {None, ctypes.c_void_p(-1).value}:
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            yield
        finally:
            kernel.CloseHandle(handle)
