"""The fields of themes, spend plans, reserves, returns, underspends and spending rules, declared once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.allocations.rating import suggested
from app.allocations.reviews import ReviewRecord
from app.allocations.rules import SpendingRuleRecord, due_text
from app.allocations.underspends import UnderspendRecord
from app.fields import Choice, Field, GridShape
from app.money import format_pence

RATINGS = (Choice("green", "Green"), Choice("amber", "Amber"), Choice("red", "Red"))
TREATMENTS = (
    Choice("carried", "Carried forward by the partnership"),
    Choice("returned", "Returned to this office"),
    Choice("redirected", "Redirected to something else"),
)

THEME = (
    Field("name", "Theme", required=True),
    Field("place", "Place in the list", "count", help="1 is the first. Leave empty to leave it where it is."),
)
EVIDENCE = Field("evidence", "Evidence", help="Where it can be found again, such as a statement of accounts.")
RESERVE = (
    Field("declared_on", "As of", "day", True, help="The day the reserve is declared for."),
    Field("opening", "Opening, £", "pence", help="What was held at the start."),
    Field("added", "Added, £", "pence"),
    Field("used", "Used, £", "pence"),
    Field("closing", "Closing, £", "pence", True, help="As declared, also where its own figures come to another."),
    EVIDENCE,
)
RULE = (
    Field("from_year", "From the year", "year", True, help="It holds until the year another rule begins in."),
    Field("amber_tenths", "Amber beyond, %", "percent", True, help="So far above or below the allocation."),
    Field("red_tenths", "Red beyond, %", "percent", True),
    Field("underspend_limit_pence", "Underspends to settle above, £", "pence", True),
    Field("half_year_due", "Half-year returns due by", required=True, help="A day such as 30 October."),
    Field("year_end_due", "Year-end returns due by", required=True, help="A day such as 31 May."),
)
RETURN = (
    Field("returned_on", "Returned on", "day", help="Leave empty while only some figures are known."),
    Field("planned", "Planned by then, £", "pence"),
    Field("actual", "Spent by then, £", "pence"),
    Field("forecast", "Forecast for the year, £", "pence"),
    Field("narrative", "In their words", "long", help="Asked for where it is amber or red."),
    Field("rag", "Another rating", "choice", choices=(Choice("", "As the rule says"), *RATINGS)),
    Field("rag_reason", "Why another rating", "long"),
)
SETTLEMENT = (
    Field("treatment", "What becomes of it", "choice", True, TREATMENTS),
    Field("amount_pence", "Amount, £", "pence", True),
    Field("redirected_to", "Redirected to", help="Where the money goes, if it is redirected."),
    Field("reason", "Reason", "long", True),
    Field("approver", "Approved by", required=True, help="A name or a post, such as chief finance officer."),
    Field("decided_on", "Decided on", "day", True),
)


def spend_plan(shape: GridShape) -> tuple[Field, ...]:
    """The whole spend plan of a year."""
    return (
        Field(
            "amounts",
            "Spend by theme, £",
            "grid",
            grid=shape,
            help="Several amounts of a cell with + between them, as they are printed.",
        ),
    )


def declaration(partnerships: tuple[Choice, ...]) -> tuple[Field, ...]:
    """What one partnership declares."""
    return (Field("partnership_id", "Partnership", "choice", True, partnerships), *RESERVE)


def declarations(shape: GridShape) -> tuple[Field, ...]:
    """What all partnerships declare of one day."""
    return (
        RESERVE[0],
        Field("evidence", "Evidence", help="Of those that are changed, and of those that have none."),
        Field("cells", "Reserves, £", "grid", grid=shape),
    )


def returned(one: ReviewRecord) -> tuple[Field, ...]:
    """A return, with what is usually planned by then told beside its box: a suggestion, never filled in."""
    usual = suggested(one.period, one.allocation)
    what = "Half of the allocation" if one.period == "half-year" else "The allocation"
    said = {"rag": one.rule_why}
    if usual is not None:
        said["planned"] = f"{what} is {format_pence(usual)}."
    return tuple(replace(field, help=said.get(field.key, field.help)) for field in RETURN)


def settlement(one: UnderspendRecord) -> tuple[Field, ...]:
    """A decision on an underspend, with what is left to decide of told beside the amount."""
    said = {"amount_pence": f"{format_pence(one.rest)} is left to decide."}
    return tuple(replace(field, help=said.get(field.key, field.help)) for field in SETTLEMENT)


def rule_values(one: SpendingRuleRecord) -> dict[str, Any]:
    """A rule as its form holds it."""
    return {
        "from_year": one.from_year,
        "amber_tenths": one.amber_tenths,
        "red_tenths": one.red_tenths,
        "underspend_limit_pence": one.underspend_limit_pence,
        "half_year_due": due_text(one.half_year_due),
        "year_end_due": due_text(one.year_end_due),
    }


def _in_words(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields by labels that can stand in a sentence: the amounts and percentages in it say what they are."""
    return tuple(replace(field, label=field.label.removesuffix(", £").removesuffix(", %")) for field in fields)


LABELS: dict[str, tuple[Field, ...]] = {
    "theme": THEME,
    "spend": (Field("amount", "Spend", "pence"), Field("printed", "As printed")),
    "reserve": _in_words(RESERVE),
    "review": _in_words(RETURN),
    "underspend": _in_words(SETTLEMENT),
    "spending_rule": _in_words(RULE),
}
"""Which words the history uses for the columns of each table."""
