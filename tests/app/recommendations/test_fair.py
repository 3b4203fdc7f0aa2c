"""How fair a stage is as it stands, and a swap at the cut line put among what is recommended."""

from __future__ import annotations

import pytest

from app.door import Office
from app.errors import Refused, Stale
from app.money import Pence
from app.recommendations import lens, line, recommending, what_if
from app.recommendations.fair import Fair, fair, swapped, to_try
from tests.app.recommendations.test_lens import Spread


def fair_of(r: Spread) -> Fair:
    return r.office.read(fair, r.stage_id)


def test_it_has_the_line_the_lens_and_what_is_recommended(office: Office) -> None:
    r = Spread(office)
    r.recommend(0, "reduced", 25_000)
    r.recommend(3, "decline")
    found = fair_of(r)
    assert found.cut == office.read(line.of_stage, r.stage_id)
    assert found.recommended == office.read(lens.recommended, r.stage_id) == {r.bids[0]: 25_000_00}
    assert found.by_recommendation().whole.given == 25_000_00
    assert found.above().whole.given == found.cut.given
    assert found.cells[f"{r.bids[3]}:outcome"] == "Decline"


def test_what_a_trial_begins_from_is_read_with_it(office: Office) -> None:
    r = Spread(office)
    base, found = office.read(to_try, r.stage_id)
    assert found.is_as(fair_of(r))
    assert not found.is_as(None)
    assert base.cut == found.cut
    assert base.entries == office.read(what_if.base, r.stage_id).entries
    r.recommend(3, "decline")
    assert not found.is_as(fair_of(r))


def test_a_swap_is_recommended_with_its_sentence_as_the_reason_of_both(office: Office) -> None:
    r = Spread(office)
    found = fair_of(r)
    goes, comes = r.bids[2], r.bids[3]
    one = found.lens.swap(found.cut, out_id=goes, in_id=comes)
    cells = swapped(found, one)
    office.write("Swap", recommending.set_many, r.stage_id, recommended=cells, was=dict(found.cells))
    into, out = r.known(3), r.known(2)
    assert into is not None
    assert out is not None
    assert (into.outcome, into.amount, into.reason) == ("fund", Pence(20_000_00), one.sentence)
    assert (out.outcome, out.reserve_place, out.reason) == ("reserve", 1, one.sentence)
    assert r.known(0) is None, "the others stay as they are"


def test_a_reason_that_was_typed_before_stays_and_no_sentence_stands_twice(office: Office) -> None:
    r = Spread(office)
    r.recommend(3, "reserve", reason="A close call.")
    found = fair_of(r)
    one = found.lens.swap(found.cut, out_id=r.bids[2], in_id=r.bids[3])
    cells = swapped(found, one)
    assert cells[f"{r.bids[3]}:reason"] == f"A close call. {one.sentence}"
    assert f"{r.bids[3]}:reserve" not in cells
    office.write("Swap", recommending.set_many, r.stage_id, recommended=cells, was=dict(found.cells))
    again = fair_of(r)
    back = again.lens.swap(again.cut, out_id=r.bids[0], in_id=r.bids[1]) if r.bids[1] not in again.cut.above else one
    assert str(swapped(again, back)[f"{r.bids[3]}:reason"]).count(one.sentence) == 1


def test_a_swap_over_what_somebody_else_has_recommended_meanwhile_is_refused_and_changes_nothing(
    office: Office,
) -> None:
    r = Spread(office)
    found = fair_of(r)
    cells = swapped(found, found.lens.swap(found.cut, out_id=r.bids[2], in_id=r.bids[3]))
    r.recommend(2, "decline")
    with pytest.raises(Stale):
        office.write("Swap", recommending.set_many, r.stage_id, recommended=cells, was=dict(found.cells))
    assert r.known(3) is None


def test_a_stage_that_is_gone_is_refused(office: Office) -> None:
    with pytest.raises(Refused):
        office.read(fair, "999")
