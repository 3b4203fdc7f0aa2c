"""Which lines pay a contract, and agreeing its net cost out of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.contracts import conditions, funding, money_fields
from app.contracts.funding import Difference
from app.contracts.parts import AgreedRecord
from app.contracts.yearly import years
from app.door import Office
from app.errors import NeedsApproval, Refused, Stale
from app.funds import commitments, lines
from app.history import history
from app.money import Pence
from db.contracts import Contract
from db.funds import Commitment
from tests.app.contracts.bought import Bought, bought
from tests.app.contracts.drawn import isva, share
from tests.conftest import Open
from tests.factories import (
    DAY,
    SAM,
    add_fund,
    add_line,
    add_organisation,
    add_restricted_fund,
    budget_id,
    figures_of,
    refusal,
)


@pytest.fixture
def desk(office: Office) -> Bought:
    return bought(office)


@pytest.fixture
def rich(office: Office) -> Bought:
    return bought(office, pounds=900_000)


# the split


def test_a_split_is_saved_in_one_step_and_undone_in_one(desk: Bought) -> None:
    before = desk.office.last_seq()
    desk.split(east_2018=600, west_2018=400, east_2020=1000)
    assert desk.office.last_seq() == before + 1
    found = [(one.line, one.from_year, one.tenths) for one in desk.record.shares]
    assert found == [("East", 2018, 600), ("West", 2018, 400), ("East", 2020, 1000)]
    desk.office.undo()
    assert desk.record.shares == ()
    desk.office.redo()
    assert len(desk.record.shares) == 3


def test_saving_a_split_nobody_changed_is_no_step(desk: Bought) -> None:
    desk.split(east_2018=1000)
    before = desk.office.last_seq()
    desk.split()
    assert desk.office.last_seq() == before


def test_a_share_is_changed_or_taken_out_again(desk: Bought) -> None:
    desk.split(east_2018=600, west_2018=400)
    desk.split(east_2018=1000, west_2018=None)
    assert [(one.line, one.tenths) for one in desk.record.shares] == [("East", 1000)]
    desk.split(east_2018=300, west_2018=700)
    assert [(one.line, one.tenths) for one in desk.record.shares] == [("East", 300), ("West", 700)]
    desk.split(east_2018=None, west_2018=0)
    assert desk.record.shares == ()


@pytest.mark.parametrize(
    ("east", "west", "said"), [(600, 300, "90 %"), (600, 405, "100.5 %"), (1, None, "0.1 %"), (1000, 1, "100.1 %")]
)
def test_a_split_that_does_not_foot_is_refused_at_its_cell(
    desk: Bought, east: int, west: int | None, said: str
) -> None:
    typed: dict[str, Any] = {"shares": desk.shares(east_2019=east, west_2019=west), "was": {}}
    sentence, box = refusal(desk.office, funding.set_shares, desk.id, **typed)
    assert sentence == f"From 2019/20 the shares come to {said}. Make them 100 %."
    assert box in (f"shares:{desk.east}:2019", f"shares:{desk.west}:2019")


def test_every_year_that_was_changed_must_foot(desk: Bought) -> None:
    typed: dict[str, Any] = {"shares": desk.shares(east_2018=1000, east_2020=500), "was": {}}
    sentence, box = refusal(desk.office, funding.set_shares, desk.id, **typed)
    assert sentence.startswith("From 2020/21 the shares come to 50 %")
    assert box == f"shares:{desk.east}:2020"


@pytest.mark.parametrize("tenths", [-1, 1001])
def test_a_share_that_cannot_be_is_refused_at_its_cell(desk: Bought, tenths: int) -> None:
    typed: dict[str, Any] = {"shares": desk.shares(east_2019=tenths), "was": {}}
    sentence, box = refusal(desk.office, funding.set_shares, desk.id, **typed)
    assert sentence == "East, 2019/20: A share is more than 0 % and at most 100 %."
    assert box == f"shares:{desk.east}:2019"


def test_a_line_that_was_put_away_gets_no_share(desk: Bought) -> None:
    desk.office.write("Archive", lines.archive, desk.east)
    typed: dict[str, Any] = {"shares": desk.shares(east_2019=1000), "was": {}}
    sentence, _ = refusal(desk.office, funding.set_shares, desk.id, **typed)
    assert sentence == "East, 2019/20: This line has been put away. Bring it back first."


def test_a_share_somebody_else_changed_is_not_saved_over(desk: Bought, opened: Open) -> None:
    desk.split(east_2018=600, west_2018=400)
    was = money_fields.shares_cells(desk.record)
    desk.split(office=opened(desk.office.path, SAM), east_2018=500, west_2018=500)
    mine: dict[str, Any] = {"shares": {f"{desk.east}:2018": 700, f"{desk.west}:2018": 300}, "was": was}
    with pytest.raises(Stale, match="Sam saved this"):
        desk.office.write("Enter who pays", funding.set_shares, desk.id, **mine)
    assert [one.tenths for one in desk.record.shares] == [500, 500]


def test_the_history_names_lines_and_shares(desk: Bought) -> None:
    desk.split(east_2018=600, west_2018=400)
    [told] = desk.office.read(history, labels=money_fields.LABELS, most=1)
    assert told.text == "Enter who pays: “East”, 2018/19, 60 %; “West”, 2018/19, 40 %."
    desk.split(east_2018=500, west_2018=500)
    [told] = desk.office.read(history, labels=money_fields.LABELS, most=1)
    assert "Share of “East” from 60 % to 50 %" in told.text or "share of “East” from 60 % to 50 %" in told.text


def test_a_contract_that_was_put_away_takes_no_money(desk: Bought) -> None:
    desk.office.write("Archive", lambda session: setattr(session.get_one(Contract, desk.id), "archived", True))
    sentence, _ = refusal(desk.office, funding.set_shares, desk.id, shares={}, was={})
    assert sentence == "This contract has been put away. Bring it back first."
    assert refusal(desk.office, funding.agree, "nobody", year=2019)[0].startswith("That record is no longer")


# agreeing a year


def led_elsewhere(office: Office) -> Bought:
    """The same service, which another commissioner pays the provider for."""
    return bought(office, lead_id=add_organisation(office, "A lead commissioner"))


def test_a_year_is_agreed_out_of_every_line_that_pays_it(desk: Bought) -> None:
    desk.nhs_pays()
    desk.split(east_2018=600, west_2018=400)
    before = desk.office.last_seq()
    desk.agree(2019, agreed_on=DAY)
    assert desk.office.last_seq() == before + 1
    east, west = desk.agreed(2019)
    # this office leads: it pays the provider all of it, and partners' money comes in beside it
    assert (east.amount_pence, west.amount_pence) == (249_000_00, 166_000_00)
    assert (east.title, east.organisation, east.reference, east.agreed_on) == (
        "ISVA service",
        "First Light",
        "OPCC/2018/12",
        DAY,
    )
    assert [(one.line, one.year, one.amount) for one in desk.record.agreed] == [
        ("East", 2019, 249_000_00),
        ("West", 2019, 166_000_00),
    ]
    assert figures_of(desk.office, desk.east, year=2019).committed == 249_000_00
    desk.office.undo()
    assert desk.agreed(2019) == []
    assert desk.record.agreed == ()


def test_where_another_leads_its_net_cost_is_agreed(office: Office) -> None:
    desk = led_elsewhere(office)
    desk.nhs_pays()
    desk.split(east_2018=600, west_2018=400)
    desk.agree(2019)
    assert [one.amount_pence for one in desk.agreed(2019)] == [121_680_60, 81_120_40]
    assert funding.differences(desk.record) == []


def test_agreeing_again_changes_what_is_there_and_adds_nothing(desk: Bought) -> None:
    desk.split(east_2018=600, west_2018=400)
    desk.agree(2018, agreed_on=DAY)
    seen = desk.agreed(2018)
    desk.vary(30_000_00, date(2018, 10, 1))
    desk.agree(2018)
    after = desk.agreed(2018)
    assert [one.id for one in after] == [one.id for one in seen]
    assert [one.amount_pence for one in after] == [127_500_00, 85_000_00]
    assert [one.agreed_on for one in after] == [DAY, DAY]
    assert funding.differences(desk.record) == []


def test_a_line_that_no_longer_pays_has_its_agreement_withdrawn(desk: Bought) -> None:
    desk.split(east_2018=600, west_2018=400)
    desk.agree(2018)
    desk.split(east_2018=1000, west_2018=None)
    desk.agree(2018)
    [only] = desk.agreed(2018)
    assert (only.line, only.amount_pence) == ("East", 207_500_00)
    desk.split(east_2018=None, west_2018=1000)
    desk.agree(2018)
    [only] = desk.agreed(2018)
    assert (only.line, only.amount_pence) == ("West", 207_500_00)


def test_what_is_lowered_makes_room_for_what_is_raised(office: Office) -> None:
    desk = bought(office)
    fund = add_restricted_fund(office)
    first = add_line(office, "Advice", 207_500, fund=fund)
    second = add_line(office, "Support", 0, fund=fund)
    desk = replace(desk, east=first, west=second)
    desk.split(east_2018=1000)
    desk.agree(2018)
    desk.split(east_2018=300, west_2018=700)
    desk.agree(2018, overspend_approver="The chief finance officer")
    assert sorted(one.amount_pence for one in desk.agreed(2018)) == [62_250_00, 145_250_00]


def test_less_than_is_paid_is_refused(desk: Bought) -> None:
    desk.split(east_2018=600, west_2018=400)
    desk.agree(2018)
    east = desk.agreed(2018)[0]
    desk.office.write("Pay", commitments.pay, east.id, amount_pence=124_500_00, paid_on=DAY)
    desk.split(east_2018=500, west_2018=500)
    assert desk.refused_agreeing(2018) == (
        "“East”, 2018/19: £124,500 is paid already, and its part would be £103,750.",
        "year",
    )
    desk.split(east_2018=None, west_2018=1000)
    assert desk.refused_agreeing(2018) == ("“East”, 2018/19: £124,500 of it has been paid, so it stays.", "year")
    assert [one.amount_pence for one in desk.agreed(2018)] == [124_500_00, 83_000_00]


def test_a_year_is_not_agreed_before_anybody_said_who_pays(desk: Bought) -> None:
    assert desk.refused_agreeing(2018) == (
        "Nobody has said which lines pay this contract. Enter who pays first.",
        "year",
    )


@pytest.mark.parametrize("year", [2017, 2022])
def test_a_year_the_contract_does_not_run_in_is_refused(desk: Bought, year: int) -> None:
    desk.split(east_2018=1000)
    sentence, box = desk.refused_agreeing(year)
    assert sentence == f"The contract does not run in {year}/{(year + 1) % 100}."
    assert box == "year"


def test_a_year_that_is_blocked_is_not_agreed_until_the_condition_is_met(desk: Bought) -> None:
    desk.split(east_2018=1000)
    add: dict[str, Any] = {"words": "The panel agrees the budget", "blocks_from": date(2020, 1, 1)}
    condition = desk.office.write("Condition", conditions.add, desk.id, **add)
    desk.agree(2018)
    assert desk.refused_agreeing(2019) == (
        "2019/20 is blocked until this is met: The panel agrees the budget",
        "year",
    )
    desk.office.write("Met", conditions.meet, condition, version=None, met_on=DAY, evidence="Minutes")
    assert "more than “East” has left" in desk.refused_agreeing(2019)[0]


def test_a_line_without_a_budget_in_the_year_is_refused(desk: Bought) -> None:
    new = add_line(desk.office, "New line", 900_000)
    desk.split(east_2018=500, west_2018=500)
    desk = replace(desk, east=new)
    desk.split(east_2020=1000)
    assert desk.refused_agreeing(2020) == ("“New line” has no budget in 2020/21 yet. Give it one first.", "year")


def test_a_line_that_was_put_away_since_is_refused(desk: Bought) -> None:
    desk.split(east_2018=1000)
    desk.office.write("Archive", lines.archive, desk.east)
    assert desk.refused_agreeing(2018) == (
        "“East” has been put away. Bring it back, or enter who pays anew.",
        "year",
    )


def test_restricted_money_is_a_hard_stop(office: Office) -> None:
    desk = bought(office)
    desk = replace(desk, east=add_line(office, "Victims", 200_000, fund=add_restricted_fund(office)))
    desk.split(east_2018=1000)
    sentence, box = desk.refused_agreeing(2018, overspend_approver="Anybody")
    assert sentence.startswith("“Victims grant” is restricted money (for victims of crime). It has £200,000 left")
    assert box == "year"


def test_going_over_several_lines_asks_once_for_who_approved_it(office: Office) -> None:
    desk = bought(office, pounds=100_000)
    desk.split(east_2018=500, west_2018=500)
    with pytest.raises(NeedsApproval) as caught:
        desk.agree(2018)
    assert caught.value.over_pence == 7_500_00
    assert caught.value.field == "overspend_approver"
    assert "“East”" in caught.value.message
    assert "“West”" in caught.value.message
    assert desk.agreed(2018) == []


def over_by_a_limit(office: Office) -> Bought:
    """A line that may be overspent by £300,000, agreed over once."""
    desk = bought(office)
    fund = add_fund(office, "Small", overspend_limit_pence=300_000_00, overspend_approver="Chief finance officer")
    desk = replace(desk, east=add_line(office, "Small", 200_000, fund=fund))
    desk.split(east_2018=1000)
    desk.agree(2018, overspend_approver="Jo Bloggs", agreed_on=DAY)
    return desk


def test_who_approved_one_amount_has_not_approved_a_higher_one(office: Office) -> None:
    desk = over_by_a_limit(office)
    desk.vary(60_000_00, date(2018, 10, 1))
    with pytest.raises(NeedsApproval):
        desk.agree(2018)
    assert [one.overspend_approver for one in desk.agreed(2018)] == ["Jo Bloggs"]
    desk.agree(2018, overspend_approver="Sam Bloggs")
    assert [one.overspend_approver for one in desk.agreed(2018)] == ["Sam Bloggs"]


def test_who_approved_it_stays_where_it_is_lowered(office: Office) -> None:
    desk = over_by_a_limit(office)
    desk.vary(-3_000_00, date(2018, 10, 1))
    desk.agree(2018)
    [one] = desk.agreed(2018)
    assert (one.amount_pence, one.overspend_approver, one.agreed_on) == (207_000_00, "Jo Bloggs", DAY)


def test_partners_who_pay_all_of_it_leave_nothing_to_agree(office: Office) -> None:
    desk = led_elsewhere(office)
    desk.split(east_2018=1000)
    desk.nhs_pays(amounts={"2018:agreed": 207_500_00, "2019:agreed": 415_000_01}, condition="")
    assert desk.refused_agreeing(2018) == ("2018/19 costs this office nothing, so nothing is to agree.", "year")
    assert desk.refused_agreeing(2019) == (
        "Partners pay £0.01 more than 2019/20 costs, so nothing is to agree.",
        "year",
    )


def test_what_is_agreed_is_withdrawn_where_the_year_costs_nothing_any_more(office: Office) -> None:
    desk = led_elsewhere(office)
    desk.split(east_2018=1000)
    desk.agree(2018)
    desk.nhs_pays(amounts={"2018:agreed": 207_500_00}, condition="")
    desk.agree(2018)
    assert desk.agreed(2018) == []


def test_an_agreement_withdrawn_in_funds_is_agreed_anew(desk: Bought) -> None:
    desk.split(east_2018=1000)
    desk.agree(2018)
    desk.office.write("Withdraw", commitments.withdraw, desk.agreed(2018)[0].id)
    assert desk.record.agreed == ()
    desk.agree(2018)
    assert [one.amount_pence for one in desk.agreed(2018)] == [207_500_00]


def test_two_agreements_of_one_line_are_told_and_left_alone(desk: Bought) -> None:
    desk.split(east_2018=1000)
    desk.agree(2018)
    first = desk.agreed(2018)[0]
    desk.office.write("Withdraw", commitments.withdraw, first.id)
    desk.vary(-200_000_00, date(2018, 10, 1))
    desk.agree(2018)
    desk.office.write("Bring back", lambda session: setattr(session.get_one(Commitment, first.id), "archived", False))
    assert desk.refused_agreeing(2018) == (
        "“East” has two agreements for this contract in 2018/19. Withdraw one of them in Funds first.",
        "year",
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=6)
@given(st.integers(1, 999), st.sampled_from([2018, 2019, 2020, 2021]))
def test_what_is_agreed_is_what_the_year_costs_to_the_penny(rich: Bought, east: int, year: int) -> None:
    desk = rich
    desk.split(east_2018=east, west_2018=1000 - east)
    desk.agree(year)
    value = next(one.value for one in years(desk.record) if one.year == year)
    assert sum(one.amount_pence for one in desk.agreed(year)) == value
    assert not [one for one in funding.differences(desk.record) if one.year == year]


# where they differ


def held(line: str, year: int, pence: int) -> AgreedRecord:
    return AgreedRecord(f"{line} {year}", 1, line, year, Pence(pence), Pence(0), line)


def test_differences_are_told_only_of_years_in_which_something_is_agreed() -> None:
    one = isva(shares=(share("east", 2018, 600), share("west", 2018, 400)), contributions=())
    assert funding.differences(one) == []
    same = replace(one, agreed=(held("east", 2018, 124_500_00), held("west", 2018, 83_000_00)))
    assert funding.differences(same) == []
    other = replace(one, agreed=(held("east", 2018, 124_500_00), held("old", 2019, 5)))
    assert funding.differences(other) == [
        Difference(2018, "west", "west", Pence(0), Pence(83_000_00)),
        Difference(2019, "east", "east", Pence(0), Pence(249_000_00)),
        Difference(2019, "west", "west", Pence(0), Pence(166_000_00)),
        Difference(2019, "old", "old", Pence(5), Pence(0)),
    ]


def test_what_is_agreed_after_the_end_differs(desk: Bought) -> None:
    desk.split(east_2018=500, west_2018=500)
    desk.agree(2021)
    desk.end_early(date(2020, 3, 31))
    assert [(one.year, one.line, one.agreed, one.wanted) for one in funding.differences(desk.record)] == [
        (2021, "East", 103_750_00, 0),
        (2021, "West", 103_750_00, 0),
    ]


def test_agreeing_needs_a_contract_that_is_there(desk: Bought) -> None:
    with pytest.raises(Refused):
        desk.office.write("Agree", funding.agree, budget_id(desk.office, desk.east), year=2018)
