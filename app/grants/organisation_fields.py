"""The fields of what is known of an organisation that asks for money, declared once."""

from __future__ import annotations

from dataclasses import replace

from app.fields import Choice, Field
from app.identifiers import OF_ORGANISATIONS
from app.organisations import FIELDS as NAMED

SCHEMES = (
    Choice("", "By the look of it"),
    *(Choice(one.code, one.label) for one in OF_ORGANISATIONS),
)
IDENTIFIER = (
    Field("number", "Number", required=True, help="As its register has it, such as 1164883 or 01234567."),
    Field("scheme", "Register", "choice", choices=SCHEMES),
    Field("checked_on", "Looked up on", "day", help="The day somebody looked it up in the register, if anybody did."),
    Field("checked_how", "How it was looked up", help="Who looked, and where."),
)
"""A number in a register; by the look of it the desk tells which register, where that is plain."""
PROFILE = (
    Field("address", "Address", "long"),
    Field("postcode", "Postcode"),
    Field("website", "Website"),
    Field("unregistered", "Why it has no number", help="Such as a small group that need not register."),
    Field("income", "Income a year, £", "pence", help="By its last accounts. Leave empty while it is not known."),
    Field("founded_on", "Founded on", "day"),
)
CONTACT = (
    Field("person", "Name", required=True, personal=True),
    Field("post", "Post", personal=True),
    Field("email", "E-mail", personal=True),
    Field("telephone", "Telephone", personal=True),
)
"""A person to speak to: every column of it may be erased later."""
HARD_STOP = (
    Field("reason", "Why it may have no money", "long", True),
    Field("set_by", "Stopped by", required=True, help="Who decided it."),
    Field("set_on", "Stopped on", "day", True),
)
LIFT = (
    Field("lift_reason", "Why the stop is lifted", "long", True),
    Field("lifted_by", "Lifted by", required=True, help="Who decided it."),
    Field("lifted_on", "Lifted on", "day", True),
)
MERGED = (*(one for one in NAMED if one.key in ("name", "kind")), *PROFILE)
"""What is chosen field by field when two organisations become one; the numbers they differ in are added to it."""


def _in_words(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields by labels that can stand in a sentence."""
    return tuple(replace(field, label=field.label.removesuffix(", £")) for field in fields)


_WHOSE = Field("organisation_id", "Organisation")

LABELS: dict[str, tuple[Field, ...]] = {
    "identifier": (*IDENTIFIER, _WHOSE),
    "profile": (*_in_words(PROFILE), _WHOSE),
    "contact": (*CONTACT, _WHOSE, Field("application_id", "Application")),
    "hard_stop": (*HARD_STOP, *LIFT, _WHOSE),
}
"""Which words the history uses for the columns of each table."""
