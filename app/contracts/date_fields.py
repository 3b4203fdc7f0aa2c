"""The fields of notices, thresholds and expiry bands, declared once; `LABELS` gives the history its words for them."""

from __future__ import annotations

from app.fields import Choice, Field

CODES = (
    Choice("UK1", "Pipeline (UK1)"),
    Choice("UK2", "Preliminary market engagement (UK2)"),
    Choice("UK3", "Planned procurement (UK3)"),
    Choice("UK4", "Tender (UK4)"),
    Choice("UK5", "Transparency (UK5)"),
    Choice("UK6", "Contract award (UK6)"),
    Choice("UK7", "Contract details (UK7)"),
    Choice("UK8", "Contract payment (UK8)"),
    Choice("UK9", "Contract performance (UK9)"),
    Choice("UK10", "Contract change (UK10)"),
    Choice("UK11", "Contract termination (UK11)"),
    Choice("UK12", "Procurement termination (UK12)"),
)
"""The notices that are about one procurement or contract. No source at hand confirms the code of payment notices."""

THRESHOLDS = (
    Choice("goods-services", "Goods and services"),
    Choice("light-touch", "Light touch services"),
    Choice("works", "Works"),
    Choice("below", "Notifiable contracts below the threshold"),
    Choice("large", "Indicators and a copy of the contract are published above"),
    Choice("performance", "Performance is published above"),
    Choice("payments", "Payments are published above"),
)

_PUBLISHED = (
    Field("published_on", "Published on", "day", True),
    Field("number", "Number of the notice", help="As Find a Tender prints it. It may be left empty."),
)
PUBLISH = _PUBLISHED
"""What is said of a notice that is due, when it is published: its code and what it is about are known."""

NOTICE = (
    Field("code", "Notice", "choice", True, CODES),
    Field("about", "About", help="Which of several, such as variation 2 or year 1. Leave empty where there is one."),
    *_PUBLISHED,
)
"""A notice that was published though the desk did not ask for it."""

BANDS = (
    Field("far_months", "In sight, months before the end", "count", True, help="The furthest band, such as 12."),
    Field("middle_months", "Ending, months before the end", "count", True, help="The band between, such as 6."),
    Field("near_months", "Ends soon, months before the end", "count", True, help="The nearest band, such as 3."),
    Field("handover_on", "Handover on", "day", True, help="No contract runs past this day without being told of."),
)

THRESHOLD = (
    Field("threshold", "Threshold", "choice", True, THRESHOLDS),
    Field("from_on", "From", "day", True, help="It holds from this day until a later one is set."),
    Field("amount", "Amount with VAT, £", "pence", True),
    Field("source", "Source", "long", True, help="Where the figure is to be read: the regulations, or a letter."),
)

LABELS: dict[str, tuple[Field, ...]] = {
    "contract_notice": NOTICE,
    "procurement_threshold": THRESHOLD,
    "contract_rule": BANDS,
}
"""Which words the history uses for the columns of each table."""
