"""What figures rest on, in words and as notes."""

from __future__ import annotations

import pytest

from app.papers.bases import bases_notes, basis_in_words, within


@pytest.mark.parametrize(
    ("kind", "basis", "said"),
    [
        ("", "", ""),
        ("", "as printed", "As printed"),
        ("percentage", "reduced by 5 %.", "Reduced by 5 %"),
        ("per-head", "", "So much a head"),
        ("formula", "ONS estimates", "ONS estimates"),
    ],
)
def test_a_basis_is_told_in_its_words_or_by_its_kind(kind: str, basis: str, said: str) -> None:
    assert basis_in_words(kind, basis) == said


def test_a_basis_keeps_its_capital_within_a_sentence_only_where_it_is_an_abbreviation() -> None:
    assert (within("Per head"), within("ONS estimates")) == ("per head", "ONS estimates")


def test_figures_with_one_basis_have_one_note() -> None:
    both = (("North", "flat", "£5 to each"), ("South", "flat", "£5 to each"))
    assert bases_notes(both, "2018/19") == (("", "Basis of the figures for 2018/19: £5 to each."),)


def test_each_basis_is_told_once_with_whose_it_is() -> None:
    several = (("North", "history", "The same as before"), ("South", "", ""), ("East", "history", "The same as before"))
    assert bases_notes(several, "2018/19") == (
        ("", "Basis of the figures for 2018/19. North and East: the same as before; South: not given."),
    )


def test_nothing_is_told_where_no_kind_was_given() -> None:
    assert bases_notes((("North", "", "as printed"),), "2018/19") == ()


def test_the_basis_that_most_have_is_told_last_for_all_others() -> None:
    most = tuple((name, "flat", "£5 to each") for name in ("A", "B", "C", "D"))
    assert bases_notes((*most, ("E", "", "")), "2018/19") == (
        ("", "Basis of the figures for 2018/19. E: not given; all others: £5 to each."),
    )
