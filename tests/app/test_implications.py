"""The office's own headings of risks and implications."""

from __future__ import annotations

import pytest

from app import implications
from app.door import Office
from tests.factories import refusal


def entered(office: Office) -> list[str]:
    return [one.name for one in office.read(implications.headings)]


def add(office: Office, name: str, place: int | None = None) -> str:
    return office.write("Add a heading", implications.add, name=name, place=place)


@pytest.fixture
def three(office: Office) -> list[str]:
    """The ids of three headings of the office's own."""
    return [add(office, name) for name in ("One", "Two", "Three")]


def test_an_office_without_its_own_answers_the_thirteen_usual_ones(office: Office) -> None:
    assert (len(implications.USUAL), office.read(implications.names)) == (13, implications.USUAL)
    office.write("Enter", implications.enter_usual)
    office.write("Enter", implications.enter_usual)
    assert entered(office) == list(implications.USUAL)


def test_an_office_with_its_own_answers_those(office: Office, three: list[str]) -> None:
    office.write("Enter", implications.enter_usual)
    assert office.read(implications.names) == ("One", "Two", "Three")


@pytest.mark.parametrize(
    ("place", "order"), [(1, "New One Two Three"), (2, "One New Two Three"), (99, "One Two Three New")]
)
def test_a_heading_is_added_in_its_place(office: Office, three: list[str], place: int, order: str) -> None:
    add(office, "New", place)
    assert entered(office) == order.split()


def test_a_heading_is_renamed_moved_and_put_away(office: Office, three: list[str]) -> None:
    office.write("Change", implications.change, three[2], version=1, name="Drei", place=1)
    assert [(one.name, one.place) for one in office.read(implications.headings)] == [
        ("Drei", 1),
        ("One", 2),
        ("Two", 3),
    ]
    office.write("Archive", implications.archive, three[0])
    assert [(one.name, one.place) for one in office.read(implications.headings)] == [("Drei", 1), ("Two", 2)]


def test_two_headings_cannot_be_called_the_same(office: Office, three: list[str]) -> None:
    refused = ("There is already a heading with this name.", "name")
    assert refusal(office, implications.add, name="ONE") == refused
    assert refusal(office, implications.change, three[1], version=None, name="One") == refused
    office.write("Change", implications.change, three[0], version=None, name="one", place=1)
    assert entered(office) == ["one", "Two", "Three"]
