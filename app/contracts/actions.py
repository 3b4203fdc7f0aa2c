"""What reviews asked for: each action stays on the contract, from period to period, until it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app import records
from app.contracts import reading, reviews
from app.contracts.parts import ActionRecord, ContractRecord
from app.contracts.reviews import Period
from app.errors import Refused
from app.listing import Column, Group, Line, Listing
from app.years import SLASH, format_day
from db.contract_reviews import ContractReview, ReviewAction
from db.contracts import Contract

OPEN, LATE, DONE = "Open", "Late", "Done"


@dataclass(frozen=True, slots=True)
class Carried:
    """An action as it shows in a period; `came_from` is the period whose review asked for it, None for none.

    It is carried forward where that is an earlier one.
    """

    action: ActionRecord
    came_from: Period | None
    is_carried: bool
    state: str

    def words(self, year_style: str = SLASH) -> str:
        """Where it came from: Quarter 2, 2018/19."""
        return self.came_from.words(year_style) if self.came_from is not None else ""


def add(
    session: Session,
    contract_id: str,
    *,
    words: str,
    review_id: str | None = None,
    owner: str = "",
    due_on: date | None = None,
) -> str:
    """Add an action, asked for by a review or by nobody in particular; its id. Raises Refused."""
    records.in_use(session, Contract, contract_id)
    row = ReviewAction(
        contract_id=contract_id,
        done_on=None,
        outcome="",
        **_checked(session, contract_id, words, review_id, owner, due_on),
    )
    session.add(row)
    return row.id


def change(
    session: Session,
    action_id: str,
    *,
    version: int | None,
    words: str,
    review_id: str | None = None,
    owner: str = "",
    due_on: date | None = None,
) -> None:
    """Change what is to be done, by whom and when. Raises Refused, Stale."""
    row = records.in_use(session, ReviewAction, action_id)
    values = _checked(session, row.contract_id, words, review_id, owner, due_on)
    records.change(session, ReviewAction, action_id, version=version, **values)


def finish(
    session: Session,
    action_id: str,
    *,
    version: int | None,
    done_on: date | None,
    outcome: str = "",
    day: date | None = None,
) -> None:
    """Say that an action is done, and what came of it; without a day it is open again, and its outcome kept.

    With `day` (today) one done after it is refused. Raises Refused, Stale.
    """
    row = records.in_use(session, ReviewAction, action_id)
    if done_on is not None and done_on > (day or date.today()):
        raise Refused(f"{format_day(done_on)} is still to come.", "done_on")
    asked = session.get(ContractReview, row.review_id) if row.review_id else None
    if done_on is not None and asked is not None and asked.held_on is not None and done_on < asked.held_on:
        raise Refused(f"The review that asked for it was held on {format_day(asked.held_on)}.", "done_on")
    records.change(session, ReviewAction, action_id, version=version, done_on=done_on, outcome=outcome.strip())


def archive(session: Session, action_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put an action away, or bring it back. Raises Refused, Stale."""
    records.archive(session, ReviewAction, action_id, version=version, back=back)


def _checked(
    session: Session, contract_id: str, words: str, review_id: str | None, owner: str, due_on: date | None
) -> dict[str, Any]:
    plain = records.required(words, "What is to be done", "words")
    if review_id and records.in_use(session, ContractReview, review_id).contract_id != contract_id:
        raise Refused("Choose a review of this contract.", "review_id")
    return {"words": plain, "review_id": review_id or None, "owner": owner.strip(), "due_on": due_on}


# where they show


def state(one: ActionRecord, day: date) -> str:
    """Whether an action is done, late or open on a day."""
    if one.done_on is not None and one.done_on <= day:
        return DONE
    return LATE if one.due_on is not None and one.due_on < day else OPEN


def of_period(c: ContractRecord, year: int, quarter: int, *, day: date) -> list[Carried]:
    """What shows in a period: what its review asked for and, in the newest one, everything still open before it.

    The newest is the last period that has begun, so every open action of the contract is there: what is carried
    forward first, oldest first.
    """
    every = {each.review.id: each for each in reviews.periods(c, day=day) if each.review is not None}
    newest = reviews.newest(c, day=day)
    is_newest = newest is not None and (newest.year, newest.quarter) == (year, quarter)
    found = []
    for one in c.actions:
        came_from = every.get(one.review_id or "")
        is_own = came_from is not None and (came_from.year, came_from.quarter) == (year, quarter)
        how = state(one, day)
        if is_own or (is_newest and how != DONE):
            found.append(Carried(one, came_from, not is_own, how))
    return sorted(found, key=lambda each: (not each.is_carried, _place(each)))


def open_actions(c: ContractRecord, *, day: date) -> list[Carried]:
    """Every action that is not done, what is due first at the head and what has no day at the end."""
    every = {each.review.id: each for each in reviews.periods(c, day=day) if each.review is not None}
    newest = reviews.newest(c, day=day)
    found = []
    for one in c.actions:
        came_from = every.get(one.review_id or "")
        if (how := state(one, day)) != DONE:
            found.append(Carried(one, came_from, came_from is None or came_from != newest, how))
    return sorted(found, key=lambda each: each.action.due_on or date.max)


def _place(one: Carried) -> tuple[int, int]:
    return (one.came_from.year, one.came_from.quarter) if one.came_from is not None else (0, 0)


def action_list(session: Session, contract_id: str, *, day: date, year_style: str = SLASH) -> Listing:
    """The actions of a contract as they stand on a day: late, open, done."""
    return listing(reading.contract(session, contract_id), day=day, year_style=year_style)


def listing(c: ContractRecord, *, day: date, year_style: str = SLASH) -> Listing:
    """The actions of a contract: late, open, done, each with the period whose review asked for it."""
    every = {each.review.id: each for each in reviews.periods(c, day=day) if each.review is not None}
    lines = []
    for one in sorted(c.actions, key=lambda each: each.due_on or date.max):
        came_from = every.get(one.review_id or "")
        how = state(one, day)
        period = came_from.words(year_style) if came_from is not None else ""
        cells = (one.words, period, one.owner, one.due_on, how, one.done_on, one.outcome)
        lines.append(Line(one.id, cells, group=how))
    used = {line.group for line in lines}
    return Listing(
        "Actions",
        (
            Column("words", "Action"),
            Column("from", "From the review of"),
            Column("owner", "Owner"),
            Column("due_on", "Due", "day"),
            Column("state", "State", "chip"),
            Column("done_on", "Done on", "day"),
            Column("outcome", "Outcome"),
        ),
        tuple(lines),
        tuple(Group(each, each) for each in (LATE, OPEN, DONE) if each in used),
    )
