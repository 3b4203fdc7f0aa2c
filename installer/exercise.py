"""Installs, uses, upgrades and removes a release as IT does it: setup.exe, the MSI and the zip, on a Windows machine.

An exit code is seen here as the shell sees it, modulo 256: 1618 (the desk is running) is 82 and 1603 (refused) is 67.
"""

from __future__ import annotations

import json
import shutil
import time
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.policy import INSTALLED_KEY
from installer import msi, setup
from installer.contents import CLI, DESK
from installer.laptop import LISTED, Laptop, expect, expect_in, files_of, hold_result, programs, wait_gone
from installer.msi import NAME
from installer.steps import Failed, cleared, say
from installer.wine import Wine

OLDER = "0.0.1"
EPOCH = 1_700_000_000
"""A second to date the older version by, which is handed to nobody."""
RUNNING, REFUSED, TOO_OLD = 1618 % 256, 1603 % 256, 1150 % 256
STALE = "_internal/of the older version.txt"
CHOSEN = "Öffice & Co/the desk"
X_FAULT = "X Error of failed request:  BadWindow"
OPEN_WORDS = "is open on this computer"
NEWER, BUILD = "WIX_DOWNGRADE_DETECTED = ", "REALBUILD = 7601"
"""What Wine has in its log of a condition that does not hold; Windows also has the sentence."""


def exercise(release: Path, wine: Wine, work: Path) -> None:
    """Exercise the release that is laid out in a folder; `work` is for what comes up. Raises Failed."""
    version = json.loads((release / "current.json").read_text("utf-8"))["version"]
    cleared(work)
    started = time.monotonic()
    made = _Made.of(release / version, version, wine, work)
    _portable(made)
    _for_one_person(made)
    _for_the_computer(made)
    say(f"The release was installed, used, upgraded and removed in {time.monotonic() - started:.0f} s.")


@contextmanager
def _checking(words: str) -> Iterator[None]:
    """One line for what is checked, with its seconds, once it holds."""
    started = time.monotonic()
    yield
    say(f"    {time.monotonic() - started:5.1f} s  {words}")


@dataclass(frozen=True, slots=True)
class _Made:
    """The release and an older one of the same build, and the offices that lie on the share."""

    version: str
    setup: str
    msi: str
    older_setup: str
    older_msi: str
    unpacked: Path
    laptop: Laptop
    offices: tuple[Path, Path, Path]
    """By the installer, by policy, and by a double click."""

    @staticmethod
    def of(folder: Path, version: str, wine: Wine, work: Path) -> _Made:
        laptop = Laptop(wine, work)
        with _checking("the zip unpacks into one folder"):
            top = wine.drive / "Übung & Co"
            with zipfile.ZipFile(folder / f"commissioning-desk-{version}-portable.zip") as archive:
                archive.extractall(cleared(top))
            expect("folders in the zip", [f"commissioning-desk-{version}"], [path.name for path in top.iterdir()])
            unpacked = next(top.iterdir())
        with _checking(f"an older version, {OLDER}, is made of the same build with a file more"):
            older = work / "older"
            shutil.copytree(unpacked, older)
            (older / STALE).write_text("This must go with the version it belongs to.", "utf-8")
            old_setup = setup.make(older, work, OLDER, EPOCH, quick=True)
            old_msi = msi.make(older, work, OLDER, EPOCH)
        with _checking("an office file is made on the share by the console program"):
            offices = _offices(laptop, unpacked)
        return _Made(
            version,
            wine.path(folder / f"commissioning-desk-{version}-setup.exe"),
            wine.path(folder / f"commissioning-desk-{version}-machine.msi"),
            wine.path(old_setup),
            wine.path(old_msi),
            unpacked,
            laptop,
            offices,
        )


def _offices(laptop: Laptop, unpacked: Path) -> tuple[Path, Path, Path]:
    folder = cleared(laptop.share / "Büro & Co")
    first, second, third = (folder / f"{name}.opcc" for name in ("Office of IT", "By policy", "Double click"))
    laptop.wine.do(laptop.wine.path(unpacked / CLI), "new", laptop.on_share(first))
    for other in (second, third):
        shutil.copyfile(first, other)
    return first, second, third


# the three ways to have it


def _portable(made: _Made) -> None:
    say("The zip:")
    before = files_of(made.unpacked)
    _both_programs(made, made.unpacked, "portable")
    with _checking("it leaves nothing behind in its own folder, and nothing in the registry"):
        expect("files that came into its folder", set(), files_of(made.unpacked) - before)
        _no_trace(made.laptop)


def _for_one_person(made: _Made) -> None:
    say("setup.exe, for one person:")
    laptop, wine = made.laptop, made.laptop.wine
    place = laptop.on_share(made.offices[0])
    with _checking("it refuses Windows 7, and so does the MSI"):
        wine.do("winecfg", "-v", "win7")
        expect("exit code on Windows 7", TOO_OLD, wine.run(made.setup, "/S")[0])
        _refused(laptop, BUILD, "/i", made.msi)
        wine.do("winecfg", "-v", "win10")
    with _checking("it is installed silently, with the place of the office file"):
        expect("exit code", 0, wine.run(made.older_setup, "/S", f"/SHAREPATH={place}", "/UPDATEPATH=")[0])
        folder = _installed(laptop, "HKCU", OLDER, place)
        expect("its folder", f"Programs/{NAME}", "/".join(folder.parts[-2:]))
    (folder / "own.txt").write_text("A file of the person's own.", "utf-8")
    with laptop.open(made.offices[0], wine.path(folder / DESK)):
        say("             the window opens on the office file that the installer was told of")
        laptop.picture("installed")
        with _checking("neither upgrade nor removal while it is open: exit code 1618"):
            for command in ([made.setup, "/S"], [wine.path(folder / "uninstall.exe"), *_waited(wine, folder)]):
                code, said = wine.run(*command)
                expect("exit code while the desk runs", RUNNING, code)
                expect_in("what it says", OPEN_WORDS, said)
    with _checking("it is upgraded in place: settings stay, no old file does, one entry is listed"):
        expect("exit code of the upgrade", 0, wine.run(made.setup, "/S")[0])
        expect("the folder after it", folder, _installed(laptop, "HKCU", made.version, place))
        _nothing_stale(made, folder, ["opcc.ico", "own.txt", "uninstall.exe"])
    _in_use(made, folder, "HKCU", "setup")
    with _checking("it is removed silently, and all that is not of the program stays"):
        expect("exit code of the removal", 0, wine.run(wine.path(folder / "uninstall.exe"), "/S")[0])
        wait_gone(folder / "uninstall.exe")
        _removed(made, folder)
    chosen = wine.drive / CHOSEN
    with _checking("it is installed into a chosen folder, and removed from there while it is waited for"):
        expect("exit code", 0, wine.run(made.setup, "/S", *_raw(f"/D={wine.path(chosen)}"))[0])
        expect("the chosen folder", chosen, _installed(laptop, "HKCU", made.version, None))
        _versions(made, chosen)
        expect("exit code of the removal", 0, wine.run(wine.path(chosen / "uninstall.exe"), *_waited(wine, chosen))[0])
        # Windows lets it move itself away, Wine does not
        expect("files that stay", set(), files_of(chosen) - {"uninstall.exe"})
        _no_trace(laptop)
        shutil.rmtree(chosen.parent, ignore_errors=True)


def _for_the_computer(made: _Made) -> None:
    say("machine.msi, for the whole computer:")
    laptop, wine = made.laptop, made.laptop.wine
    place = laptop.on_share(made.offices[0])
    chosen = wine.drive / CHOSEN
    with _checking("it is installed silently into a chosen folder, with the place of the office file"):
        given = [f"SHAREPATH={place}", f"INSTALLFOLDER={wine.path(chosen)}"]
        expect("exit code", 0, wine.run("msiexec", "/i", made.older_msi, "/qn", *given)[0])
        expect("the chosen folder", chosen, _installed(laptop, "HKLM", OLDER, place))
    with (
        laptop.open(made.offices[0], wine.path(chosen / DESK)),
        _checking("neither upgrade nor removal while it is open: exit code 1603, and why in the log"),
    ):
        _refused(laptop, OPEN_WORDS, "/i", made.msi)
        _refused(laptop, OPEN_WORDS, "/x", made.older_msi)
    with _checking("it is upgraded in place: settings stay, no old file does, one entry is listed"):
        expect("exit code of the upgrade", 0, wine.run("msiexec", "/i", made.msi, "/qn")[0])
        expect("the folder after it", chosen, _installed(laptop, "HKLM", made.version, place))
        _nothing_stale(made, chosen, ["opcc.ico"])
    with _checking("an older version is refused: exit code 1603, and why in the log"):
        _refused(laptop, NEWER, "/i", made.older_msi)
        _installed(laptop, "HKLM", made.version, place)
    (chosen / "own.txt").write_text("A file of the person's own.", "utf-8")
    _in_use(made, chosen, "HKLM", "msi")
    with _checking("it is removed silently, and all that is not of the program stays"):
        expect("exit code of the removal", 0, wine.run("msiexec", "/x", made.msi, "/qn")[0])
        _removed(made, chosen)
        shutil.rmtree(chosen.parent)
    with _checking("it is installed into Program Files, and removed"):
        expect("exit code", 0, wine.run("msiexec", "/i", made.msi, "/qn")[0])
        folder = _installed(laptop, "HKLM", made.version, None)
        expect("its folder", wine.drive / "Program Files" / NAME, folder)
        _versions(made, folder)
        expect("exit code of the removal", 0, wine.run("msiexec", "/x", made.msi, "/qn")[0])
        expect("files that stay", set(), files_of(folder))
        _no_trace(laptop)


# what is checked of each


def _installed(laptop: Laptop, hive: str, version: str, place: str | None) -> Path:
    """Hold what Windows knows of the desk against what it should; the folder of the program. Raises Failed."""
    found = laptop.registry(hive)
    own = found.get(INSTALLED_KEY.lower(), {})
    expect("the version that is kept", version, own.get("Version"))
    expect("the place of the office file that is kept", place, own.get("SharePath") or None)
    folder = laptop.wine.drive / own.get("InstallFolder", "")[3:].rstrip("\\").replace("\\", "/")
    entries = [
        held for key, held in found.items() if key.startswith(LISTED.lower()) and held.get("DisplayName") == NAME
    ]
    expect("the versions listed under Apps", [version], [held["DisplayVersion"] for held in entries])
    program = laptop.wine.path(folder / DESK)
    kind = found.get(r"software\classes\.opcc", {}).get("", "")
    command = found.get(rf"software\classes\{kind}\shell\open\command".lower(), {}).get("")
    expect("what opens an office file", f'"{program}" "%1"', command)
    paths = found.get(rf"software\microsoft\windows\currentversion\app paths\{DESK}", {})
    expect("the program under App Paths", program, paths.get(""))
    expect("the entries in the Start menu", 1, len(laptop.in_start_menu()))
    for file in [*programs(folder), folder / "opcc.ico"]:
        expect(f"{file.name} in its folder", True, file.is_file())
    return folder


def _in_use(made: _Made, folder: Path, hive: str, name: str) -> None:
    """Use what is installed as people do: by itself, under a policy, and by a double click on a file."""
    laptop, wine = made.laptop, made.laptop.wine
    _both_programs(made, folder, name)
    with _checking("a policy goes before the installer"):
        laptop.set_policy(hive, laptop.on_share(made.offices[1]))
        with laptop.open(made.offices[1], wine.path(folder / DESK)):
            pass
        laptop.set_policy(hive, None)
    double = laptop.on_share(made.offices[2])
    # Wine looks for what opens a file in HKLM alone: there the command that Windows would find is given by hand
    words, command = (
        ("an office file opens by a double click", ["start", "/wait", double])
        if hive == "HKLM"
        else ("what a double click is to start opens an office file", [wine.path(folder / DESK), double])
    )
    with _checking(words), laptop.open(made.offices[2], *command):
        pass


def _both_programs(made: _Made, folder: Path, name: str) -> None:
    _versions(made, folder)
    with _checking("both programs pass their self-test"):
        wine = made.laptop.wine
        tests = {program: made.laptop.folder / f"{name} {program.stem} é" for program in programs(folder)}

        def test(program: Path) -> tuple[int, str]:
            code, said = wine.run(wine.path(program), "--selftest", wine.path(tests[program]))
            # now and then Wine's own window ends before Wine has done with it
            return (
                wine.run(wine.path(program), "--selftest", wine.path(tests[program]))
                if X_FAULT in said
                else (code, said)
            )

        with ThreadPoolExecutor(2) as both:
            for program, (code, said) in zip(tests, both.map(test, tests), strict=True):
                if code:
                    raise Failed(f"The self-test of {program.name} ended with {code}: {said.strip()[-600:]}")
                hold_result(tests[program], made.version)


def _versions(made: _Made, folder: Path) -> None:
    for program in programs(folder):
        code, said = made.laptop.wine.run(made.laptop.wine.path(program), "--version")
        expect(f"exit code of {program.name} --version", 0, code)
        expect_in(f"{program.name} --version", made.version, said)


def _nothing_stale(made: _Made, folder: Path, more: Sequence[str]) -> None:
    """Hold a folder against what the zip holds and `more`. Raises Failed."""
    expect("files too many or too few", set(), files_of(folder) ^ (files_of(made.unpacked) | set(more)))


def _removed(made: _Made, folder: Path) -> None:
    """Make sure that all of the program is gone, and nothing else. Raises Failed."""
    expect("files that stay in the folder of the program", {"own.txt"}, files_of(folder))
    shutil.rmtree(folder)
    _no_trace(made.laptop)
    for office in made.offices:
        expect(f"{office.name} on the share", True, office.is_file())
    kept = [path for path in made.laptop.wine.drive.glob(f"users/*/AppData/Local/{NAME}/*") if path.is_file()]
    expect("the person's own settings, kept", True, bool(kept))


def _no_trace(laptop: Laptop) -> None:
    for hive in ("HKCU", "HKLM"):
        marks = ("commissioningdesk", "commissioning-desk", "commissioning desk", ".opcc")
        held = [
            key
            for key, values in laptop.registry(hive).items()
            if any(mark in f"{key} {values}".lower() for mark in marks)
        ]
        expect(f"what stays in {hive}", [], held)
    expect("the entries in the Start menu", [], laptop.in_start_menu())


def _refused(laptop: Laptop, words: str, *command: str) -> None:
    """Make sure that Windows Installer refuses, with the words in its log. Raises Failed."""
    log = laptop.wine.drive / "exercise.log"
    log.unlink(missing_ok=True)
    code, _ = laptop.wine.run("msiexec", *command, "/qn", "/l*v", laptop.wine.path(log))
    expect(f"exit code of msiexec {command[0]}", REFUSED, code)
    # Windows writes it in UTF-16, Wine in bytes
    expect_in("its log", words, log.read_bytes().replace(b"\0", b"").decode("ascii", "replace"))


def _raw(words: str) -> list[str]:
    """A command's last words as NSIS takes them: Wine puts quotation marks round an argument with spaces."""
    return words.split(" ")


def _waited(wine: Wine, folder: Path) -> list[str]:
    return ["/S", *_raw(f"_?={wine.path(folder)}")]
