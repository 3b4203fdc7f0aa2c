"""The list of a line's allocations: counties with their districts, years side by side, what several share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from app import areas
from app.allocations import allocations, partnerships, shares, table
from app.door import Office
from app.funds import lines
from app.listing import Cell, Listing, heading, sections, totals
from app.money import Pence
from tests.app.allocations.given import add, add_shared, allocation, give
from tests.factories import add_budget, add_fund, add_line, budget_id, in_pence

TOTALS = {2017: 1_600_249_00, 2018: 1_610_249_00, 2019: 1_615_249_00}


def line_of(office: Office, name: str) -> str:
    return next(one.id for one in office.read(lines.lines) if one.name == name)


def column(listing: Listing, key: str) -> int:
    return [one.key for one in listing.columns].index(key)


def cells(listing: Listing, key: str) -> dict[str, Cell]:
    """One column by the name in the first."""
    return {str(line.cells[0]): line.cells[column(listing, key)] for line in listing.lines}


def groups(listing: Listing, key: str) -> dict[str, Cell]:
    """One column of the groups' own rows."""
    at = column(listing, key)
    return {
        group.label: heading(listing.columns, mine, group)[at] for group, mine in sections(listing) if group is not None
    }


def given_to_partnerships(listing: Listing, year: int) -> Cell:
    """The total of a year without what several share."""
    mine = [line for line in listing.lines if line.group != table.SHARED]
    return totals(listing.columns, mine, "")[column(listing, f"y{year}")]


@pytest.fixture
def csp(devon_cornwall: Office) -> str:
    return line_of(devon_cornwall, "Community Safety Partnership Fund")


def of_devon(office: Office, line: str, year: int = 2019, compare: Sequence[int] | None = None) -> Listing:
    return office.read(table.allocation_list, line, year=year, compare=compare)


# --- Devon and Cornwall ---


@pytest.mark.parametrize("year", TOTALS)
def test_what_the_partnerships_are_given_comes_to_what_the_plan_prints(
    devon_cornwall: Office, csp: str, year: int
) -> None:
    assert given_to_partnerships(of_devon(devon_cornwall, csp, year), year) == TOTALS[year]
    beside = of_devon(devon_cornwall, csp, compare=[2017, 2018])
    assert given_to_partnerships(beside, year) == TOTALS[year]


def test_a_county_shows_its_own_and_its_districts_money_and_counts_nothing_twice(
    devon_cornwall: Office, csp: str
) -> None:
    listing = of_devon(devon_cornwall, csp, compare=[2017, 2018])
    [devon, *_] = [mine for group, mine in sections(listing) if group is not None and group.label == "Devon"]
    assert [(line.cells[0], line.cells[1:4]) for line in devon] == [
        ("Safer Devon, its own", (535_470_00, 439_470_00, 439_470_00)),
        ("Exeter", (None, 25_000_00, 25_000_00)),
        ("South Devon and Dartmoor", (None, 25_000_00, 25_000_00)),
        ("Torridge and North Devon", (None, 25_000_00, 25_000_00)),
        ("East and Mid Devon", (None, 25_000_00, 25_000_00)),
    ]
    assert [groups(listing, f"y{year}")["Devon"] for year in TOTALS] == [535_470_00, 539_470_00, 539_470_00]


def test_a_past_year_shows_no_partnership_that_came_later(devon_cornwall: Office, csp: str) -> None:
    names = list(cells(of_devon(devon_cornwall, csp, 2017), "y2017"))
    assert names == ["Safer Devon", "Cornwall", "Plymouth", "Torbay", "Isles of Scilly"]


def test_the_change_is_from_the_year_before_in_pounds_and_percent(devon_cornwall: Office, csp: str) -> None:
    listing = of_devon(devon_cornwall, csp)
    assert [one.key for one in listing.columns] == [
        "partnership",
        "y2018",
        "y2019",
        "change",
        "percent",
        "basis",
        "document",
    ]
    assert cells(listing, "change")["Isles of Scilly"] == 5_000_00
    assert cells(listing, "percent")["Isles of Scilly"] == 250
    assert cells(listing, "percent")["Torbay"] == 0
    assert totals(listing.columns, listing.lines, "")[1:5] == (1_610_249_00, 1_685_249_00, 75_000_00, 47)


def test_what_several_share_is_a_line_of_its_own_and_a_mark_at_those_who_share(
    devon_cornwall: Office, csp: str
) -> None:
    listing = of_devon(devon_cornwall, csp)
    last = listing.lines[-1]
    assert (last.group, last.cells[:3]) == (
        table.SHARED,
        ("Safer Towns: Safer Devon, Plymouth and Torbay", None, 70_000_00),
    )
    assert listing.groups[-1].label == "Shared additions"
    assert [line.cells[0] for line in listing.lines if line.mark == "*"] == [
        "Safer Devon, its own",
        "Plymouth",
        "Torbay",
    ]
    assert listing.notes == (("*", "Shares in Safer Towns (£70,000) besides, which is a line of its own."),)


def test_the_basis_of_each_figure_stands_beside_it(devon_cornwall: Office, csp: str) -> None:
    bases = cells(of_devon(devon_cornwall, csp), "basis")
    assert bases["Cornwall"] == "The same as in 2018/19"
    assert str(bases["Isles of Scilly"]).startswith("Raised to what a district partnership has")
    assert cells(of_devon(devon_cornwall, csp, 2018), "basis")["Exeter"] == "£25,000 to each district partnership"


def test_a_line_goes_by_the_partnership_and_an_addition_by_itself(devon_cornwall: Office, csp: str) -> None:
    known = {one.id for one in devon_cornwall.read(partnerships.partnerships)}
    [shared] = devon_cornwall.read(allocations.additions)
    ids = [line.id for line in of_devon(devon_cornwall, csp).lines]
    assert ids[-1] == shared.id
    assert set(ids[:-1]) == known


def test_devons_sentence_ties_the_fund_to_what_was_given(devon_cornwall: Office, csp: str) -> None:
    found = devon_cornwall.read(table.headline, csp, year=2019)
    assert found.text == "£1,685,249 in the fund, £1,615,249 to partnerships, £70,000 shared, £0 left"
    assert [run.text for run in found.runs if run.bold] == ["£1,685,249", "£1,615,249", "£70,000", "£0"]
    assert found.below == "£75,000 more than 2018/19 (+4.7 %). Safer Towns (£70,000) is new."


def test_devons_sentence_says_where_years_are_not_like_for_like(devon_cornwall: Office, csp: str) -> None:
    assert devon_cornwall.read(table.headline, csp, year=2018).below == (
        "£10,000 more than 2017/18 (+0.6 %), but four partnerships (£100,000) had nothing in 2017/18, "
        "so the years are not like for like."
    )
    assert devon_cornwall.read(table.headline, csp, year=2017).below == ""


def test_the_lines_that_are_shared(devon_cornwall: Office, csp: str) -> None:
    given, pooled = devon_cornwall.read(table.lines_with)
    assert given == [(csp, "Community Safety Partnership Fund")]
    assert pooled == [(line_of(devon_cornwall, "Youth Offending Service"), "Youth Offending Service")]


def test_the_youth_offending_budget_by_area_with_its_words(devon_cornwall: Office) -> None:
    yos = line_of(devon_cornwall, "Youth Offending Service")
    listing = devon_cornwall.read(table.pooled_list, yos, year=2019, compare=[2017, 2018])
    assert [line.cells[:6] for line in listing.lines] == [
        ("Devon", 190_266_00, "Maintain", "Maintain", None, None),
        ("Cornwall", 160_224_00, "Maintain", "Maintain", None, None),
        ("Plymouth", 85_119_00, "Maintain", "Maintain", None, None),
        ("Torbay", 65_091_00, "Maintain", "Maintain", None, None),
    ]
    assert totals(listing.columns, listing.lines, "")[1:4] == (500_700_00, "Maintain", "Maintain")
    sentences = [devon_cornwall.read(table.headline, yos, year=year).text for year in (2017, 2018)]
    assert sentences == [
        "£500,701 in the fund, £500,700 to areas, £1 left",
        "£500,701 in the fund, “Maintain” for four areas and no figure yet",
    ]


def test_the_partnerships_with_what_they_lie_under_and_were_given_last(devon_cornwall: Office) -> None:
    listing = devon_cornwall.read(table.partnership_list)
    assert [(line.level, *line.cells) for line in listing.lines][:2] == [
        (0, "Safer Devon", "Devon", "", "2019/20", 439_470_00),
        (1, "Exeter Community Safety Partnership", "Exeter", "Safer Devon", "2019/20", 25_000_00),
    ]
    assert len(listing.lines) == 9


def test_everything_of_a_year_with_the_terms_that_are_published(devon_cornwall: Office) -> None:
    listing = devon_cornwall.read(table.year_list, year=2019)
    assert totals(listing.columns, listing.lines, "")[1] == 1_685_249_00
    assert [group.label for group in listing.groups] == ["Community Safety Partnership Fund"]
    one = next(line for line in listing.lines if line.cells[0] == "Torbay Community Safety Partnership")
    assert str(one.cells[5]).startswith("Services for victims of domestic abuse")
    assert listing.lines[-1].cells[:3] == ("Safer Towns", 70_000_00, "Safer Devon, Plymouth and Torbay")


# --- Durham ---


def test_durhams_percentage_is_kept_in_words_and_no_figure_is_worked_back(durham: Office) -> None:
    given, _ = durham.read(table.lines_with)
    assert [name for _, name in given] == ["Safe Durham Partnership", "Darlington Community Safety Partnership"]
    for line_id, _ in given:
        listing = durham.read(table.allocation_list, line_id, year=2015, compare=[2014])
        assert [one.key for one in listing.columns] == ["partnership", "y2015", "basis", "document"]
        assert {str(line.cells[2])[:15] for line in listing.lines} == {"Reduced by 5 % "}
    assert {one.year for one in durham.read(allocations.allocations)} == {2015}
    assert {one.basis_kind for one in durham.read(allocations.allocations)} == {"percentage"}


def test_durhams_sentence_holds_what_was_rolled_forward(durham: Office) -> None:
    line = line_of(durham, "Safe Durham Partnership")
    assert durham.read(table.headline, line, year=2015).text == (
        "£473,395 in the fund, £27,150 moved in, £473,395 to partnerships, £27,150 agreed besides, £0 left"
    )


def test_everything_of_a_year_is_grouped_by_line(durham: Office) -> None:
    listing = durham.read(table.year_list, year=2015)
    assert [(group.label, len(mine)) for group, mine in sections(listing) if group] == [
        ("Safe Durham Partnership", 1),
        ("Darlington Community Safety Partnership", 1),
    ]
    assert listing.title == "Allocations 2015-16"


# --- small offices ---


def test_a_county_without_anything_of_its_own_stands_over_its_districts(office: Office) -> None:
    area = office.write("Add area", areas.add_area, name="Northshire", kind="County")
    county = add(office, "Safer County", area_id=area)
    line = add_line(office, pounds=100)
    for name in ("Hill", "Dale"):
        give(office, budget_id(office, line), add(office, name, county), 30)
    listing = office.read(table.allocation_list, line, year=2018)
    assert [(line.cells[0], line.group) for line in listing.lines] == [("Hill", county), ("Dale", county)]
    assert groups(listing, "y2018") == {"Northshire": 60_00}


def test_a_partnership_that_was_put_away_stays_in_its_years(office: Office) -> None:
    line, west = add_line(office, pounds=100), add(office, "West")
    office.write("Budget", lines.set_budget, line, year=2019, amount=Pence(1))
    give(office, budget_id(office, line), west, 30)
    office.write("Archive", partnerships.archive, west)
    names = [
        [line.cells[0] for line in office.read(table.allocation_list, line, year=year).lines] for year in (2018, 2019)
    ]
    assert names == [["West (archived)"], ["West (archived)"]]
    assert office.read(table.allocation_list, line, year=2019, compare=[]).lines == ()
    assert [line.cells[0] for line in office.read(table.partnership_list, archived=True).lines] == ["West"]
    assert office.read(table.partnership_list).lines == ()


def test_the_grant_document_and_what_is_indicative_are_told(office: Office) -> None:
    line = add_line(office, pounds=100)
    budget, ids = budget_id(office, line), [add(office, name) for name in ("East", "West", "North")]
    rows = [give(office, budget, one, 10, status="indicative" if one == ids[2] else "firm") for one in ids]
    for row, signed in ((rows[0], None), (rows[1], date(2018, 5, 1))):
        given = {"version": None, "sent_on": date(2018, 4, 1), "signed_on": signed}
        office.write("Mark", allocations.grant_document, row, **given)  # type: ignore[arg-type]
    listing = office.read(table.allocation_list, line, year=2018)
    assert list(cells(listing, "document").values()) == ["Sent", "Signed", "Not sent"]
    assert list(cells(listing, "status").values()) == ["", "", "Indicative"]
    assert office.read(table.headline, line, year=2018).below == "£10 of it is indicative."


def test_an_addition_of_two_years_is_one_line(office: Office) -> None:
    line, both = add_line(office, pounds=100), [add(office, "East"), add(office, "West")]
    office.write("Budget", lines.set_budget, line, year=2019, amount=in_pence(100))
    old = add_shared(office, budget_id(office, line), "Safer Towns", 20, *both)
    new = add_shared(office, budget_id(office, line, year=2019), "safer towns", 30, *both)
    [one] = office.read(table.allocation_list, line, year=2019).lines
    assert (one.id, one.cells[1:5]) == (new, (20_00, 30_00, 10_00, 500))
    office.write("Archive", allocations.archive, new, version=allocation(office, new).version)
    [one] = office.read(table.allocation_list, line, year=2019).lines
    assert (one.id, one.cells[1:5]) == (old, (20_00, None, -20_00, "ended"))


def test_two_additions_have_marks_of_their_own(office: Office) -> None:
    line = add_line(office, pounds=100)
    east, west, north = (add(office, name) for name in ("East", "West", "North"))
    for partnership in (east, west, north):
        give(office, budget_id(office, line), partnership, 10)
    add_shared(office, budget_id(office, line), "Towns", 5, east, west)
    add_shared(office, budget_id(office, line), "Nights", 5, west, north)
    listing = office.read(table.allocation_list, line, year=2018)
    assert [line.mark for line in listing.lines[:3]] == ["*", "†", "‡"]
    assert [sentence.partition(" besides")[0] for _, sentence in listing.notes] == [
        "Shares in Towns (£5)",
        "Shares in Towns (£5) and Nights (£5)",
        "Shares in Nights (£5)",
    ]


def test_the_sentence_of_a_line_that_is_overspent_or_has_no_amount(office: Office) -> None:
    fund = add_fund(office, overspend_limit_pence=50_00, overspend_approver="chief finance officer")
    line, east = add_line(office, pounds=100, fund=fund), add(office, "East")
    give(office, budget_id(office, line), east, 110, overspend_approver="Chris")
    assert office.read(table.headline, line, year=2018).text == "£100 in the fund, £110 to partnerships, £10 over"
    office.write("Budget", lines.set_budget, line, year=2019, amount="TBD")
    give(office, budget_id(office, line, year=2019), east, 99, status="indicative")
    found = office.read(table.headline, line, year=2019)
    assert found.text == "TBD in the fund, £99 to partnerships, no amount yet to give it from"
    assert found.below == "£11 less than 2018/19 (−10.0 %). All of it is indicative."
    assert office.read(table.headline, line, year=2020).text == "No budget for “Road safety” in 2020/21 yet"


def test_the_sentence_says_who_has_nothing_any_more_and_who_has_a_word(office: Office) -> None:
    line, east, west = add_line(office, pounds=100), add(office, "East"), add(office, "West")
    office.write("Budget", lines.set_budget, line, year=2019, amount=Pence(100_00))
    for partnership in (east, west):
        give(office, budget_id(office, line), partnership, 50)
    give(office, budget_id(office, line, year=2019), east, 100)
    add_shared(office, add_budget(office, "Elsewhere"), "Nights", 1, east, west)
    assert office.read(table.headline, line, year=2019).below == (
        "The same as 2018/19, but one partnership of 2018/19 (£50) has nothing now, so the years are not like for like."
    )
    give(office, budget_id(office, line, year=2019), west, "TBD")
    assert office.read(table.headline, line, year=2019).below == (
        "The same as 2018/19. There is “TBD” for one partnership and no figure."
    )


def test_areas_stand_under_those_they_lie_in(office: Office) -> None:
    line = add_line(office, pounds=100)
    north = office.write("Add area", areas.add_area, name="North", kind="County")
    town = office.write("Add area", areas.add_area, name="Town", kind="District", parent_id=north)
    for area in (town, north):
        given = {"area_id": area, "amount": Pence(10_00), "basis": "As before"}
        office.write("Share", shares.share, budget_id(office, line), **given)  # type: ignore[arg-type]
    listing = office.read(table.pooled_list, line, year=2018)
    assert [(line.level, *line.cells) for line in listing.lines] == [
        (0, "North", 10_00, "As before"),
        (1, "Town", 10_00, "As before"),
    ]
