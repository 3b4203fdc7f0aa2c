"""What was typed stays on the laptop until the office file has it: one desk, its crash, and two desks of one person."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

import ui.outbox
from app import organisations
from app.coding import Call
from app.door import Office
from app.drafts import Draft, Drafts, local_at
from app.errors import NotSaved, Refused, Stale, Unknown
from tests.factories import JO, ask
from tests.ui.helpers import until
from ui.desk import Desk
from ui.kit import state
from ui.outbox import FLIGHT_SECONDS, LOST, Outbox

CALL = Call(organisations.add, (), {"name": "First Light"})
NAMES = "SELECT name FROM organisation ORDER BY name"


@pytest.fixture
def desks(path: Path) -> Iterator[Callable[[], Desk]]:
    """Opens the same office at one desk after another on this laptop."""
    every: list[Desk] = []

    def open_desk() -> Desk:
        every.append(Desk())
        every[-1].open(path)
        until(lambda: every[-1].is_open and every[-1].idle())
        return every[-1]

    yield open_desk
    for desk in every:
        desk.close()
        desk.deleteLater()


@pytest.fixture
def desk(desks: Callable[[], Desk]) -> Desk:
    """An empty office, open."""
    return desks()


@pytest.fixture
def laptop(desk: Desk) -> Iterator[Drafts]:
    """What lies on the laptop's disk, as another program reads it."""
    assert desk._office is not None
    local = local_at(state.folder())
    yield Drafts(local, desk._office.held.dataset)
    local.close()


def kept(desk: Desk) -> list[tuple[str, str, str]]:
    """What is kept on this laptop and not on its way: each one's name, how far it is, and why."""
    desk.outbox.read()
    until(desk.idle)
    return [(one.op_id, one.state, one.why) for one in desk.outbox.kept]


def typed(op_id: str = "one", key: str = "form", **given: object) -> Draft:
    whole = Draft(op_id, key, "Add an organisation", "New organisation", {"tab": "register"}, {"name": "First Light"})
    return replace(whole, **given)  # type: ignore[arg-type]  # each test gives its own fields


# a form on the screen


def test_what_is_being_typed_is_on_the_disk_and_not_listed_while_its_form_is_open(desk: Desk, laptop: Drafts) -> None:
    desk.outbox.type(typed())
    assert kept(desk) == []
    assert [one.typed for one in laptop.every()] == [{"name": "First Light"}]


def test_it_is_listed_once_its_form_is_left(desk: Desk) -> None:
    desk.outbox.type(typed())
    desk.outbox.leave_form(["one"])
    assert kept(desk) == [("one", "typed", "")]


def test_a_form_that_went_by_several_names_leaves_none_behind(desk: Desk) -> None:
    for op_id in ("one", "two"):
        desk.outbox.type(typed(op_id))
    desk.outbox.leave_form(["one", "two"])
    assert [op_id for op_id, _, _ in kept(desk)] == ["one", "two"]


def test_a_draft_that_was_thrown_away_is_gone(desk: Desk, laptop: Drafts) -> None:
    desk.outbox.type(typed())
    desk.outbox.drop("one")
    until(desk.idle)
    assert laptop.every() == []


def test_a_form_is_given_what_was_typed_into_it_before_and_nothing_that_is_on_its_way(desk: Desk) -> None:
    found: list[str | None] = []

    def look() -> None:
        desk.outbox.of_form("form", lambda one: found.append(one.op_id if one else None))
        until(desk.idle)

    look()
    desk.outbox.type(typed())
    look()
    desk.outbox.send(typed())
    look()
    assert found == [None, "one", None]


# how a save ends


def sent(desk: Desk, draft: Draft) -> Draft:
    """This draft's save is on its way."""
    desk.outbox.send(draft)
    until(desk.idle)
    return draft


def test_a_save_is_on_the_disk_before_it_begins_and_gone_once_it_arrived(desk: Desk, laptop: Drafts) -> None:
    draft = typed(call=CALL)
    wait = desk.outbox.send(draft)
    wait()
    assert [(one.state, one.call) for one in laptop.every()] == [("sent", CALL)]
    assert (desk.outbox.is_flying(), kept(desk)) == (True, [])
    desk.outbox.arrived(draft)
    until(desk.idle)
    assert (laptop.every(), desk.outbox.is_flying()) == ([], False)


@pytest.mark.parametrize(
    ("refusal", "listed"),
    [
        (NotSaved("The drive is full."), [("one", "kept", "The drive is full.")]),
        (Unknown("Nobody knows."), [("one", "sent", "")]),
        (Refused("A name is needed."), [("one", "typed", "A name is needed.")]),
        (Stale("Sam saved this."), [("one", "typed", "Sam saved this.")]),
        (None, [("one", "typed", "")]),
    ],
    ids=["not saved", "unknown", "refused", "stale", "our fault"],
)
def test_a_form_whose_save_did_not_arrive_is_kept_however_it_ended(
    desk: Desk, refusal: Refused | None, listed: list[tuple[str, str, str]]
) -> None:
    desk.outbox.not_arrived(sent(desk, typed(call=CALL)), refusal)
    assert kept(desk) == listed


def test_a_press_of_a_button_is_kept_where_the_drive_was_in_the_way_and_not_where_a_rule_was(desk: Desk) -> None:
    press = Draft("one", "", "Archive", call=CALL)
    desk.outbox.not_arrived(sent(desk, press), Refused("It is in use."))
    assert kept(desk) == []
    desk.outbox.not_arrived(sent(desk, press), NotSaved("The drive is full."))
    assert kept(desk) == [("one", "kept", "The drive is full.")]


@pytest.mark.parametrize("refusal", [Stale("Sam saved this."), NotSaved("The drive is full.")])
def test_what_is_tried_again_out_of_the_list_and_refused_stays_in_it_with_the_new_reason(
    desk: Desk, refusal: Refused
) -> None:
    press = Draft("one", "", "Archive", call=CALL)
    desk.outbox.not_arrived(sent(desk, press), NotSaved("The drive was away."))
    assert kept(desk) == [("one", "kept", "The drive was away.")]
    desk.outbox.not_arrived(sent(desk, desk.outbox.kept[0]), refusal)
    assert kept(desk) == [("one", "kept", refusal.message)]
    assert desk.outbox.kept[0].can_replay


def test_an_undo_that_did_not_arrive_is_pressed_again_and_not_kept(desk: Desk) -> None:
    desk.outbox.not_arrived(sent(desk, Draft("one", "", "Undo")), NotSaved("The drive is full."))
    assert kept(desk) == []


def test_a_save_is_made_though_the_laptops_own_disk_takes_nothing(desk: Desk, path: Path) -> None:
    desk.outbox.local().close()
    for one in state.folder().glob("desk.sqlite*"):
        one.unlink()
    (state.folder() / "desk.sqlite").mkdir()
    desk.write("Add", organisations.add, name="First Light")
    until(desk.idle)
    assert ask(path, NAMES) == [("First Light",)]


# what was on its way when the desk ended


def left_behind(laptop: Drafts, op_id: str, seconds_ago: float) -> None:
    """A desk on this laptop began this save so long ago, and has not said how it ended."""
    began = datetime.now().astimezone() - timedelta(seconds=seconds_ago)
    laptop.put(typed(op_id, key="", call=CALL, state="sent", sent_at=began))


def settled(desk: Desk) -> list[tuple[str, bool]]:
    """What is found out, by name, when the file is asked what arrived."""
    found: list[tuple[str, bool]] = []
    desk.outbox.settled.connect(lambda op_id, arrived: found.append((op_id, arrived)))
    desk.outbox.settle()
    until(desk.idle)
    return found


def test_after_a_crash_the_file_is_asked_and_what_arrived_is_no_draft_any_more(
    desk: Desk, laptop: Drafts, path: Path
) -> None:
    other = Office(path, JO)
    other.save("arrived", "Add", organisations.add, name="First Light")
    other.close()
    left_behind(laptop, "arrived", FLIGHT_SECONDS + 1)
    left_behind(laptop, "lost", FLIGHT_SECONDS + 1)
    assert settled(desk) == [("arrived", True), ("lost", False)]
    assert kept(desk) == [("lost", "kept", LOST)]


def test_what_was_left_behind_is_settled_when_the_office_is_opened(desk: Desk, laptop: Drafts, path: Path) -> None:
    left_behind(laptop, "lost", FLIGHT_SECONDS + 1)
    desk.open(path)
    until(lambda: desk.idle() and desk.outbox.kept)
    assert kept(desk) == [("lost", "kept", LOST)]


def test_what_another_desk_of_this_laptop_began_just_now_is_left_alone_and_looked_at_again_later(
    desk: Desk, laptop: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_behind(laptop, "one", 0)
    assert settled(desk) == []
    assert kept(desk) == [("one", "sent", "")]
    monkeypatch.setattr(ui.outbox, "FLIGHT_SECONDS", 0.1)
    desk.outbox.settle()
    until(lambda: desk.idle() and kept(desk) == [("one", "kept", LOST)])


def test_a_clock_put_back_keeps_nothing_being_checked_for_ever(desk: Desk, laptop: Drafts) -> None:
    left_behind(laptop, "one", -3_600)
    assert settled(desk) == [("one", False)]


def test_a_save_that_waits_at_one_desk_is_not_called_lost_by_the_other(
    desks: Callable[[], Desk], desk: Desk, path: Path
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        desk.write("Add", organisations.add, name="First Light")
        second = desks()
        assert [(one.name, one.state) for one in second.outbox.kept] == [("Add", "sent")]
        somebody.execute("ROLLBACK")
    until(desk.idle)
    assert (kept(desk), kept(second)) == ([], [])
    assert ask(path, NAMES) == [("First Light",)]


def test_a_draft_saved_at_both_desks_of_one_laptop_is_saved_once(
    desks: Callable[[], Desk], desk: Desk, laptop: Drafts, path: Path
) -> None:
    laptop.put(typed(call=CALL, state="kept"))
    second = desks()
    assert [len(kept(one)) for one in (desk, second)] == [1, 1]
    done: list[str] = []
    for one in (desk, second):
        one.replay(one.outbox.kept[0], lambda: done.append("saved"), lambda refusal: done.append(refusal.message))
    until(lambda: len(done) == 2 and desk.idle() and second.idle())
    assert done == ["saved", "saved"]
    assert ask(path, NAMES) == [("First Light",)]
    assert laptop.every() == []


# two offices


def test_a_draft_stays_with_the_office_it_was_typed_for_though_another_is_opened_meanwhile(
    desk: Desk, durham_file: Path, laptop: Drafts
) -> None:
    go_on = Event()
    desk.read(lambda _: None, lambda session: go_on.wait(5))
    desk.write("Add", organisations.add, draft=typed(), refused=lambda _: None, name=" ")
    desk.open(durham_file)
    go_on.set()
    until(lambda: desk.path == durham_file and desk.idle())
    assert [(one.op_id, one.state) for one in laptop.every()] == [("one", "typed")]
    assert kept(desk) == []


def test_while_no_office_is_open_nothing_is_kept_and_nothing_fails() -> None:
    desk = Desk()
    assert isinstance(desk.outbox, Outbox)
    desk.outbox.type(typed())
    assert kept(desk) == []
    desk.close()
    desk.deleteLater()
