"""Figures entered as a grid: typed, begun from something, pasted, refused at their cell, saved in one step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from tests.ui.helpers import LEFT, OFFSCREEN, button, find, pick, seen
from tests.ui.tabs.allocations.conftest import FUND
from tests.ui.tabs.allocations.sharing import CTRL, Sharing
from ui.tabs.allocations.starting import YearBar

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
PLYMOUTH, TORBAY = "Plymouth Community Safety Partnership", "Torbay Community Safety Partnership"
EXETER, YEAR = "Exeter Community Safety Partnership", "2019/20 £"


def enter(screen: Sharing) -> Sharing:
    """Ctrl+N opens the grid of the view."""
    screen.press(Key.Key_N, CTRL)
    return screen


def start_from(screen: Sharing, method: str, typed: str = "", who: str = "") -> Sharing:
    """Choose what the year is begun with, and press Fill in."""
    bar = next(one for one in screen.tab.wide.findChildren(YearBar) if one.isVisible())
    pick(bar.method, method)
    if who:
        pick(bar.who, who)
    if typed:
        bar.typed.setFocus()
        QTest.keyClicks(bar.typed, typed)
    QTest.mouseClick(button(bar, "Fill in"), LEFT)
    screen.back_to_window()
    return screen


def test_amounts_are_typed_into_the_grid_and_saved_in_one_step_that_can_be_undone(devon: Sharing) -> None:
    enter(devon)
    assert devon.tab.wide.isVisible()
    assert devon.foots(YEAR) == "all given"
    devon.put(PLYMOUTH, YEAR, "390,568").put(TORBAY, YEAR, "205,575")
    assert devon.foots(YEAR) == "£6,000 left"
    devon.fill("Basis", "Moved towards Torbay").fill("Reason", "Need has moved").save()
    assert devon.tab.split.isVisible()
    assert devon.tab.list.grid.hasFocus()
    assert (devon.cell("Plymouth", YEAR), devon.cell("Torbay", YEAR)) == ("390,568", "205,575")
    assert devon.cell("Plymouth", "Basis") == "Moved towards Torbay"
    assert devon.headline().startswith(
        "£1,685,249 in the fund, £1,609,249 to partnerships, £70,000 shared, £6,000 left"
    )
    devon.undo()
    assert (devon.cell("Plymouth", YEAR), devon.cell("Torbay", YEAR)) == ("400,568", "201,575")
    assert devon.state() == "Undone: Enter allocations"


def test_a_cell_that_cannot_be_read_is_named_and_everything_typed_stays(devon_shown: Sharing) -> None:
    enter(devon_shown).put(PLYMOUTH, YEAR, "4,00,568").put(TORBAY, YEAR, "200,000").save()
    assert devon_shown.tab.wide.isVisible()
    assert f"{PLYMOUTH}, 2019/20: “4,00,568” is not an amount in pounds." in devon_shown.beside("Amounts")
    assert devon_shown.stands(PLYMOUTH, YEAR) == "4,00,568"
    assert devon_shown.stands(TORBAY, YEAR) == "200,000"


def test_a_negative_amount_is_refused_at_its_cell_by_the_office(devon_shown: Sharing) -> None:
    enter(devon_shown).put(PLYMOUTH, YEAR, "-5").save()
    assert "The amount cannot be below £0." in devon_shown.beside("Amounts")
    assert devon_shown.stands(PLYMOUTH, YEAR) == "−5"


def test_more_than_there_is_is_refused_beside_the_approver_and_what_was_typed_stays(devon: Sharing) -> None:
    enter(devon).put(PLYMOUTH, YEAR, "400,569")
    assert devon.foots(YEAR) == "+£1 over"
    devon.save()
    assert devon.beside("Overspending approved by").startswith("2019/20: This is £1 more than “Community Safety")
    assert devon.stands(PLYMOUTH, YEAR) == "400,569"
    devon.put(TORBAY, YEAR, "201,574").save()
    assert (devon.cell("Plymouth", YEAR), devon.cell("Torbay", YEAR)) == ("400,569", "201,574")


def test_a_year_is_begun_as_the_year_before_changed_by_a_percentage(devon: Sharing) -> None:
    start_from(enter(devon), "The year before, changed by %", "-5")
    assert devon.stands(PLYMOUTH, YEAR) == "380,539.60"
    assert devon.box("Basis") == "Reduced by 5 % from 2018/19"
    devon.save()
    assert devon.cell("Plymouth", YEAR) == "380,539.60"
    assert devon.cell("Plymouth", "Basis") == "Reduced by 5 % from 2018/19"


def test_an_amount_each_is_given_to_the_districts_alone(devon_shown: Sharing) -> None:
    start_from(enter(devon_shown), "The same amount for each, £", "26,000", "districts of Safer Devon")
    assert devon_shown.stands(EXETER, YEAR) == "26,000"
    assert devon_shown.stands(PLYMOUTH, YEAR) == "400,568"
    assert devon_shown.box("Basis") == "£26,000 to each"


def test_so_much_a_head_leaves_out_those_without_a_figure_and_names_them(devon_shown: Sharing) -> None:
    start_from(enter(devon_shown), "So much a head, £", "1.20")
    assert devon_shown.stands(TORBAY, YEAR) == "162,000"
    assert devon_shown.box("Basis").startswith("£1.20 a head (Population, ")
    said = next(one for one in devon_shown.tab.wide.findChildren(YearBar)).said.text()
    assert said.startswith("Left empty: Exeter Community Safety Partnership, South Devon")


def test_a_start_without_its_figure_says_what_is_missing_and_fills_nothing(devon_shown: Sharing) -> None:
    start_from(enter(devon_shown), "The year before, changed by %", "many")
    bar = devon_shown.tab.wide.findChildren(YearBar)[0]
    assert bar.wrong.text() == "“many” is not a percentage. Type it like 40 or 12.5."
    assert bar.typed.hasFocus()
    assert devon_shown.stands(PLYMOUTH, YEAR) == "400,568"


def test_cells_copied_in_excel_are_pasted_into_the_grid(devon_shown: Sharing) -> None:
    enter(devon_shown)
    rows = [one.label for one in devon_shown.grid.cells.rows()]
    QApplication.clipboard().setText("410,000\n£205,000\n")
    devon_shown.grid.grid.go(rows.index(PLYMOUTH), 2)
    devon_shown.grid.control.setFocus(Qt.FocusReason.TabFocusReason)
    devon_shown.press(Key.Key_V, CTRL)
    assert (devon_shown.stands(PLYMOUTH, YEAR), devon_shown.stands(TORBAY, YEAR)) == ("410,000", "205,000")


def test_esc_asks_before_a_grid_that_was_typed_into_is_left(devon_shown: Sharing) -> None:
    enter(devon_shown).put(PLYMOUTH, YEAR, "1")
    devon_shown.asker.agree = False
    devon_shown.press(Key.Key_Escape).press(Key.Key_Escape)
    assert devon_shown.asker.asked[:1] == [
        "Not saved: What you typed has not been saved. [Leave without saving] [Go back]"
    ]
    assert devon_shown.stands(PLYMOUTH, YEAR) == "1"


def test_spend_by_theme_takes_several_amounts_in_a_cell_and_shows_what_is_not_explained(devon: Sharing) -> None:
    devon.view("Spend by theme").year("2018/19")
    enter(devon)
    assert devon.foots("Devon") == "−£68,428 not explained"
    devon.put("Mental health", "Devon", "60,000+8,428")
    assert devon.foots("Devon") == "foots"
    devon.save()
    assert devon.headline().startswith("£1,610,249 planned by theme, every plan comes to its allocation")
    devon.choose("Mental health")
    assert devon.table("Planned")[0] == ["Safer Devon", "60,000 + 8,428", "68,428"]


def test_reserves_of_a_day_are_entered_for_everybody_at_once(devon: Sharing) -> None:
    devon.view("Reserves")
    enter(devon)
    assert devon.box("As of") == "30 September 2019"
    devon.fill("As of", "the first").click("Show that day")
    assert "“the first” is not a date. Type it like 3 February 2015." in seen(devon.tab.wide)
    devon.fill("As of", "31 March 2020").press(Key.Key_Return)
    assert seen(devon.tab.wide)[0] == "Reserves as of 31 March 2020"
    assert devon.stands(PLYMOUTH, "Closing") == ""
    devon.click("Opening as last declared")
    assert devon.stands(PLYMOUTH, "Opening") == "238,400"
    for row in [one.label for one in devon.grid.cells.rows()]:
        if devon.stands(row, "Opening"):
            devon.put(row, "Closing", "100")
    devon.fill("Evidence", "Statement of accounts").save()
    assert devon.tab.split.isVisible(), devon.beside("Reserves, £")
    devon.choose(PLYMOUTH)
    assert devon.cell(PLYMOUTH, "State") == "Does not add up"
    assert "Its own figures come to £238,400, £100 was declared: −£238,300." in devon.record()


def test_figures_of_factors_are_entered_and_a_gap_is_told(devon: Sharing) -> None:
    devon.view("Factors").choose("Recorded crime")
    enter_figures(devon)
    devon.put(TORBAY, "Recorded crime", "").put(PLYMOUTH, "Recorded crime", "21,000.5").save()
    devon.choose("Recorded crime")
    assert "1 of 9 partnerships have no figure. Torbay: a gap keeps a scenario from being met." in devon.record()
    assert ["Plymouth Community Safety Partnership", "21,000.5"] in devon.table("Figures")
    devon.follow("Enter figures")
    assert devon.stands(TORBAY, "Recorded crime") == ""


def enter_figures(screen: Sharing) -> None:
    screen.change("Enter figures…")


def test_a_pooled_budget_is_entered_by_area_with_words_and_amounts(devon: Sharing) -> None:
    devon.view("Youth Offending Service by area")
    enter(devon).put("Devon", YEAR, "190,266").put("Torbay", YEAR, "Hold").save()
    assert (devon.cell("Devon", YEAR), devon.cell("Torbay", YEAR)) == ("190,266", "Hold")
    devon.choose("Devon")
    assert "Share\n£190,266" in devon.record()


def test_a_line_nobody_has_anything_of_yet_is_begun_from_more(devon: Sharing) -> None:
    devon.more("Give allocations out of > Road Safety")
    assert devon.tab.wide.isVisible()
    devon.put(TORBAY, YEAR, "30,000").save()
    assert devon.tab.bar.view.currentText() == "Allocations, Road safety"
    assert devon.names() == ["Torbay"]
    devon.view(FUND)
    assert devon.cell("Torbay", YEAR) == "201,575"


def test_a_scenario_is_started_with_weights_and_opens_on_the_bench(devon: Sharing) -> None:
    devon.view("Re-balancing scenarios")
    devon.press(Key.Key_N, CTRL)
    devon.fill("Scenario", "A: people alone")
    for name, weight in (
        ("Population", "100"),
        ("Recorded crime", ""),
        ("Other police demand", ""),
        ("Rural isolation", ""),
    ):
        devon.put(name, "Weight, %", weight)
    devon.save()
    assert devon.on_bench()
    devon.press(Key.Key_Escape)
    assert not devon.on_bench()
    assert "A: people alone" in devon.names()
    assert find(devon.tab, QComboBox, "View").currentText() == "Re-balancing scenarios"
