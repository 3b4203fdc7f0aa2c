"""Implications, whom to ask and the signature: kept whole, read in order, and nothing of a long answer lost."""

from __future__ import annotations

from datetime import date

import pytest

from app.papers.blocks import Contact, Implications, Signature
from app.papers.publisher.elements import Element
from app.papers.publisher.endings import set_signature
from app.papers.publisher.pairs import set_contact, set_implications
from app.papers.publisher.rows import Rule
from tests.papers.spoken import DEPTH, ROOM, lefts, spoken, ties


@pytest.fixture
def tree() -> Element:
    return Element("Document")


def test_every_heading_is_the_head_of_the_row_with_its_answer(tree: Element) -> None:
    rows = set_implications(Implications((("Finance", "Within\nthe budget."), ("Staffing", ""))), ROOM, DEPTH, tree)
    assert spoken(tree, rows) == [
        "Table",
        "  TR",
        "    TH Row: Finance",
        "    TD: Within the budget.",
        "  TR",
        "    TH Row: Staffing",
        "    TD",
    ]
    assert lefts(rows) == [[], [0, 172, 172], [0]]
    assert {mark.y == mark.to_y for row in rows for mark in row.marks if isinstance(mark, Rule)} == {True}


def test_an_answer_is_one_row_until_it_is_taller_than_a_page(tree: Element) -> None:
    said = Implications((("Finance", "so " * 500), ("Equality", "so " * 5000), ("Other risks", "None")))
    rows = set_implications(said, ROOM, DEPTH, tree)
    assert len(rows) == 1 + 1 + 5 + 1
    assert all(row.height <= DEPTH for row in rows)
    assert "\n".join(spoken(tree, rows)).count("so") == 5500


def test_whom_to_ask_is_kept_together_and_no_wider_than_it_needs(tree: Element) -> None:
    rows = set_contact(Contact((("Telephone", "01632 960 000"), ("Email", "a@b.example"))), ROOM, DEPTH, tree)
    assert ties(rows) == "TTF"
    assert [rule.to_x for row in rows for rule in row.marks if isinstance(rule, Rule)] == [ROOM * 0.6] * 3
    assert spoken(tree, rows)[1:4] == ["  TR", "    TH Row: Telephone", "    TD: 01632 960 000"]


def test_nothing_to_answer_and_nobody_to_ask_are_nothing(tree: Element) -> None:
    assert set_implications(Implications(()), ROOM, DEPTH, tree) == []
    assert (set_contact(Contact(()), ROOM, DEPTH, tree), len(tree.children)) == ([], 0)


def test_there_is_room_to_sign_over_the_name_the_post_and_the_day(tree: Element) -> None:
    rows = set_signature(Signature("Example Officer", "Chief of Staff", date(2015, 2, 3)), ROOM, tree)
    assert spoken(tree, rows) == ["P: Example Officer", "P: Chief of Staff", "P: 3 February 2015"]
    assert (rows[0].height >= 40, ties(rows)) == (True, "TTTF")


def test_where_nobody_signs_there_is_no_room_to_sign(tree: Element) -> None:
    assert set_signature(Signature(" ", "", date(2015, 2, 3)), ROOM, tree) == []
    assert not tree.children
