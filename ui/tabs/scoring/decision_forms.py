"""The forms in which a decision sheet is begun and written: its boxes, options, implications and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.decisions import decision_fields as fields
from app.decisions import drafting, giving, ruling
from app.decisions.parts import DecisionSheetRecord
from app.decisions.shown import Decided
from app.fields import Field
from ui.edits import Spec
from ui.tabs.scoring.making import Maker

VOIDS = (
    "It is for approval. A change leaves the approvals given so far without force, and whoever makes it prepared it."
)
"""Said over every form that changes a sheet which is for approval."""


def open_sheet(one: Decided) -> DecisionSheetRecord | None:
    """The sheet, provided it may be written."""
    sheet = one.decision
    return sheet if sheet is not None and sheet.state in drafting.OPEN else None


# beginning one, and how the office decides


def new(one: Decided, _: str) -> Spec | None:
    """A decision that does not come from a ranking."""
    return Spec(
        "A new decision",
        "Begin it",
        "Begin a decision",
        fields.new(one.contracts, one.budget_lines),
        drafting.new,
        {"kind": "contract", "title": "", "contract_id": "", "line_id": ""},
        (),
        {"year": one.year},
        "The grants of a round are decided by committing what is recommended for its bids. All else begins here.",
    )


def rule(one: Decided, _: str) -> Spec | None:
    """Above which amount three people approve, and how decisions are numbered."""
    if one.rule is None:
        return None
    return Spec(
        "How this office decides",
        "Save it",
        "Change how the office decides",
        fields.RULE,
        ruling.set_rule,
        fields.rule_values(one.rule),
        (),
        {"version": one.rule.version},
        "It holds for what is put to approval from now on. Decisions that have a number keep it.",
    )


# writing it


def _boxes(
    title: str, verb: str, name: str, use_case: Callable[..., Any], boxes: Sequence[Field], about: str = ""
) -> Callable[[Decided, str], Spec | None]:
    """The form of some boxes of the sheet; `name` is that of its step."""

    def make(one: Decided, _: str) -> Spec | None:
        sheet = open_sheet(one)
        if sheet is None:
            return None
        return Spec(
            f"{title}: {sheet.title}",
            verb,
            name,
            boxes,
            use_case,
            {field.key: getattr(sheet, field.key) for field in boxes},
            (sheet.id,),
            {"version": sheet.version},
            _about(sheet, about),
        )

    return make


def _about(sheet: DecisionSheetRecord, words: str = "") -> str:
    return " ".join(filter(None, (VOIDS if sheet.state == "for approval" else "", words)))


def option(one: Decided, subject: str) -> Spec | None:
    """What could be decided: a new option for “new”, else the one of this id."""
    sheet = open_sheet(one)
    if sheet is None:
        return None
    if subject == "new":
        return Spec(
            f"An option of {sheet.title}",
            "Add it",
            "Add an option",
            fields.OPTION,
            drafting.add_option,
            {"text": "", "why": "", "is_chosen": not any(each.is_chosen for each in sheet.options)},
            (sheet.id,),
            {"version": sheet.version},
            _about(sheet),
        )
    known = next((each for each in sheet.options if each.id == subject), None)
    if known is None:
        return None
    return Spec(
        f"An option of {sheet.title}",
        "Save it",
        "Change an option",
        fields.OPTION,
        drafting.change_option,
        {"text": known.text, "why": known.why, "is_chosen": known.is_chosen},
        (known.id,),
        {"version": known.version},
        _about(sheet),
    )


def implications(one: Decided, _: str) -> Spec | None:
    """What is answered under each heading."""
    sheet = open_sheet(one)
    if sheet is None or not sheet.implications:
        return None
    answers = fields.implications_cells(sheet.implications)
    boxes = fields.implications(sheet.implications)
    return Spec(
        f"Risks and implications: {sheet.title}",
        "Save the answers",
        "Answer the implications",
        boxes,
        drafting.answer,
        {box.key: answers.get(box.key, "") for box in boxes},
        (sheet.id,),
        {"was": answers},
        _about(sheet, "Each heading is answered before it is put to approval; n/a is an answer."),
        rows=tuple(each.id for each in sheet.implications),
    )


def heading(one: Decided, _: str) -> Spec | None:
    """One more heading to answer."""
    sheet = open_sheet(one)
    if sheet is None:
        return None
    return Spec(
        f"One more heading for {sheet.title}",
        "Add it",
        "Add a heading of implications",
        (Field("heading", "Heading", required=True),),
        drafting.add_implication,
        {"heading": ""},
        (sheet.id,),
        {"version": sheet.version},
        _about(sheet),
    )


def awards(one: Decided, _: str) -> Spec | None:
    """What it gives, as one table."""
    sheet = open_sheet(one)
    if sheet is None:
        return None
    cells = fields.awards_cells(sheet.awards)
    return Spec(
        f"What it gives: {sheet.title}",
        "Save what it gives",
        "Change what a decision gives",
        fields.awards(sheet),
        giving.set_awards,
        {fields.AWARDS: cells},
        (sheet.id,),
        {"was": dict(cells)},
        _about(sheet, _giving(sheet)),
        rows=tuple(each.id for each in sheet.awards),
    )


def _giving(sheet: DecisionSheetRecord) -> str:
    if not any(each.application_id for each in sheet.awards):
        return "A line that is emptied goes. An outcome that is left empty is to fund."
    if sheet.supersedes_id:
        return "Decide anew what each bid has. A bid’s money goes to who applied for it."
    return "What its bids have was committed; what it is for and the conditions can be written here."


FORMS: dict[str, Maker] = {
    "decision new": new,
    "decision rule": rule,
    "decision words": _boxes(
        "The decision", "Save it", "Change what is decided", drafting.change_decision, fields.THE_DECISION
    ),
    "decision advice": _boxes(
        "Advice",
        "Save the advice",
        "Change the advice on a decision",
        drafting.change_advice,
        fields.ADVICE,
        "Each box is answered; n/a is an answer.",
    ),
    "decision interests": _boxes(
        "Interests", "Save it", "Confirm the interests of a decision", drafting.change_interests, fields.INTERESTS
    ),
    "decision publication": _boxes(
        "Publication", "Save it", "Settle how a decision is published", drafting.change_publication, fields.PUBLICATION
    ),
    "decision option": option,
    "decision implications": implications,
    "decision heading": heading,
    "decision awards": awards,
}
