"""Which form or step belongs to which action about who pays: shares, years, partners, conditions, what is passed on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.contracts import (
    adjusting,
    conditions,
    contributions,
    funding,
    money_fields,
    sub_contracts,
)
from app.contracts.parts import ConditionRecord, SubContractRecord
from app.contracts.shown import Shown
from app.fields import Choice
from app.years import format_year
from ui.edits import Spec, Step
from ui.tabs.contracts.specs import found, step


def shares(one: Shown, _: str) -> Spec | None:
    """Which budget lines pay which share of the net cost, from which year on."""
    c = one.contract
    if c is None:
        return None
    known = {choice.value for choice in one.lines}
    also = {each.line_id: each.line for each in c.shares if each.line_id not in known}
    lines = (*one.lines, *(Choice(key, name) for key, name in also.items()))
    shape = money_fields.shares_shape(lines, money_fields.split_years(c), year_style=one.year_style)
    cells = money_fields.shares_cells(c)
    return Spec(
        f"Who pays for {c.title}",
        "Save shares",
        "Say who pays a contract",
        money_fields.shares(shape),
        funding.set_shares,
        {"shares": cells},
        (c.id,),
        {"was": cells},
        rows=tuple(each.id for each in c.shares),
    )


def adjust(one: Shown, _: str) -> Spec | None:
    """What the contract costs in each year, where that is not what its dates give."""
    c = one.contract
    if c is None:
        return None
    cells = money_fields.years_cells(c)
    shape = money_fields.years_shape(c, year_style=one.year_style)
    reason = next((each.reason for each in reversed(c.adjustments) if each.reason), "")
    return Spec(
        f"{c.title} by year",
        "Save years",
        "Move money between years",
        money_fields.adjusting(shape),
        adjusting.set_years,
        {"amounts": cells, "reason": reason},
        (c.id,),
        {"was": cells},
        rows=tuple(each.id for each in c.adjustments),
    )


def partner(one: Shown, subject: str) -> Spec | None:
    """What a partner pays towards the contract: one it has, or a new one."""
    c = one.contract
    if c is None:
        return None
    mine = [each for each in c.contributions if each.organisation_id == subject]
    if subject and not mine:
        return None
    cells = money_fields.partner_cells(c, subject) if subject else {}
    values: dict[str, Any] = {"amounts": cells}
    if mine:
        values |= {
            "organisation": mine[0].organisation,
            "condition": next((each.condition for each in mine if each.condition), ""),
            "until": mine[-1].until,
        }
    return Spec(
        f"{mine[0].organisation} pays towards {c.title}" if mine else f"Partner money for {c.title}",
        "Save partner money",
        "Record a partner's money",
        money_fields.partner(money_fields.partner_shape(c, year_style=one.year_style)),
        contributions.set_partner,
        values,
        (c.id,),
        {
            "was": cells,
            **({"organisation_id": subject, "version": money_fields.partner_version(c, subject)} if mine else {}),
        },
        rows=tuple(each.id for each in mine),
    )


def _archive_partner(one: Shown, subject: str) -> Step | None:
    if one.contract is None or not subject:
        return None
    return Step("Take a partner's money out", contributions.archive_partner, (one.contract.id, subject))


def agree(one: Shown, subject: str) -> Spec | None:
    """The net cost of a year, agreed out of the lines that pay it."""
    c = one.contract
    if c is None:
        return None
    year = int(subject) if subject else one.year
    return Spec(
        f"Agree {format_year(year, one.year_style)} of {c.title}",
        "Agree it",
        "Agree a year of a contract",
        money_fields.AGREE,
        funding.agree,
        {"year": year, "agreed_on": None},
        (c.id,),
        about="Writes an agreement in Funds for what the year costs this office, one for each paying line, or changes "
        "those there are.",
    )


# conditions


def new_condition(one: Shown, _: str) -> Spec | None:
    """Something the contract is subject to."""
    c = one.contract
    if c is None:
        return None
    title = f"Condition of {c.title}"
    return Spec(title, "Add condition", "Add a condition", money_fields.CONDITION, conditions.add, {}, (c.id,))


def change_condition(one: Shown, subject: str) -> Spec | None:
    """A condition's words and days."""
    mine = _condition(one, subject)
    if mine is None or one.contract is None:
        return None
    return Spec(
        f"Condition of {one.contract.title}",
        "Save condition",
        "Change a condition",
        money_fields.CONDITION,
        conditions.change,
        {field.key: getattr(mine, field.key) for field in money_fields.CONDITION},
        (mine.id,),
        {"version": mine.version},
    )


def meet(one: Shown, subject: str) -> Spec | None:
    """That a condition is met, and what shows it."""
    mine = _condition(one, subject)
    if mine is None:
        return None
    return Spec(
        "A condition is met",
        "It is met",
        "Record that a condition is met",
        money_fields.MEET,
        conditions.meet,
        {"met_on": mine.met_on, "evidence": mine.evidence},
        (mine.id,),
        {"version": mine.version},
        mine.words,
    )


def _condition(one: Shown, subject: str) -> ConditionRecord | None:
    return None if one.contract is None else found(one.contract.conditions, subject)


# what is passed on


def new_sub(one: Shown, _: str) -> Spec | None:
    """A sub-contract or an onward grant inside the contract."""
    c = one.contract
    if c is None:
        return None
    return Spec(
        f"Passed on out of {c.title}",
        "Add it",
        "Add a sub-contract or onward grant",
        money_fields.SUB_CONTRACT,
        sub_contracts.add,
        {},
        (c.id,),
    )


def change_sub(one: Shown, subject: str) -> Spec | None:
    """A sub-contract or an onward grant, corrected."""
    mine = _sub(one, subject)
    if mine is None or one.contract is None:
        return None
    values = {field.key: getattr(mine, field.key.removesuffix("_pence")) for field in money_fields.SUB_CONTRACT}
    return Spec(
        f"Passed on out of {one.contract.title}",
        "Save it",
        "Change a sub-contract or onward grant",
        money_fields.SUB_CONTRACT,
        sub_contracts.change,
        values,
        (mine.id,),
        {"version": mine.version},
    )


def last_sub(one: Shown, _: str) -> Spec | None:
    """The last of what is passed on: where together they are more than the contract, it is the one to look at."""
    last = one.contract.sub_contracts[-1:] if one.contract is not None else ()
    return change_sub(one, last[0].id) if last else None


def _sub(one: Shown, subject: str) -> SubContractRecord | None:
    return None if one.contract is None else found(one.contract.sub_contracts, subject)


FORMS: dict[str, Callable[[Shown, str], Spec | None]] = {
    "shares": shares,
    "years": adjust,
    "partner": partner,
    "agree": agree,
    "condition new": new_condition,
    "condition": change_condition,
    "condition change": change_condition,
    "condition meet": meet,
    "sub new": new_sub,
    "sub": change_sub,
    "sub change": change_sub,
    "sub-contracts": last_sub,
}
STEPS: dict[str, Callable[[Shown, str], Step | None]] = {
    "partner archive": _archive_partner,
    "condition reopen": lambda one, about: step("Open a condition again", conditions.reopen, _condition(one, about)),
    "condition archive": lambda one, about: step("Archive a condition", conditions.archive, _condition(one, about)),
    "sub archive": lambda one, about: step("Archive what is passed on", sub_contracts.archive, _sub(one, about)),
}
