"""The fields of contracts, their options, breaks and variations, and of the decisions these rest on, declared once."""

from __future__ import annotations

from dataclasses import replace

from app.fields import Choice, Field

KINDS = (
    Choice("services", "Services"),
    Choice("light-touch", "Services under the light touch rules"),
    Choice("goods", "Goods"),
    Choice("works", "Works"),
)
REGIMES = (
    Choice("act-2023", "Procurement Act 2023"),
    Choice("regulations-2015", "Public Contracts Regulations 2015"),
    Choice("provider-selection", "Provider Selection Regime"),
    Choice("grant", "Grant agreement"),
    Choice("exempt", "Exempt"),
)
ROUTES = (
    Choice("", "Not said"),
    Choice("open", "Open procedure"),
    Choice("flexible", "Competitive flexible procedure"),
    Choice("direct", "Direct award"),
    Choice("framework", "Call-off from a framework"),
    Choice("quotes", "Quotes"),
    Choice("waiver", "Waiver of standing orders"),
    Choice("provider-selection", "Provider selection"),
)
VALUE_PER = (Choice("term", "For the whole initial term"), Choice("year", "A year"))
REVIEW_EVERY = (
    Choice("quarter", "Every quarter"),
    Choice("half-year", "Every half-year"),
    Choice("year", "Every year"),
    Choice("none", "Never"),
)
SCALES = (
    Choice("", "Not said"),
    Choice("sme", "Small or medium-sized enterprise"),
    Choice("large", "Large enterprise"),
)
DATA_AGREEMENTS = (
    Choice("", "Not said"),
    Choice("in place", "In place"),
    Choice("missing", "Missing"),
    Choice("not needed", "Not needed"),
)
WHOSE = (Choice("office", "This office"), Choice("provider", "The provider"), Choice("either", "Either of them"))
VARIATION_KINDS = (
    Choice("value", "Value"),
    Choice("scope", "Scope of the service"),
    Choice("terms", "Terms"),
)
OPTION_STATUSES = (Choice("open", "Open"), Choice("taken", "Taken"), Choice("declined", "Declined"))


def words(choices: tuple[Choice, ...], value: str) -> str:
    """What is shown of a value that is kept; the value itself where it is none of the choices."""
    return next((one.label for one in choices if one.value == value), value)


# a contract

_FIRST = (
    Field("reference", "Reference", required=True),
    Field("title", "Title", required=True),
    Field("organisation", "Provider", required=True, help="The organisation of this name; a new one if there is none."),
    Field("purpose", "Purpose", "long", help="What the money is for. It is published with the contract."),
    Field("starts_on", "Starts on", "day", True),
    Field("ends_on", "Initial term ends on", "day", True, help="Its last day, without any option to extend."),
    Field("value", "Value without VAT, £", "pence", True),
    Field("gross", "Value with VAT, £", "pence", help="Leave empty while it is not known."),
    Field("value_per", "Both values are", "choice", True, VALUE_PER),
)
_OPTIONS = (
    Field("options", "Options to extend, months", help="One after the other, as in 12 + 12. Leave empty for none."),
    Field(
        "notice_before",
        "Notice of each, months before it begins",
        "count",
        help="By when the provider has to be told that an option is taken.",
    ),
)
_LAST = (
    Field("signed_on", "Signed on", "day"),
    Field("regime", "Regime", "choice", True, REGIMES),
    Field("kind", "Kind", "choice", True, KINDS),
    Field("route", "Route", "choice", choices=ROUTES),
    Field("lead", "Lead commissioner", help="Leave empty where this office leads."),
    Field("co_commissioners", "Co-commissioners", "long", help="One on each line."),
    Field("owner", "Looked after by", personal=True),
    Field("notice_months", "Notice to end it, months", "count"),
    Field("review_every", "Reviewed", "choice", True, REVIEW_EVERY),
    Field("scale", "Size of the provider", "choice", choices=SCALES),
    Field("is_vcse", "Voluntary, community or social enterprise", "yesno"),
    Field("cpv", "CPV code", help="Eight figures, as in 85000000."),
    Field("ocid", "OCID", help="As the central digital platform gave it, if it did."),
    Field("assignment", "Assignment", help="Whether and how it passes to another body."),
    Field("data_agreement", "Data sharing agreement", "choice", choices=DATA_AGREEMENTS),
    Field("note", "Note", "long"),
)
CONTRACT = (*_FIRST, *_OPTIONS, *_LAST)
"""A new contract, with its options in a word; each of them is a row of its own afterwards."""
CHANGE = (*_FIRST, *_LAST)
"""What may be changed of a contract."""
PUBLISHED = (Field("published_on", "Copy published on", "day", help="Leave empty where no copy is published."),)

# what belongs to it

OPTION = (
    Field("starts_on", "Starts on", "day", help="Leave empty for the day after what comes before it."),
    Field("ends_on", "Ends on", "day", True),
    Field("notice_on", "Notice by", "day", help="The last day on which the provider can be told."),
    Field("value", "Value without VAT, £", "pence", True, help="Of the whole option."),
    Field("gross", "Value with VAT, £", "pence", help="Leave empty while it is not known."),
    Field("note", "Note", "long"),
)
BREAK = (
    Field("break_on", "May end on", "day", True, help="The last day of the contract if it is ended here."),
    Field("notice_on", "Notice by", "day"),
    Field("whose", "May be ended by", "choice", True, WHOSE),
    Field("note", "Note", "long"),
)
VARIATION = (
    Field("number", "Number", "count", help="Leave empty for the next one."),
    Field("kind", "What it changes", "choice", True, VARIATION_KINDS),
    Field("change", "Change without VAT, £", "pence", help="With a minus where it is cut: -5,000."),
    Field("gross_change", "Change with VAT, £", "pence", help="Leave empty while it is not known."),
    Field("effective_on", "Holds from", "day", True),
    Field("signed_on", "Signed on", "day"),
    Field("reason", "Reason", "long", True),
)
DECISION = (
    Field("reference", "Decision reference", required=True, help="One decision may be used for several things."),
    Field("title", "Decision", required=True, help="What was decided, in a few words."),
    Field("decided_on", "Decided on", "day", True),
    Field("maker", "Decided by", required=True),
)
"""The decision something rests on."""


def taking(documents: tuple[Choice, ...]) -> tuple[Field, ...]:
    """The decision to take an option or a break, with the documents that may show it."""
    return (
        *DECISION,
        Field("document_id", "Signed document", "choice", True, documents, help="Attach it first, then choose it."),
    )


def _in_words(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields by labels that can stand in a sentence: the amounts and months in it say what they are."""
    return tuple(replace(field, label=field.label.removesuffix(", £")) for field in fields)


_DECIDED = (Field("status", "Status", "choice", choices=OPTION_STATUSES), Field("decision_id", "Decision"))

LABELS: dict[str, tuple[Field, ...]] = {
    "contract": (
        *_in_words(CHANGE),
        *PUBLISHED,
        Field("organisation_id", "Provider"),
        Field("lead_id", "Lead commissioner"),
    ),
    "co_commissioner": (Field("organisation_id", "Co-commissioner"),),
    "contract_option": (*_in_words(OPTION), *_DECIDED),
    "contract_break": (*_in_words(BREAK), *_DECIDED),
    "contract_variation": _in_words(VARIATION),
    "decision": _in_words(DECISION),
}
"""Which words the history uses for the columns of each table."""
