"""What the Scoring page lists in each of its views, read in one go with the sentence above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.fields import Choice
from app.funds import lines
from app.funds.table import Headline
from app.grants import views as grants
from app.grants.headlines import count_headline
from app.grants.parts import RoundRecord
from app.grants.reading import rounds
from app.listing import Column, Line, Listing
from app.office import details
from app.scoring import (
    bids,
    conflict_register,
    headlines,
    markers,
    moderating,
    progress,
    ranking,
    reading,
    suggesting,
)
from app.scoring.parts import BidRecord, StageRecord
from app.scoring.sheet_list import member_sheets
from app.years import year_of

ROUNDS, MEMBERS = "rounds", "members"
VIEWS = (
    ("ranking", "Ranked list"),
    ("progress", "Who has scored"),
    ("member", "One member's sheets"),
    ("agenda", "To discuss"),
    ("conflicts", "Conflicts of interest"),
    (MEMBERS, "Members"),
    ("markers", "Strict or lenient"),
    (ROUNDS, "Rounds"),
)
OF_A_STAGE = ("ranking", "progress", "member", "agenda", "conflicts", "markers")
"""The views of the stage in force; there is none of them before it was set up."""


@dataclass(frozen=True, slots=True)
class View:
    """One view of the page: its list, and the sentence that answers its question. Years are start years.

    `rounds`, `stages` and `members` are those one may look into; the ids are of those in force, empty where there is
    none. `is_bare` is whether there is no round at all, `is_ranked` whether the stage's ranking is agreed.
    """

    key: str
    year: int
    years: tuple[int, ...]
    year_style: str
    views: tuple[tuple[str, str], ...]
    headline: Headline
    listing: Listing
    rounds: tuple[Choice, ...] = ()
    round_id: str = ""
    stages: tuple[Choice, ...] = ()
    stage_id: str = ""
    members: tuple[Choice, ...] = ()
    member_id: str = ""
    is_bare: bool = False
    is_ranked: bool = False


@dataclass(frozen=True, slots=True)
class InForce:
    """The round, stage and member that a view is about; `bids` are those the stage scores."""

    round: RoundRecord
    stage: StageRecord
    bids: list[BidRecord]
    member_id: str
    day: date


def view(
    session: Session,
    key: str,
    *,
    year: int,
    day: date,
    round_id: str = "",
    stage_id: str = "",
    member_id: str = "",
) -> View:
    """The list of this view, where `day` is today: of the round, stage and member named, else of the newest round, its
    latest stage and its first member. The rounds for a view of a stage that was not set up, or of a key that is none.
    """
    known = [one for one in rounds(session) if one.is_frozen]
    chosen = grants.in_force(session, known, round_id)
    mine = reading.stages(session, chosen.id) if chosen is not None else []
    of = next((one for one in mine if one.id == stage_id), mine[-1] if mine else None)
    key = key if key in _READ or key in OF_A_STAGE else "ranking"
    if key in OF_A_STAGE and (chosen is None or of is None):
        key = ROUNDS
    seats = of.seats if of is not None else ()
    who = next((one.member_id for one in seats if one.member_id == member_id), seats[0].member_id if seats else "")
    if key in OF_A_STAGE and chosen is not None and of is not None:
        headline, listing = _OF_STAGE[key](session, InForce(chosen, of, bids.of_stage(session, of), who, day))
    else:
        headline, listing = _READ[key](session, known, day)
    return View(
        key,
        year,
        tuple(sorted({*lines.years(session), year, year_of(day), *(one.year for one in known)})),
        details(session).year_style,
        VIEWS if of is not None else tuple(one for one in VIEWS if one[0] not in OF_A_STAGE),
        headline,
        listing,
        tuple(Choice(one.id, f"{one.name} ({one.reference})") for one in known),
        chosen.id if chosen is not None else "",
        tuple(Choice(one.id, STAGE_WORDS[one.number]) for one in mine),
        of.id if of is not None else "",
        tuple(Choice(one.member_id, one.name) for one in seats),
        who,
        not known,
        of is not None and of.ranked_on is not None,
    )


STAGE_WORDS = {1: "First stage", 2: "Second stage"}


# the views of a stage


def _ranking(session: Session, one: InForce) -> tuple[Headline, Listing]:
    every = ranking.standings(session, one.stage.id)
    seen = [each for each in every.ordered if each.seen]
    unranked = sum(1 for each in seen if each.state != "ranked") if len(seen) == len(every.ordered) else 0
    headline = headlines.ranking_headline(one.round, one.stage, every.bids, len(seen), unranked, one.day)
    return headline, ranking.ranked_list(every)


def _progress(session: Session, one: InForce) -> tuple[Headline, Listing]:
    conflicts = reading.conflicts(reading.declarations(session, one.round.id))
    known = progress.states(session, one.stage.id)
    return headlines.progress_headline(one.stage, one.bids, conflicts, known), progress.matrix(session, one.stage.id)


def _member(session: Session, one: InForce) -> tuple[Headline, Listing]:
    conflicts = reading.conflicts(reading.declarations(session, one.round.id))
    known = progress.states(session, one.stage.id)
    headline = headlines.member_headline(one.stage, one.member_id, one.bids, conflicts, known)
    return headline, member_sheets(session, one.stage, one.bids, one.member_id)


def _agenda(session: Session, one: InForce) -> tuple[Headline, Listing]:
    listing = moderating.agenda(session, one.stage.id)
    below = "Those far apart come first, the nearer to the end of the money the earlier." if listing.lines else ""
    none = "Nothing to discuss yet" if not one.stage.is_opened else "Nothing to discuss"
    headline = count_headline("bid to discuss", len(listing.lines), none=none, below=below, many="bids to discuss")
    return headline, listing


def _conflicts(session: Session, one: InForce) -> tuple[Headline, Listing]:
    declared = reading.declarations(session, one.round.id)
    asked = len(suggesting.read(session, one.stage.id))
    headline = headlines.conflict_headline(one.stage, declared, asked)
    return headline, conflict_register.register(session, one.stage.id)


def _markers(session: Session, one: InForce) -> tuple[Headline, Listing]:
    listing = markers.marker_list(session, one.stage.id)
    below = "For information only: nobody's points are changed by it, and no bid is ranked by it."
    none = "Members are compared once every sheet is in"
    if one.stage.is_opened or listing.lines:
        none = "Too few bids are shared to compare members"
    return count_headline(
        "member compared", len(listing.lines), none=none, below=below, many="members compared"
    ), listing


_OF_STAGE: dict[str, Callable[[Session, InForce], tuple[Headline, Listing]]] = {
    "ranking": _ranking,
    "progress": _progress,
    "member": _member,
    "agenda": _agenda,
    "conflicts": _conflicts,
    "markers": _markers,
}

# those of the office


def _members(session: Session, _: Sequence[RoundRecord], __: date) -> tuple[Headline, Listing]:
    listing = conflict_register.member_list(session)
    below = "They never sign in: packs and sheets go out to them, and sheets come back." if listing.lines else ""
    headline = count_headline(
        "member of the scoring panel",
        len(listing.lines),
        none="No member of the scoring panel yet",
        below=below,
        many="members of the scoring panel",
    )
    return headline, listing


def _rounds(session: Session, known: Sequence[RoundRecord], _: date) -> tuple[Headline, Listing]:
    listing = round_list(session, known)
    if not known:
        return headlines.NOTHING, listing
    waiting = [one for one in known if not reading.stages(session, one.id)]
    if waiting:
        first = waiting[0]
        return headlines.not_set_up(first, len(reading.ready(session, first.id, named=False))), listing
    return count_headline("round being scored", len(known), none="", many="rounds scored"), listing


def round_list(session: Session, known: Sequence[RoundRecord]) -> Listing:
    """Every opened round with its bids that are ready, its members, and how far its scoring has come."""
    columns = (
        Column("round", "Round"),
        Column("reference", "Reference"),
        Column("bids", "Ready bids", "count"),
        Column("stage", "Stage"),
        Column("members", "Members", "count"),
        Column("due", "Sheets due", "day"),
        Column("state", "State", "chip"),
    )
    return Listing("Rounds to score", columns, tuple(_round_line(session, one) for one in known))


def _round_line(session: Session, one: RoundRecord) -> Line:
    mine = reading.stages(session, one.id)
    of = mine[-1] if mine else None
    ready = len(reading.ready(session, one.id, named=False))
    if of is None:
        return Line(one.id, (one.name, one.reference, ready, "", None, None, "Not set up"))
    return Line(
        one.id,
        (one.name, one.reference, ready, STAGE_WORDS[of.number], len(of.seats), of.sheets_due_on, stage_state(of)),
    )


def stage_state(of: StageRecord) -> str:
    """How far a stage has come, in a word or two."""
    if of.ranked_on is not None:
        return "Ranked"
    return "Moderation" if of.moderated_on is not None else "Being scored"


_READ: dict[str, Callable[[Session, Sequence[RoundRecord], date], tuple[Headline, Listing]]] = {
    MEMBERS: _members,
    ROUNDS: _rounds,
}
