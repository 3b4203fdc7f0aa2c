"""Made-up bids with all their parts, as many as wanted, put into the round of the example office past its journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from app.examples.bids import ENDS_ON, STARTS_ON, STATUTORY, MadeBid, MadeBody
from app.examples.essex_round import REFERENCE

Values = dict[str, Any]
_REMOVED = (
    "outcome_letter",
    "approval",
    "decision_award",
    "decision_implication",
    "decision_option",
    "recommendation_cut",
    "recommendation_reason",
    "recommendation",
    "decision_sheet",
    "panel_absence",
    "panel_item",
    "panel_attendance",
    "panel_day",
    "agreed_present",
    "agreed_score",
    "score",
    "score_sheet",
    "declaration",
    "scoring_assignment",
    "answer",
    "cost",
    "match_funding",
    "application_area",
    "application_priority",
    "gate_answer",
    "endorsement",
    "application_step",
    "diligence",
    "contact",
    "application",
)


def fill(office: sqlite3.Connection, every: Sequence[MadeBid]) -> str:
    """Put these bids into the round of the example in the place of its own; the id of the round."""
    office.execute("PRAGMA foreign_keys = ON")
    (round_id,) = office.execute("SELECT id FROM round WHERE reference = ?", (REFERENCE,)).fetchone()
    for table in _REMOVED:
        office.execute(f"DELETE FROM {table}")
    body_ids = _bodies(office, [one.body for one in every])
    put(office, "application", [_application(one, round_id, body_ids) for one in every])
    _shares(office, "area", "area_name", "area_id", {one.number: one.areas for one in every})
    _shares(office, "priority", "priority", "id", {one.number: one.priorities for one in every})
    _parts(office, round_id, every)
    office.commit()
    return str(round_id)


def _bodies(office: sqlite3.Connection, every: Iterable[MadeBody]) -> dict[str, str]:
    """Put in the organisations with their numbers and where they are; their ids by name."""
    known: dict[str, str] = dict(office.execute("SELECT name, id FROM organisation WHERE archived = 0"))
    numbers = {number for (number,) in office.execute("SELECT number FROM identifier")}
    new = {one.name: one for one in every if one.name not in known}
    ids = {name: f"body-{at}" for at, name in enumerate(new)}
    put(office, "organisation", [{"id": ids[one.name], "name": one.name, "kind": one.kind} for one in new.values()])
    numbered = [one for one in new.values() if one.number and one.number not in numbers]
    put(
        office,
        "identifier",
        [
            {
                "id": f"number-{ids[one.name]}",
                "organisation_id": ids[one.name],
                "scheme": one.scheme,
                "number": one.number,
                "checked_how": "",
            }
            for one in numbered
        ],
    )
    put(
        office,
        "profile",
        [
            {
                "id": f"profile-{ids[one.name]}",
                "organisation_id": ids[one.name],
                "address": one.address,
                "postcode": one.postcode,
                "website": one.website,
                "unregistered": "",
                "income_pence": one.income,
            }
            for one in new.values()
        ],
    )
    return known | ids


def _application(one: MadeBid, round_id: str, body_ids: Mapping[str, str]) -> Values:
    return {
        "id": _id(one.number),
        "round_id": round_id,
        "direct_reason": "",
        "reference": f"{REFERENCE}-{one.number:05}",
        "stage": "full",
        "state": one.state,
        "organisation_id": body_ids[one.body.name],
        "project": one.project,
        "summary": one.summary,
        "requested_pence": one.requested,
        "starts_on": STARTS_ON,
        "ends_on": ENDS_ON,
        "beneficiaries": one.beneficiaries,
        "beneficiaries_who": one.beneficiaries_who,
        "with_children": one.with_children,
        "with_adults": one.with_adults,
        "has_safeguarding": one.safeguarding_on is not None,
        "safeguarding_on": one.safeguarding_on,
        "local_support": one.local_support,
        "duplicates": "no",
        "duplicates_evidence": one.duplicates_evidence,
        "substitutes": "yes" if one.fails == STATUTORY else "no",
        "substitutes_evidence": one.substitutes_evidence,
        "exit_plan": one.exit_plan,
        "is_continuation": bool(one.past_delivery),
        "past_delivery": one.past_delivery,
        "arrived_by": one.arrived_by,
        "received_on": one.received_on,
        "received_time": one.received_time,
        "form_digest": "",
        "note": "",
    }


def _shares(
    office: sqlite3.Connection,
    what: str,
    table: str,
    column: str,
    shares: Mapping[int, Iterable[tuple[str, int]]],
) -> None:
    ids: dict[str, str] = dict(office.execute(f"SELECT name, {column} FROM {table} WHERE archived = 0"))
    put(
        office,
        f"application_{what}",
        [
            {
                "id": f"{what}-{number}-{name}",
                "application_id": _id(number),
                f"{what}_id": ids[name],
                "share_tenths": tenths,
            }
            for number, mine in shares.items()
            for name, tenths in mine
        ],
    )


def _parts(office: sqlite3.Connection, round_id: str, every: Sequence[MadeBid]) -> None:
    """Costs, match funding, answers, the gate, and the step that took each to its state."""
    questions, gates = (
        [
            row_id
            for (row_id,) in office.execute(
                f"SELECT id FROM {table} WHERE round_id = ? AND archived = 0 ORDER BY position", (round_id,)
            )
        ]
        for table in ("question", "gate")
    )
    rows: dict[str, list[Values]] = {
        "cost": [
            {"item": line.item, "amount_pence": line.amount, "requested_pence": line.requested, **_placed(one, at)}
            for one in every
            for at, line in enumerate(one.costs, 1)
        ],
        "match_funding": [
            {
                "source": line.source,
                "kind": line.kind,
                "amount_pence": line.amount,
                "is_certain": line.is_certain,
                **_placed(one, at),
            }
            for one in every
            for at, line in enumerate(one.matches, 1)
        ],
        "answer": [
            {"application_id": _id(one.number), "question_id": question, "text": text}
            for one in every
            for question, text in zip(questions, one.answers, strict=False)
        ],
        "gate_answer": [
            {
                "application_id": _id(one.number),
                "gate_id": gate,
                "passes": place != one.fails,
                "reason": one.reason if place == one.fails else "",
            }
            for one in every
            if one.state != "draft"
            for place, gate in enumerate(gates, 1)
        ],
        "application_step": [
            {
                "application_id": _id(one.number),
                "state": one.state,
                "reason": one.reason,
                "taken_on": one.received_on,
            }
            for one in every
            if one.received_on is not None
        ],
    }
    for table, values in rows.items():
        put(office, table, [{"id": f"{table}-{at}", **row} for at, row in enumerate(values)])


def _placed(one: MadeBid, place: int) -> Values:
    return {"application_id": _id(one.number), "position": place}


def _id(number: int) -> str:
    return f"bid-{number}"


def put(office: sqlite3.Connection, table: str, rows: Sequence[Values]) -> None:
    """Put rows into a table as they are, each in its first version."""
    every = [{"version": 1, **row} for row in rows]
    if not every:
        return
    for row in every:
        row.update({key: value.isoformat() for key, value in row.items() if isinstance(value, date)})
    keys = list(every[0])
    statement = f"INSERT INTO {table} ({', '.join(keys)}) VALUES ({', '.join(f':{key}' for key in keys)})"
    office.executemany(statement, every)
