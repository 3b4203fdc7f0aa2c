"""What can be read on the Allocations tab: who has what and why, in each of its views."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.ui.helpers import OFFSCREEN, until
from tests.ui.tabs.allocations.conftest import FUND
from tests.ui.tabs.allocations.sharing import CTRL, Sharing
from ui.kit.yearbars import YearBars

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
VIEWS = [
    FUND,
    "Youth Offending Service by area",
    "Spend by theme",
    "Reserves",
    "Spending reviews",
    "Underspends",
    "Re-balancing scenarios",
    "Factors",
    "Partnerships",
    "Archived",
]


def views(screen: Sharing) -> list[str]:
    """The views that are offered."""
    combo = screen.tab.bar.view
    return [combo.itemText(at) for at in range(combo.count())]


def test_the_three_totals_of_the_printed_table_stand_side_by_side(devon_shown: Sharing) -> None:
    devon_shown.menu("Years", "Beside 2017/18")
    assert [devon_shown.total(f"{year} £") for year in ("2017/18", "2018/19", "2019/20")] == [
        "1,600,249",
        "1,610,249",
        "1,685,249",
    ]
    assert devon_shown.groups("2019/20 £")["Shared additions"] == "70,000"
    devon_shown.menu("Years", "Beside 2017/18")
    assert devon_shown.headline().startswith(
        "£1,685,249 in the fund, £1,615,249 to partnerships, £70,000 shared, £0 left "
    )


def test_every_line_that_is_shared_has_a_view_and_so_has_all_that_belongs_to_it(devon_shown: Sharing) -> None:
    assert views(devon_shown) == VIEWS


def test_a_county_shows_its_own_money_and_with_its_districts_and_nothing_is_counted_twice(devon_shown: Sharing) -> None:
    assert devon_shown.groups("2019/20 £")["Devon"] == "539,470"
    devon_shown.choose("Safer Devon, its own")
    record = devon_shown.record()
    assert record.startswith("Safer Devon\nDevon · Community Safety Partnership Fund")
    assert "Allocation\n£439,470" in record
    assert "With its districts\n£539,470" in record
    assert devon_shown.table("Every year")[-1][:3] == ["2019/20", "439,470", "539,470"]


def test_an_addition_is_a_line_of_its_own_and_is_told_with_each_that_shares_it(devon_shown: Sharing) -> None:
    devon_shown.choose("Safer Towns: Safer Devon, Plymouth and Torbay")
    assert devon_shown.record().startswith("Safer Towns\nAddition to Community Safety Partnership Fund, 2019/20\n")
    assert "Shared by\nSafer Devon, Plymouth, Torbay" in devon_shown.record()
    devon_shown.choose("Torbay")
    assert devon_shown.table("Additions it shares in") == [["Safer Towns", "2019/20", "70,000"]]


def test_the_picture_of_a_partnership_says_its_years_in_words(devon_shown: Sharing) -> None:
    devon_shown.choose("Isles of Scilly")
    [bars] = [one for one in devon_shown.tab.record.findChildren(YearBars) if one.isVisible()]
    assert bars.accessibleDescription() == "2017/18: £14,000. 2018/19: £20,000, +£6,000. 2019/20: £25,000, +£5,000."


def test_late_returns_are_said_in_the_record_and_over_the_list(devon_shown: Sharing) -> None:
    devon_shown.ask_for_returns().choose("Plymouth")
    assert "2 returns of 2019/20 are late. The first was due 30 October 2019. Record the first" in devon_shown.record()
    devon_shown.view("Spending reviews")
    assert devon_shown.headline().startswith("0 of 18 returns made, 18 late Late: ")
    assert list(devon_shown.groups("State")) == ["Late"]
    devon_shown.undo()


def test_returns_of_a_past_year_that_nobody_asked_for_are_not_called_late(devon_shown: Sharing) -> None:
    devon_shown.choose("Plymouth")
    assert "late" not in devon_shown.record()
    devon_shown.view("Spending reviews")
    assert devon_shown.headline().startswith("No return of 2019/20 was asked for")
    assert set(devon_shown.groups("State")) == {"Half-year", "Year-end"}


def test_what_no_theme_explains_is_said_over_the_list(devon_shown: Sharing) -> None:
    devon_shown.view("Spend by theme").year("2018/19")
    assert "£68,428 stands in no theme." in devon_shown.headline()
    devon_shown.choose("Antisocial behaviour")
    assert devon_shown.table("Planned")[0] == ["Safer Devon", "13,006 + 1,150", "14,156"]


def test_reserves_are_told_in_months_of_grant(devon_shown: Sharing) -> None:
    devon_shown.view("Reserves")
    assert devon_shown.headline().startswith(
        "£539,800 held in reserve by 5 partnerships Plymouth holds the most, 7.1 months of grant."
    )
    devon_shown.choose("Plymouth Community Safety Partnership")
    assert "In months of grant\n7.1 months" in devon_shown.record()


@pytest.mark.parametrize("words", VIEWS[2:9])
def test_every_row_opens_its_record(devon_shown: Sharing, words: str) -> None:
    devon_shown.view(words)
    for line in devon_shown.tab.list.shown().lines:
        devon_shown.tab.list.choose(line.id)
        devon_shown.settle()
        assert devon_shown.tab._shown is not None
        assert devon_shown.tab._shown.row_id == line.id
        assert devon_shown.record().strip()
    assert devon_shown.asker.told == []


def test_the_list_filters_as_it_is_typed_and_says_its_own_total(devon_shown: Sharing) -> None:
    devon_shown.press(Key.Key_F, CTRL).type("plym")
    assert devon_shown.names() == ["Plymouth", "Safer Towns: Safer Devon, Plymouth and Torbay"]
    assert devon_shown.total("2019/20 £") == "470,568"


def test_f6_goes_from_the_list_to_the_record_and_back(devon_shown: Sharing) -> None:
    devon_shown.tab.list.setFocus()
    devon_shown.press(Key.Key_F6)
    assert devon_shown.tab.record.isAncestorOf(devon_shown.window.focusWidget())
    devon_shown.press(Key.Key_F6)
    assert devon_shown.tab.list.grid.hasFocus()


def test_a_search_leads_to_a_partnership_and_to_an_allocation_by_its_amount(devon_shown: Sharing) -> None:
    devon_shown.press(Key.Key_K, CTRL).type("torbay community")
    until(lambda: "Partnership: Torbay Community Safety Partnership" in devon_shown.found())
    devon_shown.press(Key.Key_Escape)
    devon_shown.press(Key.Key_K, CTRL).type("20,000")
    until(lambda: any(one.startswith("Allocation: ") for one in devon_shown.found()))
    at = next(at for at, one in enumerate(devon_shown.found()) if one.startswith("Allocation: "))
    for _ in range(at):
        devon_shown.press(Key.Key_Down)
    devon_shown.press(Key.Key_Return)
    assert devon_shown.window.rail.selected() == "allocations"
    assert devon_shown.window.top.year.currentText() == "2018/19"
    assert devon_shown.record().startswith("Isles of Scilly Community Safety Partnership\n")


def test_the_view_and_the_record_are_remembered(devon_shown: Sharing) -> None:
    from ui.kit import state

    devon_shown.view("Reserves").choose("Plymouth Community Safety Partnership")
    assert state.kept("allocations/record") == devon_shown.tab.list.chosen_id()
    assert state.kept("allocations/bar")["view"] == "reserves"


def test_an_office_without_partnerships_is_told_what_belongs_here_and_is_offered_the_first_step(empty: Sharing) -> None:
    assert empty.tab.stack.currentWidget() is empty.tab.empty
    assert empty.headline() == "No partnership yet Add the partnerships first."
    assert empty.tab.first_button.hasFocus()
    empty.press(Key.Key_Space)
    empty.fill("Partnership", "Northshire Community Safety Partnership").save()
    assert empty.chosen() == "Northshire Community Safety Partnership"
    assert empty.headline().startswith(
        "1 partnership, and nothing is allocated yet Give them money out of a budget line."
    )
    assert empty.tab.new_button.text() == "New partnership…"


def test_durham_has_a_view_for_each_line_it_shares(durham: Sharing) -> None:
    assert views(durham)[:2] == [
        "Allocations, Safe Durham Partnership",
        "Allocations, Darlington Community Safety Partnership",
    ]
    assert durham.cell("Safe Durham Partnership", "Basis").startswith("Reduced by 5 % from 2014-15")
