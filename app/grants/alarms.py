"""What needs settling about a round or an application, in sentences with the link that settles it."""

from __future__ import annotations

from collections.abc import Sequence

from app.grants.awarding import Block
from app.grants.lacking import Lack
from app.grants.parts import ApplicationRecord, RoundRecord
from app.grants.states import late_words
from app.told import Notice

MOST_TOLD = 4
"""So many things are told one by one."""


def of_round(r: RoundRecord, lacks: Sequence[Lack]) -> tuple[Notice, ...]:
    """What a draft lacks before it can be opened."""
    if r.is_frozen or r.archived or not lacks:
        return ()
    return (Notice("It cannot be opened yet.", _some([one.what for one in lacks]), "Change the round", "change"),)


def of_application(
    a: ApplicationRecord, r: RoundRecord | None, blocks: Sequence[Block], likes: Sequence[str]
) -> tuple[Notice, ...]:
    """That its organisation may have no money, that it came late, that it may be there twice; what bars it when ready.

    `likes` are the references of bids that may be the same.
    """
    found = [
        Notice("Hard stop.", one.what, "Look at the organisation", "organisation", "bad")
        for one in blocks
        if one.kind == "stop"
    ]
    if a.state == "received" and (words := late_words(a, r)):
        found.append(Notice("It came late.", words, "Say what becomes of it", "state late"))
    if likes:
        found.append(
            Notice("It may have come twice.", f"{a.organisation} also has {', '.join(likes)}.", "", "", "mute")
        )
    others = [one.what for one in blocks if one.kind not in ("stop", "state", "archived")]
    if a.state == "ready" and others:
        found.append(Notice("No money could go to it yet.", _some(others), "", "", "mute"))
    return tuple(found)


def _some(sentences: Sequence[str]) -> str:
    more = len(sentences) - MOST_TOLD
    return " ".join(sentences[:MOST_TOLD]) + (f" And {more:,} more." if more > 0 else "")
