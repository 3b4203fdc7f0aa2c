"""The panel days of a stage as a list, and one of them as it is read down. Times are local wall-clock text HH:MM."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.listing import Column, Line, Listing
from app.recommendations.day_fields import ORDERS
from app.recommendations.minutes import MinuteLine
from app.recommendations.parts import DayRecord, ItemRecord
from app.told import Part, facts

COLUMNS = (
    Column("day", "Day", "day"),
    Column("place", "Place"),
    Column("chair", "Chair"),
    Column("bids", "Bids", "count"),
    Column("taken", "Taken", "count"),
    Column("quorum", "Quorum", "count"),
    Column("state", "State", "chip"),
)


OPENS = "day item"
"""What Enter on a bid of the list does."""


def day_state(one: DayRecord) -> str:
    """How far a panel day has come, in a word or two."""
    if one.ended_at:
        return "Ended"
    return "Meeting" if one.started_at else "Set up"


def day_list(days: Sequence[DayRecord]) -> Listing:
    """The panel days of a stage; a line goes by the day's id."""
    lines = tuple(
        Line(
            one.id,
            (
                one.held_on,
                one.place,
                one.chair,
                len(one.items),
                sum(bool(each.ended_at) for each in one.items),
                one.quorum,
                day_state(one),
            ),
        )
        for one in days
    )
    return Listing("Panel days", COLUMNS, lines)


def day_parts(one: DayRecord, called: Mapping[str, str], minutes: Sequence[MinuteLine]) -> list[Part]:
    """A panel day, the bids it takes in their order by what they are called, and its minutes so far."""
    order = next((each.label for each in ORDERS if each.value == one.order_rule), one.order_rule)
    return [
        facts(
            "Panel day",
            ("Place", one.place),
            ("Chair", one.chair),
            ("Quorum", f"{one.quorum:,}"),
            ("Order", order),
            ("Began", one.started_at),
            ("Ended", one.ended_at),
        ),
        Part("Bids to take", table=_items(one.items, called), opens=OPENS),
        Part("Minutes", words=tuple(f"{each.at} {each.text}".strip() for each in minutes)),
    ]


def _items(items: Sequence[ItemRecord], called: Mapping[str, str]) -> Listing:
    columns = (Column("bid", "Bid"), Column("taken", "Taken"))
    lines = tuple(
        Line(each.id, (f"{at}. {called.get(each.application_id, '')}", _taken(each)))
        for at, each in enumerate(items, 1)
    )
    return Listing("Bids to take", columns, lines)


def _taken(one: ItemRecord) -> str:
    """From when to when a bid was talked about, empty until it is."""
    return f"{one.started_at} to {one.ended_at}" if one.ended_at else one.started_at
