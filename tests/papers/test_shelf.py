"""Papers on the shelf: started from nothing or from the last, written section by section, changed only as drafts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app import implications
from app import office as offices
from app.door import Office
from app.errors import Refused, Stale
from app.history import history
from app.papers import shelf
from app.papers.drafts import ISSUED
from app.papers.gathering import gather_new
from db.journal import strayed, verify
from db.papers import Paper
from tests.factories import YEAR, add_line, refusal
from tests.papers.shelves import TODAY, answer, change, headings, section, seen, start, write

THREE = ["One", "Two", "Three"]


@pytest.fixture
def draft(office: Office) -> str:
    """A plan with three sections and nothing else in it."""
    paper = start(office)
    for one in office.read(shelf.sections, paper):
        office.write("Remove", shelf.remove_section, one.id)
    for heading in THREE:
        add(office, paper, heading)
    return paper


def add(office: Office, paper: str, heading: str, **given: Any) -> str:
    return office.write("Add a section", shelf.add_section, paper, heading=heading, **given)


def mark_issued(office: Office, paper_id: str, state: str = "issued") -> None:
    def use_case(session: Session) -> None:
        row = session.get(Paper, paper_id)
        assert row is not None
        row.state = state

    office.write("Issue", use_case)


def told(office: Office) -> str:
    return office.read(history)[0].text


# starting


def test_a_first_paper_begins_with_the_sections_of_its_kind(office: Office) -> None:
    add_line(office, "Road safety", 1_000)
    paper = start(office)
    now = seen(office, paper)
    assert (now.title, now.state, now.year, now.day) == ("Commissioning Intentions Plan 2018/19", "draft", YEAR, None)
    assert headings(office, paper)[0] == "Introduction"
    assert "intends" in [one.shows for one in office.read(shelf.sections, paper)]


def test_the_first_paper_brings_the_usual_headings_of_implications_in_the_same_step(office: Office) -> None:
    paper = start(office, "panel-paper")
    answers = office.read(shelf.answers, paper)
    assert tuple(one.heading for one in answers) == implications.USUAL
    assert {(one.text, one.confirmed) for one in answers} == {("", False)}
    assert office.last_seq() == 1
    assert tuple(one.name for one in office.read(implications.headings)) == implications.USUAL


def test_starting_a_paper_is_undone_as_one_step_and_done_again(office: Office) -> None:
    paper = start(office)
    began = headings(office, paper)
    office.undo()
    assert (office.read(shelf.papers), office.read(implications.headings)) == ([], [])
    office.redo()
    assert headings(office, paper) == began


def test_a_paper_bears_the_marking_of_the_office(office: Office) -> None:
    given = {"name": "Anytown", "holder_title": "Commissioner", "address": "", "year_style": "2018-19"}
    marking = "OFFICIAL-SENSITIVE"
    office.write("Details", offices.set_details, version=None, marking=marking, **given)
    now = seen(office, start(office))
    assert (now.marking, now.title) == (marking, "Commissioning Intentions Plan 2018-19")


def test_the_next_years_paper_begins_with_the_words_of_the_last_and_its_own_years_figures(office: Office) -> None:
    first = start(office)
    line = "{line:01a2-b3:2018} after {total:2017}, {stated:01a2-c4} and {nothing}"
    write(office, office.read(shelf.sections, first)[0], f"Spend {line}.")
    change(office, first, author="Example Officer", reference="P1", edition="2", day=TODAY, numbering="section")
    second = start(office, year=2019)
    now = seen(office, second)
    assert headings(office, second) == [one.replace("2018/19", "2019/20") for one in headings(office, first)]
    assert office.read(shelf.sections, second)[0].text == (
        "Spend {line:01a2-b3:2019} after {total:2018}, {stated:01a2-c4} and {nothing}."
    )
    assert (now.title, now.author, now.numbering) == (
        "Commissioning Intentions Plan 2019/20",
        "Example Officer",
        "section",
    )
    assert (now.reference, now.edition) == ("", "")


def test_answers_are_carried_along_and_asked_about_again(office: Office) -> None:
    first = answer(office, start(office, "panel-paper"), "Finance")
    office.write("Answer", shelf.answer, first.id, version=1, text="{total:2018}", confirmed=True)
    second = answer(office, start(office, "panel-paper", year=2019), "Finance")
    assert (second.text, second.confirmed) == ("{total:2019}", False)


def test_a_new_paper_answers_the_headings_the_office_has_now(office: Office) -> None:
    start(office, "panel-paper")
    finance, *_ = office.read(implications.headings)
    office.write("Archive", implications.archive, finance.id)
    office.write("Add", implications.add, name="Welsh ŵ & ŷ", place=1)
    found = office.read(shelf.answers, start(office, "panel-paper"))
    assert [one.heading for one in found[:2]] == ["Welsh ŵ & ŷ", "Staffing"]


def test_a_day_gone_by_is_not_carried_along(office: Office) -> None:
    change(office, start(office), day=date(2018, 7, 1), review_on=date(2018, 5, 31))
    now = seen(office, start(office))
    assert (now.day, now.review_on) == (date(2018, 7, 1), None)


def test_the_retired_marking_is_not_carried_along(office: Office) -> None:
    change(office, start(office), marking="NOT PROTECTIVELY MARKED")
    assert seen(office, start(office)).marking == "OFFICIAL"


def test_a_paper_follows_the_one_of_its_kind_that_was_issued(office: Office) -> None:
    first, other = start(office), start(office, "panel-paper")
    assert seen(office, start(office)).follows_id is None
    mark_issued(office, first)
    mark_issued(office, other)
    assert seen(office, start(office)).follows_id == first
    assert seen(office, start(office, "panel-paper")).follows_id == other


def test_a_paper_of_an_earlier_year_does_not_follow_a_later_one(office: Office) -> None:
    mark_issued(office, start(office))
    assert seen(office, start(office, year=YEAR - 1)).follows_id is None
    early = office.read(gather_new, kind="intentions", year=YEAR - 1, today=TODAY)
    assert early.paper.follows_id is None


def test_a_draft_that_is_given_another_year_follows_what_was_issued_before_that(office: Office) -> None:
    first = start(office)
    mark_issued(office, first)
    draft = start(office, year=YEAR + 1)
    for year, follows in ((YEAR - 1, None), (YEAR, first)):
        change(office, draft, year=year)
        assert seen(office, draft).follows_id == follows


def test_an_unknown_kind_is_refused(office: Office) -> None:
    refused = ("Choose what kind of paper it is.", "kind")
    assert refusal(office, shelf.start, kind="budget", year=YEAR, today=TODAY) == refused  # type: ignore[arg-type]


# the next version


def test_the_next_version_keeps_words_reference_and_reasons_for_figures(office: Office, draft: str) -> None:
    one = office.read(shelf.sections, draft)[0]
    change(office, draft, reference="P1", day=date(2018, 5, 1))
    for about, key in (("figure", "stated:x"), ("figure", f"box:{one.id}:row: two"), ("change", "line")):
        office.write("Give a reason", shelf.give_reason, draft, about=about, key=key, text="Because")
    mark_issued(office, draft)
    new = office.write("Start", shelf.next_version, draft, today=TODAY)
    now, copy = seen(office, new), office.read(shelf.sections, new)[0]
    assert (now.state, now.follows_id, now.reference, now.day, now.year) == ("draft", draft, "P1", None, YEAR)
    assert headings(office, new) == THREE
    assert set(office.read(shelf.reasons, new)) == {("figure", "stated:x"), ("figure", f"box:{copy.id}:row: two")}


def test_only_the_newest_issued_paper_has_a_next_version_and_only_one(office: Office, draft: str) -> None:
    def refused() -> str:
        return refusal(office, shelf.next_version, draft, today=TODAY)[0]

    assert refused() == "This paper is still a draft; change it as it is."
    mark_issued(office, draft)
    office.write("Start", shelf.next_version, draft, today=TODAY)
    assert refused().startswith("Its next version has been started already")
    mark_issued(office, draft, "superseded")
    assert refused().startswith("A later paper has taken the place of this one")


# the list


def test_drafts_come_first_and_each_kind_may_be_asked_for(office: Office) -> None:
    first, second, third = start(office), start(office, "panel-paper"), start(office)
    mark_issued(office, third)
    assert [one.id for one in office.read(shelf.papers)] == [second, first, third]
    assert [one.id for one in office.read(shelf.papers, kind="panel-paper")] == [second]


def test_a_discarded_draft_is_gone_and_comes_back_by_undo(office: Office, draft: str) -> None:
    office.write("Discard a draft", shelf.discard, draft, version=1)
    assert office.read(shelf.papers) == []
    with pytest.raises(Refused, match="no longer in this office file"):
        office.read(shelf.paper, draft)
    office.undo()
    assert headings(office, draft) == THREE


# details


def test_details_are_changed_and_a_stale_save_says_who_was_first(office: Office, draft: str) -> None:
    change(office, draft, version=1, title="  A plan  ", day=TODAY, email=" officer@example.org ")
    now = seen(office, draft)
    assert (now.title, now.day, now.email) == ("A plan", TODAY, "officer@example.org")
    with pytest.raises(Stale, match="Jo saved this while you were typing"):
        change(office, draft, version=1, title="Another")


@pytest.mark.parametrize(
    ("field", "value", "refused"),
    [
        ("title", "  ", "The title is needed."),
        ("numbering", "roman", "Choose how the paper is numbered."),
        ("marking", "SECRET", "Choose one of the markings."),
    ],
)
def test_details_that_cannot_be_are_refused_by_their_box(
    office: Office, draft: str, field: str, value: str, refused: str
) -> None:
    with pytest.raises(Refused) as caught:
        change(office, draft, **{field: value})
    assert (caught.value.message, caught.value.field) == (refused, field)


# sections


def test_a_section_is_added_last_or_after_another(office: Office, draft: str) -> None:
    one = section(office, draft, "One")
    add(office, draft, "Four", shows="budget", level=2)
    add(office, draft, "One and a half", after=one.id)
    assert headings(office, draft) == ["One", "One and a half", "Two", "Three", "Four"]
    four = section(office, draft, "Four")
    assert (four.shows, four.level, four.text, four.printed) == ("budget", 2, "", True)


def test_there_is_always_room_for_one_more_section_in_the_same_place(office: Office, draft: str) -> None:
    one = section(office, draft, "One")

    def many(session: Session) -> None:
        for at in range(50):
            shelf.add_section(session, draft, heading=f"{at}", after=one.id)

    office.write("Add many", many)
    assert headings(office, draft) == ["One", *(f"{at}" for at in reversed(range(50))), "Two", "Three"]


@pytest.mark.parametrize(
    ("by", "order"), [(-1, "One Three Two"), (-9, "Three One Two"), (0, "One Two Three"), (3, "One Two Three")]
)
def test_a_section_moves_up_and_down_and_stops_at_the_ends(office: Office, draft: str, by: int, order: str) -> None:
    office.write("Move a section", shelf.move_section, section(office, draft, "Three").id, by=by)
    assert headings(office, draft) == order.split()


def test_a_section_takes_its_parts_along_and_passes_whole_ones(office: Office, draft: str) -> None:
    for name in ("One", "Two"):
        add(office, draft, f"{name}.1", level=2, after=section(office, draft, name).id)
    office.write("Move a section", shelf.move_section, section(office, draft, "One").id, by=1)
    assert headings(office, draft) == ["Two", "Two.1", "One", "One.1", "Three"]
    office.write("Move a section", shelf.move_section, section(office, draft, "Two.1").id, by=2)
    assert headings(office, draft) == ["Two", "One", "One.1", "Two.1", "Three"]


def test_a_section_is_put_before_another_or_last(office: Office, draft: str) -> None:
    one, two, three = office.read(shelf.sections, draft)
    office.write("Place a section", shelf.place_section, three.id, before=one.id)
    assert headings(office, draft) == ["Three", "One", "Two"]
    office.write("Place a section", shelf.place_section, three.id, before=None)
    assert headings(office, draft) == THREE
    steps = office.last_seq()
    for before in (two.id, three.id):
        office.write("Place a section", shelf.place_section, two.id, before=before)
    assert office.last_seq() == steps


def test_moving_a_section_leaves_somebody_else_typing_in_another(office: Office, draft: str) -> None:
    one = section(office, draft, "One")
    office.write("Move a section", shelf.move_section, section(office, draft, "Three").id, by=-1)
    write(office, one, "Written meanwhile", version=one.version)
    assert section(office, draft, "One").text == "Written meanwhile"


def test_whatever_is_typed_is_kept_to_the_letter(office: Office, draft: str) -> None:
    typed = "  <b>& £ é ŵ ŷ 🙂\n\n- {no such figure}\n" + "word " * 5_000 + "x" * 60
    write(office, section(office, draft, "One"), typed)
    assert section(office, draft, "One").text == typed


def test_two_who_write_in_the_same_section_are_told(office: Office, draft: str) -> None:
    one = section(office, draft, "One")
    write(office, one, "First", version=one.version)
    with pytest.raises(Stale, match="Nothing was overwritten"):
        write(office, one, "Second", version=one.version)


def test_a_section_is_left_out_kept_and_taken_out(office: Office, draft: str) -> None:
    two = section(office, draft, "Two")
    office.write("Leave out a section", shelf.print_section, two.id, printed=False)
    assert not section(office, draft, "Two").printed
    office.write("Remove a section", shelf.remove_section, two.id)
    assert headings(office, draft) == ["One", "Three"]
    office.undo()
    assert headings(office, draft) == THREE


@pytest.mark.parametrize(
    ("given", "field"), [({"heading": " "}, "heading"), ({"shows": "weather"}, "shows"), ({"level": 3}, "level")]
)
def test_a_section_that_cannot_be_is_refused(office: Office, draft: str, given: dict[str, Any], field: str) -> None:
    typed: dict[str, Any] = {"heading": "Four", **given}
    assert refusal(office, shelf.add_section, draft, **typed)[1] == field


# answers and reasons


def test_a_heading_is_answered_and_a_stale_answer_refused(office: Office, draft: str) -> None:
    one = answer(office, draft, "Environment")
    office.write("Answer", shelf.answer, one.id, version=1, text="Fewer journeys.", confirmed=False)
    assert answer(office, draft, "Environment").text == "Fewer journeys."
    with pytest.raises(Stale):
        office.write("Answer", shelf.answer, one.id, version=1, text="None", confirmed=True)


def test_a_reason_is_given_changed_and_taken_back(office: Office, draft: str) -> None:
    for text, kept in ((" Rounded ", "Rounded"), ("Printed so", "Printed so"), ("", None)):
        office.write("Give a reason", shelf.give_reason, draft, about="figure", key="stated:x", text=text)
        assert office.read(shelf.reasons, draft).get(("figure", "stated:x")) == kept
    office.write("Give a reason", shelf.give_reason, draft, about="figure", key="stated:x", text="Again")
    assert office.read(shelf.reasons, draft) == {("figure", "stated:x"): "Again"}


def test_a_reason_does_not_go_over_one_that_was_given_meanwhile(office: Office, draft: str) -> None:
    mine: dict[str, Any] = {"about": "figure", "key": "stated:x"}
    office.write("Give a reason", shelf.give_reason, draft, **mine, text="Rounded", before="")
    with pytest.raises(Stale, match="given another reason meanwhile: “Rounded”"):
        office.write("Give a reason", shelf.give_reason, draft, **mine, text="A slip", before="")
    with pytest.raises(Stale, match="given another reason meanwhile: “Rounded”"):
        office.write("Take a reason back", shelf.give_reason, draft, **mine, text="", before="A slip")
    assert office.read(shelf.reasons, draft) == {("figure", "stated:x"): "Rounded"}
    office.write("Give a reason", shelf.give_reason, draft, **mine, text="A slip", before="Rounded")
    office.write("Take a reason back", shelf.give_reason, draft, **mine, text="")
    with pytest.raises(Stale, match="taken the reason back meanwhile"):
        office.write("Give a reason", shelf.give_reason, draft, **mine, text="A slip, twice", before="A slip")


def test_a_reason_about_anything_else_is_refused(office: Office, draft: str) -> None:
    assert refusal(office, shelf.give_reason, draft, about="weather", key="x", text="Rain")[1] == "about"


# only drafts


CHANGES: list[Callable[[str, str, str], tuple[Any, ...]]] = [
    lambda paper, one, _: (shelf.add_section, paper, {"heading": "Four"}),
    lambda paper, one, _: (
        shelf.change_section,
        one,
        {"version": None, "heading": "x", "level": 1, "shows": "", "subject_id": None, "text": ""},
    ),
    lambda paper, one, _: (shelf.move_section, one, {"by": 1}),
    lambda paper, one, _: (shelf.place_section, one, {"before": None}),
    lambda paper, one, _: (shelf.print_section, one, {"printed": False}),
    lambda paper, one, _: (shelf.remove_section, one, {}),
    lambda paper, _, one: (shelf.answer, one, {"version": None, "text": "x", "confirmed": True}),
    lambda paper, one, _: (shelf.give_reason, paper, {"about": "figure", "key": "k", "text": "x"}),
    lambda paper, one, _: (shelf.discard, paper, {"version": None}),
]


@pytest.mark.parametrize("state", ["issued", "superseded"])
def test_nothing_of_a_paper_that_went_out_can_be_changed(office: Office, draft: str, state: str) -> None:
    one, finance = section(office, draft, "One").id, answer(office, draft, "Finance").id
    mark_issued(office, draft, state)
    for given in CHANGES:
        use_case, row_id, typed = given(draft, one, finance)
        assert refusal(office, use_case, row_id, **typed) == (ISSUED, None)
    with pytest.raises(Refused, match="start its next version"):
        change(office, draft, title="Another")


def test_what_was_written_before_a_paper_went_out_is_not_undone_after(office: Office, draft: str) -> None:
    write(office, section(office, draft, "One"), "Written")
    seq = office.last_seq()
    mark_issued(office, draft)
    office.sitting.done[:] = [seq]
    with pytest.raises(Refused, match="superseded, never undone"):
        office.undo()
    assert section(office, draft, "One").text == "Written"


# the journal


def test_the_history_tells_long_texts_by_their_section(office: Office, draft: str) -> None:
    one = section(office, draft, "One")
    write(office, one, "Short")
    assert told(office) == "Write a section: text from nothing to “Short”."
    write(office, one, "word " * 3_000)
    assert told(office) == "Write a section: text of “One” changed."
    office.write("Leave out a section", shelf.print_section, one.id, printed=False)
    assert told(office) == "Leave out a section: printed from yes to no."
    add(office, draft, "Four", text="A long\ntext")
    assert told(office) == "Add a section: “Four”."


def test_the_journal_follows_every_part_of_a_paper(office: Office, draft: str) -> None:
    office.write("Move", shelf.move_section, section(office, draft, "One").id, by=2)
    office.write("Give a reason", shelf.give_reason, draft, about="change", key="x", text="Because")
    assert (office.read(verify), office.read(strayed)) == (None, None)
