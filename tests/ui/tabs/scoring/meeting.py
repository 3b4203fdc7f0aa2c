"""A small round whose every sheet is in, for a panel day: three members, two bids, and Kit a trustee of one of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.door import Office
from app.recommendations import panel_days
from app.scoring import reading, stages
from db.scoring import Declaration, Score, ScoreSheet, Seat
from tests.ui.tabs.scoring.scoring import KIT, TODAY, prepare

LANTERNS, HARBOURS = "CSF-26-001", "CSF-26-002"
FIVES: dict[tuple[int, int], int] = {(0, 0): 4, (1, 0): 5, (0, 1): 5, (1, 1): 1, (2, 1): 4}
"""The points of each member in every criterion of each bid, both counted from 0."""


def scored(office: Office, **terms: Any) -> str:
    """The round with its stage, declarations and sheets; the id of the stage."""
    round_id = prepare(office)
    members = [one.id for one in office.read(reading.members)]
    given: dict[str, Any] = {"member_ids": tuple(members), "least_scorers": 2, "diverges": 300, "seed": 7} | terms
    stage_id = office.write("Set up", stages.set_up, round_id, **given)
    bids = [one.id for one in office.read(reading.ready, round_id)]
    kit = next(one.id for one in office.read(reading.members) if one.name == KIT)
    assert members[2] == kit
    scales = office.read(lambda session: reading.scales(session, reading.stage(session, stage_id)))

    def fill(session: Any) -> None:
        interest = {"answer": "conflict", "kind": "trustee", "detail": "", "declared_on": TODAY}
        session.add(Declaration(member_id=kit, application_id=bids[0], **interest))
        for seat in session.query(Seat):
            seat.declared_on = TODAY
        empty = {"state": "submitted", "reason": "", "recommends": "", "comment": "", "received_on": TODAY}
        for (member, bid), points in FIVES.items():
            sheet = ScoreSheet(stage_id=stage_id, member_id=members[member], application_id=bids[bid], **empty)
            session.add(sheet)
            session.flush()
            session.add_all(
                Score(sheet_id=sheet.id, criterion_id=one.id, points=points, is_na=False, comment="") for one in scales
            )

    office.write("Sheets", fill)
    return stage_id


def set_up(office: Office, stage_id: str, held_on: date = TODAY) -> str:
    """A panel day of both bids with a quorum of two; its id."""
    return office.write("Set up day", panel_days.set_up, stage_id, held_on=held_on, quorum=2, which="all")
