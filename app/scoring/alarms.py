"""What needs settling before and while a round is scored, in sentences with the link that settles it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.grants.headlines import counted
from app.grants.parts import RoundRecord
from app.scoring import seeing
from app.scoring.parts import BidRecord, DeclarationRecord, StageRecord
from app.scoring.reading import conflicts as conflicts_of
from app.scoring.suggesting import Suggestion
from app.told import Notice
from app.years import format_day

Pair = tuple[str, str]


def of_stage(
    r: RoundRecord,
    of: StageRecord | None,
    bids: Sequence[BidRecord],
    declared: Sequence[DeclarationRecord],
    suggestions: Sequence[Suggestion],
    states: Mapping[Pair, str],
    day: date,
) -> tuple[Notice, ...]:
    """What a stage waits for, the first thing first; nothing once its ranking was agreed."""
    if of is None or of.ranked_on is not None:
        return ()
    found = [*_members(of), *_asked(suggestions), *_few(of, bids, declared), *_late(of, bids, declared, states, day)]
    if not bids:
        found.append(Notice("There is nothing to score.", f"No bid of {r.name} is ready.", "", "", "mute"))
    return tuple(found)


def _members(of: StageRecord) -> list[Notice]:
    if not of.seats:
        return [Notice("Nobody scores it yet.", "", "Choose its members", "seats")]
    silent = [one.name for one in of.seats if one.declared_on is None]
    if not silent:
        return []
    more = "No score is taken from them before they have."
    return [Notice("Interests still to be declared.", f"{', '.join(silent)}. {more}", "Declare", "declare")]


def _asked(suggestions: Sequence[Suggestion]) -> list[Notice]:
    if not suggestions:
        return []
    words = counted(len(suggestions), "pair")
    return [Notice("Ask about an interest.", f"{words} of employer or address to ask about.", "Look", "conflicts")]


def _few(of: StageRecord, bids: Sequence[BidRecord], declared: Sequence[DeclarationRecord]) -> list[Notice]:
    """Bids that can never have enough scores, as too few members may score them."""
    kept_out = conflicts_of(declared)
    few = [one.reference for one in bids if len(seeing.scorers(of, one.id, kept_out)) < of.least_scorers]
    if not of.seats or not few:
        return []
    more = f"{', '.join(few[:MOST_TOLD])}{f' and {len(few) - MOST_TOLD:,} more' if len(few) > MOST_TOLD else ''}"
    return [Notice("Too few may score.", f"{more}: fewer than {of.least_scorers:,} members have no conflict.")]


MOST_TOLD = 6


def _late(
    of: StageRecord,
    bids: Sequence[BidRecord],
    declared: Sequence[DeclarationRecord],
    states: Mapping[Pair, str],
    day: date,
) -> list[Notice]:
    if of.sheets_due_on is None or of.sheets_due_on >= day or of.moderated_on is not None:
        return []
    kept_out, came = conflicts_of(declared), {pair for pair, state in states.items() if state in seeing.DONE}
    owing = {who for one in bids for who in seeing.waits_for(of, one.id, kept_out, came)}
    names = [one.name for one in of.seats if one.member_id in owing]
    if not names:
        return []
    due = format_day(of.sheets_due_on)
    return [Notice("Sheets are late.", f"They were due on {due}: {', '.join(names)}.", "Who has scored", "progress")]
