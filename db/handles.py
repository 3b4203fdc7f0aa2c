"""Whether another program holds a file so that it cannot be opened: Windows alone lets a program do that."""

from __future__ import annotations

import sys
from pathlib import Path

if sys.platform == "win32":

    def held_elsewhere(path: Path) -> bool:
        """Whether a backup program, a virus scanner or the like keeps a database or its journal from being opened."""
        return any(map(_is_held, (path, path.with_name(f"{path.name}-journal"))))

    def _is_held(path: Path) -> bool:
        import ctypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        number, pointer = ctypes.c_uint32, ctypes.c_void_p
        kernel.CreateFileW.restype, kernel.CloseHandle.argtypes = pointer, [pointer]
        kernel.CreateFileW.argtypes = [ctypes.c_wchar_p, number, number, pointer, number, number, pointer]
        read_and_write, share_all, existing, sharing_violation = 0xC0000000, 7, 3, 32
        handle = kernel.CreateFileW(str(path), read_and_write, share_all, None, existing, 0, None)
        if handle in {None, pointer(-1).value}:
            return ctypes.get_last_error() == sharing_violation
        kernel.CloseHandle(handle)
        return False

else:

    def held_elsewhere(path: Path) -> bool:
        """Never: here a file that somebody has open can be opened all the same."""
        return False
