"""Applications put straight into a small office, for what is checked of them. Amounts are pounds."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app import organisations
from app.door import Office
from app.grants import checks, reading
from app.grants.parts import ApplicationRecord, DiligenceRecord, RoundRecord
from app.money import Pence
from db.base import Record
from db.grants import Application, Gate, GateAnswer, Round
from tests.factories import add_line, add_organisation

DAY = date(2026, 3, 2)
CHECKED = date(2026, 2, 10)
PLAIN: dict[str, Any] = {
    "meeting_id": None,
    "line_id": None,
    "direct_reason": "",
    "stage": "full",
    "state": "ready",
    "project": "Evening club",
    "summary": "",
    "starts_on": None,
    "ends_on": None,
    "beneficiaries": None,
    "beneficiaries_who": "",
    "with_children": False,
    "with_adults": False,
    "has_safeguarding": False,
    "safeguarding_on": None,
    "local_support": "",
    "duplicates": "",
    "duplicates_evidence": "",
    "substitutes": "",
    "substitutes_evidence": "",
    "exit_plan": "",
    "is_continuation": False,
    "past_delivery": "",
    "arrived_by": "paper",
    "received_on": date(2026, 1, 20),
    "received_time": "09:30",
    "form_digest": "",
    "form_mark": None,
    "note": "",
}


def put(office: Office, row: Record) -> str:
    """One row, as it is; its id."""

    def write(session: Session) -> str:
        session.add(row)
        return row.id

    return office.write("Put in", write)


def round_(office: Office, **given: Any) -> str:
    """A round of £200,000 that is open, with up to £20,000 for each; its id."""
    terms: dict[str, Any] = {
        "reference": "CSDF-2026",
        "name": "Community safety development fund",
        "purpose": "",
        "kind": "round",
        "line_id": add_line(office, "Grants", 300_000),
        "year": 2026,
        "pot_pence": 200_000_00,
        "over_pence": 0,
        "over_approver": "",
        "minimum_pence": None,
        "maximum_pence": 20_000_00,
        "interest_first": False,
        "interest_closes_on": None,
        "opens_on": date(2026, 1, 5),
        "closes_on": date(2026, 2, 6),
        "closes_time": "17:00",
        "panel_on": None,
        "decision_on": None,
        "opened_on": date(2026, 1, 5),
        "closed_on": None,
        "version_mark": 1,
        "expected_bids": None,
        "reading_minutes": None,
        "applicant_hours": None,
        **given,
    }
    return put(office, Round(**terms))


def bid(
    office: Office,
    pounds: int | None = 4_000,
    *,
    round_id: str | None = None,
    organisation: str = "Evening Club Trust",
    **given: Any,
) -> str:
    """An application that is ready, in a round or as a direct award; its id."""
    body = office.read(organisations.find, organisation) or add_organisation(office, organisation)
    outside = {} if round_id else {"direct_reason": "Only one body does it", "line_id": add_line(office, "Direct")}
    terms = {**PLAIN, "reference": "CSDF-2026-001", **outside, **given}
    pence = None if pounds is None else pounds * 100
    return put(office, Application(round_id=round_id, organisation_id=body, requested_pence=pence, **terms))


def gate(office: Office, round_id: str, text: str = "Is it in Essex?") -> str:
    """A question of a round's gate; its id."""
    return put(office, Gate(round_id=round_id, position=1, text=text))


def answer_gate(office: Office, application_id: str, gate_id: str, *, passes: bool, reason: str = "") -> str:
    """Whether an application passes a gate; the id of the answer."""
    return put(office, GateAnswer(application_id=application_id, gate_id=gate_id, passes=passes, reason=reason))


def check(office: Office, application_id: str, topic: str, outcome: str = "clear", **given: Any) -> str:
    """A check made on 10 February 2026 by A Person, of bank details with a second one; its id."""
    terms: dict[str, Any] = {"checked_by": "A Person", "checked_on": CHECKED, **given}
    if topic == "bank":
        terms.setdefault("second_by", "B Person")
    return office.write(
        "Record check", checks.add, application_id=application_id, topic=topic, outcome=outcome, **terms
    )


def clear(office: Office, application_id: str) -> None:
    """Every check the application needs, clear."""
    for topic in checks.required(whole(office, application_id)):
        check(office, application_id, topic)


def whole(office: Office, application_id: str) -> ApplicationRecord:
    """The application as it is read."""
    return office.read(reading.application, application_id)


def whole_round(office: Office, round_id: str) -> RoundRecord:
    """The round as it is read."""
    return office.read(reading.round_, round_id)


def diligence(
    topic: str, outcome: str = "clear", checked_on: date = CHECKED, key: str = "1", **given: Any
) -> DiligenceRecord:
    """A check by itself, as it is read."""
    second = "B Person" if topic == "bank" else ""
    terms: dict[str, Any] = {
        "evidence": "",
        "conditions": "One condition" if outcome == "conditions" else "",
        "checked_by": "A Person",
        "second_by": second,
        "expires_on": None,
        **given,
    }
    return DiligenceRecord(
        id=key,
        version=1,
        organisation_id="o",
        application_id="",
        topic=topic,
        outcome=outcome,
        checked_on=checked_on,
        **terms,
    )


def record(pounds: int | None = 4_000, **given: Any) -> ApplicationRecord:
    """An application by itself, as it is read."""
    terms: dict[str, Any] = {
        **{key: value for key, value in PLAIN.items() if key not in ("meeting_id", "line_id")},
        "requested": None if pounds is None else Pence(pounds * 100),
        **given,
    }
    return ApplicationRecord(
        id="a",
        version=1,
        archived=False,
        reference="CSDF-2026-001",
        round_id="",
        round="",
        meeting_id="",
        line_id="",
        organisation_id="o",
        organisation="Evening Club Trust",
        **terms,
    )
