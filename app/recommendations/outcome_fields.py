"""The fields of what is recommended for a bid, its grids, and the library of reasons; `LABELS` gives the history words.

Amounts are pence, scores tenths of a percent. A cell goes by `row:column`; one that is empty is not in the grid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from app.fields import Choice, Field, GridColumn, GridRow, GridShape
from app.grants.parts import CostRecord
from app.money import Pence
from app.recommendations.parts import Outcome, ReasonRecord, RecommendationRecord
from app.scoring.parts import BidRecord

OUTCOMES = (
    Choice("fund", "Fund"),
    Choice("reduced", "Fund in part"),
    Choice("reserve", "Reserve list"),
    Choice("defer", "Defer"),
    Choice("decline", "Decline"),
)
"""What may be recommended for a bid, in the words that are read."""
ANY = Choice("", "Any outcome")
GRID, OUTCOME, AMOUNT, RESERVE, REASON = "recommended", "outcome", "amount", "reserve", "reason"
"""The grid of a stage's recommendations in its form, and its columns; a cell is `recommended:application_id:column`."""
CUTS = "cuts"
"""The grid of what the costs of a bid are to have; a cell of it is `cuts:cost_id:amount`."""


def outcome_words(outcome: str) -> str:
    """What is read of an outcome; what is kept where it is none of them."""
    return next((one.label for one in OUTCOMES if one.value == outcome), outcome)


def read_outcome(text: str) -> Outcome | None:
    """The outcome that was typed, by its code or its words and whatever its capitals; None for anything else."""
    plain = " ".join(text.split()).casefold()
    found = next((one.value for one in OUTCOMES if plain in (one.value, one.label.casefold())), "")
    return next((one for one in get_args(Outcome) if one == found), None)


# the form of one


def reason_choices(reasons: Iterable[ReasonRecord]) -> tuple[Choice, ...]:
    """The library as it is chosen from: by id, its code before its words."""
    return tuple(Choice(one.id, f"{one.code} {one.text}") for one in reasons)


def recommendation(reasons: Iterable[ReasonRecord] = ()) -> tuple[Field, ...]:
    """The form of a recommendation, with the office's library of reasons to choose from."""
    return (
        Field(OUTCOME, "Outcome", "choice", True, OUTCOMES),
        Field(AMOUNT, "Amount", "pence", help="What it is to have. Leave empty for all that it asks for."),
        Field(
            "reserve_place",
            "Place on the reserve list",
            "count",
            help="Leave empty for the last place. The others move to make room.",
        ),
        Field("conditions", "Conditions", "long", help="One on each line. They are published with an award."),
        Field(
            "reason_ids",
            "Reasons",
            "several",
            choices=reason_choices(reasons),
            help="From the office’s library. They go into the letter.",
        ),
        Field(REASON, "Reason in words", "long", help="It goes into the letter after the reasons chosen above."),
    )


RECOMMENDATION = recommendation()
"""The same without reasons to choose from, for whoever only needs the words."""
TAKE_BACK = (Field(REASON, "Reason", "long", True, help="Why the recommendation no longer holds."),)
PROMOTE = (Field(REASON, "Reason", "long", True, help="What became free, and why. It stays in the history."),)
FEEDBACK = (
    Field(
        "text",
        "Feedback",
        "long",
        help="What the applicant will read. Nothing goes out that nobody has read and chosen here.",
    ),
    Field("read_by", "Read and chosen by", required=True),
)
"""What an applicant will read, and who has read it before."""


def values(one: RecommendationRecord | None) -> dict[str, Any]:
    """A recommendation as its form holds it; an empty form where there is none."""
    if one is None:
        return {"reason_ids": ()}
    return {
        OUTCOME: one.outcome,
        AMOUNT: one.amount,
        "reserve_place": one.reserve_place,
        "reason_ids": one.reasons,
        REASON: one.reason,
        "conditions": one.conditions,
    }


# the grid of a whole stage


def grid(bids: Sequence[BidRecord], closed: Iterable[str] = ()) -> tuple[Field, ...]:
    """The form of what is recommended for these bids, as one grid; those of `closed`, by id, are committed already."""
    return (Field(GRID, "Recommendations", "grid", grid=shape(bids, closed)),)


COLUMNS = (
    GridColumn(OUTCOME, "Outcome", "text", help=f"Type {', '.join(one.label.lower() for one in OUTCOMES)}."),
    GridColumn(AMOUNT, "Amount", help="Leave empty for all that it asks for."),
    GridColumn(RESERVE, "Reserve place", "text", help="Leave empty for the last place."),
    GridColumn(REASON, "Reason in words", "text"),
)


def shape(bids: Sequence[BidRecord], closed: Iterable[str] = ()) -> GridShape:
    """A row for each bid, in the order given; what has been committed cannot be typed into."""
    return GridShape(
        tuple(GridRow(one.id, f"{one.reference} {one.organisation}") for one in bids),
        COLUMNS,
        totals=False,
        closed=frozenset(f"{key}:{column.key}" for key in closed for column in COLUMNS),
    )


def cells(every: Iterable[RecommendationRecord]) -> dict[str, int | str]:
    """What a stage recommends, by `application_id:column`: the words of the outcome, pence, a place, the reason."""
    found: dict[str, int | str] = {}
    for one in every:
        mine = {
            OUTCOME: outcome_words(one.outcome),
            AMOUNT: one.amount,
            RESERVE: "" if one.reserve_place is None else str(one.reserve_place),
            REASON: one.reason,
        }
        found |= {f"{one.application_id}:{column}": cell for column, cell in mine.items() if cell}
    return found


# the grid of what is cut


def cuts(costs: Sequence[CostRecord], amount: Pence) -> tuple[Field, ...]:
    """The form of what each cost is to have, as one grid that comes to what the bid is to have."""
    return (Field(CUTS, "What each cost is to have", "grid", grid=cuts_shape(costs, amount)),)


def cuts_shape(costs: Sequence[CostRecord], amount: Pence) -> GridShape:
    """A row for each cost something is asked for, with what that is."""
    return GridShape(
        tuple(GridRow(one.id, one.item) for one in costs if one.requested),
        (
            GridColumn("requested", "Asked for", locked=True),
            GridColumn(AMOUNT, "To have", expected=amount, help="£0 where it is to have nothing."),
        ),
    )


def cuts_cells(costs: Sequence[CostRecord], one: RecommendationRecord) -> dict[str, int]:
    """What each cost asks for and is to have, by `cost_id:requested` and `cost_id:amount`; uncut ones have it all."""
    cut = dict(one.cuts)
    found: dict[str, int] = {}
    for each in costs:
        if each.requested:
            found[f"{each.id}:requested"] = each.requested
            found[f"{each.id}:{AMOUNT}"] = cut.get(each.id, each.requested)
    return found


# the library of reasons

REASON_FIELDS = (
    Field("code", "Code", required=True, help="Short, such as NEED. It is what the statistics count by."),
    Field("outcome", "For which outcome", "choice", True, (ANY, *OUTCOMES)),
    Field("text", "Words of the letter", "long", True, help="Plain words to the applicant, in whole sentences."),
)

# the words of the history

_BID = Field("application_id", "Application")
_OUTCOME = Field(OUTCOME, "Outcome", "choice", choices=OUTCOMES)
_OF = Field("recommendation_id", "Recommendation")

LABELS: Mapping[str, tuple[Field, ...]] = {
    "recommendation": (
        Field("stage_id", "Stage"),
        _BID,
        _OUTCOME,
        Field("amount_pence", "Amount", "pence"),
        Field("reserve_place", "Place on the reserve list", "count"),
        Field(REASON, "Reason in words", "long"),
        Field("conditions", "Conditions", "long"),
        Field("feedback", "Feedback", "long"),
        Field("feedback_by", "Read and chosen by"),
        Field("score_tenths", "Score it was made on", "percent"),
        Field("sheet_id", "Decision"),
    ),
    "recommendation_reason": (_OF, Field("reason_id", "Reason")),
    "recommendation_cut": (_OF, Field("cost_id", "Cost"), Field("amount_pence", "Is to have", "pence")),
    "outcome_reason": (*REASON_FIELDS, Field("position", "Place")),
}
"""Which words the history uses for the columns of each table."""
