"""How a build goes on: its steps and their time, its tools, one at a time, and nothing half-made in its place."""

from __future__ import annotations

import errno
import fcntl
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD, DIST = ROOT / "build", ROOT / "dist"

# Each program of the Windows build, and the Debian package that holds it.
TOOLS = {
    "Xvfb": "xvfb",
    "faketime": "faketime",
    "localedef": "locales",
    "makensis": "nsis",
    "msibuild": "msitools",
    "osslsigncode": "osslsigncode",
    "wine": "wine wine64 fonts-wine",
    "wixl": "wixl",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
}
EXERCISE_TOOLS = {"import": "imagemagick"}
TOLD = 25
"""Lines of what a failed tool said last that are shown."""
DISK_IS_FULL = ("No space left on device", "Disk quota exceeded", "not enough space on the disk")
"""What C, Python and Windows call it."""
SCARCE = 100e6
"""Bytes: where so few are left, a tool that failed may have wanted more."""
FULL = "The disk is full. Make room and start again."
FIRST_DATE, LAST_DATE = 315_532_800, 4_354_819_199
"""The years 1980 to 2107, in seconds since 1970: a zip can be dated by no other."""


class Failed(Exception):
    """One plain sentence: why there is no build."""


def say(line: str) -> None:
    """Show a line at once, before whatever the next program says."""
    print(line, flush=True)


@contextmanager
def step(words: str) -> Iterator[None]:
    """One step of a build: its name before it begins, its seconds when it has ended well."""
    say(f"{words} …")
    started = time.monotonic()
    yield
    say(f"    {time.monotonic() - started:.1f} s")


def need(tools: Mapping[str, str]) -> None:
    """Go on only where every program is here. Raises Failed, with the command that installs what is lacking."""
    lacking = [program for program in tools if not shutil.which(program)]
    if lacking:
        packages = " ".join(sorted({tools[program] for program in lacking}))
        raise Failed(
            f"This build needs {', '.join(lacking)}, which {'is' if len(lacking) == 1 else 'are'} not installed here. "
            "Type this once, then start again:\n"
            f"    sudo apt-get update && sudo apt-get install -y --no-install-recommends {packages}"
        )


def need_room(folder: Path, gigabytes: float) -> None:
    """Go on only where the disk of a folder has this much room. Raises Failed."""
    free = shutil.disk_usage(folder).free / 1e9
    if free < gigabytes:
        raise Failed(f"This build needs {gigabytes:g} GB, and the disk of {folder} has {free:.1f} GB left.")


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    seconds: float = 1_200,
) -> str:
    """Run a program to its end; what it said.

    Raises Failed where it ends badly, is not there or takes longer than `seconds`, with the end of what it said.
    """
    code, said = run_anyhow(command, cwd=cwd, env=env, seconds=seconds)
    if code:
        raise failed(said, f"This did not work: {shown(command)}")
    return said


def run_anyhow(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    seconds: float = 1_200,
) -> tuple[int, str]:
    """Run a program to its end; its exit code and what it said. Raises Failed where it cannot run, or never ends."""
    words = [str(one) for one in command]
    try:
        # In a session of its own, so that whatever it started ends with it.
        with subprocess.Popen(
            words,
            cwd=cwd or ROOT,
            env=dict(env) if env is not None else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process:
            try:
                said, _ = process.communicate(timeout=seconds)
            except BaseException as error:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                if isinstance(error, subprocess.TimeoutExpired):
                    raise Failed(f"This had not ended after {seconds:g} seconds: {shown(command)}") from error
                raise
    except FileNotFoundError as error:
        raise Failed(f"{words[0]} is not installed here.") from error
    return process.returncode, said.decode("utf-8", "replace")


def failed(said: str, sentence: str) -> Failed:
    """What to raise where a tool has failed: the end of what it said, then the sentence, and whether a disk is full.

    Each tool has words of its own for a full disk, or none at all.
    """
    if any(words in said for words in DISK_IS_FULL):
        sentence += f"\n{FULL}"
    else:
        for place in sorted({str(ROOT), tempfile.gettempdir()}):
            if (free := shutil.disk_usage(place).free) < SCARCE:
                sentence += f"\nThe disk of {place} has {free / 1e6:.0f} MB left, which may be why."
    return Failed(f"{said_last(said)}\n\n{sentence}")


def heed_stops() -> None:
    """Be stopped by Ctrl+C, which dev.py leaves to a build that has much to end, and by a plain kill likewise."""
    for stopped in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stopped, signal.default_int_handler)


def speak_anywhere() -> None:
    """Show a sign that the terminal does not know as a question mark, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def said_last(text: str) -> str:
    """The end of what a tool said."""
    return "\n".join(text.rstrip().splitlines()[-TOLD:])


def shown(command: Sequence[str | Path]) -> str:
    """A command as a person reads it: without the folder of the project."""
    return " ".join(str(one).replace(f"{ROOT}/", "") for one in command)


@contextmanager
def alone() -> Iterator[None]:
    """Build where no other build is at work. Raises Failed. The lock is the system's: it ends with its process."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "lock").open("a+b") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EAGAIN):
                raise
            raise Failed("Another build is at work in this folder. Wait for it to end, or stop it.") from error
        yield


def cleared(folder: Path) -> Path:
    """An empty folder, in the place of whatever an earlier or a broken build left there."""
    _remove(folder)
    folder.mkdir(parents=True)
    return folder


def put(made: Path, place: Path) -> None:
    """Give what is finished its place, all at once, in the stead of an earlier one.

    Both lie on one disk. Cut off at any point, the place holds the old, the new or nothing, and never a part.
    """
    place.parent.mkdir(exist_ok=True)
    old = BUILD / f"old-{place.name}"
    _remove(old)
    try:
        if place.exists():
            place.rename(old)
        made.rename(place)
    except BaseException:
        if old.exists() and not place.exists():
            old.rename(place)
        raise
    _remove(old)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def why(error: OSError) -> str:
    """The sentence for what the system would not do."""
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        # A folder is copied to its end, whatever goes wrong, and then there is a list: its first is enough.
        first = str(error.args[0][0][2])
        return FULL if any(words in first for words in DISK_IS_FULL) else f"The build could not go on: {first}."
    return full_disk(error) or f"The build could not go on: {error}."


def full_disk(error: OSError) -> str | None:
    """The sentence for a disk that is full, or None for any other trouble."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT):
        return None
    where = error.filename2 or error.filename  # of a copy, the second is the one that is written
    return f"The disk is full{f' at {where}' if where else ''}. Make room and start again."


def epoch() -> int:
    """The second since 1970 that a build is dated by: SOURCE_DATE_EPOCH, else that of the last commit.

    The same source so gives the same bytes. Raises Failed where neither is to be had.
    """
    if told := os.environ.get("SOURCE_DATE_EPOCH"):
        if not re.fullmatch("[0-9]{1,12}", told) or not FIRST_DATE <= int(told) <= LAST_DATE:
            raise Failed(
                f"SOURCE_DATE_EPOCH is {told!r}, and must be a number of seconds since 1970, of the years 1980 to 2107."
            )
        return int(told)
    code, said = run_anyhow(["git", "log", "-1", "--format=%ct"]) if shutil.which("git") else (1, "")
    if code or not said.strip().isdigit():
        raise Failed(
            "A build is dated by the last commit, and this folder is no clone. Set SOURCE_DATE_EPOCH to the second "
            "since 1970 that it is to be dated by."
        )
    return int(said)
