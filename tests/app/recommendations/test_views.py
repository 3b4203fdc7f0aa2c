"""What the Scoring page lists and opens about what is recommended, as it is read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.door import Office
from app.errors import Refused
from app.money import Pence
from app.recommendations import line, opened, promoting, reasons, views
from app.recommendations.shown import Outcomes
from app.scoring.views import View
from tests.app.decisions.deciding import Committed
from tests.app.recommendations.recommended import LATER, Recommended

DAY = date(2018, 8, 20)


def view(desk: Recommended, key: str = "ranking") -> View:
    return desk.office.read(views.view, key, year=2018, day=DAY, round_id=desk.round_id, stage_id=desk.stage_id)


def record(desk: Recommended, bid: int, key: str = "outcomes") -> Outcomes:
    return desk.office.read(
        opened.shown, key, desk.bids[bid], year=2018, day=DAY, round_id=desk.round_id, stage_id=desk.stage_id
    )


def column(found: View, key: str) -> list[Any]:
    at = [one.key for one in found.listing.columns].index(key)
    return [one.cells[at] for one in found.listing.lines]


def notices(one: Outcomes) -> list[str]:
    assert one.told is not None
    return [f"{each.what} {each.more}" for each in one.told.notices]


# the cut line


def test_the_line_falls_where_the_money_ends_and_says_what_is_left_and_needed(office: Office) -> None:
    found = view(Recommended(office))
    (line,) = found.listing.groups
    assert line.parting
    assert line.label == "Cut line: £90,000 given · £10,000 left of £100,000 · the next bid needs £10,000 more"
    assert found.headline.text == "£100,000 to give, 5 bids ask £120,000; the line falls after number 3"
    assert [one.group for one in found.listing.lines] == ["", "", "", views.BELOW, views.BELOW]


def test_what_is_given_adds_up_down_the_list_and_a_bid_that_is_passed_over_adds_nothing(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(0, "reduced", 35_000, reason="Part of it")
    desk.recommend(1, "decline", reason="Too dear")
    found = view(desk)
    assert list(zip(column(found, "give"), column(found, "running"), strict=True)) == [
        (35_000_00, 35_000_00),
        (20_000_00, 55_000_00),
        (20_000_00, 75_000_00),
        (None, None),
        (None, None),
    ]
    assert column(found, "discuss")[3:] == ["Passed over", "Too few scores, Passed over"]
    assert found.headline.text.endswith("; there is enough for all that may have some")


def test_the_sum_over_the_pot_is_told_apart(office: Office) -> None:
    desk = Recommended(office)
    assert views.line_words(office.read(line.of_stage, desk.stage_id), Pence(4_000_00)).endswith(
        "£10,000 left of £100,000, £4,000 of it over the pot · the next bid needs £10,000 more"
    )


# the outcomes


def test_the_headline_says_first_what_stands_in_the_way_of_all(office: Office) -> None:
    desk = Recommended(office)
    desk.unrank()
    assert "The ranking of this stage has not been agreed." in view(desk, "outcomes").headline.below
    assert view(desk, "outcomes").key == "outcomes"


def test_a_record_tells_what_stands_in_its_own_way_without_naming_the_bid_again(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(0, "decline")
    said = notices(record(desk, 0))
    assert said[0] == "In the way. Give a reason for “Decline”. The applicant will read it."
    assert notices(record(desk, 1))[0] == "In the way. Nothing is recommended for it yet."


def test_a_bid_that_was_withdrawn_is_opened_as_far_as_something_is_recommended_for_it(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(0, "fund")
    desk.withdraw(0)
    desk.withdraw(1)
    one = record(desk, 0)
    assert one.told is not None
    assert one.told.subtitle == "Withdrawn"
    assert one.recommended is not None
    assert "It was withdrawn. Take back what is recommended for it." in notices(one)[0]
    with pytest.raises(Refused):
        record(desk, 1)
    with pytest.raises(Refused):
        record(desk, 0, "ranking")


def test_the_first_of_the_reserve_list_says_so_once_money_became_free(office: Office) -> None:
    desk = Committed(office)
    desk.commit_all()
    assert not record(desk, 3).is_next
    desk.withdraw(0)
    one = record(desk, 3)
    assert one.is_next
    assert notices(one)[0].startswith("It is next on the reserve list.")
    assert "Group 4 is next on the reserve list, as money became free." in view(desk, "outcomes").headline.below
    known = desk.of(3)
    office.write("Promote", promoting.promote, desk.bids[3], version=known.version, reason="One fell out", day=LATER)
    one = record(desk, 3)
    assert (one.is_next, one.is_promoted) == (False, True)


def test_nobody_is_next_once_the_money_that_became_free_is_given_again(office: Office) -> None:
    desk = Committed(office, asks=(40_000, 30_000, 20_000, 20_000, 15_000, 10_000))
    desk.commit_all()
    assert [outcome for outcome, _, _ in desk.told()] == ["fund", "fund", "fund", "reserve", "reserve", "decline"]
    desk.withdraw(2)
    assert record(desk, 3).is_next
    known = desk.of(3)
    office.write("Promote", promoting.promote, desk.bids[3], version=known.version, reason="One fell out", day=LATER)
    assert not record(desk, 4).is_next, "£10,000 are left, and it is to have £15,000"
    assert "next on the reserve list" not in view(desk, "outcomes").headline.below


def test_the_headline_counts_what_is_funded_before_and_after_it_was_committed(office: Office) -> None:
    desk = Committed(office)
    before = view(desk, "outcomes").headline.text
    desk.commit_all()
    after = view(desk, "outcomes").headline.text
    assert before == "£90,000 of £100,000 recommended, 3 bids funded"
    assert after == "£90,000 of £100,000 decided, 3 bids funded"
    desk.withdraw(0)
    assert view(desk, "outcomes").headline.text.endswith("decided, 2 bids funded")


def test_a_reason_that_was_put_away_stays_offered_to_the_bid_it_was_chosen_for(office: Office) -> None:
    desk = Recommended(office)
    key = office.write("Reason", reasons.add, code="LATE", outcome="", text="It came too late.")
    desk.recommend(0, "decline", reason_ids=(key,))
    office.write("Archive", reasons.archive, key)
    assert key in {one.id for one in record(desk, 0).library}
    assert key not in {one.id for one in record(desk, 1).library}
