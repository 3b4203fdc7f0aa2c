"""The contents: every section with its page, as a list within a list."""

from __future__ import annotations

from datetime import date

from app.papers.blocks import Block, Contents, Document, Heading, Paragraph, Stream
from app.papers.preview import text_of
from app.papers.publisher import publish_pages
from app.papers.publisher.contents import ContentsSetter, entries_of
from app.papers.publisher.elements import Element
from tests.papers.spoken import ROOM, spoken

BLOCKS: tuple[Block, ...] = (
    Heading(2, "This year’s budget", "1", "budget", new_page=True),
    Paragraph("Words."),
    Heading(2, "Streams", "2", "streams", new_page=True),
    Stream("A", "Community Safety Grant", "£606,550", anchor="a"),
    *[Paragraph("Line.")] * 40,
    Heading(3, "Why", "2.1", "why"),
    Paragraph("Words."),
    Heading(2, "Appendix 1: Risks"),
    Paragraph("None."),
)


def test_sections_are_listed_with_their_pages_and_their_parts_within_them() -> None:
    tree = Element("Document")
    setter = ContentsSetter(Contents(), entries_of(BLOCKS), ROOM, tree)
    rows = setter.numbered(setter.rows, [2, 3, 3, 4, 4])
    assert spoken(tree, rows) == [
        "H1: Contents",
        "TOC",
        "  TOCI",
        "    Reference: 1 This year’s budget 2",
        "  TOCI",
        "    Reference: 2 Streams 3",
        "    TOC",
        "      TOCI",
        "        Reference: A Community Safety Grant 3",
        "      TOCI",
        "        Reference: 2.1 Why 4",
        "  TOCI",
        "    Reference: Appendix 1: Risks 4",
    ]
    assert [row.height for row in rows] == [row.height for row in setter.rows]


def test_the_pages_in_the_contents_are_those_on_which_the_sections_stand() -> None:
    document = Document("Plan", "Office", "OFFICIAL", date(2019, 1, 31), (Contents(), *BLOCKS))
    made = publish_pages(document)
    read = text_of(made.pdf).split("\f")
    assert (made.pages, dict(made.anchors)) == (len(read), {"budget": 2, "streams": 3, "a": 3, "why": 4})
    for line in ("1 This year’s budget 2", "2 Streams 3", "A Community Safety Grant 3", "2.1 Why 4"):
        assert line in read[0].replace("\n", " ")
    assert ["2.1 Why" in page for page in read] == [True, False, False, True]


def test_contents_of_nothing_and_a_number_as_long_as_a_sentence_are_set_too() -> None:
    tree = Element("Document")
    assert len(ContentsSetter(Contents(), (), ROOM, tree).rows) == 1
    (entry,) = entries_of((Heading(2, "Risks", "n" * 40),))
    assert (entry.number, entry.text) == ("", f"{'n' * 40} Risks")
