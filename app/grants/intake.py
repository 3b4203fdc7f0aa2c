"""A folder of returned forms: what taking each of them would do, and taking it, whole or not at all.

Amounts are pence, shares tenths of a percent, times local wall-clock text HH:MM.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.grants.form import BadCell, FormRecord
from app.money import Pence

Outcome = Literal["new", "changed", "same", "duplicate", "refused"]
OUTCOMES: dict[Outcome, str] = {
    "new": "New",
    "changed": "Changed",
    "same": "Taken already",
    "duplicate": "Duplicate",
    "refused": "Cannot be taken",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A field that taking a form would change: its label, and what it is and would be, as they are shown."""

    label: str
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class FilePlan:
    """What taking one file would do.

    `application_id` and `version` are of the bid that it would change, or that it is the same as. `late` is how long
    after the close it came, in words, empty where it was in time. `problems` keep it from being taken; `notices` do
    not. `organisation_id` is empty for an organisation that the office does not know yet.
    """

    form: FormRecord
    outcome: Outcome
    received_on: date | None
    received_time: str
    organisation: str = ""
    organisation_id: str = ""
    project: str = ""
    requested: Pence | None = None
    application_id: str = ""
    reference: str = ""
    version: int | None = None
    late: str = ""
    is_old_version: bool = False
    is_wrong_round: bool = False
    changes: tuple[Change, ...] = ()
    problems: tuple[BadCell, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file's name."""
        return self.form.name

    @property
    def can_take(self) -> bool:
        """Whether it would be taken when everything is."""
        return self.outcome in ("new", "changed")


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a folder of forms into a round would do, in the order of the files' names."""

    round_id: str
    round: str
    files: tuple[FilePlan, ...]

    @property
    def to_take(self) -> tuple[FilePlan, ...]:
        """The files that would be taken."""
        return tuple(one for one in self.files if one.can_take)
