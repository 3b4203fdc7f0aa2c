"""The pages of a partnership, of an addition, and of an area's share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app import areas, documents
from app.allocations import allocations, entering, fields, partnerships, record, shares
from app.allocations.record import Given
from app.door import Office
from app.errors import Refused
from app.funds import lines
from app.history import history
from app.merging import differences, merged, ticked
from app.money import Pence
from tests.app.allocations.given import add, add_shared, allocation, give
from tests.factories import add_line, budget_id, in_pence


def of_name(office: Office, name: str) -> str:
    return next(one.id for one in office.read(partnerships.partnerships) if one.name == name)


def test_a_countys_page_has_its_own_money_and_what_it_has_with_its_districts(devon_cornwall: Office) -> None:
    page = devon_cornwall.read(record.partnership_page, of_name(devon_cornwall, "Safer Devon"), year=2019)
    assert page.years == (
        Given(2017, Pence(535_470_00), Pence(535_470_00)),
        Given(2018, Pence(439_470_00), Pence(539_470_00)),
        Given(2019, Pence(439_470_00), Pence(539_470_00)),
    )
    assert [one.name.partition(" ")[0] for one in page.children] == ["Exeter", "South", "Torridge", "East"]
    assert (page.area, page.parent, page.line, page.year_style) == ("Devon", None, None, "2018/19")
    assert [one.amount for one in page.now] == [439_470_00]
    assert [(one.partnership, one.amount) for one in page.additions] == [("Safer Towns", 70_000_00)]
    assert {page.line_names[one.budget_id] for one in page.given} == {"Community Safety Partnership Fund"}
    assert len(page.below) == 8


def test_a_districts_page_names_what_it_lies_under_and_shares_nothing(devon_cornwall: Office) -> None:
    row = of_name(devon_cornwall, "Exeter Community Safety Partnership")
    page = devon_cornwall.read(record.partnership_page, row, year=2018)
    assert page.parent is not None
    assert (page.parent.name, page.area, page.additions, page.children) == ("Safer Devon", "Exeter", (), ())
    assert [(one.purpose != "", one.conditions != "") for one in page.now] == [(True, True)]


def test_a_page_of_one_line_holds_that_line_alone(office: Office) -> None:
    east, first, second = add(office, "East"), add_line(office, "First", 100), add_line(office, "Second", 100)
    give(office, budget_id(office, first), east, 10)
    give(office, budget_id(office, second), east, "TBD")
    page = office.read(record.partnership_page, east, year=2018, line_id=second)
    assert page.line is not None
    assert (page.line.name, page.years) == ("Second", (Given(2018, "TBD", "TBD"),))
    whole = office.read(record.partnership_page, east, year=2018)
    assert whole.years == (Given(2018, Pence(10_00), Pence(10_00)),)
    assert sorted(whole.line_names[one.budget_id] for one in whole.now) == ["First", "Second"]


def test_what_a_district_had_stays_its_countys_when_it_is_put_away(office: Office) -> None:
    county = add(office, "County")
    hill = add(office, "Hill", county)
    line = add_line(office, pounds=100)
    give(office, budget_id(office, line), hill, 10)
    office.write("Archive", partnerships.archive, hill)
    page = office.read(record.partnership_page, county, year=2018)
    assert (page.children, page.years) == ((), (Given(2018, None, Pence(10_00)),))


def test_the_history_of_a_partnership_tells_of_all_that_was_done_to_it(office: Office) -> None:
    east, west, line = add(office, "East"), add(office, "West"), add_line(office, pounds=100)
    row = give(office, budget_id(office, line), east, 10)
    add_shared(office, budget_id(office, line), "Safer Towns", 5, east, west)
    given: dict[str, Any] = {"version": None, "amount": Pence(20_00), "basis": "By need"}
    office.write("Change an allocation", allocations.change, row, **given)
    office.write("Archive", allocations.archive, row)
    told = [one.text for one in office.read(record.partnership_page, east, year=2018).history]
    assert [one.partition(":")[0] for one in told] == [
        "Archive",
        "Change an allocation",
        "Add an addition",
        "Allocate",
        "Add a partnership",
    ]
    assert "from £10 to £20" in told[1]
    assert "basis" in told[1]


def test_of_a_grid_the_history_tells_the_figures_before_what_stands_beside_them(office: Office) -> None:
    east, west, line = add(office, "East"), add(office, "West"), add_line(office, pounds=100)
    for partnership in (east, west):
        give(office, budget_id(office, line), partnership, 10)
    was = office.read(entering.entered, line, years=[2018])
    wanted = {cell: Pence(20_00) for cell in was}
    office.write("Enter", entering.enter, line, amounts=wanted, was=was, basis="By need", basis_kind="manual")
    page = office.read(record.partnership_page, east, year=2018)
    assert page.history[0].text == (
        "Enter: amount, £ of “East” from £10 to £20; how it came about of “East” from nothing to “Decided one by one”; "
        "basis of “East” from nothing to “By need”."
    )
    first, second, *_ = office.read(history, labels=fields.LABELS, most=1)[0].text.removeprefix("Enter: ").split("; ")
    assert {first, second} == {f"amount, £ of “{name}” from £10 to £20" for name in ("East", "West")}


def test_the_history_of_a_share_names_its_area(office: Office) -> None:
    line = add_line(office, pounds=100)
    north = office.write("Add area", areas.add_area, name="North", kind="County")
    office.write("Enter", shares.enter, line, amounts={f"{north}:2018": Pence(10_00)}, was={})
    assert office.read(record.share_page, line, north, year=2018).history[0].text == "Enter: “North”, £10."


def test_a_page_of_what_is_not_there_is_refused(office: Office) -> None:
    line = add_line(office)
    for use_case, args in (
        (record.partnership_page, ("none",)),
        (record.addition_page, ("none",)),
        (record.share_page, (line, "none")),
    ):
        with pytest.raises(Refused):
            office.read(use_case, *args, **({} if use_case is record.addition_page else {"year": 2018}))  # type: ignore[arg-type]


def test_the_page_of_an_addition_names_who_shares_it(devon_cornwall: Office) -> None:
    [one] = devon_cornwall.read(allocations.additions)
    page = devon_cornwall.read(record.addition_page, one.id)
    assert (page.addition, page.line.name) == (one, "Community Safety Partnership Fund")
    assert [each.short for each in page.sharers] == ["Safer Devon", "Plymouth", "Torbay"]
    assert [entry.text.partition(":")[0] for entry in page.history] == ["Enter the example's figures"]


def test_the_page_of_a_share_has_every_year(office: Office) -> None:
    line = add_line(office, pounds=100)
    office.write("Budget", lines.set_budget, line, year=2019, amount=in_pence(100))
    north = office.write("Add area", areas.add_area, name="North", kind="County")
    for year, amount in ((2019, "Maintain"), (2018, Pence(40_00))):
        given: dict[str, Any] = {"area_id": north, "amount": amount}
        office.write("Share", shares.share, budget_id(office, line, year=year), **given)
    page = office.read(record.share_page, line, north, year=2019)
    assert [(year, one.amount) for year, one in page.shares.items()] == [(2018, 40_00), (2019, "Maintain")]
    assert page.now is not None
    assert (page.now.amount, page.area, len(page.history)) == ("Maintain", "North", 2)
    assert office.read(record.share_page, line, north, year=2020).now is None


def test_what_a_form_offers(office: Office) -> None:
    county = add(office, "County")
    hill, west = add(office, "Hill", county), add(office, "West")
    offered = office.read(record.partnership_choices)
    assert [(one.value, one.label) for one in offered] == [
        (county, "County"),
        (hill, "\N{EM SPACE}Hill"),
        (west, "West"),
    ]
    assert [one.value for one in office.read(record.parent_choices, but=west)] == [county]


# --- the grant document itself, kept with the allocation ---


def test_a_document_is_kept_with_an_allocation_and_stands_on_both_pages(office: Office, tmp_path: Path) -> None:
    east, west, line = add(office, "East"), add(office, "West"), add_line(office, pounds=100)
    own = give(office, budget_id(office, line), east, 10)
    shared = add_shared(office, budget_id(office, line), "Safer Towns", 5, east, west)
    source = tmp_path / "Grant agreement.pdf"
    source.write_bytes(b"%PDF-1.7\nGrant agreement\n")
    made = documents.put(office.path, source)
    for about in (own, shared):
        office.write("Attach", documents.attach, about_table="allocation", about_id=about, put=made)
    page = office.read(record.partnership_page, east, year=2018)
    assert {about: [one.name for one in mine] for about, mine in page.documents.items()} == {
        own: ["Grant agreement.pdf"]
    }
    assert page.history[0].text.startswith("Attach")
    assert [one.name for one in office.read(record.addition_page, shared).documents] == ["Grant agreement.pdf"]
    office.undo()
    assert office.read(record.addition_page, shared).documents == ()


def test_two_who_change_one_allocation_are_laid_side_by_side(office: Office) -> None:
    row = give(office, add_budget_of(office), add(office, "East"), 10, basis="First")
    one = allocation(office, row)
    was = {field.key: getattr(one, field.key) for field in fields.CHANGE}
    theirs, mine = {**was, "amount": Pence(20_00)}, {**was, "basis": "By need", "conditions": "A report"}
    found = differences(fields.CHANGE, mine, theirs, was)
    assert ticked(found) == {"amount": "theirs", "basis": "mine", "conditions": "mine"}
    kept = merged(found, ticked(found), mine, theirs)
    office.write("Change", allocations.change, row, version=one.version, **kept)
    after = allocation(office, row)
    assert (after.amount, after.basis, after.conditions) == (20_00, "By need", "A report")


def add_budget_of(office: Office) -> str:
    return budget_id(office, add_line(office, pounds=100))


def test_a_grant_document_is_signed_on_a_day(office: Office) -> None:
    row = give(office, add_budget_of(office), add(office, "East"), 10)
    given: dict[str, Any] = {"version": None, "sent_on": date(2018, 4, 3), "signed_on": date(2018, 4, 9)}
    office.write("Grant document signed", allocations.grant_document, row, **given)
    page = office.read(record.partnership_page, allocation(office, row).partnership_id, year=2018)
    assert "3 April 2018" in page.history[0].text
