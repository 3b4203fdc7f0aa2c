"""Any list as a paper."""

from __future__ import annotations

from datetime import date

from app.listing import Column, Group, Line, Listing
from app.papers.adding import sums_of
from app.papers.blocks import Document, Table
from app.papers.list_paper import compose_list
from app.papers.preview import text_of
from app.papers.publisher import publish

COLUMNS = (Column("name", "Project"), Column("sum", "Awarded, £", "pence"), Column("day", "Ends", "day"))


def printed(*lines: Line, columns: tuple[Column, ...] = COLUMNS) -> list[str]:
    listing = Listing("Grants", columns, lines, subtitle="Financial year 2026/27")
    document: Document = compose_list(
        listing, office="Made-up Office", marking="OFFICIAL-SENSITIVE", day=date(2026, 11, 22)
    )
    return text_of(publish(document)).split("\n")


def test_a_list_prints_its_cells_as_they_are_on_the_screen_and_counts_what_has_no_figure() -> None:
    lines = printed(
        Line("1", ("Harbourlight", 1_234_50, date(2027, 3, 31)), mark="*"), Line("2", ("Lanehouse", "TBD", None))
    )
    assert lines[1:-2] == [
        "Made-up Office 22 November 2026",
        "Grants",
        "Financial year 2026/27",
        "Project Awarded, £ Ends",
        "Harbourlight * 1,234.50 31 March 2027",
        "Lanehouse TBD",
        "Total shown, 2 lines, 1 without a figure 1,234.50",
    ]


def test_a_list_without_money_has_no_total() -> None:
    columns = (Column("name", "Organisation"), Column("count", "Bids", "count"))
    assert printed(Line("1", ("Harbourlight", 3)), columns=columns)[4:-2] == ["Organisation Bids", "Harbourlight 3"]


def test_an_empty_list_says_so() -> None:
    assert printed()[4:-2] == ["There is nothing on this list."]


def test_what_parts_a_list_is_printed_between_its_lines_without_a_sum() -> None:
    words = "Cut line: £100 given · £20 left of £120"
    columns = (Column("rank", "#", "count", added=False), Column("bid", "Bid"), Column("asked", "Asked, £", "pence"))
    lines = (Line("a", (1, "North", 100_00)), Line("b", (2, "South", 200_00), "below"))
    listing = Listing("Ranked list", columns, lines, (Group("below", words, parting=True),))
    document = compose_list(listing, office="Made-up Office", marking="OFFICIAL", day=date(2026, 11, 22))
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [(one.group, one.ties) for one in sums_of(table)] == [("", True)]
    printed = text_of(publish(document)).split("\n")
    assert printed[3:-2] == ["# Bid Asked, £", "1 North 100", words, "2 South 200", "Total shown, 2 lines 300"]
