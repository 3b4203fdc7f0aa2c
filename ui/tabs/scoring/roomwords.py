"""What the page of the room says of a panel day, line by line. Nothing here is painted.

Of a bid of which scores may not be seen there is nothing that comes from a score, and no applicant is named where the
members are not to know who applies.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.grants.headlines import counted
from app.money import format_pence
from app.recommendations.cutline import Drawn
from app.recommendations.room import Room, RoomItem
from app.scoring.arithmetic import score_text
from app.scoring.parts import ScaleRecord
from app.scoring.ranking import strip_of
from app.strips import Strip, strip_scale, strip_text
from ui.tabs.scoring.roomparts import BigRow

CLOSED = "Its scores stay closed until every sheet is in."
GONE = "It is no longer scored at this stage."


def listed(room: Room) -> list[BigRow]:
    """The bids of the day in their order, each with when it was taken and the score it has."""
    return [_listed(room, at, one) for at, one in enumerate(room.items, 1)]


def _listed(room: Room, at: int, one: RoomItem) -> BigRow:
    item, is_now = one.item, room.now is not None and room.now.item.id == one.item.id
    out = ", ".join(room.names.get(key, "") for key in one.quorum.kept_out)
    if is_now:
        said = f"since {item.started_at}"
    elif item.ended_at:
        said = f"{item.started_at} to {item.ended_at}"
    elif one.bid is None:
        said = GONE
    else:
        said = f"without {out}" if out else ""
    who, reference = one.called.organisation, one.called.reference
    score = one.standing.score if one.standing is not None and one.standing.seen else None
    shown = score_text(score) if score is not None else ""
    agreed = "agreed" if one.standing is not None and one.standing.seen and one.standing.agreed is not None else ""
    said = " · ".join(filter(None, (reference if who else "", said, agreed)))
    return BigRow(item.id, f"{at}", who or reference, said, shown, quiet=bool(item.ended_at), strong=is_now)


def title(one: RoomItem) -> str:
    """Who applies, or the reference of the bid where the members are not to know that."""
    return one.called.organisation or one.called.reference


def place(room: Room, one: RoomItem) -> str:
    """“3 of 16 · R2-07 · asks for £15,000”."""
    at = [each.item.id for each in room.items].index(one.item.id) + 1
    reference = one.called.reference if one.called.organisation else ""
    asked = one.bid.requested if one.bid is not None else None
    asks = f"asks for {format_pence(asked)}" if asked is not None else ""
    return " · ".join(filter(None, (f"{at} of {len(room.items)}", reference, asks)))


def about(one: RoomItem) -> str:
    """What a bid is for, where, and to which end."""
    bid = one.bid
    if bid is None:
        return GONE
    return " · ".join(filter(None, (bid.project, ", ".join(bid.areas), ", ".join(bid.priorities))))


def scores(room: Room, one: RoomItem) -> tuple[Strip, tuple[int, int], str]:
    """Everyone's scores of a bid, the scale of all of them on the list, and the same in words."""
    every = room.every
    strips = {each.item.id: strip_of(every.stage, each.standing) for each in room.items if each.standing is not None}
    mine = strips.get(one.item.id, Strip())
    scale = strip_scale(strip_text(each) for each in strips.values())
    if one.standing is None:
        return Strip(), scale, GONE
    if not one.standing.seen:
        return Strip(), scale, CLOSED
    return mine, scale, strip_text(mine) or "Nobody gave it a score."


def members(room: Room, one: RoomItem | None) -> list[BigRow]:
    """The members of the stage: what each gave the bid, and where they are."""
    given = {each.member_id: each for each in one.standing.members} if one is not None and one.standing else {}
    rows = []
    for seat in room.every.stage.seats:
        mine = given.get(seat.member_id)
        trail = "" if mine is None else score_text(mine.score) if mine.score is not None else mine.letter
        said, tone = _where(room, one, seat.member_id)
        away = seat.member_id not in room.there
        rows.append(BigRow(seat.member_id, "", seat.name, said, trail, tone, quiet=away or seat.member_id in room.out))
    return rows


def _where(room: Room, one: RoomItem | None, member_id: str) -> tuple[str, str]:
    """Where a member is, and the tone it is said in."""
    if member_id in room.out:
        return f"Out of the room since {room.out[member_id]}{_why(room, one, member_id)}", "warn"
    if member_id not in room.there:
        left = next((each.left_at for each in room.day.attendance if each.member_id == member_id), "")
        return (f"Went home at {left}" if left else "Not here yet"), "mute"
    if one is not None and not one.item.started_at and member_id in one.quorum.kept_out:
        return f"Leaves for this bid: {room.declared[member_id, one.item.application_id]}", "warn"
    return ("Stayed to the end" if room.day.ended_at else "Here"), ""


def _why(room: Room, one: RoomItem | None, member_id: str) -> str:
    absences = one.item.absences if one is not None else ()
    why = next((each.why for each in reversed(absences) if each.member_id == member_id and not each.back_at), "")
    return f": {why}" if why else ""


def part(room: Room, one: RoomItem | None) -> tuple[str, bool]:
    """How many take part in a bid, or are there, and how many have to; and whether they are enough."""
    needed = f"quorum {room.day.quorum}"
    if one is None or one.item.ended_at:
        return f"{counted(len(room.there), 'member')} here, {needed}", len(room.there) >= room.day.quorum
    here = len(one.quorum.present)
    takes = "takes" if here == 1 else "take"
    return f"{here} of {len(room.there)} here {takes} part, {needed}", one.quorum.enough


def money(room: Room) -> str:
    """Where the cut line falls: “£110,900 of £111,500 above the line, £600 left; the next needs £12,400 more”."""
    cut = room.cut
    if not room.every.is_complete:
        return f"{format_pence(cut.money)} to give; the line is drawn once every score may be seen"
    needs = f"; the next needs {format_pence(cut.next_needs)} more" if cut.next_needs is not None else ""
    return (
        f"{format_pence(cut.given)} of {format_pence(cut.money)} above the line, {format_pence(cut.left)} left{needs}"
    )


def running(room: Room, one: RoomItem | None) -> str:
    """Where a bid stands to the line: its place, and what it and all above it come to."""
    row = drawn(room, one)
    if row is None or row.entry.rank is None or not room.every.is_complete:
        return ""
    side = row.why.rstrip(".") if row.why else "above the line" if row.is_above else "below the line"
    return f"Number {row.entry.rank}, {side}: {format_pence(row.total)} with all before it"


def drawn(room: Room, one: RoomItem | None) -> Drawn | None:
    """A bid as the cut line leaves it."""
    if one is None:
        return None
    return next((row for row in room.cut.rows if row.entry.application_id == one.item.application_id), None)


def points(scale: ScaleRecord) -> Sequence[tuple[str, str]]:
    """What the points of a criterion mean, the highest first; its guidance where nobody wrote that down."""
    if scale.anchors:
        return tuple((f"{given}", said) for given, said in reversed(scale.anchors))
    return (("", scale.guidance),) if scale.guidance else ()


def called(scale: ScaleRecord) -> str:
    """“Need, 60 %, 0 to 5”."""
    weight = "for information" if scale.is_information else f"{scale.weight / 10:g} %"
    return f"{scale.name}, {weight}, 0 to {scale.maximum}"
