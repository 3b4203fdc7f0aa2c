"""A line's allocations entered as a grid of partnerships and years, in one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as with_any
from hypothesis import strategies as st

from app import coding
from app.allocations import allocations, entering, partnerships
from app.door import Office
from app.errors import NeedsApproval, Stale
from app.funds import commitments, lines
from app.funds.figures import Amount
from app.money import MOST_PENCE, Pence
from tests.app.allocations.given import add, add_shared, allocation, give, over, present
from tests.conftest import Open
from tests.factories import SAM, add_fund, add_line, add_restricted_fund, budget_id, figures_of, in_pence, refusal

YEARS = (2018, 2019)


@dataclass(frozen=True, slots=True)
class Bench:
    """A line with £1,000 in each of two years, and two partnerships."""

    office: Office
    line: str
    east: str
    west: str

    @property
    def was(self) -> dict[str, Amount]:
        return present(self.office, self.line, *YEARS)

    def cells(self, **changed: int | str | None) -> dict[str, Amount]:
        """The grid as it is, with `east_2018` and its like changed."""
        ids = {"east": self.east, "west": self.west}
        named = {f"{ids[key.partition('_')[0]]}_{key.partition('_')[2]}": one for key, one in changed.items()}
        return over(self.was, **named)

    def enter(self, *, office: Office | None = None, terms: dict[str, Any] | None = None, **changed: Any) -> None:
        was, amounts = self.was, self.cells(**changed)
        desk = office or self.office
        desk.write("Enter allocations", entering.enter, self.line, amounts=amounts, was=was, **(terms or {}))

    def refused(self, terms: dict[str, Any] | None = None, **changed: Any) -> tuple[str, str | None]:
        given: dict[str, Any] = {"amounts": self.cells(**changed), "was": self.was, **(terms or {})}
        return refusal(self.office, entering.enter, self.line, **given)

    def record(self, who: str, year: int) -> allocations.AllocationRecord:
        found = self.office.read(allocations.allocations, year=year)
        return next(one for one in found if one.partnership_id == who)


@pytest.fixture
def bench(office: Office) -> Bench:
    return made(office)


def made(office: Office, pounds: int | str = 1_000, **fund: Any) -> Bench:
    line = add_line(office, "Partnership fund", 1_000, fund=add_fund(office, **fund) if fund else None)
    office.write("Budget", lines.set_budget, line, year=2019, amount=in_pence(pounds))
    return Bench(office, line, add(office, "East"), add(office, "West"))


def test_one_save_fills_partnerships_and_years(bench: Bench) -> None:
    before = bench.office.last_seq()
    bench.enter(east_2018=400, west_2018=300, east_2019="TBD", terms={"basis_kind": "flat", "basis": "As agreed"})
    assert bench.office.last_seq() == before + 1
    assert bench.was == bench.cells(east_2018=400, west_2018=300, east_2019="TBD")
    one = bench.record(bench.west, 2018)
    assert (one.amount, one.basis_kind, one.basis, one.status) == (300_00, "flat", "As agreed", "firm")
    bench.office.undo()
    assert bench.was == {}


def test_only_the_cells_that_were_changed_are_touched(bench: Bench) -> None:
    bench.enter(east_2018=400, west_2018=300, terms={"basis": "First"})
    version = bench.record(bench.east, 2018).version
    bench.enter(west_2018=350, terms={"basis": "Second", "reason": "Nights"})
    east, west = bench.record(bench.east, 2018), bench.record(bench.west, 2018)
    assert (east.version, east.basis, east.reason) == (version, "First", "")
    assert (west.amount, west.basis, west.reason) == (350_00, "Second", "Nights")


def test_an_empty_reason_keeps_the_one_that_is_there(bench: Bench) -> None:
    bench.enter(east_2018=400, terms={"reason": "Nights", "basis": "First"})
    bench.enter(east_2018=500)
    assert (bench.record(bench.east, 2018).reason, bench.record(bench.east, 2018).basis) == ("Nights", "")


def test_a_cell_that_is_emptied_puts_its_allocation_away(bench: Bench) -> None:
    bench.enter(east_2018=400, west_2018=300)
    bench.enter(east_2018=None)
    assert bench.was == bench.cells(west_2018=300)
    assert figures_of(bench.office, bench.line).left == 700_00
    bench.enter(east_2018=100)
    assert bench.record(bench.east, 2018).amount == 100_00
    bench.office.undo()
    bench.office.undo()
    assert bench.record(bench.east, 2018).amount == 400_00


def test_a_new_allocation_has_the_terms_of_the_one_before_it(bench: Bench) -> None:
    give(bench.office, budget_id(bench.office, bench.line), bench.east, 400, purpose="Nights", conditions="A report")
    bench.enter(east_2019=400, west_2019=100)
    east, west = bench.record(bench.east, 2019), bench.record(bench.west, 2019)
    assert (east.purpose, east.conditions, west.purpose) == ("Nights", "A report", "")


def test_saving_a_grid_nobody_changed_is_no_step(bench: Bench) -> None:
    bench.enter(east_2018=400)
    before = bench.office.last_seq()
    bench.enter()
    assert bench.office.last_seq() == before


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        (Pence(-1), "East, 2018/19: The amount cannot be below £0."),
        (
            Pence(MOST_PENCE + 1),
            "East, 2018/19: That is more than the desk keeps in one amount (£1,000,000,000).",
        ),
    ],
)
def test_an_amount_that_cannot_be_is_refused_at_its_cell(bench: Bench, amount: Pence, sentence: str) -> None:
    cell = f"{bench.east}:2018"
    given: dict[str, Any] = {"amounts": {cell: amount}, "was": {}}
    assert refusal(bench.office, entering.enter, bench.line, **given) == (sentence, f"amounts:{cell}")


def test_a_year_without_a_budget_is_refused_at_the_cell(bench: Bench) -> None:
    assert bench.refused(west_2018=1, east_2020=100) == (
        "East, 2020/21: “Partnership fund” has no budget in that year yet. Give it one first.",
        f"amounts:{bench.east}:2020",
    )


def test_nothing_new_is_given_to_a_partnership_that_was_put_away(bench: Bench) -> None:
    bench.enter(east_2018=400)
    bench.office.write("Archive", partnerships.archive, bench.east)
    assert bench.refused(east_2019=400) == (
        "East, 2019/20: This partnership has been put away. Bring it back first.",
        f"amounts:{bench.east}:2019",
    )
    bench.enter(east_2018=300)
    assert bench.record(bench.east, 2018).amount == 300_00


def test_a_cell_with_something_agreed_under_it_is_not_emptied(bench: Bench) -> None:
    bench.enter(east_2018=400)
    row = bench.record(bench.east, 2018)
    agreed: dict[str, Any] = {"title": "Street work", "amount_pence": 100_00, "allocation_id": row.id}
    bench.office.write("Agree", commitments.commit, row.budget_id, **agreed)
    message, field = bench.refused(east_2018=None)
    assert message.startswith("East, 2018/19: “Street work” (£100) is agreed under this allocation.")
    assert field == f"amounts:{bench.east}:2018"


def test_a_basis_that_is_none_is_refused(bench: Bench) -> None:
    assert bench.refused({"basis_kind": "guess"}, east_2018=1)[1] == "basis_kind"


# --- room ---


def test_room_is_asked_for_what_a_year_changes_in_all(bench: Bench) -> None:
    bench.enter(east_2018=600, west_2018=400)
    bench.enter(east_2018=100, west_2018=900)
    assert figures_of(bench.office, bench.line).left == 0


def test_going_over_needs_an_approver_and_says_in_which_years(office: Office) -> None:
    wide = made(office, overspend_limit_pence=500_00, overspend_approver="chief finance officer")
    with pytest.raises(NeedsApproval) as caught:
        wide.enter(east_2018=600, west_2018=450, east_2019=1_010)
    assert caught.value.message == (
        "2018/19: This is £50 more than “Partnership fund” has left (£1,000). To go over, name who approved it. "
        "2019/20: This is £10 more than “Partnership fund” has left (£1,000). To go over, name who approved it."
    )
    assert (caught.value.over_pence, caught.value.field) == (60_00, "overspend_approver")
    wide.enter(east_2018=600, west_2018=450, east_2019=1_010, terms={"overspend_approver": " Chris "})
    assert wide.record(wide.west, 2018).overspend_approver == "Chris"
    message, field = wide.refused({"overspend_approver": "Chris"}, west_2018=1_000)
    assert (message.startswith("2018/19: This would take the fund"), field) == (True, "amounts")


def test_restricted_money_is_a_hard_stop_in_a_grid_too(office: Office) -> None:
    line = add_line(office, "Victims", 100, fund=add_restricted_fund(office))
    bench = Bench(office, line, add(office, "East"), add(office, "West"))
    bench.enter(east_2018=60, west_2018=40)
    bench.enter(east_2018=40, west_2018=60)
    message, field = bench.refused({"overspend_approver": "Chris"}, east_2018=50)
    assert (message.startswith("2018/19: “Victims grant” is restricted money"), field) == (True, "amounts")


def test_what_is_entered_for_a_year_without_an_amount_is_indicative(office: Office) -> None:
    bench = made(office, "TBD")
    bench.enter(east_2018=400, east_2019=400)
    assert [bench.record(bench.east, year).status for year in YEARS] == ["firm", "indicative"]


# --- somebody else ---


def test_a_cell_somebody_else_changed_is_never_written_over(bench: Bench, opened: Open) -> None:
    bench.enter(east_2018=400, west_2018=300)
    seen, mine = bench.was, bench.cells(east_2018=450)
    bench.enter(office=opened(bench.office.path, SAM), east_2018=500)
    with pytest.raises(Stale, match="Sam saved this while you were typing"):
        bench.office.write("Enter", entering.enter, bench.line, amounts=mine, was=seen)
    assert bench.record(bench.east, 2018).amount == 500_00


def test_what_somebody_else_changed_elsewhere_in_the_grid_stays(bench: Bench, opened: Open) -> None:
    bench.enter(east_2018=400, west_2018=300)
    seen, mine = bench.was, bench.cells(east_2018=450)
    bench.enter(office=opened(bench.office.path, SAM), west_2018=350, west_2019=1)
    bench.office.write("Enter", entering.enter, bench.line, amounts=mine, was=seen)
    assert bench.was == bench.cells(east_2018=450, west_2018=350, west_2019=1)


@pytest.mark.parametrize("theirs", [{"east_2018": None}, {"east_2018": "TBD"}])
def test_a_cell_somebody_else_emptied_or_put_a_word_in_is_seen(
    bench: Bench, opened: Open, theirs: dict[str, Any]
) -> None:
    bench.enter(east_2018=400)
    seen, mine = bench.was, bench.cells(east_2018=450)
    bench.enter(office=opened(bench.office.path, SAM), **theirs)
    with pytest.raises(Stale, match="Sam saved this"):
        bench.office.write("Enter", entering.enter, bench.line, amounts=mine, was=seen)


def test_two_who_fill_the_same_empty_cell_are_told(bench: Bench, opened: Open) -> None:
    mine = bench.cells(east_2018=450)
    bench.enter(office=opened(bench.office.path, SAM), east_2018=500)
    with pytest.raises(Stale, match="Sam saved this"):
        bench.office.write("Enter", entering.enter, bench.line, amounts=mine, was={})


# --- the grid itself ---


def test_the_grid_has_every_partnership_and_what_a_year_is_to_add_up_to(office: Office) -> None:
    county = add(office, "County")
    hill = add(office, "Hill", county)
    line = add_line(office, "Partnership fund", 1_000)
    office.write("Budget", lines.set_budget, line, year=2019, amount="TBD")
    add_shared(office, budget_id(office, line), "Safer Towns", 70, county, hill)
    shape = office.read(entering.shape, line, years=(2018, 2019, 2020))
    assert [(one.key, one.label, one.level, one.heading) for one in shape.rows] == [
        (county, "County", 0, False),
        (hill, "Hill", 1, False),
    ]
    assert [(one.key, one.label, one.kind, one.expected, one.help) for one in shape.columns] == [
        ("2018", "2018/19 £", "amount", 930_00, ""),
        ("2019", "2019/20 £", "amount", None, "The budget is TBD."),
        ("2020", "2020/21 £", "amount", None, "No budget yet."),
    ]


def test_a_partnership_that_was_put_away_stands_in_the_years_it_has_figures_in(bench: Bench) -> None:
    bench.enter(east_2018=400)
    bench.office.write("Archive", partnerships.archive, bench.east)
    assert [
        [row.label for row in bench.office.read(entering.shape, bench.line, years=[year]).rows] for year in YEARS
    ] == [["East", "West"], ["West"]]


def test_what_several_share_is_in_no_cell(bench: Bench) -> None:
    add_shared(bench.office, budget_id(bench.office, bench.line), "Safer Towns", 70, bench.east, bench.west)
    assert bench.was == {}
    bench.enter(east_2018=930)
    assert bench.refused(west_2018=1)[1] == "overspend_approver"


def test_a_grid_that_waits_on_the_laptop_is_saved_as_it_was(bench: Bench) -> None:
    given: dict[str, Any] = {"amounts": bench.cells(east_2018=400, west_2018="TBD"), "was": {}, "basis": "As agreed"}
    kept = coding.call_of(coding.call_text(coding.Call(entering.enter, (bench.line,), given)))
    bench.office.write("Enter", kept.use_case, *kept.args, **kept.kwargs)
    assert bench.was == bench.cells(east_2018=400, west_2018="TBD")


# --- proposals ---


def test_figures_are_proposed_from_what_stood_there_the_year_before(bench: Bench) -> None:
    bench.enter(east_2018=400, west_2018="Maintain")
    propose: Callable[..., Any] = lambda **given: bench.office.read(  # noqa: E731
        entering.proposal, bench.line, year=2019, **given
    )
    found = propose(method="history")
    assert (found.cells(2019), found.basis) == (
        {f"{bench.east}:2019": 400_00, f"{bench.west}:2019": "Maintain"},
        "The same as in 2018/19",
    )
    found = propose(method="percentage", direction="less", percent=50)
    assert (found.amounts, found.basis) == ({bench.east: 380_00}, "Reduced by 5 % from 2018/19")
    assert found.without == {bench.west: "It has no figure in 2018/19 to start from."}
    assert propose(method="each", pence=1_00, ids=[bench.west]).amounts == {bench.west: 1_00}
    assert propose(method="equal", pence=3).amounts == {bench.east: 2, bench.west: 1}
    assert refusal_of(bench.office, bench.line, method="per-head") == "factor_id"


def refusal_of(office: Office, line: str, **given: Any) -> str | None:
    return refusal(office, entering.proposal, line, year=2019, **given)[1]


amounts = st.one_of(st.none(), st.sampled_from(["TBD", "Maintain"]), st.integers(0, 500_00).map(Pence))
grids = st.fixed_dictionaries({(who, year): amounts for who in ("east", "west") for year in YEARS})


# whatever stood in the grid before is part of what is tried
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@with_any(first=grids, second=grids)
def test_whatever_is_entered_over_whatever_stands_there_afterwards(
    bench: Bench, first: dict[Any, Amount], second: dict[Any, Amount]
) -> None:
    ids = {"east": bench.east, "west": bench.west}
    for one in (first, second):
        wanted = {f"{ids[who]}:{year}": amount for (who, year), amount in one.items() if amount is not None}
        bench.office.write("Enter", entering.enter, bench.line, amounts=wanted, was=bench.was)
        assert bench.was == wanted
        for year in YEARS:
            pence = sum(amount for (_, in_year), amount in one.items() if in_year == year and isinstance(amount, int))
            assert figures_of(bench.office, bench.line, year=year).allocated == pence


def test_the_record_of_an_entered_cell_is_an_ordinary_allocation(bench: Bench) -> None:
    bench.enter(east_2018=400)
    row = bench.record(bench.east, 2018)
    bench.office.write("Change", allocations.change, row.id, version=row.version, amount=Pence(410_00))
    assert allocation(bench.office, row.id).amount == 410_00
