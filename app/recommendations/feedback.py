"""What an applicant will read about their bid: offered from what the members wrote, chosen and read by an officer.

Who wrote what is never told. Nothing goes out that nobody has read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.alike import folded
from app.errors import Refused
from app.grants import bank_words
from app.recommendations import reading
from app.scoring import reading as scoring
from app.scoring import seeing
from app.scoring.parts import SheetRecord, StageRecord
from db.recommendations import Recommendation
from db.scoring import ScoringMember, ScoringStage, Seat

ON_THE_WHOLE = "On the whole"
CLOSED = "What the members wrote about this bid may be read once its scores are open."
_ENDS = re.compile(r"(?<=[.!?])[\s]+(?=[A-Z0-9“\"'(])|\s*\n+\s*")


@dataclass(frozen=True, slots=True)
class Offered:
    """A sentence a member wrote under a criterion, or on the whole. `names` are members it names, who are not told."""

    criterion: str
    text: str
    names: tuple[str, ...] = ()


def offered(session: Session, stage_id: str, application_id: str) -> tuple[Offered, ...]:
    """The sentences the members wrote about a bid, criterion by criterion: those of sheets that count.

    Within a criterion they are in the order of the alphabet and each stands once, so that nobody is known by the place.
    Raises Refused while the bid's scores may not be seen.
    """
    of = scoring.stage(session, stage_id)
    sheets = _counting(session, of, application_id)
    names = panel_names(session, stage_id)
    found: list[Offered] = []
    for scale in scoring.scales(session, of):
        comments = (one.comment for sheet in sheets for one in sheet.scores if one.criterion_id == scale.id)
        found += _told(scale.name, comments, names)
    return (*found, *_told(ON_THE_WHOLE, (sheet.comment for sheet in sheets), names))


def choose(session: Session, application_id: str, *, version: int | None, text: str, read_by: str) -> None:
    """Keep what the applicant will read, and who has read and chosen it; without text nobody has.

    It may be done after the bid was committed, as long as its letter has not been made out. Raises Refused at `text` or
    `read_by`, also where a member of the panel is named; Stale.
    """
    known = reading.recommendation(session, application_id)
    if known is None:
        raise Refused("Say first what is recommended for this bid.")
    row = records.at_version(session, Recommendation, known.id, version)
    words = bank_words.refuse(text, "text")
    who = " ".join(records.required(read_by, "Who has read it", "read_by").split()) if words else ""
    named = naming(words, panel_names(session, known.stage_id))
    if named:
        raise Refused(f"It names {named[0]}, who scored the bids. Say it without the name.", "text")
    row.feedback, row.feedback_by = words, who


def sentences(text: str) -> tuple[str, ...]:
    """A comment parted into its sentences, as they were written."""
    return tuple(plain for part in _ENDS.split(text) if (plain := " ".join(part.split())))


def naming(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Which of these people a text names by their whole name, however it was typed."""
    words = folded(text)
    return tuple(
        one
        for one in dict.fromkeys(names)
        if one.strip() and re.search(rf"(?<!\w){re.escape(folded(one))}(?!\w)", words)
    )


def panel_names(session: Session, stage_id: str) -> tuple[str, ...]:
    """The names of all who score the round of a stage or have scored it, those who gave up their seat too."""
    round_id = select(ScoringStage.round_id).where(ScoringStage.id == stage_id).scalar_subquery()
    query = (
        select(ScoringMember.name)
        .join(Seat, Seat.member_id == ScoringMember.id)
        .join(ScoringStage, ScoringStage.id == Seat.stage_id)
        .where(ScoringStage.round_id == round_id)
        .distinct()
        .order_by(ScoringMember.name)
    )
    return tuple(session.scalars(query))


def _told(criterion: str, comments: Iterable[str], names: Sequence[str]) -> list[Offered]:
    every = {one for comment in comments for one in sentences(comment)}
    ordered = sorted(every, key=lambda one: (one.casefold(), one))
    return [Offered(criterion, one, naming(one, names)) for one in ordered]


def _counting(session: Session, of: StageRecord, application_id: str) -> list[SheetRecord]:
    """The submitted sheets for a bid of those who read it and have no conflict. Raises Refused while it is closed."""
    conflicts = scoring.conflicts(scoring.declarations(session, of.round_id))
    sheets = scoring.sheets(session, of.id, application_id=application_id)
    expected = seeing.scorers(of, application_id, conflicts)
    if not of.is_opened and (not expected or seeing.waits_for(of, application_id, conflicts, seeing.done(sheets))):
        raise Refused(CLOSED)
    return [one for one in sheets if one.state == "submitted" and one.member_id in expected]
