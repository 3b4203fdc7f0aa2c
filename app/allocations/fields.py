"""The fields of partnerships, allocations, additions and shares of pooled budgets, declared once."""

from __future__ import annotations

from app.fields import Choice, Field, GridShape

BASES = (
    Choice("", "Not said"),
    Choice("flat", "Flat: an amount each, or equal shares"),
    Choice("percentage", "A percentage on the year before"),
    Choice("per-head", "So much a head"),
    Choice("formula", "By formula"),
    Choice("manual", "Decided one by one"),
    Choice("history", "As in the year before"),
)
STATUSES = (Choice("firm", "Firm"), Choice("indicative", "Indicative, not yet decided"))
AMOUNT = Field("amount", "Amount, £", "amount", True, help="Pounds, or a word such as TBD while there is no amount.")
BASIS_KIND = Field("basis_kind", "How it came about", "choice", choices=BASES)
BASIS = Field("basis", "Basis", help="As it is printed beside the figure: reduced by 5 %, £25,000 to each district.")
APPROVER = Field(
    "overspend_approver", "Overspending approved by", help="Only where this takes the line over what there is to give."
)
TERMS = (
    BASIS_KIND,
    BASIS,
    Field("purpose", "Purpose", "long", help="What the money is for."),
    Field("conditions", "Conditions", "long", help="On what conditions it is given, if any."),
    Field("reason", "Reason", "long", help="Why it secures, or helps to secure, that crime and disorder are reduced."),
    Field("status", "Status", "choice", True, STATUSES),
    APPROVER,
)
"""What an allocation says beside its amount; purpose, conditions and reason are published with it."""


def partnership(areas: tuple[Choice, ...], parents: tuple[Choice, ...]) -> tuple[Field, ...]:
    """A partnership, with the areas it may be for and the partnerships it may lie under."""
    return (
        Field("name", "Partnership", required=True, help="The organisation of this name; a new one if there is none."),
        Field("area_id", "Area", "choice", choices=(Choice("", "No area"), *areas)),
        Field("parent_id", "Lies under", "choice", choices=(Choice("", "No other partnership"), *parents)),
        Field("place", "Place in the list", "count", help="1 is the first. Leave empty for the last."),
    )


def allocation(partnerships: tuple[Choice, ...]) -> tuple[Field, ...]:
    """A new allocation to one partnership."""
    return (Field("partnership_id", "Partnership", "choice", True, partnerships), AMOUNT, *TERMS)


CHANGE = (AMOUNT, *TERMS)
"""What may be changed of an allocation."""


def addition(partnerships: tuple[Choice, ...]) -> tuple[Field, ...]:
    """An addition that several partnerships share."""
    return (
        Field("name", "What it is called", required=True),
        AMOUNT,
        Field("sharer_ids", "Shared by", "several", True, partnerships, "Two partnerships or more."),
        *TERMS,
    )


GRANT_DOCUMENT = (
    Field("sent_on", "Grant document sent on", "day"),
    Field("signed_on", "Signed on", "day"),
)


def entry(shape: GridShape) -> tuple[Field, ...]:
    """Amounts of several rows and years at once; what is said below them is said of every cell that was changed."""
    return (
        Field("amounts", "Amounts", "grid", grid=shape),
        BASIS_KIND,
        BASIS,
        Field("reason", "Reason", "long", help="Leave empty to keep the reasons that are there."),
        APPROVER,
    )


def share(areas: tuple[Choice, ...]) -> tuple[Field, ...]:
    """A new share of a pooled budget."""
    return (Field("area_id", "Area", "choice", True, areas), *SHARE)


SHARE = (AMOUNT, BASIS_KIND, BASIS, Field("reason", "Reason", "long"), APPROVER)
"""What may be changed of a share."""

METHODS = (
    Choice("history", "The same as the year before"),
    Choice("percentage", "The year before, more or less by a percentage"),
    Choice("each", "The same amount for each"),
    Choice("equal", "An equal share of a total"),
    Choice("per-head", "So much a head"),
)


def proposal(rows: tuple[Choice, ...], factors: tuple[Choice, ...]) -> tuple[Field, ...]:
    """How figures of a year may be proposed for which rows; `factors` are those whose figures may be heads."""
    return (
        Field("method", "Propose", "choice", True, METHODS),
        Field("ids", "For", "several", True, rows),
        Field("direction", "By a percentage", "choice", choices=(Choice("more", "More"), Choice("less", "Less"))),
        Field("percent", "Percentage", "percent"),
        Field("pence", "Amount, £", "pence", help="For each, in total, or for each head."),
        Field("factor_id", "Heads", "choice", choices=(Choice("", "No factor"), *factors)),
    )


LABELS: dict[str, tuple[Field, ...]] = {
    "partnership": partnership((), ()),
    "allocation": (*allocation(()), *GRANT_DOCUMENT),
    "allocation_sharer": (Field("partnership_id", "Shared by"),),
    "pooled_share": share(()),
}
"""Which words the history uses for the columns of each table."""
