"""A made-up round of which the ranking is agreed, for what is recommended for its bids. Amounts are whole pounds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.door import Office
from app.grants import states
from app.grants.reading import application
from app.recommendations import outcome_fields, reading, recommending, review
from app.recommendations.parts import RecommendationRecord
from app.recommendations.review import Review
from db.applicants import HardStop
from db.base import Record
from db.decision_sheets import DecisionSheet
from db.grants import Application, Cost
from db.recommendations import Recommendation
from db.scoring import Score, ScoreSheet, ScoringStage
from tests.app.scoring.staged import DAY, Staged

LATER = date(2018, 8, 20)
COLUMNS = {one.name: "" for one in DecisionSheet.__table__.columns if one.name not in ("id", "version", "archived")}
SHEET: dict[str, Any] = {
    **COLUMNS,
    **dict.fromkeys(("contract_id", "line_id", "number", "decision_id", "supersedes_id", "review_on", "prepared_on")),
    **dict.fromkeys(("signed_on", "published_on", "round_id")),
    "kind": "grants",
    "state": "draft",
    "publication": "full",
    "year": 2018,
    "interests_confirmed": False,
    "limit_pence": 0,
}


class Recommended(Staged):
    """Five bids of £40,000, £30,000, £20,000, £20,000 and £10,000 for a pot of £100,000, ranked in this order.

    Group 5 was scored by one member alone and cannot be ranked.
    """

    def __init__(
        self, office: Office, *, asks: tuple[int, ...] = (40_000, 30_000, 20_000, 20_000, 10_000), **terms: Any
    ) -> None:
        super().__init__(office, asks=asks, **terms)
        last = len(asks) - 1
        rows = [row for bid in range(last) for member in range(3) for row in self._sheet(member, bid, 5 - bid)]
        self.office.write("Sheets", lambda session: session.add_all([*rows, *self._sheet(0, last, 3)]))
        self.rank()

    def _sheet(self, member: int, bid: int, points: int) -> list[Record]:
        """The sheet of a member for a bid, with the same points in both criteria."""
        sheet = ScoreSheet(
            stage_id=self.stage_id,
            member_id=self.members[member],
            application_id=self.bids[bid],
            state="submitted",
            reason="",
            recommends="",
            comment="",
            received_on=DAY,
        )
        given = {"points": points, "is_na": False, "comment": ""}
        return [sheet, *(Score(sheet_id=sheet.id, criterion_id=one, **given) for one in (self.need, self.value))]

    def recommend(self, bid: int, outcome: str, pounds: int | None = None, **given: Any) -> str:
        """Recommend something for a bid, counted from 0; the id of the recommendation."""
        known = self.known(bid)
        terms: dict[str, Any] = {"version": known.version if known is not None else None} | given
        amount = None if pounds is None else pounds * 100
        key = self.bids[bid]
        return self.office.write(
            "Recommend", recommending.set_one, self.stage_id, key, outcome=outcome, amount=amount, **terms
        )

    def known(self, bid: int) -> RecommendationRecord | None:
        """What is recommended for a bid."""
        return self.office.read(reading.recommendation, self.bids[bid])

    def of(self, bid: int) -> RecommendationRecord:
        """What is recommended for a bid that has something."""
        found = self.known(bid)
        assert found is not None
        return found

    def told(self) -> list[tuple[str, int | None, int | None]]:
        """Outcome, whole pounds and place on the reserve list of every bid; "" where nothing is recommended."""
        found = [self.known(at) for at in range(len(self.bids))]
        return [
            (one.outcome, one.amount and one.amount // 100, one.reserve_place) if one is not None else ("", None, None)
            for one in found
        ]

    def cells(self) -> dict[str, int | str]:
        """The grid of the stage as it stands."""
        return outcome_fields.cells(self.office.read(reading.recommendations, stage_id=self.stage_id))

    def put(self, cells: Mapping[str, Any], was: Mapping[str, Any] | None = None) -> None:
        """Type cells over the grid, by “bid:column” with the bid counted from 0; None empties one."""
        seen = self.cells() if was is None else was
        typed = {self.cell(key): one for key, one in cells.items()}
        whole = {key: one for key, one in {**seen, **typed}.items() if one is not None}
        self.office.write("Grid", recommending.set_many, self.stage_id, recommended=whole, was=seen)

    def cell(self, key: str) -> str:
        """The cell “bid:column” of the grid by the bid's id."""
        bid, _, column = key.partition(":")
        return f"{self.bids[int(bid)]}:{column}"

    def draft(self) -> int:
        """Draft what follows from the cut line; for how many bids."""
        return self.office.write("Draft", recommending.draft_from_line, self.stage_id)

    def commit(self) -> str:
        """A decision sheet that has everything recommended so far; its id."""
        sheet = self.add(DecisionSheet(**SHEET))

        def write(session: Any) -> None:
            for one in reading.recommendations(session, stage_id=self.stage_id):
                if not one.is_committed:
                    session.get(Recommendation, one.id).sheet_id = sheet

        self.office.write("Commit", write)
        return sheet

    def withdraw(self, bid: int) -> None:
        """A bid is withdrawn by its applicant."""
        version = self.office.read(application, self.bids[bid]).version
        self.office.write(
            "Withdraw", states.move, self.bids[bid], version=version, state="withdrawn", reason="They fold", day=DAY
        )

    def stop(self, bid: int) -> None:
        """The organisation of a bid may have no money."""
        body = self.office.read(application, self.bids[bid]).organisation_id
        self.add(
            HardStop(
                organisation_id=body, reason="It owes a return", set_by="Jo", set_on=DAY, lifted_by="", lift_reason=""
            )
        )

    def cost(self, bid: int, item: str, pounds: int) -> str:
        """A cost of a bid, all of it asked for; its id."""
        pence = pounds * 100
        return self.add(
            Cost(application_id=self.bids[bid], position=1, item=item, amount_pence=pence, requested_pence=pence)
        )

    def set(self, model: type[Any], row_id: str, **values: Any) -> None:
        """Set columns of a row as another part of the desk would."""

        def change(session: Any) -> None:
            row = session.get(model, row_id)
            for name, value in values.items():
                setattr(row, name, value)

        self.office.write("Change", change)

    def ask(self, bid: int, pounds: int) -> None:
        """A bid asks for something else now."""
        self.set(Application, self.bids[bid], requested_pence=pounds * 100)

    def unrank(self) -> None:
        """The ranking is open again."""
        self.set(ScoringStage, self.stage_id, ranked_on=None)

    def review(self) -> Review:
        """All outcomes on one page."""
        return self.office.read(review.review, self.stage_id, day=DAY)

    def hindered(self) -> list[str]:
        """What stands in the way of committing."""
        return [one.sentence for one in self.review().in_the_way]
