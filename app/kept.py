"""What is kept on this laptop because the office file has not got it, in plain words: what was typed, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.drafts import Draft
from app.fields import Field, value_text
from app.filestate import parted
from app.money import format_pence
from app.years import STYLES, format_day, format_year

_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CHOSEN = "chosen from a list"
STATES = {"typed": "Not sent yet", "sent": "Being checked", "kept": "Not saved"}


@dataclass(frozen=True, slots=True)
class Typed:
    """One box somebody typed into: its label, what stands in it, and what stood there before (empty for nothing)."""

    label: str
    words: str
    was: str = ""


def why(draft: Draft) -> tuple[str, str]:
    """Why it is still here, and what that means for the person."""
    if draft.state == "sent":
        return (
            "It is not known yet whether this was saved.",
            "The office file is asked as soon as it answers. Saving it once more is safe: nothing is saved twice.",
        )
    if draft.state == "kept":
        reason, _ = parted(draft.why or "The office file did not take it.")
        return (
            "This is not in the office file.",
            f"{reason} Nothing is lost: it stays here until you save or discard it.",
        )
    return (
        "This was typed and never sent.",
        f"{draft.why} Open it to go on where you stopped.".strip(),
    )


def typed(draft: Draft, fields: Sequence[Field] = ()) -> list[Typed]:
    """Every box that differs from what stood there before, in the form's order; `fields` give the form's own words."""
    known = {field.key: field for field in fields}
    order = [key for key in known if key in draft.typed] + [key for key in draft.typed if key not in known]
    return [
        _box(known.get(key) or Field(key, label_of(key)), draft.typed[key], draft.base.get(key))
        for key in order
        if draft.typed[key].strip() not in _as_it_stood(draft.base.get(key))
    ]


def label_of(key: str) -> str:
    """A field's key as words, for a form that is not known: starts_on is “Starts on”."""
    return key.removesuffix("_pence").removesuffix("_id").replace("_", " ").strip().capitalize()


def _box(field: Field, text: str, before: Any) -> Typed:
    return Typed(field.label, _words(field, text), "" if before in (None, "") else _words(field, before))


def _words(field: Field, value: Any) -> str:
    """What a person reads for the text of a box, or for the value it was read from."""
    if not isinstance(value, str):
        return _guessed(field, value)
    if field.kind == "yesno":
        return value_text(field, value == "yes")
    if field.kind == "choice" and any(one.value == value for one in field.choices):
        return value_text(field, value)
    return CHOSEN if _KEY.fullmatch(value) else value_text(field, value.strip())


def _guessed(field: Field, value: Any) -> str:
    """A value whose kind may not be known; pence are told by the name of their field."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if field.kind == "text" and isinstance(value, int) and re.search("amount|pence|budget", field.key):
        return format_pence(value)
    return value_text(field, value)


def _as_it_stood(value: Any) -> set[str]:
    """Every text that a box may have shown for this value, so that what was not touched is not told."""
    if value is None or value == "":
        return {""}
    if isinstance(value, bool):
        return {"yes"} if value else {""}
    if isinstance(value, date):
        return {format_day(value)}
    if isinstance(value, int):
        return {format_pence(value), f"{value:,}", str(value), *(format_year(value, style) for style in STYLES)}
    return {str(value).strip()}
