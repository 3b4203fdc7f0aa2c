"""The views of the Allocations page: each one's list and sentence, and the record behind each of its rows."""

from __future__ import annotations

from datetime import date

import pytest

from app.allocations import factors, partnerships, scenarios, themes
from app.allocations.opened import shown
from app.allocations.searched import searched
from app.allocations.shown import Shown
from app.allocations.views import View, kind_of, line_of, view, views
from app.door import Office
from app.errors import Refused
from app.told import Told
from tests.conftest import Open
from tests.factories import SAM, YEAR, add_line
from tests.northshire import add_northshire

LINE, POOLED = "Community Safety Partnership Fund", "Youth Offending Service"


def key_of(office: Office, kind: str) -> str:
    """The key of the first view of a kind."""
    return next(key for key, _ in office.read(views) if kind_of(key) == kind)


def seen(office: Office, kind: str, year: int = 2019) -> View:
    return office.read(view, key_of(office, kind), year=year)


def record_of(office: Office, kind: str, name: str, year: int = 2019) -> Shown:
    """The record of the row that begins with a name."""
    found = seen(office, kind, year)
    row = next(line.id for line in found.listing.lines if str(line.cells[0]).startswith(name))
    return office.read(shown, found.key, row, year=year)


def told(one: Shown) -> Told:
    assert one.told is not None
    return one.told


def facts(one: Shown) -> dict[str, str]:
    """Every fact of a record, by its label."""
    return {label: value for part in told(one).parts for label, value in part.facts}


@pytest.mark.parametrize(
    ("kind", "count", "said"),
    [
        ("line", 10, "£1,685,249 in the fund, £1,615,249 to partnerships, £70,000 shared, £0 left"),
        ("pooled", 4, "£500,701 in the fund, “Maintain” for four areas and no figure yet"),
        ("themes", 15, "No spend plan for 2019/20 yet"),
        ("reserves", 5, "£539,800 held in reserve by 5 partnerships"),
        ("reviews", 18, "No return of 2019/20 was asked for"),
        ("underspends", 0, "No return says yet what was spent in 2019/20"),
        ("scenarios", 1, "1 scenario from 2019/20, 1 of them shared"),
        ("factors", 4, "4 factors for 9 partnerships"),
        ("partnerships", 9, "9 partnerships, 4 of them under a county’s"),
        ("archived", 0, "Nothing has been put away"),
    ],
)
def test_each_view_answers_its_question_over_its_list(devon_cornwall: Office, kind: str, count: int, said: str) -> None:
    found = seen(devon_cornwall, kind)
    assert (len(found.listing.lines), found.headline.text) == (count, said)
    assert found.years == (2017, 2018, 2019)


def test_every_line_that_is_shared_out_is_a_view_and_one_may_be_begun(devon_cornwall: Office) -> None:
    every = devon_cornwall.read(views)
    assert [label for _, label in every[:2]] == [f"Allocations, {LINE}", f"{POOLED} by area"]
    road = next(one for one, name in devon_cornwall.read(view, "", year=2019).lines if name == "Road Safety")
    found = devon_cornwall.read(view, f"line:{road}", year=2019)
    assert found.key == f"line:{road}"
    assert (f"line:{road}", "Allocations, Road safety") in found.views
    assert found.listing.lines == ()


def test_a_view_that_is_not_there_is_the_first_one(devon_cornwall: Office) -> None:
    assert devon_cornwall.read(view, "line:gone", year=2019).key == key_of(devon_cornwall, "line")
    assert (kind_of("line:a:b"), line_of("line:a:b"), line_of("themes")) == ("line", "a:b", "")


def test_an_office_without_partnerships_is_bare_and_lists_them_once_there_are_some(office: Office) -> None:
    found = office.read(view, "", year=YEAR)
    assert (found.key, found.is_bare, found.headline.text) == ("none", True, "No partnership yet")
    office.write("Add", partnerships.add, name="West")
    found = office.read(view, "", year=YEAR)
    assert (found.is_bare, [line.cells[0] for line in found.listing.lines]) == (False, ["West"])


def test_a_partnership_is_told_with_all_that_bears_on_its_figure(devon_cornwall: Office) -> None:
    one = record_of(devon_cornwall, "line", "Safer Devon")
    assert facts(one)["Allocation"] == "£439,470"
    assert facts(one)["With its districts"] == "£539,470"
    assert facts(one)["In months of grant"] == "3.8 months"
    assert [part.title for part in told(one).parts] == [
        "2019/20",
        "Every year",
        "Additions it shares in",
        "Reserve",
        "Returns",
    ]
    assert told(one).notices == ()
    assert one.owner is not None
    assert one.owner[0] == "allocation"


def test_its_spend_plan_says_what_no_theme_explains(devon_cornwall: Office) -> None:
    one = record_of(devon_cornwall, "line", "Safer Devon", 2018)
    assert facts(one)["Difference"] == (
        "£471,042 planned of £539,470 allocated with 4 below it; £68,428 stands in no theme."
    )
    assert facts(record_of(devon_cornwall, "line", "Torbay", 2018))["Difference"] == "None: it foots"


@pytest.mark.parametrize("kind", ["line", "pooled", "themes", "reserves", "reviews", "scenarios", "factors"])
def test_every_row_has_a_record_with_its_history(devon_cornwall: Office, kind: str) -> None:
    found = seen(devon_cornwall, kind)
    for line in found.listing.lines:
        one = devon_cornwall.read(shown, found.key, line.id, year=2019)
        assert told(one).title
        assert told(one).parts
        assert (not told(one).history) == (one.review is not None)


@pytest.mark.parametrize(
    ("kind", "cells"), [("line", 23), ("pooled", 12), ("themes", 0), ("reserves", 5), ("factors", 20)]
)
def test_a_view_that_is_filled_in_as_a_grid_has_what_stands_in_it(
    devon_cornwall: Office, kind: str, cells: int
) -> None:
    one = devon_cornwall.read(shown, key_of(devon_cornwall, kind), "", year=2019)
    assert one.grid is not None
    assert len(one.grid.cells) == cells
    assert bool(one.grid.rows) == bool(cells)


def test_the_grid_of_reserves_is_of_the_day_that_is_asked_for_and_can_open_as_last_declared(
    devon_cornwall: Office,
) -> None:
    one = devon_cornwall.read(shown, "reserves", "", year=2019)
    assert one.day == date(2019, 9, 30)
    other = devon_cornwall.read(shown, "reserves", "", year=2019, day=date(2020, 3, 31))
    assert other.grid is not None
    assert other.grid.cells == {}
    [(words, cells)] = other.grid.starts
    assert words == "Opening as last declared"
    assert sorted(cells.values()) == [4_100_00, 39_800_00, 86_200_00, 171_300_00, 238_400_00]


def test_the_plan_of_the_year_before_may_be_begun_with(devon_cornwall: Office) -> None:
    one = devon_cornwall.read(shown, "themes", "", year=2019)
    assert one.grid is not None
    [(words, cells)] = one.grid.starts
    assert words == "The plan of 2018/19"
    assert sum(sum(amounts) for amounts in cells.values()) == 1_541_821_00


def test_a_factor_without_figures_may_be_begun_with_what_everybody_has(devon_cornwall: Office) -> None:
    devon_cornwall.write("Add", factors.add, name="History")
    one = devon_cornwall.read(shown, "factors", "", year=2019)
    assert one.grid is not None
    [(words, cells)] = one.grid.starts
    assert words == f"History: what each has of {LINE}, 2019/20"
    assert 539_470_000_000 in cells.values()


def test_what_was_put_away_waits_in_one_view_and_has_its_record(devon_cornwall: Office) -> None:
    theme = devon_cornwall.read(themes.theme_records)[0]
    factor = devon_cornwall.read(factors.factors)[0]
    devon_cornwall.write("Archive", themes.archive_theme, theme.id)
    devon_cornwall.write("Archive", factors.archive, factor.id)
    found = seen(devon_cornwall, "archived")
    assert [(line.cells[0], line.group) for line in found.listing.lines] == [
        (theme.name, "theme"),
        (factor.name, "factor"),
    ]
    for line in found.listing.lines:
        assert told(devon_cornwall.read(shown, "archived", line.id, year=2019)).title == line.cells[0]


@pytest.mark.parametrize("kind", ["line", "themes", "reserves", "reviews", "underspends", "factors", "archived"])
def test_a_row_that_has_gone_is_refused_in_a_sentence(devon_cornwall: Office, kind: str) -> None:
    with pytest.raises(Refused, match="no longer in this office file"):
        devon_cornwall.read(shown, key_of(devon_cornwall, kind), "gone", year=2019)


def test_whoever_has_money_and_has_declared_nothing_is_told_so(office: Office) -> None:
    add_northshire(office)
    found = office.read(view, "reserves", year=YEAR)
    west = next(line.id for line in found.listing.lines if line.cells[0] == "West")
    [notice] = told(office.read(shown, "reserves", west, year=YEAR)).notices
    assert (notice.what, notice.action) == ("No reserve was declared.", "declare")


def test_another_s_scenario_is_found_only_once_it_is_shared(devon_cornwall: Office, opened: Open) -> None:
    one = devon_cornwall.read(scenarios.scenarios)[0]
    copy = devon_cornwall.write("Copy", scenarios.copy, one.id, name="C: a secret")

    def texts(office: Office) -> list[str]:
        return [hit.text for hit in office.read(lambda session: list(searched(session)))]

    sam = opened(devon_cornwall.path, SAM)
    assert "C: a secret" in texts(devon_cornwall)
    assert "C: a secret" not in texts(sam)
    devon_cornwall.write("Share", scenarios.share, copy)
    sam.poll()
    assert "C: a secret" in texts(sam)


def test_an_allocation_leads_to_its_line_and_an_addition_is_found_by_its_name(devon_cornwall: Office) -> None:
    every = devon_cornwall.read(lambda session: list(searched(session)))
    key = key_of(devon_cornwall, "line")
    towns = next(hit for hit in every if hit.text == "Safer Towns, £70,000")
    assert (towns.kind, towns.view, towns.year, towns.by_amount) == ("Allocation", key, 2019, False)
    scilly = next(hit for hit in every if hit.pence == 20_000_00 and hit.kind == "Allocation")
    assert (scilly.view, scilly.by_amount, scilly.year) == (key, True, 2018)


def test_lines_without_a_budget_in_the_year_are_not_offered(office: Office) -> None:
    add_northshire(office)
    line = add_line(office, "Later", year=YEAR + 1)
    assert line not in dict(office.read(view, "", year=YEAR).lines)
    assert line in dict(office.read(view, "", year=YEAR + 1).lines)
