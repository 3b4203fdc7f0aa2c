"""A round as it is read down: how far its pot is asked for, what running it takes, and the terms it was invited on.

Amounts are pence, shares and weights tenths of a percent, times minutes, years start years.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from app.grants import bid_fields, round_fields
from app.grants.lacking import Lack, lacking
from app.grants.parts import RoundRecord
from app.grants.planner import Course, Plan, hours
from app.grants.subscription import Part as Asked
from app.grants.subscription import Subscription, times_text
from app.grants.telling import percent, pounds
from app.listing import Column, Line, Listing
from app.money import format_pence
from app.told import Part, facts
from app.years import format_day, format_year


def subtitle(r: RoundRecord, day: date) -> str:
    """“CSDF-2026 · £200,000 · open until 6 February 2026 at 17:00”."""
    state = r.state(day)
    if state == "Open" and r.closes_on is not None:
        how = f"open until {_clocked(r.closes_on, r.closes_time)}"
    elif state == "Opens later" and r.opens_on is not None:
        how = f"opens on {format_day(r.opens_on)}"
    else:
        how = state.lower()
    return " · ".join((r.reference, format_pence(r.pot), how))


def round_parts(
    r: RoundRecord,
    subscription: Subscription,
    plan: Plan,
    *,
    day: date,
    style: str,
    lacks: Sequence[Lack] | None = None,
) -> list[Part]:
    """What an officer reads of a round as it stands on a day; the parts with nothing in them are empty.

    Before it opens what it lacks and what it will take stand first, afterwards how far its pot is asked for. `lacks` is
    what keeps it from opening (`rounds.before_opening`), None for what its own terms tell of that.
    """
    known = lacking(r, day=day) if lacks is None else lacks
    asked = [
        _subscription(r, subscription, day),
        _states(subscription),
        _of("By area", "Area", subscription.areas, subscription),
        _of("By priority", "Priority", subscription.priorities, subscription),
    ]
    first = [] if r.is_frozen else [Part("Still missing before it opens", words=tuple(one.what for one in known))]
    planned = [_plan(plan)]
    return [
        *first,
        *([*asked, _days(r), *planned] if r.is_frozen else [*planned, _days(r), *asked]),
        _terms(r, style),
        _meetings(r),
        _gates(r),
        _criteria(r),
        _questions(r),
    ]


# what came in


def _subscription(r: RoundRecord, one: Subscription, day: date) -> Part:
    """What is asked for against the pot, and what is not counted in it."""
    if not (one.bids or one.left_out or one.drafts):
        return Part("How far the pot is asked for")
    above = f", and {format_pence(r.over)} above it" if r.over else ""
    return facts(
        "How far the pot is asked for",
        ("State", r.state(day)),
        ("Pot", f"{format_pence(one.pot)}{above}"),
        ("Asked for", f"{format_pence(one.requested)} by {_bids(one.bids)}, {times_text(one.times)} the pot"),
        ("Without an amount", _bids(one.without_amount) if one.without_amount else ""),
        ("Withdrawn or not eligible", _bids(one.left_out) if one.left_out else ""),
        ("Not handed in yet", _bids(one.drafts) if one.drafts else ""),
    )


def _bids(count: int) -> str:
    return "1 bid" if count == 1 else f"{count:,} bids"


def _states(one: Subscription) -> Part:
    """How many bids are in each state, and what they ask for."""
    columns = (
        Column("state", "State", "chip"),
        Column("bids", "Bids", "count"),
        Column("requested", "Asked for £", "pence"),
    )
    rows = tuple(
        Line(each.state, (bid_fields.words(bid_fields.STATES, each.state), each.bids, each.requested))
        for each in one.states
        if each.bids
    )
    return Part("By state", table=Listing("By state", columns, rows), totalled=True)


def _of(title: str, head: str, parts: Sequence[Asked], whole: Subscription) -> Part:
    """What is asked for in each area or for each priority, as far as it is shared out."""
    columns = (
        Column("name", head),
        Column("bids", "Bids", "count", help="A bid for two of them is counted in both"),
        Column("requested", "Asked for £", "pence"),
        Column("share", "Share"),
        Column("times", "Of the pot"),
    )
    rows = tuple(
        Line(one.key, (one.name, one.bids, one.requested, percent(one.share), times_text(one.times))) for one in parts
    )
    return Part(title, table=Listing(title, columns, rows if whole.bids else ()), totalled=True)


# what it takes


def _plan(plan: Plan) -> Part:
    """Each way to run the round in the same figures, one beside the other, and what it would change in a sentence."""
    columns = (Column("figure", "Figure"), *(Column(one.key, one.name) for one in plan.courses))
    rows = tuple(
        Line(figure, (figure, *(told(one) for one in plan.courses))) for figure, told in FIGURES if plan.courses
    )
    said = tuple(one.says for one in plan.courses) if plan.courses else (plan.says,)
    unknown = (f"To tell the rest, give {_listed(plan.missing)}.",) if plan.missing and plan.courses else ()
    table = Listing("What running it takes", columns, rows)
    return Part("What running it takes", table=table, words=(*said, *unknown), wide=True)


def _count(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def _hours(minutes: int | None) -> str:
    return "" if minutes is None else hours(minutes)


FIGURES: tuple[tuple[str, Callable[[Course], str]], ...] = (
    ("Whole bids", lambda one: _count(one.bids)),
    ("Read by all", lambda one: _count(one.read)),
    ("Funded", lambda one: _count(one.funded)),
    ("Odds", lambda one: "" if one.odds is None else percent(one.odds)),
    ("Each member", lambda one: _hours(one.per_member)),
    ("Whole panel", lambda one: _hours(one.reading)),
    ("Applicants", lambda one: _hours(one.writing)),
    ("Per £1,000", lambda one: _hours(one.for_each_thousand)),
)
"""What every way is told in: reading by each member and the panel, writing by all who apply and per £1,000 awarded."""


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


# its terms


def _days(r: RoundRecord) -> Part:
    """When it opens, closes, meets and decides; why its days were made later."""
    return facts(
        "Days",
        ("Opens", _day(r.opens_on)),
        ("Opened", _day(r.opened_on)),
        ("Expressions of interest by", _clocked(r.interest_closes_on, r.closes_time) if r.interest_first else ""),
        ("Closes", _clocked(r.closes_on, r.closes_time)),
        ("Closed", _day(r.closed_on)),
        ("Panel meets", _day(r.panel_on)),
        ("Decisions", _day(r.decision_on)),
        ("Made later because", r.extended_for),
    )


def _terms(r: RoundRecord, style: str) -> Part:
    """What it is for, out of which money, and between what a grant may be."""
    return facts(
        "Terms",
        ("Purpose", r.purpose),
        ("Reference", r.reference),
        ("Paid from", f"{r.line} ({r.fund})" if r.fund else r.line),
        ("Financial year", format_year(r.year, style)),
        ("Pot", format_pence(r.pot)),
        ("May go above it by", f"{format_pence(r.over)}, approved by {r.over_approver}" if r.over else ""),
        ("Smallest grant", pounds(r.minimum)),
        ("Largest grant", pounds(r.maximum)),
        ("How it closes", round_fields.words(round_fields.KINDS, r.kind)),
        ("First stage", "An expression of interest" if r.interest_first else ""),
        ("Areas", ", ".join(name for _, name in r.areas) or "All of them"),
        ("Priorities", ", ".join(name for _, name in r.priorities) or "All of them"),
        ("Forms handed out", f"Version {r.version_mark}" if r.version_mark else ""),
    )


def _meetings(r: RoundRecord) -> Part:
    columns = (Column("closes_on", "Bids by", "day"), Column("meets_on", "Meets", "day"))
    rows = tuple(Line(one.id, (one.closes_on, one.meets_on)) for one in r.meetings)
    return Part("Meetings", table=Listing("Meetings", columns, rows), opens="meeting")


def _gates(r: RoundRecord) -> Part:
    columns = (Column("place", "No.", "count"), Column("text", "Question"))
    rows = tuple(Line(one.id, (one.place, one.text)) for one in r.gates)
    return Part("Eligibility gate", table=Listing("Eligibility gate", columns, rows), opens="gate")


def _criteria(r: RoundRecord) -> Part:
    """What bids are scored by, with the weight of each and what earns points."""
    columns = (
        Column("name", "Criterion"),
        Column("weight", "Weight"),
        Column("maximum", "Highest points", "count"),
    )
    rows = tuple(
        Line(
            one.id,
            (one.name, "For information" if one.is_information else percent(one.weight), one.maximum),
        )
        for one in r.criteria
    )
    guidance = tuple(f"{one.name}: {one.guidance}" for one in r.criteria if one.guidance)
    return Part("Criteria", table=Listing("Criteria", columns, rows), words=guidance, opens="criterion")


def _questions(r: RoundRecord) -> Part:
    """What the form asks besides what every form does."""
    columns = (
        Column("text", "Question"),
        Column("kind", "Answered by"),
        Column("words", "Words at most", "count"),
        Column("required", "Needed"),
    )
    rows = tuple(
        Line(
            one.id,
            (
                one.text,
                round_fields.words(round_fields.QUESTION_KINDS, one.kind),
                one.most_words,
                "Yes" if one.is_required else "No",
            ),
        )
        for one in r.questions
    )
    first = sum(one.asked_first for one in r.questions)
    told = (f"{first:,} of them in the expression of interest.",) if r.interest_first and first else ()
    return Part("Questions of its own", table=Listing("Questions", columns, rows), words=told, opens="question")


def _day(day: date | None) -> str:
    return "" if day is None else format_day(day)


def _clocked(day: date | None, clock: str) -> str:
    """“6 February 2026 at 17:00”."""
    return "" if day is None else f"{format_day(day)} at {clock}" if clock else format_day(day)
