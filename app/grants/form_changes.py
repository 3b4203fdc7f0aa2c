"""What a returned form says of a bid, in the terms a bid is saved in, and what of it differs from one that is there.

Amounts are pence, shares tenths of a percent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from app.fields import value_text
from app.grants import bid_fields, bids
from app.grants.bids import Terms
from app.grants.form import BID_KEYS, FIELDS, Change, FormRecord
from app.grants.parts import ApplicationRecord, RoundRecord
from app.money import format_pence


def terms_of(form: FormRecord) -> Terms:
    """What the form says of the bid itself: every box that is on it, an empty one as nothing."""
    said, there = dict(form.values), {key for key, _ in form.places}
    terms: dict[str, Any] = {"stage": form.stage}
    for key in BID_KEYS:
        if key in there:
            terms[key] = said.get(key, _EMPTY.get(FIELDS[key].kind, ""))
    return cast(Terms, terms)


_EMPTY: Mapping[str, Any] = {"pence": None, "day": None, "count": None, "yesno": False}


def answers_of(form: FormRecord, r: RoundRecord) -> dict[str, str]:
    """What is answered to each of the round's questions that is on the form, by its id."""
    said = dict(form.answers)
    there = {key.removeprefix("answer:") for key, _ in form.places if key.startswith("answer:")}
    return {one.id: said.get(one.id, "") for one in r.questions if one.id in there}


def changes(
    form: FormRecord, a: ApplicationRecord, r: RoundRecord, areas: Mapping[str, str], priorities: Mapping[str, str]
) -> list[Change]:
    """Every field of a bid that a form of its round would change, in the order of the form.

    `areas` and `priorities` are the names of all of them, by id.
    """
    before = cast(Mapping[str, Any], bids.as_typed(a))
    after = cast(Mapping[str, Any], terms_of(form))
    found = []
    if form.stage != a.stage:
        found.append(Change("Stage", bid_fields.words(bid_fields.STAGES, a.stage), "Full application"))
    for key in BID_KEYS:
        if key in after and (before[key] or None) != (after[key] or None):
            one = FIELDS[key]
            found.append(Change(one.label, value_text(one, before[key]), value_text(one, after[key])))
    texts = {one.id: one.text for one in r.questions}
    for key, text in answers_of(form, r).items():
        was = dict(a.answers).get(key, "")
        if was != text:
            found.append(Change(texts[key], was or "Nothing", text or "Nothing"))
    if form.stage == "full":
        found += _changed("Costs", [_cost(*one) for one in _cost_lines(a)], [_cost(*one) for one in _form_costs(form)])
        found += _changed("Match funding", *_both_matches(form, a))
    for label, named, now, names in (
        ("Areas", a.areas, form.areas, areas),
        ("Priorities", a.priorities, form.priorities, priorities),
    ):
        was_shares = sorted(f"{name} {tenths / 10:g} %" for _, name, tenths in named)
        found += _changed(label, was_shares, sorted(f"{names.get(key, '')} {tenths / 10:g} %" for key, tenths in now))
    return found


def _changed(label: str, was: list[str], becomes: list[str]) -> list[Change]:
    if was == becomes:
        return []
    return [Change(label, "; ".join(was) or "Nothing", "; ".join(becomes) or "Nothing")]


def _cost_lines(a: ApplicationRecord) -> list[tuple[str, int, int]]:
    return [(one.item, one.amount, one.requested) for one in a.costs]


def _form_costs(form: FormRecord) -> list[tuple[str, int, int]]:
    return [(one.item, one.amount, one.requested) for one in form.costs]


def _cost(item: str, amount: int, requested: int) -> str:
    return f"{item} {format_pence(amount)}, of it {format_pence(requested)} asked for"


def _both_matches(form: FormRecord, a: ApplicationRecord) -> tuple[list[str], list[str]]:
    was, becomes = (
        [
            f"{one.source} {format_pence(one.amount)} in {one.kind.removeprefix('in ')}"
            f"{', certain' if one.is_certain else ''}"
            for one in lines
        ]
        for lines in (a.matches, form.matches)
    )
    return was, becomes
