"""From which value on a rule of procurement holds: dated figures that come with the desk, and the office's own.

Amounts are pence with VAT.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

import resources
from app import records
from app.contracts.date_fields import THRESHOLDS
from app.errors import Refused
from app.listing import Column, Group, Line, Listing
from app.money import Pence
from db.contracts import ProcurementThreshold

LABELS = {one.value: one.label for one in THRESHOLDS}


@dataclass(frozen=True, slots=True)
class ThresholdRecord:
    """A figure from a day on; `until` is the last day it is known to hold, None where none is known.

    The `id` of a figure that came with the desk is its key and day, and its `version` 0; `is_own` ones are rows.
    """

    id: str
    version: int
    key: str
    from_on: date
    until: date | None
    amount: Pence
    source: str
    is_own: bool

    @property
    def name(self) -> str:
        """What it is the threshold of."""
        return LABELS.get(self.key, self.key)


def thresholds(session: Session) -> list[ThresholdRecord]:
    """Every threshold that came with the desk and every one of the office's own, by key, the first day first."""
    own = [
        _own(row)
        for row in session.scalars(select(ProcurementThreshold).where(ProcurementThreshold.archived.is_(False)))
    ]
    order = list(LABELS)
    return sorted(
        [*shipped(), *own],
        key=lambda one: (order.index(one.key) if one.key in LABELS else len(order), one.key, one.from_on, one.is_own),
    )


def threshold(session: Session, row_id: str) -> ThresholdRecord:
    """One threshold, the desk's or the office's own, in use or put away. Raises Refused when it is gone."""
    found = next((one for one in shipped() if one.id == row_id), None)
    return found or _own(records.fetch(session, ProcurementThreshold, row_id))


def threshold_on(known: Sequence[ThresholdRecord], key: str, day: date) -> Pence | None:
    """What holds on a day, in pence; None before the first figure there is.

    The latest that has begun holds, and of two from the same day the office's own: a figure is not forgotten when the
    period it was fixed for has ended, since the next one may not have been entered yet.
    """
    found = in_force(known, key, day)
    return None if found is None else found.amount


def in_force(known: Sequence[ThresholdRecord], key: str, day: date) -> ThresholdRecord | None:
    """The figure that holds on a day, as `threshold_on` chooses it."""
    begun = [one for one in known if one.key == key and one.from_on <= day]
    return max(begun, key=lambda one: (one.from_on, one.is_own), default=None)


@cache
def shipped() -> tuple[ThresholdRecord, ...]:
    """The figures that come with the desk."""
    with resources.path("procurement", "thresholds.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            ThresholdRecord(
                id=f"{row['threshold']}:{row['from_on']}",
                version=0,
                key=row["threshold"],
                from_on=date.fromisoformat(row["from_on"]),
                until=date.fromisoformat(row["until"]) if row["until"] else None,
                amount=Pence(int(row["pounds"]) * 100),
                source=row["source"],
                is_own=False,
            )
            for row in csv.DictReader(file)
        )


def add(session: Session, *, threshold: str, from_on: date | None, amount: int | None, source: str) -> str:
    """Set a threshold of the office's own from a day on, in pence; its id. Raises Refused."""
    row = ProcurementThreshold(
        threshold=_key(threshold),
        from_on=_day(from_on),
        amount_pence=_amount(amount),
        source=records.required(source, "The source", "source"),
    )
    session.add(row)
    return row.id


def change(
    session: Session,
    threshold_id: str,
    *,
    version: int | None,
    threshold: str,
    from_on: date | None,
    amount: int | None,
    source: str,
) -> None:
    """Change a threshold of the office's own, in pence. Raises Refused, Stale."""
    _refuse_shipped(threshold_id)
    records.change(
        session,
        ProcurementThreshold,
        threshold_id,
        version=version,
        threshold=_key(threshold),
        from_on=_day(from_on),
        amount_pence=_amount(amount),
        source=records.required(source, "The source", "source"),
    )


def archive(session: Session, threshold_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a threshold of the office's own away, so that the one before it holds, or bring it back. Raises Refused."""
    _refuse_shipped(threshold_id)
    records.archive(session, ProcurementThreshold, threshold_id, version=version, back=back)


def threshold_list(session: Session, *, day: date | None = None) -> Listing:
    """Every threshold, in pence, grouped by what it is of; with a `day`, which of them holds on it."""
    every = thresholds(session)
    state = () if day is None else (Column("state", "State", "chip"),)
    columns = (
        Column("threshold", "Threshold"),
        Column("from_on", "From", "day"),
        Column("until", "Known until", "day"),
        Column("amount", "With VAT £", "pence", added=False),
        *state,
        Column("set_by", "Set by"),
        Column("source", "Source"),
    )
    rows = tuple(
        Line(
            one.id,
            (
                one.name,
                one.from_on,
                one.until,
                one.amount,
                *(() if day is None else (_state(every, one, day),)),
                "This office" if one.is_own else "The law",
                one.source,
            ),
            group=one.key,
        )
        for one in every
    )
    groups = tuple(Group(key, LABELS.get(key, key)) for key in dict.fromkeys(one.key for one in every))
    return Listing("Thresholds", columns, rows, groups, subtitle="Procurement Act 2023, with VAT")


def _state(every: Sequence[ThresholdRecord], one: ThresholdRecord, day: date) -> str:
    if one.from_on > day:
        return "To come"
    if in_force(every, one.key, day) is not one:
        return "Past"
    return "To renew" if one.until is not None and one.until < day else "In force"


def _own(row: ProcurementThreshold) -> ThresholdRecord:
    return ThresholdRecord(
        row.id, row.version, row.threshold, row.from_on, None, Pence(row.amount_pence), row.source, True
    )


def _key(given: str) -> str:
    if given not in LABELS:
        raise Refused("Choose which threshold it is.", "threshold")
    return given


def _day(given: date | None) -> date:
    if given is None:
        raise Refused("From is needed.", "from_on")
    return given


def _amount(given: int | None) -> int:
    if given is None or given < 0:
        raise Refused("Give an amount of £0 or more.", "amount")
    return given


def _refuse_shipped(threshold_id: str) -> None:
    if any(one.id == threshold_id for one in shipped()):
        raise Refused("This figure is the law's. Set one of this office's own from the day on where it differs.")
