"""One laptop: a folder mounted over SMB, one session, nothing cached: python -m tests.storm.bridge FOLDER HOST PORT.

It says "mounted" on its output once the folder is there, and runs until it is killed or the folder is unmounted.
"""

from __future__ import annotations

import argparse
import errno
import logging
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from tests.storm import smb
from tests.storm.fuse import UNLOCK, Facts, Range, Server, mount
from tests.storm.locks import EXCLUSIVE, SHARED_RANGE, Locks

HOLD_SECONDS = 15


@dataclass(slots=True)
class _File:
    path: str
    file: smb.Open


class Bridge:
    """Every operation of the mount as requests to the share."""

    def __init__(
        self, share: smb.Share, *, locking: bool = True, windows: bool = False, hold: Path | None = None
    ) -> None:
        self._share = share
        self._locking = locking
        self._windows = windows
        self._hold = hold
        self._files: dict[int, _File] = {}
        self._next = 1
        self._locks: dict[tuple[str, int], Locks[smb.Open]] = {}

    def facts(self, path: str) -> Facts:
        info = self._share.info(path)
        return Facts(info.size, info.folder)

    def facts_of(self, handle: int) -> Facts:
        info = self._share.info_of(self._files[handle].file)
        return Facts(info.size, info.folder)

    def names(self, path: str) -> list[tuple[str, bool]]:
        return self._share.names(path)

    def open(self, path: str, flags: int) -> int:
        writes = flags & os.O_ACCMODE != os.O_RDONLY
        file = self._share.open(path, _disposition(flags), smb.READ_WRITE if writes else smb.READ_ONLY)
        handle, self._next = self._next, self._next + 1
        self._files[handle] = _File(path, file)
        return handle

    def close(self, handle: int) -> None:
        self._share.close(self._files.pop(handle).file)

    def read(self, handle: int, offset: int, size: int) -> bytes:
        return self._share.read(self._files[handle].file, offset, size)

    def write(self, handle: int, offset: int, data: bytes) -> int:
        return self._share.write(self._files[handle].file, offset, data)

    def sync(self, handle: int) -> None:
        self._share.flush(self._files[handle].file)

    def resize(self, handle: int, size: int) -> None:
        self._share.resize(self._files[handle].file, size)

    def make_folder(self, path: str) -> None:
        self._share.close(self._share.open(path, smb.MAKE, smb.LOOK, smb.FOLDER))

    def remove(self, path: str, *, folder: bool) -> None:
        kind = smb.FOLDER if folder else smb.NOT_FOLDER
        self._share.close(self._share.open(path, smb.OPEN, smb.DELETE, kind | smb.DELETE_ON_CLOSE))

    def rename(self, old: str, new: str) -> None:
        self._share.rename(old, new)

    def lock(self, handle: int, owner: int, wanted: Range) -> None:
        if not self._locking:
            return
        one = self._files[handle]
        locks = self._of(one.path, owner)
        try:
            locks.set(one.file, wanted)
        except OSError as error:
            if error.errno != smb.LOST:
                raise
            # SQLite on Windows does not ask how unlocking went, and takes any failed lock for one that another holds.
            # On Linux a failed unlock would have it take the file for locked until the process ends.
            if wanted.kind != UNLOCK:
                raise (BlockingIOError(errno.EAGAIN, "no line") if self._windows else error) from None
        held = locks.held.get(SHARED_RANGE)
        if wanted.kind != UNLOCK and held is not None and held.kind == EXCLUSIVE:
            self._stay()

    def would_block(self, handle: int, owner: int, wanted: Range) -> bool:
        one = self._files[handle]
        return self._locking and self._of(one.path, owner).would_block(one.file, wanted.start)

    def drop_locks(self, handle: int, owner: int) -> None:
        locks = self._locks.pop((self._files[handle].path, owner), None)
        if locks is not None:
            locks.leave(0, 1 << 62)

    def _of(self, path: str, owner: int) -> Locks[smb.Open]:
        return self._locks.setdefault((path, owner), Locks(self._share.lock))

    def _stay(self) -> None:
        """With the file held exclusively, wait as long as the hold file says so: that is when the lid is closed."""
        if self._hold is None or not self._hold.exists():
            return
        held = self._hold.with_suffix(".held")
        self._hold.rename(held)
        until = time.monotonic() + HOLD_SECONDS
        while held.exists() and time.monotonic() < until:
            time.sleep(0.02)


def _disposition(flags: int) -> int:
    if flags & os.O_CREAT:
        return smb.MAKE if flags & os.O_EXCL else smb.EMPTY_OR_MAKE if flags & os.O_TRUNC else smb.OPEN_OR_MAKE
    return smb.EMPTY if flags & os.O_TRUNC else smb.OPEN


def main() -> None:
    """Mount and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("--without-locks", action="store_true")
    parser.add_argument("--windows", action="store_true", help="say of a lost line what SQLite makes of it on Windows")
    parser.add_argument("--hold", type=Path)
    given = parser.parse_args()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the storm, which ends its bridges itself
    logging.getLogger("smbprotocol").addHandler(logging.NullHandler())
    logging.getLogger("smbprotocol").propagate = False
    share = smb.Share(smb.Address(given.host, given.port))
    device = mount(given.folder)
    os.write(1, b"mounted\n")
    bridge = Bridge(share, locking=not given.without_locks, windows=given.windows, hold=given.hold)
    Server(device, bridge).serve()


if __name__ == "__main__":
    main()
