"""Two people, one record: what differs, what is chosen already, and what is kept once the rest is chosen too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.fields import Field

Side = Literal["mine", "theirs"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which the two differ, and who changed it: one of them, or both."""

    field: Field
    mine: Any
    theirs: Any
    was: Any
    side: Literal["mine", "theirs", "both"]


def differences(
    fields: Sequence[Field], mine: Mapping[str, Any], theirs: Mapping[str, Any], was: Mapping[str, Any]
) -> list[Difference]:
    """The fields whose two values differ, in the form's order; what both made the same is no difference."""
    found = []
    for field in fields:
        own, other, before = mine.get(field.key), theirs.get(field.key), was.get(field.key)
        if not _same(field, own, other):
            side: Literal["mine", "theirs", "both"] = (
                "mine" if _same(field, other, before) else "theirs" if _same(field, own, before) else "both"
            )
            found.append(Difference(field, own, other, before, side))
    return found


def ticked(found: Sequence[Difference]) -> dict[str, Side]:
    """What is chosen before anybody chooses, by field: the side that alone changed it."""
    return {one.field.key: one.side for one in found if one.side != "both"}


def undecided(found: Sequence[Difference], choices: Mapping[str, Side]) -> list[Field]:
    """The fields for which nothing is chosen yet."""
    return [one.field for one in found if one.field.key not in choices]


def merged(
    found: Sequence[Difference], choices: Mapping[str, Side], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Any]:
    """The record as chosen: all of mine, and theirs where theirs was chosen. Raises ValueError while one is not."""
    if open_still := undecided(found, choices):
        raise ValueError(f"nothing is chosen for {', '.join(field.key for field in open_still)}")
    taken = [one.field.key for one in found if choices[one.field.key] == "theirs"]
    return {**mine, **{key: theirs.get(key) for key in taken}}


def _same(field: Field, one: Any, other: Any) -> bool:
    """Whether two values are the same to the person: an empty box is nothing, an unset tick is no, and nought is not.

    A kind is compared too, since to Python 1 is True.
    """
    if field.kind == "yesno":
        return bool(one) == bool(other)
    one, other = _nothing_if_empty(one), _nothing_if_empty(other)
    return type(one) is type(other) and bool(one == other)


def _nothing_if_empty(value: Any) -> Any:
    return None if value == "" else value
