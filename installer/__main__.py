"""Makes a build: python -m installer linux|windows, as `python3 dev.py build [--windows]` does."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from app.who import VERSION
from installer import closure, exercise, freeze, inputs, msi, portable, release, setup
from installer.licences import STARTER, NoLicence, packages
from installer.parts import Part, Unknown, beside, file_version, filled, from_system, locked, versions_inside
from installer.parts import packages as package_parts
from installer.sbom import BadList, hold_absent, sbom
from installer.steps import (
    BUILD,
    DIST,
    EXERCISE_TOOLS,
    ROOT,
    TOOLS,
    Failed,
    alone,
    cleared,
    epoch,
    heed_stops,
    need,
    need_room,
    put,
    run,
    say,
    speak_anywhere,
    step,
    why,
)
from installer.wine import SHARE, Wine, end_earlier, machine

LINUX_GIGABYTES, WINDOWS_GIGABYTES = 1.0, 3.5
PROGRAMS = (freeze.NAME, f"{freeze.NAME}-cli")


def main(arguments: Sequence[str] | None = None) -> int:
    """Make what was asked for; 0 when it lies in dist/, 1 with a sentence, 130 when it was stopped."""
    given = _given(arguments)
    heed_stops()
    speak_anywhere()
    try:
        BUILD.mkdir(exist_ok=True)
        with alone():
            if given.system == "linux":
                _linux()
            else:
                _windows(exercised=given.exercise, twice=given.twice)
    except (Failed, NoLicence, Unknown, BadList) as failed:
        print(failed, file=sys.stderr)  # noqa: T201
        return 1
    except OSError as error:
        print(why(error), file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        print("Stopped. Nothing half-made is left in dist/.", file=sys.stderr)  # noqa: T201
        return 130
    return 0


def _given(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="dev.py build", description="Make a build of the desk in dist/, with --windows for Windows."
    )
    parser.add_argument("system", choices=("linux", "windows"), help=argparse.SUPPRESS)
    parser.add_argument(
        "--exercise", action="store_true", help="of Windows: test it there, and install, use, upgrade and remove it"
    )
    parser.add_argument("--twice", action="store_true", help="of Windows: build twice and compare every byte")
    given = parser.parse_args(arguments)
    if given.system != "windows" and (given.exercise or given.twice):
        parser.error("--exercise and --twice go with --windows.")
    return given


# Linux


def _linux() -> None:
    when = epoch()
    need_room(ROOT, LINUX_GIGABYTES)
    work = cleared(BUILD / "linux")
    with step("Freezing the desk for Linux"):
        built = freeze.for_linux(work, when)
    with step("Listing what is in it"):
        hold_absent(built)
        listed = work / f"{freeze.NAME}.cdx.json"
        listed.write_bytes(_parts_of_linux(freeze.taken_from(work), when))
    with step("Letting both programs test themselves"):
        _selftest_here(built, work / "selftest")
    put(listed, DIST / listed.name)
    put(built, DIST / freeze.NAME)
    say(f"The build is dist/{freeze.NAME}/, {_megabytes(DIST / freeze.NAME):.1f} MB.")


def _parts_of_linux(libraries: Sequence[Path], when: int) -> bytes:
    lock = ROOT / "requirements" / "dev.lock"
    versions = versions_inside()
    names = [name for name in packages() if name != STARTER]
    starter = locked(lock)[STARTER][0]
    parts = [
        *filled(package_parts(names, lock), versions, "linux"),
        *beside(versions, starter, "linux"),
        *from_system(libraries),
    ]
    tools = [Part("PyInstaller", starter, "GPL-2.0-or-later WITH Bootloader-exception")]
    return sbom(parts, tools, VERSION, when)


def _selftest_here(built: Path, folder: Path) -> None:
    """Let each program test itself, in a home of its own. Raises Failed."""
    home = folder / "home"
    home.mkdir(parents=True)
    environment = {
        # Where the screen is, and the key to it, are of the person's own home.
        "XAUTHORITY": str(Path.home() / ".Xauthority"),
        **{
            name: value
            for name, value in os.environ.items()
            if name == "XDG_RUNTIME_DIR" or not name.startswith(("PYTHON", "XDG_"))
        },
        "HOME": str(home),
    }
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    for program in PROGRAMS:
        run([built / program, "--selftest", folder / program], env=environment, seconds=400)
        hold_passed(folder / program)


def hold_passed(folder: Path) -> None:
    """Go on only where the self-test in this folder passed. Raises Failed, with what did not."""
    result = json.loads((folder / "result.json").read_text("utf-8"))
    bad = [f"{one['name']}: {one['words']}" for one in result["steps"] if not one["ok"]]
    if bad or not result["passed"]:
        raise Failed("The built program did not pass its own test.\n" + "\n".join(bad))


# Windows


def _windows(*, exercised: bool, twice: bool) -> None:
    when = epoch()
    release.notes(VERSION)  # rather now than after four minutes
    need({**TOOLS, **EXERCISE_TOOLS} if exercised else TOOLS)
    need_room(ROOT, WINDOWS_GIGABYTES)
    for name in ("machine", "laptop"):
        end_earlier(BUILD / "windows" / name)
    work, downloads = cleared(BUILD / "windows"), BUILD / "downloads"
    with step("Fetching Windows Python and its packages, by their hashes"):
        inputs.fetch(downloads)
    with step("Unpacking them"):
        python = cleared(work / "python")
        inputs.unpack(downloads, python)
    with step("Checking who signed them"):
        by_python = inputs.check_python(python)
        by_qt = inputs.check_qt(python / "Lib" / "site-packages")
        say(f"    {by_python} files by {inputs.SIGNERS['python']}, {by_qt} by {inputs.SIGNERS['qt']}")
    with _new_machine(work / "machine") as wine:
        if exercised:
            with step("Testing the desk on Windows Python"):
                say(_tested(wine, python))
        made = _release(wine, work, downloads, python, when, "release")
        if twice:
            _hold_same(made, _release(wine, work, downloads, python, when, "again"))
            say("Built twice: every byte is the same.")
        if not exercised:
            with step("Letting both programs test themselves"):
                _selftest_there(wine, work)
    if exercised:
        # a laptop on which nothing of the desk ever was
        with _new_machine(work / "laptop") as laptop:
            exercise.exercise(made, laptop, work / "exercise")
    put(made, DIST / "windows")
    for file in sorted((DIST / "windows" / VERSION).iterdir()):
        if file.suffix in (".exe", ".msi", ".zip"):
            say(f"{file.relative_to(ROOT)}  {file.stat().st_size / 1e6:.1f} MB  {release.sha256(file)}")


@contextmanager
def _new_machine(folder: Path) -> Iterator[Wine]:
    with ExitStack() as stack:
        with step("Making a Windows machine"):
            wine = stack.enter_context(machine(cleared(folder)))
        yield wine


def _selftest_there(wine: Wine, work: Path) -> None:
    """Let each program that was frozen last test itself. Raises Failed."""
    for program in PROGRAMS:
        folder = work / "selftest" / program
        wine.do(wine.path(freeze.windows_build(work) / f"{program}.exe"), "--selftest", wine.path(folder))
        hold_passed(folder)


def _tested(wine: Wine, python: Path) -> str:
    """Run the tests that bear the mark `windows` there; their last line. Raises Failed."""
    said = wine.do(
        wine.path(python / "python.exe"),
        *("-m", "pytest", "-q", "-m", "windows", "-p", "no:cacheprovider"),
        env={"DESK_TEST_SHARE": SHARE},
        seconds=900,
    )
    return f"    {said.rstrip().splitlines()[-1]}"


def _release(wine: Wine, work: Path, downloads: Path, python: Path, when: int, name: str) -> Path:
    """Make everything that is handed on, in a new folder."""
    out = cleared(work / f"{name}-parts")
    with step("Freezing the desk for Windows"):
        built = freeze.for_windows(work, wine, python, when)
        say(f"    {_megabytes(built):.1f} MB")
    with step("Looking at what is in it"):
        files = closure.check(built)
        hold_absent(built)
        listed = _parts_of_windows(wine, downloads, python, built, when)
        say(f"    {files} programs and libraries ask for nothing that a plain Windows 10 has not")
    made = []
    for words, make in (
        ("Making the installer for one person", setup.make),
        ("Making the installer for the whole computer", msi.make),
        ("Making the portable zip", portable.make),
    ):
        with step(words):
            made.append(make(built, out, VERSION, when))
    laid = cleared(work / name)
    release.lay_out(made, listed, laid, VERSION, when)
    return laid


def _parts_of_windows(wine: Wine, downloads: Path, python: Path, built: Path, when: int) -> bytes:
    versions = json.loads(wine.do(wine.path(python / "python.exe"), "-m", "installer.parts").splitlines()[-1])
    names = [name for name in packages() if name != STARTER]
    starter = locked(inputs.LOCK)[STARTER][0]
    parts = [
        *filled(package_parts(names, inputs.LOCK, downloads / "wheels"), versions, "windows"),
        *beside(
            versions,
            starter,
            "windows",
            runtime=file_version(built / "_internal" / "VCRUNTIME140.dll"),
            python_sha256=inputs.EMBEDDED_SHA256,
        ),
    ]
    return sbom(parts, _tools(starter), VERSION, when)


def _tools(starter: str) -> list[Part]:
    """What a Windows build is made with, in the versions that are installed here."""
    tools = [Part("PyInstaller", starter, "GPL-2.0-or-later WITH Bootloader-exception")]
    for title, package, licence in (
        ("NSIS", "nsis", "Zlib"),
        ("wixl", "wixl", "LGPL-2.0-or-later"),
        ("msitools", "msitools", "LGPL-2.0-or-later"),
        ("MinGW-w64 GCC", "gcc-mingw-w64-x86-64", "GPL-3.0-or-later"),
        ("Wine", "wine", "LGPL-2.1-or-later"),
    ):
        tools.append(Part(title, run(["dpkg-query", "-W", "-f", "${Version}", package]).strip(), licence))
    return tools


def _hold_same(one: Path, other: Path) -> None:
    """Raises Failed where two builds of one source differ."""
    first, second = release.sums(one), release.sums(other)
    if first != second:
        raise Failed(
            "Two builds of the same source differ:\n"
            + "\n".join(sorted(set(first.splitlines()) ^ set(second.splitlines())))
        )


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


if __name__ == "__main__":
    sys.exit(main())
