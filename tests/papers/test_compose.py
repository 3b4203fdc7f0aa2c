"""From what was gathered to the document: what stands where, and how it is numbered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.listing import Listing
from app.office import UNNAMED
from app.papers.blocks import (
    Block,
    Bullets,
    Chart,
    Contact,
    Contents,
    Document,
    Heading,
    Implications,
    Notes,
    Paragraph,
    Signature,
    Stream,
    Table,
)
from app.papers.compose import compose_paper
from app.papers.paper import Answer, Numbering, PaperRecord, Section
from app.papers.prose import plain_words
from tests.papers.guarded import DAY, claim, figure, record, section

TABLE = Table(Listing("Budget", (), ()), "Budget, £")
CHART = Chart("Budget by priority, £", "", "2019/20", ())


def composed(*sections: Section, live: Mapping[str, tuple[Block, ...]] | None = None, **details: Any) -> Document:
    """These sections as a document; `details` are those of the paper."""
    made = record(*sections)
    return compose_paper(replace(made, live=live or {}, paper=replace(made.paper, **details)))


def part(heading: str, text: str = "", *, level: int = 2, shows: str = "") -> Section:
    return Section(heading, 1, level, heading, text, shows)


def numbers(document: Document) -> list[str]:
    """The number of everything that may have one."""
    return [one.number for one in document.blocks if isinstance(one, Heading | Paragraph)]


def kinds(blocks: Sequence[Block]) -> list[str]:
    return [type(one).__name__ for one in blocks]


TWO = (
    part("Roads", "One\nTwo", level=1),
    part("Lanes", "Three"),
    part("Rails", "Four", level=1),
)


@pytest.mark.parametrize(
    ("numbering", "expected"),
    [
        ("headings", ["1", "", "", "1.1", "", "2", ""]),
        ("through", ["", "1.", "2.", "", "3.", "", "4."]),
        ("section", ["1", "1.1", "1.2", "", "1.3", "2", "2.1"]),
    ],
)
def test_headings_and_paragraphs_are_numbered_as_the_office_chooses(numbering: Numbering, expected: list[str]) -> None:
    assert numbers(composed(*TWO, numbering=numbering)) == expected


def test_a_section_and_its_part_are_headings_of_level_two_and_three_that_can_be_found() -> None:
    headings = [one for one in composed(*TWO).blocks if isinstance(one, Heading)]
    assert [(one.level, one.text, one.anchor) for one in headings] == [
        (2, "Roads", "Roads"),
        (3, "Lanes", "Lanes"),
        (2, "Rails", "Rails"),
    ]


def test_sentences_from_the_desk_are_numbered_with_the_others() -> None:
    live = {"Roads": (Paragraph("Live", introduces=True), TABLE)}
    document = composed(part("Roads", "Typed", level=1), live=live, numbering="through")
    assert numbers(document) == ["", "1.", "2."]
    assert kinds(document.blocks)[-2:] == ["Paragraph", "Table"]


def test_tables_and_figures_are_counted_through_the_paper() -> None:
    live: dict[str, tuple[Block, ...]] = {"Roads": (TABLE, CHART), "Rails": (TABLE,)}
    document = composed(*TWO, live=live)
    captions = [one.caption for one in document.blocks if isinstance(one, Table | Chart)]
    assert captions == ["Table 1: Budget, £", "Figure 1: Budget by priority, £", "Table 2: Budget, £"]
    assert [one.place for one in document.blocks if isinstance(one, Table)] == ["Table 1", "Table 2"]


def test_a_section_that_is_left_out_is_not_printed_and_not_counted() -> None:
    hidden = replace(TWO[0], printed=False)
    assert numbers(composed(hidden, TWO[2])) == ["1", ""]


def test_an_empty_section_prints_its_heading_and_nothing_else() -> None:
    assert kinds(composed(part("Roads", level=1), kind="panel-paper").blocks) == ["Heading"]


def test_what_changed_is_left_out_while_there_is_nothing_to_compare_with() -> None:
    changes = part("What changed", level=1, shows="changes")
    assert composed(changes, kind="panel-paper").blocks == ()
    assert kinds(composed(replace(changes, text="Nothing."), kind="panel-paper").blocks) == ["Heading", "Paragraph"]


def test_the_plan_has_a_cover_with_its_facts_and_then_its_contents() -> None:
    document = composed(
        *TWO, author="Example Officer", post="Chief of Staff", edition="Draft version 3", review_on=date(2020, 1, 1)
    )
    assert (document.opening, document.office, document.subtitle) == ("cover", UNNAMED.name, UNNAMED.holder_title)
    assert isinstance(document.blocks[0], Contents)
    assert document.facts == (
        ("Version", "Draft version 3"),
        ("Author", "Example Officer, Chief of Staff"),
        ("Next review", "1 January 2020"),
    )


def test_the_panel_paper_opens_with_the_panel_and_whose_report_it_is() -> None:
    paper: dict[str, Any] = {
        "kind": "panel-paper",
        "panel": "Anytown Police and Crime Panel",
        "report_of": "Chief of Staff",
    }
    document = composed(*TWO, **paper)
    assert (document.opening, document.office) == ("masthead", "Anytown Police and Crime Panel")
    assert document.subtitle == "Report of the Chief of Staff"
    assert composed(**{**paper, "report_of": "the Treasurer"}).subtitle == "Report of the Treasurer"
    assert (composed(kind="panel-paper").subtitle, composed(kind="panel-paper").office) == ("", UNNAMED.name)


def test_only_a_draft_says_draft_and_one_without_a_day_bears_none() -> None:
    document = composed(day=None)
    assert (document.draft, document.undated, document.day) == (True, True, DAY)
    issued = composed(state="issued", day=date(2019, 3, 1))
    assert (issued.draft, issued.undated, issued.day) == (False, False, date(2019, 3, 1))


def test_a_signed_paper_names_its_author_there_and_its_contact_box_only_what_is_known() -> None:
    ends = (part("Signature", level=1, shows="signature"), part("Contact", level=1, shows="contact"))
    document = composed(*ends, kind="panel-paper", author="Example Officer", post="Chief of Staff", email="o@a.example")
    assert document.facts == ()
    assert document.blocks == (
        Signature("Example Officer", "Chief of Staff"),
        Contact((("Contact officer", "Example Officer"), ("Job title", "Chief of Staff"), ("Email", "o@a.example"))),
    )
    assert kinds(composed(*ends, kind="panel-paper").blocks) == ["Signature"]


def test_the_appendix_begins_a_page_and_answers_every_heading() -> None:
    made = record(
        part("Risks", "As **agreed**.", level=1, shows="implications"),
        answers=[Answer("a", 1, "Finance", "Within budget.", False), Answer("b", 1, "Staffing", "", False)],
    )
    [_, heading, words_, appendix] = compose_paper(replace(made, paper=replace(made.paper, numbering="through"))).blocks
    assert heading == Heading(2, "Appendix 1: Risks", anchor="Risks", new_page=True)
    assert isinstance(words_, Paragraph)
    assert words_.number == ""
    assert appendix == Implications((("Finance", "Within budget."), ("Staffing", "")))


def test_a_figure_in_an_answer_is_printed_as_it_reads_with_its_reason_under_the_appendix() -> None:
    answers = [Answer("a", 1, "Finance", "Within {stated:h}\n**of** {gone}.", False)]
    named = figure("stated:h", 87_200, claim=claim())
    made = record(
        section(shows="implications"), figures=[named], answers=answers, reasons={("figure", "stated:h"): "Rounded."}
    )
    [appendix, notes] = compose_paper(made).blocks[-2:]
    assert isinstance(appendix, Implications)
    assert appendix.answers == (("Finance", "Within £87,200\nof {gone}."),)
    assert notes == Notes((("", "£87,200: Rounded."),))


def test_a_stream_stands_in_the_place_of_its_heading_before_what_was_written() -> None:
    live = {"Grant": (Stream("A", "Grant", "£5", anchor="Grant"), TABLE)}
    document = composed(part("Grant", "Words.", shows="stream"), live=live, kind="panel-paper")
    assert kinds(document.blocks) == ["Stream", "Paragraph", "Table"]


def test_the_budget_of_a_plan_begins_a_page_unless_there_is_none() -> None:
    budget = part("Budget", level=1, shows="budget")
    pages = [
        [one.new_page for one in composed(budget, live={"Budget": blocks}).blocks if isinstance(one, Heading)]
        for blocks in ((Paragraph("Opening"), TABLE), (Paragraph("None yet."),))
    ]
    assert pages == [[True], [False]]


def test_the_reason_for_a_figure_in_prose_is_a_note_under_the_section() -> None:
    named = figure("stated:h", 87_200, claim=claim())
    given = {("figure", "stated:h"): "Stated before the third line was added."}
    noted = compose_paper(record(section("It is {stated:h}.\n- also {stated:h}"), figures=[named], reasons=given))
    [notes] = [one for one in noted.blocks if isinstance(one, Notes)]
    assert notes.notes == (("", "£87,200: Stated before the third line was added."),)
    plain = compose_paper(record(section("It is {stated:h}."), figures=[named]))
    assert "Notes" not in kinds(plain.blocks)


def test_what_was_typed_reaches_the_document_whole() -> None:
    typed = "<b> & £5 é ŵ ŷ \N{GRINNING FACE} {no such figure} " + "x" * 60
    [paragraph] = [one for one in composed(part("Roads", typed, level=1)).blocks if isinstance(one, Paragraph)]
    assert plain_words(paragraph.text) == typed


def test_a_list_hangs_under_a_numbered_paragraph_only() -> None:
    listed = part("Roads", "The fund will:\n- grow", level=1)
    hangs = [
        [one.hangs for one in composed(listed, numbering=how).blocks if isinstance(one, Bullets)]
        for how in ("headings", "through")
    ]
    assert hangs == [[False], [True]]


def test_the_same_record_gives_the_same_document() -> None:
    made: PaperRecord = record(*TWO)
    assert compose_paper(made) == compose_paper(made)
