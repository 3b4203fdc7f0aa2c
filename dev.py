"""Sets the desk up here and runs, tests, checks, pictures, measures, storms or builds it: python3 dev.py COMMAND.

It needs Python 3.11 to 3.14 and nothing else. It is written so that an older Python can still read it and be refused.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, Iterator, Mapping, Sequence

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
STAMP = VENV / "set-up.json"
LOCK_FILE = HERE / ".venv.lock"
OUT = HERE / "out"
BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = BIN / ("python.exe" if sys.platform == "win32" else "python")

OLDEST, NEWEST = (3, 11), (3, 14)
EXAMPLE = "devon-cornwall"
LOCKS = {name: HERE / "requirements" / f"{name}.lock" for name in ("run", "dev", "storm")}

# What Qt loads, and the Debian packages that hold it: the first of them that this release of Debian knows is the one.
QT_LIBRARIES: dict[str, tuple[str, ...]] = {
    "libGL.so.1": ("libgl1",),
    "libEGL.so.1": ("libegl1",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-image.so.0": ("libxcb-image0",),
    "libxcb-render-util.so.0": ("libxcb-render-util0",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
}


COMPILER = ("gcc", "libc6-dev")
"""The Debian packages with which the tests make a drive go wrong; where there are none, those tests are skipped."""


# The programs that the storm runs, and the Debian packages that hold them.
STORM_PROGRAMS = {"smbd": "samba", "smbpasswd": "samba-common-bin", "ip": "iproute2", "nsenter": "util-linux"}


# What dev.py build --windows runs lies in these Debian packages; installer/steps.py says which program is in which.
WINDOWS_PACKAGES = (
    *("faketime", "fonts-wine", "gcc-mingw-w64-x86-64", "imagemagick", "locales", "msitools", "nsis", "osslsigncode"),
    *("wine", "wine64", "wixl", "xvfb"),
)


class Stop(Exception):
    """One plain sentence for the person at the keyboard; nothing more can be done here."""


def say(line: str) -> None:
    """Show a line at once, before whatever the next program says."""
    print(line, flush=True)


# --- setting up ------------------------------------------------------------------------------------------------------


def refusal(version: tuple[int, int]) -> str | None:
    """Why this version of Python cannot run the desk, or None when it can."""
    if OLDEST <= version <= NEWEST:
        return None
    oldest, newest, this = (f"{major}.{minor}" for major, minor in (OLDEST, NEWEST, version))
    return f"The desk needs Python {oldest} to {newest}, and this is Python {this}."


def missing_libraries(loads: Callable[[str], object] = ctypes.CDLL) -> list[str]:
    """Which of Qt's system libraries the loader cannot find."""
    missing = []
    for library in QT_LIBRARIES:
        try:
            loads(library)
        except OSError:
            missing.append(library)
    return missing


def packages_for(libraries: Sequence[str], known: Callable[[str], bool]) -> list[str]:
    """The Debian packages that hold these libraries, under the names this release of Debian knows."""
    return [next(filter(known, QT_LIBRARIES[library]), QT_LIBRARIES[library][-1]) for library in libraries]


def apt_knows(package: str) -> bool:
    """Whether this system's package lists offer a package of this very name."""
    shown = subprocess.run(["apt-cache", "show", package], capture_output=True, check=False).stdout
    return f"Package: {package}".encode() in shown.splitlines()


def as_root() -> list[str] | None:
    """What to put before a command to run it as root without a question; None when that cannot be."""
    if sys.platform == "win32" or os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if shutil.which("sudo") and succeeds("sudo", "-n", "true") else None


def succeeds(*command: str) -> bool:
    """Whether a command ends well; what it says is not shown."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def compiles() -> bool:
    """Whether a C program can be compiled here."""
    return bool(shutil.which("gcc")) and succeeds("gcc", "-fsyntax-only", "-include", "stdio.h", "-xc", "/dev/null")


def install_compiler() -> None:
    """Put in what compiles the tests' C, where that may be done; where not, say what the tests will go without."""
    if not sys.platform.startswith("linux") or compiles():
        return
    root = as_root() if shutil.which("apt-get") else None
    if root is not None:
        with contextlib.suppress(Stop):
            install_from_debian(root, lambda: COMPILER)
    if not compiles():
        packages = " ".join(COMPILER)
        say(f"There is no C compiler here (Debian: {packages}), so the tests on a drive that goes wrong cannot run.")


def install_storm_programs() -> None:
    """Put in the server and the tools of the storm, where that may be done; a row that lacks one says so itself."""
    missing = sorted({package for program, package in STORM_PROGRAMS.items() if not shutil.which(program)})
    root = as_root() if missing and shutil.which("apt-get") else None
    if root is not None:
        try:
            install_from_debian(root, lambda: missing)
        except Stop as stop:
            say(str(stop))


def install_windows_tools() -> None:
    """Put in what makes and tries the Windows build, where that may be done; a step that lacks one says so itself."""
    if not sys.platform.startswith("linux") or not shutil.which("dpkg-query"):
        return
    missing = [one for one in WINDOWS_PACKAGES if not succeeds("dpkg", "-s", one)]
    root = as_root() if missing and shutil.which("apt-get") else None
    if root is not None:
        try:
            install_from_debian(root, lambda: missing)
        except Stop as stop:
            say(str(stop))


def install_from_debian(root: Sequence[str], wanted: Callable[[], Sequence[str]]) -> None:
    """Install the packages wanted once Debian has been asked what it has. Raises Stop where that does not work."""
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    say("Asking Debian what it has")
    # A source that does not answer may not be one we need; if it is, the next step says so.
    with contextlib.suppress(Stop):
        quietly([*apt, "update"])
    packages = wanted()
    say(f"Installing from Debian: {' '.join(packages)}")
    quietly([*apt, "install", "-y", "--no-install-recommends", *packages])


def install_system_packages() -> None:
    """Put in what pip cannot: Python's own venv module and the libraries Qt loads. Does nothing where all are there."""
    if not sys.platform.startswith("linux"):
        return
    libraries = missing_libraries()
    # Debian leaves ensurepip out of its python3 and keeps it in a package named after the version.
    venv = [] if importlib.util.find_spec("ensurepip") else ["python{}.{}-venv".format(*sys.version_info)]
    if not libraries and not venv:
        return
    if not shutil.which("apt-get"):
        lacking = ", ".join(venv + libraries)
        say(f"This system lacks {lacking}: if the desk does not start, install them with the system's own tools.")
        return
    root = as_root()
    if root is None:
        command = " ".join(
            ["sudo apt-get update && sudo apt-get install -y", *venv, *packages_for(libraries, apt_knows)]
        )
        raise Stop(f"Some system packages are missing. Type this once, then start again:\n    {command}")
    install_from_debian(root, lambda: venv + packages_for(libraries, apt_knows))


def quietly(command: Sequence[str], tell: Callable[[str], str | None] = lambda line: None) -> None:
    """Run a command, showing only what `tell` makes of its lines; when it fails, show the end of what it said."""
    said: list[str] = []
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, cwd=HERE, stdin=nothing, stdout=pipe, stderr=subprocess.STDOUT) as process:
        for line in process.stdout or ():
            said.append(line.decode("utf-8", "replace").rstrip())
            told = tell(said[-1])
            if told:
                say(told)
    if process.returncode:
        raise Stop("\n".join([*said[-20:], "", "This did not work: " + " ".join(command)]))


def told_of_pip(line: str) -> str | None:
    """A short line for each package pip fetches and one for the unpacking; nothing for the rest of what it says."""
    words = line.split()
    if words[:1] == ["Collecting"]:
        return "  " + words[1]
    return "  unpacking" if words[:2] == ["Installing", "collected"] else None


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Wait until no other dev.py is setting up. The lock is the system's: it ends with the process that holds it."""
    with LOCK_FILE.open("a+b") as held:
        waiting = False
        while not locked(held.fileno()):
            if not waiting:
                say("Another dev.py is setting up; waiting for it")
            waiting = True
            time.sleep(0.3)
        yield


def locked(handle: int) -> bool:
    """Take the lock on an open file if it is free."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise
    return True


def fingerprint(lock: bytes, version: tuple[int, int]) -> str:
    """What a finished set-up is known by: the lock it was made from and the Python it was made with."""
    return hashlib.sha256(lock + b"%d.%d" % version).hexdigest()


def fingerprints() -> dict[str, str]:
    """The fingerprint each set-up would have now."""
    return {name: fingerprint(path.read_bytes(), sys.version_info[:2]) for name, path in LOCKS.items()}


def read_stamp(path: Path) -> dict[str, str] | None:
    """The fingerprints of what is installed: empty when a set-up was cut short, None when there is no stamp."""
    try:
        stamp = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        return {}
    return stamp if isinstance(stamp, dict) else {}


def is_done(stamp: Mapping[str, str] | None, name: str, now: Mapping[str, str]) -> bool:
    """Whether what this lock asks for is installed as it asks."""
    return bool(stamp) and (stamp or {}).get(name) == now[name]


def new_stamp(name: str, now: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """What is installed once this lock has been: dev.lock holds all of run.lock, storm.lock adds to what was there."""
    if name == "storm":
        return {**before, name: now[name]}
    return {one: now[one] for one in (("run", "dev") if name == "dev" else (name,))}


def can_keep(stamp: Mapping[str, str] | None, config: str, version: tuple[int, int]) -> bool:
    """Whether a .venv (its stamp, and its pyvenv.cfg) can be added to, rather than made anew.

    One whose set-up was cut short cannot, nor one of another Python. One made by hand, with no stamp, can.
    """
    pairs = (line.partition("=") for line in config.splitlines())
    settings = {key.strip(): value.strip() for key, _, value in pairs}
    made_with = settings.get("version", settings.get("version_info", "")).split(".")[:2]
    return stamp != {} and made_with == [str(part) for part in version]


def set_up(name: str) -> None:
    """Make .venv hold what requirements/NAME.lock asks for; quick when it already does."""
    started = time.monotonic()
    with alone():
        install_system_packages()
        if name == "dev":
            install_compiler()
        if name == "storm":
            install_storm_programs()
        now = fingerprints()
        if PYTHON.exists() and is_done(read_stamp(STAMP), name, now):
            return
        make_venv()
        before = read_stamp(STAMP) or {}
        # An empty stamp, until all is well: a set-up that is cut short is known by it next time.
        STAMP.write_text("{}", "utf-8")
        say(f"Installing requirements/{name}.lock")
        pip("install", "--require-hashes", "--only-binary=:all:", "-r", str(LOCKS[name]))
        STAMP.write_text(json.dumps(new_stamp(name, now, before), indent=1), "utf-8")
    say(f"Set up in {time.monotonic() - started:.0f} s")


def make_venv() -> None:
    """Make .venv, unless one is there that can be added to."""
    config = VENV / "pyvenv.cfg"
    text = config.read_text("utf-8") if config.exists() else ""
    if (
        PYTHON.exists()
        and can_keep(read_stamp(STAMP), text, sys.version_info[:2])
        and succeeds(str(PYTHON), "-m", "pip", "--version")
    ):
        return
    if VENV.exists():
        say("Clearing away the old .venv")
        try:
            shutil.rmtree(VENV)
        except OSError as error:
            raise Stop(f"The old .venv is in use: close what uses it and start again ({error}).") from error
    say("Making .venv with Python {}.{}.{}".format(*sys.version_info))
    VENV.mkdir()
    STAMP.write_text("{}", "utf-8")
    # Started from a .venv's own Python, the new one is still made from the Python behind it.
    quietly([getattr(sys, "_base_executable", sys.executable), "-m", "venv", str(VENV)])


def pip(*arguments: str) -> None:
    """Run .venv's pip, with whatever settings this machine has for it."""
    quietly([str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments], told_of_pip)


# --- the commands ----------------------------------------------------------------------------------------------------


def python(*arguments: str, screen: bool = False) -> int:
    """Run .venv's Python here and return its exit code; without a screen, Qt draws in memory."""
    environment = dict(os.environ) if screen else {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run([str(PYTHON), *arguments], cwd=HERE, env=environment, check=False).returncode


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a window can be shown here."""
    return not platform.startswith("linux") or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def run(arguments: Sequence[str]) -> int:
    """open the desk on the Devon & Cornwall example, or on the FILE you name"""
    set_up("run")
    if has_display(sys.platform, os.environ):
        return python("-m", "ui", *(arguments or ["--example", EXAMPLE]), screen=True)
    say("There is no display here to open a window on, so the desk makes the example's budget paper instead.")
    return example_paper()


def example_paper() -> int:
    """Make the example office and its budget paper in out/, in the place of an earlier one."""
    office, paper = OUT / f"{EXAMPLE}.opcc", OUT / "budget-2019-20.pdf"
    OUT.mkdir(exist_ok=True)
    # SQLite's journal goes with the file it belongs to: beside a new one it would be taken for an unfinished change.
    for old in [*OUT.glob(f"{office.name}*"), *OUT.glob(paper.name)]:
        old.unlink()
    code = python("-m", "app", "new", str(office), "--example", EXAMPLE) or python(
        "-m", "app", "paper", str(office), "--kind", "budget", "--year", "2019/20", "-o", str(paper)
    )
    if code == 0:
        say(f"The paper is {paper.relative_to(HERE)}")
    return code


SIDE_BY_SIDE = ("-n", "auto")
"""The whole suite runs on every core; a few named tests start sooner on one."""


def test(arguments: Sequence[str]) -> int:
    """run every test, or those you name as you would to pytest"""
    set_up("dev")
    return python("-m", "pytest", *(arguments or SIDE_BY_SIDE))


# Each check, by name, as arguments to Python: import-linter has no module to run, only this function.
CHECKS = {
    "layout": ["-m", "ruff", "format", "--check"],
    "lint": ["-m", "ruff", "check", "--output-format=concise"],
    "types": ["-m", "mypy"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-logo'])"],
    "tests": ["-m", "pytest", *SIDE_BY_SIDE],
}


def check(arguments: Sequence[str]) -> int:
    """check layout, lint, types and import rules, then test (--without-tests: do not)"""
    set_up("dev")
    names = [name for name in CHECKS if name != "tests" or "--without-tests" not in arguments]
    failed = [name for name in names if step(name) != 0]
    say(f"Failed: {', '.join(failed)}" if failed else "All checks passed")
    return 1 if failed else 0


def step(name: str) -> int:
    """Make one check, under its name, and say how it went and how long it took."""
    say(f"--- {name}")
    started = time.monotonic()
    code = python(*CHECKS[name])
    say(f"--- {name} {'FAILED' if code else 'passed'} in {time.monotonic() - started:.1f} s\n")
    return code


def shots(arguments: Sequence[str]) -> int:
    """draw every page of the example offices as pictures"""
    set_up("dev")
    return python("-m", "bench.shots", *arguments)


def bench(arguments: Sequence[str]) -> int:
    """measure how fast the desk is"""
    set_up("dev")
    return python("-m", "bench", *arguments)


def storm(arguments: Sequence[str]) -> int:
    """save through kills, cut lines and dead servers for half an hour (--quick: two minutes)"""
    set_up("dev")
    set_up("storm")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the storm, which first takes down what it started
    return python("-m", "tests.storm", *arguments)


def build(arguments: Sequence[str]) -> int:
    """make a program in dist/ without Python (--windows: and installers; --exercise: try them)"""
    if not sys.platform.startswith("linux"):
        raise Stop(
            "Builds are made on Linux, those for Windows too. The bare folder of the program can be made anywhere, by "
            ".venv's own Python: -m PyInstaller build.spec"
        )
    set_up("dev")
    windows = "--windows" in arguments
    if windows:
        install_windows_tools()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the build, which first ends what it started
    system = "windows" if windows else "linux"
    return python("-m", "installer", system, *(one for one in arguments if one != "--windows"), screen=True)


COMMANDS = {command.__name__: command for command in (run, test, check, shots, bench, storm, build)}


def usage() -> str:
    """The commands, one line each."""
    return "\n".join(f"python3 dev.py {name:6} {command.__doc__}" for name, command in COMMANDS.items())


def main(arguments: Sequence[str]) -> int:
    """Do the command that was typed; 0 when all is well."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("-h", arguments)
    refused = refusal(sys.version_info[:2])
    try:
        if refused:
            raise Stop(refused)
        if name in ("-h", "--help"):
            say(usage())
            return 0
        if name not in COMMANDS:
            raise Stop(f"There is no command {name}.\n{usage()}")
        return COMMANDS[name](rest)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
