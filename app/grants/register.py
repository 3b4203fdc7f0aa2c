"""Rounds and applications as they are listed, printed and exported. Lines go by the application's or the round's id.

A list reads the columns it shows and nothing else, so that a round of 20,000 applications is there at once; the long
list and the chase list alone read them whole. Amounts are pence, years start years, `day` is what counts as today.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.grants.bid_fields import STAGES, STATES, words
from app.grants.missing import Missing, chased, missing
from app.grants.parts import LIVE, ApplicationRecord, RoundRecord
from app.grants.reading import applications, area_names, grouped, priority_names, round_, rounds
from app.grants.states import came_late, is_late, was_late
from app.grants.subscription import times
from app.listing import Cell, Column, Group, Line, Listing
from app.money import Pence, format_pence
from app.office import details
from app.years import format_day, format_year
from db.funds import BudgetLine
from db.grants import Application, ApplicationArea, ApplicationPriority, ApplicationStep
from db.organisations import Organisation

MILLION = 1_000_000
OFFICE = "This office"
LATE = "Late"

_REFERENCE = Column("reference", "Reference")
_ORGANISATION = Column("organisation", "Organisation")
_PROJECT = Column("project", "Project")
_REQUESTED = Column("requested", "Asked for £", "pence")
_AREAS = Column("areas", "Areas")
_PRIORITIES = Column("priorities", "Priorities")
_RECEIVED = Column("received", "Received", "day")
_TIME = Column("time", "At")
_LATE = Column("late", "Came late", help="By the clock, or as the office decided; also where it was accepted then.")
_STATE = Column("state", "State", "chip")
_STAGE = Column("stage", "Stage")


# the applications of a round


def bid_list(session: Session, round_id: str) -> Listing:
    """Every application of a round, by reference. Raises Refused when the round is gone."""
    r = round_(session, round_id)
    areas = _names(session, ApplicationArea, ApplicationArea.area_id, round_id, area_names(session))
    priorities = _names(
        session, ApplicationPriority, ApplicationPriority.priority_id, round_id, priority_names(session)
    )
    late = _ever_late(session, round_id)

    @cache
    def by_the_clock(received_on: date | None, received_time: str, stage: str, meeting_id: str | None) -> bool:
        return came_late(r, received_on, received_time, stage=stage, meeting_id=meeting_id or "")

    stage = (_STAGE,) if r.interest_first else ()
    rows = [
        Line(
            row.id,
            (
                row.reference,
                row.organisation,
                row.project,
                row.requested_pence,
                areas.get(row.id, ""),
                priorities.get(row.id, ""),
                row.received_on,
                row.received_time,
                LATE
                if row.id in late or by_the_clock(row.received_on, row.received_time, row.stage, row.meeting_id)
                else "",
                *((words(STAGES, row.stage),) if stage else ()),
                words(STATES, row.state),
            ),
        )
        for row in session.execute(_bids(Application.round_id == round_id))
    ]
    columns = (
        *(_REFERENCE, _ORGANISATION, _PROJECT, _REQUESTED, _AREAS, _PRIORITIES, _RECEIVED, _TIME, _LATE),
        *stage,
        _STATE,
    )
    return Listing(f"Bids for {r.name}", columns, tuple(rows), subtitle=_closes(r))


def by_state(session: Session, round_id: str) -> Listing:
    """The same in groups by state, each with the reason it was taken there for. Raises Refused."""
    r = round_(session, round_id)
    reasons = _reasons(session, round_id)
    columns = (
        *(_REFERENCE, _ORGANISATION, _PROJECT, _REQUESTED, _RECEIVED, _TIME),
        Column("since", "Since", "day"),
        Column("reason", "Reason"),
    )
    rows = [
        Line(
            row.id,
            (
                row.reference,
                row.organisation,
                row.project,
                row.requested_pence,
                row.received_on,
                row.received_time,
                *reasons.get(row.id, (None, "")),
            ),
            group=row.state,
        )
        for row in session.execute(_bids(Application.round_id == round_id))
    ]
    used = {line.group for line in rows}
    groups = tuple(Group(one.value, one.label) for one in STATES if one.value in used)
    return Listing(f"Bids for {r.name} by state", columns, tuple(rows), groups, subtitle=_closes(r))


def long_list(session: Session, round_id: str) -> Listing:
    """The applications of a round that may still be scored, with what they cost and how much is missing of each.

    Raises Refused.
    """
    r = round_(session, round_id)
    return long_table(r, applications(session, round_id=round_id))


def long_table(r: RoundRecord, every: Sequence[ApplicationRecord]) -> Listing:
    """The same of applications that were read."""
    columns = (
        *(_REFERENCE, _ORGANISATION, _PROJECT, _REQUESTED),
        Column("cost", "Costs £", "pence", help="What the whole project costs."),
        Column("match", "From elsewhere £", "pence", help="In cash and in kind, certain or not."),
        *(_AREAS, _PRIORITIES, _LATE),
        Column("missing", "Missing", "count", help="So much keeps it from being scored."),
        _STATE,
    )
    live = [one for one in every if one.is_live]
    rows = tuple(Line(one.id, _long_cells(one, r)) for one in live)
    asked = format_pence(sum(one.requested or 0 for one in live))
    count = f"{len(live):,} of {len(every):,} bids may be scored"
    return Listing(f"Long list of {r.name}", columns, rows, subtitle=f"{count}; they ask for {asked}")


def _long_cells(a: ApplicationRecord, r: RoundRecord) -> tuple[Cell, ...]:
    return (
        a.reference,
        a.organisation,
        a.project,
        a.requested,
        a.cost,
        sum(one.amount for one in a.matches),
        ", ".join(name for _, name, _ in a.areas),
        ", ".join(name for _, name, _ in a.priorities),
        LATE if was_late(a) or is_late(a, r) else "",
        sum(one.blocks for one in missing(a, r)),
        words(STATES, a.state),
    )


def chase_list(session: Session, round_id: str) -> Listing:
    """What is still to come in a round, a line for each thing, in groups by who is to give it; the office comes last.

    A line's id is the application's, a colon, and a number. Raises Refused.
    """
    r = round_(session, round_id)
    found = [
        (one.name or OFFICE, a, at, one)
        for a, lacks in chased(r, applications(session, round_id=round_id))
        for at, one in enumerate(lacks)
    ]
    found.sort(key=lambda each: (not each[3].name, each[0].casefold()))
    columns = (
        *(_REFERENCE, _PROJECT, Column("what", "What is missing"), _STATE),
        Column("needed", "Needed to score", help="Without the others it may be scored."),
    )
    rows = tuple(Line(f"{a.id}:{at}", _chase_cells(a, one), group=name) for name, a, at, one in found)
    groups = tuple(Group(name, name) for name in dict.fromkeys(line.group for line in rows))
    return Listing(f"To chase for {r.name}", columns, rows, groups, subtitle=_closes(r))


def _chase_cells(a: ApplicationRecord, one: Missing) -> tuple[Cell, ...]:
    return (a.reference, a.project, one.what, words(STATES, a.state), "Yes" if one.blocks else "No")


def _closes(r: RoundRecord) -> str:
    if r.closes_on is None:
        return r.reference
    return f"{r.reference}, closes on {format_day(r.closes_on)} at {r.closes_time}"


def _bids(which: Any) -> Select[*tuple[Any, ...]]:
    """The columns of applications that are listed, by reference."""
    return (
        select(
            Application.id,
            Application.reference,
            Organisation.name.label("organisation"),
            Application.project,
            Application.requested_pence,
            Application.received_on,
            Application.received_time,
            Application.stage,
            Application.state,
            Application.meeting_id,
            Application.line_id,
            Application.direct_reason,
        )
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(which, Application.archived.is_(False))
        .order_by(Application.reference)
    )


def _names(session: Session, model: Any, column: Any, round_id: str, names: dict[str, str]) -> dict[str, str]:
    """The areas or priorities of each application of a round by name, the largest share first."""
    query = (
        select(model.application_id, column)
        .join(Application, Application.id == model.application_id)
        .where(Application.round_id == round_id, model.archived.is_(False))
        .order_by(model.share_tenths.desc(), model.id)
    )
    found = grouped((key, names.get(one, "")) for key, one in session.execute(query))
    return {key: ", ".join(mine) for key, mine in found.items()}


def _steps(round_id: str) -> Select[*tuple[Any, ...]]:
    """The steps of a round's applications in the order they were taken in."""
    return (
        select(ApplicationStep.application_id, ApplicationStep.reason, ApplicationStep.taken_on)
        .join(Application, Application.id == ApplicationStep.application_id)
        .where(Application.round_id == round_id, ApplicationStep.archived.is_(False))
        .order_by(ApplicationStep.id)
    )


def _ever_late(session: Session, round_id: str) -> set[str]:
    """The ids of the applications that were ever in the state of late, by their steps."""
    return {row.application_id for row in session.execute(_steps(round_id).where(ApplicationStep.state == "late"))}


def _reasons(session: Session, round_id: str) -> dict[str, tuple[date, str]]:
    """When each application was taken to the state it is in, and why."""
    return {row.application_id: (row.taken_on, row.reason) for row in session.execute(_steps(round_id))}


# outside a round


def direct_list(session: Session) -> Listing:
    """Every direct award, by reference, with the reason it is made outside a round."""
    lines = {row.id: row.name for row in session.execute(select(BudgetLine.id, BudgetLine.name))}
    columns = (
        *(_REFERENCE, _ORGANISATION, _PROJECT, _REQUESTED),
        *(Column("line", "Budget line"), Column("why", "Why outside a round"), _RECEIVED, _STATE),
    )
    rows = [
        Line(
            row.id,
            (
                row.reference,
                row.organisation,
                row.project,
                row.requested_pence,
                lines.get(row.line_id, ""),
                row.direct_reason,
                row.received_on,
                words(STATES, row.state),
            ),
        )
        for row in session.execute(_bids(Application.round_id.is_(None)))
    ]
    return Listing("Direct awards", columns, tuple(rows), subtitle="Outside a round, each with its reason")


# rounds


def rounds_list(session: Session, *, day: date, archived: bool = False) -> Listing:
    """Every round, the newest year first: its days, its pot, and how often what is asked for would take it up.

    A bid counts while it may be scored: drafts, and those withdrawn or not eligible, are left out.
    """
    style = details(session).year_style
    asked = _asked(session)
    columns = (
        _REFERENCE,
        Column("round", "Round"),
        Column("fund", "Fund"),
        Column("year", "Year"),
        _STATE,
        Column("opens", "Opens", "day"),
        Column("closes", "Closes", "day"),
        Column("closes_at", "At"),
        Column("panel", "Panel", "day"),
        Column("decision", "Decision", "day"),
        Column("pot", "Pot £", "pence"),
        Column("bids", "Bids", "count", help="Those that may be scored."),
        _REQUESTED,
        Column("times", "Times the pot", "figure", added=False, places=1),
    )
    rows = tuple(
        Line(one.id, _round_cells(one, *asked.get(one.id, (0, Pence(0))), day, style))
        for one in rounds(session, archived=archived)
    )
    return Listing("Rounds", columns, rows, subtitle="The newest year first")


def _round_cells(r: RoundRecord, bids: int, requested: Pence, day: date, style: str) -> tuple[Cell, ...]:
    return (
        r.reference,
        r.name,
        r.fund,
        format_year(r.year, style),
        r.state(day),
        r.opens_on,
        r.closes_on,
        r.closes_time,
        r.panel_on,
        r.decision_on,
        r.pot,
        bids,
        requested,
        times(requested, r.pot) * (MILLION // 100),
    )


def _asked(session: Session) -> dict[str, tuple[int, Pence]]:
    """How many bids of each round may be scored, and what they ask for."""
    query = (
        select(Application.round_id, func.count(), func.sum(func.coalesce(Application.requested_pence, 0)))
        .where(Application.archived.is_(False), Application.state.in_(sorted(LIVE)))
        .group_by(Application.round_id)
    )
    return {key: (count, Pence(total)) for key, count, total in session.execute(query) if key is not None}
