"""Two people in one paper: each reads what the other does as it happens, and nothing goes over anybody's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.door import Office
from app.opening import presence_at
from app.papers import shelf
from app.presence import Presence
from tests.factories import SAM
from tests.ui.helpers import OFFSCREEN, button, fill, find, seen, until
from tests.ui.tabs.papers.test_kept import on_laptop
from tests.ui.tabs.papers.test_saving import LAST, kept, own, write_elsewhere
from tests.ui.tabs.papers.writing import CTRL, Writing
from ui.tabs.papers.both import BothDialog

pytestmark = OFFSCREEN
Key = Qt.Key


@pytest.fixture
def alone(devon: Writing) -> Writing:
    """A sentence is typed at the end of the plan, in an office of the test's own, and not saved yet."""
    return devon.open().choose(LAST).type("|A new end.")


@pytest.fixture
def beside(alone: Writing) -> Writing:
    """The same, and Sam has saved the same section before it was."""
    write_elsewhere(own(alone), "Sam's own end.")
    return alone


@pytest.fixture
def sam(devon: Writing) -> Iterator[Presence]:
    """Sam's desk, open on the same file."""
    there = presence_at(own(devon), SAM)
    yield there
    there.leave()


def both(writing: Writing) -> BothDialog:
    """The two versions in front of the paper."""
    [dialog] = [one for one in writing.screen.dialogs() if isinstance(one, BothDialog)]
    return dialog


def choose(writing: Writing, label: str, side: Literal["mine", "theirs"]) -> None:
    """Tick one side of a field in the two versions."""
    view = both(writing).view
    key = next(one.field.key for one in view.found if one.field.label == label)
    option = getattr(view.rows[key], side)
    option.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(option, Key.Key_Space)


def others(writing: Writing) -> str:
    """What is said over the paper of what others did."""
    bar = writing.composer.others
    return bar.words() if bar.isVisible() else ""


def poll(writing: Writing) -> Writing:
    """The desk looks whether somebody else has saved, as it does every few seconds."""
    writing.settle()
    until(writing.screen.desk.idle)
    assert writing.screen.window.neighbours is not None
    writing.screen.window.neighbours.poll()
    return writing.settle()


def test_whoever_presses_save_second_reads_both_versions_and_what_it_was(beside: Writing) -> None:
    before = beside.box.toPlainText().removesuffix("\nA new end.")
    beside.press(Key.Key_S, CTRL)
    words = seen(both(beside))
    assert any(one.startswith("Sam saved this while you were typing (“Write section “In summary””, ") for one in words)
    for text in (f"{before}\nA new end.", "Sam's own end.", before):
        assert text in words
    assert kept(own(beside)) == "Sam's own end."
    assert beside.sections()[-1].endswith("In summary, Not saved")


def test_ones_own_words_go_over_theirs_only_once_they_were_chosen(beside: Writing) -> None:
    beside.press(Key.Key_S, CTRL)
    assert not button(both(beside), "Choose for 1 more field first").isEnabled()
    choose(beside, "Text", "mine")
    beside.click("Save these", both(beside))
    assert beside.screen.dialogs() == []
    assert kept(own(beside)).endswith("\nA new end.")
    assert beside.composer.writing.state.text() == "Saved"
    assert not beside.composer.writing.trouble.isVisible()
    assert on_laptop(beside) == []


def test_their_words_can_be_taken_instead(beside: Writing) -> None:
    beside.press(Key.Key_S, CTRL)
    beside.click("Take all of theirs", both(beside)).click("Save these", both(beside))
    assert beside.box.toPlainText() == "Sam's own end."
    assert beside.composer.writing.state.text() == "Saved"
    assert kept(own(beside)) == "Sam's own end."
    assert on_laptop(beside) == []


def test_pressing_save_again_and_again_goes_over_nobody(beside: Writing) -> None:
    for _ in range(3):
        beside.press(Key.Key_S, CTRL)
        beside.press(Key.Key_Escape)
        assert beside.screen.dialogs() == []
    assert kept(own(beside)) == "Sam's own end."
    assert beside.box.toPlainText().endswith("\nA new end.")
    assert beside.composer.writing.state.text() == "Not saved; Ctrl+S shows both versions"


def test_what_somebody_saves_while_the_person_chooses_is_laid_beside_it_again(beside: Writing) -> None:
    beside.press(Key.Key_S, CTRL)
    write_elsewhere(own(beside), "Sam's second thought.")
    choose(beside, "Text", "mine")
    beside.click("Save these", both(beside))
    assert "Sam's second thought." in seen(both(beside))
    assert kept(own(beside)) == "Sam's second thought."
    choose(beside, "Text", "mine")
    beside.click("Save these", both(beside))
    assert kept(own(beside)).endswith("\nA new end.")


def test_what_only_one_of_the_two_changed_is_ticked_already(alone: Writing) -> None:
    office = Office(own(alone), SAM)
    draft = next(one for one in office.read(shelf.papers) if one.state == "draft")
    one = next(one for one in office.read(shelf.sections, draft.id) if one.heading == LAST)
    office.write(
        "Write a section",
        shelf.change_section,
        one.id,
        version=one.version,
        heading="To sum up",
        level=2,
        shows="budget",
        subject_id=None,
        text=one.text,
    )
    office.close()
    alone.press(Key.Key_S, CTRL)
    assert {"The budget by priority, last year beside it", "Words only", "Part of a section"} <= set(seen(both(alone)))
    assert both(alone).view.choices() == {"heading": "theirs", "shows": "theirs", "level": "theirs", "text": "mine"}
    alone.click("Save these", both(alone))
    assert kept(own(alone), "To sum up").endswith("\nA new end.")
    assert alone.composer.writing.shows.currentText() == "The budget by priority, last year beside it"


def test_nothing_opens_under_the_hands_of_somebody_who_types(beside: Writing) -> None:
    beside.composer.keeping._rest.start(1)
    until(lambda: not beside.composer.keeping.is_resting())
    beside.settle()
    assert beside.screen.dialogs() == []
    trouble = beside.composer.writing.trouble
    assert trouble.words().startswith("Sam saved this while you were typing")
    assert trouble.words().endswith("Nothing was overwritten. See both")
    trouble.followed.emit()
    beside.settle()
    assert "Sam's own end." in seen(both(beside))


def test_a_section_that_somebody_only_moved_is_saved_without_a_word(alone: Writing) -> None:
    office = Office(own(alone), SAM)
    office.write("Move a section", shelf.move_section, alone.composer.list.key(), by=-1)
    office.close()
    alone.press(Key.Key_S, CTRL)
    assert alone.screen.dialogs() == []
    assert kept(own(alone)).endswith("\nA new end.")
    assert alone.composer.writing.state.text() == "Saved"


def test_what_others_change_is_read_again_as_they_save_and_it_is_said_who_and_when(alone: Writing) -> None:
    write_elsewhere(own(alone), "Sam wrote this.", "Introduction")
    poll(alone)
    assert others(alone).startswith("Sam changed “Introduction” at ")
    assert others(alone).endswith(". Go there")
    assert alone.box.toPlainText().endswith("\nA new end.")
    assert "Sam wrote this." in alone.pages()
    alone.composer.others.followed.emit()
    alone.settle()
    assert alone.composer.writing.heading.text() == "Introduction"
    assert alone.box.toPlainText() == "Sam wrote this."
    assert others(alone) == ""


def test_what_others_save_of_the_section_that_is_typed_in_offers_both(alone: Writing) -> None:
    write_elsewhere(own(alone), "Sam's own end.")
    poll(alone)
    assert others(alone).startswith(f"Sam changed “{LAST}” at ")
    assert others(alone).endswith("Nothing you typed is lost. See both")
    assert alone.box.toPlainText().endswith("\nA new end.")
    assert alone.sections()[-1].endswith("Not saved")
    alone.composer.others.followed.emit()
    alone.settle()
    choose(alone, "Text", "mine")
    alone.click("Save these", both(alone))
    assert kept(own(alone)).endswith("\nA new end.")


def test_a_day_that_is_half_typed_stays_while_others_save(devon: Writing) -> None:
    devon.open().choose("Cover and details")
    fill(devon.composer.details, "Date of the paper", "3 F")
    write_elsewhere(own(devon), "Sam wrote this.", "Introduction")
    poll(devon)
    assert others(devon).startswith("Sam changed “Introduction” at ")
    assert find(devon.composer.details, QLineEdit, "Date of the paper").text() == "3 F"


def test_others_read_which_section_somebody_is_in(alone: Writing, sam: Presence) -> None:

    def here() -> list[tuple[str, str]]:
        return [(one.record_id, one.record) for one in sam.look()]

    section = alone.composer.list.key()
    words = f"“{LAST}” in “Commissioning Intentions Plan 2019/20”"
    until(lambda: here() == [(section, words)])
    alone.press(Key.Key_Escape)
    until(lambda: here() == [("", "")])


def look(writing: Writing) -> None:
    """What the desk does of itself every few seconds."""
    assert writing.screen.window.neighbours is not None
    writing.screen.window.neighbours.beat()


def test_that_somebody_else_is_in_a_section_is_said_there_and_only_there(alone: Writing, sam: Presence) -> None:
    sam.editing(alone.composer.list.key(), f"“{LAST}”")
    look(alone)
    until(lambda: seen(alone.composer.notes))
    assert seen(alone.composer.notes) == ["Sam is writing in this section too."]
    alone.choose("Introduction")
    assert seen(alone.composer.notes) == []
    sam.editing(alone.composer.paper_id, "Cover")
    alone.choose("Cover and details")
    look(alone)
    until(lambda: seen(alone.composer.notes))
    assert seen(alone.composer.notes) == ["Sam is writing in the cover and details too."]


def test_details_that_two_people_changed_are_chosen_between_as_well(durham: Writing) -> None:
    durham.open().choose("Cover and details")
    fill(durham.composer.details, "Reference", "Mine")
    office = Office(own(durham), SAM)
    draft = next(one for one in office.read(shelf.papers) if one.state == "draft")
    keys = ("title", "year", "day", "panel", "report_of", "edition", "review_on", "numbering", "marking")
    given = {key: getattr(draft, key) for key in (*keys, "author", "post", "telephone", "email")}
    change = shelf.change_details
    office.write("Change the details of a paper", change, draft.id, version=draft.version, reference="Theirs", **given)
    office.close()
    durham.press(Key.Key_S, CTRL)
    choose(durham, "Reference", "mine")
    durham.click("Save these", both(durham))
    assert durham.composer.details.state.text() == "Saved"
    assert not durham.composer.details.trouble.isVisible()
    again = Office(own(durham), SAM)
    assert again.read(shelf.paper, draft.id).reference == "Mine"
    again.close()


def test_answers_that_two_people_gave_are_chosen_between_as_well(durham: Writing) -> None:
    durham.open().choose("Risks and implications")
    boxes = durham.composer.writing.answers._boxes.values()
    box = next(one for one in boxes if one.text.accessibleName() == "Staffing")
    QTest.keyClicks(box.text, "Mine: ")
    office, answer = Office(own(durham), SAM), box.answer()
    office.write("Answer", shelf.answer, answer.id, version=answer.version, text="Theirs", confirmed=False)
    office.close()
    durham.press(Key.Key_S, CTRL)
    assert {"Answer", "Mine: n/a", "Theirs"} <= set(seen(both(durham)))
    durham.click("Take all of theirs", both(durham)).click("Save these", both(durham))
    assert box.text.toPlainText() == "Theirs"
