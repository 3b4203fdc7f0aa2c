"""What cannot be kept in a scenario is refused beside its box or cell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.allocations.planning import OwnLimits, ScenarioPlan
from app.allocations.refusing import refuse
from app.errors import Refused
from app.money import MOST_PENCE, Limit, Pence

PLAN = ScenarioPlan("B", "line", 2019, years=2, weights={"people": 1_000})
BELOW, ABOVE = "An amount cannot be below £0.", "An amount cannot be more than £1,000,000,000."
HELD_WITHIN = (
    "A district is held within its county, so it has no floor of its own. Give the amount it is held at, or take every "
    "partnership by itself."
)


def refused(plan: ScenarioPlan, districts: tuple[str, ...] = ()) -> tuple[str, str | None]:
    with pytest.raises(Refused) as caught:
        refuse(plan, districts)
    return caught.value.message, caught.value.field


@pytest.mark.parametrize(
    ("given", "sentence", "box"),
    [
        ({"name": " "}, "The scenario's name is needed.", "name"),
        ({"years": 0}, "It can be brought in over 1 to 10 years.", "years"),
        ({"years": 11}, "It can be brought in over 1 to 10 years.", "years"),
        ({"reserve_months": -1}, "Give from 0 to 120 months of grant.", "reserve_months"),
        ({"reserve_months": 121}, "Give from 0 to 120 months of grant.", "reserve_months"),
        ({"reserve_rate_tenths": 1_001}, "The rate lies between 0 % and 100 %.", "reserve_rate_tenths"),
        ({"reserve_rate_tenths": -1}, "The rate lies between 0 % and 100 %.", "reserve_rate_tenths"),
        ({"weights": {}}, "Give at least one factor a weight.", "weights"),
        ({"weights": {"people": 0}}, "Give at least one factor a weight.", "weights"),
        ({"weights": {"a": 10, "b": 1_001}}, "A weight lies between 0 % and 100 %.", "weights:b:weight"),
        ({"weights": {"a": 10, "b": -1}}, "A weight lies between 0 % and 100 %.", "weights:b:weight"),
        ({"totals": {2021: Pence(-1)}}, "A total cannot be below £0.", "totals:total:2021"),
        (
            {"totals": {2020: Pence(MOST_PENCE + 1)}},
            "A total cannot be more than £1,000,000,000.",
            "totals:total:2020",
        ),
        (
            {"totals": {2022: Pence(1)}},
            "There is a total for a year in which nothing is brought in. Take it out, or add years.",
            "totals",
        ),
        ({"loss": Limit(tenths=1_001)}, "The percentage lies between 0 % and 100 %.", "loss"),
        ({"gain": Limit(tenths=-1)}, "The percentage lies between 0 % and 100 %.", "gain"),
        ({"gain": Limit(pence=Pence(-1))}, BELOW, "gain"),
        ({"loss": Limit(pence=Pence(MOST_PENCE + 1))}, ABOVE, "loss"),
    ],
)
def test_what_cannot_be_is_refused_at_its_box(given: dict[str, Any], sentence: str, box: str) -> None:
    assert refused(replace(PLAN, **given)) == (sentence, box)


@pytest.mark.parametrize(
    ("own", "sentence", "cell"),
    [
        (OwnLimits(held=Pence(-1)), BELOW, "held"),
        (OwnLimits(held=Pence(MOST_PENCE + 1)), ABOVE, "held"),
        (OwnLimits(floor=Limit(pence=Pence(-1))), BELOW, "floor"),
        (OwnLimits(floor=Limit(tenths=1_001)), "The percentage lies between 0 % and 100 %.", "floor"),
        (OwnLimits(cap=Limit(tenths=2_001)), "The percentage lies between 0 % and 200 %.", "cap"),
        (OwnLimits(floor=Limit(pence=Pence(2)), cap=Limit(pence=Pence(1))), "The floor is above the cap.", "floor"),
        (OwnLimits(floor=Limit(tenths=900), cap=Limit(tenths=899)), "The floor is above the cap.", "floor"),
        (
            OwnLimits(held=Pence(25_000_00), cap=Limit(tenths=1_000)),
            "It is held at £25,000, so it has no cap. Take one of them out.",
            "cap",
        ),
    ],
)
def test_limits_of_ones_own_that_cannot_be_are_refused_at_their_cell(own: OwnLimits, sentence: str, cell: str) -> None:
    assert refused(replace(PLAN, limits={"west": own})) == (sentence, f"limits:west:{cell}")


def test_a_district_is_held_and_has_no_floor_while_its_county_is_one() -> None:
    plan = replace(PLAN, limits={"hill": OwnLimits(floor=Limit(tenths=900))})
    assert refused(plan, ("hill",)) == (HELD_WITHIN, "limits:hill:floor")
    refuse(plan, ())
    refuse(replace(plan, by_district=True), ("hill",))
    refuse(replace(plan, limits={"hill": OwnLimits(held=Pence(1))}), ("hill",))


def test_the_furthest_that_can_be_is_not_refused() -> None:
    refuse(
        ScenarioPlan(
            name="B",
            line_id="line",
            year=2019,
            years=10,
            weights={"a": 1_000, "b": 0},
            totals={2029: Pence(MOST_PENCE), 2020: Pence(0)},
            loss=Limit(tenths=1_000),
            gain=Limit(pence=Pence(0)),
            reserve_months=120,
            reserve_rate_tenths=1_000,
            limits={
                "west": OwnLimits(floor=Limit(tenths=1_000), cap=Limit(tenths=2_000)),
                "east": OwnLimits(floor=Limit(pence=Pence(5)), cap=Limit(tenths=10)),
                "both": OwnLimits(floor=Limit(pence=Pence(5)), cap=Limit(pence=Pence(5))),
            },
        ),
        (),
    )
