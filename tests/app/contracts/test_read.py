"""What the Contracts page reads on the printed example: its views with their sentences, and a contract's record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.contracts import opened, views
from app.contracts.headlines import lens
from app.contracts.reading import contracts
from app.contracts.shown import Shown
from app.contracts.telling import pattern
from app.contracts.views import View, contract_of
from app.door import Office
from app.errors import Refused
from app.listing import Listing
from app.told import Part

DAY = date(2019, 11, 14)
ISVA, RESTORATIVE = "C-2018-04", "C-2017-09"


def seen(office: Office, key: str, *, year: int = 2019, day: date = DAY) -> View:
    return office.read(views.view, key, year=year, day=day)


def shown(office: Office, reference: str = ISVA, *, key: str = "running", day: date = DAY) -> Shown:
    [row] = [one.id for one in office.read(contracts) if one.reference == reference]
    return office.read(opened.shown, key, row, year=2019, day=day)


def part(one: Shown, title: str) -> Part:
    assert one.told is not None
    [found] = [each for each in one.told.parts if each.title == title]
    return found


def rows(listing: Listing | None) -> list[tuple[object, ...]]:
    assert listing is not None
    return [line.cells for line in listing.lines]


# the views


def test_the_running_view_says_what_runs_what_it_costs_and_what_comes_next(devon_cornwall: Office) -> None:
    one = seen(devon_cornwall, "running")
    assert "".join(run.text for run in one.headline.runs) == "2 running, £645,000 a year"
    assert one.headline.below == (
        "ISVA service outlives its partner’s money. Next notice date: Restorative justice, 31 March 2020."
    )
    assert [line.cells[0] for line in one.listing.lines] == ["Restorative justice", "ISVA service"]
    assert one.timeline is not None
    assert [row.label for row in one.timeline.rows] == ["Restorative justice", "ISVA service"]
    assert (one.timeline.flag, one.is_bare) == ("Today, 14 Nov", False)


def test_a_year_that_is_over_is_looked_at_from_its_last_day_and_says_so(devon_cornwall: Office) -> None:
    one = seen(devon_cornwall, "running", day=date(2026, 11, 25))
    assert one.day == date(2020, 3, 31)
    assert one.headline.below.startswith("As on 31 March 2020. ")
    assert one.timeline is not None
    assert one.timeline.flag == "31 Mar 2020"


@pytest.mark.parametrize(
    ("year", "today", "expected"),
    [
        (2018, date(2019, 11, 14), date(2019, 3, 31)),
        (2019, date(2019, 11, 14), date(2019, 11, 14)),
        (2021, date(2019, 11, 14), date(2019, 11, 14)),
    ],
)
def test_a_past_year_is_seen_from_its_end_and_every_other_from_today(year: int, today: date, expected: date) -> None:
    assert lens(year, today) == expected


def test_in_a_year_in_which_a_contract_ends_the_sentence_counts_it(devon_cornwall: Office) -> None:
    one = seen(devon_cornwall, "running", year=2020, day=date(2020, 5, 1))
    assert "".join(run.text for run in one.headline.runs) == (
        "2 running, £645,000 a year; 1 ends by 31 March 2021, worth £230,000 a year"
    )


def test_a_year_in_which_nothing_runs_says_where_the_others_are(devon_cornwall: Office) -> None:
    one = seen(devon_cornwall, "running", year=2026, day=date(2026, 5, 1))
    assert one.headline.text == "No contract runs in this year"
    assert one.listing.lines == ()


def test_an_office_without_contracts_is_bare(office: Office) -> None:
    one = seen(office, "running")
    assert (one.headline.text, one.is_bare) == ("No contract yet", True)
    assert not seen(office, "thresholds").is_bare


@pytest.mark.parametrize(("key", "_"), views.VIEWS)
def test_every_view_is_read_and_each_of_its_rows_opens(devon_cornwall: Office, key: str, _: str) -> None:
    one = seen(devon_cornwall, key)
    assert one.key == key
    for line in one.listing.lines:
        assert devon_cornwall.read(opened.shown, key, line.id, year=2019, day=DAY).told is not None


def test_a_view_nobody_knows_shows_what_runs(devon_cornwall: Office) -> None:
    assert seen(devon_cornwall, "nonsense").key == "running"


def test_the_dates_say_how_many_are_overdue_and_what_is_next(devon_cornwall: Office) -> None:
    one = seen(devon_cornwall, "dates")
    late = [line for line in one.listing.lines if line.group == "overdue"]
    assert one.headline.text == f"{len(one.listing.lines)} dates, {len(late)} overdue"
    assert one.headline.below.startswith("Next: The review of ISVA service for 1 October 2019 to 31 December 2019")


# the record


def test_the_record_says_who_with_how_long_and_from_when(devon_cornwall: Office) -> None:
    told = shown(devon_cornwall).told
    assert told is not None
    assert (told.title, told.subtitle) == ("ISVA service", "First Light · 3 + 1 + 1 years from 1 October 2018")
    assert dict(part(shown(devon_cornwall), "Term").facts)["Current end"] == "30 September 2021"


def test_the_years_with_the_next_option_are_those_of_the_plan(devon_cornwall: Office) -> None:
    table = part(shown(devon_cornwall), "Year by year, with option 1").table
    assert rows(table) == [
        ("2018/19", 207_500_00, 158_590_00, 48_910_00),
        ("2019/20", 415_000_00, 212_199_00, 202_801_00),
        ("2020/21", 415_000_00, 202_199_00, 212_801_00),
        ("2021/22", 415_000_00, 202_199_00, 212_801_00),
        ("2022/23", 207_500_00, None, 207_500_00),
    ]


def test_the_years_as_things_stand_have_what_is_agreed_in_funds_beside_them(devon_cornwall: Office) -> None:
    table = part(shown(devon_cornwall), "Year by year").table
    assert rows(table)[1] == ("2019/20", 415_000_00, 212_199_00, 202_801_00, 415_000_00, 0)


def test_the_record_warns_that_the_partner_stops_first_with_the_link_that_settles_it(devon_cornwall: Office) -> None:
    told = shown(devon_cornwall).told
    assert told is not None
    first = told.notices[0]
    assert (first.what, first.tone) == ("NHS England pays only until 31 March 2022.", "bad")
    assert first.action.startswith("partner ")


def test_small_counts_of_people_are_hidden_in_the_record(devon_cornwall: Office) -> None:
    counts = {row[0]: row[1] for row in rows(part(shown(devon_cornwall), "People served 2019/20").table)}
    assert (counts["0 to 10"], counts["11 to 17"], counts["Total"]) == ("fewer than 5", 46, 254)


def test_indicators_read_against_the_target_of_their_last_review(devon_cornwall: Office) -> None:
    found = dict(part(shown(devon_cornwall), "Indicators").facts)
    assert found["Longest wait for an adviser"] == "17 days against 21 days: met, quarter 1 of 2019/20"


def test_open_actions_say_when_they_are_due_and_where_they_come_from(devon_cornwall: Office) -> None:
    [(due, words)] = part(shown(devon_cornwall), "Open actions").facts
    assert due == "30 September 2020"
    assert words.endswith("(Contract officer, from Quarter 1, 2019/20)")


def test_the_view_itself_brings_what_its_own_forms_need(devon_cornwall: Office) -> None:
    one = devon_cornwall.read(opened.shown, "running", "", year=2019, day=DAY)
    assert one.contract is None
    assert "ISVA and SARC services" in [choice.label for choice in one.lines]


def test_a_threshold_that_came_with_the_desk_says_so(devon_cornwall: Office) -> None:
    line = seen(devon_cornwall, "thresholds").listing.lines[0]
    one = devon_cornwall.read(opened.shown, "thresholds", line.id, year=2019, day=DAY)
    assert one.told is not None
    assert one.told.subtitle == "As it came with the desk"


def test_a_record_that_is_gone_is_refused(devon_cornwall: Office) -> None:
    with pytest.raises(Refused):
        devon_cornwall.read(opened.shown, "running", "nothing", year=2019, day=DAY)


def test_rows_of_every_view_lead_to_their_contract() -> None:
    assert (contract_of("one:UK7:"), contract_of("one")) == ("one", "one")


@pytest.mark.parametrize(
    ("ends_on", "expected"),
    [(date(2020, 9, 30), "2 + 1 + 1 years"), (date(2020, 3, 31), "1 year 6 months + 1 year + 1 year")],
)
def test_a_term_that_is_no_whole_years_is_said_in_months(devon_cornwall: Office, ends_on: date, expected: str) -> None:
    isva = next(one for one in devon_cornwall.read(contracts) if one.reference == ISVA)
    assert pattern(replace(isva, ends_on=ends_on)) == expected
