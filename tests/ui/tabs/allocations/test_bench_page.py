"""The bench as somebody works on it: typing moves the figures, what cannot be met is told, a save is one step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.allocations import allocations, scenarios
from app.door import Office
from app.kept import typed
from app.money import Limit
from app.papers.preview import text_of
from tests.factories import SAM
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, Screen, button, cell, click_line, fill, find, foot, screen_on, seen, until
from ui.kit import walk
from ui.kit.preview import PrintPreview
from ui.kit.slider import Slider
from ui.tabs.allocations.bench_page import BenchPage

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
POPULATION, NAME = "Population, weight", "B: crime and people"


class Bench:
    """The bench in the window of the example, with somebody in front of it."""

    def __init__(self, screen: Screen, name: str = NAME) -> None:
        self.screen = screen
        found: list[list[scenarios.ScenarioRecord]] = []
        screen.desk.read(found.append, scenarios.scenarios)
        screen.settle()
        wanted = next(one.id for one in found[0] if one.plan.name == name)
        self.page = BenchPage(screen.desk, screen.asker, wanted)
        self.page.said.connect(screen.window.say)
        screen.desk.changed.connect(lambda _: self.page.refresh())
        screen.desk.others_saved.connect(lambda _: self.page.refresh())
        screen.window.pages.addWidget(self.page)
        screen.window.pages.setCurrentWidget(self.page)
        self.page.take_keyboard()
        screen.settle()

    def fill(self, label: str, text: str) -> Bench:
        """Type over what is in a box."""
        fill(self.page, label, text)
        return self

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier) -> Bench:
        self.screen.press(key, held)
        return self

    def save(self) -> Bench:
        """Ctrl+S."""
        return self.press(Key.Key_S, Held.ControlModifier)

    def box(self, label: str) -> str:
        """What stands in a box."""
        return str(find(self.page, QWidget, label).property("text"))

    def cell(self, name: str, column: str) -> str:
        return cell(self.page.results.table, name, column)

    def proposed(self, name: str) -> str:
        """What a partnership would have in the end."""
        return self.cell(name, "Proposed 2022/23 £")

    def head(self) -> str:
        return " ".join(seen(self.page.head))

    def problems(self) -> dict[str, str]:
        """What is said at the boxes."""
        assert self.page.form is not None
        return self.page.form.problems()

    def pause(self) -> Bench:
        """The person pauses for long enough that what they typed is kept."""
        made = self.page._made
        assert made is not None
        timers = [one for one in made.findChildren(QTimer) if one.isSingleShot() and one.isActive()]
        for one in timers:
            one.setInterval(0)
        until(lambda: not any(one.isActive() for one in timers))
        self.screen.settle()
        return self

    def click(self, words: str) -> Bench:
        QTest.mouseClick(button(self.page, words), Qt.MouseButton.LeftButton)
        self.screen.back_to_window()
        return self


@pytest.fixture
def bench(asker: AnsweringAsker, devon_cornwall_file: Path) -> Iterator[Bench]:
    """The scenario of the example on the bench."""
    with screen_on(asker, devon_cornwall_file) as screen:
        yield Bench(screen)


def test_moving_a_weight_by_key_changes_the_figures_on_the_screen(bench: Bench) -> None:
    before = bench.cell("Cornwall", "Formula alone £")
    slider = find(bench.page, Slider, "Population, slider")
    slider.setFocus()
    bench.press(Key.Key_PageUp)
    assert bench.box(POPULATION) == "45 %"
    assert bench.cell("Cornwall", "Formula alone £") != before
    assert "weights make 105 %" in seen(bench.page)
    bench.press(Key.Key_PageDown)
    assert bench.cell("Cornwall", "Formula alone £") == before


def test_typing_a_limit_moves_picture_table_and_head_together(bench: Bench) -> None:
    bench.fill("Nobody loses more than", "0 %")
    assert bench.head().startswith("Nothing moves: everybody keeps what they have")
    assert bench.cell("Plymouth", "Change £") == "0"
    assert "Plymouth stays at £400,568" in bench.page.results.picture.accessibleDescription()
    bench.fill("Nobody loses more than", "£10,000")
    assert bench.proposed("Plymouth") == "390,568"
    assert "Plymouth loses £10,000 (−2.5 %), from £400,568 to £390,568" in (
        bench.page.results.picture.accessibleDescription()
    )


def test_every_year_sums_to_its_total(bench: Bench) -> None:
    bench.fill("To share in 2021/22, £", "1,620,000.01")
    totals = foot(bench.page.results.table)
    assert totals["Step 1 2020/21 £"] == totals["Proposed 2022/23 £"] == "1,615,249"
    assert totals["Step 2 2021/22 £"] == "1,620,000.01"


def test_a_floor_above_the_total_is_told_beside_its_box_and_everything_typed_is_kept(bench: Bench) -> None:
    bench.fill(POPULATION, "55").fill("Torbay, floor in £ or %", "£2,000,000")
    floor, total = sorted(bench.problems().items())
    assert floor[0].startswith("limits:")
    assert floor[0].endswith(":floor")
    assert total[0] == "totals:total:2022"
    assert floor[1] == total[1]
    assert floor[1].startswith("Locks and floors come to ")
    assert floor[1] in bench.head()
    assert bench.box("Torbay, floor in £ or %") == "£2,000,000"
    assert bench.box(POPULATION) == "55 %"
    assert bench.page.results.picture.accessibleDescription().startswith("Not up to date. ")
    assert bench.proposed("Torbay") != "–"
    bench.fill("Torbay, floor in £ or %", "")
    assert bench.problems() == {}
    assert not bench.page.results.picture.accessibleDescription().startswith("Not up to date. ")


def test_weights_that_are_all_nought_are_told_at_the_weights(bench: Bench) -> None:
    for name in ("Population", "Recorded crime", "Other police demand", "Rural isolation"):
        bench.fill(f"{name}, weight", "0")
    assert set(bench.problems()) == {"weights"}
    assert "weights make 0 %" in seen(bench.page)


def test_a_figure_that_cannot_be_read_is_told_once_the_person_pauses(bench: Bench) -> None:
    before = _kept(bench)
    bench.fill(POPULATION, "4x")
    assert bench.page.results.picture.accessibleDescription().startswith("Not up to date. ")
    until(bench.problems)
    [sentence] = bench.problems().values()
    assert sentence.startswith("“4x” is not a percentage.")
    assert sentence in bench.head()
    assert find(bench.page, QWidget, POPULATION).accessibleDescription() == sentence
    bench.save()
    assert bench.box(POPULATION) == "4x"
    assert _kept(bench) == before


def test_what_is_saved_is_there_again_and_ctrl_z_takes_it_back(bench: Bench) -> None:
    before = bench.proposed("Cornwall")
    bench.fill(POPULATION, "60").fill("Nobody gains more than", "9 %").fill("Bring in over, years", "2")
    bench.fill("Torbay, cap in £ or %", "95 %").fill("Isles of Scilly, held at £", "26,000").fill("Note", "For March")
    now = bench.cell("Cornwall", "Proposed 2021/22 £")
    assert now != before
    bench.save()
    assert bench.screen.state().startswith("Saved ")
    assert button(bench.page, "Save").isEnabled() is False
    again = Bench(bench.screen)
    assert again.box(POPULATION) == "60 %"
    assert again.box("Nobody gains more than") == "9 %"
    assert again.box("Bring in over, years") == "2 years"
    assert again.box("Torbay, cap in £ or %") == "95 %"
    assert again.box("Isles of Scilly, held at £") == "£26,000"
    assert again.cell("Cornwall", "Proposed 2021/22 £") == now
    again.press(Key.Key_Z, Held.ControlModifier)
    assert again.box(POPULATION) == "40 %"
    assert again.box("Bring in over, years") == "3 years"
    assert again.proposed("Cornwall") == before


def test_saving_leaves_the_keyboard_where_it_was(bench: Bench) -> None:
    bench.fill("Recorded crime, weight", "35").save()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Recorded crime, weight"


def test_saving_leaves_the_controls_scrolled_as_they_were(bench: Bench) -> None:
    assert bench.page.form is not None
    bench.fill("Note", "For March")
    bench.page.form.pane.verticalScrollBar().setValue(300)
    scroll = bench.page.form.pane.verticalScrollBar().value()
    assert scroll > 0
    bench.save()
    assert bench.page.form.pane.verticalScrollBar().value() == scroll


def test_a_weight_above_a_hundred_is_refused_beside_its_box(bench: Bench) -> None:
    bench.fill(POPULATION, "140")
    assert bench.page.form is not None
    bench.page.form.pane.verticalScrollBar().setValue(300)
    bench.save()
    assert bench.page.form.pane.verticalScrollBar().value() < 100
    [(where, sentence)] = bench.problems().items()
    assert where.startswith("weights:")
    assert sentence == "“140” is more than 100 %."
    assert bench.box(POPULATION) == "140"


def test_esc_asks_before_what_was_typed_is_lost(bench: Bench) -> None:
    left: list[bool] = []
    bench.page.left.connect(lambda: left.append(True))
    bench.screen.asker.agree = False
    bench.fill(POPULATION, "41").press(Key.Key_Escape)
    assert len(bench.screen.asker.asked) == 1
    assert left == []
    bench.screen.asker.agree = True
    bench.press(Key.Key_Escape)
    assert left == [True]


def test_what_is_typed_and_not_saved_comes_back(bench: Bench) -> None:
    bench.fill(POPULATION, "47").fill("Torbay, floor in £ or %", "£190,000")
    bench.pause()
    again = Bench(bench.screen)
    assert again.box(POPULATION) == "47 %"
    assert again.box("Torbay, floor in £ or %") == "£190,000"
    assert "it is not saved" in " ".join(seen(again.page))


def test_what_is_kept_on_the_laptop_names_the_cells_that_were_typed_into(bench: Bench) -> None:
    bench.fill(POPULATION, "47").fill("Torbay, floor in £ or %", "£190,0").pause()
    assert bench.page.form is not None
    fields = bench.page.form.fields
    bench.page.deleteLater()
    bench.screen.settle().desk.outbox.read()
    bench.screen.settle()
    [draft] = bench.screen.desk.outbox.kept
    told = [(one.label, one.words, one.was) for one in typed(draft, fields)]
    assert told == [("Population, Weight", "47", "40"), ("Torbay, Floor", "£190,0", "")]


def test_somebody_else_saving_the_same_scenario_is_not_overwritten(bench: Bench, devon_cornwall_file: Path) -> None:
    bench.fill(POPULATION, "47")
    _change_as_sam(devon_cornwall_file, gain=Limit(tenths=90))
    bench.save()
    words = " ".join(seen(bench.page))
    assert "Sam saved this while you were typing" in words
    bench.click("Save these")
    assert bench.box(POPULATION) == "47 %"
    assert bench.box("Nobody gains more than") == "9 %"


def test_districts_by_their_own_figures_take_part_one_by_one(bench: Bench) -> None:
    find(bench.page, QWidget, "Every partnership by itself").setFocus()
    bench.press(Key.Key_Space)
    assert bench.problems() == {}
    assert bench.cell("Exeter", "Limit") == "Held"
    bench.fill("Exeter, floor in £ or %", "50 %").fill("Exeter, held at £", "")
    sentences = bench.problems().values()
    assert any("Exeter has no figure for Population" in one for one in sentences)
    bench.fill("Exeter, held at £", "25,000")
    assert bench.problems() == {}


def test_districts_held_alike_have_one_box(bench: Bench) -> None:
    bench.fill("Devon districts, each of 4, held at £", "30,000")
    assert bench.proposed("Exeter") == bench.proposed("East and Mid Devon") == "30,000"
    bench.save()
    limits = _kept(bench).limits
    assert sum(one.held == 30_000_00 for one in limits.values()) == 4


def test_another_partnership_can_be_held_from_the_keyboard(bench: Bench) -> None:
    hold = button(bench.page, "Hold another…")
    hold.setFocus()
    QTest.keyClick(hold, Key.Key_Space)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert isinstance(menu, QMenu)
    while menu.activeAction() is None or menu.activeAction().text() != "Torbay":
        QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Return)
    bench.screen.back_to_window()
    bench.fill("Torbay, held at £", "201,575")
    assert bench.cell("Torbay", "Limit") == "Held"
    assert bench.proposed("Torbay") == "201,575"


# beside each other, shared, copied


def test_a_copy_is_ones_own_and_can_be_compared_with(bench: Bench) -> None:
    bench.click("Copy")
    assert bench.page.chooser.scenario.currentText() == f"{NAME}, copy"
    assert "Yours alone until you share it" in seen(bench.page.chooser)
    bench.fill(POPULATION, "90").save()
    bench.page.compare([one.id for one in bench.page.others()])
    heads = [column.label for column in bench.page.results.table.model.prepared.columns]
    assert f"{NAME}: change £" in heads
    assert f"{NAME}, copy: change £" in heads
    assert len(bench.page.results.picture.picture.pairs[0].marks) == 2
    assert bench.page.results.picture.accessibleDescription().count(f"{NAME}: ") == 1


def test_somebody_elses_scenario_is_not_offered_until_it_is_shared(bench: Bench, devon_cornwall_file: Path) -> None:
    scenario_id = _add_as_sam(devon_cornwall_file, "Sam's own")
    bench.page.refresh()
    bench.screen.settle()
    assert [one.plan.name for one in bench.page.others()] == []
    office = Office(devon_cornwall_file, SAM)
    office.write("Share a scenario", scenarios.share, scenario_id)
    office.close()
    bench.page.refresh()
    bench.screen.settle()
    assert [one.plan.name for one in bench.page.others()] == ["Sam's own"]


def test_sharing_and_taking_back_is_the_authors(bench: Bench) -> None:
    bench.click("Copy").click("Share with the team")
    assert "Yours, shared with the team" in seen(bench.page.chooser)
    bench.click("Keep to myself")
    assert "Yours alone until you share it" in seen(bench.page.chooser)


def test_what_needs_the_saved_scenario_waits_for_the_save_and_says_so(bench: Bench) -> None:
    bench.fill(POPULATION, "41")
    waiting = button(bench.page, "Adopt: save first")
    assert not waiting.isEnabled()
    assert waiting.accessibleDescription() == "Save what you typed first (Ctrl+S)."
    bench.save()
    assert button(bench.page, "Adopt…").isEnabled()


def test_a_scenario_that_was_taken_back_leaves_the_bench_and_is_said(bench: Bench) -> None:
    left: list[bool] = []
    bench.click("Copy")
    bench.page.left.connect(lambda: left.append(True))
    bench.press(Key.Key_Z, Held.ControlModifier)
    assert left == [True]
    assert bench.screen.state() == f"“{NAME}, copy” was put away"


def test_a_scenario_that_cannot_be_met_shows_what_everybody_has_and_why(bench: Bench) -> None:
    bench.fill("Torbay, floor in £ or %", "£2,000,000").save()
    again = Bench(bench.screen)
    assert "Locks and floors come to " in again.head()
    assert again.cell("Torbay", "Now 2019/20 £") == "201,575"
    assert again.proposed("Torbay") == "–"
    assert again.page.results.why.isHidden()


def test_a_file_to_be_looked_at_only_shows_what_is_set_and_lets_nothing_be_typed(bench: Bench) -> None:
    bench.screen.desk.read_only = True
    again = Bench(bench.screen)
    words = seen(again.page.holder)
    assert "Nobody loses more than" in words
    assert "8 %" in words
    assert again.page.form is None
    assert again.page.adopt_button.accessibleDescription() == "This file is read-only for you."
    assert button(again.page, "Copy").accessibleDescription() == "This file is read-only for you."


def test_the_keys_go_from_one_side_to_the_other(bench: Bench) -> None:
    assert bench.page._focused() == POPULATION
    bench.page.other_side()
    assert bench.page.results.table.grid.hasFocus()
    bench.page.other_side()
    assert bench.page._focused() == POPULATION


# adopting


def test_adopting_shows_what_it_writes_and_writes_it_in_one_step(bench: Bench, devon_cornwall_file: Path) -> None:
    proposed = bench.proposed("Plymouth")
    bench.click("Adopt…")
    words = " ".join(seen(bench.page.adopting))
    assert "2020/21: £1,615,249, indicative, since the line has no budget yet and gets one with the word TBD." in words
    bench.save()
    assert bench.page.adopting.made is not None
    assert "Fill in “Reason”." in " ".join(seen(bench.page.adopting))
    bench.fill("Reason", "Agreed by the panel on 3 February").save()
    assert "Adopted on" in bench.head()
    assert "Agreed by the panel on 3 February" in bench.head()
    assert bench.page.form is None
    assert bench.page.adopt_button.isHidden()
    office = Office(devon_cornwall_file, SAM)
    written = [one for one in office.read(allocations.allocations) if one.year == 2022]
    office.close()
    assert len(written) == 9
    assert {one.reason for one in written} == {"Agreed by the panel on 3 February"}
    plymouth = next(one for one in written if one.partnership.startswith("Plymouth"))
    assert plymouth.amount == round(float(proposed.replace(",", "")) * 100)
    bench.press(Key.Key_Z, Held.ControlModifier)
    assert bench.box(POPULATION) == "40 %"


def test_an_adopted_scenario_can_be_gone_on_from_by_a_copy(bench: Bench) -> None:
    bench.click("Adopt…").fill("Reason", "Agreed").save()
    assert any(words.startswith("Adopted on") for words in seen(bench.page.holder))
    bench.click("Copy")
    assert bench.box(POPULATION) == "40 %"
    assert button(bench.page, "Adopt…").isEnabled()


def test_leaving_the_form_of_adopting_goes_back_to_the_figures(bench: Bench) -> None:
    bench.click("Adopt…").press(Key.Key_Escape)
    assert bench.page.results.isVisible()
    assert button(bench.page, "Adopt…").isEnabled()


# why, and out of the page


def test_choosing_a_partnership_shows_the_steps_to_its_figure(bench: Bench) -> None:
    click_line(bench.page.results.table, "Plymouth")
    bench.screen.settle()
    why = bench.page.results.why
    assert why.title.text() == f"Why Plymouth has £{bench.proposed('Plymouth')} in 2022/23"
    steps = {label: (sentence, amount) for label, sentence, amount in why.steps.words()}
    assert steps["Present grant"][1] == "£400,568"
    assert "Nobody loses more than 8 % of the present grant" in steps["Floor"][0]
    assert steps["2022/23"][1] == f"£{bench.proposed('Plymouth')}"
    assert bench.page.results.picture._chosen == bench.page.results.table.chosen_id()


def test_the_steps_follow_what_is_typed(bench: Bench) -> None:
    click_line(bench.page.results.table, "Plymouth")
    bench.fill("Nobody loses more than", "£10,000")
    until(lambda: "£390,568" in bench.page.results.why.title.text())
    assert ("2022/23", "£390,568") in [(label, amount) for label, _, amount in bench.page.results.why.steps.words()]


def test_a_districts_steps_are_those_of_its_county(bench: Bench) -> None:
    click_line(bench.page.results.table, "Exeter")
    why = bench.page.results.why
    assert why.title.text() == "Why Exeter has £25,000 in 2022/23"
    assert why.within.text() == "It has its part of what Devon comes to as a whole."
    assert ("Exeter", "Held at £25,000 within Devon; it has £25,000 now.", "£25,000") in why.steps.words()


def test_a_click_in_the_picture_chooses_in_the_table(bench: Bench) -> None:
    picture = bench.page.results.picture
    torbay = next(one for one in picture.places(picture.width()) if one.pair.label == "Torbay")
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=QPoint(20, torbay.row.center().y()))
    assert bench.page.results.why.title.text().startswith("Why Torbay has ")


def test_the_head_switch_measures_picture_and_table_alike(bench: Bench) -> None:
    _measure(bench, "percent")
    assert bench.cell("Plymouth", "Proposed 2022/23 %") == "−8.0"
    words = {pair.label: pair.marks[0].figure for pair in bench.page.results.picture.picture.pairs}
    assert words["Plymouth"] == "−8.0 %"
    _measure(bench, "pounds a head")
    assert bench.cell("Plymouth", "Proposed 2022/23 £ a head") == "1.42"


def test_what_is_printed_is_what_is_set_whether_saved_or_not(bench: Bench, tmp_path: Path) -> None:
    bench.fill("Nobody loses more than", "£10,000")
    bench.press(Key.Key_P, Held.ControlModifier)
    assert "390,568" in _previewed(bench, tmp_path / "review.pdf")
    click_line(bench.page.results.table, "Plymouth")
    bench.click("Print this page")
    words = _previewed(bench, tmp_path / "plymouth.pdf")
    assert "Plymouth" in words
    assert "390,568" in words
    assert _kept(bench).loss == Limit(tenths=80)


def test_the_table_goes_to_excel_as_it_stands(bench: Bench, tmp_path: Path) -> None:
    bench.screen.asker.path = tmp_path / "bench.xlsx"
    bench.fill("Nobody loses more than", "£10,000").press(Key.Key_E, Held.ControlModifier)
    rows = [list(row) for row in openpyxl.load_workbook(tmp_path / "bench.xlsx").worksheets[0].values]
    heads = next(row for row in rows if row[0] == "Partnership")
    plymouth = next(row for row in rows if str(row[0]).startswith("Plymouth"))
    assert plymouth[heads.index("Proposed 2022/23 £")] == 390_568


# looked over


@pytest.mark.parametrize("scale", ["usual", "large"])
def test_everything_can_be_read_heard_and_reached(
    scale: str, devon_cornwall_file: Path, asker: AnsweringAsker, request: pytest.FixtureRequest
) -> None:
    if scale == "large":
        request.getfixturevalue("large")
    with screen_on(asker, devon_cornwall_file) as screen:
        bench = Bench(screen)
        for bring in (lambda: None, lambda: bench.fill("Torbay, floor in £ or %", "£2,000,000"), lambda: None):
            bring()
            for _ in range(4):
                screen.back_to_window()
            assert _findings(bench.page) == []


def _findings(page: QWidget) -> list[str]:
    return (
        walk.clipped_text(page)
        + walk.sideways_scroll(page)
        + walk.unnamed_controls(page)
        + walk.doubled_shortcuts(page)
        + walk.unreachable_by_keyboard(page.window())
    )


def _measure(bench: Bench, words: str) -> None:
    """Click one of the words over the picture."""
    QTest.mouseClick(find(bench.page, QWidget, f"Show: {words}"), Qt.MouseButton.LeftButton)


def _previewed(bench: Bench, path: Path) -> str:
    """The words of the pages in front, which are then closed."""
    bench.screen.asker.path = path
    preview = bench.screen.dialogs()[-1]
    assert isinstance(preview, PrintPreview)
    bench.screen.click("Save PDF", preview)
    preview.close()
    bench.screen.back_to_window()
    return " ".join(text_of(path.read_bytes()).split())


def _kept(bench: Bench) -> scenarios.ScenarioPlan:
    """The plan as it stands in the file."""
    found: list[scenarios.ScenarioRecord] = []
    bench.screen.desk.read(found.append, scenarios.scenario, bench.page.scenario_id)
    bench.screen.settle()
    return found[0].plan


def _add_as_sam(path: Path, name: str) -> str:
    office = Office(path, SAM)
    one = office.read(scenarios.scenarios)[0].plan
    weights = {f"{key}:weight": tenths for key, tenths in one.weights.items()}
    made = office.write("Add", scenarios.add, line_id=one.line_id, year=one.year, name=name, weights=weights)
    office.close()
    return made


def _change_as_sam(path: Path, *, gain: Limit) -> None:
    from dataclasses import replace

    from app.allocations.planning import values_of

    office = Office(path, SAM)
    one = office.read(scenarios.scenarios)[0]
    values = values_of(replace(one.plan, gain=gain))
    office.write("Change a scenario", scenarios.change, one.id, version=one.version, **values)
    office.close()
