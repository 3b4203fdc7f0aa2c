"""Which form or step belongs to which action about a round: its terms, and the days it opens and closes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from app.fields import Field
from app.grants import round_fields, rounds, terms
from app.grants.parts import RoundRecord
from app.grants.shown import Shown
from app.years import format_year
from ui.edits import Spec, Step


class Part(Protocol):
    """What belongs to a round, a bid or an organisation and is a row of its own."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...


P = TypeVar("P", bound=Part)
Maker = Callable[[Shown, str], Spec | None]
"""Makes a form of what was read and what it is about (an id, a state, nothing); None where that is gone."""
StepMaker = Callable[[Shown, str], Step | None]


def found(parts: Sequence[P], part_id: str) -> P | None:
    """The part with this id; None where it is gone."""
    return next((each for each in parts if each.id == part_id), None)


def values_of(fields: Sequence[Field], part: object) -> dict[str, Any]:
    """What the columns of a part hold, by the fields that are called like them."""
    return {each.key: getattr(part, each.key, None) for each in fields}


def step(name: str, use_case: Callable[..., Any], part: Part | None, **more: Any) -> Step | None:
    """A step about one part at the version that is on the screen; None where the part is gone."""
    return None if part is None else Step(name, use_case, (part.id,), {"version": part.version, **more})


def _fields(one: Shown) -> tuple[Field, ...]:
    return round_fields.form(one.lines, one.areas, one.priorities)


def new_round(one: Shown, _: str) -> Spec:
    """A round, as a draft: its gate, criteria and questions are added to it afterwards."""
    return Spec(
        "New round",
        "Add round",
        "Add a round",
        _fields(one),
        rounds.add,
        {"kind": "round", "year": one.year, "closes_time": "17:00", "area_ids": (), "priority_ids": ()},
        about="A draft until it is opened; then its terms hold for everybody who was invited.",
    )


def change_round(one: Shown, _: str) -> Spec | None:
    """The round itself, while it is a draft."""
    r = one.round
    if r is None or r.is_frozen:
        return None
    return Spec(
        r.name, "Save round", "Change a round", _fields(one), rounds.change, dict(rounds.as_typed(r)), (r.id,), _at(r)
    )


def copy_round(one: Shown, _: str) -> Spec | None:
    """A round like this one, for another year."""
    r = one.round
    if r is None:
        return None
    return Spec(
        f"Copy {r.name}",
        "Copy round",
        "Copy a round",
        round_fields.COPY,
        rounds.copy,
        {"reference": "", "name": r.name, "year": r.year + 1},
        (r.id,),
        about=f"Its gate, criteria, questions and amounts are those of {format_year(r.year, one.year_style)}; its days "
        "are set anew.",
    )


def extend(one: Shown, _: str) -> Spec | None:
    """Later days for a round that is open, with the reason."""
    r = one.round
    if r is None or not r.is_frozen:
        return None
    values = values_of(round_fields.EXTEND, r) | {"reason": ""}
    about = "Everybody who was invited is to be told. Its other terms stay as they were invited."
    return Spec(
        f"Later days for {r.name}",
        "Save days",
        "Extend a round",
        round_fields.EXTEND,
        rounds.extend,
        values,
        (r.id,),
        _at(r),
        about,
    )


def _open(one: Shown, _: str) -> Step | None:
    return step("Open a round", rounds.open_, one.round, day=one.day)


def _close(one: Shown, _: str) -> Step | None:
    return step("Close a round", rounds.close, one.round, day=one.day)


def _archive(one: Shown, _: str) -> Step | None:
    r = one.round
    if r is None:
        return None
    return step("Bring back a round" if r.archived else "Archive a round", rounds.archive, r, back=r.archived)


def _at(part: Part) -> dict[str, Any]:
    return {"version": part.version}


# its terms


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of term: what it is called, its fields, where a round has it, and what is done with it."""

    key: str
    noun: str
    fields: Sequence[Field]
    parts: Callable[[RoundRecord], Sequence[Any]]
    add: Callable[..., str]
    change: Callable[..., None]
    archive: Callable[..., None]
    start: Mapping[str, Any] = field(default_factory=dict)

    def one(self) -> str:
        """“a criterion”."""
        return f"{'an' if self.noun[0] in 'aeiou' else 'a'} {self.noun}"

    def mine(self, one: Shown, subject: str) -> Any:
        """The one that is meant; None where it is gone."""
        return found(self.parts(one.round), subject) if one.round is not None else None

    def new_spec(self, one: Shown, _: str) -> Spec | None:
        """One more, after those there are."""
        r = one.round
        if r is None:
            return None
        title = f"{self.noun.capitalize()} of {r.name}"
        return Spec(title, f"Add {self.noun}", f"Add {self.one()}", self.fields, self.add, self.start, (r.id,))

    def change_spec(self, one: Shown, subject: str) -> Spec | None:
        """One of them, while the round is a draft."""
        r, mine = one.round, self.mine(one, subject)
        if r is None or mine is None or (r.is_frozen and self.key != "meeting"):
            return None
        return Spec(
            f"{self.noun.capitalize()} of {r.name}",
            f"Save {self.noun}",
            f"Change {self.one()}",
            self.fields,
            self.change,
            values_of(self.fields, mine),
            (mine.id,),
            _at(mine),
        )

    def archive_step(self, one: Shown, subject: str) -> Step | None:
        """Take one of them out."""
        return step(f"Archive {self.one()}", self.archive, self.mine(one, subject))


KINDS = (
    Kind(
        "gate",
        "question of the gate",
        round_fields.GATE,
        lambda r: r.gates,
        terms.add_gate,
        terms.change_gate,
        terms.archive_gate,
    ),
    Kind(
        "criterion",
        "criterion",
        round_fields.CRITERION,
        lambda r: r.criteria,
        terms.add_criterion,
        terms.change_criterion,
        terms.archive_criterion,
        {"maximum": 5},
    ),
    Kind(
        "question",
        "question",
        round_fields.QUESTION,
        lambda r: r.questions,
        terms.add_question,
        terms.change_question,
        terms.archive_question,
        {"kind": "long"},
    ),
    Kind(
        "meeting",
        "meeting",
        round_fields.MEETING,
        lambda r: r.meetings,
        terms.add_meeting,
        terms.change_meeting,
        terms.archive_meeting,
    ),
)

FORMS: dict[str, Maker] = {
    "round new": new_round,
    "round": change_round,
    "round change": change_round,
    "round copy": copy_round,
    "round extend": extend,
    **{f"{kind.key} new": kind.new_spec for kind in KINDS},
    **{kind.key: kind.change_spec for kind in KINDS},
    **{f"{kind.key} change": kind.change_spec for kind in KINDS},
}
STEPS: dict[str, StepMaker] = {
    "round open": _open,
    "round close": _close,
    "round archive": _archive,
    **{f"{kind.key} archive": kind.archive_step for kind in KINDS},
}
