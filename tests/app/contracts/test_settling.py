"""What needs settling about a contract, in sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contracts.parts import AgreedRecord, ContractRecord, SubContractRecord
from app.contracts.settling import warnings
from app.contracts.standing import Bands
from app.money import Pence
from app.told import Notice
from tests.app.contracts.drawn import NHS, condition, contracts, ended_on, isva, moved, option, pays, share

DAY = date(2019, 11, 14)
SETTLED: dict[str, Any] = {
    "gross": Pence(498_000_00),
    "contributions": (),
    "shares": (share("Victims", 2018, 1000),),
}


def told(day: date = DAY, bands: Bands | None = None, **given: Any) -> list[Notice]:
    one = isva(**{**SETTLED, **given})
    return warnings(one, day) if bands is None else warnings(one, day, bands)


def test_a_contract_with_nothing_amiss_needs_nothing() -> None:
    assert told() == []


def test_partner_money_that_ends_first_is_told_with_what_it_leaves_open() -> None:
    [one] = told(contributions=isva().contributions)
    assert one == Notice(
        "NHS England pays only until 31 March 2022.",
        "After that option 1 would run on to 30 September 2022: 6 months, £207,500, without its money.",
        "Partner money",
        f"partner {NHS}",
        "bad",
    )
    [one] = told(contributions=(pays(2019, 5),))
    assert (
        one.more
        == "After that the contract runs on to 30 September 2021: 1 year 6 months, £622,500, without its money."
    )


def test_a_contract_without_a_split_says_what_is_left_to_pay() -> None:
    [one] = told(shares=())
    assert (one.what, one.link, one.action) == ("Nobody has said which lines pay it.", "Enter who pays", "shares")
    assert one.more == "£1,037,500 from this year on is left for this office."
    assert told(shares=(), contributions=tuple(pays(year, 415_000) for year in range(2019, 2024))) == []


@pytest.mark.parametrize(
    ("day", "what", "tone"),
    [
        (date(2020, 12, 31), "", ""),
        (date(2021, 1, 1), "Notice for option 1 is due by 1 April 2021.", "warn"),
        (date(2021, 4, 1), "Notice for option 1 is due by 1 April 2021.", "warn"),
        (date(2021, 4, 2), "Notice for option 1 was due by 1 April 2021.", "bad"),
        (date(2021, 9, 30), "Notice for option 1 was due by 1 April 2021.", "bad"),
        (date(2021, 10, 1), "", ""),
    ],
)
def test_a_notice_is_told_from_its_band_on_until_the_contract_ends(day: date, what: str, tone: str) -> None:
    found = [one for one in told(day) if one.action == "take option 1"]
    assert [(one.what, one.tone) for one in found] == ([(what, tone)] if what else [])
    if found:
        assert found[0].link == "Decide on option 1"
        assert "from 1 October 2021 to 30 September 2022" in found[0].more


def test_no_notice_of_an_option_is_told_of_a_contract_that_was_ended_early() -> None:
    assert told(date(2021, 5, 1), breaks=(ended_on(date(2021, 6, 30)),)) == []


def test_a_break_is_told_while_its_notice_can_be_given() -> None:
    point = replace(ended_on(date(2020, 3, 31), "open"), notice_on=date(2020, 1, 31))
    [one] = told(breaks=(point,))
    assert one.what == "The contract may be ended early on 31 March 2020."
    assert (one.more, one.tone, one.action) == ("That needs notice by 31 January 2020.", "mute", f"break {point.id}")
    assert told(date(2020, 2, 1), breaks=(point,)) == []
    assert told(date(2019, 10, 30), breaks=(point,)) == []
    assert told(breaks=(point, ended_on(date(2019, 12, 31)))) == []


@pytest.mark.parametrize(
    ("blocks_from", "due_on", "tone", "more"),
    [
        (date(2021, 4, 1), None, "mute", "It blocks everything from 1 April 2021 on."),
        (date(2020, 2, 1), None, "warn", "It blocks everything from 1 February 2020 on."),
        (date(2019, 11, 14), None, "bad", "It blocks everything from 14 November 2019 on."),
        (None, date(2019, 12, 1), "warn", "It is to be met by 1 December 2019."),
        (None, date(2019, 11, 13), "bad", "It was to be met by 13 November 2019."),
        (
            date(2021, 4, 1),
            date(2019, 11, 14),
            "warn",
            "It is to be met by 14 November 2019. It blocks everything from 1 April 2021 on.",
        ),
        (None, None, "mute", ""),
    ],
)
def test_a_condition_is_told_until_it_is_met(
    blocks_from: date | None, due_on: date | None, tone: str, more: str
) -> None:
    one = condition(blocks_from, due_on=due_on)
    [found] = told(conditions=(one,))
    assert (found.what, found.tone, found.more) == ("Subject to: The budget is agreed.", tone, more)
    assert (found.link, found.action) == ("Record that it is met", f"meet {one.id}")
    assert told(conditions=(replace(one, met_on=DAY),)) == []


def test_years_that_are_uneven_are_told() -> None:
    assert told(adjustments=(moved(2018, -5_00), moved(2019, 5_00))) == []
    [one] = told(adjustments=(moved(2018, -5_00),))
    assert (one.what, one.action) == ("Its years come to £5 less than it is worth.", "years")
    [one] = told(adjustments=(moved(2018, 5_01),))
    assert one.what == "Its years come to £5.01 more than it is worth."


def agreed(year: int, pence: int) -> AgreedRecord:
    return AgreedRecord(f"agreed {year}", 1, "Victims", year, Pence(pence), Pence(0), "Victims")


def test_what_is_agreed_and_what_it_costs_are_held_together() -> None:
    assert told(agreed=(agreed(2018, 207_500_00), agreed(2019, 415_000_00))) == []
    [one] = told(agreed=(agreed(2018, 207_500_00), agreed(2019, 400_000_00)))
    assert one == Notice(
        "What is agreed is not what it costs.",
        "Victims, 2019/20: £400,000 agreed, £415,000 to pay.",
        "Agree 2019/20",
        "agree 2019",
    )
    [one] = warnings(
        isva(**SETTLED, agreed=tuple(agreed(year, 1) for year in range(2018, 2023))), DAY, year_style="2018-19"
    )
    assert one.more.endswith("Victims, 2020-21: £0.01 agreed, £415,000 to pay. And 2 more.")


def test_what_others_do_of_it_is_held_against_its_value() -> None:
    sub = SubContractRecord(
        "sub", 1, "other", "Other", "sub-contract", "", Pence(1_245_000_00), Pence(9_00), None, None
    )
    assert told(sub_contracts=(sub,)) == []
    [one] = told(sub_contracts=(replace(sub, amount=Pence(1_300_000_00)),))
    assert one.what == "What others do of it comes to £55,000 more than it is worth."
    assert (one.action, one.tone) == ("sub-contracts", "bad")


def test_a_contract_that_outruns_the_handover_is_told() -> None:
    late: dict[str, Any] = {"ends_on": date(2028, 9, 30), "options": ()}
    [one] = told(**late)
    assert one.what == "It runs past 31 May 2028."
    assert "30 September 2028" in one.more
    assert told(bands=Bands(handover_on=date(2028, 9, 30)), **late) == []
    taken = option(1, date(2021, 10, 1), date(2028, 9, 30), 1, "taken")
    assert [one.what for one in told(options=(replace(taken, gross=Pence(120)),))] == ["It runs past 31 May 2028."]


def test_a_value_without_its_vat_is_told() -> None:
    [one] = told(gross=None)
    assert (one.what, one.action, one.tone) == ("The value with VAT of some of it is missing.", "change", "mute")


def test_of_a_contract_that_has_ended_only_its_money_is_told() -> None:
    over = date(2022, 1, 1)
    everything: dict[str, Any] = {
        "gross": None,
        "shares": (),
        "contributions": (pays(2019, 5),),
        "conditions": (condition(date(2020, 4, 1)),),
    }
    assert told(over, **everything) == []
    assert [one.action for one in told(over, adjustments=(moved(2018, 1),), **everything)] == ["years"]
    assert [one.action for one in told(over, agreed=(agreed(2018, 5),))] == ["agree 2018"]


def test_nothing_is_told_of_a_contract_that_was_put_away() -> None:
    assert told(archived=True, gross=None, shares=()) == []


@given(contracts(), st.dates(date(2014, 1, 1), date(2045, 1, 1)))
def test_every_warning_is_a_sentence_and_every_link_does_something(one: ContractRecord, day: date) -> None:
    for notice in warnings(replace(one, contributions=(pays(2019, 5),)), day):
        assert notice.what.endswith(".")
        assert not notice.more or notice.more.endswith(".")
        assert bool(notice.link) == bool(notice.action)
