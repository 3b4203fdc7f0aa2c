"""What partnerships declare that they hold in reserve, with the day and the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.money import Pence


@dataclass(frozen=True, slots=True)
class ReserveRecord:
    """A declaration in pence; `closing` is as declared, which may not be what opening + added - used comes to."""

    id: str
    version: int
    partnership_id: str
    partnership: str
    declared_on: date
    opening: Pence | None
    added: Pence | None
    used: Pence | None
    closing: Pence
    evidence: str

    @property
    def computed(self) -> Pence | None:
        """What the declaration's own figures come to; None where no opening was declared."""
        return None if self.opening is None else Pence(self.opening + (self.added or 0) - (self.used or 0))

    @property
    def difference(self) -> Pence:
        """Declared closing less what its own figures come to; 0 where they cannot be compared."""
        return Pence(0) if self.computed is None else Pence(self.closing - self.computed)
