"""What is typed over a record: kept through readings, refusals and saves that cross each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.errors import Refused, Stale, Unknown
from app.office import UNNAMED
from app.papers.paper import Answer, PaperDetails, PaperRecord, Section, Since
from ui.tabs.papers.draft import Dispute, Draft

PAPER = PaperDetails("paper", 1, "intentions", "draft", 2019, "A plan")
FIRST, SECOND = Section("first", 1, 1, "First", "one"), Section("second", 1, 1, "Second", "two")
STAFFING = Answer("staffing", 1, "Staffing", "n/a", False)


@pytest.fixture
def record() -> PaperRecord:
    """Two sections and an answer."""
    return PaperRecord(UNNAMED, PAPER, (FIRST, SECOND), (STAFFING,), {}, {}, {}, Since(), date(2019, 4, 1))


@pytest.fixture
def draft(record: PaperRecord) -> Draft:
    """Nothing typed yet."""
    return Draft(record)


def test_what_is_typed_lies_over_the_record_and_nothing_else_changes(draft: Draft, record: PaperRecord) -> None:
    draft.put(replace(FIRST, text="more"))
    draft.put(replace(STAFFING, text="None needed"))
    draft.put(replace(PAPER, title="The plan"))
    typed = draft.typed()
    assert [one.text for one in typed.sections] == ["more", "two"]
    assert typed.answers[0].text == "None needed"
    assert typed.paper.title == "The plan"
    assert draft.record == record


def test_typing_back_what_was_there_leaves_nothing_to_save(draft: Draft) -> None:
    draft.put(replace(FIRST, text="more"))
    draft.put(FIRST)
    assert not draft.is_changed()
    assert draft.steps() == []


def test_each_row_is_saved_as_a_step_of_its_own(draft: Draft) -> None:
    draft.put(replace(FIRST, heading="The first ", text="more"))
    draft.put(replace(STAFFING, text="None needed"))
    draft.put(replace(PAPER, title="The plan"))
    steps = draft.steps()
    assert [one.name for one in steps] == [
        "Write section “The first”",
        "Answer “Staffing”",
        "Change the details of a paper",
    ]
    assert steps[0].given == {
        "version": 1,
        "heading": "The first",
        "level": 1,
        "shows": "",
        "subject_id": None,
        "text": "more",
    }


def test_a_save_on_its_way_is_not_sent_twice(draft: Draft) -> None:
    typed = replace(FIRST, text="more")
    draft.put(typed)
    draft.sent(typed)
    assert draft.steps() == []
    assert draft.is_saving("first")
    draft.saved(typed)
    assert (draft.is_saving(), draft.is_changed()) == (False, False)
    assert draft.section("first").text == "more"


def test_typing_that_goes_on_meanwhile_goes_over_the_version_of_ones_own_save(
    draft: Draft, record: PaperRecord
) -> None:
    sent = replace(FIRST, text="more")
    draft.put(sent)
    draft.sent(sent)
    draft.put(replace(FIRST, text="more and more"))
    draft.saved(sent)
    assert draft.steps() == []  # its version is not known yet
    draft.take(replace(record, sections=(replace(sent, version=2), SECOND)))
    assert [one.given["version"] for one in draft.steps()] == [2]


def test_typing_back_while_a_save_is_on_its_way_is_saved_after_it(draft: Draft, record: PaperRecord) -> None:
    sent = replace(FIRST, text="more")
    draft.put(sent)
    draft.sent(sent)
    draft.put(FIRST)
    draft.saved(sent)
    draft.take(replace(record, sections=(replace(sent, version=2), SECOND)))
    assert [(one.given["version"], one.given["text"]) for one in draft.steps()] == [(2, "one")]


def test_somebody_elses_save_stays_under_what_is_typed_at_its_old_version(draft: Draft, record: PaperRecord) -> None:
    draft.put(replace(FIRST, text="mine"))
    draft.take(replace(record, sections=(replace(FIRST, version=2, text="theirs"), SECOND)))
    assert draft.section("first").text == "mine"
    assert [one.given["version"] for one in draft.steps()] == [1]


def test_what_was_refused_waits_until_it_is_asked_for(draft: Draft) -> None:
    typed = replace(FIRST, text="mine")
    draft.put(typed)
    draft.sent(typed)
    draft.refused(typed, Refused("The heading is needed"))
    assert draft.steps() == []
    assert [one.given["version"] for one in draft.steps(again=True)] == [1]
    assert draft.section("first").text == "mine"


def test_what_somebody_else_saved_first_is_never_gone_over_however_often_it_is_asked_for(
    draft: Draft, record: PaperRecord
) -> None:
    typed, theirs = replace(FIRST, text="mine"), replace(FIRST, version=4, text="theirs")
    draft.put(typed)
    draft.sent(typed)
    draft.refused(typed, Stale("Sam saved this", version=4))
    assert draft.steps(again=True) == []
    draft.take(replace(record, sections=(theirs, SECOND)))
    assert draft.steps(again=True) == []
    assert draft.dispute("first") == Dispute(typed, theirs, FIRST)


def test_what_is_chosen_of_the_two_is_saved_over_the_version_that_was_looked_at(
    draft: Draft, record: PaperRecord
) -> None:
    typed, theirs = replace(FIRST, text="mine"), replace(FIRST, version=4, heading="Firstly", text="theirs")
    draft.put(typed)
    draft.sent(typed)
    draft.refused(typed, Stale("Sam saved this", version=4))
    draft.take(replace(record, sections=(theirs, SECOND)))
    draft.decide(replace(theirs, text="mine"), theirs)
    assert [(one.given["version"], one.given["heading"], one.given["text"]) for one in draft.steps()] == [
        (4, "Firstly", "mine")
    ]
    draft.decide(theirs, theirs)
    assert not draft.is_changed()


def test_a_section_that_was_only_moved_by_somebody_is_gone_over_as_nobody_changed_its_words(
    draft: Draft, record: PaperRecord
) -> None:
    typed = replace(FIRST, text="mine")
    draft.put(typed)
    draft.sent(typed)
    draft.refused(typed, Stale("Sam saved this", version=2))
    draft.take(replace(record, sections=(SECOND, replace(FIRST, version=2, printed=False))))
    assert [(one.given["version"], one.given["text"]) for one in draft.steps()] == [(2, "mine")]
    assert not draft.section("first").printed


def test_a_save_that_nobody_knew_of_and_that_arrived_is_not_taken_for_somebody_elses(
    draft: Draft, record: PaperRecord
) -> None:
    sent = replace(FIRST, text="more")
    draft.put(sent)
    draft.sent(sent)
    draft.refused(sent, Unknown("Nobody knows"))
    draft.put(replace(FIRST, text="more and more"))
    draft.take(replace(record, sections=(replace(sent, version=2), SECOND)))
    assert draft.dispute("first") is None
    assert [(one.given["version"], one.given["text"]) for one in draft.steps(again=True)] == [(2, "more and more")]


def test_typing_right_after_a_save_waits_for_the_version_it_made(draft: Draft, record: PaperRecord) -> None:
    sent = replace(FIRST, text="more")
    draft.put(sent)
    draft.sent(sent)
    draft.saved(sent)
    draft.put(replace(FIRST, text="more and more"))
    assert draft.steps() == []
    draft.take(replace(record, sections=(replace(sent, version=2), SECOND)))
    assert [one.given["version"] for one in draft.steps()] == [2]


def test_what_an_earlier_sitting_typed_lies_over_the_record_unless_the_file_has_it(
    draft: Draft, record: PaperRecord
) -> None:
    draft.bring_back(replace(FIRST, text="mine"), FIRST)
    draft.bring_back(SECOND, replace(SECOND, text="once"))
    assert [(one.given["text"], one.given["version"]) for one in draft.steps()] == [("mine", 1)]


def test_what_an_earlier_sitting_typed_into_a_section_that_is_gone_is_there_left_out(draft: Draft) -> None:
    gone = Section("gone", 3, 1, "Gone", "typed")
    assert draft.has_place_for(gone)
    draft.bring_back(gone, replace(gone, text="once"))
    assert draft.section("gone").text == "typed"
    assert [one.printed for one in draft.record.sections] == [True, True, False]


def test_a_row_removed_meanwhile_keeps_what_is_typed_into_it(draft: Draft, record: PaperRecord) -> None:
    typed = replace(FIRST, text="mine")
    draft.put(typed)
    draft.refused(typed, Refused("It is gone"))
    draft.take(replace(record, sections=(SECOND,)))
    assert [one.id for one in draft.record.sections] == ["first", "second"]
    assert draft.section("first").text == "mine"
    draft.drop("first")
    draft.take(replace(record, sections=(SECOND,)))
    assert [one.id for one in draft.record.sections] == ["second"]
