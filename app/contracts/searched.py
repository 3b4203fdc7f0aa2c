"""What of the contracts is found by words or amount: contracts, their options and variations, partners' money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.contracts.parts import ContractRecord
from app.contracts.reading import contracts
from app.contracts.standing import a_year, current_value
from app.money import format_pence

VIEW = "all"
"""The view that lists every contract in use, whenever it runs."""


@dataclass(frozen=True, slots=True)
class Searched:
    """One thing to be found: its kind in a word, what to show, and the contract whose row of `VIEW` it leads to.

    It is found by `hay` alone, not by what is shown, and by its `pence`; `year` is the financial year it is of.
    """

    kind: str
    text: str
    row_id: str
    hay: str = ""
    pence: int | None = None
    year: int | None = None


def searched(session: Session) -> Iterator[Searched]:
    """Everything of the contracts in use that can be searched for: the contracts first, then what belongs to them."""
    every = contracts(session)
    for one in every:
        yield Searched("Contract", f"{one.title}, {one.organisation}", one.id, _hay(one), current_value(one))
    for one in every:
        yield from _parts(one)


def _hay(one: ContractRecord) -> str:
    """The words a contract is found by, with the references of what was decided and published about it."""
    decisions = [*(each.decision for each in one.options), *(each.decision for each in one.breaks)]
    return " ".join(
        [
            one.title,
            one.organisation,
            one.reference,
            one.purpose,
            one.lead,
            *(name for _, name in one.co_commissioners),
            one.owner,
            one.cpv,
            one.ocid,
            one.note,
            *(f"{each.reference} {each.title}" for each in decisions if each is not None),
            *(each.number for each in one.notices),
        ]
    )


def _parts(one: ContractRecord) -> Iterator[Searched]:
    """What belongs to a contract: found by words of its own, since the contract's would find all of it."""
    yearly = a_year(one)
    if yearly != current_value(one):
        yield Searched("Contract", f"{one.title}, {format_pence(yearly)} a year", one.id, pence=yearly)
    for option in one.options:
        text = f"Option {option.number} of {one.title}, {format_pence(option.value)}"
        yield Searched("Option", text, one.id, option.note, option.value)
    for variation in one.variations:
        text = f"Variation {variation.number} of {one.title}, {format_pence(variation.change)}"
        yield Searched("Variation", text, one.id, variation.reason, variation.change)
    for paid in one.contributions:
        text = f"{paid.organisation} towards {one.title}, {format_pence(paid.amount)}"
        yield Searched("Contribution", text, one.id, f"{paid.organisation} {paid.condition}", paid.amount, paid.year)
    for condition in one.conditions:
        text = f"{condition.words}, of {one.title}"
        yield Searched("Condition", text, one.id, f"{condition.words} {condition.evidence}")
    for part in one.sub_contracts:
        text = f"{part.organisation} within {one.title}, {format_pence(part.amount)}"
        yield Searched(part.kind.capitalize(), text, one.id, f"{part.organisation} {part.purpose}", part.amount)
