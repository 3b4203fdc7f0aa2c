"""Sheets that are submitted, opened again, or abstained from."""

from __future__ import annotations

from datetime import date

import pytest

from app.door import Office
from app.errors import Refused
from app.scoring import member_sheets, reading, sheets
from app.scoring.reading_order import order
from db.scoring import AgreedScore
from tests.app.scoring.panelled import DAY, Scored


def state(scored: Scored, sheet_id: str) -> tuple[str, str, date | None]:
    found = next(one for one in scored.office.read(reading.sheets, scored.stage_id) if one.id == sheet_id)
    return found.state, found.reason, found.received_on


def test_an_incomplete_sheet_is_refused_by_name_and_the_complete_one_beside_it_stays_a_draft(office: Office) -> None:
    scored = Scored(office)
    scored.put({**scored.full(0), f"{scored.bids[1]}:{scored.need}": "3"})
    with pytest.raises(Refused, match=r"Nothing was submitted. DEV-2 Group 2: Value has neither") as refused:
        scored.submit(0, 1)
    assert refused.value.field == f"scores:{scored.bids[1]}:{scored.value}"
    assert {one.state for one in office.read(reading.sheets, scored.stage_id)} == {"draft"}
    mine = office.read(member_sheets.read, scored.stage_id, scored.members[0])
    assert mine.unsubmitted() == (scored.bids[0],)


def test_information_may_stay_empty_and_an_na_is_enough(office: Office) -> None:
    scored = Scored(office)
    (sheet,) = scored.send(0, 0, value="n/a")
    assert state(scored, sheet) == ("submitted", "", DAY)


def test_points_that_are_to_be_explained_need_their_comment(office: Office) -> None:
    scored = Scored(office)
    scored.explain_below(2)
    scored.put(scored.full(0, need="1"))
    with pytest.raises(Refused, match="Need: Say why it gets 1") as refused:
        scored.submit(0)
    assert refused.value.field == f"scores:{scored.bids[0]}:{scored.need}+comment"
    scored.put({f"{scored.bids[0]}:{scored.need}+comment": "No need shown"})
    scored.submit(0)


def test_a_sheet_of_nothing_but_na_is_an_abstention_and_is_not_submitted(office: Office) -> None:
    scored = Scored(office)
    scored.put(scored.full(0, "n/a", "n/a"))
    with pytest.raises(Refused, match="abstain from the bid instead"):
        scored.submit(0)


def test_nothing_is_submitted_twice_nor_without_a_sheet_nor_without_a_bid(office: Office) -> None:
    scored = Scored(office)
    scored.send(0, 0)
    with pytest.raises(Refused, match="has been submitted"):
        scored.submit(0)
    with pytest.raises(Refused, match="has given nothing yet"):
        scored.submit(1)
    with pytest.raises(Refused, match="Choose the bids"):
        scored.submit()


def test_a_sheet_is_opened_again_with_a_reason_and_keeps_what_it_holds(office: Office) -> None:
    scored = Scored(office)
    (sheet,) = scored.send(0, 0)
    with pytest.raises(Refused, match="reason"):
        office.write("Reopen", sheets.reopen, [sheet], reason=" ")
    office.write("Reopen", sheets.reopen, [sheet], reason="A slip of the pen")
    assert state(scored, sheet) == ("draft", "A slip of the pen", None)
    assert scored.cells() == scored.full(0)
    with pytest.raises(Refused, match="DEV-1: The sheet is not submitted"):
        office.write("Reopen", sheets.reopen, [sheet], reason="Again")
    scored.put(scored.full(0, "5"))
    scored.submit(0)


def test_what_a_score_was_agreed_from_stays_as_it_is(office: Office) -> None:
    scored = Scored(office)
    (sheet,) = scored.send(0, 0)
    agreed = AgreedScore(
        stage_id=scored.stage_id, application_id=scored.bids[0], score_tenths=700, reason="Talked over", agreed_on=DAY
    )
    office.write("Agree", lambda session: session.add(agreed))
    with pytest.raises(Refused, match="Withdraw the agreed score first"):
        office.write("Reopen", sheets.reopen, [sheet], reason="A slip")


def test_abstaining_keeps_what_was_begun_and_gives_it_back_when_withdrawn(office: Office) -> None:
    scored = Scored(office)
    scored.put(scored.full(0))
    with pytest.raises(Refused, match="reason"):
        scored.abstain(0, 0, "")
    sheet = scored.abstain(0, 0)
    assert state(scored, sheet) == ("abstained", "Away that week", DAY)
    with pytest.raises(Refused, match="abstains from this bid"):
        scored.put(scored.full(0, "1"))
    with pytest.raises(Refused, match="abstains from this bid"):
        scored.submit(0)
    office.write("Withdraw", sheets.withdraw_abstention, sheet)
    assert state(scored, sheet) == ("draft", "", None)
    assert scored.cells() == scored.full(0)
    with pytest.raises(Refused, match="do not abstain"):
        office.write("Withdraw", sheets.withdraw_abstention, sheet)


def test_one_who_has_submitted_or_has_a_conflict_does_not_abstain(office: Office) -> None:
    scored = Scored(office)
    scored.send(0, 0)
    with pytest.raises(Refused, match="has been submitted"):
        scored.abstain(0, 0)
    scored.conflict(0, 1)
    with pytest.raises(Refused, match="conflict of interest"):
        scored.abstain(0, 1)


def test_nothing_moves_once_the_ranking_is_agreed(office: Office) -> None:
    scored = Scored(office)
    (sheet,) = scored.send(0, 0)
    away = scored.abstain(0, 1)
    scored.put(scored.full(2))
    scored.rank()
    for step in (
        lambda: office.write("Reopen", sheets.reopen, [sheet], reason="A slip"),
        lambda: office.write("Withdraw", sheets.withdraw_abstention, away),
        lambda: scored.submit(2),
        lambda: scored.abstain(1, 0),
    ):
        with pytest.raises(Refused, match="ranking has been agreed"):
            step()


def test_a_member_has_the_bids_in_their_own_reading_order_without_those_of_a_conflict(office: Office) -> None:
    scored = Scored(office, bids=8)
    scored.conflict(0, 3)
    found = office.read(member_sheets.read, scored.stage_id, scored.members[0])
    ids = [one.id for one in found.bids]
    assert set(ids) == set(scored.bids) - {scored.bids[3]}
    assert tuple(ids) == order(found.stage.seed, scored.members[0], ids)


def test_the_second_stage_has_sheets_for_no_bid_that_did_not_pass_the_first(office: Office) -> None:
    scored = Scored(office)
    second = scored.second()
    with pytest.raises(Refused, match="not scored at this stage"):
        office.write("Abstain", sheets.abstain, second, scored.members[0], scored.bids[0], reason="Away", day=DAY)
