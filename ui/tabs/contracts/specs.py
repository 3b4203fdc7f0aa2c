"""Which form or step belongs to which action about a contract, its options, breaks and variations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from app.contracts import breaks, contracts, fields, options, variations
from app.contracts.parts import BreakRecord, OptionRecord, VariationRecord
from app.contracts.shown import Shown
from app.fields import Choice
from app.years import format_day
from ui.edits import Spec, Step


class Part(Protocol):
    """What belongs to a contract and is a row of its own."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...


P = TypeVar("P", bound=Part)


def found(parts: Sequence[P], part_id: str) -> P | None:
    """The part with this id; None where it is gone."""
    return next((each for each in parts if each.id == part_id), None)


def step(name: str, use_case: Callable[..., Any], part: Part | None, **more: Any) -> Step | None:
    """A step about one part at the version that is on the screen; None where the part is gone."""
    return None if part is None else Step(name, use_case, (part.id,), {"version": part.version, **more})


# a contract


def new_contract(one: Shown, _: str) -> Spec:
    """A contract with its options in a word."""
    return Spec(
        "New contract",
        "Add contract",
        "Add a contract",
        fields.CONTRACT,
        contracts.add,
        {"value_per": "term", "review_every": "quarter", "regime": "act-2023", "route": "", "scale": ""}
        | {"data_agreement": ""},
        about="As it was signed. What was varied, extended or agreed since is added to it afterwards.",
    )


def change_contract(one: Shown, _: str) -> Spec | None:
    """What was agreed at the start, corrected."""
    c = one.contract
    if c is None:
        return None
    return Spec(
        c.title,
        "Save contract",
        "Change a contract",
        fields.CHANGE,
        contracts.change,
        contracts.as_typed(c),
        (c.id,),
        {"version": c.version},
        "Corrects what was signed. A change agreed since is a variation, an extension is an option.",
    )


def publish(one: Shown, _: str) -> Spec | None:
    """The day a copy of the contract was published."""
    c = one.contract
    if c is None:
        return None
    return Spec(
        c.title,
        "Save day",
        "Record that a contract was published",
        fields.PUBLISHED,
        contracts.publish,
        {"published_on": c.published_on},
        (c.id,),
        {"version": c.version},
    )


def _archive(one: Shown, _: str) -> Step | None:
    c = one.contract
    if c is None:
        return None
    name = "Bring back a contract" if c.archived else "Archive a contract"
    return step(name, contracts.archive, c, back=c.archived)


# options


def new_option(one: Shown, _: str) -> Spec | None:
    """One more option to extend, after what there is."""
    c = one.contract
    if c is None:
        return None
    return Spec(f"Option of {c.title}", "Add option", "Add an option", fields.OPTION, options.add, {}, (c.id,))


def change_option(one: Shown, subject: str) -> Spec | None:
    """An option's dates, notice and value."""
    c, mine = one.contract, _option(one, subject)
    if c is None or mine is None:
        return None
    return Spec(
        f"Option {mine.number} of {c.title}",
        "Save option",
        "Change an option",
        fields.OPTION,
        options.change,
        {field.key: getattr(mine, field.key) for field in fields.OPTION},
        (mine.id,),
        {"version": mine.version},
    )


def take_option(one: Shown, subject: str) -> Spec | None:
    """The decision to take an option, which its signed document shows."""
    c, mine = one.contract, _option(one, subject)
    if c is None or mine is None:
        return None
    return Spec(
        f"Take option {mine.number} of {c.title}",
        "Take the option",
        f"Take option {mine.number}",
        fields.taking(_documents(one, mine.id)),
        options.take,
        {},
        (mine.id,),
        {"version": mine.version},
        f"From {format_day(mine.starts_on)} to {format_day(mine.ends_on)}. It is taken by this decision alone.",
        rows=(c.id,),
    )


def decline_option(one: Shown, subject: str) -> Spec | None:
    """The decision not to take an option."""
    c, mine = one.contract, _option(one, subject)
    if c is None or mine is None:
        return None
    return Spec(
        f"Do not take option {mine.number} of {c.title}",
        "Decline the option",
        f"Decline option {mine.number}",
        fields.DECISION,
        options.decline,
        {},
        (mine.id,),
        {"version": mine.version},
        rows=(c.id,),
    )


def _option(one: Shown, subject: str) -> OptionRecord | None:
    return None if one.contract is None else found(one.contract.options, subject)


def _documents(one: Shown, part_id: str) -> tuple[Choice, ...]:
    """What may show a decision on a part: what is kept with it, with the contract, or with its decisions."""
    c = one.contract
    if c is None:
        return ()
    decisions = (*(each.decision for each in c.options), *(each.decision for each in c.breaks))
    decided = [each.id for each in decisions if each is not None]
    every = [each for row_id in dict.fromkeys((part_id, c.id, *decided)) for each in one.kept_with(row_id)]
    return tuple(Choice(each.id, each.name) for each in every)


# breaks


def new_break(one: Shown, _: str) -> Spec | None:
    """A day the contract may be ended early on."""
    c = one.contract
    if c is None:
        return None
    values = {"whose": "either"}
    return Spec(f"Break of {c.title}", "Add break", "Add a break point", fields.BREAK, breaks.add, values, (c.id,))


def change_break(one: Shown, subject: str) -> Spec | None:
    """A break point's days, and whose it is."""
    c, mine = one.contract, _break(one, subject)
    if c is None or mine is None:
        return None
    return Spec(
        f"Break of {c.title}",
        "Save break",
        "Change a break point",
        fields.BREAK,
        breaks.change,
        {field.key: getattr(mine, field.key) for field in fields.BREAK},
        (mine.id,),
        {"version": mine.version},
    )


def take_break(one: Shown, subject: str) -> Spec | None:
    """The decision to end the contract on a break point."""
    c, mine = one.contract, _break(one, subject)
    if c is None or mine is None:
        return None
    return Spec(
        f"End {c.title} early",
        "End it early",
        "Take a break",
        fields.taking(_documents(one, mine.id)),
        breaks.take,
        {},
        (mine.id,),
        {"version": mine.version},
        f"{format_day(mine.break_on)} becomes its last day; what would fall after it is not paid.",
        rows=(c.id,),
    )


def _break(one: Shown, subject: str) -> BreakRecord | None:
    return None if one.contract is None else found(one.contract.breaks, subject)


# variations


def new_variation(one: Shown, _: str) -> Spec | None:
    """A change that was agreed, with what it adds to the value."""
    c = one.contract
    if c is None:
        return None
    return Spec(
        f"Variation of {c.title}",
        "Add variation",
        "Add a variation",
        fields.VARIATION,
        variations.add,
        {"kind": "value"},
        (c.id,),
    )


def change_variation(one: Shown, subject: str) -> Spec | None:
    """A variation, corrected."""
    c, mine = one.contract, _variation(one, subject)
    if c is None or mine is None:
        return None
    return Spec(
        f"Variation {mine.number} of {c.title}",
        "Save variation",
        "Change a variation",
        fields.VARIATION,
        variations.change,
        {field.key: getattr(mine, field.key) for field in fields.VARIATION},
        (mine.id,),
        {"version": mine.version},
    )


def _variation(one: Shown, subject: str) -> VariationRecord | None:
    return None if one.contract is None else found(one.contract.variations, subject)


FORMS: dict[str, Callable[[Shown, str], Spec | None]] = {
    "new": new_contract,
    "change": change_contract,
    "publish": publish,
    "option new": new_option,
    "option": change_option,
    "option change": change_option,
    "option take": take_option,
    "option decline": decline_option,
    "break new": new_break,
    "break": change_break,
    "break change": change_break,
    "break take": take_break,
    "variation new": new_variation,
    "variation": change_variation,
    "variation change": change_variation,
}
STEPS: dict[str, Callable[[Shown, str], Step | None]] = {
    "archive": _archive,
    "option reopen": lambda one, about: step("Open an option again", options.reopen, _option(one, about)),
    "option archive": lambda one, about: step("Archive an option", options.archive, _option(one, about)),
    "break reopen": lambda one, about: step("Open a break again", breaks.reopen, _break(one, about)),
    "break archive": lambda one, about: step("Archive a break point", breaks.archive, _break(one, about)),
    "variation archive": lambda one, about: step("Archive a variation", variations.archive, _variation(one, about)),
}
