"""How documents open: masthead or cover, with a day or without one, and the facts about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.papers.blocks import Document, Heading, Paragraph
from app.papers.preview import text_of
from app.papers.publisher import publish
from app.papers.publisher.elements import Element
from app.papers.publisher.opening import set_opening
from tests.papers.spoken import DEPTH, ROOM, spoken

FACTS = (("Version", "Draft 3"), ("Next review", "1 April 2020"))
PLAN = Document(
    "Commissioning Intentions Plan",
    "Office of the Made-up Commissioner",
    "OFFICIAL",
    date(2019, 1, 31),
    (Heading(2, "Foreword"), Paragraph("Words.")),
    subtitle="For everybody",
    facts=FACTS,
)


def said(document: Document) -> list[str]:
    tree = Element("Document")
    return spoken(tree, set_opening(document, ROOM, DEPTH, tree))


def test_a_masthead_has_office_and_day_over_the_title_and_the_facts_in_a_line_under_it() -> None:
    assert said(PLAN) == [
        "P: Office of the Made-up Commissioner",
        "P: 31 January 2019",
        "H1: Commissioning Intentions Plan",
        "P: For everybody",
        "P: Version \N{NO-BREAK SPACE}Draft 3  · Next review \N{NO-BREAK SPACE}1 April 2020",
    ]


def test_facts_that_do_not_fit_on_a_line_have_one_each() -> None:
    facts = (*FACTS, ("Author", "Example Officer, " * 8))
    assert [line[:10] for line in said(replace(PLAN, facts=facts))[4:]] == ["P: Version", "P: Next re", "P: Author "]


def test_a_paper_without_a_day_yet_prints_none() -> None:
    assert "P: 31 January 2019" not in said(replace(PLAN, undated=True))


def test_a_cover_has_the_facts_as_a_table_at_its_foot_and_fills_its_page() -> None:
    cover = replace(PLAN, opening="cover")
    assert said(cover)[4:] == [
        "Table",
        "  TR",
        "    TH Row: Version",
        "    TD: Draft 3",
        "  TR",
        "    TH Row: Next review",
        "    TD: 1 April 2020",
    ]
    height = sum(row.height for row in set_opening(cover, ROOM, DEPTH, Element("Document")))
    assert DEPTH - 30 < height <= DEPTH


def test_what_follows_a_cover_begins_a_page_and_a_draft_says_so_on_the_cover_too() -> None:
    cover, first = text_of(publish(replace(PLAN, opening="cover", draft=True))).split("\f")
    assert ("Foreword" in cover, "Foreword" in first) == (False, True)
    assert (cover.count("DRAFT"), first.count("DRAFT")) == (1, 1)
    assert (cover.count("OFFICIAL"), "Page 1 of 2" in cover) == (2, True)
