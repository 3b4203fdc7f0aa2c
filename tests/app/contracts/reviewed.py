"""Reviews, indicators and actions of a contract in a small office, each put in by its use case in one call."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.contracts import actions, indicators, people, reading, reviews
from app.contracts.parts import ContractRecord
from app.door import Office
from app.money import MILLION

DAY = date(2019, 8, 1)
HELD = date(2019, 1, 20)


def record(office: Office, contract_id: str, quarter: str = "2018:3", **given: Any) -> str:
    """The review of a period, held on 20 January 2019 unless another day is given; its id."""
    terms: dict[str, Any] = {"held_on": HELD, "rating": "Good", "note": "", **given}
    return office.write("Record review", reviews.record, contract_id, quarter=quarter, **terms)


def indicator(office: Office, contract_id: str, name: str = "Seen in five days", **given: Any) -> str:
    """An indicator in percent with a target of 90; its id."""
    terms: dict[str, Any] = {"unit": "%", "target": 90 * MILLION, **given}
    return office.write("Add indicator", indicators.add, contract_id, name=name, **terms)


def action(office: Office, contract_id: str, words: str = "Send the waiting list", **given: Any) -> str:
    """An action; its id."""
    return office.write("Add action", actions.add, contract_id, words=words, **given)


def count(office: Office, review_id: str, **by_category: int) -> None:
    """People by sex: `Female=12, Male=3`."""
    cells = {f"Sex|{name}:count": number * MILLION for name, number in by_category.items()}
    office.write("Enter counts", people.set_counts, review_id, counts=cells, was={})


def whole(office: Office, contract_id: str) -> ContractRecord:
    """The contract as it is now."""
    return office.read(reading.contract, contract_id)
