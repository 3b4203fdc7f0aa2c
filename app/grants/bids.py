"""Applications: bids in a round and direct awards outside one, added as they arrive, changed, put away.

Amounts are pence. What belongs to an application is saved by `costs`, its state by `states`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict, Unpack

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from app import areas, organisations, plans, records
from app.contracts.typed import BACKWARDS, BELOW_NOUGHT, chosen, refuse_absurd, refuse_far
from app.errors import Refused
from app.fields import Choice
from app.grants import bank_words
from app.grants.bid_fields import ARRIVED_BY, FORCED, STAGES
from app.grants.clock import meeting_for, parse_time
from app.grants.parts import ApplicationRecord, RoundRecord
from app.grants.reading import application, round_
from db.funds import BudgetLine
from db.grants import Application
from db.organisations import Organisation

MOST_PEOPLE = 100_000_000
DIRECT = "DA"
"""Direct awards are numbered by it: DA-001."""
_MIDNIGHT = ("0:00", "00:00")
_TEXTS = (
    "summary",
    "beneficiaries_who",
    "local_support",
    "duplicates_evidence",
    "substitutes_evidence",
    "exit_plan",
    "past_delivery",
    "form_digest",
    "note",
)
_YES_OR_NO = ("with_children", "with_adults", "has_safeguarding", "is_continuation")
_DAYS = ("starts_on", "ends_on", "safeguarding_on", "received_on")


class Terms(TypedDict, total=False):
    """What the form of an application holds: the request in pence, the organisation by its name or by its id.

    `received_time` is the time on the clock, `form_digest` and `form_mark` are those of the form it was read from. What
    is left out is empty in a new application, and stays in one that is changed.
    """

    reference: str
    organisation: str
    organisation_id: str
    project: str
    summary: str
    requested: int | None
    stage: str | None
    meeting_id: str | None
    starts_on: date | None
    ends_on: date | None
    beneficiaries: int | None
    beneficiaries_who: str
    with_children: bool
    with_adults: bool
    has_safeguarding: bool
    safeguarding_on: date | None
    local_support: str
    duplicates: str | None
    duplicates_evidence: str
    substitutes: str | None
    substitutes_evidence: str
    exit_plan: str
    is_continuation: bool
    past_delivery: str
    arrived_by: str | None
    received_on: date | None
    received_time: str
    form_digest: str
    form_mark: int | None
    note: str


def add(session: Session, *, round_id: str, **terms: Unpack[Terms]) -> str:
    """Add a draft of an application in a round that was opened; its id.

    Without a reference it has the next one of the round. An organisation nobody knows yet is added. Raises Refused.
    """
    r = round_(session, round_id)
    if r.archived:
        raise Refused("This round has been put away. Bring it back first.")
    if not r.is_frozen:
        raise Refused("This round is still a draft, and its terms may change. Open it first.")
    columns = _checked(session, terms, {}, r)
    columns["reference"] = terms.get("reference", "").strip() or next_reference(session, r.reference)
    return _added(session, Application(round_id=r.id, line_id=None, direct_reason="", state="draft", **columns))


def add_direct(session: Session, *, line_id: str, direct_reason: str, **terms: Unpack[Terms]) -> str:
    """Add a draft of an award outside a round, out of a budget line and with its reason; its id. Raises Refused."""
    line, reason = _direct(session, line_id, direct_reason, None)
    columns = _checked(session, {"arrived_by": "direct", **terms}, {}, None)
    columns["reference"] = terms.get("reference", "").strip() or next_reference(session, DIRECT)
    return _added(session, Application(round_id=None, line_id=line, direct_reason=reason, state="draft", **columns))


def _added(session: Session, row: Application) -> str:
    session.add(row)
    session.flush()
    return row.id


def change(
    session: Session,
    application_id: str,
    *,
    version: int | None,
    line_id: str | None = None,
    direct_reason: str | None = None,
    **terms: Unpack[Terms],
) -> None:
    """Change an application; the line and the reason are those of a direct award alone. Raises Refused, Stale."""
    row = records.at_version(session, Application, application_id, version)
    before = in_use(session, application_id)
    r = round_(session, before.round_id) if before.round_id else None
    whole = as_typed(before)
    if terms.get("organisation") or terms.get("organisation_id"):
        del whole["organisation"]
    whole.update(terms)
    columns = _checked(session, whole, {before.organisation: before.organisation_id}, r)
    columns["reference"] = records.required(whole.get("reference", ""), "The reference", "reference")
    if before.state == "ready" and columns["stage"] != before.stage:
        raise Refused("It is ready to score. Take it back to received first.", "stage")
    if before.state != "draft" and columns["received_on"] is None:
        raise Refused("Say on which day it arrived.", "received_on")
    if r is None:
        line = before.line_id if line_id is None else line_id
        reason = before.direct_reason if direct_reason is None else direct_reason
        row.line_id, row.direct_reason = _direct(session, line, reason, before.line_id)
    for column, value in columns.items():
        setattr(row, column, value)


def archive(session: Session, application_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put away an application that was entered by mistake, or bring it back. Raises Refused, Stale.

    One that came late, is not eligible or was withdrawn is not put away: it has a state that says so.
    """
    records.archive(session, Application, application_id, version=version, back=back)


def in_use(session: Session, application_id: str) -> ApplicationRecord:
    """The application, whole. Raises Refused where it is gone or has been put away."""
    one = application(session, application_id)
    if one.archived:
        raise Refused("This application has been put away. Bring it back first.")
    return one


def as_typed(a: ApplicationRecord) -> Terms:
    """An application as its form holds it."""
    return {
        "reference": a.reference,
        "organisation": a.organisation,
        "project": a.project,
        "summary": a.summary,
        "requested": a.requested,
        "stage": a.stage,
        "meeting_id": a.meeting_id,
        "starts_on": a.starts_on,
        "ends_on": a.ends_on,
        "beneficiaries": a.beneficiaries,
        "beneficiaries_who": a.beneficiaries_who,
        "with_children": a.with_children,
        "with_adults": a.with_adults,
        "has_safeguarding": a.has_safeguarding,
        "safeguarding_on": a.safeguarding_on,
        "local_support": a.local_support,
        "duplicates": a.duplicates,
        "duplicates_evidence": a.duplicates_evidence,
        "substitutes": a.substitutes,
        "substitutes_evidence": a.substitutes_evidence,
        "exit_plan": a.exit_plan,
        "is_continuation": a.is_continuation,
        "past_delivery": a.past_delivery,
        "arrived_by": a.arrived_by,
        "received_on": a.received_on,
        "received_time": a.received_time,
        "form_digest": a.form_digest,
        "form_mark": a.form_mark,
        "note": a.note,
    }


def next_reference(session: Session, prefix: str) -> str:
    """The next number after this prefix, also after those of applications that were put away: CSDF-2026-001."""
    number = cast(func.substr(Application.reference, len(prefix) + 2), Integer)
    query = select(func.max(number)).where(
        Application.reference.startswith(f"{prefix}-", autoescape=True),
        ~func.substr(Application.reference, len(prefix) + 2).like("%-%"),  # of another round, CSDF beside CSDF-2026
    )
    return f"{prefix}-{(session.scalar(query) or 0) + 1:03d}"


def area_choices(session: Session, r: RoundRecord | None) -> tuple[Choice, ...]:
    """The areas an application may be for: those of its round, or all of them."""
    if r is not None and r.areas:
        return tuple(Choice(key, name) for key, name in r.areas)
    return tuple(Choice(one.id, one.name) for one in areas.areas(session))


def priority_choices(session: Session, r: RoundRecord | None) -> tuple[Choice, ...]:
    """The priorities an application may serve: those of its round, or all in force in its year."""
    if r is not None and r.priorities:
        return tuple(Choice(key, name) for key, name in r.priorities)
    return tuple(Choice(one.id, one.name) for one in plans.priorities(session, year=r.year if r else None))


# what is typed, read once


def _checked(session: Session, terms: Terms, known: Mapping[str, str], r: RoundRecord | None) -> dict[str, Any]:
    """The columns of an application but its reference. `known` is its organisation so far. Raises Refused."""
    given: Mapping[str, Any] = terms
    columns: dict[str, Any] = {"project": records.required(terms.get("project", ""), "The project", "project")}
    columns |= {key: bank_words.refuse(given.get(key) or "", key) for key in _TEXTS if key != "form_digest"}
    columns["form_digest"] = (given.get("form_digest") or "").strip()
    columns |= {key: bool(given.get(key)) for key in _YES_OR_NO}
    for key in _DAYS:
        columns[key] = given.get(key)
        refuse_far(columns[key], key)
    if columns["starts_on"] and columns["ends_on"] and columns["ends_on"] < columns["starts_on"]:
        raise Refused(BACKWARDS, "ends_on")
    columns["requested_pence"] = _request(terms.get("requested"))
    columns["beneficiaries"] = _people(terms.get("beneficiaries"))
    columns |= _choices(terms, r)
    columns["received_time"] = _time(terms.get("received_time") or "")
    columns["form_mark"] = terms.get("form_mark")
    columns["meeting_id"] = _meeting(terms.get("meeting_id") or "", columns["received_on"], columns, r)
    columns["organisation_id"] = _organisation(session, terms, known)
    return columns


def _choices(terms: Terms, r: RoundRecord | None) -> dict[str, str]:
    stage = chosen(terms.get("stage") or "full", STAGES, "The stage", "stage")
    if stage == "interest" and (r is None or not r.interest_first):
        raise Refused("There are no expressions of interest here.", "stage")
    return {
        "stage": stage,
        "arrived_by": chosen(terms.get("arrived_by") or "paper", ARRIVED_BY, "How it arrived", "arrived_by"),
        "duplicates": chosen(terms.get("duplicates"), FORCED, "An answer", "duplicates"),
        "substitutes": chosen(terms.get("substitutes"), FORCED, "An answer", "substitutes"),
    }


def _request(pence: int | None) -> int | None:
    if pence is not None and pence < 0:
        raise Refused(BELOW_NOUGHT, "requested")
    refuse_absurd(pence, "requested")
    return pence


def _people(count: int | None) -> int | None:
    if count is not None and not 0 <= count <= MOST_PEOPLE:
        raise Refused(f"Type a number of people from 0 to {MOST_PEOPLE:,}.", "beneficiaries")
    return count


def _meeting(meeting_id: str, day: date | None, columns: Mapping[str, Any], r: RoundRecord | None) -> str | None:
    """The meeting of a rolling round that was chosen, or else the first one that a bid of this day was in time for."""
    meetings = r.meetings if r is not None else ()
    if meeting_id:
        if all(one.id != meeting_id for one in meetings):
            raise Refused("This meeting is not one of the round.", "meeting_id")
        return meeting_id
    if day is None or r is None:
        return None
    found = meeting_for(r, day, columns["received_time"])
    return found.id if found is not None else None


def _time(typed: str) -> str:
    """A time as it is kept, "" for none; what arrived at midnight arrived in the first minute of its day."""
    plain = typed.strip()
    if plain in _MIDNIGHT:
        return "00:00"
    return parse_time(plain, "received_time") if plain else ""


def _direct(session: Session, line_id: str, reason: str, before: str | None) -> tuple[str, str]:
    plain = records.required(line_id or "", "The budget line", "line_id")
    line = records.fetch(session, BudgetLine, plain)
    if line.archived and plain != before:
        raise Refused("This budget line has been put away. Bring it back first.", "line_id")
    return plain, records.required(reason or "", "Why it is made outside a round", "direct_reason")


def _organisation(session: Session, terms: Terms, known: Mapping[str, str]) -> str:
    """The id of the organisation that was chosen, or of this name or alias; a new one where there is none."""
    chosen_id = terms.get("organisation_id") or ""
    if chosen_id:
        return chosen_id if chosen_id in known.values() else records.in_use(session, Organisation, chosen_id).id
    name = records.required(terms.get("organisation") or "", "The organisation", "organisation")
    plain = " ".join(name.split())
    return known.get(plain) or organisations.find(session, plain) or organisations.add(session, name=plain)
