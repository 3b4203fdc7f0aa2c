"""What is kept on this laptop because the office file has not got it, in plain words: what was typed, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.cells import cell_text, in_order, of_raw, raw_of
from app.cells import label_of as label_of_cell
from app.drafts import Draft
from app.fields import Field, value_text
from app.filestate import parted
from app.money import format_pence
from app.years import STYLES, format_day, format_year

_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CHOSEN, EMPTIED = "chosen from a list", "emptied"
MOST_CELLS = 12
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
    """Every box that differs from what stood there before, in the form's order; `fields` give the form's own words.

    Of a table it is every cell that differs, and beyond `MOST_CELLS` how many more there are.
    """
    return [told for boxes in _told(draft, fields) for told in boxes]


def untouched(draft: Draft, fields: Sequence[Field] = ()) -> int:
    """How many boxes were left as they were."""
    return sum(not boxes for boxes in _told(draft, fields))


def _told(draft: Draft, fields: Sequence[Field]) -> list[list[Typed]]:
    """For each box what is told of it, nothing where it was not touched."""
    known = {field.key: field for field in fields}
    order = [key for key in known if key in draft.typed] + [key for key in draft.typed if key not in known]
    return [
        _of_box(known.get(key) or Field(key, label_of(key)), draft.typed[key], draft.base.get(key)) for key in order
    ]


def _of_box(field: Field, text: str, before: Any) -> list[Typed]:
    if field.kind == "grid":
        return _of_cells(field, of_raw(text), of_raw(raw_of(field, before)))
    return [] if text.strip() in _as_it_stood(field, before) else [_box(field, text, before)]


def _of_cells(field: Field, mine: Mapping[str, str], was: Mapping[str, str]) -> list[Typed]:
    differing = [one for one in in_order(field.grid, {*mine, *was}) if mine.get(one, "") != was.get(one, "")]
    told = [
        Typed(label_of_cell(field.grid, one), mine.get(one, "").strip() or EMPTIED, was.get(one, ""))
        for one in differing[:MOST_CELLS]
    ]
    more = len(differing) - len(told)
    return [*told, Typed(field.label, f"and {more:,} more {'cell' if more == 1 else 'cells'}")] if more else told


def label_of(key: str) -> str:
    """A field's key as words, for a form that is not known: starts_on is “Starts on”."""
    return key.removesuffix("_pence").removesuffix("_id").replace("_", " ").strip().capitalize()


def _box(field: Field, text: str, before: Any) -> Typed:
    return Typed(field.label, _words(field, text), "" if before in (None, "", ()) else _words(field, before))


def _words(field: Field, value: Any) -> str:
    """What a person reads for the text of a box, or for the value it was read from."""
    if not isinstance(value, str):
        return _guessed(field, value)
    if field.kind == "yesno":
        return value_text(field, value == "yes")
    if field.kind == "choice" and any(one.value == value for one in field.choices):
        return value_text(field, value)
    if field.kind == "several":
        return _several(field, tuple(value.splitlines()))
    return CHOSEN if _KEY.fullmatch(value) else value_text(field, value.strip())


def _guessed(field: Field, value: Any) -> str:
    """A value whose kind may not be known; pence are told by the name of their field."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if field.kind == "several":
        return _several(field, value)
    if field.kind == "text" and isinstance(value, int) and re.search("amount|pence|budget", field.key):
        return format_pence(value)
    return value_text(field, value)


def _several(field: Field, values: tuple[str, ...]) -> str:
    """What was ticked, by name where the choices are known, else how many."""
    known = {one.value for one in field.choices}
    return value_text(field, values) if known.issuperset(values) else f"{len(values):,} {CHOSEN}"


def _as_it_stood(field: Field, value: Any) -> set[str]:
    """Every text that a box may have shown for this value, so that what was not touched is not told."""
    if value is None or value in ("", ()):
        return {""}
    if field.kind == "several":
        return {"\n".join(value)}
    if field.kind in ("percent", "limit", "sum", "number"):
        return {value_text(field, value), cell_text(field.kind, value)}
    if isinstance(value, bool):
        return {"yes"} if value else {""}
    if isinstance(value, date):
        return {format_day(value)}
    if isinstance(value, int):
        return {format_pence(value), f"{value:,}", str(value), *(format_year(value, style) for style in STYLES)}
    return {str(value).strip()}
