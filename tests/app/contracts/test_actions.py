"""Actions that reviews ask for are carried from period to period until they are done."""

from __future__ import annotations

from datetime import date

from app.contracts import actions
from app.contracts.actions import Carried
from app.door import Office
from app.listing import sections
from tests.app.contracts.registered import contract
from tests.app.contracts.reviewed import HELD, action, record, whole
from tests.factories import refusal

DAY = date(2019, 8, 1)


def told(found: list[Carried]) -> list[tuple[str, str, bool, str]]:
    return [(one.action.words, one.words(), one.is_carried, one.state) for one in found]


def finish(office: Office, action_id: str, done_on: date | None, outcome: str = "") -> None:
    office.write("Finish", actions.finish, action_id, version=None, done_on=done_on, outcome=outcome)


def test_an_open_action_shows_in_the_newest_period_with_the_review_it_came_from(office: Office) -> None:
    contract_id = contract(office)
    first = record(office, contract_id)
    second = record(office, contract_id, "2018:4", held_on=date(2019, 4, 20))
    action(office, contract_id, "Of the second", review_id=second)
    action(office, contract_id, "Of the first", review_id=first, due_on=date(2019, 3, 1))
    done = action(office, contract_id, "Done since", review_id=first)
    action(office, contract_id, "Of no review")
    finish(office, done, date(2019, 5, 1))
    c = whole(office, contract_id)
    assert told(actions.of_period(c, 2019, 2, day=DAY)) == [
        ("Of no review", "", True, "Open"),
        ("Of the first", "Quarter 3, 2018/19", True, "Late"),
        ("Of the second", "Quarter 4, 2018/19", True, "Open"),
    ]
    assert told(actions.of_period(c, 2018, 3, day=DAY)) == [
        ("Of the first", "Quarter 3, 2018/19", False, "Late"),
        ("Done since", "Quarter 3, 2018/19", False, "Done"),
    ]
    assert actions.of_period(c, 2019, 1, day=DAY) == []


def test_an_action_of_the_newest_review_is_its_own_there(office: Office) -> None:
    contract_id = contract(office)
    action(office, contract_id, review_id=record(office, contract_id))
    found = actions.of_period(whole(office, contract_id), 2018, 3, day=date(2018, 12, 31))
    assert [(one.is_carried, one.state) for one in found] == [(False, "Open")]


def test_after_the_contract_has_ended_what_is_open_shows_in_its_last_period(office: Office) -> None:
    contract_id = contract(office)
    action(office, contract_id, review_id=record(office, contract_id))
    assert len(actions.of_period(whole(office, contract_id), 2021, 2, day=date(2024, 1, 1))) == 1


def test_open_actions_come_by_the_day_they_are_due(office: Office) -> None:
    contract_id = contract(office)
    action(office, contract_id, "Some day")
    action(office, contract_id, "Later", due_on=date(2019, 9, 1))
    action(office, contract_id, "Overdue", due_on=date(2019, 7, 31))
    found = actions.open_actions(whole(office, contract_id), day=DAY)
    assert [(one.action.words, one.state) for one in found] == [
        ("Overdue", "Late"),
        ("Later", "Open"),
        ("Some day", "Open"),
    ]


def test_an_action_is_changed_finished_and_opened_again(office: Office) -> None:
    contract_id = contract(office)
    review_id = record(office, contract_id)
    key = action(office, contract_id)
    office.write(
        "Change",
        actions.change,
        key,
        version=None,
        words=" Send it ",
        review_id=review_id,
        owner="A Person",
        due_on=DAY,
    )
    finish(office, key, DAY, "Sent")
    (one,) = whole(office, contract_id).actions
    assert (one.words, one.review_id, one.owner, one.due_on) == ("Send it", review_id, "A Person", DAY)
    assert (one.done_on, one.outcome) == (DAY, "Sent")
    finish(office, key, None, "Sent")
    assert actions.state(whole(office, contract_id).actions[0], DAY) == "Open"
    office.write("Archive", actions.archive, key)
    assert whole(office, contract_id).actions == ()
    office.write("Bring back", actions.archive, key, back=True)
    assert len(whole(office, contract_id).actions) == 1


def test_bad_input_is_refused_beside_its_box(office: Office) -> None:
    contract_id, other = contract(office), contract(office, "Other", provider="Make Amends")
    theirs = record(office, other)
    key = action(office, contract_id, review_id=record(office, contract_id))
    assert refusal(office, actions.add, contract_id, words=" ") == ("What is to be done is needed.", "words")
    refused = refusal(office, actions.add, contract_id, words="Send it", review_id=theirs)
    assert refused == ("Choose a review of this contract.", "review_id")
    early = refusal(office, actions.finish, key, version=None, done_on=date(2019, 1, 1))
    assert date(2019, 1, 20) == HELD
    assert early == ("The review that asked for it was held on 20 January 2019.", "done_on")
    to_come = refusal(office, actions.finish, key, version=None, done_on=date(2019, 8, 2), day=DAY)
    assert to_come == ("2 August 2019 is still to come.", "done_on")


def test_actions_are_listed_late_open_and_done(office: Office) -> None:
    contract_id = contract(office)
    review_id = record(office, contract_id)
    action(office, contract_id, "Late one", review_id=review_id, due_on=date(2019, 2, 1), owner="A Person")
    action(office, contract_id, "Open one")
    finish(office, action(office, contract_id, "Done one"), date(2019, 2, 1), "Well")
    found = office.read(actions.action_list, contract_id, day=DAY)
    assert [(group.label if group else "", [line.cells for line in lines]) for group, lines in sections(found)] == [
        ("Late", [("Late one", "Quarter 3, 2018/19", "A Person", date(2019, 2, 1), "Late", None, "")]),
        ("Open", [("Open one", "", "", None, "Open", None, "")]),
        ("Done", [("Done one", "", "", None, "Done", date(2019, 2, 1), "Well")]),
    ]
