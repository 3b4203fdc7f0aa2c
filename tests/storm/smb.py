"""One laptop's session with a share, in SMB 3.1.1: smbprotocol signs in and carries, the requests are laid out here.

A line that breaks takes every open file with it, as it does on Windows: their handles never work again, and the next
request that names a path signs in anew.
"""

from __future__ import annotations

import errno
import struct
import time
import uuid
from dataclasses import dataclass

from smbprotocol import Dialects
from smbprotocol.connection import Connection
from smbprotocol.exceptions import SMBException, SMBResponseException
from smbprotocol.session import Session
from smbprotocol.tree import TreeConnect

LOST = errno.EHOSTDOWN
"""The error of a line that is gone. Not EIO: SQLite on Linux calls a file damaged that answers EIO to a read (it does
not on Windows, whose error this stands for), and the desk would believe it."""
ANSWER_SECONDS = 60
SIGN_IN_SECONDS = 4
REST_SECONDS = 0.3
"""How long a server that did not let us in is left alone."""

SHARED, EXCLUSIVE, UNLOCKED = 0x01, 0x02, 0x04
_AT_ONCE = 0x10

_CREATE, _CLOSE, _FLUSH, _READ, _WRITE, _LOCK, _LIST, _ASK, _SET = 0x05, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0E, 0x10, 0x11
OPEN, MAKE, OPEN_OR_MAKE, EMPTY, EMPTY_OR_MAKE = 1, 2, 3, 4, 5
LOOK, READ_ONLY, READ_WRITE, DELETE = 0x80, 0x80000000, 0xC0000000, 0x10080
FOLDER, NOT_FOLDER, DELETE_ON_CLOSE = 0x1, 0x40, 0x1000
_SHARE_ALL, _SHARE_READ_WRITE = 7, 3
_RELATED = b"\xff" * 16
_ENDED = {0xC00000C9, 0xC0000203, 0xC000035C}  # share, session or its key gone: the line is of no more use
_END_OF_FILE, _NO_MORE_FILES = 0xC0000011, 0x80000006
_ERRNO = {
    0xC0000034: errno.ENOENT,
    0xC000003A: errno.ENOENT,
    0xC000000F: errno.ENOENT,
    0xC0000033: errno.ENOENT,
    0xC0000035: errno.EEXIST,
    0xC0000022: errno.EACCES,
    0xC0000043: errno.EACCES,
    0xC0000056: errno.EACCES,
    0xC0000054: errno.EAGAIN,
    0xC0000055: errno.EAGAIN,
    0xC000007E: errno.ENOLCK,
    0xC000007F: errno.ENOSPC,
    0xC00000BA: errno.EISDIR,
    0xC0000103: errno.ENOTDIR,
    0xC0000101: errno.ENOTEMPTY,
}


class _Nothing:
    """What smbprotocol is told when it asks how much a request carries: never more than one credit's worth."""

    def __len__(self) -> int:
        return 0

    def get_value(self) -> int:
        return 0


class _Message:
    """A request's body, laid out already."""

    def __init__(self, command: int, body: bytes) -> None:
        self.COMMAND = command
        self._body = body

    def __len__(self) -> int:
        return len(self._body)

    def __getitem__(self, _name: str) -> _Nothing:
        return _Nothing()

    def pack(self) -> bytes:
        return self._body


@dataclass(frozen=True, slots=True)
class Open:
    """An open file at the server, and the sign-in it belongs to."""

    id: bytes
    sign_in: int


@dataclass(frozen=True, slots=True)
class Info:
    """A file's size in bytes and whether it is a folder."""

    size: int
    folder: bool


@dataclass(frozen=True, slots=True)
class Address:
    """Where the share is and who signs in."""

    host: str
    port: int
    share: str = "office"
    user: str = "root"
    password: str = "storm"


class Share:
    """The share as one laptop sees it. Every method raises OSError; with LOST when the line is gone."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._connection: Connection | None = None
        self._session = self._tree = 0
        self._signed_in = 0
        self._rest_until = 0.0

    def let_go(self) -> None:
        """Close the line, without ceremony."""
        if self._connection is not None:
            self._connection.disconnect(False)
            self._connection = None

    # --- requests ----------------------------------------------------------------------------------------------------

    def open(self, path: str, disposition: int = OPEN, access: int = READ_WRITE, options: int = 0) -> Open:
        """Open or make a file, sharing it for reading and writing but not for deletion, as SQLite does on Windows."""
        sharing = _SHARE_READ_WRITE if access in (READ_ONLY, READ_WRITE) else _SHARE_ALL
        body = self._ask(True, (_CREATE, _create(path, disposition, access, options, sharing)))[0]
        return Open(body[64:80], self._signed_in)

    def info(self, path: str) -> Info:
        """What is known of a path."""
        create = _create(path, OPEN, LOOK, 0, _SHARE_ALL)
        body = self._ask(True, (_CREATE, create), (_CLOSE, _plain(_RELATED)))[0]
        size, attributes = struct.unpack_from("<QI", body, 48)
        return Info(size, bool(attributes & 0x10))

    def info_of(self, file: Open) -> Info:
        """What is known of an open file."""
        body = self._of(file, _ASK, struct.pack("<HBBIHHIII16sB", 41, 1, 5, 64, 0, 0, 0, 0, 0, file.id, 0))
        _, size, _, _, folder = struct.unpack_from("<QQIBB", body, 8)
        return Info(size, bool(folder))

    def read(self, file: Open, offset: int, size: int) -> bytes:
        """Bytes of the file; fewer at its end."""
        ask = struct.pack("<HBBIQ16sIIIHHB", 49, 0x50, 0, size, offset, file.id, 0, 0, 0, 0, 0, 0)
        try:
            body = self._of(file, _READ, ask)
        except EOFError:
            return b""
        start, length = body[2] - 64, int.from_bytes(body[4:8], "little")
        return body[start : start + length]

    def write(self, file: Open, offset: int, data: bytes) -> int:
        """Write bytes; how many were taken."""
        head = struct.pack("<HHIQ16sIIHHI", 49, 112, len(data), offset, file.id, 0, 0, 0, 0, 0)
        return int.from_bytes(self._of(file, _WRITE, head + data)[4:8], "little")

    def flush(self, file: Open) -> None:
        """Have the server put the file on its disk."""
        self._of(file, _FLUSH, _plain(file.id))

    def resize(self, file: Open, size: int) -> None:
        """Cut or lengthen the file."""
        self._set(file, 20, struct.pack("<Q", size))

    def rename(self, old: str, new: str) -> None:
        """Rename, over whatever is there."""
        file = self.open(old, access=DELETE)
        try:
            name = new.replace("/", "\\").encode("utf-16-le")
            self._set(file, 10, struct.pack("<B7xQI", 1, 0, len(name)) + name)
        finally:
            self.close(file)

    def names(self, path: str) -> list[tuple[str, bool]]:
        """The names in a folder, and whether each is a folder."""
        folder = self.open(path, access=0x81, options=FOLDER)
        found: list[tuple[str, bool]] = []
        try:
            while True:
                ask = struct.pack("<HBBI16sHHI", 33, 1, 0, 0, folder.id, 96, 2, 65536) + "*".encode("utf-16-le")
                found += _entries(self._of(folder, _LIST, ask)[8:])
        except EOFError:
            return [one for one in found if one[0] not in (".", "..")]
        finally:
            self.close(folder)

    def lock(self, file: Open, start: int, length: int, kind: int) -> bool:
        """Take or leave (UNLOCKED) a byte range, at once or not at all; False when another holds it."""
        flags = kind if kind == UNLOCKED else kind | _AT_ONCE
        ask = struct.pack("<HHI16sQQII", 48, 1, 0, file.id, start, length, flags, 0)
        try:
            self._of(file, _LOCK, ask)
        except BlockingIOError:
            return False
        return True

    def close(self, file: Open) -> None:
        """Close the file; with it go its locks."""
        self._of(file, _CLOSE, _plain(file.id))

    def _set(self, file: Open, kind: int, data: bytes) -> None:
        self._of(file, _SET, struct.pack("<HBBIHHI16s", 33, 1, kind, len(data), 96, 0, 0, file.id) + data)

    # --- the line ----------------------------------------------------------------------------------------------------

    def _of(self, file: Open, command: int, body: bytes) -> bytes:
        if file.sign_in != self._signed_in or self._connection is None:
            raise OSError(LOST, "the file was opened before the line broke")
        return self._ask(False, (command, body))[0]

    def _ask(self, may_sign_in: bool, *requests: tuple[int, bytes]) -> list[bytes]:
        """What the server answers to these requests, sent as one. Raises OSError, EOFError."""
        try:
            if may_sign_in:
                self._sign_in_if_needed()
            connection = self._connection
            if connection is None:
                raise OSError(LOST, "no line")
            messages = [_Message(command, body) for command, body in requests]
            sent = connection.send_compound(messages, self._session, self._tree, related=len(messages) > 1)
            return [connection.receive(one, timeout=ANSWER_SECONDS)["data"].get_value() for one in sent]
        except SMBResponseException as error:
            raise self._meaning(error.status) from error
        except (SMBException, OSError, ValueError) as error:
            self.let_go()
            raise OSError(LOST, f"the line broke: {error}") from error

    def _meaning(self, status: int) -> Exception:
        if status in _ENDED:
            self.let_go()
            return OSError(LOST, f"status {status:#x}")
        if status in (_END_OF_FILE, _NO_MORE_FILES):
            return EOFError()
        return OSError(_ERRNO.get(status, errno.EIO), f"status {status:#x}")

    def _sign_in_if_needed(self) -> None:
        if self._connection is not None and self._connection.transport.connected:
            return
        self.let_go()
        if time.monotonic() < self._rest_until:
            raise OSError(LOST, "the server did not let us in a moment ago")
        self._rest_until = time.monotonic() + REST_SECONDS
        address = self._address
        connection = Connection(uuid.uuid4(), address.host, address.port)
        try:
            connection.connect(Dialects.SMB_3_1_1, timeout=SIGN_IN_SECONDS)
            session = Session(
                connection, address.user, address.password, require_encryption=False, auth_protocol="ntlm"
            )
            session.connect()
            tree = TreeConnect(session, rf"\\{address.host}\{address.share}")
            tree.connect()
        except (SMBException, OSError, ValueError) as error:
            if connection.transport is not None:
                connection.disconnect(False)
            raise OSError(LOST, f"the server does not let us in: {error}") from error
        self._session, self._tree = session.session_id, tree.tree_connect_id
        self._connection = connection
        self._signed_in += 1
        self._rest_until = 0.0


def _create(path: str, disposition: int, access: int, options: int, sharing: int) -> bytes:
    name = path.replace("/", "\\").encode("utf-16-le")
    fixed = struct.pack(
        "<HBBIQQIIIIIHHII", 57, 0, 0, 2, 0, 0, access, 0, sharing, disposition, options, 120, len(name), 0, 0
    )
    return fixed + (name or b"\0\0")


def _plain(file_id: bytes) -> bytes:
    return struct.pack("<HHI16s", 24, 0, 0, file_id)


def _entries(data: bytes) -> list[tuple[str, bool]]:
    found, at = [], 0
    while True:
        following = int.from_bytes(data[at : at + 4], "little")
        attributes, length = struct.unpack_from("<II", data, at + 56)
        found.append((data[at + 64 : at + 64 + length].decode("utf-16-le"), bool(attributes & 0x10)))
        if not following:
            return found
        at += following
