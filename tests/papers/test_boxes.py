"""The box of what is intended: its rule, its figures, its parts, and how it is read aloud."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.papers.blocks import Box, BoxRow, Figure
from app.papers.publisher.boxes import set_box
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import width
from app.papers.publisher.rows import Row, Rule, Words
from tests.papers.spoken import DEPTH, ROOM, spoken, ties

BOX = Box(
    "The Police and Crime Commissioner intends",
    (
        BoxRow(("to lower reoffending, in all",), "£87,200"),
        BoxRow(("work of the Board",), "£20,000", 1),
        BoxRow(("to keep ", Figure("£500,701", "line:1"), " for young people " + "and their families " * 6), "£5"),
    ),
    notes=(("*", "Printed as stated."),),
)


@pytest.fixture
def tree() -> Element:
    return Element("Document")


def rules(rows: list[Row]) -> list[Rule]:
    return [mark for row in rows for mark in row.marks if isinstance(mark, Rule)]


def test_a_box_is_read_as_a_list_and_its_parts_as_a_list_within_their_row(tree: Element) -> None:
    rows = set_box(BOX, ROOM, DEPTH, tree)
    assert spoken(tree, rows) == [
        "P: The Police and Crime Commissioner intends",
        "L",
        "  LI",
        "    LBody",
        "      P: to lower reoffending, in all £87,200",
        "      L",
        "        LI",
        "          LBody",
        "            P: work of the Board £20,000",
        "  LI",
        "    LBody",
        f"      P: to keep £500,701 for young people {'and their families ' * 6}£5",
        "Note: *\N{NO-BREAK SPACE}Printed as stated.",
    ]


def test_the_rule_runs_over_the_whole_height_without_a_gap(tree: Element) -> None:
    rows = set_box(BOX, ROOM, DEPTH, tree)
    drawn = rules(rows)
    assert [rule.y for rule in drawn] == [0.0] * len(rows)
    assert all(rule.to_y > row.height for rule, row in zip(drawn[:-1], rows[:-1], strict=True))
    assert drawn[-1].to_y == rows[-1].height
    assert all(row.above == 0 for row in rows)


def test_figures_line_up_at_the_right_edge_on_the_last_line_of_their_words(tree: Element) -> None:
    rows = set_box(BOX, ROOM, DEPTH, tree)
    figures = [mark for row in rows for mark in row.marks if isinstance(mark, Words) and mark.text in ("£87,200", "£5")]
    assert [round(mark.x + width(mark.text, mark.style), 3) for mark in figures] == [ROOM, ROOM]
    with_last = next(row for row in rows if figures[1] in row.marks)
    assert with_last is rows[-2]
    assert [mark.text[-8:] for mark in with_last.marks if isinstance(mark, Words)] == ["families", "£5"]


def test_a_box_stays_on_one_page_unless_it_is_taller_than_that(tree: Element) -> None:
    assert ties(set_box(BOX, ROOM, DEPTH, tree)) == "TTTTTF"
    tall = replace(BOX, rows=BOX.rows * 30, notes=())
    assert "FT" in ties(set_box(tall, ROOM, DEPTH, tree))


def test_a_part_before_any_row_a_box_without_figures_and_one_without_anything_are_set_too(tree: Element) -> None:
    lone = set_box(Box("", (BoxRow(("only a part",), level=1),)), ROOM, DEPTH, tree)
    assert spoken(tree, lone) == ["L", "  LI", "    LBody", "      P: only a part"]
    assert set_box(Box("", ()), ROOM, DEPTH, tree) == []
