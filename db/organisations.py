"""Organisations the office takes money from or gives it to, and the other names they go by."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.base import STRICT, Record, one_active


class Organisation(Record):
    __tablename__ = "organisation"
    __table_args__ = (
        one_active(
            "uq_organisation_name", "name", sentence="There is already an organisation with this name.", field="name"
        ),
        STRICT,
    )

    name: Mapped[str]
    kind: Mapped[str]


class Alias(Record):
    """Another name an organisation has gone by."""

    __tablename__ = "organisation_alias"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
