"""How far a sheet has come: submitted, opened again, or abstained from.

Submitted sheets alone count. One that is opened again is a draft until it is submitted once more, and the bid closes
with it to everybody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.contracts.typed import known_day
from app.errors import Refused
from app.grants.rounds import in_use as round_in_use
from app.scoring import bids, member_sheets, reading
from app.scoring.member_sheets import MemberSheets, lacks
from app.scoring.parts import BidRecord, SheetRecord
from app.scoring.sheet_fields import cell
from db.scoring import RANKED, AgreedScore, ScoreSheet

MOST_TOLD = 5
AGREED = "A score has been agreed on for this bid: what it was agreed from stays. Withdraw the agreed score first."


def submit(
    session: Session, stage_id: str, member_id: str, *, application_ids: Sequence[str], day: date
) -> tuple[str, ...]:
    """Submit a member's sheets for these bids on the day they came in; the ids of the sheets. All of them or none.

    Every scored criterion needs points or n/a, and a comment where its scale asks for one. Raises Refused (at the first
    cell that lacks something, naming all of them).
    """
    known_day(day, "The day the sheets came in", "received_on")
    mine = member_sheets.read(session, stage_id, member_id)
    refuse_closed(session, mine)
    if not application_ids:
        raise Refused("Choose the bids whose sheets are submitted.", "application_ids")
    found = [_draft(mine, bid_of(mine, key)) for key in dict.fromkeys(application_ids)]
    _refuse_incomplete(mine, found)
    for one in found:
        row = records.fetch(session, ScoreSheet, one.id)
        row.state, row.received_on = "submitted", day
    return tuple(one.id for one in found)


def reopen(session: Session, sheet_ids: Sequence[str], *, reason: str) -> None:
    """Make submitted sheets drafts again, with the reason; what they hold stays. All of them or none.

    Raises Refused.
    """
    why = records.required(reason, "The reason why it is opened again", "reason")
    for key in sheet_ids:
        row = records.in_use(session, ScoreSheet, key)
        refuse_ranked(session, row.stage_id)
        if row.state != "submitted":
            raise Refused(f"{_called(session, row)}: The sheet is not submitted, so it is open.")
        _refuse_agreed(session, row)
        row.state, row.reason, row.received_on = "draft", why, None


def abstain(session: Session, stage_id: str, member_id: str, application_id: str, *, reason: str, day: date) -> str:
    """Record that a member abstains from a bid, why, and on which day; the sheet's id.

    What they had begun stays in the file and counts nowhere. Raises Refused.
    """
    known_day(day, "The day", "day")
    mine = member_sheets.read(session, stage_id, member_id)
    refuse_ranked(session, stage_id)
    bid = bid_of(mine, application_id, field="application_id")
    why = records.required(reason, "The reason why they abstain", "reason")
    known = mine.sheets.get(application_id)
    if known is None:
        made = ScoreSheet(
            stage_id=stage_id,
            member_id=member_id,
            application_id=application_id,
            state="abstained",
            reason=why,
            recommends="",
            comment="",
            received_on=day,
        )
        session.add(made)
        return made.id
    refuse_done(mine, bid)
    row = records.fetch(session, ScoreSheet, known.id)
    row.state, row.reason, row.received_on = "abstained", why, day
    return row.id


def withdraw_abstention(session: Session, sheet_id: str, *, version: int | None = None) -> None:
    """Let a member score a bid after all that they abstained from; what they had begun is a draft again.

    Raises Refused, Stale.
    """
    row = records.at_version(session, ScoreSheet, sheet_id, version)
    if row.archived:
        raise Refused(records.GONE)
    refuse_ranked(session, row.stage_id)
    if row.state != "abstained":
        raise Refused("They do not abstain from this bid.")
    _refuse_agreed(session, row)
    row.state, row.reason, row.received_on = "draft", "", None


# what stands in the way


def refuse_closed(session: Session, mine: MemberSheets) -> None:
    """Raise Refused where nothing may be scored: the ranking is agreed, or interests have not been declared."""
    round_in_use(session, mine.stage.round_id)
    if mine.stage.ranked_on is not None:
        raise Refused(RANKED)
    if mine.seat.declared_on is None:
        raise Refused(f"{mine.seat.name} has not declared their interests in the bids yet. Record that first.")


def refuse_ranked(session: Session, stage_id: str) -> None:
    """Raise Refused where the ranking of the stage has been agreed."""
    of = reading.stage(session, stage_id)
    round_in_use(session, of.round_id)
    if of.ranked_on is not None:
        raise Refused(RANKED)


def refuse_done(mine: MemberSheets, bid: BidRecord, field: str | None = None) -> None:
    """Raise Refused where the sheet for a bid is submitted or abstained from."""
    known = mine.sheets.get(bid.id)
    if known is not None and known.state == "submitted":
        raise Refused(f"{mine.called(bid)}: The sheet has been submitted. Open it again first, with a reason.", field)
    if known is not None and known.state == "abstained":
        raise Refused(f"{mine.called(bid)}: {mine.seat.name} abstains from this bid. Withdraw that first.", field)


def bid_of(mine: MemberSheets, application_id: str, *, field: str | None = None) -> BidRecord:
    """One of the bids a member may score. Raises Refused with why they may not score it."""
    found = next((one for one in mine.bids if one.id == application_id), None)
    if found is not None:
        return found
    if application_id in mine.conflicted:
        raise Refused(
            f"{mine.seat.name} has a conflict of interest in this bid and does not score it. If the declaration is "
            "wrong, withdraw it first.",
            field,
        )
    if not mine.stage.reads(mine.seat.member_id, application_id):
        raise Refused(f"{mine.seat.name} is not among the members who read this bid.", field)
    raise Refused("This bid is not scored at this stage.", field)


def _draft(mine: MemberSheets, bid: BidRecord) -> SheetRecord:
    refuse_done(mine, bid, "application_ids")
    found = mine.sheets.get(bid.id)
    if found is None:
        raise Refused(f"{mine.called(bid)}: {mine.seat.name} has given nothing yet.", "application_ids")
    return found


def _refuse_incomplete(mine: MemberSheets, found: Sequence[SheetRecord]) -> None:
    told: list[str] = []
    first = ""
    for one in found:
        bid = bid_of(mine, one.application_id)
        for column, sentence in lacks(mine.scales, one.scores):
            first = first or cell(bid.id, column)
            told.append(f"{mine.called(bid)}: {sentence}")
    if told:
        more = f" And {len(told) - MOST_TOLD} more." if len(told) > MOST_TOLD else ""
        raise Refused(f"Nothing was submitted. {' '.join(told[:MOST_TOLD])}{more}", first)


def _refuse_agreed(session: Session, row: ScoreSheet) -> None:
    agreed = select(AgreedScore.id).where(
        AgreedScore.stage_id == row.stage_id,
        AgreedScore.application_id == row.application_id,
        AgreedScore.archived.is_(False),
    )
    if session.scalars(agreed).first() is not None:
        raise Refused(AGREED)


def _called(session: Session, row: ScoreSheet) -> str:
    of = reading.stage(session, row.stage_id)
    bid = next((one for one in bids.of_stage(session, of, named=False) if one.id == row.application_id), None)
    return bid.reference if bid is not None else "A bid"
