"""Work that nobody waits for: its outcome comes in the window's thread, and one that hangs holds nothing up."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.errors import Refused
from app.progress import Progress, Stopped
from tests.ui.helpers import until
from ui.apart import Apart

Outcomes = list[Future[str] | None]
HANGS = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from ui.apart import Apart
app = QCoreApplication([])
apart = Apart(200)
def told(outcome):
    print("given up" if outcome is None else "done", apart.is_busy(), flush=True)
    app.quit()
apart.do(lambda progress: open(sys.argv[1]).read(), told)
app.exec()
"""


@pytest.fixture
def apart(qapp: QApplication) -> Apart:
    """Waits for an answer for a quarter of a second."""
    return Apart(250)


def outcome_of(apart: Apart, outcomes: Outcomes) -> Future[str] | None:
    until(lambda: outcomes)
    assert len(outcomes) == 1
    return outcomes[0]


def test_what_is_done_elsewhere_is_told_here(apart: Apart) -> None:
    outcomes: Outcomes = []
    apart.do(lambda _: threading.current_thread().name, outcomes.append)
    told = outcome_of(apart, outcomes)
    assert told is not None
    assert told.result() != threading.current_thread().name
    assert not apart.is_busy()


def test_a_refusal_is_told_here_too(apart: Apart) -> None:
    outcomes: Outcomes = []

    def refuse(_: Progress) -> str:
        raise Refused("It is not there.")

    apart.do(refuse, outcomes.append)
    told = outcome_of(apart, outcomes)
    assert told is not None
    with pytest.raises(Refused, match="not there"):
        told.result()


def test_what_takes_too_long_is_given_up_and_stops_at_its_next_safe_place(apart: Apart) -> None:
    outcomes: Outcomes = []
    ended = threading.Event()

    def work(progress: Progress) -> str:
        try:
            while True:
                progress.step(0, 1)
                ended.wait(0.01)
        except Stopped:
            ended.set()
            raise

    apart.do(work, outcomes.append)
    assert outcome_of(apart, outcomes) is None
    until(ended.is_set)
    until(lambda: not apart.is_busy())
    assert len(outcomes) == 1


def test_what_is_slow_but_goes_on_is_waited_for(apart: Apart) -> None:
    outcomes: Outcomes = []

    def work(progress: Progress) -> str:
        for done in range(8):
            progress.step(done, 8)
            time.sleep(0.1)
        return "all of it"

    apart.do(work, outcomes.append)
    told = outcome_of(apart, outcomes)
    assert told is not None
    assert told.result() == "all of it"


def test_while_one_piece_of_work_hangs_no_other_is_begun(apart: Apart) -> None:
    outcomes: Outcomes = []
    goes_on, begun = threading.Event(), threading.Event()

    def hang(_: Progress) -> str:
        goes_on.wait(20)
        return "late"

    def second(_: Progress) -> str:
        begun.set()
        return "second"

    apart.do(hang, outcomes.append)
    assert outcome_of(apart, outcomes) is None
    apart.do(second, outcomes.append)
    assert not begun.is_set()
    goes_on.set()
    until(lambda: not apart.is_busy())
    apart.do(second, outcomes.append)
    until(lambda: len(outcomes) == 2)
    assert begun.is_set()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only POSIX has pipes, which hang as a dead server does")
def test_a_drive_that_hangs_does_not_keep_the_program_from_ending(tmp_path: Path) -> None:
    assert sys.platform != "win32"
    os.mkfifo(tmp_path / "server")
    ended = subprocess.run(
        [sys.executable, "-c", HANGS, str(tmp_path / "server")],
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert (ended.stdout, ended.stderr) == ("given up True\n", "")
