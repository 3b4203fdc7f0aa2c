"""A panel day as it stands once what was said is in the office file, shown before it is: a drive may hang or be gone.

Nothing here reads a file. By the same rules what will be refused there is left out here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from app.coding import Call
from app.errors import Refused
from app.recommendations import meeting, sitting
from app.recommendations.meeting import Meeting
from app.recommendations.room import Room, with_agreed, with_day
from app.scoring.parts import AgreedRecord

OF_DAY: Mapping[Callable[..., Any], Callable[..., Meeting]] = {
    sitting.start: meeting.start,
    sitting.end: meeting.end,
    sitting.come: meeting.come,
    sitting.all_come: meeting.all_come,
    sitting.leave: meeting.leave,
    sitting.step_in: meeting.step_in,
}
"""The rule of each use case that is given the day first."""
OF_ITEM: Mapping[Callable[..., Any], Callable[..., Meeting]] = {
    sitting.step_out: meeting.step_out,
    sitting.begin_item: meeting.begin_item,
    sitting.end_item: meeting.end_item,
}
"""The rule of each that is given the bid first, and of which the day follows."""


def is_about(call: Call, room: Room) -> bool:
    """Whether a save is something that is said on this day, whenever it was said."""
    first = call.args[0] if call.args else None
    if call.use_case in OF_DAY:
        return bool(first == room.day.id)
    of_item = call.use_case in OF_ITEM or call.use_case is sitting.record
    return of_item and any(one.item.id == first for one in room.items)


def played(room: Room, calls: Sequence[Call]) -> Room:
    """The room after these were said, one after the other; what its rules refuse is passed over."""
    for call in calls:
        with suppress(Refused):
            room = _after(room, call)
    return room


def refusal(room: Room, call: Call) -> Refused | None:
    """What the rules say against it as the room stands, None where they say nothing."""
    try:
        _after(room, call)
    except Refused as refused:
        return refused
    return None


def _after(room: Room, call: Call) -> Room:
    """The room after this was said. Raises Refused."""
    if call.use_case is sitting.record:
        return _recorded(room, call)
    if (rule := OF_DAY.get(call.use_case)) is not None:
        return with_day(room, rule(room.meeting, *call.args[1:], **call.kwargs).day)
    return with_day(room, OF_ITEM[call.use_case](room.meeting, *call.args, **call.kwargs).day)


def _recorded(room: Room, call: Call) -> Room:
    """What came of a bid: its note, and the score agreed on where there is one."""
    given = call.kwargs
    item = room.meeting.item(call.args[0])
    said = replace(item, note=given["note"])
    room = with_day(room, replace(room.day, items=tuple(said if one.id == item.id else one for one in room.day.items)))
    if given["score"] is None:
        return room
    present = meeting.took_part(room.meeting, item)
    agreed = AgreedRecord("", 0, item.application_id, given["score"], given["reason"], given["day"], present)
    return with_agreed(room, agreed)
