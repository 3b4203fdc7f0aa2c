"""The cut line of a stage as the file has it: what others of the round have is not there to be given again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.door import Office
from app.errors import Refused
from app.money import Pence
from app.recommendations import ground, line, what_if
from app.recommendations.what_if import Trial
from app.scoring import ranking, stages
from tests.app.recommendations.recommended import Recommended


def test_money_that_the_first_stage_gave_is_not_given_again_by_the_line_of_the_second(office: Office) -> None:
    """Two of five bids go on; of the others one has £20,000 of the pot of £100,000."""
    desk = Recommended(office, pass_tenths=700)
    given: dict[str, Any] = {"number": 2, "member_ids": tuple(desk.members), "least_scorers": 1, "seed": 7}
    second = office.write("Second", stages.set_up, desk.round_id, **given)
    assert [one.id for one in office.read(ranking.standings, second).bids] == desk.bids[:2]
    desk.recommend(2, "fund")
    assert office.read(line.of_stage, second).money == 80_000_00
    base = office.read(what_if.base, second)
    assert (base.pot, base.cut.money) == (100_000_00, 80_000_00)
    # what goes on has its money at the second stage, and takes it from nobody at the first
    first = office.read(line.of_stage, desk.stage_id)
    assert first.money == 100_000_00
    desk.commit()
    assert office.read(line.of_stage, second).money == 80_000_00
    desk.withdraw(2)
    assert office.read(line.of_stage, second).money == 100_000_00


def test_a_line_that_moves_with_a_score_keeps_its_money(office: Office) -> None:
    desk = Recommended(office)
    every = office.read(ranking.standings, desk.stage_id)
    before = office.read(line.of_stage, desk.stage_id)
    r = office.read(ground.read, desk.stage_id).round
    assert line.moved(before, every, r) == before


def test_a_trial_leaves_what_other_bids_of_the_round_have_where_it_is(office: Office) -> None:
    base = replace(office.read(what_if.base, Recommended(office).stage_id), besides=Pence(20_000_00))
    found = what_if.worked(base, Trial(pot=Pence(110_000_00)))
    assert (found.cut.money, found.cut.given) == (90_000_00, 90_000_00)
    with pytest.raises(Refused, match="That gives £10,000 more than the round has"):
        what_if.kept(base, Trial(), found, {})
