"""Which form or step belongs to which action about a panel day, its list of bids and its minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.decisions.shown import Decided
from app.fields import Choice
from app.recommendations import day_fields, panel_days, sitting
from app.recommendations.parts import DayRecord, ItemRecord
from app.scoring.sheet_fields import called
from app.years import format_day
from ui.edits import Spec, Step
from ui.tabs.scoring.making import Maker, Offer, StepMaker, step

ROOM, COPY, PRINT = "room", "minutes copy", "minutes print"


def new(one: Decided, _: str) -> Spec | None:
    """A panel day of the stage in force, of more than half of its members unless the office says otherwise."""
    of = one.stage
    if of is None or not of.seats:
        return None
    return Spec(
        "New panel day",
        "Set up panel day",
        "Set up a panel day",
        day_fields.SET_UP,
        panel_days.set_up,
        day_fields.set_up_values(held_on=one.day, quorum=len(of.seats) // 2 + 1),
        (of.id,),
        about="Bids with the same conflicts follow each other, so that a member leaves the room once.",
    )


def change(one: Decided, _: str) -> Spec | None:
    """When and where it meets, who leads it, and what stands at the end of its minutes."""
    day = one.panel_day
    if day is None:
        return None
    return Spec(
        f"Panel day, {format_day(day.held_on)}",
        "Save panel day",
        "Change a panel day",
        day_fields.CHANGE,
        panel_days.change,
        day_fields.values(day),
        (day.id,),
        {"version": day.version},
    )


def put_on(one: Decided, _: str) -> Spec | None:
    """Bids of the stage that are not on the list of the day."""
    day = one.panel_day
    known = {each.application_id for each in day.items} if day is not None else set()
    bids = [Choice(each.id, called(each, named=_named(one))) for each in one.bids if each.id not in known]
    if day is None or day.ended_at or not bids:
        return None
    return Spec(
        "Put bids on the list",
        "Put on the list",
        "Put bids on the list of a panel day",
        day_fields.put_on(bids),
        panel_days.put_on,
        {"application_ids": ()},
        (day.id,),
    )


def take_off(one: Decided, _: str) -> Spec | None:
    """Bids that are not to be taken on the day after all."""
    day, waiting = one.panel_day, _waiting(one)
    if day is None or not waiting:
        return None
    return Spec(
        "Take bids off the list",
        "Take off the list",
        "Take bids off the list of a panel day",
        day_fields.take_off(waiting),
        panel_days.take_off_some,
        {"item_ids": ()},
        (day.id,),
        {"versions": _versions(day)},
        "Bids that have been taken stay in the minutes.",
        rows=tuple(each.value for each in waiting),
    )


def move(one: Decided, subject: str) -> Spec | None:
    """A bid that is taken earlier or later, the one of the row it was asked from."""
    day, waiting = one.panel_day, _waiting(one)
    if day is None or not waiting:
        return None
    keys = [each.value for each in waiting]
    return Spec(
        "Take a bid earlier or later",
        "Move it",
        "Move a bid of a panel day",
        day_fields.move(waiting),
        panel_days.move_one,
        {"item_id": subject or None, "place": keys.index(subject) + 1 if subject in keys else None},
        (day.id,),
        {"versions": _versions(day)},
        rows=tuple(keys),
    )


def minutes(one: Decided, subject: str) -> Spec | None:
    """What was said of a bid that has been taken, as it stands in the minutes."""
    item = _item(one, subject)
    if item is None:
        return None
    return Spec(
        f"Minutes of {_words(one, item)}",
        "Save minutes",
        "Write the minutes of a bid",
        day_fields.NOTE,
        sitting.say,
        day_fields.note_values(item),
        (item.id,),
        {"version": item.version},
    )


def of_item(one: Decided, subject: str) -> Spec | None:
    """What Enter on a bid of the list leads to: its place while it waits, its minutes once it has been taken."""
    item = _item(one, subject)
    if item is None:
        return None
    return minutes(one, subject) if item.started_at else move(one, subject)


def _arrange(one: Decided, _: str) -> Step | None:
    day = one.panel_day
    return Step("Put a panel day in order", panel_days.arrange, (day.id,)) if day is not None else None


def _put_away(one: Decided, _: str) -> Step | None:
    return step("Put a panel day away", panel_days.archive, one.panel_day)


def _item(one: Decided, item_id: str) -> ItemRecord | None:
    items = one.panel_day.items if one.panel_day is not None else ()
    return next((each for each in items if each.id == item_id), None)


def _waiting(one: Decided) -> Sequence[Choice]:
    """The bids that have not been taken, in their order, while the day has not ended."""
    day = one.panel_day
    if day is None or day.ended_at:
        return ()
    return tuple(Choice(each.id, _words(one, each)) for each in day.items if not each.started_at)


def _words(one: Decided, item: ItemRecord) -> str:
    """What a bid of the list is called where the stage lets it be named."""
    bid = next((each for each in one.bids if each.id == item.application_id), None)
    return called(bid, named=_named(one)) if bid is not None else "a bid that is no longer scored"


def _named(one: Decided) -> bool:
    return one.stage is None or not one.stage.names_hidden


def _versions(day: DayRecord) -> Mapping[str, int]:
    return {each.id: each.version for each in day.items}


FORMS: dict[str, Maker] = {
    "day new": new,
    "day change": change,
    "day put on": put_on,
    "day take off": take_off,
    "day move": move,
    "day item": of_item,
}
STEPS: dict[str, StepMaker] = {"day arrange": _arrange, "day away": _put_away}
PANELS: tuple[str, ...] = (ROOM, COPY, PRINT)
"""Actions that are no form and no step, and that may also be done with a file that is read-only."""
MORE: tuple[Offer, ...] = (("Open the room", ROOM), ("Copy the minutes", COPY))
"""What is offered of the chosen day without its button."""
NOT_NOW = {
    "day new": "Nobody scores this stage yet. Say in the round who does.",
    "day put on": "Every bid of the stage is on the list.",
    "day take off": "No bid of the list is still to be taken.",
    "day move": "No bid of the list is still to be taken.",
}
"""Why an action leads to no form just now."""


def offers_of(one: Decided) -> list[Offer]:
    """What can be done with it, the next step first."""
    day = one.panel_day
    if day is None:
        return []
    room: Offer = ("Open the room" if not day.ended_at else "Look into the room", ROOM)
    after: list[Offer] = [("Copy the minutes", COPY), ("Print the minutes…", PRINT)] if day.started_at else []
    if day.ended_at:
        return [*reversed(after), room, ("Change the day…", "day change")]
    put: list[Offer] = [("Put bids on the list…", "day put on")]
    if _waiting(one):
        put += [
            ("Take bids off the list…", "day take off"),
            ("Take a bid earlier or later…", "day move"),
            ("Put the list in order", "day arrange"),
        ]
    away: list[Offer] = [] if day.started_at else [("Put the day away", "day away")]
    return [room, *put, ("Change the day…", "day change"), *after, *away]
