"""The long list of a round: which bids stand on it, that the running total ends as the total, and how it looks."""

from __future__ import annotations

from itertools import accumulate

import pytest
from sqlalchemy.orm import Session

from app.door import Office
from app.grants import reading
from app.listing import totals
from app.papers.blocks import Document
from app.papers.gather_rounds import gather_round
from app.papers.long_list import compose_long_list
from app.papers.preview import page_sizes, text_of
from app.papers.publisher import publish
from tests.papers.bidding import DAY, empty_round, put_bid, with_many
from tests.papers.heard import faults
from tests.papers.readings import paragraphs, rows, table, tables, untied


def listed(office: Office, round_id: str) -> Document:
    return compose_long_list(office.read(gather_round, round_id, day=DAY))


def test_a_round_without_bids_says_so(office: Office) -> None:
    document = listed(office, empty_round(office))
    assert paragraphs(document) == ["No bid has been entered yet."]
    assert faults(publish(document)) == []


def test_every_live_bid_stands_on_it_by_reference_and_no_other(office: Office) -> None:
    made = with_many(office)
    live = [one for one in office.read(reading.applications, round_id=made) if one.is_live]
    document = listed(office, made)
    found = rows(table(document, "Bids by reference"))
    assert [row[:4] for row in found] == [(one.reference, one.organisation, one.project, one.requested) for one in live]
    assert [row[0] for row in found] == sorted(str(row[0]) for row in found)
    assert paragraphs(document)[0].endswith("Not on the list: two draft, three withdrawn and six ineligible.")


def test_the_running_total_ends_as_the_total(office: Office) -> None:
    document = listed(office, with_many(office))
    found = table(document, "Bids by reference")
    running = [row[4] for row in rows(found)]
    amounts = [row[3] for row in rows(found)]
    assert running == list(accumulate(one for one in amounts if isinstance(one, int)))
    assert len(running) == len(amounts)
    assert totals(found.listing.columns, found.listing.lines, "")[3] == running[-1]
    assert found.total_label == "Total, 49 bids"
    assert untied(document) == []


def test_a_bid_without_an_amount_leaves_the_running_total_where_it_is(office: Office) -> None:
    made = empty_round(office)

    def fill(session: Session) -> None:
        for reference, pounds in (("B1", 5_000), ("B2", None), ("B3", 7_000)):
            put_bid(session, reference, "Group", pounds, round_id=made)

    office.write("Enter bids", fill)
    document = listed(office, made)
    assert [row[3:5] for row in rows(table(document, "Bids by reference"))] == [
        (5_000_00, 5_000_00),
        (None, 5_000_00),
        (7_000_00, 12_000_00),
    ]
    assert paragraphs(document)[0] == (
        "Three bids may still be scored, asking for £12,000, 0.12 times the pot of £100,000."
        " One bid does not say yet what is asked for."
    )


def test_a_round_of_which_nothing_may_be_scored_has_no_table(office: Office) -> None:
    made = empty_round(office)
    office.write("Enter a bid", put_bid, "B1", "Group", 5_000, round_id=made, state="withdrawn")
    document = listed(office, made)
    assert paragraphs(document) == ["No bid may be scored as things stand. Not on the list: one withdrawn."]
    assert tables(document) == []


def test_areas_stand_by_their_shares_and_a_whole_one_by_its_name(office: Office) -> None:
    found = rows(table(listed(office, with_many(office, 3)), "Bids by reference"))
    assert [row[6] for row in found] == [
        "Northshire County 66.7\u00a0%, Port Anyshire 33.3\u00a0%",
        "Port Anyshire",
        "Westmarsh",
    ]


@pytest.mark.parametrize("awkward", [False, True])
def test_sixty_bids_stand_on_turned_pages_marked_sensitive(office: Office, awkward: bool) -> None:
    document = listed(office, with_many(office, awkward=awkward))
    pdf = publish(document)
    assert document.marking == "OFFICIAL-SENSITIVE"
    assert all(wide > high for wide, high in page_sizes(pdf))
    assert faults(pdf) == []
    words = " ".join(text_of(pdf).split())
    assert all(" ".join(str(row[2]).split()) in words for row in rows(table(document, "Bids by reference")))
