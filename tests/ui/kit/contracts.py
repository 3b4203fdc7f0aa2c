"""A few contracts, plainly made up, as they are read: what a timeline has to draw."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from app.contracts.parts import (
    BreakRecord,
    ConditionRecord,
    ContractRecord,
    ContributionRecord,
    OptionRecord,
)
from app.contracts.standing import current_end, state
from app.listing import Column, Group, Line, Listing
from app.money import Pence

TODAY = date(2019, 11, 14)
COLUMNS = (
    Column("contract", "Contract"),
    Column("provider", "Provider"),
    Column("a_year", "£ a year", "pence"),
    Column("ends", "Ends", "day"),
    Column("state", "Status", "chip"),
    Column("timeline", "Timeline"),
)


def contract(at: str, title: str, starts_on: date, ends_on: date, pounds: int = 62_400, **parts: Any) -> ContractRecord:
    """A contract with whatever parts it is given."""
    return ContractRecord(
        id=at,
        version=1,
        archived=False,
        reference=f"C-{at}",
        title=title,
        purpose="",
        organisation_id=f"provider-{at}",
        organisation=f"Provider of {title}",
        lead_id="",
        lead="",
        co_commissioners=(),
        owner="",
        regime="act-2023",
        kind="light-touch",
        route="",
        value=Pence(pounds * 100),
        gross=None,
        value_per="year",
        signed_on=starts_on,
        starts_on=starts_on,
        ends_on=ends_on,
        notice_months=None,
        review_every="quarter",
        scale="",
        is_vcse=False,
        cpv="",
        ocid="",
        assignment="",
        data_agreement="",
        published_on=None,
        note="",
        **parts,
    )


def option(number: int, starts_on: date, ends_on: date, notice_on: date | None = None) -> OptionRecord:
    """An open option to extend."""
    return OptionRecord(f"o{number}", 1, number, starts_on, ends_on, notice_on, Pence(0), None, "open", "")


def money(year: int, status: Literal["agreed", "conditional"], pounds: int) -> ContributionRecord:
    """What the partner pays in a year."""
    amount = Pence(pounds * 100)
    return ContributionRecord(f"m{year}", 1, "partner", "Health partner", year, status, amount, None, "the option")


ADVOCACY = contract(
    "advocacy",
    "Advocacy service",
    date(2018, 10, 1),
    date(2021, 9, 30),
    415_000,
    options=(
        option(1, date(2021, 10, 1), date(2022, 9, 30), date(2021, 3, 31)),
        option(2, date(2022, 10, 1), date(2023, 9, 30), date(2022, 3, 31)),
    ),
    contributions=(
        money(2018, "agreed", 158_590),
        money(2019, "agreed", 212_199),
        money(2020, "conditional", 202_199),
        money(2021, "conditional", 202_199),
    ),
)
TRIAGE = contract(
    "triage",
    "Street triage",
    date(2019, 4, 1),
    date(2020, 3, 31),
    conditions=(ConditionRecord("k", 1, "Health partners agree their share", None, date(2020, 3, 1), None, ""),),
    breaks=(BreakRecord("b", 1, date(2019, 12, 31), date(2019, 9, 30), "either", "open", ""),),
)
LONG = contract("long", "Long ago begun", date(2009, 4, 1), date(2020, 9, 30))
ENDED = contract(
    "ended",
    "Ended early",
    date(2018, 6, 1),
    date(2022, 6, 30),
    breaks=(BreakRecord("b", 1, date(2020, 12, 31), None, "either", "taken", ""),),
)
CONTRACTS = (ADVOCACY, TRIAGE, LONG, ENDED)


def listing(*, grouped: bool = False) -> Listing:
    """The contracts as a list whose last column is drawn."""
    lines = tuple(
        Line(
            one.id,
            (one.title, one.organisation, one.value, current_end(one), state(one, TODAY), ""),
            "all" if grouped else "",
        )
        for one in CONTRACTS
    )
    return Listing("Contracts", COLUMNS, lines, (Group("all", "All of them"),) if grouped else ())
