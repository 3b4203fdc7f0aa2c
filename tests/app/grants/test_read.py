"""What the Applications page reads on the made-up example: its views with their sentences, and each kind of record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.door import Office
from app.errors import Refused
from app.examples import make_example
from app.grants import counted, headlines, opened, searched, views
from app.grants.parts import ApplicationRecord, RoundRecord
from app.grants.reading import applications, rounds
from app.grants.shown import Shown
from app.grants.views import View
from app.search import search

DAY = date(2026, 6, 10)
YEAR = 2026


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, made once: nothing here is saved into it."""
    path = tmp_path_factory.mktemp("essex") / "essex.opcc"
    make_example(path, "essex")
    return path


@pytest.fixture
def essex(kept: Path, opened: Callable[..., Office]) -> Office:
    return opened(kept, read_only=True)


def seen(office: Office, key: str, *, round_id: str = "") -> View:
    return office.read(views.view, key, year=YEAR, day=DAY, round_id=round_id)


def shown(office: Office, key: str, row_id: str) -> Shown:
    return office.read(opened.shown, key, row_id, year=YEAR, day=DAY)


def first_round(office: Office) -> RoundRecord:
    return next(one for one in office.read(rounds) if one.reference == "CSDF-2026")


def bid(office: Office, reference: str) -> ApplicationRecord:
    return next(one for one in office.read(applications) if one.reference == reference)


# the views


@pytest.mark.parametrize(("key", "_"), views.VIEWS)
def test_every_view_is_read_and_the_first_of_its_rows_opens(essex: Office, key: str, _: str) -> None:
    one = seen(essex, key)
    assert one.key == key
    for line in one.listing.lines[:1]:
        assert shown(essex, key, line.id).told is not None


def test_the_sentence_over_the_bids_sums_those_that_may_be_scored(essex: Office) -> None:
    r = first_round(essex)
    live = [one for one in essex.read(applications, round_id=r.id) if one.is_live]
    asked = sum(one.requested or 0 for one in live)
    one = seen(essex, "bids", round_id=r.id)
    assert one.headline.text == f"{len(live)} bids for £{asked // 100:,}, 9.12 times the pot of £80,000"
    assert one.headline.below.startswith(f"{r.name}, closed: ")


def test_an_application_stands_for_its_round(essex: Office) -> None:
    mine = bid(essex, "CSDF-2026-005")
    assert seen(essex, "bids", round_id=mine.id).round_id == mine.round_id


def test_a_round_nobody_knows_gives_the_newest(essex: Office) -> None:
    assert seen(essex, "bids", round_id="nothing").round_id == essex.read(rounds)[0].id


def test_an_office_without_a_round_is_bare_and_shows_its_rounds(office: Office) -> None:
    one = seen(office, "bids")
    assert (one.key, one.is_bare, one.headline.text) == ("rounds", True, "No round yet")


def test_organisations_say_which_may_have_no_money(essex: Office) -> None:
    one = seen(essex, "organisations")
    stopped = [line.cells[0] for line in one.listing.lines if line.cells[-1] == views.STOPPED]
    assert len(stopped) == 1
    assert one.headline.below == "1 organisation may have no money for now."


def test_what_is_counted_in_the_file_is_what_is_read(essex: Office) -> None:
    r = first_round(essex)
    every = essex.read(applications, round_id=r.id)
    for state, (count, pence) in essex.read(counted.by_state, r.id).items():
        mine = [one for one in every if one.state == state]
        assert (count, pence) == (len(mine), sum(one.requested or 0 for one in mine))
    assert sum(essex.read(counted.by_organisation).values()) == len(essex.read(applications))


# the records


def test_an_application_brings_its_round_what_it_lacks_its_checks_and_what_bars_it(essex: Office) -> None:
    one = shown(essex, "bids", bid(essex, "CSDF-2026-001").id)
    assert one.application is not None
    assert one.round is not None
    assert one.round.id == one.application.round_id
    assert one.checks != ()
    assert one.owner == ("application", one.application.id, "CSDF-2026-001")


def test_a_bid_of_a_stopped_organisation_says_so_before_all_else(essex: Office) -> None:
    mine = next(one for one in essex.read(applications) if one.stopped)
    told = shown(essex, "bids", mine.id).told
    assert told is not None
    assert (told.notices[0].what, told.notices[0].tone) == ("Hard stop.", "bad")


def test_two_bids_of_one_organisation_in_a_round_name_each_other(essex: Office) -> None:
    r = first_round(essex)
    by_body: dict[str, list[ApplicationRecord]] = {}
    for one in essex.read(applications, round_id=r.id):
        by_body.setdefault(one.organisation_id, []).append(one)
    first, second = next(mine for mine in by_body.values() if len(mine) == 2)
    told = shown(essex, "bids", first.id).told
    assert told is not None
    assert any(second.reference in one.more for one in told.notices)


def test_a_draft_of_a_round_says_why_it_cannot_be_opened(essex: Office) -> None:
    draft = next(one for one in essex.read(rounds) if one.reference == "CSDF2-2026")
    one = shown(essex, "rounds", draft.id)
    assert one.told is not None
    assert [each.what for each in one.told.notices] == ["It cannot be opened yet."]
    assert one.plan is not None


def test_a_round_brings_how_far_it_is_asked_for(essex: Office) -> None:
    one = shown(essex, "rounds", first_round(essex).id)
    assert one.subscription is not None
    assert one.told is not None
    assert one.told.notices == ()


def test_an_organisation_brings_its_numbers_its_stops_and_all_it_had_with_the_office(essex: Office) -> None:
    mine = bid(essex, "CSDF-2026-001")
    one = shown(essex, "organisations", mine.organisation_id)
    assert one.applicant is not None
    assert one.organisation is not None
    assert one.told is not None
    history = next(part.table for part in one.told.parts if part.table and part.title == mine.organisation)
    assert any(mine.reference in str(line.cells) for line in history.lines)


def test_a_record_that_is_gone_is_refused(essex: Office) -> None:
    with pytest.raises(Refused):
        shown(essex, "bids", "nothing")


# the search


def test_a_bid_is_found_by_its_reference_and_leads_to_its_list(essex: Office) -> None:
    [hit] = essex.read(search, "CSDF-2026-005")
    assert (hit.kind, hit.tab, hit.view, hit.row_id) == (
        "Application",
        "applications",
        "bids",
        bid(essex, "CSDF-2026-005").id,
    )


def test_a_direct_award_leads_to_the_direct_awards(essex: Office) -> None:
    assert {one.view for one in essex.read(lambda session: list(searched.searched(session)))} == {
        "bids",
        "direct",
        "rounds",
        "organisations",
    }


# the words


def test_a_closing_day_is_said_with_its_weekday_and_its_clock(essex: Office) -> None:
    assert headlines.closes_words(first_round(essex)) == "Friday 29 May 2026, 17:00"
