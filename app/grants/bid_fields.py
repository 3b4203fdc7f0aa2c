"""The fields of an application and of what belongs to it, and its grids; `LABELS` gives the history its words for them.

Amounts are kept in pence, shares in tenths of a percent. A cell goes by `row:column`; one that is empty is not in the
grid. Times are local wall-clock text HH:MM.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.fields import Choice, Field, GridColumn, GridRow, GridShape, Kind
from app.grants.parts import ApplicationRecord, QuestionRecord, RoundRecord, State
from app.years import format_day

STATES = (
    Choice("draft", "Draft"),
    Choice("received", "Received"),
    Choice("late", "Late"),
    Choice("incomplete", "Incomplete"),
    Choice("withdrawn", "Withdrawn"),
    Choice("ineligible", "Ineligible"),
    Choice("ready", "Ready to score"),
)
STAGES = (Choice("full", "Full application"), Choice("interest", "Expression of interest"))
ARRIVED_BY = (
    Choice("paper", "Typed in by the office"),
    Choice("form", "A form that was read in"),
    Choice("direct", "Direct award"),
)
FORCED = (Choice("", "Not answered"), Choice("yes", "Yes"), Choice("no", "No"))
"""The answers to what every application has to answer; not answering is no no."""
MATCH_KINDS = (Choice("cash", "Cash"), Choice("in kind", "In kind"))
YES, NO = "yes", "no"
"""What stands in a cell that is answered by one of them."""
LEAST_LINES, SPARE_LINES = 8, 4
"""A grid of lines has at least so many, and always so many empty ones to type into."""


def words(choices: tuple[Choice, ...], value: str) -> str:
    """What is shown of a value that is kept; the value itself where it is none of the choices."""
    return next((one.label for one in choices if one.value == value), value)


# an application

_WHO = (
    Field("organisation", "Organisation", required=True, help="The organisation of this name; a new one if none."),
    Field("project", "Project", required=True),
    Field("requested", "Asked for, £", "pence"),
)
_ARRIVED = (
    Field("received_on", "Received on", "day"),
    Field("received_time", "Received at", help="The time on the clock, as in 16:45. The closing day is told by it."),
)
_PROJECT = (
    Field("summary", "What it is for", "long"),
    Field("starts_on", "Starts on", "day"),
    Field("ends_on", "Ends on", "day"),
    Field("beneficiaries", "People it reaches", "count"),
    Field("beneficiaries_who", "Who they are"),
)
_SAFE = (
    Field("with_children", "Works with children", "yesno"),
    Field("with_adults", "Works with adults at risk", "yesno"),
    Field("has_safeguarding", "Has a safeguarding policy", "yesno"),
    Field("safeguarding_on", "Policy last reviewed on", "day"),
)
_ASKED = (
    Field("local_support", "Local support", "long", help="Who backs it locally, and how that was shown."),
    Field("duplicates", "Duplicates a statutory or funded service", "choice", choices=FORCED),
    Field("duplicates_evidence", "Evidence on duplication", "long"),
    Field("substitutes", "Takes the place of statutory funding", "choice", choices=FORCED),
    Field("substitutes_evidence", "Evidence on substitution", "long"),
    Field("exit_plan", "What happens once the grant has ended", "long"),
    Field("is_continuation", "Continues a project that was funded before", "yesno"),
    Field("past_delivery", "What it delivered so far", "long"),
)
_OFFICE = (
    Field("reference", "Reference", help="Leave empty for the next one."),
    Field("note", "Note", "long"),
)
_STAGE = Field("stage", "Stage", "choice", choices=STAGES)
_ARRIVED_BY = Field("arrived_by", "Arrived as", "choice", choices=ARRIVED_BY)
_MEETING = Field("meeting_id", "Meeting", "choice", help="Leave empty for the next one it was in time for.")
QUICK = (*_WHO, *_ARRIVED, *_SAFE[:3], _PROJECT[0])
"""What is typed of a bid on paper, in the order it is read: the rest can follow."""


def bid(r: RoundRecord) -> tuple[Field, ...]:
    """The form of an application in a round: the stage where it has two, the meeting where it is rolling."""
    stage = (_STAGE,) if r.interest_first else ()
    meeting = (replace(_MEETING, choices=meetings(r)),) if r.kind == "rolling" else ()
    return (*_WHO, *_ARRIVED, *stage, *meeting, *_PROJECT, *_SAFE, *_ASKED, *_OFFICE)


def direct(lines: tuple[Choice, ...]) -> tuple[Field, ...]:
    """The form of a direct award: out of which budget line, and why outside a round."""
    return (
        *_WHO,
        Field("line_id", "Budget line", "choice", True, lines),
        Field("direct_reason", "Why outside a round", "long", True, help="It is told wherever the award is."),
        *_ARRIVED,
        *_PROJECT,
        *_SAFE,
        *_ASKED,
        *_OFFICE,
    )


def meetings(r: RoundRecord) -> tuple[Choice, ...]:
    """The meetings of a rolling round, and none of them."""
    each = (Choice(one.id, f"{format_day(one.meets_on)}, bids by {format_day(one.closes_on)}") for one in r.meetings)
    return (Choice("", "Not said"), *each)


def moving(allowed: Sequence[State]) -> tuple[Field, ...]:
    """Taking an application to another state, one of these."""
    return (
        Field("state", "It is now", "choice", True, tuple(one for one in STATES if one.value in allowed)),
        Field(
            "reason",
            "Reason",
            "long",
            help="Needed for late, incomplete, withdrawn and ineligible, and to accept one that was late.",
        ),
    )


# its grids


def costs(shape: GridShape) -> tuple[Field, ...]:
    """What the project costs, line by line, and what of it is asked for."""
    return (Field("costs", "Costs", "grid", grid=shape, help="What is asked for foots to what was asked for in all."),)


def costs_shape(a: ApplicationRecord) -> GridShape:
    """A row for each line of its costs and some empty ones; what is asked for is to come to the request."""
    return GridShape(
        _rows(len(a.costs)),
        (
            GridColumn("item", "Item", "text"),
            GridColumn("amount", "Costs £", "pence"),
            GridColumn("requested", "Asked for £", "pence", a.requested),
        ),
    )


def costs_cells(a: ApplicationRecord) -> dict[str, int | str]:
    """Its costs by `line:item` as text, `line:amount` and `line:requested` in pence; lines count from 1."""
    found: dict[str, int | str] = {}
    for one in a.costs:
        found |= {f"{one.place}:item": one.item, f"{one.place}:amount": one.amount}
        found |= {f"{one.place}:requested": one.requested} if one.requested else {}
    return found


def matches(shape: GridShape) -> tuple[Field, ...]:
    """What comes from elsewhere."""
    return (Field("matches", "Match funding", "grid", grid=shape),)


def matches_shape(a: ApplicationRecord) -> GridShape:
    """A row for each source and some empty ones: what it gives in cash or in kind, and whether that is certain."""
    return GridShape(
        _rows(len(a.matches)),
        (
            GridColumn("source", "From", "text"),
            GridColumn("cash", "Cash £", "pence"),
            GridColumn("in kind", "In kind £", "pence"),
            GridColumn("certain", "Certain", "text", help="Yes or no."),
        ),
    )


def matches_cells(a: ApplicationRecord) -> dict[str, int | str]:
    """Its match funding by `line:source` and `line:certain` as text, `line:cash` or `line:in kind` in pence."""
    found: dict[str, int | str] = {}
    for one in a.matches:
        found |= {f"{one.place}:source": one.source, f"{one.place}:{one.kind}": one.amount}
        found |= {f"{one.place}:certain": YES} if one.is_certain else {}
    return found


def areas(shape: GridShape) -> tuple[Field, ...]:
    """Which areas it is for."""
    return (Field("areas", "Areas", "grid", grid=shape, help="All of them come to 100 %."),)


def areas_shape(a: ApplicationRecord, known: Iterable[Choice]) -> GridShape:
    """A row for each area it may be for (`bids.area_choices`), and for any other it names."""
    return _shares(known, a.areas)


def areas_cells(a: ApplicationRecord) -> dict[str, int]:
    """Its shares by area, `area_id:share` to tenths of a percent."""
    return {f"{key}:share": tenths for key, _, tenths in a.areas}


def priorities(shape: GridShape) -> tuple[Field, ...]:
    """Which priorities it serves."""
    return (Field("priorities", "Priorities", "grid", grid=shape, help="All of them come to 100 %."),)


def priorities_shape(a: ApplicationRecord, known: Iterable[Choice]) -> GridShape:
    """A row for each priority it may serve (`bids.priority_choices`), and for any other it names."""
    return _shares(known, a.priorities)


def priorities_cells(a: ApplicationRecord) -> dict[str, int]:
    """Its shares by priority, `priority_id:share` to tenths of a percent."""
    return {f"{key}:share": tenths for key, _, tenths in a.priorities}


def asked(a: ApplicationRecord, r: RoundRecord) -> tuple[QuestionRecord, ...]:
    """The round's own questions at the stage of the application: the first ones alone in an expression of interest."""
    return tuple(one for one in r.questions if a.stage == "full" or one.asked_first)


def answers(shape: GridShape) -> tuple[Field, ...]:
    """What it answers to the round's own questions, as one grid."""
    return (Field("answers", "Answers", "grid", grid=shape),)


def answers_shape(a: ApplicationRecord, r: RoundRecord) -> GridShape:
    """A row for each of the round's questions."""
    return GridShape(
        tuple(GridRow(one.id, one.text) for one in asked(a, r)), (GridColumn("answer", "Answer", "text"),), totals=False
    )


def answers_cells(a: ApplicationRecord) -> dict[str, str]:
    """Its answers by `question_id:answer`, as they were typed."""
    return {f"{key}:answer": text for key, text in a.answers if text}


def answer_fields(a: ApplicationRecord, r: RoundRecord) -> tuple[Field, ...]:
    """The same as a form with a box for each question, by the question's id: what is long has room to be read.

    Every one of them is text, kept as typed; `answers_typed` turns what the boxes hold into cells.
    """
    kinds: dict[str, Kind] = {"long": "long"}
    return tuple(
        Field(one.id, one.text, kinds.get(one.kind, "text"), help=" ".join(filter(None, (one.help, _limit(one)))))
        for one in asked(a, r)
    )


def answers_typed(values: Mapping[str, str | None]) -> dict[str, str]:
    """What the boxes of `answer_fields` hold, as the cells that `costs.set_answers` takes."""
    return {f"{key}:answer": text for key, text in values.items() if text}


def _limit(one: QuestionRecord) -> str:
    return "" if one.most_words is None else f"At most {one.most_words:,} words."


def gate(shape: GridShape) -> tuple[Field, ...]:
    """Whether it passes the round's gate."""
    return (Field("answers", "Gate", "grid", grid=shape, help="Yes or no to each, and why where it is no."),)


def gate_shape(r: RoundRecord) -> GridShape:
    """A row for each question of the gate."""
    return GridShape(
        tuple(GridRow(one.id, one.text) for one in r.gates),
        (GridColumn("passes", "Passes", "text", help="Yes or no."), GridColumn("reason", "Why not", "text")),
        totals=False,
    )


def gate_cells(a: ApplicationRecord) -> dict[str, str]:
    """What was answered at the gate, by `gate_id:passes` (yes or no) and `gate_id:reason`."""
    found: dict[str, str] = {}
    for one in a.gates:
        found[f"{one.gate_id}:passes"] = YES if one.passes else NO
        found |= {f"{one.gate_id}:reason": one.reason} if one.reason else {}
    return found


def _rows(used: int) -> tuple[GridRow, ...]:
    many = max(LEAST_LINES, used + SPARE_LINES)
    return tuple(GridRow(str(place), str(place)) for place in range(1, many + 1))


def _shares(known: Iterable[Choice], named: Iterable[tuple[str, str, int]]) -> GridShape:
    rows = {one.value: one.label for one in known}
    rows |= {key: name for key, name, _ in named if key not in rows}
    return GridShape(
        tuple(GridRow(key, label) for key, label in rows.items()), (GridColumn("share", "Share %", "percent"),)
    )


# the words of the history


def _in_words(fields: Iterable[Field]) -> tuple[Field, ...]:
    """The fields by labels that can stand in a sentence: the amounts in it say what they are."""
    return tuple(replace(field, label=field.label.removesuffix(", £")) for field in fields)


_SHARE = Field("share_tenths", "Share", "percent")

LABELS: dict[str, tuple[Field, ...]] = {
    "application": (
        *_in_words((*_WHO, *_ARRIVED, *_PROJECT, *_SAFE, *_ASKED, *_OFFICE)),
        _STAGE,
        _ARRIVED_BY,
        _MEETING,
        Field("state", "State", "choice", choices=STATES),
        Field("round_id", "Round"),
        Field("line_id", "Budget line"),
        Field("organisation_id", "Organisation"),
        Field("direct_reason", "Why outside a round"),
        Field("form_digest", "Form"),
        Field("form_mark", "Version of the form"),
    ),
    "application_step": (
        Field("state", "State", "choice", choices=STATES),
        Field("reason", "Reason"),
        Field("taken_on", "On", "day"),
    ),
    "answer": (Field("question_id", "Question"), Field("text", "Answer")),
    "cost": (
        Field("item", "Item"),
        Field("amount_pence", "Costs", "pence"),
        Field("requested_pence", "Asked for", "pence"),
    ),
    "match_funding": (
        Field("source", "From"),
        Field("kind", "In cash or in kind", "choice", choices=MATCH_KINDS),
        Field("amount_pence", "Gives", "pence"),
        Field("is_certain", "Certain", "yesno"),
    ),
    "application_area": (Field("area_id", "Area"), _SHARE),
    "application_priority": (Field("priority_id", "Priority"), _SHARE),
    "gate_answer": (
        Field("gate_id", "Question of the gate"),
        Field("passes", "Passes", "yesno"),
        Field("reason", "Why not"),
    ),
}
"""Which words the history uses for the columns of each table."""
