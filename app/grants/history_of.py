"""Everything an organisation has had with this office, on one line of time: what it asked for, was given and was told.

Amounts are pence; a word such as TBD stands where it stands in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.parts import ContractRecord
from app.contracts.reading import contract, contracts
from app.contracts.standing import current_end, current_value, is_broken
from app.grants.applicants import applicant
from app.grants.bid_fields import STATES, words
from app.grants.check_fields import OUTCOMES, TOPICS, VIEWS
from app.grants.reading import applications
from app.listing import Cell, Column, Line, Listing
from app.office import details
from app.years import first_day, format_day, format_year
from db.allocations import Allocation, AllocationSharer, Partnership
from db.applicants import Diligence, HardStop
from db.contracts import CoCommissioner, Contract, Contribution, SubContract
from db.funds import Budget, BudgetLine, Commitment, Income, Payment, Receipt
from db.grants import Application, Endorsement

COLUMNS = (
    Column("day", "Day", "day"),
    Column("what", "What"),
    Column("which", "Which"),
    Column("state", "How it stands"),
    Column("amount", "Amount £", "pence", added=False),
)
"""The amounts are of different kinds, asked, agreed and paid, and are never added up."""
FEW = 5
"""So many contracts are read one by one; more of them sooner out of all."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One thing, and the row that it is: its table and id, with a word where one row stands there twice."""

    day: date | None
    table: str
    row_id: str
    what: str
    which: str
    state: str = ""
    amount: Cell = None
    again: str = ""


def timeline(session: Session, organisation_id: str) -> Listing:
    """Everything with an organisation, in use, the newest first; what has no day yet is still open and stands on top.

    The id of a line begins with what `row_of` reads back. Contacts are personal and not in it. Raises Refused when the
    organisation is gone.
    """
    who = applicant(session, organisation_id)
    style = details(session).year_style
    every = [
        *_applications(session, organisation_id),
        *_agreements(session, organisation_id),
        *_contracts(session, organisation_id, style),
        *_allocations(session, organisation_id, style),
        *_income(session, organisation_id, style),
        *_endorsements(session, organisation_id),
        *_checks(session, organisation_id),
        *_stops(session, organisation_id),
    ]
    every.sort(key=lambda one: (one.what, one.which, one.row_id))
    every.sort(key=lambda one: one.day or date.max, reverse=True)  # stable: a day's own stay in their order
    lines = tuple(
        Line(
            ":".join(part for part in (one.table, one.row_id, one.again) if part),
            (one.day, one.what, one.which, one.state, one.amount),
        )
        for one in every
    )
    return Listing(who.name, COLUMNS, lines, subtitle=_known_by(who.kind, [each.text for each in who.identifiers]))


def row_of(line_id: str) -> tuple[str, str]:
    """The table and the id of what a line of `timeline` is."""
    table, row_id, *_ = line_id.split(":")
    return table, row_id


def _known_by(kind: str, numbers: list[str]) -> str:
    return "; ".join([kind, *numbers])


def _applications(session: Session, organisation_id: str) -> Iterator[_Entry]:
    for one in applications(session, organisation_id=organisation_id):
        what = "Expression of interest" if one.stage == "interest" else "Bid" if one.round_id else "Direct award"
        which = ", ".join(part for part in (one.project, one.reference, one.round) if part)
        state = words(STATES, one.state)
        reason = next((step.reason for step in reversed(one.steps) if step.state == one.state), "")
        said = f"{state}: {reason}" if reason else state
        yield _Entry(one.received_on, Application.__tablename__, one.id, what, which, said, one.requested)


def _agreements(session: Session, organisation_id: str) -> Iterator[_Entry]:
    agreed = (
        select(Commitment, Budget.year, Budget.printed_name, BudgetLine.name)
        .join(Budget, Budget.id == Commitment.budget_id)
        .join(BudgetLine, BudgetLine.id == Budget.line_id)
        .where(Commitment.organisation_id == organisation_id, Commitment.archived.is_(False))
    )
    for row, year, printed, line in session.execute(agreed):
        which = ", ".join(part for part in (row.title, row.reference) if part)
        day = row.agreed_on or first_day(year)
        said = f"From {printed or line}"
        yield _Entry(day, Commitment.__tablename__, row.id, "Agreement", which, said, row.amount_pence)
    paid = (
        select(Payment, Commitment.title)
        .join(Commitment, Commitment.id == Payment.commitment_id)
        .where(
            Commitment.organisation_id == organisation_id,
            Commitment.archived.is_(False),
            Payment.archived.is_(False),
        )
    )
    for each, title in session.execute(paid):
        which = ", ".join(part for part in (title, each.reference) if part)
        yield _Entry(each.paid_on, Payment.__tablename__, each.id, "Payment", which, "Paid", each.amount_pence)


def _contracts(session: Session, organisation_id: str, style: str) -> Iterator[_Entry]:
    for one in _with(session, organisation_id):
        said = f"{'Ended early on' if is_broken(one) else 'Until'} {format_day(current_end(one))}"
        begins = one.signed_on or one.starts_on
        if one.organisation_id == organisation_id:
            yield _Entry(begins, "contract", one.id, "Contract", _called(one), said, current_value(one))
            yield from _reviews(one, style)
        if one.lead_id == organisation_id:
            yield _Entry(begins, "contract", one.id, "Contract it leads", _called(one), said, None, "lead")
        if any(key == organisation_id for key, _ in one.co_commissioners):
            yield _Entry(begins, "contract", one.id, "Contract it commissions too", _called(one), said, None, "with")
        yield from _parts(one, organisation_id, style)


def _with(session: Session, organisation_id: str) -> list[ContractRecord]:
    """The contracts in use in which an organisation has any part."""
    own = Contract.organisation_id == organisation_id, Contract.lead_id == organisation_id
    ids = set(session.scalars(select(Contract.id).where(own[0] | own[1])))
    for part in (CoCommissioner, SubContract, Contribution):
        mine = part.organisation_id == organisation_id, part.archived.is_(False)
        ids |= set(session.scalars(select(part.contract_id).where(*mine)))
    if len(ids) > FEW:
        return [one for one in contracts(session) if one.id in ids]
    return [one for one in (contract(session, key) for key in sorted(ids)) if not one.archived]


def _called(one: ContractRecord) -> str:
    return ", ".join(part for part in (one.title, one.reference) if part)


def _reviews(one: ContractRecord, style: str) -> Iterator[_Entry]:
    for each in one.reviews:
        if each.held_on is not None:
            which = f"{one.title}, quarter {each.quarter} of {format_year(each.year, style)}"
            yield _Entry(each.held_on, "contract_review", each.id, "Review", which, each.rating)


def _parts(one: ContractRecord, organisation_id: str, style: str) -> Iterator[_Entry]:
    for part in one.sub_contracts:
        if part.organisation_id == organisation_id:
            which = f"{part.purpose}, within {one.title}" if part.purpose else f"Within {one.title}"
            day = part.starts_on or one.starts_on
            yield _Entry(day, "sub_contract", part.id, part.kind.capitalize(), which, "", part.amount)
    for paid in one.contributions:
        if paid.organisation_id == organisation_id:
            said = "Agreed" if paid.status == "agreed" else f"On condition: {paid.condition}"
            which = f"{one.title}, {format_year(paid.year, style)}"
            yield _Entry(
                first_day(paid.year), "contribution", paid.id, "Contribution from it", which, said, paid.amount
            )


def _allocations(session: Session, organisation_id: str, style: str) -> Iterator[_Entry]:
    mine = select(Partnership.id).where(Partnership.organisation_id == organisation_id)
    shared = select(AllocationSharer.allocation_id).where(
        AllocationSharer.partnership_id.in_(mine), AllocationSharer.archived.is_(False)
    )
    query = (
        select(Allocation, Budget.year, Budget.printed_name, BudgetLine.name)
        .join(Budget, Budget.id == Allocation.budget_id)
        .join(BudgetLine, BudgetLine.id == Budget.line_id)
        .where(Allocation.partnership_id.in_(mine) | Allocation.id.in_(shared), Allocation.archived.is_(False))
    )
    for row, year, printed, line in session.execute(query):
        which = f"{row.name or printed or line}, {format_year(year, style)}"
        what = "Addition shared with others" if row.partnership_id is None else "Allocation"
        said = "Signed" if row.signed_on else "Sent" if row.sent_on else row.status.capitalize()
        amount = row.word if row.amount_pence is None else row.amount_pence
        day = row.signed_on or row.sent_on or first_day(year)
        yield _Entry(day, Allocation.__tablename__, row.id, what, which, said, amount)


def _income(session: Session, organisation_id: str, style: str) -> Iterator[_Entry]:
    mine = Income.source_id == organisation_id, Income.archived.is_(False)
    for row in session.scalars(select(Income).where(*mine)):
        which = ", ".join(part for part in (row.name, format_year(row.year, style)) if part)
        said = f"Subject to {row.condition}" if row.status == "subject" else row.status.capitalize()
        day = row.expected_on or first_day(row.year)
        yield _Entry(day, Income.__tablename__, row.id, "Income from it", which, said, row.expected_pence)
    arrived = (
        select(Receipt, Income.name)
        .join(Income, Income.id == Receipt.income_id)
        .where(*mine, Receipt.archived.is_(False))
    )
    for each, name in session.execute(arrived):
        which = ", ".join(part for part in (name, each.reference) if part)
        day = each.received_on
        yield _Entry(day, Receipt.__tablename__, each.id, "Receipt from it", which, "Received", each.amount_pence)


def _endorsements(session: Session, organisation_id: str) -> Iterator[_Entry]:
    query = (
        select(Endorsement, Application.project, Application.reference)
        .join(Application, Application.id == Endorsement.application_id)
        .where(
            Endorsement.organisation_id == organisation_id,
            Endorsement.archived.is_(False),
            Application.archived.is_(False),
        )
    )
    for row, project, reference in session.execute(query):
        which = ", ".join(part for part in (project, reference) if part)
        day = row.replied_on or row.asked_on
        yield _Entry(day, Endorsement.__tablename__, row.id, "Its view of a bid", which, words(VIEWS, row.view))


def _checks(session: Session, organisation_id: str) -> Iterator[_Entry]:
    query = (
        select(Diligence, Application.reference)
        .outerjoin(Application, Application.id == Diligence.application_id)
        .where(Diligence.organisation_id == organisation_id, Diligence.archived.is_(False))
    )
    for row, reference in session.execute(query):
        which = ", ".join(part for part in (words(TOPICS, row.topic), reference) if part)
        until = f", until {format_day(row.expires_on)}" if row.expires_on else ""
        said = f"{words(OUTCOMES, row.outcome)}{until}"
        yield _Entry(row.checked_on, Diligence.__tablename__, row.id, "Check", which, said)


def _stops(session: Session, organisation_id: str) -> Iterator[_Entry]:
    mine = select(HardStop).where(HardStop.organisation_id == organisation_id, HardStop.archived.is_(False))
    for row in session.scalars(mine):
        said = "No money for now" if row.lifted_on is None else f"Lifted on {format_day(row.lifted_on)}"
        yield _Entry(row.set_on, HardStop.__tablename__, row.id, "Hard stop", row.reason, said)
        if row.lifted_on is not None:
            which = row.lift_reason
            yield _Entry(
                row.lifted_on, HardStop.__tablename__, row.id, "Stop lifted", which, row.lifted_by, None, "lifted"
            )
