"""Options to extend: added, taken, declined and reopened, and everything that stands against it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.contracts import breaks, contracts, fields, options, reading, variations
from app.contracts.fitting import live, refuse_unfit
from app.contracts.parts import ContractRecord
from app.contracts.standing import a_year, current_end, current_gross, current_value
from app.contracts.term import DAY, add_months, for_period, last_of, whole_months
from app.contracts.yearly import years
from app.door import Office
from app.errors import Refused, Stale
from app.funds import commitments
from db.base import uuid7
from db.contracts import ContractCommitment, ContractCondition
from tests.app.contracts import terms
from tests.app.contracts.terms import DECISION, END, TERMS, TODAY
from tests.conftest import Open
from tests.factories import SAM, add_budget, refusal

NEXT: dict[str, Any] = {"ends_on": date(2022, 9, 30), "value": 100_000_00}


def add(office: Office, contract_id: str, **given: Any) -> str:
    return office.write("Add option", options.add, contract_id, **NEXT | given)


def typed(office: Office, option_id: str, contract_id: str, **given: Any) -> dict[str, Any]:
    one = next(each for each in terms.read(office, contract_id).options if each.id == option_id)
    return {
        "version": one.version,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "notice_on": one.notice_on,
        "value": one.value,
        "gross": one.gross,
        "note": one.note,
    } | given


def change(office: Office, contract_id: str, number: int = 1, **given: Any) -> None:
    one = terms.option(office, contract_id, number)
    office.write("Change option", options.change, one.id, **typed(office, one.id, contract_id, **given))


def refused(office: Office, contract_id: str, number: int = 1, **given: Any) -> tuple[str, str | None]:
    one = terms.option(office, contract_id, number)
    return refusal(office, options.change, one.id, **typed(office, one.id, contract_id, **given))


def not_taken(office: Office, contract_id: str, number: int = 1, **given: Any) -> tuple[str, str | None]:
    one = terms.option(office, contract_id, number)
    whole: dict[str, Any] = {"version": one.version, "day": TODAY, "document_id": "none"} | DECISION | given
    return refusal(office, options.take, one.id, **whole)


def reopen(office: Office, contract_id: str, number: int = 1) -> None:
    one = terms.option(office, contract_id, number)
    office.write("Reopen option", options.reopen, one.id, version=one.version)


def not_reopened(office: Office, contract_id: str, number: int = 1) -> str:
    one = terms.option(office, contract_id, number)
    return refusal(office, options.reopen, one.id, version=one.version)[0]


def statuses(office: Office, contract_id: str) -> list[str]:
    return [each.status for each in terms.read(office, contract_id).options]


# adding


def test_an_option_follows_what_is_there(office: Office) -> None:
    one = terms.add(office)
    add(office, one, note=" First ")
    add(office, one, ends_on=date(2023, 3, 31), notice_on=date(2022, 6, 30), gross=120_000_00)
    assert [(each.number, each.starts_on, each.note) for each in terms.read(office, one).options] == [
        (1, date(2021, 10, 1), "First"),
        (2, date(2022, 10, 1), ""),
    ]
    assert terms.option(office, one, 2).notice_on == date(2022, 6, 30)
    office.undo()
    assert len(terms.read(office, one).options) == 1
    assert options.next_start(terms.read(office, one)) == date(2022, 10, 1)


@pytest.mark.parametrize(
    ("given", "sentence", "field"),
    [
        ({"ends_on": None}, "The last day is needed.", "ends_on"),
        ({"ends_on": END}, "It ends before it starts.", "ends_on"),
        ({"ends_on": date(2100, 1, 1)}, "1 January 2100 is too far away.", "ends_on"),
        ({"starts_on": date(2021, 9, 1)}, "The initial term ends on 30 September 2021 and option 1", "starts_on"),
        ({"starts_on": date(2017, 10, 1)}, "The initial term ends on 30 September 2021 and option 1", "starts_on"),
        ({"starts_on": date(2021, 10, 2)}, "The initial term ends on 30 September 2021 and option 1", "starts_on"),
        ({"value": None}, "The value without VAT is needed.", "value"),
        ({"value": -1}, "A value cannot be below £0.", "value"),
        ({"gross": 1}, "The value with VAT is below the value without it.", "gross"),
        ({"notice_on": date(2021, 10, 1)}, "Notice is given before 1 October 2021.", "notice_on"),
        ({"notice_on": date(2018, 9, 30)}, "The contract only starts on 1 October 2018.", "notice_on"),
        ({"notice_on": date(218, 9, 30)}, "30 September 218 is too far away.", "notice_on"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_box(
    office: Office, given: dict[str, Any], sentence: str, field: str
) -> None:
    one = terms.add(office)
    said, box = refusal(office, options.add, one, **NEXT | given)
    assert (said.startswith(sentence), box) == (True, field), said
    assert field in {each.key for each in fields.OPTION}


def test_options_neither_overlap_nor_leave_a_gap(office: Office) -> None:
    one = terms.extendable(office)
    said, field = refusal(office, options.add, one, **NEXT | {"starts_on": date(2022, 4, 1)})
    assert "they would overlap" in said
    assert field == "starts_on"
    last = {"starts_on": date(2023, 11, 1), "ends_on": date(2024, 9, 30)}
    said, field = refusal(office, options.add, one, **NEXT | last)
    assert "the days between would be missing" in said
    assert field == "starts_on"
    for ends_on in (date(2022, 8, 31), date(2022, 10, 31)):
        said, field = refused(office, one, ends_on=ends_on)
        assert field == "ends_on"
        assert said.endswith("Archive option 2 first, and add it again afterwards.")
    assert refused(office, one, 2, starts_on=date(2022, 9, 30))[1] == "starts_on"
    assert refused(office, one, 2, starts_on=date(2017, 9, 30), notice_on=None)[1] == "starts_on"


def test_a_contract_that_nobody_knows_takes_no_option(office: Office) -> None:
    assert refusal(office, options.add, "nobody", **NEXT)[1] is None


# changing


def test_an_option_is_changed_and_changed_back(office: Office) -> None:
    one = terms.extendable(office)
    changed = {"ends_on": date(2024, 9, 30), "notice_on": None, "value": 1_00, "gross": None, "note": "Longer"}
    change(office, one, 2, starts_on=None, **changed)
    after = terms.option(office, one, 2)
    assert (after.starts_on, after.ends_on, after.notice_on) == (date(2022, 10, 1), date(2024, 9, 30), None)
    assert (after.value, after.gross, after.note) == (1_00, None, "Longer")
    office.undo()
    assert terms.option(office, one, 2).ends_on == date(2023, 9, 30)


def test_of_an_option_that_was_taken_only_what_was_not_decided_is_changed(office: Office) -> None:
    one = terms.extendable(office)
    terms.take(office, one)
    change(office, one, note="As decided", gross=125_000_00, notice_on=None)
    assert terms.option(office, one).note == "As decided"
    said = "Option 1 was taken as it is. Reopen it before you change it."
    assert refused(office, one, value=1_00) == (said, "value")
    assert refused(office, one, ends_on=date(2022, 8, 31)) == (said, "ends_on")
    assert refused(office, one, starts_on=date(2021, 11, 1)) == (said, "starts_on")


def test_an_option_keeps_its_breaks_and_variations(office: Office) -> None:
    one = terms.extendable(office, "12")
    vary: dict[str, Any] = {"kind": "value", "change": -40_000_00, "effective_on": date(2022, 4, 1), "reason": "Less"}
    office.write("Vary", variations.add, one, **vary)
    assert refused(office, one, ends_on=date(2022, 3, 31))[1] == "ends_on"
    said, field = refused(office, one, value=60_000_00)
    assert field == "value"
    assert said.startswith("Variation 1 would take away £10,000 more")
    option = terms.option(office, one)
    assert "Variation 1 holds from 1 April 2022" in refusal(office, options.archive, option.id)[0]


def test_two_do_not_save_over_each_other(office: Office, opened: Open) -> None:
    one = terms.extendable(office)
    seen = terms.option(office, one).version
    change(opened(office.path, SAM), one, note="Sam's")
    with pytest.raises(Stale, match="Sam saved this"):
        change(office, one, version=seen, note="Mine")
    with pytest.raises(Stale):
        terms.take(office, one, version=seen)
    with pytest.raises(Stale):
        terms.decline(office, one, version=seen)
    for use_case in (options.reopen, options.archive):
        with pytest.raises(Stale):
            office.write("Try", use_case, terms.option(office, one).id, version=seen)


# taking


def test_an_option_that_is_taken_moves_the_end_and_the_value(office: Office) -> None:
    one = terms.extendable(office)
    terms.take(office, one)
    after = terms.read(office, one)
    assert (current_end(after), current_value(after), current_gross(after)) == (
        date(2022, 9, 30),
        400_000_00,
        480_000_00,
    )
    decision = after.options[0].decision
    assert decision is not None
    assert (decision.reference, decision.title, decision.decided_on, decision.maker) == tuple(DECISION.values())
    assert office.undo() == "Take option"
    before = terms.read(office, one)
    assert (current_end(before), before.options[0].status, before.options[0].decision) == (END, "open", None)


@pytest.mark.parametrize(
    ("given", "sentence", "field"),
    [
        ({"reference": " "}, "The reference of the decision is needed.", "reference"),
        ({"title": ""}, "What was decided is needed.", "title"),
        ({"decided_on": None}, "The day of the decision is needed.", "decided_on"),
        ({"decided_on": date(2021, 3, 2)}, "A decision cannot be dated after today.", "decided_on"),
        ({"decided_on": date(21, 3, 2)}, "2 March 21 is too far away.", "decided_on"),
        ({"maker": "  "}, "Who decided is needed.", "maker"),
        ({"document_id": None}, "Attach the signed decision to the contract first", "document_id"),
        ({"document_id": ""}, "Attach the signed decision to the contract first", "document_id"),
        ({"document_id": "another"}, "That document is not kept with this contract.", "document_id"),
    ],
)
def test_no_option_is_taken_without_its_decision(
    office: Office, given: dict[str, Any], sentence: str, field: str
) -> None:
    one = terms.extendable(office)
    document = {"document_id": terms.attach(office, "contract", one)}
    said, box = not_taken(office, one, **document | given)
    assert (said.startswith(sentence), box) == (True, field), said
    assert field in {each.key for each in fields.taking(())}
    assert statuses(office, one) == ["open", "open"]


def test_an_option_may_be_decided_on_after_it_began(office: Office) -> None:
    one = terms.extendable(office)
    terms.take(office, one, decided_on=date(2021, 12, 1), day=date(2021, 12, 1))
    assert statuses(office, one) == ["taken", "open"]


def test_a_decision_is_not_dated_after_the_real_day_where_none_is_given(office: Office) -> None:
    one = terms.extendable(office)
    assert not_taken(office, one, day=None, decided_on=date(2099, 1, 1))[1] == "decided_on"


def test_options_are_taken_in_their_order(office: Office) -> None:
    one = terms.extendable(office)
    assert not_taken(office, one, 2)[0] == "Option 1 comes before it and is still open. Take that first."
    terms.take(office, one, 1)
    assert not_taken(office, one, 1)[0] == "Option 1 was taken already. Reopen it first if that was a mistake."
    terms.take(office, one, 2, document_id=terms.attach(office, "contract_option", terms.option(office, one, 2).id))
    assert current_end(terms.read(office, one)) == date(2023, 9, 30)


def condition(session: Session, contract_id: str, blocks_from: date, met_on: date | None = None) -> None:
    session.add(
        ContractCondition(
            contract_id=contract_id, words="A positive evaluation", blocks_from=blocks_from, met_on=met_on, evidence=""
        )
    )


def test_a_condition_nobody_met_blocks_what_reaches_it(office: Office) -> None:
    one = terms.extendable(office)
    office.write("Condition", condition, one, date(2021, 4, 1), date(2021, 1, 5))
    office.write("Condition", condition, one, date(2022, 9, 30))
    said = "Nothing from 30 September 2022 on may be taken before this condition is met: “A positive evaluation”."
    assert not_taken(office, one) == (said, None)
    assert not_taken(office, one, 2)[0].startswith("Option 1 comes before it")
    office.undo()
    office.write("Condition", condition, one, date(2022, 10, 1))
    terms.take(office, one)
    assert not_taken(office, one, 2)[0].startswith("Nothing from 1 October 2022 on")


def test_a_contract_that_was_ended_early_is_not_extended(office: Office) -> None:
    one = terms.extendable(office)
    early = office.write("Break", breaks.add, one, break_on=date(2020, 9, 30), whose="office")
    document = terms.attach(office, "contract", one)
    given: dict[str, Any] = DECISION | {"day": TODAY, "version": None, "document_id": document}
    office.write("End early", breaks.take, early, **given)
    assert not_taken(office, one)[0] == "The contract was ended early on 30 September 2020. It cannot be extended."


# declining


def test_an_option_that_is_declined_takes_those_after_it_along(office: Office) -> None:
    one = terms.extendable(office)
    terms.decline(office, one)
    assert statuses(office, one) == ["declined", "declined"]
    assert current_end(terms.read(office, one)) == END
    office.undo()
    assert statuses(office, one) == ["open", "open"]


def test_an_option_is_declined_on_a_decision_too(office: Office) -> None:
    one = terms.extendable(office)
    for key, empty in (("reference", ""), ("title", ""), ("maker", ""), ("decided_on", None)):
        given = {"version": None, "day": TODAY} | DECISION | {key: empty}
        assert refusal(office, options.decline, terms.option(office, one).id, **given)[1] == key


def test_the_option_before_one_that_was_declined_may_still_be_taken(office: Office) -> None:
    one = terms.extendable(office)
    terms.decline(office, one, 2)
    terms.take(office, one, 1)
    assert statuses(office, one) == ["taken", "declined"]
    assert not_taken(office, one, 2)[0].startswith("Option 2 was declined already.")


def test_a_shorter_option_may_take_the_place_of_one_that_was_declined(office: Office) -> None:
    one = terms.extendable(office)
    terms.decline(office, one)
    add(office, one, ends_on=date(2021, 12, 31), value=25_000_00)
    add(office, one, ends_on=date(2022, 1, 31), value=8_000_00)
    shorter = next(each for each in terms.read(office, one).options if each.status == "open")
    terms.take(office, one, shorter.number, reference="D/21/08")
    vary: dict[str, Any] = {"kind": "value", "change": 5_000_00, "effective_on": date(2021, 11, 1), "reason": "More"}
    office.write("Vary", variations.add, one, **vary)
    after = terms.read(office, one)
    assert (current_end(after), current_value(after)) == (date(2021, 12, 31), 330_000_00)
    declined = next(each.number for each in after.options if each.status == "declined")
    assert "they would overlap" in not_reopened(office, one, declined)


# reopening


def test_an_option_is_reopened_with_those_that_were_declined_along_with_it(office: Office) -> None:
    one = terms.extendable(office, "12 + 12 + 12")
    terms.decline(office, one, 3, reference="D/20/01")
    terms.decline(office, one, 1)
    reopen(office, one)
    assert statuses(office, one) == ["open", "open", "declined"]
    assert not_reopened(office, one) == "Option 1 is open already."
    office.undo()
    assert statuses(office, one) == ["declined"] * 3


def test_an_option_is_not_reopened_behind_one_that_was_declined(office: Office) -> None:
    one = terms.extendable(office)
    terms.decline(office, one)
    assert "the days between would be missing" in not_reopened(office, one, 2)


def test_a_decision_nothing_rests_on_can_be_given_rightly(office: Office) -> None:
    one = terms.extendable(office)
    terms.take(office, one, decided_on=date(2020, 2, 1))
    reopen(office, one)
    assert terms.option(office, one).decision is None
    terms.take(office, one)
    decision = terms.option(office, one).decision
    assert decision is not None
    assert decision.decided_on == date(2021, 2, 1)


def test_a_decision_that_is_used_elsewhere_stays(office: Office) -> None:
    first, second = terms.extendable(office), terms.extendable(office, reference="C/18/02")
    terms.take(office, first)
    terms.take(office, second)
    reopen(office, first)
    assert terms.option(office, second).decision is not None
    office.undo()
    one, two = terms.option(office, first).decision, terms.option(office, second).decision
    assert one == two is not None


def test_an_option_is_not_reopened_under_a_later_one(office: Office) -> None:
    one = terms.extendable(office)
    terms.take(office, one, 1)
    terms.take(office, one, 2)
    assert not_reopened(office, one) == "Option 2 was taken after it. Reopen that first."
    reopen(office, one, 2)
    reopen(office, one, 1)
    assert statuses(office, one) == ["open", "open"]


def agree(office: Office, contract_id: str, year: int, pounds: int) -> None:
    """Something agreed out of a budget of that year for the contract."""
    budget = add_budget(office, f"Advice {year}", 1_000_000, year=year)
    provider = terms.read(office, contract_id).organisation_id
    agreed = office.write(
        "Agree",
        commitments.commit,
        budget,
        title="Advice",
        organisation_id=provider,
        amount_pence=pounds * 100,
        agreed_on=TODAY,
    )
    link = ContractCommitment(contract_id=contract_id, commitment_id=agreed)
    office.write("Link", lambda session: session.add(link))


def test_an_option_is_not_reopened_under_what_was_agreed_for_its_years(office: Office) -> None:
    one = terms.extendable(office)
    terms.take(office, one)
    agree(office, one, 2021, 50_000)
    reopen(office, one)
    terms.take(office, one)
    agree(office, one, 2022, 1)
    said = "£1 is agreed for 2022/23, more than the contract costs then without this option."
    assert not_reopened(office, one).startswith(said)


def test_an_option_is_not_reopened_under_a_break_within_it(office: Office) -> None:
    one = terms.extendable(office)
    terms.take(office, one)
    early = office.write("Break", breaks.add, one, break_on=date(2022, 3, 31), whose="either")
    given: dict[str, Any] = DECISION | {"version": None, "day": TODAY, "reference": "D/21/09"}
    office.write("End early", breaks.take, early, document_id=terms.attach(office, "contract_break", early), **given)
    assert not_reopened(office, one) == "The contract was ended early within it. Reopen that break first."


# in a word


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # nothing stays in the file
@given(
    starts_on=st.dates(date(2000, 1, 1), date(2030, 12, 31)),
    days=st.integers(27, 2_000),
    lengths=st.lists(st.integers(1, 60), min_size=1, max_size=6),
    notice=st.none() | st.integers(0, 12),
    value=st.integers(0, 10**9),
)
def test_options_in_a_word_always_fit_their_contract(
    typed_in: Callable[..., ContractRecord],
    starts_on: date,
    days: int,
    lengths: list[int],
    notice: int | None,
    value: int,
) -> None:
    ends_on = starts_on + timedelta(days=days)
    if notice is not None and add_months(ends_on + DAY, -notice) - DAY < starts_on:
        notice = None
    one = typed_in(starts_on, ends_on, " + ".join(map(str, lengths)), notice, value)
    refuse_unfit(one, None)
    assert [whole_months(each.starts_on, each.ends_on) for each in one.options] == lengths
    for each in one.options:
        if notice is not None:
            assert each.notice_on is not None
            assert add_months(each.starts_on, -notice) == each.notice_on + DAY
        assert each.gross is not None
        assert each.gross >= each.value == for_period(a_year(one), each.starts_on, each.ends_on)


@pytest.fixture
def typed_in(office: Office) -> Callable[..., ContractRecord]:
    """Makes a contract with such options as the use case does, and lets it go again."""

    def made(starts_on: date, ends_on: date, months: str, notice: int | None, value: int) -> ContractRecord:
        def add_and_read(session: Session) -> None:
            given = TERMS | {"starts_on": starts_on, "ends_on": ends_on, "value": value, "gross": value}
            key = contracts.add(session, **given, options=months, notice_before=notice)
            session.flush()
            found.append(reading.contract(session, key))
            raise Refused("Only looked at.")

        found: list[ContractRecord] = []
        with pytest.raises(Refused, match="Only looked at"):
            office.write("Look", add_and_read)
        return found[-1]

    return made


# whatever is done in whatever order

DOINGS = ("take", "decline", "reopen", "archive", "add")


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])  # each has its own contract
@given(st.lists(st.tuples(st.sampled_from(DOINGS), st.integers(1, 3)), max_size=8))
def test_whatever_is_decided_a_contract_hangs_together(office: Office, doings: list[tuple[str, int]]) -> None:
    one = terms.extendable(office, "12 + 12", reference=uuid7())
    document = terms.attach(office, "contract", one)
    for doing, number in doings:
        with suppress(Refused):
            do(office, one, doing, number, document)
        after = terms.read(office, one)
        refuse_unfit(after, None)
        stood = [each.status for each in live(after)]
        assert stood == sorted(stood, reverse=True)  # what was taken comes before what is open
        assert all((each.decision is None) == (each.status == "open") for each in after.options)
        assert current_end(after) == max([END, *(each.ends_on for each in after.options if each.status == "taken")])
        assert sum(each.value for each in years(after)) == current_value(after)


def do(office: Office, contract_id: str, doing: str, number: int, document: str) -> None:
    every = terms.read(office, contract_id).options
    if doing == "add":
        starts_on = options.next_start(terms.read(office, contract_id))
        add(office, contract_id, ends_on=last_of(starts_on, number))
    elif number <= len(every):
        key = every[number - 1].id
        decision: dict[str, Any] = DECISION | {"version": None, "day": TODAY}
        if doing == "take":
            office.write("Take option", options.take, key, document_id=document, **decision)
        elif doing == "decline":
            office.write("Decline option", options.decline, key, **decision)
        elif doing == "reopen":
            office.write("Reopen option", options.reopen, key, version=None)
        else:
            office.write("Archive option", options.archive, key)


# put away


def test_an_option_is_put_away_from_the_end_and_brought_back(office: Office) -> None:
    one = terms.extendable(office)
    first, second = terms.read(office, one).options
    assert refusal(office, options.archive, first.id)[0] == "Option 2 follows on it. Archive that first."
    office.write("Archive", options.archive, second.id, version=second.version)
    office.write("Archive", options.archive, first.id)
    assert refusal(office, options.archive, second.id, back=True)[0].startswith("The initial term ends")
    office.write("Bring back", options.archive, first.id, back=True)
    office.write("Bring back", options.archive, second.id, back=True)
    assert statuses(office, one) == ["open", "open"]
    office.undo()
    assert len(terms.read(office, one).options) == 1


def test_an_option_that_was_taken_is_not_put_away(office: Office) -> None:
    one = terms.extendable(office)
    terms.take(office, one)
    said = "Option 1 was taken. Reopen it before you archive it."
    assert refusal(office, options.archive, terms.option(office, one).id)[0] == said


def test_an_option_that_was_put_away_is_not_taken(office: Office) -> None:
    one = terms.extendable(office, "12")
    option = terms.option(office, one)
    office.write("Archive", options.archive, option.id)
    given: dict[str, Any] = DECISION | {"version": None, "document_id": None}
    assert refusal(office, options.take, option.id, **given)[1] is None


def test_the_years_of_an_option_are_worth_what_its_term_is(office: Office) -> None:
    one = office.read(reading.contract, terms.add(office, value=100_000_01, gross=100_000_01))
    assert options.worth(one, date(2021, 10, 1), date(2022, 9, 30)) == (33_333_34, 33_333_34)
    yearly = office.read(reading.contract, terms.add(office, reference="C/2", value_per="year", gross=None))
    assert options.worth(yearly, date(2021, 10, 1), date(2022, 3, 31)) == (150_000_00, None)


def test_a_decision_that_a_later_option_rests_on_is_not_undone(office: Office, opened: Open) -> None:
    one = terms.extendable(office)
    terms.take(office, one, 1)
    terms.take(opened(office.path, SAM), one, 2)
    with pytest.raises(Refused, match="something else now depends on it"):
        office.undo()
    assert statuses(office, one) == ["taken", "taken"]


def test_a_contract_with_options_is_archived_whole(office: Office) -> None:
    one = terms.extendable(office)
    terms.take(office, one)
    office.write("Archive", contracts.archive, one)
    assert statuses(office, one) == ["taken", "open"]
