"""What is told about contracts when they are published as data: each whole, with its payments and its documents.

Amounts are pence without VAT. The names of documents stay here, since files are often called after people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.notices import estimated_value, is_public
from app.contracts.parts import ContractRecord
from app.contracts.reading import contracts, grouped
from app.contracts.register import GRANT, own_ids
from app.contracts.thresholds import ThresholdRecord, thresholds
from app.money import Pence
from app.office import Details, details
from db.contracts import ContractCommitment
from db.documents import Document
from db.funds import Commitment, Payment


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """One payment under a contract, in pence."""

    id: str
    paid_on: date
    amount: Pence


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document of a contract by its bytes alone: their SHA-256, media type, and how many there are."""

    digest: str
    media: str
    size: int


@dataclass(frozen=True, slots=True)
class PublishedContract:
    """A contract with what was paid and what is kept of it.

    `above_threshold` is None where nobody can say: under another regime than the Act, or while its VAT is not known.
    """

    contract: ContractRecord
    payments: tuple[PaymentRecord, ...] = ()
    documents: tuple[DocumentFacts, ...] = ()
    above_threshold: bool | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """Every contract in use that is no grant, by reference; the office, and the ids organisations know it by."""

    office: Details
    own: frozenset[str]
    contracts: tuple[PublishedContract, ...]
    day: date


def published(session: Session, *, day: date) -> Published:
    """Everything that is published of contracts; `day` is what counts as today."""
    payments, documents, known = _payments(session), _documents(session), thresholds(session)
    return Published(
        details(session),
        own_ids(session),
        tuple(
            PublishedContract(one, payments.get(one.id, ()), documents.get(one.id, ()), _above(one, known))
            for one in contracts(session)
            if one.regime != GRANT
        ),
        day,
    )


def _above(one: ContractRecord, known: list[ThresholdRecord]) -> bool | None:
    """Whether the value reaches the threshold of the Act; below it without its VAT, nobody knows."""
    if one.regime != "act-2023":
        return None
    above = is_public(one, known)
    return above if above or estimated_value(one)[1] else None


def _payments(session: Session) -> dict[str, tuple[PaymentRecord, ...]]:
    query = (
        select(ContractCommitment.contract_id, Payment)
        .join(Commitment, Commitment.id == ContractCommitment.commitment_id)
        .join(Payment, Payment.commitment_id == Commitment.id)
        .where(ContractCommitment.archived.is_(False), Commitment.archived.is_(False), Payment.archived.is_(False))
        .order_by(Payment.paid_on, Payment.id)
    )
    return grouped(
        (contract_id, PaymentRecord(row.id, row.paid_on, Pence(row.amount_pence)))
        for contract_id, row in session.execute(query)
    )


def _documents(session: Session) -> dict[str, tuple[DocumentFacts, ...]]:
    query = (
        select(Document)
        .where(Document.about_table == "contract", Document.archived.is_(False))
        .order_by(Document.about_id, Document.id)
    )
    return grouped((row.about_id, DocumentFacts(row.digest, row.media, row.size)) for row in session.scalars(query))
