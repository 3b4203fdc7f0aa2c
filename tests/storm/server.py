"""A real smbd on an address of this machine, with a folder of its own for everything it keeps."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PASSWORD = "storm"
START_SECONDS = 15.0

_SETTINGS = """\
[global]
    server role = standalone server
    workgroup = STORM
    netbios name = STORM
    server min protocol = SMB3_11
    smb ports = {port}
    interfaces = {interface}
    bind interfaces only = yes
    disable netbios = yes
    load printers = no
    printcap name = /dev/null
    log level = 0
    log file = {home}/log
    passdb backend = tdbsam:{home}/private/users.tdb
    private dir = {home}/private
    lock directory = {home}/lock
    state directory = {home}/state
    cache directory = {home}/cache
    pid directory = {home}/pid
    ncalrpc dir = {home}/ncalrpc
    strict locking = yes
    strict sync = yes
    kernel oplocks = no
    keepalive = 5
    socket options = TCP_NODELAY SO_KEEPALIVE TCP_KEEPIDLE=5 TCP_KEEPINTVL=2 TCP_KEEPCNT=3
[office]
    path = {share}
    read only = no
    force user = root
"""


def free_port() -> int:
    """A port of loopback that nobody listens on now: two storms on one machine must not meet each other's server."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@dataclass(slots=True)
class Server:
    """smbd, and the folder it shares. `before` is put before its command, as to run it in another network."""

    home: Path
    interface: str = "127.0.0.1/8"
    before: Sequence[str] = ()
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def share(self) -> Path:
        """The shared folder as the server's own disk has it."""
        return self.home / "share"

    @property
    def _config(self) -> Path:
        return self.home / "smb.conf"

    def prepare(self) -> None:
        """Lay out the folders and the one account. Raises RuntimeError when Samba will not have it."""
        for name in ("share", "private", "lock", "state", "cache", "pid", "ncalrpc"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        settings = _SETTINGS.format(port=self.port, interface=self.interface, home=self.home, share=self.share)
        self._config.write_text(settings, "utf-8")
        words = f"{PASSWORD}\n{PASSWORD}\n"
        done = subprocess.run(
            ["smbpasswd", "-c", str(self._config), "-L", "-s", "-a", "root"],
            input=words,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        if done.returncode:
            raise RuntimeError(f"smbpasswd: {done.stderr.strip() or done.stdout.strip()}")

    def start(self) -> None:
        """Start it and wait until it listens. Raises RuntimeError."""
        command = [*self.before, "smbd", "--foreground", "--no-process-group", "-s", str(self._config)]
        with (self.home / "said").open("ab") as said:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
            )
        until = time.monotonic() + START_SECONDS
        while not self._listens():
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"smbd did not start: {self.last_words()}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End it and every process it made, at once, as a server that loses power."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=20)

    def ranges_held(self) -> set[tuple[int, int]]:
        """The byte ranges that are locked at the server now, as (start, length), by its own account."""
        done = subprocess.run(
            ["smbstatus", "-B", "-s", str(self._config)], capture_output=True, text=True, check=False, timeout=30
        )
        rows = re.findall(r"^\S+\s+\S+:\S+\s+[RW]\s+(\d+)\s+(\d+)\s", done.stdout, re.MULTILINE)
        return {(int(start), int(length)) for start, length in rows}

    def last_words(self) -> str:
        """The end of what it said."""
        logs = [path for path in (self.home / "said", self.home / "log") if path.exists()]
        return " ".join(" ".join(path.read_text("utf-8", "replace").split())[-300:] for path in logs)

    def _listens(self) -> bool:
        host = self.interface.split("/")[0]
        script = f"import socket; socket.create_connection(({host!r}, {self.port}), 1).close()"
        if self.before:
            command = [*self.before, shutil.which("python3") or "python3", "-c", script]
            return subprocess.run(command, capture_output=True, check=False, timeout=10).returncode == 0
        try:
            socket.create_connection((host, self.port), 1).close()
        except OSError:
            return False
        return True
