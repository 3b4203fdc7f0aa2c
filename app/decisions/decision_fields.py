"""The fields of decision sheets, their grids and their approvals; `LABELS` gives the history its words.

Amounts are pence, a year its start year. A cell goes by `row:column`; one that is empty is not in the grid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.decisions.parts import AwardRecord, DecisionSheetRecord, ImplicationRecord, RuleRecord
from app.fields import Choice, Field, GridColumn, GridRow, GridShape
from app.money import Pence
from app.office import MARKINGS
from app.recommendations.outcome_fields import OUTCOMES, outcome_words
from app.recommendations.parts import GIVEN

KINDS = (
    Choice("grants", "Grants"),
    Choice("contract", "Contract"),
    Choice("allocation", "Allocation"),
    Choice("virement", "Virement"),
    Choice("other", "Another matter"),
)
STATES = (
    Choice("draft", "Draft"),
    Choice("for approval", "For approval"),
    Choice("signed", "Signed"),
    Choice("withdrawn", "Withdrawn"),
)
PUBLICATIONS = (Choice("full", "In full"), Choice("part", "In part"), Choice("none", "Not at all"))
ONE, EACH = "one", "each"
SHEETS = (
    Choice(ONE, "One decision with every bid"),
    Choice(EACH, "One for each bid that is funded, and one for all others"),
)
"""How many sheets committing a stage makes."""
ROLES = (
    Choice("commissioner", "Commissioner"),
    Choice("monitoring officer", "Monitoring officer"),
    Choice("chief finance officer", "Chief finance officer"),
)


def kind_words(kind: str) -> str:
    """What is read of a kind of decision."""
    return _words(KINDS, kind)


def state_words(state: str) -> str:
    """What is read of the state of a sheet."""
    return _words(STATES, state)


def publication_words(publication: str) -> str:
    """What is read of how much of a decision is published."""
    return _words(PUBLICATIONS, publication)


def role_words(role: str, rule: RuleRecord | None = None) -> str:
    """What is read of a role: the office's own title where it is the one who decides."""
    return rule.maker_title if role == "commissioner" and rule is not None else _words(ROLES, role)


def _words(choices: Sequence[Choice], value: str) -> str:
    return next((one.label for one in choices if one.value == value), value)


# the rule

RULE = (
    Field("limit", "Three people approve above", "pence", True, help="Up to it the commissioner alone approves."),
    Field(
        "pattern",
        "Decisions are numbered",
        required=True,
        help="{number} is the running number of the year, {number:03d} the same with three digits; {year} is 2018 "
        "for 2018/19, {years} is 2018-19.",
    ),
    Field("maker_title", "Who decides", required=True, help="The title that is printed."),
)


def rule_values(one: RuleRecord) -> dict[str, Any]:
    """The rule as its form holds it."""
    return {"limit": one.limit, "pattern": one.pattern, "maker_title": one.maker_title}


# the sheet

_NA = "Or n/a."
THE_DECISION = (
    Field("title", "Title", required=True),
    Field("lead_officer", "Lead officer", help="It is published with the decision."),
    Field("lead_post", "Post of the lead officer"),
    Field("summary", "Summary", "long", help="What is decided and why, in a few sentences."),
    Field("background", "Background", "long", help="Why this decision is needed now."),
    Field("recommendation", "Recommendation", "long", help="What is approved, word for word."),
    Field("power", "Power", "long", help="The law under which it is decided."),
    Field("background_papers", "Background papers", "long", help=_NA),
)
ADVICE = (
    Field("consultation", "Consultation", "long", help="Who was asked, and what they said. Or n/a."),
    Field("finance", "Finance", "long", help="The chief finance officer’s advice. Or n/a."),
    Field("legal", "Legal and procurement", "long", help="The monitoring officer’s advice. Or n/a."),
    Field("equality", "Equality and diversity", "long", help=_NA),
    Field("data_protection", "Data protection", "long", help=_NA),
    Field("risk", "Risk", "long", help=_NA),
    Field("subsidy", "Subsidy control", "long", help=_NA),
    Field("conflicts", "Conflicts of interest", "long", help="Who was kept out of what. Name nobody. Or n/a."),
)
INTERESTS = (
    Field(
        "interests_confirmed",
        "Interests are confirmed",
        "yesno",
        help="The register of interests of whoever decides is current, and no interest bars the decision.",
    ),
    Field("interests_note", "About the interests", "long"),
)
PUBLICATION = (
    Field("marking", "Marking", "choice", True, tuple(Choice(one, one) for one in MARKINGS)),
    Field("publication", "It is published", "choice", True, PUBLICATIONS),
    Field("exemption", "Exemption", help="Under which it is not published, such as a paragraph of Schedule 12A."),
    Field("review_on", "Looked at again on", "day", help="Whether it can be published then."),
    Field("withheld", "Part II, withheld", "long", help="What is not published. It is in no published paper."),
)
SHEET = (*THE_DECISION, *ADVICE, *INTERESTS, *PUBLICATION)
"""Every box of a sheet. A form may have any of them: what it has not stays as it is."""
ANSWERED = ("summary", "background", "recommendation", "power", "background_papers", *(one.key for one in ADVICE))
"""The texts that are not empty once a sheet is put forward; “n/a” is an answer."""


def values(one: DecisionSheetRecord) -> dict[str, Any]:
    """A sheet as its form holds it."""
    return {field.key: getattr(one, field.key) for field in SHEET}


def new(contracts: Iterable[Choice] = (), lines: Iterable[Choice] = ()) -> tuple[Field, ...]:
    """The form of a decision that does not come from a ranking, with what it may be about."""
    return (
        Field("kind", "Kind", "choice", True, KINDS),
        Field("title", "Title", required=True),
        Field("contract_id", "Contract", "choice", choices=(Choice("", "None"), *contracts)),
        Field("line_id", "Budget line", "choice", choices=(Choice("", "None"), *lines)),
    )


COMMIT = (
    Field("sheets", "Decisions", "choice", True, SHEETS),
    Field("title", "Title", help="Leave empty for the round’s own."),
)
WHY = (Field("reason", "Reason", "long", True, help="It stays in the history."),)
"""Of taking a sheet back from approval, and of withdrawing one."""
SUPERSEDE = (Field("title", "Title", required=True, help="Of the decision that takes its place."),)
PUBLISHED = (
    Field("published_on", "Published on", "day", True),
    Field("link", "Address", help="Where it can be read."),
)
OPTION = (
    Field("text", "What could be decided", "long", True),
    Field("why", "Why, or why not", "long"),
    Field("is_chosen", "It is the one recommended", "yesno"),
)


# approvals


def approve(roles: Iterable[Choice] = ROLES) -> tuple[Field, ...]:
    """The form of an approval that is given in the desk by the account of whoever gives it."""
    return (
        Field("role", "As", "choice", True, tuple(roles)),
        Field("name", "Name", required=True),
        Field("post", "Post", required=True, help="As it is printed under the decision."),
    )


def record_paper(documents: Iterable[Choice], roles: Iterable[Choice] = ROLES) -> tuple[Field, ...]:
    """The form of an approval that was given on paper, with the documents of the sheet to choose it from."""
    return (
        *approve(roles),
        Field("given_on", "Signed on", "day", True),
        Field(
            "document_id", "Signed paper", "choice", True, tuple(documents), "Attach the scan to the decision first."
        ),
    )


# the grids

IMPLICATIONS, ANSWER = "implications", "answer"
"""The answers to implications, and what one goes by after the id of its heading."""
AWARDS = "awards"
"""The grid of what a decision gives; a cell is `awards:row:column`, where a row is the award's id or `new-1` on."""
PAYEE, PURPOSE, OUTCOME, AMOUNT, CONDITIONS = "payee", "purpose", "outcome", "amount", "conditions"
NEW_ROWS = 5
"""So many empty rows a grid of awards has for new ones."""


def implications(rows: Sequence[ImplicationRecord]) -> tuple[Field, ...]:
    """The form of what a sheet answers: a box for each heading, by `id:answer`."""
    return tuple(Field(f"{one.id}:{ANSWER}", one.heading, "long", help=_NA) for one in rows)


def implications_cells(rows: Iterable[ImplicationRecord]) -> dict[str, str]:
    """What is answered, by `id:answer`."""
    return {f"{one.id}:{ANSWER}": one.answer for one in rows if one.answer}


def awards(one: DecisionSheetRecord) -> tuple[Field, ...]:
    """The form of what a sheet gives, as one grid.

    Bids keep who has the money; what they have changes only in a decision that takes another's place. Other lines are
    typed freely, and there are empty rows for more of them where the sheet has no bids.
    """
    has_bids = any(each.application_id for each in one.awards)
    rows = [GridRow(each.id, each.payee) for each in one.awards]
    rows += [] if has_bids else [GridRow(f"new-{at}", "New line") for at in range(1, NEW_ROWS + 1)]
    columns = (
        GridColumn(PAYEE, "To whom", "text", locked=has_bids),
        GridColumn(PURPOSE, "For what", "text"),
        GridColumn(OUTCOME, "Outcome", "text", help=f"Type {', '.join(each.label.lower() for each in OUTCOMES)}."),
        GridColumn(AMOUNT, "Amount"),
        GridColumn(CONDITIONS, "Conditions", "text"),
    )
    shape = GridShape(tuple(rows), columns, totals=False, closed=frozenset(_closed(one)))
    return (Field(AWARDS, "What it gives", "grid", grid=shape),)


def _closed(one: DecisionSheetRecord) -> Iterable[str]:
    for each in one.awards:
        if each.application_id:
            yield f"{each.id}:{PAYEE}"
            if not one.supersedes_id:
                yield from (f"{each.id}:{OUTCOME}", f"{each.id}:{AMOUNT}")


def awards_cells(rows: Iterable[AwardRecord]) -> dict[str, int | str]:
    """What a sheet gives, by `id:column`: outcomes in their words, amounts in pence."""
    found: dict[str, int | str] = {}
    for one in rows:
        mine: dict[str, int | str] = {
            PAYEE: one.payee,
            PURPOSE: one.purpose,
            OUTCOME: outcome_words(one.outcome),
            AMOUNT: one.amount,
            CONDITIONS: one.conditions,
        }
        found |= {f"{one.id}:{column}": cell for column, cell in mine.items() if cell}
    return found


def amount_of(one: AwardRecord) -> Pence | None:
    """What is read as the amount of a line: None where it gives nothing and promises nothing."""
    return one.amount if one.outcome in GIVEN or one.amount else None


# the words of the history

_OF = Field("sheet_id", "Decision")
_BID = Field("application_id", "Application")
_OUTCOME = Field("outcome", "Outcome", "choice", choices=OUTCOMES)
_DIGEST = Field("digest", "SHA-256")

LABELS: Mapping[str, tuple[Field, ...]] = {
    "decision_rule": (Field("limit_pence", RULE[0].label, "pence"), *RULE[1:]),
    "decision_sheet": (
        *SHEET,
        Field("kind", "Kind", "choice", choices=KINDS),
        Field("state", "State", "choice", choices=STATES),
        Field("year", "Year", "year"),
        Field("number", "Number", "count"),
        Field("round_id", "Round"),
        Field("contract_id", "Contract"),
        Field("line_id", "Budget line"),
        Field("decision_id", "Decision"),
        Field("supersedes_id", "Takes the place of"),
        Field("prepared_by", "Prepared by"),
        Field("prepared_on", "Put to approval on", "day"),
        Field("signed_on", "Signed on", "day"),
        Field("limit_pence", RULE[0].label, "pence"),
        Field("snapshot", "What was approved", "long"),
        _DIGEST,
        *PUBLISHED,
    ),
    "decision_option": (_OF, *OPTION),
    "decision_implication": (_OF, Field("heading", "Heading"), Field("answer", "Answer", "long")),
    "decision_award": (
        _OF,
        _BID,
        Field("organisation_id", "Organisation"),
        Field("payee", "To whom"),
        Field("purpose", "For what"),
        _OUTCOME,
        Field("amount_pence", "Amount", "pence"),
        Field("conditions", "Conditions", "long"),
    ),
    "approval": (
        _OF,
        Field("role", "As", "choice", choices=ROLES),
        Field("given", "Given", "choice", choices=(Choice("desk", "In the desk"), Choice("paper", "On paper"))),
        Field("name", "Name"),
        Field("post", "Post"),
        Field("account", "Account"),
        Field("given_on", "Given on", "day"),
        Field("document_id", "Signed paper"),
        _DIGEST,
    ),
    "outcome_letter": (
        _OF,
        _BID,
        _OUTCOME,
        Field("amount_pence", "Amount", "pence"),
        Field("addressee", "To", "long", personal=True),
        Field("words", "Letter", "long"),
        Field("feedback", "Feedback", "long"),
        Field("read_by", "Read by"),
        Field("read_on", "Read on", "day"),
        Field("sent_on", "Sent on", "day"),
        _DIGEST,
    ),
}
"""Which words the history uses for the columns of each table."""
