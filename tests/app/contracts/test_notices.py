"""Notices under the Procurement Act: which contract is due which of them, and by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from app.contracts import notices
from app.contracts.notices import NoticeDue, PaidRecord, due, estimated_value, is_notifiable, is_public, others
from app.contracts.parts import BreakRecord, ContractRecord, NoticeRecord, VariationRecord
from app.contracts.reading import contract
from app.contracts.thresholds import shipped
from app.door import Office
from app.errors import Stale
from app.funds import commitments
from app.money import Pence
from db.contracts import ContractCommitment
from db.funds import Payment
from tests.app.contracts.dated import OPTION, added, kept, made, under_the_act
from tests.factories import add_line, budget_id, refusal

DAY = date(2026, 11, 25)


def dues(one: ContractRecord, *, day: date = DAY, payments: tuple[PaidRecord, ...] = ()) -> dict[str, date]:
    """What is due, by code and what it is about."""
    return {each.key: each.due_on for each in due(one, day, shipped(), payments)}


def why(one: ContractRecord, key: str) -> str:
    return next(each.why for each in due(one, DAY, shipped()) if each.key == key)


def variation(number: int, effective_on: date, signed_on: date | None) -> VariationRecord:
    return VariationRecord(f"v{number}", 1, number, "value", Pence(1_000_00), None, effective_on, signed_on, "")


@pytest.mark.parametrize("regime", ["regulations-2015", "provider-selection", "grant", "exempt"])
def test_a_contract_under_another_regime_has_no_notices_under_the_act(regime: str) -> None:
    assert dues(under_the_act(9_000_000, gross=10_800_000, regime=regime)) == {}


def test_a_contract_above_the_threshold_is_told_of_from_its_award_to_its_end() -> None:
    assert dues(under_the_act()) == {
        "UK6:": date(2026, 2, 18),
        "UK7:": date(2026, 4, 1),
        "UK11:": date(2029, 4, 30),
    }


def test_a_light_touch_contract_has_120_days_and_no_standstill() -> None:
    assert dues(under_the_act(kind="light-touch")) == {
        "UK6:": date(2026, 3, 1),
        "UK7:": date(2026, 6, 30),
        "UK11:": date(2029, 4, 30),
    }


def test_a_direct_award_is_told_of_before_it_is_made() -> None:
    found = dues(under_the_act(route="direct"))
    assert found["UK5:"] == found["UK6:"]
    assert "UK5:" not in dues(under_the_act(route="open"))


@pytest.mark.parametrize(
    ("kind", "least"),
    [("services", 207_720), ("goods", 207_720), ("light-touch", 663_540), ("works", 5_193_000)],
)
def test_a_contract_counts_as_public_from_the_threshold_of_its_kind_on(kind: str, least: int) -> None:
    assert is_public(under_the_act(1, gross=least, kind=kind), shipped())
    below = under_the_act(1, gross=least - 1, kind=kind)
    assert not is_public(below, shipped())
    assert is_notifiable(below, shipped())
    assert list(dues(below)) == ["UK7:"]


def test_the_threshold_of_the_day_of_signing_is_the_one_that_counts() -> None:
    one = under_the_act(1, gross=210_000)
    assert is_public(one, shipped())
    assert not is_public(replace(one, signed_on=date(2025, 12, 31)), shipped())


def test_a_small_contract_has_no_notice_at_all() -> None:
    assert dues(under_the_act(1, gross=29_999)) == {}
    assert list(dues(under_the_act(1, gross=30_000))) == ["UK7:"]


def test_the_estimate_counts_every_option_whatever_became_of_it() -> None:
    option = replace(OPTION, gross=Pence(498_000_00), status="declined")
    one = under_the_act(1_000, gross=1_200, options=(option,))
    assert estimated_value(one) == (499_200_00, True)
    assert is_public(one, shipped())


def test_without_the_value_with_vat_the_value_without_it_is_what_is_known() -> None:
    one = under_the_act(207_720, gross=None, options=(replace(OPTION, value=Pence(0)),))
    assert estimated_value(one) == (207_720_00, False)
    assert is_public(one, shipped())
    assert estimated_value(replace(one, gross=Pence(249_264_00))) == (207_720_00, False)


def test_a_contract_nobody_has_dated_is_reckoned_from_the_day_it_begins() -> None:
    one = under_the_act(signed_on=None)
    assert dues(one)["UK7:"] == date(2026, 5, 1)
    assert "nobody has said when" in why(one, "UK7:")


def test_a_contract_said_to_be_signed_before_there_was_the_act_is_reckoned_from_its_first_day() -> None:
    assert dues(under_the_act(signed_on=date(2024, 12, 1)))["UK7:"] == date(2025, 3, 26)


def test_main_indicators_are_rated_every_year_and_at_the_end_above_five_million() -> None:
    five = under_the_act(5_000_000, gross=5_000_000)
    assert not [key for key in dues(five) if key.startswith("UK9")]
    more = replace(five, gross=Pence(5_000_000_01))
    assert {key: on for key, on in dues(more).items() if key.startswith("UK9")} == {
        "UK9:year 1": date(2027, 3, 31),
        "UK9:year 2": date(2028, 3, 31),
        "UK9:end": date(2029, 3, 31),
    }
    assert "three main indicators" in why(more, "UK7:")
    assert "copy of the contract" not in why(five, "UK7:")


def test_a_light_touch_contract_above_five_million_has_a_copy_published_and_no_ratings() -> None:
    one = under_the_act(6_000_000, gross=7_200_000, kind="light-touch")
    assert not [key for key in dues(one) if key.startswith("UK9")]
    assert "copy of the contract is published" in why(one, "UK7:")


def test_ratings_were_not_asked_for_before_2026() -> None:
    one = under_the_act(
        6_000_000,
        gross=7_200_000,
        signed_on=date(2025, 3, 3),
        starts_on=date(2025, 3, 10),
        ends_on=date(2025, 12, 31),
    )
    assert not [key for key in dues(one) if key.startswith("UK9")]


def test_a_change_is_told_of_before_it_is_signed_or_takes_effect() -> None:
    one = under_the_act(
        variations=(variation(1, date(2027, 4, 1), date(2027, 3, 1)), variation(2, date(2027, 6, 1), None))
    )
    found = dues(one)
    assert found["UK10:variation 1"] == date(2027, 2, 28)
    assert found["UK10:variation 2"] == date(2027, 5, 31)
    assert not [key for key in dues(replace(one, kind="light-touch")) if key.startswith("UK10")]
    assert "published afterwards" not in why(one, "UK10:variation 1")
    assert "published afterwards" in why(replace(one, gross=Pence(5_000_000_01)), "UK10:variation 1")


def test_the_end_is_told_of_as_things_stand() -> None:
    option = replace(OPTION, starts_on=date(2029, 4, 1), ends_on=date(2030, 3, 31))
    one = under_the_act(options=(option,))
    assert dues(one)["UK11:"] == date(2029, 4, 30)
    assert dues(replace(one, options=(replace(option, status="taken"),)))["UK11:"] == date(2030, 4, 30)
    early = BreakRecord("b", 1, date(2027, 9, 30), None, "office", "taken", "")
    assert dues(replace(one, breaks=(early,)))["UK11:"] == date(2027, 10, 30)


@pytest.mark.parametrize(
    ("paid_on", "key", "due_on"),
    [
        (date(2026, 4, 1), "UK8:2026 quarter 1", date(2026, 7, 30)),
        (date(2026, 6, 30), "UK8:2026 quarter 1", date(2026, 7, 30)),
        (date(2026, 7, 1), "UK8:2026 quarter 2", date(2026, 10, 30)),
        (date(2026, 12, 31), "UK8:2026 quarter 3", date(2027, 1, 30)),
        (date(2027, 3, 31), "UK8:2026 quarter 4", date(2027, 4, 30)),
    ],
)
def test_a_large_payment_is_told_of_within_30_days_of_its_quarter(paid_on: date, key: str, due_on: date) -> None:
    many = (PaidRecord(paid_on, Pence(30_000_01)), PaidRecord(paid_on, Pence(40_000_00)))
    found = dues(under_the_act(), day=paid_on, payments=many)
    assert {each: on for each, on in found.items() if each.startswith("UK8")} == {key: due_on}
    assert not [each for each in dues(under_the_act(), day=paid_on - timedelta(days=1), payments=many) if "UK8" in each]


def test_payments_up_to_30000_and_those_before_april_2026_are_not_told_of() -> None:
    few = (PaidRecord(date(2026, 5, 1), Pence(30_000_00)), PaidRecord(date(2026, 3, 31), Pence(90_000_00)))
    assert not [each for each in dues(under_the_act(), payments=few) if each.startswith("UK8")]


def test_what_was_published_is_matched_to_what_was_due_and_the_rest_is_told_apart() -> None:
    asked = NoticeRecord("n1", 1, "UK7", "", date(2026, 3, 20), "2026/S 000-1")
    extra = NoticeRecord("n2", 1, "UK2", "", date(2025, 9, 1), "")
    one = under_the_act(notices=(extra, asked))
    found = due(one, DAY, shipped())
    assert {each.code: each.published for each in found} == {"UK6": None, "UK7": asked, "UK11": None}
    assert others(one, found) == [extra]


@tried(
    st.sampled_from(["services", "goods", "works", "light-touch"]),
    st.integers(1, 20_000_000),
    st.dates(date(2025, 2, 24), date(2040, 12, 31)),
    st.integers(1, 4000),
    st.booleans(),
)
def test_no_two_notices_of_a_contract_are_mistaken_for_each_other(
    kind: str, gross: int, starts_on: date, length: int, is_signed: bool
) -> None:
    one = under_the_act(
        1,
        gross=gross,
        kind=kind,
        route="direct",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=length),
        signed_on=starts_on if is_signed else None,
    )
    found = due(one, DAY, shipped())
    assert len({each.key for each in found}) == len(found)
    assert [each.due_on for each in found] == sorted(each.due_on for each in found)
    rated = [each.due_on for each in found if each.code == "UK9"]
    assert all(on <= one.ends_on for on in rated)
    assert not rated or rated[-1] == one.ends_on


# in an office


def test_a_published_notice_is_kept_corrected_and_taken_back(office: Office) -> None:
    one = kept(office, under_the_act())
    row = office.write(
        "Publish", notices.publish, one, code="UK7", published_on=date(2026, 3, 20), number=" 2026/S 1 ", day=DAY
    )
    (held,) = office.read(contract, one).notices
    assert (held.id, held.code, held.about, held.published_on, held.number) == (
        row, "UK7", "", date(2026, 3, 20), "2026/S 1",
    )  # fmt: skip
    typed: dict[str, Any] = {"code": "UK7", "about": "", "published_on": date(2026, 3, 21), "number": ""}
    office.write("Correct", notices.change, row, version=held.version, **typed)
    assert office.read(contract, one).notices[0].published_on == date(2026, 3, 21)
    with pytest.raises(Stale):
        office.write("Correct", notices.change, row, version=held.version, **typed)

    def asked() -> NoticeDue:
        found = office.read(notices.of_contract, one, day=DAY)
        return next(each for each in found if each.code == "UK7")

    assert asked().published is not None
    office.write("Withdraw", notices.withdraw, row)
    assert asked().published is None
    office.undo()
    assert asked().published is not None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "UK99"}, "code"),
        ({"published_on": None}, "published_on"),
        ({"published_on": date(2026, 11, 26)}, "published_on"),
    ],
)
def test_what_is_no_published_notice_is_refused_beside_its_box(
    office: Office, given: dict[str, Any], field: str
) -> None:
    one = kept(office, under_the_act())
    typed = {"code": "UK7", "published_on": DAY, "day": DAY, **given}
    assert refusal(office, notices.publish, one, **typed)[1] == field


def test_the_same_notice_is_not_published_twice(office: Office) -> None:
    one = kept(office, under_the_act())
    typed: dict[str, Any] = {"code": "UK9", "about": " year  1 ", "published_on": DAY}
    office.write("Publish", notices.publish, one, **typed)
    assert refusal(office, notices.publish, one, **typed) == ("This notice has already been published.", "code")
    office.write("Publish", notices.publish, one, **{**typed, "about": "year 2"})


def test_payments_are_read_from_what_the_contracts_budgets_paid(office: Office) -> None:
    one = kept(office, under_the_act())
    other = kept(office, under_the_act(reference="C2"))
    line = add_line(office, pounds=500_000, year=2026)
    agreed = office.write(
        "Agree",
        commitments.commit,
        budget_id=budget_id(office, line, year=2026),
        title="ISVA service",
        organisation_id=None,
        amount_pence=200_000_00,
        agreed_on=date(2026, 4, 1),
        overspend_approver="",
        reference="",
    )
    added(office, ContractCommitment(contract_id=one, commitment_id=agreed))
    for pounds, on in ((30_000, date(2026, 5, 1)), (30_001, date(2026, 5, 2)), (90_000, date(2026, 3, 31))):
        added(office, Payment(commitment_id=agreed, paid_on=on, amount_pence=pounds * 100, reference=""))
    found = office.read(notices.payments_over, shipped())
    assert found == {one: (PaidRecord(date(2026, 5, 2), Pence(30_001_00)),)}
    assert office.read(notices.payments_over, shipped(), other) == {}
    assert "UK8:2026 quarter 1" in {each.key for each in office.read(notices.of_contract, one, day=DAY)}


def test_the_list_tells_what_is_overdue_soon_to_come_and_published(office: Office) -> None:
    one = kept(office, under_the_act(ends_on=date(2026, 12, 31)))
    old = kept(office, made(reference="C2"))
    office.write("Publish", notices.publish, one, code="UK7", published_on=date(2026, 3, 20), number="7")
    office.write("Publish", notices.publish, old, code="UK6", published_on=date(2018, 9, 1))
    listing = office.read(notices.notice_list, day=DAY)
    keys = [column.key for column in listing.columns]
    told = {line.id: line.cells[keys.index("state")] for line in listing.lines}
    assert told == {
        f"{old}:UK6:": "Published",
        f"{one}:UK6:": "Overdue",
        f"{one}:UK7:": "Published",
        f"{one}:UK11:": "Due soon",
    }
    earlier = office.read(notices.notice_list, day=date(2026, 2, 1))
    assert earlier.lines[-1].cells[keys.index("state")] == "To come"
