"""A made-up round to apply in, in whole pounds: two areas, two priorities, a gate, two questions; and bids for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app import areas
from app.door import Office
from app.grants import bids, costs, reading, states
from app.grants.bid_fields import answers_cells, areas_cells, costs_cells, gate_cells, matches_cells, priorities_cells
from app.grants.parts import ApplicationRecord, RoundRecord
from db.grants import Gate, Question, Round, RoundArea, RoundMeeting, RoundPriority
from tests.factories import add_line, add_priority
from tests.made_once import MadeOnce

CLOSES, DAY = date(2026, 6, 1), date(2026, 6, 3)
WHOLE: dict[str, Any] = {
    "organisation": "Harbour Advice",
    "project": "Night shelter",
    "requested": 6_000_00,
    "summary": "A warm place",
    "starts_on": date(2026, 9, 1),
    "ends_on": date(2027, 3, 31),
    "beneficiaries": 120,
    "beneficiaries_who": "People without a home",
    "local_support": "The parish council",
    "duplicates": "no",
    "duplicates_evidence": "The council closed its own",
    "substitutes": "no",
    "substitutes_evidence": "No duty to provide it",
    "exit_plan": "Volunteers go on with it",
    "received_on": date(2026, 5, 20),
    "received_time": "09:30",
}
"""A bid that lacks nothing but its costs, its shares, its answers and its gate."""


class Applied(metaclass=MadeOnce):
    """A round in an office, and what a person does to its bids."""

    def __init__(self, office: Office, **terms: Any) -> None:
        self.office = office
        self.line = add_line(office, "Community safety fund", 400_000, year=2026)
        self.east, self.west = (self._area(name) for name in ("East", "West"))
        self.roads, self.homes = (add_priority(office, name) for name in ("Safer roads", "Safer homes"))
        self.round_id = self.add_round(**terms)

    def _area(self, name: str) -> str:
        return self.office.write(
            "Add area", areas.add_area, name=name, kind="District", code="", parent_id=None, from_day=None
        )

    def add_round(self, reference: str = "CSF-2026", **terms: Any) -> str:
        """An open round with a gate of two questions and two of its own; its id."""
        columns: dict[str, Any] = {
            "reference": reference,
            "name": "Community Safety Fund",
            "purpose": "",
            "kind": "round",
            "line_id": self.line,
            "year": 2026,
            "pot_pence": 50_000_00,
            "over_pence": 0,
            "over_approver": "",
            "minimum_pence": 500_00,
            "maximum_pence": 20_000_00,
            "interest_first": False,
            "interest_closes_on": None,
            "opens_on": date(2026, 4, 1),
            "closes_on": CLOSES,
            "closes_time": "17:00",
            "opened_on": date(2026, 4, 1),
            "version_mark": 1,
        } | terms
        row = Round(**columns)
        gates = [
            Gate(round_id=row.id, position=at, text=text) for at, text in enumerate(("Not for profit", "In the area"))
        ]
        long = {"kind": "long", "is_required": True, "most_words": 5, "asked_first": False}
        day = {"kind": "day", "is_required": False, "most_words": None, "asked_first": True}
        questions = [
            Question(round_id=row.id, position=1, text="What changes?", help="In short.", **long),
            Question(round_id=row.id, position=2, text="When did you begin?", help="", **day),
        ]
        both = (self.east, self.west)
        within = [RoundArea(round_id=row.id, area_id=key) for key in both]
        serves = [RoundPriority(round_id=row.id, priority_id=key) for key in (self.roads, self.homes)]

        self.office.write("Add round", lambda session: session.add(row))
        self.office.write("Add terms", lambda session: session.add_all([*gates, *questions, *within, *serves]))
        return row.id

    def add_meeting(self, closes_on: date) -> str:
        """A meeting a week after bids for it close; its id."""
        meets = date.fromordinal(closes_on.toordinal() + 7)
        row = RoundMeeting(round_id=self.round_id, closes_on=closes_on, meets_on=meets)
        self.office.write("Add meeting", lambda session: session.add(row))
        return row.id

    @property
    def round(self) -> RoundRecord:
        return self.office.read(reading.round_, self.round_id)

    def add(self, **terms: Any) -> str:
        """A bid that lacks its costs, shares, answers and gate; its id."""
        return self.office.write("Add bid", bids.add, round_id=self.round_id, **WHOLE | terms)

    def add_whole(self, **terms: Any) -> str:
        """A bid that lacks nothing; its id."""
        key = self.add(**terms)
        self.costs(key, {"1:item": "Rent", "1:amount": 8_000_00, "1:requested": 6_000_00})
        self.matches(key, {"1:source": "The parish", "1:cash": 2_000_00, "1:certain": "yes"})
        self.areas(key, {f"{self.east}:share": 600, f"{self.west}:share": 400})
        self.priorities(key, {f"{self.roads}:share": 1000})
        self.answers(key, {f"{self.round.questions[0].id}:answer": "Fewer people sleep rough"})
        self.gate(key, {f"{one.id}:passes": "yes" for one in self.round.gates})
        return key

    def read(self, key: str) -> ApplicationRecord:
        """The bid as the file has it."""
        return self.office.read(reading.application, key)

    def costs(self, key: str, cells: Mapping[str, int | str]) -> None:
        """Type its costs over what stands."""
        was = costs_cells(self.read(key))
        self.office.write("Costs", costs.set_costs, key, costs=cells, was=was)

    def matches(self, key: str, cells: Mapping[str, int | str]) -> None:
        """Type its match funding over what stands."""
        was = matches_cells(self.read(key))
        self.office.write("Match funding", costs.set_matches, key, matches=cells, was=was)

    def areas(self, key: str, cells: Mapping[str, int]) -> None:
        """Type its areas over what stands."""
        self.office.write("Areas", costs.set_areas, key, areas=cells, was=areas_cells(self.read(key)))

    def priorities(self, key: str, cells: Mapping[str, int]) -> None:
        """Type its priorities over what stands."""
        was = priorities_cells(self.read(key))
        self.office.write("Priorities", costs.set_priorities, key, priorities=cells, was=was)

    def answers(self, key: str, cells: Mapping[str, str]) -> None:
        """Type its answers over what stands."""
        self.office.write("Answers", costs.set_answers, key, answers=cells, was=answers_cells(self.read(key)))

    def gate(self, key: str, cells: Mapping[str, str]) -> None:
        """Answer the gate over what stands."""
        self.office.write("Gate", states.answer_gate, key, answers=cells, was=gate_cells(self.read(key)))

    def change(self, key: str, **terms: Any) -> None:
        """Change the bid as it stands."""
        self.office.write("Change bid", bids.change, key, version=self.read(key).version, **terms)

    def move(self, key: str, state: str, reason: str = "", day: date = DAY) -> None:
        """Take the bid to a state."""
        given: dict[str, Any] = {"version": self.read(key).version, "state": state, "reason": reason, "day": day}
        self.office.write("Move", states.move, key, **given)
