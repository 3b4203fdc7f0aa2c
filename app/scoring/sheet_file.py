"""A score sheet as it goes out to a member and as it was read back, before anything of it is saved.

Points are whole numbers up to a criterion's maximum, weights tenths of a percent. Who writes and reads the workbook is
in `app.exchange`; what becomes of it is in `app.scoring.intake`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.grants.form import BadCell, Place
from app.scoring.parts import BidRecord, ScaleRecord, StageRecord

FORMAT = 1
"""Counts the layouts of the sheet itself; one of another layout cannot be read."""
BID, WHAT, MEANING, OUT_OF, POINTS, REMARK = (
    "Bid",
    "What is scored",
    "What the points mean",
    "Out of",
    "Points",
    "Comment",
)
"""The heads of the columns that are read, wherever they have moved to; `MEANING` is only read by people."""
WHOLE = "Should it be funded?"
"""What is scored in the last row of a bid: its points are Yes or No, its comment is on the bid as a whole."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row of a returned sheet as it was typed: a criterion of a bid, or `WHOLE`, with where its two boxes stand.

    `points` and `comment` are None where the box cannot be read: its problem is among those of the file.
    """

    reference: str
    what: str
    out_of: str
    points: str | None
    comment: str | None
    at: Place
    points_at: Place
    comment_at: Place


@dataclass(frozen=True, slots=True)
class SheetFile:
    """What a returned score sheet holds. One that could not be read at all holds nothing but its problems.

    `mark` is the fingerprint of the scheme and the bids it was made for. `saved_on` and `saved_time` are the file's
    own time, HH:MM by the clock on the wall.
    """

    path: str
    name: str
    digest: str = ""
    size: int = 0
    saved_on: date | None = None
    saved_time: str = ""
    round_id: str = ""
    round_reference: str = ""
    stage_id: str = ""
    stage_number: str = ""
    member_id: str = ""
    member: str = ""
    mark: str = ""
    lines: tuple[SheetLine, ...] = ()
    problems: tuple[BadCell, ...] = ()


def what(scale: ScaleRecord) -> str:
    """How a criterion is called on the sheet: by its place too, for two may have the same name."""
    return f"{scale.place}. {scale.name}"


def alike(words: str) -> str:
    """Words as they are compared: small letters, single spaces, and one kind of apostrophe."""
    return " ".join(words.replace("\u2019", "'").replace("\u2018", "'").split()).casefold()


def fingerprint(of: StageRecord, member_id: str, bids: Iterable[BidRecord], scales: Sequence[ScaleRecord]) -> str:
    """What tells a sheet apart from one of another scheme or of other bids; the order of the bids does not matter."""
    told = [
        of.id,
        member_id,
        sorted((one.id, one.reference) for one in bids),
        [
            (one.id, one.place, one.name, one.weight, one.maximum, one.comment_below, one.comment_above)
            for one in scales
        ],
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def read_by(
    of: StageRecord, member_id: str, bids: Iterable[BidRecord], conflicts: Iterable[tuple[str, str]]
) -> list[BidRecord]:
    """The bids that a member reads: those shared out to them, without any they have an interest in."""
    apart = frozenset(conflicts)
    return [one for one in bids if of.reads(member_id, one.id) and (member_id, one.id) not in apart]
