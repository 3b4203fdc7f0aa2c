"""A made-up round with bids, people who may score it, and its stages set up as a person does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.door import Office
from app.scoring import reading, scheme, stages
from app.scoring.parts import StageRecord
from db.grants import Application
from db.scoring import Declaration, Score, ScoreSheet, ScoringMember, ScoringStage
from tests.app.grants import invited
from tests.factories import add_organisation
from tests.made_once import MadeOnce

DAY = date(2018, 6, 25)
NAMES = ("Bea Ledger", "Tom Inkwell", "Ann Blotter")
_TEXTS = ("direct_reason", "summary", "beneficiaries_who", "local_support", "duplicates", "duplicates_evidence")
_MORE = ("substitutes", "substitutes_evidence", "exit_plan", "past_delivery", "received_time", "form_digest", "note")
_TICKS = ("with_children", "with_adults", "has_safeguarding", "is_continuation")


class Staged(metaclass=MadeOnce):
    """A round of £100,000 with Need (60 %), Value (40 %) and Sites (for information), each of 0 to 5 points.

    With `known` its references begin with that number, so that an office may have several of them.
    """

    def __init__(
        self, office: Office, *, asks: tuple[int, ...] = (40_000, 40_000, 40_000), known: int = 0, **terms: Any
    ) -> None:
        self.office = office
        self.prefix = f"{known}-" if known else ""
        self.round_id = invited.opened(office, reference=f"{self.prefix}DEV-2018")
        self.need, self.value, self.sites = (one.id for one in invited.read(office, self.round_id).criteria)
        self.bids = [self._bid(at, pounds) for at, pounds in enumerate(asks, 1)]
        self.members = [self._member(at, name) for at, name in enumerate(NAMES, 1)]
        given: dict[str, Any] = {"member_ids": tuple(self.members), "least_scorers": 2, "seed": 7} | terms
        self.stage_id = office.write("Set up", stages.set_up, self.round_id, **given)

    def add(self, row: Any) -> str:
        """A row that another part of the desk would have made; its id."""
        self.office.write("Add", lambda session: session.add(row))
        return str(row.id)

    def _bid(self, at: int, pounds: int) -> str:
        body = add_organisation(self.office, f"{self.prefix}Group {at}")
        given: dict[str, Any] = {**dict.fromkeys((*_TEXTS, *_MORE), ""), **dict.fromkeys(_TICKS, False)}
        return self.add(
            Application(
                round_id=self.round_id,
                organisation_id=body,
                reference=f"{self.prefix}DEV-{at}",
                stage="full",
                state="ready",
                project=f"Project {at}",
                arrived_by="form",
                requested_pence=pounds * 100,
                **given,
            )
        )

    def _member(self, at: int, name: str) -> str:
        empty = dict.fromkeys(("body", "address", "postcode", "email", "telephone", "note"), "")
        return self.add(ScoringMember(reference=f"{self.prefix}M{at}", name=name, **empty))

    @property
    def stage(self) -> StageRecord:
        """The stage as the file has it."""
        return self.office.read(reading.stage, self.stage_id)

    def conflict(self, member: int, bid: int) -> str:
        """A member, counted from 0, declares a conflict in a bid; the id of the declaration."""
        return self.add(
            Declaration(
                member_id=self.members[member],
                application_id=self.bids[bid],
                answer="conflict",
                kind="trustee",
                detail="",
                declared_on=DAY,
            )
        )

    def send(
        self,
        member: int,
        bid: int,
        need: int | None,
        value: int | None,
        *,
        state: str = "submitted",
        stage_id: str = "",
    ) -> str:
        """The sheet of a member for a bid, None for n/a; its id."""
        sheet = ScoreSheet(
            stage_id=stage_id or self.stage_id,
            member_id=self.members[member],
            application_id=self.bids[bid],
            state=state,
            reason="Away" if state == "abstained" else "",
            recommends="",
            comment="",
            received_on=DAY,
        )
        key = self.add(sheet)
        for criterion, points in ((self.need, need), (self.value, value)):
            self.add(Score(sheet_id=key, criterion_id=criterion, points=points, is_na=points is None, comment=""))
        return key

    def send_all(self, bid: int, *needs: int) -> None:
        """Every member's sheet for a bid, each with the same points in both criteria."""
        for member, points in enumerate(needs):
            self.send(member, bid, points, points)

    def moderate(self, reason: str = "One sheet is lost in the post") -> None:
        """Open everybody's scores."""
        self.office.write(
            "Moderate", stages.open_moderation, self.stage_id, version=self.stage.version, reason=reason, day=DAY
        )

    def scheme(self, cells: Mapping[str, Any]) -> None:
        """Type cells of the marking scheme over what stands; None empties one."""
        was = self.office.read(scheme.scheme_cells, self.round_id)
        self.office.write("Scheme", scheme.set_scheme, self.round_id, scheme={**was, **cells}, was=was)

    def anchors(self, cells: Mapping[str, Any]) -> None:
        """Type words for points over what stands; None empties one."""
        was = self.office.read(scheme.anchor_cells, self.round_id)
        self.office.write("Words", scheme.set_anchors, self.round_id, anchors={**was, **cells}, was=was)

    def rank(self) -> None:
        """The ranking has been agreed."""

        def change(session: Any) -> None:
            session.get(ScoringStage, self.stage_id).ranked_on = DAY

        self.office.write("Rank", change)
