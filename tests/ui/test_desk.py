"""The desk between window and file: where answers arrive, what is said while they are waited for, and how it ends."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

import ui.desk
from app import office
from app.errors import Refused
from tests.factories import ask
from tests.ui.helpers import until
from ui.desk import Desk


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    """An empty office, open."""
    one = Desk()
    one.open(path)
    until(lambda: one.is_open and one.idle())
    yield one
    one.close()
    one.deleteLater()


@pytest.fixture
def stated(desk: Desk) -> list[str]:
    """What is said about the file from now on."""
    said: list[str] = []
    desk.stated.connect(lambda words, icon, tone: said.append(words))
    return said


def rename(session: Any, *, name: str) -> str:
    return office.set_details(
        session,
        version=None,
        name=name,
        holder_title="Commissioner",
        address="",
        marking="OFFICIAL",
        year_style="2018/19",
    )


def test_an_answer_arrives_in_the_thread_of_the_window_though_it_was_read_in_another(desk: Desk) -> None:
    read_in: list[threading.Thread] = []
    arrived_in: list[threading.Thread] = []
    desk.read(
        lambda _: arrived_in.append(threading.current_thread()),
        lambda session: read_in.append(threading.current_thread()),
    )
    until(lambda: arrived_in)
    assert arrived_in == [threading.main_thread()]
    assert read_in[0].name.startswith("office-file")


def test_a_save_is_announced_in_the_thread_of_the_window_with_the_tables_it_changed(
    desk: Desk, stated: list[str]
) -> None:
    changed: list[tuple[str, frozenset[str], bool]] = []
    here = threading.main_thread()
    desk.changed.connect(lambda saved: changed.append((saved.name, saved.tables, threading.current_thread() is here)))
    desk.write("Change the office", rename, name="Anytown")
    until(lambda: changed and desk.idle())
    assert changed == [("Change the office", frozenset({"office"}), True)]
    assert stated[-1].startswith("Saved ")


def test_a_save_that_is_refused_goes_to_who_asked_or_to_everybody(desk: Desk) -> None:
    to_all: list[str] = []
    to_me: list[str | None] = []
    desk.refused.connect(lambda refusal: to_all.append(refusal.message))
    desk.write("Change the office", rename, name=" ")
    desk.write("Change the office", rename, refused=lambda refusal: to_me.append(refusal.field), name=" ")
    until(desk.idle)
    assert to_all == ["The office's name is needed."]
    assert to_me == ["name"]


def test_what_is_asked_first_is_answered_first(desk: Desk) -> None:
    answers: list[str] = []
    for name in ("One", "Two"):
        desk.write("Change the office", rename, name=name)
        desk.read(lambda now: answers.append(now.name), office.details)
    until(desk.idle)
    assert answers == ["One", "Two"]


def test_a_long_wait_says_so_and_the_window_stays_alive(desk: Desk, stated: list[str]) -> None:
    ticks: list[float] = []
    timer = QTimer(desk)
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    timer.start(10)
    go_on = threading.Event()
    answers: list[object] = []
    desk.read(answers.append, lambda session: go_on.wait(5))
    until(lambda: stated)
    assert stated == ["Waiting for the shared drive…"]
    assert len(ticks) > 10
    assert max(after - before for before, after in pairwise(ticks)) < 0.2
    go_on.set()
    until(desk.idle)
    assert answers == [True]
    assert stated[-1].startswith("Opened ")


def test_a_short_wait_says_nothing(desk: Desk, stated: list[str]) -> None:
    desk.read(lambda _: None, office.details)
    until(desk.idle)
    assert "Waiting for the shared drive…" not in stated


def test_what_does_not_touch_the_file_does_not_wait_for_it(desk: Desk) -> None:
    go_on = threading.Event()
    done: list[str] = []
    desk.read(lambda _: done.append("read"), lambda session: go_on.wait(5))
    desk.aside(lambda: "pages", done.append)
    until(lambda: done == ["pages"])
    go_on.set()
    until(lambda: done == ["pages", "read"])


def broken(_: object) -> None:
    raise ZeroDivisionError("a fault of ours")


def test_a_fault_reaches_the_one_hook_and_the_desk_goes_on(desk: Desk, qtbot: QtBot) -> None:
    answers: list[str] = []
    with qtbot.capture_exceptions() as caught:
        desk.read(lambda _: None, broken)
        desk.read(lambda now: answers.append(now.name), office.details)
        until(desk.idle)
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]
    assert answers == ["New office"]


def test_after_a_fault_the_one_who_saved_is_told_that_it_was_not_done(desk: Desk, qtbot: QtBot) -> None:
    told: list[Refused] = []
    with qtbot.capture_exceptions() as caught:
        desk.write("Break", broken, refused=told.append)
        until(desk.idle)
    assert len(caught) == 1
    assert [one.message for one in told] == [
        "That was not done: something went wrong that is not your doing. What you typed is still here."
    ]


def test_undo_and_redo_name_the_step_and_say_when_there_is_none(desk: Desk) -> None:
    said: list[str | None] = []
    desk.undo(said.append)
    desk.write("Change the office", rename, name="Anytown")
    desk.undo(said.append)
    desk.undo(said.append, redo=True)
    until(desk.idle)
    assert said == [None, "Change the office", "Change the office"]


def test_nothing_is_read_or_saved_while_no_office_is_open() -> None:
    desk, told = Desk(), list[str]()
    desk.refused.connect(lambda refusal: told.append(refusal.message))
    desk.read(lambda _: None, office.details)
    desk.write("Change the office", rename, name="Anytown")
    until(desk.idle)
    assert told == ["No office file is open."] * 2
    desk.close()


def test_closing_does_not_wait_for_a_drive_that_does_not_answer(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui.desk, "LAST_BREATH_SECONDS", 0.1)
    desk, go_on = Desk(), threading.Event()
    desk.open(path)
    until(lambda: desk.is_open)
    desk.read(lambda _: None, lambda session: go_on.wait(20))
    began = time.monotonic()
    desk.close()
    assert time.monotonic() - began < 1
    go_on.set()


def test_another_file_that_cannot_be_opened_leaves_the_first_one_open(desk: Desk, tmp_path: Path) -> None:
    told: list[str] = []
    names: list[str] = []
    desk.refused.connect(lambda refusal: told.append(refusal.message))
    first = desk.path
    desk.open(tmp_path / "missing.opcc")
    desk.read(lambda now: names.append(now.name), office.details)
    until(desk.idle)
    assert told[0].startswith("There is no office file at ")
    assert (desk.path, names) == (first, ["New office"])


def test_after_a_call_was_left_hanging_a_copy_put_in_the_files_place_is_not_saved_into(
    desk: Desk, path: Path, tmp_path: Path
) -> None:
    older, warned, go_on = shutil.copyfile(path, tmp_path / "older.opcc"), list[str](), threading.Event()
    desk.warned.connect(lambda what, words: warned.append(what))
    desk.write("Change the office", rename, name="Anytown")
    until(desk.idle)
    desk.read(lambda _: None, lambda session: go_on.wait(10))
    desk._give_up()
    Path(older).replace(path)
    desk.look_whether_it_answers()
    until(lambda: not desk.is_away and desk.idle())
    told: list[str] = []
    desk.write("Change the office", rename, refused=lambda refusal: told.append(refusal.message), name="Othertown")
    until(desk.idle)
    desk.poll()
    until(lambda: desk.idle() and warned)
    go_on.set()
    assert "another copy has been put in its place. Nothing was saved into it" in told[0]
    assert warned == ["copy"]
    assert ask(path, "SELECT count(*) FROM step") == [(0,)]


def test_after_a_call_was_left_hanging_ones_own_last_step_can_still_be_undone(desk: Desk, path: Path) -> None:
    go_on, said = threading.Event(), list[str | None]()
    desk.write("Change the office", rename, name="Anytown")
    until(desk.idle)
    desk.read(lambda _: None, lambda session: go_on.wait(10))
    desk._give_up()
    desk.look_whether_it_answers()
    until(lambda: not desk.is_away and desk.idle())
    desk.undo(said.append)
    until(desk.idle)
    go_on.set()
    assert said == ["Change the office"]
