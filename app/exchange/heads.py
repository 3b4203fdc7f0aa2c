"""The heads of a pasted table: which row they stand in, and which field or financial year each names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import Refused
from app.fields import Field
from app.years import parse_year

_YEAR = re.compile(r"(?:19|20)\d\d\s*(?:/|-|\N{EN DASH}|to)\s*(?:(?:19|20)\d\d|\d\d)(?!\d)", re.IGNORECASE)
# what may stand beside a year without changing what its figures mean; £000 or “actual” would
_BESIDE_YEAR = {"", "£", "budget", "budget £", "amount", "amount £", "allocation", "allocation £", "pounds"}
_SEARCHED = 10
"""A title, a date or an empty row may stand above the heads; further down nobody puts them."""


@dataclass(frozen=True, slots=True)
class PastedColumn:
    """A column that is taken: its place from 0, the words at its head, and the field or the start year it holds."""

    at: int
    label: str
    field: Field | None = None
    year: int | None = None

    @property
    def holds_money(self) -> bool:
        """Whether its cells are amounts."""
        return self.year is not None or (self.field is not None and self.field.kind in ("amount", "pence"))


def plain(words: str) -> str:
    """A head as it is compared: small letters, single spaces, no star for a required column, no colon."""
    return " ".join(words.replace("\N{NO-BREAK SPACE}", " ").split()).casefold().rstrip(":*").rstrip()


def find_heads(rows: Sequence[Sequence[str]], fields: Sequence[Field], *, years: bool) -> int | None:
    """The place of the row that names the most columns; None where none names any."""
    known = [len(known_columns(row, fields, years=years)) for row in rows[:_SEARCHED]]
    most = max(known, default=0)
    return known.index(most) if most else None


def known_columns(row: Sequence[str], fields: Sequence[Field], *, years: bool) -> list[PastedColumn]:
    """The columns whose head is the label of a field or, with `years`, a financial year."""
    by_label = {plain(field.label): field for field in fields}
    found = []
    for at, words in enumerate(row):
        label = " ".join(words.split())
        if field := by_label.get(plain(words)):
            found.append(PastedColumn(at, label, field=field))
        elif years and (year := year_of_head(words)) is not None:
            found.append(PastedColumn(at, label, year=year))
    return found


def year_of_head(words: str) -> int | None:
    """The start year that heads a column of amounts; None for any other head."""
    found = _YEAR.search(words)
    if found is None:
        return None
    beside = f"{words[: found.start()]} {words[found.end() :]}".replace("(", " ").replace(")", " ").replace(",", " ")
    if plain(beside) not in _BESIDE_YEAR:
        return None
    try:
        return parse_year(found[0].lower())
    except Refused:
        return None


def names_a_year(words: str) -> bool:
    """Whether a head holds a financial year, understood or not."""
    return _YEAR.search(words) is not None
