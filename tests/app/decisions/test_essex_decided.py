"""The rounds of the made-up example decided: last year's to its letters, and this year's from its ranking."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.checking import check
from app.decisions import approving, committing, letters, reading, signing
from app.decisions.parts import DecisionSheetRecord
from app.door import Office
from app.errors import Refused
from app.examples import essex_before, essex_bids, essex_round
from app.examples.essex_decided import APPROVERS, GONE
from app.grants import reading as grants
from app.money import format_pence
from app.recommendations import cutline, ground, lens, line, minutes, recommending
from app.recommendations import reading as recommended
from app.recommendations.feedback import naming
from app.recommendations.minutes import MinuteLine
from app.recommendations.review import review
from app.scoring import ranking, stages
from app.scoring import reading as scoring
from app.scoring.parts import StageRecord
from app.who import Who
from tests.app.decisions.deciding import Sheets
from tests.conftest import Open

TODAY = date(2026, 6, 22)


def stage_of(office: Office, reference: str) -> StageRecord:
    """The only stage of a round."""
    round_id = next(one.id for one in office.read(grants.rounds) if one.reference == reference)
    [of] = office.read(scoring.stages, round_id)
    return of


@pytest.fixture
def before(essex: Office) -> StageRecord:
    """The stage of the round of the year before."""
    return stage_of(essex, essex_before.REFERENCE)


@pytest.fixture
def sheets(essex: Office) -> list[DecisionSheetRecord]:
    """Every decision of the example, those of a year in the order of their numbers."""
    return essex.read(reading.sheets)


def told(office: Office, of: StageRecord) -> tuple[MinuteLine, ...]:
    """The minutes of its panel day."""
    [day] = office.read(recommended.days, of.id)
    return office.read(minutes.minutes, day.id)


# the year before


def test_the_minutes_tell_who_was_late_who_left_once_for_two_bids_and_what_was_agreed(
    essex: Office, before: StageRecord
) -> None:
    lines = [one.text for one in told(essex, before)]
    kept_out = [one for one in lines if one.startswith("Kit Margin declared an interest")]
    assert len(kept_out) == 2
    assert len({one.partition("left the room at ")[2] for one in kept_out}) == 1
    assert "Cai Vellum came." in lines
    assert "Tom Inkwell left." in lines
    assert sum("was agreed on as its score in the place of the mean" in one for one in lines) == 2
    assert any("took a telephone call" in one for one in lines)


def test_every_bid_of_last_year_was_taken_and_has_an_outcome_that_was_decided(
    essex: Office, before: StageRecord
) -> None:
    [day] = essex.read(recommended.days, before.id)
    assert len(day.items) == 8
    assert all(one.ended_at for one in day.items)
    known = essex.read(recommended.recommendations, stage_id=before.id)
    assert [one.is_committed for one in known] == [True] * 8
    assert {one.outcome for one in known} == {"fund", "reduced", "defer", "decline"}
    assert all(one.feedback and one.feedback_by == essex_bids.CHECKED_BY for one in known)


def test_what_last_year_gives_is_what_its_decisions_give_less_the_bid_that_was_withdrawn(
    essex: Office, before: StageRecord, sheets: list[DecisionSheetRecord]
) -> None:
    purse = essex.read(lambda session: ground.purse(session, grants.round_(session, before.round_id)))
    mine = [one for one in sheets if one.round_id == before.round_id]
    awards = [award for one in mine for award in one.awards]
    gone = next(one.id for one in essex.read(grants.applications) if one.reference == GONE)
    assert purse.committed == sum(one.given for one in awards if one.application_id != gone)
    assert (purse.drafted, purse.too_much()) == (0, "")
    assert format_pence(purse.committed) == "£55,450"
    taken = next(one.application_id for one in mine[0].awards if one.outcome == "reserve")
    assert [(one.application_id, one.outcome) for one in mine[1].awards] == [(taken, "fund")]


def test_what_one_bid_is_given_less_of_comes_to_what_it_has(essex: Office, before: StageRecord) -> None:
    [known] = [one for one in essex.read(recommended.recommendations, stage_id=before.id) if one.cuts]
    a = essex.read(grants.application, known.application_id)
    assert sum(dict(known.cuts).get(one.id, one.requested) for one in a.costs) == known.amount


# the decisions


def test_four_decisions_are_numbered_without_a_gap_and_one_waits_for_two_approvals(
    essex: Office, sheets: list[DecisionSheetRecord]
) -> None:
    signed = [one for one in sheets if one.is_signed]
    assert [one.number for one in signed] == [1, 2, 3, 4]
    assert [one.reference for one in signed] == [f"PFCC 00{number}/2025" for number in (1, 2, 3, 4)]
    assert (signed[2].superseded_by, signed[3].supersedes_id) == (signed[3].id, signed[2].id)
    assert [one.publication for one in signed] == ["full", "full", "full", "part"]
    [waits] = [one for one in sheets if not one.is_signed]
    assert waits.state == "for approval"
    states = [one.state for one in essex.read(approving.standing, waits.id)]
    assert states == ["given", "waited for", "waited for"]


def test_whoever_approved_did_so_by_their_own_account_and_up_to_the_limit_one_did(
    sheets: list[DecisionSheetRecord],
) -> None:
    accounts = {one.account for one in APPROVERS}
    for sheet in sheets:
        assert sheet.prepared_by == essex_bids.CHECKED_BY
        assert {one.account for one in sheet.approvals} <= accounts
    assert [len(one.approvals) for one in sheets] == [3, 3, 1, 3, 1]
    assert [one.given <= one.limit for one in sheets] == [False, False, True, False, False]


def test_every_letter_was_read_and_given_out_and_names_nobody_of_the_panel(
    essex: Office, before: StageRecord, sheets: list[DecisionSheetRecord]
) -> None:
    every = [one for sheet in sheets for one in essex.read(reading.letters, sheet_id=sheet.id)]
    assert len(every) == 9
    assert all(one.read_by and one.sent_on and one.digest for one in every)
    panel = [one.name for one in before.seats]
    assert not any(naming(f"{one.words} {one.feedback}", panel) for one in every)


def test_nobody_prepares_and_approves_what_waits(essex: Office, opened: Open) -> None:
    [waits] = [one for one in essex.read(reading.sheets) if not one.is_signed]
    preparer = opened(essex.path, Who(essex_bids.CHECKED_BY, "Laptop 2"))
    with pytest.raises(Refused, match="prepared this decision"):
        preparer.write(
            "Approve",
            approving.approve,
            waits.id,
            version=waits.version,
            role="monitoring officer",
            name="Max Seal",
            post="Chief Executive",
            day=TODAY,
        )


# the present year


def ranked(office: Office) -> StageRecord:
    """The stage of the present round once its scores were opened and its ranking agreed."""
    of = stage_of(office, essex_round.REFERENCE)
    why = "One member's last sheets will not come in time."
    office.write("Open", stages.open_moderation, of.id, version=of.version, reason=why, day=TODAY)
    of = office.read(scoring.stage, of.id)
    office.write("Agree", stages.agree_ranking, of.id, version=of.version, day=TODAY)
    return office.read(scoring.stage, of.id)


def test_the_line_of_the_present_round_falls_within_its_ranked_list(essex: Office) -> None:
    of = ranked(essex)
    drawn: cutline.CutLine = essex.read(line.of_stage, of.id)
    above = [one.is_above for one in drawn.rows]
    assert 3 < sum(above) < len(above) - 3
    may = [one.is_above for one in drawn.rows if not one.why]
    assert may == sorted(may, reverse=True)


def test_the_present_round_can_be_taken_from_its_ranked_list_to_signed_decisions_and_letters(
    essex: Office, opened: Open
) -> None:
    of = ranked(essex)
    essex.write("Draft", recommending.draft_from_line, of.id)
    found = essex.read(review, of.id, day=TODAY)
    # what cannot be given money is declined with no reason of the library, and an officer has to give one
    assert {one.sentence.partition(": ")[2] for one in found.in_the_way} <= {
        "Give a reason for “Decline”. The applicant will read it."
    }
    for one in found.in_the_way:
        known = essex.read(recommended.recommendation, one.application_id)
        assert known is not None
        essex.write(
            "Say why",
            recommending.set_one,
            of.id,
            one.application_id,
            version=known.version,
            outcome="decline",
            reason="The checks before an award did not come out well.",
        )
    found = essex.read(review, of.id, day=TODAY)
    assert found.may_commit
    [sheet_id] = essex.write("Commit", committing.commit, of.id, seen=found.digest, year=2026, day=TODAY, account="Jo")
    mine = Sheets(essex)
    mine.fill(sheet_id)
    sheet = mine.sheet(sheet_id)
    essex.write("Put", approving.put_forward, sheet_id, version=sheet.version, day=TODAY)
    for who in APPROVERS:
        terms = {"role": who.role, "name": who.name, "post": who.post}
        theirs = opened(essex.path, Who(who.account, "Laptop 3"))
        theirs.write("Approve", approving.approve, sheet_id, version=mine.sheet(sheet_id).version, day=TODAY, **terms)
    essex.write("Sign", signing.sign, sheet_id, version=mine.sheet(sheet_id).version, day=TODAY)
    signed = mine.sheet(sheet_id)
    assert signed.reference == "PFCC 001/2026"
    assert signed.given == found.given
    seen = {one.id: one.version for one in essex.read(reading.letters, sheet_id=sheet_id)}
    assert len(seen) == len(essex.read(ranking.standings, of.id).bids)
    essex.write("Read", letters.read_all, sheet_id, seen=seen, read_by="Jo", day=TODAY)
    day = TODAY + timedelta(days=1)
    ready = {one.id: one.version for one in essex.read(reading.letters, sheet_id=sheet_id)}
    results = essex.write("Sent", letters.mark_all_sent, sheet_id, seen=ready, sent_on=day, day=day)
    assert all(one.done for one in results)
    assert check(essex.path) == []


def test_the_money_is_laid_over_areas_with_people_and_targets(essex: Office) -> None:
    of = ranked(essex)
    essex.write("Draft", recommending.draft_from_line, of.id)
    found = essex.read(lens.of_stage, of.id).given(essex.read(lens.recommended, of.id))
    assert all(one.people and one.target for one in found.areas)
    assert all(one.target for one in found.priorities)
