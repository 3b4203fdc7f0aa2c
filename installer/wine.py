"""Wine as the Windows of a build: a machine of its own in build/, with a screen nobody sees.

Wine 8 lacks two libraries that Windows 10 has and Qt asks for. Stand-ins for them (tests/windows/shims) lie in this
machine's own system folder and never in a build, of which `installer.closure` makes sure.
"""

from __future__ import annotations

import os
import select
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from installer.steps import ROOT, Failed, failed, run, run_anyhow

SHIMS = ROOT / "tests" / "windows" / "shims"
SCREEN = "1366x768x24"
SHARE = r"\\northshire\teams"
"""A place on a server, which is a folder of this machine: Wine finds servers in its own folder of devices."""


@dataclass(slots=True)
class Wine:
    """One Windows machine: its folder, and the settings with which programs are run on it."""

    prefix: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def drive(self) -> Path:
        """Its drive C:."""
        return self.prefix / "drive_c"

    def run(self, *command: str, seconds: float = 600, env: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Run a Windows program in the project's folder; its exit code and what it said.

        An exit code is that of the shell: Windows' own, modulo 256. Raises Failed where it never ends.
        """
        # Wine 8 needs a pipe for what a program says; that is what run_anyhow gives it.
        return run_anyhow(["wine", *command], env={**self.environment, **(env or {})}, seconds=seconds)

    def do(self, *command: str, seconds: float = 600, env: Mapping[str, str] | None = None) -> str:
        """Run a Windows program that must end well; what it said. Raises Failed."""
        code, said = self.run(*command, seconds=seconds, env=env)
        if code:
            raise failed(said, f"Under Wine this ended with {code}: {' '.join(command)}")
        return said

    def lend(self, letter: str, folder: Path) -> str:
        """Make a folder of this system a drive, so that no path of this system gets into a build; its root."""
        device = self.prefix / "dosdevices" / f"{letter}:"
        device.unlink(missing_ok=True)
        device.symlink_to(folder)
        return f"{letter.upper()}:\\"

    def path(self, path: Path) -> str:
        """What a Windows program calls a file of this system."""
        try:
            return "C:\\" + str(path.relative_to(self.drive)).replace("/", "\\")
        except ValueError:
            return "Z:" + str(path).replace("/", "\\")


@contextmanager
def machine(folder: Path) -> Iterator[Wine]:
    """A new Windows machine in an empty folder, with a screen; both end with the block. Raises Failed."""
    wine = Wine(folder / "prefix")
    with screen() as display:
        wine.environment.update(_environment(wine.prefix, folder, display))
        try:
            run(["wine", "wineboot", "-i"], env=wine.environment, seconds=300)
            for source in sorted(SHIMS.glob("*.c")):
                library = wine.drive / "windows" / "system32" / f"{source.stem}.dll"
                run(["x86_64-w64-mingw32-gcc", "-O2", "-shared", "-o", library, source])
            wine.do("regedit", "/S", wine.path(SHIMS / "fonts.reg"))
            share = wine.prefix / "dosdevices" / "unc" / SHARE.strip("\\").replace("\\", "/")
            share.parent.mkdir(parents=True)
            (folder / "share").mkdir()
            share.symlink_to(folder / "share")
            yield wine
        finally:
            run_anyhow(["wineserver", "-k"], env=wine.environment)


def end_earlier(folder: Path) -> None:
    """End what a build that was killed has left running on the machine it made in this folder."""
    prefix = folder / "prefix"
    if prefix.is_dir() and shutil.which("wineserver"):
        run_anyhow(["wineserver", "-k"], env={**os.environ, "WINEPREFIX": str(prefix)}, seconds=60)


def _environment(prefix: Path, folder: Path, display: str) -> dict[str, str]:
    """The settings of a machine: of this system's only those that have nothing to do with Python or Qt."""
    locales = folder / "locale"
    locales.mkdir()
    run(["localedef", "-i", "en_GB", "-f", "UTF-8", locales / "en_GB.UTF-8"])
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "QT_", "WINE", "LC_", "DESK_"))
    }
    return {
        **ours,
        "DISPLAY": display,
        "LANG": "en_GB.UTF-8",
        "LC_ALL": "en_GB.UTF-8",
        "LOCPATH": str(locales),
        "PYTHONDONTWRITEBYTECODE": "1",
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=;mscms=n",
        "WINEPREFIX": str(prefix),
    }


@contextmanager
def screen() -> Iterator[str]:
    """A screen in memory, under the first number that is free; its name. Raises Failed."""
    if not shutil.which("Xvfb"):
        raise Failed("Xvfb is not installed here.")
    reads, writes = os.pipe()
    # It ends with this program, however that ends.
    command = ["setpriv", "--pdeathsig", "TERM", "Xvfb", "-displayfd", str(writes)]
    command += ["-screen", "0", SCREEN, "-nolisten", "tcp"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, pass_fds=(writes,), stdin=quiet, stdout=quiet, stderr=quiet) as server:
        os.close(writes)
        try:
            ready, _, _ = select.select([reads], [], [], 30)
            number = os.read(reads, 16).decode("ascii").strip() if ready else ""
            if not number:
                raise Failed("A screen for Windows programs could not be started with Xvfb.")
            yield f":{number}"
        finally:
            os.close(reads)
            server.terminate()
