"""The office's own details."""

from __future__ import annotations

from typing import Any

import pytest

from app.door import Office
from app.office import FIELDS, UNNAMED, Details, details, set_details
from tests.factories import refusal

TYPED: dict[str, Any] = {
    "version": None,
    "name": "Anyshire",
    "holder_title": "Police and Crime Commissioner",
    "address": "",
    "marking": "OFFICIAL",
    "year_style": "2018-19",
}


def enter(office: Office, **given: Any) -> str:
    return office.write("Office details", set_details, **{**TYPED, **given})


def test_an_office_nobody_has_named_yet_still_has_a_name_to_show(office: Office) -> None:
    assert office.read(details) == UNNAMED


def test_details_are_entered_once_and_changed_after_that(office: Office) -> None:
    row_id = enter(office)
    assert enter(office, version=1, address=" 1 Sample Street ") == row_id
    assert office.read(details) == Details(
        row_id, 2, "Anyshire", "Police and Crime Commissioner", "1 Sample Street", "OFFICIAL", "2018-19"
    )


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"name": " "}, ("The office's name is needed.", "name")),
        ({"holder_title": ""}, ("The title of the office holder is needed.", "holder_title")),
        ({"marking": "SECRET"}, ("Choose one of the markings.", "marking")),
        ({"year_style": "18/19"}, ("Choose how years are written.", "year_style")),
    ],
)
def test_details_that_cannot_be_are_refused(office: Office, given: dict[str, Any], refused: tuple[str, str]) -> None:
    assert refusal(office, set_details, **{**TYPED, **given}) == refused


def test_a_stale_form_of_the_details_is_refused(office: Office) -> None:
    enter(office)
    enter(office, version=1, name="Othershire")
    message, _ = refusal(office, set_details, **{**TYPED, "version": 1})
    assert message.startswith("Jo saved this while you were typing (“Office details”).")


def test_every_choice_of_the_form_can_be_saved(office: Office) -> None:
    offered = [(field.key, choice.value) for field in FIELDS for choice in field.choices]
    for key, value in offered:
        enter(office, **{key: value})
        assert getattr(office.read(details), key) == value
