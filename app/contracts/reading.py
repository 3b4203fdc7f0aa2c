"""Reading contracts whole: every table once, however many contracts there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.contracts.parts import (
    ActionRecord,
    AdjustmentRecord,
    AgreedRecord,
    BreakRecord,
    ConditionRecord,
    ContractRecord,
    ContributionRecord,
    DecisionRecord,
    NoticeRecord,
    OptionRecord,
    ReviewRecord,
    ShareRecord,
    SubContractRecord,
    VariationRecord,
)
from app.errors import Refused
from app.money import Pence
from app.records import GONE
from db.base import Record
from db.contract_reviews import ContractReview, ReviewAction
from db.contracts import (
    CoCommissioner,
    Contract,
    ContractBreak,
    ContractCommitment,
    ContractCondition,
    ContractFund,
    ContractNotice,
    ContractOption,
    ContractVariation,
    ContractYear,
    Contribution,
    SubContract,
)
from db.decisions import Decision
from db.funds import Budget, BudgetLine, Commitment, Fund, Payment
from db.organisations import Organisation

T = TypeVar("T")


def contracts(session: Session, *, archived: bool = False) -> list[ContractRecord]:
    """Every contract in use, or every one that was put away, whole, by reference."""
    where = _columns(Contract).where(Contract.archived.is_(archived)).order_by(Contract.reference, Contract.id)
    return _whole(session, where, None)


def has_any(session: Session) -> bool:
    """Whether any contract is in use."""
    return session.scalar(select(Contract.id).where(Contract.archived.is_(False)).limit(1)) is not None


def contract(session: Session, contract_id: str) -> ContractRecord:
    """One contract, whole, in use or put away. Raises Refused when it is gone."""
    found = _whole(session, _columns(Contract).where(Contract.id == contract_id), contract_id)
    if not found:
        raise Refused(GONE)
    return found[0]


def _columns(model: type[Record]) -> Select[Any]:
    """The columns of a table and not its objects: making these for thousands of rows takes three times as long."""
    return select(*model.__table__.columns)


def _whole(session: Session, query: Select[Any], contract_id: str | None) -> list[ContractRecord]:
    rows = list(session.execute(query))
    names = {row.id: row.name for row in session.execute(select(Organisation.id, Organisation.name))}
    parts = _Parts(session, contract_id, names)
    return [
        ContractRecord(
            id=row.id,
            version=row.version,
            archived=row.archived,
            reference=row.reference,
            title=row.title,
            purpose=row.purpose,
            organisation_id=row.organisation_id,
            organisation=names.get(row.organisation_id, ""),
            lead_id=row.lead_id or "",
            lead=names.get(row.lead_id or "", ""),
            co_commissioners=parts.co_commissioners.get(row.id, ()),
            owner=row.owner,
            regime=row.regime,
            kind=row.kind,
            route=row.route,
            value=Pence(row.value_pence),
            gross=pence(row.gross_pence),
            value_per=row.value_per,
            signed_on=row.signed_on,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            notice_months=row.notice_months,
            review_every=row.review_every,
            scale=row.scale,
            is_vcse=row.is_vcse,
            cpv=row.cpv,
            ocid=row.ocid,
            assignment=row.assignment,
            data_agreement=row.data_agreement,
            published_on=row.published_on,
            note=row.note,
            options=parts.options.get(row.id, ()),
            breaks=parts.breaks.get(row.id, ()),
            variations=parts.variations.get(row.id, ()),
            adjustments=parts.adjustments.get(row.id, ()),
            contributions=parts.contributions.get(row.id, ()),
            conditions=parts.conditions.get(row.id, ()),
            sub_contracts=parts.sub_contracts.get(row.id, ()),
            shares=parts.shares.get(row.id, ()),
            agreed=parts.agreed.get(row.id, ()),
            reviews=parts.reviews.get(row.id, ()),
            actions=parts.actions.get(row.id, ()),
            notices=parts.notices.get(row.id, ()),
        )
        for row in rows
    ]


def pence(amount: int | None) -> Pence | None:
    """An amount that may not be known."""
    return None if amount is None else Pence(amount)


class _Parts:
    """What belongs to contracts, by the contract's id: of one contract, or of all of them."""

    def __init__(self, session: Session, contract_id: str | None, names: Mapping[str, str]) -> None:
        self._session, self._only, self._names = session, contract_id, names
        decisions = {row.id: _decision(row) for row in session.execute(_columns(Decision))}
        self.co_commissioners = self._by(
            CoCommissioner, lambda row: (row.organisation_id, names.get(row.organisation_id, "")), CoCommissioner.id
        )
        self.options = self._options(decisions)
        self.breaks = self._by(
            ContractBreak,
            lambda row: BreakRecord(
                row.id,
                row.version,
                row.break_on,
                row.notice_on,
                row.whose,
                row.status,
                row.note,
                decisions.get(row.decision_id or ""),
            ),
            ContractBreak.break_on,
        )
        self.variations = self._by(ContractVariation, _variation, ContractVariation.number)
        self.adjustments = self._by(
            ContractYear,
            lambda row: AdjustmentRecord(row.id, row.version, row.year, Pence(row.change_pence), row.reason),
            ContractYear.year,
        )
        self.contributions = self._by(Contribution, self._contribution, Contribution.year, Contribution.id)
        self.conditions = self._by(
            ContractCondition,
            lambda row: ConditionRecord(
                row.id, row.version, row.words, row.due_on, row.blocks_from, row.met_on, row.evidence
            ),
            ContractCondition.id,
        )
        self.sub_contracts = self._by(SubContract, self._sub_contract, SubContract.id)
        self.shares = self._shares()
        self.agreed = self._agreed()
        self.reviews = self._by(
            ContractReview,
            lambda row: ReviewRecord(row.id, row.version, row.year, row.quarter, row.held_on, row.rating, row.note),
            ContractReview.year,
            ContractReview.quarter,
        )
        self.actions = self._by(
            ReviewAction,
            lambda row: ActionRecord(
                row.id, row.version, row.review_id, row.words, row.owner, row.due_on, row.done_on, row.outcome
            ),
            ReviewAction.id,
        )
        self.notices = self._by(
            ContractNotice,
            lambda row: NoticeRecord(row.id, row.version, row.code, row.about, row.published_on, row.number),
            ContractNotice.published_on,
        )

    def _by(self, model: type[Record], made: Callable[[Any], T], *order: Any) -> dict[str, tuple[T, ...]]:
        columns: Any = model  # each of them has a contract's id, which Record does not know of
        query = _columns(model).where(columns.archived.is_(False)).order_by(*order)
        if self._only is not None:
            query = query.where(columns.contract_id == self._only)
        return grouped((row.contract_id, made(row)) for row in self._session.execute(query))

    def _options(self, decisions: Mapping[str, DecisionRecord]) -> dict[str, tuple[OptionRecord, ...]]:
        def made(row: Any) -> OptionRecord:
            return OptionRecord(
                row.id,
                row.version,
                0,
                row.starts_on,
                row.ends_on,
                row.notice_on,
                Pence(row.value_pence),
                pence(row.gross_pence),
                row.status,
                row.note,
                decisions.get(row.decision_id or ""),
            )

        every = self._by(ContractOption, made, ContractOption.starts_on, ContractOption.id)
        return {
            key: tuple(replace(one, number=number) for number, one in enumerate(mine, 1)) for key, mine in every.items()
        }

    def _contribution(self, row: Any) -> ContributionRecord:
        return ContributionRecord(
            row.id,
            row.version,
            row.organisation_id,
            self._names.get(row.organisation_id, ""),
            row.year,
            row.status,
            Pence(row.amount_pence),
            row.until,
            row.condition,
        )

    def _sub_contract(self, row: Any) -> SubContractRecord:
        return SubContractRecord(
            row.id,
            row.version,
            row.organisation_id,
            self._names.get(row.organisation_id, ""),
            row.kind,
            row.purpose,
            Pence(row.amount_pence),
            Pence(row.match_pence),
            row.starts_on,
            row.ends_on,
        )

    def _shares(self) -> dict[str, tuple[ShareRecord, ...]]:
        query = (
            select(ContractFund, BudgetLine.name, Fund.name)
            .join(BudgetLine, BudgetLine.id == ContractFund.line_id)
            .outerjoin(Fund, Fund.id == BudgetLine.fund_id)
            .where(ContractFund.archived.is_(False))
            .order_by(ContractFund.from_year, BudgetLine.position)
        )
        if self._only is not None:
            query = query.where(ContractFund.contract_id == self._only)
        return grouped(
            (
                row.contract_id,
                ShareRecord(row.id, row.version, row.line_id, line, fund or "", row.from_year, row.share_tenths),
            )
            for row, line, fund in self._session.execute(query)
        )

    def _agreed(self) -> dict[str, tuple[AgreedRecord, ...]]:
        gone = (
            select(Payment.commitment_id, func.sum(Payment.amount_pence).label("pence"))
            .where(Payment.archived.is_(False))
            .group_by(Payment.commitment_id)
            .subquery()
        )
        query = (
            select(
                ContractCommitment.contract_id, Commitment, BudgetLine.id, BudgetLine.name, Budget.year, gone.c.pence
            )
            .join(Commitment, Commitment.id == ContractCommitment.commitment_id)
            .join(Budget, Budget.id == Commitment.budget_id)
            .join(BudgetLine, BudgetLine.id == Budget.line_id)
            .outerjoin(gone, gone.c.commitment_id == Commitment.id)
            .where(ContractCommitment.archived.is_(False), Commitment.archived.is_(False))
            .order_by(Budget.year, Commitment.id)
        )
        if self._only is not None:
            query = query.where(ContractCommitment.contract_id == self._only)
        return grouped(
            (
                contract_id,
                AgreedRecord(row.id, row.version, line_id, year, Pence(row.amount_pence), Pence(paid or 0), line),
            )
            for contract_id, row, line_id, line, year, paid in self._session.execute(query)
        )


def grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    """Things by the key each comes with, in the order they come in."""
    found: dict[str, list[T]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return {key: tuple(mine) for key, mine in found.items()}


def _decision(row: Any) -> DecisionRecord:
    return DecisionRecord(row.id, row.version, row.reference, row.title, row.decided_on, row.maker)


def _variation(row: Any) -> VariationRecord:
    return VariationRecord(
        row.id,
        row.version,
        row.number,
        row.kind,
        Pence(row.change_pence),
        pence(row.gross_change_pence),
        row.effective_on,
        row.signed_on,
        row.reason,
    )
