"""The papers of the two examples, gathered from a real file: what they print is what the office holds."""

from __future__ import annotations

from datetime import date

import pytest

from app.door import Office
from app.funds.record import line_page
from app.funds.table import page
from app.office import details
from app.papers.budget import compose_budget
from app.papers.gather import gather_budget
from app.papers.line_paper import compose_line
from app.papers.preview import text_of
from app.papers.publisher import publish

DAY = date(2019, 1, 31)


def printed_budget(office: Office, year: int) -> str:
    return " ".join(text_of(publish(compose_budget(office.read(gather_budget, year=year, day=DAY)))).split())


def printed_line(office: Office, name: str, year: int) -> str:
    listing = office.read(page, year=year).listing
    line_id = next(line.id for line in listing.lines if line.cells[0] == name)
    paper = compose_line(office.read(line_page, line_id, year=year), office=office.read(details), day=DAY)
    return " ".join(text_of(publish(paper)).split())


@pytest.mark.parametrize(
    "figure", ["£5,830,690", "2,220,249", "597,901", "2,762,540", "1,880,265", "140,076", "415,000", "£1880,076"]
)
def test_the_budget_paper_of_2019_prints_the_published_figures(devon_cornwall: Office, figure: str) -> None:
    assert figure in printed_budget(devon_cornwall, 2019)


@pytest.mark.parametrize("figure", ["£5,487,827", "2,015,267", "£158,590", "3,472,560", "3,313,970"])
def test_the_budget_paper_of_2018_prints_the_published_figures(devon_cornwall: Office, figure: str) -> None:
    assert figure in printed_budget(devon_cornwall, 2018)


@pytest.mark.parametrize(
    "figure", ["£1,271,550", "606,550", "473,395", "133,155", "TBD", "27,150", "500,545", "(£485,577)"]
)
def test_the_budget_paper_of_durham_prints_its_streams_its_projects_and_what_was_rolled_forward(
    durham: Office, figure: str
) -> None:
    assert figure in printed_budget(durham, 2015)


def test_the_nhs_contribution_is_printed_as_a_note_and_never_as_a_line(devon_cornwall: Office) -> None:
    record = devon_cornwall.read(gather_budget, year=2018, day=DAY)
    assert ("*", "Includes £158,590 from NHS England.") in record.listing.notes
    assert 15_859_000 not in [cell for line in record.listing.lines for cell in line.cells]


def test_a_line_prints_what_its_page_on_the_screen_says(durham: Office) -> None:
    text = printed_line(durham, "Safe Durham Partnership", 2015)
    for said in ("Budget 473,395", "To give 500,545", "Left to give 0", "Roll-forward from Safe Durham Partnership"):
        assert said in text


def test_the_same_line_and_day_print_the_same_bytes(devon_cornwall: Office) -> None:
    listing = devon_cornwall.read(page, year=2019).listing
    shown = devon_cornwall.read(line_page, listing.lines[0].id, year=2019)
    paper = compose_line(shown, office=devon_cornwall.read(details), day=DAY)
    assert publish(paper) == publish(paper)
