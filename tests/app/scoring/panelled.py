"""A made-up round with bids that are ready, a stage of scoring it, and members who score."""

from __future__ import annotations

from datetime import date
from typing import Any

from app import organisations
from app.door import Office
from app.scoring import entering, sheets
from db.grants import Application
from db.scoring import CriterionMarking, Declaration, ScoringMember, ScoringStage, Seat
from tests.app.grants import invited
from tests.made_once import MadeOnce

DUE, DAY = date(2018, 7, 1), date(2018, 6, 25)
NAMES = ("Bea Ledger", "Tom Inkwell", "Ann Blotter")
TEXTS = ("direct_reason", "summary", "beneficiaries_who", "local_support", "duplicates", "duplicates_evidence")
MORE = ("substitutes", "substitutes_evidence", "exit_plan", "past_delivery", "received_time", "form_digest", "note")
TICKS = ("with_children", "with_adults", "has_safeguarding", "is_continuation")


class Scored(metaclass=MadeOnce):
    """A stage in an office: criteria Need (600), Value (400) and Sites, for information, of five points each."""

    def __init__(self, office: Office, *, bids: int = 3, **terms: Any) -> None:
        self.office = office
        self.round_id = invited.opened(office)
        criteria = invited.read(office, self.round_id).criteria
        self.need, self.value, self.sites = (one.id for one in criteria)
        self.bids = [self._bid(at) for at in range(1, bids + 1)]
        self.members = [self._member(at, name) for at, name in enumerate(NAMES, 1)]
        self.stage_id = self._stage(terms)
        self.seats = [self._seat(at, one) for at, one in enumerate(self.members)]

    def _add(self, row: Any) -> str:
        self.office.write("Add", lambda session: session.add(row))
        key: str = row.id
        return key

    def _bid(self, at: int) -> str:
        body = self.office.write("Add organisation", organisations.add, name=f"Group {at}")
        given: dict[str, Any] = {**dict.fromkeys((*TEXTS, *MORE), ""), **dict.fromkeys(TICKS, False)}
        row = Application(
            round_id=self.round_id,
            organisation_id=body,
            reference=f"DEV-{at}",
            stage="full",
            state="ready",
            project=f"Project {at}",
            arrived_by="form",
            **given,
        )
        return self._add(row)

    def _member(self, at: int, name: str) -> str:
        empty = dict.fromkeys(("body", "address", "postcode", "email", "telephone", "note"), "")
        return self._add(ScoringMember(reference=f"M{at}", name=name, **empty))

    def _stage(self, terms: dict[str, Any]) -> str:
        given: dict[str, Any] = {
            "number": 1,
            "sheets_due_on": DUE,
            "least_scorers": 2,
            "diverges_tenths": 200,
            "names_hidden": False,
            "tie_rule": "median",
            "seed": 7,
            "moderated_why": "",
        } | terms
        return self._add(ScoringStage(round_id=self.round_id, **given))

    def _seat(self, at: int, member_id: str) -> str:
        return self._add(Seat(stage_id=self.stage_id, member_id=member_id, position=at, declared_on=DAY))

    def second(self) -> str:
        """A second stage with the first member, before the first is ranked; its id."""
        key = self._stage({"number": 2})
        self._add(Seat(stage_id=key, member_id=self.members[0], position=0, declared_on=DAY))
        return key

    def conflict(self, member: int, bid: int) -> None:
        """A member declares a conflict in a bid; both are counted from 0."""
        row = Declaration(
            member_id=self.members[member],
            application_id=self.bids[bid],
            answer="conflict",
            kind="employment",
            detail="",
            declared_on=DAY,
        )
        self._add(row)

    def explain_below(self, points: int) -> None:
        """Need asks for a comment below these points."""
        self._add(CriterionMarking(criterion_id=self.need, in_first=True, comment_below=points))

    def set(self, model: type[Any], row_id: str, **values: Any) -> None:
        """Set columns of a row as another part of the desk would."""

        def change(session: Any) -> None:
            row = session.get(model, row_id)
            for name, value in values.items():
                setattr(row, name, value)

        self.office.write("Change", change)

    def rank(self) -> None:
        """Agree the ranking."""
        self.set(ScoringStage, self.stage_id, ranked_on=DAY)

    def cells(self, member: int = 0) -> dict[str, str]:
        """What a member's grid holds."""
        return self.office.read(entering.cells, self.stage_id, self.members[member])

    def put(self, cells: dict[str, str], member: int = 0, **given: Any) -> None:
        """Type these cells over what stands; the rest stays."""
        was = given.pop("was", None)
        present = self.cells(member) if was is None else was
        whole = given.pop("whole", {**present, **cells})
        self.office.write(
            "Scores", entering.put, self.stage_id, self.members[member], cells=whole, was=present, day=DAY, **given
        )

    def full(self, bid: int, need: str = "4", value: str = "3") -> dict[str, str]:
        """The cells of a complete sheet for a bid."""
        return {f"{self.bids[bid]}:{self.need}": need, f"{self.bids[bid]}:{self.value}": value}

    def submit(self, *bids: int, member: int = 0) -> tuple[str, ...]:
        """Submit a member's sheets for bids; their ids."""
        keys = [self.bids[one] for one in bids]
        return self.office.write(
            "Submit", sheets.submit, self.stage_id, self.members[member], application_ids=keys, day=DAY
        )

    def send(self, member: int, *bids: int, need: str = "4", value: str = "3") -> tuple[str, ...]:
        """A member's complete sheets for bids come in; their ids."""
        for one in bids:
            self.put(self.full(one, need, value), member)
        return self.submit(*bids, member=member)

    def abstain(self, member: int, bid: int, reason: str = "Away that week") -> str:
        """A member abstains from a bid; the sheet's id."""
        return self.office.write(
            "Abstain", sheets.abstain, self.stage_id, self.members[member], self.bids[bid], reason=reason, day=DAY
        )
