"""The summary of a round: that every table comes to what is asked for, whom it names, and how its pages look."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.door import Office
from app.grants import reading
from app.grants.parts import LIVE
from app.listing import totals
from app.money import MILLION
from app.papers.blocks import Chart, Document, Table
from app.papers.gather_rounds import gather_round
from app.papers.preview import text_of
from app.papers.publisher import publish
from app.papers.round_summary import compose_round, percents
from db.grants import Application
from tests.papers.bidding import (
    DAY,
    LONG,
    POT,
    empty_round,
    put_bid,
    put_cost,
    put_meeting,
    put_places,
    put_step,
    share_out,
    with_many,
)
from tests.papers.heard import faults
from tests.papers.readings import facts, headings, paragraphs, rows, table, tables, under, untied


def summary(office: Office, round_id: str, day: date = DAY) -> Document:
    return compose_round(office.read(gather_round, round_id, day=day))


def foot(found: Table) -> tuple[object, ...]:
    return totals(found.listing.columns, found.listing.lines, "")[1:]


def asked(office: Office, round_id: str) -> int:
    return sum(one.requested or 0 for one in office.read(reading.applications, round_id=round_id))


def test_a_round_without_bids_says_so_and_still_tells_its_dates(office: Office) -> None:
    document = summary(office, empty_round(office))
    assert paragraphs(document) == [
        "The round closed on 16 November 2018 at 17:00. No bid has been entered yet; the pot is £100,000."
    ]
    assert headings(document) == ["Dates and terms"]
    assert faults(publish(document)) == []


def test_the_head_sentence_tells_the_pot_the_bids_and_how_many_times_it_is_asked_for(office: Office) -> None:
    made = with_many(office)
    live = [one for one in office.read(reading.applications, round_id=made) if one.is_live]
    still = sum(one.requested or 0 for one in live)
    assert paragraphs(summary(office, made))[0] == (
        f"The round closed on 16 November 2018 at 17:00. {len(live)} bids ask for £{still // 100:,}, 8.37 times the pot"
        " of £100,000. Counted besides, and not scored: two draft, three withdrawn and six ineligible."
    )


def test_every_table_comes_to_all_that_is_asked_for_to_the_penny(office: Office) -> None:
    made = with_many(office)
    document = summary(office, made)
    states, area, priority = tables(document)[:3]
    whole = asked(office, made)
    assert foot(states) == (60 * MILLION, whole, 100 * MILLION)
    still = sum(
        int(str(row[2])) for row in rows(states) if row[0] in ("Received", "Late", "Incomplete", "Ready to score")
    )
    assert foot(area)[1:] == foot(priority)[1:] == (still, 100 * MILLION, None)
    assert untied(document) == []


def test_bids_that_may_be_scored_stand_apart_from_those_that_are_only_counted(office: Office) -> None:
    found = table(summary(office, with_many(office)), "Bids by state")
    by_group = {key: [line.id for line in found.listing.lines if line.group == key] for key in ("live", "out")}
    assert by_group == {
        "live": ["received", "late", "incomplete", "ready"],
        "out": ["draft", "withdrawn", "ineligible"],
    }
    assert set(by_group["live"]) == LIVE


def test_the_pictures_are_of_the_same_figures_as_their_tables(office: Office) -> None:
    document = summary(office, with_many(office))
    pictures = [one for one in document.blocks if isinstance(one, Chart)]
    for picture, found in zip(pictures, tables(document)[1:3], strict=True):
        assert {(bar.label, bar.after) for bar in picture.bars} == {(row[0], row[2]) for row in rows(found)}


def test_a_bid_that_names_no_area_is_not_lost_from_the_table_by_area(office: Office) -> None:
    made = empty_round(office)

    def fill(session: Session) -> None:
        places, priorities = put_places(session)
        for at, shares in enumerate(({places[0]: 1_000}, {})):
            bid = put_bid(session, f"B{at}", f"Group {at}", 10_000, round_id=made)
            share_out(session, bid, shares, {priorities[0]: 1_000})

    office.write("Enter bids", fill)
    found = table(summary(office, made), "Requested by area")
    assert foot(found)[1] == 20_000_00
    assert [row[0] for row in rows(found)] == ["Northshire County", "Not said"]


def test_a_bid_that_does_not_say_what_it_asks_for_is_counted_and_told(office: Office) -> None:
    made = empty_round(office)
    office.write("Enter a bid", put_bid, "B1", "Group", None, round_id=made)
    document = summary(office, made)
    assert paragraphs(document)[0].startswith(
        "The round closed on 16 November 2018 at 17:00. One bid asks for £0, 0 times the pot of £100,000."
    )
    assert table(document, "Bids by state").listing.notes == (("", "One bid does not say yet what is asked for."),)
    assert faults(publish(document)) == []


def test_a_bid_that_came_late_stays_among_the_late_ones_when_it_was_accepted(office: Office) -> None:
    made = empty_round(office)

    def fill(session: Session) -> None:
        late = put_bid(session, "B1", "Group", 5_000, round_id=made)
        put_step(session, late, "late", "Came at 17:20.", date(2018, 11, 16))
        put_step(session, late, "ready", "Accepted: the mailbox was full.", date(2018, 11, 19))
        out = put_bid(session, "B2", "Group", 6_000, round_id=made, state="ineligible")
        put_step(session, out, "ineligible", "Outside the county.", date(2018, 11, 20))
        put_bid(session, "B3", "Group", 7_000, round_id=made, state="withdrawn")
        last = date(2018, 11, 16)
        put_bid(session, "B4", "Group", 8_000, round_id=made, received_on=last, received_time="17:00")
        put_bid(session, "B5", "Group", 8_000, round_id=made, received_on=last, received_time="17:01")

    office.write("Enter bids", fill)
    found = table(summary(office, made), "Bids that needed a reason")
    closed = "the round closed on 16 November 2018 at 17:00."
    assert [(line.group, *line.cells) for line in found.listing.lines] == [
        ("late", "B1", 5_000_00, date(2018, 11, 16), "Came at 17:20.\nNow ready to score"),
        (
            "late", "B5", 8_000_00, date(2018, 11, 16),
            f"It arrived on 16 November 2018 at 17:01; {closed}\nNow ready to score",
        ),
        ("withdrawn", "B3", 7_000_00, None, "No reason given"),
        ("ineligible", "B2", 6_000_00, date(2018, 11, 20), "Outside the county."),
    ]  # fmt: skip


def test_a_round_in_order_says_that_nothing_needed_a_reason(office: Office) -> None:
    made = empty_round(office)
    office.write("Enter a bid", put_bid, "B1", "Group", 5_000, round_id=made)
    (words,) = under(summary(office, made), "Late, incomplete, withdrawn and ineligible")
    assert words.text == "No bid is late, incomplete, withdrawn or ineligible."  # type: ignore[union-attr]


def test_it_is_official_and_names_no_organisation_and_no_project(office: Office) -> None:
    made = with_many(office)
    document = summary(office, made)
    words = text_of(publish(document))
    assert document.marking == "OFFICIAL"
    assert "OFFICIAL-SENSITIVE" not in words
    every = office.read(reading.applications, round_id=made)
    assert [one.organisation for one in every if one.organisation in words] == []
    assert [one.project for one in every if one.project in words] == []


@pytest.mark.parametrize(
    ("given", "day", "sentence"),
    [
        ({"opened_on": None}, DAY, "The round is a draft and has not been opened."),
        ({}, date(2018, 9, 29), "The round opens on 1 October 2018."),
        ({}, date(2018, 11, 16), "The round is open until 16 November 2018 at 17:00."),
        ({}, date(2018, 11, 17), "The round closed on 16 November 2018 at 17:00."),
        ({"closed_on": date(2018, 11, 2)}, DAY, "The round closed on 2 November 2018."),
        ({"closes_on": None, "kind": "rolling"}, DAY, "The round is open."),
    ],
)
def test_how_a_round_stands_is_told_as_of_the_day_of_the_paper(
    office: Office, given: dict[str, object], day: date, sentence: str
) -> None:
    assert paragraphs(summary(office, empty_round(office, **given), day))[0].startswith(sentence)


def test_money_beyond_the_pot_is_told_with_who_approved_it(office: Office) -> None:
    made = empty_round(office, over_pence=5_000_00, over_approver="The chief finance officer")
    assert paragraphs(summary(office, made))[0].endswith(
        " Up to £5,000 more than the pot may be awarded, approved by The chief finance officer."
    )


def test_a_rolling_round_tells_its_meetings_and_how_many_bids_are_for_each(office: Office) -> None:
    made = empty_round(office, kind="rolling", closes_on=None, panel_on=None, decision_on=None)

    def fill(session: Session) -> None:
        first = put_meeting(session, made, date(2018, 11, 30), date(2018, 12, 12))
        put_meeting(session, made, date(2019, 1, 31), date(2019, 2, 13))
        put_bid(session, "B1", "Group", 5_000, round_id=made, meeting_id=first)

    office.write("Enter", fill)
    document = summary(office, made)
    assert rows(table(document, "Meetings of the round")) == [
        (date(2018, 11, 30), date(2018, 12, 12), 1),
        (date(2019, 1, 31), date(2019, 2, 13), 0),
    ]
    assert facts(document.blocks)[0]["Closes"] == "As it meets"
    assert faults(publish(document)) == []


def test_bids_that_come_to_the_pot_are_told_to_ask_for_exactly_it(office: Office) -> None:
    made = empty_round(office)
    office.write("Enter a bid", put_bid, "B1", "Group", POT // 100, round_id=made)
    assert "One bid asks for £100,000, exactly the pot of £100,000." in paragraphs(summary(office, made))[0]


@pytest.mark.parametrize("awkward", [False, True])
def test_sixty_bids_stand_on_their_pages_with_no_row_parted_and_every_rule_kept(office: Office, awkward: bool) -> None:
    document = summary(office, with_many(office, awkward=awkward))
    pdf = publish(document)
    assert faults(pdf) == []
    words = " ".join(text_of(pdf).split())
    reasons = [str(row[3]) for row in rows(table(document, "Bids that needed a reason"))]
    assert [one for one in reasons if " ".join(one.split()) not in words] == []
    assert (LONG in words) == awkward


def test_what_was_put_away_is_not_counted(office: Office) -> None:
    made = with_many(office, 8)

    def put_away(session: Session) -> None:
        session.query(Application).filter_by(reference="CSDF-2018-001").one().archived = True

    office.write("Put away", put_away)
    assert foot(table(summary(office, made), "Bids by state"))[0] == 7 * MILLION


def test_the_same_day_prints_the_same_bytes(office: Office) -> None:
    made = with_many(office, 12)
    assert publish(summary(office, made)) == publish(summary(office, made))


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_percentages_of_any_amounts_make_a_hundred_or_none(amounts: list[int]) -> None:
    found = percents(amounts)
    if any(amounts):
        assert sum(one or 0 for one in found) == 100 * MILLION
        assert all(one is not None and one % (MILLION // 10) == 0 for one in found)
    else:
        assert found == [None] * len(amounts)


def test_what_is_missing_is_told_by_whose_it_is_with_how_many_bids_lack_it(office: Office) -> None:
    made = empty_round(office)

    def fill(session: Session) -> None:
        every: tuple[dict[str, object], ...] = (
            {"local_support": ""},
            {"local_support": "", "with_adults": True},
            {"state": "withdrawn", "summary": ""},
        )
        for at, one in enumerate(every):
            bid = put_bid(session, f"B{at}", f"Group {at}", 25_000 + at, round_id=made, **one)
            put_cost(session, bid, "Coaches", 25_000_00, 25_000_00)

    office.write("Enter bids", fill)
    document = summary(office, made)
    found = table(document, "What is missing")
    every = {(line.group, line.cells[0]): (line.cells[1], line.mark) for line in found.listing.lines}
    assert every[("applicant", "Local support")] == (2, "")
    assert every[("applicant", "A safeguarding policy, where children or adults at risk take part")] == (1, "")
    assert every[("applicant", "An amount that the round may give")] == (2, "")
    assert every[("applicant", "Costs that come to what is asked for")] == (1, "")
    assert every[("office", "A partnership asked for its view")] == (2, "*")
    assert ("applicant", "What the project is for") not in every
    assert "All of the two bids that may still be scored lack something they need first." in paragraphs(document)


def test_every_gap_a_bid_can_have_is_told_in_words_that_fit_all_of_them(office: Office) -> None:
    made = empty_round(office, minimum_pence=1_000_00)
    nothing: dict[str, object] = dict.fromkeys(
        ("summary", "beneficiaries_who", "local_support", "duplicates", "duplicates_evidence", "exit_plan"), ""
    )
    nothing |= dict.fromkeys(("starts_on", "ends_on", "beneficiaries", "received_on"))

    def fill(session: Session) -> None:
        put_bid(session, "B1", "G", 500, round_id=made, is_continuation=True, with_children=True, **nothing)
        put_bid(
            session, "B2", "G", 500, round_id=made, substitutes="", received_on=date(2018, 11, 16), received_time=""
        )
        other = put_bid(session, "B3", "G", 500, round_id=made, substitutes_evidence="", duplicates_evidence="")
        put_cost(session, other, "Coaches", 700_00, 500_00)

    office.write("Enter bids", fill)
    record = office.read(gather_round, made, day=DAY)
    known = {gap.what for gaps in record.missing.values() for gap in gaps}
    found = rows(table(compose_round(record), "What is missing"))
    assert {gap.field for gaps in record.missing.values() for gap in gaps} >= {*nothing, "matches", "received_time"} - {
        "duplicates_evidence"
    }
    assert [row[0] for row in found if row[0] in known] == []
    assert sum(int(str(row[1])) for row in found) == sum(
        len({(gap.field, gap.whose) for gap in gaps}) for gaps in record.missing.values()
    )
