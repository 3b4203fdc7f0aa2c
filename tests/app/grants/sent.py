"""Made-up bids that are in no file, to work things out from."""

from __future__ import annotations

from typing import Any

from app.grants.parts import ApplicationRecord, RoundRecord
from app.money import Pence

ROUND = "round-1"


def bid(key: str = "bid", requested: int | None = 1_000_00, **given: Any) -> ApplicationRecord:
    """A bid of the made-up round that has been received, with every other column empty unless it is given."""
    whole: dict[str, Any] = {
        **dict.fromkeys(("line_id", "meeting_id", "direct_reason", "summary", "local_support", "exit_plan"), ""),
        **dict.fromkeys(("beneficiaries_who", "duplicates", "duplicates_evidence", "substitutes"), ""),
        **dict.fromkeys(("substitutes_evidence", "past_delivery", "received_time", "form_digest", "note"), ""),
        **dict.fromkeys(("starts_on", "ends_on", "beneficiaries", "safeguarding_on", "received_on", "form_mark")),
        **dict.fromkeys(("with_children", "with_adults", "has_safeguarding", "is_continuation", "archived"), False),
        "id": key,
        "version": 1,
        "reference": f"DEV-{key}",
        "round_id": ROUND,
        "round": "Development fund",
        "stage": "full",
        "state": "received",
        "organisation_id": f"of {key}",
        "organisation": f"Group {key}",
        "project": "Project",
        "requested": None if requested is None else Pence(requested),
        "arrived_by": "form",
    }
    return ApplicationRecord(**whole | given)


def round_(pot: int = 10_000_00, **given: Any) -> RoundRecord:
    """The made-up round, open to everybody, with every day left out unless it is given."""
    whole: dict[str, Any] = {
        **dict.fromkeys(("minimum", "maximum", "interest_closes_on", "opens_on", "closes_on", "panel_on")),
        **dict.fromkeys(("decision_on", "opened_on", "closed_on", "expected_bids", "reading_minutes")),
        "applicant_hours": None,
        "id": ROUND,
        "version": 1,
        "archived": False,
        "reference": "DEV-2018",
        "name": "Development fund",
        "purpose": "",
        "kind": "round",
        "line_id": "line",
        "line": "Development",
        "fund": "Community",
        "year": 2018,
        "pot": Pence(pot),
        "over": Pence(0),
        "over_approver": "",
        "interest_first": False,
        "closes_time": "17:00",
        "version_mark": 0,
    }
    return RoundRecord(**whole | given)
