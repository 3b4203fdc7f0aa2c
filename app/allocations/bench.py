"""All that the bench shows, read in one go: the scenario, those it may stand beside, and what it computes from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.allocations import scenarios
from app.allocations.planning import BenchData
from app.allocations.scenarios import ScenarioRecord


@dataclass(frozen=True, slots=True)
class Bench:
    """A scenario on the bench. `others` are one's own and the shared ones of the same line and year."""

    scenario: ScenarioRecord
    others: tuple[ScenarioRecord, ...]
    data: BenchData

    def named(self, scenario_id: str) -> ScenarioRecord | None:
        """One of the scenarios by its id; None where it is not there any more."""
        return next((one for one in (self.scenario, *self.others) if one.id == scenario_id), None)


def bench(session: Session, scenario_id: str) -> Bench:
    """Read what the bench needs, so that no keystroke goes back to the file. Raises Refused where there is none."""
    one = scenarios.scenario(session, scenario_id)
    plan = one.plan
    every = scenarios.scenarios(session, line_id=plan.line_id, year=plan.year)
    return Bench(
        one,
        tuple(other for other in every if other.id != scenario_id),
        scenarios.data_of(session, scenario_id),
    )
