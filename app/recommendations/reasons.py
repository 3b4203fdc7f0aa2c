"""The office's library of reasons: what applicants are told in plain words, and what the statistics count by code."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.grants import bank_words
from app.recommendations.outcome_fields import OUTCOMES
from app.recommendations.parts import ReasonRecord
from db.recommendations import OutcomeReason

MOST_LETTERS = 12
"""A code is at most so long."""

UNDER, NEXT = "SCORE", "NEXT"
"""The reasons of the usual library that a draft gives by itself, where the office has them."""


class Usual(NamedTuple):
    """A reason that an office may begin with: its code, the outcome it serves (empty for any), and its words."""

    code: str
    outcome: str
    text: str


USUAL = (
    Usual("POT", "decline", "There was not enough money in this round for every bid that scored well."),
    Usual(UNDER, "decline", "The bid did not reach the score that bids had to reach in this round."),
    Usual("NEED", "decline", "The bid did not show clearly enough who needs the project and how you know."),
    Usual("AIMS", "decline", "The bid did not show how the project would help with the priorities of this round."),
    Usual("CHANGE", "decline", "The bid did not say clearly what would change and how you would measure it."),
    Usual("VALUE", "decline", "The costs were high beside what the project would achieve."),
    Usual("BUDGET", "decline", "The costs were not set out clearly enough to see what the money would pay for."),
    Usual("TWICE", "decline", "The work is already paid for from elsewhere, or is another body's duty to provide."),
    Usual("READY", "defer", "Something still has to be settled before we can decide. We will ask you for it."),
    Usual("PART", "reduced", "We can pay for part of the project, so that more projects could be supported."),
    Usual("ITEMS", "reduced", "Some of the costs cannot be paid from this fund."),
    Usual(NEXT, "reserve", "The bid scored well and is next in line should any of the money become free."),
)
"""A library to begin with. An office changes it as it likes."""


def add(session: Session, *, code: str, outcome: str | None = "", text: str) -> str:
    """Add a reason at the end of the library; its id. Raises Refused."""
    values = _checked(session, code, outcome, text)
    row = OutcomeReason(position=records.next_position(session, OutcomeReason), **values)
    session.add(row)
    session.flush()
    return row.id


def change(
    session: Session, reason_id: str, *, version: int | None, code: str, outcome: str | None = "", text: str
) -> None:
    """Change a reason. Letters that were made with it keep the words they have. Raises Refused, Stale."""
    row = records.at_version(session, OutcomeReason, records.in_use(session, OutcomeReason, reason_id).id, version)
    for column, value in _checked(session, code, outcome, text, but=row.id).items():
        setattr(row, column, value)


def archive(session: Session, reason_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a reason away, so that it is no longer offered, or bring it back. Raises Refused, Stale."""
    row = records.at_version(session, OutcomeReason, reason_id, version)
    if back:
        _refuse_twice(session, row.code, but=row.id)
    row.archived = not back


def add_usual(session: Session) -> tuple[str, ...]:
    """Add the reasons of the usual library that the office has none with the same code of; their ids.

    Raises Refused where it has all of them.
    """
    known = _codes(session)
    missing = [one for one in USUAL if one.code.casefold() not in known]
    if not missing:
        raise Refused("The library has all of the usual reasons already.")
    return tuple(add(session, code=one.code, outcome=one.outcome, text=one.text) for one in missing)


def by_id(session: Session) -> dict[str, ReasonRecord]:
    """Every reason by its id, those put away too: a bid it was chosen for keeps it."""
    rows = session.scalars(select(OutcomeReason).order_by(OutcomeReason.position, OutcomeReason.id))
    return {
        row.id: ReasonRecord(row.id, row.version, row.code, row.outcome, row.text, place)
        for place, row in enumerate(rows, 1)
    }


def with_code(session: Session, code: str) -> str:
    """The id of the reason in use with this code, empty where the office has none."""
    query = select(OutcomeReason.id).where(OutcomeReason.archived.is_(False), OutcomeReason.code == code)
    return session.scalars(query).first() or ""


def _checked(session: Session, code: str, outcome: str | None, text: str, but: str = "") -> dict[str, str]:
    plain = "".join(records.required(code, "The code", "code").split()).upper()
    if len(plain) > MOST_LETTERS:
        raise Refused(f"A code has at most {MOST_LETTERS} letters.", "code")
    _refuse_twice(session, plain, but)
    if outcome and all(one.value != outcome for one in OUTCOMES):
        raise Refused(f"“{outcome}” cannot be chosen here.", "outcome")
    words = bank_words.refuse(records.required(text, "What the letter says", "text"), "text")
    return {"code": plain, "outcome": outcome or "", "text": words}


def _refuse_twice(session: Session, code: str, but: str) -> None:
    if code.casefold() in _codes(session, but):
        raise Refused("There is already a reason with this code.", "code")


def _codes(session: Session, but: str = "") -> set[str]:
    query = select(OutcomeReason.code).where(OutcomeReason.archived.is_(False), OutcomeReason.id != but)
    return {one.casefold() for one in session.scalars(query)}
