"""What of a decision is published: never what is withheld, who was refused, or which account did what.

Amounts are pence.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app import records
from app.contracts.typed import known_day
from app.decisions import reading
from app.decisions.parts import AwardRecord, DecisionSheetRecord, OptionRecord
from app.errors import Refused
from app.money import Pence
from app.recommendations.parts import GIVEN, Outcome
from app.years import format_day
from db.decision_sheets import DecisionSheet

SENSITIVE = "-SENSITIVE"
NOT_SIGNED = "It has not been signed."
UNPUBLISHED = "It is not published: {exemption}."
TEXTS = (
    "summary",
    "background",
    "recommendation",
    "power",
    "consultation",
    "finance",
    "legal",
    "equality",
    "data_protection",
    "risk",
    "subsidy",
    "conflicts",
    "background_papers",
)
"""The texts of the published part, by the name of their box, in the order they are printed."""


@dataclass(frozen=True, slots=True)
class SignedBy:
    """An approval as it is published: in which role, by whom, in what post, and when."""

    role: str
    name: str
    post: str
    given_on: date


@dataclass(frozen=True, slots=True)
class Published:
    """The published part of a signed decision. `texts` are by the name of their box, `implications` by heading.

    `awards` are those that give money, `given` their sum; `others` counts the bids that have none, by outcome, as who
    was refused is not published. `is_part` is whether something is withheld, under `exemption`.
    """

    reference: str
    title: str
    kind: str
    year: int
    number: int
    signed_on: date
    lead_officer: str
    lead_post: str
    marking: str
    texts: tuple[tuple[str, str], ...]
    options: tuple[OptionRecord, ...]
    implications: tuple[tuple[str, str], ...]
    awards: tuple[AwardRecord, ...]
    given: Pence
    others: tuple[tuple[Outcome, int], ...]
    interests_confirmed: bool
    interests_note: str
    approvals: tuple[SignedBy, ...]
    is_part: bool
    exemption: str
    review_on: date | None
    superseded_by: str
    supersedes_id: str
    link: str


def why_not(sheet: DecisionSheetRecord) -> tuple[str, ...]:
    """Why a sheet may not be published as it is, in a sentence each; nothing where it may."""
    found = [] if sheet.is_signed else [NOT_SIGNED]
    if SENSITIVE in sheet.marking.upper():
        found.append(f"It is marked {sheet.marking}.")
    if sheet.publication == "none":
        found.append(UNPUBLISHED.format(exemption=sheet.exemption.rstrip(".")))
    return tuple(found)


def published(sheet: DecisionSheetRecord) -> Published:
    """The published part of a sheet. Raises Refused, in `why_not`'s words, where it may not be published."""
    if why := why_not(sheet):
        raise Refused(" ".join((sheet.reference or sheet.title, "cannot be published.", *why)))
    if sheet.number is None or sheet.signed_on is None:  # pragma: no cover - the file has both once it is signed
        raise Refused(NOT_SIGNED)
    without = Counter(one.outcome for one in sheet.awards if one.outcome not in GIVEN)
    return Published(
        sheet.reference,
        sheet.title,
        sheet.kind,
        sheet.year,
        sheet.number,
        sheet.signed_on,
        sheet.lead_officer,
        sheet.lead_post,
        sheet.marking,
        tuple((key, getattr(sheet, key)) for key in TEXTS),
        sheet.options,
        tuple((one.heading, one.answer) for one in sheet.implications),
        tuple(one for one in sheet.awards if one.outcome in GIVEN),
        sheet.given,
        tuple(without.items()),
        sheet.interests_confirmed,
        sheet.interests_note,
        tuple(SignedBy(one.role, one.name, one.post, one.given_on) for one in sheet.approvals),
        sheet.publication == "part",
        sheet.exemption if sheet.publication == "part" else "",
        sheet.review_on,
        sheet.superseded_by,
        sheet.supersedes_id,
        sheet.link,
    )


def record(
    session: Session, sheet_id: str, *, version: int | None, published_on: date | None, link: str = "", day: date
) -> None:
    """Record when, up to a day, and where a signed decision was published. Raises Refused, Stale."""
    row = records.at_version(session, DecisionSheet, sheet_id, version)
    if why := why_not(reading.sheet(session, sheet_id)):
        raise Refused(" ".join(why))
    on = known_day(published_on, "The day it was published", "published_on")
    if row.signed_on is not None and on < row.signed_on:
        raise Refused(f"It was signed on {format_day(row.signed_on)}, and is published after that.", "published_on")
    if on > day:
        raise Refused("It cannot have been published after today.", "published_on")
    row.published_on, row.link = on, link.strip()
