"""The sentence over each list of the Scoring page: the question it answers, in figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from app.funds.table import Headline, Run
from app.grants.headlines import counted
from app.grants.parts import RoundRecord
from app.money import format_pence
from app.scoring import seeing
from app.scoring.parts import BidRecord, DeclarationRecord, StageRecord
from app.years import format_day

NOTHING = Headline(
    (Run("Nothing to score yet"),), "A round is scored once bids of it are ready. Begin one under Applications."
)
Pair = tuple[str, str]


def not_set_up(r: RoundRecord, bids: int) -> Headline:
    """A round of which nobody has been asked to score the bids yet."""
    runs = (Run(counted(bids, "bid"), True), Run(f" of {r.name} ready to score"))
    return Headline(runs, "Say who scores them, by when, and what tells equal scores apart.")


def ranking_headline(
    r: RoundRecord, of: StageRecord, bids: Sequence[BidRecord], opened: int, unranked: int, day: date
) -> Headline:
    """The pot and what is asked for; what keeps scores closed, or what came of them; `opened` bids may be seen."""
    asked = sum(one.requested or 0 for one in bids)
    runs = (
        Run(format_pence(r.pot), True),
        Run(" to give, "),
        Run(counted(len(bids), "bid"), True),
        Run(f" {'asks' if len(bids) == 1 else 'ask'} {format_pence(asked)}"),
    )
    return Headline(runs, f"{_where(r, of)}. {_how_far(of, len(bids), opened, unranked, day)}".strip())


def _where(r: RoundRecord, of: StageRecord) -> str:
    return f"{r.name}, second stage" if of.number == 2 else r.name


def _how_far(of: StageRecord, bids: int, opened: int, unranked: int, day: date) -> str:
    if of.ranked_on is not None:
        return f"The ranking was agreed on {format_day(of.ranked_on)}."
    few = f" {counted(unranked, 'bid')} cannot be ranked." if unranked else ""
    if of.moderated_on is not None:
        return f"Scores were opened on {format_day(of.moderated_on)}.{few}"
    if bids and opened == bids:
        return f"Every sheet is in.{few}"
    due = ""
    if of.sheets_due_on is not None:
        due = f" Sheets {'were' if of.sheets_due_on < day else 'are'} due on {format_day(of.sheets_due_on)}."
    waits = f"{counted(bids - opened, 'bid waits', 'bids wait')} for sheets; scores stay closed until they are in."
    return f"{waits}{due}"


def progress_headline(
    of: StageRecord, bids: Sequence[BidRecord], conflicts: Collection[Pair], states: Mapping[Pair, str]
) -> Headline:
    """How many sheets are in of how many, and who still owes some."""
    expected = {(who, one.id) for one in bids for who in seeing.scorers(of, one.id, conflicts)}
    came = sum(1 for pair in expected if states.get(pair) in seeing.DONE)
    if not expected:
        return Headline((Run("No sheet is expected yet"),), "Say who scores this stage.")
    owing = {who for who, one in expected if states.get((who, one)) not in seeing.DONE}
    names = [seat.name for seat in of.seats if seat.member_id in owing]
    below = f"Still to come: {', '.join(names)}." if names else "Nobody owes a sheet."
    return Headline((Run(f"{came:,}", True), Run(f" of {counted(len(expected), 'sheet')} in")), below)


def member_headline(
    of: StageRecord,
    member_id: str,
    bids: Sequence[BidRecord],
    conflicts: Collection[Pair],
    states: Mapping[Pair, str],
) -> Headline:
    """How far one member has come with their sheets."""
    seat = next((one for one in of.seats if one.member_id == member_id), None)
    if seat is None:
        return Headline((Run("Nobody scores this stage yet"),), "Set up its members first.")
    mine = [one.id for one in bids if member_id in seeing.scorers(of, one.id, conflicts)]
    came = sum(1 for one in mine if states.get((member_id, one)) in seeing.DONE)
    drafts = sum(1 for one in mine if states.get((member_id, one)) == "draft")
    kept_out = sum(1 for one in bids if (member_id, one.id) in conflicts)
    said = [f"{drafts:,} begun"] if drafts else []
    said += [f"{counted(kept_out, 'bid')} not theirs to score"] if kept_out else []
    if seat.declared_on is None:
        below = f"{seat.name} has not declared their interests yet; scores come after that."
    else:
        below = f"{'; '.join(said).capitalize()}." if said else ""
    runs = (Run(f"{seat.name}: "), Run(f"{came:,}", True), Run(f" of {counted(len(mine), 'sheet')} in"))
    return Headline(runs, below)


def conflict_headline(of: StageRecord, declared: Sequence[DeclarationRecord], asked: int) -> Headline:
    """How many conflicts were declared, who has still to declare, and what the desk would ask about."""
    found = sum(1 for one in declared if one.answer == "conflict")
    silent = [one.name for one in of.seats if one.declared_on is None]
    below = [f"Still to declare: {', '.join(silent)}."] if silent else ["Everybody has declared."] if of.seats else []
    if asked:
        below.append(f"{counted(asked, 'pair')} of employer or address to ask about.")
    if not found:
        return Headline((Run("No conflict of interest declared"),), " ".join(below))
    return Headline((Run(counted(found, "conflict"), True), Run(" of interest declared")), " ".join(below))
