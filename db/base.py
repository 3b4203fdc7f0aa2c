"""What every table shares: a key made on the laptop, a version, an archive mark, and strict SQLite types."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Dialect, Index, Integer, MetaData, Text, TypeDecorator, text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

STRICT = {"sqlite_strict": True}

_last = 0
_lock = threading.Lock()


def uuid7() -> str:
    """A UUIDv7 (RFC 9562) as text: sorts by time, never repeats in this process, collides on no two laptops."""
    global _last  # noqa: PLW0603 - two keys made in one millisecond must still sort in the order they were made
    with _lock:
        stamp = max(time.time_ns() // 1_000_000 << 12, _last + 1)
        _last = stamp
    number = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64
    number |= 0b10 << 62 | int.from_bytes(os.urandom(8)) >> 2
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


class Day(TypeDecorator[date]):
    """A date kept as YYYY-MM-DD text, since STRICT tables have no date of their own."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class YesNo(TypeDecorator[bool]):
    """Yes or no kept as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class Base(DeclarativeBase):
    """Names every constraint, so that each can have its sentence."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text(), int: Integer(), date: Day(), bool: YesNo()}
    __table_args__: Any = STRICT


class Record(Base):
    """A row the journal follows: never deleted, only archived; `version` refuses a save over somebody else's."""

    __abstract__ = True

    never_undone: ClassVar[str] = ""
    """Why a step that makes such a row cannot be taken back, in a sentence; empty where it can."""

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    archived: Mapped[bool] = mapped_column(default=False, server_default="0")

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", uuid7())
        values.setdefault("archived", False)
        super().__init__(**values)

    @property
    def settled(self) -> str:
        """Why what was done to this row cannot be taken back any more, in a sentence; empty where it can."""
        return self.never_undone

    def settled_in(self, columns: Collection[str]) -> str:
        """The same of what was done to these columns of it alone, where that is another matter."""
        return self.settled

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


def one_active(name: str, *columns: str, sentence: str, field: str | None = None) -> Index:
    """At most one row that is not archived for these columns; the sentence is what a person reads otherwise."""
    return Index(
        name, *columns, unique=True, sqlite_where=text("archived = 0"), info={"sentence": sentence, "field": field}
    )
