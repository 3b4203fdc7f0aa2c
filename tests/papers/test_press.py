"""What is kept together over pages, every block side by side, and anything typed into any of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import page
from hypothesis import given, settings
from hypothesis import strategies as st

from app.listing import Column, Line, Listing
from app.papers.blocks import (
    Block,
    Box,
    BoxRow,
    Bullets,
    Contact,
    Contents,
    Document,
    Figure,
    Heading,
    Implications,
    Notes,
    Paragraph,
    Signature,
    Stream,
    Table,
)
from app.papers.preview import page_count, text_of
from app.papers.publisher import publish

LINE = Paragraph("Line.")


def paper(*blocks: Block) -> Document:
    return Document("A paper", "Office of the Made-up Commissioner", "OFFICIAL", date(2026, 11, 22), blocks)


def every_block(typed: str) -> tuple[Block, ...]:
    """One of each block that people type into, with these words wherever they may stand."""
    streams = Listing(
        "",
        (Column("letter", ""), Column("name", "Stream"), Column("sum", "£", "pence"), Column("for", "What for")),
        (Line("1", ("A", typed, 606_550_00, typed), mark="*"), Line("2", (typed, typed, "TBD", ""))),
        notes=(("*", typed),),
    )
    return (
        Contents(typed),
        Heading(2, typed, "1", new_page=True),
        Paragraph(typed, number="1.", introduces=True),
        Bullets(((typed,), (Figure(typed, "x"),)), hangs=True),
        Stream(typed, typed, typed, typed),
        Table(streams, typed, stated_totals=(None, typed, 1, typed)),
        Box(typed, (BoxRow((typed,), typed), BoxRow((typed,), "£1", 1)), notes=((typed, typed),)),
        Implications(((typed, typed), ("Finance", typed))),
        Notes(((typed, typed),)),
        Signature(typed, typed),
        Contact(((typed, typed),)),
    )


def test_a_signature_is_never_alone_on_a_page() -> None:
    for before in range(20, 32):
        end = text_of(
            publish(paper(*[LINE] * before, Paragraph("That it is noted."), Signature("Example Officer", "")))
        )
        assert ["That it is noted." in one for one in end.split("\f")] == ["Officer" in one for one in end.split("\f")]


def test_the_last_line_stands_once_and_never_alone_on_a_page() -> None:
    for before in range(20, 32):
        document = replace(paper(*[LINE] * before, Paragraph("That it is noted.")), ending="The last line")
        pages = text_of(publish(document)).split("\f")
        assert ["That it is noted." in one for one in pages] == ["The last line" in one for one in pages]
        assert "noted.\nThe last line\n" in pages[-1]


def test_a_signature_or_the_last_line_may_follow_a_heading_that_the_contents_list() -> None:
    for ends in ((Signature("Example Officer", ""),), ()):
        document = replace(paper(Contents(), Heading(2, "Decision", "1"), *ends), ending="The last line")
        read = text_of(publish(document))
        assert "1 Decision 1\n" in read
        assert "The last line" in read


def test_a_short_table_is_not_parted_and_a_long_one_is() -> None:
    def table(lines: int) -> Table:
        rows = tuple(Line(str(at), (f"Row {at}", at)) for at in range(lines))
        return Table(Listing("", (Column("a", "Name"), Column("b", "£", "pence")), rows), "Caption")

    def pages(lines: int) -> list[bool]:
        return ["Row" in one for one in text_of(publish(paper(*[LINE] * 20, table(lines)))).split("\f")]

    assert (pages(7), pages(30)) == ([False, True], [True, True])


def test_a_total_is_printed_as_it_was_stated_beside_the_letters_and_never_computed_over() -> None:
    columns = (Column("letter", ""), Column("name", "Stream"), Column("sum", "£", "pence"), Column("for", "What for"))
    lines = (Line("1", ("A", "Grant", 606_550_00, "Projects"), mark="*"), Line("2", ("D", "Fund", "TBD", "")))
    stated = Table(Listing("", columns, lines), stated_totals=("Total of A", None, 606_551_00, "D is to come"))
    read = text_of(publish(paper(stated)))
    assert "A Grant * 606,550 Projects\nD Fund TBD\nTotal of A 606,551 D is to come" in read
    assert "Total of A 606,550" in text_of(
        publish(paper(replace(stated, stated_totals=None, total_label="Total of A")))
    )


def test_every_block_with_everything_people_type_is_accessible_and_loses_nothing(tmp_path: Path) -> None:
    typed = "Café £5 & <b>ŵ ŷ</b> &amp; {x} 😀"
    blocks = every_block(typed)
    document = replace(paper(*blocks), opening="cover", facts=((typed, typed),), draft=True, title=typed)
    path = tmp_path / "paper.pdf"
    path.write_bytes(publish(document))
    checked = str(page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_UA_1))
    assert "Rules: 104 passed, 0 failed" in checked
    assert " ".join(text_of(path.read_bytes()).split()).count("<b>ŵ ŷ</b> &amp; {x}") >= 30


def test_sixty_letters_in_a_word_more_words_than_a_page_and_empty_sections_are_printed() -> None:
    for typed in ("x" * 60, "word " * 900, "", "\n\n", " "):
        read = text_of(publish(paper(*every_block(typed)))).split()
        assert read.count("word") >= 20 * typed.split().count("word")


def test_a_paragraph_of_five_thousand_words_is_printed_to_the_last() -> None:
    words = [f"w{at}" for at in range(5000)]
    read = text_of(publish(paper(Paragraph(" ".join(words), introduces=True, number="1."), LINE))).split()
    assert [word for word in read if word[0] == "w" and word[1:].isdigit()] == words


@settings(max_examples=25)
@given(st.text(max_size=300))
def test_nothing_typed_into_any_block_keeps_a_paper_from_printing(typed: str) -> None:
    assert page_count(publish(paper(*every_block(typed)))) >= 2
