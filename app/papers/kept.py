"""What is kept beside the pages of an issued paper, as JSON: all it said, every figure it used and why each differed.

It is read by the next paper, to tell what changed, and by whoever asks years later where a figure came from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from app.listing import cell_text, heading, sections, totals
from app.papers.blocks import Document, Figure, Table
from app.papers.paper import Answer, Guarded, PaperRecord

FORMAT = 1
_KEY = re.compile(r"\{([^{}]+)\}")
_OF_THE_ROW = frozenset({"id", "version", "state", "follows_id", "issued_at", "issued_by", "pages"})


def data_of(record: PaperRecord, document: Document, guarded: Guarded) -> str:
    """The data of a paper as text: the same paper gives the same text, whoever asks and on whatever day."""
    used = [key for key in _named(record, document) if key in record.figures]
    data = {
        "format": FORMAT,
        "office": _plain(record.office, but=frozenset({"id", "version"})),
        "paper": _plain(record.paper, but=_OF_THE_ROW),
        "sections": [_plain(one, but=frozenset({"id", "version"})) for one in record.sections],
        "pages": _plain(document),
        "figures": [
            {"key": key, "name": record.figures[key].name, **_amount(record.figures[key].amount)} for key in used
        ],
        "lines": [{"id": key, "name": name, **_amount(amount)} for key, (name, amount) in record.lines.items()],
        "findings": [_plain(one) for one in guarded.findings],
        "answers": [_plain(one, but=frozenset({"id", "version"})) for one in _printed_answers(record)],
        "reasons": [
            {"about": about, "key": key, "text": text} for (about, key), text in sorted(record.reasons.items())
        ],
        "changes": _plain(record.since),
    }
    if record.recorded:
        data["recorded"] = {"step": record.recorded.seq, "hash": record.recorded.hash}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1)


def _printed_answers(record: PaperRecord) -> tuple[Answer, ...]:
    shown = any(one.shows == "implications" and one.printed for one in record.sections)
    return record.answers if shown else ()


def _named(record: PaperRecord, document: Document) -> dict[str, None]:
    """The keys of the figures that are named in what is printed, each once."""
    printed = dict.fromkeys(one.source for one in _inside(document) if isinstance(one, Figure))
    typed = (key for one in record.sections if one.printed for key in _KEY.findall(one.text))
    return printed | dict.fromkeys(typed)


def _inside(thing: object) -> Iterator[object]:
    """Everything a document is made of, from the top of the first page."""
    yield thing
    if is_dataclass(thing):
        thing = tuple(getattr(thing, one.name) for one in fields(thing))
    if isinstance(thing, tuple):
        for one in thing:
            yield from _inside(one)


def _plain(thing: object, *, but: frozenset[str] = frozenset()) -> Any:
    """As JSON knows it: what a thing is called, and whatever of it is not empty."""
    if isinstance(thing, Table):
        return _table(thing)
    if is_dataclass(thing):
        said = {one.name: getattr(thing, one.name) for one in fields(thing) if one.name not in but}
        kept = {name: _plain(value) for name, value in said.items() if value not in ("", None, ())}
        return {"what": type(thing).__name__, **kept}
    if isinstance(thing, tuple):
        return [_plain(one) for one in thing]
    return thing.isoformat() if isinstance(thing, date) else thing


def _amount(amount: int | str | None) -> dict[str, int | str]:
    return {} if amount is None else {"word": amount} if isinstance(amount, str) else {"pence": amount}


def _table(table: Table) -> dict[str, Any]:
    """A table's rows as they are printed, under the heads of its columns."""
    listing = table.listing

    def read(cells: tuple[Any, ...]) -> list[str]:
        return [cell_text(cell, column) for cell, column in zip(cells, listing.columns, strict=True)]

    rows: list[dict[str, Any]] = []
    for group, lines in sections(listing):
        if group is not None:
            rows.append({"group": group.label, "cells": read(heading(listing.columns, lines, group))})
        rows += [{"id": one.id, "cells": read(one.cells), **({"mark": one.mark} if one.mark else {})} for one in lines]
    ends = table.stated_totals or totals(listing.columns, listing.lines, table.total_label)
    return {
        "what": "Table",
        "caption": table.caption or listing.title,
        "columns": [one.label for one in listing.columns],
        "rows": rows,
        "totals": read(ends) if table.totals else [],
        "claims": _plain(table.claims),
        "notes": _plain(listing.notes),
    }
