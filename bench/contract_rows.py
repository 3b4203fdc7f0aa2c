"""Generated contracts with parts of every kind, as many as wanted and always the same, put into an example office."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from app.contracts.term import add_months, last_of
from bench.listings import budget_names

YEAR = 2019
DAY = timedelta(days=1)
PROVIDERS = 200
Values = dict[str, Any]


def fill(office: sqlite3.Connection, count: int) -> None:
    """Put contracts that all run in the year into an example office past its journal, with parts of every kind."""
    office.execute("PRAGMA foreign_keys = ON")
    lines = [row[0] for row in office.execute("SELECT id FROM budget_line WHERE archived = 0 ORDER BY id")]
    _insert(
        office,
        "organisation",
        ({"id": f"provider-{at}", "name": f"Provider {at}", "kind": "other"} for at in range(PROVIDERS)),
    )
    names = budget_names(count)
    _insert(office, "contract", (_contract(at, names[at]) for at in range(count)))
    for table, rows_of in _PARTS.items():
        _insert(office, table, (row for at in range(count) for row in rows_of(at)))
    _insert(office, "contract_fund", (row for at in range(count) for row in _shares(at, lines)))
    office.commit()


def term(at: int) -> tuple[date, date]:
    """The first and last day of the initial term of one contract: none ends before the year, none begins after it."""
    starts_on = date(2014 + at % 6, (1, 4, 7, 10)[at % 4], 1) if at % 6 < 5 else date(2019, (4, 5, 7, 10)[at % 4], 1)
    months = 12 * (1 + at % 3)
    while (ends_on := last_of(starts_on, months)) < date(YEAR, 12, 31):
        months += 6
    return starts_on, ends_on


def _contract(at: int, name: str) -> Values:
    starts_on, ends_on = term(at)
    value = 50_000_00 + at * 1_237
    return {
        "id": f"contract-{at}",
        "reference": f"B/{at:05}",
        "title": name,
        "purpose": "Work for the people of the area",
        "organisation_id": f"provider-{at % PROVIDERS}",
        "owner": "Bench",
        "regime": ("act-2023", "regulations-2015", "grant")[at % 3],
        "kind": "light-touch",
        "route": "",
        "value_pence": value,
        "gross_pence": value * 6 // 5,
        "value_per": "year" if at % 2 else "term",
        "signed_on": starts_on,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "notice_months": 6,
        "review_every": "quarter",
        "scale": "",
        "is_vcse": at % 2,
        **dict.fromkeys(("cpv", "ocid", "assignment", "data_agreement", "note"), ""),
    }


def _options(at: int) -> Iterator[Values]:
    _, last = term(at)
    for count in range(at % 4):
        starts_on = last + DAY
        last = last_of(starts_on, 12)
        yield {
            "id": f"option-{at}-{count}",
            "contract_id": f"contract-{at}",
            "starts_on": starts_on,
            "ends_on": last,
            "notice_on": add_months(starts_on, -6),
            "value_pence": 60_000_00,
            "status": "open",
            "note": "",
        }


def _breaks(at: int) -> Iterator[Values]:
    if at % 6 == 2:
        starts_on, ends_on = term(at)
        yield {
            "id": f"break-{at}",
            "contract_id": f"contract-{at}",
            "break_on": starts_on + (ends_on - starts_on) / 2,
            "whose": "either",
            "status": "open",
            "note": "",
        }


def _variations(at: int) -> Iterator[Values]:
    if at % 4 == 1:
        starts_on, _ = term(at)
        yield {
            "id": f"variation-{at}",
            "contract_id": f"contract-{at}",
            "number": 1,
            "kind": "value",
            "change_pence": 1_000_00,
            "effective_on": starts_on + 100 * DAY,
            "signed_on": starts_on + 90 * DAY,
            "reason": "More people came",
        }


def _contributions(at: int) -> Iterator[Values]:
    for year in range(YEAR - 1, YEAR + 3) if at % 3 == 0 else ():
        yield {
            "id": f"contribution-{at}-{year}",
            "contract_id": f"contract-{at}",
            "organisation_id": f"provider-{(at + 1) % PROVIDERS}",
            "year": year,
            "status": "agreed" if year <= YEAR else "conditional",
            "amount_pence": 20_000_00,
            "condition": "",
        }


def _conditions(at: int) -> Iterator[Values]:
    if at % 5 == 0:
        _, ends_on = term(at)
        yield {
            "id": f"condition-{at}",
            "contract_id": f"contract-{at}",
            "words": "Partners agree their share",
            "blocks_from": ends_on - 200 * DAY,
            "evidence": "",
        }


def _reviews(at: int) -> Iterator[Values]:
    for quarter in (1, 2):
        yield {
            "id": f"review-{at}-{quarter}",
            "contract_id": f"contract-{at}",
            "year": YEAR,
            "quarter": quarter,
            "held_on": date(YEAR, 4 + 3 * quarter, 20),
            "rating": "Good",
            "note": "",
        }


def _shares(at: int, lines: list[str]) -> Iterator[Values]:
    for place in range(2):
        yield {
            "id": f"share-{at}-{place}",
            "contract_id": f"contract-{at}",
            "line_id": lines[(at + place) % len(lines)],
            "from_year": 2014,
            "share_tenths": 500,
        }


_PARTS: dict[str, Callable[[int], Iterator[Values]]] = {
    "contract_option": _options,
    "contract_break": _breaks,
    "contract_variation": _variations,
    "contribution": _contributions,
    "contract_condition": _conditions,
    "contract_review": _reviews,
}


def _insert(office: sqlite3.Connection, table: str, rows: Iterator[Values]) -> None:
    every = [{"version": 1, **row} for row in rows]
    for row in every:
        row.update({key: value.isoformat() for key, value in row.items() if isinstance(value, date)})
    keys = list(every[0])
    statement = f"INSERT INTO {table} ({', '.join(keys)}) VALUES ({', '.join(f':{key}' for key in keys)})"
    office.executemany(statement, every)
