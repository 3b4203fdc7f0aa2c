"""The stages of scoring a round: set up with their members, opened for moderation, closed by an agreed ranking.

Shares and ranges are tenths of a percent of what was possible.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.contracts.typed import known_day, needed, refuse_far
from app.errors import Refused
from app.grants.rounds import in_use as round_in_use
from app.scoring import ranking, reading
from app.scoring.parts import StageRecord
from app.scoring.recounting import differing, recounted
from app.scoring.stage_fields import TIE_RULES, USUAL_TIES
from app.years import format_day
from db.scoring import OPENED, RANKED, AgreedScore, Assignment, ScoreSheet, ScoringMember, ScoringStage, Seat

MOST_SCORERS, MOST, MOST_NAMED = 50, 1000, 3

# setting it up


def set_up(
    session: Session,
    round_id: str,
    *,
    number: int = 1,
    sheets_due_on: date | None = None,
    least_scorers: int | None = 3,
    diverges: int | None = 200,
    names_hidden: bool = False,
    tie_rule: Sequence[str] | str | None = USUAL_TIES,
    pass_tenths: int | None = None,
    member_ids: Sequence[str] | None = (),
    seed: int | None = None,
) -> str:
    """Set up a stage of a round with its members; its id.

    `tie_rule` is codes of rules, first to last, or the text a form keeps of them. `seed` draws the reading orders and
    is made here where none is given. The second stage needs the ranking of the first to be agreed. Raises Refused.
    """
    r = round_in_use(session, round_id)
    if all(one.is_information for one in r.criteria):
        raise Refused("This round has no criterion that is scored.")
    _refuse_out_of_turn(reading.stages(session, round_id), number)
    values = _checked(number, sheets_due_on, least_scorers, diverges, names_hidden, tie_rule, pass_tenths)
    row = ScoringStage(
        round_id=round_id,
        number=number,
        seed=secrets.randbits(48) if seed is None else seed,
        moderated_on=None,
        moderated_why="",
        ranked_on=None,
        **values,
    )
    session.add(row)
    session.flush()
    _seat(session, row.id, tuple(member_ids or ()))
    return row.id


def change(
    session: Session,
    stage_id: str,
    *,
    version: int | None,
    sheets_due_on: date | None = None,
    least_scorers: int | None = 3,
    diverges: int | None = 200,
    names_hidden: bool = False,
    tie_rule: Sequence[str] | str | None = USUAL_TIES,
    pass_tenths: int | None = None,
    member_ids: Sequence[str] | None = None,
) -> None:
    """Change a stage whose ranking has not been agreed; no `member_ids` leaves its members. Raises Refused, Stale.

    Once a score can be seen, the rules by which bids are ranked and go on stay as they are.
    """
    row = unranked(session, stage_id, version)
    values = _checked(row.number, sheets_due_on, least_scorers, diverges, names_hidden, tie_rule, pass_tenths)
    if _is_seen(session, row):
        for column, field in (("least_scorers",) * 2, ("tie_rule",) * 2, ("pass_tenths",) * 2):
            if values[column] != getattr(row, column):
                raise Refused("The scores have been opened: the rules of the ranking stay as they are.", field)
    for column, value in values.items():
        setattr(row, column, value)
    if member_ids is not None:
        _seat(session, stage_id, tuple(member_ids))


def _refuse_out_of_turn(known: Sequence[StageRecord], number: int) -> None:
    if number not in (1, 2):
        raise Refused("A round has a first and a second stage, and no other.", "number")
    if any(one.number == number for one in known):
        raise Refused("This stage of the round has been set up already.", "number")
    if number == 1:
        return
    first = next((one for one in known if one.number == 1), None)
    if first is None or first.ranked_on is None:
        raise Refused("The second stage begins when the ranking of the first has been agreed.", "number")
    if first.pass_tenths is None:
        raise Refused("The first stage has no share from which a bid goes on to the second.", "number")


def _checked(
    number: int,
    sheets_due_on: date | None,
    least_scorers: int | None,
    diverges: int | None,
    names_hidden: bool,
    tie_rule: Sequence[str] | str | None,
    pass_tenths: int | None,
) -> dict[str, Any]:
    refuse_far(sheets_due_on, "sheets_due_on")
    least = needed(least_scorers, "The number of members who must score a bid", "least_scorers")
    if not 1 <= least <= MOST_SCORERS:
        raise Refused(f"Between 1 and {MOST_SCORERS} members must have scored a bid.", "least_scorers")
    if not 1 <= needed(diverges, "The range that is discussed", "diverges") <= MOST:
        raise Refused("The range that is discussed is above 0 and at most 100.", "diverges")
    if pass_tenths is not None and number != 1:
        raise Refused("Bids go on from the first stage only.", "pass_tenths")
    if pass_tenths is not None and not 1 <= pass_tenths <= MOST:
        raise Refused("The share to go on is above 0 % and at most 100 %.", "pass_tenths")
    return {
        "sheets_due_on": sheets_due_on,
        "least_scorers": least,
        "diverges_tenths": diverges,
        "names_hidden": bool(names_hidden),
        "tie_rule": ",".join(_ties(tie_rule)),
        "pass_tenths": pass_tenths,
    }


def _ties(given: Sequence[str] | str | None) -> tuple[str, ...]:
    """The codes of a tie rule in their order. Raises Refused for one that is unknown or comes twice."""
    parts = (given or "").split(",") if given is None or isinstance(given, str) else list(given)
    rule = tuple(one.strip() for one in parts if one.strip() not in ("", "none"))
    known = {one.value for one in TIE_RULES}
    if unknown := [one for one in rule if one not in known]:
        raise Refused(f"“{unknown[0]}” is no rule by which equal scores are told apart.", "tie_rule")
    if len(set(rule)) != len(rule):
        raise Refused("A rule by which equal scores are told apart comes once.", "tie_rule")
    return rule


# its members


def set_seats(session: Session, stage_id: str, *, member_ids: Sequence[str] | None, version: int | None) -> None:
    """Say who scores a stage, in this order. Raises Refused (for taking out one who has scored), Stale."""
    records.touch(unranked(session, stage_id, version))
    _seat(session, stage_id, tuple(member_ids or ()))


def mark_sent(session: Session, stage_id: str, *, member_ids: Sequence[str] | None, day: date | None) -> None:
    """Note that the packs of these members went out on a day. Raises Refused."""
    stage_in_use(session, stage_id)
    sent_on = known_day(day, "The day it was sent", "day")
    seats = {one.member_id: one for one in _seats(session, stage_id) if not one.archived}
    if not member_ids:
        raise Refused("Choose at least one member.", "member_ids")
    for key in member_ids:
        if key not in seats:
            raise Refused("Only those who score this stage are sent a pack.", "member_ids")
        seats[key].sent_on = sent_on


def _is_seen(session: Session, row: ScoringStage) -> bool:
    """Whether the scores of any bid of a stage may be seen, so that nobody could score or change a rule unknowing."""
    if row.moderated_on is not None:
        return True
    return any(one.seen for one in ranking.standings(session, row.id, named=False).ordered)


def _seat(session: Session, stage_id: str, member_ids: tuple[str, ...]) -> None:
    if len(set(member_ids)) != len(member_ids):
        raise Refused("A member scores a stage once.", "member_ids")
    known = {one.member_id: one for one in _seats(session, stage_id)}
    now = {key for key, one in known.items() if not one.archived}
    _refuse_leaving(session, stage_id, now - set(member_ids))
    if set(member_ids) - now and _is_seen(session, records.fetch(session, ScoringStage, stage_id)):
        raise Refused(OPENED, "member_ids")
    for key in now - set(member_ids):
        known[key].archived = True
    for position, key in enumerate(member_ids, 1):
        if key not in now and records.fetch(session, ScoringMember, key).archived:
            raise Refused("A member who was put away does not score. Bring them back first.", "member_ids")
        if key in known:
            known[key].archived, known[key].position = False, position
        else:
            session.add(Seat(stage_id=stage_id, member_id=key, position=position, declared_on=None, sent_on=None))


def _refuse_leaving(session: Session, stage_id: str, leaving: Collection[str]) -> None:
    """Nobody leaves with a sheet in: what they gave would be lost. What they were to read is shared out anew."""
    query = select(ScoreSheet.member_id).where(
        ScoreSheet.stage_id == stage_id, ScoreSheet.archived.is_(False), ScoreSheet.member_id.in_(leaving)
    )
    if scored := session.scalars(query.limit(1)).first():
        name = records.fetch(session, ScoringMember, scored).name
        raise Refused(f"{name} has a score sheet at this stage already, and stays.", "member_ids")
    shared = select(Assignment).where(
        Assignment.stage_id == stage_id, Assignment.archived.is_(False), Assignment.member_id.in_(leaving)
    )
    if session.scalars(shared.limit(1)).first() is not None:
        raise Refused("The bids are shared out among the members. Have everybody read everything first.", "member_ids")


def _seats(session: Session, stage_id: str) -> list[Seat]:
    """The seats of a stage, those put away before the ones in use, so that these come last by member."""
    query = select(Seat).where(Seat.stage_id == stage_id).order_by(Seat.archived.desc(), Seat.id)
    return list(session.scalars(query))


# moderation


def open_moderation(session: Session, stage_id: str, *, version: int | None, reason: str, day: date) -> None:
    """Open everybody's scores on a day before every sheet is in, with the reason. Raises Refused, Stale."""
    row = unranked(session, stage_id, version)
    if row.moderated_on is not None:
        raise Refused(f"The scores were opened on {format_day(row.moderated_on)}.")
    row.moderated_why = records.required(reason, "The reason", "reason")
    row.moderated_on = known_day(day, "The day", "day")


def close_moderation(session: Session, stage_id: str, *, version: int | None, reason: str) -> None:
    """Close the scores again, with the reason, as long as no score was agreed on. Raises Refused, Stale."""
    row = unranked(session, stage_id, version)
    if row.moderated_on is None:
        raise Refused("The scores have not been opened.")
    records.required(reason, "The reason", "reason")
    query = select(AgreedScore.id).where(AgreedScore.stage_id == stage_id, AgreedScore.archived.is_(False))
    if session.scalars(query.limit(1)).first() is not None:
        raise Refused("A score has been agreed on since the scores were opened, and they stay open.")
    row.moderated_on, row.moderated_why = None, ""


# the ranking


def agree_ranking(session: Session, stage_id: str, *, version: int | None, day: date) -> None:
    """Agree the ranking on a day: from then on the scores it was made of stay as they are.

    Every score is counted again from the sheets, and has to come out the same. Raises Refused (also while a bid waits
    for a sheet and the scores were not opened), Stale.
    """
    row = unranked(session, stage_id, version)
    session.flush()
    found = ranking.standings(session, stage_id, named=False)
    if waiting := [one.reference for one in found.bids if _waits(found.by_id[one.id])]:
        raise Refused(f"{_listed(waiting)} still to be scored. Open the scores with a reason, or wait for the sheets.")
    if not any(one.rank is not None for one in found.ordered):
        raise Refused("No bid has been scored by enough members to be ranked.")
    seen = {one.application_id: one.score for one in found.ordered if one.seen}
    if wrong := differing(recounted(session, found.stage), seen):
        named = [one.reference for one in found.bids if one.id in wrong]
        raise Refused(f"{_listed(named)} not counted the same a second time. Nothing was agreed; tell your support.")
    row.ranked_on = known_day(day, "The day", "day")


def reopen_ranking(session: Session, stage_id: str, *, version: int | None, reason: str) -> None:
    """Open an agreed ranking again, with the reason. Raises Refused (once a second stage was set up), Stale."""
    row = stage_in_use(session, stage_id)
    records.at_version(session, ScoringStage, stage_id, version)
    if row.ranked_on is None:
        raise Refused("The ranking has not been agreed.")
    if any(one.number > row.number for one in reading.stages(session, row.round_id)):
        raise Refused("The second stage has been set up with the bids that went on. This ranking stays.")
    records.required(reason, "The reason", "reason")
    row.ranked_on = None


def _waits(one: ranking.Standing) -> bool:
    """Whether a bid still waits for somebody; one that nobody may score does not."""
    return not one.seen and one.expected > 0


def _listed(references: Sequence[str]) -> str:
    """“DEV-1 is”, “DEV-1 and DEV-2 are”, or how many more besides the first three."""
    if len(references) == 1:
        return f"{references[0]} is"
    few = references[:MOST_NAMED]
    rest = f"{len(references) - len(few):,} more" if len(references) > len(few) else few[-1]
    return f"{', '.join(few if rest not in few else few[:-1])} and {rest} are"


# what every use case of a stage begins with


def stage_in_use(session: Session, stage_id: str) -> ScoringStage:
    """The stage, of a round that is in use. Raises Refused."""
    row = records.in_use(session, ScoringStage, stage_id)
    round_in_use(session, row.round_id)
    return row


def unranked(session: Session, stage_id: str, version: int | None = None) -> ScoringStage:
    """The stage while its ranking has not been agreed. Raises Refused, Stale."""
    stage_in_use(session, stage_id)
    seats = [one.id for one in _seats(session, stage_id)]
    row = records.at_version(session, ScoringStage, stage_id, version, parts=seats)
    if row.ranked_on is not None:
        raise Refused(RANKED)
    return row
