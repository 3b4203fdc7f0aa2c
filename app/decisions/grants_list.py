"""Every grant that was decided, as the Specified Information Order has it published (3(f)): whatever its amount.

Amounts are pence. A grant is in the list once its decision is signed, and while no other has taken its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.decisions import reading
from app.decisions.parts import AwardRecord, DecisionSheetRecord
from app.decisions.published import why_not
from app.grants.parts import ApplicationRecord
from app.grants.reading import applications
from app.listing import Column, Line, Listing
from app.money import format_percent
from app.office import details
from app.recommendations.ground import OUT
from app.recommendations.parts import GIVEN
from app.years import format_year
from db.grants import Round

NONE = "None"
_KINDS = ("grants", "allocation")
COLUMNS = (
    Column("recipient", "Recipient"),
    Column("purpose", "Purpose of the grant"),
    Column("reason", "Why it secures, or helps to secure, a reduction of crime and disorder"),
    Column("conditions", "Conditions"),
    Column("amount", "Amount, £", "pence"),
    Column("date", "Date of the decision", "day"),
    Column("decision", "Decision"),
    Column("power", "Power"),
)


def grants_list(session: Session, *, year: int) -> Listing:
    """The grants that decisions of a year gave, in the order of their decisions; a line goes by the award's id.

    What was withdrawn or put away since is not in it, nor what a decision gives that is not published at all.
    """
    sheets = [
        one
        for one in reading.sheets(session, year=year)
        if not why_not(one) and not one.superseded_by and one.kind in _KINDS
    ]
    bids = _bids(session, sheets)
    purposes = _purposes(session, sheets)
    lines = tuple(
        Line(one.id, _cells(one, sheet, bids.get(one.application_id), purposes.get(sheet.round_id, "")))
        for sheet in sheets
        for one in sheet.awards
        if one.outcome in GIVEN and not _is_out(bids.get(one.application_id))
    )
    office = details(session)
    said = f"{office.name}: decided in {format_year(year, office.year_style)}"
    return Listing("Crime and disorder reduction grants", COLUMNS, lines, subtitle=said)


def _cells(
    one: AwardRecord, sheet: DecisionSheetRecord, bid: ApplicationRecord | None, purpose: str
) -> tuple[Any, ...]:
    return (
        one.payee,
        one.purpose,
        _reason(sheet, bid, purpose),
        one.conditions or NONE,
        one.given,
        sheet.signed_on,
        sheet.reference,
        sheet.power,
    )


def _reason(sheet: DecisionSheetRecord, bid: ApplicationRecord | None, purpose: str) -> str:
    """What its round is for and the priorities it serves; without a round what led to the decision."""
    if bid is None:
        return sheet.background
    shares = [(name, tenths) for _, name, tenths in bid.priorities]
    served = "; ".join(
        name if tenths == 1_000 else f"{name} {format_percent(tenths, sign=False)}%" for name, tenths in shares
    )
    return " ".join(one for one in (purpose, f"It is for: {served}." if served else "") if one) or sheet.background


def _is_out(bid: ApplicationRecord | None) -> bool:
    return bid is not None and (bid.archived or bid.state in OUT)


def _bids(session: Session, sheets: Iterable[DecisionSheetRecord]) -> dict[str, ApplicationRecord]:
    rounds = dict.fromkeys(one.round_id for one in sheets if one.round_id)
    return {
        one.id: one
        for key in rounds
        for archived in (False, True)
        for one in applications(session, round_id=key, archived=archived)
    }


def _purposes(session: Session, sheets: Iterable[DecisionSheetRecord]) -> dict[str, str]:
    rows = session.execute(
        select(Round.id, Round.purpose).where(Round.id.in_({one.round_id for one in sheets if one.round_id}))
    )
    return {row.id: row.purpose.strip() for row in rows}
