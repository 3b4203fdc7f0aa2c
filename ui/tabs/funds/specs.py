"""Which form belongs to which action, and what it does when it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.fields import Choice, Field
from app.funds import commitments, fields, funds, income, lines, movements, stated
from app.funds.commitments import CommitmentRecord
from app.funds.funds import FundRecord
from app.funds.income import IncomeRecord
from app.funds.lines import NoteRecord
from app.funds.record import Choices, LinePage
from app.funds.stated import StatedRecord
from ui.edits import Spec


def new_line(choices: Choices, year: int) -> Spec:
    """A new budget line."""
    return Spec(
        "New budget line",
        "Add line",
        "Add a budget line",
        fields.line(choices.funds, choices.priorities, choices.areas),
        lines.add,
        fixed={"year": year},
    )


def change_line(page: LinePage, choices: Choices) -> Spec:
    """What a line is called and where it belongs."""
    budget = page.budget
    return Spec(
        page.line.name,
        "Save line",
        "Change a budget line",
        fields.line_details(choices.funds, choices.priorities, choices.areas),
        lines.change,
        {
            "name": page.line.name,
            "fund_id": page.line.fund_id,
            "priority_id": (budget.priority_id if budget else None) or "",
            "area_id": (budget.area_id if budget else None) or "",
            "printed_name": budget.printed_name if budget else "",
        },
        (page.line.id,),
        {"year": page.year, "version": page.line.version},
    )


def change_amount(page: LinePage) -> Spec:
    """A new amount for the year, with its reason; or the first, where the line has none in it."""
    if page.budget is None:
        amount = Field("amount", "Amount, £", "amount", True, help=fields.AMOUNT_HELP)
        placed = page.line.placed(page.year)
        return Spec(
            page.line.name,
            "Give it this amount",
            "Give a line its budget",
            (amount,),
            lines.set_budget,
            {},
            (page.line.id,),
            {
                "year": page.year,
                "priority_id": placed.priority_id if placed else None,
                "area_id": placed.area_id if placed else None,
            },
        )
    return Spec(
        page.line.name,
        "Save amount",
        "Change a budget",
        fields.REVISION,
        lines.revise,
        {"amount": page.budget.figures.budget},
        (page.budget.id,),
        {"version": page.budget.version},
        "The amount it has now stays on record as an earlier revision.",
    )


def move(page: LinePage, choices: Choices) -> Spec:
    """Money from this line to another."""
    assert page.budget is not None
    others = tuple(one for one in choices.lines if one.value != page.line.id)
    own = tuple(Choice(one.value, f"{one.label} (next year)") for one in choices.lines if one.value == page.line.id)
    return Spec(
        f"Move money out of {page.line.name}",
        "Move money",
        "Move money",
        fields.movement((*own, *others)),
        movements.move,
        {"kind": "virement", "moved_on": date.today(), "to_line_id": others[0].value if others else ""},
        (),
        {"from_budget_id": page.budget.id},
        "Both sides are written in one step. The budgets themselves stay as they were approved.",
    )


def new_commitment(page: LinePage, choices: Choices) -> Spec:
    """Money agreed with somebody."""
    assert page.budget is not None
    return Spec(
        f"Agreement out of {page.line.name}",
        "Record agreement",
        "Record an agreement",
        fields.commitment(choices.organisations),
        commitments.commit,
        {},
        (page.budget.id,),
    )


def change_commitment(one: CommitmentRecord, choices: Choices) -> Spec:
    """An agreement that changed."""
    return Spec(
        one.title,
        "Save agreement",
        "Change an agreement",
        fields.commitment(choices.organisations),
        commitments.change,
        {
            "title": one.title,
            "organisation_id": one.organisation_id or "",
            "amount_pence": one.amount_pence,
            "agreed_on": one.agreed_on,
            "reference": one.reference,
            "overspend_approver": one.overspend_approver,
        },
        (one.id,),
        {"version": one.version},
    )


def pay(agreed: Sequence[CommitmentRecord]) -> Spec:
    """Money paid against one of these agreements."""
    open_ones = tuple(Choice(one.id, one.title) for one in agreed if one.paid_pence < one.amount_pence)
    return Spec(
        f"Payment out of {agreed[0].line}",
        "Record payment",
        "Record a payment",
        fields.payment(open_ones),
        _pay,
        {"paid_on": date.today(), "commitment_id": open_ones[0].value if open_ones else ""},
    )


def _pay(session: Any, *, commitment_id: str, amount_pence: int, paid_on: date, reference: str) -> str:
    return commitments.pay(session, commitment_id, amount_pence=amount_pence, paid_on=paid_on, reference=reference)


def new_income(page: LinePage | None, choices: Choices, year: int) -> Spec:
    """Money expected, for the line on screen or for the whole budget."""
    fixed = {"line_id": page.line.id, "fund_id": page.line.fund_id} if page else {}
    return Spec(
        f"Income for {page.line.name}" if page else "Income for the whole budget",
        "Add income",
        "Add income",
        fields.income(choices.organisations),
        income.add,
        {"year": year, "status": "agreed"},
        (),
        fixed,
    )


def change_income(one: IncomeRecord, choices: Choices) -> Spec:
    """Income that changed."""
    return Spec(
        f"{one.name} from {one.source}",
        "Save income",
        "Change income",
        fields.income(choices.organisations),
        income.change,
        {
            "source_id": one.source_id,
            "name": one.name,
            "year": one.year,
            "expected_pence": one.expected_pence,
            "expected_on": one.expected_on,
            "status": one.status,
            "condition": one.condition,
        },
        (one.id,),
        {"version": one.version},
    )


def receive(one: IncomeRecord) -> Spec:
    """Money that has arrived."""
    return Spec(
        f"{one.name} from {one.source}",
        "Record money received",
        "Record money received",
        fields.RECEIPT,
        income.receive,
        {"amount_pence": one.expected_pence - one.received_pence, "received_on": date.today()},
        (one.id,),
    )


def new_note(page: LinePage) -> Spec:
    """A note under the line's budget."""
    assert page.budget is not None
    return Spec(
        f"Note to {page.line.name}", "Add note", "Add a note", fields.NOTE, lines.add_note, {}, (page.budget.id,)
    )


def change_note(page: LinePage, note: NoteRecord) -> Spec:
    """A note that changed."""
    return Spec(
        f"Note to {page.line.name}",
        "Save note",
        "Change a note",
        fields.NOTE,
        lines.change_note,
        {"text": note.text, "amount_pence": note.amount_pence},
        (note.id,),
        {"version": note.version},
    )


def new_fund(choices: Choices, year: int) -> Spec:
    """A new fund."""
    return Spec(
        "New fund",
        "Add fund",
        "Add a fund",
        fields.fund(choices.organisations),
        funds.add,
        {"restriction": "unrestricted"},
        (),
        {"year": year},
    )


def change_fund(one: FundRecord, choices: Choices, year: int) -> Spec:
    """A fund as it stands in the year on screen; earlier years keep what they had."""
    return Spec(
        one.name,
        "Save fund",
        "Change a fund",
        fields.fund(choices.organisations),
        funds.change,
        {
            "name": one.name,
            "letter": one.letter,
            "funder_id": one.funder_id or "",
            "purpose": one.purpose,
            "restriction": one.restriction,
            "restriction_terms": one.restriction_terms,
            "overspend_limit_pence": one.overspend_limit_pence,
            "overspend_approver": one.overspend_approver,
        },
        (one.id,),
        {"year": year, "version": one.version},
        "Earlier years keep the name and the terms they had.",
    )


def change_stated(one: StatedRecord) -> Spec:
    """A stated figure corrected, or its reason given."""
    return Spec(
        one.name,
        "Save stated figure",
        "Change a stated figure",
        fields.STATED,
        stated.change,
        {"name": one.name, "amount_pence": one.amount_pence, "place": one.place, "reason": one.reason},
        (one.id,),
        {"version": one.version},
    )


def state_total(page_year: int, parts: Sequence[tuple[str, str]], pence: int) -> Spec:
    """A total somebody has stated, kept beside the lines it claims to sum."""
    return Spec(
        "Keep a stated total",
        "Keep it",
        "Keep a stated figure",
        fields.STATED,
        stated.add,
        {"name": "Commissioning budget", "amount_pence": pence},
        (),
        {"parts": tuple(parts), "year": page_year},
        "It is kept as stated and compared with the lines shown; nothing is computed over it.",
    )


def start_year(year: int, year_text: str, this_text: str) -> Spec:
    """The next financial year, begun with the lines of this one."""
    return Spec(
        f"Start {year_text}",
        f"Start {year_text}",
        f"Start {year_text}",
        fields.START_YEAR,
        lines.start_year,
        {"amounts": "keep"},
        (),
        {"year": year},
        f"Every line with a budget in {this_text} is given one in {year_text}, under the same priority and area.",
    )
