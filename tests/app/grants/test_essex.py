"""The made-up example: a round asked for ten times over, with everything that may become of a bid."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from app.door import Office
from app.examples.bid_words import AREAS, PRIORITIES
from app.examples.bids import MAXIMUM
from app.examples.essex_round import REFERENCE, SECOND_REFERENCE
from app.grants import applicants, awarding, checks, duplicates, reading, rounds, states
from app.grants.missing import blocking
from app.grants.parts import STATES, ApplicationRecord, RoundRecord

DAY = date(2026, 6, 20)


@pytest.fixture
def invited(essex: Office) -> RoundRecord:
    """The round of the example."""
    return next(one for one in essex.read(reading.rounds) if one.reference == REFERENCE)


@pytest.fixture
def bids(essex: Office, invited: RoundRecord) -> list[ApplicationRecord]:
    """Its sixty bids."""
    return essex.read(reading.applications, round_id=invited.id)


def test_sixty_bids_ask_for_about_ten_times_the_pot(invited: RoundRecord, bids: list[ApplicationRecord]) -> None:
    assert len(bids) == 60
    asked = [sum(one.requested or 0 for one in bids if one.is_live or every) for every in (False, True)]
    assert asked[0] < 10 * invited.pot < asked[1]


def test_the_round_is_for_three_areas_and_four_priorities_on_whole_terms(invited: RoundRecord) -> None:
    assert [name for _, name in invited.areas] == list(AREAS)
    assert [name for _, name in invited.priorities] == list(PRIORITIES)
    assert sum(one.weight for one in invited.criteria if not one.is_information) == 1000
    assert (invited.maximum, invited.is_frozen, len(invited.gates), len(invited.questions)) == (MAXIMUM, True, 5, 6)


def test_every_state_has_bids_and_a_step_that_took_them_there(bids: list[ApplicationRecord]) -> None:
    assert Counter(one.state for one in bids).keys() == set(STATES)
    assert all(one.steps[-1].state == one.state for one in bids if one.state != "draft")


def test_what_is_ready_lacks_nothing_and_what_is_incomplete_lacks_something(
    invited: RoundRecord, bids: list[ApplicationRecord]
) -> None:
    for one in bids:
        lacks = blocking(one, invited)
        if one.state == "ready":
            assert lacks == []
        if one.state == "incomplete":
            assert {each.whose for each in lacks} == {"applicant"}
        if one.state == "ineligible":
            assert any(not gate.passes for gate in one.gates)


def test_one_late_bid_was_let_in_with_a_reason_and_the_others_are_late(
    invited: RoundRecord, bids: list[ApplicationRecord]
) -> None:
    late = [one for one in bids if states.is_late(one, invited)]
    assert Counter(one.state for one in late) == {"late": 3, "ready": 1}
    assert all(states.was_late(one) for one in late)


def test_two_bids_came_twice_under_another_spelling(essex: Office, bids: list[ApplicationRecord]) -> None:
    twice = [project for project, count in Counter((one.project, one.requested) for one in bids).items() if count > 1]
    assert len(twice) == 2
    for project in twice:
        first, again = (one for one in bids if (one.project, one.requested) == project)
        where = [essex.read(applicants.applicant, one.organisation_id).profile.postcode for one in (first, again)]
        assert first.organisation != again.organisation
        assert where[0] == where[1]
        known = essex.read(duplicates.read)
        found = duplicates.like(known, name=again.organisation, but=again.organisation_id)
        assert found[0].organisation_id == first.organisation_id


def test_checks_come_out_every_way_and_conditions_go_with_some(
    invited: RoundRecord, bids: list[ApplicationRecord]
) -> None:
    ready = [one for one in bids if one.state == "ready"]
    found = Counter(checks.outcome(one, DAY, invited) for one in ready)
    assert found.keys() == {"Clear", "With conditions", "Referred", "Failed", "Checks missing"}
    assert any(checks.conditions(one, DAY) for one in ready)


def test_money_is_stopped_for_one_organisation_whose_bid_is_ready(bids: list[ApplicationRecord]) -> None:
    [stopped] = [one for one in bids if one.stopped]
    assert stopped.state == "ready"
    assert any(one.kind == "stop" for one in awarding.blocks(stopped, DAY))


def test_partnerships_replied_in_every_way_and_some_have_not_yet(bids: list[ApplicationRecord]) -> None:
    assert Counter(one.view for bid in bids for one in bid.endorsements).keys() == {"", "support", "neutral", "against"}


def test_the_direct_award_has_its_reason_and_may_be_made(essex: Office) -> None:
    [direct] = [one for one in essex.read(reading.applications) if not one.round_id]
    assert direct.direct_reason
    assert awarding.blocks(direct, DAY) == ()


def test_a_second_round_is_a_draft_that_lacks_nothing_but_its_days(essex: Office, invited: RoundRecord) -> None:
    second = next(one for one in essex.read(reading.rounds) if one.reference == SECOND_REFERENCE)
    assert [one.text for one in second.gates] == [one.text for one in invited.gates]
    lacks = essex.read(rounds.before_opening, second.id, day=DAY)
    assert [one.field for one in lacks] == ["closes_on"]


def test_the_round_with_the_bids_is_the_first_one_shown(essex: Office) -> None:
    assert essex.read(reading.rounds)[0].reference == REFERENCE


def test_no_question_of_the_round_is_answered_at_greater_length_than_it_allows(
    invited: RoundRecord, bids: list[ApplicationRecord]
) -> None:
    most = {one.id: one.most_words for one in invited.questions}
    longest = [(len(text.split()), most[key]) for one in bids for key, text in one.answers]
    assert all(limit is None or words <= limit for words, limit in longest)
