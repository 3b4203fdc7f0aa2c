"""All outcomes on one page before they are committed (pain 7: bulk outcomes are risky)."""

from __future__ import annotations

import pytest

from app.door import Office
from app.grants.reading import application
from app.listing import Listing
from app.money import Pence
from app.recommendations import cuts, feedback, outcome_list, reasons, recommending
from app.scoring import stages
from db.grants import Round
from db.recommendations import OutcomeReason
from db.scoring import AgreedScore
from tests.app.recommendations.recommended import Recommended
from tests.app.scoring.staged import DAY


def listing(desk: Recommended) -> Listing:
    return outcome_list.outcome_list(desk.review())


def column(found: Listing, key: str) -> list[object]:
    at = [one.key for one in found.columns].index(key)
    return [line.cells[at] for line in found.lines]


def test_every_outcome_is_counted_and_the_sums_tie_with_pot_and_reserve(office: Office) -> None:
    """Pain 7: what would be done to everybody is read on one page before any of it is done."""
    desk = Recommended(office)
    desk.recommend(0, "fund")
    desk.recommend(1, "reduced", 25_000, reason="Fewer sessions")
    desk.recommend(2, "reserve")
    desk.recommend(3, "decline", reason="Costs")
    desk.recommend(4, "decline", reason="Too few of us could read it")
    found = desk.review()
    assert found.counts == {"fund": 1, "reduced": 1, "reserve": 1, "defer": 0, "decline": 2}
    assert (found.given, found.reserve, found.purse.left) == (65_000_00, 20_000_00, 35_000_00)
    assert found.purse.given == found.given
    assert found.may_commit
    assert [one.rank for one in found.rows] == [1, 2, 3, 4, None]
    shown = listing(desk)
    assert column(shown, "given") == [40_000_00, 25_000_00, None, None, None]
    assert column(shown, "reserve_amount") == [None, None, 20_000_00, None, None]
    assert column(shown, "state") == ["Ready"] * 5
    assert column(shown, "score")[0] == 100_000_000


def test_nothing_is_committed_while_a_bid_has_no_outcome_or_the_ranking_is_open(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(0, "fund")
    assert desk.hindered() == [f"DEV-{at} Group {at}: Nothing is recommended for it yet." for at in (2, 3, 4, 5)]
    assert column(listing(desk), "outcome") == ["Fund", *["None yet"] * 4]
    desk.unrank()
    assert desk.hindered()[0].startswith("The ranking of this stage has not been agreed")


@pytest.mark.parametrize("outcome", ["decline", "defer", "reduced"])
def test_who_does_not_have_what_they_asked_for_is_given_a_reason(office: Office, outcome: str) -> None:
    desk = Recommended(office)
    amount = 5_000 if outcome == "reduced" else None
    desk.recommend(0, outcome, amount)
    assert any(one.startswith("DEV-1 Group 1: Give a reason") for one in desk.hindered())
    desk.recommend(0, outcome, amount, reason="Here it is")
    assert not any(one.startswith("DEV-1") for one in desk.hindered())


def test_a_reason_that_was_put_away_since_stays_with_who_was_given_it(office: Office) -> None:
    desk = Recommended(office)
    key = desk.add(OutcomeReason(code="NEED", outcome="decline", text="Who needs it?", position=1))
    desk.recommend(0, "decline", reason_ids=(key,))
    office.write("Put away", reasons.archive, key)
    assert [one.text for one in desk.review().rows[0].reasons] == ["Who needs it?"]
    assert not any(one.startswith("DEV-1") for one in desk.hindered())


def test_a_reason_for_another_outcome_stands_in_the_way(office: Office) -> None:
    desk = Recommended(office)
    key = desk.add(OutcomeReason(code="NEED", outcome="decline", text="Who needs it?", position=1))
    desk.recommend(0, "decline", reason_ids=(key,))
    desk.put({"0:outcome": "Fund"})
    assert "DEV-1 Group 1: NEED is a reason for “Decline”, and it has “Fund”. Choose another." in desk.hindered()


def test_a_score_that_changed_since_stands_in_the_way_until_it_was_looked_at(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(1, "fund")
    desk.add(
        AgreedScore(stage_id=desk.stage_id, application_id=desk.bids[1], score_tenths=615, reason="Talk", agreed_on=DAY)
    )
    told = "DEV-2 Group 2: Its score was 80.0 when this was recommended and is 61.5 now. Look at it again."
    assert told in desk.hindered()
    desk.recommend(1, "fund")
    assert told not in desk.hindered()


def test_an_organisation_stopped_or_a_bid_withdrawn_since_stands_in_the_way_by_name(office: Office) -> None:
    desk = Recommended(office)
    desk.draft()
    for bid in (3, 4):
        desk.recommend(bid, "decline", reason="Costs")
    assert desk.hindered() == []
    desk.stop(0)
    desk.stop(4)  # one that is declined may be told so
    desk.withdraw(1)
    assert desk.hindered() == [
        "DEV-1 Group 1: Group 1 may have no money: It owes a return.",
        "DEV-2 Group 2: It was withdrawn. Take back what is recommended for it.",
    ]
    assert column(listing(desk), "state")[-1] == "In the way"
    assert [one.bid.reference for one in desk.review().to_commit] == ["DEV-1", "DEV-3", "DEV-4", "DEV-5"]
    assert desk.review().given == 60_000_00


def test_a_request_that_changed_since_stands_in_the_way(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(0, "fund")
    desk.recommend(1, "reduced", 20_000, reason="Less")
    desk.ask(0, 45_000)
    desk.ask(1, 15_000)
    assert [one for one in desk.hindered() if "asks for" in one] == [
        "DEV-1 Group 1: It is to have £40,000, and asks for £45,000 now. Recommend it again.",
        "DEV-2 Group 2: It is to have £20,000, and asks for £15,000 now.",
    ]


def test_more_than_the_pot_stands_in_the_way_also_when_the_pot_shrank(office: Office) -> None:
    desk = Recommended(office)
    desk.draft()
    desk.set(Round, desk.round_id, pot_pence=80_000_00)
    assert any("£90,000, £10,000 more than the pot of £80,000." in one for one in desk.hindered())
    assert desk.review().purse.left == -10_000_00


def test_what_was_committed_counts_against_the_pot_and_stays_on_the_page_when_it_is_withdrawn(office: Office) -> None:
    desk = Recommended(office)
    desk.draft()
    desk.commit()
    assert desk.hindered() == ["Every outcome has been committed already. There is nothing more to commit."]
    assert (desk.review().purse.committed, desk.review().given) == (90_000_00, Pence(0))
    desk.withdraw(0)
    found = desk.review()
    assert found.purse.committed == 50_000_00
    assert (found.rows[-1].bid.reference, found.rows[-1].is_out) == ("DEV-1", True)
    shown = listing(desk)
    assert (column(shown, "state")[-1], column(shown, "given")[-1]) == ("Out", None)
    given = [one for one in column(shown, "given") if isinstance(one, int)]
    assert sum(given) == found.purse.given


def test_what_is_still_to_be_settled_is_told_and_does_not_stand_in_the_way(office: Office) -> None:
    desk = Recommended(office, pass_tenths=900)
    desk.recommend(1, "reduced", 20_000, reason="Less")
    desk.recommend(4, "fund")
    desk.cost(1, "Van", 30_000)
    told = {one.sentence.partition(": ")[2] for one in desk.review().told if one.application_id == desk.bids[1]}
    assert "It is funded though its score is under 90.0." in told
    assert "It is not said which of its costs are paid for less." in told
    assert desk.review().told[0].sentence == "Feedback has been read and chosen for 0 of 2 letters."
    office.write("Choose", feedback.choose, desk.bids[1], version=desk.of(1).version, text="Good.", read_by="Jo")
    assert desk.review().told[0].sentence == "Feedback has been read and chosen for 1 of 2 letters."
    assert any("To be settled before it has the money." in one and one.endswith("more.") for one in told)
    assert any(one.sentence.endswith("funded though it could not be ranked.") for one in desk.review().told)
    assert not any(one.startswith("DEV-2") for one in desk.hindered())


def test_what_was_looked_at_has_a_digest_that_changes_with_anything_of_it(office: Office) -> None:
    """Pain 14: a commit over somebody else's change is found by it."""
    desk = Recommended(office)
    desk.cost(1, "Van", 30_000)
    desk.draft()
    key = desk.bids[1]
    seen = [desk.review().digest]
    assert desk.review().digest == seen[0]
    office.write("Choose", feedback.choose, key, version=desk.of(1).version, text="Good.", read_by="Jo")
    seen.append(desk.review().digest)
    desk.recommend(1, "reduced", 20_000, reason="Less")
    seen.append(desk.review().digest)
    (cost,) = [one.id for one in office.read(application, key).costs]
    office.write("Cut", cuts.set_cuts, key, cuts={f"{cost}:amount": 20_000_00}, was={f"{cost}:amount": 30_000_00})
    seen.append(desk.review().digest)
    desk.stop(0)
    seen.append(desk.review().digest)
    desk.set(Round, desk.round_id, pot_pence=200_000_00)
    seen.append(desk.review().digest)
    office.write("Back", recommending.take_back, key, version=desk.of(1).version, reason="Again")
    seen.append(desk.review().digest)
    assert len(set(seen)) == len(seen)


def test_what_goes_on_to_the_second_stage_is_not_on_the_page_of_the_first(office: Office) -> None:
    desk = Recommended(office, pass_tenths=700)
    desk.office.write(
        "Second", stages.set_up, desk.round_id, number=2, member_ids=tuple(desk.members), least_scorers=2, seed=1
    )
    assert [one.bid.reference for one in desk.review().rows] == ["DEV-3", "DEV-4", "DEV-5"]
