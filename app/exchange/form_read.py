"""A returned application form read into a record: every value with the place it stands in, nothing raised for bad data.

A file is read once, passed by `form_guard` as bytes, and only then given to a parser.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from app import identifiers
from app.errors import Refused
from app.exchange import form_bank, form_book, form_guard
from app.exchange.form_book import BookSheet
from app.exchange.form_cells import EMPTY, FormCell, pence, read_value, share, text_of
from app.exchange.form_layout import (
    ANSWER,
    AREA,
    COST,
    IS_FORM,
    KEYS,
    LABELS,
    MARKS,
    MATCH,
    PRIORITY,
    START,
    TOTAL,
    VALUES,
)
from app.fields import Field
from app.grants.bid_fields import MATCH_KINDS
from app.grants.form import (
    ASKED,
    FIELDS,
    FORMAT,
    NUMBER_KEYS,
    BadCell,
    FormCost,
    FormMatch,
    FormRecord,
    FormValue,
    Place,
    scheme_of,
)
from app.money import Pence
from app.progress import Progress

_NOTHING = frozenset(("n/a", "na", "none", "no", "nil", "-", "–", "not applicable", "not registered"))
"""What people write in a box for a number they have not got."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
T = TypeVar("T")


def read_folder(folder: Path, progress: Progress | None = None) -> tuple[FormRecord, ...]:
    """Every file in a folder, by name; files of those who have one open, and hidden ones, are passed over.

    Raises Refused where the folder cannot be read, is empty or holds far too much; Stopped.
    """
    return form_book.read_each(folder, read_form, progress)


def read_form(path: Path) -> FormRecord:
    """What a file holds; one that cannot be read holds the sentence why."""
    about = form_book.about(path)
    try:
        content = form_guard.bytes_of(path)
        about |= {"digest": hashlib.sha256(content).hexdigest(), "size": len(content)}
        form_guard.check_bytes(content)
        sheets = form_book.sheets_of(content)
        marks = _marks(sheets)
    except Refused as error:
        return FormRecord(**about, problems=(BadCell(Place(), error.message),))
    return _Reading(sheets, marks).record(about)


# the workbook


def _marks(sheets: Sequence[BookSheet]) -> Mapping[str, str]:
    """What the hidden sheet says. Raises Refused where this is no form, or one of another layout."""
    hidden = next((one for one in sheets if one.name == MARKS), None)
    told = {} if hidden is None else form_book.told(hidden)
    if told.get("is") != IS_FORM:
        raise Refused("this is not one of the office's application forms. Ask them to fill in the form they were sent.")
    if told.get("format") != str(FORMAT):
        raise Refused("this form was written by another version of the desk, and cannot be read by this one.")
    mark, stage = told.get("mark", ""), told.get("stage")
    if not told.get("round_id") or not mark.isdecimal() or len(mark) > 9 or stage not in ("interest", "full"):
        raise Refused(f"the form has lost what says of which round it is. {form_guard.SAVE_AGAIN}")
    return told


# the form


@dataclass(slots=True)
class _Reading:
    """One form on its way into a record."""

    sheets: Sequence[BookSheet]
    marks: Mapping[str, str]
    values: dict[str, FormValue] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    shares: dict[str, dict[str, int]] = field(default_factory=lambda: {AREA: {}, PRIORITY: {}})
    costs: list[FormCost] = field(default_factory=list)
    matches: list[FormMatch] = field(default_factory=list)
    has_costs: bool = False
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[BadCell] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def record(self, about: Mapping[str, Any]) -> FormRecord:
        """The whole of it."""
        cleaned = self._without_bank_details()
        for sheet in self.sheets:
            if sheet.name not in (START, MARKS):
                for row, key in _keyed(sheet):
                    self._row(sheet, row, key)
        self._missing()
        self._whole()
        return FormRecord(
            **about,
            round_id=self.marks.get("round_id", ""),
            round_reference=self.marks.get("round", ""),
            mark=int(self.marks["mark"]),
            stage="interest" if self.marks["stage"] == "interest" else "full",
            values=tuple(self.values.items()),
            costs=tuple(self.costs),
            matches=tuple(self.matches),
            areas=tuple(self.shares[AREA].items()),
            priorities=tuple(self.shares[PRIORITY].items()),
            answers=tuple(self.answers.items()),
            places=tuple(self.places.items()),
            problems=tuple(self.problems),
            notices=tuple(self.notices),
            has_bank_details=cleaned,
        )

    def _without_bank_details(self) -> bool:
        """Take out what looks like bank details, wherever it stands, and tell where; whether there were any."""
        found = False
        cleaned = []
        for sheet in self.sheets:
            heads: dict[int, str] = {}
            rows = []
            for at, cells in enumerate(sheet.rows, start=1):
                row = list(_cleaned(cells, heads))
                for column, (before, after) in enumerate(zip(cells, row, strict=True), start=1):
                    if before is not after:
                        found = True
                        self.notices.append(
                            f"{sheet.place(at, column)}: bank details were taken out. None is kept here."
                        )
                rows.append(row)
            cleaned.append(BookSheet(sheet.name, rows))
        self.sheets = cleaned
        return found

    def _row(self, sheet: BookSheet, row: int, key: str) -> None:
        """What one row says, by its key."""
        if key == COST:
            self.has_costs = True
            self._cost(sheet, row)
        elif key == MATCH:
            self._match(sheet, row)
        elif key in self.places:
            self._bad(sheet.place(row, VALUES), "this box is on the form twice. Ask them to fill in a new form.")
        elif key in FIELDS:
            self._put(sheet, row, key, lambda cell: read_value(cell, FIELDS[key]), self.values)
        elif key.startswith(ANSWER):
            self._put(sheet, row, key, text_of, self.answers, ANSWER)
        elif key.startswith((AREA, PRIORITY)):
            prefix = AREA if key.startswith(AREA) else PRIORITY
            self._put(sheet, row, key, share, self.shares[prefix], prefix)

    def _put(
        self,
        sheet: BookSheet,
        row: int,
        key: str,
        read: Callable[[FormCell], T | None],
        into: dict[str, T],
        prefix: str = "",
    ) -> None:
        self.places[key] = place = sheet.place(row, VALUES)
        found = self._read(place, read, sheet.cell(row, VALUES))
        if found is not None and found != "" and (found or not prefix):
            into[key.removeprefix(prefix)] = found

    def _read(self, place: Place, read: Callable[[FormCell], T | None], cell: FormCell) -> T | None:
        """A value, or the problem with it."""
        try:
            return read(cell)
        except Refused as error:
            self._bad(place, error.message)
            return None

    def _bad(self, place: Place, reason: str) -> None:
        self.problems.append(BadCell(place, reason))

    def _cost(self, sheet: BookSheet, row: int) -> None:
        cells = [sheet.cell(row, LABELS + at) for at in range(3)]
        if all(cell is EMPTY for cell in cells):
            return
        item = self._read(sheet.place(row, LABELS), lambda cell: read_value(cell, _ITEM), cells[0])
        amount = self._read(sheet.place(row, LABELS + 1), lambda cell: read_value(cell, _AMOUNT), cells[1])
        asked = self._read(sheet.place(row, LABELS + 2), lambda cell: pence(cell) if cell is not EMPTY else 0, cells[2])
        if not isinstance(item, str) or not isinstance(amount, int) or asked is None:
            return
        if not amount:
            self._bad(sheet.place(row, LABELS + 1), "the amount is nought.")
        elif asked > amount:
            self._bad(sheet.place(row, LABELS + 2), "more is asked for than it costs.")
        else:
            self.costs.append(FormCost(row, item, Pence(amount), Pence(asked)))

    def _match(self, sheet: BookSheet, row: int) -> None:
        cells = [sheet.cell(row, LABELS + at) for at in range(4)]
        if all(cell is EMPTY for cell in cells):
            return
        source, kind, amount, certain = (
            self._read(sheet.place(row, LABELS + at), _reading(of), cells[at]) for at, of in enumerate(_MATCH)
        )
        if not isinstance(source, str) or not isinstance(kind, str) or not isinstance(amount, int):
            return
        if not amount:
            self._bad(sheet.place(row, LABELS + 2), "the amount is nought.")
        else:
            self.matches.append(FormMatch(row, source, kind, Pence(amount), certain is True))

    def _missing(self) -> None:
        """What every form asks and this one has lost: what was answered to it would be left out in silence."""
        for one in ASKED:
            if one.field.key not in self.places and (one.first or self.marks["stage"] == "full"):
                words = f"the box “{one.field.label}” is not on the form any more. Ask them to fill in a new one."
                self._bad(Place(), words)
        if self.marks["stage"] == "full" and not self.has_costs:
            self._bad(Place(), "the table of costs is not on the form any more. Ask them to fill in a new one.")

    def _whole(self) -> None:
        """What does not go together, and the shapes of numbers."""
        for key in NUMBER_KEYS:
            self._number(key)
        postcode, email = self.values.get("postcode"), self.values.get("email")
        if isinstance(postcode, str):
            try:
                self.values["postcode"] = identifiers.parse_postcode(postcode)
            except Refused as error:
                self._bad(self.places["postcode"], error.message)
        if isinstance(email, str) and not _EMAIL.fullmatch(email):
            self._bad(self.places["email"], f"“{email}” is not an e-mail address.")
        starts, ends = self.values.get("starts_on"), self.values.get("ends_on")
        if starts and ends and str(ends) < str(starts):
            self._bad(self.places["ends_on"], "the project ends before it starts.")
        for prefix, words in ((AREA, "areas"), (PRIORITY, "priorities")):
            shares = self.shares[prefix]
            if sum(shares.values()) > 1000:
                place = self.places[f"{prefix}{next(reversed(shares))}"]
                self._bad(place, f"the shares of the {words} come to {sum(shares.values()) / 10:g} %, more than 100 %.")

    def _number(self, key: str) -> None:
        text = self.values.get(key)
        if not isinstance(text, str):
            return
        if text.casefold() in _NOTHING:
            del self.values[key]
            return
        try:
            self.values[key] = identifiers.parse(scheme_of(key, text), text)
        except Refused as error:
            self._bad(self.places[key], error.message)


_ITEM, _AMOUNT = Field("item", "Item", required=True), Field("amount", "Amount", "pence", True)
_MATCH = (
    Field("source", "From", required=True),
    Field("kind", "Kind", "choice", True, MATCH_KINDS),
    _AMOUNT,
    Field("certain", "Certain", "yesno"),
)


def _reading(of: Field) -> Callable[[FormCell], FormValue | None]:
    return lambda cell: read_value(cell, of)


def _keyed(sheet: BookSheet) -> Iterator[tuple[int, str]]:
    """The rows of a sheet that have a key; one that was put into a table between its rows is of that table."""
    table = ""
    for row in range(1, len(sheet.rows) + 1):
        key = sheet.words(row, KEYS)
        if key in (COST, MATCH):
            table = key
        elif key or sheet.words(row, LABELS) == TOTAL:
            table = ""
        if key or (table and sheet.rows[row - 1]):
            yield row, key or table


_OWN_KEY = re.compile(r"(?:[a-z]+:)?[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


def _cleaned(cells: Sequence[FormCell], heads: dict[int, str]) -> Iterator[FormCell]:
    """The cells of a row without bank details, by what stands to their left and at the head of their column."""
    left = ""
    for column, cell in enumerate(cells):
        if isinstance(cell.value, str) and _OWN_KEY.fullmatch(cell.value):
            yield cell  # the desk's own key of a box: one in some hundreds would pass for an IBAN
            continue
        if isinstance(cell.value, date) and any(map(form_bank.is_about, (left, heads.get(column, "")))):
            yield FormCell("", "s")  # Excel has made a date of a sort code
            continue
        if not isinstance(cell.value, str | int | float) or isinstance(cell.value, bool):
            yield cell
            continue
        words = str(cell.value)
        plain = form_bank.without(words, beside=(left, heads.get(column, "")))
        yield cell if plain == words else FormCell("" if plain == form_bank.TAKEN_OUT else plain, "s")
        if form_bank.is_about(words):
            left = heads[column] = words
