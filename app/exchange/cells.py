"""One pasted cell read by the kind of its field. Each function raises Refused with the reason in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from app.errors import Refused
from app.fields import Field
from app.money import parse_amount_or_word, parse_pence
from app.years import parse_day, parse_year

Value = int | str | bool | date | None

_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)", re.IGNORECASE)
_TOO_NARROW = re.compile(r"#{2,}")
_NOTE_MARK = re.compile(r"(?<=[\d)])\s*[*†‡§]+$")
_COUNT = re.compile(r"\d{1,3}(?:,\d{3}){1,2}|\d{1,9}")
_YES, _NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")


def read_cell(text: str, field: Field) -> Value:
    """The value of a cell; None for an empty one, which a required field refuses."""
    shown = _shown(text)
    if not shown:
        if field.required:
            raise Refused("this is needed.")
        return None
    if field.kind in ("amount", "pence"):
        return read_amount(text, words=field.kind == "amount")
    if field.kind == "choice":
        return _choice(shown, field)
    if field.kind == "long":
        return text.strip()
    return _READ[field.kind](shown)


def read_amount(text: str, *, words: bool) -> int | str | None:
    """Pence; with `words` also a word that stands in the place of an amount. A mark for a note after it is left out."""
    amount = _NOTE_MARK.sub("", _shown(text))
    if words:
        return parse_amount_or_word(amount)
    return parse_pence(amount) if amount else None


def has_note_mark(text: str) -> bool:
    """Whether a mark such as * follows the figure."""
    return _NOTE_MARK.search(text.strip()) is not None


def _shown(text: str) -> str:
    """The text of a cell on one line. Raises Refused for what a spreadsheet shows in the place of a value."""
    shown = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
    if _ERROR.fullmatch(shown):
        raise Refused(f"“{shown}” is an error in the spreadsheet. Mend it there and copy again.")
    if _TOO_NARROW.fullmatch(shown):
        raise Refused("the column is too narrow in the spreadsheet to show its figure. Widen it and copy again.")
    return shown


def _choice(shown: str, field: Field) -> str:
    """The value of a choice named by its label or by the value itself, in capitals or not."""
    wanted = shown.casefold()
    for choice in field.choices:
        if wanted in (choice.label.casefold(), choice.value.casefold()):
            return choice.value
    names = [choice.label for choice in field.choices]
    listed = f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else "".join(names)
    if len(names) > 8:
        listed = f"one of the {len(names)} that {field.label} may be"
    raise Refused(f"“{shown}” is not {listed}." if listed else f"“{shown}” cannot be chosen: there is nothing yet.")


def _yesno(shown: str) -> bool:
    if shown.casefold() in _YES:
        return True
    if shown.casefold() in _NO:
        return False
    raise Refused(f"“{shown}” is neither yes nor no.")


def _count(shown: str) -> int:
    if not _COUNT.fullmatch(shown):
        raise Refused(f"“{shown}” is not a whole number.")
    return int(shown.replace(",", ""))


_READ: dict[str, Callable[[str], Value]] = {
    "text": str,
    "year": parse_year,
    "day": parse_day,
    "yesno": _yesno,
    "count": _count,
}
"""How a cell of each plain kind is read; amounts, choices and long texts want more than the words."""
