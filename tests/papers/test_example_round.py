"""The round of the made-up example on paper: what it comes to, that every bid’s page adds up, who is named where."""

from __future__ import annotations

from datetime import date

import pytest

from app.door import Office
from app.grants import reading
from app.listing import totals
from app.papers.application_paper import compose_application
from app.papers.gather_rounds import RoundPaper, gather_application, gather_round, round_named
from app.papers.guard import guard
from app.papers.long_list import compose_long_list
from app.papers.preview import page_count, text_of
from app.papers.publisher import publish
from app.papers.round_summary import compose_round
from tests.papers.guarded import record
from tests.papers.heard import faults
from tests.papers.readings import rows, table, tables, untied

DAY = date(2026, 6, 12)
MOST_PAGES = 4


@pytest.fixture
def gathered(essex: Office) -> RoundPaper:
    return essex.read(gather_round, essex.read(round_named, "CSDF-2026"), day=DAY)


def test_the_summary_and_the_long_list_come_to_the_same_as_the_subscription(gathered: RoundPaper) -> None:
    summary, long_list = compose_round(gathered), compose_long_list(gathered)
    area, priority, listed = (
        table(summary, "Requested by area"),
        table(summary, "Requested by priority"),
        table(long_list, "Bids by reference"),
    )
    every = [totals(one.listing.columns, one.listing.lines, "") for one in (area, priority, listed)]
    assert [every[0][2], every[1][2], every[2][3]] == [gathered.subscription.requested] * 3
    assert len(rows(listed)) == gathered.subscription.bids
    assert (untied(summary), untied(long_list)) == ([], [])


def test_each_of_its_papers_is_accessible_and_marked_by_whom_it_names(gathered: RoundPaper) -> None:
    summary, long_list = compose_round(gathered), compose_long_list(gathered)
    said = {one.marking: text_of(publish(one)).replace("\n", " ") for one in (summary, long_list)}
    assert set(said) == {"OFFICIAL", "OFFICIAL-SENSITIVE"}
    assert [one.project for one in gathered.bids if one.project in said["OFFICIAL"]] == []
    assert [faults(publish(one)) for one in (summary, long_list)] == [[], []]


def test_every_bid_has_its_page_where_the_guard_finds_only_costs_that_are_told_as_missing(
    essex: Office, gathered: RoundPaper
) -> None:
    found = {}
    for one in gathered.bids:
        document = compose_application(essex.read(gather_application, one.id, day=DAY))
        assert untied(document) == []
        if guard(record(), document).findings:
            found[one.reference] = [gap.field for gap in gathered.missing[one.id] if gap.field == "costs"]
    assert found
    assert all(fields == ["costs"] for fields in found.values())


def test_a_page_of_each_kind_of_bid_is_accessible_and_short(essex: Office, gathered: RoundPaper) -> None:
    direct = [one for one in essex.read(reading.applications) if not one.round_id]
    by_state = {one.state: one for one in gathered.bids}
    for one in (*by_state.values(), *direct):
        document = compose_application(essex.read(gather_application, one.id, day=DAY))
        pdf = publish(document)
        assert faults(pdf) == []
        assert page_count(pdf) <= MOST_PAGES
        assert tables(document)
