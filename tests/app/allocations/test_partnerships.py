"""Partnerships in two tiers: their names, their places, and what is refused."""

from __future__ import annotations

import pytest

from app import areas, organisations
from app.allocations import allocations, partnerships
from app.allocations.partnerships import PartnershipRecord
from app.door import Office
from app.errors import Stale
from tests.app.allocations.given import add, give
from tests.conftest import Open
from tests.factories import SAM, add_budget, add_organisation, refusal


def listed(office: Office, *, archived: bool = False) -> list[tuple[int, str]]:
    return [(one.level, one.name) for one in office.read(partnerships.partnerships, archived=archived)]


def one(office: Office, partnership_id: str) -> PartnershipRecord:
    return office.read(partnerships.partnership, partnership_id)


def as_is(record: PartnershipRecord, **changed: object) -> dict[str, object]:
    return {
        "version": record.version,
        "name": record.name,
        "area_id": record.area_id,
        "parent_id": record.parent_id,
    } | (changed)


def change(office: Office, partnership_id: str, **changed: object) -> None:
    given = as_is(one(office, partnership_id), **changed)
    office.write("Change a partnership", partnerships.change, partnership_id, **given)  # type: ignore[arg-type]


def refused(office: Office, partnership_id: str, **changed: object) -> tuple[str, str | None]:
    given = as_is(one(office, partnership_id), **changed)
    return refusal(office, partnerships.change, partnership_id, **given)  # type: ignore[arg-type]


def test_a_partnership_makes_its_organisation(office: Office) -> None:
    add(office, "  Safer Anytown ")
    assert [(one.name, one.kind) for one in office.read(organisations.organisations)] == [
        ("Safer Anytown", "Partnership")
    ]


def test_a_partnership_takes_the_organisation_that_goes_by_its_name(office: Office) -> None:
    body = add_organisation(office, "Safer Anytown", kind="Council", aliases="Anytown CSP")
    row = add(office, "anytown csp")
    assert (one(office, row).organisation_id, one(office, row).name) == (body, "Safer Anytown")
    assert len(office.read(organisations.organisations)) == 1


def test_a_partnership_is_there_once(office: Office) -> None:
    add(office, "Safer Anytown")
    assert refusal(office, partnerships.add, name="safer anytown") == (
        "There is already a partnership with this name.",
        "name",
    )
    assert refusal(office, partnerships.add, name=" ") == ("The partnership's name is needed.", "name")


def test_districts_stand_under_their_countys_whenever_they_were_added(office: Office) -> None:
    county = add(office, "Safer County")
    add(office, "West")
    for name in ("Hill", "Dale"):
        add(office, name, county)
    assert listed(office) == [(0, "Safer County"), (1, "Hill"), (1, "Dale"), (0, "West")]


def test_what_is_allocated_stands_in_the_order_of_the_tree(office: Office) -> None:
    budget, county = add_budget(office), add(office, "Safer County")
    for partnership in (add(office, "West"), add(office, "Dale", county), county):
        give(office, budget, partnership, 10)
    found = office.read(allocations.allocations)
    assert [one.partnership for one in found] == ["Safer County", "Dale", "West"]


@pytest.mark.parametrize(("place", "names"), [(1, "CAB"), (2, "ACB"), (3, "ABC"), (9, "ABC"), (None, "ABC")])
def test_a_partnership_goes_to_its_place(office: Office, place: int | None, names: str) -> None:
    add(office, "A")
    add(office, "B")
    row = add(office, "C", place=place)
    assert "".join(name for _, name in listed(office)) == names
    assert one(office, row).place == names.index("C") + 1


def test_a_place_is_one_among_those_with_the_same_parent(office: Office) -> None:
    county = add(office, "County")
    add(office, "Hill", county)
    dale = add(office, "Dale", county)
    add(office, "West")
    change(office, dale, place=1)
    assert [name for _, name in listed(office)] == ["County", "Dale", "Hill", "West"]
    assert one(office, dale).place == 1


def test_a_county_takes_its_districts_along(office: Office) -> None:
    add(office, "West")
    county = add(office, "County")
    add(office, "Hill", county)
    change(office, county, place=1)
    assert [name for _, name in listed(office)] == ["County", "Hill", "West"]


def test_the_whole_order_is_set_at_once(office: Office) -> None:
    west, county, north = add(office, "West"), add(office, "County"), add(office, "North")
    hill, dale = add(office, "Hill", county), add(office, "Dale", county)
    office.write("Reorder", partnerships.reorder, order=[dale, hill, north, county, west])
    assert [name for _, name in listed(office)] == ["North", "County", "Dale", "Hill", "West"]
    office.write("Reorder", partnerships.reorder, order=[west])
    assert [name for _, name in listed(office)] == ["West", "North", "County", "Dale", "Hill"]
    assert refusal(office, partnerships.reorder, order=["nobody"])[1] is None


def test_a_new_name_is_the_organisations_and_the_old_one_an_alias(office: Office) -> None:
    row = add(office, "Safer Anytown")
    change(office, row, name="Anytown Together")
    [body] = office.read(organisations.organisations)
    assert (body.name, body.aliases, body.kind) == ("Anytown Together", ("Safer Anytown",), "Partnership")


def test_a_partnership_may_take_its_own_former_name_again(office: Office) -> None:
    row = add(office, "Safer Anytown")
    change(office, row, name="Anytown Together")
    change(office, row, name="Safer Anytown")
    [body] = office.read(organisations.organisations)
    assert (body.name, body.aliases) == ("Safer Anytown", ("Anytown Together",))


def test_a_name_another_organisation_has_is_refused(office: Office) -> None:
    add_organisation(office, "First Light")
    row = add(office, "Safer Anytown")
    assert refused(office, row, name="first light") == ("There is already an organisation with this name.", "name")


def test_a_partnership_moves_under_a_countys_and_out_again(office: Office) -> None:
    area = office.write("Add area", areas.add_area, name="Hill", kind="District")
    county, hill = add(office, "County"), add(office, "Hill")
    change(office, hill, parent_id=county, area_id=area)
    assert (one(office, hill).level, one(office, hill).area_id) == (1, area)
    change(office, hill, parent_id="", area_id="")
    assert (one(office, hill).level, one(office, hill).area_id) == (0, None)


def test_a_partnership_is_never_its_own_parent(office: Office) -> None:
    county = add(office, "County")
    assert refused(office, county, parent_id=county) == ("A partnership cannot lie under itself.", "parent_id")


def test_no_circle_of_partnerships(office: Office) -> None:
    county = add(office, "County")
    hill = add(office, "Hill", county)
    assert refused(office, county, parent_id=hill) == ("A partnership cannot lie under itself.", "parent_id")


def test_there_are_two_tiers(office: Office) -> None:
    county, other = add(office, "County"), add(office, "Other")
    hill = add(office, "Hill", county)
    under = ("“Hill” lies under another partnership itself. Choose the county's, or none.", "parent_id")
    assert refusal(office, partnerships.add, name="Dale", parent_id=hill) == under
    assert refused(office, other, parent_id=hill) == under
    assert refused(office, county, parent_id=other) == (
        "“Hill” lies under this partnership, so it cannot lie under another.",
        "parent_id",
    )


def test_nobody_lies_under_a_partnership_that_was_put_away(office: Office) -> None:
    county = add(office, "County")
    office.write("Archive", partnerships.archive, county)
    assert refusal(office, partnerships.add, name="Hill", parent_id=county) == (
        "“County” has been put away. Bring it back first.",
        "parent_id",
    )


def test_a_partnership_that_is_put_away_keeps_what_it_was_given(office: Office) -> None:
    budget, row = add_budget(office), add(office, "West")
    give(office, budget, row, 100)
    office.write("Archive", partnerships.archive, row)
    assert listed(office) == []
    assert listed(office, archived=True) == [(0, "West")]
    assert [one.partnership for one in office.read(allocations.allocations)] == ["West"]
    office.write("Bring back", partnerships.archive, row, back=True)
    assert listed(office) == [(0, "West")]


def test_a_county_stays_while_districts_lie_under_it(office: Office) -> None:
    county = add(office, "County")
    hill = add(office, "Hill", county)
    assert refusal(office, partnerships.archive, county) == (
        "“Hill” lies under this partnership. Archive or move it first.",
        None,
    )
    office.write("Archive", partnerships.archive, hill)
    office.write("Archive", partnerships.archive, county)
    assert refusal(office, partnerships.archive, hill, back=True) == (
        "“County” has been put away. Bring it back first.",
        "parent_id",
    )


def test_a_name_that_was_taken_meanwhile_keeps_the_first_one_away(office: Office) -> None:
    first = add(office, "West")
    office.write("Archive", partnerships.archive, first)
    add(office, "West")
    assert refusal(office, partnerships.archive, first, back=True) == (
        "There is already a partnership with this name.",
        "name",
    )


@pytest.mark.parametrize("of", ["partnership", "organisation"])
def test_nobodys_change_is_written_over(office: Office, opened: Open, of: str) -> None:
    row = add(office, "West")
    seen = one(office, row)
    sam = opened(office.path, SAM)
    if of == "partnership":
        change(sam, row, name="Far West")
    else:
        given = {"version": None, "name": "Far West", "kind": "Partnership", "aliases": ""}
        sam.write("Change an organisation", organisations.change, seen.organisation_id, **given)  # type: ignore[arg-type]
    with pytest.raises(Stale, match="Sam saved this while you were typing"):
        office.write("Change", partnerships.change, row, **as_is(seen, name="Wild West"))  # type: ignore[arg-type]
    with pytest.raises(Stale):
        office.write("Archive", partnerships.archive, row, version=seen.version)
    assert one(office, row).name == "Far West"


def test_every_step_of_it_is_taken_back(office: Office) -> None:
    county = add(office, "County")
    hill = add(office, "Hill", county)
    add(office, "West", place=1)
    change(office, hill, name="Upper Hill", parent_id=None)
    assert [name for _, name in listed(office)] == ["West", "County", "Upper Hill"]
    office.undo()
    assert listed(office) == [(0, "West"), (0, "County"), (1, "Hill")]
    office.undo()
    office.undo()
    office.undo()
    assert listed(office) == []
