"""Who else is in: seen within a beat, called away by the looker's own clock, and never misled by what lies there."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.presence import AWAY_SECONDS, DAY_SECONDS, Neighbour, Presence, folder_of, holder, others, who_is_here
from app.who import VERSION, Who
from tests.factories import JO, SAM

pytestmark = pytest.mark.windows

NOON = datetime(2018, 5, 1, 12, 0, tzinfo=UTC)
ANNA = Who("Anna", "LAPTOP-12")


class Clock:
    """A clock that stands until it is put on."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds - 1000)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def place(folder: Path) -> Path:
    """Where an office file lies; presence never reads it."""
    made = folder / "Office.opcc"
    made.touch()
    return made


Enter = Callable[..., Presence]


@pytest.fixture
def enter(place: Path, clock: Clock) -> Enter:
    """Somebody who has the file open."""

    def come_in(who: Who = JO, *, schema: int = 3) -> Presence:
        presence = Presence(place, who, schema=schema, clock=clock, now=clock.now)
        assert presence.beat()
        return presence

    return come_in


def neighbour(user: str = "Sam", machine: str = "LAPTOP-2", **given: Any) -> Neighbour:
    plain = {"id": "0" * 32, "app": VERSION, "schema": 3, "record_id": "", "record": "", "saving": False, "since": NOON}
    return Neighbour(user=user, machine=machine, **{**plain, **given})


def note_of(presence: Presence, place: Path) -> Path:
    return folder_of(place) / f"{presence.id}.json"


def plant(place: Path, text: str | bytes, name: str = "f" * 32) -> Path:
    """A file that no desk wrote."""
    planted = folder_of(place) / f"{name}.json"
    planted.write_bytes(text if isinstance(text, bytes) else text.encode())
    return planted


def said(**other: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {"id": "f" * 32, "user": "Sam", "machine": "LAPTOP-2", "app": VERSION, "schema": 3}
    return plain | {"record_id": "", "record": "", "saving": False, "counter": 1, "turn": 0, "process": 0} | other


def make_older(file: Path, seconds: float) -> None:
    written = file.stat().st_mtime - seconds
    os.utime(file, (written, written))


def test_two_desks_see_each_other_and_not_themselves(enter: Enter) -> None:
    jo, sam = enter(JO), enter(SAM)
    assert [(each.id, each.user, each.machine, each.app, each.schema) for each in jo.look()] == [
        (sam.id, "Sam", "LAPTOP-2", SAM.app, 3)
    ]
    assert [each.user for each in sam.look()] == ["Jo"]


def test_one_desk_is_alone(enter: Enter) -> None:
    assert enter().look() == []


def test_making_one_touches_nothing(place: Path) -> None:
    Presence(place, JO, schema=3)
    assert not folder_of(place).exists()


def test_a_neighbour_says_which_record_it_edits_and_when_i_first_saw_that(enter: Enter, clock: Clock) -> None:
    jo, sam = enter(JO), enter(SAM)
    jo.look()
    clock.seconds += 60
    assert sam.editing("fund/1", "Community fund")
    seen = jo.look()
    clock.seconds += 60
    sam.beat()
    assert (seen, jo.look()) == (
        [neighbour(id=sam.id, record_id="fund/1", record="Community fund", since=NOON + timedelta(seconds=60))],
    ) * 2


def test_a_neighbour_that_turns_to_another_record_is_there_since_then(enter: Enter, clock: Clock) -> None:
    jo, sam = enter(JO), enter(SAM)
    sam.editing("fund/1", "Community fund")
    jo.look()
    clock.seconds += 60
    sam.editing("", "")
    assert [(each.record, each.since) for each in jo.look()] == [("", NOON + timedelta(seconds=60))]


def test_a_save_is_held_since_i_first_saw_it_whatever_else_is_done_meanwhile(enter: Enter, clock: Clock) -> None:
    jo, sam = enter(JO), enter(SAM)
    sam.saving(True)
    jo.look()
    clock.seconds += 30
    sam.editing("fund/1", "Community fund")
    assert [(each.saving, each.since) for each in jo.look()] == [(True, NOON)]


def test_a_second_save_is_not_taken_for_the_first_going_on(enter: Enter, clock: Clock) -> None:
    jo, sam = enter(JO), enter(SAM)
    sam.saving(True)
    jo.look()
    sam.saving(False)
    clock.seconds += 30
    sam.saving(True)
    assert [(each.saving, each.since) for each in jo.look()] == [(True, NOON + timedelta(seconds=30))]


def test_what_is_said_already_is_not_written_again(enter: Enter, place: Path) -> None:
    sam = enter(SAM)
    sam.saving(True)
    before = note_of(sam, place).read_bytes()
    assert (sam.saving(True), note_of(sam, place).read_bytes()) == (True, before)


def test_each_beat_counts_one_up_and_leaves_only_the_one_file(enter: Enter, place: Path) -> None:
    sam = enter(SAM)
    sam.beat()
    assert json.loads(note_of(sam, place).read_text(encoding="utf-8"))["counter"] == 2
    assert list(folder_of(place).iterdir()) == [note_of(sam, place)]


def test_a_neighbour_unheard_for_three_minutes_is_away_and_back_with_its_next_beat(enter: Enter, clock: Clock) -> None:
    jo, sam = enter(JO), enter(SAM)
    away = []
    for seconds in (0, AWAY_SECONDS - 1, 1, 0):
        clock.seconds += seconds
        away += [each.away for each in jo.look()]
        if seconds == 1:
            sam.beat()
    assert away == [False, False, True, False]


def test_a_neighbours_wrong_clock_does_not_make_it_away(enter: Enter, place: Path, clock: Clock) -> None:
    jo, sam = enter(JO), enter(SAM)
    jo.look()
    for _ in range(10):
        clock.seconds += 45
        sam.beat()
        make_older(note_of(sam, place), 3600)
        assert [each.away for each in jo.look()] == [False]


def test_a_note_the_server_says_is_old_is_away_at_first_sight(enter: Enter, place: Path) -> None:
    sam = enter(SAM)
    make_older(note_of(sam, place), AWAY_SECONDS + 60)
    assert [each.away for each in enter(JO).look()] == [True]


def test_a_leftover_goes_after_a_day_by_the_servers_clock(enter: Enter, place: Path) -> None:
    jo, sam, anna = enter(JO), enter(SAM), enter(ANNA)
    half = folder_of(place) / f"{'e' * 32}.tmp"
    half.touch()
    for file, age in ((note_of(sam, place), DAY_SECONDS + 60), (half, DAY_SECONDS + 60)):
        make_older(file, age)
    make_older(note_of(anna, place), DAY_SECONDS - 60)
    assert [each.user for each in jo.look()] == ["Anna"]
    assert {file.name for file in folder_of(place).iterdir()} == {f"{jo.id}.json", f"{anna.id}.json"}


def test_the_age_of_a_leftover_is_not_judged_by_this_machines_clock(enter: Enter, place: Path) -> None:
    """The whole server runs two days behind: nothing of it is a day older than what is written there now."""
    jo, sam = enter(JO), enter(SAM)
    for presence in (jo, sam):
        make_older(note_of(presence, place), 2 * DAY_SECONDS)
    jo._server_ahead = note_of(jo, place).stat().st_mtime - 1000
    assert [(each.user, each.away) for each in jo.look()] == [("Sam", False)]
    assert note_of(sam, place).exists()


def test_nothing_but_a_desks_own_kind_of_file_is_ever_removed(enter: Enter, place: Path) -> None:
    jo = enter(JO)
    kept = [folder_of(place) / name for name in ("notes.txt", "e.json", f"{'E' * 32}.json", f"{'e' * 32}.json.bak")]
    for file in kept:
        file.touch()
        make_older(file, 9 * DAY_SECONDS)
    jo.look()
    assert all(file.exists() for file in kept)


def ended_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_what_a_crashed_desk_of_mine_left_on_this_machine_goes_at_once(enter: Enter, place: Path) -> None:
    jo = enter(JO)
    planted = plant(place, json.dumps(said(user="Jo", machine="DESK-1", process=ended_process())))
    assert (jo.look(), planted.exists()) == ([], False)


@pytest.mark.parametrize(
    "other",
    [
        {"user": "Sam", "machine": "DESK-1"},
        {"user": "Jo", "machine": "LAPTOP-12"},
        {"user": "Jo", "machine": "DESK-1", "process": os.getpid()},
        {"user": "Jo", "machine": "DESK-1", "process": 0},
        {"user": "Jo", "machine": "DESK-1", "process": 2**40},
    ],
)
def test_what_may_be_a_living_desks_is_not_taken_for_a_leftover(
    enter: Enter, place: Path, other: dict[str, Any]
) -> None:
    jo = enter(JO)
    planted = plant(place, json.dumps(said(**({"process": ended_process()} | other))))
    assert (len(jo.look()), planted.exists()) == (1, True)


def test_leaving_takes_the_note_away_and_the_last_one_the_folder(enter: Enter, place: Path) -> None:
    jo, sam = enter(JO), enter(SAM)
    jo.leave()
    assert ([each.user for each in sam.look()], folder_of(place).exists()) == ([], True)
    sam.leave()
    assert not folder_of(place).exists()


def test_a_late_beat_does_not_bring_back_who_has_left(enter: Enter, place: Path) -> None:
    jo = enter(JO)
    jo.leave()
    assert (jo.beat(), jo.saving(True), jo.saving(True), folder_of(place).exists()) == (False, False, False, False)


def test_leaving_a_drive_that_is_gone_raises_nothing(enter: Enter, place: Path) -> None:
    jo = enter(JO)
    place.unlink()
    place.parent.rename(place.parent.with_name("gone"))
    jo.leave()
    assert (jo.beat(), jo.look(), others(place)) == (False, [], [])


def test_no_folder_is_left_where_an_office_file_was_moved_away(enter: Enter, place: Path) -> None:
    jo = enter(JO)
    place.unlink()
    note_of(jo, place).unlink()
    folder_of(place).rmdir()
    assert (jo.beat(), folder_of(place).exists()) == (False, False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights apart from the mode")
def test_the_folder_lets_in_whom_its_parent_lets_in(enter: Enter, place: Path) -> None:
    place.parent.chmod(0o775)
    enter(JO)
    assert stat.S_IMODE(folder_of(place).stat().st_mode) == 0o775


def test_somebody_who_may_only_read_is_not_seen_but_sees(
    open_folder: Path, as_nobody: Callable[[], None], clock: Clock
) -> None:
    place = open_folder / "Office.opcc"
    place.touch()
    sam = Presence(place, SAM, schema=3, clock=clock)
    sam.beat()
    as_nobody()
    jo = Presence(place, JO, schema=3, clock=clock)
    assert (jo.beat(), jo.editing("fund/1", "Fund"), jo.saving(True)) == (False, False, False)
    assert [each.user for each in jo.look()] == ["Sam"]
    assert [each.user for each in others(place)] == ["Sam"]
    clock.seconds += AWAY_SECONDS
    assert [each.away for each in jo.look()] == [True]


WRONG: dict[str, list[Any]] = {
    "id": ["e" * 32, 7, None],
    "user": ["", " ", "\u202e\x07", 7, None, ["Sam"], {}],
    "machine": ["", None],
    "record": [None, 1],
    "schema": ["3", 3.5, True, -1, 10**30, None],
    "counter": [None, "1", -1],
    "saving": [None, 1, "yes"],
    "process": [None, "1"],
}
HOSTILE: list[str | bytes] = [
    "",
    "{",
    "[]",
    "null",
    "7",
    '"Sam"',
    "[" * 4000,
    b"\xff\xfe\x00",
    b"\x00" * 100,
    json.dumps(said()) + " " * 5000,
    json.dumps(said())[:-9],
    "9" * 4000,
    *(json.dumps(said(**{name: value})) for name, values in WRONG.items() for value in values),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_no_desk_wrote_is_passed_over(enter: Enter, place: Path, text: str | bytes) -> None:
    jo, sam = enter(JO), enter(SAM)
    plant(place, text)
    assert [each.id for each in jo.look()] == [sam.id]
    assert {each.id for each in others(place)} == {jo.id, sam.id}


def test_what_stands_in_for_a_file_is_passed_over(enter: Enter, place: Path) -> None:
    jo = enter(JO)
    (folder_of(place) / f"{'a' * 32}.json").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder_of(place) / f"{'b' * 32}.json")
        (folder_of(place) / f"{'c' * 32}.json").symlink_to("/dev/zero")
    assert jo.look() == []


def test_names_are_one_short_line_without_what_cannot_be_seen(enter: Enter, place: Path) -> None:
    jo = enter(JO)
    plant(place, json.dumps(said(user="  Sam\n\x1b[31m \u202eBerg\u200b ", machine="M" * 500, record="r" * 500)))
    assert [(each.user, each.machine, each.record) for each in jo.look()] == [("Sam [31m Berg", "M" * 60, "r" * 120)]


def test_the_longest_names_a_desk_has_are_read_by_the_next(enter: Enter) -> None:
    jo, sam = enter(JO), enter(Who("🙂" * 100, "\ud83d" + "é" * 100, "9" * 100))
    sam.editing("i" * 100, "ﷺ" * 200)
    assert [(each.user, each.machine, each.record) for each in jo.look()] == [("🙂" * 60, "é" * 60, "ﷺ" * 120)]


def test_somebody_not_in_sees_everybody_heard_of_in_three_minutes_and_leaves_no_trace(
    enter: Enter, place: Path
) -> None:
    jo, sam, anna = enter(JO), enter(SAM), enter(ANNA)
    make_older(note_of(sam, place), AWAY_SECONDS + 60)
    make_older(note_of(anna, place), AWAY_SECONDS - 60)
    before = set(folder_of(place).iterdir())
    assert [(each.user, each.away) for each in others(place)] == [("Anna", False), ("Jo", False)]
    assert [each.user for each in others(place, own=jo.id)] == ["Anna"]
    assert set(folder_of(place).iterdir()) == before


def test_somebody_who_cannot_ask_the_server_counts_everybody_of_the_last_day(
    open_folder: Path, as_nobody: Callable[[], None]
) -> None:
    place = open_folder / "Office.opcc"
    place.touch()
    for who, age in ((JO, DAY_SECONDS + 60), (SAM, DAY_SECONDS - 60)):
        presence = Presence(place, who, schema=3)
        presence.beat()
        make_older(note_of(presence, place), age)
    as_nobody()
    assert [each.user for each in others(place)] == ["Sam"]


def test_where_nobody_ever_was_nobody_is_and_no_folder_is_made(place: Path) -> None:
    assert (others(place), folder_of(place).exists()) == ([], False)


def test_my_other_machine_is_known_as_mine(enter: Enter, place: Path) -> None:
    jo = enter(JO)
    enter(Who("jo", "LAPTOP-12"))
    assert [each.mine for each in jo.look()] == [True]
    assert [each.mine for each in others(place, own=jo.id, account="JO")] == [True]


@pytest.mark.parametrize(
    ("neighbours", "words"),
    [
        ([], ""),
        ([neighbour("Jo")], "Jo is here too."),
        ([neighbour("Jo"), neighbour("Sam")], "Jo and Sam are here too."),
        ([neighbour("Anna"), neighbour("Jo"), neighbour("Sam")], "Anna, Jo and Sam are here too."),
        ([neighbour(user) for user in ("Jo", "Sam", "Kim", "Lee")], "Jo, Sam and 2 others are here too."),
        ([neighbour("Jo", "A"), neighbour("jo", "B")], "jo is here too."),
        ([neighbour("Jo", away=True), neighbour("Sam")], "Sam is here too."),
        ([neighbour("Jo", away=True)], ""),
        ([neighbour("Jo", "LAPTOP-12", mine=True)], "You are also in on LAPTOP-12."),
        ([neighbour("Jo", "A", mine=True), neighbour("Jo", "B", mine=True)], "You are also in on A and B."),
        (
            [neighbour("Jo", "LAPTOP-12", mine=True), neighbour("Sam")],
            "Sam is here too. You are also in on LAPTOP-12.",
        ),
        ([neighbour("Jo", "LAPTOP-12", mine=True, away=True)], ""),
    ],
)
def test_the_file_line_says_who_is_here(neighbours: list[Neighbour], words: str) -> None:
    assert who_is_here(neighbours) == words


def test_the_one_who_has_been_saving_for_longest_holds_the_file() -> None:
    early, late = (neighbour(saving=True, since=NOON + timedelta(seconds=n), away=n == 0) for n in (0, 5))
    idle = neighbour(since=NOON - timedelta(hours=1))
    assert (holder([late, idle, early]), holder([idle]), holder([])) == (early, None, None)


def test_a_random_id_is_used_once(place: Path) -> None:
    ids = {Presence(place, JO, schema=3).id for _ in range(50)}
    assert len(ids) == 50
    assert all(re.fullmatch("[0-9a-f]{32}", each) for each in ids)
