"""Whether the person at this desk may change a folder or a file, found out without changing anything."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _DELETE_CHILD, _DELETE = 0x40, 0x10000
    # write or add a file, append or add a folder, delete what is in it, delete it, change its rights, own it; each of
    # them alone is enough to put something else there
    _RIGHTS = (0x2, 0x4, _DELETE_CHILD, _DELETE, 0x40000, 0x80000)
    _SHARE_ALL, _OPEN_EXISTING, _ALSO_FOLDERS = 0x7, 3, 0x02000000
    _NOT_GRANTED = (5, 19)  # access denied, write-protected
    _IN_USE = 32  # the right was granted; somebody else has the file open

    def _may_change(path: Path) -> bool:
        return any(_granted(path, right) for right in _RIGHTS)

    def _may_swap(path: Path) -> bool:
        # to delete a folder is to rename it, whatever the rights are to what lies in it
        return _granted(path, _DELETE) or _granted(path.parent, _DELETE_CHILD)

    def _granted(path: Path, right: int) -> bool:
        """Whether the file or folder opens with this right; the server is asked, and nothing is written."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = wintypes.HANDLE
        kernel.CreateFileW.argtypes = (
            wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID, wintypes.DWORD, wintypes.DWORD,
            wintypes.HANDLE,
        )  # fmt: skip
        kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
        handle = kernel.CreateFileW(str(path), right, _SHARE_ALL, None, _OPEN_EXISTING, _ALSO_FOLDERS, None)
        if handle != wintypes.HANDLE(-1).value:
            kernel.CloseHandle(handle)
            return True
        error = ctypes.get_last_error()
        if error not in (*_NOT_GRANTED, _IN_USE):
            raise ctypes.WinError(error)
        return error == _IN_USE

else:
    import os

    def _may_change(path: Path) -> bool:
        path.stat()  # what is not there would be taken for what may not be written
        # the rights that count are those the process acts with
        return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)

    def _may_swap(path: Path) -> bool:
        sticky = path.parent.stat().st_mode & stat.S_ISVTX  # there only the owner may rename
        return not sticky and _may_change(path.parent)


def may_change(path: Path) -> bool:
    """Whether this person may write into the folder or file, take it away or give themselves the right to.

    Raises OSError where it is not there or does not answer. May block on a slow drive.
    """
    return _may_change(path)


def may_swap(path: Path) -> bool:
    """Whether this person may put another folder in the place of this one, or of any above it with all that it holds.

    One above that does not even let itself be opened lets nothing be swapped. May block on a slow drive.
    """
    return any(_may_swap_it(one) for one in (path, *path.parents) if one.parent != one)


def _may_swap_it(path: Path) -> bool:
    try:
        return _may_swap(path)
    except OSError:
        return False
