"""Days of the scoring panel: set up with the bids to be taken and their order, before the members meet.

What happens on the day itself is in `sitting`. Times are local wall-clock text HH:MM.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from app import records
from app.contracts.typed import chosen, known_day, needed
from app.errors import Refused
from app.grants import bank_words
from app.grants.reading import round_
from app.grants.rounds import in_use as round_in_use
from app.money import Pence
from app.recommendations import order, reading
from app.recommendations.day_fields import AGENDA, ALL, GROUPED, ORDERS, WHICH
from app.recommendations.parts import DayRecord
from app.recommendations.quorum import there
from app.scoring import moderating
from app.scoring import reading as scoring
from app.scoring.parts import StageRecord
from app.scoring.ranking import Standings, standings
from db.recommendations import PanelDay, PanelItem

MOST_QUORUM = 50
BEGUN = "This bid has been taken already, and stays in the minutes."


def set_up(
    session: Session,
    stage_id: str,
    *,
    held_on: date | None,
    place: str = "",
    chair: str = "",
    quorum: int | None,
    order_rule: str | None = GROUPED,
    which: str | None = AGENDA,
) -> str:
    """Set up a panel day of a stage with the bids it is to take, in their order; its id.

    `which` is those that are to be discussed, all of the stage, or none. Raises Refused.
    """
    every = standings(session, stage_id, named=False)
    round_in_use(session, every.stage.round_id)
    wanted = _wanted(session, every, chosen(which, WHICH, "A choice of bids", "which"))
    row = PanelDay(
        stage_id=stage_id,
        held_on=known_day(held_on, "The day", "held_on"),
        place=place.strip(),
        chair=" ".join(chair.split()),
        quorum=_quorum(every.stage, quorum),
        order_rule=chosen(order_rule, ORDERS, "The order", "order_rule"),
        started_at="",
        ended_at="",
        note="",
    )
    session.add(row)
    session.flush()
    for at, key in enumerate(_ordered(session, every, wanted, row.order_rule, None), 1):
        session.add(_item(row.id, key, at))
    return row.id


def change(
    session: Session,
    day_id: str,
    *,
    version: int | None,
    held_on: date | None,
    place: str,
    chair: str,
    quorum: int | None,
    order_rule: str | None,
    note: str,
) -> None:
    """Change a panel day. By another order what has not been taken is put in it anew. Raises Refused, Stale."""
    row = records.at_version(session, PanelDay, records.in_use(session, PanelDay, day_id).id, version)
    of = scoring.stage(session, row.stage_id)
    before = row.order_rule
    row.held_on = known_day(held_on, "The day", "held_on")
    row.place, row.chair = place.strip(), " ".join(chair.split())
    row.quorum = _quorum(of, quorum)
    row.order_rule = chosen(order_rule, ORDERS, "The order", "order_rule")
    row.note = bank_words.refuse(note, "note")
    if row.order_rule != before:
        arrange(session, day_id)


def archive(session: Session, day_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a panel day away, or bring it back. Raises Refused once it has begun, as its minutes stay; Stale."""
    row = records.at_version(session, PanelDay, day_id, version)
    if not back and row.started_at:
        raise Refused("The panel has met on this day. Its minutes stay in the file.")
    row.archived = not back


# the list of bids


def put_on(session: Session, day_id: str, *, application_ids: Sequence[str]) -> None:
    """Put bids of the stage at the end of the list of a day; those on it already stay. Raises Refused."""
    day = _open(session, day_id)
    every = standings(session, day.stage_id, named=False)
    known = {one.application_id for one in day.items}
    places = {one.id for one in every.bids}
    last = max((one.position for one in day.items), default=0)
    for key in dict.fromkeys(application_ids):
        if key not in places:
            raise Refused("This bid is not scored at this stage.", "application_ids")
        if key not in known:
            last += 1
            session.add(_item(day_id, key, last))


def take_off(session: Session, item_id: str, *, version: int | None) -> None:
    """Take a bid off the list that has not been taken. Raises Refused, Stale."""
    row = records.at_version(session, PanelItem, records.in_use(session, PanelItem, item_id).id, version)
    _open(session, row.day_id)
    if row.started_at:
        raise Refused(BEGUN)
    row.archived = True


def move(session: Session, item_id: str, *, version: int | None, place: int | None) -> None:
    """Put a bid that has not been taken at another place among those that have not, counted from 1.

    Raises Refused, Stale.
    """
    row = records.at_version(session, PanelItem, records.in_use(session, PanelItem, item_id).id, version)
    day = _open(session, row.day_id)
    if row.started_at:
        raise Refused(BEGUN)
    at = needed(place, "The place", "place")
    waiting = [one.id for one in day.items if not one.started_at and one.id != item_id]
    if not 1 <= at <= len(waiting) + 1:
        raise Refused(f"Type a place from 1 to {len(waiting) + 1:,}.", "place")
    waiting.insert(at - 1, item_id)
    _place(session, day, waiting)


def move_one(
    session: Session, day_id: str, *, versions: Mapping[str, int], item_id: str | None, place: int | None
) -> None:
    """The same of the bid that was chosen from the list of a day; `versions` are those of its bids that were looked at,
    by id. Raises Refused, Stale."""
    _open(session, day_id)
    move(session, _chosen(item_id, versions, "item_id"), version=versions[str(item_id)], place=place)


def take_off_some(
    session: Session, day_id: str, *, versions: Mapping[str, int], item_ids: Sequence[str] | None
) -> None:
    """Take the bids that were chosen off the list of a day. Raises Refused, Stale."""
    _open(session, day_id)
    if not item_ids:
        raise Refused("Choose at least one bid.", "item_ids")
    for item_id in item_ids:
        take_off(session, _chosen(item_id, versions, "item_ids"), version=versions[item_id])


def _chosen(item_id: str | None, versions: Mapping[str, int], field: str) -> str:
    if not item_id or item_id not in versions:
        raise Refused("Choose a bid from the list.", field)
    return item_id


def arrange(session: Session, day_id: str) -> None:
    """Put what has not been taken in the order of the day: by the places as they are now, and by who is there.

    Before the first member has come all of the stage are reckoned to be. Raises Refused.
    """
    session.flush()
    day = _open(session, day_id)
    every = standings(session, day.stage_id, named=False)
    by_bid = {one.application_id: one.id for one in day.items if not one.started_at}
    ordered = _ordered(session, every, by_bid, day.order_rule, there(day) or None)
    gone = [key for key in by_bid if key not in ordered]
    _place(session, day, [by_bid[key] for key in (*ordered, *gone)])


def _place(session: Session, day: DayRecord, waiting: Sequence[str]) -> None:
    """Number the items after those that have been taken, which keep their places before them."""
    taken = sorted((one for one in day.items if one.started_at), key=lambda one: (one.started_at, one.position))
    for at, key in enumerate([*(one.id for one in taken), *waiting], 1):
        row = records.fetch(session, PanelItem, key)
        if row.position != at:
            row.position = at


def _ordered(
    session: Session, every: Standings, wanted: Collection[str], rule: str, here: Collection[str] | None
) -> tuple[str, ...]:
    """The bids in the order they are taken. `here` are the members that count, None for all who score the stage."""
    ranked = [one.application_id for one in every.ordered if one.application_id in wanted]
    if rule != GROUPED:
        return tuple(ranked)
    counted = {one.member_id for one in every.stage.seats} if here is None else set(here)
    out: dict[str, set[str]] = {}
    for member, bid in scoring.conflicts(scoring.declarations(session, every.stage.round_id)):
        if member in counted:
            out.setdefault(bid, set()).add(member)
    return order.grouped(ranked, out)


def _wanted(session: Session, every: Standings, which: str) -> frozenset[str]:
    if which == ALL:
        return frozenset(one.id for one in every.bids)
    if which == AGENDA:
        pot = Pence(round_(session, every.stage.round_id).pot)
        return frozenset(one.bid.id for one in moderating.of_standings(every, pot))
    return frozenset()


def _item(day_id: str, application_id: str, position: int) -> PanelItem:
    return PanelItem(
        day_id=day_id, application_id=application_id, position=position, started_at="", ended_at="", note=""
    )


def _quorum(of: StageRecord, given: int | None) -> int:
    count = needed(given, "The quorum", "quorum")
    if not 1 <= count <= MOST_QUORUM:
        raise Refused(f"Between 1 and {MOST_QUORUM} members must be there.", "quorum")
    if count > len(of.seats):
        many = (
            f"Only {len(of.seats)} score" if len(of.seats) > 1 else "One member scores" if of.seats else "Nobody scores"
        )
        raise Refused(f"{many} this stage, so that so many could never be there.", "quorum")
    return count


def _open(session: Session, day_id: str) -> DayRecord:
    """A day in use that has not ended. Raises Refused."""
    day = reading.day_(session, day_id)
    if day.ended_at:
        raise Refused(f"The meeting ended at {day.ended_at}.")
    return day
