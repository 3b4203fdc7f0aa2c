"""Who takes part while a bid is talked about, and whether they are enough. Nothing here reads a file.

A member with an interest in a bid is never one of them, nor is one who has stepped out of the room.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.recommendations.parts import AbsenceRecord, DayRecord, ItemRecord
from app.scoring.member_fields import kind_words
from app.scoring.parts import DeclarationRecord, StageRecord

Pair = tuple[str, str]
DECLARED = "declared an interest"
"""How the reason of an absence begins where it is an interest that was declared."""
OTHER = "other"
LAST = "24:00"
"""After every time of a day."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """Who takes part in a bid, by member's id in the order of their seats, and how many have to.

    `kept_out` are there and have an interest in it, `stepped_out` are there and out of the room for another reason.
    """

    present: tuple[str, ...]
    needed: int
    kept_out: tuple[str, ...] = ()
    stepped_out: tuple[str, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether the bid may be taken."""
        return len(self.present) >= self.needed


def quorum(day: DayRecord, of: StageRecord, application_id: str, conflicts: Collection[Pair]) -> Quorum:
    """Who of those that are there now takes part in a bid; `conflicts` are (member, bid)."""
    return quorums(day, of, (application_id,), conflicts)[application_id]


def quorums(
    day: DayRecord, of: StageRecord, application_ids: Iterable[str], conflicts: Collection[Pair]
) -> dict[str, Quorum]:
    """The same for several bids, by id."""
    here, stepped = there(day), stepped_out(day, conflicts)
    mine = [one.member_id for one in of.seats if one.member_id in here]
    found: dict[str, Quorum] = {}
    for key in application_ids:
        out = tuple(one for one in mine if (one, key) in conflicts)
        elsewhere = tuple(one for one in mine if one in stepped and one not in out)
        present = tuple(one for one in mine if one not in out and one not in elsewhere)
        found[key] = Quorum(present, day.quorum, out, elsewhere)
    return found


def there(day: DayRecord) -> frozenset[str]:
    """The members who have come and not gone home, whether in the room or out of it."""
    return frozenset(one.member_id for one in day.attendance if not one.left_at)


def out_now(day: DayRecord) -> dict[str, tuple[ItemRecord, AbsenceRecord]]:
    """The members who are there and out of the room now, with the bid they left for, the last one, by member's id."""
    here = there(day)
    return {
        absence.member_id: (item, absence)
        for item in sorted(day.items, key=lambda one: one.started_at)
        for absence in item.absences
        if not absence.back_at and absence.member_id in here
    }


def stepped_out(day: DayRecord, conflicts: Collection[Pair]) -> frozenset[str]:
    """The members who are out of the room now for another reason than an interest in the bid they left for."""
    return frozenset(
        member for member, (item, _) in out_now(day).items() if (member, item.application_id) not in conflicts
    )


def too_few(day: DayRecord, item: ItemRecord) -> tuple[str, int] | None:
    """From when fewer than the quorum took part in a bid that had been taken, and how many; None where enough stayed.

    Whoever came before it had been dealt with counts throughout, as one clock may be behind another.
    """
    ends = item.ended_at or LAST
    gone = {one.member_id: one.left_at for one in day.attendance if one.left_at}
    out = {one.member_id: (one.left_at, one.back_at or LAST) for one in item.absences}
    came = [one.member_id for one in day.attendance if one.came_at <= ends]
    leavings = {at for at in (*gone.values(), *(left for left, _ in out.values())) if item.started_at < at < ends}
    for at in sorted(leavings):
        count = sum(gone.get(one, LAST) > at and not (one in out and out[one][0] <= at < out[one][1]) for one in came)
        if count < day.quorum:
            return at, count
    return None


def taken_now(day: DayRecord) -> ItemRecord | None:
    """The bid that is talked about now."""
    return next((one for one in day.items if one.started_at and not one.ended_at), None)


def taken_next(day: DayRecord) -> ItemRecord | None:
    """The bid that is next on the list."""
    return next((one for one in day.items if not one.started_at), None)


def why_kept_out(kind: str) -> str:
    """Why a member with an interest of a kind is out of the room, as the minutes say it: not what it is in particular,
    which is in the register alone."""
    if not kind or kind == OTHER:
        return DECLARED
    words = kind_words(kind)
    return f"{DECLARED} ({words[:1].lower()}{words[1:]})"


def conflicts_of(declared: Iterable[DeclarationRecord]) -> dict[Pair, DeclarationRecord]:
    """The interests that were declared, by (member, bid)."""
    return {(one.member_id, one.application_id): one for one in declared if one.answer == "conflict"}
