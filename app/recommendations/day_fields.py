"""The fields of a panel day, its list of bids and its minutes; `LABELS` gives the history its words for them.

Times are local wall-clock text HH:MM.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app.fields import Choice, Field
from app.recommendations.parts import DayRecord, ItemRecord

GROUPED, RANKED = "grouped", "ranked"
ORDERS = (
    Choice(GROUPED, "Conflicts together, so that a member leaves once"),
    Choice(RANKED, "As they are ranked"),
)
"""In which order the bids are taken."""
AGENDA, ALL, NONE = "agenda", "all", "none"
WHICH = (
    Choice(AGENDA, "Those to discuss, whose scores are far apart"),
    Choice(ALL, "Every bid of the stage"),
    Choice(NONE, "None yet"),
)
"""Which bids are put on the list of a new panel day."""

_HELD = Field("held_on", "Day", "day", True)
_PLACE = Field("place", "Place")
_CHAIR = Field("chair", "Chair", help="As it is printed under the minutes.")
_QUORUM = Field(
    "quorum", "Quorum", "count", True, help="So many members without an interest in a bid must be there to take it."
)
_ORDER = Field("order_rule", "Order", "choice", True, ORDERS)
_NOTE = Field("note", "Other matters", "long", help="It stands at the end of the minutes.")

SET_UP = (
    _HELD,
    _PLACE,
    _CHAIR,
    _QUORUM,
    _ORDER,
    Field("which", "Bids to take", "choice", True, WHICH, "Others can be put on the list, and taken off it, later."),
)
"""The form of a new panel day."""
CHANGE = (_HELD, _PLACE, _CHAIR, _QUORUM, _ORDER, _NOTE)
"""The form of one that has been set up."""
NOTE = (Field("note", "Minutes of this bid", "long", help="What was said, as it is to stand in the minutes."),)
"""What is written down while a bid is talked about."""
TAKE_AGAIN = (Field("reason", "Why it is taken again", "long", True),)


def set_up_values(*, held_on: date | None = None, quorum: int | None = None) -> dict[str, Any]:
    """The form of a new panel day as it is offered."""
    return {"held_on": held_on, "quorum": quorum, "order_rule": GROUPED, "which": AGENDA}


def values(one: DayRecord) -> dict[str, Any]:
    """A panel day as its form holds it."""
    return {
        "held_on": one.held_on,
        "place": one.place,
        "chair": one.chair,
        "quorum": one.quorum,
        "order_rule": one.order_rule,
        "note": one.note,
    }


def note_values(one: ItemRecord) -> dict[str, Any]:
    """What was written down of a bid as its form holds it."""
    return {"note": one.note}


def put_on(bids: Iterable[Choice]) -> tuple[Field, ...]:
    """The form of bids that are put on the list of a day, of those that are not on it."""
    return (Field("application_ids", "Bids", "several", True, tuple(bids), "They are taken after the others."),)


def take_off(items: Iterable[Choice]) -> tuple[Field, ...]:
    """The form of bids that are taken off the list, of those that have not been taken."""
    return (Field("item_ids", "Bids", "several", True, tuple(items)),)


def move(items: Iterable[Choice]) -> tuple[Field, ...]:
    """The form of a bid that is taken earlier or later, of those that have not been taken."""
    return (
        Field("item_id", "Bid", "choice", True, tuple(items)),
        Field("place", "Place", "count", True, help="1 is the next that is taken."),
    )


def said(scored: Iterable[Field]) -> tuple[Field, ...]:
    """What is typed while a bid is talked about: the score agreed on and why, of `scored`, and its minutes."""
    return (*(replace(one, required=False) for one in scored), Field("note", "For the minutes", "long"))


def step_out(members: Iterable[Choice]) -> tuple[Field, ...]:
    """The form of a member who leaves the room while a bid is talked about, of those who are in it."""
    return (
        Field("member_id", "Member", "choice", True, tuple(members)),
        Field("why", "Why", required=True, help="It stands in the minutes, such as: took a call."),
    )


# the words of the history

_DAY, _ITEM, _MEMBER = Field("day_id", "Panel day"), Field("item_id", "Bid taken"), Field("member_id", "Member")
_STARTED, _ENDED = Field("started_at", "Began at"), Field("ended_at", "Ended at")

LABELS: Mapping[str, tuple[Field, ...]] = {
    "panel_day": (Field("stage_id", "Stage"), *CHANGE, _STARTED, _ENDED),
    "panel_attendance": (_DAY, _MEMBER, Field("came_at", "Came at"), Field("left_at", "Left at")),
    "panel_item": (
        _DAY,
        Field("application_id", "Application"),
        Field("position", "Place"),
        _STARTED,
        _ENDED,
        Field("note", "Minutes of this bid", "long"),
    ),
    "panel_absence": (
        _ITEM,
        _MEMBER,
        Field("left_at", "Left the room at"),
        Field("back_at", "Came back at"),
        Field("why", "Why"),
    ),
}
"""Which words the history uses for the columns of each table."""
