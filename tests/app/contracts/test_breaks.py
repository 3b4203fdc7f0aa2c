"""Break points: the days a contract may end on early, and the decision to end it there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.contracts import breaks, fields, options
from app.contracts.standing import current_end, current_value, is_broken
from app.door import Office
from app.errors import Stale
from tests.app.contracts import terms
from tests.app.contracts.terms import DECISION, END, TODAY
from tests.conftest import Open
from tests.factories import SAM, refusal

BREAK: dict[str, Any] = {"break_on": date(2020, 3, 31), "notice_on": date(2019, 12, 31), "whose": "either"}


def add(office: Office, contract_id: str, **given: Any) -> str:
    return office.write("Add break", breaks.add, contract_id, **BREAK | given)


def take(office: Office, contract_id: str, break_id: str, **given: Any) -> None:
    whole: dict[str, Any] = DECISION | {"version": None, "day": TODAY} | given
    if "document_id" not in whole:
        whole["document_id"] = terms.attach(office, "contract_break", break_id)
    office.write("End early", breaks.take, break_id, **whole)


def not_taken(office: Office, break_id: str, **given: Any) -> tuple[str, str | None]:
    whole: dict[str, Any] = DECISION | {"version": None, "day": TODAY, "document_id": "none"} | given
    return refusal(office, breaks.take, break_id, **whole)


def test_a_break_is_kept_and_taken_back(office: Office) -> None:
    one = terms.add(office)
    add(office, one, note=" At two years ")
    [known] = terms.read(office, one).breaks
    assert (known.break_on, known.notice_on, known.whose, known.status, known.note) == (
        date(2020, 3, 31),
        date(2019, 12, 31),
        "either",
        "open",
        "At two years",
    )
    assert current_end(terms.read(office, one)) == END
    office.undo()
    assert terms.read(office, one).breaks == ()


@pytest.mark.parametrize(
    ("given", "sentence", "field"),
    [
        ({"break_on": None}, "The day of the break is needed.", "break_on"),
        ({"break_on": date(2018, 9, 30)}, "The contract only starts on 1 October 2018.", "break_on"),
        ({"break_on": date(2022, 9, 30)}, "The contract ends by itself by then, with all its options.", "break_on"),
        ({"break_on": date(3020, 3, 31)}, "31 March 3020 is too far away.", "break_on"),
        ({"notice_on": date(2020, 4, 1)}, "Notice is given before 1 April 2020.", "notice_on"),
        ({"notice_on": date(2018, 9, 30)}, "The contract only starts on 1 October 2018.", "notice_on"),
        ({"whose": None}, "Who may end it is needed.", "whose"),
        ({"whose": "nobody"}, "“nobody” cannot be chosen here.", "whose"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_box(
    office: Office, given: dict[str, Any], sentence: str, field: str
) -> None:
    one = terms.extendable(office, "12")
    known = add(office, one)
    for use_case, more in ((breaks.add, {"contract_id": one}), (breaks.change, {"break_id": known, "version": None})):
        said, box = refusal(office, use_case, **BREAK | given | more)  # type: ignore[arg-type]
        assert (said.startswith(sentence), box) == (True, field), said
    assert field in {each.key for each in fields.BREAK}


def test_a_day_has_one_break(office: Office) -> None:
    one = terms.add(office)
    add(office, one)
    assert refusal(office, breaks.add, one, **BREAK) == ("There is already a break point on that day.", "break_on")


def test_a_break_may_be_at_the_end_of_the_term_while_options_follow(office: Office) -> None:
    one = terms.extendable(office)
    add(office, one, break_on=END)
    assert not_taken(office, terms.read(office, one).breaks[0].id)[0].startswith(
        "The contract ends on 30 September 2021"
    )


def test_a_break_that_is_taken_ends_the_contract_and_what_it_costs(office: Office) -> None:
    one = terms.add(office)
    early = add(office, one)
    take(office, one, early)
    after = terms.read(office, one)
    assert (current_end(after), current_value(after), is_broken(after)) == (date(2020, 3, 31), 150_000_00, True)
    assert after.breaks[0].decision is not None
    office.undo()
    assert current_end(terms.read(office, one)) == END


def test_a_contract_is_ended_once(office: Office) -> None:
    one = terms.extendable(office)
    first, second = add(office, one), add(office, one, break_on=date(2020, 9, 30))
    later = add(office, one, break_on=date(2022, 3, 31))
    assert not_taken(office, later)[0].startswith("The contract ends on 30 September 2021 as things stand")
    take(office, one, second)
    for each in (first, second):
        assert not_taken(office, each)[0] == "The contract was ended early on 30 September 2020 already."


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reference": ""}, "reference"),
        ({"title": ""}, "title"),
        ({"maker": ""}, "maker"),
        ({"decided_on": date(2021, 3, 2)}, "decided_on"),
        ({"document_id": ""}, "document_id"),
    ],
)
def test_no_contract_is_ended_early_without_its_decision(office: Office, given: dict[str, Any], field: str) -> None:
    early = add(office, terms.add(office))
    assert not_taken(office, early, **given)[1] == field


def test_a_document_about_another_break_does_not_show_this_one(office: Office) -> None:
    one = terms.add(office)
    first, second = add(office, one), add(office, one, break_on=date(2020, 9, 30))
    document = terms.attach(office, "contract_break", first)
    assert not_taken(office, second, document_id=document)[1] == "document_id"
    take(office, one, first, document_id=document)


def test_a_break_that_was_taken_is_changed_only_beside_what_was_decided(office: Office) -> None:
    one = terms.add(office)
    early = add(office, one)
    take(office, one, early)
    office.write("Change break", breaks.change, early, version=None, **BREAK | {"note": "Agreed", "notice_on": None})
    assert terms.read(office, one).breaks[0].note == "Agreed"
    for given in ({"break_on": date(2020, 4, 30)}, {"whose": "office"}):
        [field] = given
        said, box = refusal(office, breaks.change, early, version=None, **BREAK | given)
        assert (said, box) == ("The contract was ended by this break. Reopen it before you change it.", field)
    assert refusal(office, breaks.archive, early)[0] == (
        "The contract was ended by this break. Reopen it before you archive it."
    )


def test_a_break_is_reopened_where_it_was_a_mistake(office: Office) -> None:
    one = terms.add(office)
    early = add(office, one)
    assert refusal(office, breaks.reopen, early, version=None)[0] == "This break has not been taken."
    take(office, one, early, maker="Somebody else")
    office.write("Reopen", breaks.reopen, early, version=None)
    assert current_end(terms.read(office, one)) == END
    take(office, one, early)
    assert current_end(terms.read(office, one)) == date(2020, 3, 31)


def test_a_break_is_put_away_and_brought_back(office: Office) -> None:
    one = terms.extendable(office, "12")
    early = add(office, one, break_on=date(2022, 3, 31))
    option = terms.option(office, one).id
    office.write("Archive", breaks.archive, early)
    assert terms.read(office, one).breaks == ()
    office.write("Archive", options.archive, option)
    assert refusal(office, breaks.archive, early, back=True)[0] == (
        "The break point on 31 March 2022 would be outside the contract."
    )
    office.write("Bring back", options.archive, option, back=True)
    office.write("Bring back", breaks.archive, early, back=True)
    assert refusal(office, options.archive, option)[0] == (
        "The break point on 31 March 2022 would be outside the contract."
    )
    office.undo()
    assert terms.read(office, one).breaks == ()


def test_two_do_not_save_over_each_other(office: Office, opened: Open) -> None:
    one = terms.add(office)
    early = add(office, one)
    seen = terms.read(office, one).breaks[0].version
    opened(office.path, SAM).write("Change break", breaks.change, early, version=seen, **BREAK | {"note": "Sam's"})
    with pytest.raises(Stale, match="Sam saved this"):
        office.write("Change break", breaks.change, early, version=seen, **BREAK)
    with pytest.raises(Stale):
        take(office, one, early, version=seen)
    for use_case in (breaks.reopen, breaks.archive):
        with pytest.raises(Stale):
            office.write("Try", use_case, early, version=seen)
