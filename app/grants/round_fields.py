"""The fields of rounds and their terms, declared once; `LABELS` gives the history its words for them."""

from __future__ import annotations

from dataclasses import replace

from app.fields import Choice, Field

KINDS = (Choice("round", "One closing day"), Choice("rolling", "Rolling, with meetings"))
QUESTION_KINDS = (
    Choice("short", "A short text"),
    Choice("long", "A long text"),
    Choice("number", "A number"),
    Choice("amount", "An amount in pounds"),
    Choice("yesno", "Yes or no"),
    Choice("day", "A day"),
)


def words(choices: tuple[Choice, ...], value: str) -> str:
    """What is shown of a value that is kept; the value itself where it is none of the choices."""
    return next((one.label for one in choices if one.value == value), value)


# a round

_EXPECTED = (
    Field("expected_bids", "Bids expected", "count", help="As many as last time, where nothing has changed."),
    Field("reading_minutes", "Minutes to read one bid", "count", help="Of each member of the panel."),
    Field("applicant_hours", "Hours to write one bid", "count", help="Of those who apply, for the whole form."),
)


def form(lines: tuple[Choice, ...], areas: tuple[Choice, ...], priorities: tuple[Choice, ...]) -> tuple[Field, ...]:
    """The fields of a round, with the budget lines, areas and priorities there are to choose from."""
    return (
        Field(
            "reference", "Reference", required=True, help="Its bids are numbered by it: CSDF-2026 gives CSDF-2026-001."
        ),
        Field("name", "Name", required=True),
        Field("purpose", "Purpose", "long", help="What the money is for, as those who apply will read it."),
        Field("kind", "Closes", "choice", True, KINDS),
        Field("line_id", "Budget line", "choice", True, lines),
        Field("year", "Financial year", "year", True),
        Field("pot", "Pot, £", "pence", True),
        Field("over", "May be awarded above the pot, £", "pence", help="Leave empty for nothing."),
        Field("over_approver", "Approved by", help="The post that approves that more is awarded than the pot holds."),
        Field("minimum", "Smallest grant, £", "pence"),
        Field("maximum", "Largest grant, £", "pence"),
        Field("opens_on", "Opens on", "day", help="Leave empty for the day it is opened here."),
        Field("interest_first", "Expressions of interest come first", "yesno"),
        Field("interest_closes_on", "Expressions of interest close on", "day"),
        Field(
            "closes_on", "Closes on", "day", help="A rolling round closes by its meetings; this would be its last day."
        ),
        Field("closes_time", "Closes at", required=True, help="The local time of every closing day, as in 17:00."),
        Field("panel_on", "Panel meets on", "day"),
        Field("decision_on", "Decisions on", "day"),
        Field("area_ids", "For areas", "several", choices=areas, help="None chosen means all of them."),
        Field("priority_ids", "For priorities", "several", choices=priorities, help="None chosen means all of them."),
        *_EXPECTED,
    )


ROUND = form((), (), ())
"""The same without anything to choose from, for whoever only needs the words."""
COPY = (
    Field("reference", "Reference", required=True),
    Field("name", "Name", required=True),
    Field("year", "Financial year", "year", True),
)
"""What is new about a round that is copied; its dates and what was approved for it are not taken over."""
EXTEND = (
    Field("closes_on", "Closes on", "day", True, help="Not earlier than was invited."),
    Field("closes_time", "Closes at", required=True, help="Local time, as in 17:00."),
    Field("reason", "Reason", "long", True, help="It stays with the round and its history."),
    Field("interest_closes_on", "Expressions of interest close on", "day", help="Leave empty to keep the day."),
    Field("panel_on", "Panel meets on", "day", help="Leave empty to keep the day."),
    Field("decision_on", "Decisions on", "day", help="Leave empty to keep the day."),
)
"""The only things that may be changed of an open round: its days, to later ones."""

# its terms

_PLACE = Field("place", "Place", "count", help="1 is the first. Leave empty for the last, or to leave it where it is.")

GATE = (Field("text", "Question", "long", True, help="Answered by yes where a bid passes."), _PLACE)
CRITERION = (
    Field("name", "Criterion", required=True),
    Field("guidance", "Guidance", "long", help="What earns few points and what many."),
    Field("is_information", "For information only, not scored", "yesno"),
    Field("weight", "Weight, %", "percent", help="Those of all that are scored come to 100 %."),
    Field("maximum", "Highest points", "count", True),
    _PLACE,
)
QUESTION = (
    Field("text", "Question", "long", True),
    Field("help", "Help", "long", help="Printed under the question."),
    Field("kind", "Answered by", "choice", True, QUESTION_KINDS),
    Field("is_required", "Has to be answered", "yesno"),
    Field("most_words", "Words at most", "count", help="Of a text. Leave empty for as many as they like."),
    Field("asked_first", "Asked in the expression of interest", "yesno"),
    _PLACE,
)
MEETING = (
    Field("closes_on", "Bids for it close on", "day", True),
    Field("meets_on", "Meets on", "day", True),
)

# the planner of oversubscription

PLANNER = (
    *_EXPECTED,
    Field("members", "Members of the panel", "count", True, help="Each of them reads every bid."),
    Field("interest_effort", "An expression of interest takes, %", "percent", True, help="Of the time of a whole bid."),
    Field("invited_for_each", "Invited for each bid that can be funded", "count", True),
    Field("refused", "A gate refuses, %", "percent", True, help="Of all bids, before a member reads them."),
    Field("first_readers", "Members who read at a first stage", "count", True),
    Field(
        "through", "A first stage lets through, %", "percent", True, help="Of all bids; the other members read these."
    ),
)
"""What the planner is told: the first three are kept with the round, the others only tried."""


def _in_words(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields by labels that can stand in a sentence: the amounts and shares in it say what they are."""
    return tuple(replace(field, label=field.label.removesuffix(", £").removesuffix(", %")) for field in fields)


_OF_ROUND = Field("round_id", "Round")

LABELS: dict[str, tuple[Field, ...]] = {
    "round": (
        *_in_words(ROUND),
        Field("opened_on", "Opened on", "day"),
        Field("closed_on", "Closed on", "day"),
        Field("extended_for", "Reason for later dates", "long"),
        Field("version_mark", "Mark of its forms"),
    ),
    "round_meeting": (*MEETING, _OF_ROUND),
    "gate": (*GATE, _OF_ROUND),
    "criterion": (*_in_words(CRITERION), _OF_ROUND),
    "question": (*QUESTION, _OF_ROUND),
    "round_area": (Field("area_id", "Area"), _OF_ROUND),
    "round_priority": (Field("priority_id", "Priority"), _OF_ROUND),
}
"""Which words the history uses for the columns of each table."""
