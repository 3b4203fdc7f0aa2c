"""What was typed and is not in the office file yet: kept on the person's own laptop until it is, or is thrown away."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.coding import Call, NotKeepable, as_text, call_of, call_text, from_text
from db.base import uuid7
from db.local import DraftRow, Local, NotKept, State

__all__ = ["Draft", "Drafts", "Local", "NotKept", "State", "new_op_id"]


@dataclass(frozen=True, slots=True)
class Draft:
    """One form, or one press of a button, that the office file has not taken yet.

    `key` is the form it belongs to, empty for none; `place` is where in the window that form is; `typed` is the text in
    its boxes and `base` what stood there before. `state` is typed (never sent), sent (nobody knows yet whether it
    arrived) or kept (it did not arrive, and `why`). `call` is None where it can only be typed on, not saved as it is.
    `at` is when it was typed and `sent_at` when its save was last begun, at the earliest moment there is for never.
    """

    op_id: str
    key: str
    name: str
    title: str = ""
    place: Mapping[str, Any] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    base: Mapping[str, Any] = field(default_factory=dict)
    call: Call | None = None
    at: datetime = datetime.min
    state: State = "typed"
    why: str = ""
    sent_at: datetime = datetime.min

    @property
    def can_replay(self) -> bool:
        """Whether it can be saved as it is, without its form."""
        return self.call is not None


def new_op_id() -> str:
    """A name for one save by which it can be found again."""
    return uuid7()


class Drafts:
    """The drafts of one office's data on this laptop. Every method may wait for the laptop's disk; raises NotKept."""

    def __init__(self, local: Local, dataset: str) -> None:
        self.local, self.dataset = local, dataset

    def put(self, draft: Draft) -> None:
        """Keep it, in the place of an earlier state of the same; on return it is on the disk."""
        self.local.put(_row(draft, self.dataset))

    def drop(self, op_id: str) -> None:
        """The office file has it, or the person threw it away."""
        self.local.drop(op_id)

    def mark(self, op_id: str, state: State, why: str = "") -> None:
        """Say how far it is."""
        self.local.set_state(op_id, state, why)

    def of_form(self, key: str) -> Draft | None:
        """What was last typed into this form and is not in the file."""
        row = self.local.by_key(self.dataset, key) if key else None
        return None if row is None else _draft(row)

    def every(self) -> list[Draft]:
        """All of them, the oldest first."""
        return [_draft(row) for row in self.local.all(self.dataset)]


def local_at(folder: Path) -> Local:
    """The person's own database in their own folder."""
    return Local(folder / "desk.sqlite")


_ABOUT = frozenset(
    (
        "year",
        "kind",
        "declared_on",
        "round_id",
        "application_id",
        "organisation_id",
        "identifier_id",
        "keep_id",
        "other_id",
    )
)
"""What of that which goes beside what is typed says what a form is about."""


def form_key(use_case: Callable[..., Any], args: tuple[Any, ...], fixed: Mapping[str, Any]) -> str:
    """What makes a form this form: its use case, the record it is about and the year or day, whatever its version."""
    about = {name: value for name, value in fixed.items() if name in _ABOUT}
    try:
        told = as_text((args, about))
    except NotKeepable:
        return ""
    return f"{use_case.__module__}:{use_case.__qualname__} {told}"


def _row(draft: Draft, dataset: str) -> DraftRow:
    try:
        call = "" if draft.call is None else call_text(draft.call)
    except NotKeepable:
        call = ""
    return DraftRow(
        draft.op_id,
        dataset,
        draft.key,
        draft.name,
        draft.title,
        json.dumps(dict(draft.place)),
        json.dumps(dict(draft.typed), ensure_ascii=False),
        as_text({key: value for key, value in draft.base.items() if _can_be_kept(value)}),
        call,
        _when(draft.at) or datetime.now(UTC).isoformat(timespec="seconds"),
        draft.state,
        draft.why,
        _when(draft.sent_at),
    )


def _draft(row: DraftRow) -> Draft:
    """The draft as it was kept; what an older desk kept in a way that is no longer read is left out of it."""
    try:
        call = call_of(row.call) if row.call else None
    except NotKeepable:
        call = None
    try:
        base = dict(from_text(row.base))
    except (NotKeepable, TypeError, ValueError):
        base = {}
    at, sent_at = _moment(row.at, datetime.now().astimezone()), _moment(row.sent, datetime.min)
    place, typed = _mapping(row.place), {key: str(text) for key, text in _mapping(row.typed).items()}
    return Draft(row.op_id, row.key, row.name, row.title, place, typed, base, call, at, row.state, row.why, sent_at)


def _when(at: datetime) -> str:
    return "" if at == datetime.min else at.astimezone(UTC).isoformat(timespec="seconds")


def _moment(text: str, otherwise: datetime) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        return otherwise


def _mapping(text: str) -> dict[str, Any]:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}


def _can_be_kept(value: Any) -> bool:
    try:
        as_text(value)
    except NotKeepable:
        return False
    return True
