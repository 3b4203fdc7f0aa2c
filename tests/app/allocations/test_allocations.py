"""What partnerships are allocated, alone and together, and on which terms; what they spend by theme."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.allocations import allocations, themes
from app.door import Office
from app.errors import NeedsApproval, Stale
from app.funds import commitments, lines
from app.funds.figures import Amount
from app.money import MOST_PENCE, Pence
from tests.app.allocations.given import add_shared, allocation, give
from tests.conftest import Open
from tests.factories import (
    SAM,
    YEAR,
    add_budget,
    add_fund,
    add_line,
    add_partnership,
    add_restricted_fund,
    budget_id,
    figures_of,
    in_pence,
    refusal,
)

WORD_NEEDED = ("Give an amount, or a word such as TBD that stands in its place.", "amount")


def change(office: Office, allocation_id: str, pounds: int | str, **terms: Any) -> None:
    version = terms.pop("version", allocation(office, allocation_id).version)
    amount = in_pence(pounds)
    office.write("Change", allocations.change, allocation_id, version=version, amount=amount, **terms)


def test_an_allocation_is_read_back_with_its_basis(office: Office) -> None:
    budget = add_budget(office, pounds=1_000)
    give(office, budget, add_partnership(office, "Safer Anytown"), 400, basis=" By need ", reason="Agreed in May")
    [found] = office.read(allocations.allocations, year=YEAR)
    assert (found.partnership, found.amount, found.basis, found.reason) == (
        "Safer Anytown",
        400_00,
        "By need",
        "Agreed in May",
    )


def test_allocations_stand_in_the_partnerships_order(office: Office) -> None:
    budget = add_budget(office, pounds=1_000)
    names = ["Zeta", "Alpha"]
    for partnership in reversed([add_partnership(office, name) for name in names]):
        give(office, budget, partnership, 100)
    assert [one.partnership for one in office.read(allocations.allocations, budget_id=budget)] == names


def test_a_word_is_allocated_without_asking_for_room(office: Office) -> None:
    budget = add_budget(office, pounds=0)
    give(office, budget, add_partnership(office), "Maintain")
    assert [one.amount for one in office.read(allocations.allocations)] == ["Maintain"]


@pytest.mark.parametrize(
    ("amount", "refused"),
    [
        (None, WORD_NEEDED),
        ("  ", WORD_NEEDED),
        (Pence(-1), ("The amount cannot be below £0.", "amount")),
        (Pence(MOST_PENCE + 1), ("That is more than the desk keeps in one amount (£1,000,000,000).", "amount")),
        (
            Pence(1_000_01),
            (
                "This is £0.01 more than “Road safety” has left (£1,000). To go over, name who approved it.",
                "overspend_approver",
            ),
        ),
    ],
)
def test_an_allocation_that_cannot_be_is_refused(office: Office, amount: Amount, refused: tuple[str, str]) -> None:
    budget, partnership = add_budget(office, pounds=1_000), add_partnership(office)
    given = {"partnership_id": partnership, "amount": amount}
    assert refusal(office, allocations.allocate, budget, **given) == refused  # type: ignore[arg-type]  # by name


def test_a_partnership_has_one_allocation_out_of_a_budget(office: Office) -> None:
    budget, partnership = add_budget(office, pounds=1_000), add_partnership(office)
    give(office, budget, partnership, 100)
    assert refusal(office, allocations.allocate, budget, partnership_id=partnership, amount=Pence(1)) == (
        "This partnership already has an allocation from that line in that year.",
        "partnership_id",
    )


def test_what_is_no_basis_and_no_status_is_refused(office: Office) -> None:
    budget, partnership = add_budget(office), add_partnership(office)
    given: dict[str, Any] = {"partnership_id": partnership, "amount": Pence(1)}
    assert refusal(office, allocations.allocate, budget, **given, basis_kind="guess") == (
        "Choose how the figure came about.",
        "basis_kind",
    )
    assert refusal(office, allocations.allocate, budget, **given, status="hoped") == (
        "Choose whether the allocation is firm.",
        "status",
    )


def test_nothing_is_allocated_to_a_partnership_that_was_put_away(office: Office) -> None:
    budget, partnership = add_budget(office), add_partnership(office)
    office.undo()
    assert refusal(office, allocations.allocate, budget, partnership_id=partnership, amount=Pence(1))[1] is None


def test_an_allocation_changes_with_its_terms_and_those_left_out_stay(office: Office) -> None:
    row = give(office, add_budget(office), add_partnership(office), 400, basis="By need", purpose="Safer streets")
    change(office, row, 500, basis="Raised", basis_kind="manual", status="indicative")
    found = allocation(office, row)
    assert (found.amount, found.basis, found.basis_kind, found.purpose, found.status) == (
        500_00,
        "Raised",
        "manual",
        "Safer streets",
        "indicative",
    )
    change(office, row, "TBD")
    assert allocation(office, row).amount == "TBD"


def test_only_what_an_allocation_grows_by_needs_room(office: Office) -> None:
    line = add_line(office, pounds=1_000)
    row = give(office, budget_id(office, line), add_partnership(office), 900)
    change(office, row, 1_000)
    assert figures_of(office, line).left == 0
    given: dict[str, Any] = {"version": None, "amount": Pence(1_001_00)}
    assert refusal(office, allocations.change, row, **given) == (
        "This is £1 more than “Road safety” has left (£0). To go over, name who approved it.",
        "overspend_approver",
    )
    assert refusal(office, allocations.change, row, version=None, amount=Pence(-1))[1] == "amount"


def test_who_approved_one_overspend_has_not_approved_the_next(office: Office) -> None:
    fund = add_fund(office, overspend_limit_pence=500_00, overspend_approver="chief finance officer")
    budget = add_budget(office, pounds=100, fund=fund)
    row = give(office, budget, add_partnership(office), 200, overspend_approver="Chris")
    with pytest.raises(NeedsApproval) as caught:
        change(office, row, 300)
    assert caught.value.over_pence == 200_00
    change(office, row, 300, overspend_approver="Chris")
    assert allocation(office, row).amount == 300_00


def test_restricted_money_is_a_hard_stop_for_allocations(office: Office) -> None:
    budget = add_budget(office, pounds=100, fund=add_restricted_fund(office))
    row = give(office, budget, add_partnership(office), 100)
    given: dict[str, Any] = {"version": None, "amount": Pence(101_00), "overspend_approver": "Chris"}
    message, field = refusal(office, allocations.change, row, **given)
    assert (message.startswith("“Victims grant” is restricted money"), field) == (True, "amount")


def test_what_is_indicative_needs_no_room_while_the_year_has_no_amount(office: Office) -> None:
    budget = add_budget(office, pounds="TBD")
    row = give(office, budget, add_partnership(office), 400, status="indicative")
    change(office, row, 500)
    assert allocation(office, row).amount == 500_00
    assert refusal(office, allocations.change, row, version=None, amount=Pence(600_00), status="firm")[1] == "amount"


def test_what_is_agreed_under_an_allocation_counts_in_full_whatever_it_is_changed_to(office: Office) -> None:
    line = add_line(office, pounds=1_000)
    budget = budget_id(office, line)
    row = give(office, budget, add_partnership(office), 400)
    agreed = {"title": "Street work", "amount_pence": 600_00, "allocation_id": row}
    office.write("Agree", commitments.commit, budget, **agreed)  # type: ignore[arg-type]
    change(office, row, 500)
    assert figures_of(office, line).allocated == 600_00
    change(office, row, 1_000)
    assert figures_of(office, line).left == 0


def test_an_allocation_stays_while_something_is_agreed_under_it(office: Office) -> None:
    budget = add_budget(office)
    row = give(office, budget, add_partnership(office), 400)
    agreed = {"title": "Street work", "amount_pence": 100_00, "allocation_id": row}
    office.write("Agree", commitments.commit, budget, **agreed)  # type: ignore[arg-type]
    assert refusal(office, allocations.archive, row) == (
        "“Street work” (£100) is agreed under this allocation. Archive it first.",
        None,
    )


def test_an_allocation_is_put_away_and_brought_back_where_there_is_room(office: Office) -> None:
    line = add_line(office, pounds=1_000)
    budget, partnership = budget_id(office, line), add_partnership(office)
    row = give(office, budget, partnership, 800)
    office.write("Archive", allocations.archive, row, version=allocation(office, row).version)
    assert figures_of(office, line).left == 1_000_00
    other = give(office, budget, partnership, 300)
    assert refusal(office, allocations.archive, row, back=True)[1] == "overspend_approver"
    office.write("Archive", allocations.archive, other)
    office.write("Bring back", allocations.archive, row, back=True)
    assert figures_of(office, line).left == 200_00


def test_nobodys_change_of_an_allocation_is_written_over(office: Office, opened: Open) -> None:
    row = give(office, add_budget(office), add_partnership(office), 400)
    seen = allocation(office, row).version
    change(opened(office.path, SAM), row, 500)
    for use_case, given in (
        (allocations.change, {"amount": Pence(1)}),
        (allocations.archive, {}),
        (allocations.grant_document, {"sent_on": None, "signed_on": None}),
    ):
        with pytest.raises(Stale, match="Sam saved this while you were typing"):
            office.write("Try", use_case, row, version=seen, **given)  # type: ignore[arg-type]
    assert allocation(office, row).amount == 500_00


def test_a_grant_document_is_sent_and_signed(office: Office) -> None:
    row = give(office, add_budget(office), add_partnership(office), 400)
    states = [allocation(office, row).document_state]
    for sent, signed in ((date(2018, 4, 3), None), (date(2018, 4, 3), date(2018, 4, 20)), (None, None)):
        given = {"version": allocation(office, row).version, "sent_on": sent, "signed_on": signed}
        office.write("Mark", allocations.grant_document, row, **given)  # type: ignore[arg-type]
        states.append(allocation(office, row).document_state)
    assert states == ["Not sent", "Sent", "Signed", "Not sent"]
    before = {"version": None, "sent_on": date(2018, 4, 3), "signed_on": date(2018, 4, 2)}
    assert refusal(office, allocations.grant_document, row, **before) == (  # type: ignore[arg-type]
        "A grant document cannot be signed before it was sent.",
        "signed_on",
    )


# --- additions that several partnerships share ---


def test_an_addition_is_its_own_and_no_partnerships(office: Office) -> None:
    line = add_line(office, pounds=1_000)
    budget = budget_id(office, line)
    east, west = add_partnership(office, "East"), add_partnership(office, "West")
    row = add_shared(office, budget, " Safer Towns ", 70, west, east, basis="As agreed", conditions="Towns only")
    [found] = office.read(allocations.additions, year=YEAR)
    assert (found.id, found.partnership, found.partnership_id, found.amount) == (row, "Safer Towns", "", 70_00)
    assert (found.sharer_ids, found.basis, found.conditions) == ((east, west), "As agreed", "Towns only")
    assert office.read(allocations.allocations) == []
    assert figures_of(office, line).allocated == 70_00


@pytest.mark.parametrize("sharers", [[], ["east"], ["east", "east"]])
def test_an_addition_is_shared_by_two_or_more(office: Office, sharers: list[str]) -> None:
    budget, ids = add_budget(office), {"east": add_partnership(office, "East")}
    given: dict[str, Any] = {"name": "Safer Towns", "amount": Pence(1), "sharer_ids": [ids[one] for one in sharers]}
    assert refusal(office, allocations.add_addition, budget, **given) == (
        "An addition is shared by at least two partnerships. What one of them gets is an allocation of its own.",
        "sharer_ids",
    )


def test_an_addition_needs_a_name_of_its_own_and_room(office: Office) -> None:
    budget, both = add_budget(office, pounds=100), [add_partnership(office, "East"), add_partnership(office, "West")]
    add_shared(office, budget, "Safer Towns", 70, *both)
    for given, field in (
        ({"name": " ", "amount": Pence(1)}, "name"),
        ({"name": "safer towns", "amount": Pence(1)}, "name"),
        ({"name": "Nights", "amount": None}, "amount"),
        ({"name": "Nights", "amount": Pence(31_00)}, "overspend_approver"),
    ):
        assert refusal(office, allocations.add_addition, budget, sharer_ids=both, **given)[1] == field


def test_who_shares_in_an_addition_changes_and_changes_back(office: Office) -> None:
    east, west, north = (add_partnership(office, name) for name in ("East", "West", "North"))
    row = add_shared(office, add_budget(office), "Safer Towns", 70, east, west)

    def changed(name: str, pounds: int, *sharers: str) -> tuple[str, ...]:
        given = {"name": name, "amount": Pence(pounds * 100), "sharer_ids": sharers}
        version = allocation(office, row).version
        office.write("Change", allocations.change_addition, row, version=version, **given)  # type: ignore[arg-type]
        return allocation(office, row).sharer_ids

    assert changed("Safe Towns", 80, north, east) == (east, north)
    assert (allocation(office, row).partnership, allocation(office, row).amount) == ("Safe Towns", 80_00)
    assert changed("Safe Towns", 80, east, west) == (east, west)
    office.undo()
    assert allocation(office, row).sharer_ids == (east, north)


def test_a_change_of_who_shares_is_seen_by_whoever_changes_the_rest(office: Office, opened: Open) -> None:
    east, west, north = (add_partnership(office, name) for name in ("East", "West", "North"))
    row = add_shared(office, add_budget(office), "Safer Towns", 70, east, west)
    seen = allocation(office, row).version
    given: dict[str, Any] = {"name": "Safer Towns", "amount": Pence(70_00)}
    sam = opened(office.path, SAM)
    sam.write("Share", allocations.change_addition, row, version=seen, sharer_ids=[east, north], **given)
    with pytest.raises(Stale, match="Sam saved this"):
        office.write("Share", allocations.change_addition, row, version=seen, sharer_ids=[east, west], **given)
    alone: dict[str, Any] = {"version": None, "sharer_ids": [east]}
    assert refusal(office, allocations.change_addition, row, **given, **alone)[1] == "sharer_ids"


def test_a_cut_of_the_line_below_an_addition_is_told(office: Office) -> None:
    line = add_line(office, pounds=100)
    budget = budget_id(office, line)
    add_shared(office, budget, "Safer Towns", 70, add_partnership(office, "East"), add_partnership(office, "West"))
    assert refusal(office, lines.revise, budget, amount=Pence(60_00), reason="Cut")[1] == "approver"


# --- spend by theme ---


def test_a_cell_of_spend_keeps_each_amount_in_its_order(office: Office) -> None:
    partnership = add_partnership(office)
    theme = office.write("Add theme", themes.add_theme, name="Road safety")
    given = {"partnership_id": partnership, "theme_id": theme, "year": YEAR}
    office.write("Spend", themes.record_spend, amounts_pence=(300_00, 100_00), printed=("£300*",), **given)  # type: ignore[arg-type]
    assert [one.amounts for one in office.read(themes.spend, year=YEAR)] == [(300_00, 100_00)]
    assert office.read(themes.spend, year=YEAR + 1) == []


def test_spend_is_never_below_nought_and_a_theme_needs_a_name(office: Office) -> None:
    theme = office.write("Add theme", themes.add_theme, name="Road safety")
    partnership = add_partnership(office)
    assert refusal(
        office, themes.record_spend, partnership_id=partnership, theme_id=theme, year=YEAR, amounts_pence=(-1,)
    ) == ("Spend cannot be below £0.", None)
    assert refusal(office, themes.add_theme, name=" ") == ("The theme is needed.", "name")
