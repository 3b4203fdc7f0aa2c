"""How far the sheets of a stage have come, bid by bid and member by member. No score is read for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.listing import Column, Group, Line, Listing
from app.scoring import bids, reading
from app.scoring.parts import BidRecord, StageRecord
from app.scoring.seeing import DONE, Pair
from app.scoring.sheet_fields import ABSTAINS, CONFLICT, DRAFT, IN, LETTERS, NOT_READ, NOTHING, called
from db.scoring import ScoreSheet

_SAID = {"draft": DRAFT, "submitted": IN, "abstained": ABSTAINS}


@dataclass(frozen=True, slots=True)
class Standing:
    """How the sheets of a stage stand: its bids, the state of each sheet by (member, bid), and who is kept apart."""

    stage: StageRecord
    bids: tuple[BidRecord, ...]
    states: dict[Pair, str]
    conflicts: frozenset[Pair]

    def said(self, member_id: str, application_id: str) -> str:
        """What the matrix says of one sheet."""
        pair = (member_id, application_id)
        if pair in self.conflicts:
            return CONFLICT
        if not self.stage.reads(*pair):
            return NOT_READ
        return _SAID.get(self.states.get(pair, ""), NOTHING)

    def expected(self, member_id: str) -> tuple[BidRecord, ...]:
        """The bids of which a sheet is expected of a member."""
        return tuple(one for one in self.bids if self.said(member_id, one.id) not in (CONFLICT, NOT_READ))

    def missing(self, member_id: str) -> tuple[BidRecord, ...]:
        """The bids whose sheet a member still has to send: neither submitted nor abstained from."""
        return tuple(one for one in self.expected(member_id) if self.states.get((member_id, one.id), "") not in DONE)


def standing(session: Session, stage_id: str) -> Standing:
    """How the sheets of a stage stand. Raises Refused when the stage is gone."""
    of = reading.stage(session, stage_id)
    return Standing(
        of,
        tuple(bids.of_stage(session, of, named=False)),
        states(session, stage_id),
        reading.conflicts(reading.declarations(session, of.round_id)),
    )


def states(session: Session, stage_id: str) -> dict[Pair, str]:
    """The state of every sheet of a stage by (member, bid), as `seeing.opened` takes it."""
    query = select(ScoreSheet.member_id, ScoreSheet.application_id, ScoreSheet.state).where(
        ScoreSheet.stage_id == stage_id, ScoreSheet.archived.is_(False)
    )
    return {(row.member_id, row.application_id): row.state for row in session.execute(query)}


def matrix(session: Session, stage_id: str) -> Listing:
    """Bids down, members across, and a letter for each sheet; lines go by the bid's id, columns by the member's.

    The row of the whole says how many of their sheets each member has still to send. Raises Refused when the stage is
    gone.
    """
    now = standing(session, stage_id)
    seats = now.stage.seats
    columns = (
        Column("bid", "Bid"),
        *(Column(one.member_id, one.reference, "chip", help=one.name) for one in seats),
        Column("missing", "To come", "count", help="Members whose sheet for the bid is still to come."),
    )
    lines = tuple(_line(now, one) for one in now.bids)
    own = tuple((one.member_id, str(len(now.missing(one.member_id)))) for one in seats)
    group = Group("all", "Sheets to come", own)
    return Listing("Progress", columns, lines, (group,) if lines else (), LETTERS, _told(now))


def by_member(session: Session, stage_id: str) -> Listing:
    """How far each member has come, in the order of their seats; lines go by the member's id."""
    now = standing(session, stage_id)
    columns = (
        Column("member", "Member"),
        Column("declared", "Interests declared", "day"),
        Column("sent", "Pack sent", "day"),
        Column("expected", "Expected", "count"),
        Column("in", "Submitted", "count"),
        Column("abstains", "Abstains", "count"),
        Column("draft", "Draft", "count"),
        Column("nothing", "Nothing yet", "count"),
        Column("conflicts", "Conflicts", "count"),
    )
    lines = []
    for one in now.stage.seats:
        said = [now.said(one.member_id, bid.id) for bid in now.bids]
        counts = [said.count(letter) for letter in (IN, ABSTAINS, DRAFT, NOTHING, CONFLICT)]
        first = (f"{one.reference} {one.name}", one.declared_on, one.sent_on, len(now.expected(one.member_id)))
        lines.append(Line(one.member_id, (*first, *counts)))
    return Listing("Members", columns, tuple(lines), subtitle=_told(now))


def _line(now: Standing, bid: BidRecord) -> Line:
    said = [now.said(one.member_id, bid.id) for one in now.stage.seats]
    missing = sum(one in (NOTHING, DRAFT) for one in said)
    return Line(bid.id, (called(bid, named=not now.stage.names_hidden), *said, missing), group="all")


def _told(now: Standing) -> str:
    expected, missing = _counts(now, [one.member_id for one in now.stage.seats])
    return f"{expected - missing:,} of {expected:,} sheets are in"


def _counts(now: Standing, member_ids: Sequence[str]) -> tuple[int, int]:
    """How many sheets are expected of these members, and how many are still to come."""
    return sum(len(now.expected(one)) for one in member_ids), sum(len(now.missing(one)) for one in member_ids)
