"""The papers that can be made of the Applications tab."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.grants.shown import Shown
from ui.output import Output

Offer = tuple[str, Callable[[], None]]
"""The words of a menu's entry, and what it does."""


def papers(output: Output, one: Shown | None, round_id: str, day: date) -> list[Offer]:
    """What can be printed besides the list and the record as they are seen, as things stand on a day."""
    found: list[Offer] = []
    if round_id:
        found += [
            ("Print the summary of the round…", lambda: output.print_round(round_id, day)),
            ("Print the long list…", lambda: output.print_long_list(round_id, day)),
        ]
    if one is not None and (a := one.application) is not None:
        called = a.reference.replace("&", "&&")
        found.append((f"Print the page of {called}…", lambda: output.print_application(a.id, day)))
    return found
