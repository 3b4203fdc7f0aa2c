"""The fields of a contract's money: who pays, what each year costs, partners, conditions, sub-contracts; and its grids.

Shares are kept in tenths of a percent, amounts in pence, years as their start years. A cell goes by `row:column`; one
that is empty is not in the grid.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from app.contracts.parts import ContractRecord
from app.contracts.standing import current_value, latest_end
from app.contracts.yearly import years
from app.fields import Choice, Field, GridColumn, GridRow, GridShape
from app.years import SLASH, format_year, year_of

SUB_KINDS = (
    Choice("sub-contract", "Sub-contract: does part of the work"),
    Choice("onward grant", "Onward grant: gives money on for the office"),
)
CONTRIBUTION_STATUSES = (Choice("agreed", "Agreed"), Choice("conditional", "On a condition"))
APPROVER = Field(
    "overspend_approver", "Overspending approved by", help="Only where this takes a line over what it has left."
)


def shares(shape: GridShape) -> tuple[Field, ...]:
    """Which lines pay which part of the net cost, from which year on."""
    return (
        Field(
            "shares",
            "Who pays",
            "grid",
            grid=shape,
            help="Each year that has a share comes to 100 %. It holds until a later year has shares of its own.",
        ),
    )


AGREE = (
    Field("year", "Year", "year", True),
    Field("agreed_on", "Agreed on", "day"),
    APPROVER,
)
"""Agreeing the net cost of a year out of the lines that pay it."""


def adjusting(shape: GridShape) -> tuple[Field, ...]:
    """What the contract costs in each year, where that is not what the dates give."""
    return (
        Field("amounts", "By year", "grid", grid=shape, help="All years together stay what the contract is worth."),
        Field("reason", "Reason", "long", True, help="Why the money falls otherwise than the dates give."),
    )


def partner(shape: GridShape) -> tuple[Field, ...]:
    """What a partner pays towards the contract, year by year."""
    return (
        Field("organisation", "Partner", required=True, help="The organisation of this name; a new one if none."),
        Field("amounts", "Pays", "grid", grid=shape),
        Field("condition", "Condition", help="What has to happen before the money on a condition is certain."),
        Field("until", "Pays until", "day", help="The last day paid for, where it stops before its last year does."),
    )


CONDITION = (
    Field("words", "Subject to", "long", True, help="What has to happen, in the words of the contract."),
    Field("due_on", "To be met by", "day"),
    Field("blocks_from", "Blocks from", "day", help="Nothing from this day on is agreed or taken until it is met."),
)
MEET = (
    Field("met_on", "Met on", "day", True),
    Field("evidence", "Evidence", "long", True, help="What shows it, so that it can be found again."),
)
SUB_CONTRACT = (
    Field("organisation", "Organisation", required=True, help="The organisation of this name; a new one if none."),
    Field("kind", "Kind", "choice", True, SUB_KINDS),
    Field("purpose", "What for", "long"),
    Field("amount_pence", "Amount, £", "pence", True, help="Inside the contract's value, never added to it."),
    Field("match_pence", "Match funding, £", "pence", help="What is put to it from elsewhere; it comes on top."),
    Field("starts_on", "Starts on", "day"),
    Field("ends_on", "Ends on", "day"),
)


# grids


def shares_shape(lines: Iterable[Choice], years: Iterable[int], *, year_style: str = SLASH) -> GridShape:
    """A row for each budget line that may pay (its id and name), a column for each year a split may hold from."""
    return GridShape(
        tuple(GridRow(one.value, one.label) for one in lines),
        tuple(GridColumn(str(year), f"From {format_year(year, year_style)} %", "percent") for year in years),
    )


def shares_cells(one: ContractRecord) -> dict[str, int]:
    """The shares there are, in tenths of a percent, by `line_id:from_year`."""
    return {f"{each.line_id}:{each.from_year}": each.tenths for each in one.shares}


def split_years(one: ContractRecord) -> list[int]:
    """The years a split may hold from: those the contract may run in, and those that have shares already."""
    return sorted({*running_years(one), *(each.from_year for each in one.shares)})


def running_years(one: ContractRecord) -> range:
    """Every financial year the contract runs in, or would if all open options were taken."""
    return range(year_of(one.starts_on), year_of(latest_end(one)) + 1)


def years_shape(one: ContractRecord, *, year_style: str = SLASH) -> GridShape:
    """A row for each year of the contract as it stands: what the dates give, and what it is to be.

    Together the years come to what the contract is worth.
    """
    return GridShape(
        tuple(GridRow(str(each.year), format_year(each.year, year_style)) for each in years(one)),
        (
            GridColumn("dates", "By the dates £", "pence", locked=True),
            GridColumn("value", "In the year £", "pence", current_value(one)),
        ),
    )


def years_cells(one: ContractRecord) -> dict[str, int]:
    """What each year costs by the dates and as it is, in pence, by `year:dates` and `year:value`."""
    found: dict[str, int] = {}
    for each in years(one):
        found[f"{each.year}:dates"] = each.computed
        found[f"{each.year}:value"] = each.value
    return found


def partner_shape(one: ContractRecord, *, year_style: str = SLASH) -> GridShape:
    """A row for each year the contract may run in, also by options still open: what is agreed, what hangs on something.

    Years outside them in which some partner pays already have a row too.
    """
    every = sorted({*running_years(one), *(each.year for each in one.contributions)})
    return GridShape(
        tuple(GridRow(str(year), format_year(year, year_style)) for year in every),
        tuple(GridColumn(status.value, f"{status.label} £", "pence") for status in CONTRIBUTION_STATUSES),
    )


def partner_cells(one: ContractRecord, organisation_id: str) -> dict[str, int]:
    """What a partner pays, in pence, by `year:agreed` and `year:conditional`; nothing for one who pays nothing."""
    return {
        f"{each.year}:{each.status}": each.amount
        for each in one.contributions
        if each.organisation_id == organisation_id
    }


def partner_values(one: ContractRecord, organisation_id: str) -> dict[str, Any]:
    """A partner's money as its form holds it; `amounts` is what it was as the person saw it, too."""
    mine = [each for each in one.contributions if each.organisation_id == organisation_id]
    last = max((each.year for each in mine), default=None)
    return {
        "organisation": next((each.organisation for each in mine), ""),
        "amounts": partner_cells(one, organisation_id),
        "condition": next((each.condition for each in mine if each.condition), ""),
        "until": next((each.until for each in mine if each.year == last), None),
    }


def partner_version(one: ContractRecord, organisation_id: str) -> int:
    """What rises with every save to a partner's money."""
    return sum(each.version for each in one.contributions if each.organisation_id == organisation_id)


LABELS: dict[str, tuple[Field, ...]] = {
    "contract_fund": (
        Field("line_id", "Budget line"),
        Field("from_year", "From", "year"),
        Field("share_tenths", "Share", "percent"),
    ),
    "contract_commitment": (Field("commitment_id", "Agreement"),),
    "contract_year": (
        Field("year", "Year", "year"),
        Field("change_pence", "Moved into the year", "pence"),
        Field("reason", "Reason"),
    ),
    "contribution": (
        Field("organisation_id", "Partner"),
        Field("year", "Year", "year"),
        Field("status", "Status", "choice", choices=CONTRIBUTION_STATUSES),
        Field("amount_pence", "Pays", "pence"),
        Field("until", "Pays until", "day"),
        Field("condition", "Condition"),
    ),
    "contract_condition": (*CONDITION, *MEET),
    "sub_contract": (
        Field("organisation_id", "Organisation"),
        *(replace(one, label=one.label.removesuffix(", £")) for one in SUB_CONTRACT[1:]),
    ),
}
"""Which words the history uses for the columns of each table."""
