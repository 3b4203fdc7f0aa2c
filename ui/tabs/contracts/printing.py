"""The papers and files that can be made of the Contracts tab."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.contracts.shown import Shown
from ui.output import Output

Offer = tuple[str, Callable[[], None]]
"""The words of a menu's entry, and what it does."""


def papers(output: Output, one: Shown | None, day: date) -> list[Offer]:
    """What can be printed besides the list and the record as they are seen, as things stand on a day."""
    found: list[Offer] = [
        ("Print the register…", lambda: output.print_contracts(day)),
        ("Print the expiry report…", lambda: output.print_expiry(day)),
    ]
    if one is not None and (c := one.contract) is not None:
        called = c.title.replace("&", "&&")
        found.append((f"Print the page of {called}…", lambda: output.print_contract(c.id, day)))
    return found


def exports(output: Output, day: date) -> list[Offer]:
    """What can be written to a file besides the list as it is seen, as things stand on a day."""
    return [
        ("Register to Excel…", lambda: output.save_register(day)),
        ("Register to CSV…", lambda: output.save_register_csv(day)),
        ("Open Contracting data…", lambda: output.save_ocds(day)),
        ("Dates to calendar…", lambda: output.save_dates(day)),
    ]
