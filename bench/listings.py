"""Generated lists of budget lines, as long as wanted and always the same."""

from __future__ import annotations

import random

from app.listing import Column, Group, Line, Listing

RARE = "zephyr"
_WORK = (
    "Youth diversion",
    "Domestic abuse refuge",
    "Sexual violence advocacy",
    "Street safety",
    "Young adults mentoring",
    "Restorative justice",
    "Rural crime watch",
    "Drug and alcohol recovery",
    "Victim care",
    "Business crime",
)
_PLACE = ("Exeter", "Plymouth", "Torbay", "Barnstaple", "Truro", "Penzance", "Bideford", "Tiverton", "York Road")
_GROUPS = ("Safety", "Connectivity", "Abuse", "Alcohol", "Vulnerability", "Volunteering", "Infrastructure", "Other")


def budget_names(count: int) -> list[str]:
    """So many names of lines; one in a thousand holds the rare word."""
    return [
        f"{_WORK[at % len(_WORK)]} {_PLACE[at * 7 % len(_PLACE)]} {at}{' ' + RARE if at % 1_000 == 500 else ''}"
        for at in range(count)
    ]


def budget_lines(count: int) -> Listing:
    """Lines under eight groups with seven columns of figures, one line in a hundred holding a word instead."""
    chance = random.Random(count)
    columns = (
        Column("line", "Budget line"),
        Column("y2018", "2018/19 £", "pence"),
        Column("y2019", "2019/20 £", "pence"),
        Column("change", "Change £", "change"),
        Column("percent", "%", "percent", of=("y2018", "y2019")),
        Column("allocated", "Allocated £", "pence"),
        Column("committed", "Committed £", "pence"),
        Column("left", "Left £", "pence"),
    )
    groups = tuple(Group(str(at), name) for at, name in enumerate(_GROUPS))
    lines = []
    for at, name in enumerate(budget_names(count)):
        before = chance.randrange(1_000, 20_000_000)
        after = before + chance.randrange(-before // 2, before // 2 + 1)
        given = chance.randrange(after + 1)
        figures = (before, after, after - before, (after - before) * 1000 // before, given, given // 2, after - given)
        cells = (name, before, "TBD", None, None, 0, 0, "TBD") if at % 100 == 50 else (name, *figures)
        lines.append(Line(str(at), cells, group=groups[at * len(groups) // count].key))
    return Listing("Commissioning budget", columns, tuple(lines), groups)
