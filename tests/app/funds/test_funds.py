"""Funds from year to year: their terms, and the two kinds of money, one of which cannot be overspent."""

from __future__ import annotations

from typing import Any

import pytest

from app import areas
from app.allocations import allocations, shares
from app.door import Office
from app.errors import NeedsApproval
from app.funds import commitments, funds, lines
from app.funds.funds import FundRecord
from app.money import Pence
from tests.conftest import Open
from tests.factories import (
    SAM,
    YEAR,
    add_budget,
    add_fund,
    add_line,
    add_organisation,
    add_partnership,
    add_restricted_fund,
    in_pence,
    refusal,
)


def only(office: Office, year: int = YEAR) -> FundRecord:
    return office.read(funds.funds, year=year)[0]


def edit(office: Office, seen: FundRecord, *, year: int = YEAR, **given: Any) -> None:
    """Save the form of a fund with these boxes changed."""
    office.write("Change fund", funds.change, seen.id, year=year, **{**as_typed(seen), **given})


def as_typed(seen: FundRecord) -> dict[str, Any]:
    names = ("version", "name", "letter", "funder_id", "purpose", "restriction", "restriction_terms")
    return {name: getattr(seen, name) for name in (*names, "overspend_limit_pence", "overspend_approver")}


def test_a_fund_is_read_back_as_it_was_entered(office: Office) -> None:
    funder = add_organisation(office, "Ministry of Justice")
    add_fund(office, "Grant", letter="B", funder_id=funder, purpose="For victims")
    found = only(office)
    assert (found.name, found.letter, found.funder_id, found.purpose) == ("Grant", "B", funder, "For victims")
    assert (found.restricted, found.overspend_limit_pence, found.archived) == (False, 0, False)


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"name": " "}, ("The fund's name is needed.", "name")),
        ({"restriction": "half"}, ("Choose whether the fund is restricted.", "restriction")),
        ({"restriction": "restricted"}, ("Say what the restricted money may be spent on.", "restriction_terms")),
        ({"overspend_limit_pence": 5}, ("Name the post that may approve overspending.", "overspend_approver")),
        (
            {"overspend_limit_pence": -5, "overspend_approver": "Chief finance officer"},
            ("An overspend limit cannot be below £0.", "overspend_limit_pence"),
        ),
    ],
)
def test_a_fund_whose_terms_do_not_hold_is_refused(
    office: Office, given: dict[str, Any], refused: tuple[str, str]
) -> None:
    assert refusal(office, funds.add, **{"year": YEAR, "name": "Grant", **given}) == refused


def test_two_funds_cannot_share_a_name(office: Office) -> None:
    add_fund(office, "Grant")
    taken = ("There is already a fund with this name.", "name")
    assert refusal(office, funds.add, year=YEAR, name="Grant") == taken


def test_a_change_in_one_year_leaves_the_years_before_as_they_were(office: Office) -> None:
    add_fund(office, "Emerging priorities")
    edit(office, only(office, YEAR + 1), year=YEAR + 1, name="Plan priorities", purpose="Grown")
    names = [(one.name, one.purpose) for one in (only(office, year) for year in (YEAR, YEAR + 1, YEAR + 5))]
    assert names == [("Emerging priorities", ""), ("Plan priorities", "Grown"), ("Plan priorities", "Grown")]


def test_a_fund_is_known_before_its_first_year_by_its_first_terms(office: Office) -> None:
    add_fund(office, "Grant", year=2018)
    assert only(office, 2015).name == "Grant"


def saved_by_sam_meanwhile(office: Office, opened: Open, **change: Any) -> tuple[str, str | None]:
    seen = only(office, YEAR)
    edit(opened(office.path, SAM), seen, **change)
    given = {**as_typed(seen), "purpose": "Jo's words"}
    return refusal(office, funds.change, seen.id, year=change.get("year", YEAR), **given)


SAM_SAVED = (
    "Sam saved this while you were typing (“Change fund”). Nothing was overwritten; "
    "look at their change and save again.",
    None,
)


def test_a_stale_form_of_a_fund_is_refused(office: Office, opened: Open) -> None:
    add_fund(office)
    assert saved_by_sam_meanwhile(office, opened, purpose="Sam's words") == SAM_SAVED


def test_a_stale_form_is_refused_where_the_first_save_began_a_new_year(office: Office, opened: Open) -> None:
    add_fund(office)
    assert saved_by_sam_meanwhile(office, opened, year=YEAR + 1, purpose="Sam's words") == SAM_SAVED


def test_a_stale_form_is_refused_where_only_the_funder_was_changed(office: Office, opened: Open) -> None:
    add_fund(office)
    assert saved_by_sam_meanwhile(office, opened, funder_id=add_organisation(office)) == SAM_SAVED


def test_a_fund_with_lines_in_use_cannot_be_put_away(office: Office) -> None:
    fund = add_fund(office)
    add_line(office, "Road safety", fund=fund)
    refused = ("This fund still has the line “Road safety”. Archive or move its lines first.", None)
    assert refusal(office, funds.archive, fund) == refused


def test_a_fund_is_put_away_and_brought_back(office: Office) -> None:
    fund = add_fund(office)
    office.write("Archive", funds.archive, fund)
    assert (office.read(funds.funds, year=YEAR), only_archived(office)) == ([], [True])
    office.write("Bring back", funds.archive, fund, back=True)
    assert only(office).id == fund


def only_archived(office: Office) -> list[bool]:
    return [one.archived for one in office.read(funds.funds, year=YEAR, archived=True)]


# --- Overspending ---


def over(office: Office, budget: str, pounds: int, **given: Any) -> NeedsApproval:
    with pytest.raises(NeedsApproval) as caught:
        office.write("Agree", commitments.commit, budget, title="Contract", amount_pence=pounds * 100, **given)
    return caught.value


def agree(office: Office, budget: str, pounds: int, **given: Any) -> str:
    return office.write("Agree", commitments.commit, budget, title="Contract", amount_pence=pounds * 100, **given)


def test_going_over_a_line_asks_for_who_approved_it_and_by_how_much(office: Office) -> None:
    asked = over(office, add_budget(office, "Road safety", 1_000), 1_200)
    assert (asked.message, asked.field, asked.over_pence) == (
        "This is £200 more than “Road safety” has left (£1,000). To go over, name who approved it.",
        "overspend_approver",
        200_00,
    )


def test_with_approval_a_line_may_go_over_what_its_fund_still_holds(office: Office) -> None:
    budget = add_budget(office, "Road safety", 1_000)
    add_budget(office, "Other line", 500)
    agree(office, budget, 1_200, overspend_approver="Chief finance officer")
    [agreed] = office.read(commitments.commitments, budget)
    assert (agreed.amount_pence, agreed.overspend_approver) == (1_200_00, "Chief finance officer")


def test_beyond_the_fund_only_its_limit_is_left_whoever_approves(office: Office) -> None:
    fund = add_fund(office, "Grant", overspend_limit_pence=100_00, overspend_approver="chief finance officer")
    budget = add_budget(office, "Road safety", 1_000, fund=fund)
    given = {"title": "Contract", "overspend_approver": "Sam"}
    assert refusal(office, commitments.commit, budget, amount_pence=1_100_01, **given) == (  # type: ignore[arg-type]
        "This would take the fund “Grant” £100.01 over; its limit is £100, approved by the chief finance officer.",
        "amount_pence",
    )
    agree(office, budget, 1_100, overspend_approver="Sam")


def test_the_limit_is_used_up_by_what_went_over_before(office: Office) -> None:
    fund = add_fund(office, "Grant", overspend_limit_pence=100_00, overspend_approver="chief finance officer")
    budget = add_budget(office, "Road safety", 1_000, fund=fund)
    agree(office, budget, 1_060, overspend_approver="Sam")
    given = {"title": "More", "amount_pence": 50_00, "overspend_approver": "Sam"}
    message, _ = refusal(office, commitments.commit, budget, **given)  # type: ignore[arg-type]  # by name
    assert message.startswith("This would take the fund “Grant” £110 over; its limit is £100")


def test_nothing_can_be_promised_from_a_line_without_an_amount(office: Office) -> None:
    budget = add_budget(office, "Community fund", "TBD")
    assert refusal(office, commitments.commit, budget, title="Contract", amount_pence=1) == (
        "“Community fund” has no amount yet (TBD). Give it one first.",
        "amount_pence",
    )


# --- Restricted money ---

HARD_STOP = (
    "“Victims grant” is restricted money (for victims of crime). It has £1,000 left, "
    "so £1,000.01 cannot be promised from it."
)


@pytest.fixture
def restricted(office: Office) -> str:
    """The budget of the one line of a restricted fund, £1,000."""
    return add_budget(office, "Victim care", 1_000, fund=add_restricted_fund(office))


def test_no_agreement_goes_beyond_restricted_money_whoever_approves(office: Office, restricted: str) -> None:
    given = {"title": "Contract", "amount_pence": 1_000_01, "overspend_approver": "Chief finance officer"}
    refused = refusal(office, commitments.commit, restricted, **given)  # type: ignore[arg-type]  # by name
    assert refused == (HARD_STOP, "amount_pence")


def test_no_allocation_goes_beyond_restricted_money_whoever_approves(office: Office, restricted: str) -> None:
    given = {"partnership_id": add_partnership(office), "amount": Pence(1_000_01), "overspend_approver": "Anybody"}
    refused = refusal(office, allocations.allocate, restricted, **given)  # type: ignore[arg-type]  # by name
    assert refused == (HARD_STOP, "amount")


def test_no_share_goes_beyond_restricted_money(office: Office, restricted: str) -> None:
    area = office.write("Add area", areas.add_area, name="North", kind="County")
    assert refusal(office, shares.share, restricted, area_id=area, amount=Pence(1_000_01)) == (HARD_STOP, "amount")


def test_no_agreement_under_an_allocation_goes_beyond_restricted_money(office: Office, restricted: str) -> None:
    partnership = add_partnership(office)
    given = office.write("Give", allocations.allocate, restricted, partnership_id=partnership, amount=in_pence(1_000))
    message, field = refusal(
        office, commitments.commit, restricted, title="Project", amount_pence=1_000_01, allocation_id=given
    )
    assert message.endswith("It has £0 left, so £0.01 cannot be promised from it.")
    assert field == "amount_pence"


def test_no_change_of_an_agreement_goes_beyond_restricted_money(office: Office, restricted: str) -> None:
    agreed = agree(office, restricted, 600)
    message, field = refusal(
        office,
        commitments.change,
        agreed,
        version=1,
        title="Contract",
        amount_pence=1_000_01,
        organisation_id=None,
        agreed_on=None,
        reference="",
    )
    assert message.endswith("It has £400 left, so £400.01 cannot be promised from it.")
    assert field == "amount_pence"


def test_restricted_money_may_be_spent_to_the_last_penny(office: Office, restricted: str) -> None:
    agree(office, restricted, 1_000)
    assert [one.amount_pence for one in office.read(commitments.commitments, restricted)] == [1_000_00]


def test_restricted_money_without_an_amount_promises_nothing(office: Office) -> None:
    budget = add_budget(office, "Victim care", "TBD", fund=add_restricted_fund(office))
    assert refusal(office, commitments.commit, budget, title="Contract", amount_pence=1) == (
        "“Victims grant” is restricted and has no amount yet, so nothing can be promised from it.",
        "amount_pence",
    )


def test_what_is_restricted_in_one_year_may_be_free_in_the_next(office: Office) -> None:
    fund = add_restricted_fund(office)
    line = add_line(office, "Victim care", 1_000, fund=fund)
    edit(office, only(office), year=YEAR + 1, restriction="unrestricted")
    budget = office.write("Next", lines.set_budget, line, year=YEAR + 1, amount=Pence(0))
    assert over(office, budget, 1).over_pence == 100
