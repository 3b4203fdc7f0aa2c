"""Two people, one record: what differs, what is chosen already, and what is kept once the rest is chosen too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from app.cells import in_order, joined, kind_of, label_of
from app.fields import Field

Side = Literal["mine", "theirs"]
OF_GRID = "|"
"""Between a grid's key and that of its cell."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field, or one cell of a grid, in which the two differ, and who changed it: one of them, or both."""

    field: Field
    mine: Any
    theirs: Any
    was: Any
    side: Literal["mine", "theirs", "both"]


def differences(
    fields: Sequence[Field], mine: Mapping[str, Any], theirs: Mapping[str, Any], was: Mapping[str, Any]
) -> list[Difference]:
    """The fields whose two values differ, in the form's order; what both made the same is no difference.

    A grid differs by its cells, each as a field of its own: its key is `amounts|row:column`, its label “Torbay,
    2019/20”.
    """
    parts = [
        part
        for field in fields
        for part in _parts(field, mine.get(field.key), theirs.get(field.key), was.get(field.key))
    ]
    return [
        Difference(part, own, other, before, _side(part, own, other, before))
        for part, own, other, before in parts
        if not _same(part, own, other)
    ]


def _side(field: Field, own: Any, other: Any, before: Any) -> Literal["mine", "theirs", "both"]:
    if _same(field, other, before):
        return "mine"
    return "theirs" if _same(field, own, before) else "both"


def _parts(field: Field, mine: Any, theirs: Any, was: Any) -> list[tuple[Field, Any, Any, Any]]:
    """A field with its three values; of a grid, every cell that any of the three has."""
    if field.kind != "grid":
        return [(field, mine, theirs, was)]
    own, other, before = (dict(one or {}) for one in (mine, theirs, was))
    return [
        (_cell_field(field, cell), own.get(cell), other.get(cell), before.get(cell))
        for cell in in_order(field.grid, {*own, *other, *before})
    ]


def _cell_field(grid: Field, cell: str) -> Field:
    return Field(f"{grid.key}{OF_GRID}{cell}", label_of(grid.grid, cell), kind_of(grid.grid, cell))


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
    record = {**mine, **{key: theirs.get(key) for key in taken if OF_GRID not in key}}
    for key in taken:
        grid, of_grid, cell = key.partition(OF_GRID)
        if of_grid:
            value = (theirs.get(grid) or {}).get(cell)
            rest = {other: held for other, held in (record.get(grid) or {}).items() if other != cell}
            record[grid] = rest if value is None else {**rest, cell: value}
    return record


def with_cells_of(fields: Sequence[Field], others: Sequence[Field]) -> list[Field]:
    """The fields, each grid with the rows and columns that only the same form made again has."""
    grids = {one.key: one.grid for one in others}
    return [replace(one, grid=joined(one.grid, grids.get(one.key))) if one.kind == "grid" else one for one in fields]


def _same(field: Field, one: Any, other: Any) -> bool:
    """Whether two values are the same to the person: an empty box is nothing, an unset tick is no, and nought is not.

    A kind is compared too, since to Python 1 is True.
    """
    if field.kind == "yesno":
        return bool(one) == bool(other)
    one, other = _nothing_if_empty(one), _nothing_if_empty(other)
    return type(one) is type(other) and bool(one == other)


def _nothing_if_empty(value: Any) -> Any:
    return None if value in ("", ()) else value
