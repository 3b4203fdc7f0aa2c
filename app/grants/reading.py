"""Reading rounds and applications whole: every table once, by its columns, however many applications there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.grants.parts import (
    ApplicationRecord,
    CostRecord,
    CriterionRecord,
    DiligenceRecord,
    EndorsementRecord,
    GateAnswerRecord,
    GateRecord,
    MatchRecord,
    MeetingRecord,
    QuestionRecord,
    RoundRecord,
    StepRecord,
)
from app.money import Pence
from app.records import GONE
from db.applicants import Diligence, HardStop
from db.areas import AreaName
from db.base import Record
from db.funds import BudgetLine, Fund
from db.grants import (
    Answer,
    Application,
    ApplicationArea,
    ApplicationPriority,
    ApplicationStep,
    Cost,
    Criterion,
    Endorsement,
    Gate,
    GateAnswer,
    MatchFunding,
    Question,
    Round,
    RoundArea,
    RoundMeeting,
    RoundPriority,
)
from db.organisations import Organisation
from db.plans import Priority

T = TypeVar("T")
MOST_ASKED = 500
# making a query takes longer than asking it, so these are made once
_LINES = select(BudgetLine.id, BudgetLine.name, Fund.name).outerjoin(Fund, Fund.id == BudgetLine.fund_id)
_AREAS = select(AreaName.area_id, AreaName.name).where(AreaName.archived.is_(False)).order_by(AreaName.from_day)
_PRIORITIES = select(Priority.id, Priority.name)
_ROUNDS = select(Round.id, Round.name)
_STOPS = select(HardStop.organisation_id, HardStop.reason).where(
    HardStop.archived.is_(False), HardStop.lifted_on.is_(None)
)


def rounds(session: Session, *, archived: bool = False) -> list[RoundRecord]:
    """Every round in use, or every one that was put away: the newest year first, then by reference."""
    query = _columns(Round).where(Round.archived.is_(archived)).order_by(Round.year.desc(), Round.reference)
    return _rounds(session, query)


def round_(session: Session, round_id: str) -> RoundRecord:
    """One round, in use or put away. Raises Refused when it is gone."""
    found = _rounds(session, _columns(Round).where(Round.id == round_id))
    if not found:
        raise Refused(GONE)
    return found[0]


def applications(
    session: Session, *, round_id: str | None = None, organisation_id: str | None = None, archived: bool = False
) -> list[ApplicationRecord]:
    """Every application, of a round or of an organisation where one is named, whole, by reference."""
    query = _columns(Application).where(Application.archived.is_(archived)).order_by(Application.reference)
    if round_id is not None:
        query = query.where(Application.round_id == round_id)
    if organisation_id is not None:
        query = query.where(Application.organisation_id == organisation_id)
    return _applications(session, query, few=organisation_id is not None)


def application(session: Session, application_id: str) -> ApplicationRecord:
    """One application, whole, in use or put away. Raises Refused when it is gone."""
    found = _applications(session, _columns(Application).where(Application.id == application_id), few=True)
    if not found:
        raise Refused(GONE)
    return found[0]


@cache
def _columns(model: type[Record]) -> Select[Any]:
    """The columns of a table and not its objects: making these for thousands of rows takes three times as long."""
    return select(*model.__table__.columns)


@cache
def _in_use(model: type[Record], order: tuple[Any, ...]) -> Select[Any]:
    """Every row in use, in an order. Making a query takes longer than asking it, so each is made once."""
    return _columns(model).where(model.archived.is_(False)).order_by(*order)


@cache
def _in_use_of(model: type[Record], order: tuple[Any, ...]) -> Select[Any]:
    """The same of the applications that are given as `only`."""
    columns: Any = model  # each of them has an application's id, which Record does not know of
    return _in_use(model, order).where(columns.application_id.in_(bindparam("only", expanding=True)))


def pence(amount: int | None) -> Pence | None:
    """An amount that may not be known."""
    return None if amount is None else Pence(amount)


def grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    """Things by the key each comes with, in the order they come in."""
    found: dict[str, list[T]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return {key: tuple(mine) for key, mine in found.items()}


# rounds


def _rounds(session: Session, query: Select[Any]) -> list[RoundRecord]:
    lines = {key: (name, fund or "") for key, name, fund in session.execute(_LINES)}
    of = _OfRounds(session)
    return [
        RoundRecord(
            row.id,
            row.version,
            row.archived,
            row.reference,
            row.name,
            row.purpose,
            row.kind,
            row.line_id,
            *lines.get(row.line_id, ("", "")),
            row.year,
            Pence(row.pot_pence),
            Pence(row.over_pence),
            row.over_approver,
            pence(row.minimum_pence),
            pence(row.maximum_pence),
            row.interest_first,
            row.interest_closes_on,
            row.opens_on,
            row.closes_on,
            row.closes_time,
            row.panel_on,
            row.decision_on,
            row.opened_on,
            row.closed_on,
            row.version_mark,
            row.expected_bids,
            row.reading_minutes,
            row.applicant_hours,
            of.meetings.get(row.id, ()),
            of.gates.get(row.id, ()),
            of.criteria.get(row.id, ()),
            of.questions.get(row.id, ()),
            of.areas.get(row.id, ()),
            of.priorities.get(row.id, ()),
            row.extended_for,
        )
        for row in session.execute(query)
    ]


class _OfRounds:
    """What belongs to rounds, by the round's id, in its order."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.meetings = self._by(
            RoundMeeting,
            lambda row, _: MeetingRecord(row.id, row.version, row.closes_on, row.meets_on),
            RoundMeeting.meets_on,
        )
        self.gates = self._by(
            Gate, lambda row, place: GateRecord(row.id, row.version, place, row.text), Gate.position, Gate.id
        )
        self.criteria = self._by(Criterion, _criterion, Criterion.position, Criterion.id)
        self.questions = self._by(Question, _question, Question.position, Question.id)
        areas, priorities = area_names(session), priority_names(session)
        self.areas = self._by(RoundArea, lambda row, _: (row.area_id, areas.get(row.area_id, "")), RoundArea.id)
        self.priorities = self._by(
            RoundPriority, lambda row, _: (row.priority_id, priorities.get(row.priority_id, "")), RoundPriority.id
        )

    def _by(self, model: type[Record], made: Callable[[Any, int], T], *order: Any) -> dict[str, tuple[T, ...]]:
        places: dict[str, int] = {}
        pairs = []
        for row in self._session.execute(_in_use(model, order)):
            places[row.round_id] = places.get(row.round_id, 0) + 1
            pairs.append((row.round_id, made(row, places[row.round_id])))
        return grouped(pairs)


def _criterion(row: Any, place: int) -> CriterionRecord:
    return CriterionRecord(
        row.id, row.version, place, row.name, row.guidance, row.weight_tenths, row.maximum, row.is_information
    )


def _question(row: Any, place: int) -> QuestionRecord:
    return QuestionRecord(
        row.id,
        row.version,
        place,
        row.text,
        row.help,
        row.kind,
        row.is_required,
        row.most_words,
        row.asked_first,
    )


def area_names(session: Session) -> dict[str, str]:
    """The newest name of every area, by its id."""
    return {row.area_id: row.name for row in session.execute(_AREAS)}


def priority_names(session: Session) -> dict[str, str]:
    """The name of every priority, by its id."""
    return {row.id: row.name for row in session.execute(_PRIORITIES)}


# applications


def _applications(session: Session, query: Select[Any], *, few: bool) -> list[ApplicationRecord]:
    rows = list(session.execute(query))
    only = [row.id for row in rows] if few or len(rows) <= MOST_ASKED else None
    names = _names(session, only)
    called = {row.id: row.name for row in session.execute(_ROUNDS)}
    of = _OfApplications(session, only, names)
    stopped = {row.organisation_id: row.reason for row in session.execute(_STOPS)}
    return [
        ApplicationRecord(
            row.id,
            row.version,
            row.archived,
            row.reference,
            row.round_id or "",
            called.get(row.round_id or "", ""),
            row.meeting_id or "",
            row.line_id or "",
            row.direct_reason,
            row.stage,
            row.state,
            row.organisation_id,
            names.get(row.organisation_id, ""),
            row.project,
            row.summary,
            pence(row.requested_pence),
            row.starts_on,
            row.ends_on,
            row.beneficiaries,
            row.beneficiaries_who,
            row.with_children,
            row.with_adults,
            row.has_safeguarding,
            row.safeguarding_on,
            row.local_support,
            row.duplicates,
            row.duplicates_evidence,
            row.substitutes,
            row.substitutes_evidence,
            row.exit_plan,
            row.is_continuation,
            row.past_delivery,
            row.arrived_by,
            row.received_on,
            row.received_time,
            row.form_digest,
            row.form_mark,
            row.note,
            of.answers.get(row.id, ()),
            of.costs.get(row.id, ()),
            of.matches.get(row.id, ()),
            of.areas.get(row.id, ()),
            of.priorities.get(row.id, ()),
            of.gates.get(row.id, ()),
            of.endorsements.get(row.id, ()),
            of.steps.get(row.id, ()),
            (
                *of.general.get(row.organisation_id, ()),
                # those of the organisation it was thought to be by do not count
                *(one for one in of.checks.get(row.id, ()) if one.organisation_id == row.organisation_id),
            ),
            stopped.get(row.organisation_id, ""),
        )
        for row in rows
    ]


def _names(session: Session, only: list[str] | None) -> dict[str, str]:
    """The names of organisations: of all, or of those that these applications are by or asked for a view."""
    query = select(Organisation.id, Organisation.name)
    if only is not None:
        by = select(Application.organisation_id).where(Application.id.in_(only))
        asked = select(Endorsement.organisation_id).where(Endorsement.application_id.in_(only))
        query = query.where(Organisation.id.in_(by) | Organisation.id.in_(asked))
    return {row.id: row.name for row in session.execute(query)}


class _OfApplications:
    """What belongs to applications, by their id: of these alone, or of all of them."""

    def __init__(self, session: Session, only: list[str] | None, names: Mapping[str, str]) -> None:
        self._session, self._only = session, only
        areas, priorities = area_names(session), priority_names(session)
        self.answers = self._by(Answer, lambda row, _: (row.question_id, row.text), Answer.id)
        self.costs = self._by(
            Cost,
            lambda row, place: CostRecord(
                row.id, row.version, place, row.item, Pence(row.amount_pence), Pence(row.requested_pence)
            ),
            Cost.position,
            Cost.id,
        )
        self.matches = self._by(
            MatchFunding,
            lambda row, place: MatchRecord(
                row.id, row.version, place, row.source, row.kind, Pence(row.amount_pence), row.is_certain
            ),
            MatchFunding.position,
            MatchFunding.id,
        )
        self.areas = self._by(
            ApplicationArea,
            lambda row, _: (row.area_id, areas.get(row.area_id, ""), row.share_tenths),
            ApplicationArea.id,
        )
        self.priorities = self._by(
            ApplicationPriority,
            lambda row, _: (row.priority_id, priorities.get(row.priority_id, ""), row.share_tenths),
            ApplicationPriority.id,
        )
        self.gates = self._by(
            GateAnswer,
            lambda row, _: GateAnswerRecord(row.id, row.version, row.gate_id, row.passes, row.reason),
            GateAnswer.id,
        )
        self.endorsements = self._by(
            Endorsement,
            lambda row, _: EndorsementRecord(
                row.id,
                row.version,
                row.organisation_id,
                names.get(row.organisation_id, ""),
                row.asked_on,
                row.replied_on,
                row.view,
                row.words,
            ),
            Endorsement.id,
        )
        self.steps = self._by(
            ApplicationStep,
            lambda row, _: StepRecord(row.id, row.state, row.reason, row.taken_on),
            ApplicationStep.id,
        )
        query = _columns(Diligence).where(Diligence.archived.is_(False))
        if only is not None:
            by = select(Application.organisation_id).where(Application.id.in_(only))
            query = query.where(Diligence.organisation_id.in_(by))
        checks = [diligence(row) for row in session.execute(query)]
        self.checks = grouped((one.application_id, one) for one in checks if one.application_id)
        self.general = grouped((one.organisation_id, one) for one in checks if not one.application_id)

    def _by(self, model: type[Record], made: Callable[[Any, int], T], *order: Any) -> dict[str, tuple[T, ...]]:
        if self._only is None:
            rows = self._session.execute(_in_use(model, order))
        else:
            rows = self._session.execute(_in_use_of(model, order), {"only": self._only})
        places: dict[str, int] = {}
        pairs = []
        for row in rows:
            places[row.application_id] = places.get(row.application_id, 0) + 1
            pairs.append((row.application_id, made(row, places[row.application_id])))
        return grouped(pairs)


def diligence(row: Any) -> DiligenceRecord:
    """One check from the columns of its row."""
    return DiligenceRecord(
        row.id,
        row.version,
        row.organisation_id,
        row.application_id or "",
        row.topic,
        row.outcome,
        row.evidence,
        row.conditions,
        row.checked_by,
        row.checked_on,
        row.second_by,
        row.expires_on,
    )
