"""Money that partnerships did not spend: what is to settle, and whether it was carried, returned or redirected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.money import Pence

Treatment = Literal["carried", "returned", "redirected"]


@dataclass(frozen=True, slots=True)
class TreatmentRecord:
    """What was decided of some of an underspend, in pence."""

    id: str
    version: int
    treatment: Treatment
    amount: Pence
    redirected_to: str
    reason: str
    approver: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class UnderspendRecord:
    """What a partnership did not spend of a year's allocation, in pence, and what was decided of it.

    `is_final` is whether the year-end return says so; else it is the forecast. `to_settle` is what is over the limit of
    the spending rule and has no treatment yet.
    """

    partnership_id: str
    partnership: str
    year: int
    allocation: Pence
    spent: Pence
    is_final: bool
    underspend: Pence
    limit: Pence
    treatments: tuple[TreatmentRecord, ...]

    @property
    def treated(self) -> Pence:
        """What has a treatment."""
        return Pence(sum(one.amount for one in self.treatments))

    @property
    def to_settle(self) -> Pence:
        """What is still to decide: all that has no treatment, where the underspend is over the limit."""
        return Pence(max(0, self.underspend - self.treated)) if self.underspend > self.limit else Pence(0)
