"""A returned application form as it was read, before anything of it is saved.

Amounts are pence, shares tenths of a percent, times local wall-clock text HH:MM. Who reads it from a workbook is in
`app.exchange`; what becomes of it is in `app.grants.intake`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app import identifiers
from app.fields import Choice, Field
from app.money import Pence

FORMAT = 1
"""Counts the layouts of the form itself; a form of another layout cannot be read."""
FormValue = str | int | bool | date
Section = Literal["organisation", "contact", "project", "people", "forced"]

YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A field that every form asks for, where it stands, and whether an expression of interest asks it too."""

    section: Section
    field: Field
    first: bool = False


ASKED: tuple[Asked, ...] = (
    Asked("organisation", Field("organisation", "Name of your organisation", required=True), True),
    Asked("organisation", Field("charity_number", "Charity number", help="If it has one."), True),
    Asked("organisation", Field("company_number", "Company number", help="If it has one, of eight characters."), True),
    Asked(
        "organisation",
        Field("unregistered", "Why it has no number", "long", help="Only where it is in no register."),
        True,
    ),
    Asked("organisation", Field("address", "Address", "long")),
    Asked("organisation", Field("postcode", "Postcode", help="Such as CM2 6DA."), True),
    Asked("organisation", Field("website", "Website")),
    Asked("contact", Field("person", "Name of a person we can ask"), True),
    Asked("contact", Field("post", "Their post")),
    Asked("contact", Field("email", "E-mail"), True),
    Asked("contact", Field("telephone", "Telephone"), True),
    Asked("project", Field("project", "Name of the project", required=True), True),
    Asked("project", Field("summary", "What it does", "long", help="What will be different, and for whom."), True),
    Asked("project", Field("requested", "Amount asked for (£)", "pence"), True),
    Asked("project", Field("starts_on", "First day", "day", help="Such as 1 April 2026."), True),
    Asked("project", Field("ends_on", "Last day", "day"), True),
    Asked("people", Field("beneficiaries", "How many people it helps", "count"), True),
    Asked("people", Field("beneficiaries_who", "Who they are", "long")),
    Asked("people", Field("with_children", "Does it work with children?", "yesno"), True),
    Asked("people", Field("with_adults", "Does it work with adults at risk?", "yesno"), True),
    Asked(
        "people",
        Field(
            "has_safeguarding",
            "Is there a safeguarding policy?",
            "yesno",
            help="Needed where it works with children or adults at risk.",
        ),
    ),
    Asked("people", Field("safeguarding_on", "Day the policy was last reviewed", "day")),
    Asked("forced", Field("local_support", "Who supports it locally", "long")),
    Asked("forced", Field("duplicates", "Does anybody else already provide this?", "choice", choices=YES_NO)),
    Asked("forced", Field("duplicates_evidence", "How you know", "long")),
    Asked(
        "forced",
        Field("substitutes", "Is it something a public body has a duty to pay for?", "choice", choices=YES_NO),
    ),
    Asked("forced", Field("substitutes_evidence", "How you know that", "long")),
    Asked("forced", Field("exit_plan", "What happens when the grant ends", "long")),
    Asked("forced", Field("is_continuation", "Does it go on with work we paid for before?", "yesno")),
    Asked("forced", Field("past_delivery", "What that work achieved", "long")),
)
FIELDS: Mapping[str, Field] = {one.field.key: one.field for one in ASKED}
ORGANISATION_KEYS = (
    "organisation",
    "charity_number",
    "company_number",
    "unregistered",
    "address",
    "postcode",
    "website",
)
CONTACT_KEYS = ("person", "post", "email", "telephone")
NUMBER_KEYS = ("charity_number", "company_number")
BID_KEYS = tuple(key for key in FIELDS if key not in (*ORGANISATION_KEYS, *CONTACT_KEYS))
"""The keys of what is said of the bid itself: each a column of an application."""


def scheme_of(key: str, number: str) -> str:
    """The list that a number in one of the form's two boxes is of: a charity may be of any of the three countries."""
    if key == "company_number":
        return identifiers.COMPANY
    guessed = identifiers.guess(number)
    return guessed if guessed in (identifiers.SCOTTISH_CHARITY, identifiers.NORTHERN_CHARITY) else identifiers.CHARITY


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a form something stands; both empty for what concerns the whole file."""

    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.sheet, self.cell) if part)


@dataclass(frozen=True, slots=True)
class BadCell:
    """Why something on a form cannot be taken."""

    place: Place
    reason: str

    def sentence(self, name: str) -> str:
        """“north.xlsx, Costs, D7: “twelve” is not an amount in pounds. Type it like 1,234 or 1,234.50.”"""
        return f"{', '.join(part for part in (name, str(self.place)) if part)}: {self.reason}"


@dataclass(frozen=True, slots=True)
class FormCost:
    """One line of the costs, with the row of the sheet it stands in."""

    row: int
    item: str
    amount: Pence
    requested: Pence


@dataclass(frozen=True, slots=True)
class FormMatch:
    """One line of the match funding, with the row of the sheet it stands in."""

    row: int
    source: str
    kind: str
    amount: Pence
    is_certain: bool


@dataclass(frozen=True, slots=True)
class FormRecord:
    """What a returned file holds. One that could not be read at all holds nothing but its problems.

    `values` are by the keys of `FIELDS`, empty boxes left out; `answers` by question id as typed; `areas` and
    `priorities` by id. `places` says where each of these stands (`requested`, `answer:ID`, `area:ID`, `priority:ID`).
    `saved_on` and `saved_time` are the file's own time. `has_bank_details` says that something was left out, so that
    the original may not be kept either.
    """

    path: str
    name: str
    digest: str = ""
    size: int = 0
    saved_on: date | None = None
    saved_time: str = ""
    round_id: str = ""
    round_reference: str = ""
    mark: int | None = None
    stage: Literal["interest", "full"] = "full"
    values: tuple[tuple[str, FormValue], ...] = ()
    costs: tuple[FormCost, ...] = ()
    matches: tuple[FormMatch, ...] = ()
    areas: tuple[tuple[str, int], ...] = ()
    priorities: tuple[tuple[str, int], ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, Place], ...] = ()
    problems: tuple[BadCell, ...] = ()
    notices: tuple[str, ...] = ()
    has_bank_details: bool = False

    def text(self, key: str) -> str:
        """What is written in a box for words, empty where nothing is."""
        found = dict(self.values).get(key, "")
        return found if isinstance(found, str) else ""

    def place(self, key: str) -> Place:
        """Where a value stands; the whole file where it stands nowhere."""
        return dict(self.places).get(key, Place())


@dataclass(frozen=True, slots=True)
class Change:
    """A field that taking a form would change: its label, and what it is and would be, as they are shown."""

    label: str
    was: str
    becomes: str
