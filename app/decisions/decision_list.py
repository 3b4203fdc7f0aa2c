"""The decisions of a year as a list: what they are called, how they stand, and what they give. Amounts are pence."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.decisions import approving, reading
from app.decisions.changed import compared, facts_of
from app.decisions.decision_fields import kind_words, publication_words, state_words
from app.decisions.parts import DecisionSheetRecord, RuleRecord
from app.funds import lines
from app.listing import Column, Line, Listing
from app.office import details
from app.years import format_year

CHANGED, REPLACED = "Changed since", "Replaced"
NUMBERLESS = "No number yet"
MAKING = ("draft", "for approval")
"""The states of a decision that is still to be signed."""

COLUMNS = (
    Column("reference", "Number"),
    Column("title", "Title"),
    Column("kind", "Kind"),
    Column("state", "State", "chip"),
    # no sum: what took another's place stands beside it, and what nobody has approved gives nothing yet
    Column("given", "Gives, £", "pence", added=False),
    Column("approvals", "Approved"),
    Column("signed", "Signed", "day"),
    Column("publication", "Published"),
    Column("published", "Published on", "day"),
    Column("note", "Since then", "chips"),
)


def decision_list(session: Session, *, year: int | None = None) -> Listing:
    """Every decision sheet of a year, or of all of them, in the order of their numbers, then those in the making.

    A line goes by the sheet's id.
    """
    known = reading.sheets(session)
    return listed(session, known, [one for one in known if year is None or one.year == year], year=year)


def in_sight(session: Session, known: Sequence[DecisionSheetRecord], year: int) -> list[DecisionSheetRecord]:
    """The decisions that stand on the page in a year, those in the making last: of the year (its start year), of those
    in the making all, so that none is waited for unseen, and what is of a year without a budget, as nobody can choose
    that."""
    chosen = {*lines.years(session)} or {year}
    every = [one for one in known if one.state in MAKING or one.year == year or one.year not in chosen]
    return sorted(every, key=lambda one: one.state in MAKING)


def listed(
    session: Session,
    known: Sequence[DecisionSheetRecord],
    every: Sequence[DecisionSheetRecord],
    *,
    year: int | None = None,
) -> Listing:
    """Some of all sheets that are `known`, as a list of a year where one is named."""
    rule = reading.rule(session)
    by_id = {one.id: one for one in known}
    changed = _changed(session, every)
    rows = tuple(_line(one, rule, by_id.get(one.supersedes_id), changed) for one in every)
    subtitle = "" if year is None else format_year(year, details(session).year_style)
    return Listing("Decisions", COLUMNS, rows, subtitle=subtitle)


def _changed(session: Session, every: Sequence[DecisionSheetRecord]) -> frozenset[str]:
    """The signed sheets of which something is otherwise now, by id."""
    signed = [one for one in every if one.is_signed]
    now = facts_of(session, signed)
    return frozenset(one.id for one in signed if compared(one, now[one.id]))


def _line(
    one: DecisionSheetRecord, rule: RuleRecord, before: DecisionSheetRecord | None, changed: frozenset[str]
) -> Line:
    every = approving.standings(one, approving.needed(one, rule, before), rule)
    given = sum(each.state == "given" for each in every)
    notes = (*((REPLACED,) if one.superseded_by else ()), *((CHANGED,) if one.id in changed else ()))
    return Line(
        one.id,
        (
            one.reference or NUMBERLESS,
            one.title,
            kind_words(one.kind),
            state_words(one.state),
            one.given,
            f"{given} of {len(every)}",
            one.signed_on,
            publication_words(one.publication),
            one.published_on,
            ", ".join(notes),
        ),
    )
