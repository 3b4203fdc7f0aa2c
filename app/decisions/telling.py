"""A decision sheet and a letter as they are read down. Amounts are pence."""

from __future__ import annotations

from app.decisions.decision_fields import SHEET, kind_words, publication_words, state_words
from app.decisions.parts import DecisionSheetRecord
from app.decisions.shown import Decided
from app.grants.telling import lines
from app.listing import Column, Line, Listing
from app.recommendations.outcome_fields import outcome_words
from app.told import Notice, Part, Told, facts
from app.years import format_day

MOST_TOLD = 6


def decision(one: Decided) -> Told:
    """A whole decision: what is still to be done, what it gives, who approves it, and every text of it."""
    sheet = one.decision
    if sheet is None:
        return Told("", "", ())
    under = " · ".join(each for each in (sheet.reference, kind_words(sheet.kind), state_words(sheet.state)) if each)
    parts = [
        Part("Approvals", words=tuple(each.sentence for each in one.approvals)),
        awards(sheet),
        Part("Changed since the decision", words=tuple(each.sentence for each in one.differences)),
        *(Part(field.label, words=lines(str(getattr(sheet, field.key)))) for field in SHEET if field.kind == "long"),
        options(sheet),
        implications(sheet),
        facts(
            "Publication",
            ("Marking", sheet.marking),
            ("It is published", publication_words(sheet.publication)),
            ("Exemption", sheet.exemption),
            ("Published on", format_day(sheet.published_on) if sheet.published_on is not None else ""),
            ("Address", sheet.link),
        ),
    ]
    return Told(sheet.title, under, tuple(parts), notices(one))


def notices(one: Decided) -> tuple[Notice, ...]:
    """What a decision still lacks, what stands in its way, and that it is no longer as it was signed."""
    missing = [*(each.sentence for each in one.lacks), *one.hinders]
    changed = [Notice("Changed since the decision.", "Read below what differs.")] if one.differences else []
    return (*(Notice("To do.", sentence) for sentence in missing[:MOST_TOLD]), *changed)


def awards(sheet: DecisionSheetRecord) -> Part:
    """What it gives, added up."""
    columns = (
        Column("payee", "To whom"),
        Column("purpose", "For what"),
        Column("outcome", "Outcome", "chip"),
        Column("amount", "Given, £", "pence"),
    )
    rows = tuple(
        Line(each.id, (each.payee, each.purpose, outcome_words(each.outcome), each.given)) for each in sheet.awards
    )
    return Part("What it gives", table=Listing("What it gives", columns, rows), totalled=True, wide=True)


def options(sheet: DecisionSheetRecord) -> Part:
    """What could have been decided, and why it was or was not."""
    columns = (Column("option", "Option"), Column("why", "Why, or why not"), Column("chosen", "Recommended"))
    rows = tuple(Line(each.id, (each.text, each.why, "Yes" if each.is_chosen else "No")) for each in sheet.options)
    return Part("Options", table=Listing("Options", columns, rows), wide=True)


def implications(sheet: DecisionSheetRecord) -> Part:
    """The answer under each heading of its risks and implications."""
    columns = (Column("heading", "Heading"), Column("answer", "Answer"))
    rows = tuple(Line(each.id, (each.heading, each.answer)) for each in sheet.implications)
    return Part("Risks and implications", table=Listing("Risks and implications", columns, rows), wide=True)
