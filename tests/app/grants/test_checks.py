"""What is checked of who applies, in proportion to the amount; how checks come out, run out and set conditions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.door import Office
from app.errors import Stale
from app.grants import checks
from app.grants.check_fields import LABELS, OUTCOMES, TOPICS
from app.grants.checks import conditions, outcome, required, standing
from app.grants.parts import DiligenceRecord
from app.history import history, reverse
from app.money import Pence
from tests.app.grants.checked import (
    CHECKED,
    DAY,
    bid,
    check,
    clear,
    diligence,
    record,
    round_,
    whole,
    whole_round,
)
from tests.factories import refusal

EVERY = tuple(one.value for one in TOPICS)


def all_clear(pounds: int, **given: bool) -> tuple[DiligenceRecord, ...]:
    return tuple(diligence(topic) for topic in required(record(pounds, **given)))


# in proportion


@pytest.mark.parametrize(
    ("pounds", "topics"),
    [
        (500, ("identity", "bank")),
        (1_000, ("identity", "bank")),
        (1_001, ("identity", "finance", "policies", "double funding", "bank")),
        (5_000, ("identity", "finance", "policies", "double funding", "bank")),
        (
            10_000,
            ("identity", "finance", "policies", "data protection", "effectiveness", "double funding", "bank"),
        ),
        (20_000, tuple(one for one in EVERY if one != "safeguarding")),
    ],
)
def test_the_more_is_requested_the_more_is_checked(pounds: int, topics: tuple[str, ...]) -> None:
    assert required(record(pounds)) == topics


@pytest.mark.parametrize("who", ["with_children", "with_adults"])
def test_safeguarding_is_checked_of_the_smallest_grant_where_somebody_may_come_to_harm(who: str) -> None:
    assert required(record(200, **{who: True})) == ("identity", "safeguarding", "data protection", "bank")


def test_while_no_amount_is_known_the_most_the_round_gives_is_taken(office: Office) -> None:
    r = whole_round(office, round_(office, maximum_pence=3_000_00))
    assert required(record(None), r) == required(record(3_000))
    assert required(record(None), replace(r, maximum=None)) == required(record(1_000_000))
    assert required(record(None)) == required(record(1_000_000))


@given(st.lists(st.integers(0, 50_000_00), min_size=2, max_size=2), st.booleans(), st.booleans())
def test_no_larger_request_is_checked_less(amounts: list[int], children: bool, adults: bool) -> None:
    less, more = (
        set(required(record(with_children=children, with_adults=adults, requested=Pence(pence))))
        for pence in sorted(amounts)
    )
    assert {"identity", "bank"} <= less <= more
    assert ("safeguarding" in less) == (children or adults)


def test_the_bands_rise_to_any_amount() -> None:
    limits = [one.up_to for one in checks.BANDS]
    assert limits[-1] is None
    assert all(a is not None and (b is None or a < b) for a, b in pairwise(limits))


# how they come out


def test_it_is_clear_once_everything_needed_is() -> None:
    a = record(4_000)
    assert outcome(a, DAY) == "Checks missing"
    assert outcome(replace(a, diligence=all_clear(4_000)), DAY) == "Clear"
    assert [one.topic for one in checks.missing(replace(a, diligence=all_clear(4_000)[1:]), DAY)] == ["identity"]


@pytest.mark.parametrize("topic", ["finance", "partners"])
@pytest.mark.parametrize(("how", "all_in_all"), [("fail", "Failed"), ("refer", "Referred")])
def test_one_that_failed_or_was_referred_decides_it_though_it_need_not_have_been_checked(
    topic: str, how: str, all_in_all: str
) -> None:
    others = tuple(one for one in all_clear(4_000) if one.topic != topic)
    a = record(4_000, diligence=(*others, diligence(topic, how, expires_on=date(2026, 2, 20))))
    assert outcome(a, DAY) == all_in_all


def test_a_failure_stands_until_the_topic_is_checked_again() -> None:
    failed = (*all_clear(4_000), diligence("finance", "fail", CHECKED + timedelta(days=1)))
    a = record(4_000, diligence=failed)
    assert outcome(a, DAY + timedelta(days=2_000)) == "Failed"
    again = replace(a, diligence=(*failed, diligence("finance", "clear", CHECKED + timedelta(days=2))))
    assert outcome(again, DAY) == "Clear"
    assert outcome(again, CHECKED + timedelta(days=1)) == "Failed"


def test_of_two_checks_on_one_day_the_stricter_counts_whatever_their_order() -> None:
    both = diligence("identity", "fail", key="1"), diligence("identity", "clear", key="2")
    for found in (both, both[::-1]):
        assert outcome(record(500, diligence=found), DAY) == "Failed"


def test_a_check_runs_out_and_is_told_of_before() -> None:
    last = date(2026, 4, 1)
    found = (diligence("identity", expires_on=last), diligence("bank", expires_on=date(2027, 1, 1)))
    a = record(500, diligence=found)
    assert outcome(a, last) == "Clear"
    assert outcome(a, last + timedelta(days=1)) == "Checks missing"
    assert [one.topic for one in checks.running_out(a, DAY)] == ["identity"]
    assert checks.running_out(a, DAY - timedelta(days=1)) == ()
    assert checks.running_out(a, last + timedelta(days=1)) == ()
    assert [one.state for one in standing(a, last + timedelta(days=1))] == ["Expired", "Clear"]


def test_a_call_back_by_one_person_alone_does_not_confirm_bank_details() -> None:
    a = record(500, diligence=(diligence("identity"), diligence("bank", second_by="")))
    assert outcome(a, DAY) == "Checks missing"
    (waits,) = checks.missing(a, DAY)
    assert (waits.topic, waits.state) == ("bank", "Waits for a second person")


def test_conditions_go_with_the_award_until_the_topic_is_checked_again() -> None:
    terms = "Monthly accounts\n\n  A second signatory "
    found = (diligence("identity"), diligence("bank"), diligence("finance", "conditions", conditions=terms))
    a = record(500, diligence=found)
    assert outcome(a, DAY) == "With conditions"
    assert [one.words for one in conditions(a)] == ["Monthly accounts", "A second signatory"]
    assert {one.topic for one in conditions(a)} == {"finance"}
    cleared = replace(a, diligence=(*found, diligence("finance", "clear", DAY)))
    assert conditions(cleared) == ()
    assert len(conditions(cleared, CHECKED)) == 2


kept = st.builds(
    lambda topic, how, back, key, second: diligence(
        topic,
        how,
        DAY - timedelta(days=back),
        str(key),
        second_by=second,
        expires_on=DAY - timedelta(days=back) + timedelta(days=100),
    ),
    st.sampled_from(EVERY),
    st.sampled_from([one.value for one in OUTCOMES]),
    st.integers(0, 200),
    st.integers(1, 99),
    st.sampled_from(["", "B Person"]),
)


@given(st.lists(kept, max_size=12), st.integers(0, 30_000))
def test_the_outcome_follows_from_the_topics_and_not_from_the_order_of_the_checks(
    found: list[DiligenceRecord], pounds: int
) -> None:
    a = record(pounds, diligence=tuple({one.id: one for one in found}.values()))
    every = standing(a, DAY)
    assert outcome(replace(a, diligence=a.diligence[::-1]), DAY) == outcome(a, DAY)
    assert {one.topic for one in every if one.is_required} == set(required(a))
    if outcome(a, DAY) in ("Clear", "With conditions"):
        assert {one.state for one in every if one.is_required} <= {"Clear", "With conditions"}
        assert not checks.missing(a, DAY)
    assert bool(conditions(a, DAY)) == any(one.check is not None and one.check.conditions != "" for one in every)


# recording them


def test_a_check_of_an_application_holds_for_12_months(office: Office) -> None:
    application_id = bid(office)
    check_id = check(office, application_id, "finance", evidence=" Accounts to March 2025 ")
    (one,) = whole(office, application_id).diligence
    assert (one.id, one.application_id, one.topic, one.outcome) == (check_id, application_id, "finance", "clear")
    assert (one.evidence, one.checked_by, one.checked_on) == ("Accounts to March 2025", "A Person", CHECKED)
    assert one.expires_on == date(2027, 2, 10)


def test_a_general_check_holds_for_every_application_of_the_organisation(office: Office) -> None:
    first = bid(office)
    other = bid(office, reference="CSDF-2026-002")
    check(office, first, "finance", holds_for="organisation")
    check(office, first, "effectiveness", holds_for="application")
    assert {one.topic for one in whole(office, first).diligence} == {"finance", "effectiveness"}
    assert [one.topic for one in whole(office, other).diligence] == ["finance"]


def test_an_organisation_is_checked_before_it_applies(office: Office) -> None:
    application_id = bid(office)
    body = whole(office, application_id).organisation_id
    office.write(
        "Record check",
        checks.add,
        organisation_id=body,
        topic="identity",
        outcome="clear",
        checked_by="A Person",
        checked_on=CHECKED,
        expires_on=date(2026, 6, 1),
    )
    (one,) = whole(office, application_id).diligence
    assert (one.application_id, one.expires_on) == ("", date(2026, 6, 1))


def test_a_second_person_confirms_the_call_back(office: Office) -> None:
    application_id = bid(office)
    check_id = check(office, application_id, "bank", second_by="")
    same = refusal(office, checks.second, check_id, version=1, second_by=" a  person ")
    assert same == ("A second person has to confirm it: this is who checked it.", "second_by")
    office.write("Confirm", checks.second, check_id, version=1, second_by="B Person")
    assert whole(office, application_id).diligence[0].second_by == "B Person"
    with pytest.raises(Stale):
        office.write("Confirm", checks.second, check_id, version=1, second_by="C Person")


@pytest.mark.parametrize(
    ("given", "message", "field"),
    [
        ({"topic": ""}, "What was checked is needed.", "topic"),
        ({"topic": "looks"}, "“looks” cannot be chosen here.", "topic"),
        ({"outcome": None}, "The outcome is needed.", "outcome"),
        ({"outcome": "conditions"}, "Say on which conditions it is clear.", "conditions"),
        ({"conditions": "Send accounts"}, "Conditions go with the outcome “Clear with conditions” only.", "conditions"),
        ({"outcome": "fail"}, "Say what was found.", "evidence"),
        ({"outcome": "refer"}, "Say what was found.", "evidence"),
        ({"checked_by": "  "}, "Who checked it is needed.", "checked_by"),
        ({"checked_on": None}, "The day of the check is needed.", "checked_on"),
        ({"checked_on": date(2026, 3, 3)}, "3 March 2026 is still to come.", "checked_on"),
        ({"second_by": "A person"}, "A second person has to confirm it: this is who checked it.", "second_by"),
        ({"expires_on": date(2026, 2, 9)}, "It would have run out before it was made.", "expires_on"),
        (
            {"expires_on": date(2226, 2, 9)},
            "9 February 2226 is too far away. Type a day from 1990 to 2099.",
            "expires_on",
        ),
        ({"holds_for": "all"}, "“all” cannot be chosen here.", "holds_for"),
        ({"application_id": None}, "Choose the organisation that was checked.", "organisation"),
    ],
)
def test_a_check_that_does_not_make_sense_is_refused_at_its_box(
    office: Office, given: dict[str, Any], message: str, field: str
) -> None:
    typed: dict[str, Any] = {
        "application_id": bid(office),
        "topic": "finance",
        "outcome": "clear",
        "checked_by": "A Person",
        "checked_on": CHECKED,
        "day": DAY,
        **given,
    }
    assert refusal(office, checks.add, **typed) == (message, field)


def test_bank_details_typed_into_a_check_are_refused(office: Office) -> None:
    application_id = bid(office)
    for topic, words in (("bank", "They read back 12345678"), ("finance", "Statement of 20-00-00 12345678")):
        message, field = refusal(
            office,
            checks.add,
            application_id=application_id,
            topic=topic,
            outcome="clear",
            checked_by="A Person",
            checked_on=CHECKED,
            evidence=words,
        )
        assert field == "evidence"
        assert message.startswith("This looks like a sort code")


def test_a_check_of_one_application_is_recorded_there(office: Office) -> None:
    body = whole(office, bid(office)).organisation_id
    message, field = refusal(
        office,
        checks.add,
        organisation_id=body,
        holds_for="application",
        topic="finance",
        outcome="clear",
        checked_by="A Person",
        checked_on=CHECKED,
    )
    assert (message, field) == ("Record a check of one application at that application.", "holds_for")


def test_a_check_is_put_right_and_put_away_and_the_history_tells_it(office: Office) -> None:
    application_id = bid(office)
    check_id = check(office, application_id, "finance")
    office.write(
        "Change check",
        checks.change,
        check_id,
        version=1,
        outcome="conditions",
        conditions="Monthly accounts",
        checked_by="A Person",
        checked_on=CHECKED,
    )
    (one,) = whole(office, application_id).diligence
    assert (one.outcome, one.conditions) == ("conditions", "Monthly accounts")
    told = office.read(history, [check_id], labels=LABELS)[0].text
    assert "outcome of “Evening Club Trust” from “Clear” to “Clear with conditions”" in told
    made = office.read(history, [check_id], labels=LABELS)[-1].text
    assert made == "Record check: “Evening Club Trust”, “Accounts and cash”."
    office.write("Archive check", checks.archive, check_id, version=one.version)
    assert whole(office, application_id).diligence == ()
    with pytest.raises(Stale):
        office.write("Archive check", checks.archive, check_id, version=one.version, back=True)


def test_recording_a_check_is_undone_by_itself(office: Office) -> None:
    application_id = bid(office)
    clear(office, application_id)
    assert outcome(whole(office, application_id), DAY) == "Clear"
    office.write("Undo", reverse, office.last_seq())
    assert outcome(whole(office, application_id), DAY) == "Checks missing"
