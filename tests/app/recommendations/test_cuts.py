"""Which costs of a bid are paid for less than was asked."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from app.door import Office
from app.errors import Refused, Stale
from app.grants.reading import application
from app.recommendations import cuts, outcome_fields
from db.grants import Cost
from tests.app.recommendations.recommended import Recommended


class Cut(Recommended):
    """The first bid asks for a van (£25,000), fuel (£10,000) and tea (£5,000), and is to have £30,000 of £40,000."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.van, self.fuel, self.tea = (
            self.cost(0, "Van", 25_000),
            self.cost(0, "Fuel", 10_000),
            self.cost(0, "Tea", 5_000),
        )
        self.recommend(0, "reduced", 30_000)

    def grid(self) -> dict[str, int]:
        """What the costs are to have, as the grid shows it."""
        return outcome_fields.cuts_cells(self.office.read(application, self.bids[0]).costs, self.of(0))

    def cut(self, pounds: Mapping[str, int | None], was: Mapping[str, int] | None = None) -> None:
        """Type what costs are to have over what stands, in pounds."""
        seen = self.grid() if was is None else was
        typed = {f"{key}:amount": None if one is None else one * 100 for key, one in pounds.items()}
        self.office.write("Cut", cuts.set_cuts, self.bids[0], cuts={**seen, **typed}, was=seen)


def test_what_costs_are_to_have_comes_to_the_amount_and_only_cut_ones_are_kept(office: Office) -> None:
    desk = Cut(office)
    before = desk.of(0).version
    desk.cut({desk.tea: 0, desk.van: 20_000})
    assert dict(desk.of(0).cuts) == {desk.tea: 0, desk.van: 20_000_00}
    assert desk.of(0).version > before
    desk.cut({desk.tea: 5_000, desk.van: 25_000, desk.fuel: 0})
    assert dict(desk.of(0).cuts) == {desk.fuel: 0}
    office.undo()
    assert dict(desk.of(0).cuts) == {desk.tea: 0, desk.van: 20_000_00}


@pytest.mark.parametrize(
    ("pounds", "sentence", "at_cost"),
    [
        ({"tea": 0}, "come to £35,000, which is £5,000 too much", False),
        ({"tea": 0, "van": 10_000}, "£10,000 too little", False),
        ({"tea": 5_001}, "Tea: Between £0 and the £5,000", True),
        ({"tea": -1}, "Tea: Between £0", True),
        ({"tea": None}, "Tea: Say what it is to have, £0", True),
    ],
)
def test_cuts_that_do_not_add_up_are_refused(
    office: Office, pounds: dict[str, int | None], sentence: str, at_cost: bool
) -> None:
    desk = Cut(office)
    with pytest.raises(Refused, match=sentence) as refused:
        desk.cut({getattr(desk, key): one for key, one in pounds.items()})
    assert refused.value.field == (f"cuts:{desk.tea}:amount" if at_cost else "cuts")
    assert desk.of(0).cuts == ()


def test_a_cost_somebody_else_cut_meanwhile_is_not_overwritten(office: Office) -> None:
    desk = Cut(office)
    seen = desk.grid()
    desk.cut({desk.fuel: 0})
    with pytest.raises(Stale):
        desk.cut({desk.fuel: 1_000, desk.van: 24_000}, was=seen)
    with pytest.raises(Refused, match="£10,000 too little"):  # theirs stays, and the sum is of both
        desk.cut({desk.van: 15_000}, was=seen)


def test_a_cost_that_is_gone_is_refused_by_its_cell(office: Office) -> None:
    desk = Cut(office)
    with pytest.raises(Refused, match="no longer in the bid") as refused:
        desk.cut({"gone": 5})
    assert refused.value.field == "cuts:gone:amount"


def test_nothing_is_cut_of_a_bid_that_has_all_of_it_none_of_it_or_was_committed(office: Office) -> None:
    desk = Cut(office)
    with pytest.raises(Refused, match="Say first how much"):
        office.write("Cut", cuts.set_cuts, desk.bids[1], cuts={}, was={})
    desk.recommend(0, "fund")
    with pytest.raises(Refused, match="nothing is cut"):
        desk.cut({desk.tea: 0})
    desk.recommend(0, "reduced", 30_000)
    desk.cut({desk.fuel: 0})
    desk.commit()
    with pytest.raises(Refused, match="committed"):
        desk.cut({desk.fuel: 10_000, desk.van: 15_000})


def test_cuts_that_no_longer_come_to_the_amount_stand_in_the_way(office: Office) -> None:
    desk = Cut(office)
    desk.cut({desk.fuel: 0})
    desk.recommend(0, "reduced", 28_000, reason="Less")
    assert [one for one in desk.hindered() if one.startswith("DEV-1")] == [
        "DEV-1 Group 1: What its costs are to have comes to £30,000, and it is to have £28,000. Change one of them."
    ]
    desk.cut({desk.van: 23_000})
    assert not [one for one in desk.hindered() if one.startswith("DEV-1")]
    desk.set(Cost, desk.tea, requested_pence=4_000_00)
    assert any("comes to £27,000" in one for one in desk.hindered())
