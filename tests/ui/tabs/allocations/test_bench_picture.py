"""The picture of a re-balancing is made of the same records as its table, and says the same in words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from app.allocations import planning
from app.allocations.comparing import Measure, bench_listing
from app.allocations.factors import FactorRecord
from app.allocations.partnerships import PartnershipRecord
from app.allocations.planning import BenchData, OwnLimits, ScenarioPlan
from app.listing import Cell
from app.money import Limit, Pence, format_pence
from ui.kit.dumbbell import Pair
from ui.tabs.allocations.bench_picture import Worked, in_words, picture, worked
from ui.tabs.allocations.bench_read import settings

NAMES = ("Northshire", "Upper Dale", "Lower Dale", "Eastport", "Westing")
PARENTS = (None, "p0", "p0", None, None)
PRESENT = (400_000_00, 25_000_00, 25_000_00, 300_000_00, 50_000_00)
HEADS = (900_000, None, None, 250_000, 60_000)


@pytest.fixture
def data() -> BenchData:
    """A county with two districts, and two others."""
    people = {f"p{at}": Fraction(heads) for at, heads in enumerate(HEADS) if heads}
    return BenchData(
        line_id="line",
        line="Partnership fund",
        year=2019,
        year_style="2018/19",
        partnerships=tuple(
            PartnershipRecord(f"p{at}", name, "body", None, parent)
            for at, (name, parent) in enumerate(zip(NAMES, PARENTS, strict=True))
        ),
        present={f"p{at}": Pence(pence) for at, pence in enumerate(PRESENT)},
        words={},
        reserves={"p3": (Pence(250_000_00), date(2019, 9, 30))},
        factors=(FactorRecord("heads", 1, "Population", "", None, True, False, people),),
        areas={"p0": "Northshire county"},
    )


def plan(**more: object) -> ScenarioPlan:
    """By population alone, in two years."""
    return ScenarioPlan("A", "line", 2019, years=2, weights={"heads": 1_000}, **more)  # type: ignore[arg-type]


def work(data: BenchData, one: ScenarioPlan) -> Worked:
    return worked(data, one, planning.rebalanced(data, one))


def pairs(data: BenchData, measure: Measure = "£", **more: object) -> dict[str, Pair]:
    return {one.label: one for one in picture([work(data, plan(**more))], measure).pairs}


@pytest.mark.parametrize("measure", ["£", "%"])
def test_the_marks_stand_where_the_table_says(data: BenchData, measure: Measure) -> None:
    one = work(data, plan())
    listing = bench_listing(data, one.plan, one.made, measure)
    keys = [column.key for column in listing.columns]
    cells: dict[Cell, tuple[Cell, ...]] = {line.cells[0]: line.cells for line in listing.lines}
    for label, pair in pairs(data, measure).items():
        if label in cells:
            row = cells[label]
            assert pair.marks[0].after == row[keys.index("proposed")]
            alone, told = pair.marks[0].alone, row[keys.index("formula")]
            assert alone is not None
            assert isinstance(told, int)
            assert abs(alone - told) <= 50  # the table tells what nobody is given in whole pounds
            if measure == "£":
                assert pair.now == row[keys.index("now")]
                assert pair.marks[0].figure in ("", format_pence(int(str(row[keys.index("change")])), sign=True))


def test_a_county_comes_with_its_parts_and_its_districts_in_one_line(data: BenchData) -> None:
    found = pairs(data)
    assert list(found) == ["Eastport", "Westing", "Northshire county", "Northshire", "Two district partnerships"]
    assert found["Two district partnerships"].marks[0].aside == "held at £25,000 each"
    assert found["Two district partnerships"].now == found["Two district partnerships"].marks[0].after == 50_000_00
    assert found["Northshire county"].now == 450_000_00
    assert [one.level for one in found.values()] == [0, 0, 0, 1, 1]


def test_districts_that_change_have_a_line_each(data: BenchData) -> None:
    found = pairs(data, limits={"p1": OwnLimits(held=Pence(30_000_00))})
    assert "Two district partnerships" not in found
    assert found["Upper Dale"].marks[0].figure == "+£5,000"
    assert found["Lower Dale"].marks[0].aside == "held at £25,000"


def test_gains_and_losses_are_said_in_a_sentence(data: BenchData) -> None:
    words = in_words([work(data, plan(loss=Limit(pence=Pence(10_000_00)), gain=Limit(tenths=0)))])
    assert words == ("Eastport stays at £300,000; Westing stays at £50,000; Northshire county stays at £450,000.")
    held = {"p3": OwnLimits(held=Pence(290_000_00))}
    words = in_words([work(data, plan(limits=held))])
    assert words.startswith("Eastport loses £10,000 (−3.3 %), from £300,000 to £290,000; Westing ")


def test_several_scenarios_have_a_mark_each_and_their_names_in_the_words(data: BenchData) -> None:
    one, other = work(data, plan()), work(data, plan(loss=Limit(tenths=0)))
    drawn = picture([one, other], "£")
    assert [len(pair.marks) for pair in drawn.pairs] == [2, 2, 2]
    assert drawn.sentence.count("A: ") == 2


def test_heads_that_are_not_counted_are_said_and_not_drawn(data: BenchData) -> None:
    found = pairs(data, "head")
    assert found["Eastport"].now == 120
    assert found["Northshire"].marks[0].after is None
    assert found["Northshire"].marks[0].aside == "no heads counted"


def test_while_something_cannot_be_met_only_what_everybody_has_is_drawn(data: BenchData) -> None:
    found = pairs(data, limits={"p3": OwnLimits(floor=Limit(pence=Pence(900_000_00)))})
    assert found["Eastport"].now == 300_000_00
    assert found["Eastport"].marks[0].after is None
    assert found["Eastport"].said == "Eastport has £300,000 now."


def test_what_is_set_can_be_read_in_words(data: BenchData) -> None:
    limits = {"p3": OwnLimits(floor=Limit(tenths=950)), "p4": OwnLimits(held=Pence(50_000_00))}
    told = dict(settings(data, plan(limits=limits, loss=Limit(tenths=80))))
    assert told["Share by"] == [("Population", "100 %")]
    assert ("Nobody loses more than", "8 %") in told["Limits over the whole term"]
    assert told["Own floors and caps"] == [("Eastport, floor", "95 %")]
    assert told["Held outside the formula"] == [("Westing", "£50,000")]
    assert "To share in each year" not in told
