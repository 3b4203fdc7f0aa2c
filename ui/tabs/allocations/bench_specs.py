"""Which form belongs to which action about factors and scenarios, and what it does when it is saved."""

from __future__ import annotations

from collections.abc import Callable

from app.allocations import bench_fields, factors, scenarios
from app.allocations.shown import Shown
from app.fields import Field
from ui.edits import Spec


def new_factor(one: Shown, _: str) -> Spec:
    """A factor to share by; its figures are entered afterwards, all partnerships at once."""
    return Spec(
        "New factor",
        "Add factor",
        "Add a factor",
        bench_fields.FACTOR,
        factors.add,
        about="Its figures are entered next, one for each partnership.",
    )


def change_factor(one: Shown, _: str) -> Spec | None:
    """What a factor is called and where its figures are from."""
    factor = one.factor
    if factor is None:
        return None
    return Spec(
        factor.name,
        "Save factor",
        "Change a factor",
        bench_fields.FACTOR,
        factors.change,
        {
            "name": factor.name,
            "source": factor.source,
            "as_of": factor.as_of,
            "is_population": factor.is_population,
            "allows_nought": factor.allows_nought,
        },
        (factor.id,),
        {"version": factor.version},
    )


def copy_scenario(one: Shown, _: str) -> Spec | None:
    """The same scenario under another name, for the person who copies it."""
    scenario = one.scenario
    if scenario is None:
        return None
    return Spec(
        scenario.plan.name,
        "Copy scenario",
        "Copy a scenario",
        (Field("name", "Name of the copy", required=True),),
        scenarios.copy,
        {"name": f"{scenario.plan.name}, copy"},
        (scenario.id,),
        about="The copy is in your own list alone until you share it.",
    )


FORMS: dict[str, Callable[[Shown, str], Spec | None]] = {
    "new factor": new_factor,
    "factor": change_factor,
    "copy": copy_scenario,
}
