"""A line between a laptop and the server that can be cut at a request: it counts the messages that go through it."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from dataclasses import dataclass

_PENDING = 0x103


@dataclass(slots=True)
class Cut:
    """Cut at request `number`, counted from now: before it goes out, or once the server has answered it.

    The line stays dead for `seconds` afterwards.
    """

    number: int
    after: bool = False
    seconds: float = 0.0


class Line:
    """Listens on loopback and passes whole messages on, each four bytes of length and then an SMB message."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._guard = threading.Lock()
        self._cut: Cut | None = None
        self._dead_until = 0.0
        self._open: set[socket.socket] = set()
        self.requests = 0
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def arm(self, cut: Cut | None) -> None:
        """Count from nought, and cut as told; None: only count."""
        with self._guard:
            self.requests, self._cut = 0, cut

    def close(self) -> None:
        """End it, and every connection through it."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._guard:
            left = list(self._open)
        self._drop(*left)

    def _accept(self) -> None:
        while True:
            try:
                laptop, _ = self._listener.accept()
            except OSError:
                return
            if time.monotonic() < self._dead_until:
                _reset(laptop)
                continue
            try:
                server = socket.create_connection(self._target, 5)
            except OSError:
                _reset(laptop)
                continue
            for end in (laptop, server):
                end.settimeout(None)
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._guard:
                self._open |= {laptop, server}
            answered = _Answered()
            threading.Thread(target=self._requests, args=(laptop, server, answered), daemon=True).start()
            threading.Thread(target=self._answers, args=(laptop, server, answered), daemon=True).start()

    def _requests(self, laptop: socket.socket, server: socket.socket, answered: _Answered) -> None:
        try:
            while (message := _message(laptop)) is not None:
                cut = self._count()
                if cut is None:
                    server.sendall(message)
                    continue
                if cut.after:
                    answered.swallow.set()
                    server.sendall(message)
                    answered.done.wait(5)
                self._dead_until = time.monotonic() + cut.seconds
                break
        except OSError:
            pass
        self._drop(laptop, server)

    def _answers(self, laptop: socket.socket, server: socket.socket, answered: _Answered) -> None:
        try:
            while (message := _message(server)) is not None:
                if answered.swallow.is_set():
                    if message[12:16] != struct.pack("<I", _PENDING):
                        answered.done.set()
                    continue
                laptop.sendall(message)
        except OSError:
            pass
        answered.done.set()
        self._drop(laptop, server)

    def _count(self) -> Cut | None:
        with self._guard:
            self.requests += 1
            if self._cut is None or self.requests != self._cut.number:
                return None
            cut, self._cut = self._cut, None
            self.cuts += 1
            return cut

    def _drop(self, *ends: socket.socket) -> None:
        with self._guard:
            self._open -= set(ends)
        for end in ends:
            _reset(end)


class _Answered:
    """Whether answers are kept back now, and whether the one that was waited for has come."""

    def __init__(self) -> None:
        self.swallow = threading.Event()
        self.done = threading.Event()


def _message(end: socket.socket) -> bytes | None:
    head = _exactly(end, 4)
    if head is None:
        return None
    body = _exactly(end, int.from_bytes(head[1:], "big"))
    return None if body is None else head + body


def _exactly(end: socket.socket, size: int) -> bytes | None:
    data = b""
    while len(data) < size:
        more = end.recv(size - len(data))
        if not more:
            return None
        data += more
    return data


def _reset(end: socket.socket) -> None:
    """Close it as a line that breaks, without saying goodbye; whoever waits on it wakes up."""
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RDWR)
    end.close()
