"""What re-balances allocations: factors with a figure for each partnership, and scenarios with weights and limits.

A factor's figure is kept in millionths, so that a rate such as 23.456 is exact; weights and rates are tenths of a
percent; amounts are whole pence.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.allocations import not_negative
from db.base import STRICT, Record, one_active


def percent(name: str, label: str, *, field: str = "") -> CheckConstraint:
    """A percentage from 0 to 100, in tenths of a percent."""
    return CheckConstraint(
        f"{name} BETWEEN 0 AND 1000",
        name,
        info={"sentence": f"{label} lies between 0 % and 100 %.", "field": field or name},
    )


class Factor(Record):
    """A column of figures that money may be shared by, such as population; one of them may be the heads counted."""

    __tablename__ = "factor"
    __table_args__ = (
        one_active("uq_factor_name", "name", sentence="There is already a factor with this name.", field="name"),
        STRICT,
    )

    name: Mapped[str]
    source: Mapped[str]
    as_of: Mapped[date | None]
    is_population: Mapped[bool]
    allows_nought: Mapped[bool]
    position: Mapped[int]


class FactorFigure(Record):
    """A partnership's figure of a factor, in millionths."""

    __tablename__ = "factor_figure"
    __table_args__ = (
        not_negative("millionths", "A factor's figure cannot be below 0."),
        one_active(
            "uq_factor_figure_factor_partnership",
            "factor_id",
            "partnership_id",
            sentence="This partnership already has a figure of that factor.",
            field="figures",
        ),
        STRICT,
    )

    factor_id: Mapped[str] = mapped_column(ForeignKey("factor.id"))
    partnership_id: Mapped[str] = mapped_column(ForeignKey("partnership.id"), index=True)
    millionths: Mapped[int]


class Scenario(Record):
    """One way to share a budget line's money in the years after `year`, by weights, reserves and limits.

    `years` is over how many of them it is brought in. `by_district` takes every partnership by its own figures; without
    it a county is one, its districts held. Limits on a loss or a gain are pence or tenths of a percent of the present
    grant. It is in nobody else's list until it is shared. Once adopted it is not changed any more, and `adopted_data`
    is what it was computed from then, as text.
    """

    __tablename__ = "scenario"
    __table_args__ = (
        CheckConstraint(
            "years BETWEEN 1 AND 10",
            "years",
            info={"sentence": "It can be brought in over 1 to 10 years.", "field": "years"},
        ),
        not_negative("loss_pence"),
        not_negative("gain_pence"),
        percent("loss_tenths", "A limit on a loss", field="loss"),
        percent("gain_tenths", "A limit on a gain", field="gain"),
        percent("reserve_rate_tenths", "The rate", field="reserve_rate"),
        CheckConstraint(
            "reserve_months BETWEEN 0 AND 120",
            "reserve_months",
            info={"sentence": "Give from 0 to 120 months of grant.", "field": "reserve_months"},
        ),
        STRICT,
    )

    name: Mapped[str]
    author: Mapped[str]
    is_shared: Mapped[bool]
    line_id: Mapped[str] = mapped_column(ForeignKey("budget_line.id"), index=True)
    year: Mapped[int]
    years: Mapped[int]
    by_district: Mapped[bool]
    loss_pence: Mapped[int | None]
    loss_tenths: Mapped[int | None]
    gain_pence: Mapped[int | None]
    gain_tenths: Mapped[int | None]
    reserve_months: Mapped[int]
    reserve_rate_tenths: Mapped[int]
    note: Mapped[str]
    adopted_on: Mapped[date | None]
    adopted_by: Mapped[str]
    adopted_reason: Mapped[str]
    adopted_data: Mapped[str]


class ScenarioTotal(Record):
    """What there is to share in one of a scenario's years, in pence, where it is not the present total."""

    __tablename__ = "scenario_total"
    __table_args__ = (
        not_negative("total_pence", "A total cannot be below £0."),
        one_active(
            "uq_scenario_total_year",
            "scenario_id",
            "year",
            sentence="That year already has a total.",
            field="totals",
        ),
        STRICT,
    )

    scenario_id: Mapped[str] = mapped_column(ForeignKey("scenario.id"))
    year: Mapped[int]
    total_pence: Mapped[int]


class ScenarioWeight(Record):
    """What a factor counts for in a scenario, in tenths of a percent."""

    __tablename__ = "scenario_weight"
    __table_args__ = (
        percent("weight_tenths", "A weight", field="weights"),
        one_active(
            "uq_scenario_weight_factor",
            "scenario_id",
            "factor_id",
            sentence="That factor already has a weight.",
            field="weights",
        ),
        STRICT,
    )

    scenario_id: Mapped[str] = mapped_column(ForeignKey("scenario.id"))
    factor_id: Mapped[str] = mapped_column(ForeignKey("factor.id"), index=True)
    weight_tenths: Mapped[int]


class ScenarioLimit(Record):
    """What one partnership is held at, not to fall below or rise above: pence, or tenths of a percent of its grant."""

    __tablename__ = "scenario_limit"
    __table_args__ = (
        not_negative("held_pence"),
        not_negative("floor_pence"),
        not_negative("cap_pence"),
        percent("floor_tenths", "A floor", field="limits"),
        CheckConstraint(
            "cap_tenths BETWEEN 0 AND 2000",
            "cap_tenths",
            info={"sentence": "A cap lies between 0 % and 200 % of the present grant.", "field": "limits"},
        ),
        one_active(
            "uq_scenario_limit_partnership",
            "scenario_id",
            "partnership_id",
            sentence="That partnership already has its limits.",
            field="limits",
        ),
        STRICT,
    )

    scenario_id: Mapped[str] = mapped_column(ForeignKey("scenario.id"))
    partnership_id: Mapped[str] = mapped_column(ForeignKey("partnership.id"), index=True)
    held_pence: Mapped[int | None]
    floor_pence: Mapped[int | None]
    floor_tenths: Mapped[int | None]
    cap_pence: Mapped[int | None]
    cap_tenths: Mapped[int | None]
