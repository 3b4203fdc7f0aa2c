"""What each partnership is allocated out of a budget, in pence or as a word, on what basis and on which terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.funds import funds
from app.funds.figures import Amount
from app.money import Pence
from db.allocations import Allocation, AllocationSharer, Partnership
from db.funds import Budget
from db.organisations import Organisation


@dataclass(frozen=True, slots=True)
class AllocationRecord:
    """What a partnership is given out of one budget, in pence or as a word, and why.

    An addition shared by several partnerships has no `partnership_id`: `partnership` is its own name, and `sharer_ids`
    are those who share it. `basis_kind` is how the figure came about and `basis` says it in words, as “reduced by 5 %”.
    `purpose`, `conditions` and `reason` are what the Specified Information Order (SI 2011/3050, schedule, paragraph
    3(f)) has published of each crime and disorder reduction grant.
    """

    id: str
    version: int
    budget_id: str
    year: int
    partnership_id: str
    partnership: str
    amount: Amount
    basis_kind: str
    basis: str
    purpose: str
    conditions: str
    reason: str
    status: str
    sent_on: date | None
    signed_on: date | None
    overspend_approver: str
    sharer_ids: tuple[str, ...] = ()


def allocations(session: Session, *, year: int | None = None, budget_id: str | None = None) -> list[AllocationRecord]:
    """What partnerships are given themselves, in their order; additions shared by several are apart."""
    query = (
        select(Allocation, Budget.year, Organisation.name)
        .join(Budget, Budget.id == Allocation.budget_id)
        .join(Partnership, Partnership.id == Allocation.partnership_id)
        .join(Organisation, Organisation.id == Partnership.organisation_id)
        .where(Allocation.archived.is_(False))
        .order_by(Budget.year, Partnership.position)
    )
    if year is not None:
        query = query.where(Budget.year == year)
    if budget_id is not None:
        query = query.where(Allocation.budget_id == budget_id)
    return [_record(row, in_year, name) for row, in_year, name in session.execute(query)]


def additions(session: Session, *, year: int | None = None, budget_id: str | None = None) -> list[AllocationRecord]:
    """Additions that named partnerships share, in the order they were entered."""
    query = (
        select(Allocation, Budget.year)
        .join(Budget, Budget.id == Allocation.budget_id)
        .where(Allocation.archived.is_(False), Allocation.partnership_id.is_(None))
        .order_by(Budget.year, Allocation.id)
    )
    if year is not None:
        query = query.where(Budget.year == year)
    if budget_id is not None:
        query = query.where(Allocation.budget_id == budget_id)
    rows = session.execute(query).all()
    sharers: dict[str, list[str]] = {}
    shared = (
        select(AllocationSharer.allocation_id, AllocationSharer.partnership_id)
        .join(Partnership, Partnership.id == AllocationSharer.partnership_id)
        .where(AllocationSharer.archived.is_(False))
        .order_by(Partnership.position)
    )
    for allocation_id, partnership_id in session.execute(shared):
        sharers.setdefault(allocation_id, []).append(partnership_id)
    return [_record(row, in_year, row.name, tuple(sharers.get(row.id, ()))) for row, in_year in rows]


def _record(row: Allocation, year: int, name: str, sharer_ids: tuple[str, ...] = ()) -> AllocationRecord:
    return AllocationRecord(
        id=row.id,
        version=row.version,
        budget_id=row.budget_id,
        year=year,
        partnership_id=row.partnership_id or "",
        partnership=name,
        amount=row.word if row.amount_pence is None else Pence(row.amount_pence),
        basis_kind=row.basis_kind,
        basis=row.basis,
        purpose=row.purpose,
        conditions=row.conditions,
        reason=row.reason,
        status=row.status,
        sent_on=row.sent_on,
        signed_on=row.signed_on,
        overspend_approver=row.overspend_approver,
        sharer_ids=sharer_ids,
    )


def allocate(
    session: Session,
    budget_id: str,
    *,
    partnership_id: str,
    amount: Amount,
    basis_kind: str = "",
    basis: str = "",
    purpose: str = "",
    conditions: str = "",
    reason: str = "",
    status: str = "firm",
    overspend_approver: str = "",
) -> str:
    """Allocate part of a budget to a partnership, in pence or as a word; its id. Raises Refused, NeedsApproval."""
    pence, word = pence_and_word(amount)
    if pence is not None:
        funds.check_room(session, budget_id, more_pence=pence, approver=overspend_approver, field="amount")
    row = Allocation(
        budget_id=budget_id,
        partnership_id=partnership_id,
        name="",
        amount_pence=pence,
        word=word,
        basis_kind=basis_kind,
        basis=basis.strip(),
        purpose=purpose.strip(),
        conditions=conditions.strip(),
        reason=reason.strip(),
        status=status,
        overspend_approver=overspend_approver.strip(),
    )
    session.add(row)
    return row.id


def pence_and_word(amount: Amount) -> tuple[int | None, str]:
    """An amount as it is kept: pence, or the word in its place. Raises Refused."""
    if amount is None:
        raise Refused("Give an amount, or a word such as TBD that stands in its place.", "amount")
    if isinstance(amount, int) and amount < 0:
        raise Refused("The amount cannot be below £0.", "amount")
    return (None, amount.strip()) if isinstance(amount, str) else (amount, "")
