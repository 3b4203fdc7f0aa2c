"""The fields of a stage of scoring, its marking scheme and agreed scores; `LABELS` gives the history its words.

Shares, weights and scores are tenths of a percent, points whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.fields import Choice, Field, GridColumn, GridRow, GridShape
from app.grants.parts import CriterionRecord, RoundRecord
from app.scoring.parts import StageRecord

TIE_RULES = (
    Choice("median", "the higher median of its members’ scores"),
    Choice("criterion", "the higher mean in the criterion of most weight"),
    Choice("asked", "less asked for"),
    Choice("reference", "the lower reference"),
)
"""The rules by which equal scores are told apart, in the words that are printed."""
USUAL_TIES = tuple(one.value for one in TIE_RULES)
MOST_POINTS = 100

_LEAST = Field("least_scorers", "Members who must score a bid", "count", True, help="With fewer it cannot be ranked.")
_DUE = Field("sheets_due_on", "Sheets due on", "day", help="Those that come later are chased.")
_DIVERGES = Field(
    "diverges", "Discussed from a range of, points of 100", "percent", True, help="Between the lowest and the highest."
)
_HIDDEN = Field("names_hidden", "Hide who applies from the members", "yesno", help="In their packs and sheets.")
_PASS = Field(
    "pass_tenths", "Goes on to the second stage from, %", "percent", help="Leave empty where there is no second stage."
)


TIES = f"What tells them apart, first to last: {'; '.join(f'{one.value}, {one.label}' for one in TIE_RULES)}."


def tie_words(rule: Sequence[str]) -> str:
    """The tie rule as it is printed, in one sentence."""
    if not rule:
        return "Equal scores share their place."
    known = {one.value: one.label for one in TIE_RULES}
    said = [known.get(one, one) for one in rule]
    return f"Equal scores are told apart by {', then by '.join(said)}."


def tie_choices(*rules: Sequence[str]) -> tuple[Choice, ...]:
    """The orders of rules a form offers, kept as codes parted by commas, with any that are used besides."""
    usual = (
        USUAL_TIES,
        ("criterion", "median", "asked", "reference"),
        ("median", "asked", "criterion", "reference"),
        ("asked", "median", "criterion", "reference"),
        ("median", "criterion"),
        ("criterion", "median"),
        ("reference",),
        (),
    )
    return tuple(
        Choice(",".join(one) or "none", _ties_short(one)) for one in dict.fromkeys((*usual, *map(tuple, rules)))
    )


def _ties_short(rule: Sequence[str]) -> str:
    """The order of rules as it is chosen: “Median, criterion, asked, reference”; what each is stands under the box."""
    return ", ".join(rule).capitalize() or "They share their place"


def form(members: Iterable[Choice], *, number: int = 1, rule: Sequence[str] = USUAL_TIES) -> tuple[Field, ...]:
    """The fields of a stage that is set up or changed, with the members there are to choose from.

    Only the first stage has a share to go on from. `rule` is the tie rule it has now.
    """
    return (
        Field("member_ids", "Members", "several", choices=tuple(members), help="Who scores the bids of this stage."),
        _DUE,
        _LEAST,
        _DIVERGES,
        Field("tie_rule", "Equal scores", "choice", True, tie_choices(rule), TIES),
        _HIDDEN,
        *((_PASS,) if number == 1 else ()),
    )


STAGE = form(())
"""The same without members to choose from, for whoever only needs the words."""


def stage_values(stage: StageRecord) -> dict[str, Any]:
    """A stage as its form holds it."""
    found: dict[str, Any] = {
        "member_ids": tuple(one.member_id for one in stage.seats),
        "sheets_due_on": stage.sheets_due_on,
        "least_scorers": stage.least_scorers,
        "diverges": stage.diverges,
        "tie_rule": ",".join(stage.tie_rule) or "none",
        "names_hidden": stage.names_hidden,
    }
    return found | ({"pass_tenths": stage.pass_tenths} if stage.number == 1 else {})


def sent(members: Iterable[Choice]) -> tuple[Field, ...]:
    """Whose packs have gone out; the day is told beside."""
    return (Field("member_ids", "Members", "several", True, tuple(members), help="Whose pack and sheet were sent."),)


MODERATION = (
    Field("reason", "Reason", "long", True, help="Why the scores are opened before every sheet is in. It is printed."),
)
"""What is asked for where everybody's scores are opened."""
REOPEN = (Field("reason", "Reason", "long", True, help="Why the ranking is open again. It stays in the history."),)


def agreed(members: Iterable[Choice]) -> tuple[Field, ...]:
    """The fields of a score that is agreed on, with the members who may be in the room for this bid."""
    return (
        Field("score", "Agreed score", "percent", True, help="Out of 100."),
        Field("reason", "Reason, printed in the record", "long", True),
        Field("present", "Present", "several", True, tuple(members)),
    )


AGREED = agreed(())
WITHDRAW = (Field("reason", "Reason", "long", True, help="Why the agreed score no longer holds."),)

# the grids of the marking scheme

FIRST, SECOND, BELOW, ABOVE = "first", "second", "below", "above"
SCHEME_COLUMNS = (
    GridColumn(FIRST, "On the first sheet", "text", help="Yes, or no where it is left to the second stage."),
    GridColumn(SECOND, "Weight at the second stage, %", "percent", help="Empty where it is not on that sheet."),
    GridColumn(BELOW, "Comment below", "text", help="Fewer points than this need a comment."),
    GridColumn(ABOVE, "Comment above", "text", help="More points than this need a comment."),
)


def scheme(r: RoundRecord) -> tuple[Field, ...]:
    """How the criteria of a round are marked, as one grid."""
    return (Field("scheme", "Marking scheme", "grid", grid=scheme_shape(r.criteria)),)


def scheme_shape(criteria: Sequence[CriterionRecord]) -> GridShape:
    """A row for each criterion."""
    return GridShape(tuple(_row(one) for one in criteria), SCHEME_COLUMNS, totals=False)


def anchors(r: RoundRecord) -> tuple[Field, ...]:
    """What the points of the criteria of a round mean, as one grid."""
    return (Field("anchors", "Words for points", "grid", grid=anchors_shape(r.criteria)),)


def anchors_shape(criteria: Sequence[CriterionRecord]) -> GridShape:
    """A row for each criterion, a column for each number of points; those above its highest are closed."""
    most = max((one.maximum for one in criteria), default=0)
    closed = {f"{one.id}:{points}" for one in criteria for points in range(one.maximum + 1, most + 1)}
    columns = tuple(GridColumn(str(points), str(points), "text") for points in range(most + 1))
    return GridShape(tuple(_row(one) for one in criteria), columns, totals=False, closed=frozenset(closed))


def _row(one: CriterionRecord) -> GridRow:
    kind = "for information" if one.is_information else f"{one.weight / 10:g} %"
    return GridRow(one.id, f"{one.name}, {kind}, 0 to {one.maximum}")


# the words of the history

LABELS: Mapping[str, tuple[Field, ...]] = {
    "scoring_stage": (
        Field("round_id", "Round"),
        Field("number", "Stage"),
        _DUE,
        _LEAST,
        Field("diverges_tenths", "Discussed from a range of", "percent"),
        _HIDDEN,
        Field("tie_rule", "Tie rule"),
        Field("seed", "Seed of the reading orders"),
        Field("pass_tenths", "Goes on to the second stage from", "percent"),
        Field("moderated_on", "Scores opened on", "day"),
        Field("moderated_why", "Reason to open the scores", "long"),
        Field("ranked_on", "Ranking agreed on", "day"),
    ),
    "scoring_seat": (
        Field("stage_id", "Stage"),
        Field("member_id", "Member"),
        Field("position", "Place"),
        Field("declared_on", "Interests declared on", "day"),
        Field("sent_on", "Pack sent on", "day"),
    ),
    "criterion_marking": (
        Field("criterion_id", "Criterion"),
        Field("in_first", "On the first sheet", "yesno"),
        Field("second_tenths", "Weight at the second stage", "percent"),
        Field("comment_below", "Comment needed below", "count"),
        Field("comment_above", "Comment needed above", "count"),
    ),
    "anchor": (Field("criterion_id", "Criterion"), Field("points", "Points"), Field("text", "What they mean", "long")),
    "agreed_score": (
        Field("stage_id", "Stage"),
        Field("application_id", "Application"),
        Field("score_tenths", "Agreed score", "percent"),
        Field("reason", "Reason", "long"),
        Field("agreed_on", "Agreed on", "day"),
    ),
    "agreed_present": (Field("agreed_id", "Agreed score"), Field("member_id", "Member")),
}
"""Which words the history uses for the columns of each table."""
