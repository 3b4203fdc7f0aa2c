"""The chosen record of the Contracts page: the contract with all its parts, told and with what its forms need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts import bands, date_fields, fields, headlines, money_fields, review_fields, telling, telling_reviews
from app.contracts.indicators import indicators, results
from app.contracts.notices import NoticeDue, of_contract
from app.contracts.parts import ContractRecord
from app.contracts.people import counts
from app.contracts.reading import contract
from app.contracts.reviews import periods
from app.contracts.settling import warnings
from app.contracts.shown import Shown
from app.contracts.standing import open_options
from app.contracts.thresholds import threshold
from app.contracts.timeline import row, timeline
from app.contracts.views import contract_of
from app.contracts.yearly import years
from app.documents import DocumentRecord, documents
from app.fields import Choice, Field
from app.funds import lines
from app.history import Entry, history
from app.money import format_pence
from app.office import details
from app.told import Part, Told, facts, without_empty
from app.years import format_day
from db.base import Record
from db.contract_reviews import ContractReview, Indicator, IndicatorResult, PeopleCount, ReviewAction
from db.contracts import (
    CoCommissioner,
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
from db.documents import Document

MOST_YEARS = 10
"""So many financial years stand in the picture of one contract."""

LABELS: dict[str, tuple[Field, ...]] = {
    **fields.LABELS,
    **money_fields.LABELS,
    **review_fields.LABELS,
    **date_fields.LABELS,
}
"""Which words the history uses for the columns of every table of contracts."""
_PARTS: tuple[type[Record], ...] = (
    CoCommissioner,
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
    ContractReview,
    Indicator,
    ReviewAction,
)
"""What belongs to a contract and says so by its id."""


def shown(session: Session, key: str, row_id: str, *, year: int, day: date) -> Shown:
    """The record behind a row of this view, or what the view's own forms need for none, where `day` is today.

    Raises Refused when it is gone.
    """
    bands_id, bands_version = bands.record(session)
    one = Shown(
        key,
        row_id,
        year,
        headlines.lens(year, day),
        details(session).year_style,
        is_past=headlines.lens(year, day) != day,
        lines=tuple(Choice(each.id, each.name) for each in lines.lines(session)),
        bands=bands.bands(session),
        bands_id=bands_id,
        bands_version=bands_version,
    )
    if not row_id:
        return one
    return _threshold(session, one) if key == "thresholds" else _contract(session, one)


def _threshold(session: Session, one: Shown) -> Shown:
    found = threshold(session, one.row_id)
    part = facts(
        "Threshold",
        ("Rule", fields.words(date_fields.THRESHOLDS, found.key)),
        ("From", format_day(found.from_on)),
        ("Until", format_day(found.until) if found.until else "a later one is set"),
        ("Amount with VAT", format_pence(found.amount)),
        ("Source", found.source),
    )
    said = "This office’s own" if found.is_own else "As it came with the desk"
    rows = _history(session, one, [found.id]) if found.is_own else ()
    return replace(
        one, threshold=found, told=Told(fields.words(date_fields.THRESHOLDS, found.key), said, (part,), (), rows)
    )


def _contract(session: Session, one: Shown) -> Shown:
    found = contract(session, contract_of(one.row_id))
    ids = part_ids(session, found.id)
    kept = {each: tuple(documents(session, each)) for each in _with_documents(session, ids)}
    alarms = tuple(warnings(found, one.day, one.bands, year_style=one.year_style))
    known = tuple(of_contract(session, found.id, day=one.day))
    return replace(
        one,
        contract=found,
        told=Told(
            found.title,
            telling.subtitle(found),
            without_empty(_told(session, one, found, known)),
            alarms,
            _history(session, one, ids),
        ),
        timeline=row(found),
        whole=timeline([found], today=one.day, most_years=MOST_YEARS, is_past=one.is_past),
        years=tuple(years(found)),
        warnings=alarms,
        periods=tuple(periods(found, day=one.day)),
        indicators=indicators(session, found.id),
        results=results(session, found.id),
        counts=counts(session, found.id),
        notices=known,
        documents=_once(kept),
        documents_of=kept,
        owner=("contract", found.id, found.title),
    )


def _told(session: Session, one: Shown, found: ContractRecord, known: Sequence[NoticeDue]) -> list[Part]:
    """What is read of a contract, in the order it is read: where it stands first, what was agreed at the end."""
    style = one.year_style
    waiting = tuple(each.id for each in open_options(found))[:1]
    return [
        telling.term(found),
        telling.yearly(found, style, also=waiting),
        *([telling.yearly(found, style)] if waiting else []),
        telling.value(found),
        telling.options(found),
        telling.breaks(found),
        telling.conditions(found),
        telling.payers(found, style),
        telling.sub_contracts(found),
        *telling_reviews.parts(session, found, day=one.day, style=style),
        telling.variations(found),
        telling_reviews.notices(known, found, day=one.day),
        telling.terms(found),
    ]


def _once(kept: Mapping[str, tuple[DocumentRecord, ...]]) -> tuple[DocumentRecord, ...]:
    """Every document once: the one a decision rests on is kept with the decision, and with what was decided too."""
    found: dict[str, DocumentRecord] = {}
    for every in kept.values():
        for each in every:
            found.setdefault(each.digest, each)
    return tuple(found.values())


def part_ids(session: Session, contract_id: str) -> list[str]:
    """The ids of a contract and of everything that belongs or belonged to it, decisions included."""
    ids = [contract_id]
    for model in _PARTS:
        columns: Any = model
        ids += session.scalars(select(columns.id).where(columns.contract_id == contract_id))
    for inner in (IndicatorResult, PeopleCount):
        ids += session.scalars(select(inner.id).where(inner.review_id.in_(ids)))
    for option in (ContractOption, ContractBreak):
        decided = select(option.decision_id).where(option.contract_id == contract_id, option.decision_id.is_not(None))
        ids += [each for each in session.scalars(decided) if each]
    return list(dict.fromkeys(ids))


def _with_documents(session: Session, ids: Sequence[str]) -> list[str]:
    """Those of these rows that documents are kept with, in the order of `ids`."""
    found = session.scalars(select(Document.about_id).where(Document.about_id.in_(ids), Document.archived.is_(False)))
    known = set(found)
    return [each for each in ids if each in known]


def _history(session: Session, one: Shown, ids: Sequence[str]) -> tuple[Entry, ...]:
    kept = session.scalars(select(Document.id).where(Document.about_id.in_(ids)))
    return tuple(history(session, [*ids, *kept], labels=LABELS, year_style=one.year_style))
