"""The fields of funds, budget lines, income, movements, commitments, payments and stated figures, declared once."""

from __future__ import annotations

from app.fields import Choice, Field

RESTRICTIONS = (
    Choice("unrestricted", "Unrestricted: overspending needs an approver"),
    Choice("restricted", "Restricted: never more than the fund holds"),
)
STATUSES = (Choice("agreed", "Agreed"), Choice("indicated", "Indicated"), Choice("subject", "Subject to a condition"))
KINDS = (Choice("virement", "Virement"), Choice("roll-forward", "Roll-forward"))

AMOUNT_HELP = "Pounds, or a word such as TBD while there is no amount."


def fund(organisations: tuple[Choice, ...]) -> tuple[Field, ...]:
    """A fund and its stream in the year on screen."""
    return (
        Field("name", "Fund", required=True),
        Field("letter", "Letter", help="A, B, C where a paper lists its funds by letter."),
        Field("funder_id", "Funder", "choice", choices=(Choice("", "This office"), *organisations)),
        Field("purpose", "Purpose", "long"),
        Field("restriction", "Restriction", "choice", True, RESTRICTIONS),
        Field("restriction_terms", "Terms of the restriction", "long"),
        Field("overspend_limit_pence", "May be overspent by, £", "pence"),
        Field("overspend_approver", "Overspending is approved by", help="A post, such as chief finance officer."),
    )


def line(funds: tuple[Choice, ...], priorities: tuple[Choice, ...], areas: tuple[Choice, ...]) -> tuple[Field, ...]:
    """A new budget line, with its first amount."""
    return (
        Field("name", "Budget line", required=True),
        Field("fund_id", "Fund", "choice", True, funds),
        Field("priority_id", "Priority", "choice", choices=(Choice("", "No priority"), *priorities)),
        Field("area_id", "Area", "choice", choices=(Choice("", "Whole office area"), *areas)),
        Field("amount", "Amount, £", "amount", True, help=AMOUNT_HELP),
    )


def line_details(
    funds: tuple[Choice, ...], priorities: tuple[Choice, ...], areas: tuple[Choice, ...]
) -> tuple[Field, ...]:
    """A budget line without its amount, which changes only by a revision with its reason."""
    return (
        *(field for field in line(funds, priorities, areas) if field.key != "amount"),
        Field("printed_name", "Called in this year", help="Leave empty when the year calls it by its usual name."),
    )


REVISION = (
    Field("amount", "New amount, £", "amount", True, help=AMOUNT_HELP),
    Field(
        "reason", "Reason", "long", True, help="Kept with the old amount, and printed where a paper says what changed."
    ),
    Field("approver", "Approved by"),
)
NOTE = (
    Field("text", "Note", "long", True),
    Field("amount_pence", "Of which, £", "pence", help="A part of the line's own amount; it is never added to it."),
)


def movement(lines: tuple[Choice, ...]) -> tuple[Field, ...]:
    """Money moved from the line on screen to another."""
    return (
        Field(
            "kind",
            "Kind",
            "choice",
            True,
            KINDS,
            "A virement stays within the year; a roll-forward goes into the next.",
        ),
        Field("to_line_id", "To line", "choice", True, lines),
        Field("amount_pence", "Amount, £", "pence", True),
        Field("reason", "Reason", "long", True),
        Field("approver", "Approved by", required=True),
        Field("moved_on", "Date", "day", True),
    )


def income(sources: tuple[Choice, ...]) -> tuple[Field, ...]:
    """Money expected."""
    return (
        Field("source_id", "From", "choice", True, sources),
        Field("name", "What it is", required=True, help="The name of the grant or contribution."),
        Field("year", "Year", "year", True),
        Field("expected_pence", "Expected, £", "pence", True),
        Field("expected_on", "Expected on", "day"),
        Field("status", "Status", "choice", True, STATUSES),
        Field("condition", "Subject to", help="What has to happen before the money is certain."),
    )


RECEIPT = (
    Field("amount_pence", "Received, £", "pence", True),
    Field("received_on", "Received on", "day", True),
    Field("reference", "Reference"),
)


def commitment(organisations: tuple[Choice, ...]) -> tuple[Field, ...]:
    """Money agreed with somebody."""
    return (
        Field("title", "What is agreed", required=True),
        Field("organisation_id", "With", "choice", choices=(Choice("", "Not one organisation"), *organisations)),
        Field("amount_pence", "Amount, £", "pence", True),
        Field("agreed_on", "Agreed on", "day"),
        Field("reference", "Reference"),
        Field("overspend_approver", "Overspending approved by", help="Only where this takes the line over its budget."),
    )


def payment(commitments: tuple[Choice, ...]) -> tuple[Field, ...]:
    """Money paid."""
    return (
        Field("commitment_id", "For", "choice", True, commitments),
        Field("amount_pence", "Paid, £", "pence", True),
        Field("paid_on", "Paid on", "day", True),
        Field("reference", "Reference"),
    )


STATED = (
    Field("name", "What is stated", required=True),
    Field("amount_pence", "Stated figure, £", "pence", True),
    Field("place", "Where it stands", help="Document and place, so that it can be found again."),
    Field("reason", "Why it differs", "long"),
)

START_YEAR = (
    Field(
        "amounts",
        "Each line begins with",
        "choice",
        True,
        (Choice("keep", "the amount it has now"), Choice("TBD", "TBD, until its amount is decided")),
    ),
)

LABELS: dict[str, tuple[Field, ...]] = {
    "stream": fund(()),
    "budget_line": line_details((), (), ()),
    "budget": line_details((), (), ()),
    "budget_note": NOTE,
    "income": income(()),
    "receipt": RECEIPT,
    "commitment": commitment(()),
    "payment": payment(()),
    "stated_figure": STATED,
}
"""Which words the history uses for the columns of each table."""
