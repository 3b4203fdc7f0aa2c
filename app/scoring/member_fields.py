"""The fields of scoring members and of what they declare, once; `LABELS` gives the history its words for them."""

from __future__ import annotations

from collections.abc import Sequence

from app.fields import Choice, Field, GridColumn, GridRow, GridShape
from app.scoring.parts import BidRecord

NONE = "none"
"""What a member answers of a bid they have no interest in."""
KINDS = (
    Choice("employment", "Works for it"),
    Choice("trustee", "Trustee, director or committee member"),
    Choice("family", "Family or close friend"),
    Choice("money", "Money or contract"),
    Choice("rival", "Asks for money from the same round"),
    Choice("other", "Another interest"),
)
"""The kinds of interest that keep a member from a bid."""
ANSWERS = (Choice("none", "No interest"), Choice("conflict", "An interest"))
GRID = "declared"
"""The field of the grid in its form; a cell of it is `declared:application_id:kind`."""


def member(areas: Sequence[Choice] = ()) -> tuple[Field, ...]:
    """The form of a member, with the areas that may be chosen."""
    return (
        Field("name", "Name", required=True, personal=True),
        Field("reference", "Reference", help="Leave empty for the next one, such as M8."),
        Field("body", "Who they are", help="As it is printed beside the name, such as Head teacher or Age Concern."),
        Field(
            "organisation",
            "Works for or acts for",
            help="Conflicts of interest are suggested by it. A new organisation if there is none of this name.",
        ),
        Field("area_id", "Area", "choice", choices=(Choice("", "None in particular"), *areas)),
        Field("starts_on", "Term from", "day"),
        Field("ends_on", "Term to", "day"),
        Field("email", "E-mail", personal=True),
        Field("telephone", "Telephone", personal=True),
        Field("address", "Address", "long", help="Conflicts of interest are suggested by it.", personal=True),
        Field("postcode", "Postcode", personal=True),
        Field("note", "Note", "long"),
    )


MEMBER = member()
"""The form of a member where no area is known."""
DECLARATION = (
    Field("answer", "Their interest in this bid", "choice", True, ANSWERS),
    Field("kind", "Kind of interest", "choice", choices=(Choice("", "None"), *KINDS)),
    Field("detail", "What it is", "long", personal=True),
)
"""What one member says about one bid."""
WITHDRAW = (Field("reason", "Why the declaration is taken back", "long", True),)


def shape(bids: Sequence[BidRecord]) -> GridShape:
    """The grid of one member's declarations: a row for each bid, its kind and what it is."""
    kinds = ", ".join(one.value for one in KINDS)
    return GridShape(
        tuple(GridRow(one.id, f"{one.reference} {one.organisation}") for one in bids),
        (
            GridColumn("kind", "Interest", "text", help=f"Type {NONE}, or the kind: {kinds}."),
            GridColumn("detail", "What it is", "text"),
        ),
        totals=False,
    )


def declared(bids: Sequence[BidRecord]) -> tuple[Field, ...]:
    """The form of one member's declarations about these bids, as one grid."""
    return (
        Field(
            GRID,
            "Interests",
            "grid",
            grid=shape(bids),
            help="Saved without a conflict it says that there is none: that is their declaration.",
        ),
    )


SHARE_OUT = (
    Field(
        "readers",
        "Members who read each bid",
        "count",
        help="Leave empty to have everybody read everything they have no interest in.",
    ),
)


def kind_words(kind: str) -> str:
    """What is shown of a kind that is kept; the kind itself where it is none of them."""
    return next((one.label for one in KINDS if one.value == kind), kind)


_WHO, _BID = Field("member_id", "Member"), Field("application_id", "Application")

LABELS: dict[str, tuple[Field, ...]] = {
    "scoring_member": (*MEMBER, Field("organisation_id", "Works for or acts for")),
    "declaration": (*DECLARATION, Field("declared_on", "Declared on", "day"), _WHO, _BID),
    "scoring_assignment": (Field("stage_id", "Stage"), _WHO, _BID),
}
"""Which words the history uses for the columns of each table."""
