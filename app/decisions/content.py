"""What is approved with a decision sheet, and the SHA-256 by which an approval knows whether it is still the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from app.decisions.decision_fields import SHEET
from app.decisions.parts import DecisionSheetRecord


def content(sheet: DecisionSheetRecord) -> dict[str, Any]:
    """All that is approved, plain enough for JSON: amounts in pence, days as YYYY-MM-DD.

    Not in it is what signing gives (its year, number and day), who prepared it, where it is published afterwards, and
    which record of an organisation a line leads to: two that are merged are still who they were.
    """
    return {
        **{field.key: _plain(getattr(sheet, field.key)) for field in SHEET},
        "kind": sheet.kind,
        "round_id": sheet.round_id,
        "contract_id": sheet.contract_id,
        "line_id": sheet.line_id,
        "supersedes_id": sheet.supersedes_id,
        "limit": sheet.limit,
        "options": [{"text": one.text, "why": one.why, "is_chosen": one.is_chosen} for one in sheet.options],
        "implications": [{"heading": one.heading, "answer": one.answer} for one in sheet.implications],
        "awards": [
            {
                "application_id": one.application_id,
                "payee": one.payee,
                "purpose": one.purpose,
                "outcome": one.outcome,
                "amount": one.amount,
                "conditions": one.conditions,
            }
            for one in sheet.awards
        ],
    }


def digest(sheet: DecisionSheetRecord) -> str:
    """The SHA-256 of what is approved with a sheet as it is now; it differs once anything of that has changed."""
    return digest_of(content(sheet))


def digest_of(whole: Mapping[str, Any]) -> str:
    """The SHA-256 of the one text there is of these values."""
    return hashlib.sha256(as_text(whole).encode()).hexdigest()


def as_text(whole: Mapping[str, Any]) -> str:
    """These values as JSON, always the same for the same values."""
    return json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
