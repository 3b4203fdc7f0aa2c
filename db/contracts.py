"""Contracts: their term, options and variations, who pays, on what conditions, and who does part of the work.

Amounts are whole pence without VAT unless they are called gross; shares are tenths of a percent; a year is its start
year. How a contract goes is in `contract_reviews.py`.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.allocations import not_negative
from db.base import STRICT, Record, one_active
from db.funds import positive


def gross_above_net() -> CheckConstraint:
    """A value with VAT is not below the same value without it."""
    return CheckConstraint(
        "gross_pence >= value_pence",
        "gross_above_net",
        info={"sentence": "The value with VAT is below the value without it.", "field": "gross"},
    )


def in_order() -> CheckConstraint:
    """What ends does not end before it starts."""
    return CheckConstraint(
        "ends_on >= starts_on", "in_order", info={"sentence": "It ends before it starts.", "field": "ends_on"}
    )


class Contract(Record):
    """A contract for a service: with whom, by which rules, from when to when at first, and what it is worth then.

    `value_pence` is for the initial term, or a year of it, as `value_per` says. `ends_on` is the last day of the
    initial term. No lead commissioner means this office.
    """

    __tablename__ = "contract"
    __table_args__ = (
        CheckConstraint("kind IN ('services', 'goods', 'works', 'light-touch')", "kind"),
        CheckConstraint(
            "regime IN ('act-2023', 'regulations-2015', 'provider-selection', 'grant', 'exempt')", "regime"
        ),
        CheckConstraint(
            "route IN ('', 'open', 'flexible', 'direct', 'framework', 'quotes', 'waiver', 'provider-selection')",
            "route",
        ),
        CheckConstraint("value_per IN ('term', 'year')", "value_per"),
        CheckConstraint("review_every IN ('quarter', 'half-year', 'year', 'none')", "review_every"),
        CheckConstraint("scale IN ('', 'sme', 'large')", "scale"),
        CheckConstraint("data_agreement IN ('', 'in place', 'missing', 'not needed')", "data_agreement"),
        not_negative("value_pence"),
        gross_above_net(),
        in_order(),
        one_active(
            "uq_contract_reference",
            "reference",
            sentence="There is already a contract with this reference.",
            field="reference",
        ),
        STRICT,
    )

    reference: Mapped[str]
    title: Mapped[str]
    purpose: Mapped[str]
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    lead_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    owner: Mapped[str]
    regime: Mapped[str]
    kind: Mapped[str]
    route: Mapped[str]
    value_pence: Mapped[int]
    gross_pence: Mapped[int | None]
    value_per: Mapped[str]
    signed_on: Mapped[date | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    notice_months: Mapped[int | None]
    review_every: Mapped[str]
    scale: Mapped[str]
    is_vcse: Mapped[bool]
    cpv: Mapped[str]
    ocid: Mapped[str]
    assignment: Mapped[str]
    data_agreement: Mapped[str]
    published_on: Mapped[date | None]
    note: Mapped[str]


class CoCommissioner(Record):
    """An organisation that commissions together with the lead."""

    __tablename__ = "co_commissioner"
    __table_args__ = (
        one_active(
            "uq_co_commissioner",
            "contract_id",
            "organisation_id",
            sentence="This organisation already commissions it.",
            field="co_commissioners",
        ),
        STRICT,
    )

    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)


class ContractFund(Record):
    """The share of a contract's net cost that a budget line pays from a year on, until a later year has a split."""

    __tablename__ = "contract_fund"
    __table_args__ = (
        CheckConstraint(
            "share_tenths BETWEEN 1 AND 1000",
            "share_tenths",
            info={"sentence": "A share is more than 0 % and at most 100 %.", "field": "shares"},
        ),
        one_active(
            "uq_contract_fund",
            "contract_id",
            "line_id",
            "from_year",
            sentence="This line already has a share from that year on.",
            field="shares",
        ),
        STRICT,
    )

    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"))
    line_id: Mapped[str] = mapped_column(ForeignKey("budget_line.id"), index=True)
    from_year: Mapped[int]
    share_tenths: Mapped[int]


class ContractCommitment(Record):
    """Which agreement of a budget holds a contract's cost in its year: it is agreed there and nowhere else."""

    __tablename__ = "contract_commitment"
    __table_args__ = (
        one_active(
            "uq_contract_commitment",
            "commitment_id",
            sentence="This agreement already belongs to a contract.",
            field="commitment_id",
        ),
        STRICT,
    )

    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"), index=True)
    commitment_id: Mapped[str] = mapped_column(ForeignKey("commitment.id"))


class ContractOption(Record):
    """An option to extend: from when to when, its notice date and value, and whether it was taken, by what decision."""

    __tablename__ = "contract_option"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'taken', 'declined')", "status"),
        CheckConstraint(
            "status <> 'taken' OR decision_id IS NOT NULL",
            "decided",
            info={"sentence": "An option cannot be taken without its decision.", "field": "reference"},
        ),
        not_negative("value_pence"),
        gross_above_net(),
        in_order(),
        STRICT,
    )

    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    notice_on: Mapped[date | None]
    value_pence: Mapped[int]
    gross_pence: Mapped[int | None]
    status: Mapped[str]
    decision_id: Mapped[str | None] = mapped_column(ForeignKey("decision.id"), index=True)
    note: Mapped[str]


class ContractBreak(Record):
    """A day on which a contract may be ended early, by whom, with notice by when; taken by a decision."""

    __tablename__ = "contract_break"
    __table_args__ = (
        CheckConstraint("whose IN ('office', 'provider', 'either')", "whose"),
        CheckConstraint("status IN ('open', 'taken')", "status"),
        CheckConstraint(
            "status <> 'taken' OR decision_id IS NOT NULL",
            "decided",
            info={"sentence": "A contract cannot be ended early without its decision.", "field": "reference"},
        ),
        one_active(
            "uq_contract_break",
            "contract_id",
            "break_on",
            sentence="There is already a break point on that day.",
            field="break_on",
        ),
        STRICT,
    )

    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"))
    break_on: Mapped[date]
    notice_on: Mapped[date | None]
    whose: Mapped[str]
    status: Mapped[str]
    decision_id: Mapped[str | None] = mapped_column(ForeignKey("decision.id"), index=True)
    note: Mapped[str]


class ContractVariation(Record):
    """A change to a contract: its number, its type, what it does to the value from which day, when it was signed."""

    __tablename__ = "contract_variation"
    __table_args__ = (
        CheckConstraint("kind IN ('value', 'scope', 'terms')", "kind"),
        one_active(
            "uq_contract_variation",
            "contract_id",
            "number",
            sentence="There is already a variation with this number.",
            field="number",
        ),
        STRICT,
    )

    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"))
    number: Mapped[int]
    kind: Mapped[str]
    change_pence: Mapped[int]
    gross_change_pence: Mapped[int | None]
    effective_on: Mapped[date]
    signed_on: Mapped[date | None]
    reason: Mapped[str]


class ContractYear(Record):
    """What an officer moved into a year or out of it beside what the dates give; all years of a contract come to £0."""

    __tablename__ = "contract_year"
    __table_args__ = (
        one_active(
            "uq_contract_year",
            "contract_id",
            "year",
            sentence="This year has already been adjusted.",
            field="amounts",
        ),
        STRICT,
    )

    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"))
    year: Mapped[int]
    change_pence: Mapped[int]
    reason: Mapped[str]


class Contribution(Record):
    """What a partner pays towards a contract in a year: agreed, or only on a condition; until a day where it stops."""

    __tablename__ = "contribution"
    __table_args__ = (
        CheckConstraint("status IN ('agreed', 'conditional')", "status"),
        positive(),
        one_active(
            "uq_contribution",
            "contract_id",
            "organisation_id",
            "year",
            "status",
            sentence="This partner already pays something of that kind in that year.",
            field="amounts",
        ),
        STRICT,
    )

    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    year: Mapped[int]
    status: Mapped[str]
    amount_pence: Mapped[int]
    until: Mapped[date | None]
    condition: Mapped[str]


class ContractCondition(Record):
    """What the contract is subject to; until it is met nothing from `blocks_from` on may be agreed or taken."""

    __tablename__ = "contract_condition"

    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"), index=True)
    words: Mapped[str]
    due_on: Mapped[date | None]
    blocks_from: Mapped[date | None]
    met_on: Mapped[date | None]
    evidence: Mapped[str]


class SubContract(Record):
    """Part of a contract that somebody else does, or gives on as a grant on the office's behalf: inside its value.

    `match_pence` is what is put to it from elsewhere.
    """

    __tablename__ = "sub_contract"
    __table_args__ = (
        CheckConstraint("kind IN ('sub-contract', 'onward grant')", "kind"),
        positive(),
        not_negative("match_pence"),
        in_order(),
        STRICT,
    )

    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[str]
    purpose: Mapped[str]
    amount_pence: Mapped[int]
    match_pence: Mapped[int]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class ContractNotice(Record):
    """A notice that was published about a contract; `about` tells which of those that recur."""

    __tablename__ = "contract_notice"
    __table_args__ = (
        one_active(
            "uq_contract_notice",
            "contract_id",
            "code",
            "about",
            sentence="This notice has already been published.",
            field="code",
        ),
        STRICT,
    )

    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"))
    code: Mapped[str]
    about: Mapped[str]
    published_on: Mapped[date]
    number: Mapped[str]


class ProcurementThreshold(Record):
    """From which value on, with VAT, a rule of procurement holds, from a day on, where the office says otherwise."""

    __tablename__ = "procurement_threshold"
    __table_args__ = (
        not_negative("amount_pence"),
        one_active(
            "uq_procurement_threshold",
            "from_on",
            "threshold",
            sentence="This threshold is already set from that day on.",
            field="from_on",
        ),
        STRICT,
    )

    from_on: Mapped[date]
    threshold: Mapped[str]
    amount_pence: Mapped[int]
    source: Mapped[str]


class ContractRule(Record):
    """How many months before its end a contract is told of, and the day no contract should outrun unseen."""

    __tablename__ = "contract_rule"
    __table_args__ = (
        CheckConstraint(
            "near_months > 0 AND middle_months > near_months AND far_months > middle_months",
            "bands",
            info={"sentence": "Give the bands from the furthest to the nearest, in months.", "field": "middle_months"},
        ),
        STRICT,
    )

    far_months: Mapped[int]
    middle_months: Mapped[int]
    near_months: Mapped[int]
    handover_on: Mapped[date]
