"""Documents kept with a record: what each is called and the SHA-256 its bytes lie under, beside the office file."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import STRICT, Record


class Document(Record):
    """One document about one row of a journalled table; the bytes are in the documents folder. `size` is in bytes."""

    __tablename__ = "document"
    __table_args__ = (CheckConstraint("size >= 0", name="size"), STRICT)

    about_table: Mapped[str]
    about_id: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    media: Mapped[str]
    digest: Mapped[str]
    size: Mapped[int]
