"""What is known of organisations that ask for money: their numbers, where they are, whether they may have any.

How an organisation is checked before it is given money is in `diligence`, by topic, with an expiry.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.base import STRICT, Record, one_active


class Identifier(Record):
    """A number an organisation is known by in a register: the list's code as org-id.guide has it, and the number."""

    __tablename__ = "identifier"
    __table_args__ = (
        one_active(
            "uq_identifier_scheme_number",
            "scheme",
            "number",
            sentence="Another organisation already has this number.",
            field="number",
        ),
        STRICT,
    )

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    scheme: Mapped[str]
    number: Mapped[str]
    checked_on: Mapped[date | None]
    checked_how: Mapped[str]


class Profile(Record):
    """Where an organisation is and what it is, as an office needs it; `unregistered` says why it has no number."""

    __tablename__ = "profile"
    __table_args__ = (
        one_active(
            "uq_profile_organisation",
            "organisation_id",
            sentence="This organisation already has its details.",
            field="organisation",
        ),
        STRICT,
    )

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    address: Mapped[str]
    postcode: Mapped[str]
    website: Mapped[str]
    unregistered: Mapped[str]
    income_pence: Mapped[int | None]
    founded_on: Mapped[date | None]


class Contact(Record):
    """A person to speak to at an organisation, about one application or in general. Personal, to be erased later."""

    __tablename__ = "contact"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    application_id: Mapped[str | None] = mapped_column(ForeignKey("application.id"), index=True)
    person: Mapped[str]
    post: Mapped[str]
    email: Mapped[str]
    telephone: Mapped[str]


class HardStop(Record):
    """Why an organisation may have no money for now: who said so, and who lifted it."""

    __tablename__ = "hard_stop"
    __table_args__ = (
        CheckConstraint(
            "lifted_on IS NULL OR (lifted_by <> '' AND lift_reason <> '')",
            "lifted",
            info={"sentence": "Say who lifts the stop and why.", "field": "lift_reason"},
        ),
        STRICT,
    )

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    reason: Mapped[str]
    set_by: Mapped[str]
    set_on: Mapped[date]
    lifted_by: Mapped[str]
    lifted_on: Mapped[date | None]
    lift_reason: Mapped[str]


class Diligence(Record):
    """One check of an organisation, in general or for one application: what was looked at, by whom, how it came out.

    The check of bank details holds that they were confirmed by a call back, by whom and by which second person; never
    the details themselves.
    """

    __tablename__ = "diligence"
    __table_args__ = (
        CheckConstraint(
            "topic IN ('identity', 'finance', 'policies', 'safeguarding', 'data protection', 'effectiveness', "
            "'partners', 'double funding', 'bank')",
            "topic",
        ),
        CheckConstraint("outcome IN ('clear', 'conditions', 'refer', 'fail')", "outcome"),
        CheckConstraint(
            "outcome <> 'conditions' OR conditions <> ''",
            "conditions",
            info={"sentence": "Say on which conditions it is clear.", "field": "conditions"},
        ),
        CheckConstraint(
            "second_by = '' OR second_by <> checked_by",
            "two_people",
            info={"sentence": "A second person has to confirm it.", "field": "second_by"},
        ),
        STRICT,
    )

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    application_id: Mapped[str | None] = mapped_column(ForeignKey("application.id"), index=True)
    topic: Mapped[str]
    outcome: Mapped[str]
    evidence: Mapped[str]
    conditions: Mapped[str]
    checked_by: Mapped[str]
    checked_on: Mapped[date]
    second_by: Mapped[str]
    expires_on: Mapped[date | None]
