"""What is typed into a paper is not lost: going on, closing, somebody else saving first, a refusal."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.door import Office
from app.papers import shelf
from tests.factories import SAM
from tests.ui.helpers import OFFSCREEN, seen, until
from tests.ui.tabs.papers.writing import CTRL, Writing, writing_on
from ui.kit.controls import Button

pytestmark = OFFSCREEN
Key = Qt.Key
PLAN, LAST = "Commissioning Intentions Plan 2019/20", "In summary"


@pytest.fixture
def typing(plan: Writing) -> Writing:
    """A sentence is typed at the end of the plan, and not saved yet."""
    return plan.choose(LAST).type("|A new end.")


@pytest.fixture
def alone(devon: Writing) -> Writing:
    """The same in an office of the test's own, where somebody else can write as well."""
    return devon.open().choose(LAST).type("|A new end.")


def own(writing: Writing) -> Path:
    """The file this window is on."""
    path = writing.screen.desk.path
    assert path is not None
    return path


def kept(path: Path, heading: str = LAST) -> str:
    """The text of a section as another desk reads it."""
    office = Office(path, SAM)
    draft = next(one for one in office.read(shelf.papers) if one.state == "draft")
    text = next(one.text for one in office.read(shelf.sections, draft.id) if one.heading == heading)
    office.close()
    return text


def write_elsewhere(path: Path, text: str, heading: str = LAST) -> None:
    """Sam writes a section on another machine."""
    office = Office(path, SAM)
    draft = next(one for one in office.read(shelf.papers) if one.state == "draft")
    one = next(one for one in office.read(shelf.sections, draft.id) if one.heading == heading)
    office.write(
        f"Write section “{heading}”",
        shelf.change_section,
        one.id,
        version=one.version,
        heading=heading,
        level=one.level,
        shows=one.shows,
        subject_id=one.subject_id,
        text=text,
    )
    office.close()


def test_going_on_to_another_section_saves(typing: Writing) -> None:
    typing.choose("Introduction")
    assert kept(own(typing)).endswith("\nA new end.")


def test_going_to_another_tab_saves_and_nothing_is_asked(typing: Writing) -> None:
    typing.press(Key.Key_1, CTRL)
    assert kept(own(typing)).endswith("\nA new end.")
    assert typing.screen.asker.asked == []
    typing.press(Key.Key_6, CTRL)
    assert typing.box.toPlainText().endswith("\nA new end.")


def test_esc_saves_and_goes_back_to_the_list(typing: Writing) -> None:
    typing.press(Key.Key_Escape)
    assert typing.page.open_paper is None
    assert typing.page.list.grid.hasFocus()
    assert kept(own(typing)).endswith("\nA new end.")


def test_closing_the_window_saves(alone: Writing, devon_cornwall_file: Path) -> None:
    alone.screen.window.close()
    assert not alone.screen.window.isVisible()
    assert alone.screen.asker.asked == []
    assert kept(devon_cornwall_file).endswith("\nA new end.")


def test_a_while_without_typing_saves(alone: Writing, devon_cornwall_file: Path) -> None:
    alone.composer.keeping._rest.start(1)
    until(lambda: not alone.composer.keeping.is_resting())
    alone.settle()
    assert kept(devon_cornwall_file).endswith("\nA new end.")
    assert alone.composer.writing.state.text() == "Saved"


def test_typing_goes_on_while_a_save_is_on_its_way(typing: Writing) -> None:
    QTest.keyClick(typing.box, Key.Key_S, CTRL)
    QTest.keyClicks(typing.box, " And more.")
    typing.settle()
    assert typing.box.toPlainText().endswith("\nA new end. And more.")
    assert typing.composer.writing.state.text() == "Not saved yet (Ctrl+S)"
    typing.press(Key.Key_S, CTRL)
    assert kept(own(typing)).endswith("\nA new end. And more.")
    assert typing.composer.writing.state.text() == "Saved"


def test_somebody_who_saved_first_is_named_and_both_texts_are_kept(alone: Writing, devon_cornwall_file: Path) -> None:
    write_elsewhere(devon_cornwall_file, "Sam's own end.")
    alone.press(Key.Key_S, CTRL)
    said = alone.composer.writing.trouble.words()
    assert said.startswith("Sam saved this while you were typing (“Write section “In summary””).")
    assert alone.box.toPlainText().endswith("\nA new end.")
    assert kept(devon_cornwall_file) == "Sam's own end."
    assert alone.sections()[-1].endswith("In summary, Not saved")


def test_what_was_refused_is_not_tried_again_behind_ones_back(alone: Writing, devon_cornwall_file: Path) -> None:
    write_elsewhere(devon_cornwall_file, "Sam's own end.")
    alone.choose("Introduction")
    assert kept(devon_cornwall_file) == "Sam's own end."
    alone.choose("This year’s budget")
    assert kept(devon_cornwall_file) == "Sam's own end."
    alone.screen.asker.agree = False
    alone.press(Key.Key_Escape)
    assert alone.screen.asker.asked == [
        "Not saved: What you typed has not been saved. [Leave without saving] [Go back]"
    ]
    assert alone.choose(LAST).box.toPlainText().endswith("\nA new end.")


def test_an_empty_heading_is_refused_beside_the_text_and_stays(typing: Writing) -> None:
    heading = typing.composer.writing.heading
    heading.setFocus()
    QTest.keyClick(heading, Key.Key_A, CTRL)
    QTest.keyClick(heading, Key.Key_Delete)
    typing.press(Key.Key_S, CTRL)
    assert typing.composer.writing.trouble.words().startswith("The heading is needed.")
    assert heading.text() == ""


def test_another_desks_words_come_with_f5_and_ones_own_typing_stays(alone: Writing, devon_cornwall_file: Path) -> None:
    write_elsewhere(devon_cornwall_file, "Sam wrote this.", "Introduction")
    alone.press(Key.Key_F5)
    assert alone.box.toPlainText().endswith("\nA new end.")
    assert "Sam wrote this." in alone.pages()
    assert "A new end." in alone.pages()


def test_a_reason_that_somebody_gave_first_is_not_gone_over_unseen(devon: Writing, devon_cornwall_file: Path) -> None:
    title = "Printed £87,200; its lines add to £97,200"
    writing = devon.open()
    writing.composer.spread.show_pane("guard")
    writing.settle()
    key = writing.card(title).finding.key
    office = Office(devon_cornwall_file, SAM)
    given = {"about": "figure", "key": key, "text": "Sam knows why"}
    office.write("Give a reason", shelf.give_reason, writing.composer.paper_id, **given)
    writing.click("Keep, give a reason", writing.card(title))
    QTest.keyClicks(writing.screen.window.focusWidget(), "Rounded")
    writing.click("Keep this reason", writing.card(title))
    assert "given another reason meanwhile: “Sam knows why”" in writing.screen.asker.told[-1]
    assert "Reason: Sam knows why" in seen(writing.card(title))
    assert writing.card(title).has_reason_open()
    writing.click("Keep this reason", writing.card(title))
    assert office.read(shelf.reasons, writing.composer.paper_id)["figure", key] == "Rounded"
    assert not writing.card(title).has_reason_open()
    office.close()


def test_a_section_removed_elsewhere_stays_while_it_is_typed_in(alone: Writing, devon_cornwall_file: Path) -> None:
    office = Office(devon_cornwall_file, SAM)
    office.write("Remove a section", shelf.remove_section, alone.composer.list.key())
    office.close()
    alone.press(Key.Key_S, CTRL)
    assert alone.sections()[-1] == "In summary, Not saved, left out"
    assert alone.box.toPlainText().endswith("\nA new end.")


def test_a_read_only_file_can_be_read_and_printed_but_not_typed_in(devon_cornwall_file: Path, devon: Writing) -> None:
    devon.screen.desk.read_only = True
    devon.open().choose(LAST)
    assert devon.box.isReadOnly()
    assert devon.composer.writing.state.text() == "You can look but not save: this file is read-only for you."
    assert devon.composer.top.issue_button.toolTip() == "This file is read-only for you."
    assert "Print £97,200" not in [one.text() for one in devon.composer.guard.findChildren(Button)]


def test_a_paper_left_open_is_open_again_with_its_words(alone: Writing, devon_cornwall_file: Path) -> None:
    asker = alone.screen.asker
    alone.screen.window.close()
    with writing_on(asker, devon_cornwall_file) as again:
        assert again.box.toPlainText().endswith("\nA new end.")
