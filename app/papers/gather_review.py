"""Gathering one scenario for its papers in one read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from app.allocations import allocations, planning, scenarios
from app.allocations.scenarios import ScenarioRecord
from app.errors import Refused
from app.funds import lines
from app.funds.figures import Amount
from app.papers.imprint import gather_imprint
from app.papers.review import Review


def gather_review(session: Session, scenario_id: str, *, day: date) -> Review:
    """A scenario with what it is computed from, what it comes to, and what was allocated, as dated `day`.

    Raises Refused where there is no such scenario, or its line is gone.
    """
    found = scenarios.scenario(session, scenario_id)
    plan = found.plan
    data = scenarios.data_of(session, scenario_id)
    line = lines.line(session, plan.line_id)
    given: dict[int, Mapping[str, Amount]] = {}
    for year, budget in sorted(line.budgets.items()):
        mine = allocations.allocations(session, budget_id=budget.id)
        given[year] = {one.partnership_id: one.amount for one in mine}
    return Review(
        imprint=gather_imprint(session, day=day),
        scenario=found,
        data=data,
        rebalanced=planning.rebalanced(data, plan),
        before={year: mine for year, mine in given.items() if year <= plan.year},
        stands={year: mine for year, mine in given.items() if plan.year < year <= plan.last_year},
    )


def find_scenario(session: Session, *, name: str = "", line_id: str | None = None) -> ScenarioRecord:
    """The scenario of this name; without one the newest that was adopted, else the only one there is.

    Raises Refused where there is none, or several that it could be.
    """
    every = scenarios.scenarios(session, line_id=line_id)
    if name:
        mine = [one for one in every if one.plan.name.casefold() == name.strip().casefold()]
        if not mine:
            known = f" There are: {', '.join(f'“{one.plan.name}”' for one in every)}." if every else ""
            raise Refused(f"There is no scenario “{name}”.{known or ' None has been made yet.'}", "scenario")
        return mine[-1]
    if not every:
        raise Refused("There is no scenario yet. Make one on the bench first.", "scenario")
    adopted = [one for one in every if one.adopted_on is not None]
    if adopted:
        return max(adopted, key=lambda one: (one.adopted_on or date.min, one.id))
    if len(every) > 1:
        raise Refused(
            f"Say which scenario with --scenario. There are: {', '.join(f'“{one.plan.name}”' for one in every)}.",
            "scenario",
        )
    return every[0]
