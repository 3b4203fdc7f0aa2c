"""The register of what was declared, with the line the minutes take of each conflict, and the list of members.

Neither has anybody's address or contact. What an interest is in particular is in the register and in no minute line.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.grants.reading import grouped
from app.listing import Column, Group, Line, Listing
from app.scoring import reading
from app.scoring.member_fields import kind_words
from app.scoring.parts import BidRecord, DeclarationRecord, MemberRecord, SeatRecord, StageRecord
from app.years import format_day
from db.grants import Application, Round
from db.organisations import Organisation
from db.scoring import AgreedPresent, AgreedScore, ScoreSheet, ScoringStage, Seat

NOT_DECLARED = "Not declared yet"
NO_INTEREST = "No interest in any bid"
SCORED_BEFORE = "A sheet had come in before this was declared. Its points are kept, and count and show nowhere."
WAS_PRESENT = "This member was in the room when a score was agreed on for this bid."

_MINUTES: Mapping[str, str] = {
    "employment": "works for it",
    "trustee": "is a trustee, director or committee member of it",
    "family": "has family or a close friend there",
    "money": "has money or a contract with it",
    "rival": "asks for money from the same round",
    "other": "has another interest",
}


def minute_line(seat: SeatRecord, bid: BidRecord, declaration: DeclarationRecord) -> str:
    """What the minutes say of a declaration: who, of which bid, the kind of interest, and what it keeps them from."""
    who = f"{seat.name} ({seat.body})" if seat.body else seat.name
    of = f"{bid.reference}, {bid.organisation}"
    day = format_day(declaration.declared_on)
    if declaration.answer != "conflict":
        return f"{who} declared on {day} no interest in {of}."
    what = _MINUTES.get(declaration.kind, kind_words(declaration.kind))
    return (
        f"{who} declared on {day} an interest in {of}: {what}. They have no part in scoring or discussing it, and no "
        "score of theirs counts for it."
    )


def register(session: Session, stage_id: str) -> Listing:
    """Every declaration about the bids of the round, by member; those who declared no interest at all are told too.

    A line goes by the declaration's id, or by the member's where they have none. Raises Refused when the stage is gone.
    """
    stage = reading.stage(session, stage_id)
    declared = grouped((one.member_id, one) for one in reading.declarations(session, stage.round_id))
    bids = _bids(session, stage.round_id)
    known = {one.id: one for one in [*reading.members(session), *reading.members(session, archived=True)]}
    seats = {one.member_id: one for one in stage.seats}
    marks = _marks(session, stage.round_id)
    order = [*seats, *(key for key in known if key in declared and key not in seats)]
    lines: list[Line] = []
    groups: list[Group] = []
    for key in order:
        seat = seats.get(key) or _no_seat(known[key])
        groups.append(Group(key, _heading(seat, is_seated=key in seats)))
        mine = sorted(declared.get(key, ()), key=lambda one: bids[one.application_id].reference)
        lines += [_line(seat, bids[one.application_id], one, marks) for one in mine]
        if key in seats and not any(one.answer == "conflict" for one in mine):
            lines.append(_whole(seat))
    used = {line.mark for line in lines}
    return Listing(
        f"Conflicts of interest, {_round(session, stage)}",
        (
            Column("member", "Member"),
            Column("reference", "Reference"),
            Column("organisation", "Organisation"),
            Column("interest", "Interest"),
            Column("detail", "What it is"),
            Column("declared", "Declared", "day"),
            Column("minute", "For the minutes"),
        ),
        tuple(lines),
        tuple(groups),
        tuple(note for note in (("*", SCORED_BEFORE), ("†", WAS_PRESENT)) if note[0] in used),
        subtitle=_so_far(stage),
    )


def _round(session: Session, stage: StageRecord) -> str:
    reference = session.scalars(select(Round.reference).where(Round.id == stage.round_id)).one()
    return f"{reference}, second stage" if stage.number == 2 else reference


def _so_far(stage: StageRecord) -> str:
    said = sum(one.declared_on is not None for one in stage.seats)
    return f"{said} of {len(stage.seats)} members have declared"


def _heading(seat: SeatRecord, *, is_seated: bool) -> str:
    who = f"{seat.reference} {seat.name}"
    return who if is_seated else f"{who} (does not score this stage)"


def _no_seat(one: MemberRecord) -> SeatRecord:
    """A member who declared and does not score this stage, as if they did."""
    return SeatRecord("", 0, one.id, one.reference, one.name, one.body, None, None)


def _bids(session: Session, round_id: str) -> dict[str, BidRecord]:
    """Every bid of a round that somebody may have declared about, also one that is no longer scored, by its id."""
    query = (
        select(
            Application.id, Application.reference, Application.organisation_id, Organisation.name, Application.project
        )
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(Application.round_id == round_id)
    )
    return {
        row.id: BidRecord(row.id, row.reference, row.organisation_id, row.name, row.project, None)
        for row in session.execute(query)
    }


def _line(seat: SeatRecord, bid: BidRecord, one: DeclarationRecord, marks: Mapping[tuple[str, str], str]) -> Line:
    is_conflict = one.answer == "conflict"
    cells = (
        seat.name,
        bid.reference,
        bid.organisation,
        kind_words(one.kind) if is_conflict else "No interest",
        one.detail,
        one.declared_on,
        minute_line(seat, bid, one),
    )
    return Line(one.id, cells, seat.member_id, marks.get((seat.member_id, bid.id), "") if is_conflict else "")


def _whole(seat: SeatRecord) -> Line:
    """The line of a member without a conflict: that they have none, or have yet to say so."""
    if seat.declared_on is None:
        return Line(seat.member_id, (seat.name, "", "", NOT_DECLARED, "", None, ""), seat.member_id)
    who = f"{seat.name} ({seat.body})" if seat.body else seat.name
    minute = f"{who} declared on {format_day(seat.declared_on)} no interest in any bid."
    return Line(seat.member_id, (seat.name, "", "", NO_INTEREST, "", seat.declared_on, minute), seat.member_id)


def _marks(session: Session, round_id: str) -> dict[tuple[str, str], str]:
    """Which (member, bid) pairs a sheet came in of, and of which a member was there when a score was agreed on."""
    stages = select(ScoringStage.id).where(ScoringStage.round_id == round_id, ScoringStage.archived.is_(False))
    sheets = select(ScoreSheet.member_id, ScoreSheet.application_id).where(
        ScoreSheet.stage_id.in_(stages), ScoreSheet.archived.is_(False), ScoreSheet.state == "submitted"
    )
    present = (
        select(AgreedPresent.member_id, AgreedScore.application_id)
        .join(AgreedScore, AgreedScore.id == AgreedPresent.agreed_id)
        .where(AgreedScore.stage_id.in_(stages), AgreedScore.archived.is_(False), AgreedPresent.archived.is_(False))
    )
    marks = {(row.member_id, row.application_id): "*" for row in session.execute(sheets)}
    return marks | {(row.member_id, row.application_id): "†" for row in session.execute(present)}


# the members


def member_list(session: Session, *, archived: bool = False) -> Listing:
    """The members in use, or those put away, with their terms and the rounds they score; a line goes by the id."""
    rounds = _scored(session)
    lines = tuple(
        Line(
            one.id,
            (
                one.reference,
                one.name,
                one.body,
                one.organisation,
                one.area,
                one.starts_on,
                one.ends_on,
                ", ".join(dict.fromkeys(rounds.get(one.id, ()))),
            ),
        )
        for one in reading.members(session, archived=archived)
    )
    return Listing(
        "Scoring members",
        (
            Column("reference", "Reference"),
            Column("name", "Member"),
            Column("body", "Who they are"),
            Column("organisation", "Works for or acts for"),
            Column("area", "Area"),
            Column("starts", "Term from", "day"),
            Column("ends", "Term to", "day"),
            Column("scores", "Scores"),
        ),
        lines,
        subtitle="They score bids, and have no account of the desk",
    )


def _scored(session: Session) -> dict[str, tuple[str, ...]]:
    """The references of the rounds that each member scores or scored, by member's id."""
    query = (
        select(Seat.member_id, Round.reference)
        .join(ScoringStage, ScoringStage.id == Seat.stage_id)
        .join(Round, Round.id == ScoringStage.round_id)
        .where(Seat.archived.is_(False), ScoringStage.archived.is_(False), Round.archived.is_(False))
        .order_by(Round.reference)
    )
    return grouped((row.member_id, row.reference) for row in session.execute(query))
