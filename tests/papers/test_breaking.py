"""How text is broken into lines."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from app.papers.publisher.breaking import break_runs, break_text
from app.papers.publisher.faces import BODY, width
from app.papers.publisher.letters import clean

SPACES = re.compile(r"[ \n]+")


def test_a_text_that_fits_is_one_line() -> None:
    assert break_text("A short line", BODY, 400) == ["A short line"]


def test_an_empty_text_is_one_empty_line() -> None:
    assert break_text("", BODY, 400) == [""]


def test_line_breaks_that_were_typed_are_kept() -> None:
    assert break_text("first\r\n\r\nthird", BODY, 400) == ["first ", "", "third"]


def test_words_may_part_after_a_hyphen_but_figures_may_not() -> None:
    assert break_text("anti-social", BODY, 40) == ["anti-", "social"]
    assert break_text("in 2018-19", BODY, 50) == ["in ", "2018-19"]


def test_marks_that_cannot_be_printed_are_shown_as_boxes() -> None:
    assert clean("a\x00b\ud800c\td") == "a□b□c d"


def test_an_accent_typed_apart_is_joined_to_its_letter() -> None:
    assert clean("e\u0301 w\u0302") == "é ŵ"


def test_bold_words_and_the_stop_after_them_are_not_parted() -> None:
    lines = break_runs([("It comes to ", BODY), ("£5,830,690", BODY.bold()), (".", BODY)], 75)
    assert lines == [[("It comes to ", BODY)], [("£5,830,690", BODY.bold()), (".", BODY)]]


@given(st.text(alphabet="abWé -/\n&<>£", max_size=200), st.floats(30, 300))
def test_breaking_loses_no_letter_and_no_line_is_too_wide(text: str, room: float) -> None:
    lines = break_text(text, BODY, room)
    assert SPACES.sub("", "".join(lines)) == SPACES.sub("", text)
    assert all(width(line.rstrip(), BODY) <= room + 0.01 for line in lines)
