"""Reading the figures that the two documents print."""

from __future__ import annotations

import csv
from dataclasses import dataclass

import resources
from app.money import Pence


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed figure; `pence` is None where the document prints a word."""

    row: str
    column: str
    year: int | None
    pence: Pence | None
    text: str
    kind: str


def printed(office: str, table: str, *kinds: str) -> list[Printed]:
    """The figures of one table, in print order; only these kinds (item, total, ...) when any are named."""
    with resources.path("examples", office, f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = [_printed(row) for row in csv.DictReader(file)]
    return [one for one in rows if not kinds or one.kind in kinds]


def _printed(row: dict[str, str]) -> Printed:
    pounds, year = row["amount_pounds"], row["year"]
    return Printed(
        row["row"],
        row["column"],
        int(year[:4]) if year else None,
        Pence(int(pounds) * 100) if pounds else None,
        row["printed_text"],
        row["kind"],
    )


def amount(office: str, table: str, row: str, year: int | None = None) -> Pence:
    """The one printed amount in this row (and year). Raises LookupError when there is none or more than one."""
    found = {one.pence for one in printed(office, table) if one.row == row and year in (None, one.year)}
    if len(found) != 1 or None in found:
        raise LookupError(f"{office} {table} {row} {year}: {found}")
    return Pence(next(one for one in found if one is not None))
