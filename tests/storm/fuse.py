"""A file system spoken to the Linux kernel over /dev/fuse with nothing kept in between: no page, name or size.

Only what SQLite and a desk ask for is answered. Anything else is answered with ENOSYS, which the kernel takes for "no".
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

MAX_WRITE = 65536
ROOT = 1
READ, WRITE, UNLOCK = 0, 1, 2  # l_type as Linux numbers it

_LOOKUP, _FORGET, _GETATTR, _SETATTR, _MKDIR, _UNLINK, _RMDIR, _RENAME = 1, 2, 3, 4, 9, 10, 11, 12
_OPEN, _READ, _WRITE, _STATFS, _RELEASE, _FSYNC, _FLUSH, _INIT = 14, 15, 16, 17, 18, 20, 25, 26
_OPENDIR, _READDIR, _RELEASEDIR, _FSYNCDIR, _GETLK, _SETLK, _SETLKW = 27, 28, 29, 30, 31, 32, 33
_ACCESS, _CREATE, _INTERRUPT, _DESTROY, _BATCH_FORGET, _RENAME2 = 34, 35, 36, 38, 42, 45
_UNANSWERED = {_FORGET, _INTERRUPT, _BATCH_FORGET}

_POSIX_LOCKS, _ATOMIC_O_TRUNC, _BIG_WRITES = 1 << 1, 1 << 3, 1 << 5
_SET_SIZE, _SET_HANDLE, _GET_HANDLE, _DIRECT_IO = 1 << 3, 1 << 6, 1, 1
_MS_NOSUID, _MS_NODEV, _MNT_DETACH = 2, 4, 2

_HEAD = struct.Struct("<IIQQIIIHH")
_ANSWER = struct.Struct("<IiQ")
_ATTR = struct.Struct("<QQQQQQIIIIIIIIII")
_ENTRY = struct.Struct("<QQQQII")
_LOCK = struct.Struct("<QQQQIIII")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one file or folder: bytes, and seconds since 1970."""

    size: int
    folder: bool
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Range:
    """A byte-range lock that is asked for; `end` is the last byte, `kind` READ, WRITE or UNLOCK."""

    start: int
    end: int
    kind: int


class Files(Protocol):
    """What stands behind the mount. Every method may raise OSError with the errno the program is to see."""

    def facts(self, path: str) -> Facts: ...
    def facts_of(self, handle: int) -> Facts: ...
    def names(self, path: str) -> list[tuple[str, bool]]: ...
    def open(self, path: str, flags: int) -> int: ...
    def close(self, handle: int) -> None: ...
    def read(self, handle: int, offset: int, size: int) -> bytes: ...
    def write(self, handle: int, offset: int, data: bytes) -> int: ...
    def sync(self, handle: int) -> None: ...
    def resize(self, handle: int, size: int) -> None: ...
    def make_folder(self, path: str) -> None: ...
    def remove(self, path: str, *, folder: bool) -> None: ...
    def rename(self, old: str, new: str) -> None: ...
    def lock(self, handle: int, owner: int, wanted: Range) -> None: ...
    def would_block(self, handle: int, owner: int, wanted: Range) -> bool: ...
    def drop_locks(self, handle: int, owner: int) -> None: ...


def mount(point: Path) -> int:
    """Mount an empty file system there and return the descriptor to serve it on. Raises OSError; root only."""
    device = os.open("/dev/fuse", os.O_RDWR | os.O_CLOEXEC)
    options = f"fd={device},rootmode=40755,user_id=0,group_id=0,allow_other,max_read={MAX_WRITE}"
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"storm", os.fsencode(point), b"fuse", _MS_NOSUID | _MS_NODEV, options.encode()):
        code = ctypes.get_errno()
        os.close(device)
        raise OSError(code, os.strerror(code), str(point))
    return device


def unmount(point: Path) -> None:
    """Take the mount away, at once and whatever still uses it; nothing happens where there is none."""
    ctypes.CDLL(None, use_errno=True).umount2(os.fsencode(point), _MNT_DETACH)


class Server:
    """Answers the kernel's requests from `files`, one after the other, until it is unmounted."""

    def __init__(self, device: int, files: Files) -> None:
        self._device = device
        self._files = files
        self._paths = {ROOT: ""}
        self._nodes = {"": ROOT}
        self._next = ROOT + 1
        self._answers: dict[int, Callable[[int, bytes], bytes]] = {
            _INIT: self._init,
            _LOOKUP: lambda node, body: self._entry(self._child(node, body)),
            _GETATTR: self._getattr,
            _SETATTR: self._setattr,
            _MKDIR: self._mkdir,
            _UNLINK: lambda node, body: self._remove(self._child(node, body), folder=False),
            _RMDIR: lambda node, body: self._remove(self._child(node, body), folder=True),
            _RENAME: lambda node, body: self._rename(node, body, 8),
            _RENAME2: lambda node, body: self._rename(node, body, 16),
            _OPEN: self._open,
            _CREATE: self._create,
            _READ: self._read,
            _WRITE: self._write,
            _STATFS: lambda node, body: struct.pack("<QQQQQIII24x", 1 << 20, 1 << 20, 1 << 20, 0, 0, 4096, 255, 4096),
            _RELEASE: self._release,
            _FSYNC: self._fsync,
            _FLUSH: self._flush,
            _OPENDIR: lambda node, body: struct.pack("<QIi", 0, 0, 0),
            _READDIR: self._readdir,
            _RELEASEDIR: lambda node, body: b"",
            _FSYNCDIR: lambda node, body: b"",
            _ACCESS: lambda node, body: b"",
            _DESTROY: lambda node, body: b"",
            _GETLK: self._getlk,
            _SETLK: self._setlk,
            _SETLKW: self._setlk,
        }

    def serve(self) -> None:
        """Answer until the mount goes."""
        while True:
            try:
                request = os.read(self._device, MAX_WRITE + 4096)
            except OSError as error:
                if error.errno == errno.ENODEV:
                    return
                if error.errno in (errno.EINTR, errno.ENOENT, errno.EAGAIN):
                    continue
                raise
            self._handle(request)

    def _handle(self, request: bytes) -> None:
        _, opcode, unique, node, *_ = _HEAD.unpack_from(request)
        if opcode in _UNANSWERED:
            return
        code, body = 0, b""
        answer = self._answers.get(opcode)
        try:
            if answer is None:
                raise OSError(errno.ENOSYS, f"operation {opcode}")
            body = answer(node, request[_HEAD.size :])
        except OSError as error:
            code = -(error.errno or errno.EIO)
        try:
            os.write(self._device, _ANSWER.pack(_ANSWER.size + len(body), code, unique) + body)
        except OSError as error:
            if error.errno != errno.ENOENT:  # whoever asked was killed meanwhile
                raise

    def _init(self, _node: int, body: bytes) -> bytes:
        major, minor, ahead, offered = struct.unpack_from("<IIII", body)
        flags = offered & (_POSIX_LOCKS | _ATOMIC_O_TRUNC | _BIG_WRITES)
        return struct.pack("<IIIIHHIIHHI28x", major, min(minor, 31), ahead, flags, 16, 12, MAX_WRITE, 1, 16, 0, 0)

    # --- names -------------------------------------------------------------------------------------------------------

    def _child(self, node: int, name: bytes) -> str:
        above, own = self._paths[node], os.fsdecode(name.split(b"\0", 1)[0])
        return f"{above}/{own}" if above else own

    def _node(self, path: str) -> int:
        if path not in self._nodes:
            self._nodes[path], self._paths[self._next] = self._next, path
            self._next += 1
        return self._nodes[path]

    def _gone(self, path: str) -> None:
        self._nodes.pop(path, None)  # what is made there next is another file; open ones keep their node

    def _attributes(self, node: int, facts: Facts) -> bytes:
        mode = stat.S_IFDIR | 0o755 if facts.folder else stat.S_IFREG | 0o644
        at, blocks = facts.changed, -(-facts.size // 512)
        return _ATTR.pack(node, facts.size, blocks, at, at, at, 0, 0, 0, mode, 1, 0, 0, 0, 4096, 0)

    def _entry(self, path: str, facts: Facts | None = None) -> bytes:
        known = facts or self._files.facts(path)
        node = self._node(path)
        return _ENTRY.pack(node, 1, 0, 0, 0, 0) + self._attributes(node, known)

    def _getattr(self, node: int, body: bytes) -> bytes:
        flags, _, handle = struct.unpack_from("<IIQ", body)
        facts = self._files.facts_of(handle) if flags & _GET_HANDLE else self._files.facts(self._paths[node])
        return struct.pack("<QII", 0, 0, 0) + self._attributes(node, facts)

    def _setattr(self, node: int, body: bytes) -> bytes:
        valid, _, handle, size = struct.unpack_from("<IIQQ", body)
        if valid & _SET_SIZE:
            own = None if valid & _SET_HANDLE else self._files.open(self._paths[node], os.O_RDWR)
            try:
                self._files.resize(handle if own is None else own, size)
            finally:
                if own is not None:
                    self._files.close(own)
        return struct.pack("<QII", 0, 0, 0) + self._attributes(node, self._files.facts(self._paths[node]))

    def _mkdir(self, node: int, body: bytes) -> bytes:
        path = self._child(node, body[8:])
        self._files.make_folder(path)
        return self._entry(path)

    def _remove(self, path: str, *, folder: bool) -> bytes:
        self._files.remove(path, folder=folder)
        self._gone(path)
        return b""

    def _rename(self, node: int, body: bytes, start: int) -> bytes:
        (target,) = struct.unpack_from("<Q", body)
        old, new = body[start:].split(b"\0")[:2]
        before, after = self._child(node, old), self._child(target, new)
        self._files.rename(before, after)
        self._gone(after)
        moved = self._nodes.pop(before, None)
        if moved is not None:
            self._nodes[after], self._paths[moved] = moved, after
        return b""

    def _readdir(self, node: int, body: bytes) -> bytes:
        _, offset, size = struct.unpack_from("<QQI", body)
        listing = [(".", True), ("..", True), *self._files.names(self._paths[node])]
        out = b""
        for at, (name, folder) in enumerate(listing[offset:], offset + 1):
            raw = os.fsencode(name)
            kind = (stat.S_IFDIR if folder else stat.S_IFREG) >> 12
            one = struct.pack("<QQII", 0xFFFFFFFF, at, len(raw), kind) + raw
            one += b"\0" * (-len(one) % 8)
            if len(out) + len(one) > size:
                break
            out += one
        return out

    # --- open files --------------------------------------------------------------------------------------------------

    def _open(self, node: int, body: bytes) -> bytes:
        (flags,) = struct.unpack_from("<I", body)
        return struct.pack("<QIi", self._files.open(self._paths[node], flags), _DIRECT_IO, 0)

    def _create(self, node: int, body: bytes) -> bytes:
        (flags,) = struct.unpack_from("<I", body)
        path = self._child(node, body[16:])
        handle = self._files.open(path, flags | os.O_CREAT)
        return self._entry(path, self._files.facts_of(handle)) + struct.pack("<QIi", handle, _DIRECT_IO, 0)

    def _read(self, _node: int, body: bytes) -> bytes:
        handle, offset, size = struct.unpack_from("<QQI", body)
        return self._files.read(handle, offset, size)

    def _write(self, _node: int, body: bytes) -> bytes:
        handle, offset, size = struct.unpack_from("<QQI", body)
        return struct.pack("<II", self._files.write(handle, offset, body[40 : 40 + size]), 0)

    def _fsync(self, _node: int, body: bytes) -> bytes:
        self._files.sync(struct.unpack_from("<Q", body)[0])
        return b""

    def _flush(self, _node: int, body: bytes) -> bytes:
        handle, _, owner = struct.unpack_from("<QQQ", body)
        self._files.drop_locks(handle, owner)  # any close of a file drops all locks its process holds on it
        return b""

    def _release(self, _node: int, body: bytes) -> bytes:
        self._files.close(struct.unpack_from("<Q", body)[0])
        return b""

    def _getlk(self, _node: int, body: bytes) -> bytes:
        handle, owner, start, end, kind, pid, _, _ = _LOCK.unpack_from(body)
        held = self._files.would_block(handle, owner, Range(start, end, kind))
        return struct.pack("<QQII", start, end, WRITE if held else UNLOCK, pid if held else 0)

    def _setlk(self, _node: int, body: bytes) -> bytes:
        handle, owner, start, end, kind, _, _, _ = _LOCK.unpack_from(body)
        self._files.lock(handle, owner, Range(start, end, kind))
        return b""
