"""What the pictures show of the re-balancing bench: a scenario, one that cannot be met, several, why, and adopting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from app.allocations import scenarios
from app.allocations.bench import Bench, bench
from app.allocations.scenarios import ScenarioRecord
from app.money import Limit
from bench.shared import settled

if TYPE_CHECKING:
    from ui.tabs.allocations.bench_page import BenchPage
    from ui.tabs.allocations.page import AllocationsPage
    from ui.window import Window

Scene = tuple[str, Callable[["Window"], object]]
OTHERS = (("C: people alone", (100, 0, 0, 0)), ("D: demand first", (10, 20, 60, 10)))


def scenes() -> list[Scene]:
    """The bench as somebody comes to it, and as they go on."""
    return [
        ("allocations-bench", _bench),
        ("allocations-bench-percent", lambda window: _bench(window).results.measure.choose("%")),
        ("allocations-bench-head", lambda window: _bench(window).results.measure.choose("head")),
        ("allocations-bench-why", _why),
        ("allocations-bench-limits", _limits),
        ("allocations-bench-unmet", _unmet),
        ("allocations-bench-unread", _unread),
        ("allocations-bench-adopt", lambda window: _bench(window).adopt()),
        ("allocations-bench-compared", _compared),
        ("allocations-bench-adopted", _adopted),
    ]


def _bench(window: Window) -> BenchPage:
    """The scenario of the example on the bench of the Allocations tab, as it is kept."""
    window.show_allocations()
    settled(window)
    tab = window.allocations
    assert tab is not None
    forget(tab)
    found: list[list[ScenarioRecord]] = []
    window.desk.read(found.append, scenarios.scenarios)
    settled(window)
    tab.open_bench(found[0][0].id)
    settled(window)
    assert tab.bench is not None
    return tab.bench


def forget(tab: AllocationsPage) -> None:
    """Leave the tab at its list, whatever is typed in it."""
    if tab.bench is not None and tab.bench.form is not None:
        tab.bench.form.set_values(tab.bench.form.original_values())
    tab.close_bench()
    tab.close_form()


def _why(window: Window) -> None:
    page = _bench(window)
    page.results.choose(page.results.table.shown_ids()[1])
    settled(window)
    page.results.ensureWidgetVisible(page.results.why, 0, 0)


def _limits(window: Window) -> None:
    page = _bench(window)
    if page.form is not None:
        page.form.pane.verticalScrollBar().setValue(page.form.pane.verticalScrollBar().maximum())


def _type(page: BenchPage, cell: str, text: str) -> None:
    """Type into the first cell of a column of the limits."""
    if page.form is not None:
        line = next(box.line for key, box in page.form.limits.cells.items() if key.endswith(f":{cell}"))
        line.setFocus()
        line.setText(text)
        page.form.pane.ensureWidgetVisible(line)


def _unmet(window: Window) -> None:
    _type(_bench(window), "floor", "£2,000,000")


def _unread(window: Window) -> None:
    page = _bench(window)
    if page.form is not None:
        next(iter(page.form.weights.cells.values())).line.setText("4x")
        page.say_unread()


def _read(window: Window, page: BenchPage) -> Bench:
    """What the bench reads, to be shown otherwise than it is kept: a picture writes nothing to the file."""
    found: list[Bench] = []
    window.desk.read(found.append, bench, page.scenario_id)
    settled(window)
    return found[0]


def _compared(window: Window) -> None:
    """Two more made from it, beside it."""
    page = _bench(window)
    answer = _read(window, page)
    plan = answer.scenario.plan
    others = []
    for name, percents in OTHERS:
        weights = {factor_id: 10 * percent for factor_id, percent in zip(plan.weights, percents, strict=True)}
        other = replace(plan, name=name, weights=weights, loss=Limit(tenths=150), gain=Limit(tenths=150))
        others.append(replace(answer.scenario, id=name, plan=other))
    page.show_bench(replace(answer, others=tuple(others)))
    page.compare([one.id for one in others])


def _adopted(window: Window) -> None:
    page = _bench(window)
    answer = _read(window, page)
    page.show_bench(
        replace(
            answer,
            scenario=replace(
                answer.scenario,
                adopted_on=date(2020, 2, 3),
                adopted_by="Jo",
                adopted_reason="Agreed with the Chief Constable and the partnerships",
            ),
        )
    )
