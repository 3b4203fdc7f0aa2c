"""What of the allocations is found by words or amount: partnerships, allocations, themes, reserves, scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import organisations
from app.allocations import factors, partnerships, reserves, scenarios, themes
from app.allocations.allocations import AllocationRecord, additions, allocations
from app.allocations.partnerships import PartnershipRecord
from app.money import format_pence
from app.years import format_day
from db.funds import Budget


@dataclass(frozen=True, slots=True)
class Searched:
    """One thing to be found: its kind in a word, what to show, and the view and row of the tab it leads to.

    `hay` is what else it is found by, `pence` its amount; `year` the one it is looked at in. One that is `by_amount`
    is not found by its name, which is that of something else.
    """

    kind: str
    text: str
    view: str
    row_id: str
    year: int | None = None
    hay: str = ""
    pence: int | None = None
    by_amount: bool = False


def searched(session: Session) -> Iterator[Searched]:
    """Everything of the allocations that can be searched for."""
    lines = {row.id: row.line_id for row in session.execute(select(Budget.id, Budget.line_id))}
    given = [*allocations(session), *additions(session)]
    known = partnerships.partnerships(session)
    yield from _partnerships(session, known, given, lines)
    yield from (_allocation(one, f"line:{lines[one.budget_id]}") for one in given)
    yield from (Searched("Theme", name, "themes", key) for key, name in themes.themes(session).items())
    for reserve in reserves.reserves(session):
        text = f"{reserve.partnership}, {format_pence(reserve.closing)}, {format_day(reserve.declared_on)}"
        yield Searched("Reserve", text, "reserves", reserve.id, None, reserve.evidence, reserve.closing)
    for factor in factors.factors(session):
        yield Searched("Factor", factor.name, "factors", factor.id, None, factor.source)
    for scenario in scenarios.scenarios(session):
        plan = scenario.plan
        yield Searched("Scenario", plan.name, "scenarios", scenario.id, plan.year, f"{scenario.author} {plan.note}")


def _partnerships(
    session: Session, known: list[PartnershipRecord], given: list[AllocationRecord], lines: dict[str, str]
) -> Iterator[Searched]:
    """Each partnership, found by its other names too; it leads to the line it was given money out of last."""
    aliases = {one.id: " ".join(one.aliases) for one in organisations.organisations(session)}
    last = {one.partnership_id: f"line:{lines[one.budget_id]}" for one in given}
    for one in known:
        view = last.get(one.id, "partnerships")
        yield Searched("Partnership", one.name, view, one.id, None, aliases.get(one.organisation_id, ""))


def _allocation(one: AllocationRecord, view: str) -> Searched:
    amount = format_pence(one.amount) if isinstance(one.amount, int) else str(one.amount)
    return Searched(
        "Allocation",
        f"{one.partnership}, {amount}",
        view,
        one.partnership_id or one.id,
        one.year,
        f"{one.basis} {one.purpose} {one.conditions} {one.reason}",
        one.amount if isinstance(one.amount, int) else None,
        by_amount=bool(one.partnership_id),
    )
