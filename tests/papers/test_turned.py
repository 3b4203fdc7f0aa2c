"""A table too wide for an upright page has turned pages of its own; the rest of the paper stays upright."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.listing import Column, Line, Listing
from app.papers.blocks import Block, Contents, Document, Heading, Paragraph, Table
from app.papers.preview import page_sizes, text_of
from app.papers.publisher import publish, publish_pages
from tests.papers.heard import faults

UPRIGHT, TURNED = (595, 842), (842, 595)
TIED = Paragraph("What each has spent, by theme.", introduces=True)


def spend(themes: int, partnerships: int = 13) -> Table:
    """The spend of so many partnerships by theme."""
    columns = (
        Column("theme", "Theme"),
        *(Column(f"p{at}", f"Area{at}", "pence") for at in range(partnerships)),
        Column("total", "Total", "pence"),
    )
    lines = (Line(str(at), (f"Theme {at}", *[45_678_00] * partnerships, 593_814_00)) for at in range(themes))
    return Table(Listing("Spend by theme", columns, tuple(lines)), "Table 1: Spend by theme, £")


def paper(*blocks: Block) -> Document:
    return Document("A plan", "Office of the Made-up Commissioner", "OFFICIAL", date(2026, 11, 22), blocks, draft=True)


def plan(themes: int) -> Document:
    return paper(
        Contents(),
        Heading(2, "Introduction", anchor="introduction"),
        Paragraph("Words."),
        Heading(2, "Spend", anchor="spend"),
        TIED,
        spend(themes),
        Heading(2, "Next", anchor="next"),
        Paragraph("More words."),
    )


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    return [(round(width), round(height)) for width, height in page_sizes(pdf)]


def test_a_plan_with_thirteen_partnerships_turns_their_table_with_what_introduces_it_and_nothing_else() -> None:
    made = publish_pages(plan(8))
    assert sizes(made.pdf) == [UPRIGHT, TURNED, UPRIGHT]
    assert made.anchors == {"introduction": 1, "spend": 2, "next": 3}
    first, turned, last = text_of(made.pdf).split("\f")
    assert "Introduction 1\nSpend 2\nNext 3\n" in first
    assert f"Spend\n{TIED.text}\nTable 1: Spend by theme, £\n" in turned
    assert "Next\nMore words." in last
    assert all("DRAFT" in page and "Page" in page and page.count("OFFICIAL") == 2 for page in (first, turned, last))
    assert faults(made.pdf) == []


def test_the_last_line_stands_under_a_turned_table_that_ends_the_paper() -> None:
    document = replace(paper(Paragraph("Words."), Heading(2, "Spend"), spend(8)), ending="The last line")
    pdf = publish(document)
    assert sizes(pdf) == [UPRIGHT, TURNED]
    assert "The last line" in text_of(pdf).split("\f")[1]
    assert faults(pdf) == []


def test_a_wide_table_goes_on_over_turned_pages_with_its_head() -> None:
    pdf = publish(plan(50))
    assert sizes(pdf) == [UPRIGHT, TURNED, TURNED, UPRIGHT]
    assert [page.count("Area12") for page in text_of(pdf).split("\f")] == [0, 1, 1, 0]
    assert faults(pdf) == []


def test_wide_tables_that_follow_one_another_share_their_pages() -> None:
    pdf = publish(paper(Paragraph("Words."), spend(3), Heading(2, "By year"), spend(3)))
    assert sizes(pdf) == [UPRIGHT, TURNED]


def test_a_title_is_turned_with_the_table_right_under_it_and_a_cover_is_not() -> None:
    document = paper(Heading(2, "Spend"), spend(3), Paragraph("Words."))
    assert sizes(publish(document)) == [TURNED, UPRIGHT]
    assert sizes(publish(replace(document, opening="cover"))) == [UPRIGHT, TURNED, UPRIGHT]


def test_words_that_do_not_introduce_the_table_stay_upright_with_their_heading() -> None:
    pdf = publish(paper(Heading(2, "Spend"), Paragraph("Words."), spend(3)))
    assert sizes(pdf) == [UPRIGHT, TURNED]
    assert "Spend\nWords." in text_of(pdf).split("\f")[0]


def test_a_paper_that_is_one_wide_table_is_turned_as_a_whole_and_so_is_one_that_asks_for_it() -> None:
    assert sizes(publish(paper(spend(40)))) == [TURNED] * 2
    assert set(sizes(publish(replace(plan(8), landscape=True)))) == {TURNED}


def test_few_partnerships_leave_every_page_upright() -> None:
    assert sizes(publish(paper(Heading(2, "Spend"), spend(8, partnerships=4), Paragraph("Words.")))) == [UPRIGHT]
