"""Outcome letters: written, read by an officer, and marked once they were given out. Amounts are pence.

Nothing goes out that nobody has read: whoever changes a letter leaves it to be read again. The desk sends nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.contracts.typed import known_day
from app.decisions import reading
from app.decisions.letter_words import LetterText, told_lines
from app.decisions.parts import DecisionSheetRecord, LetterRecord
from app.errors import Refused, Stale
from app.fields import Field
from app.grants.bank_words import refuse as without_bank_details
from app.listing import Cell, Column, Line, Listing
from app.office import details
from app.recommendations import reading as recommended
from app.recommendations.feedback import naming, panel_names
from app.recommendations.outcome_fields import outcome_words
from app.recommendations.parts import GIVEN
from app.years import format_day
from db.decision_sheets import GONE_OUT, OutcomeLetter
from db.grants import Application
from db.organisations import Organisation

TO_READ, WAITS, READY, SENT, VOID = "To read", "Decision not signed", "Ready", "Given out", "Decision withdrawn"
OUT = "Bid withdrawn"
NOT_READ = "Nobody has read it yet. Read it first, then give it out."
UNSIGNED = "Its decision has not been signed. The letter can be given out once it has."
WITHDRAWN = "Its decision was withdrawn, so the letter is of no use."
PROMISES = "The bid was withdrawn since, and the letter promises money it no longer has."
FIELDS = (
    Field("addressee", "To", "long", True, help="Line by line, the person first.", personal=True),
    Field("words", "Letter", "long", True, help="What was decided and why. The reasons are in it."),
    Field("feedback", "Feedback", "long", help="What the panel wrote about the bid, chosen and read. Name nobody."),
)
READ = (Field("read_by", "Read by", required=True),)
GIVEN_OUT = (Field("sent_on", "Given out on", "day", True),)
_LABELS = {"addressee": "To whom it goes", "words": "What the letter says"}


class LetterResult(NamedTuple):
    """What became of one letter of several: whether it was done, and why not in a sentence."""

    letter_id: str
    called: str
    done: bool
    sentence: str


def values(one: LetterRecord) -> dict[str, Any]:
    """A letter as its form holds it."""
    return {field.key: getattr(one, field.key) for field in FIELDS}


def letter(session: Session, letter_id: str) -> LetterRecord:
    """One letter in use. Raises Refused when it is gone."""
    row = records.in_use(session, OutcomeLetter, letter_id)
    return next(one for one in reading.letters(session, sheet_id=row.sheet_id) if one.id == letter_id)


def state(one: LetterRecord, sheet: DecisionSheetRecord) -> str:
    """How far a letter has come."""
    if one.sent_on is not None:
        return SENT
    if sheet.state == "withdrawn":
        return VOID
    if one.is_out:
        return OUT
    if not one.read_by:
        return TO_READ
    return READY if sheet.is_signed else WAITS


# writing


def change(session: Session, /, letter_id: str, *, version: int | None, **typed: Any) -> None:
    """Save boxes of a letter, by their names in `FIELDS`; those not given stay. It has to be read again.

    Raises Refused at a box, also where a member of the panel is named; Stale.
    """
    row = _open(session, letter_id, version)
    names = _members(session, row.application_id)
    before = (row.addressee, row.words, row.feedback)
    for key, text in typed.items():
        if all(field.key != key for field in FIELDS):
            raise Refused("A letter has no such box.", key)
        setattr(row, key, _checked(text or "", key, names))
    if (row.addressee, row.words, row.feedback) != before:
        row.read_by, row.read_on = "", None


def take_feedback(session: Session, letter_id: str, *, version: int | None) -> None:
    """Put the feedback that was chosen for the bid since into its letter. It has to be read again.

    Raises Refused where none was chosen, or it is in the letter already; Stale.
    """
    row = _open(session, letter_id, version)
    known = recommended.recommendation(session, row.application_id)
    if known is None or not known.feedback:
        raise Refused("No feedback has been chosen for this bid yet.", "feedback")
    if row.feedback == known.feedback:
        raise Refused("The feedback that was chosen is in the letter already.", "feedback")
    change(session, letter_id, version=version, feedback=known.feedback)


def read(session: Session, letter_id: str, *, version: int | None, read_by: str, day: date) -> None:
    """Record that somebody has read a letter as it is, on a day. Raises Refused, Stale."""
    row = _open(session, letter_id, version)
    who = " ".join(records.required(read_by, "Who has read it", "read_by").split())
    names = _members(session, row.application_id)
    for field in FIELDS:
        _checked(getattr(row, field.key), field.key, names)
    row.read_by, row.read_on = who, day


def read_all(
    session: Session, sheet_id: str, *, seen: Mapping[str, int], read_by: str, day: date
) -> tuple[LetterResult, ...]:
    """Record that somebody has read the letters of a decision they looked at: `seen` has their versions by id.

    A letter that was changed since stays to be read, and is told; the others are read. Raises Refused at `read_by`.
    """
    records.required(read_by, "Who has read them", "read_by")

    def one_read(one: LetterRecord) -> None:
        if one.id not in seen:
            raise Refused("It was not among those that were looked at.")
        read(session, one.id, version=seen[one.id], read_by=read_by, day=day)

    return _each(session, sheet_id, [one for one in _of(session, sheet_id) if not one.read_by], one_read)


# giving out


def mark_sent(session: Session, letter_id: str, *, version: int | None, sent_on: date | None, day: date) -> None:
    """Record on which day, up to `day`, a letter was given out; None takes that back.

    Its SHA-256 is kept with it. Raises Refused where nobody has read it or its decision is not signed; Stale.
    """
    row = records.at_version(session, OutcomeLetter, records.in_use(session, OutcomeLetter, letter_id).id, version)
    if sent_on is None:
        row.sent_on, row.digest = None, ""
        return
    sheet = reading.sheet(session, row.sheet_id)
    refuse_unready(letter(session, letter_id), sheet)
    on = known_day(sent_on, "The day it was given out", "sent_on")
    if on > day:
        raise Refused("It cannot have been given out after today.", "sent_on")
    if sheet.signed_on is not None and on < sheet.signed_on:
        raise Refused(
            f"The decision was signed on {format_day(sheet.signed_on)}; its letters go out after that.", "sent_on"
        )
    row.sent_on = on
    row.digest = text(session, letter_id, day=on).digest


def mark_all_sent(
    session: Session, sheet_id: str, *, seen: Mapping[str, int], sent_on: date, day: date
) -> tuple[LetterResult, ...]:
    """Record that every letter of a decision that may go out was given out on a day; what became of each of the others.

    `seen` has the versions, by id, of those that were ready when this was begun: others, and those that were changed
    since, stay to be given out. Raises Refused at `sent_on` where the day itself is wrong.
    """
    known_day(sent_on, "The day they were given out", "sent_on")
    if sent_on > day:
        raise Refused("They cannot have been given out after today.", "sent_on")

    sheet = reading.sheet(session, sheet_id)

    def one_sent(one: LetterRecord) -> None:
        refuse_unready(one, sheet)
        if one.id not in seen:
            raise Refused("It was not ready yet when this was begun.")
        mark_sent(session, one.id, version=seen[one.id], sent_on=sent_on, day=day)

    return _each(session, sheet_id, [one for one in _of(session, sheet_id) if one.sent_on is None], one_sent)


def refuse_unready(one: LetterRecord, sheet: DecisionSheetRecord) -> None:
    """Raise Refused, saying why, where a letter may not go out."""
    if why := why_unready(one, sheet):
        raise Refused(why, "sent_on")


def why_unready(one: LetterRecord, sheet: DecisionSheetRecord) -> str:
    """Why a letter may not go out, in a sentence; empty where it may, or has."""
    return {VOID: WITHDRAWN, OUT: PROMISES, TO_READ: NOT_READ, WAITS: UNSIGNED}.get(state(one, sheet), "")


# reading


def text(session: Session, letter_id: str, *, day: date) -> LetterText:
    """What one letter says, dated the day it was given out, else `day`. Raises Refused when it is gone."""
    row = records.in_use(session, OutcomeLetter, letter_id)
    return next(one for one in texts(session, row.sheet_id, day=day) if one.letter.id == letter_id)


def texts(session: Session, sheet_id: str, *, day: date) -> tuple[LetterText, ...]:
    """What every letter of a decision says, in the order of its bids. Raises Refused when the decision is gone."""
    sheet, office = reading.sheet(session, sheet_id), details(session).name
    conditions = {one.application_id: one.conditions for one in sheet.awards if one.application_id}
    payees = {one.application_id: one.payee for one in sheet.awards if one.application_id}
    mine = _of(session, sheet_id)
    bids = _bids(session, [one.application_id for one in mine])
    return tuple(
        LetterText(
            one,
            office,
            sheet.reference,
            *bids[one.application_id],
            conditions.get(one.application_id, ""),
            sheet.lead_officer,
            sheet.lead_post,
            one.sent_on or day,
            not why_unready(one, sheet),
            payees.get(one.application_id, ""),
        )
        for one in mine
    )


def letter_list(session: Session, *, sheet_id: str | None = None, year: int | None = None) -> Listing:
    """Every letter of a decision, or of the decisions of a year, or all; a line goes by the letter's id.

    Amounts are what is given: a place on the reserve list gives nothing.
    """
    found = [
        one
        for one in ([reading.sheet(session, sheet_id)] if sheet_id is not None else reading.sheets(session, year=year))
        if year is None or one.year == year
    ]
    return letters_of(session, found)


def letters_of(session: Session, sheets: Sequence[DecisionSheetRecord]) -> Listing:
    """The letters of these decisions, in the order of their bids."""
    columns = (
        Column("bid", "Application"),
        Column("organisation", "Organisation"),
        Column("outcome", "Outcome", "chip"),
        Column("given", "Given, £", "pence"),
        Column("decision", "Decision"),
        Column("feedback", "Feedback"),
        Column("read", "Read by"),
        Column("state", "State", "chip"),
        Column("sent", "Given out", "day"),
    )
    every = [(sheet, one) for sheet in sheets for one in _of(session, sheet.id)]
    bids = _bids(session, [one.application_id for _, one in every])
    lines = tuple(Line(one.id, _cells(one, sheet, bids[one.application_id])) for sheet, one in every)
    return Listing("Letters", columns, lines)


def _cells(one: LetterRecord, sheet: DecisionSheetRecord, bid: tuple[str, str, str]) -> tuple[Cell, ...]:
    return (
        bid[0],
        bid[1],
        outcome_words(one.outcome),
        one.amount if one.outcome in GIVEN else None,
        sheet.reference or sheet.title,
        "Yes" if one.feedback else "None",
        one.read_by,
        state(one, sheet),
        one.sent_on,
    )


def _of(session: Session, sheet_id: str) -> list[LetterRecord]:
    """The letters of a decision in the order of its bids."""
    places = {one.application_id: one.place for one in reading.sheet(session, sheet_id).awards if one.application_id}
    mine = reading.letters(session, sheet_id=sheet_id)
    return sorted(mine, key=lambda one: (places.get(one.application_id, len(places) + 1), one.id))


def _bids(session: Session, ids: Sequence[str]) -> dict[str, tuple[str, str, str]]:
    """Reference, organisation and project of these bids, by id; those put away too, as their letters stay."""
    rows = session.execute(
        select(Application.id, Application.reference, Organisation.name, Application.project)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(Application.id.in_(ids))
    )
    return {row.id: (row.reference, row.name, row.project) for row in rows}


def _each(session: Session, sheet_id: str, every: Sequence[LetterRecord], act: Any) -> tuple[LetterResult, ...]:
    """Do something to each of these letters, and tell what became of it."""
    bids = _bids(session, [one.application_id for one in every])
    found = []
    for one in every:
        called = " ".join(bids[one.application_id][:2])
        try:
            act(one)
        except (Refused, Stale) as error:
            found.append(LetterResult(one.id, called, False, error.message))
        else:
            found.append(LetterResult(one.id, called, True, ""))
    return tuple(found)


def _open(session: Session, letter_id: str, version: int | None) -> OutcomeLetter:
    """A letter that may still be written. Raises Refused, Stale."""
    row = records.in_use(session, OutcomeLetter, letter_id)
    found = records.at_version(session, OutcomeLetter, row.id, version)
    if found.sent_on is not None:
        raise Refused(GONE_OUT)
    return found


def _checked(typed: str, key: str, names: Sequence[str]) -> str:
    """What a box may hold. Raises Refused at it."""
    words = without_bank_details(typed, key)
    if key in _LABELS:
        records.required(words, _LABELS[key], key)
    if key == "addressee":
        return "\n".join(told_lines(words))
    if named := naming(words, names):
        raise Refused(f"It names {named[0]}, who scored the bids. Say it without the name.", key)
    return words.strip()


def _members(session: Session, application_id: str) -> tuple[str, ...]:
    """The names of those who scored the round of a bid that was decided on."""
    known = recommended.recommendation(session, application_id)
    return () if known is None else panel_names(session, known.stage_id)
