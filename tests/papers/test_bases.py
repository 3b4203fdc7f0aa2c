"""What figures rest on, in words and as notes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.allocations.allocations import AllocationRecord
from app.money import Pence
from app.papers.bases import bases_notes, basis_in_words, within
from app.papers.tiers import Tier, Tiers

TIERS = Tiers((Tier("a", "North", "", "a"), Tier("b", "South", "", "b")))
GIVEN = AllocationRecord(
    "1", 1, "budget", 2018, "a", "North", Pence(100), "flat", "", "", "", "", "firm", None, None, ""
)


@pytest.mark.parametrize(
    ("kind", "basis", "said"),
    [
        ("", "", ""),
        ("", "as printed", "As printed"),
        ("flat", "", "Flat amount"),
        ("percentage", "reduced by 5 %", "Reduced by 5 %"),
        ("per-head", "£1.20 for each of 12,000", "Per head: £1.20 for each of 12,000"),
        ("formula", "Re-balanced by population 40 %", "By formula: Re-balanced by population 40 %"),
        ("formula", "By formula of 2015", "By formula of 2015"),
        ("manual", "what the board agreed", "What the board agreed"),
        ("history", "", "As in earlier years"),
    ],
)
def test_a_basis_is_told_by_its_kind_and_its_words(kind: str, basis: str, said: str) -> None:
    assert basis_in_words(kind, basis) == said


def test_a_basis_keeps_its_capital_within_a_sentence_only_where_it_is_an_abbreviation() -> None:
    assert (within("Per head"), within("ONS estimates")) == ("per head", "ONS estimates")


def test_figures_with_one_basis_have_one_note() -> None:
    both = (GIVEN, replace(GIVEN, partnership_id="b"))
    assert bases_notes(both, TIERS, "2018/19") == (("", "Basis of the figures for 2018/19: flat amount."),)


def test_each_basis_is_told_once_with_whose_it_is() -> None:
    several = (
        GIVEN,
        replace(GIVEN, partnership_id="b", basis_kind=""),
        replace(GIVEN, partnership="Gone", partnership_id="x"),
    )
    assert bases_notes(several, TIERS, "2018/19") == (
        ("", "Basis of the figures for 2018/19. North and Gone: flat amount; South: not given."),
    )


def test_nothing_is_told_where_no_kind_was_given() -> None:
    assert bases_notes((replace(GIVEN, basis_kind="", basis="as printed"),), TIERS, "2018/19") == ()
