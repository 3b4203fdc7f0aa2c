"""The desk tries itself out in a folder: an example, an edit, a paper, a workbook, an upgrade, and how each went.

For IT, on a machine where it was just installed. The person's own settings, drafts and office file are not touched.
"""

from __future__ import annotations

import faulthandler
import hashlib
import json
import os
import platform
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import console
from app.errors import Refused
from app.who import VERSION, here

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.door import Office

PASSED, FAILED = 0, 1
LIMIT_SECONDS = 300.0
GRACE_SECONDS = 15.0
"""How long the end may take to be written down; then the program is ended without."""

RESULT, PAPER, LIST, PICTURE = "result.json", "paper.pdf", "list.xlsx", "window.png"
WORK, MARK = "selftest-work", "README.txt"
EXAMPLE, YEAR = "devon-cornwall", 2019
NOTE = "Self-test: Łódź, Ynys Môn, “£1” & más"
MADE_BY = "Made by the self-test of Commissioning Desk."
_ABOUT = f"""{MADE_BY}

The next self-test in the folder above this one takes the place of this folder, and of {RESULT}, {PAPER}, {LIST} and
{PICTURE} beside it. Nothing else there is touched. It may all be deleted.
"""

MAKE, EDIT, READ = "Make the example office", "Edit it", "Read the edit in a fresh opening"
PRINT, WRITE = "Print a paper", "Write a list to Excel"
CHECK, UPGRADE = "Check the file", "Bring an old file up to date"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried: whether it went well, in how many seconds, and what is to be said of it."""

    name: str
    ok: bool
    seconds: float
    words: str


class SelfTest:
    """One self-test in one folder. `program` is its name, `qt` its version where there is a window."""

    def __init__(self, folder: Path, program: str, *, qt: str = "") -> None:
        self.folder = Path(os.path.abspath(folder))  # noqa: PTH100 - a share that hangs is not to be resolved
        self.work = self.folder / WORK
        self.office, self.settings = self.work / "selftest.opcc", self.work / "settings.ini"
        self.steps: list[Step] = []
        self._program, self._qt = program, qt
        self._started = datetime.now(UTC)
        self._doing, self._began = "", time.perf_counter()
        self._ending = threading.Lock()

    def run(self, *parts: Callable[[SelfTest], None]) -> int:
        """Make the folder ready, try each part, write down how it went; the exit code: 0 passed, 1 not."""
        try:
            with self._watched():
                self._prepare()
                for part in parts:
                    part(self)
                return self.finish()
        except Refused as refusal:
            console.say(refusal.message, error=True)
            return FAILED

    def step(self, name: str, work: Callable[[], str], *needs: str) -> bool:
        """Try one thing, which says in words how it went or raises; whether it went well.

        It is not tried where one of the steps that it `needs` did not go well.
        """
        self._doing, self._began = name, time.perf_counter()
        lacking = [one for one in needs if one not in [step.name for step in self.steps if step.ok]]
        ok = False
        try:
            if lacking:
                raise Refused(f"Not tried, because this did not go well: {lacking[0]}.")
            words, ok = work(), True
        except Refused as refusal:
            words = refusal.message
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is what it is here to tell
            words = f"{type(error).__name__}: {error}"
            self.write_fault(error)
        self._tell(ok=ok, words=words)
        return ok

    def fail(self, words: str) -> None:
        """Have what is being tried count as failed, with these words."""
        self._tell(ok=False, words=words)

    def write_fault(self, error: BaseException) -> None:
        """Write down for IT where in the program a fault is."""
        from app.details import fault_text

        with suppress(OSError), (self.work / "faults.txt").open("a", encoding="utf-8") as file:
            file.write(f"{self._doing}\n{fault_text(error)}\n")

    def finish(self) -> int:
        """Write result.json, once, and say how it went. Raises Refused when it cannot be written."""
        self._ending.acquire()  # whoever comes second has nothing more to say
        passed = bool(self.steps) and all(one.ok for one in self.steps)
        self._write_result(passed=passed)
        bad = sum(not one.ok for one in self.steps)
        told = "Passed" if passed else f"Failed, {bad} of {len(self.steps)} steps"
        console.say(f"{told}: {self.folder / RESULT}", error=not passed)
        return PASSED if passed else FAILED

    def _tell(self, *, ok: bool, words: str) -> None:
        step = Step(self._doing, ok, round(time.perf_counter() - self._began, 3), words)
        self.steps.append(step)
        console.say(f"{'ok' if ok else 'FAILED':6} {step.seconds:7.2f} s  {step.name}: {words}")

    # the folder

    def _prepare(self) -> None:
        """Make the folder, and put away what an earlier self-test left in it. Raises Refused."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if self._holds_earlier():
                self._clear()
            self.work.mkdir(exist_ok=True)
            (self.work / MARK).write_text(_ABOUT, "utf-8")
        except OSError as error:
            raise Refused(_why_not(self.folder, error)) from error

    def _holds_earlier(self) -> bool:
        """Whether an earlier self-test lies here. Raises Refused where something else goes by one of its names."""
        there = [one for one in (WORK, RESULT, PAPER, LIST, PICTURE) if os.path.lexists(self.folder / one)]
        if not there:
            return False
        mark = self.work / MARK
        ours = not self.work.is_symlink() and mark.is_file() and mark.read_bytes().startswith(MADE_BY.encode())
        empty = there == [WORK] and self.work.is_dir() and not any(self.work.iterdir())
        if not (ours or empty):
            raise Refused(
                f"{self.folder} holds {there[0]}, which no self-test made. It was left as it is: name another folder."
            )
        return True

    def _clear(self) -> None:
        for name in (RESULT, PAPER, LIST, PICTURE):
            (self.folder / name).unlink(missing_ok=True)
        for one in self.work.iterdir():
            if one.name == MARK:  # goes by it, should this be cut short
                continue
            if one.is_dir() and not one.is_symlink():
                shutil.rmtree(one)
            else:
                one.unlink()

    # the end

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """End the program where it hangs: by writing that down, and where even that hangs, without."""
        late = threading.Timer(LIMIT_SECONDS, self._too_late)
        late.daemon = True
        late.start()
        # of the interpreter's own: it ends what holds every other thread up, too
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            faulthandler.dump_traceback_later(LIMIT_SECONDS + GRACE_SECONDS, exit=True, file=nowhere)
            try:
                yield
            finally:
                faulthandler.cancel_dump_traceback_later()
                late.cancel()

    def _too_late(self) -> None:
        self.end_now(f"It had not ended {LIMIT_SECONDS:g} seconds after the self-test began, which was ended for that.")

    def end_now(self, words: str) -> None:
        """Have what is being tried count as failed, write the results, and end the program here and now."""
        if not self.steps or self.steps[-1].name != self._doing:
            self.fail(words)
        try:
            self.finish()
        except Refused as refusal:
            console.say(refusal.message, error=True)
        finally:
            os._exit(FAILED)

    def _write_result(self, *, passed: bool) -> None:
        from app.exchange.files import replacing

        told: dict[str, Any] = {
            "version": VERSION,
            "program": self._program,
            "frozen": console.is_frozen(),
            "platform": platform.platform(),
            "python": platform.python_version(),
            "qt": self._qt,
            "sqlite": sqlite3.sqlite_version,
            "started": self._started.isoformat(timespec="seconds"),
            "passed": passed,
            "steps": [asdict(one) for one in self.steps],
            "files": self._files(),
        }
        with replacing(self.folder / RESULT) as half:
            half.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")

    def _files(self) -> dict[str, dict[str, str | int]]:
        """What was made, by its place in the folder."""
        found: dict[str, dict[str, str | int]] = {}
        for path in (self.folder / PAPER, self.folder / LIST, self.folder / PICTURE, self.office):
            if path.is_file():
                data = path.read_bytes()
                name = path.relative_to(self.folder).as_posix()
                found[name] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        return found


def selftest(folder: Path) -> int:
    """The self-test of the command line; its exit code."""
    return SelfTest(folder, console.program("app")).run(core)


def core(test: SelfTest) -> None:
    """What both programs try, without a window."""
    test.step(MAKE, lambda: _make(test.office))
    test.step(EDIT, lambda: _edit(test.office), MAKE)
    test.step(READ, lambda: read_note(test.office, NOTE), EDIT)
    test.step(PRINT, lambda: _print(test.office, test.folder / PAPER), MAKE)
    test.step(WRITE, lambda: _write(test.office, test.folder / LIST), MAKE)
    test.step(CHECK, lambda: check_file(test.office), MAKE)
    test.step(UPGRADE, lambda: _upgrade(test.work / "older.opcc"))


@contextmanager
def _opened(path: Path, *, read_only: bool = True) -> Iterator[Office]:
    from app.door import Office

    office = Office(path, here(), read_only=read_only)
    try:
        yield office
    finally:
        office.close()


def _make(path: Path) -> str:
    from app.examples import TITLES, make_example

    make_example(path, EXAMPLE)
    return f"{TITLES[EXAMPLE]}, {path.stat().st_size:,} bytes."


def _budgets(session: Session) -> list[str]:
    """The ids of the example's budgets of its year, in the office's order."""
    from app.funds import lines

    return [one.budgets[YEAR].id for one in lines.lines(session) if YEAR in one.budgets]


def _edit(path: Path) -> str:
    from app.funds import lines

    with _opened(path, read_only=False) as office:
        office.write("Add a note", lines.add_note, office.read(_budgets)[0], text=NOTE)
    return f"Put a note under a budget line: {NOTE}"


def read_note(path: Path, note: str) -> str:
    """Find a note in the file, opened afresh, and the step in its history. Raises Refused when it is not there."""
    from app.funds import lines
    from app.history import history

    with _opened(path) as office:
        texts = [one.text for found in office.read(lines.notes, office.read(_budgets)).values() for one in found]
        told = [one.text for one in office.read(history, labels={}, most=5)]
    if note not in texts:
        raise Refused(f"The note is not in the file, which holds {len(texts)} others.")
    return f"It is there, and the newest step in the history is: {told[0]}"


def _print(path: Path, paper: Path) -> str:
    from app.exchange.files import replacing
    from app.office import details
    from app.papers.budget import compose_budget
    from app.papers.gather import gather_budget
    from app.papers.preview import page_sizes, text_of
    from app.papers.publisher import publish

    with _opened(path) as office:
        pdf = publish(compose_budget(office.read(gather_budget, year=YEAR, day=date.today())))
        name = office.read(details).name
    with replacing(paper) as half:
        half.write_bytes(pdf)
    # read back from the disk by the other library, as the preview does
    kept = paper.read_bytes()
    words, pages = " ".join(text_of(kept).split()), len(page_sizes(kept))
    if name not in words or "£" not in words:
        raise Refused(f"{paper.name} can be read, but does not name {name}.")
    return f"The budget as {paper.name}: {pages} pages, {len(words):,} letters."


def _write(path: Path, book: Path) -> str:
    from app.exchange.workbook import first_cells, write_listings
    from app.funds import table

    with _opened(path) as office:
        listing = office.read(table.page, year=YEAR).listing
    write_listings([listing], book)
    cells = first_cells(book)
    # a name may have the mark of a footnote behind it
    names = [str(line.cells[0]) for line in listing.lines]
    lacking = [name for name in names if not any(cell.startswith(name) for cell in cells)]
    if lacking:
        raise Refused(f"{book.name} can be read, but lacks {len(lacking)} lines, such as {lacking[0]}.")
    return f"{len(listing.lines)} budget lines as {book.name}, all found in it again."


def check_file(path: Path) -> str:
    """Check every page, reference, value and document of the file. Raises Refused with what is wrong."""
    from app.checking import check

    if found := check(path):
        raise Refused(" ".join(one.text for one in found))
    return "Sound: pages, references, journal, values and documents."


def _upgrade(path: Path) -> str:
    from app.upgrading import older, upgrade
    from db.identity import APPLICATION_ID, SCHEMA

    with suppress(FileNotFoundError):
        path.unlink()
    old = sqlite3.connect(path)  # as the desk kept one before its first schema
    try:
        old.execute(f"PRAGMA application_id={APPLICATION_ID}")
        old.execute("VACUUM")
    finally:
        old.close()
    kept = upgrade(path, who=here(), now=datetime.now(UTC))
    if kept is None or older(path) is not None:
        raise Refused("The file is as old as it was.")
    return f"From before the first schema to schema {SCHEMA}, after a backup; every page and reference is sound."


def _why_not(folder: Path, error: OSError) -> str:
    if isinstance(error, FileExistsError | NotADirectoryError):
        return f"{folder} is not a folder. Name one that is, or that is not there yet."
    reason = (error.strerror or "the drive did not say why").lower()
    return f"The self-test cannot write into {folder}: {reason}. Name a folder it may write in."
