"""Budgets pooled by area: shares one by one, and as a grid of areas and years."""

from __future__ import annotations

from typing import Any

import pytest

from app import areas
from app.allocations import shares
from app.door import Office
from app.errors import Stale
from app.funds import lines
from app.funds.figures import Amount
from app.money import Pence
from tests.app.allocations.given import over
from tests.conftest import Open
from tests.factories import SAM, add_budget, add_line, budget_id, figures_of, in_pence, refusal


def add_area(office: Office, name: str, parent: str | None = None) -> str:
    return office.write("Add area", areas.add_area, name=name, kind="County", parent_id=parent)


def share(office: Office, budget: str, area: str, pounds: int | str, **terms: Any) -> str:
    return office.write("Share", shares.share, budget, area_id=area, amount=in_pence(pounds), **terms)


def only(office: Office, share_id: str) -> shares.ShareRecord:
    return next(one for one in office.read(shares.shares) if one.id == share_id)


def test_a_share_says_how_it_came_about(office: Office) -> None:
    row = share(office, add_budget(office), add_area(office, "North"), 100, basis_kind="history", basis=" As before ")
    one = only(office, row)
    assert (one.amount, one.basis_kind, one.basis, one.year, one.reason) == (100_00, "history", "As before", 2018, "")


def test_an_area_has_one_share_of_a_budget(office: Office) -> None:
    budget, area = add_budget(office, pounds=1_000), add_area(office, "North")
    share(office, budget, area, 100)
    assert refusal(office, shares.share, budget, area_id=area, amount=Pence(1)) == (
        "This area already has a share of that budget in that year.",
        "area_id",
    )


def test_a_share_changes_and_only_what_it_grows_by_needs_room(office: Office) -> None:
    line = add_line(office, pounds=1_000)
    row = share(office, budget_id(office, line), add_area(office, "North"), 900)
    office.write("Change", shares.change, row, version=only(office, row).version, amount=Pence(1_000_00), basis="New")
    assert (only(office, row).amount, only(office, row).basis) == (1_000_00, "New")
    for amount, field in ((Pence(1_001_00), "overspend_approver"), (Pence(-1), "amount"), (None, "amount")):
        assert refusal(office, shares.change, row, version=None, amount=amount)[1] == field
    office.write("Change", shares.change, row, version=None, amount="Maintain")
    assert (only(office, row).amount, figures_of(office, line).left) == ("Maintain", 1_000_00)


def test_a_share_is_put_away_and_brought_back_where_there_is_room(office: Office) -> None:
    line = add_line(office, pounds=1_000)
    budget = budget_id(office, line)
    row = share(office, budget, add_area(office, "North"), 900)
    office.write("Archive", shares.archive, row)
    assert office.read(shares.shares) == []
    other = share(office, budget, add_area(office, "South"), 200)
    assert refusal(office, shares.archive, row, back=True)[1] == "overspend_approver"
    office.write("Archive", shares.archive, other)
    office.write("Bring back", shares.archive, row, back=True)
    assert figures_of(office, line).left == 100_00


def test_nobodys_change_of_a_share_is_written_over(office: Office, opened: Open) -> None:
    row = share(office, add_budget(office), add_area(office, "North"), 100)
    seen = only(office, row).version
    opened(office.path, SAM).write("Change", shares.change, row, version=seen, amount=Pence(1))
    with pytest.raises(Stale, match="Sam saved this while you were typing"):
        office.write("Change", shares.change, row, version=seen, amount=Pence(2))


# --- as a grid ---


def pooled(office: Office) -> tuple[str, str, str]:
    """A line with £1,000 in two years, and two areas."""
    line = add_line(office, "Youth offending", 1_000)
    office.write("Budget", lines.set_budget, line, year=2019, amount=Pence(1_000_00))
    return line, add_area(office, "North"), add_area(office, "South")


def present(office: Office, line: str) -> dict[str, Amount]:
    return office.read(shares.entered, line, years=(2018, 2019))


def enter(office: Office, line: str, was: dict[str, Amount], amounts: dict[str, Amount], **terms: Any) -> None:
    office.write("Enter shares", shares.enter, line, amounts=amounts, was=was, **terms)


def test_one_save_fills_areas_and_years(office: Office) -> None:
    line, north, south = pooled(office)
    wanted: dict[str, Amount] = {
        f"{north}:2018": Pence(600_00),
        f"{south}:2018": Pence(400_00),
        f"{north}:2019": "Maintain",
    }
    enter(office, line, {}, wanted, basis_kind="history", basis="As before", reason="Agreed")
    assert present(office, line) == wanted
    [one] = [each for each in office.read(shares.shares) if each.year == 2019]
    assert (one.amount, one.basis_kind, one.basis, one.reason) == ("Maintain", "history", "As before", "Agreed")
    office.undo()
    assert present(office, line) == {}


def test_room_is_asked_for_what_a_year_changes_in_all_and_an_emptied_cell_frees_it(office: Office) -> None:
    line, north, south = pooled(office)
    enter(office, line, {}, over({}, **{f"{north}_2018": 600, f"{south}_2018": 400}), reason="Agreed")
    was = present(office, line)
    enter(office, line, was, over(was, **{f"{north}_2018": None, f"{south}_2018": 1_000}))
    assert present(office, line) == {f"{south}:2018": 1_000_00}
    assert [one.reason for one in office.read(shares.shares)] == ["Agreed"]
    now = present(office, line)
    given: dict[str, Any] = {"amounts": now | {f"{north}:2018": Pence(1)}, "was": now}
    message, field = refusal(office, shares.enter, line, **given)
    assert (message.startswith("2018/19: This is £0.01 more than"), field) == (True, "overspend_approver")


@pytest.mark.parametrize(
    ("year", "amount", "sentence"),
    [
        (2018, Pence(-1), "North, 2018/19: The amount cannot be below £0."),
        (2020, Pence(1), "North, 2020/21: “Youth offending” has no budget in that year yet. Give it one first."),
    ],
)
def test_a_cell_that_cannot_be_is_named(office: Office, year: int, amount: Amount, sentence: str) -> None:
    line, north, _ = pooled(office)
    cell = f"{north}:{year}"
    given: dict[str, Any] = {"amounts": {cell: amount}, "was": {}}
    assert refusal(office, shares.enter, line, **given) == (sentence, f"amounts:{cell}")


def test_a_cell_somebody_else_changed_is_never_written_over(office: Office, opened: Open) -> None:
    line, north, south = pooled(office)
    enter(office, line, {}, over({}, **{f"{north}_2018": 100, f"{south}_2018": 100}))
    seen = present(office, line)
    enter(opened(office.path, SAM), line, seen, over(seen, **{f"{north}_2018": 200}))
    with pytest.raises(Stale, match="Sam saved this"):
        enter(office, line, seen, over(seen, **{f"{north}_2018": 300}))
    enter(office, line, seen, over(seen, **{f"{south}_2018": 300}))
    assert present(office, line) == {f"{north}:2018": 200_00, f"{south}:2018": 300_00}


def test_the_grid_is_the_tree_of_areas_and_what_a_year_is_to_add_up_to(office: Office) -> None:
    line, north, south = pooled(office)
    town = add_area(office, "Town", north)
    office.write("Archive", areas.archive_area, south)
    shape = office.read(shares.shape, line, years=(2018, 2020))
    assert [(one.key, one.label, one.level) for one in shape.rows] == [(north, "North", 0), (town, "Town", 1)]
    assert [(one.label, one.expected, one.help) for one in shape.columns] == [
        ("2018/19 £", 1_000_00, ""),
        ("2020/21 £", None, "No budget yet."),
    ]
