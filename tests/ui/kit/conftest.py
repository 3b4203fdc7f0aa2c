"""One small list and one large one, of the shape every list of the desk has."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from app.listing import Cell, Column, Group, Line, Listing
from ui.kit.table import ListView

COLUMNS = (
    Column("name", "Budget line"),
    Column("before", "2018/19 £", "pence"),
    Column("now", "2019/20 £", "pence"),
    Column("change", "Change £", "change"),
    Column("percent", "%", "percent", of=("before", "now")),
    Column("state", "State", "chip"),
)
GROUPS = (Group("plan", "Whole plan"), Group("victims", "Supporting victims"))


def line(at: str, name: str, before: Cell, now: Cell, group: str = "plan", state: str = "Ready") -> Line:
    """A line whose change is worked out."""
    change = now - before if isinstance(before, int) and isinstance(now, int) else None
    return Line(at, (name, before, now, change, None, state), group, "*" if name.endswith("services") else "")


@pytest.fixture
def listing() -> Listing:
    """Six lines in two groups; one has a word instead of a figure, two have no figure."""
    return Listing(
        "Funds",
        COLUMNS,
        (
            line("csp", "Community Safety Partnership Fund", 161_024_900, 168_524_900),
            line("road", "Road safety", None, 3_000_000),
            line("team", "Commissioning team", 15_800_000, 0, state="Ended"),
            line("isva", "ISVA and SARC services", 34_361_000, 51_219_900, "victims"),
            line("care", "Victim care services", 201_526_700, 202_034_100, "victims"),
            line("new", "Restorative justice", None, "TBD", "victims", "Draft"),
        ),
        GROUPS,
    )


@pytest.fixture
def many() -> Listing:
    """20,000 lines in twelve groups, with six columns of money."""
    columns = (Column("name", "Line"), *(Column(f"p{at}", f"Year {at} £", "pence") for at in range(6)))
    groups = tuple(Group(f"g{at}", f"Priority {at}") for at in range(12))
    words = ("Youth", "Road", "Victim", "Harbour", "Liaison", "Speedwatch")
    lines = tuple(
        Line(str(at), (f"{words[at % 6]} project {at}", *((at * 7 + one) * 100 for one in range(6))), f"g{at % 12}")
        for at in range(20_000)
    )
    return Listing("Many", columns, lines, groups)


Shown = Callable[..., ListView]


@pytest.fixture
def shown(put_up: Callable[[QWidget], None]) -> Shown:
    """Shows a list in a window of its own, active, and gives it back."""

    def show(listing: Listing, width: int = 756, height: int = 560) -> ListView:
        view = ListView("Budget lines", answer="now", tones={"Ready": "ok"})
        view.resize(width, height)
        view.show_listing(listing)
        put_up(view)
        return view

    return show
