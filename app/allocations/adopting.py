"""Adopting a scenario: every year's allocations written in one step, with what they rest on and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app import records
from app.allocations import allocations, entering, planning, scenarios
from app.allocations.allocations import AllocationRecord, Terms
from app.allocations.formula import Outcome, Problem, Rebalanced
from app.allocations.planning import BenchData, ScenarioPlan
from app.allocations.scenarios import ScenarioRecord
from app.coding import as_text
from app.errors import NeedsApproval, Refused
from app.funds import figures, lines
from app.funds.figures import Amount
from app.funds.lines import LineRecord
from app.listing import Column, Line, Listing
from app.money import Pence, format_pence
from app.years import format_day, format_year
from db.funds import BudgetLine

UNDECIDED = "TBD"
BASIS_KIND = "formula"


@dataclass(frozen=True, slots=True)
class Writing:
    """One allocation that adopting writes, in pence; `before` is what stands there now, None where nothing does."""

    partnership_id: str
    partnership: str
    year: int
    before: Amount
    after: Pence
    basis: str

    @property
    def cell(self) -> str:
        """`partnership:year`."""
        return f"{self.partnership_id}:{self.year}"


@dataclass(frozen=True, slots=True)
class YearPreview:
    """One year of it: what is written in all, and the line's budget (None where it gets one with the word TBD)."""

    year: int
    total: Pence
    budget: Amount

    @property
    def indicative(self) -> bool:
        """Whether there is no amount yet to give it from."""
        return not isinstance(self.budget, int)


@dataclass(frozen=True, slots=True)
class Preview:
    """All that adopting a scenario would write; nothing where `problems` says what keeps it from being adopted.

    `warnings` are sentences about what is overwritten, such as a grant document that was signed for another amount.
    """

    scenario: ScenarioRecord
    line: str
    year_style: str
    writings: tuple[Writing, ...]
    years: tuple[YearPreview, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...] = ()

    @property
    def amounts(self) -> dict[str, Pence]:
        """What would be written, by `partnership:year`."""
        return {one.cell: one.after for one in self.writings}

    @property
    def was(self) -> dict[str, Amount]:
        """What stands there now, by `partnership:year`; nothing where there is no allocation."""
        return {one.cell: one.before for one in self.writings if one.before is not None}


def preview(session: Session, scenario_id: str) -> Preview:
    """What adopting the scenario would write, computed from the figures as they are now. Raises Refused."""
    found = scenarios.scenario(session, scenario_id)
    plan = found.plan
    data = scenarios.bench_data(session, plan.line_id, year=plan.year)
    line = lines.line(session, plan.line_id)
    done = planning.rebalanced(data, plan)
    present = _present(session, line, plan)
    writings = tuple(_writings(data, plan, done, present))
    years = tuple(
        YearPreview(
            year,
            Pence(sum(one.after for one in writings if one.year == year)),
            line.budgets[year].figures.budget if year in line.budgets else None,
        )
        for year in range(plan.year + 1, plan.last_year + 1)
    )
    problems = done.problems or tuple(_left_over(data, plan, present, {one.cell for one in writings}))
    warnings = tuple(_signed(data, present, writings))
    return Preview(found, data.line, data.year_style, () if problems else writings, years, problems, warnings)


def _present(session: Session, line: LineRecord, plan: ScenarioPlan) -> dict[str, AllocationRecord]:
    """The allocations that stand in the years to come, by `partnership:year`."""
    return {
        f"{one.partnership_id}:{year}": one
        for year in range(plan.year + 1, plan.last_year + 1)
        if year in line.budgets
        for one in allocations.allocations(session, budget_id=line.budgets[year].id)
    }


def _writings(
    data: BenchData, plan: ScenarioPlan, done: Rebalanced, present: Mapping[str, AllocationRecord]
) -> list[Writing]:
    said = planning.weights_said(plan, {one.id: one.name for one in data.factors})
    return [
        Writing(
            partnership_id,
            data.named(partnership_id),
            year,
            present[cell].amount if (cell := f"{partnership_id}:{year}") in present else None,
            by_year[year],
            _basis(plan, one, partnership_id, year, said),
        )
        for one in done.outcomes
        for partnership_id, by_year in _parts(one)
        for year in range(plan.year + 1, plan.last_year + 1)
    ]


def _parts(one: Outcome) -> list[tuple[str, Mapping[int, Pence]]]:
    """What each partnership of a member has by year: a county's own partnership and each of its districts."""
    return [(one.id, one.own), *one.districts.items()] if one.districts else [(one.id, one.by_year)]


def _basis(plan: ScenarioPlan, one: Outcome, partnership_id: str, year: int, said: str) -> str:
    """“Re-balanced by population 40 %, recorded crime 30 %; year 2 of 3”."""
    step = f"; year {year - plan.year} of {plan.years}" if plan.years > 1 else ""
    if partnership_id in one.districts or one.bound == "held":
        amount = one.districts[partnership_id][plan.last_year] if partnership_id in one.districts else one.target
        return f"Held at {format_pence(amount)} in the re-balancing by {said}{step}"
    return f"Re-balanced by {said}{step}"


def _signed(data: BenchData, present: Mapping[str, AllocationRecord], writings: Sequence[Writing]) -> Iterator[str]:
    """Grant documents that are out with another amount than the one that would be written."""
    for one in writings:
        there = present.get(one.cell)
        if there is None or there.amount == one.after:
            continue
        if day := there.signed_on or there.sent_on:
            done = "signed" if there.signed_on else "sent"
            yield (
                f"The grant document of {one.partnership} for {data.said(one.year)} was {done} on {format_day(day)}, "
                "with the amount that stands there now."
            )


def _left_over(
    data: BenchData, plan: ScenarioPlan, present: Mapping[str, AllocationRecord], written: set[str]
) -> list[Problem]:
    """Allocations of these years to partnerships that take no part: with them a year would not sum to its total."""
    return [
        Problem(
            f"{one.partnership} has an allocation in {data.said(one.year)} and takes no part in this scenario. Give it "
            "a limit or a figure, or put that allocation away first."
        )
        for cell, one in present.items()
        if cell not in written
    ]


def adopt(
    session: Session,
    scenario_id: str,
    *,
    version: int | None,
    reason: str,
    approver: str = "",
    amounts: Mapping[str, Pence] | None = None,
    was: Mapping[str, Amount] | None = None,
    today: date | None = None,
) -> None:
    """Write every year's allocations of the scenario, change those that are there, and keep why.

    `amounts` and `was` are those of the preview the person saw: where they have changed since, nothing is written. A
    year without a budget gets one with the word TBD, and while a year has no amount its allocations are indicative.
    Raises Refused (with the first problem where there is one), NeedsApproval, Stale.
    """
    why = records.required(reason, "A reason", "reason")
    row = scenarios.not_adopted(session, scenario_id, version)
    line = records.in_use(session, BudgetLine, row.line_id)
    found = preview(session, scenario_id)
    if found.problems:
        raise Refused(found.problems[0].text)
    _refuse_unseen(found, amounts, was)
    budgets = {one.year: _budget(session, line.id, one.year, today) for one in found.years}
    data = scenarios.bench_data(session, line.id, year=row.year)
    _enter(session, line.id, found, reason=why, approver=approver)
    for one in found.years:
        _say_why(session, budgets[one.year], found, one, reason=why, approver=approver)
    row.adopted_on = today or date.today()
    row.adopted_by = scenarios.asking(session)
    row.adopted_reason = why
    row.adopted_data = as_text(data)


def _refuse_unseen(found: Preview, amounts: Mapping[str, Pence] | None, was: Mapping[str, Amount] | None) -> None:
    if amounts is not None and dict(amounts) != found.amounts:
        raise Refused("The figures it is computed from have changed since you looked. Look at what it comes to now.")
    if was is not None and dict(was) != found.was:
        raise Refused("Somebody has changed the allocations of these years since you looked. Look at them again.")


def _budget(session: Session, line_id: str, year: int, today: date | None) -> str:
    """The line's budget of that year; where there is none, one with the word TBD, where the line stood last."""
    line = lines.line(session, line_id)
    if year in line.budgets:
        return line.budgets[year].id
    last = line.placed(year)
    return lines.set_budget(
        session,
        line_id,
        year=year,
        amount=UNDECIDED,
        priority_id=last.priority_id if last else None,
        area_id=last.area_id if last else None,
        today=today,
    )


def _enter(session: Session, line_id: str, found: Preview, *, reason: str, approver: str) -> None:
    """Enter every amount as the grid of allocations does, which asks for room. Raises Refused, NeedsApproval."""
    try:
        entering.enter(
            session,
            line_id,
            amounts=found.amounts,
            was=found.was,
            basis_kind=BASIS_KIND,
            reason=reason,
            overspend_approver=approver,
        )
    except NeedsApproval as needed:
        raise NeedsApproval(needed.message, needed.over_pence, "approver") from needed
    except Refused as refused:  # its cell is in no box of the person's
        raise Refused(refused.message) from refused
    session.flush()


def _say_why(session: Session, budget_id: str, found: Preview, one: YearPreview, *, reason: str, approver: str) -> None:
    """What each allocation of the year rests on, also of those whose amount stays; and who approved going over."""
    mine = {writing.partnership_id: writing for writing in found.writings if writing.year == one.year}
    terms: Terms = {"basis_kind": BASIS_KIND, "reason": reason}
    if one.indicative:
        terms["status"] = "indicative"
    terms["overspend_approver"] = approver if _is_over(session, budget_id, mine.values()) else ""
    for there in allocations.allocations(session, budget_id=budget_id):
        if writing := mine.get(there.partnership_id):
            terms["basis"] = writing.basis
            allocations.change(session, there.id, version=None, amount=writing.after, **terms)


def _is_over(session: Session, budget_id: str, mine: Iterable[Writing]) -> bool:
    """Whether what these are more than before has taken the budget beyond what it holds."""
    more = sum(one.after - (one.before if isinstance(one.before, int) else 0) for one in mine)
    left = figures.of_budgets(session, [budget_id])[budget_id].left
    return more > 0 and isinstance(left, int) and left < 0


def preview_listing(found: Preview) -> Listing:
    """What would be written, each partnership with its amount now and then in each year."""
    years = [one.year for one in found.years]
    said = {year: format_year(year, found.year_style) for year in years}
    by_partnership: dict[str, dict[int, Writing]] = {}
    for one in found.writings:
        by_partnership.setdefault(one.partnership_id, {})[one.year] = one
    return Listing(
        title=f"Adopting {found.scenario.plan.name}",
        subtitle=found.line,
        columns=(
            Column("partnership", "Partnership"),
            *(
                column
                for year in years
                for column in (
                    Column(f"b{year}", f"{said[year]} now £", "pence"),
                    Column(f"y{year}", f"{said[year]} then £", "pence"),
                )
            ),
        ),
        lines=tuple(
            Line(
                key,
                (
                    next(iter(mine.values())).partnership,
                    *(cell for year in years for cell in (mine[year].before, mine[year].after)),
                ),
            )
            for key, mine in by_partnership.items()
        ),
        notes=tuple(("", f"{said[one.year]} has no amount yet: indicative.") for one in found.years if one.indicative),
    )
