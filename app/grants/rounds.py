"""Rounds: prepared as drafts, copied from last year's, opened on terms that then hold, made later, closed, put away.

Amounts are pence, years start years, times local wall-clock text HH:MM.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any, TypedDict, Unpack

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import records
from app.contracts.typed import chosen, needed, refuse_absurd, refuse_far
from app.errors import Refused
from app.grants import reading
from app.grants.clock import at, closes_at, parse_time
from app.grants.lacking import Lack, lacking
from app.grants.parts import RoundRecord
from app.grants.room import lacking_around, money
from app.grants.round_fields import KINDS
from app.money import format_pence
from app.years import FIRST, LAST, format_day, format_year
from db.areas import Area
from db.base import Record
from db.funds import BudgetLine
from db.grants import (
    Application,
    Criterion,
    Gate,
    Question,
    Round,
    RoundArea,
    RoundMeeting,
    RoundPriority,
)
from db.journal import Change
from db.plans import Priority

PUT_AWAY = "The round has been put away. Bring it back first."
USUAL_TIME = "17:00"
MOST_BIDS, MOST_MINUTES, MOST_HOURS = 100_000, 1_440, 1_000
_PARTS: tuple[Any, ...] = (RoundMeeting, Gate, Criterion, Question, RoundArea, RoundPriority)
_DAYS = (
    ("opens_on", "It opens"),
    ("interest_closes_on", "Expressions of interest close"),
    ("closes_on", "It closes"),
    ("panel_on", "The panel meets"),
    ("decision_on", "Decisions are made"),
)


class Terms(TypedDict, total=False):
    """What the form of a round holds, amounts in pence. What is left out is empty in a new one, and stays in another.

    `over` is what may be awarded above the pot; no areas or priorities are all of them.
    """

    reference: str
    name: str
    line_id: str | None
    year: int | None
    pot: int | None
    purpose: str
    kind: str | None
    over: int | None
    over_approver: str
    minimum: int | None
    maximum: int | None
    interest_first: bool
    interest_closes_on: date | None
    opens_on: date | None
    closes_on: date | None
    closes_time: str
    panel_on: date | None
    decision_on: date | None
    expected_bids: int | None
    reading_minutes: int | None
    applicant_hours: int | None
    area_ids: Sequence[str] | None
    priority_ids: Sequence[str] | None


def add(session: Session, **terms: Unpack[Terms]) -> str:
    """Add a round as a draft that closes at 17:00 unless it says otherwise; its id. Raises Refused."""
    return _added(session, terms, None)


def change(session: Session, round_id: str, *, version: int | None, **terms: Unpack[Terms]) -> None:
    """Change a draft. Raises Refused (also once it is open, when its terms hold for all who were invited), Stale."""
    row = at_version(session, round_id, version)
    before = draft(session, round_id)
    whole = as_typed(before)
    whole.update(terms)
    _refuse_twin(session, whole["reference"], round_id)
    for column, value in _checked(session, whole, before).items():
        setattr(row, column, value)
    if before.meetings and row.kind != "rolling":
        raise Refused("It has meetings, which only a rolling round has. Archive them first.", "kind")
    if _set_places(session, round_id, whole["area_ids"], whole["priority_ids"], before):
        records.touch(row)


def as_typed(r: RoundRecord) -> Terms:
    """A round as its form holds it; nothing above the pot is an empty box."""
    return {
        "reference": r.reference,
        "name": r.name,
        "line_id": r.line_id,
        "year": r.year,
        "pot": r.pot,
        "purpose": r.purpose,
        "kind": r.kind,
        "over": r.over or None,
        "over_approver": r.over_approver,
        "minimum": r.minimum,
        "maximum": r.maximum,
        "interest_first": r.interest_first,
        "interest_closes_on": r.interest_closes_on,
        "opens_on": r.opens_on,
        "closes_on": r.closes_on,
        "closes_time": r.closes_time,
        "panel_on": r.panel_on,
        "decision_on": r.decision_on,
        "expected_bids": r.expected_bids,
        "reading_minutes": r.reading_minutes,
        "applicant_hours": r.applicant_hours,
        "area_ids": tuple(key for key, _ in r.areas),
        "priority_ids": tuple(key for key, _ in r.priorities),
    }


def expect(
    session: Session,
    round_id: str,
    *,
    version: int | None,
    expected_bids: int | None,
    reading_minutes: int | None,
    applicant_hours: int | None,
) -> None:
    """Keep what the planner is told: bids, minutes to read one, hours to write one. These are no terms.

    So they may be changed of an open round as well. Raises Refused, Stale.
    """
    row = at_version(session, round_id, version)
    in_use(session, round_id)
    for column, value in _expected(
        {"expected_bids": expected_bids, "reading_minutes": reading_minutes, "applicant_hours": applicant_hours}
    ).items():
        setattr(row, column, value)


def copy(session: Session, round_id: str, *, reference: str, name: str, year: int | None) -> str:
    """A draft on the terms of another round, its gate, criteria and questions included; its id. Raises Refused.

    Its days and what was approved above its pot are not taken over, so that no grant may be larger than the pot any
    more. It expects as many bids as the other one had.
    """
    old = reading.round_(session, round_id)
    terms = as_typed(old)
    terms |= {"reference": reference, "name": name, "year": year, "over": None, "over_approver": ""}
    terms |= {"interest_closes_on": None, "opens_on": None, "closes_on": None, "panel_on": None, "decision_on": None}
    terms["maximum"] = None if old.maximum is None else min(old.maximum, old.pot)
    terms["expected_bids"] = _bids(session, round_id) or old.expected_bids
    terms["area_ids"] = _used(session, Area, old.areas)
    terms["priority_ids"] = _used(session, Priority, old.priorities)
    new_id = _added(session, terms, old)
    for part in (Gate, Criterion, Question):
        _copy_parts(session, part, round_id, new_id)
    return new_id


def archive(session: Session, round_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a round away, or bring it back; its bids stay as they are.

    One that is open comes back only while its line has the money. Raises Refused, Stale.
    """
    row = at_version(session, round_id, version)
    if back:
        _refuse_twin(session, row.reference, round_id)
        r = reading.round_(session, round_id)
        if r.is_frozen and r.closed_on is None and (found := money(session, r)):
            raise Refused(" ".join(one.what for one in found))
    row.archived = not back


# from a draft to a closed round


def open_(session: Session, round_id: str, *, version: int | None, day: date) -> None:
    """Open a round on a day: from then on its terms hold. Raises Refused with everything it lacks, Stale.

    Its forms bear a mark that no other state of its terms had, so that one of an earlier draft is told apart.
    """
    row = at_version(session, round_id, version)
    r = draft(session, round_id)
    if found := (*lacking(r, day=day), *lacking_around(session, r)):
        raise Refused(" ".join(one.what for one in found), found[0].field)
    row.opened_on = day
    row.opens_on = day if r.opens_on is None else max(r.opens_on, day)
    row.version_mark = _next_mark(session, round_id)


def _next_mark(session: Session, round_id: str) -> int:
    """One more than any mark its forms have borne: those of an opening that was undone are not taken for new ones."""
    borne = session.scalars(select(Change.new).where(Change.row_id == round_id, Change.column_name == "version_mark"))
    return 1 + max((int(one) for one in borne if one is not None), default=0)


def before_opening(session: Session, round_id: str, *, day: date) -> tuple[Lack, ...]:
    """Everything a draft lacks to be opened on a day, its money and what it refers to included. Raises Refused."""
    r = reading.round_(session, round_id)
    return (*lacking(r, day=day), *lacking_around(session, r))


def extend(
    session: Session,
    round_id: str,
    *,
    version: int | None,
    closes_on: date | None,
    closes_time: str,
    reason: str,
    interest_closes_on: date | None = None,
    panel_on: date | None = None,
    decision_on: date | None = None,
) -> None:
    """Make the days of an open round later, with the reason; what is left empty stays. Raises Refused, Stale.

    No day comes earlier than was invited, since somebody may be counting on it.
    """
    row = at_version(session, round_id, version)
    r = in_use(session, round_id)
    if not r.is_frozen:
        raise Refused("It is a draft. Change its days in its form.")
    if r.closed_on is not None:
        raise Refused(f"It was closed on {format_day(r.closed_on)}. Its days cannot be changed any more.")
    moved = _later_close(r, closes_on, closes_time)
    days = {"interest_closes_on": interest_closes_on, "panel_on": panel_on, "decision_on": decision_on}
    moved |= {key: day for key, day in days.items() if day is not None}
    for key, day in days.items():
        was = getattr(r, key)
        if day is not None and was is not None and day < was:
            raise Refused(f"That is earlier than {format_day(was)}, which was announced.", key)
    if not r.interest_first and interest_closes_on is not None:
        raise Refused("This round has no expressions of interest.", "interest_closes_on")
    if all(getattr(r, key) == value for key, value in moved.items()):
        raise Refused("No day is later than it was.", "closes_on")
    row.extended_for = records.required(reason, "The reason", "reason")
    for key, value in moved.items():
        setattr(row, key, value)
    _in_order({key: getattr(row, key) for key, _ in _DAYS})


def _later_close(r: RoundRecord, closes_on: date | None, closes_time: str) -> dict[str, Any]:
    """The day and time it closes, not earlier than before. Raises Refused at `closes_on` or `closes_time`."""
    clock = parse_time(records.required(closes_time, "The closing time", "closes_time"), "closes_time")
    before = closes_at(r)
    if before is None:
        if closes_on is not None or clock != r.closes_time:
            raise Refused("This round closes by its meetings. Change these instead.", "closes_on")
        return {}
    day = needed(closes_on, "The closing day", "closes_on")
    if at(day, clock) < before:
        field = "closes_time" if day == r.closes_on else "closes_on"
        raise Refused(f"That is earlier than {r.closes_time} on {format_day(before.date())}, as was invited.", field)
    return {"closes_on": day, "closes_time": clock}


def close(session: Session, round_id: str, *, version: int | None, day: date) -> None:
    """Close a round for good on a day: no bid comes in any more, and its pot is no longer held back.

    One with a closing day can only be closed after it. Raises Refused, Stale.
    """
    row = at_version(session, round_id, version)
    r = in_use(session, round_id)
    if not r.is_frozen:
        raise Refused("It has not been opened. Archive it if it is not wanted.")
    if r.closed_on is not None:
        raise Refused(f"It was closed on {format_day(r.closed_on)} already.")
    if r.closes_on is not None and day <= r.closes_on:
        raise Refused(f"Bids were invited until {r.closes_time} on {format_day(r.closes_on)}. Close it after that day.")
    if r.opened_on is not None and day < r.opened_on:
        raise Refused(f"It was only opened on {format_day(r.opened_on)}.")
    row.closed_on = day


# what others use too


def at_version(session: Session, round_id: str, version: int | None) -> Round:
    """The row of a round. Raises Refused, and Stale where it or any part of it was saved since `version`."""
    parts = [key for one in _PARTS for key in session.scalars(select(one.id).where(one.round_id == round_id))]
    return records.at_version(session, Round, round_id, version, parts=parts)


def in_use(session: Session, round_id: str) -> RoundRecord:
    """A round as it is in the file, with what this save has already changed. Raises Refused when it was put away."""
    session.flush()
    r = reading.round_(session, round_id)
    if r.archived:
        raise Refused(PUT_AWAY)
    return r


def draft(session: Session, round_id: str) -> RoundRecord:
    """A round whose terms may still be changed. Raises Refused once it is open, or put away."""
    r = in_use(session, round_id)
    if r.opened_on is not None:
        raise Refused(
            f"It was opened on {format_day(r.opened_on)}: its terms hold for everybody who was invited. "
            "Only its days can be made later, with a reason."
        )
    return r


# what is typed


def _checked(session: Session, terms: Terms, before: RoundRecord | None) -> dict[str, Any]:
    """The columns of a round. `before` is what it was; what was put away since may stay. Raises Refused at the box."""
    columns: dict[str, Any] = {
        "reference": records.required(terms.get("reference", ""), "The reference", "reference"),
        "name": records.required(terms.get("name", ""), "The name", "name"),
        "purpose": terms.get("purpose", "").strip(),
        "kind": chosen(terms.get("kind", "round"), KINDS, "How it closes", "kind"),
    }
    columns["line_id"] = _line(session, terms.get("line_id"), before)
    columns["year"] = _year(terms.get("year"))
    columns |= _amounts(terms) | _times(terms, columns["kind"]) | _expected(terms)
    return columns


def _line(session: Session, line_id: str | None, before: RoundRecord | None) -> str:
    key = needed(line_id or None, "The budget line", "line_id")
    row = session.get(BudgetLine, key)
    if row is None or (row.archived and (before is None or before.line_id != key)):
        raise Refused("This budget line has been put away. Choose another one.", "line_id")
    return key


def _year(year: int | None) -> int:
    found = needed(year, "The financial year", "year")
    if not FIRST <= found <= LAST:
        raise Refused(f"Type a year from {format_year(FIRST)} to {format_year(LAST)}.", "year")
    return found


def _amounts(terms: Terms) -> dict[str, Any]:
    pot, over = needed(terms.get("pot"), "The pot", "pot"), terms.get("over") or 0
    minimum, maximum = terms.get("minimum"), terms.get("maximum")
    for pence, field in ((pot, "pot"), (over, "over"), (minimum, "minimum"), (maximum, "maximum")):
        if pence is not None and pence < 0:
            raise Refused("An amount cannot be below £0.", field)
        refuse_absurd(pence, field)
    if not pot:
        raise Refused("The pot must be more than £0.", "pot")
    if maximum == 0:
        raise Refused("The largest grant must be more than £0. Leave it empty for none.", "maximum")
    if minimum is not None and maximum is not None and maximum < minimum:
        raise Refused("The largest grant is below the smallest.", "maximum")
    if maximum is not None and maximum > pot + over:
        raise Refused(f"The largest grant is more than there is to award ({format_pence(pot + over)}).", "maximum")
    approver = terms.get("over_approver", "").strip()
    if over and not approver:
        raise Refused("Say who approves that more is awarded than the pot holds.", "over_approver")
    return {
        "pot_pence": pot,
        "over_pence": over,
        "over_approver": approver,
        "minimum_pence": minimum,
        "maximum_pence": maximum,
    }


def _times(terms: Terms, kind: str) -> dict[str, Any]:
    first = bool(terms.get("interest_first", False))
    clock = records.required(terms.get("closes_time", USUAL_TIME), "The closing time", "closes_time")
    days: dict[str, date | None] = {
        "opens_on": terms.get("opens_on"),
        "interest_closes_on": terms.get("interest_closes_on"),
        "closes_on": terms.get("closes_on"),
        "panel_on": terms.get("panel_on"),
        "decision_on": terms.get("decision_on"),
    }
    if days["interest_closes_on"] is not None and not first:
        raise Refused("Say that expressions of interest come first, or leave this day empty.", "interest_closes_on")
    if first and kind == "rolling" and days["interest_closes_on"] is not None:
        raise Refused(
            "A rolling round takes expressions of interest at any time. Leave this empty.", "interest_closes_on"
        )
    _in_order(days)
    return {"interest_first": first, "closes_time": parse_time(clock, "closes_time"), **days}


def _in_order(days: dict[str, date | None]) -> None:
    """Raise Refused for a day the desk does not know, or one that comes before what it follows on."""
    known = [(key, what, day) for key, what in _DAYS if (day := days[key]) is not None]
    for key, _, day in known:
        refuse_far(day, key)
    for (_, first, one), (key, then, other) in pairwise(known):
        if other < one:
            raise Refused(f"{then} before {first[0].lower()}{first[1:]}.", key)


def _expected(terms: Terms) -> dict[str, int | None]:
    """What the planner is told. Raises Refused at its box for what nobody can expect."""
    bids, minutes, hours = (
        terms.get("expected_bids"),
        terms.get("reading_minutes"),
        terms.get("applicant_hours"),
    )
    for value, most, field in (
        (bids, MOST_BIDS, "expected_bids"),
        (minutes, MOST_MINUTES, "reading_minutes"),
        (hours, MOST_HOURS, "applicant_hours"),
    ):
        if value is not None and not 1 <= value <= most:
            raise Refused(f"Type a number from 1 to {most:,}, or leave it empty.", field)
    return {"expected_bids": bids, "reading_minutes": minutes, "applicant_hours": hours}


def _refuse_twin(session: Session, reference: str, round_id: str) -> None:
    """Bids are numbered by the reference, so two that differ in small letters only would be taken for one."""
    with session.no_autoflush:
        others = session.execute(select(Round.id, Round.reference).where(Round.archived.is_(False))).all()
    mine = reference.strip().casefold()
    if any(one.reference.casefold() == mine and one.id != round_id for one in others):
        raise Refused("There is already a round with this reference.", "reference")


def _set_places(
    session: Session,
    round_id: str,
    area_ids: Sequence[str] | None,
    priority_ids: Sequence[str] | None,
    before: RoundRecord | None,
) -> bool:
    """Have exactly these areas and priorities; whether that changed any of them. Raises Refused for one put away."""
    held = set[str]() if before is None else {key for key, _ in (*before.areas, *before.priorities)}
    areas = _known(session, Area, area_ids, held, "area", "area_ids")
    priorities = _known(session, Priority, priority_ids, held, "priority", "priority_ids")
    turned = _set_rows(session, RoundArea, round_id, "area_id", areas)
    return _set_rows(session, RoundPriority, round_id, "priority_id", priorities) or turned


def _known(
    session: Session, model: type[Record], ids: Sequence[str] | None, held: set[str], what: str, field: str
) -> list[str]:
    wanted = list(dict.fromkeys(ids or ()))
    for key in wanted:
        row = session.get(model, key)
        if row is None or (row.archived and key not in held):
            raise Refused(f"One {what} that was chosen has been put away. Choose again.", field)
    return wanted


def _set_rows(session: Session, model: Any, round_id: str, column: str, wanted: list[str]) -> bool:
    have = {getattr(row, column): row for row in session.scalars(select(model).where(model.round_id == round_id))}
    turned = [row for key, row in have.items() if row.archived == (key in wanted)]
    for row in turned:
        row.archived = not row.archived
    added = [key for key in wanted if key not in have]
    session.add_all(model(round_id=round_id, **{column: key}) for key in added)
    return bool(turned or added)


def _added(session: Session, terms: Terms, old: RoundRecord | None) -> str:
    """A new draft; `old` is what it is copied from, whose line it may have even where that was put away since."""
    row = Round(**_checked(session, terms, old), opened_on=None, closed_on=None, version_mark=0, extended_for="")
    _refuse_twin(session, row.reference, "")
    session.add(row)
    session.flush()
    _set_places(session, row.id, terms.get("area_ids"), terms.get("priority_ids"), None)
    return row.id


# copying


def _bids(session: Session, round_id: str) -> int:
    query = select(func.count()).where(
        Application.round_id == round_id, Application.archived.is_(False), Application.state != "draft"
    )
    return session.scalar(query) or 0


def _used(session: Session, model: type[Record], pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(key for key, _ in pairs if not records.fetch(session, model, key).archived)


def _copy_parts(session: Session, model: Any, round_id: str, new_id: str) -> None:
    query = select(model).where(model.round_id == round_id, model.archived.is_(False))
    kept = [one.key for one in model.__table__.columns if one.key not in ("id", "version", "archived", "round_id")]
    for row in session.scalars(query.order_by(model.position, model.id)).all():
        session.add(model(round_id=new_id, **{key: getattr(row, key) for key in kept}))
