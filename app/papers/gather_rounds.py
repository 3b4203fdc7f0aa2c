"""Gathering what the papers on rounds and applications say, in one read each.

What is personal stays behind: no contact, no address, no number but those of public registers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.grants import reading
from app.grants.missing import Missing, missing
from app.grants.parts import ApplicationRecord, RoundRecord
from app.grants.subscription import Subscription, of_round
from app.identifiers import OF_ORGANISATIONS
from app.money import Pence
from app.papers.imprint import Imprint, gather_imprint
from app.papers.saying import some
from db.applicants import Identifier, Profile
from db.funds import BudgetLine
from db.grants import Application, Round

SENSITIVE = "OFFICIAL-SENSITIVE"
REGISTERS = {one.code: one.label for one in OF_ORGANISATIONS}
"""The public registers whose numbers a paper shows, by the code of the list, in this order."""


@dataclass(frozen=True, slots=True)
class RoundPaper:
    """A round with every bid in it that is not put away, by reference; what each of them lacks, by its id."""

    imprint: Imprint
    round: RoundRecord
    bids: tuple[ApplicationRecord, ...]
    subscription: Subscription
    missing: Mapping[str, tuple[Missing, ...]] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The paper's day, which counts as today."""
        return self.imprint.day


@dataclass(frozen=True, slots=True)
class Applicant:
    """An organisation as a paper shows it: its numbers in public registers, each with its register's name.

    `unregistered` says why it has none; the income is that of a year, in pence.
    """

    name: str
    numbers: tuple[tuple[str, str], ...] = ()
    unregistered: str = ""
    income: Pence | None = None
    founded_on: date | None = None


@dataclass(frozen=True, slots=True)
class ApplicationPaper:
    """One application with its round, None for a direct award, who applies, and what it lacks.

    `line` is the budget line it is for.
    """

    imprint: Imprint
    bid: ApplicationRecord
    round: RoundRecord | None
    applicant: Applicant
    line: str = ""
    missing: tuple[Missing, ...] = ()

    @property
    def day(self) -> date:
        """The paper's day, which counts as today."""
        return self.imprint.day


def gather_round(session: Session, round_id: str, *, day: date) -> RoundPaper:
    """A round and its bids for a paper dated `day`. Raises Refused when it is gone."""
    found = reading.round_(session, round_id)
    bids = tuple(reading.applications(session, round_id=found.id))
    lacking = {one.id: tuple(missing(one, found)) for one in bids}
    return RoundPaper(gather_imprint(session, day=day), found, bids, of_round(found, bids), lacking)


def gather_application(session: Session, application_id: str, *, day: date) -> ApplicationPaper:
    """One application for its page dated `day`, for nobody outside the panel. Raises Refused when it is gone."""
    bid = reading.application(session, application_id)
    round_ = reading.round_(session, bid.round_id) if bid.round_id else None
    line = round_.line if round_ else session.scalar(select(BudgetLine.name).where(BudgetLine.id == bid.line_id))
    return ApplicationPaper(
        imprint=sensitive(gather_imprint(session, day=day)),
        bid=bid,
        round=round_,
        applicant=_applicant(session, bid),
        line=line or "",
        missing=tuple(missing(bid, round_)),
    )


def sensitive(imprint: Imprint) -> Imprint:
    """The imprint of a paper that tells one applicant from another before anything is decided."""
    return replace(imprint, marking=SENSITIVE)


def _applicant(session: Session, bid: ApplicationRecord) -> Applicant:
    numbers = session.execute(
        select(Identifier.scheme, Identifier.number)
        .where(Identifier.organisation_id == bid.organisation_id, Identifier.archived.is_(False))
        .order_by(Identifier.number)
    ).all()
    profile = session.execute(
        select(Profile.unregistered, Profile.income_pence, Profile.founded_on).where(
            Profile.organisation_id == bid.organisation_id, Profile.archived.is_(False)
        )
    ).first()
    return Applicant(
        bid.organisation,
        tuple((label, number) for code, label in REGISTERS.items() for scheme, number in numbers if scheme == code),
        *((profile.unregistered, reading.pence(profile.income_pence), profile.founded_on) if profile else ()),
    )


def round_named(session: Session, reference: str) -> str:
    """The id of the round of this reference, or of the only one. Raises Refused, naming those there are."""
    every = session.execute(
        select(Round.id, Round.reference).where(Round.archived.is_(False)).order_by(Round.reference)
    ).all()
    if not every:
        raise Refused("There is no round yet.", "round")
    if not reference.strip() and len(every) == 1:
        return str(every[0].id)
    return _named("round", reference, [(row.id, row.reference) for row in every])


def application_named(session: Session, reference: str, *, round_reference: str = "") -> str:
    """The id of the application of this reference, in the round where one is named. Raises Refused, naming some."""
    query = select(Application.id, Application.reference).where(Application.archived.is_(False))
    if round_reference.strip():
        query = query.where(Application.round_id == round_named(session, round_reference))
    every = session.execute(query.order_by(Application.reference)).all()
    if not every:
        where = f" in the round “{round_reference.strip()}”" if round_reference.strip() else ""
        raise Refused(f"There is no application{where} yet.", "application")
    return _named("application", reference, [(row.id, row.reference) for row in every])


def _named(noun: str, reference: str, every: Sequence[tuple[str, str]]) -> str:
    """The id that goes with a reference."""
    wanted, known = reference.strip(), some(each for _, each in every)
    if not wanted:
        raise Refused(f"Name the {noun} by its reference. There are: {known}.", noun)
    found = next((one for one, each in every if each.casefold() == wanted.casefold()), None)
    if found is None:
        raise Refused(f"There is no {noun} “{wanted}”. There are: {known}.", noun)
    return found
