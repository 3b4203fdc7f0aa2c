"""What a cell of a score sheet says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.scoring import parse


@pytest.mark.parametrize("text", ["3", " 3 ", "3.0", "3.", "03", "'3", "\u00a03", "3.000", "\ufeff3"])
def test_three_is_three_however_it_came_out_of_a_spreadsheet(text: str) -> None:
    assert parse.points(text, 5) == 3


@pytest.mark.parametrize("text", ["n/a", "N/A", "na", " NA ", "n.a.", "n / a", "Not applicable"])
def test_not_applicable_is_neither_points_nor_nothing(text: str) -> None:
    assert parse.points(text, 5) == "n/a"


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "'"])
def test_an_empty_cell_is_not_given_and_never_nought(text: str) -> None:
    assert parse.points(text, 5) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("4.5", "not a whole number"),
        ("4,5", "not a whole number"),
        ("6", "above the maximum of 5"),
        ("9" * 6000, "above the maximum of 5"),
        ("-1", "below 0"),
        ("\N{MINUS SIGN}2", "below 0"),
        ("=1+1", "not points"),
        ("4/5", "not points"),
        ("1e0", "not points"),
        ("\N{ARABIC-INDIC DIGIT FOUR}", "not points"),
        ("–", "not points"),
        ("da iawn", "not points"),
    ],
)
def test_what_is_no_whole_number_of_the_scale_is_refused_in_a_short_sentence(text: str, why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        parse.points(text, 5)
    assert len(refused.value.message) < 140


@given(st.integers(0, 100), st.integers(1, 100))
def test_points_are_taken_up_to_the_maximum_and_no_further(points: int, maximum: int) -> None:
    if points <= maximum:
        assert parse.points(f" {points}.0", maximum) == points
    else:
        with pytest.raises(Refused):
            parse.points(str(points), maximum)


@given(st.text())
def test_no_text_is_read_as_anything_but_a_mark_of_the_scale_or_refused(text: str) -> None:
    try:
        mark = parse.points(text, 5)
    except Refused:
        return
    assert mark in (None, "n/a", 0, 1, 2, 3, 4, 5)
    assert parse.points(parse.mark_text(mark), 5) == mark


def test_a_recommendation_is_yes_or_no_or_not_given() -> None:
    assert [parse.recommends(one) for one in ("Yes", " n ", "")] == ["yes", "no", ""]
    with pytest.raises(Refused, match="neither yes nor no"):
        parse.recommends("perhaps")
