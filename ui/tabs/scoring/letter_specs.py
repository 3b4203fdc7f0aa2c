"""Which form or step belongs to which action about a letter, or about all letters of its decision."""

from __future__ import annotations

from app.decisions import letters
from app.decisions.letter_views import has_other_feedback
from app.decisions.letters import READY, SENT, TO_READ, VOID
from app.decisions.shown import Decided
from ui.edits import Spec, Step
from ui.tabs.scoring.making import Maker, Offer, StepMaker, step

READ, READ_ALL = "letter read", "letters read"
PRINT, COPY, GO = "letter print", "letter copy", "letter decision"
WRITE, PRINT_ALL = "letters write", "letters print"
PANELS: tuple[str, ...] = (READ, READ_ALL, PRINT, COPY, GO, WRITE, PRINT_ALL)
"""Actions that are no form and no step."""
WITHOUT_SAVING = frozenset((PRINT, COPY, GO, WRITE, PRINT_ALL))
"""What may also be done with a file that is read-only for the person."""
SENT_ALL = "letters sent"
MORE: tuple[Offer, ...] = (
    ("Read the letters of this decision…", READ_ALL),
    ("Write the letters of this decision into a folder…", WRITE),
    ("Print the letters of this decision…", PRINT_ALL),
    ("All letters of this decision were given out…", SENT_ALL),
    ("Print this letter…", PRINT),
    ("Copy its text for an e-mail", COPY),
)
"""What can be done in the list of letters with the chosen one, and with those of the same decision."""


def state_of(one: Decided) -> str:
    """How far the letter of a record has come; empty where it has none."""
    return letters.state(one.letter, one.decision) if one.letter is not None and one.decision is not None else ""


def change(one: Decided, _: str) -> Spec | None:
    """To whom a letter goes, its words and its feedback."""
    letter = one.letter
    if letter is None or state_of(one) == SENT or one.told is None:
        return None
    return Spec(
        f"Letter {one.told.title}",
        "Save letter",
        "Change a letter",
        letters.FIELDS,
        letters.change,
        letters.values(letter),
        (letter.id,),
        {"version": letter.version},
        "Whoever changes a letter leaves it to be read again.",
    )


def sent(one: Decided, _: str) -> Spec | None:
    """On which day a letter was given out."""
    letter = one.letter
    if letter is None or state_of(one) != READY or one.told is None:
        return None
    return Spec(
        f"Letter {one.told.title} was given out",
        "It was given out",
        "Record that a letter was given out",
        letters.GIVEN_OUT,
        letters.mark_sent,
        {"sent_on": one.day},
        (letter.id,),
        {"version": letter.version, "day": one.day},
        "From then on it stays as it is. The desk sends nothing itself.",
    )


def all_sent(one: Decided, _: str) -> Spec | None:
    """On which day all letters of a decision that may go out were given out."""
    sheet = one.decision
    if sheet is None or one.letter is None:
        return None
    ready = {each.id: each.version for each in one.letters if letters.state(each, sheet) == READY}
    if not ready:
        return None
    return Spec(
        f"Letters of {sheet.reference or sheet.title}",
        "They were given out",
        "Record that letters were given out",
        letters.GIVEN_OUT,
        letters.mark_all_sent,
        {"sent_on": one.day},
        (sheet.id,),
        {"seen": ready, "day": one.day},
        f"{len(ready):,} of {len(one.letters):,} may go out. What became of each is told afterwards.",
        rows=tuple(each.id for each in one.letters),
    )


def ready_of(one: Decided) -> int:
    """How many letters of the decision may go out and have not."""
    sheet = one.decision
    return sum(letters.state(each, sheet) == READY for each in one.letters) if sheet is not None else 0


def _take_feedback(one: Decided, _: str) -> Step | None:
    letter = one.letter if one.letter is not None and has_other_feedback(one.letter, one.recommended) else None
    return step("Put feedback into a letter", letters.take_feedback, letter)


def _unsent(one: Decided, _: str) -> Step | None:
    letter = one.letter if state_of(one) == SENT else None
    more = {"sent_on": None, "day": one.day}
    return step("Take back that a letter was given out", letters.mark_sent, letter, **more)


FORMS: dict[str, Maker] = {"letter change": change, "letter sent": sent, SENT_ALL: all_sent}
STEPS: dict[str, StepMaker] = {"letter feedback": _take_feedback, "letter unsent": _unsent}


def offers_of(one: Decided) -> list[Offer]:
    """What can be done with a letter, the next step first."""
    now = state_of(one)
    if one.letter is None:
        return []
    every: list[Offer] = [("Print this letter…", PRINT)]
    if now == SENT:
        return [*every, ("It was not given out after all", "letter unsent"), ("Go to its decision", GO)]
    writing: list[Offer] = [("Change the letter…", "letter change")]
    if has_other_feedback(one.letter, one.recommended):
        writing.append(("Put in the feedback that was chosen", "letter feedback"))
    if now == VOID:
        return [*every, ("Go to its decision", GO)]
    if now == TO_READ:
        return [("Read it…", READ), *writing, *every, ("Go to its decision", GO)]
    if now == READY:
        given: list[Offer] = [("It was given out…", "letter sent"), ("Copy its text for an e-mail", COPY)]
        rest: list[Offer] = [("All of its decision were given out…", SENT_ALL)] if ready_of(one) > 1 else []
        return [*given, *every, *writing, *rest, ("Go to its decision", GO)]
    return [*writing, *every, ("Go to its decision", GO)]
