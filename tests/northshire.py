"""A small office that shares its partnership fund: Northshire, a county with two districts, and West."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app import organisations
from app.allocations import allocations, partnerships
from app.door import Office
from tests.factories import YEAR, add_budget, in_pence

POUNDS: dict[str, int | str] = {"North": 60_000, "Hill": 20_000, "Dale": 20_000, "West": 100_000}
"""What each is allocated in `YEAR`, in pounds; Hill and Dale lie under North."""
DISTRICTS = ("Hill", "Dale")


def add_northshire(office: Office, *, year: int = YEAR, **pounds: int | str) -> dict[str, str]:
    """The four partnerships with their allocations, or others in pounds or words by name; their ids by name.

    A partnership of no pounds (0) is given nothing at all.
    """
    budget = add_budget(office, "Partnership fund", 10_000_000, year=year)
    return office.write("Add Northshire", _add, budget, {**POUNDS, **pounds})


def _add(session: Session, budget_id: str, pounds: dict[str, int | str]) -> dict[str, str]:
    made: dict[str, str] = {}
    for name, amount in pounds.items():
        made[name] = partnerships.add_partnership(
            session,
            organisation_id=organisations.add(session, name=name, kind="Partnership"),
            parent_id=made["North"] if name in DISTRICTS else None,
        )
        session.flush()
        if amount:
            allocations.allocate(session, budget_id, partnership_id=made[name], amount=in_pence(amount))
    return made
