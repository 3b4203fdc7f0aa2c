"""The lens of fairness as the file has it: shares of bids, who lives where, and a swap at the cut line."""

from __future__ import annotations

import pytest

from app import areas
from app.allocations import factors, partnerships
from app.door import Office
from app.errors import Refused
from app.grants import subscription
from app.grants.reading import applications, round_
from app.recommendations import lens, line, targets
from app.recommendations.cutline import CutLine
from app.recommendations.lens import Lens
from db.grants import ApplicationArea, ApplicationPriority
from tests.app.recommendations.recommended import Recommended
from tests.factories import add_priority

MILLION = 1_000_000


class Spread(Recommended):
    """The five bids: the first for North, the second for North and South by halves, the fourth for South alone."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.north, self.south = (
            office.write("Add area", areas.add_area, name=one, kind="District") for one in ("North", "South")
        )
        self.safer = add_priority(office)
        for bid, area, share in (
            (0, self.north, 1000),
            (1, self.north, 500),
            (1, self.south, 500),
            (3, self.south, 1000),
        ):
            self.add(ApplicationArea(application_id=self.bids[bid], area_id=area, share_tenths=share))
        self.add(ApplicationPriority(application_id=self.bids[0], priority_id=self.safer, share_tenths=1000))

    @property
    def lens(self) -> Lens:
        return self.office.read(lens.of_stage, self.stage_id)

    @property
    def cut(self) -> CutLine:
        return self.office.read(line.of_stage, self.stage_id)

    def aim(self, **shares: int) -> None:
        """Set the targets of areas by name."""
        cells = {f"{getattr(self, name)}:share": share for name, share in shares.items()}
        self.office.write("Targets", targets.set_targets, self.round_id, targets=cells, was={})

    def partnership(self, area_id: str | None, people: int | None, factor_id: str, parent: str | None = None) -> str:
        """A partnership of an area with so many people; its id."""
        name = f"Safer {area_id} {people} {parent}"
        key = self.office.write("Add partnership", partnerships.add, name=name, area_id=area_id, parent_id=parent)
        if people is not None:
            cells = {f"{key}:{factor_id}": people * MILLION}
            self.office.write("Figures", factors.enter, figures=cells, was={})
        return key


@pytest.fixture
def spread(office: Office) -> Spread:
    return Spread(office)


def test_the_grid_of_what_is_above_the_line_comes_to_what_is_given(spread: Spread) -> None:
    found = spread.lens.above(spread.cut)
    assert found.whole.given == spread.cut.given == 90_000_00
    assert [(one.name, one.whole.given) for one in found.areas] == [
        ("North", 55_000_00),
        ("South", 15_000_00),
        ("Not said", 20_000_00),
    ]
    assert [(one.name, one.whole.bids) for one in found.priorities] == [("Safer roads", 1), ("Not said", 4)]


def test_what_is_asked_for_by_area_is_what_the_round_is_subscribed_by(spread: Spread) -> None:
    every = spread.office.read(applications, round_id=spread.round_id)
    asked = subscription.of_round(spread.office.read(round_, spread.round_id), every)
    found = spread.lens.given({})
    assert [(one.name, one.whole.bids, one.whole.asked) for one in found.areas] == [
        (one.name, one.bids, one.requested) for one in asked.areas
    ]


def test_the_grid_of_what_is_recommended_has_nothing_else(spread: Spread) -> None:
    spread.recommend(1, "reduced", 20_001)
    spread.recommend(3, "reserve")
    given = spread.office.read(lens.recommended, spread.stage_id)
    assert given == {spread.bids[1]: 20_001_00}
    assert [one.whole.given for one in spread.lens.given(given).areas] == [10_000_50, 10_000_50, 0]


def test_an_area_with_a_target_is_shown_though_nobody_bids_for_it(spread: Spread) -> None:
    west = spread.office.write("Add area", areas.add_area, name="West", kind="District")
    cells = {f"{west}:share": 200}
    spread.office.write("Targets", targets.set_targets, spread.round_id, targets=cells, was={})
    found = next(one for one in spread.lens.above(spread.cut).areas if one.id == west)
    assert (found.name, found.whole.bids, found.share, found.gap) == ("West", 0, 0, -200)


def test_people_are_those_of_the_partnership_of_the_area_and_unknown_without_one(spread: Spread) -> None:
    assert spread.office.read(lens.people, [spread.north]) == {}
    heads = spread.office.write("Add factor", factors.add, name="Population", is_population=True)
    spread.partnership(spread.north, 55_000, heads)
    assert spread.office.read(lens.people, [spread.north, spread.south]) == {spread.north: 55_000}
    north, south, _ = spread.lens.above(spread.cut).areas
    assert (north.per_thousand, south.per_thousand) == (1_000_00, None)


def test_a_county_without_a_figure_has_its_districts_people_once_all_are_known(spread: Spread) -> None:
    heads = spread.office.write("Add factor", factors.add, name="Population", is_population=True)
    county = spread.partnership(spread.north, None, heads)
    district = spread.partnership(spread.south, 10_000, heads, county)
    other = spread.partnership(None, None, heads, county)
    assert spread.office.read(lens.people, [spread.north, spread.south]) == {spread.south: 10_000}
    cells = {f"{other}:{heads}": 5_000 * MILLION}
    spread.office.write("Figures", factors.enter, figures=cells, was={})
    assert spread.office.read(lens.people, [spread.north]) == {spread.north: 15_000}
    cells = {f"{county}:{heads}": 16_000 * MILLION}
    spread.office.write("Figures", factors.enter, figures=cells, was={})
    assert spread.office.read(lens.people, [spread.north]) == {spread.north: 16_000}
    # a district that lies in its county's own area is not counted twice
    spread.partnership(spread.north, 3_000, heads, county)
    assert spread.office.read(lens.people, [spread.north]) == {spread.north: 16_000}
    assert district


def test_a_swap_at_the_line_says_what_it_costs_and_closes(spread: Spread) -> None:
    spread.aim(north=500, south=500)
    found = spread.lens.swap(spread.cut, out_id=spread.bids[2], in_id=spread.bids[3])
    assert (found.moved, found.left) == (20_000_00, 0)
    assert found.closed == found.gap_before - found.gap_after == 222
    assert found.sentence.startswith(
        "DEV-4 Group 4 is funded with £20,000 instead of DEV-3 Group 3, which had £20,000; it scored 20.0 points of "
        "100 less. The gap to the targets closes by 22.2 percentage points"
    )


def test_a_swap_is_refused_where_it_cannot_be(spread: Spread) -> None:
    cut, found = spread.cut, spread.lens
    for out, into, message, field in (
        (3, 4, "DEV-5 Group 5 can have no money. It cannot be ranked.", "in_id"),
        (4, 3, "DEV-5 Group 5 can have no money. It cannot be ranked.", "out_id"),
        (3, 0, "DEV-4 Group 4 is not above the line, so that nothing is taken from it.", "out_id"),
        (0, 1, "DEV-2 Group 2 is above the line already.", "in_id"),
    ):
        with pytest.raises(Refused) as caught:
            found.swap(cut, out_id=spread.bids[out], in_id=spread.bids[into])
        assert (caught.value.message, caught.value.field) == (message, field)
    with pytest.raises(Refused, match="This bid is not scored at this stage"):
        found.swap(cut, out_id="nobody", in_id=spread.bids[3])


def test_a_swap_never_gives_more_than_there_is(office: Office) -> None:
    r = Recommended(office, asks=(40_000, 30_000, 60_000, 1_000))
    cut = r.office.read(line.of_stage, r.stage_id)
    found = r.office.read(lens.of_stage, r.stage_id)
    # £30,000 is left, and £30,000 comes free
    assert found.swap(cut, out_id=r.bids[1], in_id=r.bids[2]).left == -30_000_00
    r.ask(2, 60_001)
    cut, found = r.office.read(line.of_stage, r.stage_id), r.office.read(lens.of_stage, r.stage_id)
    with pytest.raises(Refused, match=r"DEV-3 Group 3 needs £1 more than there would be left\."):
        found.swap(cut, out_id=r.bids[1], in_id=r.bids[2])


def test_what_the_money_of_a_round_is_spread_over_is_what_its_lens_shows(office: Office) -> None:
    r = Spread(office)
    r.aim(north=700)
    found = office.read(lambda session: lens.spread_of(session, round_(session, r.round_id)))
    assert found == r.lens.laid.spread
    assert [name for _, name in found.areas] == ["North", "South"]
    assert found.targets == {r.north: 700}
