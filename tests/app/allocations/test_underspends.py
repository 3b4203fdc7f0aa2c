"""Underspends: what the returns say was not spent, what is to settle, and what was decided of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.allocations import reviews, rules, underspends
from app.allocations.spending_fields import LABELS, settlement
from app.allocations.underspends import TreatmentRecord, UnderspendRecord
from app.door import Office
from app.errors import Refused
from app.history import history
from app.listing import cell_text, totals
from app.money import MOST_PENCE, Pence
from tests.factories import YEAR, refusal
from tests.northshire import add_northshire

TODAY = date(2019, 6, 1)
SETTLED: dict[str, Any] = {
    "treatment": "carried",
    "amount_pence": 1_000_00,
    "redirected_to": "",
    "reason": "The post is filled now",
    "approver": "Chief finance officer",
    "decided_on": date(2019, 5, 31),
    "today": TODAY,
}


def put_return(office: Office, partnership: str, period: str = "year-end", **given: Any) -> str:
    typed = {"partnership_id": partnership, "year": YEAR, "period": period, "today": TODAY}
    blank = {"returned_on": None, "planned": None, "actual": None, "forecast": None}
    return office.write("Record return", reviews.record_return, **{**blank, **typed, **given})


def unspent(office: Office, pounds: int = 20_000) -> str:
    """West, which has not spent so much of its £100,000 by its year-end return; its id."""
    west = add_northshire(office)["West"]
    put_return(office, west, actual=(100_000 - pounds) * 100, returned_on=date(2019, 5, 1))
    return west


def settle(office: Office, partnership: str, **given: Any) -> str:
    return office.write("Settle", underspends.settle, partnership_id=partnership, year=YEAR, **{**SETTLED, **given})


def refused(office: Office, partnership: str, **given: Any) -> tuple[str, str | None]:
    typed = {**SETTLED, **given}
    return refusal(office, underspends.settle, partnership_id=partnership, year=YEAR, **typed)


def only(office: Office) -> UnderspendRecord:
    [found] = office.read(underspends.underspends, year=YEAR)
    return found


def test_the_year_end_return_says_what_was_not_spent(office: Office) -> None:
    unspent(office)
    found = only(office)
    assert (found.partnership, found.allocation, found.spent) == ("West", 100_000_00, 80_000_00)
    assert (found.underspend, found.is_final, found.limit) == (20_000_00, True, 15_000_00)
    assert (found.treated, found.to_settle, found.rest, found.state) == (0, 20_000_00, 20_000_00, "To settle")


def test_until_then_the_forecast_of_the_half_year_does(office: Office) -> None:
    west = add_northshire(office)["West"]
    put_return(office, west, "half-year", actual=1, forecast=90_000_00, returned_on=date(2018, 10, 1))
    assert (only(office).underspend, only(office).is_final) == (10_000_00, False)
    put_return(office, west, "year-end", actual=95_000_00)
    assert (only(office).underspend, only(office).is_final) == (5_000_00, False)


def test_whoever_spent_all_or_more_is_told_and_not_listed(office: Office) -> None:
    west = unspent(office, -5_000)
    assert (only(office).underspend, only(office).state) == (-5_000_00, "Within limit")
    assert office.read(underspends.underspend_list, year=YEAR).lines == ()
    assert refused(office, west) == ("Nothing was left unspent.", "amount_pence")


def test_nothing_is_told_where_the_allocation_is_a_word(office: Office) -> None:
    hill = add_northshire(office, Hill="TBD")["Hill"]
    put_return(office, hill, actual=1_00)
    assert office.read(underspends.underspends, year=YEAR) == []
    assert refused(office, hill) == ("No return says yet what was not spent.", "amount_pence")


def test_only_what_is_over_the_limit_has_to_be_settled_but_all_of_it_may_be(office: Office) -> None:
    west = unspent(office, 15_000)
    assert (only(office).to_settle, only(office).state) == (0, "Within limit")
    settle(office, west, amount_pence=15_000_00)
    assert only(office).state == "Settled"


def test_the_offices_own_limit_decides(office: Office) -> None:
    unspent(office, 15_000)
    office.write(
        "Add rule",
        rules.add_rule,
        from_year=YEAR,
        amber_tenths=50,
        red_tenths=100,
        underspend_limit_pence=14_999_99,
        half_year_due="30 October",
        year_end_due="31 May",
    )
    assert only(office).to_settle == 15_000_00


def test_an_underspend_is_settled_in_parts(office: Office) -> None:
    west = unspent(office)
    settle(office, west, amount_pence=12_000_00)
    assert (only(office).treated, only(office).to_settle, only(office).state) == (12_000_00, 8_000_00, "To settle")
    settle(
        office,
        west,
        amount_pence=8_000_00,
        treatment="redirected",
        redirected_to=" Knife crime ",
        decided_on=date(2019, 5, 30),
    )
    found = only(office)
    assert (found.treated, found.to_settle, found.state) == (20_000_00, 0, "Settled")
    assert [(one.treatment, one.amount, one.redirected_to) for one in found.treatments] == [
        ("redirected", 8_000_00, "Knife crime"),
        ("carried", 12_000_00, ""),
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"amount_pence": 20_000_01}, ("£20,000 was left unspent.", "amount_pence")),
        ({"amount_pence": 0}, ("The amount must be more than £0.", "amount_pence")),
        ({"amount_pence": -1}, ("An amount cannot be below £0.", "amount_pence")),
        ({"reason": " "}, ("A reason is needed.", "reason")),
        ({"approver": " "}, ("The name of who approved it is needed.", "approver")),
        ({"treatment": "redirected", "redirected_to": " "}, ("Say where the money goes.", "redirected_to")),
        ({"treatment": "spent"}, ("Choose what becomes of it.", "treatment")),
        ({"decided_on": date(2019, 6, 2)}, ("2 June 2019 is still to come.", "decided_on")),
    ],
)
def test_a_decision_that_cannot_be_is_refused_at_its_box(
    office: Office, given: dict[str, Any], said: tuple[str, str]
) -> None:
    west = unspent(office)
    assert refused(office, west, **given) == said
    decided = settle(office, west)
    changed = {**SETTLED, **given}
    assert refusal(office, underspends.change, decided, version=1, **changed) == said


def test_no_more_is_decided_of_than_was_left(office: Office) -> None:
    west = unspent(office)
    first = settle(office, west, amount_pence=15_000_00)
    assert refused(office, west, amount_pence=5_000_01) == (
        "£20,000 was left unspent, and £15,000 of it is decided.",
        "amount_pence",
    )
    office.write("Change", underspends.change, first, version=1, **{**SETTLED, "amount_pence": 20_000_00})
    assert only(office).treated == 20_000_00


def test_nothing_is_decided_before_a_return_says_what_was_left(office: Office) -> None:
    west = add_northshire(office)["West"]
    assert refused(office, west) == ("No return says yet what was not spent.", "amount_pence")


def test_a_decision_is_put_away_and_comes_back_only_while_there_is_room_for_it(office: Office) -> None:
    west = unspent(office)
    first = settle(office, west, amount_pence=15_000_00)
    office.write("Archive", underspends.archive, first, version=1)
    assert only(office).treated == 0
    second = settle(office, west, amount_pence=10_000_00)
    assert refusal(office, underspends.archive, first, back=True) == (
        "£20,000 was left unspent, and £10,000 of it is decided.",
        "amount_pence",
    )
    office.write("Archive", underspends.archive, second)
    office.write("Bring back", underspends.archive, first, back=True)
    assert [one.id for one in only(office).treatments] == [first]
    office.write("Bring back twice", underspends.archive, first, back=True)
    message, _ = refusal(office, underspends.change, second, version=2, **SETTLED)
    assert message.startswith("That record is no longer in this office file.")


def test_a_decision_that_somebody_changed_meanwhile_is_not_saved_over(office: Office) -> None:
    decided = settle(office, unspent(office))
    office.write("Correct", underspends.change, decided, version=1, **{**SETTLED, "reason": "Other"})
    message, _ = refusal(office, underspends.change, decided, version=1, **SETTLED)
    assert message.startswith("Jo saved this while you were typing (“Correct”).")


def test_a_decision_stays_and_is_told_when_a_later_return_says_less_was_left(office: Office) -> None:
    west = add_northshire(office)["West"]
    forecast = put_return(office, west, "half-year", forecast=80_000_00)
    settle(office, west, amount_pence=20_000_00)
    put_return(office, west, actual=95_000_00, returned_on=date(2019, 5, 1))
    assert (only(office).over, only(office).to_settle, only(office).state) == (15_000_00, 0, "Settled for more")
    assert refused(office, west, amount_pence=1) == (
        "£5,000 was left unspent, and £20,000 of it is decided.",
        "amount_pence",
    )
    office.undo()
    office.write("Archive", reviews.archive_return, forecast)
    found = only(office)
    assert (found.spent, found.underspend, found.over, found.is_final) == (None, 0, 20_000_00, False)
    listing = office.read(underspends.underspend_list, year=YEAR)
    assert [cell_text(cell, one) for cell, one in zip(listing.lines[0].cells, listing.columns, strict=True)] == [
        "West", "100,000", "–", "0", "20,000", "0", "Settled for more", "",
    ]  # fmt: skip


def test_the_list_has_what_was_left_and_what_is_to_settle(office: Office) -> None:
    ids = add_northshire(office)
    put_return(office, ids["West"], actual=80_000_00, returned_on=date(2019, 5, 1))
    put_return(office, ids["North"], "half-year", forecast=59_000_00)
    settle(office, ids["West"], amount_pence=12_000_00)
    listing = office.read(underspends.underspend_list, year=YEAR)
    texts = [
        [cell_text(cell, one) for cell, one in zip(line.cells, listing.columns, strict=True)] for line in listing.lines
    ]
    assert [line.id for line in listing.lines] == [ids["North"], ids["West"]]
    assert texts == [
        ["North", "60,000", "59,000", "1,000", "0", "0", "Within limit", "Forecast"],
        ["West", "100,000", "80,000", "20,000", "12,000", "8,000", "To settle", "Year-end return"],
    ]
    assert totals(listing.columns, listing.lines, "Total")[3:6] == (21_000_00, 12_000_00, 8_000_00)
    assert listing.subtitle == "To be settled where it is over £15,000"


def test_the_form_says_what_is_left_to_decide(office: Office) -> None:
    settle(office, unspent(office), amount_pence=12_000_00)
    told = {one.key: one.help for one in settlement(only(office))}
    assert told["amount_pence"] == "£8,000 is left to decide."


def test_the_history_says_what_was_decided(office: Office) -> None:
    decided = settle(office, unspent(office))
    office.write("Change decision", underspends.change, decided, version=1, **{**SETTLED, "amount_pence": 2_000_00})
    newest, before = office.read(history, most=2, labels=LABELS)
    assert newest.text == "Change decision: amount of “West” from £1,000 to £2,000."
    assert newest.reason == SETTLED["reason"]
    assert before.text == "Settle: “West”, 2018/19, £1,000."


@given(
    st.integers(-MOST_PENCE, MOST_PENCE), st.integers(0, MOST_PENCE), st.lists(st.integers(1, MOST_PENCE), max_size=4)
)
def test_what_is_treated_to_settle_and_too_much_tie_with_what_was_left(
    underspend: int, limit: int, amounts: list[int]
) -> None:
    treatments = tuple(
        TreatmentRecord(str(at), 1, "carried", Pence(pence), "", "", "", date(2019, 5, 1))
        for at, pence in enumerate(amounts)
    )
    one = UnderspendRecord(
        "west", "West", YEAR, Pence(MOST_PENCE), Pence(MOST_PENCE - underspend), True, Pence(underspend),
        Pence(limit), treatments,
    )  # fmt: skip
    assert one.treated - one.over + one.rest == max(0, underspend)
    assert one.rest == 0 or one.over == 0
    assert one.to_settle == (one.rest if underspend > limit else 0)
    assert (one.state == "To settle") == (one.to_settle > 0)
    assert (one.state == "Settled for more") == (one.over > 0)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 9)), max_size=12))
def test_whatever_is_tried_no_more_is_ever_decided_of_than_was_left(tries: list[tuple[int, int]]) -> None:
    """The rule by itself: each try is let through or refused as slow sums over what stands would have it."""
    stands: dict[str, int] = {}
    for at, (which, amount) in enumerate(tries):
        instead_of = str(which) if str(which) in stands else ""
        others = sum(pence for key, pence in stands.items() if key != instead_of)
        record = UnderspendRecord(
            "west", "West", YEAR, Pence(20), Pence(0), True, Pence(20), Pence(0),
            tuple(TreatmentRecord(key, 1, "carried", Pence(pence), "", "", "", TODAY) for key, pence in stands.items()),
        )  # fmt: skip
        try:
            underspends.refuse_more(record, amount, instead_of=instead_of)
        except Refused:
            assert others + amount > 20
        else:
            stands[instead_of or str(at)] = amount
        assert sum(stands.values()) <= 20
