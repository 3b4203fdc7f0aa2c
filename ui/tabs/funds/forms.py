"""Which form an action of the Funds page opens, and how the same form is made again of the file as it is by then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.funds.record import LinePage
from app.funds.views import Shown, shown
from ui.edits import Again, Spec
from ui.tabs.funds import specs

TAB = "funds"
_OF_LINE = ("amount", "line", "move", "commit", "pay", "add income", "receive", "add note")


def has_form(action: str) -> bool:
    """Whether an action opens a form, rather than being a step itself."""
    return action in _OF_LINE or action in _OF_ROWS


def spec_of(action: str, subject: Any, one: Shown, year: int) -> Spec:
    """The form of an action about a line, or about one row of its record."""
    choices = one.choices
    forms: dict[str, Callable[[], Spec]] = {
        "amount": lambda: specs.change_amount(subject),
        "line": lambda: specs.change_line(subject, choices),
        "move": lambda: specs.move(subject, choices),
        "commit": lambda: specs.new_commitment(subject, choices),
        "commitment": lambda: specs.change_commitment(subject, choices),
        "pay": lambda: specs.pay(subject.commitments),
        "pay one": lambda: specs.pay([subject]),
        "add income": lambda: specs.new_income(subject, choices, year),
        "income": lambda: specs.change_income(subject, choices),
        "receive": lambda: specs.receive(_to_come(subject)),
        "receive one": lambda: specs.receive(subject),
        "add note": lambda: specs.new_note(subject),
        "note": lambda: specs.change_note(*subject),
        "fund": lambda: specs.change_fund(subject, choices, year),
        "stated": lambda: specs.change_stated(subject),
    }
    return forms[action]()


def place(key: str, row_id: str, year: int, action: str, subject: Any) -> dict[str, Any]:
    """Where this form is opened, to find the way back to it."""
    return {"tab": TAB, "view": key, "row": row_id, "year": year, "action": action, "subject": _id(action, subject)}


def placed(spec: Spec, key: str, row_id: str, year: int, action: str, subject: Any) -> Spec:
    """The form with its place, and with the rows it is about."""
    page = subject if isinstance(subject, LinePage) else None
    rows = (page.line.id, *((page.budget.id,) if page.budget else ())) if page is not None else ()
    return replace(spec, place=place(key, row_id, year, action, subject), rows=rows)


def again(key: str, row_id: str, year: int, action: str, subject: Any) -> Again:
    """How the form is made of the file as it is by then."""
    subject_id = _id(action, subject)

    def spec(answer: Shown) -> Spec | None:
        now = subject_in(answer, action, subject_id)
        return None if now is None else spec_of(action, now, answer, year)

    return Again(shown, (key, row_id), {"year": year}, spec)


def subject_in(one: Shown, action: str, subject_id: str) -> Any:
    """What an action is about in a record that was read anew; None where it is gone."""
    if action in _OF_LINE:
        return one.line
    every = _OF_ROWS[action](one)
    found = next((row for row in every if row is not None and row.id == subject_id), None)
    return (one.line, found) if action == "note" and found is not None else found


_OF_ROWS: dict[str, Callable[[Shown], tuple[Any, ...]]] = {
    "commitment": lambda one: (one.commitment, *(one.line.commitments if one.line else ())),
    "pay one": lambda one: (one.commitment, *(one.line.commitments if one.line else ())),
    "income": lambda one: (one.income, *(one.line.income if one.line else ())),
    "receive one": lambda one: (one.income, *(one.line.income if one.line else ())),
    "note": lambda one: one.line.notes if one.line else (),
    "fund": lambda one: (one.fund,),
    "stated": lambda one: (one.stated, *(one.line.stated if one.line else ())),
}


def _id(action: str, subject: Any) -> str:
    if action in _OF_LINE:
        return str(subject.line.id)
    return str(subject[1].id if action == "note" else subject.id)


def _to_come(page: LinePage) -> Any:
    """The first income of this line's year (else a later one) that has not all arrived."""
    waiting = [one for one in page.income if one.received_pence < one.expected_pence]
    return next((one for one in waiting if one.year == page.year), waiting[0])
