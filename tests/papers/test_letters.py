"""Every text made fit to print, and what the typefaces do not have."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.papers.publisher.breaking import break_text
from app.papers.publisher.faces import BODY, BOLD, REGULAR, SEMIBOLD, Style, face, figure_width, width
from app.papers.publisher.letters import UNPRINTABLE, clean, missing

WELSH_AND_MONEY = "£1,234.50 – Café, Llanbedr Pont Steffan, tŷ, ŵyl, € ≥ ½ “x” ’ … − ✓ •"


@pytest.mark.parametrize("name", [REGULAR, SEMIBOLD, BOLD])
def test_every_typeface_has_the_box_and_the_letters_of_the_field(name: str) -> None:
    assert {ord(letter) for letter in f"{UNPRINTABLE}{WELSH_AND_MONEY}"} <= face(name).letters


def test_what_cannot_be_printed_is_named_once_in_its_order() -> None:
    assert missing(WELSH_AND_MONEY) == ""
    assert missing("Thanks 😀 to 你 and 😀\x07") == "😀你\x07"
    assert missing("a\tb\nc\u00adc\u200bd \ufe0f e\u0301 f\u202fg") == ""


def test_naming_it_needs_no_reportlab_where_the_letters_are_the_usual_ones() -> None:
    asked = "from app.papers.publisher.letters import missing\nimport sys\nmissing('£5 – ŵ’s “x”')\n"
    told = subprocess.run(
        [sys.executable, "-c", f"{asked}print('reportlab' in sys.modules)"], capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["False"]


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("a\u2028b\x0bc\x0cd\x85e\r\nf\rg", "a\nb\nc\nd\ne\nf\ng"),
        ("a\u2003b\u3000c\td", "a b c d"),
        ("1\u202f000\u2007000", "1\xa0000\xa0000"),
        ("co\u00adoperate\ufeff\u200d", "cooperate"),
        ("w\u0302", "ŵ"),
        ("\ud800\x00\ufffe", UNPRINTABLE * 3),
        ("😀", "😀"),
    ],
)
def test_text_is_cleaned_of_what_is_for_machines_and_of_nothing_else(typed: str, set_: str) -> None:
    assert clean(typed) == set_


@given(st.text(max_size=80))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_a_letter_the_typeface_lacks_is_as_wide_as_the_box() -> None:
    assert width("😀", BODY) == width(UNPRINTABLE, BODY)


@pytest.mark.parametrize("name", [REGULAR, SEMIBOLD, BOLD])
def test_digits_are_equally_wide_so_figures_may_be_measured_by_their_pattern(name: str) -> None:
    style = Style(name, 10.5, 13)
    assert len({width(digit, style) for digit in "0123456789"}) == 1
    for figure in ("1,234.50", "−9,876", "+0.3", "TBD", "£1880,076"):
        assert figure_width(figure, style) == pytest.approx(width(figure, style))


def test_a_line_that_ends_between_words_ends_with_a_space_and_one_within_a_word_does_not() -> None:
    assert break_text("two words", BODY, 40) == ["two ", "words"]
    assert break_text("anti-social", BODY, 40) == ["anti-", "social"]
    assert all(not line.endswith(" ") for line in break_text("x" * 60, BODY, 100))
