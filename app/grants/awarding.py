"""Why money could not go to an application as it stands: every reason, in a sentence each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.grants import checks, missing
from app.grants.parts import ApplicationRecord, RoundRecord
from app.years import format_day

Kind = Literal[
    "archived", "stop", "state", "stage", "amount", "gate", "lacks", "failed", "referred", "checks", "safeguarding"
]
_STATES = {
    "draft": "It has not been handed in",
    "received": "It has not been gone through yet",
    "late": "It came late and has not been accepted",
    "incomplete": "It is incomplete",
    "withdrawn": "It was withdrawn",
    "ineligible": "It is not eligible",
}
"""What is in the way of an award in each state but ready."""


@dataclass(frozen=True, slots=True)
class Block:
    """One reason why money could not go to an application, told in a sentence."""

    kind: Kind
    what: str


def blocks(a: ApplicationRecord, day: date, r: RoundRecord | None = None) -> tuple[Block, ...]:
    """Everything that is in the way of an award on a day, what weighs most first; nothing where money could go.

    `r` is the round it is in, None for a direct award.
    """
    return (*_stops(a), *_states(a, r), *_checks(a, day, r))


def may_be_awarded(a: ApplicationRecord, day: date, r: RoundRecord | None = None) -> bool:
    """Whether money could go to it on a day."""
    return not blocks(a, day, r)


def _stops(a: ApplicationRecord) -> list[Block]:
    found = [Block("stop", f"{a.organisation} may have no money: {_sentence(a.stopped)}")] if a.stopped else []
    return [*found, *([Block("archived", "This application has been put away.")] if a.archived else [])]


def _states(a: ApplicationRecord, r: RoundRecord | None) -> list[Block]:
    found = []
    if a.state != "ready":
        why = a.steps[-1].reason if a.steps and a.steps[-1].state == a.state else ""
        found.append(Block("state", f"{_STATES[a.state]}{f': {_sentence(why)}' if why else '.'}"))
    if a.stage == "interest":
        found.append(Block("stage", "It is an expression of interest, not yet a full application."))
    if not a.requested:
        found.append(Block("amount", "It does not say how much is requested."))
    asked = {gate.id: gate.text for gate in r.gates} if r is not None else {}
    found += [
        Block("gate", f"It does not pass the gate “{asked[one.gate_id]}”: {_sentence(one.reason)}")
        for one in a.gates
        if not one.passes and one.gate_id in asked
    ]
    if a.state == "ready":  # it was whole then, and may have been changed since
        lacks = missing.blocking(a, r)
        found += [Block("lacks", one.what) for one in lacks if one.field not in _TOLD_ELSEWHERE]
    return found


_TOLD_ELSEWHERE = ("gates", "has_safeguarding", "requested")


def _checks(a: ApplicationRecord, day: date, r: RoundRecord | None) -> list[Block]:
    every = checks.standing(a, day, r)
    found = [_settled(one) for one in every if one.state in ("Failed", "Referred")]
    found += [Block("checks", _missing(one)) for one in every if one.is_required and one.state in checks.MISSING]
    if (a.with_children or a.with_adults) and not a.has_safeguarding:
        who = " and ".join(
            each for each, does in (("children", a.with_children), ("adults at risk", a.with_adults)) if does
        )
        found.append(Block("safeguarding", f"It works with {who} and has shown no safeguarding policy."))
    return sorted(found, key=lambda one: ("failed", "referred", "checks", "safeguarding").index(one.kind))


def _settled(one: checks.Standing) -> Block:
    seen = f": {_sentence(one.check.evidence)}" if one.check is not None and one.check.evidence else "."
    if one.state == "Failed":
        return Block("failed", f"{one.name}: it failed{seen}")
    return Block("referred", f"{one.name}: it was referred and is not settled{seen}")


def _missing(one: checks.Standing) -> str:
    if one.state == "Expired" and one.check is not None and one.check.expires_on is not None:
        return f"{one.name}: the check ran out on {format_day(one.check.expires_on)}."
    if one.state == "Waits for a second person":
        return f"{one.name}: a second person has still to confirm it."
    return f"{one.name}: not checked yet."


def _sentence(words: str) -> str:
    """A reason as somebody typed it, ended with a full stop."""
    plain = " ".join(words.split())
    return plain if plain.endswith((".", "!", "?")) else f"{plain}."
