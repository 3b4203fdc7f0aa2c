"""The rules of a panel day as it goes: who comes and leaves, when each bid is taken, who is out of the room for it.

Nothing here reads a file: a meeting goes on by these rules on the screen as well, while what was said is still on its
way to the office file. What is new in a day that comes of them has no id yet. Times are local wall-clock text HH:MM.
One laptop's clock may be behind another's by a few minutes: nothing ends before it began for that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app import records
from app.errors import Refused
from app.grants import bank_words
from app.grants.clock import parse_time
from app.recommendations.parts import AbsenceRecord, AttendanceRecord, DayRecord, ItemRecord
from app.recommendations.quorum import Pair, Quorum, out_now, quorum, stepped_out, taken_next, taken_now, there
from app.scoring.parts import StageRecord

SKEW = timedelta(minutes=5)
"""By so much one clock may be behind another."""
NOT_BEGUN = "The meeting has not begun yet. Begin it first."
NOT_A_MEMBER = "Only those who score this stage take part."
NOT_SCORED = "It is no longer scored at this stage. Take it off the list."


@dataclass(frozen=True, slots=True)
class Meeting:
    """A panel day with its stage. `declared` says why a member is kept out of a bid, by (member, bid); `called` is the
    reference of each bid of the day by its id, `scored` the bids that the stage still scores.
    """

    day: DayRecord
    of: StageRecord
    declared: Mapping[Pair, str]
    called: Mapping[str, str]
    scored: frozenset[str] = frozenset()

    @property
    def conflicts(self) -> frozenset[Pair]:
        """The interests that were declared."""
        return frozenset(self.declared)

    def name(self, member_id: str) -> str:
        """A member's name."""
        return next((one.name for one in self.of.seats if one.member_id == member_id), "This member")

    def item(self, item_id: str) -> ItemRecord:
        """A bid on the list. Raises Refused when it is gone."""
        found = next((one for one in self.day.items if one.id == item_id), None)
        if found is None:
            raise Refused(records.GONE)
        return found

    def reference(self, item: ItemRecord) -> str:
        """What a bid on the list is called, whatever became of it."""
        return self.called.get(item.application_id, "This bid")

    def quorum(self, item_id: str) -> Quorum:
        """Who of those that are there now takes part in a bid on the list."""
        return quorum(self.day, self.of, self.item(item_id).application_id, self.conflicts)


# the meeting


def start(m: Meeting, *, at: str) -> Meeting:
    """Begin the meeting. Raises Refused where it has begun already, and while nobody is there."""
    m = opened(m)
    if m.day.started_at:
        raise Refused(f"The meeting began at {m.day.started_at}.")
    if not there(m.day):
        raise Refused("Say first who is there.")
    return _on(m, replace(m.day, started_at=parse_time(at, "at")))


def end(m: Meeting, *, at: str) -> Meeting:
    """End the meeting; whoever is out of the room does not come back to it. Raises Refused while a bid is taken."""
    m = begun(m)
    if (item := taken_now(m.day)) is not None:
        raise Refused(f"{m.reference(item)} is still being talked about. End that first.")
    last = max((one.ended_at for one in m.day.items), default="")
    ended = later(at, max(m.day.started_at, last), "The meeting ends before it began, or before its last bid.")
    return _on(m, replace(m.day, ended_at=ended))


# who is there


def come(m: Meeting, member_id: str, *, at: str) -> Meeting:
    """A member comes, or comes back after they had gone; as `sitting.come`. Raises Refused."""
    m, at = opened(m), parse_time(at, "at")
    if all(one.member_id != member_id for one in m.of.seats):
        raise Refused(NOT_A_MEMBER)
    known = next((one for one in m.day.attendance if one.member_id == member_id), None)
    if known is not None and not known.left_at:
        raise Refused(f"{m.name(member_id)} is there already.")
    if known is None:
        m = _attended(m, AttendanceRecord("", 0, member_id, at, ""))
    else:
        at = later(at, known.left_at, "They came back before they left.")
        away = f"{m.name(member_id)} was away from {known.left_at} to {at}."
        m = _attended(m, replace(known, left_at=""))
        m = _back(_on(m, replace(m.day, note=f"{m.day.note}\n{away}".strip())), member_id, at)
    item = taken_now(m.day)
    return (
        m if item is None or (member_id, item.application_id) not in m.declared else _stay_out(m, item, member_id, at)
    )


def all_come(m: Meeting, *, at: str) -> Meeting:
    """Every member of the stage who has not come yet does. Raises Refused where all have."""
    m = opened(m)
    waiting = not_come(m)
    if not waiting:
        raise Refused("Every member has come already.")
    for member_id in waiting:
        m = come(m, member_id, at=at)
    return m


def not_come(m: Meeting) -> list[str]:
    """The members of the stage who have not come yet, by id."""
    known = {one.member_id for one in m.day.attendance}
    return [one.member_id for one in m.of.seats if one.member_id not in known]


def leave(m: Meeting, member_id: str, *, at: str) -> Meeting:
    """A member goes home. Raises Refused."""
    m = opened(m)
    known = next((one for one in m.day.attendance if one.member_id == member_id and not one.left_at), None)
    if known is None:
        raise Refused(f"{m.name(member_id)} is not there.")
    return _attended(m, replace(known, left_at=later(at, known.came_at, "They left before they came.")))


def step_out(m: Meeting, item_id: str, member_id: str, *, at: str, why: str = "") -> Meeting:
    """A member leaves the room while a bid is talked about; as `sitting.step_out`. Raises Refused."""
    item = taken(m, item_id)
    if member_id not in there(m.day):
        raise Refused(f"{m.name(member_id)} is not there.", "member_id")
    if member_id in out_now(m.day):
        raise Refused(f"{m.name(member_id)} is out of the room already.", "member_id")
    declared = m.declared.get((member_id, item.application_id))
    reason = declared if declared is not None else records.required(why, "The reason", "why")
    if any(one.member_id == member_id for one in item.absences):
        raise Refused(f"{m.name(member_id)} has been out for this bid already. Write that into its minutes.", "why")
    left = later(at, item.started_at, "They left before the bid was taken.")
    return _absent(m, item, AbsenceRecord("", 0, member_id, left, "", bank_words.refuse(reason, "why")))


def step_in(m: Meeting, member_id: str, *, at: str) -> Meeting:
    """A member comes back into the room. Raises Refused while a bid is talked about that they have an interest in."""
    m = opened(m)
    if member_id not in out_now(m.day):
        raise Refused(f"{m.name(member_id)} is not out of the room.")
    item = taken_now(m.day)
    if item is not None and (member_id, item.application_id) in m.declared:
        raise Refused(f"{m.name(member_id)} has an interest in {m.reference(item)} and stays out.")
    return _back(m, member_id, parse_time(at, "at"))


# each bid


def begin_item(m: Meeting, item_id: str, *, at: str) -> Meeting:
    """Take a bid: whoever has an interest in it leaves, or stays out; as `sitting.begin_item`. Raises Refused."""
    m = begun(m)
    item = _to_take(m, item_id)
    if item.started_at:
        raise Refused(f"{m.reference(item)} was taken at {item.started_at}. Take it again instead.")
    _enough(m, item)
    begins = later(at, m.day.started_at, "It begins before the meeting did.")
    return _empty_the_room(m, replace(item, started_at=begins), begins)


def end_item(m: Meeting, item_id: str, *, at: str, note: str = "") -> Meeting:
    """A bid has been dealt with: whoever was out for it comes back, but for those whom the next one keeps out as well.

    A note takes the place of what its minutes say. Raises Refused.
    """
    item = taken(m, item_id)
    ended = later(at, item.started_at, "It ends before it began.")
    said = bank_words.refuse(note, "note") if note.strip() else item.note
    m = _listed(m, replace(item, ended_at=ended, note=said))
    following = taken_next(m.day)
    for member_id in sorted(set(out_now(m.day)) - stepped_out(m.day, m.conflicts)):
        if following is None or (member_id, following.application_id) not in m.declared:
            m = _back(m, member_id, ended)
    return m


def take_again(m: Meeting, item_id: str, *, at: str, reason: str) -> Meeting:
    """Come back to a bid that has been dealt with; as `sitting.take_again`. Raises Refused."""
    m = begun(m)
    item = _to_take(m, item_id)
    if not item.ended_at:
        raise Refused(f"{m.reference(item)} has not been dealt with yet.")
    why = records.required(bank_words.refuse(reason, "reason"), "The reason", "reason")
    _enough(m, item)
    note = "\n".join(filter(None, (item.note, _before(m, item), f"It was taken again: {why}")))
    begins = later(at, item.ended_at, "It is taken again before it was dealt with.")
    anew = replace(item, note=note, started_at=begins, ended_at="", absences=())
    return _empty_the_room(_listed(m, anew), anew, begins)


# how it stands


def opened(m: Meeting) -> Meeting:
    """The same where the day has not ended. Raises Refused."""
    if m.day.ended_at:
        raise Refused(f"The meeting ended at {m.day.ended_at}.")
    return m


def begun(m: Meeting) -> Meeting:
    """The same where the meeting has begun and not ended. Raises Refused."""
    if not opened(m).day.started_at:
        raise Refused(NOT_BEGUN)
    return m


def taken(m: Meeting, item_id: str) -> ItemRecord:
    """The bid that is talked about. Raises Refused for one that is not."""
    item = begun(m).item(item_id)
    if not item.started_at or item.ended_at:
        raise Refused(f"{m.reference(item)} is not being talked about.")
    return item


def took_part(m: Meeting, item: ItemRecord) -> tuple[str, ...]:
    """The members, by id in the order of their seats, who were in the room all the while a bid was talked about."""
    ended = item.ended_at or "24:00"
    out = {one.member_id for one in item.absences}
    in_time = {
        one.member_id
        for one in m.day.attendance
        if item.started_at and one.came_at <= ended and (not one.left_at or one.left_at >= ended)
    }
    return tuple(one.member_id for one in m.of.seats if one.member_id in in_time - out)


def later(at: str, than: str, sentence: str) -> str:
    """A time that is not before another: that other where it is by no more than clocks differ. Raises Refused."""
    given = parse_time(at, "at")
    if not than or given >= than:
        return given
    if _moment(than) - _moment(given) > SKEW:
        raise Refused(sentence, "at")
    return than


def _moment(clock: str) -> datetime:
    return datetime.strptime(clock, "%H:%M")


def _to_take(m: Meeting, item_id: str) -> ItemRecord:
    """A bid that is still scored at the stage, while no other is talked about. Raises Refused."""
    if (other := taken_now(m.day)) is not None and other.id != item_id:
        raise Refused(f"{m.reference(other)} is still being talked about. End that first.")
    item = m.item(item_id)
    if item.application_id not in m.scored:
        raise Refused(f"{m.reference(item)}: {NOT_SCORED}")
    return item


def _enough(m: Meeting, item: ItemRecord) -> None:
    """Nothing where enough take part in a bid. Raises Refused where they are too few, naming whom it keeps out."""
    found = m.quorum(item.id)
    if found.enough:
        return
    here = len(found.present)
    said = f"Only {here} of the {found.needed}" if here else f"None of the {found.needed}"
    out = ", ".join(m.name(one) for one in found.kept_out)
    stepped = ", ".join(m.name(one) for one in found.stepped_out)
    raise Refused(
        f"{said} members who must be there for {m.reference(item)} can take part"
        f"{f'; it keeps out {out}' if out else ''}{f'; out of the room: {stepped}' if stepped else ''}. "
        "Take another first, or wait for them."
    )


# a day with something changed


def _on(m: Meeting, day: DayRecord) -> Meeting:
    return replace(m, day=day)


def _listed(m: Meeting, item: ItemRecord) -> Meeting:
    return _on(m, replace(m.day, items=tuple(item if one.id == item.id else one for one in m.day.items)))


def _attended(m: Meeting, mine: AttendanceRecord) -> Meeting:
    others = m.day.attendance
    if all(one.member_id != mine.member_id for one in others):
        return _on(m, replace(m.day, attendance=(*others, mine)))
    return _on(m, replace(m.day, attendance=tuple(mine if one.member_id == mine.member_id else one for one in others)))


def _absent(m: Meeting, item: ItemRecord, absence: AbsenceRecord) -> Meeting:
    return _listed(m, replace(item, absences=(*item.absences, absence)))


def _empty_the_room(m: Meeting, item: ItemRecord, at: str) -> Meeting:
    """When a bid is taken: who has an interest in it is out, who was out for one alone comes back, and who stepped out
    for another reason is still out."""
    out = out_now(m.day)
    elsewhere = stepped_out(m.day, m.conflicts)
    m = _listed(m, item)
    for member_id in sorted(there(m.day)):
        left = out[member_id][1].left_at if member_id in out else at
        declared = m.declared.get((member_id, item.application_id))
        if declared is not None:
            m = _absent(m, m.item(item.id), AbsenceRecord("", 0, member_id, left, "", declared))
        elif member_id in elsewhere:
            m = _absent(m, m.item(item.id), AbsenceRecord("", 0, member_id, left, "", out[member_id][1].why))
        elif member_id in out:
            m = _back(m, member_id, at)
    return m


def _stay_out(m: Meeting, item: ItemRecord, member_id: str, at: str) -> Meeting:
    """A member who comes while a bid is talked about that they have an interest in: they wait outside."""
    if all(one.member_id != member_id for one in item.absences):
        return _absent(m, item, AbsenceRecord("", 0, member_id, at, "", m.declared[member_id, item.application_id]))
    still = tuple(replace(one, back_at="") if one.member_id == member_id else one for one in item.absences)
    return _listed(m, replace(item, absences=still))


def _back(m: Meeting, member_id: str, at: str) -> Meeting:
    """A member is back in the room: whatever they were out for ends now."""
    for item in m.day.items:
        if any(one.member_id == member_id and not one.back_at for one in item.absences):
            m = _listed(m, replace(item, absences=tuple(_ended(one, member_id, at) for one in item.absences)))
    return m


def _ended(one: AbsenceRecord, member_id: str, at: str) -> AbsenceRecord:
    if one.member_id != member_id or one.back_at:
        return one
    return replace(one, back_at=later(at, one.left_at, "They came back before they left."))


def _before(m: Meeting, item: ItemRecord) -> str:
    """When a bid was taken before, and who was out of the room for it."""
    out = " ".join(
        f"{m.name(one.member_id)} {one.why}, and was out of the room from {one.left_at}"
        f"{f' to {one.back_at}' if one.back_at else ''}."
        for one in item.absences
    )
    return f"First taken from {item.started_at} to {item.ended_at}. {out}".strip()
