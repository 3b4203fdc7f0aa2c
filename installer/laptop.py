"""A council laptop as the exercise sees it: its registry, its Start menu, and the desk's windows on it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from installer.contents import CLI, DESK
from installer.steps import Failed
from installer.wine import SHARE, Wine

LISTED = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"
PATIENCE_SECONDS = 90.0
_KEY = re.compile(r"\[(?:HKEY_LOCAL_MACHINE|HKEY_CURRENT_USER)\\(.*)\]")
_TEXT = re.compile(r'(?:"(.*?)"|@)="(.*)"')

Registry = dict[str, dict[str, str]]
"""Texts by their key, from the hive on and in small letters, and their name; what has none is under ""."""


@dataclass(frozen=True, slots=True)
class Laptop:
    """One Windows machine, and a folder of this system for what it is asked for."""

    wine: Wine
    folder: Path

    # what is on it

    def registry(self, hive: str) -> Registry:
        """All texts under Software of HKLM or HKCU. Raises Failed."""
        kept = self.wine.drive / "exercise.reg"
        self.wine.do("reg", "export", rf"{hive}\Software", self.wine.path(kept), "/y")
        return read_registry(kept.read_text("utf-16"))

    def set_policy(self, hive: str, place: str | None) -> None:
        """Set the place of the office file as IT does, by policy, or set none. Raises Failed."""
        key = rf"{hive}\Software\Policies\CommissioningDesk"
        if place is None:
            self.wine.do("reg", "delete", key, "/f")
        else:
            self.wine.do("reg", "add", key, "/v", "SharePath", "/t", "REG_SZ", "/d", place, "/f")

    def in_start_menu(self) -> list[Path]:
        """The desk's entries in the Start menus of this machine."""
        return [path for path in self.wine.drive.rglob("Commissioning Desk.lnk") if "Start Menu" in path.parts]

    @property
    def share(self) -> Path:
        """The folder of this system that the laptop sees as a share."""
        return (self.wine.prefix / "dosdevices" / "unc" / SHARE.strip("\\").replace("\\", "/")).resolve()

    def on_share(self, path: Path) -> str:
        """What the laptop calls a file of the share."""
        return SHARE + "\\" + str(path.relative_to(self.share)).replace("/", "\\")

    # the desk on it

    @contextmanager
    def open(self, office: Path, *command: str) -> Iterator[None]:
        """Start the desk, go on when its window has this office file open, and close it at the end.

        Raises Failed where that does not come to pass.
        """
        beside = office.with_name(f"{office.name}.presence")
        quiet = subprocess.DEVNULL
        with subprocess.Popen(
            ["wine", *command], env=self.wine.environment, stdin=quiet, stdout=quiet, stderr=quiet
        ) as process:
            try:
                _wait(lambda: any(beside.glob("*.json")), f"No window has opened {office.name}.", self.picture)
                yield
            finally:
                self.wine.run("taskkill", "/im", DESK)
                try:
                    process.wait(PATIENCE_SECONDS)
                except subprocess.TimeoutExpired as error:
                    self.wine.run("taskkill", "/f", "/im", DESK)
                    raise Failed(f"The window of {office.name} would not close; see {self.picture()}.") from error
        _wait(lambda: not any(beside.glob("*.json")), f"The desk is still at {office.name}, though it was closed.")

    def picture(self, name: str = "failed") -> Path:
        """Take a picture of the whole screen; its file."""
        made = self.folder / f"{name}.png"
        subprocess.run(
            ["import", "-window", "root", str(made)], env=self.wine.environment, capture_output=True, check=False
        )
        return made


def read_registry(text: str) -> Registry:
    """The texts of a file that `reg export` made."""
    found: Registry = {}
    key: dict[str, str] = {}
    for line in text.splitlines():
        if named := _KEY.fullmatch(line):
            key = found.setdefault(named[1].lower(), {})
        elif held := _TEXT.fullmatch(line):
            key[_unquoted(held[1] or "")] = _unquoted(held[2])
    return found


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def hold_result(folder: Path, version: str) -> None:
    """Go on only where a self-test left a result in this folder that says all is well. Raises Failed."""
    try:
        result = json.loads((folder / "result.json").read_text("utf-8"))
    except OSError as error:
        raise Failed(f"The self-test left no result.json in {folder.name}.") from error
    expect(f"version of the self-test in {folder.name}", version, result["version"])
    expect(f"built program in {folder.name}", True, result["frozen"])
    wrong = [f"{one['name']}: {one['words']}" for one in result["steps"] if not one["ok"]]
    expect(f"steps of the self-test in {folder.name} that failed", [], wrong)
    expect(f"result of the self-test in {folder.name}", True, result["passed"])


def expect(what: str, wanted: object, found: object) -> None:
    """Go on only where what was found is what was wanted. Raises Failed, with both."""
    if wanted != found:
        raise Failed(f"{what[0].upper()}{what[1:]}: expected {wanted!r}, found {found!r}.")


def expect_in(what: str, words: str, said: str) -> None:
    """Go on only where these words were said. Raises Failed, with what was said."""
    if words not in said:
        raise Failed(f"{what[0].upper()}{what[1:]}: expected the words {words!r}, found {said.strip()[-600:]!r}.")


def wait_gone(path: Path) -> None:
    """Wait until a file is gone. Raises Failed."""
    _wait(lambda: not path.exists(), f"{path.name} is still there.")


def _wait(come: Callable[[], bool], else_words: str, picture: Callable[[], Path] | None = None) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not come():
        if time.monotonic() > end:
            raise Failed(f"{else_words} See {picture()}." if picture else else_words)
        time.sleep(0.2)


def programs(folder: Path) -> list[Path]:
    """Both programs in a folder of the desk."""
    return [folder / DESK, folder / CLI]


def files_of(folder: Path) -> set[str]:
    """Every file under a folder, by its path in it; none where there is no folder."""
    return {
        os.path.relpath(os.path.join(above, name), folder)  # noqa: PTH118 - thousands of them
        for above, _, names in os.walk(folder)
        for name in names
    }
