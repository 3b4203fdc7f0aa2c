"""A made-up round of three bids that four members score, for what is declared and who reads what."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.door import Office
from app.scoring import declaring, members, reading
from app.scoring.parts import BidRecord, DeclarationRecord, MemberRecord, StageRecord
from db.scoring import ScoreSheet, ScoringStage, Seat
from tests.app.grants.checked import bid, put, round_
from tests.made_once import MadeOnce

DAY = date(2026, 3, 2)
NAMES = ("Bea Ledger", "Tom Inkwell", "Ann Foolscap", "Cai Blotter")
ORGANISATIONS = ("Evening Club Trust", "Harwick Night Shelter", "Anytown Bowls")


class Seated(metaclass=MadeOnce):
    """A round with its bids in an office, its first stage, and who scores it."""

    def __init__(self, office: Office, *, least: int = 2) -> None:
        self.office = office
        self.round_id = round_(office)
        self.bids = tuple(
            bid(office, round_id=self.round_id, organisation=one, reference=f"CSDF-2026-00{at}")
            for at, one in enumerate(ORGANISATIONS, 1)
        )
        self.stage_id = self.add_stage(least=least)
        self.members = tuple(self.add_member(name=one) for one in NAMES)
        for one in self.members:
            self.seat(one)

    def add_stage(self, number: int = 1, least: int = 2) -> str:
        """A stage of the round; its id."""
        return put(
            self.office,
            ScoringStage(
                round_id=self.round_id,
                number=number,
                sheets_due_on=None,
                least_scorers=least,
                diverges_tenths=200,
                names_hidden=False,
                tie_rule="median",
                seed=7,
                pass_tenths=None,
                moderated_on=None,
                moderated_why="",
                ranked_on=None,
            ),
        )

    def add_member(self, **given: Any) -> str:
        """A member; their id."""
        return self.office.write("Add member", members.add, **given)

    def seat(self, member_id: str, stage_id: str = "") -> None:
        """Have a member score a stage."""
        stage = stage_id or self.stage_id
        row = Seat(stage_id=stage, member_id=member_id, position=1, declared_on=None, sent_on=None)
        put(self.office, row)

    def sheet(self, member_id: str, application_id: str, state: str = "submitted") -> None:
        """A sheet of a member for a bid, in a state."""
        put(
            self.office,
            ScoreSheet(
                stage_id=self.stage_id,
                member_id=member_id,
                application_id=application_id,
                state=state,
                reason="Away" if state == "abstained" else "",
                recommends="",
                comment="",
                received_on=DAY,
            ),
        )

    def rank(self, stage_id: str = "") -> None:
        """Agree the ranking of a stage."""

        def write(session: Any) -> None:
            session.get(ScoringStage, stage_id or self.stage_id).ranked_on = DAY

        self.office.write("Agree ranking", write)

    @property
    def stage(self) -> StageRecord:
        return self.office.read(reading.stage, self.stage_id)

    @property
    def ready(self) -> list[BidRecord]:
        return self.office.read(reading.ready, self.round_id)

    @property
    def declared(self) -> list[DeclarationRecord]:
        return self.office.read(reading.declarations, self.round_id)

    def member(self, member_id: str) -> MemberRecord:
        """The member as the file has them."""
        return self.office.read(reading.member, member_id)

    def cells(self, member_id: str) -> dict[str, str]:
        """What a member declared, as the grid has it."""
        return self.office.read(declaring.cells, self.stage_id, member_id)

    def declare(self, member_id: str, cells: dict[str, str], day: date = DAY) -> None:
        """Type these declarations over what stands."""
        was = self.cells(member_id)
        self.office.write("Declare", declaring.declare, self.stage_id, member_id, declared=cells, was=was, day=day)
