"""Numbered paragraphs, lists and streams: what hangs where, and how it is read aloud."""

from __future__ import annotations

import pytest

from app.papers.blocks import Bullets, Figure, Heading, Paragraph, Stream, Strong
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import REGULAR, SEMIBOLD
from app.papers.publisher.lines import HANG
from app.papers.publisher.lists import hang_of, set_bullets, set_numbered, set_stream
from app.papers.publisher.prose import set_heading, set_paragraph
from app.papers.publisher.rows import Words
from tests.papers.spoken import ROOM, lefts, spoken, ties

LONG = " ".join(["The Panel has heard of it."] * 12)


@pytest.fixture
def tree() -> Element:
    return Element("Document")


def test_a_numbered_paragraph_hangs_beside_its_number_and_is_read_with_it(tree: Element) -> None:
    rows = set_numbered(Paragraph(LONG, number="7."), ROOM, tree)
    assert lefts(rows) == [[0, 28], [28], [28], [28]]
    assert spoken(tree, rows) == [f"P: 7. {LONG}"]


def test_a_number_that_needs_more_room_moves_the_words_and_a_whole_sentence_is_one_of_them(tree: Element) -> None:
    assert lefts(set_numbered(Paragraph("Words", number="12.134."), ROOM, tree)) == [[0, 40]]
    assert lefts(set_numbered(Paragraph("Words", number=LONG), ROOM, tree))[0] == [0]


def test_every_paragraph_of_a_paper_hangs_as_far_as_the_widest_number_needs() -> None:
    assert hang_of([Paragraph("Words", number="9."), Paragraph("Words")]) == HANG
    assert round(hang_of([Paragraph("Words", number="9.9"), Paragraph("Words", number="12.134.")])) == 40
    assert hang_of([Paragraph("Words", number=LONG)]) == HANG


def test_two_lines_of_a_paragraph_stay_together_and_one_that_introduces_stays_with_what_follows(tree: Element) -> None:
    assert ties(set_paragraph(Paragraph(LONG), ROOM, tree)) == "TFTF"
    assert ties(set_numbered(Paragraph(LONG, introduces=True, number="1."), ROOM, tree)) == "TTTT"
    assert ties(set_paragraph(Paragraph(LONG * 2, introduces=True), ROOM, tree)) == "TFFFFTT"


def test_a_figure_stands_out_where_it_is_meant_to(tree: Element) -> None:
    runs = (
        "in all ",
        Figure("£87,200", "stated:1", 87_200_00, strong=True),
        " and ",
        Figure("£20", "x"),
        Strong(" so"),
    )
    (row,) = set_paragraph(Paragraph(runs), ROOM, tree)
    faces = [(mark.text, mark.style.face) for mark in row.marks if isinstance(mark, Words)]
    assert faces == [("in all", REGULAR), (" £87,200", SEMIBOLD), (" and £20", REGULAR), (" so", SEMIBOLD)]


def test_a_list_under_a_numbered_paragraph_is_set_in_and_read_as_a_list(tree: Element) -> None:
    rows = set_bullets(Bullets((("Give value",), (LONG,), ("Last",)), hangs=True), ROOM, tree)
    assert lefts(rows) == [[29, 42], [29, 42], [42], [42], [42], [29, 42]]
    assert ties(rows) == "TTFTTF"
    assert spoken(tree, rows) == [
        "L",
        "  LI",
        "    Lbl: •",
        "    LBody: Give value",
        "  LI",
        "    Lbl: •",
        f"    LBody: {LONG}",
        "  LI",
        "    Lbl: •",
        "    LBody: Last",
    ]


def test_a_list_of_nothing_is_nothing(tree: Element) -> None:
    assert (set_bullets(Bullets(()), ROOM, tree), len(tree.children)) == ([], 0)


def test_a_stream_is_a_heading_with_its_letter_and_figure_and_stays_with_what_follows(tree: Element) -> None:
    set_heading(Heading(1, "Paper"), ROOM, tree)
    set_heading(Heading(2, "Detail"), ROOM, tree)
    rows = set_stream(Stream("A", "Community Safety Grant", "£606,550", "For projects.", anchor="s1"), ROOM, tree)
    assert spoken(tree, rows)[2:] == ["H3: A Community Safety Grant, £606,550", "P: For projects."]
    assert (lefts(rows), ties(rows)) == ([[0, 28], [28]], "TT")
    assert (rows[0].bookmark, rows[0].anchor) == ((3, "A Community Safety Grant, £606,550"), "s1")


def test_a_stream_without_a_letter_stands_flush_left(tree: Element) -> None:
    rows = set_stream(Stream(" ", "Community Safety Grant", "", "For projects."), ROOM, tree)
    assert lefts(rows) == [[0], [0]]


def test_a_heading_is_set_beside_its_number_and_bookmarked_with_it(tree: Element) -> None:
    rows = set_heading(Heading(2, f"Preventing {LONG}", "5", "five", new_page=True), ROOM, tree)
    assert lefts(rows)[:2] == [[0, 17], [17]]
    assert (rows[0].anchor, rows[0].fresh, rows[1].fresh) == ("five", True, False)
    level, words = rows[0].bookmark or (0, "")
    assert (level, words[:22], len(words)) == (2, "5 Preventing The Panel", 120)
