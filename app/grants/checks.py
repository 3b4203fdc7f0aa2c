"""Due diligence: what is to be checked before money is given, in proportion to it, and how the checks came out.

A check is of an organisation, for everything it asks for or for one application, and holds for 12 months unless
something else is said. Of each topic the newest counts. Amounts are pence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.contracts.term import add_months
from app.contracts.typed import chosen, known_day, refuse_far
from app.errors import Refused
from app.fields import Choice
from app.grants import bank_words
from app.grants.check_fields import HOLDS_FOR, OUTCOMES, TOPICS, label
from app.grants.parts import ApplicationRecord, DiligenceRecord, RoundRecord
from app.grants.reading import diligence
from app.money import Pence
from app.years import format_day
from db.applicants import Diligence
from db.grants import Application
from db.organisations import Organisation

Outcome = Literal["Clear", "With conditions", "Referred", "Failed", "Checks missing"]
State = Literal["Clear", "With conditions", "Referred", "Failed", "Not checked", "Expired", "Waits for a second person"]
MISSING: frozenset[State] = frozenset(("Not checked", "Expired", "Waits for a second person"))
"""The states of a topic that is still to be checked, or checked again."""
MONTHS = 12
"""So long a check holds where nothing else is said."""
RUNS_OUT = 30
"""So many days before it runs out a check is told of."""


@dataclass(frozen=True, slots=True)
class Band:
    """What is checked of a request up to an amount in pence; of any amount where `up_to` is None."""

    up_to: Pence | None
    topics: tuple[str, ...]


_LEAST = ("identity", "bank")
_SMALL = (*_LEAST, "finance", "policies", "double funding")
_MIDDLE = (*_SMALL, "data protection", "effectiveness")
BANDS = (
    Band(Pence(1_000_00), _LEAST),
    Band(Pence(5_000_00), _SMALL),
    Band(Pence(10_000_00), _MIDDLE),
    Band(None, (*_MIDDLE, "partners")),
)
"""In proportion to the amount: the first band it falls into."""
AT_RISK = ("safeguarding", "data protection")
"""What is checked besides, whatever the amount, where children or adults at risk take part."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one topic stands on a day; `check` is the newest of it, None where there is none."""

    topic: str
    state: State
    is_required: bool
    check: DiligenceRecord | None

    @property
    def name(self) -> str:
        """The topic as it is read."""
        return label(TOPICS, self.topic)

    @property
    def holds_until(self) -> date | None:
        """The last day the check counts; a failure or a referral stands until it is checked again."""
        return self.check.expires_on if self.check is not None and self.state in ("Clear", "With conditions") else None


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that goes with an award, and the check it came from."""

    check_id: str
    topic: str
    words: str


# what is to be checked, and how it stands


def required(a: ApplicationRecord, r: RoundRecord | None = None) -> tuple[str, ...]:
    """The topics to be checked for what is requested: in proportion to it, and to who takes part.

    While no amount is known it is taken to be the most the round gives, or more than any band.
    """
    amount = a.requested if a.requested is not None else r.maximum if r is not None else None
    band = next(one for one in BANDS if one.up_to is None or (amount is not None and amount <= one.up_to))
    wanted = {*band.topics, *(AT_RISK if a.with_children or a.with_adults else ())}
    return tuple(one.value for one in TOPICS if one.value in wanted)


def standing(a: ApplicationRecord, day: date, r: RoundRecord | None = None) -> tuple[Standing, ...]:
    """How every topic stands on a day that is to be checked or was, in the order they are read."""
    needed, newest = required(a, r), latest(a, day)
    return tuple(
        Standing(topic, state(newest.get(topic), day), topic in needed, newest.get(topic))
        for topic in (one.value for one in TOPICS)
        if topic in needed or topic in newest
    )


def latest(a: ApplicationRecord, day: date | None = None) -> dict[str, DiligenceRecord]:
    """The newest check of each topic, on a day where one is named: of two on one day the one that is stricter."""
    found: dict[str, DiligenceRecord] = {}
    for one in a.diligence:
        if day is not None and one.checked_on > day:
            continue
        known = found.get(one.topic)
        if known is None or _rank(known) <= _rank(one):
            found[one.topic] = one
    return found


def _rank(one: DiligenceRecord) -> tuple[date, int, str]:
    strictness = [choice.value for choice in OUTCOMES]
    return one.checked_on, strictness.index(one.outcome) if one.outcome in strictness else 0, one.id


def state(one: DiligenceRecord | None, day: date) -> State:
    """How one check stands on a day by itself; None is one that nobody made."""
    if one is None:
        return "Not checked"
    if one.outcome in ("fail", "refer"):
        return "Failed" if one.outcome == "fail" else "Referred"
    if one.topic == "bank" and not one.second_by:
        return "Waits for a second person"
    if one.expires_on is not None and one.expires_on < day:
        return "Expired"
    return "With conditions" if one.outcome == "conditions" else "Clear"


def outcome(a: ApplicationRecord, day: date, r: RoundRecord | None = None) -> Outcome:
    """How the checks come out on a day, all in all.

    One failure fails it and one referral refers it, also of a topic that need not have been checked; both stand until
    the topic is checked again. After that what is missing, or has run out, is told before what is clear.
    """
    every = standing(a, day, r)
    states = {one.state for one in every}
    if "Failed" in states:
        return "Failed"
    if "Referred" in states:
        return "Referred"
    if any(one.is_required and one.state in MISSING for one in every):
        return "Checks missing"
    return "With conditions" if "With conditions" in states else "Clear"


def missing(a: ApplicationRecord, day: date, r: RoundRecord | None = None) -> tuple[Standing, ...]:
    """The topics still to be checked, or to be checked again."""
    return tuple(one for one in standing(a, day, r) if one.is_required and one.state in MISSING)


def running_out(a: ApplicationRecord, day: date, r: RoundRecord | None = None) -> tuple[Standing, ...]:
    """The topics that have to be checked again within 30 days, the first to run out first."""
    found = [
        (one.holds_until, one)
        for one in standing(a, day, r)
        if one.is_required and one.holds_until is not None and (one.holds_until - day).days <= RUNS_OUT
    ]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def conditions(a: ApplicationRecord, day: date | None = None) -> tuple[Condition, ...]:
    """The conditions that go with an award: each line of those of the newest check of a topic.

    They outlast the check that set them, until the topic is checked again.
    """
    newest = latest(a, day)
    return tuple(
        Condition(one.id, one.topic, line.strip())
        for topic in (choice.value for choice in TOPICS)
        if (one := newest.get(topic)) is not None and one.outcome == "conditions"
        for line in one.conditions.splitlines()
        if line.strip()
    )


def of_organisation(session: Session, organisation_id: str) -> list[DiligenceRecord]:
    """Every check of an organisation in use, in general or for one application, in the order they were recorded."""
    query = select(*Diligence.__table__.columns).where(
        Diligence.organisation_id == organisation_id, Diligence.archived.is_(False)
    )
    return [diligence(row) for row in session.execute(query.order_by(Diligence.id))]


# recording a check


def add(
    session: Session,
    *,
    topic: str | None,
    outcome: str | None,
    checked_by: str,
    checked_on: date | None,
    application_id: str | None = None,
    organisation_id: str | None = None,
    holds_for: str | None = "",
    evidence: str = "",
    conditions: str = "",
    second_by: str = "",
    expires_on: date | None = None,
    day: date | None = None,
) -> str:
    """Record a check; its id. With an application it is of that one's organisation, and for that application alone
    unless `holds_for` says "organisation".

    With `day` (today) one made after it is refused. Bank details are never kept: only that they were called back.
    Raises Refused.
    """
    body, only = _whose(session, application_id, organisation_id, holds_for)
    what = chosen(topic, TOPICS, "What was checked", "topic")
    row = Diligence(
        organisation_id=body,
        application_id=only,
        topic=what,
        **_checked(what, outcome, evidence, conditions, checked_by, checked_on, second_by, expires_on, day),
    )
    session.add(row)
    return row.id


def change(
    session: Session,
    check_id: str,
    *,
    version: int | None,
    outcome: str | None,
    checked_by: str,
    checked_on: date | None,
    evidence: str = "",
    conditions: str = "",
    second_by: str = "",
    expires_on: date | None = None,
    day: date | None = None,
) -> None:
    """Put a check right; what it is of stays. A check made anew is added beside it. Raises Refused, Stale."""
    row = records.in_use(session, Diligence, check_id)
    values = _checked(row.topic, outcome, evidence, conditions, checked_by, checked_on, second_by, expires_on, day)
    records.change(session, Diligence, check_id, version=version, **values)


def second(session: Session, check_id: str, *, version: int | None, second_by: str) -> None:
    """Name the second person who confirms a check, such as that bank details were called back. Raises Refused, Stale.

    It is somebody else than who made it.
    """
    row = records.in_use(session, Diligence, check_id)
    name = records.required(" ".join(second_by.split()), "The second person", "second_by")
    _refuse_same(row.checked_by, name)
    records.change(session, Diligence, check_id, version=version, second_by=name)


def archive(session: Session, check_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a check away that was recorded by mistake, or bring it back. Raises Refused, Stale."""
    records.archive(session, Diligence, check_id, version=version, back=back)


def _whose(
    session: Session, application_id: str | None, organisation_id: str | None, holds_for: str | None
) -> tuple[str, str | None]:
    """The organisation a check is of, and the one application it is for, None for all of them."""
    scope = chosen(holds_for, (Choice("", ""), *HOLDS_FOR), "What it holds for", "holds_for")
    if application_id:
        row = records.in_use(session, Application, application_id)
        return row.organisation_id, None if scope == "organisation" else row.id
    if not organisation_id:
        raise Refused("Choose the organisation that was checked.", "organisation")
    if scope == "application":
        raise Refused("Record a check of one application at that application.", "holds_for")
    return records.in_use(session, Organisation, organisation_id).id, None


def _checked(
    topic: str,
    outcome: str | None,
    evidence: str,
    conditions: str,
    checked_by: str,
    checked_on: date | None,
    second_by: str,
    expires_on: date | None,
    day: date | None,
) -> dict[str, Any]:
    how = chosen(outcome, OUTCOMES, "The outcome", "outcome")
    seen = bank_words.refuse(evidence, "evidence", strictly=topic == "bank")
    terms = bank_words.refuse(conditions, "conditions", strictly=topic == "bank")
    _refuse_unsaid(how, seen, terms)
    made_on = known_day(checked_on, "The day of the check", "checked_on")
    if day is not None and made_on > day:
        raise Refused(f"{format_day(made_on)} is still to come.", "checked_on")
    first = records.required(" ".join(checked_by.split()), "Who checked it", "checked_by")
    other = " ".join(second_by.split())
    _refuse_same(first, other)
    return {
        "outcome": how,
        "evidence": seen,
        "conditions": terms,
        "checked_by": first,
        "checked_on": made_on,
        "second_by": other,
        "expires_on": _expiry(made_on, expires_on),
    }


def _refuse_unsaid(outcome: str, evidence: str, conditions: str) -> None:
    if outcome == "conditions" and not conditions:
        raise Refused("Say on which conditions it is clear.", "conditions")
    if outcome != "conditions" and conditions:
        raise Refused("Conditions go with the outcome “Clear with conditions” only.", "conditions")
    if outcome in ("refer", "fail") and not evidence:
        raise Refused("Say what was found.", "evidence")


def _refuse_same(first: str, other: str) -> None:
    if first.casefold() == other.casefold():
        raise Refused("A second person has to confirm it: this is who checked it.", "second_by")


def _expiry(made_on: date, expires_on: date | None) -> date:
    if expires_on is None:
        return add_months(made_on, MONTHS)
    refuse_far(expires_on, "expires_on")
    if expires_on < made_on:
        raise Refused("It would have run out before it was made.", "expires_on")
    return expires_on
