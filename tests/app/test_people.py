"""People and roles: who may change the list, and why somebody always can."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import people, registers
from app.door import Office, make_office
from app.errors import Refused, Stale
from app.people import EVERYBODY_ELSE
from app.roles import APPROVERS_ONLY, role_of
from app.who import Who
from tests.conftest import Open
from tests.factories import JO, SAM, refusal

LAST = "Jo Penn is the only approver. Make somebody else an approver first."
FIRST = ("The first person listed must be an approver: without one nobody could change the list.", "role")


def add(office: Office, account: str, role: str = "officer", name: str = "") -> str:
    return office.write("Add a person", people.add, account=account, role=role, name=name)


def listed(office: Office) -> list[tuple[str, str]]:
    return [(one.called, one.role) for one in office.read(people.people)]


@pytest.fixture
def jo(office: Office) -> str:
    """Jo, who is listed as the one approver; the id."""
    return add(office, "Jo", "approver", "Jo Penn")


@pytest.fixture
def sams(office: Office, jo: str, path: Path, opened: Open) -> Office:
    """The same office, opened by Sam, whom nobody has listed."""
    return opened(path, SAM)


def test_while_nobody_is_listed_nobody_is_shown(office: Office) -> None:
    assert listed(office) == []


@pytest.mark.parametrize("role", ["officer", "viewer"])
def test_the_first_person_listed_must_be_an_approver(office: Office, role: str) -> None:
    assert refusal(office, people.add, account="Jo", role=role) == FIRST
    assert refusal(office, people.set_everybody, version=None, role=role) == FIRST


def test_approvers_stand_first_and_everybody_else_last(office: Office, jo: str) -> None:
    add(office, "zoe")
    add(office, "Anna", "viewer", " Anna   Berg ")
    add(office, "Bea", "approver")
    assert listed(office) == [
        ("Bea", "approver"),
        ("Jo Penn", "approver"),
        ("zoe", "officer"),
        ("Anna Berg", "viewer"),
        (EVERYBODY_ELSE, "officer"),
    ]


@pytest.mark.parametrize("account", ["jo", "JO", r"ANYTOWN\Jo", " Jo ", "jo@anytown.example"])
def test_an_account_is_listed_once_whatever_its_capitals_and_domain(office: Office, jo: str, account: str) -> None:
    assert refusal(office, people.add, account=account, role="officer") == (
        "This account is listed already.",
        "account",
    )


@pytest.mark.parametrize(
    ("account", "sentence"),
    [
        (" ", "The account is needed."),
        ("ANYTOWN\\", "Type the account itself, after the name of its domain."),
        (
            "*",
            "* stands for everybody not named here. Choose “Everybody not named here” in the list and set its role.",
        ),
    ],
)
def test_what_is_no_account_is_refused_beside_its_box(office: Office, jo: str, account: str, sentence: str) -> None:
    assert refusal(office, people.add, account=account, role="officer") == (sentence, "account")


def test_an_unknown_role_is_refused(office: Office, jo: str) -> None:
    assert refusal(office, people.add, account="Sam", role="king") == ("Choose one for “Role”.", "role")


def test_the_only_approver_can_be_neither_demoted_nor_taken_off_the_list(office: Office, jo: str) -> None:
    add(office, "Sam")
    changed = {"account": "Jo", "name": "Jo Penn", "role": "viewer"}
    assert refusal(office, people.change, jo, version=None, **changed) == (LAST, "role")
    assert refusal(office, people.archive, jo) == (LAST, None)


def test_one_of_two_approvers_can_step_down(office: Office, jo: str) -> None:
    sam = add(office, "Sam", "approver")
    office.write("Change", people.change, jo, version=1, account="Jo", name="Jo Penn", role="officer")
    assert listed(office) == [("Sam", "approver"), ("Jo Penn", "officer"), (EVERYBODY_ELSE, "officer")]
    assert refusal(office, people.archive, sam) == (APPROVERS_ONLY, None)


def test_somebody_taken_off_the_list_is_back_with_everybody_else(office: Office, jo: str) -> None:
    sam = add(office, "Sam", "viewer")
    office.write("Archive", people.archive, sam)
    assert [name for name, _ in listed(office)] == ["Jo Penn", EVERYBODY_ELSE]
    assert office.read(role_of, "Sam") == "officer"
    office.write("Bring back", people.archive, sam, back=True)
    assert office.read(role_of, r"ANYTOWN\sam") == "viewer"


def test_nobody_is_brought_back_whose_account_was_listed_again(office: Office, jo: str) -> None:
    sam = add(office, "Sam", "viewer")
    office.write("Archive", people.archive, sam)
    add(office, "SAM")
    assert refusal(office, people.archive, sam, back=True) == ("This account is listed already.", "account")


def test_everybody_else_can_be_made_viewers_but_not_approvers(office: Office, jo: str) -> None:
    office.write("Set", people.set_everybody, version=None, role="viewer")
    assert (office.read(role_of, "Sam"), office.read(role_of, "Jo")) == ("viewer", "approver")
    version = office.read(people.everybody).version
    office.write("Set", people.set_everybody, version=version, role="officer")
    assert office.read(role_of, "Sam") == "officer"
    assert refusal(office, people.set_everybody, version=None, role="approver") == (
        "Approvers are named one by one. Choose Officer or Viewer.",
        "role",
    )


def test_a_role_of_everybody_else_set_meanwhile_is_not_overwritten_unseen(office: Office, jo: str) -> None:
    office.write("Set", people.set_everybody, version=None, role="viewer")
    with pytest.raises(Stale):
        office.write("Set", people.set_everybody, version=None, role="officer")


def test_only_an_approver_changes_the_list(sams: Office, jo: str) -> None:
    assert refusal(sams, people.add, account="Sam", role="approver") == (APPROVERS_ONLY, None)
    changed = {"account": "Sam", "name": "", "role": "approver"}
    assert refusal(sams, people.change, jo, version=None, **changed) == (APPROVERS_ONLY, None)
    assert refusal(sams, people.archive, jo) == (APPROVERS_ONLY, None)
    assert refusal(sams, people.set_everybody, version=None, role="viewer") == (APPROVERS_ONLY, None)


def test_undo_gives_nobody_a_role_back(office: Office, jo: str, path: Path, opened: Open) -> None:
    sam = add(office, "Sam", "approver")
    opened(path, SAM).write("Change", people.change, jo, version=1, account="Jo", name="Jo Penn", role="officer")
    with pytest.raises(Refused, match="not taken back with Undo"):
        office.undo()
    assert office.read(people.people)[0].id == sam


def test_a_change_says_who_saved_first(office: Office, jo: str) -> None:
    sam = add(office, "Sam")
    changed = {"account": "Sam", "name": "Sam Otterly", "role": "officer"}
    office.write("Name Sam", people.change, sam, version=1, **changed)
    with pytest.raises(Stale, match="Jo saved this while you were typing"):
        office.write("Change", people.change, sam, version=1, **changed)


def test_the_register_says_who_may_change_it_and_who_is_asking(office: Office, sams: Office) -> None:
    mine, theirs = office.read(registers.people_register), sams.read(registers.people_register)
    assert (mine.may_change, mine.me) == (True, JO.name)
    assert (theirs.may_change, theirs.me) == (False, SAM.name)
    assert [line.cells for line in mine.listing.lines] == [
        ("Jo Penn", "Jo", "Approver"),
        (EVERYBODY_ELSE, "", "Officer"),
    ]


def test_whoever_makes_an_office_is_its_first_approver(folder: Path, opened: Open) -> None:
    make_office(folder / "new.opcc", Who(r"ANYTOWN\Jo", "DESK-1"))
    assert listed(opened(folder / "new.opcc", JO))[0] == (r"ANYTOWN\Jo", "approver")
