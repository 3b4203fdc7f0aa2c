"""Why money could not go to an application: every reason in a sentence (pain 15: blocked, and unclear why)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.door import Office
from app.grants import awarding
from app.grants.parts import ApplicationRecord, RoundRecord
from db.applicants import HardStop
from db.grants import ApplicationStep
from tests.app.grants.checked import (
    DAY,
    answer_gate,
    bid,
    check,
    clear,
    diligence,
    gate,
    put,
    record,
    round_,
    whole,
    whole_round,
)

CHECKED_SMALL = (diligence("identity"), diligence("bank"))


def told(**given: Any) -> list[str]:
    a = record(given.pop("pounds", 500), **{"diligence": CHECKED_SMALL, **given})
    return [one.what for one in barred(a)]


def barred(a: ApplicationRecord, r: RoundRecord | None = None) -> list[awarding.Block]:
    """What bars it besides what its form lacks, which these bids are not given."""
    return [one for one in awarding.blocks(a, DAY, r) if one.kind != "lacks"]


def test_nothing_is_in_the_way_of_one_that_is_ready_and_checked(office: Office) -> None:
    round_id = round_(office)
    application_id = bid(office, 20_000, round_id=round_id, with_children=True, has_safeguarding=True)
    assert not awarding.may_be_awarded(whole(office, application_id), DAY, whole_round(office, round_id))
    clear(office, application_id)
    assert barred(whole(office, application_id), whole_round(office, round_id)) == []


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("draft", "It has not been handed in."),
        ("received", "It has not been gone through yet."),
        ("late", "It came late and has not been accepted."),
        ("incomplete", "It is incomplete."),
        ("withdrawn", "It was withdrawn."),
        ("ineligible", "It is not eligible."),
    ],
)
def test_only_one_that_is_ready_may_have_money(state: str, words: str) -> None:
    assert told(state=state) == [words]


def test_why_it_came_to_its_state_is_told(office: Office) -> None:
    application_id = bid(office, 500, state="withdrawn")
    step = ApplicationStep(application_id=application_id, state="withdrawn", reason="Funded elsewhere", taken_on=DAY)
    put(office, step)
    assert awarding.blocks(whole(office, application_id), DAY)[0].what == "It was withdrawn: Funded elsewhere."


def test_a_stop_on_the_organisation_comes_first_until_it_is_lifted(office: Office) -> None:
    application_id = bid(office, 500, state="draft")
    body = whole(office, application_id).organisation_id
    stop = {"reason": "Overdue reports", "set_by": "A Person", "set_on": DAY}
    put(
        office,
        HardStop(
            organisation_id=body, **stop, lifted_by="B Person", lifted_on=date(2026, 3, 2), lift_reason="They came"
        ),
    )
    assert awarding.blocks(whole(office, application_id), DAY)[0].kind == "state"
    put(office, HardStop(organisation_id=body, **stop, lifted_by="", lifted_on=None, lift_reason=""))
    first = awarding.blocks(whole(office, application_id), DAY)[0]
    assert (first.kind, first.what) == ("stop", "Evening Club Trust may have no money: Overdue reports.")


def test_a_gate_that_is_not_passed_is_named_with_its_reason(office: Office) -> None:
    round_id = round_(office)
    application_id = bid(office, 500, round_id=round_id)
    answer_gate(office, application_id, gate(office, round_id), passes=False, reason="It is in Kent.")
    answer_gate(office, application_id, gate(office, round_id, "Is it a charity?"), passes=True)
    found = awarding.blocks(whole(office, application_id), DAY, whole_round(office, round_id))
    assert [one.what for one in found if one.kind == "gate"] == [
        "It does not pass the gate “Is it in Essex?”: It is in Kent."
    ]


def test_an_expression_of_interest_and_one_without_an_amount_cannot_be_awarded() -> None:
    assert "It is an expression of interest, not yet a full application." in told(stage="interest")
    assert "It does not say how much is requested." in told(pounds=None)
    assert "It does not say how much is requested." in told(pounds=0)


def test_each_check_that_is_missing_ran_out_or_waits_is_named() -> None:
    found = (
        diligence("identity", expires_on=date(2026, 3, 1)),
        diligence("bank", second_by=""),
        diligence("finance"),
        diligence("policies"),
    )
    assert told(pounds=4_000, diligence=found) == [
        "Identity and governing document: the check ran out on 1 March 2026.",
        "Other public money: not checked yet.",
        "Bank details called back: a second person has still to confirm it.",
    ]


def test_what_failed_or_was_referred_is_told_with_what_was_found(office: Office) -> None:
    application_id = bid(office, 500)
    check(office, application_id, "identity", "refer", evidence="Two of three trustees are related")
    check(office, application_id, "bank", "fail", evidence="The account is a person's!")
    found = barred(whole(office, application_id))
    assert [(one.kind, one.what) for one in found] == [
        ("failed", "Bank details called back: it failed: The account is a person's!"),
        (
            "referred",
            "Identity and governing document: it was referred and is not settled: Two of three trustees are related.",
        ),
    ]


def test_a_project_with_people_at_risk_needs_a_safeguarding_policy() -> None:
    everything = (*CHECKED_SMALL, diligence("safeguarding"), diligence("data protection"))
    both = {"diligence": everything, "with_children": True, "with_adults": True}
    assert told(**both) == ["It works with children and adults at risk and has shown no safeguarding policy."]
    assert told(**both, has_safeguarding=True) == []


def test_one_that_was_put_away_is_told_so(office: Office) -> None:
    application_id = bid(office, 500, archived=True)
    found = barred(whole(office, application_id))
    assert (found[0].kind, found[0].what) == ("archived", "This application has been put away.")
