"""Areas as a tree, with names that change on a date while the area stays the same."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Record


class Area(Record):
    __tablename__ = "area"

    parent_id: Mapped[str | None] = mapped_column(ForeignKey("area.id"), index=True)
    kind: Mapped[str]
    code: Mapped[str]
    position: Mapped[int]


class AreaName(Record):
    """What an area is called from a day on; no day means from the beginning."""

    __tablename__ = "area_name"

    area_id: Mapped[str] = mapped_column(ForeignKey("area.id"), index=True)
    name: Mapped[str]
    from_day: Mapped[date | None]
