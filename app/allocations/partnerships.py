"""Community Safety Partnerships in tiers: a county's has its districts' below it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from db.allocations import Partnership
from db.organisations import Organisation


@dataclass(frozen=True, slots=True)
class PartnershipRecord:
    """A partnership; `parent_id` is the county partnership it lies under."""

    id: str
    name: str
    organisation_id: str
    area_id: str | None
    parent_id: str | None


def partnerships(session: Session) -> list[PartnershipRecord]:
    """Every partnership in the office's order."""
    rows = session.execute(
        select(Partnership, Organisation.name)
        .join(Organisation, Organisation.id == Partnership.organisation_id)
        .where(Partnership.archived.is_(False))
        .order_by(Partnership.position)
    )
    return [PartnershipRecord(row.id, name, row.organisation_id, row.area_id, row.parent_id) for row, name in rows]


def add_partnership(
    session: Session, *, organisation_id: str, area_id: str | None = None, parent_id: str | None = None
) -> str:
    """Add a partnership; its id."""
    row = Partnership(
        organisation_id=organisation_id,
        area_id=area_id,
        parent_id=parent_id,
        position=records.next_position(session, Partnership),
    )
    session.add(row)
    return row.id
