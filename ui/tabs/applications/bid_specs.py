"""Which form or step belongs to which action about a bid: what it says, its tables, its gate and its state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.fields import Choice, Field, GridShape
from app.grants import answering, bid_fields, bids, costs, paper_bids, states
from app.grants.parts import ApplicationRecord, State
from app.grants.shown import Shown
from ui.edits import Spec, Step
from ui.tabs.applications.round_specs import Maker, StepMaker, step

VERBS: dict[State, str] = {
    "draft": "Take it back to a draft…",
    "received": "It has been received…",
    "late": "It came late…",
    "incomplete": "It is incomplete…",
    "withdrawn": "It was withdrawn…",
    "ineligible": "It is not eligible…",
    "ready": "Ready to score…",
}
"""What the menu says of each state a bid may be taken to."""
ANSWERED = {"duplicates": "", "substitutes": "", "stage": "full"}


# a bid


def quick(one: Shown, _: str) -> Spec | None:
    """What is typed of a bid on paper; saving it goes on to the next."""
    r = one.round
    if r is None:
        return None
    return Spec(
        f"Paper bids: {r.name}",
        "Save and next",
        "Enter a paper bid",
        bid_fields.QUICK,
        paper_bids.enter,
        {"received_on": one.day},
        (),
        {"round_id": r.id, "day": one.day},
        "What the list needs; the rest of a bid is filled in at its record. Ctrl+S saves and goes on to the next, Esc "
        "ends it.",
    )


def new_bid(one: Shown, _: str) -> Spec | None:
    """A bid with everything it says."""
    r = one.round
    if r is None:
        return None
    return Spec(
        f"Bid in {r.name}",
        "Add bid",
        "Add a bid",
        bid_fields.bid(r),
        bids.add,
        dict(ANSWERED),
        (),
        {"round_id": r.id, "arrived_by": "paper"},
    )


def new_direct(one: Shown, _: str) -> Spec:
    """One application outside a round, with its reason."""
    return Spec(
        "Direct award",
        "Add direct award",
        "Add a direct award",
        bid_fields.direct(one.lines),
        bids.add_direct,
        dict(ANSWERED),
        about="One application outside a round. Its checks are the same, and its reason is told wherever it is.",
    )


def change_bid(one: Shown, _: str) -> Spec | None:
    """What a bid says, corrected or completed."""
    a = one.application
    if a is None:
        return None
    fields = bid_fields.bid(one.round) if one.round is not None else bid_fields.direct(one.lines)
    values = {**bids.as_typed(a), "line_id": a.line_id, "direct_reason": a.direct_reason}
    fixed = {"version": a.version}
    return Spec(_called(a), "Save bid", "Change a bid", fields, bids.change, values, (a.id,), fixed)


def _called(a: ApplicationRecord) -> str:
    return f"{a.reference}, {a.project}" if a.project else a.reference


def _archive(one: Shown, _: str) -> Step | None:
    a = one.application
    if a is None:
        return None
    return step("Bring back a bid" if a.archived else "Archive a bid", bids.archive, a, back=a.archived)


# its tables


def _grid(
    one: Shown,
    verb: str,
    name: str,
    fields: Callable[[GridShape], tuple[Field, ...]],
    shape: GridShape,
    use_case: Callable[..., Any],
    cells: Mapping[str, Any],
) -> Spec | None:
    """The form of a table of a bid, saved cell by cell."""
    a = one.application
    if a is None:
        return None
    made = fields(shape)
    values = {made[0].key: dict(cells)}
    return Spec(_called(a), verb, name, made, use_case, values, (a.id,), {"was": dict(cells)}, rows=_rows_of(a))


def _rows_of(a: ApplicationRecord) -> tuple[str, ...]:
    """The rows that stand under a bid: whoever changes one of them changes the bid."""
    parts: Sequence[Any] = (*a.costs, *a.matches, *a.gates)
    return tuple(each.id for each in parts)


def change_costs(one: Shown, _: str) -> Spec | None:
    """What the project costs, and what of it is asked for."""
    a = one.application
    if a is None:
        return None
    shape, cells = bid_fields.costs_shape(a), bid_fields.costs_cells(a)
    return _grid(one, "Save costs", "Set the costs of a bid", bid_fields.costs, shape, costs.set_costs, cells)


def change_matches(one: Shown, _: str) -> Spec | None:
    """What comes from elsewhere, in cash and in kind."""
    a = one.application
    if a is None:
        return None
    shape, cells = bid_fields.matches_shape(a), bid_fields.matches_cells(a)
    name = "Set the match funding of a bid"
    return _grid(one, "Save match funding", name, bid_fields.matches, shape, costs.set_matches, cells)


def change_areas(one: Shown, _: str) -> Spec | None:
    """Which areas the bid is for, by share."""
    a = one.application
    if a is None:
        return None
    shape, cells = bid_fields.areas_shape(a, _areas(one)), bid_fields.areas_cells(a)
    return _grid(one, "Save areas", "Set the areas of a bid", bid_fields.areas, shape, costs.set_areas, cells)


def change_priorities(one: Shown, _: str) -> Spec | None:
    """Which priorities the bid serves, by share."""
    a = one.application
    if a is None:
        return None
    shape, cells = bid_fields.priorities_shape(a, _priorities(one)), bid_fields.priorities_cells(a)
    name = "Set the priorities of a bid"
    return _grid(one, "Save priorities", name, bid_fields.priorities, shape, costs.set_priorities, cells)


def _areas(one: Shown) -> Sequence[Choice]:
    """The areas of the round; all of them where it names none."""
    named = [Choice(key, name) for key, name in one.round.areas] if one.round is not None else []
    return named or one.areas


def _priorities(one: Shown) -> Sequence[Choice]:
    named = [Choice(key, name) for key, name in one.round.priorities] if one.round is not None else []
    return named or one.priorities


def change_answers(one: Shown, _: str) -> Spec | None:
    """What the bid answers to the round's own questions, a box for each."""
    a, r = one.application, one.round
    if a is None or r is None:
        return None
    return Spec(
        _called(a),
        "Save answers",
        "Answer the questions",
        bid_fields.answer_fields(a, r),
        answering.answer,
        dict(a.answers),
        (a.id,),
        {"was": bid_fields.answers_cells(a)},
        "As they were typed or written; how many words are too many is told with what is missing.",
    )


def change_gate(one: Shown, _: str) -> Spec | None:
    """Whether the bid passes each question of the gate, and why not."""
    a, r = one.application, one.round
    if a is None or r is None:
        return None
    shape, cells = bid_fields.gate_shape(r), bid_fields.gate_cells(a)
    return _grid(one, "Save the gate", "Answer the gate", bid_fields.gate, shape, states.answer_gate, cells)


# its state


def moves(one: Shown, a: ApplicationRecord) -> Sequence[State]:
    """The states the bid may be taken to from where it is."""
    return states.allowed(a, one.round)


def move_offers(one: Shown, a: ApplicationRecord) -> list[tuple[str, str]]:
    """The same as the menu offers it."""
    return [(VERBS[each], f"state {each}") for each in moves(one, a)]


def move(one: Shown, subject: str) -> Spec | None:
    """Take the bid to another state, with the reason where one is needed."""
    a = one.application
    allowed = moves(one, a) if a is not None else ()
    if a is None or not allowed:
        return None
    return Spec(
        f"State of {_called(a)}",
        "Save state",
        "Change the state of a bid",
        bid_fields.moving(allowed),
        states.move,
        {"state": subject or states.suggested(a, one.round), "reason": ""},
        (a.id,),
        {"version": a.version, "day": one.day},
        f"It is {bid_fields.words(bid_fields.STATES, a.state).lower()} now.",
    )


def completing(one: Shown) -> list[tuple[str, str]]:
    """The forms in which what is missing can be filled in, each once."""
    offers: dict[str, str] = {}
    for each in sorted(one.missing, key=lambda missing: not missing.blocks):
        words, action = OF_FIELD.get(each.field, ("Change the bid…", "bid change"))
        offers[action] = words
    return [(words, action) for action, words in offers.items()]


OF_FIELD: dict[str, tuple[str, str]] = {
    "costs": ("Costs…", "costs"),
    "matches": ("Match funding…", "matches"),
    "areas": ("Areas…", "areas"),
    "priorities": ("Priorities…", "priorities"),
    "answers": ("Answers…", "answers"),
    "gates": ("Eligibility gate…", "gates"),
    "gate": ("Eligibility gate…", "gates"),
    "endorsements": ("Ask for a view…", "view new"),
    "endorsement": ("Ask for a view…", "view new"),
    "diligence": ("Record a check…", "check new"),
}
"""Where what is missing is filled in, by the field that says so; what is none of these is on the bid's own form."""

FORMS: dict[str, Maker] = {
    "quick": quick,
    "bid new": new_bid,
    "direct new": new_direct,
    "bid": change_bid,
    "bid change": change_bid,
    "costs": change_costs,
    "matches": change_matches,
    "areas": change_areas,
    "priorities": change_priorities,
    "answers": change_answers,
    "gates": change_gate,
    "state": move,
}
STEPS: dict[str, StepMaker] = {"bid archive": _archive}
