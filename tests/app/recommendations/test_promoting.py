"""A bid of the reserve list in the place of one that was withdrawn after the decision."""

from __future__ import annotations

import pytest

from app.door import Office
from app.errors import Refused, Stale
from app.recommendations import promoting, recommending
from db.recommendations import Recommendation
from tests.app.decisions.deciding import Committed
from tests.app.recommendations.recommended import LATER, Recommended


class Decided(Recommended):
    """£60,000 and £40,000 are decided, £30,000, £20,000 are on the reserve list, the last is declined."""

    def __init__(self, office: Office) -> None:
        super().__init__(office, asks=(60_000, 40_000, 30_000, 20_000, 10_000))
        self.draft()
        self.commit()

    def promote(self, bid: int, reason: str = "Group 2 folds") -> str:
        """Promote a bid, counted from 0."""
        version = self.of(bid).version
        return self.office.write(
            "Promote", promoting.promote, self.bids[bid], version=version, reason=reason, day=LATER
        )


def test_the_first_of_the_list_is_recommended_for_what_it_was_on_it_for_and_its_place_stays_in_the_file(
    office: Office,
) -> None:
    desk = Decided(office)
    place = desk.of(2).id
    assert office.read(promoting.next_in_line, desk.stage_id) == desk.bids[2]
    desk.withdraw(1)
    assert office.read(promoting.withdrawn, desk.stage_id) == (desk.bids[1],)
    desk.promote(2)
    mine = desk.of(2)
    assert (mine.outcome, mine.amount, mine.is_committed, mine.score) == ("fund", 30_000_00, False, 600)
    assert mine.reason == "Taken from the reserve list on 20 August 2018."
    kept = office.read(lambda session: session.get_one(Recommendation, place))
    assert (kept.archived, kept.outcome, kept.reserve_place, kept.sheet_id != "") == (True, "reserve", 1, True)
    assert office.read(promoting.next_in_line, desk.stage_id) == desk.bids[3]
    assert [one.bid.id for one in desk.review().to_commit] == [desk.bids[2]]
    assert desk.review().purse.left == 10_000_00
    assert desk.hindered() == []


def test_nobody_is_promoted_before_somebody_is_out_out_of_turn_or_for_money_that_is_not_there(office: Office) -> None:
    desk = Decided(office)
    with pytest.raises(Refused, match="No bid that was decided to have money has been withdrawn"):
        desk.promote(2)
    desk.withdraw(1)
    with pytest.raises(Refused, match="DEV-3 Group 3 comes before it"):
        desk.promote(3)
    with pytest.raises(Refused, match="not on the reserve list"):
        desk.promote(4)
    with pytest.raises(Refused, match="reason"):
        desk.promote(2, reason=" ")
    desk.promote(2)
    with pytest.raises(Refused, match=r"does not reach for £20,000\. That comes to £110,000"):
        desk.promote(3)
    assert desk.told()[3] == ("reserve", 20_000, 2)


def test_one_of_the_list_that_may_have_no_money_any_more_is_passed_over(office: Office) -> None:
    desk = Decided(office)
    desk.withdraw(1)
    desk.stop(2)
    with pytest.raises(Refused, match="DEV-3: Group 3 may have no money"):
        desk.promote(2)
    assert office.read(promoting.next_in_line, desk.stage_id) == desk.bids[3]
    desk.promote(3)
    assert desk.told()[3] == ("fund", 20_000, None)


def test_two_officers_promoting_at_once_the_second_is_told(office: Office) -> None:
    desk = Decided(office)
    desk.withdraw(0)
    version = desk.of(2).version
    desk.promote(2)
    with pytest.raises(Refused, match="not on the reserve list"):
        office.write("Promote", promoting.promote, desk.bids[2], version=version, reason="Again", day=LATER)
    with pytest.raises(Stale):
        office.write("Promote", promoting.promote, desk.bids[3], version=99, reason="Again", day=LATER)


def test_one_that_was_promoted_goes_back_to_its_place_until_it_is_committed(office: Office) -> None:
    desk = Decided(office)
    desk.withdraw(1)
    desk.promote(2)
    assert office.read(promoting.was_promoted, desk.bids[2])
    with pytest.raises(Refused, match="Put it back there instead"):
        office.write("Back", recommending.take_back, desk.bids[2], version=None, reason="They say no")
    with pytest.raises(Refused, match="Put it back there instead"):
        desk.put({"2:outcome": None})
    _take_back(desk, 2)
    assert desk.told()[2] == ("reserve", 30_000, 1)
    assert not office.read(promoting.was_promoted, desk.bids[2])
    desk.promote(2)
    desk.commit()
    with pytest.raises(Refused, match="committed"):
        _take_back(desk, 2)


def test_what_was_never_on_the_list_does_not_go_back_to_it(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(0, "reserve")
    with pytest.raises(Refused, match="It was not taken from the reserve list"):
        _take_back(desk, 0)
    with pytest.raises(Refused, match="Nothing is recommended"):
        office.write("Put back", promoting.take_back, desk.bids[1], version=None, reason="No")


def _take_back(desk: Recommended, bid: int) -> None:
    desk.office.write(
        "Put back", promoting.take_back, desk.bids[bid], version=desk.of(bid).version, reason="They say no"
    )


def test_conditions_that_were_written_into_the_decision_go_with_the_bid_that_is_promoted(office: Office) -> None:
    desk = Committed(office)
    first, sheets = desk.one(), desk.sheets
    sheets.fill(first)
    place = next(one for one in sheets.sheet(first).awards if one.application_id == desk.bids[3])
    sheets.give(first, {f"{place.id}:conditions": "For the rent alone."})
    sheets.put_forward(first)
    sheets.record_all(first)
    sheets.sign(first)
    desk.withdraw(0)
    office.write("Up", promoting.promote, desk.bids[3], version=desk.of(3).version, reason="Free", day=LATER)
    assert desk.of(3).conditions == "For the rent alone."
