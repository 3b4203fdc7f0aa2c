"""Two networks of this machine's own, with a cable between them that can be pulled: the server's and the laptop's."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

from tests.storm.results import NotShown

SERVER_ADDRESS, LAPTOP_ADDRESS = "10.99.0.1", "10.99.0.2"
"""Addresses that exist only inside the two networks."""


@dataclass(frozen=True, slots=True)
class Cable:
    """The two networks by name. `in_server` and `in_laptop` are put before a command to run it there."""

    server: str
    laptop: str

    @property
    def in_server(self) -> tuple[str, ...]:
        return ("nsenter", f"--net=/run/netns/{self.server}")

    @property
    def in_laptop(self) -> tuple[str, ...]:
        return ("nsenter", f"--net=/run/netns/{self.laptop}")

    def pull(self) -> None:
        """Take the line down, without a word to either end."""
        _ip("-n", self.server, "link", "set", "line", "down")

    def plug(self) -> None:
        """Bring the line back."""
        _ip("-n", self.server, "link", "set", "line", "up")


@contextlib.contextmanager
def cable() -> Iterator[Cable]:
    """Make both networks; they are removed, whatever happens. Raises NotShown where that cannot be."""
    if not shutil.which("ip") or not shutil.which("nsenter"):
        raise NotShown("ip or nsenter is not installed here")
    own = Cable(f"storm-server-{os.getpid()}", f"storm-laptop-{os.getpid()}")
    try:
        try:
            for name in (own.server, own.laptop):
                _ip("netns", "add", name)
                _ip("-n", name, "link", "set", "lo", "up")
            _ip("-n", own.server, "link", "add", "line", "type", "veth", "peer", "name", "line", "netns", own.laptop)
        except (OSError, subprocess.CalledProcessError) as error:
            raise NotShown(f"this machine gives us no network of our own ({error})") from error
        for name, address in ((own.server, SERVER_ADDRESS), (own.laptop, LAPTOP_ADDRESS)):
            _ip("-n", name, "address", "add", f"{address}/24", "dev", "line")
            _ip("-n", name, "link", "set", "line", "up")
        # Keepalive finds out a laptop that is gone only where no answer to it is under way: that one is sent again and
        # again, for a quarter of an hour by Linux's own settings, and the lock held as long. This makes it 13 seconds.
        _run(*own.in_server, "sh", "-c", "echo 5 > /proc/sys/net/ipv4/tcp_retries2")
        yield own
    finally:
        for name in (own.laptop, own.server):
            subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False, timeout=20)


def _ip(*words: str) -> None:
    _run("ip", *words)


def _run(*command: str) -> None:
    subprocess.run(command, capture_output=True, check=True, timeout=20)
