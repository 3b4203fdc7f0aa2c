"""Areas as a tree, and names that change on a day while the area stays the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app import areas
from app.areas import AreaRecord, name_on
from app.door import Office
from tests.conftest import Open
from tests.factories import SAM, refusal

APRIL = date(2019, 4, 1)


def add_area(office: Office, name: str = "North", parent: str | None = None, **given: Any) -> str:
    return office.write("Add area", areas.add_area, name=name, parent_id=parent, **{"kind": "County", **given})


def tree(office: Office, **given: Any) -> list[tuple[int, str]]:
    return [(one.level, one.name) for one in office.read(areas.areas, **given)]


def as_typed(seen: AreaRecord, **given: Any) -> dict[str, Any]:
    names = ("version", "name", "kind", "parent_id", "code")
    return {**{name: getattr(seen, name) for name in names}, **given}


def edit(office: Office, area: str, **given: Any) -> None:
    seen = next(one for one in office.read(areas.areas) if one.id == area)
    office.write("Change area", areas.change_area, area, **as_typed(seen, **given))


def test_parents_stand_before_their_children(office: Office) -> None:
    whole = add_area(office, "Whole")
    add_area(office, "South", whole)
    north = add_area(office, "North", whole)
    add_area(office, "Town", north)
    assert tree(office) == [(0, "Whole"), (1, "South"), (1, "North"), (2, "Town")]


@pytest.mark.parametrize("on", [None, APRIL, date(2025, 1, 1)])
def test_a_new_name_holds_from_its_day_on(office: Office, on: date | None) -> None:
    edit(office, add_area(office), name="Northshire", from_day=APRIL)
    assert tree(office, on=on) == [(0, "Northshire")]


def test_before_its_day_the_old_name_holds(office: Office) -> None:
    edit(office, add_area(office), name="Northshire", from_day=APRIL)
    assert tree(office, on=date(2019, 3, 31)) == [(0, "North")]
    assert office.read(areas.areas)[0].names == ((None, "North"), (APRIL, "Northshire"))


def test_a_name_without_a_day_corrects_the_newest(office: Office) -> None:
    area = add_area(office, "Nroth")
    edit(office, area, name="North")
    assert office.read(areas.areas)[0].names == ((None, "North"),)


def test_a_name_of_the_same_day_is_corrected_too(office: Office) -> None:
    area = add_area(office)
    edit(office, area, name="Nrothshire", from_day=APRIL)
    edit(office, area, name="Northshire", from_day=APRIL)
    assert office.read(areas.areas)[0].names == ((None, "North"), (APRIL, "Northshire"))


def test_names_are_looked_up_by_day_in_any_list() -> None:
    names = ((date(2000, 1, 1), "Old"), (APRIL, "New"))
    assert [name_on(names, on) for on in (date(1999, 1, 1), date(2001, 1, 1), APRIL, None)] == [
        "Old",
        "Old",
        "New",
        "New",
    ]
    assert name_on((), None) == "Unnamed area"


def test_an_area_needs_a_name(office: Office) -> None:
    assert refusal(office, areas.add_area, name=" ", kind="County") == ("The area's name is needed.", "name")


def test_an_area_cannot_lie_in_itself_or_below_itself(office: Office) -> None:
    whole = add_area(office, "Whole")
    part = add_area(office, "Part", whole)
    seen = office.read(areas.areas)[0]
    for parent in (whole, part):
        assert refusal(office, areas.change_area, whole, **as_typed(seen, parent_id=parent)) == (
            "An area cannot lie in itself.",
            "parent_id",
        )


@pytest.mark.parametrize("change", [{"code": "E1"}, {"name": "Northshire"}, {"name": "N", "from_day": APRIL}])
def test_a_stale_form_of_an_area_is_refused_whatever_was_saved_first(
    office: Office, opened: Open, change: dict[str, Any]
) -> None:
    area = add_area(office)
    seen = office.read(areas.areas)[0]
    edit(opened(office.path, SAM), area, **change)
    message, _ = refusal(office, areas.change_area, area, **as_typed(seen, kind="District"))
    assert message.startswith("Sam saved this while you were typing")


def test_an_area_is_put_away_and_brought_back(office: Office) -> None:
    whole = add_area(office, "Whole")
    add_area(office, "Part", whole)
    office.write("Archive", areas.archive_area, whole)
    assert tree(office) == [(0, "Part")]
    assert tree(office, archived=True) == [(0, "Whole"), (1, "Part")]
    office.write("Bring back", areas.archive_area, whole, back=True)
    assert tree(office) == [(0, "Whole"), (1, "Part")]


def test_saving_a_form_in_which_nothing_was_changed_makes_no_step(office: Office) -> None:
    area = add_area(office)
    edit(office, area)
    assert office.last_seq() == 1
