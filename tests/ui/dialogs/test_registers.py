"""The office's details and its registers: changed one row at a time, and never lost by leaving."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from app import people
from app.roles import APPROVERS_ONLY
from app.who import here
from tests.conftest import Open
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import (
    OFFSCREEN,
    Screen,
    button,
    cell,
    click_line,
    fill,
    find,
    name_of,
    pick,
    rows,
    screen_on,
    seen,
)
from ui.dialogs.registers import DetailsDialog, Register

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
OFFICE = "Devon, Cornwall and the Isles of Scilly"


@pytest.fixture
def devon(asker: AnsweringAsker, devon_cornwall_file: Path) -> Iterator[Screen]:
    """Devon, Cornwall and the Isles of Scilly, 2019/20."""
    with screen_on(asker, devon_cornwall_file) as screen:
        yield screen


@pytest.fixture
def listed(devon_cornwall_file: Path, opened: Open, asker: AnsweringAsker) -> Iterator[Screen]:
    """The same, with the person at the desk listed as its one approver, Jo."""
    office = opened(devon_cornwall_file)
    office.write("Add", people.add, account=here().name, role="approver", name="Jo")
    with screen_on(asker, devon_cornwall_file) as screen:
        yield screen


def opened(screen: Screen, item: str) -> Register:
    """The register that this entry of the office's menu opens."""
    screen.menu(OFFICE, item)
    dialog = screen.dialogs()[-1]
    assert isinstance(dialog, Register)
    return dialog


def names(register: Register) -> list[str]:
    return [row[0] for row in rows(register.list)]


def chosen(register: Register) -> str:
    return name_of(register.list, register.list.chosen_id())


def save(screen: Screen) -> None:
    screen.press(Key.Key_S, Held.ControlModifier)


def test_a_new_name_of_the_office_and_its_way_of_writing_years_are_seen_at_once(devon: Screen) -> None:
    devon.menu(OFFICE, "Office details…")
    dialog = devon.dialogs()[-1]
    assert isinstance(dialog, DetailsDialog)
    fill(dialog, "Office", "Anytown & district")
    pick(find(dialog, QComboBox, "Financial years are written"), "2018-19")
    devon.back_to_window()
    save(devon)
    assert devon.dialogs() == []
    assert devon.window.windowTitle() == "Anytown & district - Commissioning Desk"
    assert devon.window.top.year.currentText() == "2019-20"
    assert devon.total("2019-20 £") == "5,830,690"


def test_an_organisation_is_added_changed_and_archived(devon: Screen) -> None:
    register = opened(devon, "Organisations…")
    devon.click("New organisation", register)
    fill(register, "Organisation", "Rural <Advice>")
    save(devon)
    assert chosen(register) == "Rural <Advice>"
    fill(register, "Organisation", "Rural Advice Centre")
    save(devon)
    assert "Rural <Advice>" not in names(register)
    assert chosen(register) == "Rural Advice Centre"
    devon.click("Archive", register)
    assert "Rural Advice Centre" not in names(register)


def test_an_organisation_without_a_name_is_refused_beside_its_box(devon: Screen) -> None:
    register = opened(devon, "Organisations…")
    devon.click("New organisation", register)
    save(devon)
    assert "Fill in “Organisation”." in seen(register)


def test_a_plan_and_its_priority_can_be_added_from_the_keyboard(devon: Screen) -> None:
    register = opened(devon, "Plans and priorities…")
    devon.click("New plan", register)
    fill(register, "Plan", "Plan 2020 to 2024")
    fill(register, "Starts", "1/4/2020")
    save(devon)
    devon.click("New priority", register)
    pick(find(register, QComboBox, "Plan"), "Plan 2020 to 2024")
    devon.back_to_window()
    fill(register, "Priority", "Rural crime")
    save(devon)
    assert chosen(register) == "Rural crime"
    assert names(register)[:3] == ["1 April 2020 to now", "The plan: Plan 2020 to 2024", "Rural crime"]


def test_an_area_keeps_the_name_it_had_before_a_day(devon: Screen) -> None:
    register = opened(devon, "Areas…")
    click_line(register.list, "Exeter")
    devon.settle()
    fill(register, "Area", "Greater Exeter")
    fill(register, "This name began", "1 April 2021")
    save(devon)
    assert chosen(register) == "Greater Exeter"
    assert cell(register.list, "Greater Exeter", "Earlier names") == "Exeter"


def test_choosing_another_row_asks_and_going_back_keeps_row_and_form_together(devon: Screen) -> None:
    register = opened(devon, "Organisations…")
    click_line(register.list, "First Light")
    devon.settle()
    fill(register, "Organisation", "Second Light")
    devon.asker.agree = False
    click_line(register.list, "NHS England")
    devon.settle()
    assert len(devon.asker.asked) == 1
    assert chosen(register) == "First Light"
    save(devon)
    assert chosen(register) == "Second Light"


def test_esc_leaves_what_was_typed_only_when_told_so_and_then_the_register(devon: Screen) -> None:
    register = opened(devon, "Organisations…")
    fill(register, "Organisation", "Typed with care")
    devon.asker.agree = False
    devon.press(Key.Key_Escape)
    assert find(register, QLineEdit, "Organisation").text() == "Typed with care"
    devon.asker.agree = True
    devon.press(Key.Key_Escape)
    assert "Typed with care" not in names(register)
    devon.press(Key.Key_Escape)
    assert devon.dialogs() == []


def test_a_register_may_be_closed_while_it_is_still_being_read(devon: Screen) -> None:
    devon.window.show_register("areas_register")
    devon.dialogs()[-1].close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    devon.settle()
    assert devon.dialogs() == []


def test_a_register_is_filtered_and_written_to_excel_as_shown(devon: Screen, tmp_path: Path) -> None:
    register = opened(devon, "Organisations…")
    register.bar.box.setFocus()
    devon.type("nhs").asker.path = tmp_path / "organisations.xlsx"
    assert names(register) == ["Devon clinical commissioning groups", "NHS England"]
    devon.click("Excel", register)
    sheet = openpyxl.load_workbook(tmp_path / "organisations.xlsx").worksheets[0]
    assert [row[0] for row in sheet.iter_rows(values_only=True)][-2:] == names(register)
    assert button(register, "Print").isEnabled()


def test_an_office_with_no_organisations_says_how_to_add_the_first(asker: AnsweringAsker, path: Path) -> None:
    with screen_on(asker, path) as screen:
        screen.menu("New office", "Organisations…")
        words = seen(screen.dialogs()[-1])
        assert "Add the first with the button above the list." in words
        screen.click("New organisation", screen.dialogs()[-1])
        fill(screen.dialogs()[-1], "Organisation", "First of all")
        save(screen)
        assert "First of all" in " ".join(seen(screen.dialogs()[-1]))


def test_headings_of_implications_are_added_moved_and_archived(devon: Screen) -> None:
    register = opened(devon, "Risks and implications…")
    for name in ("Finance", "Staffing"):
        if f"{name}" not in names(register):
            devon.click("New heading", register)
            fill(register, "Heading", name)
            save(devon)
    devon.click("New heading", register)
    fill(register, "Heading", "Welsh language & <duty>")
    fill(register, "Place in the list", "1")
    save(devon)
    assert names(register)[:2] == ["Welsh language & <duty>", "Finance"]
    devon.click("Archive", register)
    assert names(register)[0] == "Finance"


def people_and_roles(screen: Screen) -> Register:
    screen.window.show_register("people_register")
    screen.back_to_window()
    dialog = screen.dialogs()[-1]
    assert isinstance(dialog, Register)
    return dialog


def test_the_first_person_listed_is_the_one_at_the_desk_and_an_approver(devon: Screen) -> None:
    register = people_and_roles(devon)
    assert people.HONESTLY in seen(register)
    devon.click("New person", register)
    assert find(register, QLineEdit, "Account").text() == here().name
    fill(register, "Name", "Jo <Penn>")
    pick(find(register, QComboBox, "Role"), "Viewer")
    devon.back_to_window()
    save(devon)
    assert any(words.startswith("The first person listed must be an approver") for words in seen(register))
    pick(find(register, QComboBox, "Role"), "Approver")
    devon.back_to_window()
    save(devon)
    assert rows(register.list) == [["Jo <Penn>", here().name, "Approver"], [people.EVERYBODY_ELSE, "", "Officer"]]


def test_everybody_not_named_is_given_a_role_in_a_line_of_its_own(listed: Screen) -> None:
    register = people_and_roles(listed)
    click_line(register.list, people.EVERYBODY_ELSE)
    listed.settle()
    pick(find(register, QComboBox, "Role"), "Viewer")
    listed.back_to_window()
    save(listed)
    assert chosen(register) == people.EVERYBODY_ELSE
    assert cell(register.list, people.EVERYBODY_ELSE, "Role") == "Viewer"


def test_the_only_approver_stays_one_and_reads_why(listed: Screen) -> None:
    register = people_and_roles(listed)
    pick(find(register, QComboBox, "Role"), "Officer")
    listed.back_to_window()
    save(listed)
    assert "Jo is the only approver. Make somebody else an approver first." in seen(register)
    listed.asker.agree = True
    listed.press(Key.Key_Escape)
    assert "Jo is the only approver. Make somebody else an approver first." not in seen(register)
    listed.click("Archive", register)
    assert names(register) == ["Jo", people.EVERYBODY_ELSE]
    assert "Jo is the only approver. Make somebody else an approver first." in seen(register)


def test_who_is_no_approver_can_read_the_list_and_why_it_cannot_be_changed(
    asker: AnsweringAsker, path: Path, opened: Open
) -> None:
    office = opened(path)
    office.write("Add", people.add, account="Somebody else", role="approver")
    with screen_on(asker, path) as screen:
        register = people_and_roles(screen)
        assert names(register) == ["Somebody else", people.EVERYBODY_ELSE]
        for words in ("New person", "Save person"):
            assert not button(register, words).isEnabled()
            assert button(register, words).accessibleDescription() == APPROVERS_ONLY
