"""What stands on the pages, read back from the PDF."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from threading import Event

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Refused
from app.listing import Column, Group, Line, Listing
from app.papers.blocks import Bar, Block, Chart, Document, Heading, Notes, Paragraph, Strong, Table
from app.papers.preview import page_count, text_of
from app.papers.publisher import publish
from app.progress import Progress, Stopped

DAY = date(2026, 11, 22)
HOSTILE = "Café £5 & <b>ŵyl</b> “a” <para> &amp; %s {x}"


def paper(*blocks: Block, **more: object) -> Document:
    plain = Document("A paper", "Office of the Made-up Commissioner", "Official", DAY, blocks)
    return replace(plain, **more)  # type: ignore[arg-type]


def pages(document: Document) -> list[str]:
    return text_of(publish(document)).split("\f")


def long_list(lines: int) -> Listing:
    columns = (Column("name", "Project"), Column("sum", "Awarded, £", "pence"))
    groups = (Group("a", "First round"), Group("b", "Second round"))
    made = tuple(Line(str(at), (f"Project {at}", at * 100), "a" if at < lines // 2 else "b") for at in range(lines))
    return Listing("Grants", columns, made, groups)


def size_of(document: Document) -> tuple[int, int]:
    made = pypdfium2.PdfDocument(publish(document))
    try:
        width, height = made[0].get_size()
        return round(width), round(height)
    finally:
        made.close()


def test_every_page_bears_the_marking_twice_the_title_and_its_number() -> None:
    read = pages(paper(Table(long_list(100))))
    assert [page.count("OFFICIAL\n") + page.endswith("OFFICIAL") for page in read] == [2, 2, 2]
    assert [re.findall(r"Page \d+ of \d+", page) for page in read] == [
        ["Page 1 of 3"],
        ["Page 2 of 3"],
        ["Page 3 of 3"],
    ]


def test_a_draft_says_so_on_every_page_and_a_final_paper_on_none() -> None:
    table = Table(long_list(100))
    assert [page.count("DRAFT") for page in pages(paper(table, draft=True))] == [1, 1, 1]
    assert [page.count("DRAFT") for page in pages(paper(table))] == [0, 0, 0]


def test_what_people_type_prints_letter_by_letter() -> None:
    listing = Listing(HOSTILE, (Column("a", HOSTILE),), (Line("1", (HOSTILE,), mark="*"),), notes=(("*", HOSTILE),))
    blocks = (
        Heading(2, HOSTILE),
        Paragraph(HOSTILE),
        Paragraph((Strong(HOSTILE),)),
        Table(listing, HOSTILE),
        Notes((("†", HOSTILE),)),
        Chart(HOSTILE, "before", "after", (Bar("one", 1, 2),)),
    )
    read = "\f".join(pages(paper(*blocks, title=HOSTILE, subtitle=HOSTILE, office=HOSTILE)))
    assert " ".join(read.split()).count(HOSTILE) == 13


def test_four_hundred_words_run_on_over_pages_and_lose_none() -> None:
    words = " ".join(f"reason{at}" for at in range(400))
    read = " ".join(pages(paper(*[Paragraph(words)] * 3))).split()
    assert [word for word in read if word.startswith("reason")] == words.split() * 3


def test_a_cell_longer_than_a_page_is_printed_whole() -> None:
    words = " ".join(f"reason{at}" for at in range(1200))
    columns = (Column("a", "Name"), Column("b", "Why"), Column("c", "£", "pence"))
    read = " ".join(
        pages(
            paper(
                Table(
                    Listing(
                        "",
                        columns,
                        (
                            Line(
                                "1",
                                ("One", words, 5),
                            ),
                        ),
                    )
                )
            )
        )
    ).split()
    assert [word for word in read if word.startswith("reason")] == words.split()


def test_a_page_that_begins_inside_a_group_repeats_the_head_and_names_the_group() -> None:
    read = pages(paper(Table(long_list(100))))
    assert [page.count("Project Awarded, £") for page in read] == [1, 1, 1]
    assert [re.findall(r".*, continued", page) for page in read] == [
        [],
        ["First round, continued"],
        ["Second round, continued"],
    ]


def test_the_total_is_never_alone_at_the_head_of_a_page() -> None:
    for lines in range(28, 48):
        last = pages(paper(Table(long_list(lines))))[-1]
        assert f"Project {lines - 1} {lines - 1}\nTotal " in last


def test_a_heading_never_stands_at_the_foot_of_a_page() -> None:
    for before in range(30, 42):
        read = pages(paper(*[Paragraph("Line.")] * before, Heading(2, "Section"), Paragraph("What it says.")))
        assert ["Section\nWhat it says." in page for page in read].count(True) == 1


def test_many_columns_turn_the_paper_and_few_leave_it_upright() -> None:
    def table(count: int) -> Table:
        columns = (Column("name", "Name"), *[Column(str(at), f"{2010 + at}/{11 + at}", "pence") for at in range(count)])
        return Table(Listing("", columns, (Line("1", ("Name", *[123_456_789_00] * count)),)))

    assert size_of(paper(table(4))) == (595, 842)
    assert size_of(paper(table(8))) == (842, 595)
    assert size_of(paper(table(4), landscape=True)) == (842, 595)


def test_more_columns_than_a_page_can_hold_are_refused() -> None:
    columns = tuple(Column(str(at), "Figure", "pence") for at in range(60))
    with pytest.raises(Refused, match="more columns than fit on a page"):
        publish(paper(Table(Listing("Wide", columns, (Line("1", (123_456_789,) * 60),)))))


def test_headings_are_bookmarks_in_order_and_on_their_pages() -> None:
    document = paper(Heading(3, "Deep first"), *[Paragraph("Line.")] * 40, Heading(2, "Second"), Paragraph("End."))
    made = pypdfium2.PdfDocument(publish(document))
    try:
        outline = [(item.level, item.get_title(), item.get_dest().get_index()) for item in made.get_toc()]
    finally:
        made.close()
    assert outline == [(0, "A paper", 0), (1, "Deep first", 0), (1, "Second", 1)]


def test_the_file_says_what_it_is_in_which_language_and_of_which_day() -> None:
    pdf = publish(paper(author="Sam Invented", title="Budget & plan"))
    made = pypdfium2.PdfDocument(pdf)
    try:
        about = made.get_metadata_dict(skip_empty=True)
    finally:
        made.close()
    assert (about["Title"], about["Author"]) == ("Budget & plan", "Sam Invented")
    assert (about["CreationDate"], about["ModDate"]) == ("D:20261122120000+00'00'",) * 2
    assert (b"/Lang (en-GB)" in pdf, b"/DisplayDocTitle true" in pdf, b"Helvetica" in pdf) == (True, True, False)


def test_the_same_paper_gives_the_same_bytes_and_another_day_does_not() -> None:
    document = paper(Heading(2, "Section"), Table(long_list(60)))
    assert publish(document) == publish(document)
    assert publish(document) != publish(replace(document, day=date(2026, 11, 23)))


def test_printing_tells_how_far_it_is_and_can_be_stopped() -> None:
    told: list[str] = []
    publish(paper(Table(long_list(100))), progress=Progress(lambda done, of, words: told.append(words)))
    assert told == ["Setting the table", "Page 1 of 3", "Page 2 of 3", "Page 3 of 3"]
    stop = Event()
    stop.set()
    with pytest.raises(Stopped):
        publish(paper(Table(long_list(100))), progress=Progress(stop=stop))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=400), st.integers(-(10**11), 10**11), st.booleans())
def test_nothing_that_can_be_typed_keeps_a_paper_from_printing(
    short: str, long: str, pence: int, landscape: bool
) -> None:
    columns = (Column("a", short), Column("b", long), Column("c", short, "pence"))
    lines = (Line("1", (short, long, pence), "g", short), Line("2", (long, short, long)))
    document = paper(
        Heading(2, short),
        Paragraph(long),
        Paragraph((short, Strong(long), short)),
        Table(Listing(short, columns, lines, (Group("g", long),), ((short, long),)), short, total_label=long),
        Notes(((short, long),)),
        Chart(short, short, long, (Bar(long, pence, -pence), Bar(short, None, None))),
        Chart("", "", "", ()),
        title=short,
        subtitle=long,
        office=long,
        author=long,
        landscape=landscape,
    )
    assert page_count(publish(document)) >= 1


def test_eight_thousand_lines_are_printed_to_the_last() -> None:
    pdf = publish(paper(Table(long_list(8000))))
    assert page_count(pdf) > 150
    assert text_of(pdf).split("\f")[-1].split("\n")[-4:-2] == ["Project 7999 7,999", "Total 31,996,000"]


def test_a_column_in_which_an_amount_has_pence_is_printed_with_pence_throughout() -> None:
    columns = (Column("name", "Name"), Column("whole", "Whole", "pence"), Column("odd", "Odd", "change"))
    lines = (Line("1", ("North", 100_00, 5_00)), Line("2", ("South", 200_00, -1_25)), Line("3", ("East", "TBD", None)))
    printed = text_of(publish(paper(Table(Listing("", columns, lines))))).split("\n")
    for row in ("North 100 +5.00", "South 200 −1.25", "East TBD –", "Total 300 +3.75"):
        assert row in [line.strip() for line in printed]
