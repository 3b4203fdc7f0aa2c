"""Parts of a record as a person reads them, for what tells them."""

from __future__ import annotations

from typing import Any

from app.listing import cell_text
from app.told import Part, without_empty


def read(parts: list[Part]) -> dict[str, Part]:
    return {one.title: one for one in without_empty(parts)}


def everything(parts: dict[str, Part]) -> str:
    """Every word and figure of the parts, as a person reads them."""
    found: list[str] = []
    for one in parts.values():
        found += [one.title, *one.words, *(text for fact in one.facts for text in fact)]
        if one.table is not None:
            for line in one.table.lines:
                found += [cell_text(cell, column) for cell, column in zip(line.cells, one.table.columns, strict=True)]
    return "\n".join(found)


def rows(part: Part) -> list[tuple[Any, ...]]:
    assert part.table is not None
    return [line.cells for line in part.table.lines]
