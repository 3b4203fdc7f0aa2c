"""Partnerships and what they are given, each made in one call and in whole pounds."""

from __future__ import annotations

from collections.abc import Mapping

from app.allocations import allocations, entering, partnerships
from app.door import Office
from app.funds.figures import Amount
from app.money import Pence
from tests.factories import in_pence


def add(office: Office, name: str, parent: str | None = None, **given: object) -> str:
    """A partnership under another one, or under none; its id."""
    return office.write("Add a partnership", partnerships.add, name=name, parent_id=parent, **given)  # type: ignore[arg-type]


def give(office: Office, budget: str, partnership: str, pounds: int | str, **terms: str) -> str:
    """An allocation; its id."""
    amount = in_pence(pounds)
    return office.write("Allocate", allocations.allocate, budget, partnership_id=partnership, amount=amount, **terms)


def add_shared(office: Office, budget: str, name: str, pounds: int, *sharers: str, **terms: str) -> str:
    """An addition that these partnerships share; its id."""
    return office.write(
        "Add an addition",
        allocations.add_addition,
        budget,
        name=name,
        amount=Pence(pounds * 100),
        sharer_ids=sharers,
        **terms,
    )


def grid(**cells: int | str) -> dict[str, Amount]:
    """A grid of pounds or words: `row_2018` is the cell of that row and year."""
    return {key.replace("_", ":"): in_pence(pounds) for key, pounds in cells.items()}


def present(office: Office, line: str, *years: int) -> dict[str, Amount]:
    """The grid of a line as the office has it."""
    return office.read(entering.entered, line, years=years)


def over(was: Mapping[str, Amount], **changed: int | str | None) -> dict[str, Amount]:
    """A grid as somebody has changed it: `row_2018` to pounds, a word, or None where the cell was emptied."""
    after = dict(was)
    for key, pounds in changed.items():
        cell = key.replace("_", ":")
        after.pop(cell, None)
        if pounds is not None:
            after[cell] = in_pence(pounds)
    return after


def allocation(office: Office, allocation_id: str) -> allocations.AllocationRecord:
    """One allocation or addition."""
    every = [*office.read(allocations.allocations), *office.read(allocations.additions)]
    return next(one for one in every if one.id == allocation_id)
