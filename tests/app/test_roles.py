"""What an account may do: a control that keeps honest people to their part."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.door import Office, make_office
from app.errors import Refused
from app.roles import APPROVERS_ONLY, EVERYBODY, VIEWER_ONLY, needs_approver, plain_account, role_of
from db.people import Person
from tests.conftest import Open
from tests.factories import JO, SAM, add_organisation, behind_the_desk, left_alone


def list_people(office: Office, **roles: str) -> None:
    """Each account with its role, as an approver would list them; `everybody` is for whoever is not named."""

    def add(session: Session) -> None:
        for account, role in roles.items():
            known = EVERYBODY if account == "everybody" else account
            session.add(Person(account=known, name=known, role=role))

    office.write("List people", add)


def role(office: Office, account: str) -> str:
    return office.read(role_of, account)


@pytest.mark.parametrize("account", ["jo", "JO", " Jo ", "COUNCIL\\Jo", "jo@council.example", "COUNCIL\\Jo@x"])
def test_an_account_is_the_same_in_any_case_and_with_any_domain(account: str) -> None:
    assert plain_account(account) == "jo"


def test_while_nobody_is_listed_everybody_may_do_everything(office: Office) -> None:
    assert [role(office, account) for account in ("Jo", "Sam")] == ["approver", "approver"]


def test_once_somebody_is_listed_whoever_is_not_is_an_officer(office: Office) -> None:
    list_people(office, Jo="approver", Anna="viewer")
    assert [role(office, account) for account in ("COUNCIL\\jo", "anna", "Sam")] == ["approver", "viewer", "officer"]


def test_the_office_may_say_otherwise_of_everybody_else(office: Office) -> None:
    list_people(office, Jo="approver", everybody="viewer")
    assert [role(office, account) for account in ("Jo", "Sam")] == ["approver", "viewer"]


def test_who_was_taken_off_the_list_is_as_if_never_named(office: Office, path: Path) -> None:
    list_people(office, Jo="approver", Anna="viewer")
    behind_the_desk(path, "UPDATE person SET archived = 1 WHERE account = 'Anna'")
    assert role(office, "Anna") == "officer"


def test_whoever_makes_an_office_is_its_first_approver(folder: Path, opened: Open) -> None:
    make_office(folder / "new.opcc", JO)
    office = opened(folder / "new.opcc", SAM)
    assert [role(office, one.name) for one in (JO, SAM)] == ["approver", "officer"]


def test_what_needs_an_approver_is_refused_to_an_officer_and_nothing_is_saved(path: Path, opened: Open) -> None:
    list_people(opened(path, JO), Jo="approver")
    with pytest.raises(Refused) as caught:
        opened(path, SAM).write("Approve", needs_approver)
    assert caught.value.message == APPROVERS_ONLY
    opened(path, JO).write("Approve", needs_approver)


def test_a_command_that_acts_for_nobody_is_not_asked_who_it_is(office: Office) -> None:
    list_people(office, Sam="approver")
    with Session(office._reader) as session:
        needs_approver(session)


def test_a_viewer_reads_everything_and_saves_nothing(path: Path, opened: Open) -> None:
    jo = opened(path, JO)
    add_organisation(jo, "First Light")
    list_people(jo, Jo="approver", Sam="viewer")
    sam = opened(path, SAM)
    assert sam.read(role_of, "Sam") == "viewer"
    with left_alone(path), pytest.raises(Refused) as caught:
        add_organisation(sam, "Second Light")
    assert caught.value.message == VIEWER_ONLY


def test_who_becomes_a_viewer_while_the_desk_is_open_is_refused_from_the_next_save_on(path: Path, opened: Open) -> None:
    jo, sam = opened(path, JO), opened(path, SAM)
    add_organisation(sam, "First Light")
    list_people(jo, Jo="approver", Sam="viewer")
    for save in (lambda: add_organisation(sam, "Second Light"), sam.undo):
        with pytest.raises(Refused, match="listed as a viewer"):
            save()
    list_people(jo, anna="officer")
    assert jo.last_seq() == 3


def test_a_role_nobody_knows_gives_no_more_than_an_officers(office: Office, path: Path) -> None:
    list_people(office, Jo="approver", Kim="viewer")
    change = "UPDATE person SET role = 'director' WHERE account = 'Kim'"
    behind_the_desk(path, "PRAGMA ignore_check_constraints=ON", change)
    assert role(office, "Kim") == "officer"
