"""The fields of due diligence and of endorsements, declared once; `LABELS` gives the history its words for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.fields import Choice, Field

TOPICS = (
    Choice("identity", "Identity and governing document"),
    Choice("finance", "Accounts and cash"),
    Choice("policies", "Policies and insurance"),
    Choice("safeguarding", "Safeguarding"),
    Choice("data protection", "Data protection"),
    Choice("effectiveness", "Likely effectiveness"),
    Choice("partners", "Views of partners"),
    Choice("double funding", "Other public money"),
    Choice("bank", "Bank details called back"),
)
"""What is looked at, in the order it is read; which of them an application needs is in `checks.required`."""

OUTCOMES = (
    Choice("clear", "Clear"),
    Choice("conditions", "Clear with conditions"),
    Choice("refer", "Refer"),
    Choice("fail", "Fail"),
)
VIEWS = (
    Choice("", "No reply yet"),
    Choice("support", "Support"),
    Choice("neutral", "Neutral"),
    Choice("against", "Against"),
)
HOLDS_FOR = (
    Choice("organisation", "Everything this organisation asks for"),
    Choice("application", "This application only"),
)

_TOPIC = Field("topic", "What was checked", "choice", True, TOPICS)
_HOLDS_FOR = Field("holds_for", "It holds for", "choice", True, HOLDS_FOR)
_OUTCOME = Field("outcome", "Outcome", "choice", True, OUTCOMES)
_EVIDENCE = Field(
    "evidence",
    "What was looked at",
    "long",
    help="Which papers, of which date. Never a sort code, an account number or an IBAN.",
)
_CONDITIONS = Field("conditions", "Conditions", "long", help="One on each line. They go with the award.")
_CHECKED_BY = Field("checked_by", "Checked by", required=True, personal=True)
_CHECKED_ON = Field("checked_on", "Checked on", "day", True)
_SECOND_BY = Field(
    "second_by", "Second person", personal=True, help="Bank details need one; other checks may have one."
)
_EXPIRES_ON = Field("expires_on", "Holds until", "day", help="Leave empty for 12 months from the day of the check.")

CHECK = (
    _TOPIC,
    _HOLDS_FOR,
    _OUTCOME,
    _CONDITIONS,
    _EVIDENCE,
    _CHECKED_BY,
    _CHECKED_ON,
    _SECOND_BY,
    _EXPIRES_ON,
)
"""A new check; begun at an application it may hold for that alone or for all that its organisation asks for."""
CHANGE = (_OUTCOME, _CONDITIONS, _EVIDENCE, _CHECKED_BY, _CHECKED_ON, _SECOND_BY, _EXPIRES_ON)
"""What may be changed of a check: what it was of, and for what, stays."""
SECOND = (replace(_SECOND_BY, label="Confirmed by", required=True, help="Somebody other than who called back."),)
"""The second person's confirmation that the call back was made."""

_BODY = Field(
    "organisation",
    "Whose view",
    required=True,
    help="Such as a Community Safety Partnership. A new organisation if there is none of this name.",
)
_ASKED_ON = Field("asked_on", "Asked on", "day", help="Leave empty where they wrote without being asked.")
REPLY = (
    Field("replied_on", "Replied on", "day", True),
    Field("view", "Their view", "choice", True, VIEWS[1:]),
    Field("words", "What they said", "long"),
)
ASK = (_BODY, replace(_ASKED_ON, required=True, help=""))
ENDORSEMENT = (
    _BODY,
    _ASKED_ON,
    Field("replied_on", "Replied on", "day", help="Leave empty while they have not replied."),
    Field("view", "Their view", "choice", choices=VIEWS),
    Field("words", "What they said", "long"),
)
"""Everything that is kept of one whose view was asked for, to be put right."""

LABELS: dict[str, tuple[Field, ...]] = {
    "diligence": (*CHECK, Field("organisation_id", "Organisation"), Field("application_id", "Application")),
    "endorsement": (*ENDORSEMENT, Field("organisation_id", "Whose view"), Field("application_id", "Application")),
}
"""Which words the history uses for the columns of each table."""


def label(choices: tuple[Choice, ...], value: str) -> str:
    """What is shown of a value that is kept; the value itself where it is none of the choices."""
    return next((one.label for one in choices if one.value == value), value)


def check(needed: Sequence[str]) -> tuple[Field, ...]:
    """A new check, with the topics that are `needed` at the head of what may be checked."""
    first = [one for one in TOPICS if one.value in needed]
    rest = [one for one in TOPICS if one.value not in needed]
    return tuple(replace(one, choices=(*first, *rest)) if one.key == "topic" else one for one in CHECK)
