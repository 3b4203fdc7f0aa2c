"""What is set in a scenario, to be read only: it was adopted, or the file may not be written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.allocations import planning
from app.allocations.planning import BenchData, ScenarioPlan
from app.money import format_limit, format_pence
from ui.kit import theme
from ui.kit.parts import Alert, FactRows, Section
from ui.kit.words import plain

Facts = Sequence[tuple[str, str]]


class Settings(QWidget):
    """Weights, limits and years in words, under what there is to say of the whole."""

    def __init__(self, data: BenchData, plan: ScenarioPlan, said: tuple[str, str]) -> None:
        super().__init__()
        now = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, now.gap(20), 0)
        column.setSpacing(now.gap(14))
        if said[0]:
            column.addWidget(Alert(*said, tone="ok"))
        for title, facts in settings(data, plan):
            column.addWidget(Section(title, FactRows(facts)))
        if plan.note:
            column.addWidget(Section("Note", plain(plan.note, "small", wrap=True)))
        column.addStretch(1)


def settings(data: BenchData, plan: ScenarioPlan) -> list[tuple[str, Facts]]:
    """Everything that is set, under its headings; what is not set is left out."""
    names = {one.id: one.name for one in data.factors}
    weights = [
        (names.get(key, "A factor that was put away"), planning.percent_said(tenths))
        for key, tenths in plan.weights.items()
        if tenths
    ]
    limits = [
        ("Nobody loses more than", format_limit(plan.loss) if plan.loss else ""),
        ("Nobody gains more than", format_limit(plan.gain) if plan.gain else ""),
        ("Brought in over", "1 year" if plan.years == 1 else f"{plan.years} years"),
    ]
    held, own = [], []
    for partnership_id, each in plan.limits.items():
        name = data.named(partnership_id)
        if each.held is not None:
            held.append((name, format_pence(each.held)))
        for words, limit in (("floor", each.floor), ("cap", each.cap)):
            if limit is not None:
                own.append((f"{name}, {words}", format_limit(limit)))
    reserves = [
        ("Flagged above", f"{plan.reserve_months} months"),
        ("Counts against the share", planning.percent_said(plan.reserve_rate_tenths)),
    ]
    every = [
        ("Share by", weights),
        ("Limits over the whole term", limits),
        ("To share in each year", [(data.said(year), format_pence(pence)) for year, pence in plan.totals.items()]),
        ("Districts", [("Stand", "by their own figures" if plan.by_district else "within their county, held")]),
        ("Held outside the formula", held),
        ("Own floors and caps", own),
        ("Reserves", reserves),
    ]
    shown = [(title, [fact for fact in facts if fact[1]]) for title, facts in every]
    return [(title, facts) for title, facts in shown if facts]
