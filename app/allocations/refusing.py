"""What is refused of a scenario, beside the box or cell it is about."""

from __future__ import annotations

from collections.abc import Container

from app import records
from app.allocations.planning import OwnLimits, ScenarioPlan
from app.errors import Refused
from app.money import MOST_PENCE, Limit, format_pence

MOST_YEARS, MOST_MONTHS, WHOLE_TENTHS, MOST_CAP_TENTHS = 10, 120, 1_000, 2_000


def refuse(plan: ScenarioPlan, districts: Container[str]) -> None:
    """Refuse what cannot be kept. `districts` are the ids of the partnerships below a county's. Raises Refused."""
    records.required(plan.name, "The scenario's name", "name")
    _refuse_numbers(plan)
    _refuse_weights(plan)
    for year, pence in plan.totals.items():
        _refuse_total(plan, year, pence)
    _refuse_limit(plan.loss, "loss", WHOLE_TENTHS)
    _refuse_limit(plan.gain, "gain", WHOLE_TENTHS)
    for partnership_id, own in plan.limits.items():
        held_within = not plan.by_district and partnership_id in districts
        _refuse_own_limits(own, f"limits:{partnership_id}", held_within=held_within)


def _refuse_numbers(plan: ScenarioPlan) -> None:
    if not 1 <= plan.years <= MOST_YEARS:
        raise Refused(f"It can be brought in over 1 to {MOST_YEARS} years.", "years")
    if not 0 <= plan.reserve_months <= MOST_MONTHS:
        raise Refused(f"Give from 0 to {MOST_MONTHS} months of grant.", "reserve_months")
    if not 0 <= plan.reserve_rate_tenths <= WHOLE_TENTHS:
        raise Refused("The rate lies between 0 % and 100 %.", "reserve_rate_tenths")


def _refuse_weights(plan: ScenarioPlan) -> None:
    for factor_id, tenths in plan.weights.items():
        if not 0 <= tenths <= WHOLE_TENTHS:
            raise Refused("A weight lies between 0 % and 100 %.", f"weights:{factor_id}:weight")
    if not any(plan.weights.values()):
        raise Refused("Give at least one factor a weight.", "weights")


def _refuse_total(plan: ScenarioPlan, year: int, pence: int) -> None:
    box = f"totals:total:{year}"
    if not plan.year < year <= plan.last_year:
        raise Refused(
            "There is a total for a year in which nothing is brought in. Take it out, or add years.", "totals"
        )
    if pence < 0:
        raise Refused("A total cannot be below £0.", box)
    if pence > MOST_PENCE:
        raise Refused(f"A total cannot be more than {format_pence(MOST_PENCE)}.", box)


def _refuse_limit(limit: Limit | None, box: str, most_tenths: int) -> None:
    if limit is None:
        return
    if limit.tenths is not None and not 0 <= limit.tenths <= most_tenths:
        raise Refused(f"The percentage lies between 0 % and {most_tenths // 10} %.", box)
    if limit.pence is not None:
        _refuse_amount(limit.pence, box)


def _refuse_amount(pence: int, box: str) -> None:
    if pence < 0:
        raise Refused("An amount cannot be below £0.", box)
    if pence > MOST_PENCE:
        raise Refused(f"An amount cannot be more than {format_pence(MOST_PENCE)}.", box)


def _refuse_own_limits(own: OwnLimits, row: str, *, held_within: bool) -> None:
    if own.held is not None:
        _refuse_amount(own.held, f"{row}:held")
    _refuse_limit(own.floor, f"{row}:floor", WHOLE_TENTHS)
    _refuse_limit(own.cap, f"{row}:cap", MOST_CAP_TENTHS)
    for which, limit in (("floor", own.floor), ("cap", own.cap)):
        if limit is not None and own.held is not None:
            raise Refused(
                f"It is held at {format_pence(own.held)}, so it has no {which}. Take one of them out.", f"{row}:{which}"
            )
        if limit is not None and held_within:
            raise Refused(
                f"A district is held within its county, so it has no {which} of its own. Give the amount it is held "
                "at, or take every partnership by itself.",
                f"{row}:{which}",
            )
    if _is_above(own.floor, own.cap):
        raise Refused("The floor is above the cap.", f"{row}:floor")


def _is_above(floor: Limit | None, cap: Limit | None) -> bool:
    """Whether a floor is above a cap of the same kind; pounds and percentages are compared when it is computed."""
    if floor is None or cap is None:
        return False
    if floor.pence is not None and cap.pence is not None:
        return floor.pence > cap.pence
    return floor.tenths is not None and cap.tenths is not None and floor.tenths > cap.tenths
