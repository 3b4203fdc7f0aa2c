"""The minutes of a day of the scoring panel: who came, what became of each bid, and every line as it was written.

The lines are those of the desk's own minutes, so that paper and screen say the same. They name members and say why
somebody was out of the room, so the paper is OFFICIAL-SENSITIVE.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.errors import Refused
from app.grants import reading as grants
from app.grants.parts import RoundRecord
from app.listing import Column, Line, Listing
from app.papers.bid_words import begun, bids_said
from app.papers.blocks import Block, Document, Facts, Heading, Paragraph, Signature, Table
from app.papers.gather_rounds import sensitive
from app.papers.gather_scoring import stage_named
from app.papers.imprint import Imprint, bound, gather_imprint
from app.papers.saying import in_words, some
from app.papers.scoring_words import score_said, stage_said, tenths_said
from app.recommendations import reading
from app.recommendations.day_fields import GROUPED
from app.recommendations.minutes import NO_BID, Called, MinuteLine, bids_called, told
from app.recommendations.parts import DayRecord, ItemRecord
from app.scoring.parts import MemberRecord
from app.scoring.ranking import Standings, standings
from app.scoring.reading import members
from app.years import format_day

OPENING, CLOSE = "Opening", "Close"
"""What is said under no bid."""


@dataclass(frozen=True, slots=True)
class MinutesPaper:
    """A day of the panel with the stage it was about, its minutes line by line, and what its bids are called by item.

    `members` has every member by id, those put away too.
    """

    imprint: Imprint
    round: RoundRecord
    day: DayRecord
    found: Standings
    lines: tuple[MinuteLine, ...]
    items: dict[str, Called]
    members: dict[str, MemberRecord]


def day_named(session: Session, round_id: str, *, number: int | None = None, by: date) -> str:
    """The id of the newest day of the panel up to a day, of a stage of a round or of its newest.

    Raises Refused where there is none, naming those there are.
    """
    return newest_day(session, stage_named(session, round_id, number=number), by=by)


def newest_day(session: Session, stage_id: str, *, by: date) -> str:
    """The id of the newest day of the panel for a stage up to a day. Raises Refused where there is none."""
    every = reading.days(session, stage_id)
    found = [one.id for one in every if one.held_on <= by]
    if not every:
        raise Refused("The panel has no day for this stage yet.", "reference")
    if not found:
        known = some(format_day(one.held_on) for one in every)
        raise Refused(f"The panel has not met by {format_day(by)}. It meets on {known}.", "reference")
    return found[-1]


def gather_newest(session: Session, stage_id: str, *, day: date) -> MinutesPaper:
    """What is to be said of the newest day of a stage up to `day`. Raises Refused where there is none."""
    return gather_minutes(session, newest_day(session, stage_id, by=day), day=day)


def gather_minutes(session: Session, day_id: str, *, day: date) -> MinutesPaper:
    """What is to be said of a day of the panel, in minutes dated `day`. Raises Refused when it is gone."""
    of = reading.day_(session, day_id)
    found = standings(session, of.stage_id, named=False)
    known = {one.id: one for archived in (True, False) for one in members(session, archived=archived)}
    called = bids_called(session, of, hidden=found.stage.names_hidden)
    lines = told(of, found, {key: one.name for key, one in known.items()}, called)
    return MinutesPaper(
        sensitive(gather_imprint(session, day=day)),
        grants.round_(session, found.stage.round_id),
        of,
        found,
        lines,
        {item.id: called.get(item.application_id, NO_BID) for item in of.items},
        known,
    )


def compose_minutes(record: MinutesPaper) -> Document:
    """The minutes, DRAFT until the day has ended."""
    one = record.day
    blocks: list[Block] = [
        Paragraph(_opening(record)),
        *_present(record),
        *_scores(record),
        *_course(record),
        *_other(record),
    ]
    if one.chair.strip():
        blocks += [Signature(one.chair, "Chair")]
    facts = (
        ("Round", f"{record.round.name} ({record.round.reference})"),
        ("Stage", stage_said(record.found.stage)),
        ("Held on", format_day(one.held_on)),
        ("Place", one.place),
        ("Chair", one.chair),
        ("From", f"{one.started_at} to {one.ended_at}" if one.started_at and one.ended_at else one.started_at),
    )
    known = tuple(fact for fact in facts if fact[1])
    return bound(
        record.imprint,
        f"Minutes of the scoring panel, {format_day(one.held_on)}",
        blocks,
        subtitle=record.round.name,
        facts=known,
        draft=not one.ended_at,
    )


def _opening(record: MinutesPaper) -> str:
    """How many bids were taken, how many members had to be there, and in which order it went."""
    one = record.day
    taken = sum(bool(item.ended_at) for item in one.items)
    order = "so that a member with a conflict left once" if one.order_rule == GROUPED else "as they were ranked"
    members_said = f"{in_words(one.quorum)} {'member' if one.quorum == 1 else 'members'}"
    said = [f"The quorum is {members_said}."]
    if one.items:
        said.append(f"{begun(bids_said(taken))} of {in_words(len(one.items))} had been dealt with, taken {order}.")
    return " ".join(said)


def _name(record: MinutesPaper, member_id: str) -> str:
    found = record.members.get(member_id)
    return found.name if found is not None else "A member who left"


def _present(record: MinutesPaper) -> list[Block]:
    """Who came and when, and who of the stage's members did not."""
    one = record.day
    heading = Heading(2, "Present")
    came = {each.member_id for each in one.attendance}
    away = [seat.name for seat in record.found.stage.seats if seat.member_id not in came]
    absent: list[Block] = [Paragraph(f"Not there: {some(away, most=12)}.")] if away else []
    if not one.attendance:
        return [heading, Paragraph("Nobody has been entered as there."), *absent]
    bodies = {key: each.body for key, each in record.members.items()}
    columns = [Column("member", "Member"), Column("body", "Of"), Column("came", "Came"), Column("left", "Left")]
    lines = [
        (each.id, _name(record, each.member_id), bodies.get(each.member_id, ""), each.came_at, each.left_at or "Stayed")
        for each in one.attendance
    ]
    shown = [at for at, column in enumerate(columns) if column.key != "body" or any(line[2] for line in lines)]
    listing = Listing(
        "Present",
        tuple(columns[at] for at in shown),
        tuple(Line(line[0], tuple(line[1 + at] for at in shown)) for line in lines),
    )
    return [heading, Table(listing, "Members who were there", totals=False), *absent]


def _scores(record: MinutesPaper) -> list[Block]:
    """Every bid of the day as it came out: when it was taken, the mean of its members, the score agreed on."""
    columns = (
        Column("bid", "Bid"),
        Column("taken", "Taken"),
        Column("mean", "Mean"),
        Column("agreed", "Agreed score"),
    )
    lines = tuple(
        Line(item.id, (record.items[item.id].whole, _taken(item), *_score(record, item))) for item in record.day.items
    )
    if not lines:
        return []
    return [Heading(2, "Bids"), Table(Listing("Bids", columns, lines), "Bids of the day", totals=False)]


def _taken(item: ItemRecord) -> str:
    if not item.started_at:
        return "Not taken"
    return f"{item.started_at} to {item.ended_at}" if item.ended_at else f"From {item.started_at}"


def _score(record: MinutesPaper, item: ItemRecord) -> tuple[str, str]:
    """The mean of the members' scores, and the score agreed on, with its day where that was another one."""
    standing = record.found.by_id.get(item.application_id)
    if standing is None:
        return "", "No longer scored"
    if not standing.seen:
        return "", "Scores are closed"
    mean, agreed = score_said(standing.mean) or "None", standing.agreed
    if agreed is None:
        return mean, "The mean stands"
    on = "" if agreed.agreed_on == record.day.held_on else f", on {format_day(agreed.agreed_on)}"
    return mean, f"{tenths_said(agreed.score)}{on}"


# what happened, as it happened


def _course(record: MinutesPaper) -> list[Block]:
    """Every line of the minutes with its time, those of a bid under its name, in the order the bids were taken."""
    ends = {item.id: item.ended_at for item in record.day.items}
    timed = [one for one in record.lines if one.at]
    blocks: list[Block] = []
    for key, lines in in_course(timed, ends):
        called = record.items.get(key)
        blocks.append(Heading(3, called.whole, anchor=key) if called is not None else Heading(3, key))
        blocks.append(Facts(tuple((one.at, one.text) for one in lines)))
    return [Heading(2, "What happened"), *blocks] if blocks else []


def in_course(lines: Sequence[MinuteLine], ends: Mapping[str, str]) -> list[tuple[str, list[MinuteLine]]]:
    """Lines with a time under the bid they belong to, by the item's id; `ends` has when each was dealt with.

    What is of no bid stands under the one that was talked about then, else before the next one; what came before the
    first bid under `OPENING`, what came after the last under `CLOSE`.
    """
    found: dict[str, list[MinuteLine]] = {}
    now, waiting = OPENING, list[MinuteLine]()
    for one in lines:
        if one.item_id:
            now = one.item_id
            mine = found.setdefault(now, [])
            mine += [*waiting, one]
            waiting = []
        elif now == OPENING or not ends.get(now) or one.at <= ends[now]:
            found.setdefault(now, []).append(one)
        else:
            waiting.append(one)
    return [*found.items(), *([(CLOSE, waiting)] if waiting else [])]


def _other(record: MinutesPaper) -> list[Block]:
    """What is of the whole day and has no time."""
    other = [Paragraph(one.text) for one in record.lines if not one.at]
    return [Heading(2, "Other matters"), *other] if other else []
