"""The fields of score sheets, declared once; `LABELS` gives the history its words for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.fields import Choice, Field
from app.scoring.parts import BidRecord

SCORES = "scores"
"""The field of a member's grid; a cell of it is `scores:application_id:column`."""
RECOMMENDS, COMMENT = "recommends", "comment"
"""The columns of a bid as a whole. The others are a criterion's id, and that with `COMMENTED` for its comment."""
COMMENTED = "+comment"

STATES = (
    Choice("draft", "Draft"),
    Choice("submitted", "Submitted"),
    Choice("abstained", "Abstains"),
)
RECOMMENDATIONS = (Choice("", "Does not say"), Choice("yes", "Fund"), Choice("no", "Do not fund"))

NOTHING, DRAFT, IN, ABSTAINS, CONFLICT, NOT_READ = "–", "Draft", "In", "A", "C", ""
"""What the matrix of progress says of a sheet: nothing given yet, begun, submitted, abstained from, kept apart by a
conflict, and not among the bids this member reads. None of it tells of a score."""
LETTERS = (
    (NOTHING, "nothing given yet"),
    (DRAFT, "begun and not submitted"),
    (IN, "submitted"),
    (ABSTAINS, "abstains"),
    (CONFLICT, "conflict of interest"),
)
"""The same with the words that explain them, as under a table."""

_BIDS = Field("application_ids", "Bids", "several", True)
_BID = Field("application_id", "Bid", "choice", True)

SUBMIT = (_BIDS,)
REOPEN = (Field("reason", "Why it is opened again", "long", True, help="It stays with the sheet and in the history."),)
ABSTAIN = (
    _BID,
    Field(
        "reason",
        "Why they abstain",
        "long",
        True,
        help="The bid is scored by the others alone; this is not a 0, and no conflict of interest.",
    ),
)

LABELS: dict[str, tuple[Field, ...]] = {
    "score_sheet": (
        Field("stage_id", "Stage"),
        Field("member_id", "Member"),
        Field("application_id", "Bid"),
        Field("state", "Sheet", "choice", choices=STATES),
        Field("reason", "Reason"),
        Field("recommends", "Recommends", "choice", choices=RECOMMENDATIONS),
        Field("comment", "Comment on the bid", "long"),
        Field("received_on", "Came in on", "day"),
    ),
    "score": (
        Field("sheet_id", "Sheet"),
        Field("criterion_id", "Criterion"),
        Field("points", "Points", "count"),
        Field("is_na", "Not applicable", "yesno"),
        Field("comment", "Comment on the points", "long"),
    ),
}
"""Which words the history uses for the columns of each table."""


def submit(bids: Sequence[BidRecord], *, named: bool = True) -> tuple[Field, ...]:
    """The form of submitting some of these bids' sheets."""
    return (replace(_BIDS, choices=choices(bids, named=named)),)


def abstain(bids: Sequence[BidRecord], *, named: bool = True) -> tuple[Field, ...]:
    """The form of abstaining from one of these bids."""
    return (replace(_BID, choices=choices(bids, named=named)), *ABSTAIN[1:])


def choices(bids: Sequence[BidRecord], *, named: bool = True) -> tuple[Choice, ...]:
    """Bids to choose from, by reference, with the applicant where the stage does not hide names."""
    return tuple(Choice(one.id, called(one, named=named)) for one in bids)


def called(bid: BidRecord, *, named: bool = True) -> str:
    """What a bid is called: “CSF-2026-004 Harbour Advice”; its reference alone where names are hidden."""
    return f"{bid.reference} {bid.organisation}" if named else bid.reference


def cell(application_id: str, column: str) -> str:
    """Where a refusal of one cell is shown."""
    return f"{SCORES}:{application_id}:{column}"
