"""Partnerships gathered under their counties: once each, in the office's order."""

from __future__ import annotations

from app.allocations.partnerships import PartnershipRecord
from app.door import Office
from app.papers.tiers import Tiers, gather_tiers, tiers_of
from tests.papers.partnered import DAY, add_tier


def record(key: str, parent: str | None = None, area: str | None = None) -> PartnershipRecord:
    return PartnershipRecord(key, f"{key.title()} Community Safety Partnership", "o", area, parent)


def tiers(*found: PartnershipRecord) -> Tiers:
    return tiers_of(found, {"d": "Devon"})


FIVE = tiers(record("county", area="d"), record("lone"), record("first", "county"), record("second", "county"))


def test_a_county_gathers_itself_and_its_districts_under_its_areas_name() -> None:
    cells = dict.fromkeys(("county", "lone", "first", "second"), (100,))
    assert [(one.key, one.label) for one in FIVE.groups(cells)] == [("county", "Devon")]
    assert [(line.id, line.cells[0], line.group) for line in FIVE.lines(cells)] == [
        ("county", "County", "county"),
        ("lone", "Lone", ""),
        ("first", "First", "county"),
        ("second", "Second", "county"),
    ]


def test_a_county_of_which_one_partnership_is_shown_stands_alone() -> None:
    for shown in ({"county": (1,), "lone": (1,)}, {"first": (1,), "lone": (1,)}):
        assert FIVE.groups(shown) == ()
        assert {line.group for line in FIVE.lines(shown)} == {""}


def test_districts_are_gathered_although_their_county_has_nothing_itself() -> None:
    assert [one.label for one in FIVE.groups(["first", "second"])] == ["Devon"]


def test_the_order_is_that_of_the_tables_those_alone_first() -> None:
    assert [one.id for one in FIVE.in_order(["second", "county", "lone"])] == ["lone", "county", "second"]


def test_what_lies_deeper_belongs_to_the_county_at_the_top_and_is_set_in() -> None:
    deep = tiers(record("county"), record("district", "county"), record("ward", "district"))
    cells = dict.fromkeys(("county", "district", "ward"), (1,))
    assert [(line.group, line.level) for line in deep.lines(cells)] == [("county", 0), ("county", 0), ("county", 1)]


def test_partnerships_that_lie_in_each_other_do_not_hang_the_desk() -> None:
    assert len(tiers(record("a", "b"), record("b", "a")).rows) == 2


def test_a_partnership_is_called_by_the_words_that_not_all_have() -> None:
    assert (FIVE.called("first"), FIVE.called("nobody")) == ("First", "")


def test_they_are_gathered_from_the_office(office: Office) -> None:
    county = add_tier(office, "Shire")
    add_tier(office, "Shire north", county)
    found = office.read(gather_tiers, day=DAY)
    assert [(one.short, one.family == county, one.depth) for one in found.rows] == [
        ("Shire", True, 0),
        ("Shire north", True, 1),
    ]
