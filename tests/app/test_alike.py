"""Texts and names compared as a reader does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.alike import folded, name_words, plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O'Hara", "O’Hara"),
        ("Tŷ Gwyn", "TY\u0302  gwyn"),
        ("Mary-Jane", "Mary\u2011Jane"),
        ("Ann Folder", "Ann\u00a0Fol\u00adder\u200b"),
    ],
)
def test_what_reads_the_same_is_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_a_letter_with_and_without_its_accent_are_two() -> None:
    assert folded("Sian") != folded("Siân")


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert folded(folded(text)) == folded(text)


def test_a_name_is_its_words_in_any_order_without_a_title() -> None:
    assert name_words("Quill, Dr. Una") == name_words("una QUILL") != name_words("Una Seal")
    assert name_words("Rev") == ("rev",)
