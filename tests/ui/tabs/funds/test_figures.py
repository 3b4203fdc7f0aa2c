"""The figures that the two published budgets print, read from the screen."""

from __future__ import annotations

from tests.ui.helpers import OFFSCREEN, Screen, foot, listing

pytestmark = OFFSCREEN
PROJECTS = 500_545_00
ALLOCATED = 473_395_00
ROLLED = 27_150_00


def test_the_budget_of_2019_20_stands_over_the_page_and_under_its_list(devon_shown: Screen) -> None:
    assert devon_shown.headline().startswith("£5,830,690 budget, ")
    assert devon_shown.total("2019/20 £") == "5,830,690"
    assert devon_shown.total("2018/19 £") == "5,487,827"


def test_the_budget_of_2018_19_stands_over_the_page_and_under_its_list(devon_shown: Screen) -> None:
    devon_shown.year("2018/19")
    assert devon_shown.headline().startswith("£5,487,827 budget, ")
    assert devon_shown.total("2018/19 £") == "5,487,827"


def test_each_priority_of_2019_20_has_its_total(devon_shown: Screen) -> None:
    assert devon_shown.groups("2019/20 £") == {
        "Whole Police and Crime Plan": "2,220,249",
        "Preventing and deterring crime": "597,901",
        "Supporting victims and witnesses": "2,762,540",
        "Protecting people at risk": "250,000",
    }


def test_the_ministry_of_justice_gives_what_the_plan_prints(devon_shown: Screen) -> None:
    devon_shown.choose("Victim care services")
    assert devon_shown.cell("Victim care services", "2018/19 £") == "2,015,267"
    assert devon_shown.cell("Victim care services", "2019/20 £") == "2,020,341"
    assert devon_shown.table("Income")[-1][:3] == ["Total 2019/20", "", "2,020,341"]
    assert "Budget £2,020,341." in devon_shown.record()
    devon_shown.year("2018/19")
    assert devon_shown.chosen() == "Victim care services"
    assert ["Total 2018/19", "", "2,015,267"] in [row[:3] for row in devon_shown.table("Income")]
    assert "Budget £2,015,267." in devon_shown.record()


def test_stream_a_of_durham_is_the_sum_of_its_two_partnerships(durham_shown: Screen) -> None:
    assert durham_shown.groups("2015-16 £")["A Community Safety Grant"] == "606,550"
    assert durham_shown.cell("Safe Durham Partnership", "2015-16 £") == "473,395"
    assert durham_shown.cell("Darlington Community Safety Partnership", "2015-16 £") == "133,155"


def test_the_projects_of_durham_are_covered_by_what_was_rolled_forward(durham_shown: Screen) -> None:
    durham_shown.choose("Safe Durham Partnership")
    record = durham_shown.record()
    assert durham_shown.table("Agreements")[-1][:2] == ["Total", "500,545"]
    assert durham_shown.table("Money moved")[0][-1] == "+27,150"
    assert "Approved budget\n£473,395\nMoved in or out\n+£27,150" in record
    assert "Budget £500,545. Committed £500,545" in record
    assert "£0 left to give" in record
    assert PROJECTS == ALLOCATED + ROLLED
    assert durham_shown.cell("Safe Durham Partnership", "Left £") == "0"


def test_a_stated_total_that_its_rows_do_not_come_to_is_named_with_both_figures(durham_shown: Screen) -> None:
    durham_shown.choose("Safe Durham Partnership")
    assert "Allocation to Durham: stated £485,577, but its rows come to £473,395." in durham_shown.record()


def test_a_word_is_shown_as_a_word_and_is_in_no_total(durham_shown: Screen) -> None:
    fund = "Community Safety Fund (working title)"
    assert durham_shown.cell(fund, "2015-16 £") == "TBD"
    assert durham_shown.cell(fund, "Left £") == "TBD"
    assert durham_shown.total("2015-16 £") == "1,271,550"
    assert foot(durham_shown.page.list)["Budget line"] == "Total shown, 5 lines, 1 without a figure"
    assert f"“{fund}” has no amount yet and is in no total." in durham_shown.headline()
    durham_shown.choose(fund)
    assert "Budget TBD." in durham_shown.record()


def test_the_sum_of_the_lines_is_the_total_under_them(devon_shown: Screen) -> None:
    at = [column.key for column in listing(devon_shown.page.list).columns].index("y2019")
    cells = [line.cells[at] for line in devon_shown.page.list.shown().lines]
    assert f"{sum(cell for cell in cells if isinstance(cell, int)) // 100:,}" == devon_shown.total("2019/20 £")
