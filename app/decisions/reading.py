"""Reading decision sheets and letters: every table once, by its columns, as frozen records."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.decisions.parts import (
    USUAL_LIMIT,
    ApprovalRecord,
    AwardRecord,
    DecisionSheetRecord,
    ImplicationRecord,
    LetterRecord,
    OptionRecord,
    RuleRecord,
)
from app.errors import Refused
from app.grants.reading import grouped, pence
from app.money import Pence
from app.recommendations.ground import OUT
from app.recommendations.parts import GIVEN
from app.records import GONE
from db.base import Record
from db.decision_sheets import (
    Approval,
    DecisionAward,
    DecisionImplication,
    DecisionOption,
    DecisionRule,
    DecisionSheet,
    OutcomeLetter,
)
from db.decisions import Decision
from db.grants import Application

USUAL_PATTERN = "{year}-{number:03d}"
USUAL_MAKER = "Police and Crime Commissioner"
PROMISED = GIVEN | {"reserve"}
"""The outcomes that promise money, at once or later."""


@cache
def _columns(model: type[Record]) -> Select[Any]:
    return select(*model.__table__.columns)


@cache
def _used(model: type[Record]) -> Select[Any]:
    return _columns(model).where(model.archived.is_(False))


def rule(session: Session) -> RuleRecord:
    """How the office decides: what it has set, else the usual limit and numbering."""
    row = session.execute(_used(DecisionRule).order_by(DecisionRule.id)).first()
    if row is None:
        return RuleRecord(None, USUAL_LIMIT, USUAL_PATTERN, USUAL_MAKER)
    return RuleRecord(row.version, Pence(row.limit_pence), row.pattern, row.maker_title)


def sheets(
    session: Session, *, year: int | None = None, round_id: str | None = None, archived: bool = False
) -> list[DecisionSheetRecord]:
    """Decision sheets, those signed first by year and number, then those in the making: of a year or a round where one
    is named."""
    query = _columns(DecisionSheet).where(DecisionSheet.archived.is_(archived))
    if year is not None:
        query = query.where(DecisionSheet.year == year)
    if round_id is not None:
        query = query.where(DecisionSheet.round_id == round_id)
    order = (DecisionSheet.year, DecisionSheet.number.is_(None), DecisionSheet.number, DecisionSheet.id)
    return _sheets(session, query.order_by(*order))


def sheet(session: Session, sheet_id: str) -> DecisionSheetRecord:
    """One decision sheet, in use or put away. Raises Refused when it is gone."""
    found = _sheets(session, _columns(DecisionSheet).where(DecisionSheet.id == sheet_id))
    if not found:
        raise Refused(GONE)
    return found[0]


def _sheets(session: Session, query: Select[Any]) -> list[DecisionSheetRecord]:
    rows = list(session.execute(query))
    of = _OfSheets(session, [row.id for row in rows])
    made = {row.id: row.reference for row in session.execute(select(Decision.id, Decision.reference))}
    later = {
        row.supersedes_id: row.id
        for row in session.execute(
            select(DecisionSheet.supersedes_id, DecisionSheet.id).where(
                DecisionSheet.supersedes_id.is_not(None),
                DecisionSheet.archived.is_(False),
                DecisionSheet.state == "signed",
            )
        )
    }
    return [
        DecisionSheetRecord(
            row.id,
            row.version,
            row.archived,
            row.kind,
            row.title,
            row.year,
            row.round_id or "",
            row.contract_id or "",
            row.line_id or "",
            row.state,
            row.number,
            row.decision_id or "",
            made.get(row.decision_id or "", ""),
            row.supersedes_id or "",
            later.get(row.id, ""),
            row.lead_officer,
            row.lead_post,
            row.marking,
            row.publication,
            row.exemption,
            row.review_on,
            row.summary,
            row.background,
            row.recommendation,
            row.power,
            row.consultation,
            row.finance,
            row.legal,
            row.equality,
            row.data_protection,
            row.risk,
            row.subsidy,
            row.conflicts,
            row.background_papers,
            row.withheld,
            row.interests_confirmed,
            row.interests_note,
            row.prepared_by,
            row.prepared_on,
            row.signed_on,
            Pence(row.limit_pence),
            row.snapshot,
            row.digest,
            row.published_on,
            row.link,
            of.options.get(row.id, ()),
            of.implications.get(row.id, ()),
            of.awards.get(row.id, ()),
            of.approvals.get(row.id, ()),
        )
        for row in rows
    ]


class _OfSheets:
    """What belongs to sheets, by the sheet's id, in its order."""

    def __init__(self, session: Session, ids: list[str]) -> None:
        self._session, self._ids = session, ids
        self.options = grouped(
            (row.sheet_id, OptionRecord(row.id, row.version, row.position, row.text, row.why, row.is_chosen))
            for row in self._rows(DecisionOption, DecisionOption.position)
        )
        self.implications = grouped(
            (row.sheet_id, ImplicationRecord(row.id, row.version, row.position, row.heading, row.answer))
            for row in self._rows(DecisionImplication, DecisionImplication.position)
        )
        self.awards = grouped((row.sheet_id, _award(row)) for row in self._rows(DecisionAward, DecisionAward.position))
        self.approvals = grouped((row.sheet_id, _approval(row)) for row in self._rows(Approval))

    def _rows(self, model: Any, *order: Any) -> Any:
        return self._session.execute(_used(model).where(model.sheet_id.in_(self._ids)).order_by(*order, model.id))


def _award(row: Any) -> AwardRecord:
    return AwardRecord(
        row.id,
        row.version,
        row.position,
        row.application_id or "",
        row.organisation_id or "",
        row.payee,
        row.purpose,
        row.outcome,
        Pence(row.amount_pence),
        row.conditions,
    )


def _approval(row: Any) -> ApprovalRecord:
    return ApprovalRecord(
        row.id,
        row.version,
        row.role,
        row.given,
        row.name,
        row.post,
        row.account,
        row.given_on,
        row.document_id or "",
        row.digest,
    )


def letters(session: Session, *, sheet_id: str | None = None, application_id: str | None = None) -> list[LetterRecord]:
    """Outcome letters: of a decision sheet or of a bid where one is named."""
    query = _used(OutcomeLetter).order_by(OutcomeLetter.id)
    if sheet_id is not None:
        query = query.where(OutcomeLetter.sheet_id == sheet_id)
    if application_id is not None:
        query = query.where(OutcomeLetter.application_id == application_id)
    is_out = Application.archived.is_(True) | Application.state.in_(OUT)
    out = set(session.scalars(select(OutcomeLetter.application_id).join(Application).where(is_out).distinct()))
    return [
        LetterRecord(
            row.id,
            row.version,
            row.sheet_id,
            row.application_id,
            row.outcome,
            pence(row.amount_pence),
            row.addressee,
            row.words,
            row.feedback,
            row.read_by,
            row.read_on,
            row.sent_on,
            row.digest,
            row.application_id in out and row.outcome in PROMISED,
        )
        for row in session.execute(query)
    ]
