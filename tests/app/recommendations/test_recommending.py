"""What is recommended for a bid, one by one and in the grid, and drafted from the cut line."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.door import Office
from app.errors import Refused, Stale
from app.history import history
from app.labels import LABELS
from app.recommendations import line, reading, reasons, recommending
from app.recommendations.writing import in_places
from app.scoring import stages
from db.grants import Round
from db.recommendations import OutcomeReason
from db.scoring import AgreedScore
from tests.app.recommendations.recommended import Recommended
from tests.app.scoring.staged import DAY
from tests.factories import refusal


def reason(desk: Recommended, code: str = "NEED", outcome: str = "decline") -> str:
    return desk.office.write("Add reason", reasons.add, code=code, outcome=outcome, text="Say who needs it.")


# one by one


def test_nothing_is_recommended_before_the_ranking_is_agreed(office: Office) -> None:
    desk = Recommended(office)
    desk.unrank()
    with pytest.raises(Refused, match="has not been agreed"):
        desk.recommend(0, "fund")
    with pytest.raises(Refused, match="has not been agreed"):
        desk.put({"0:outcome": "Fund"})
    with pytest.raises(Refused, match="has not been agreed"):
        desk.draft()


def test_without_an_amount_a_bid_has_all_it_asks_for_and_with_less_it_is_funded_in_part(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(0, "fund")
    desk.recommend(1, "fund", 25_000)
    desk.recommend(2, "reserve")
    desk.recommend(3, "defer", reason="Your accounts are still to come.")
    desk.recommend(4, "decline", conditions="")
    assert desk.told() == [
        ("fund", 40_000, None),
        ("reduced", 25_000, None),
        ("reserve", 20_000, 1),
        ("defer", None, None),
        ("decline", None, None),
    ]
    assert [desk.of(at).score for at in (0, 1)] == [1000, 800]
    assert desk.of(3).reason == "Your accounts are still to come."


def test_all_of_it_again_after_a_part_is_funded_whole_and_a_change_of_outcome_leaves_its_old_amount_behind(
    office: Office,
) -> None:
    desk = Recommended(office)
    desk.recommend(0, "reduced", 30_000)
    desk.recommend(0, "fund", 30_000)  # the amount that the form still held
    assert desk.told()[0] == ("fund", 40_000, None)
    desk.recommend(0, "reduced", 30_000)
    desk.recommend(0, "reduced", 40_000)
    assert desk.told()[0] == ("fund", 40_000, None)
    desk.recommend(0, "decline", 40_000)
    assert desk.told()[0] == ("decline", None, None)
    desk.recommend(0, "reserve", 35_000)
    desk.recommend(0, "fund", 35_000, reserve_place=1)
    assert desk.told()[0] == ("reduced", 35_000, None)


@pytest.mark.parametrize(
    ("outcome", "pounds", "sentence"),
    [
        ("fund", 40_001, "asks for £40,000 and cannot have more"),
        ("reserve", 40_001, "cannot have more"),
        ("fund", 0, "or decline it"),
        ("fund", -5, "or decline it"),
        ("reduced", None, "Say how much of it"),
        ("reduced", 40_000, "that is all of it"),
        ("decline", 10, "deferred or declined has no amount"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_at_its_box(
    office: Office, outcome: str, pounds: int | None, sentence: str
) -> None:
    desk = Recommended(office)
    with pytest.raises(Refused, match=sentence) as refused:
        desk.recommend(0, outcome, pounds)
    assert refused.value.field == "amount"
    assert desk.known(0) is None


@pytest.mark.parametrize("outcome", ["", "perhaps"])
def test_an_outcome_that_is_none_is_refused(office: Office, outcome: str) -> None:
    desk = Recommended(office)
    with pytest.raises(Refused, match="Say what is recommended") as refused:
        desk.recommend(0, outcome)
    assert refused.value.field == "outcome"


def test_the_sum_never_goes_above_the_pot_and_what_it_may_be_gone_over_by(office: Office) -> None:
    desk = Recommended(office, asks=(60_000, 50_000, 1_000))
    desk.recommend(0, "fund")
    with pytest.raises(Refused, match="£110,000, £10,000 more than the pot of £100,000") as refused:
        desk.recommend(1, "fund")
    assert refused.value.field == "amount"
    desk.set(Round, desk.round_id, over_pence=10_000_00, over_approver="The Panel")
    desk.recommend(1, "fund")
    with pytest.raises(Refused, match="£10,000 it may be gone over by"):
        desk.recommend(2, "fund")
    assert desk.told()[2] == ("", None, None)


def test_what_takes_less_is_saved_though_the_pot_has_shrunk_under_it(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(0, "fund")
    desk.recommend(1, "fund")
    desk.set(Round, desk.round_id, pot_pence=50_000_00)
    desk.recommend(1, "fund", 20_000)
    desk.recommend(1, "decline")
    assert desk.told()[:2] == [("fund", 40_000, None), ("decline", None, None)]


@pytest.mark.parametrize("outcome", ["fund", "reduced", "reserve"])
def test_an_organisation_that_may_have_no_money_is_refused_it_and_may_be_declined(office: Office, outcome: str) -> None:
    desk = Recommended(office)
    desk.stop(0)
    with pytest.raises(Refused, match="may have no money: It owes a return") as refused:
        desk.recommend(0, outcome, 10_000)
    assert refused.value.field == "outcome"
    desk.recommend(0, "decline")


def test_a_bid_that_was_withdrawn_is_recommended_nothing_and_what_was_can_be_taken_back(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(0, "fund")
    desk.withdraw(0)
    with pytest.raises(Refused, match="or was withdrawn"):
        desk.recommend(0, "fund")
    office.write("Back", recommending.take_back, desk.bids[0], version=desk.of(0).version, reason="Withdrawn")
    assert desk.known(0) is None


def test_what_was_committed_is_changed_by_nobody(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(0, "fund")
    desk.commit()
    with pytest.raises(Refused, match="committed"):
        desk.recommend(0, "decline")
    with pytest.raises(Refused, match="committed"):
        desk.put({"0:outcome": "Decline"})
    with pytest.raises(Refused, match="committed"):
        office.write("Back", recommending.take_back, desk.bids[0], version=None, reason="No")
    assert desk.draft() == 4


def test_two_officers_at_one_bid_the_second_is_told_and_overwrites_nothing(office: Office) -> None:
    """Pain 14: two people, one file."""
    desk = Recommended(office)
    desk.recommend(0, "fund")
    with pytest.raises(Stale):
        desk.recommend(0, "decline", version=None)
    seen = desk.of(0).version
    desk.recommend(0, "fund", 30_000)
    with pytest.raises(Stale) as stale:
        desk.recommend(0, "decline", version=seen)
    assert desk.told()[0] == ("reduced", 30_000, None)
    desk.recommend(0, "decline", version=stale.value.version)
    office.write("Back", recommending.take_back, desk.bids[0], version=desk.of(0).version, reason="A slip")
    with pytest.raises(Stale) as gone:
        desk.recommend(0, "fund", version=seen)
    desk.recommend(0, "fund", version=gone.value.version)


def test_reasons_of_the_library_are_kept_with_it_and_only_for_the_outcome_they_serve(office: Office) -> None:
    desk = Recommended(office)
    need, part = reason(desk), reason(desk, "PART", "reduced")
    desk.recommend(0, "fund", 20_000, reason_ids=(part,))  # less than it asks for: funded in part
    assert desk.of(0).reasons == (part,)
    with pytest.raises(Refused, match="NEED is a reason for “Decline” and not for “Fund in part”") as refused:
        desk.recommend(0, "fund", 25_000, reason_ids=(need,))
    assert refused.value.field == "reason_ids"
    before = desk.of(0).version
    desk.recommend(0, "decline", reason_ids=(need, need))
    assert desk.of(0).reasons == (need,)
    assert desk.of(0).version > before
    desk.set(OutcomeReason, need, archived=True)
    desk.recommend(0, "decline", reason="Again", reason_ids=(need,))
    with pytest.raises(Refused, match="no longer in the library"):
        desk.recommend(1, "decline", reason_ids=(need,))


def test_words_with_bank_details_are_not_kept(office: Office) -> None:
    desk = Recommended(office)
    for column in ("reason", "conditions"):
        words: dict[str, Any] = {column: "Pay to sort code 12-34-56"}
        with pytest.raises(Refused, match="sort code") as refused:
            desk.recommend(0, "fund", **words)
        assert refused.value.field == column


# the reserve list


def test_a_place_makes_room_for_itself_and_none_is_the_last(office: Office) -> None:
    desk = Recommended(office)
    for bid in (0, 1, 2):
        desk.recommend(bid, "reserve")
    assert [place for _, _, place in desk.told()[:3]] == [1, 2, 3]
    desk.recommend(3, "reserve", reserve_place=2)
    assert [place for _, _, place in desk.told()[:4]] == [1, 3, 4, 2]
    desk.recommend(0, "reserve", reserve_place=99)
    assert [place for _, _, place in desk.told()[:4]] == [4, 2, 3, 1]
    desk.recommend(3, "decline")
    assert [place for _, _, place in desk.told()[:4]] == [3, 1, 2, None]
    with pytest.raises(Refused, match="counts from 1") as refused:
        desk.recommend(1, "reserve", reserve_place=0)
    assert refused.value.field == "reserve_place"
    with pytest.raises(Refused, match="Only a bid on the reserve list"):
        desk.recommend(4, "decline", reserve_place=1)


def test_the_list_goes_on_after_the_places_that_were_committed(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(0, "reserve")
    desk.recommend(1, "reserve")
    desk.commit()
    desk.recommend(2, "reserve", reserve_place=1)
    desk.recommend(3, "reserve")
    assert [place for _, _, place in desk.told()[:4]] == [1, 2, 3, 4]


@given(
    st.lists(st.sampled_from("abcdefgh"), unique=True),
    st.dictionaries(st.sampled_from("rstuvw"), st.none() | st.integers(1, 20)),
    st.integers(0, 5),
)
def test_a_reserve_list_has_everybody_once_and_keeps_who_stood_in_it_in_their_order(
    standing: list[str], wanted: dict[str, int | None], after: int
) -> None:
    found = in_places(standing, wanted, after=after)
    assert sorted(found) == sorted([*standing, *wanted])
    assert [one for one in found if one in standing] == standing
    typed = {key: place for key, place in wanted.items() if place is not None}
    if len(typed) == 1:
        ((key, place),) = typed.items()
        assert found.index(key) == min(max(0, place - after - 1), len(standing))
    if set(wanted) - set(typed):
        assert wanted[found[-1]] is None


# the grid


def test_the_grid_is_saved_in_one_step_by_words_or_codes(office: Office) -> None:
    desk = Recommended(office)
    desk.put(
        {
            "0:outcome": "fund",
            "1:outcome": "Fund  in Part",
            "1:amount": 12_000_00,
            "2:outcome": "reserve",
            "2:reserve": "2",
            "3:outcome": "Reserve list",
            "3:reserve": "1",
            "4:outcome": "decline",
            "4:reason": " Too few of us read it. ",
        }
    )
    assert desk.told() == [
        ("fund", 40_000, None),
        ("reduced", 12_000, None),
        ("reserve", 20_000, 2),
        ("reserve", 20_000, 1),
        ("decline", None, None),
    ]
    assert desk.of(4).reason == "Too few of us read it."
    before = office.last_seq()
    desk.put({"0:outcome": "Fund"})
    assert desk.told()[0] == ("fund", 40_000, None)
    assert office.last_seq() == before


def test_the_grid_changes_what_was_typed_alone(office: Office) -> None:
    desk = Recommended(office)
    part = reason(desk, "PART", "reduced")
    desk.recommend(0, "fund", 10_000, conditions="Two reports", reason_ids=(part,))
    seen = desk.cells()
    desk.recommend(1, "fund")
    desk.put({"0:amount": 15_000_00}, was=seen)
    assert desk.told()[:2] == [("reduced", 15_000, None), ("fund", 30_000, None)]
    assert (desk.of(0).conditions, desk.of(0).reasons) == ("Two reports", (part,))


def test_in_the_grid_an_outcome_that_is_emptied_takes_the_recommendation_back(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(0, "reserve")
    desk.recommend(1, "reserve")
    desk.put({"0:outcome": None})
    assert desk.told()[:2] == [("", None, None), ("reserve", 30_000, 1)]


def test_in_the_grid_an_outcome_leaves_its_old_amount_and_place_behind(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(0, "reserve")
    desk.put({"0:outcome": "Decline"})
    assert desk.told()[0] == ("decline", None, None)
    desk.put({"0:outcome": "Fund"})
    assert desk.told()[0] == ("fund", 40_000, None)


def test_a_cell_somebody_changed_meanwhile_is_not_overwritten(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(0, "fund")
    seen = desk.cells()
    desk.recommend(0, "fund", 10_000)
    with pytest.raises(Stale):
        desk.put({"0:amount": 20_000_00}, was=seen)
    with pytest.raises(Stale):  # it says how much of what they saw as all of it
        desk.put({"0:outcome": "Reserve list"}, was=seen)
    desk.put({"0:reason": "We talked about it."}, was=seen)
    assert desk.told()[0] == ("reduced", 10_000, None)
    assert desk.of(0).reason == "We talked about it."


@pytest.mark.parametrize(
    ("cells", "at", "sentence"),
    [
        ({"0:outcome": "maybe"}, "0:outcome", "DEV-1 Group 1: “maybe” is no outcome"),
        ({"0:amount": 5_00}, "0:outcome", "Say what is recommended"),
        ({"1:outcome": "fund", "1:amount": 99_000_00}, "1:amount", "DEV-2 Group 2: It asks for £30,000"),
        ({"1:outcome": "fund", "1:amount": "lots"}, "1:amount", "is not an amount"),
        ({"1:outcome": "reserve", "1:reserve": "first"}, "1:reserve", "is no place"),
        ({"1:outcome": "reserve", "1:reserve": "0"}, "1:reserve", "counts from 1"),
        ({"1:outcome": "fund", "1:reserve": "1"}, "1:reserve", "Only a bid on the reserve list"),
        ({"1:outcome": "decline", "1:reason": "IBAN GB33BUKB20201555555555"}, "1:reason", "DEV-2 Group 2: This looks"),
    ],
)
def test_the_grid_is_refused_at_its_cell_with_the_bid_named_and_nothing_of_it_is_kept(
    office: Office, cells: dict[str, object], at: str, sentence: str
) -> None:
    desk = Recommended(office)
    with pytest.raises(Refused, match=sentence) as refused:
        desk.put({"2:outcome": "decline", **cells})
    assert refused.value.field == f"recommended:{desk.cell(at)}"
    assert desk.told()[2] == ("", None, None)


def test_a_grid_that_moves_money_from_one_bid_to_another_is_judged_by_what_it_comes_to(office: Office) -> None:
    desk = Recommended(office, asks=(90_000, 60_000, 1_000))
    desk.recommend(0, "fund")
    with pytest.raises(Refused, match="£50,000 more than the pot") as refused:
        desk.put({"1:outcome": "fund"})
    assert refused.value.field == f"recommended:{desk.cell('1:amount')}"
    desk.put({"0:outcome": "decline", "1:outcome": "fund"})
    assert desk.told()[:2] == [("decline", None, None), ("fund", 60_000, None)]


# from the line


def test_a_draft_funds_above_the_line_reserves_below_in_order_and_declines_who_cannot_be_ranked(
    office: Office,
) -> None:
    desk = Recommended(office, asks=(60_000, 50_000, 20_000, 10_000))
    assert desk.draft() == 4
    assert desk.told() == [
        ("fund", 60_000, None),
        ("reserve", 50_000, 1),
        ("reserve", 20_000, 2),
        ("decline", None, None),
    ]
    with pytest.raises(Refused, match="has its recommendation already"):
        desk.draft()


def test_a_draft_leaves_what_is_there_and_gives_what_that_leaves(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(3, "fund")
    desk.recommend(0, "fund", 35_000)
    desk.draft()
    assert desk.told() == [
        ("reduced", 35_000, None),
        ("fund", 30_000, None),
        ("reserve", 20_000, 1),
        ("fund", 20_000, None),
        ("decline", None, None),
    ]


def test_a_draft_declines_who_is_under_the_least_score_or_may_have_nothing_and_says_so_in_coded_reasons(
    office: Office,
) -> None:
    desk = Recommended(office, pass_tenths=700)
    office.write("Usual", reasons.add_usual)
    desk.stop(0)
    desk.draft()
    codes = {one.id: one.code for one in office.read(reading.reasons)}
    assert [outcome for outcome, _, _ in desk.told()] == ["decline", "fund", "decline", "decline", "decline"]
    given = [[codes[key] for key in desk.of(at).reasons] for at in range(5)]
    assert given == [[], [], ["SCORE"], ["SCORE"], []]


def test_what_goes_on_to_the_second_stage_is_recommended_there(office: Office) -> None:
    desk = Recommended(office, pass_tenths=700)
    office.write(
        "Second",
        stages.set_up,
        desk.round_id,
        number=2,
        member_ids=tuple(desk.members),
        least_scorers=2,
        seed=1,
    )
    with pytest.raises(Refused, match="goes on to the second stage"):
        desk.recommend(0, "fund")
    desk.draft()
    assert [outcome for outcome, _, _ in desk.told()] == ["", "", "decline", "decline", "decline"]


# the line as the file has it


def test_the_line_stops_at_the_first_bid_that_does_not_fit_and_passes_over_who_may_have_nothing(
    office: Office,
) -> None:
    desk = Recommended(office)
    desk.stop(0)
    desk.recommend(1, "decline")
    desk.recommend(2, "fund", 15_000)
    found = office.read(line.of_stage, desk.stage_id)
    told = [(one.is_above, one.total // 100, one.why[:30]) for one in found.rows]
    assert told == [
        (False, 0, "Group 1 may have no money: It o"[:30]),
        (False, 0, "Recommended: decline."),
        (True, 15_000, ""),
        (True, 35_000, ""),
        (False, 35_000, "It cannot be ranked."),
    ]
    assert (found.given, found.left, found.next_needs) == (35_000_00, 65_000_00, None)


def test_the_line_takes_part_awards_and_what_the_pot_may_be_gone_over_by(office: Office) -> None:
    desk = Recommended(office, asks=(60_000, 50_000, 1_000))
    assert office.read(line.of_stage, desk.stage_id).next_needs == 10_000_00
    desk.recommend(0, "fund", 50_000)
    assert len(office.read(line.of_stage, desk.stage_id).above) == 2
    desk.recommend(0, "fund", 60_000)
    desk.set(Round, desk.round_id, over_pence=10_000_00, over_approver="The Panel")
    assert len(office.read(line.of_stage, desk.stage_id).above) == 2


# undone, told, confirmed


def test_a_recommendation_is_told_in_words_and_undone_by_itself(office: Office) -> None:
    desk = Recommended(office)
    need = reason(desk)
    key = desk.recommend(0, "decline", reason_ids=(need,))
    desk.recommend(0, "fund", 30_000)
    told = [one.text for one in office.read(history, [key], labels=LABELS)]
    assert "outcome of “DEV-1” from “Decline” to “Fund in part”" in told[0]
    assert "amount of “DEV-1” from nothing to £30,000" in told[0]
    office.undo()
    assert desk.told()[0] == ("decline", None, None)
    assert desk.of(0).reasons == (need,)
    office.undo()
    assert desk.known(0) is None


def test_a_score_that_changed_is_confirmed_for_all_bids_at_once(office: Office) -> None:
    desk = Recommended(office)
    desk.draft()
    message, _ = refusal(office, recommending.confirm_scores, desk.stage_id, seen={})
    assert message == "No score has changed since it was recommended on."
    desk.add(
        AgreedScore(stage_id=desk.stage_id, application_id=desk.bids[1], score_tenths=755, reason="Talk", agreed_on=DAY)
    )
    message, _ = refusal(office, recommending.confirm_scores, desk.stage_id, seen={desk.bids[1]: 750})
    assert message == "Scores have changed again meanwhile. Look at them once more."
    assert office.write("Confirm", recommending.confirm_scores, desk.stage_id, seen={desk.bids[1]: 755}) == 1
    assert desk.of(1).score == 755
