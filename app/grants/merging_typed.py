"""Merging two organisations as a form does it: a box for each thing the two differ in."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.fields import Choice, Field, value_text
from app.grants import merging_bodies
from app.grants.merging_bodies import Body, Preview
from app.money import format_pence
from app.years import SLASH

PREFIX = "side "
"""What the key of a box begins with, before that of the field it decides on."""


def fields(both: Preview) -> tuple[Field, ...]:
    """A choice for everything that has to be chosen: as it is in the one, or as it is in the other."""
    by_key = {one.key: one for one in both.fields}
    return tuple(
        Field(
            _key(key),
            by_key[key].label.removesuffix(", £"),
            "choice",
            True,
            (
                Choice("keep", f"{_text(both.keep, by_key[key])}, as in {both.keep.name}"),
                Choice("other", f"{_text(both.other, by_key[key])}, as in {both.other.name}"),
            ),
        )
        for key in both.open
    )


def moving(both: Preview) -> str:
    """What goes over to the one that is kept, in a sentence: “3 applications and 1 contact go over.”"""
    parts = [f"{count:,} {words}" for words, count in both.other.refers]
    if not parts:
        return f"Nothing refers to {both.other.name}."
    said = " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
    return f"{said} of {both.other.name} will be {both.keep.name}’s."


def merge(
    session: Session,
    *,
    keep_id: str,
    other_id: str,
    keep_version: int | None,
    other_version: int | None,
    **sides: str | None,
) -> str:
    """Make two organisations one by what was chosen in the boxes of `fields`; the id of the one kept.

    Raises Refused (at the box still to be chosen), Stale.
    """
    both = merging_bodies.preview(session, keep_id, other_id)
    chosen: dict[str, str] = dict(both.chosen)
    chosen |= {key: side for key in both.open if (side := sides.get(_key(key)))}
    merging_bodies.merge(
        session,
        keep_id=keep_id,
        other_id=other_id,
        keep_version=keep_version,
        other_version=other_version,
        chosen=chosen,
    )
    return keep_id


def _key(key: str) -> str:
    # a colon in the name of a box would be read as one of its cells
    return f"{PREFIX}{key.replace(':', ' ')}"


def _text(body: Body, field: Field) -> str:
    value: Any = body.values.get(field.key)
    if field.kind == "pence" and isinstance(value, int):
        return format_pence(value)
    return value_text(field, value, SLASH)
