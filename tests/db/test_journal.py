"""The journal's chain: whatever is altered in it is found, and personal values can still be erased."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import organisations, plans
from app.allocations import allocations
from app.checking import check
from app.door import Office
from app.money import Pence
from db.journal import Break, as_json, digest_of, strayed, verify
from tests.factories import (
    DAY,
    add_budget,
    add_fund,
    add_line,
    add_organisation,
    add_partnership,
    ask,
    behind_the_desk,
)

WORDS = st.none() | st.text()


@pytest.fixture
def storied(office: Office) -> Office:
    """An office where four things were done: three added, and the second renamed."""
    for name in ("One", "Two", "Three"):
        add_organisation(office, name)
    two = next(one for one in office.read(organisations.organisations) if one.name == "Two")
    office.write("Rename", organisations.change, two.id, version=None, name="Zwei", kind="Other", aliases="")
    return office


def test_an_untouched_journal_holds(storied: Office) -> None:
    assert (storied.read(verify), storied.read(strayed), check(storied.path)) == (None, None, [])


def test_each_step_carries_the_hash_of_the_one_before_it(storied: Office, path: Path) -> None:
    rows = ask(path, "SELECT previous_hash, hash FROM step ORDER BY seq")
    assert [row[0] for row in rows] == ["0" * 64, *(row[1] for row in rows[:-1])]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE change SET new = '\"Zwo\"' WHERE new = '\"Zwei\"'", Break(4, "a recorded value was altered")),
        ("UPDATE change SET old = NULL WHERE new = '\"Zwei\"'", Break(4, "a recorded value was altered")),
        ("UPDATE change SET salt = NULL WHERE new = '\"Zwei\"'", Break(4, "a recorded value was altered")),
        ("UPDATE change SET digest = 'x' WHERE step_seq = 2", Break(2, "a recorded value was altered")),
        ("UPDATE change SET row_id = 'x' WHERE step_seq = 3", Break(3, "the step itself was altered")),
        ("UPDATE change SET column_name = 'kind' WHERE step_seq = 1", Break(1, "the step itself was altered")),
        ("DELETE FROM change WHERE new = '\"Zwei\"'", Break(4, "the step itself was altered")),
        ("DELETE FROM change WHERE step_seq = 4", Break(4, "the step itself was altered")),
        ("UPDATE step SET user = 'Nobody' WHERE seq = 2", Break(2, "the step itself was altered")),
        ("UPDATE step SET at = '2001-01-01T00:00:00.000Z' WHERE seq = 2", Break(2, "the step itself was altered")),
        ("UPDATE step SET reason = 'Because' WHERE seq = 2", Break(2, "the step itself was altered")),
        ("UPDATE step SET hash = 'x' WHERE seq = 2", Break(2, "the step itself was altered")),
        ("DELETE FROM step WHERE seq = 2", Break(3, "a step before it was removed or altered")),
        ("DELETE FROM step WHERE seq = 1", Break(2, "a step before it was removed or altered")),
        ("DELETE FROM step WHERE seq = 4", Break(4, "changes without their step")),
        ("DELETE FROM step", Break(1, "changes without their step")),
    ],
)
def test_whatever_is_altered_is_found_at_its_step(storied: Office, path: Path, statement: str, found: Break) -> None:
    behind_the_desk(path, statement)
    assert storied.read(verify) == found


def test_two_steps_that_changed_places_are_found(storied: Office, path: Path) -> None:
    behind_the_desk(path, *(f"UPDATE step SET seq = {new} WHERE seq = {old}" for old, new in ((2, 9), (3, 2), (9, 3))))
    assert storied.read(verify) == Break(2, "a step before it was removed or altered")


def test_the_last_step_cut_off_with_its_changes_is_found_by_the_values_it_left(storied: Office, path: Path) -> None:
    behind_the_desk(path, "DELETE FROM step WHERE seq = 4", "DELETE FROM change WHERE step_seq = 4")
    assert [one.text.startswith("organisation") for one in check(path)] == [True]


def test_a_check_names_the_step_that_does_not_hold(storied: Office, path: Path) -> None:
    behind_the_desk(path, "UPDATE step SET user = 'Nobody' WHERE seq = 2")
    assert [one.text for one in check(path)] == ["The journal does not hold at step 2: the step itself was altered."]


def erase(path: Path, where: str) -> None:
    behind_the_desk(path, f"UPDATE change SET old = NULL, new = NULL, salt = NULL WHERE {where}")


def test_erased_values_leave_the_chain_whole(storied: Office, path: Path) -> None:
    erase(path, "column_name = 'name'")
    assert (storied.read(verify), check(path)) == (None, [])


def test_an_erased_value_cannot_be_guessed_from_what_is_left(storied: Office, path: Path) -> None:
    query = "SELECT digest FROM change WHERE new = '\"Two\"' AND table_name = 'organisation'"
    [(digest,)] = ask(path, query)
    assert digest_of("", None, '"Two"') != digest


def test_a_value_changed_after_its_past_was_erased_is_still_compared(storied: Office, path: Path) -> None:
    erase(path, "step_seq = 2 AND column_name = 'name'")
    behind_the_desk(path, "UPDATE organisation SET name = 'Drei' WHERE name = 'Zwei'")
    assert [one.text.startswith("organisation.name of row ") for one in check(path)] == [True]


@pytest.mark.parametrize(
    ("statement", "column"),
    [
        ("UPDATE organisation SET name = 'Uno' WHERE name = 'One'", "organisation.name"),
        ("UPDATE organisation SET archived = 1 WHERE name = 'One'", "organisation.archived"),
        ("DELETE FROM organisation WHERE name = 'Three'", "organisation.id"),
    ],
)
def test_a_value_changed_outside_the_desk_is_found(storied: Office, path: Path, statement: str, column: str) -> None:
    behind_the_desk(path, statement)
    [found] = check(path)
    assert found.text.startswith(f"{column} of row ")
    assert found.text.endswith(" is not what the journal last recorded: it was changed outside the desk.")


def test_a_row_added_outside_the_desk_is_found(storied: Office, path: Path) -> None:
    behind_the_desk(path, "INSERT INTO theme (id, version, name, position) VALUES ('x', 1, 'Sly', 1)")
    [found] = check(path)
    assert found.text.startswith("theme.")


def test_a_day_that_is_no_day_is_found_and_does_not_stop_the_check(office: Office, path: Path) -> None:
    office.write("Add plan", plans.add_plan, name="Plan", starts_on=DAY, ends_on=None)
    behind_the_desk(path, "UPDATE plan SET starts_on = 'soon'")
    [found] = check(path)
    assert found.text.startswith("plan.starts_on of row ")


def test_a_figure_changed_by_a_penny_outside_the_desk_is_found(office: Office, path: Path) -> None:
    add_line(office, fund=add_fund(office))
    behind_the_desk(path, "UPDATE budget_revision SET amount_pence = amount_pence + 1")
    [found] = check(path)
    assert found.text.startswith("budget_revision.amount_pence of row ")


@given(WORDS, WORDS, WORDS, WORDS, st.text())
def test_only_the_same_values_give_the_same_digest(
    old: str | None, new: str | None, other_old: str | None, other_new: str | None, salt: str
) -> None:
    same = (old, new) == (other_old, other_new)
    assert (digest_of(salt, old, new) == digest_of(salt, other_old, other_new)) == same


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, None), ("", '""'), ("Bürö “x”", '"Bürö “x”"'), (0, "0"), (-5, "-5"), (True, "true"), (DAY, '"2018-05-01"')],
)
def test_values_are_kept_as_json(value: object, text: str | None) -> None:
    assert as_json(value) == text


def _allocate(office: Office) -> str:
    budget, partnership = add_budget(office), add_partnership(office)
    return office.write("Give", allocations.allocate, budget, partnership_id=partnership, amount=Pence(5_00))


def _begun_with_a_later_schema(path: Path, column: str) -> None:
    """As if the column had come with a schema after the row: nobody has written down what it holds."""
    behind_the_desk(path, f"DELETE FROM change WHERE table_name = 'allocation' AND column_name = '{column}'")


@pytest.mark.parametrize("column", ["status", "name", "purpose", "sent_on"])
def test_what_a_column_of_a_later_schema_begins_with_was_not_changed_outside_the_desk(
    office: Office, path: Path, column: str
) -> None:
    _allocate(office)
    _begun_with_a_later_schema(path, column)
    assert office.read(strayed) is None


def test_what_differs_from_the_beginning_of_such_a_column_was_changed_outside_the_desk(
    office: Office, path: Path
) -> None:
    allocation = _allocate(office)
    _begun_with_a_later_schema(path, "status")
    behind_the_desk(path, "UPDATE allocation SET status = 'indicative'")
    assert office.read(strayed) == ("allocation", allocation, "status")
