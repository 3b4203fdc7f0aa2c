"""Who makes the backup of which hour: whoever claims it first. Bookkeeping, so not in the journal."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class BackupClaim(Base):
    """One hour (UTC, `2026-11-25T14`) and who took it; a second claim of the same hour breaks the key."""

    __tablename__ = "backup_claim"

    slot: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[str]
    user: Mapped[str]
    machine: Mapped[str]
