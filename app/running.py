"""That the desk is running, where an installer can see it: nothing of a program in use is replaced or removed.

On Windows it is a mutex by name, in the namespace of every session: whoever else is signed in to the same computer
counts. Other systems replace files that are in use without harm, and have none.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

NAME = r"Global\CommissioningDesk"

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _SYNCHRONIZE = 0x00100000
    _ACCESS_DENIED = 5
    _EVERYONE_MAY_LOOK = "D:(A;;GA;;;SY)(A;;GA;;;BA)(A;;0x00100000;;;WD)"
    """Else another person's installer, and another person's desk, could not even open it."""

    class _Security(ctypes.Structure):
        _fields_ = (("length", wintypes.DWORD), ("descriptor", ctypes.c_void_p), ("inherit", wintypes.BOOL))

    def _libraries() -> tuple[ctypes.WinDLL, ctypes.WinDLL]:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        rights = ctypes.WinDLL("advapi32", use_last_error=True)
        kernel.CreateMutexExW.restype = kernel.OpenMutexW.restype = wintypes.HANDLE
        kernel.CreateMutexExW.argtypes = (ctypes.POINTER(_Security), wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD)
        kernel.OpenMutexW.argtypes = (wintypes.DWORD, wintypes.BOOL, wintypes.LPCWSTR)
        kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
        kernel.LocalFree.argtypes = (ctypes.c_void_p,)
        rights.ConvertStringSecurityDescriptorToSecurityDescriptorW.argtypes = (
            wintypes.LPCWSTR,
            wintypes.DWORD,
            ctypes.POINTER(ctypes.c_void_p),
            ctypes.c_void_p,
        )
        return kernel, rights

    @contextmanager
    def held(name: str = NAME) -> Iterator[None]:
        """Show that the desk is running, till the end. Where Windows will not, the desk runs all the same."""
        kernel, rights = _libraries()
        descriptor = ctypes.c_void_p()
        rights.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            _EVERYONE_MAY_LOOK, 1, ctypes.byref(descriptor), None
        )
        security = _Security(ctypes.sizeof(_Security), descriptor, False)
        handle = kernel.CreateMutexExW(ctypes.byref(security), name, 0, _SYNCHRONIZE)
        kernel.LocalFree(descriptor)
        try:
            yield
        finally:
            if handle:
                kernel.CloseHandle(handle)

    def is_running(name: str = NAME) -> bool:
        """Whether a desk runs on this computer, in whoever's session; one that may not be looked at runs too."""
        kernel, _ = _libraries()
        handle = kernel.OpenMutexW(_SYNCHRONIZE, False, name)
        if handle:
            kernel.CloseHandle(handle)
            return True
        return ctypes.get_last_error() == _ACCESS_DENIED

else:

    @contextmanager
    def held(name: str = NAME) -> Iterator[None]:
        """Nothing is shown on this system, where no installer asks."""
        yield

    def is_running(name: str = NAME) -> bool:
        """Always False: it cannot be seen on this system, and no installer asks."""
        return False
