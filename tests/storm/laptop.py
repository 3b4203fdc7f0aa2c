"""Laptops: each a bridge process with a folder mounted over its own session, and always taken down again."""

from __future__ import annotations

import contextlib
import select
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.storm.fuse import unmount

HERE = Path(__file__).resolve().parents[2]
MOUNT_SECONDS = 20.0


@dataclass(slots=True)
class Laptop:
    """A mounted share. `before` is put before the bridge's command, as to run it in another network."""

    folder: Path
    port: int
    host: str = "127.0.0.1"
    before: Sequence[str] = ()
    locking: bool = True
    windows: bool = False
    hold: Path | None = None
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def office(self) -> Path:
        """The office file as this laptop sees it."""
        return self.folder / "Office.opcc"

    def mount(self) -> None:
        """Mount the share. Raises RuntimeError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [
            *self.before,
            sys.executable,
            "-m",
            "tests.storm.bridge",
            str(self.folder),
            self.host,
            str(self.port),
        ]
        command += [] if self.locking else ["--without-locks"]
        command += ["--windows"] if self.windows else []
        command += ["--hold", str(self.hold)] if self.hold else []
        with (self.folder.parent / f"{self.folder.name}.said").open("ab") as said:
            self._process = subprocess.Popen(
                command, cwd=HERE, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said
            )
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], MOUNT_SECONDS)
        if not ready or self._process.stdout.readline() != b"mounted\n":
            raise RuntimeError(f"{self.folder.name} was not mounted: {self.last_words()}")

    def take_down(self) -> None:
        """End the bridge, as a laptop switched off, and take the folder away."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait(timeout=20)
            if process.stdout is not None:
                process.stdout.close()
        unmount(self.folder)

    def last_words(self) -> str:
        """The end of what the bridge said."""
        path = self.folder.parent / f"{self.folder.name}.said"
        return " ".join(path.read_text("utf-8", "replace").split())[-400:] if path.exists() else ""


@contextlib.contextmanager
def laptops(*wanted: Laptop) -> Iterator[None]:
    """Mount them all; whatever happens, none is left mounted."""
    try:
        for one in wanted:
            one.mount()
        yield
    finally:
        for one in wanted:
            one.take_down()
