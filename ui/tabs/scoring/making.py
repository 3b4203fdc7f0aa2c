"""What makes a form or a step of what was read, for every kind of record of the Scoring page alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from app.decisions.shown import Decided
from app.scoring.shown import Shown
from ui.edits import Spec, Step

Offer = tuple[str, str]
"""Words and the action."""
Maker = Callable[[Decided, str], Spec | None]
"""Makes a form of what was read and what it is about (an id, nothing); None where that is gone."""
StepMaker = Callable[[Decided, str], Step | None]


class Part(Protocol):
    """A row with its version."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...


def step(name: str, use_case: Callable[..., Any], part: Part | None, **more: Any) -> Step | None:
    """A step about one part at the version that is on the screen; None where the part is gone."""
    return None if part is None else Step(name, use_case, (part.id,), {"version": part.version, **more})


def name_of(one: Shown, member_id: str) -> str:
    """What a member is called; empty for one who is gone."""
    return next((each.name for each in one.members if each.id == member_id), "")


def bid_words(one: Shown, application_id: str) -> str:
    """“R2-07 Harbour Lights Boxing”; empty for a bid that is gone."""
    found = next((each for each in one.bids if each.id == application_id), None)
    return f"{found.reference} {found.organisation}" if found is not None else ""
