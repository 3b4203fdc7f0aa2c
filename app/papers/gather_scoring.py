"""Gathering what the papers of scoring say, in one read each: a member's own bids, the register, the ranking.

A member's paper is refused before they have declared, since until then nobody knows what it may not hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.grants import reading as grants_reading
from app.grants.parts import ApplicationRecord, RoundRecord
from app.listing import Listing
from app.papers.gather_rounds import sensitive
from app.papers.imprint import Imprint, gather_imprint
from app.papers.masking import masked, without_contacts, without_name
from app.papers.saying import some
from app.scoring import bids as scored_bids
from app.scoring import reading
from app.scoring.conflict_register import minute_line, register
from app.scoring.parts import BidRecord, DeclarationRecord, ScaleRecord, SeatRecord, SheetRecord, StageRecord
from app.scoring.ranking import Standings, standings
from app.scoring.reading_order import order
from db.applicants import Contact, Profile


@dataclass(frozen=True, slots=True)
class PackPaper:
    """What one member reads: their bids in their reading order, without what they may not see, and how to score them.

    Where the stage hides names, no bid says whose it is.
    """

    imprint: Imprint
    round: RoundRecord
    stage: StageRecord
    seat: SeatRecord
    scales: tuple[ScaleRecord, ...]
    bids: tuple[ApplicationRecord, ...]

    @property
    def day(self) -> date:
        """The paper's day, which counts as today."""
        return self.imprint.day


@dataclass(frozen=True, slots=True)
class ConflictsPaper:
    """What every member of a stage declared, as the register, with a line for the minutes of each conflict."""

    imprint: Imprint
    round: RoundRecord
    stage: StageRecord
    register: Listing
    minutes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RankingPaper:
    """A stage with where every bid stands. `sheets` are those alone that may be seen, by bid; `conflicts` are all."""

    imprint: Imprint
    round: RoundRecord
    standings: Standings
    sheets: Mapping[str, tuple[SheetRecord, ...]] = field(default_factory=dict)
    conflicts: tuple[DeclarationRecord, ...] = ()

    @property
    def stage(self) -> StageRecord:
        """The stage that is ranked."""
        return self.standings.stage


def stage_named(session: Session, round_id: str, *, number: int | None = None) -> str:
    """The id of the newest stage of a round, or of the one of this number. Raises Refused when it is not set up."""
    every = reading.stages(session, round_id)
    found = [one for one in every if number is None or one.number == number]
    if not found:
        raise Refused(
            "Scoring of the round has not been set up yet." if not every else "This stage has not been set up yet.",
            "round",
        )
    return found[-1].id


def member_named(session: Session, stage_id: str, reference: str) -> str:
    """The id of the member of this reference or name who scores a stage. Raises Refused, naming those who do."""
    seats = reading.stage(session, stage_id).seats
    if not seats:
        raise Refused("No member scores this stage yet.", "member")
    wanted = reference.strip().casefold()
    known = some((f"{one.reference} ({one.name})" for one in seats), most=12)
    if not wanted:
        raise Refused(f"Name the member by their reference. There are: {known}.", "member")
    found = next((one for one in seats if wanted in (one.reference.casefold(), one.name.casefold())), None)
    if found is None:
        raise Refused(f"No member “{reference.strip()}” scores this stage. There are: {known}.", "member")
    return found.member_id


def gather_pack(session: Session, stage_id: str, member_id: str, *, day: date) -> PackPaper:
    """What one member is given to read. Raises Refused when they do not score the stage or have not declared."""
    stage = reading.stage(session, stage_id)
    seat = next((one for one in stage.seats if one.member_id == member_id), None)
    if seat is None:
        raise Refused("This member does not score this stage.", "member")
    if seat.declared_on is None:
        raise Refused(
            f"{seat.name} has not said yet in which bids they have an interest. Enter that first: what is made for "
            "them leaves those bids out.",
            "member",
        )
    mine = own_bids(session, stage, member_id)
    whole = {one.id: one for one in grants_reading.applications(session, round_id=stage.round_id)}
    contacts = _contacts(session, [whole[one.id] for one in mine])
    return PackPaper(
        sensitive(gather_imprint(session, day=day)),
        grants_reading.round_(session, stage.round_id),
        stage,
        seat,
        tuple(reading.scales(session, stage)),
        tuple(_shown(whole[one.id], contacts, hidden=stage.names_hidden) for one in mine),
    )


def own_bids(session: Session, stage: StageRecord, member_id: str) -> list[BidRecord]:
    """The bids a member reads at a stage, in their reading order: those shared out to them and without a conflict.

    Their projects are called as the member may read it: without contacts and, where the stage hides names, without the
    applicant's.
    """
    conflicts = reading.conflicts(reading.declarations(session, stage.round_id))
    mine = {
        one.id: one
        for one in scored_bids.of_stage(session, stage)
        if stage.reads(member_id, one.id) and (member_id, one.id) not in conflicts
    }
    contacts = _contacts(session, list(mine.values()))
    return [_called(mine[key], contacts, hidden=stage.names_hidden) for key in order(stage.seed, member_id, mine)]


def gather_conflicts(session: Session, stage_id: str, *, day: date) -> ConflictsPaper:
    """The register of a stage. Raises Refused when it is gone."""
    stage = reading.stage(session, stage_id)
    bids = {one.id: one for one in scored_bids.of_stage(session, stage)}
    seats = {one.member_id: one for one in stage.seats}
    declared = [
        one
        for one in reading.declarations(session, stage.round_id)
        if one.answer == "conflict" and one.member_id in seats and one.application_id in bids
    ]
    declared.sort(key=lambda one: (bids[one.application_id].reference, seats[one.member_id].reference))
    return ConflictsPaper(
        sensitive(gather_imprint(session, day=day)),
        grants_reading.round_(session, stage.round_id),
        stage,
        register(session, stage_id),
        tuple(minute_line(seats[one.member_id], bids[one.application_id], one) for one in declared),
    )


def gather_ranking(session: Session, stage_id: str, *, day: date) -> RankingPaper:
    """Where every bid of a stage stands, with no sheet of one that may not be seen. Raises Refused when it is gone."""
    found = standings(session, stage_id)
    declared = reading.declarations(session, found.stage.round_id)
    apart = reading.conflicts(declared)
    sheets: dict[str, tuple[SheetRecord, ...]] = {}
    for one in reading.sheets(session, stage_id):
        standing = found.by_id.get(one.application_id)
        if standing is not None and standing.seen and (one.member_id, one.application_id) not in apart:
            sheets[one.application_id] = (*sheets.get(one.application_id, ()), one)
    seats = {one.member_id for one in found.stage.seats}
    return RankingPaper(
        sensitive(gather_imprint(session, day=day)),
        grants_reading.round_(session, found.stage.round_id),
        found,
        sheets,
        tuple(
            one
            for one in declared
            if one.answer == "conflict" and one.member_id in seats and one.application_id in found.by_id
        ),
    )


def _shown(bid: ApplicationRecord, contacts: Mapping[str, Sequence[str]], *, hidden: bool) -> ApplicationRecord:
    """A bid as a member may read it."""
    return masked(bid, lambda text: _readable(text, bid, contacts, hidden=hidden))


def _called(bid: BidRecord, contacts: Mapping[str, Sequence[str]], *, hidden: bool) -> BidRecord:
    """The same of the little that a score sheet says of a bid."""
    return replace(bid, project=_readable(bid.project, bid, contacts, hidden=hidden))


def _readable(
    text: str, bid: ApplicationRecord | BidRecord, contacts: Mapping[str, Sequence[str]], *, hidden: bool
) -> str:
    """What was typed in a bid as a member may read it."""
    plain = without_contacts(text, contacts.get(bid.organisation_id, ()))
    return without_name(plain, bid.organisation) if hidden else plain


def _contacts(session: Session, bids: Sequence[ApplicationRecord | BidRecord]) -> dict[str, tuple[str, ...]]:
    """What is known of how to reach the organisations that bid, by their id."""
    ids = {one.organisation_id for one in bids}
    found: dict[str, tuple[str, ...]] = {}
    people = select(Contact.organisation_id, Contact.person, Contact.email, Contact.telephone).where(
        or_(Contact.organisation_id.in_(ids), Contact.application_id.in_([one.id for one in bids]))
    )
    places = select(Profile.organisation_id, Profile.address, Profile.postcode, Profile.website).where(
        Profile.organisation_id.in_(ids)
    )
    for query in (people, places):
        for key, *known in session.execute(query):
            found[key] = (*found.get(key, ()), *(one for one in known if one))
    return found
