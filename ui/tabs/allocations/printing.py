"""The papers that can be made of a view of the Allocations tab, or of the record chosen in it."""

from __future__ import annotations

from collections.abc import Callable

from app.allocations.shown import Shown
from app.allocations.views import kind_of, line_of
from ui.output import Output

Offer = tuple[str, Callable[[], None]]
"""The words of a menu's entry, and what it does."""


def papers(output: Output, key: str, year: int, one: Shown | None) -> list[Offer]:
    """What can be printed besides the list and the record as they are seen; `year` is a start year."""
    kind, line_id = kind_of(key), line_of(key)
    found: list[Offer] = []
    if kind in ("line", "pooled"):
        found.append(("Print the allocation statement…", lambda: output.print_allocations(year, line_id)))
    if kind == "themes":
        found.append(("Print the paper of spend by theme…", lambda: output.print_themes(year)))
    if one is not None and one.partnership is not None:
        body = one.partnership.partnership
        called = body.short.replace("&", "&&")
        found.append((f"Print the page of {called}…", lambda: output.print_partnership(body.id, year)))
        found.append(("Print a page for each partnership…", lambda: output.print_partnership(None, year)))
    if one is not None and one.scenario is not None:
        scenario_id = one.scenario.id
        found.append(("Print the executive summary…", lambda: output.print_review(scenario_id)))
        found.append(("Print why each figure is what it is…", lambda: output.print_reasons(scenario_id)))
    return found
