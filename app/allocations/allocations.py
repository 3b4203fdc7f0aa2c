"""What each partnership is allocated out of a budget, in pence or as a word, on what basis and on which terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict, Unpack

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.funds import figures, funds
from app.funds.figures import Amount
from app.money import MOST_PENCE, Pence, format_pence
from db.allocations import Allocation, AllocationSharer, Partnership
from db.funds import Budget, Commitment
from db.organisations import Organisation

BASIS_KINDS = ("flat", "percentage", "per-head", "formula", "manual", "history")
"""How a figure may have come about; empty where nobody has said."""
FEWEST_SHARERS = 2


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

    @property
    def document_state(self) -> str:
        """How far its grant document has come."""
        return "Signed" if self.signed_on else "Sent" if self.sent_on else "Not sent"


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


class Terms(TypedDict, total=False):
    """What an allocation says beside its amount; what is left out is empty, and `status` firm."""

    basis_kind: str
    basis: str
    purpose: str
    conditions: str
    reason: str
    status: str
    overspend_approver: str


def allocate(session: Session, budget_id: str, *, partnership_id: str, amount: Amount, **terms: Unpack[Terms]) -> str:
    """Allocate part of a budget to a partnership, in pence or as a word; its id. Raises Refused, NeedsApproval."""
    return _add(session, budget_id, amount, terms, partnership_id=partnership_id, name="").id


def add_addition(
    session: Session, budget_id: str, *, name: str, amount: Amount, sharer_ids: Sequence[str], **terms: Unpack[Terms]
) -> str:
    """Allocate part of a budget to several partnerships together, under a name of its own; its id.

    Raises Refused (also for fewer than two partnerships), NeedsApproval.
    """
    plain = _name_of_addition(session, budget_id, name, "")
    sharers = _sharers(sharer_ids)
    row = _add(session, budget_id, amount, terms, partnership_id=None, name=plain)
    session.flush()
    _set_sharers(session, row.id, sharers)
    return row.id


def change(
    session: Session, allocation_id: str, *, version: int | None, amount: Amount, **terms: Unpack[Terms]
) -> None:
    """Change what a partnership is allocated; terms that are left out stay. Raises Refused, NeedsApproval, Stale."""
    _change(session, allocation_id, version, amount, terms)


def change_addition(
    session: Session,
    allocation_id: str,
    *,
    version: int | None,
    name: str,
    amount: Amount,
    sharer_ids: Sequence[str],
    **terms: Unpack[Terms],
) -> None:
    """Change an addition and who shares it; terms that are left out stay. Raises Refused, NeedsApproval, Stale."""
    parts = session.scalars(select(AllocationSharer.id).where(AllocationSharer.allocation_id == allocation_id)).all()
    budget_id = records.fetch(session, Allocation, allocation_id).budget_id
    plain = _name_of_addition(session, budget_id, name, allocation_id)
    sharers = _sharers(sharer_ids)
    row = _change(session, allocation_id, version, amount, terms, parts)
    row.name = plain
    if _set_sharers(session, allocation_id, sharers):
        records.touch(row)


def archive(session: Session, allocation_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put an allocation away, or bring it back where there is room for it.

    Raises Refused (also while something is agreed under it), NeedsApproval, Stale.
    """
    row = records.at_version(session, Allocation, allocation_id, version)
    if back and row.archived and row.amount_pence is not None:
        terms = {"status": row.status, "approver": row.overspend_approver}
        check_room(session, row.budget_id, more_pence=row.amount_pence, **terms)
    if not back:
        refuse_agreed_under(session, row)
    row.archived = not back


def grant_document(
    session: Session, allocation_id: str, *, version: int | None, sent_on: date | None, signed_on: date | None
) -> None:
    """Say when the grant document was sent and signed, None for not yet. Raises Refused, Stale."""
    records.in_use(session, Allocation, allocation_id)
    records.change(session, Allocation, allocation_id, version=version, sent_on=sent_on, signed_on=signed_on)


def check_room(
    session: Session, budget_id: str, *, more_pence: int, status: str, approver: str, field: str = "amount"
) -> None:
    """Whether `more_pence` may be allocated; what is indicative needs no room while its year has no amount yet.

    Raises Refused, NeedsApproval.
    """
    if status == "indicative" and not isinstance(figures.budget(session, [budget_id]).get(budget_id), int):
        return
    funds.check_room(session, budget_id, more_pence=more_pence, approver=approver, field=field)


def promised(session: Session, row: Allocation, pence: int | None) -> int:
    """What `pence` in this allocation counts as, in pence: more where more than that is agreed under it."""
    under = select(func.sum(Commitment.amount_pence)).where(
        Commitment.allocation_id == row.id, Commitment.archived.is_(False)
    )
    return max(pence or 0, session.scalar(under) or 0)


def refuse_agreed_under(session: Session, row: Allocation) -> None:
    """An allocation stays while something is agreed under it, or that would count nowhere. Raises Refused."""
    agreed = session.scalars(
        select(Commitment).where(Commitment.allocation_id == row.id, Commitment.archived.is_(False))
    ).first()
    if agreed is not None:
        raise Refused(
            f"“{agreed.title}” ({format_pence(agreed.amount_pence)}) is agreed under this allocation. Archive it first."
        )


def pence_and_word(amount: Amount, field: str = "amount") -> tuple[int | None, str]:
    """An amount as it is kept: pence, or the word in its place. Raises Refused."""
    if amount is None or amount == "":
        raise Refused("Give an amount, or a word such as TBD that stands in its place.", field)
    if isinstance(amount, int) and amount < 0:
        raise Refused("The amount cannot be below £0.", field)
    if isinstance(amount, int) and amount > MOST_PENCE:
        raise Refused(f"That is more than the desk keeps in one amount ({format_pence(MOST_PENCE)}).", field)
    return (None, amount.strip()) if isinstance(amount, str) else (amount, "")


def columns_of(terms: Terms) -> dict[str, str]:
    """The terms as they are kept. Raises Refused."""
    kind, status = terms.get("basis_kind", ""), terms.get("status", "firm")
    if kind not in ("", *BASIS_KINDS):
        raise Refused("Choose how the figure came about.", "basis_kind")
    if status not in ("firm", "indicative"):
        raise Refused("Choose whether the allocation is firm.", "status")
    return {key: str(value).strip() for key, value in terms.items()}


def _add(
    session: Session, budget_id: str, amount: Amount, terms: Terms, *, partnership_id: str | None, name: str
) -> Allocation:
    pence, word = pence_and_word(amount)
    columns = columns_of(terms)
    records.in_use(session, Budget, budget_id)
    if partnership_id is not None:
        records.in_use(session, Partnership, partnership_id)
    if pence is not None:
        status, approver = columns.get("status", "firm"), columns.get("overspend_approver", "")
        check_room(session, budget_id, more_pence=pence, status=status, approver=approver)
    row = row_of(budget_id, partnership_id=partnership_id, name=name, pence=pence, word=word, columns=columns)
    session.add(row)
    return row


def row_of(
    budget_id: str, *, partnership_id: str | None, name: str, pence: int | None, word: str, columns: Mapping[str, str]
) -> Allocation:
    """An allocation as a row; `columns` are its terms, the rest of which are empty."""
    empty = dict.fromkeys(Terms.__annotations__, "") | {"status": "firm"}
    return Allocation(
        budget_id=budget_id,
        partnership_id=partnership_id,
        name=name,
        amount_pence=pence,
        word=word,
        **{**empty, **columns},
    )


def _change(
    session: Session,
    allocation_id: str,
    version: int | None,
    amount: Amount,
    terms: Terms,
    parts: Sequence[str] = (),
) -> Allocation:
    records.in_use(session, Allocation, allocation_id)
    row = records.at_version(session, Allocation, allocation_id, version, parts=parts)
    pence, word = pence_and_word(amount)
    columns = columns_of(terms)
    more = promised(session, row, pence) - promised(session, row, row.amount_pence)
    if more > 0:
        # who approved what it was has not approved what it is to be
        status, approver = columns.get("status", row.status), columns.get("overspend_approver", "")
        check_room(session, row.budget_id, more_pence=more, status=status, approver=approver)
    row.amount_pence, row.word = pence, word
    for column, value in columns.items():
        setattr(row, column, value)
    return row


def _name_of_addition(session: Session, budget_id: str, name: str, allocation_id: str) -> str:
    plain = records.required(name, "The addition's name", "name")
    others = select(Allocation.name).where(
        Allocation.budget_id == budget_id, Allocation.archived.is_(False), Allocation.id != allocation_id
    )
    if plain.lower() in {other.lower() for other in session.scalars(others)}:
        raise Refused("There is already an addition with this name in that year.", "name")
    return plain


def _sharers(partnership_ids: Iterable[str]) -> list[str]:
    """Who shares, each once. Raises Refused for fewer than two."""
    sharers = list(dict.fromkeys(partnership_ids))
    if len(sharers) < FEWEST_SHARERS:
        raise Refused(
            "An addition is shared by at least two partnerships. What one of them gets is an allocation of its own.",
            "sharer_ids",
        )
    return sharers


def _set_sharers(session: Session, allocation_id: str, partnership_ids: Sequence[str]) -> bool:
    """Whether that changed who shares."""
    have = session.scalars(select(AllocationSharer).where(AllocationSharer.allocation_id == allocation_id)).all()
    turned = [row for row in have if row.archived == (row.partnership_id in partnership_ids)]
    for row in turned:
        row.archived = not row.archived
    known = {row.partnership_id for row in have}
    added = [one for one in partnership_ids if one not in known]
    for partnership_id in (*added, *(row.partnership_id for row in turned if not row.archived)):
        records.in_use(session, Partnership, partnership_id)
    session.add_all(AllocationSharer(allocation_id=allocation_id, partnership_id=one) for one in added)
    return bool(turned or added)
