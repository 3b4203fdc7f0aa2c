"""Fields declared once as data: the form, the table, Excel and the printed page all read the same list.

An attribute is a value, never a callable, and never depends on another field.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "long", "amount", "pence", "year", "day", "choice", "yesno", "count"]
"""`amount` takes pounds or a word such as TBD; `pence` takes pounds only; both are kept in pence."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be chosen: what is kept, and what is shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One value a person can read or type. `personal` marks what may be erased from the journal later."""

    key: str
    label: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[Choice, ...] = ()
    help: str = ""
    personal: bool = False
