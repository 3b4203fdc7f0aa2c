"""The office itself: what it is called, who holds it, how it marks papers and writes years."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from db.base import Record


class OfficeDetails(Record):
    """The one row of office details."""

    __tablename__ = "office"

    name: Mapped[str]
    holder_title: Mapped[str]
    address: Mapped[str]
    marking: Mapped[str]
    year_style: Mapped[str]
