"""A table pasted from a spreadsheet, read against a list of fields: what would be taken, and what is wrong with it.

Nothing is raised for bad data. Every bad cell is named by its row as the spreadsheet counts them, its column and its
text, and no amount is dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.errors import Refused
from app.exchange.cells import Value, has_note_mark, read_amount, read_cell
from app.exchange.heads import PastedColumn, find_heads, known_columns, names_a_year
from app.fields import Field

MOST_ROWS = 5_000
MOST_CHARACTERS = 10_000

_TOTAL = re.compile(
    r"(?:grand\s|sub[\s-]?)?totals?(?:\s+(?:of|for|shown)\b.*|[\s:,]*(?:\(?£\)?|(?:19|20)\d\d\S*)?)", re.IGNORECASE
)
_PART = re.compile(r"of which\b.*", re.IGNORECASE)
_NOTE = re.compile(r"[*†‡§]+\s*\S.*")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something cannot be taken. `row` is 0 for what concerns the whole paste, `column` empty for a whole row."""

    row: int
    column: str
    text: str
    reason: str

    @property
    def sentence(self) -> str:
        """“Row 4, 2018/19: “£3,0000” is not an amount in pounds. Type it like 1,234 or 1,234.50.”"""
        place = ", ".join(part for part in (f"Row {self.row}" if self.row else "", self.column) if part)
        return f"{place}: {self.reason}" if place else self.reason


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One row: its number in the spreadsheet, values by the key of their field, amounts (pence or a word) by year."""

    number: int
    values: Mapping[str, Value]
    amounts: Mapping[int, int | str | None]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a paste would bring. `notices` say what was left out on purpose; with `problems` nothing may be taken.

    `problems` holds those of every row too, in the order of the rows.
    """

    columns: tuple[PastedColumn, ...] = ()
    rows: tuple[PastedRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there is something to take and nothing wrong with it."""
        return bool(self.rows) and not self.problems


def read_table(rows: Sequence[Sequence[str]], fields: Sequence[Field], *, years: bool = False) -> Pasted:
    """Read pasted rows, the heads of their columns among them, against `fields`.

    `years` also takes columns of amounts headed by a financial year: 2018/19, 2018-19 £, 2019/20 budget.
    """
    if reason := _too_much(rows):
        return Pasted(problems=(Problem(0, "", "", reason),))
    at = find_heads(rows, fields, years=years)
    if at is None:
        return Pasted(problems=(Problem(0, "", "", _no_heads(fields, years=years)),))
    columns = known_columns(rows[at], fields, years=years)
    notices = [f"The {_count(at, 'row')} above the heads of the columns {_was(at)} left out."] if at else []
    found, more = _unknown(rows[at], columns)
    problems = [*_missing(columns, fields), *_twice(columns), *found]
    taken: list[PastedRow] = []
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        if reason := _not_a_line(row):
            more.append(f"Row {number}, “{_short(_first(row))}”, was left out: {reason}.")
        elif any(cell.strip() for cell in row):
            taken.append(_read_row(number, row, columns, heads=rows[at]))
    problems += [problem for row in taken for problem in row.problems]
    if not taken:
        problems.append(Problem(0, "", "", "There are heads of columns but no rows below them."))
    return Pasted(tuple(columns), tuple(taken), tuple(problems), (*notices, *more, *_marked(rows[at + 1 :], columns)))


def _too_much(rows: Sequence[Sequence[str]]) -> str:
    """Why a paste is refused unread, empty when it is not."""
    if not any(cell.strip() for row in rows for cell in row):
        return "There is nothing to paste. Copy the table in the spreadsheet first, its heads included."
    if len(rows) > MOST_ROWS + 1:
        return f"That is {len(rows):,} rows; the desk takes {MOST_ROWS:,} at a time. Copy fewer."
    for number, row in enumerate(rows, start=1):
        if any(len(cell) > MOST_CHARACTERS for cell in row):
            return f"A cell in row {number} is longer than {MOST_CHARACTERS:,} characters. Shorten it and copy again."
    return ""


def _no_heads(fields: Sequence[Field], *, years: bool) -> str:
    """What to do where no row has the name of any column."""
    names = ", ".join(field.label for field in fields)
    return f"No heads of columns were found. Copy them too: {names}{', and years such as 2018/19' if years else ''}."


def _missing(columns: Sequence[PastedColumn], fields: Sequence[Field]) -> list[Problem]:
    """The required fields that no column holds."""
    there = {column.field.key for column in columns if column.field}
    return [
        Problem(0, field.label, "", "this column is needed and is not there.")
        for field in fields
        if field.required and field.key not in there
    ]


def _twice(columns: Sequence[PastedColumn]) -> list[Problem]:
    """The columns that name the same field or year as one before them."""
    seen: set[str | int | None] = set()
    problems = []
    for column in columns:
        key = column.field.key if column.field else column.year
        if key in seen:
            problems.append(Problem(0, column.label, column.label, "there is another column for this. Keep one."))
        seen.add(key)
    return problems


def _unknown(heads: Sequence[str], columns: Sequence[PastedColumn]) -> tuple[list[Problem], list[str]]:
    """The heads that name nothing: a problem where one has a year in it, for it holds money; a notice elsewhere."""
    known = {column.at for column in columns}
    problems, notices = [], []
    for at, words in enumerate(heads):
        label = " ".join(words.split())
        if at in known or not label:
            continue
        if names_a_year(label):
            reason = "this is not a column the desk knows. Name a year alone, like 2018/19, or leave the column out."
            problems.append(Problem(0, label, label, reason))
        else:
            notices.append(f"The column “{label}” is not one the desk keeps here and was left out.")
    return problems, notices


def _first(row: Sequence[str]) -> str:
    return next((" ".join(cell.split()) for cell in row if cell.strip()), "")


def _not_a_line(row: Sequence[str]) -> str:
    """Why a row is not a line of the table: a total, a part of the row above, a note; empty when it is one."""
    first = _first(row)
    if _TOTAL.fullmatch(first):
        return "a total would be counted twice"
    if _PART.fullmatch(first):
        return "a part of the row above would be counted twice; keep it as a note"
    if _NOTE.fullmatch(first) and sum(bool(cell.strip()) for cell in row) == 1:
        return "it is a note"
    return ""


def _read_row(number: int, row: Sequence[str], columns: Sequence[PastedColumn], *, heads: Sequence[str]) -> PastedRow:
    """One row, with every cell that cannot be read named."""
    values: dict[str, Value] = {}
    amounts: dict[int, int | str | None] = {}
    problems: list[Problem] = []
    for column in columns:
        text = row[column.at] if column.at < len(row) else ""
        try:
            if column.field:
                values[column.field.key] = read_cell(text, column.field)
            elif column.year is not None:
                amounts[column.year] = read_amount(text, words=True)
        except Refused as refused:
            problems.append(Problem(number, column.label, text.strip(), refused.message))
    problems += [
        Problem(number, "", cell.strip(), f"“{_short(cell)}” stands in a column that has no head.")
        for at, cell in enumerate(row)
        if cell.strip() and not (at < len(heads) and heads[at].strip())
    ]
    return PastedRow(number, values, amounts, tuple(problems))


def _marked(rows: Sequence[Sequence[str]], columns: Sequence[PastedColumn]) -> list[str]:
    """A notice where marks for notes were taken off figures."""
    places = [column.at for column in columns if column.holds_money]
    count = sum(has_note_mark(row[at]) for row in rows if not _not_a_line(row) for at in places if at < len(row))
    if not count:
        return []
    many = "A mark" if count == 1 else f"{count:,} marks"
    return [f"{many} for a note, such as *, {_was(count)} taken off the figures."]


def _short(cell: str) -> str:
    plain = " ".join(cell.split())
    return plain if len(plain) <= 40 else f"{plain[:39]}…"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}s" if number != 1 else f"one {noun}"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"
