"""How far an application has come: the moves there are, whether it came late, and the gate it passes.

Days and times are local; a round closes at the end of the minute it names, so that 17:00 is in time and 17:01 is late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.contracts.typed import chosen, known_day
from app.errors import Refused
from app.grants import clock, grid
from app.grants.bid_fields import STATES, gate_cells, words
from app.grants.bids import in_use
from app.grants.grid import Cells
from app.grants.missing import blocking
from app.grants.parts import ApplicationRecord, GateRecord, RoundRecord, State
from app.grants.reading import round_
from app.years import format_day
from db.grants import Application, ApplicationStep, GateAnswer
from db.scoring import ScoringStage

MOVES: Mapping[State, tuple[State, ...]] = {
    "draft": ("received", "late", "incomplete", "ineligible", "withdrawn"),
    "received": ("ready", "incomplete", "late", "ineligible", "withdrawn"),
    "late": ("received", "ready", "incomplete", "ineligible", "withdrawn"),
    "incomplete": ("received", "ready", "late", "ineligible", "withdrawn"),
    "ready": ("received", "incomplete", "late", "ineligible", "withdrawn"),
    "withdrawn": ("received",),
    "ineligible": ("received",),
}
"""Where an application may go from each state."""
WITH_REASON: frozenset[State] = frozenset(("late", "incomplete", "withdrawn", "ineligible"))
"""The states nobody is taken to, nor out of the first and the last two, without a reason."""
_ACCEPTED: frozenset[State] = frozenset(("received", "incomplete", "ready"))
_BACK: frozenset[State] = frozenset(("late", "withdrawn", "ineligible"))
"""Going on from one of these is to be explained too: it stays visible that it was so."""
MOST_TOLD = 5


def is_late(a: ApplicationRecord, r: RoundRecord | None) -> bool:
    """Whether an application arrived after its round had closed, whatever became of it. A direct award never does."""
    if r is None:
        return False
    return came_late(r, a.received_on, a.received_time, stage=a.stage, meeting_id=a.meeting_id)


def came_late(
    r: RoundRecord, received_on: date | None, received_time: str, *, stage: str = "full", meeting_id: str = ""
) -> bool:
    """Whether what arrived then came late, of a stage and for a meeting of a rolling round where one is named.

    One put before a meeting is late where bids for that meeting had closed. What has not arrived is not late.
    """
    if received_on is None:
        return False
    return clock.is_late(_for_meeting(r, meeting_id), received_on, received_time, stage=stage)


def _for_meeting(r: RoundRecord, meeting_id: str) -> RoundRecord:
    """The round as it closes for a meeting; as it is where none of its meetings is named."""
    closes_on = next((one.closes_on for one in r.meetings if one.id == meeting_id), None)
    return r if closes_on is None else replace(r, kind="round", closes_on=closes_on)


def was_late(a: ApplicationRecord) -> bool:
    """Whether it was ever in the state of late: one that was accepted then says so for ever."""
    return a.state == "late" or any(one.state == "late" for one in a.steps)


def late_words(a: ApplicationRecord, r: RoundRecord | None) -> str:
    """When it arrived and when the round had closed, in a sentence; nothing for one that is not late by the clock."""
    if r is None or not is_late(a, r) or a.received_on is None:
        return ""
    at = f" at {a.received_time}" if a.received_time else ""
    closes_on = _for_meeting(r, a.meeting_id).closes_on
    if a.stage == "interest" and r.interest_closes_on:
        closes_on = r.interest_closes_on
    closed = (
        f"the round closed on {format_day(closes_on)} at {r.closes_time}" if closes_on else "no meeting was to come"
    )
    if r.closed_on is not None and (closes_on is None or r.closed_on < closes_on):
        closed = f"the round was closed on {format_day(r.closed_on)}"
    return f"It arrived on {format_day(a.received_on)}{at}; {closed}."


def allowed(a: ApplicationRecord, r: RoundRecord | None) -> tuple[State, ...]:
    """The states an application may be offered; what still stands in the way of one is told by its refusal."""
    return tuple(one for one in MOVES[a.state] if r is not None or one != "late")


def suggested(a: ApplicationRecord, r: RoundRecord | None) -> State:
    """The state that follows from when it arrived, its gate, and what is missing; it is for a person to take it there.

    One that was withdrawn or is not eligible stays so, and a late one stays late until it has been accepted.
    """
    if a.state in ("withdrawn", "ineligible", "late"):
        return a.state
    if a.received_on is None:
        return "draft"
    if is_late(a, r) and not was_late(a):
        return "late"
    if any(not one.passes for one in a.gates):
        return "ineligible"
    lacks = blocking(a, r)
    if not lacks:
        return "ready"
    return "incomplete" if any(one.whose == "applicant" for one in lacks) else "received"


def move(
    session: Session, application_id: str, *, version: int | None, state: str | None, reason: str = "", day: date
) -> None:
    """Take an application to a state, with the reason, on a day (today); the step stays with it.

    A reason is needed for late, incomplete, withdrawn and ineligible, and to go on from late, withdrawn and ineligible.
    Raises Refused (at `state` with what is missing, at `reason`), Stale.
    """
    row = records.at_version(session, Application, application_id, version)
    a = in_use(session, application_id)
    r = round_(session, a.round_id) if a.round_id else None
    known_day(day, "The day", "day")
    after = _state(chosen(state, STATES, "The state", "state"))
    _refuse_move(a, r, after)
    if after == "ready" and r is not None:
        _refuse_ranked(session, r)
    plain = reason.strip()
    if after in WITH_REASON:
        records.required(plain, f"The reason why it is {words(STATES, after).lower()}", "reason")
    elif a.state in _BACK:
        records.required(plain, f"The reason why it goes on though it was {words(STATES, a.state).lower()}", "reason")
    row.state = after
    session.add(ApplicationStep(application_id=application_id, state=after, reason=plain, taken_on=day))


def _state(value: str) -> State:
    return next(one for one in get_args(State) if one == value)


def _refuse_ranked(session: Session, r: RoundRecord) -> None:
    """No bid joins those that have been ranked: nobody has scored it."""
    ranked = select(ScoringStage.id).where(
        ScoringStage.round_id == r.id, ScoringStage.archived.is_(False), ScoringStage.ranked_on.is_not(None)
    )
    if session.scalars(ranked.limit(1)).first() is not None:
        raise Refused(
            "The ranking of this round has been agreed, and nobody has scored this bid. Open the ranking again first.",
            "state",
        )


def _refuse_move(a: ApplicationRecord, r: RoundRecord | None, after: State) -> None:
    if after == a.state:
        raise Refused(f"It is {words(STATES, after).lower()} already.", "state")
    if after not in allowed(a, r):
        frm, to = words(STATES, a.state).lower(), words(STATES, after).lower()
        raise Refused(f"An application that is {frm} cannot be made {to}.", "state")
    if (after in _ACCEPTED or after == "late") and a.received_on is None:
        raise Refused("Say first on which day it arrived.", "state")
    if after in _ACCEPTED and is_late(a, r) and not was_late(a):
        raise Refused(f"{late_words(a, r)} Make it late first; then it can be accepted with a reason.", "state")
    if after == "ready":
        _refuse_unready(a, r)


def _refuse_unready(a: ApplicationRecord, r: RoundRecord | None) -> None:
    lacks = blocking(a, r)
    if lacks:
        told = " ".join(one.what for one in lacks[:MOST_TOLD])
        more = f" And {len(lacks) - MOST_TOLD} more." if len(lacks) > MOST_TOLD else ""
        raise Refused(f"It is not ready to score. {told}{more}", "state")


# the gate


def answer_gate(session: Session, application_id: str, *, answers: Mapping[str, str], was: Mapping[str, str]) -> None:
    """Save the answers at the round's gate: `gate_id:passes` is yes or no, `gate_id:reason` why it does not pass.

    `was` is the grid as the person saw it. The state stays: one that does not pass is made ineligible by `move`. Raises
    Refused (at `answers:gate_id:column`), Stale.
    """
    a = in_use(session, application_id)
    after, before = grid.plain(answers), grid.plain(was)
    rows = grid.changed(after, before)
    query = select(GateAnswer).where(GateAnswer.application_id == application_id)
    known: dict[str, list[GateAnswer]] = {}
    for row in session.scalars(query):
        known.setdefault(row.gate_id, []).append(row)
    grid.refuse_unseen(session, rows, before, gate_cells(a), known)
    gates = {one.id: one for one in round_(session, a.round_id).gates} if a.round_id else {}
    for gate_id in rows:
        cells = grid.row_of(after, gate_id)
        found = next((one for one in known.get(gate_id, ()) if not one.archived), None)
        if cells:
            passes, reason = _answered(cells, gates.get(gate_id), f"answers:{gate_id}")
            if found is None:
                found = GateAnswer(application_id=application_id, gate_id=gate_id, passes=passes, reason=reason)
                session.add(found)
            found.passes, found.reason = passes, reason
        elif found is not None:
            found.archived = True


def _answered(cells: Cells, gate: GateRecord | None, field: str) -> tuple[bool, str]:
    """Whether a question is passed, and why not. Raises Refused at its cells."""
    if gate is None:
        raise Refused("This question is not one of the round’s gate.", f"{field}:passes")
    place = f"Question {gate.place}"
    passes = grid.is_yes(cells, "passes", place, field)
    if passes is None:
        raise Refused(f"{place}: Say whether it passes, yes or no.", f"{field}:passes")
    reason = str(cells.get("reason", ""))
    if not passes and not reason:
        raise Refused(f"{place}: Say why it does not pass.", f"{field}:reason")
    return passes, reason
