"""The outcomes of a stage as a list, and the office's library of reasons. Amounts are pence."""

from __future__ import annotations

from collections.abc import Sequence

from app.listing import Cell, Column, Line, Listing
from app.recommendations.outcome_fields import outcome_words
from app.recommendations.parts import GIVEN, ReasonRecord
from app.recommendations.review import Review, Row
from app.scoring.ranking import POINT

COMMITTED, IN_THE_WAY, READY, OUT, NONE_YET = "Committed", "In the way", "Ready", "Out", "None yet"
CHOSEN, TO_CHOOSE = "Chosen", "To choose"


def outcome_list(found: Review) -> Listing:
    """Every bid of a stage with what is recommended for it, in their places.

    Scores are millionths of points out of 100. What is given adds up by itself: what the reserve list would have stands
    in a column of its own, and what was withdrawn gives nothing.
    """
    columns = (
        Column("rank", "#", "count", added=False),
        Column("reference", "Reference"),
        Column("bid", "Bid"),
        Column("score", "Score", "figure", added=False, places=1),
        Column("requested", "Asked £", "pence"),
        Column("outcome", "Outcome", "chip"),
        Column("given", "Given £", "pence"),
        Column("reserve", "Reserve", "count", added=False, help="The place on the reserve list."),
        Column("reserve_amount", "Would have £", "pence", help="What a bid on the reserve list would have."),
        Column("reasons", "Reasons"),
        Column("feedback", "Feedback", "chip"),
        Column("state", "State", "chip"),
    )
    hindered = {one.application_id for one in found.in_the_way}
    lines = tuple(Line(one.bid.id, _cells(one, one.bid.id in hindered)) for one in found.rows)
    return Listing("What is recommended", columns, lines)


def _cells(one: Row, is_hindered: bool) -> tuple[Cell, ...]:
    known = one.recommended
    score = one.score * POINT if one.score is not None else None
    before: tuple[Cell, ...] = (one.rank, one.bid.reference, one.bid.organisation, score, one.bid.requested)
    if known is None:
        return (*before, NONE_YET, None, None, None, "", "", "")
    is_given = known.outcome in GIVEN and not one.is_out
    return (
        *before,
        outcome_words(known.outcome),
        known.amount if is_given else None,
        known.reserve_place,
        known.amount if known.outcome == "reserve" and not one.is_out else None,
        ", ".join(reason.code for reason in one.reasons) or known.reason,
        CHOSEN if known.feedback else TO_CHOOSE,
        _state(one, is_hindered),
    )


def _state(one: Row, is_hindered: bool) -> str:
    if one.is_out and one.is_committed:
        return OUT
    return COMMITTED if one.is_committed else IN_THE_WAY if is_hindered else READY


def reason_list(reasons: Sequence[ReasonRecord]) -> Listing:
    """The library of reasons, in its order."""
    columns = (
        Column("code", "Code"),
        Column("outcome", "For", "chip"),
        Column("text", "What the letter says"),
    )
    lines = tuple(
        Line(one.id, (one.code, outcome_words(one.outcome) if one.outcome else "Any outcome", one.text))
        for one in reasons
    )
    return Listing("Reasons", columns, lines)
