"""The views of the Funds page: each one's list, and the record behind each of its rows."""

from __future__ import annotations

import pytest

from app.door import Office
from app.errors import Refused
from app.funds import lines
from app.funds.views import VIEWS, shown, view
from app.listing import sections
from tests.conftest import Open
from tests.factories import SAM, YEAR, add_line, add_priority


@pytest.mark.parametrize(
    ("key", "title", "count"),
    [
        ("priority", "Commissioning budget 2019/20", 17),
        ("fund", "Commissioning budget 2019/20", 17),
        ("area", "Commissioning budget 2019/20", 17),
        ("income", "Income", 9),
        ("agreements", "Agreements 2019/20", 2),
        ("funds", "Funds 2019/20", 10),
        ("stated", "Stated figures", 20),
        ("history", "History", 4),
        ("archived", "Commissioning budget 2019/20", 0),
    ],
)
def test_each_view_has_its_list_under_the_same_headline(
    devon_cornwall: Office, key: str, title: str, count: int
) -> None:
    found = devon_cornwall.read(view, key, year=2019)
    assert (found.listing.title, len(found.listing.lines)) == (title, count)
    assert (found.headline.runs[0].text, found.years, found.year_style) == ("£5,830,690", (2017, 2018, 2019), "2018/19")


def test_every_view_is_tried_above() -> None:
    assert [key for key, _ in VIEWS] == [
        "priority",
        "fund",
        "area",
        "income",
        "agreements",
        "funds",
        "stated",
        "history",
        "archived",
    ]


@pytest.mark.parametrize("key", ["area", "income", "agreements", "funds", "stated"])
def test_every_row_leads_to_its_record(devon_cornwall: Office, key: str) -> None:
    for row in devon_cornwall.read(view, key, year=2019).listing.lines:
        behind = devon_cornwall.read(shown, key, row.id, year=2019)
        line = behind.line.line if behind.line is not None else None
        found = next(one for one in (line, behind.income, behind.commitment, behind.fund, behind.stated) if one)
        assert found.id == row.id


def test_stated_figures_that_differ_come_first(devon_cornwall: Office) -> None:
    listing = devon_cornwall.read(view, "stated", year=2019).listing
    counts = [(group.label if group else None, len(mine)) for group, mine in sections(listing)]
    assert counts == [("To settle", 7), ("Agree", 13)]


def test_a_funds_figures_are_those_of_its_lines(devon_cornwall: Office) -> None:
    row = next(one for one in devon_cornwall.read(view, "funds", year=2019).listing.lines if one.cells[2] == 535_000_00)
    figures = devon_cornwall.read(shown, "funds", row.id, year=2019).fund_figures
    assert figures is not None
    assert (figures.budget, figures.left) == row.cells[2:8:5]


def test_an_office_without_priorities_sees_its_lines_by_fund(durham: Office, office: Office) -> None:
    assert durham.read(view, "priority", year=2015).listing.subtitle == "Lines by fund"
    add_priority(office)
    add_line(office)
    assert office.read(view, "priority", year=YEAR).listing.subtitle == "Lines by priority"


def test_a_line_shows_everything_about_it_in_its_year(devon_cornwall: Office) -> None:
    isva = next(one for one in devon_cornwall.read(lines.lines) if one.name == "ISVA and SARC services")
    found = devon_cornwall.read(shown, "priority", isva.id, year=2019).line
    assert found is not None
    assert (found.priority, found.fund.name) == ("Supporting victims and witnesses", "Sexual violence services")
    assert [one.year for one in found.income] == [2019, 2020, 2021]
    assert [(one.title, one.organisation, one.amount_pence) for one in found.commitments] == [
        ("ISVA contract (3+1+1 years)", "First Light", 415_000_00)
    ]
    assert [one.text for one in found.notes] == ["Includes £212,199 from NHS England."]


def test_a_line_shows_who_its_budget_is_allotted_to(devon_cornwall: Office) -> None:
    by_name = {one.name: one.id for one in devon_cornwall.read(lines.lines)}
    pooled = devon_cornwall.read(shown, "priority", by_name["Youth Offending Service"], year=2017).line
    shared = devon_cornwall.read(shown, "priority", by_name["Community Safety Partnership Fund"], year=2019).line
    assert pooled is not None
    assert shared is not None
    assert [(one.name, one.amount) for one in pooled.allotted] == [
        ("Devon", 190_266_00),
        ("Cornwall", 160_224_00),
        ("Torbay", 65_091_00),
        ("Plymouth", 85_119_00),
    ]
    assert len(shared.allotted) == 10
    assert (shared.allotted[-1].name, shared.allotted[-1].amount) == (
        "Safer Towns: Safer Devon, Plymouth Community Safety Partnership, Torbay Community Safety Partnership",
        70_000_00,
    )


def test_a_line_without_a_budget_in_the_year_still_has_its_page(office: Office) -> None:
    line = add_line(office, priority_id=add_priority(office, "Safer roads"))
    found = office.read(shown, "priority", line, year=YEAR + 1).line
    assert found is not None
    assert (found.budget, found.priority, found.revisions) == (None, "Safer roads", ())


def test_a_row_that_went_meanwhile_is_refused(office: Office) -> None:
    with pytest.raises(Refused):
        office.read(shown, "priority", "gone", year=YEAR)


def test_a_lines_history_tells_of_everything_that_hangs_on_it(office: Office, opened: Open) -> None:
    line = add_line(office, "Road safety")
    add_line(office, "Another line")
    budget = office.read(lines.line, line).budgets[YEAR].id
    opened(office.path, SAM).write("Add note", lines.add_note, budget, text="Subject to review")
    found = office.read(shown, "priority", line, year=YEAR).line
    assert found is not None
    assert [(one.user, one.text) for one in found.history] == [
        ("Sam", "Add note: “Subject to review”."),
        ("Jo", "Add line: “Road safety”; 2018/19; £1,000."),
    ]
