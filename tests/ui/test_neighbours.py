"""What the desk does of itself: says that it is here and what is open, and makes the hourly backup once for all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import office
from app.backups import backups, hourly, slot
from app.door import Office
from app.presence import Neighbour, folder_of, others
from tests.conftest import Open
from tests.factories import JO, SAM, add_organisation, ask, behind_the_desk
from tests.ui.helpers import until
from ui.desk import Desk
from ui.neighbours import Neighbours


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    """An empty office, open."""
    one = Desk()
    yield one
    one.close()
    one.deleteLater()


@pytest.fixture
def neighbours(desk: Desk, path: Path) -> Neighbours:
    """What that desk does of itself; its timers run no faster than they do in life."""
    made = Neighbours(desk, desk)
    desk.open(path)
    until(lambda: desk.is_open and desk.idle())
    return made


def here(path: Path) -> list[Neighbour]:
    """Who is in, as somebody else's desk reads it."""
    return others(path)


def records(path: Path) -> list[tuple[str, str]]:
    return [(one.record_id, one.record) for one in here(path)]


# being here


def test_a_desk_that_opens_an_office_says_that_it_is_here(neighbours: Neighbours, path: Path) -> None:
    assert [one.id for one in here(path)] == [neighbours.own()]


def test_it_says_so_no_more_once_it_leaves_and_leaves_no_folder(neighbours: Neighbours, desk: Desk, path: Path) -> None:
    neighbours.leave()
    neighbours.beat()
    until(lambda: desk.idle() and not folder_of(path).exists())
    assert neighbours.own() == ""


def test_it_is_not_its_own_neighbour(neighbours: Neighbours, desk: Desk) -> None:
    told: list[list[Neighbour]] = []
    desk.seen.connect(told.append)
    neighbours.beat()
    until(lambda: desk.idle() and told)
    assert told == [[]]


def test_another_office_that_is_opened_is_where_it_is_from_then_on(
    neighbours: Neighbours, desk: Desk, path: Path, durham_file: Path
) -> None:
    desk.open(durham_file)
    until(lambda: desk.path == durham_file and desk.idle())
    assert [len(here(one)) for one in (path, durham_file)] == [0, 1]


# what is open


def test_the_record_in_an_open_form_is_said_and_taken_back_when_it_is_left(
    neighbours: Neighbours, desk: Desk, path: Path
) -> None:
    desk.open_form("one", "row 1", "Road safety")
    until(desk.idle)
    assert records(path) == [("row 1", "Road safety")]
    desk.leave_form("one")
    until(desk.idle)
    assert records(path) == [("", "")]


def test_a_form_that_is_left_after_the_next_was_opened_does_not_hide_that_one(
    neighbours: Neighbours, desk: Desk, path: Path
) -> None:
    desk.open_form("one", "row 1", "Road safety")
    desk.open_form("two", "row 2", "CASS Plus")
    desk.leave_form("one")
    until(desk.idle)
    assert records(path) == [("row 2", "CASS Plus")]


def test_a_dialog_that_is_left_gives_way_to_the_form_beneath_it(neighbours: Neighbours, desk: Desk, path: Path) -> None:
    desk.open_form("form", "row 1", "Road safety")
    desk.open_form("dialog", "row 2", "Office details")
    desk.leave_form("dialog")
    desk.leave_form("dialog")
    until(desk.idle)
    assert records(path) == [("row 1", "Road safety")]


# saving


@contextmanager
def saving(desk: Desk) -> Iterator[None]:
    """A save that waits in the file meanwhile, and goes through at the end."""
    begun, go_on = threading.Event(), threading.Event()

    def wait(session: object) -> None:
        begun.set()
        go_on.wait(10)

    desk.write("Wait", wait)
    until(begun.is_set)
    yield
    go_on.set()


def are_saving(path: Path) -> list[bool]:
    return [one.saving for one in here(path)]


def test_whoever_waits_behind_a_save_can_read_whose_it_is_until_it_has_ended(
    neighbours: Neighbours, desk: Desk, path: Path
) -> None:
    with saving(desk):
        until(lambda: are_saving(path) == [True])
    until(lambda: desk.idle() and are_saving(path) == [False])


def test_a_save_that_was_left_hanging_is_said_till_it_comes_back(
    neighbours: Neighbours, desk: Desk, path: Path
) -> None:
    with saving(desk):
        desk._give_up()
        until(desk.idle)
        assert are_saving(path) == [True]
    until(lambda: desk.idle() and are_saving(path) == [False])


def test_only_what_hangs_in_the_drive_is_given_up(neighbours: Neighbours, desk: Desk) -> None:
    go_on, done, refused = threading.Event(), list[str](), list[str]()
    desk.aside(lambda: go_on.wait(10), lambda _: done.append("pages"), lambda one: refused.append(one.message))
    desk._give_up()
    assert not desk.is_away
    desk.read(lambda _: done.append("read"), office.details)
    until(lambda: done == ["read"])
    go_on.set()
    until(lambda: desk.idle() and done == ["read", "pages"])
    assert refused == []


# changes


def test_what_somebody_else_saves_is_seen_at_the_next_look(
    neighbours: Neighbours, desk: Desk, path: Path, opened: Open
) -> None:
    steps: list[tuple[str, str]] = []
    desk.others_saved.connect(lambda told: steps.extend((one.user, one.name) for one in told))
    add_organisation(opened(path, SAM))
    neighbours.poll()
    until(lambda: desk.idle() and steps)
    neighbours.poll()
    until(desk.idle)
    assert steps == [("Sam", "Add organisation")]


def test_a_file_that_a_newer_desk_has_taken_out_of_reach_is_said_once_and_looked_at_only(
    neighbours: Neighbours, desk: Desk, path: Path
) -> None:
    warned: list[tuple[str, str]] = []
    desk.warned.connect(lambda what, told: warned.append((what, told)))
    behind_the_desk(path, "UPDATE app_gate SET min_reader = 99, min_writer = 99")
    for _ in range(2):
        neighbours.poll()
        until(desk.idle)
    assert [what for what, _ in warned] == ["copy"]
    assert "was saved by a newer desk. Update this desk to open it" in warned[0][1]
    assert desk.read_only


# the hourly backup


def test_the_backup_of_an_hour_is_made_once_though_two_desks_are_open(
    neighbours: Neighbours, desk: Desk, path: Path, opened: Open
) -> None:
    add_organisation(opened(path, SAM))
    second = Desk()
    also = Neighbours(second, second)
    second.open(path)
    until(lambda: second.is_open and second.idle())
    for one in (neighbours, also):
        one.back_up()
    until(lambda: desk.idle() and second.idle())
    assert [one.kind for one in backups(path)] == ["hourly"]
    assert len(ask(path, "SELECT slot FROM backup_claim")) == 1
    second.close()
    second.deleteLater()


def test_two_offices_that_find_it_due_at_the_same_moment_make_one(path: Path, opened: Open, tmp_path: Path) -> None:
    desks = [opened(path, who) for who in (JO, SAM)]
    add_organisation(desks[0])
    now, made = datetime(2026, 11, 25, 14, 32, tzinfo=UTC), list[object]()

    def work(one: Office) -> None:
        made.append(hourly(one, local=tmp_path / one.who.name, now=now))

    threads = [threading.Thread(target=work, args=(one,)) for one in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([one for one in made if one is not None]) == 1
    assert ask(path, "SELECT slot FROM backup_claim") == [(slot(now),)]


def test_no_backup_is_made_while_nothing_has_changed_or_where_one_may_only_look(
    neighbours: Neighbours, desk: Desk, path: Path
) -> None:
    neighbours.back_up()
    until(desk.idle)
    desk.read_only = True
    neighbours.back_up()
    until(desk.idle)
    assert backups(path) == []
