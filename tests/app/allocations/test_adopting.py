"""Adopting a scenario writes exactly what it came to, every year summing to its total, in one step with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.allocations import adopting, allocations, factors, partnerships, planning, scenarios
from app.allocations.adopting import Preview, preview_listing
from app.allocations.allocations import AllocationRecord
from app.checking import check
from app.door import Office
from app.errors import NeedsApproval
from app.funds import funds, lines
from app.funds.figures import Amount
from app.history import history
from app.listing import totals
from app.money import Limit, Pence
from db.allocations import Allocation
from tests.conftest import Open
from tests.factories import (
    DAY,
    SAM,
    YEAR,
    add_line,
    add_partnership,
    add_restricted_fund,
    behind_the_desk,
    in_pence,
    refusal,
)

NEXT, AFTER = YEAR + 1, YEAR + 2
NAMES = ("West", "East")
WHY = "Decided by the Commissioner on 1 May"


@dataclass(frozen=True, slots=True)
class Made:
    """An office with a line that two partnerships share, and a scenario that starts from it."""

    line: str
    partners: tuple[str, ...]
    factor: str
    scenario: str


def give(office: Office, line: str, partner: str, amount: int | str, year: int = YEAR, **terms: Any) -> str:
    budget = office.read(lines.line, line).budgets[year].id
    return office.write("Give", allocations.allocate, budget, partnership_id=partner, amount=in_pence(amount), **terms)


def fund_year(office: Office, line: str, amount: int | str, year: int = NEXT) -> str:
    """A budget of the line in a year, in pounds or a word."""
    return office.write("Set budget", lines.set_budget, line, year=year, amount=in_pence(amount), today=DAY)


def make(
    office: Office,
    present: tuple[int | str, ...] = (100, 100),
    figures: tuple[int, ...] = (3, 1),
    *,
    fund: str | None = None,
    **terms: Any,
) -> Made:
    line = add_line(office, "Partnership fund", 1_000, fund=fund)
    partners = tuple(add_partnership(office, name) for name in NAMES)
    for partner, pounds in zip(partners, present, strict=True):
        give(office, line, partner, pounds)
    factor = office.write("Add factor", factors.add, name="Population")
    cells = {f"{partner}:{factor}": figure * factors.MILLION for partner, figure in zip(partners, figures, strict=True)}
    office.write("Enter figures", factors.enter, figures=cells, was={})
    typed = {"weights": {f"{factor}:weight": 1_000}, "years": 2, **terms}
    scenario = office.write("Add scenario", scenarios.add, line_id=line, year=YEAR, name="B", **typed)
    return Made(line, partners, factor, scenario)


def preview(office: Office, made: Made) -> Preview:
    return office.read(adopting.preview, made.scenario)


def adopt(office: Office, made: Made, **given: Any) -> None:
    office.write("Adopt B", adopting.adopt, made.scenario, **{"version": 1, "reason": WHY, "today": DAY, **given})


def refused(office: Office, made: Made, **given: Any) -> tuple[str, str | None]:
    return refusal(office, adopting.adopt, made.scenario, **{"version": 1, "reason": WHY, "today": DAY, **given})


def given_in(office: Office, made: Made, year: int) -> dict[str, AllocationRecord]:
    """The allocations of the line in a year, by partnership."""
    budget = office.read(lines.line, made.line).budgets[year].id
    return {one.partnership: one for one in office.read(allocations.allocations, budget_id=budget)}


def amounts_in(office: Office, made: Made, year: int) -> dict[str, Amount]:
    return {name: one.amount for name, one in given_in(office, made, year).items()}


# --- What it would write ---


def test_what_would_be_written_stands_beside_what_is_there(office: Office) -> None:
    made = make(office)
    fund_year(office, made.line, 500)
    give(office, made.line, made.partners[0], 40, NEXT)
    found = preview(office, made)
    assert [(one.partnership, one.year, one.before, one.after) for one in found.writings] == [
        ("West", NEXT, 40_00, 125_00),
        ("West", AFTER, None, 150_00),
        ("East", NEXT, None, 75_00),
        ("East", AFTER, None, 50_00),
    ]
    assert [(one.year, one.total, one.budget, one.indicative) for one in found.years] == [
        (NEXT, 200_00, 500_00, False),
        (AFTER, 200_00, None, True),
    ]
    assert (found.problems, found.warnings) == ((), ())


def test_the_list_of_what_would_be_written_adds_up(office: Office) -> None:
    shown = preview_listing(preview(office, make(office)))
    assert [one.label for one in shown.columns] == [
        "Partnership",
        "2019/20 now £",
        "2019/20 then £",
        "2020/21 now £",
        "2020/21 then £",
    ]
    assert totals(shown.columns, shown.lines, "") == ("", None, 200_00, None, 200_00)
    assert [text for _, text in shown.notes] == [
        "2019/20 has no amount yet: indicative.",
        "2020/21 has no amount yet: indicative.",
    ]


def test_a_grant_document_that_is_out_with_another_amount_is_told(office: Office) -> None:
    made = make(office)
    fund_year(office, made.line, 500)
    allocation = give(office, made.line, made.partners[0], 40, NEXT)

    def sign(session: Any) -> None:
        row = session.get(Allocation, allocation)
        row.sent_on, row.signed_on = date(2018, 4, 1), date(2018, 4, 3)

    office.write("Sign", sign)
    assert preview(office, made).warnings == (
        "The grant document of West for 2019/20 was signed on 3 April 2018, with the amount that stands there now.",
    )


# --- What it writes ---


def test_every_years_allocations_are_written_with_their_basis_and_reason(office: Office) -> None:
    made = make(office)
    fund_year(office, made.line, 500)
    adopt(office, made)
    west = given_in(office, made, NEXT)["West"]
    assert (west.amount, west.basis_kind, west.basis, west.reason, west.status) == (
        125_00,
        "formula",
        "Re-balanced by population 100 %; year 1 of 2",
        WHY,
        "firm",
    )
    assert amounts_in(office, made, AFTER) == {"West": 150_00, "East": 50_00}
    assert amounts_in(office, made, YEAR) == {"West": 100_00, "East": 100_00}


def test_a_year_without_a_budget_gets_one_in_words_where_the_line_stood_last(office: Office) -> None:
    made = make(office)
    adopt(office, made)
    line = office.read(lines.line, made.line)
    assert [line.budgets[year].figures.budget for year in (NEXT, AFTER)] == ["TBD", "TBD"]
    assert line.budgets[AFTER].priority_id == line.budgets[YEAR].priority_id
    assert {one.status for year in (NEXT, AFTER) for one in given_in(office, made, year).values()} == {"indicative"}


def test_a_year_that_has_a_word_for_its_budget_keeps_it_and_is_indicative(office: Office) -> None:
    made = make(office)
    fund_year(office, made.line, "Awaited")
    adopt(office, made)
    assert office.read(lines.line, made.line).budgets[NEXT].figures.budget == "Awaited"
    assert {one.status for one in given_in(office, made, NEXT).values()} == {"indicative"}


def test_allocations_that_are_there_are_changed_and_not_doubled(office: Office) -> None:
    made = make(office)
    fund_year(office, made.line, 500)
    kept = give(office, made.line, made.partners[0], 40, NEXT, purpose="Patrols", basis="By hand")
    adopt(office, made)
    west = given_in(office, made, NEXT)["West"]
    assert (west.id, west.amount, west.purpose, west.basis_kind) == (kept, 125_00, "Patrols", "formula")
    assert len(given_in(office, made, NEXT)) == 2


def test_purpose_and_conditions_go_on_from_the_year_before(office: Office) -> None:
    made = make(office)
    [west, _] = given_in(office, made, YEAR).values()
    given = {"version": west.version, "amount": west.amount, "purpose": "Patrols", "conditions": "A report in May"}
    office.write("Change", allocations.change, west.id, **given)  # type: ignore[arg-type]  # by name
    adopt(office, made)
    kept = [given_in(office, made, year)["West"] for year in (NEXT, AFTER)]
    assert [(one.purpose, one.conditions, one.reason) for one in kept] == [("Patrols", "A report in May", WHY)] * 2


def test_an_allocation_whose_amount_stays_is_told_why_too(office: Office) -> None:
    made = make(office)
    fund_year(office, made.line, 500)
    give(office, made.line, made.partners[0], 125, NEXT, basis="By hand")
    adopt(office, made)
    west = given_in(office, made, NEXT)["West"]
    assert (west.amount, west.basis_kind, west.reason) == (125_00, "formula", WHY)


def test_an_addition_that_several_share_is_left_as_it_is(office: Office) -> None:
    made = make(office)
    budget = fund_year(office, made.line, 500)
    row = {"basis": "", "reason": "", "word": "", "sent_on": None, "signed_on": None}
    office.write(
        "Add", lambda session: session.add(Allocation(budget_id=budget, name="Safer Towns", amount_pence=70_00, **row))
    )
    adopt(office, made)
    [addition] = office.read(allocations.additions, budget_id=budget)
    assert (addition.partnership, addition.amount, addition.reason) == ("Safer Towns", 70_00, "")


def test_who_is_held_is_told_so_in_the_basis(office: Office) -> None:
    made = make(office)
    seen = office.read(scenarios.scenario, made.scenario)
    values = {**scenarios.values_of(seen.plan), "limits": {f"{made.partners[1]}:held": Pence(100_00)}}
    office.write("Change", scenarios.change, made.scenario, version=1, **values)
    adopt(office, made, version=2)
    assert given_in(office, made, AFTER)["East"].basis == (
        "Held at £100 in the re-balancing by population 100 %; year 2 of 2"
    )


def test_a_countys_districts_have_their_own_allocations(devon_cornwall: Office) -> None:
    [scenario] = devon_cornwall.read(scenarios.scenarios)
    devon_cornwall.write("Adopt", adopting.adopt, scenario.id, version=scenario.version, reason=WHY, today=DAY)
    line = devon_cornwall.read(lines.line, scenario.plan.line_id)
    for year in (2020, 2021, 2022):
        found = devon_cornwall.read(allocations.allocations, budget_id=line.budgets[year].id)
        assert sum(one.amount for one in found if isinstance(one.amount, int)) == 1_615_249_00
        assert len(found) == 9
    exeter = next(one for one in found if one.partnership.startswith("Exeter"))
    assert (exeter.amount, exeter.basis[:16]) == (25_000_00, "Held at £25,000 ")


def test_the_scenario_keeps_who_adopted_it_when_and_why(office: Office, opened: Open) -> None:
    made = make(office)
    adopt(opened(office.path, SAM), made)
    [found] = office.read(scenarios.scenarios)
    assert (found.adopted_on, found.adopted_by, found.adopted_reason) == (DAY, "Sam", WHY)
    assert office.read(scenarios.scenario_list, year=YEAR).lines[0].cells[-1] == "Adopted 1 May 2018"
    assert [one.mine for one in opened(office.path, SAM).read(scenarios.scenarios)] == [False]


def test_years_later_an_adopted_scenario_is_still_computed_from_the_figures_it_was_adopted_on(
    office: Office, path: Path
) -> None:
    made = make(office)
    then = office.read(scenarios.data_of, made.scenario)
    adopt(office, made)
    office.write("Empty", factors.enter, figures={}, was=factors.figures_of(office.read(factors.factors)))
    given = office.read(allocations.allocations, year=YEAR)[0]
    office.write("Put away", allocations.archive, given.id, version=given.version)
    kept = office.read(scenarios.data_of, made.scenario)
    [told, *_] = [one.text for one in office.read(history) if one.text.startswith("Adopt B")]
    assert "app.allocations" not in told  # what it was computed from is kept, not read out
    assert (kept, kept != office.read(scenarios.bench_data, made.line, year=YEAR)) == (then, True)
    assert check(path) == []


def test_what_a_later_desk_cannot_read_of_an_adopted_scenario_is_read_anew(office: Office, path: Path) -> None:
    made = make(office)
    adopt(office, made)
    behind_the_desk(path, 'UPDATE scenario SET adopted_data = \'{"record": "app.gone:Data", "of": {}}\'')
    assert office.read(scenarios.data_of, made.scenario) == office.read(scenarios.bench_data, made.line, year=YEAR)


def test_undo_takes_the_whole_step_back(office: Office) -> None:
    made = make(office)
    fund_year(office, made.line, 500)
    give(office, made.line, made.partners[0], 40, NEXT)
    before = preview(office, made)
    adopt(office, made)
    assert office.undo() == "Adopt B"
    line = office.read(lines.line, made.line)
    assert (sorted(line.budgets), amounts_in(office, made, NEXT)) == ([YEAR, NEXT], {"West": 40_00})
    assert given_in(office, made, NEXT)["West"].basis_kind == ""
    after = preview(office, made)
    assert (after.writings, after.scenario.adopted_on) == (before.writings, None)
    office.redo()
    assert amounts_in(office, made, AFTER) == {"West": 150_00, "East": 50_00}


SHARES = st.tuples(st.integers(0, 5_000), st.integers(1, 5_000))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    present=SHARES,
    figures=st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)),
    years=st.integers(1, 4),
    loss=st.none() | st.integers(0, 1_000),
    more=st.integers(0, 5_000),
)
def test_exactly_the_outcome_is_written_and_each_year_sums_to_its_total(
    office: Office, present: tuple[int, int], figures: tuple[int, int], years: int, loss: int | None, more: int
) -> None:
    made = _another(office, present, figures)
    total = sum(present) * 100 + more
    seen = office.read(scenarios.scenario, made.scenario)
    values = {
        **scenarios.values_of(seen.plan),
        "years": years,
        "loss": None if loss is None else Limit(tenths=loss),
        "totals": {f"total:{YEAR + step}": total for step in range(1, years + 1)},
    }
    office.write("Change", scenarios.change, made.scenario, version=seen.version, **values)
    plan = office.read(scenarios.scenario, made.scenario).plan
    done = planning.rebalanced(office.read(scenarios.bench_data, made.line, year=YEAR), plan)
    assert done.problems == ()
    adopt(office, made, version=None)
    for year in range(NEXT, YEAR + years + 1):
        written = amounts_in(office, made, year)
        assert written == {one.name: one.by_year[year] for one in done.outcomes}
        assert sum(amount for amount in written.values() if isinstance(amount, int)) == total


def _another(office: Office, present: tuple[int, int], figures: tuple[int, int]) -> Made:
    """The same partnerships and factor with other figures, on a line of its own."""
    known = [one.id for one in office.read(partnerships.partnerships)]
    if not known:
        return make(office, present, figures)
    line = add_line(office, "Partnership fund", sum(present))
    for partner, pounds in zip(known, present, strict=True):
        give(office, line, partner, pounds)
    [factor] = office.read(factors.factors)
    cells = {f"{partner}:{factor.id}": one * factors.MILLION for partner, one in zip(known, figures, strict=True)}
    office.write("Enter figures", factors.enter, figures=cells, was=factors.figures_of([factor]))
    scenario = office.write(
        "Add scenario", scenarios.add, line_id=line, year=YEAR, name="B", weights={f"{factor.id}:weight": 1_000}
    )
    return Made(line, tuple(known), factor.id, scenario)


# --- What is refused ---


def test_going_over_the_line_needs_an_approver_and_keeps_who_it_was(office: Office) -> None:
    made = make(office)
    fund = office.read(funds.funds, year=YEAR)[0]
    terms = {"version": fund.version, "name": fund.name, "letter": "", "funder_id": None, "purpose": ""}
    office.write(
        "Allow",
        funds.change,
        fund.id,
        year=YEAR,
        restriction="unrestricted",
        restriction_terms="",
        overspend_limit_pence=50_00,
        overspend_approver="chief finance officer",
        **terms,  # type: ignore[arg-type]
    )
    fund_year(office, made.line, 180)
    with pytest.raises(NeedsApproval) as caught:
        adopt(office, made)
    assert (caught.value.over_pence, caught.value.field) == (20_00, "approver")
    adopt(office, made, approver=" Pat ")
    assert {one.overspend_approver for one in given_in(office, made, NEXT).values()} == {"Pat"}
    assert {one.overspend_approver for one in given_in(office, made, AFTER).values()} == {""}


def test_only_what_comes_on_top_of_what_is_given_already_needs_room(office: Office) -> None:
    made = make(office)
    fund_year(office, made.line, 200)
    give(office, made.line, made.partners[0], 160, NEXT)
    adopt(office, made)
    assert amounts_in(office, made, NEXT) == {"West": 125_00, "East": 75_00}


def test_restricted_money_is_never_promised_beyond_what_there_is(office: Office) -> None:
    made = make(office, fund=add_restricted_fund(office))
    fund_year(office, made.line, 199)
    message, field = refused(office, made, approver="Pat")
    assert message.startswith("2019/20: “Victims grant” is restricted money (for victims of crime). It has £199 left")
    assert field is None


def test_a_reason_is_needed(office: Office) -> None:
    assert refused(office, make(office), reason=" ") == ("A reason is needed.", "reason")


def test_a_word_in_the_present_year_keeps_it_from_being_adopted(office: Office) -> None:
    made = make(office, (100, "TBD"))
    found = preview(office, made)
    sentence = "East has TBD in 2018/19, so there is nothing to start from."
    assert (found.writings, [one.text for one in found.problems]) == ((), [sentence])
    assert refused(office, made) == (sentence, None)


def test_figures_that_no_longer_do_keep_it_from_being_adopted(office: Office) -> None:
    made = make(office)
    was = factors.figures_of(office.read(factors.factors))
    office.write("Empty", factors.enter, figures={}, was=was)
    assert refused(office, made)[0] == preview(office, made).problems[0].text


def test_who_has_an_allocation_then_and_takes_no_part_is_named(office: Office) -> None:
    made = make(office)
    fund_year(office, made.line, 500)
    give(office, made.line, add_partnership(office, "North"), 5, NEXT)
    assert refused(office, made) == (
        "North has an allocation in 2019/20 and takes no part in this scenario. Give it a limit or a figure, or put "
        "that allocation away first.",
        None,
    )


def test_what_was_not_seen_is_not_written(office: Office, opened: Open) -> None:
    made = make(office)
    seen = preview(office, made)
    was = factors.figures_of(office.read(factors.factors))
    figures = {**was, f"{made.partners[0]}:{made.factor}": factors.MILLION}
    opened(office.path, SAM).write("Enter figures", factors.enter, figures=figures, was=was)
    assert refused(office, made, amounts=seen.amounts) == (
        "The figures it is computed from have changed since you looked. Look at what it comes to now.",
        None,
    )
    fund_year(office, made.line, 500)
    give(office, made.line, made.partners[0], 5, NEXT)
    assert refused(office, made, was=seen.was) == (
        "Somebody has changed the allocations of these years since you looked. Look at them again.",
        None,
    )
    again = preview(office, made)
    adopt(office, made, amounts=again.amounts, was=again.was)


def test_a_scenario_that_was_saved_meanwhile_is_not_adopted(office: Office, opened: Open) -> None:
    made = make(office)
    seen = office.read(scenarios.scenario, made.scenario)
    values = {**scenarios.values_of(seen.plan), "years": 3}
    opened(office.path, SAM).write("Change scenario", scenarios.change, made.scenario, version=1, **values)
    assert refused(office, made)[0].startswith("Sam saved this while you were typing")


@pytest.mark.parametrize("do", ["adopt", "change", "archive", "share"])
def test_an_adopted_scenario_stays_as_it_was(office: Office, do: str) -> None:
    made = make(office)
    adopt(office, made)
    seen = office.read(scenarios.scenario, made.scenario)
    given: Mapping[str, Any] = {
        "adopt": {"reason": WHY},
        "change": scenarios.values_of(seen.plan),
        "archive": {},
        "share": {},
    }[do]
    use_case: Any = adopting.adopt if do == "adopt" else getattr(scenarios, do)
    assert refusal(office, use_case, made.scenario, version=seen.version, **given) == (
        "This scenario was adopted on 1 May 2018 and stays as it was. Copy it to go on from it.",
        None,
    )
    copied = office.write("Copy", scenarios.copy, made.scenario, name="C")
    assert office.read(scenarios.scenario, copied).adopted_on is None
