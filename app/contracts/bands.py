"""The expiry bands of the office, in months before the end of a contract, and the day no contract should outrun."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.contracts.standing import BANDS, Bands
from app.errors import Refused
from db.contracts import ContractRule

MOST_MONTHS = 120
"""Ten years: nobody looks further ahead for the end of a contract."""


def bands(session: Session) -> Bands:
    """What the office has set, in months, or `standing.BANDS` while it has set nothing."""
    row = _row(session)
    if row is None or row.archived:
        return BANDS
    return Bands(row.far_months, row.middle_months, row.near_months, row.handover_on)


def record(session: Session) -> tuple[str, int]:
    """The id and the version of the row the bands are kept in; an empty id and 0 before they are first set."""
    row = _row(session)
    return ("", 0) if row is None else (row.id, row.version)


def set_bands(
    session: Session,
    *,
    version: int | None,
    far_months: int | None,
    middle_months: int | None,
    near_months: int | None,
    handover_on: date | None,
) -> None:
    """Set the bands, in months, and the day of the handover. Raises Refused at the box that is wrong, Stale."""
    far = _months(far_months, "far_months")
    middle = _months(middle_months, "middle_months")
    near = _months(near_months, "near_months")
    if not near < middle:
        raise Refused(f"This is to be more than the {near} months of “Ends soon”.", "middle_months")
    if not middle < far:
        raise Refused(f"This is to be more than the {middle} months of “Ending”.", "far_months")
    if handover_on is None:
        raise Refused("Handover on is needed.", "handover_on")
    row = _row(session)
    if row is None:
        session.add(ContractRule(far_months=far, middle_months=middle, near_months=near, handover_on=handover_on))
        return
    records.at_version(session, ContractRule, row.id, version)
    row.far_months, row.middle_months, row.near_months, row.handover_on = far, middle, near, handover_on
    row.archived = False


def _row(session: Session) -> ContractRule | None:
    """The one row there is; archived where the step that made it was undone, and then used again."""
    return session.scalars(select(ContractRule).order_by(ContractRule.archived, ContractRule.id)).first()


def _months(given: int | None, field: str) -> int:
    if given is None or not 0 < given <= MOST_MONTHS:
        raise Refused(f"Give months from 1 to {MOST_MONTHS}.", field)
    return given
