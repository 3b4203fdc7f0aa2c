"""Expiry bands: what holds unasked, what an office sets, and what it cannot."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.contracts import bands
from app.contracts.date_fields import LABELS
from app.contracts.standing import BANDS, Bands
from app.door import Office
from app.errors import Stale
from app.history import history
from tests.factories import refusal

TYPED: dict[str, Any] = {
    "far_months": 18,
    "middle_months": 9,
    "near_months": 4,
    "handover_on": date(2028, 5, 4),
}


def set_bands(office: Office, **given: Any) -> None:
    version = office.read(bands.record)[1]
    office.write("Set bands", bands.set_bands, **{**TYPED, "version": version, **given})


def test_an_office_that_has_set_nothing_has_the_usual_bands(office: Office) -> None:
    assert office.read(bands.bands) == BANDS
    assert office.read(bands.record) == ("", 0)


def test_bands_are_kept_as_they_are_set_and_there_is_one_row_of_them(office: Office) -> None:
    set_bands(office)
    first = office.read(bands.record)
    assert office.read(bands.bands) == Bands(18, 9, 4, date(2028, 5, 4))
    set_bands(office, near_months=2)
    assert office.read(bands.bands) == Bands(18, 9, 2, date(2028, 5, 4))
    assert office.read(bands.record)[0] == first[0]
    told = office.read(history, labels=LABELS)[0].text
    assert "ends soon, months before the end from 4 to 2" in told


def test_what_is_undone_leaves_the_usual_bands_and_may_be_set_again(office: Office) -> None:
    set_bands(office)
    office.undo()
    assert office.read(bands.bands) == BANDS
    set_bands(office, far_months=24)
    assert office.read(bands.bands) == Bands(24, 9, 4, date(2028, 5, 4))


def test_nobody_sets_bands_over_those_another_has_just_set(office: Office) -> None:
    set_bands(office)
    seen = office.read(bands.record)[1]
    set_bands(office, near_months=1)
    with pytest.raises(Stale):
        set_bands(office, version=seen)
    assert office.read(bands.bands).near == 1


def test_two_who_set_the_first_bands_at_once_do_not_overwrite_each_other(office: Office) -> None:
    set_bands(office, version=0)
    with pytest.raises(Stale):
        set_bands(office, version=0, near_months=1)


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"near_months": None}, "near_months", "from 1 to 120"),
        ({"near_months": 0}, "near_months", "from 1 to 120"),
        ({"far_months": 121}, "far_months", "from 1 to 120"),
        ({"middle_months": 4}, "middle_months", "more than the 4 months"),
        ({"far_months": 9}, "far_months", "more than the 9 months"),
        ({"handover_on": None}, "handover_on", "is needed"),
    ],
)
def test_bands_that_are_none_are_refused_beside_their_box(
    office: Office, given: dict[str, Any], field: str, words: str
) -> None:
    said, box = refusal(office, bands.set_bands, **{**TYPED, "version": 0, **given})
    assert box == field
    assert words in said
