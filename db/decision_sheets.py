"""Decision sheets: what was put to whom, who approved it, and exactly what they approved; and the letters after it.

A sheet is prepared, approved, and signed; signing makes the `decision` with the next number of its year. Amounts are
whole pence, a year its start year.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column, object_session

from db.allocations import not_negative
from db.base import STRICT, Record, one_active

SIGNED = "The decision has been signed. It stays as it was approved; another one can take its place."
PUT_FORWARD = "It is for approval. Change it by hand, so that it is known who prepared it."
APPROVED = "It has been approved since. Take it back from approval by hand."
GONE_OUT = "This letter has been given out, and stays as it is. Take back that it was, if it was not."
READ_SINCE = "Somebody has read the letter since. Change it by hand, and let it be read again."
NOT_OUT = "The letter may have been changed since. Say by hand that it was given out."


class DecisionRule(Record):
    """How the office decides: above which amount three people approve, and how its decisions are numbered.

    `pattern` has `{number}` for the running number of the year and `{year}` for the year.
    """

    __tablename__ = "decision_rule"
    __table_args__ = (not_negative("limit_pence"), STRICT)

    limit_pence: Mapped[int]
    pattern: Mapped[str]
    maker_title: Mapped[str]


class DecisionSheet(Record):
    """One decision as it is put to those who approve it. `state` is draft, for approval, signed, or withdrawn.

    `number` counts from 1 in its `year` without a gap and is given on signing, with the decision it makes. `snapshot`
    is all that was approved, as JSON, and `digest` its SHA-256; both are empty until it is signed. `withheld` is the
    part that is not published, for the reason `exemption`, looked at again on `review_on`. `prepared_by` is the account
    that put it to approval. `supersedes_id` is the signed sheet in whose place this one stands.
    """

    __tablename__ = "decision_sheet"
    __table_args__ = (
        CheckConstraint("kind IN ('grants', 'contract', 'allocation', 'virement', 'other')", "kind"),
        CheckConstraint("state IN ('draft', 'for approval', 'signed', 'withdrawn')", "state"),
        CheckConstraint("publication IN ('full', 'part', 'none')", "publication"),
        CheckConstraint(
            "publication = 'full' OR exemption <> ''",
            "exemption",
            info={"sentence": "Say under which exemption it is not published.", "field": "exemption"},
        ),
        CheckConstraint(
            "(state = 'signed') = (number IS NOT NULL)",
            "numbered",
            info={"sentence": "A decision has a number once it is signed, and not before.", "field": "number"},
        ),
        one_active(
            "uq_decision_sheet_number",
            "year",
            "number",
            sentence="This number of the year has been given already.",
            field="number",
        ),
        STRICT,
    )

    kind: Mapped[str]
    title: Mapped[str]
    year: Mapped[int]
    round_id: Mapped[str | None] = mapped_column(ForeignKey("round.id"), index=True)
    contract_id: Mapped[str | None] = mapped_column(ForeignKey("contract.id"), index=True)
    line_id: Mapped[str | None] = mapped_column(ForeignKey("budget_line.id"), index=True)
    state: Mapped[str]
    number: Mapped[int | None]
    decision_id: Mapped[str | None] = mapped_column(ForeignKey("decision.id"), index=True)
    supersedes_id: Mapped[str | None] = mapped_column(ForeignKey("decision_sheet.id"), index=True)
    lead_officer: Mapped[str]
    lead_post: Mapped[str]
    marking: Mapped[str]
    publication: Mapped[str]
    exemption: Mapped[str]
    review_on: Mapped[date | None]
    summary: Mapped[str]
    background: Mapped[str]
    recommendation: Mapped[str]
    power: Mapped[str]
    consultation: Mapped[str]
    finance: Mapped[str]
    legal: Mapped[str]
    equality: Mapped[str]
    data_protection: Mapped[str]
    risk: Mapped[str]
    subsidy: Mapped[str]
    conflicts: Mapped[str]
    background_papers: Mapped[str]
    withheld: Mapped[str]
    interests_confirmed: Mapped[bool]
    interests_note: Mapped[str]
    prepared_by: Mapped[str]
    prepared_on: Mapped[date | None]
    signed_on: Mapped[date | None]
    limit_pence: Mapped[int]
    snapshot: Mapped[str]
    digest: Mapped[str]
    published_on: Mapped[date | None]
    link: Mapped[str]

    def settled_in(self, columns: Collection[str]) -> str:
        """Everything that was signed, but for where and when it was published; what is for approval, for all who did
        not prepare it.

        Putting it to approval is taken back by itself until somebody has approved it.
        """
        if self.state == "signed":
            return "" if {"published_on", "link"}.issuperset(columns) else SIGNED
        if self.state != "for approval":
            return ""
        if not _PUTTING.issuperset(columns):
            return self.unprepared
        return APPROVED if self._is_approved() else ""

    @property
    def unprepared(self) -> str:
        """That what is for approval is not for this account to undo, in a sentence; empty for who has prepared it."""
        session = object_session(self)
        name = getattr(session.info.get("who"), "name", "") if session is not None else ""
        known = {_plain(one) for one in self.prepared_by.split(", ")}
        return PUT_FORWARD if self.state == "for approval" and name and _plain(name) not in known else ""

    def _is_approved(self) -> bool:
        session = object_session(self)
        given = select(Approval.id).where(Approval.sheet_id == self.id, Approval.archived.is_(False))
        return session is not None and session.scalars(given.limit(1)).first() is not None


def _plain(account: str) -> str:
    """An account without case, and without the domain before or after it."""
    return account.strip().rpartition("\\")[2].partition("@")[0].casefold()


_PUTTING = frozenset(("state", "prepared_on", "prepared_by", "limit_pence"))
"""What putting a sheet to approval changes of it."""


class OfSheet(Record):
    """A part of a decision sheet: settled once that is signed, and for others than who prepared it while it is for
    approval."""

    __abstract__ = True

    sheet_id: Mapped[str]

    @property
    def settled(self) -> str:
        sheet = self._sheet()
        return "" if sheet is None else SIGNED if sheet.state == "signed" else sheet.unprepared

    def _sheet(self) -> DecisionSheet | None:
        session = object_session(self)
        return session.get(DecisionSheet, self.sheet_id) if session else None


class DecisionOption(OfSheet):
    """What could have been decided, and why it was or was not."""

    __tablename__ = "decision_option"

    sheet_id: Mapped[str] = mapped_column(ForeignKey("decision_sheet.id"), index=True)
    position: Mapped[int]
    text: Mapped[str]
    why: Mapped[str]
    is_chosen: Mapped[bool]


class DecisionImplication(OfSheet):
    """The answer to one of the office's headings of risks and implications."""

    __tablename__ = "decision_implication"
    __table_args__ = (
        one_active(
            "uq_decision_implication",
            "sheet_id",
            "heading",
            sentence="This heading has been answered already.",
            field="implications",
        ),
        STRICT,
    )

    sheet_id: Mapped[str] = mapped_column(ForeignKey("decision_sheet.id"))
    position: Mapped[int]
    heading: Mapped[str]
    answer: Mapped[str]


class DecisionAward(OfSheet):
    """One line of what a decision gives: to whom, for what, how much, and what becomes of the bid."""

    __tablename__ = "decision_award"
    __table_args__ = (
        CheckConstraint("outcome IN ('fund', 'reduced', 'reserve', 'defer', 'decline')", "outcome"),
        not_negative("amount_pence"),
        one_active(
            "uq_decision_award_application",
            "sheet_id",
            "application_id",
            sentence="This bid is in the decision already.",
            field="awards",
        ),
        STRICT,
    )

    sheet_id: Mapped[str] = mapped_column(ForeignKey("decision_sheet.id"))
    position: Mapped[int]
    application_id: Mapped[str | None] = mapped_column(ForeignKey("application.id"), index=True)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    payee: Mapped[str]
    purpose: Mapped[str]
    outcome: Mapped[str]
    amount_pence: Mapped[int]
    conditions: Mapped[str]

    def settled_in(self, columns: Collection[str]) -> str:
        """Everything that was signed, but for which record of an organisation it leads to, as two may be merged."""
        return "" if {"organisation_id"}.issuperset(columns) else self.settled


class Approval(OfSheet):
    """One signature under a sheet: given in the desk by that person's account, or recorded from a signed paper.

    `account` is who gave it in the desk, or who recorded the paper; `document_id` the paper, None where it was given in
    the desk. Nobody who prepared the sheet signs it.
    """

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint("role IN ('commissioner', 'monitoring officer', 'chief finance officer')", "role"),
        CheckConstraint("given IN ('desk', 'paper')", "given"),
        CheckConstraint(
            "given = 'desk' OR document_id IS NOT NULL",
            "signed_paper",
            info={"sentence": "Attach the signed paper first, then choose it here.", "field": "document"},
        ),
        one_active("uq_approval", "sheet_id", "role", sentence="This approval has been given already.", field="role"),
        STRICT,
    )

    sheet_id: Mapped[str] = mapped_column(ForeignKey("decision_sheet.id"))
    role: Mapped[str]
    given: Mapped[str]
    name: Mapped[str]
    post: Mapped[str]
    account: Mapped[str]
    given_on: Mapped[date]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"), index=True)
    digest: Mapped[str]

    @property
    def settled(self) -> str:
        sheet = self._sheet()
        return SIGNED if sheet is not None and sheet.state == "signed" else ""


class OutcomeLetter(Record):
    """The letter that tells an applicant what was decided: its own copy of the words, and when it went.

    `digest` is the SHA-256 of the letter as it was issued, empty until it was. Letters are given out by the office; the
    desk sends nothing.
    """

    __tablename__ = "outcome_letter"
    __table_args__ = (
        CheckConstraint("outcome IN ('fund', 'reduced', 'reserve', 'defer', 'decline')", "outcome"),
        one_active(
            "uq_outcome_letter",
            "sheet_id",
            "application_id",
            sentence="There is already a letter for this bid.",
            field="letter",
        ),
        STRICT,
    )

    sheet_id: Mapped[str] = mapped_column(ForeignKey("decision_sheet.id"))
    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"), index=True)
    outcome: Mapped[str]
    amount_pence: Mapped[int | None]
    addressee: Mapped[str]
    words: Mapped[str]
    feedback: Mapped[str]
    read_by: Mapped[str]
    read_on: Mapped[date | None]
    sent_on: Mapped[date | None]
    digest: Mapped[str]

    def settled_in(self, columns: Collection[str]) -> str:
        """All it says, once it was read or given out; that it was given out is taken back, and never put back."""
        if {"sent_on", "digest"}.issuperset(columns):
            return "" if self.sent_on is not None else NOT_OUT
        if self.sent_on is not None:
            return GONE_OUT
        is_text = not {"addressee", "words", "feedback"}.isdisjoint(columns)
        return READ_SINCE if self.read_by and is_text and "read_by" not in columns else ""
