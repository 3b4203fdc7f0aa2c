"""A strip of scores as the words of a cell, and back."""

from hypothesis import given
from hypothesis import strategies as st

from app.strips import Strip, read_strip, strip_scale, strip_text

TENTHS = st.integers(0, 1000)
STRIPS = st.builds(
    Strip,
    st.lists(TENTHS, max_size=9).map(lambda found: tuple(sorted(found))),
    st.none() | TENTHS,
    st.none() | TENTHS,
    st.booleans(),
)
SOUND = STRIPS.filter(lambda one: one.mean is None or not one.scores or one.mean >= one.scores[0])
"""A mean is never below the lowest of its scores."""


def test_a_strip_is_its_words() -> None:
    strip = Strip((410, 740, 785, 800), 684, 740, far_apart=True)
    assert strip_text(strip) == "41 74 78.5 80, mean 68.4, far apart, agreed 74.0"


@given(STRIPS)
def test_the_words_of_a_strip_are_read_back_as_it_was(strip: Strip) -> None:
    assert read_strip(strip_text(strip)) == (strip if strip_text(strip) else None)


@given(st.text())
def test_what_is_no_strip_is_not_taken_for_one(text: str) -> None:
    strip = read_strip(text)
    assert strip is None or strip_text(strip) == text


@given(st.lists(SOUND, max_size=6))
def test_every_score_of_a_list_stands_on_its_scale(strips: list[Strip]) -> None:
    low, high = strip_scale(["waits for 2 sheets", *map(strip_text, strips)])
    every = [one for strip in strips for one in (*strip.scores, strip.mean, strip.agreed) if one is not None]
    assert (low % 100, high) == (0, 1000)
    assert low <= 800
    assert all(low <= one <= high for one in every)
