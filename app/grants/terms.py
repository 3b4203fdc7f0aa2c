"""The terms of a round: its eligibility gate, criteria and questions in their order, and the meetings of a rolling one.

They are those of a draft: once the round is open they hold. Only meetings may still be added to it, or made later.
Weights are tenths of a percent; a place counts from 1.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.contracts.typed import chosen, known_day
from app.errors import Refused
from app.grants import rounds
from app.grants.round_fields import QUESTION_KINDS
from app.years import format_day
from db.grants import Criterion, Gate, Question, Round, RoundMeeting

MOST_WEIGHT, MOST_POINTS, MOST_WORDS = 1000, 100, 10_000
TEXTS = ("short", "long")
"""The kinds of answers that have words to count."""
R = TypeVar("R", Gate, Criterion, Question)

# the eligibility gate


def add_gate(session: Session, round_id: str, *, text: str, place: int | None = None) -> str:
    """Add a question to the gate; its id. Raises Refused."""
    return _add(session, Gate, round_id, place, _gate(text))


def change_gate(session: Session, gate_id: str, *, version: int | None, text: str, place: int | None = None) -> None:
    """Change a question of the gate. Raises Refused, Stale."""
    _change(session, Gate, gate_id, version, place, _gate(text))


def move_gate(session: Session, gate_id: str, *, place: int, version: int | None = None) -> None:
    """Put a question of the gate at another place. Raises Refused, Stale."""
    _move(session, Gate, gate_id, version, place)


def archive_gate(session: Session, gate_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a question of the gate away, or bring it back. Raises Refused, Stale."""
    _archive(session, Gate, gate_id, version, back=back)


def _gate(text: str) -> dict[str, Any]:
    return {"text": records.required(text, "The question", "text")}


# criteria


def add_criterion(
    session: Session,
    round_id: str,
    *,
    name: str,
    guidance: str = "",
    is_information: bool = False,
    weight: int | None = None,
    maximum: int | None = None,
    place: int | None = None,
) -> str:
    """Add a criterion, its weight in tenths of a percent; its id. Raises Refused."""
    return _add(session, Criterion, round_id, place, _criterion(name, guidance, weight, maximum, is_information))


def change_criterion(
    session: Session,
    criterion_id: str,
    *,
    version: int | None,
    name: str,
    guidance: str = "",
    is_information: bool = False,
    weight: int | None = None,
    maximum: int | None = None,
    place: int | None = None,
) -> None:
    """Change a criterion, its weight in tenths of a percent. Raises Refused, Stale."""
    values = _criterion(name, guidance, weight, maximum, is_information)
    _change(session, Criterion, criterion_id, version, place, values)


def move_criterion(session: Session, criterion_id: str, *, place: int, version: int | None = None) -> None:
    """Put a criterion at another place. Raises Refused, Stale."""
    _move(session, Criterion, criterion_id, version, place)


def archive_criterion(session: Session, criterion_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a criterion away, or bring it back. Raises Refused, Stale."""
    _archive(session, Criterion, criterion_id, version, back=back)


def _criterion(
    name: str, guidance: str, weight: int | None, maximum: int | None, is_information: bool
) -> dict[str, Any]:
    plain = records.required(name, "The criterion", "name")
    if is_information and weight:
        raise Refused("What is for information only is not scored. Leave its weight empty.", "weight")
    if weight is None and not is_information:
        raise Refused("The weight is needed.", "weight")
    if weight is not None and not 0 <= weight <= MOST_WEIGHT:
        raise Refused("A weight is between 0 % and 100 %.", "weight")
    if maximum is None:
        raise Refused("The highest points are needed.", "maximum")
    if not 1 <= maximum <= MOST_POINTS:
        raise Refused(f"The highest points are between 1 and {MOST_POINTS}.", "maximum")
    return {
        "name": plain,
        "guidance": guidance.strip(),
        "weight_tenths": weight or 0,
        "maximum": maximum,
        "is_information": is_information,
    }


# questions


def add_question(
    session: Session,
    round_id: str,
    *,
    text: str,
    help: str = "",  # noqa: A002 - the column and its box are called so
    kind: str | None = "long",
    is_required: bool = False,
    most_words: int | None = None,
    asked_first: bool = False,
    place: int | None = None,
) -> str:
    """Add a question to the form; its id. Raises Refused."""
    values = _question(session, round_id, text, help, kind, is_required, most_words, asked_first)
    return _add(session, Question, round_id, place, values)


def change_question(
    session: Session,
    question_id: str,
    *,
    version: int | None,
    text: str,
    help: str = "",  # noqa: A002 - the column and its box are called so
    kind: str | None = "long",
    is_required: bool = False,
    most_words: int | None = None,
    asked_first: bool = False,
    place: int | None = None,
) -> None:
    """Change a question of the form. Raises Refused, Stale."""
    round_id = records.in_use(session, Question, question_id).round_id
    values = _question(session, round_id, text, help, kind, is_required, most_words, asked_first)
    _change(session, Question, question_id, version, place, values)


def move_question(session: Session, question_id: str, *, place: int, version: int | None = None) -> None:
    """Put a question at another place. Raises Refused, Stale."""
    _move(session, Question, question_id, version, place)


def archive_question(session: Session, question_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a question away, or bring it back. Raises Refused, Stale."""
    _archive(session, Question, question_id, version, back=back)


def _question(
    session: Session,
    round_id: str,
    text: str,
    help_text: str,
    kind: str | None,
    is_required: bool,
    most_words: int | None,
    asked_first: bool,
) -> dict[str, Any]:
    plain = records.required(text, "The question", "text")
    answered = chosen(kind, QUESTION_KINDS, "How it is answered", "kind")
    if most_words is not None and answered not in TEXTS:
        raise Refused("Only a text has words to count. Leave this empty.", "most_words")
    if most_words is not None and not 1 <= most_words <= MOST_WORDS:
        raise Refused(f"Type a number of words from 1 to {MOST_WORDS:,}, or leave it empty.", "most_words")
    if asked_first and not records.fetch(session, Round, round_id).interest_first:
        raise Refused("This round has no expression of interest to ask it in.", "asked_first")
    return {
        "text": plain,
        "help": help_text.strip(),
        "kind": answered,
        "is_required": is_required,
        "most_words": most_words,
        "asked_first": asked_first,
    }


# the meetings of a rolling round


def add_meeting(session: Session, round_id: str, *, closes_on: date | None, meets_on: date | None) -> str:
    """Add a meeting to a rolling round, open or not, with the day bids for it close on; its id. Raises Refused."""
    r = rounds.in_use(session, round_id)
    if r.kind != "rolling":
        raise Refused("Only a rolling round has meetings. This one closes on one day.")
    if r.closed_on is not None:
        raise Refused(f"It was closed on {format_day(r.closed_on)}.")
    row = RoundMeeting(round_id=round_id, **_meeting(closes_on, meets_on, r.closes_on))
    session.add(row)
    records.touch(records.fetch(session, Round, round_id))
    session.flush()
    return row.id


def change_meeting(
    session: Session, meeting_id: str, *, version: int | None, closes_on: date | None, meets_on: date | None
) -> None:
    """Change a meeting; once the round is open its days can only be made later. Raises Refused, Stale."""
    row = records.at_version(session, RoundMeeting, meeting_id, version)
    records.in_use(session, RoundMeeting, meeting_id)
    r = rounds.in_use(session, row.round_id)
    values = _meeting(closes_on, meets_on, r.closes_on)
    if r.is_frozen:
        for field, day in values.items():
            if day < getattr(row, field):
                raise Refused(f"That is earlier than {format_day(getattr(row, field))}, as was invited.", field)
    for field, day in values.items():
        setattr(row, field, day)
    records.touch(records.fetch(session, Round, row.round_id))


def archive_meeting(session: Session, meeting_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a meeting of a draft away, or bring one back. Raises Refused, Stale."""
    row = records.at_version(session, RoundMeeting, meeting_id, version)
    (rounds.in_use if back else rounds.draft)(session, row.round_id)
    row.archived = not back
    records.touch(records.fetch(session, Round, row.round_id))


def _meeting(closes_on: date | None, meets_on: date | None, last: date | None) -> dict[str, date]:
    closes = known_day(closes_on, "The day bids for it close on", "closes_on")
    meets = known_day(meets_on, "The day it meets on", "meets_on")
    if meets < closes:
        raise Refused("It meets before bids for it close.", "meets_on")
    if last is not None and closes > last:
        raise Refused(f"The round closes on {format_day(last)}, before that.", "closes_on")
    return {"closes_on": closes, "meets_on": meets}


# what gates, criteria and questions have in common


def _add(session: Session, model: type[R], round_id: str, place: int | None, values: dict[str, Any]) -> str:
    rounds.draft(session, round_id)
    _refuse_twin(session, model, round_id, "", values)
    row = model(round_id=round_id, position=len(_rows(session, model, round_id)) + 1, **values)
    session.add(row)
    session.flush()
    _place(session, row, place)
    return row.id


def _change(
    session: Session, model: type[R], row_id: str, version: int | None, place: int | None, values: dict[str, Any]
) -> None:
    row = _of_draft(session, model, row_id, version)
    _refuse_twin(session, model, row.round_id, row.id, values)
    for column, value in values.items():
        setattr(row, column, value)
    _place(session, row, place)


def _move(session: Session, model: type[R], row_id: str, version: int | None, place: int) -> None:
    _place(session, _of_draft(session, model, row_id, version), place)


def _of_draft(session: Session, model: type[R], row_id: str, version: int | None) -> R:
    """The row, in use and of a round that is still a draft. Raises Refused, Stale."""
    row = records.at_version(session, model, row_id, version)
    rounds.draft(session, row.round_id)
    return records.in_use(session, model, row.id)


def _archive(session: Session, model: type[R], row_id: str, version: int | None, *, back: bool) -> None:
    row = records.at_version(session, model, row_id, version)
    rounds.draft(session, row.round_id)
    row.archived = not back
    if back:
        _refuse_twin(session, model, row.round_id, row.id, {key: getattr(row, key, "") for key in ("name", "text")})
    _place(session, row, None)


def _refuse_twin(session: Session, model: type[R], round_id: str, row_id: str, values: dict[str, Any]) -> None:
    """What is asked or scored twice is a slip: its answers and points could not be told apart."""
    key = "name" if hasattr(model, "name") else "text"
    mine = " ".join(str(values[key]).split()).casefold()
    with session.no_autoflush:
        rows = _rows(session, model, round_id)
    if any(" ".join(getattr(row, key).split()).casefold() == mine and row.id != row_id for row in rows):
        raise Refused(f"The round already has this {'criterion' if key == 'name' else 'question'}.", key)


def _rows(session: Session, model: type[R], round_id: str) -> list[R]:
    query = select(model).where(model.round_id == round_id, model.archived.is_(False))
    return list(session.scalars(query.order_by(model.position, model.id)))


def _place(session: Session, row: R, place: int | None) -> None:
    """Put it at this place among its like and count these through; None leaves it. The round is changed by it too."""
    session.flush()
    rows = _rows(session, type(row), row.round_id)
    if place is not None and row in rows:
        rows.remove(row)
        rows.insert(max(place, 1) - 1, row)
    for position, one in enumerate(rows, 1):
        if one.position != position:
            one.position = position
    records.touch(records.fetch(session, Round, row.round_id))
