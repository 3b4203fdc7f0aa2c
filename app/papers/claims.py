"""Stated figures as claims: what each says it sums, with its rows labelled, so that papers and the guard can add up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.funds import stated
from app.funds.stated import Part, StatedRecord
from app.money import format_pence
from app.papers.blocks import Claim
from app.papers.typed import typed_amounts
from db.allocations import Allocation, Partnership, PooledShare, Spend, Theme
from db.areas import AreaName
from db.funds import Budget, BudgetLine, BudgetNote, Commitment, Income, Movement
from db.organisations import Organisation

STATED = "stated:"
"""What the key of a stated figure begins with; its id follows."""


@dataclass(frozen=True, slots=True)
class StatedClaim:
    """A stated figure with the rows it counts.

    `known` is False where a row has no amount: then nothing can be compared, and the claim has no parts.
    `rows` are the ids of its rows, so that a table knows its own total.
    """

    claim: Claim
    year: int | None
    rows: frozenset[str]
    known: bool

    @property
    def ties(self) -> bool:
        """Whether it is what its rows come to; one that cannot be compared does not speak against itself."""
        return not self.known or self.claim.difference_pence == 0


def stated_claims(session: Session) -> tuple[StatedClaim, ...]:
    """Every stated figure in use, in the order they were entered, in pence."""
    records = stated.stated(session)
    labels = _labels(session, {part for one in records for part in one.parts})
    return tuple(_claim(one, labels) for one in records)


def _claim(one: StatedRecord, labels: Mapping[Part, str]) -> StatedClaim:
    known = one.computed_pence is not None
    claim = Claim(
        key=f"{STATED}{one.id}",
        name=one.name,
        printed_pence=one.amount_pence,
        printed_text=_printed(one),
        parts=tuple(
            (labels.get(part, "Put away"), pence)
            for part, pence in zip(one.parts, one.part_pence, strict=True)
            if known and pence is not None
        ),
        place=one.place,
        reason=one.reason,
    )
    rows = frozenset(row_id for _, row_id in one.parts)
    return StatedClaim(claim, one.year, rows, known)


def _printed(one: StatedRecord) -> str:
    """The figure as it was printed, faults and all (£1880,076), without the words or the star that stood beside it."""
    found = [typed.text for typed in typed_amounts(one.printed) if typed.pence in (None, one.amount_pence)]
    return found[0] if len(found) == 1 else format_pence(one.amount_pence)


_Query = Callable[[Sequence[str]], Select[str, str]]
_LABELS: dict[str, _Query] = {
    "budget": lambda ids: (
        select(Budget.id, BudgetLine.name).join(BudgetLine, BudgetLine.id == Budget.line_id).where(Budget.id.in_(ids))
    ),
    "budget_note": lambda ids: select(BudgetNote.id, BudgetNote.text).where(BudgetNote.id.in_(ids)),
    "income": lambda ids: select(Income.id, Income.name).where(Income.id.in_(ids)),
    "movement": lambda ids: select(Movement.id, Movement.reason).where(Movement.id.in_(ids)),
    "commitment": lambda ids: select(Commitment.id, Commitment.title).where(Commitment.id.in_(ids)),
    "allocation": lambda ids: (
        select(Allocation.id, func.coalesce(Organisation.name, Allocation.name))
        .outerjoin(Partnership, Partnership.id == Allocation.partnership_id)
        .outerjoin(Organisation, Organisation.id == Partnership.organisation_id)
        .where(Allocation.id.in_(ids))
    ),
    "pooled_share": lambda ids: (
        select(PooledShare.id, AreaName.name)
        .join(AreaName, AreaName.area_id == PooledShare.area_id)
        .where(PooledShare.id.in_(ids), AreaName.archived.is_(False))
        .order_by(AreaName.from_day)
    ),
    "spend": lambda ids: select(Spend.id, Theme.name).join(Theme, Theme.id == Spend.theme_id).where(Spend.id.in_(ids)),
}


def _labels(session: Session, parts: set[Part]) -> dict[Part, str]:
    """What each row is called; an area by its newest name."""
    found: dict[Part, str] = {}
    for kind, query in _LABELS.items():
        if ids := [row_id for one, row_id in parts if one == kind]:
            found.update({(kind, row_id): name for row_id, name in session.execute(query(ids))})
    return found


def stated_id(key: str) -> str | None:
    """The id of the stated figure whose claim has this key; None for a claim of anything else."""
    return key.removeprefix(STATED) if key.startswith(STATED) else None
