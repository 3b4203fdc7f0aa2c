"""The one door to the office file: saves are whole, written down, told to others, and can be taken back."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app import door, organisations, plans, words
from app.door import Office, Saved, make_office
from app.errors import CannotOpen, Damaged, FileTrouble, NotSaved, Refused, Stale, Unknown
from app.filestate import Waiting
from app.funds import commitments, funds, lines
from app.history import history
from app.money import Pence
from app.organisations import OrganisationRecord
from app.who import VERSION
from db.base import uuid7
from db.funds import BudgetLine
from db.identity import can_write
from db.journal import WentRound
from db.organisations import Organisation
from tests.conftest import Open
from tests.factories import (
    DAY,
    JO,
    SAM,
    YEAR,
    add_budget,
    add_fund,
    add_line,
    add_organisation,
    ask,
    behind_the_desk,
    budget_id,
    digest,
    left_alone,
    refusal,
)


def named(office: Office) -> list[str]:
    return [one.name for one in office.read(organisations.organisations)]


def the_one(office: Office) -> OrganisationRecord:
    return office.read(organisations.organisations)[0]


def rename(office: Office, name: str) -> None:
    one = the_one(office)
    office.write("Rename", organisations.change, one.id, version=one.version, name=name, kind=one.kind, aliases="")


def steps(path: Path) -> list[str]:
    return [name for (name,) in ask(path, "SELECT name FROM step ORDER BY seq")]


# --- Saving ---


def test_a_save_can_be_read_back(office: Office) -> None:
    add_organisation(office, "First Light")
    assert named(office) == ["First Light"]


def test_a_save_writes_down_who_did_what_where_and_why(office: Office, path: Path) -> None:
    budget = add_budget(office)
    office.write("Revise budget", lines.revise, budget, amount=Pence(5), reason="Grant cut", today=DAY)
    query = "SELECT user, machine, app, name, reason FROM step ORDER BY seq DESC LIMIT 1"
    assert ask(path, query) == [("Jo", "DESK-1", VERSION, "Revise budget", "Grant cut")]


def test_every_column_of_a_new_row_is_written_down_but_its_version(office: Office, path: Path) -> None:
    row_id = add_organisation(office, "First Light", kind="Charity")
    assert ask(path, "SELECT column_name, old, new FROM change ORDER BY column_name") == [
        ("archived", None, "false"),
        ("id", None, f'"{row_id}"'),
        ("kind", None, '"Charity"'),
        ("name", None, '"First Light"'),
    ]


def test_only_the_columns_that_changed_are_written_down(office: Office, path: Path) -> None:
    add_plan_and_end_it(office)
    query = "SELECT column_name, old, new FROM change WHERE step_seq = 2"
    assert ask(path, query) == [("ends_on", None, '"2020-03-31"')]


def add_plan_and_end_it(office: Office) -> None:
    start = date(2017, 4, 1)
    plan = office.write("Add plan", plans.add_plan, name="Plan", starts_on=start, ends_on=None)
    office.write(
        "End plan", plans.change_plan, plan, version=1, name="Plan", starts_on=start, ends_on=date(2020, 3, 31)
    )


def test_a_refused_use_case_leaves_no_step_and_no_row(office: Office) -> None:
    assert refusal(office, organisations.add, name="  ") == ("The organisation's name is needed.", "name")
    assert (named(office), office.last_seq()) == ([], 0)


def test_a_use_case_that_fails_half_way_leaves_nothing(office: Office) -> None:
    def fail(session: Session) -> None:
        organisations.add(session, name="Half")
        session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        office.write("Fail", fail)
    assert (named(office), office.last_seq()) == ([], 0)


def test_one_press_of_a_button_is_one_step_however_many_use_cases_it_calls(office: Office, path: Path) -> None:
    def both(session: Session) -> None:
        organisations.add(session, name="One")
        organisations.add(session, name="Two")

    office.write("Add both", both)
    assert (named(office), steps(path)) == (["One", "Two"], ["Add both"])


def test_a_column_changed_twice_in_a_step_is_written_down_from_first_to_last(office: Office, path: Path) -> None:
    row_id = add_organisation(office, "First")

    def twice(session: Session) -> None:
        organisations.change(session, row_id, version=None, name="Second", kind="Other", aliases="")
        session.flush()
        session.get_one(Organisation, row_id).name = "Third"

    office.write("Twice", twice)
    query = "SELECT old, new FROM change WHERE step_seq = 2 AND column_name = 'name' AND table_name = 'organisation'"
    assert ask(path, query) == [('"First"', '"Third"')]


def test_a_column_changed_and_changed_back_makes_no_step(office: Office) -> None:
    row_id = add_organisation(office, "Same")

    def there_and_back(session: Session) -> None:
        row = session.get_one(Organisation, row_id)
        for name in ("Other", "Same"):
            row.name = name
            session.flush()

    office.write("There and back", there_and_back)
    assert (named(office), office.last_seq()) == (["Same"], 1)


def test_a_use_case_that_changes_nothing_makes_no_step(office: Office) -> None:
    office.write("Nothing", lambda session: None)
    assert office.last_seq() == 0
    assert office.undo() is None


def test_a_save_is_announced_with_its_name_and_its_tables(office: Office) -> None:
    told: list[Saved] = []
    office.on_saved.append(told.append)
    add_organisation(office)
    [saved] = told
    assert (saved.seq, saved.name, saved.tables, saved.user) == (
        1,
        "Add organisation",
        frozenset({"organisation"}),
        "Jo",
    )
    assert saved.rows == {the_one(office).id}


def test_a_refused_save_is_not_announced(office: Office) -> None:
    told: list[Saved] = []
    office.on_saved.append(told.append)
    refusal(office, organisations.add, name="")
    assert told == []


def test_no_two_steps_share_an_op_id(office: Office, path: Path) -> None:
    add_organisation(office)
    with pytest.raises(sqlite3.IntegrityError, match=r"UNIQUE constraint failed: step.op_id"):
        behind_the_desk(
            path,
            "INSERT INTO step SELECT 9, op_id, at, user, machine, app, name, reason, undoes, hash, "
            "previous_hash FROM step",
        )


def test_what_a_reference_leads_to_has_to_be_there(office: Office) -> None:
    message, field = refusal(
        office, plans.change_priority, "nobody", version=None, plan_id="", name="x", starts_on=None, ends_on=None
    )
    assert (message, field) == (
        "That record is no longer in this office file. Close it and look at the list again.",
        None,
    )


def test_a_broken_reference_is_a_sentence_and_not_a_crash(office: Office) -> None:
    def hang_in_the_air(session: Session) -> None:
        session.add(BudgetLine(fund_id="no such fund", name="Line", position=1))

    assert refusal(office, hang_in_the_air) == (
        "That cannot be saved: something it refers to is missing or of the wrong kind (FOREIGN KEY constraint failed).",
        None,
    )


def test_a_read_never_changes_the_file(office: Office, path: Path) -> None:
    with left_alone(path):
        office.read(organisations.add, name="Never kept")
    assert named(office) == []


# --- Going round the door ---


def went_round(office: Office, statement: Any) -> None:
    add_organisation(office)
    with pytest.raises(WentRound):
        office.write("Go round", lambda session: session.execute(statement))
    assert (named(office), office.last_seq()) == (["First Light"], 1)


@pytest.mark.parametrize(
    "statement",
    [
        update(Organisation).values(name="x"),
        insert(Organisation).values(id="x", version=1, name="x", kind="x"),
        Organisation.__table__.delete(),  # type: ignore[attr-defined]  # every mapped class has a Table
    ],
)
def test_a_core_statement_on_a_journalled_table_is_stopped(office: Office, statement: Any) -> None:
    went_round(office, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE organisation SET name = 'x'",
        "update Organisation set name = 'x'",
        "UPDATE OR IGNORE \"organisation\" SET name = 'x'",
        "UPDATE main.organisation SET name = 'x'",
        "INSERT OR REPLACE INTO organisation (id, version, name, kind) VALUES ('x', 1, 'x', 'x')",
        "REPLACE INTO [organisation] (id, version, name, kind) VALUES ('x', 1, 'x', 'x')",
        "DELETE FROM organisation",
        "/* quietly */ DELETE FROM organisation",
        "-- quietly\nDELETE FROM organisation",
        "WITH one AS (SELECT 'x' AS name) UPDATE organisation SET name = (SELECT name FROM one)",
    ],
)
def test_a_text_statement_on_a_journalled_table_is_stopped(office: Office, statement: str) -> None:
    went_round(office, text(statement))


def test_a_bulk_insert_is_stopped(office: Office) -> None:
    row = {"id": "x", "version": 1, "name": "x", "kind": "x", "archived": False}
    with pytest.raises(WentRound):
        office.write("Bulk", lambda session: session.bulk_insert_mappings(Organisation.__mapper__, [row]))
    assert named(office) == []


def test_a_statement_after_an_ordinary_save_in_the_same_step_is_stopped_too(office: Office) -> None:
    def both(session: Session) -> None:
        organisations.add(session, name="Properly")
        session.flush()
        session.execute(update(Organisation).values(name="Round"))

    with pytest.raises(WentRound):
        office.write("Both", both)
    assert named(office) == []


def test_deleting_a_row_is_stopped(office: Office) -> None:
    row_id = add_organisation(office)
    with pytest.raises(WentRound, match="archived, never deleted"):
        office.write("Delete", lambda session: session.delete(session.get_one(Organisation, row_id)))
    assert named(office) == ["First Light"]


# --- Two people ---


def test_a_second_desk_sees_the_save_at_once(office: Office, path: Path, opened: Open) -> None:
    sam = opened(path, SAM)
    assert named(sam) == []
    add_organisation(office, "First Light")
    assert (named(sam), sam.last_seq()) == (["First Light"], 1)


def test_a_stale_form_is_refused_with_who_saved_first_and_overwrites_nothing(
    office: Office, path: Path, opened: Open
) -> None:
    add_organisation(office, "First Light")
    seen, sam = the_one(office).version, opened(path, SAM)
    rename(sam, "Second Light")
    with pytest.raises(Stale) as caught:
        office.write(
            "Rename", organisations.change, the_one(sam).id, version=seen, name="Third", kind="Other", aliases=""
        )
    assert caught.value.message == (
        "Sam saved this while you were typing (“Rename”). Nothing was overwritten; look at their change and save again."
    )
    assert named(office) == ["Second Light"]


def test_two_desks_saving_at_once_lose_nothing(office: Office, path: Path, opened: Open) -> None:
    desks = {"Jo": office, "Sam": opened(path, SAM)}

    def save_ten(who: str) -> None:
        for at in range(10):
            add_organisation(desks[who], f"{who} {at}")

    threads = [threading.Thread(target=save_ten, args=(who,)) for who in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert named(office) == [f"{who} {at}" for who in ("Jo", "Sam") for at in range(10)]
    assert office.last_seq() == 20


def hold(path: Path, begin: str, seconds: float) -> threading.Thread:
    """Another tool that takes a lock now and lets go of it later."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute(begin)

    def let_go() -> None:
        time.sleep(seconds)
        connection.rollback()
        connection.close()

    thread = threading.Thread(target=let_go)
    thread.start()
    return thread


def test_a_save_waits_for_somebody_else_who_is_saving(office: Office, path: Path) -> None:
    other = hold(path, "BEGIN IMMEDIATE", 0.3)
    add_organisation(office, "First Light")
    other.join()
    assert (named(office), office.last_seq()) == (["First Light"], 1)


@pytest.mark.parametrize("begin", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_save_gives_up_in_a_sentence_when_its_patience_ends(office: Office, path: Path, begin: str) -> None:
    office.patience = 0.1
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(begin)
        with pytest.raises(FileTrouble) as caught:
            add_organisation(office)
    assert re.fullmatch(
        r"Somebody else has held the office file since \d\d:\d\d\. Nothing was changed; what you typed is kept on this "
        r"laptop\. Try again in a moment, or ask IT to close the open file\.",
        caught.value.message,
    )
    assert (named(office), office.last_seq()) == ([], 0)


def test_people_go_on_reading_while_somebody_saves(office: Office, path: Path) -> None:
    add_organisation(office, "First Light")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert named(office) == ["First Light"]


def test_a_reader_holds_no_lock_once_it_has_read(office: Office, path: Path) -> None:
    assert named(office) == []
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as other:
        assert other.execute("BEGIN EXCLUSIVE").fetchall() == []


def test_a_refused_save_holds_no_lock(office: Office, path: Path) -> None:
    refusal(office, organisations.add, name="")
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as other:
        assert other.execute("BEGIN EXCLUSIVE").fetchall() == []


def test_a_save_into_a_file_that_a_newer_desk_has_changed_meanwhile_is_refused(office: Office, path: Path) -> None:
    behind_the_desk(path, "UPDATE app_gate SET min_writer = 99")
    assert refusal(office, organisations.add, name="Late") == (
        f"{path} was saved by a newer desk. Update this desk to open it; the file was left as it is.",
        None,
    )


def test_a_save_into_a_file_that_was_moved_away_is_refused_and_makes_no_new_file(office: Office, path: Path) -> None:
    path.rename(path.with_name("moved.opcc"))
    with pytest.raises(FileTrouble):
        add_organisation(office)
    assert not path.exists()


# --- Taking back ---


def test_undo_takes_back_the_last_step_as_a_step_of_its_own(office: Office, path: Path) -> None:
    add_organisation(office, "First Light")
    rename(office, "Second Light")
    assert office.undo() == "Rename"
    assert (named(office), steps(path)) == (["First Light"], ["Add organisation", "Rename", "Undo: Rename"])


def test_undo_goes_back_step_by_step_until_there_is_nothing_left(office: Office) -> None:
    add_organisation(office, "First Light")
    rename(office, "Second Light")
    assert [office.undo(), office.undo(), office.undo()] == ["Rename", "Add organisation", None]
    assert named(office) == []


def test_redo_does_again_what_was_undone(office: Office, path: Path) -> None:
    add_organisation(office, "First Light")
    rename(office, "Second Light")
    office.undo()
    assert office.redo() == "Rename"
    assert (named(office), steps(path)[-1]) == (["Second Light"], "Redo: Rename")


def test_what_was_redone_can_be_undone_again(office: Office) -> None:
    add_organisation(office, "First Light")
    rename(office, "Second Light")
    assert [office.undo(), office.redo(), office.undo(), office.redo(), office.undo()] == ["Rename"] * 5
    assert named(office) == ["First Light"]


def test_after_a_new_step_there_is_nothing_to_redo(office: Office) -> None:
    add_organisation(office, "First Light")
    office.undo()
    add_organisation(office, "Second Light")
    assert office.redo() is None


def test_undoing_an_addition_puts_it_away_and_redoing_brings_it_back(office: Office) -> None:
    add_organisation(office, "First Light")
    office.undo()
    assert [one.archived for one in office.read(organisations.organisations, archived=True)] == [True]
    office.redo()
    assert named(office) == ["First Light"]


def test_undo_puts_days_marks_and_empty_values_back(office: Office) -> None:
    add_plan_and_end_it(office)
    office.undo()
    assert [one.ends_on for one in office.read(plans.plans)] == [None]


def test_undo_is_refused_once_somebody_else_has_changed_the_same_and_names_them(
    office: Office, path: Path, opened: Open
) -> None:
    add_organisation(office, "First Light")
    rename(office, "Second Light")
    rename(opened(path, SAM), "Third Light")
    with pytest.raises(Refused) as caught:
        office.undo()
    assert caught.value.message == ("That cannot be undone: Sam has since done “Rename”. Change it by hand instead.")
    assert (named(office), office.last_seq()) == (["Third Light"], 3)


def test_undo_leaves_alone_what_somebody_else_changed_in_another_column(
    office: Office, path: Path, opened: Open
) -> None:
    row_id = add_organisation(office, "First Light")
    rename(office, "Second Light")
    sam = opened(path, SAM)
    sam.write("Kind", organisations.change, row_id, version=None, name="Second Light", kind="Charity", aliases="")
    office.undo()
    assert [(one.name, one.kind) for one in office.read(organisations.organisations)] == [("First Light", "Charity")]


def test_undoing_an_addition_is_refused_once_something_hangs_on_it(office: Office, path: Path, opened: Open) -> None:
    fund = add_fund(office)
    add_line(opened(path, SAM), "Road safety", fund=fund)
    with pytest.raises(Refused) as caught:
        office.undo()
    assert caught.value.message == ("That cannot be undone: something else now depends on it. Archive it instead.")


def test_undoing_a_redone_addition_is_refused_once_something_hangs_on_it(
    office: Office, path: Path, opened: Open
) -> None:
    fund = add_fund(office)
    office.undo()
    office.redo()
    add_line(opened(path, SAM), "Road safety", fund=fund)
    with pytest.raises(Refused, match="something else now depends on it"):
        office.undo()


def test_a_refused_undo_can_be_tried_again_later(office: Office, path: Path, opened: Open) -> None:
    add_organisation(office, "First Light")
    rename(office, "Second Light")
    sam = opened(path, SAM)
    rename(sam, "Third Light")
    with pytest.raises(Refused):
        office.undo()
    sam.undo()
    assert (office.undo(), named(office)) == ("Rename", ["First Light"])


def test_undo_takes_back_own_steps_only(office: Office, path: Path, opened: Open) -> None:
    add_organisation(office, "First Light")
    assert opened(path, SAM).undo() is None


def test_undoing_a_line_that_was_added_takes_its_budget_with_it(office: Office) -> None:
    fund = add_fund(office)
    add_line(office, fund=fund)
    office.undo()
    assert (office.read(lines.lines), office.read(lines.years)) == ([], [])


def test_a_form_on_a_budget_that_was_undone_meanwhile_is_refused(office: Office) -> None:
    fund = add_fund(office)
    budget = budget_id(office, add_line(office, fund=fund), year=YEAR)
    office.undo()
    gone = ("That record is no longer in this office file. Close it and look at the list again.", None)
    assert refusal(office, commitments.commit, budget, title="Contract", amount_pence=100) == gone
    assert refusal(office, lines.revise, budget, amount=Pence(5), reason="Late") == gone


def test_undoing_a_paste_asks_the_file_no_more_than_a_few_times_for_each_line(office: Office) -> None:
    fund = add_fund(office)
    asked: list[str] = []

    def many(session: Session) -> None:
        for at in range(150):
            lines.add(session, year=YEAR, name=f"Line {at}", fund_id=fund, amount=Pence(100))

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    office.write("Paste", many)
    event.listen(Engine, "before_cursor_execute", count)
    try:
        office.undo()
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    assert office.read(lines.lines) == []
    assert len(asked) < 150 * 10


def test_a_save_found_only_later_to_have_arrived_is_taken_back_in_its_turn(
    office: Office, path: Path, opened: Open
) -> None:
    add_organisation(office, "First Light")
    op_id = uuid7()
    opened(path).save(op_id, "Add organisation", organisations.add, name="Second Light")
    assert office.found(op_id)
    assert office.undo() == "Add organisation"
    assert named(office) == ["First Light"]


def test_a_save_that_never_arrived_is_not_found_and_nothing_more_can_be_undone(office: Office) -> None:
    assert not office.found(uuid7())
    assert office.undo() is None


# --- Opening and making ---


def test_two_people_opening_at_the_same_moment_may_both_write(path: Path) -> None:
    answers: list[bool] = []

    def look() -> None:
        answers.extend(can_write(path) for _ in range(100))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) == {True}


def test_an_office_opened_to_look_cannot_save(path: Path, opened: Open) -> None:
    office = opened(path, read_only=True)
    with pytest.raises(FileTrouble) as caught:
        add_organisation(office)
    assert caught.value.message == "You can look but not save: this file or its folder is read-only for you."


def test_opening_and_closing_changes_no_byte_and_leaves_no_file_beside(path: Path) -> None:
    with left_alone(path):
        Office(path, JO).close()


def test_a_new_office_is_never_written_over_a_file_that_is_there(path: Path) -> None:
    with left_alone(path), pytest.raises(CannotOpen) as caught:
        make_office(path, JO)
    assert caught.value.message == f"There is already a file at {path}. Choose another name; it was left as it is."


def test_a_new_office_needs_a_folder_to_stand_in(folder: Path) -> None:
    path = folder / "nowhere" / "office.opcc"
    with pytest.raises(CannotOpen) as caught:
        make_office(path, JO)
    assert caught.value.message == (f"No file could be made at {path}. Does the folder exist, and may you write in it?")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["with space.opcc", "100%.opcc", "what?.opcc", "#1 & more.opcc", "Bürö £.opcc"])
def test_a_file_may_have_any_name(folder: Path, opened: Open, name: str) -> None:
    path = folder / name
    make_office(path, JO)
    add_organisation(opened(path), "First Light")
    assert sorted(one.name for one in folder.iterdir()) == sorted([name, f"{name}-journal"])


def test_a_desk_that_dies_in_the_middle_of_a_save_leaves_the_file_whole(path: Path, opened: Open) -> None:
    add_organisation(opened(path), "First Light")
    before = digest(path)
    die_in_the_middle_of_a_save(path)
    assert digest(path) != before
    assert named(opened(path)) == ["First Light"]


def test_a_command_that_only_reads_says_that_a_save_was_cut_off_and_leaves_it_to_the_desk(
    path: Path, opened: Open
) -> None:
    add_organisation(opened(path), "First Light")
    die_in_the_middle_of_a_save(path)
    with left_alone(path), pytest.raises(CannotOpen) as caught:
        opened(path, read_only=True)
    assert caught.value.message == (
        f"A save into {path} was cut off half way. Somebody who may save into it has to open it once: "
        "that takes the half save back, and nothing that was saved is lost. It was left as it is."
    )


def die_in_the_middle_of_a_save(path: Path) -> None:
    """A process that has begun to write pages into the file and is gone before its commit."""
    code = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA cache_size=1'); c.execute('BEGIN IMMEDIATE')\n"
        "c.execute(\"UPDATE organisation SET name = 'half'\")\n"
        "c.execute('CREATE TABLE filler (a)')\n"
        "c.executemany('INSERT INTO filler VALUES (?)', [('x' * 3000,)] * 50)\n"
        "os._exit(1)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)


def test_funds_read_by_one_desk_while_another_writes_are_whole(office: Office, path: Path, opened: Open) -> None:
    sam, stop = opened(path, SAM), threading.Event()
    seen: set[int] = set()

    def look() -> None:
        while not stop.is_set():
            seen.add(len(sam.read(funds.funds, year=YEAR)) % 2)

    watcher = threading.Thread(target=look)
    watcher.start()
    for at in range(5):
        office.write("Two funds", add_two_funds, at)
    stop.set()
    watcher.join()
    assert seen == {0}


def add_two_funds(session: Session, at: int) -> None:
    for half in ("a", "b"):
        funds.add(session, year=YEAR, name=f"Fund {at}{half}")
        session.flush()


def test_history_can_be_read_of_what_was_undone(office: Office) -> None:
    add_organisation(office, "First Light")
    office.undo()
    assert [(one.user, one.text) for one in office.read(history)] == [
        ("Jo", "Undo: Add organisation: archived."),
        ("Jo", "Add organisation: “First Light”."),
    ]


# --- How a save ends, and how it is known ---


def told(call: Callable[[], object], kind: type[Refused]) -> str:
    """The sentence of a save that ended in this way."""
    with pytest.raises(kind) as caught:
        call()
    assert type(caught.value) is kind
    return caught.value.message


def save(office: Office, op_id: str, name: str = "First Light") -> str:
    return office.save(op_id, "Add organisation", organisations.add, name=name)


def test_a_save_is_found_again_by_its_own_name(office: Office) -> None:
    save(office, "one")
    assert [office.arrived(op_id) for op_id in ("one", "two")] == [1, None]


def test_a_save_made_twice_under_one_name_is_in_the_file_once(office: Office, path: Path, opened: Open) -> None:
    save(office, "one")
    save(opened(path, SAM), "one", "Second Light")
    assert (named(office), office.last_seq()) == (["First Light"], 1)


def test_a_save_that_waits_says_why_and_ends_as_not_saved_when_told_to_stop(office: Office, path: Path) -> None:
    waits: list[Waiting] = []
    office.on_waiting += [waits.append, lambda _: office.stop.set()]
    began = datetime.now()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        message = told(lambda: save(office, "one"), NotSaved)
    assert message == "You stopped waiting. It was not saved; what you typed is kept on this laptop."
    assert [(one.why, began <= one.since < began + timedelta(seconds=1)) for one in waits] == [("busy", True)]
    office.stop.clear()
    save(office, "one")
    assert named(office) == ["First Light"]


def test_a_save_whose_drive_goes_in_the_middle_and_stays_away_is_unknown(
    office: Office, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "READING_SECONDS", 0.0)
    office.patience = 0.0
    away = path.parent.with_name("not there")

    def add_as_the_drive_goes(session: Session) -> None:
        organisations.add(session, name="First Light")
        session.flush()
        path.parent.rename(away)
        raise OperationalError("", None, sqlite3.OperationalError("disk I/O error"))

    message = told(lambda: office.save("one", "Add organisation", add_as_the_drive_goes), Unknown)
    assert message.startswith("The shared drive stopped answering while saving. Whether the save arrived is looked up")
    away.rename(path.parent)
    assert (office.arrived("one"), named(office)) == (None, [])


def test_a_save_while_the_drive_is_gone_is_not_saved_and_kept(office: Office, path: Path) -> None:
    office.patience = 0.0
    path.parent.rename(path.parent.with_name("not there"))
    assert told(lambda: save(office, "one"), NotSaved) == (
        "The shared drive does not answer. Nothing was changed; what you typed is kept on this laptop."
    )


def test_a_save_into_a_file_that_was_moved_says_where_it_is_no_longer(office: Office, path: Path) -> None:
    path.rename(path.with_name("moved.opcc"))
    assert told(lambda: save(office, "one"), NotSaved) == (
        f"The file is no longer at {path}. Was it moved or renamed? Nothing was made in its place; what you typed is "
        "kept on this laptop. Open the file where it is now."
    )


def test_a_save_into_a_file_that_another_tool_put_into_wal_mode_is_not_made(office: Office, path: Path) -> None:
    behind_the_desk(path, "PRAGMA journal_mode=WAL")
    assert "left it in a mode (WAL) that is not safe on a shared drive" in told(lambda: save(office, "one"), NotSaved)


def test_a_file_that_is_damaged_twice_over_is_saved_into_no_more(office: Office, path: Path) -> None:
    add_organisation(office, "First Light")
    damage(path)
    assert told(lambda: office.read(organisations.organisations), Damaged) == words.DAMAGED
    assert told(lambda: save(office, "one"), NotSaved) == words.DAMAGED
    assert office.damaged
    assert told(lambda: save(office, "two"), NotSaved) == words.DAMAGED


def damage(path: Path) -> None:
    """Every page but the first is nonsense."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))


# --- Looking what others have saved ---


def test_a_look_finds_what_others_saved_since_the_last_and_nothing_of_ones_own(
    office: Office, path: Path, opened: Open
) -> None:
    sam = opened(path, SAM)
    add_organisation(sam, "First Light")
    add_organisation(office, "Second Light")
    add_organisation(sam, "Third Light")
    assert [(one.seq, one.user, one.name) for one in office.poll()] == [
        (1, "Sam", "Add organisation"),
        (3, "Sam", "Add organisation"),
    ]
    assert office.poll() == []


def test_a_look_names_the_tables_and_rows_that_were_changed(office: Office, path: Path, opened: Open) -> None:
    row_id = add_organisation(opened(path, SAM), "First Light")
    [seen] = office.poll()
    assert (set(seen.tables), set(seen.rows)) == ({"organisation"}, {row_id})
    assert seen.at.endswith("Z")


def test_a_look_while_nobody_saves_finds_nothing(office: Office) -> None:
    add_organisation(office, "First Light")
    assert [office.poll(), office.poll()] == [[], []]


def test_a_look_at_another_copy_in_the_files_place_says_so(office: Office, path: Path, tmp_path: Path) -> None:
    older = shutil.copyfile(path, tmp_path / "older.opcc")
    add_organisation(office, "First Light")
    office.poll()
    Path(older).replace(path)
    assert "another copy has been put in its place" in told(office.poll, NotSaved)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE app_gate SET min_reader = 99", "was saved by a newer desk"),
        ("DELETE FROM office_file", "is damaged"),
        ("PRAGMA user_version=1", "was made by an older desk"),
    ],
)
def test_a_look_at_a_file_that_may_not_be_read_any_more_says_why(
    office: Office, path: Path, statement: str, said: str
) -> None:
    behind_the_desk(path, statement)
    assert said in told(office.poll, NotSaved)
    assert said in told(office.last_seq, NotSaved)


def test_an_office_that_takes_the_place_of_one_that_hangs_goes_on_where_that_one_was(
    office: Office, path: Path, opened: Open
) -> None:
    add_organisation(office, "First Light")
    office.poll()
    add_organisation(opened(path, SAM), "Second Light")
    again = opened(path)
    again.go_on_from(office)
    assert [one.user for one in again.poll()] == ["Sam"]
    assert again.undo() == "Add organisation"
    assert named(again) == ["Second Light"]


def test_it_knows_a_copy_that_was_put_in_the_files_place_meanwhile(
    office: Office, path: Path, opened: Open, tmp_path: Path
) -> None:
    older = shutil.copyfile(path, tmp_path / "older.opcc")
    add_organisation(office, "First Light")
    Path(older).replace(path)
    again = opened(path)
    again.go_on_from(office)
    assert "another copy has been put in its place" in told(lambda: add_organisation(again), NotSaved)


# --- Whose turn it is to make a backup ---


def test_the_backup_of_an_hour_falls_to_whoever_asks_first(office: Office, path: Path, opened: Open) -> None:
    sam = opened(path, SAM)
    assert [desk.claim_backup("2026-11-25T14") for desk in (sam, office, sam)] == [True, False, False]
    assert office.claim_backup("2026-11-25T15")


def test_of_two_desks_that_ask_at_the_same_moment_one_makes_it(office: Office, path: Path, opened: Open) -> None:
    desks, answers = [office, opened(path, SAM)], list[bool]()
    threads = [threading.Thread(target=lambda one=one: answers.append(one.claim_backup("14"))) for one in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, True]


def test_a_claim_is_no_step_of_the_offices_history(office: Office) -> None:
    office.claim_backup("2026-11-25T14")
    assert (office.last_seq(), office.poll()) == (0, [])


def test_a_desk_that_may_only_look_and_one_whose_file_was_replaced_claim_nothing(
    office: Office, path: Path, opened: Open
) -> None:
    assert not opened(path, read_only=True).claim_backup("2026-11-25T14")
    behind_the_desk(path, "UPDATE office_file SET epoch = 1")
    assert not office.claim_backup("2026-11-25T14")
    assert ask(path, "SELECT * FROM backup_claim") == []
