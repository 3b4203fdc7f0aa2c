"""What was approved, kept as it was then, and what has changed since. Amounts are pence.

A signed sheet keeps all that was approved, who approved it, and the facts it rested on: of its round, contract or
budget line, and of every bid. What a decision says never follows later edits of those; that they differ now is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.decisions.content import as_text, content, digest_of
from app.decisions.decision_fields import SHEET
from app.decisions.parts import DecisionSheetRecord
from app.money import format_pence
from db.applicants import HardStop
from db.base import Record
from db.contracts import Contract
from db.documents import Document
from db.funds import BudgetLine
from db.grants import Application, Round
from db.organisations import Organisation

ALTERED = "What was approved was changed in the file by another tool. It is not what its SHA-256 says."
_BID = {
    "reference": "Reference",
    "organisation": "Organisation",
    "project": "Project",
    "requested": "Asked for",
    "state": "State",
    "stopped": "May have no money",
}
_ABOUT = {
    "round": {"reference": "Reference", "name": "Name", "pot": "Pot", "over": "May be gone over by"},
    "contract": {"reference": "Reference", "title": "Title", "value": "Value"},
    "line": {"name": "Budget line"},
}
_PENCE = ("requested", "pot", "over", "value")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it was when the decision was signed: of what, and how it was and is, as it is read."""

    about: str
    what: str
    approved: str
    now: str

    @property
    def sentence(self) -> str:
        """The same in a sentence."""
        return f"{self.about}: {self.what} was {self.approved or 'nothing'} and is {self.now or 'nothing'} now."


def snapshot(session: Session, sheet: DecisionSheetRecord, *, signed: Mapping[str, Any]) -> tuple[str, str]:
    """All that was approved as JSON, and its SHA-256; `signed` is what signing gives: its number, reference, day."""
    papers = _papers(session, [one.document_id for one in sheet.approvals if one.document_id])
    whole = {
        "decision": content(sheet),
        "signed": dict(signed),
        "approvals": [
            {
                "role": one.role,
                "name": one.name,
                "post": one.post,
                "given": one.given,
                "given_on": one.given_on.isoformat(),
                "paper": papers.get(one.document_id, ""),
            }
            for one in sheet.approvals
        ],
        "facts": facts(session, sheet),
    }
    return as_text(whole), digest_of(whole)


def _papers(session: Session, ids: list[str]) -> dict[str, str]:
    """The SHA-256 of these documents, by id."""
    rows = session.execute(select(Document.id, Document.digest).where(Document.id.in_(ids)))
    return {row.id: row.digest for row in rows}


def facts(session: Session, sheet: DecisionSheetRecord) -> dict[str, Any]:
    """What a sheet rests on, as the file has it now: its round, contract or line, and its bids by id."""
    return facts_of(session, [sheet])[sheet.id]


def facts_of(session: Session, sheets: Sequence[DecisionSheetRecord]) -> dict[str, dict[str, Any]]:
    """The same of several sheets, by their id, each table read once."""
    bids = _bids(session, [one.application_id for sheet in sheets for one in sheet.awards if one.application_id])
    rounds = {
        row.id: {"reference": row.reference, "name": row.name, "pot": row.pot_pence, "over": row.over_pence}
        for row in _rows(session, Round, [one.round_id for one in sheets])
    }
    contracts = {
        row.id: {"reference": row.reference, "title": row.title, "value": row.value_pence}
        for row in _rows(session, Contract, [one.contract_id for one in sheets])
    }
    lines = {row.id: {"name": row.name} for row in _rows(session, BudgetLine, [one.line_id for one in sheets])}
    found: dict[str, dict[str, Any]] = {}
    for one in sheets:
        mine = {each.application_id: bids[each.application_id] for each in one.awards if each.application_id in bids}
        about = {
            "round": rounds.get(one.round_id),
            "contract": contracts.get(one.contract_id),
            "line": lines.get(one.line_id),
        }
        found[one.id] = {"bids": mine, **{key: part for key, part in about.items() if part is not None}}
    return found


def _rows(session: Session, model: type[Record], ids: Iterable[str]) -> Any:
    return session.execute(select(*model.__table__.columns).where(model.id.in_({one for one in ids if one})))


def _bids(session: Session, ids: list[str]) -> dict[str, dict[str, Any]]:
    rows = session.execute(
        select(
            Application.id,
            Application.reference,
            Organisation.name,
            Application.organisation_id,
            Application.project,
            Application.requested_pence,
            Application.state,
            Application.archived,
        )
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(Application.id.in_(ids))
    ).all()
    stops = {
        row.organisation_id: row.reason
        for row in session.execute(
            select(HardStop.organisation_id, HardStop.reason)
            .where(HardStop.archived.is_(False), HardStop.lifted_on.is_(None))
            .order_by(HardStop.id)
        )
    }
    return {
        row.id: {
            "reference": row.reference,
            "organisation": row.name,
            "project": row.project,
            "requested": row.requested_pence,
            "state": "put away" if row.archived else row.state,
            "stopped": stops.get(row.organisation_id, ""),
        }
        for row in rows
    }


# since then


def is_altered(sheet: DecisionSheetRecord) -> bool:
    """Whether a signed sheet is no longer what was approved, which no use of the desk can do."""
    return sheet.is_signed and any(_of_itself(sheet, _kept(sheet)))


def since(session: Session, sheet: DecisionSheetRecord) -> tuple[Difference, ...]:
    """What is otherwise now than when a sheet was signed; nothing for one that has not been."""
    return compared(sheet, facts(session, sheet)) if sheet.is_signed else ()


def compared(sheet: DecisionSheetRecord, now: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The same of a signed sheet, where the facts of now have been read."""
    whole = _kept(sheet)
    return (*_of_itself(sheet, whole), *_of_facts(whole.get("facts", {}), now))


def _kept(sheet: DecisionSheetRecord) -> dict[str, Any]:
    try:
        whole = json.loads(sheet.snapshot)
    except ValueError:
        return {}
    return whole if isinstance(whole, dict) else {}


def _of_itself(sheet: DecisionSheetRecord, whole: Mapping[str, Any]) -> Iterable[Difference]:
    """What another tool changed in the file."""
    called = sheet.reference or sheet.title
    then, now = whole.get("decision", {}), content(sheet)
    for field in SHEET:
        if then.get(field.key) != now[field.key]:
            yield Difference(called, field.label, str(then.get(field.key) or ""), str(now[field.key] or ""))
    for key, what in (("options", "Options"), ("implications", "Implications"), ("awards", "What it gives")):
        if then.get(key) != now[key]:
            yield Difference(called, what, as_text({key: then.get(key)}), as_text({key: now[key]}))
    if digest_of(whole) != sheet.digest:
        yield Difference(called, "SHA-256 of what was approved", sheet.digest, digest_of(whole))


def _of_facts(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterable[Difference]:
    for part, labels in _ABOUT.items():
        if part in then:
            yield from _compared(then[part].get("reference") or "Budget", then[part], now.get(part, {}), labels)
    for key, bid in then.get("bids", {}).items():
        yield from _compared(f"{bid['reference']} {bid['organisation']}", bid, now["bids"].get(key, {}), _BID)


def _compared(
    about: str, then: Mapping[str, Any], now: Mapping[str, Any], labels: Mapping[str, str]
) -> Iterable[Difference]:
    for key, label in labels.items():
        if then.get(key) != now.get(key):
            yield Difference(about, label, _shown(key, then.get(key)), _shown(key, now.get(key)))


def _shown(key: str, value: Any) -> str:
    if key in _PENCE:
        return "" if value is None else format_pence(value)
    return str(value or "")
