"""The example offices made from documents hold every figure these print, and differ from them only where those differ
from themselves; the made-up one ties."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import areas, plans
from app.allocations import allocations, partnerships, shares, themes
from app.checking import check
from app.door import Office
from app.errors import CannotOpen, Refused
from app.examples import EXAMPLES, TITLES, YEARS, make_example
from app.examples.devon_cornwall import THEMES
from app.examples.printed import amount, printed
from app.funds import commitments, income, lines, lists, movements, stated, table
from app.funds.figures import Amount, Figures
from app.listing import sections, totals
from app.office import details
from tests.factories import in_pence, left_alone


def by_group(office: Office, year: int, column: str) -> dict[str, int | str | None]:
    """Each group's total in one column of the budget table, in pounds."""
    listing = office.read(table.page, year=year).listing
    at = [one.key for one in listing.columns].index(column)
    found = {}
    for group, mine in sections(listing):
        cell = totals(listing.columns, mine, "")[at]
        found[group.label if group else ""] = cell // 100 if isinstance(cell, int) else str(cell)
    return dict(found)


def budgets(office: Office, year: int) -> dict[str, Amount]:
    return {one.name: one.budgets[year].figures.budget for one in office.read(lines.lines) if year in one.budgets}


def whole(office: Office, year: int) -> Figures:
    return office.read(table.page, year=year).whole


def differences(office: Office) -> list[tuple[str, int, int]]:
    """Stated figures that do not agree: what they are, what is stated and what its rows come to, in pounds."""
    return [
        (one.name, one.amount_pence // 100, (one.computed_pence or 0) // 100)
        for one in office.read(stated.stated)
        if not one.agrees
    ]


def agreements(office: Office) -> list[tuple[str, int]]:
    return [(one.name, one.amount_pence // 100) for one in office.read(stated.stated) if one.agrees]


# --- Devon, Cornwall and the Isles of Scilly ---


def test_devons_budget_comes_to_what_the_plan_prints(devon_cornwall: Office) -> None:
    assert [whole(devon_cornwall, year).budget for year in (2018, 2019)] == [5_487_827_00, 5_830_690_00]


def test_devons_budget_for_2019_by_priority(devon_cornwall: Office) -> None:
    assert by_group(devon_cornwall, 2019, "y2019") == {
        "Whole Police and Crime Plan": 2_220_249,
        "Preventing and deterring crime": 597_901,
        "Supporting victims and witnesses": 2_762_540,
        "Protecting people at risk": 250_000,
    }


def test_devons_budget_for_2018_by_priority(devon_cornwall: Office) -> None:
    assert by_group(devon_cornwall, 2018, "y2018") == {
        "Whole Police and Crime Plan": 2_378_249,
        "Preventing and deterring crime": 500_701,
        "Supporting victims and witnesses": 2_358_877,
        "Protecting people at risk": 250_000,
    }


@pytest.mark.parametrize(("year", "table_name"), [(2018, "2018-19-budget"), (2019, "2019-20-intentions")])
def test_every_line_of_devons_tables_is_a_line_of_the_desk(devon_cornwall: Office, year: int, table_name: str) -> None:
    on_paper = {one.row: one.pence for one in printed("devon-cornwall", table_name, "item")}
    found = [one for one in devon_cornwall.read(lines.lines) if year in one.budgets]
    assert {one.called(year): one.budgets[year].figures.budget for one in found} == on_paper


def test_the_grant_of_the_ministry_of_justice(devon_cornwall: Office) -> None:
    found = {year: devon_cornwall.read(income.incomes, year=year) for year in (2018, 2019)}
    grants = {
        year: sum(one.expected_pence for one in mine if one.source == "Ministry of Justice")
        for year, mine in found.items()
    }
    assert grants == {2018: 2_015_267_00, 2019: 2_020_341_00}


def test_all_income_of_2018_pays_for_the_whole_budget(devon_cornwall: Office) -> None:
    expected = sum(one.expected_pence for one in devon_cornwall.read(income.incomes, year=2018))
    assert expected == whole(devon_cornwall, 2018).budget


def test_what_nhs_england_gives_is_a_note_of_its_line_and_never_a_line(devon_cornwall: Office) -> None:
    [isva] = [one for one in devon_cornwall.read(lines.lines) if one.name == "ISVA and SARC services"]
    budget = isva.budgets[2018]
    notes = devon_cornwall.read(lines.notes, [budget.id])[budget.id]
    assert [(one.text, one.amount_pence) for one in notes] == [("Includes £158,590 from NHS England.", 158_590_00)]
    assert budget.figures.budget == 343_610_00
    assert 158_590_00 not in budgets(devon_cornwall, 2018).values()


def test_money_subject_to_a_condition_says_to_which(devon_cornwall: Office) -> None:
    found = [one for one in devon_cornwall.read(income.incomes) if one.status == "subject"]
    condition = "the optional extension of the agreement with NHS England"
    assert [(one.year, one.expected_pence, one.condition) for one in found] == [
        (2020, 202_199_00, condition),
        (2021, 202_199_00, condition),
    ]


@pytest.mark.parametrize(("year", "pounds"), [(2017, 1_600_249), (2018, 1_610_249), (2019, 1_615_249)])
def test_allocations_to_the_partnerships_come_to_their_total(devon_cornwall: Office, year: int, pounds: int) -> None:
    found = devon_cornwall.read(allocations.allocations, year=year)
    assert sum(one.amount for one in found if isinstance(one.amount, int)) == pounds * 100


def test_each_partnerships_allocation_in_2018(devon_cornwall: Office) -> None:
    found = devon_cornwall.read(allocations.allocations, year=2018)
    csp = "Community Safety Partnership"
    assert {one.partnership: one.amount for one in found} == {
        "Safer Devon": 439_470_00,
        f"Exeter {csp}": 25_000_00,
        f"South Devon and Dartmoor {csp}": 25_000_00,
        f"Torridge and North Devon {csp}": 25_000_00,
        f"East and Mid Devon {csp}": 25_000_00,
        f"Cornwall {csp}": 448_636_00,
        f"Plymouth {csp}": 400_568_00,
        f"Torbay {csp}": 201_575_00,
        f"Isles of Scilly {csp}": 20_000_00,
    }


def test_devons_fund_row_is_the_columns_and_what_three_partnerships_share(devon_cornwall: Office) -> None:
    [shared] = devon_cornwall.read(allocations.additions)
    names = {one.id: one.short for one in devon_cornwall.read(partnerships.partnerships)}
    assert (shared.partnership, shared.amount, shared.year) == ("Safer Towns", 70_000_00, 2019)
    assert [names[one] for one in shared.sharer_ids] == ["Safer Devon", "Plymouth", "Torbay"]
    [fund] = [one for one in devon_cornwall.read(lines.lines) if one.name == "Community Safety Partnership Fund"]
    figures = fund.budgets[2019].figures
    assert (figures.budget, figures.allocated, figures.left) == (1_685_249_00, 1_685_249_00, 0)


def test_the_70_000_and_the_68_428_are_still_told_as_differences(devon_cornwall: Office) -> None:
    found = {name: stated - computed for name, stated, computed in differences(devon_cornwall)}
    assert found["Partnership fund shared among the partnerships"] == 70_000
    assert found["Spend by theme in Devon"] == 68_428


def test_each_figure_says_how_it_came_about_where_the_plan_does(devon_cornwall: Office) -> None:
    found = devon_cornwall.read(allocations.allocations)
    kinds = {(one.year, one.partnership.partition(" ")[0]): one.basis_kind for one in found}
    assert [kinds[2017, "Torbay"], kinds[2018, "Torbay"], kinds[2018, "Exeter"], kinds[2019, "Isles"]] == [
        "",
        "history",
        "flat",
        "manual",
    ]
    assert all(one.purpose and one.conditions and one.reason for one in found if one.year > 2017)


def test_spend_by_theme_re_adds_to_each_partnerships_total(devon_cornwall: Office) -> None:
    names = {one.id: one.name for one in devon_cornwall.read(partnerships.partnerships)}
    sums: dict[str, int] = {}
    for cell in devon_cornwall.read(themes.spend, year=2018):
        name = names[cell.partnership_id].removesuffix(" Community Safety Partnership")
        sums[name] = sums.get(name, 0) + sum(cell.amounts)
    assert sums == {
        "Cornwall": 448_636_00,
        "Safer Devon": 471_042_00,
        "Plymouth": 400_568_00,
        "Torbay": 201_575_00,
        "Isles of Scilly": 20_000_00,
    }


def test_a_cell_with_three_figures_keeps_all_three_in_their_order(devon_cornwall: Office) -> None:
    cells = devon_cornwall.read(themes.spend, year=2018)
    assert [one.amounts for one in cells if len(one.amounts) == 3] == [(227_000_00, 2_750_00, 2_500_00)]


def test_the_themes_stand_in_the_printed_order(devon_cornwall: Office) -> None:
    on_paper = dict.fromkeys(one.row for one in printed("devon-cornwall", "csp-spend-by-theme-2018-19", "item"))
    assert list(devon_cornwall.read(themes.themes).values()) == [THEMES.get(one, one) for one in on_paper]


def test_the_youth_offending_budget_is_shared_in_pounds_once_and_in_a_word_later(devon_cornwall: Office) -> None:
    [line] = [one for one in devon_cornwall.read(lines.lines) if one.name == "Youth Offending Service"]
    by_year = {
        year: [one.amount for one in devon_cornwall.read(shares.shares, budget_id=budget.id)]
        for year, budget in line.budgets.items()
    }
    assert by_year == {
        2017: [190_266_00, 160_224_00, 65_091_00, 85_119_00],
        2018: ["Maintain"] * 4,
        2019: ["Maintain"] * 4,
    }
    assert [line.budgets[year].figures.allocated for year in (2017, 2018, 2019)] == [500_700_00, 0, 0]


def test_devons_documents_differ_from_themselves_exactly_here(devon_cornwall: Office) -> None:
    assert differences(devon_cornwall) == [
        ("The commissioner's own part of the budget", 3_472_560, 3_313_970),
        ("Victim Services Grant in the note to victim care", 1_880_076, 1_880_265),
        ("Partnership fund shared among the partnerships", 1_685_249, 1_615_249),
        ("Spend by theme in Devon", 539_470, 471_042),
        ("Youth Offending Service", 500_701, 500_700),
        ("To reduce reoffending", 87_200, 97_200),
        ("To maintain the ISVA contract", 512_199, 415_000),
    ]


def test_every_other_total_that_devon_prints_agrees(devon_cornwall: Office) -> None:
    assert agreements(devon_cornwall) == [
        ("Commissioning budget £5,487,827", 5_487_827),
        ("Commissioning budget £5,830,690", 5_830_690),
        ("Ministry of Justice grant", 2_015_267),
        ("Ministry of Justice grant", 2_020_341),
        ("Allocations to the partnerships", 1_600_249),
        ("Allocations to the partnerships", 1_610_249),
        ("Allocations to the partnerships", 1_615_249),
        ("Spend by theme in Cornwall", 448_636),
        ("Spend by theme in Plymouth", 400_568),
        ("Spend by theme in Torbay", 201_575),
        ("Spend by theme in Isles of Scilly", 20_000),
        ("Youth Offending Service", 500_701),
        ("Youth Offending Service", 500_701),
    ]


def test_devons_page_says_how_far_its_years_can_be_compared(devon_cornwall: Office) -> None:
    headline = devon_cornwall.read(table.page, year=2019).headline
    assert headline.text == "£5,830,690 budget, £2,330,249 allocated, £3,500,441 left to give"
    assert headline.below == (
        "£342,863 more than 2018/19 (+6.2 %), but two lines of 2018/19 (£258,000) are not in this year's plan, "
        "so the years are not like for like."
    )


def test_devons_places_and_priorities(devon_cornwall: Office) -> None:
    levels = [(one.level, one.name) for one in devon_cornwall.read(areas.areas)]
    assert levels == [
        (0, "Devon, Cornwall and the Isles of Scilly"),
        (1, "Devon"),
        (2, "Exeter"),
        (2, "South Devon & Dartmoor"),
        (2, "Torridge & North Devon"),
        (2, "East & Mid Devon"),
        (1, "Cornwall"),
        (1, "Plymouth"),
        (1, "Torbay"),
        (1, "Isles of Scilly"),
    ]
    assert len(devon_cornwall.read(plans.priorities, year=2019)) == 6


# --- Durham ---


def test_durhams_budget_is_three_amounts_and_a_word(durham: Office) -> None:
    assert budgets(durham, 2015) == {
        "Safe Durham Partnership": 473_395_00,
        "Darlington Community Safety Partnership": 133_155_00,
        "Victims' services": 525_000_00,
        "Restorative justice": 140_000_00,
        "Community Safety Fund (working title)": "TBD",
    }


def test_durhams_total_leaves_the_word_out_and_says_so(durham: Office) -> None:
    page = durham.read(table.page, year=2015)
    assert page.whole.budget == 1_271_550_00
    assert page.headline.below == "“Community Safety Fund (working title)” has no amount yet and is in no total."


def test_durhams_four_streams_by_letter(durham: Office) -> None:
    rows = durham.read(lists.fund_list, year=2015).lines
    assert [row.cells[:3] for row in rows] == [
        ("A Community Safety Grant", "Unrestricted", 606_550_00),
        ("B Victims' services", "Restricted", 525_000_00),
        ("C Restorative justice", "Restricted", 140_000_00),
        ("D Community Safety Fund (working title)", "Unrestricted", "TBD"),
    ]


def test_durhams_projects_are_paid_for_by_the_allocation_and_the_roll_forward(durham: Office) -> None:
    safe = next(one for one in durham.read(lines.lines) if one.name == "Safe Durham Partnership")
    figures = safe.budgets[2015].figures
    agreed = [one.amount_pence for one in durham.read(commitments.commitments, safe.budgets[2015].id)]
    assert agreed == [131_883_00, 177_790_00, 30_000_00, 105_872_00, 55_000_00]
    assert figures == Figures(473_395_00, 27_150_00, 500_545_00, 500_545_00, 0)  # type: ignore[arg-type]  # pence
    assert (figures.available, figures.left) == (500_545_00, 0)


def test_durhams_roll_forward_is_seen_from_both_years(durham: Office) -> None:
    safe = next(one for one in durham.read(lines.lines) if one.name == "Safe Durham Partnership")
    seen = [durham.read(movements.movements, safe.budgets[year].id) for year in (2014, 2015)]
    [rolled] = seen[0]
    assert seen == [[rolled], [rolled]]
    assert (rolled.kind, rolled.pence) == ("roll-forward", 27_150_00)
    assert (rolled.from_line, rolled.from_year) == ("Safe Durham Partnership", 2014)
    assert (rolled.to_line, rolled.to_year) == ("Safe Durham Partnership", 2015)


def test_durhams_document_differs_from_itself_exactly_here(durham: Office) -> None:
    assert differences(durham) == [("Allocation to Durham", 485_577, 473_395)]
    assert agreements(durham) == [("Community Safety Grant", 606_550), ("Durham projects", 500_545)]


def test_durhams_paper_writes_years_with_a_hyphen(durham: Office) -> None:
    assert durham.read(table.page, year=2015).listing.title == "Commissioning budget 2015-16"
    assert durham.read(details).holder_title == "Police and Crime Commissioner"


# --- Essex, made up ---


def test_the_made_up_budget_ties_and_is_paid_for(essex: Office) -> None:
    assert differences(essex) == []
    assert agreements(essex) == [
        ("Commissioning budget", 2_500_000),
        ("Community Safety Fund", 880_000),
        ("Victims Fund", 1_520_000),
    ]
    for year in essex.read(lines.years):
        assert whole(essex, year).budget == sum(one.expected_pence for one in essex.read(income.incomes, year=year))


# --- All ---


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_sound_from_end_to_end(name: str, request: pytest.FixtureRequest) -> None:
    path: Path = request.getfixturevalue(f"{name.replace('-', '_')}_file")
    with left_alone(path):
        assert check(path) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_making_an_example_twice_gives_the_same_figures(
    name: str, request: pytest.FixtureRequest, folder: Path
) -> None:
    first: Office = request.getfixturevalue(name.replace("-", "_"))
    make_example(folder / "again.opcc", name)
    second = request.getfixturevalue("opened")(folder / "again.opcc")
    assert everything(first) == everything(second)


def everything(office: Office) -> list[object]:
    return [
        [whole(office, year) for year in office.read(lines.years)],
        [budgets(office, year) for year in office.read(lines.years)],
        [(one.name, one.printed, one.computed_pence) for one in office.read(stated.stated)],
        [(one.name, one.year, one.expected_pence) for one in office.read(income.incomes)],
    ]


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_about_a_year_it_has_a_budget_for(name: str, request: pytest.FixtureRequest) -> None:
    office: Office = request.getfixturevalue(name.replace("-", "_"))
    assert office.read(lines.years)[-1] == YEARS[name]
    assert office.read(details).name == TITLES[name]


def test_an_example_there_is_not_is_refused_and_no_file_is_made(folder: Path) -> None:
    with pytest.raises(Refused) as caught:
        make_example(folder / "x.opcc", "atlantis")
    assert caught.value.message == "There is no example called “atlantis”. There are: devon-cornwall, durham, essex."
    assert list(folder.iterdir()) == []


def test_an_example_is_never_written_over_a_file_that_is_there(path: Path) -> None:
    with left_alone(path), pytest.raises(CannotOpen):
        make_example(path, "durham")


def test_an_amount_printed_twice_with_two_values_is_never_guessed() -> None:
    with pytest.raises(LookupError):
        amount("devon-cornwall", "vsg", "Victim Services Grant")
    assert amount("devon-cornwall", "vsg", "Victim Services Grant", 2018) == in_pence(1_875_543)
