"""The person's own small database: what it has taken is there after a kill, and damage costs no readable draft."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db.local import DraftRow, Local, NotKept, SeenRow, State

DRAFT = DraftRow(
    op_id="op-1",
    dataset="set",
    key="fund/1",
    name="Change fund",
    title="Community fund",
    place="Funds",
    typed='{"name": "Victims’ fund"}',
    base='{"name": "Fund"}',
    call="funds.change",
    at="2018-05-01T14:02:00Z",
    state="typed",
)
SEEN = SeenRow(dataset="set", epoch=1, seq=40, at="2018-05-01T14:02:00Z", schema=3, path="S:/Office.opcc")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "Jo’s laptop" / "desk.db"


@pytest.fixture
def begun(place: Path) -> Iterator[Callable[[], Local]]:
    """Begins another desk's `Local` on the same file."""
    every: list[Local] = []

    def begin() -> Local:
        every.append(Local(place))
        return every[-1]

    yield begin
    for each in every:
        each.close()


@pytest.fixture
def local(begun: Callable[[], Local]) -> Local:
    return begun()


def test_a_draft_comes_back_as_it_was_put_after_a_restart(local: Local, begun: Callable[[], Local]) -> None:
    local.put(DRAFT)
    local.close()
    assert begun().one("op-1") == DRAFT


def test_a_draft_put_again_takes_the_place_of_the_earlier(local: Local) -> None:
    local.put(DRAFT)
    local.put(replace(DRAFT, typed="{}"))
    assert local.all("set") == [replace(DRAFT, typed="{}")]


def test_the_newest_draft_of_a_record_is_the_one_put_last(local: Local) -> None:
    second = replace(DRAFT, op_id="op-0", at="2018-04-01T09:00:00Z")  # the clock was put back meanwhile
    local.put(DRAFT)
    local.put(second)
    assert (local.by_key("set", "fund/1"), local.by_key("other", "fund/1"), local.by_key("set", "fund/2")) == (
        second,
        None,
        None,
    )


def test_drafts_of_one_office_are_told_in_the_order_they_were_put(local: Local) -> None:
    drafts = [replace(DRAFT, op_id=f"op-{n}", key=f"fund/{n}") for n in (3, 1, 2)]
    for draft in [*drafts, replace(DRAFT, op_id="elsewhere", dataset="other")]:
        local.put(draft)
    assert local.all("set") == drafts


def test_a_dropped_draft_is_gone_and_dropping_it_again_is_no_error(local: Local) -> None:
    local.put(DRAFT)
    local.drop("op-1")
    local.drop("op-1")
    assert (local.one("op-1"), local.all("set")) == (None, [])


@pytest.mark.parametrize("state", ["typed", "sent", "kept"])
def test_a_draft_says_how_far_it_is(local: Local, state: State) -> None:
    local.put(DRAFT)
    local.set_state("op-1", state, "The shared drive does not answer.")
    assert local.one("op-1") == replace(DRAFT, state=state, why="The shared drive does not answer.")


def test_a_state_that_does_not_exist_is_a_fault_and_changes_nothing(local: Local) -> None:
    local.put(DRAFT)
    with pytest.raises(sqlite3.IntegrityError):
        local.set_state("op-1", "lost", "")  # type: ignore[arg-type]
    assert local.one("op-1") == DRAFT


def test_half_a_character_in_a_pasted_text_does_not_cost_the_draft(local: Local) -> None:
    local.put(replace(DRAFT, title="Fund \ud83d", typed="a\0b"))
    assert local.one("op-1") == replace(DRAFT, title="Fund ?", typed="a\0b")


def test_what_was_last_seen_is_known_by_data_and_by_place(local: Local) -> None:
    local.remember(SEEN)
    assert (local.known("set"), local.known_at("S:/Office.opcc")) == (SEEN, SEEN)
    assert (local.known("other"), local.known_at("T:/Office.opcc")) == (None, None)


def test_an_older_copy_never_makes_the_newer_one_forgotten(local: Local) -> None:
    local.remember(SEEN)
    for older in (replace(SEEN, seq=39, path="S:/Copy.opcc"), replace(SEEN, epoch=0, seq=99)):
        local.remember(older)
    assert local.known("set") == SEEN


@pytest.mark.parametrize("newer", [{"seq": 40, "path": "T:/Office.opcc"}, {"seq": 41}, {"epoch": 2, "seq": 3}])
def test_the_same_or_a_newer_state_is_remembered(local: Local, newer: dict[str, int]) -> None:
    local.remember(SEEN)
    local.remember(replace(SEEN, **newer))  # type: ignore[arg-type]
    assert local.known("set") == replace(SEEN, **newer)  # type: ignore[arg-type]


def test_two_sets_of_data_at_one_place_are_told_apart_by_which_was_there_last(local: Local) -> None:
    local.remember(SEEN)
    local.remember(replace(SEEN, dataset="other"))
    local.remember(replace(SEEN, seq=41))
    assert local.known_at("S:/Office.opcc") == replace(SEEN, seq=41)


def test_a_forgotten_office_begins_anew(local: Local) -> None:
    local.remember(SEEN)
    local.forget("set")
    local.remember(replace(SEEN, seq=3))
    assert local.known("set") == replace(SEEN, seq=3)


def test_the_newest_twenty_troubles_are_kept_newest_first(local: Local) -> None:
    for number in range(25):
        local.note(f"[Errno {number}] while saving")
    assert [row.words for row in local.troubles()] == [f"[Errno {n}] while saving" for n in range(24, 4, -1)]


def test_a_trouble_is_noted_without_the_names_in_it(local: Local) -> None:
    local.note("anna.berg (laptop-12) is saving: SQLITE_BUSY")
    assert [row.words for row in local.troubles()] == ["… (…) is saving: SQLITE_BUSY"]


def test_trouble_with_noting_trouble_raises_nothing(tmp_path: Path) -> None:
    local = Local(tmp_path / "a file" / "desk.db")
    (tmp_path / "a file").touch()
    local.note("no space left")
    assert local.troubles() == []


def test_a_disk_that_takes_nothing_is_told_and_never_called_kept(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    local = Local(tmp_path / "a file" / "desk.db")
    with pytest.raises(NotKept):
        local.put(DRAFT)


def test_a_lock_held_too_long_is_told_and_works_once_it_is_gone(local: Local, place: Path) -> None:
    local.put(DRAFT)
    other = sqlite3.connect(place, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(NotKept):
        local.put(replace(DRAFT, typed="{}"))
    other.close()
    local.put(replace(DRAFT, typed="[]"))
    assert (local.all("set"), local.damaged) == ([replace(DRAFT, typed="[]")], None)


def test_a_draft_reaches_the_disk_before_put_returns(local: Local, place: Path) -> None:
    local.put(DRAFT)
    assert local._do(lambda it: it.execute("PRAGMA synchronous").fetchone()) == (2,)
    assert local._do(lambda it: it.execute("PRAGMA journal_mode").fetchone()) == ("persist",)


def test_two_desks_and_many_threads_share_one_file(begun: Callable[[], Local]) -> None:
    desks = (begun(), begun())

    def work(number: int) -> None:
        for count in range(10):
            desks[number % 2].put(replace(DRAFT, op_id=f"{number}-{count}"))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {draft.op_id for draft in desks[0].all("set")} == {f"{n}-{count}" for n in range(4) for count in range(10)}


def test_a_file_that_is_no_database_is_put_aside_and_a_new_one_begun(local: Local, place: Path) -> None:
    place.parent.mkdir()
    place.write_bytes(b"not a database at all" * 100)
    local.put(DRAFT)
    assert (local.all("set"), local.damaged) == ([DRAFT], place.with_name("desk.db.damaged"))
    assert place.with_name("desk.db.damaged").read_bytes() == b"not a database at all" * 100
    assert [row.words for row in local.troubles()] == ["the local database was damaged and put aside"]


def test_each_damaged_file_is_put_aside_under_a_name_of_its_own(local: Local, place: Path) -> None:
    place.parent.mkdir()
    for _ in range(3):
        local.close()
        place.write_bytes(b"not a database at all" * 100)
        local.put(DRAFT)
    assert sorted(path.name for path in place.parent.glob("*.damaged*") if "-journal" not in path.name) == [
        "desk.db.damaged",
        "desk.db.damaged2",
        "desk.db.damaged3",
    ]


def test_another_databases_tables_are_put_aside(local: Local, place: Path) -> None:
    place.parent.mkdir()
    other = sqlite3.connect(place)
    other.execute("CREATE TABLE draft (words)")
    other.close()
    assert (local.all("set"), local.damaged) == ([], place.with_name("desk.db.damaged"))


def test_drafts_that_can_still_be_read_are_carried_over_from_a_damaged_file(local: Local, place: Path) -> None:
    drafts = [replace(DRAFT, op_id=f"op-{n:02}", typed="x" * 3000) for n in range(40)]
    for draft in drafts:
        local.put(draft)
    local.remember(SEEN)
    local.close()
    with place.open("r+b") as file:
        file.seek(place.stat().st_size // 2 // 4096 * 4096)
        file.write(b"\xff" * 4096)
    local.put(replace(DRAFT, op_id="new"))
    kept = local.all("set")
    assert local.damaged == place.with_name("desk.db.damaged")
    assert len(kept) > 35
    assert all(draft in drafts for draft in kept if draft.op_id != "new")
    assert (kept[-1].op_id, local.known("set")) == ("new", SEEN)


def test_damage_done_while_the_desk_is_open_costs_no_later_draft(local: Local, place: Path) -> None:
    local.put(DRAFT)
    place.write_bytes(b"not a database at all" * 100)
    local.put(replace(DRAFT, op_id="op-2"))
    assert ([draft.op_id for draft in local.all("set")], local.damaged) == (
        ["op-2"],
        place.with_name("desk.db.damaged"),
    )


@pytest.mark.parametrize("seed", range(24))
def test_no_damage_costs_a_draft_that_is_put_after_it(local: Local, place: Path, seed: int) -> None:
    for number in range(20):
        local.put(replace(DRAFT, op_id=f"op-{number}"))
    local.close()
    chance, raw = random.Random(seed), bytearray(place.read_bytes())
    for _ in range((1, 30)[seed % 2]):
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    place.write_bytes(raw[: chance.randrange(len(raw))] if seed % 5 == 0 else raw)
    local.put(replace(DRAFT, op_id="new"))
    local.drop("op-1")
    local.set_state("op-2", "sent")
    assert local.one("new") == replace(DRAFT, op_id="new")
    assert "new" in {draft.op_id for draft in local.all("set")}


def test_damage_that_sqlite_itself_cannot_put_in_words_is_damage(local: Local, place: Path) -> None:
    local.put(DRAFT)
    local.close()
    place.write_bytes(place.read_bytes().replace(b"tabledraftdraft", b"tabledr\xb8ftdraft"))
    local.put(replace(DRAFT, op_id="op-2"))
    assert (local.one("op-2"), local.damaged) == (
        replace(DRAFT, op_id="op-2"),
        place.with_name("desk.db.damaged"),
    )


def test_a_desk_whose_file_another_put_aside_goes_on_in_the_new_one(begun: Callable[[], Local], place: Path) -> None:
    one, other = begun(), begun()
    one.put(DRAFT)
    other.put(replace(DRAFT, op_id="op-2"))
    place.rename(place.with_name("desk.db.damaged"))
    one.put(replace(DRAFT, op_id="op-3"))
    other.put(replace(DRAFT, op_id="op-4"))
    assert [draft.op_id for draft in other.all("set")] == ["op-3", "op-4"]


def test_a_newer_desks_file_is_used_and_not_called_damaged(local: Local, place: Path) -> None:
    local.put(DRAFT)
    local.close()
    other = sqlite3.connect(place)
    other.execute("ALTER TABLE draft ADD COLUMN colour TEXT")
    other.execute("PRAGMA user_version=9")
    other.close()
    local.put(replace(DRAFT, op_id="op-2"))
    assert (len(local.all("set")), local.damaged) == (2, None)
    assert local._do(lambda it: it.execute("PRAGMA user_version").fetchone()) == (9,)


_PUTTING = """
import sys
from pathlib import Path
from db.local import DraftRow, Local
local = Local(Path(sys.argv[1]))
for number in range(100000):
    local.put(DraftRow(f"{sys.argv[2]}-{number}", "set", "k", "n", "t", "p", "x" * 200000, "", "", "", "typed"))
    print(number, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this platform has no kill that cannot be caught")
def test_nothing_put_is_lost_when_the_desk_is_killed_in_the_middle_of_the_next(local: Local, place: Path) -> None:
    acknowledged: set[str] = set()
    for attempt in range(6):
        desk = subprocess.Popen(
            [sys.executable, "-c", _PUTTING, str(place), str(attempt)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert desk.stdout is not None
        for _ in range(3 + attempt):
            desk.stdout.readline()
        desk.send_signal(signal.SIGKILL)
        told = 3 + attempt + len(desk.stdout.read().split())
        assert desk.wait() == -signal.SIGKILL
        desk.stdout.close()
        acknowledged |= {f"{attempt}-{number}" for number in range(told)}
    stored = {draft.op_id: draft.typed for draft in local.all("set")}
    assert acknowledged <= stored.keys()
    assert set(stored.values()) == {"x" * 200000}
    assert (local.damaged, local._do(lambda it: it.execute("PRAGMA integrity_check").fetchall())) == (None, [("ok",)])
