"""A made-up round to test with, in whole pounds: a fund of £100,000, £20,000 a grant, and what it takes to open it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.door import Office
from app.grants import reading, rounds, terms
from app.grants.parts import RoundRecord
from db.grants import Application
from tests.factories import YEAR, add_line
from tests.made_once import made_once

OPENS, CLOSES, PANEL = date(2018, 5, 1), date(2018, 6, 15), date(2018, 7, 10)
TERMS: dict[str, Any] = {
    "reference": "DEV-2018",
    "name": "Development fund",
    "year": YEAR,
    "pot": 100_000_00,
    "maximum": 20_000_00,
    "closes_on": CLOSES,
    "panel_on": PANEL,
}


@made_once
def add(office: Office, *, pounds: int | str = 150_000, **given: Any) -> str:
    """A draft round out of a line of its own with this budget, unless `line_id` says another; its id."""
    whole = TERMS | given
    if "line_id" not in whole:
        whole["line_id"] = add_line(office, f"Line of {whole['reference']}", pounds, year=whole["year"])
    return office.write("Add round", rounds.add, **whole)


@made_once
def whole(office: Office, **given: Any) -> str:
    """A draft with a gate, criteria that come to 100 % and two questions: it lacks nothing; its id."""
    round_id = add(office, **given)
    gate(office, round_id)
    criterion(office, round_id, "Need", 600)
    criterion(office, round_id, "Value", 400)
    criterion(office, round_id, "Sites", None, is_information=True)
    question(office, round_id, "What will you do?")
    question(office, round_id, "How many will you reach?", kind="number")
    return round_id


@made_once
def opened(office: Office, *, day: date = OPENS, **given: Any) -> str:
    """The same, opened on a day; its id."""
    round_id = whole(office, **given)
    open_(office, round_id, day=day)
    return round_id


def open_(office: Office, round_id: str, *, day: date = OPENS) -> None:
    """Open a round as it is in the file."""
    office.write("Open round", rounds.open_, round_id, version=read(office, round_id).version, day=day)


def gate(office: Office, round_id: str, text: str = "Is it in the county?", **given: Any) -> str:
    """A question of the gate; its id."""
    return office.write("Add to gate", terms.add_gate, round_id, text=text, **given)


def criterion(office: Office, round_id: str, name: str, weight: int | None, **given: Any) -> str:
    """A criterion of this weight in tenths of a percent and five points; its id."""
    typed: dict[str, Any] = {"name": name, "weight": weight, "maximum": 5} | given
    return office.write("Add criterion", terms.add_criterion, round_id, **typed)


def question(office: Office, round_id: str, text: str, **given: Any) -> str:
    """A question of the form; its id."""
    return office.write("Add question", terms.add_question, round_id, text=text, **given)


def read(office: Office, round_id: str) -> RoundRecord:
    """The round as the file has it."""
    return office.read(reading.round_, round_id)


def add_bid(session: Session, round_id: str, organisation_id: str, at: int = 1, state: str = "received") -> None:
    """A bid in a state, of which nothing else is known; to be written as a step."""
    words = ("direct_reason", "summary", "beneficiaries_who", "local_support", "duplicates", "duplicates_evidence")
    more = ("substitutes", "substitutes_evidence", "exit_plan", "past_delivery", "received_time", "form_digest", "note")
    ticks = ("with_children", "with_adults", "has_safeguarding", "is_continuation")
    given: dict[str, Any] = {**dict.fromkeys((*words, *more), ""), **dict.fromkeys(ticks, False)}
    row = Application(
        round_id=round_id,
        organisation_id=organisation_id,
        reference=f"DEV-{at}",
        stage="full",
        state=state,
        project="Project",
        arrived_by="form",
        **given,
    )
    session.add(row)
