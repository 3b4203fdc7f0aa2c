"""The minutes of a day of the scoring panel: who came, each bid as it was taken, who left the room, what was agreed.

They name members and say why somebody was out of the room, so they are OFFICIAL-SENSITIVE.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.errors import Refused
from app.grants import reading as grants
from app.grants.parts import RoundRecord
from app.listing import Column, Line, Listing
from app.papers.bid_words import begun, bids_said
from app.papers.blocks import Block, Bullets, Document, Facts, Heading, Paragraph, Signature, Table
from app.papers.gather_rounds import sensitive
from app.papers.gather_scoring import stage_named
from app.papers.imprint import Imprint, bound, gather_imprint
from app.papers.saying import in_words, some
from app.papers.scoring_words import score_said, stage_said, tenths_said
from app.recommendations import reading
from app.recommendations.minutes import absence_line
from app.recommendations.parts import DayRecord, ItemRecord
from app.scoring.parts import MemberRecord
from app.scoring.ranking import Standing, Standings, standings
from app.scoring.reading import members
from app.years import format_day


@dataclass(frozen=True, slots=True)
class MinutesPaper:
    """A day of the panel with the stage it was about, and every member by id, those put away too."""

    imprint: Imprint
    round: RoundRecord
    day: DayRecord
    found: Standings
    members: dict[str, MemberRecord]


def day_named(session: Session, round_id: str, *, number: int | None = None, by: date) -> str:
    """The id of the newest day of the panel up to a day, of a stage of a round or of its newest.

    Raises Refused where there is none, naming those there are.
    """
    every = reading.days(session, stage_named(session, round_id, number=number))
    found = [one.id for one in every if one.held_on <= by]
    if not every:
        raise Refused("The panel has no day for this stage yet.", "reference")
    if not found:
        known = some(format_day(one.held_on) for one in every)
        raise Refused(f"The panel has not met by {format_day(by)}. It meets on {known}.", "reference")
    return found[-1]


def gather_minutes(session: Session, day_id: str, *, day: date) -> MinutesPaper:
    """What is to be said of a day of the panel, in minutes dated `day`. Raises Refused when it is gone."""
    of = reading.day_(session, day_id)
    found = standings(session, of.stage_id)
    known = {one.id: one for archived in (True, False) for one in members(session, archived=archived)}
    imprint = sensitive(gather_imprint(session, day=day))
    return MinutesPaper(imprint, grants.round_(session, found.stage.round_id), of, found, known)


def compose_minutes(record: MinutesPaper) -> Document:
    """The minutes, DRAFT until the day has ended."""
    one = record.day
    blocks: list[Block] = [Paragraph(_opening(record)), *_present(record)]
    for at, item in enumerate(one.items, 1):
        blocks += _item(record, at, item)
    if one.note.strip():
        blocks += [Heading(2, "Other matters"), Paragraph(one.note.strip())]
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
    order = "so that a member with a conflict left once" if one.order_rule == "grouped" else "as they were ranked"
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
    told: list[Block] = [Paragraph(f"Not there: {some(away, most=12)}.")] if away else []
    if not one.attendance:
        return [heading, Paragraph("Nobody has been entered as there."), *told]
    columns = (
        Column("member", "Member"),
        Column("body", "Of"),
        Column("came", "Came"),
        Column("left", "Left"),
    )
    lines = tuple(
        Line(
            each.id,
            (
                _name(record, each.member_id),
                record.members[each.member_id].body if each.member_id in record.members else "",
                each.came_at,
                each.left_at or "Stayed",
            ),
        )
        for each in one.attendance
    )
    return [heading, Table(Listing("Present", columns, lines), "Members who were there", totals=False), *told]


# each bid


def _item(record: MinutesPaper, at: int, item: ItemRecord) -> list[Block]:
    """One bid: when it was taken, who was out of the room, its scores before and after, and what was said."""
    bid = next((one for one in record.found.bids if one.id == item.application_id), None)
    called = f"{bid.reference}: {bid.project}, {bid.organisation}" if bid is not None else "A bid that is out"
    blocks: list[Block] = [Heading(2, called, f"{at}.", anchor=item.id)]
    if not item.started_at:
        return [*blocks, Paragraph("It was not taken.")]
    ends = f" to {item.ended_at}" if item.ended_at else ", and had not been dealt with"
    blocks.append(Paragraph(f"Taken from {item.started_at}{ends}."))
    reference = bid.reference if bid is not None else "this bid"
    if item.absences:
        blocks.append(
            Bullets(tuple((absence_line(_name(record, one.member_id), reference, one),) for one in item.absences))
        )
    if facts := tuple(_scores(record, record.found.by_id.get(item.application_id))):
        blocks.append(Facts(facts))
    if item.note.strip():
        blocks.append(Paragraph(item.note.strip()))
    return blocks


def _scores(record: MinutesPaper, standing: Standing | None) -> Iterator[tuple[str, str]]:
    """The mean of the members' scores and, where one was agreed on this day, that with its reason."""
    if standing is None or not standing.seen:
        return
    yield "Mean of members", score_said(standing.mean) or "None"
    agreed = standing.agreed
    if agreed is None:
        yield "Agreed score", "None: the mean stands"
    elif agreed.agreed_on == record.day.held_on:
        yield "Agreed score", tenths_said(agreed.score)
        yield "Why", agreed.reason
    else:
        yield "Agreed score", f"{tenths_said(agreed.score)}, agreed on {format_day(agreed.agreed_on)}"
