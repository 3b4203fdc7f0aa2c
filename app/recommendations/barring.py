"""Why a bid may not be recommended for money at all, and what else is still to be settled before it has any."""

from __future__ import annotations

from datetime import date

from app.grants import awarding
from app.grants.parts import ApplicationRecord, RoundRecord

BARS: frozenset[awarding.Kind] = frozenset(("stop", "archived", "state", "stage", "amount", "gate", "failed"))
"""What keeps a bid from being recommended. What a check lacks can be made good until the money goes, and is told."""


def bars(a: ApplicationRecord, r: RoundRecord) -> tuple[str, ...]:
    """What keeps a bid of this round from being recommended for money, in a sentence each."""
    # none of these depends on the day: a check that failed stands until it is made again
    return tuple(one.what for one in awarding.blocks(a, date.max, r) if one.kind in BARS)


def to_settle(a: ApplicationRecord, day: date, r: RoundRecord) -> tuple[str, ...]:
    """What does not keep it from being recommended and is to be settled before money goes, as of a day."""
    return tuple(one.what for one in awarding.blocks(a, day, r) if one.kind not in BARS)
