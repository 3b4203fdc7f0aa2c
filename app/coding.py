"""A use case and what it is given as plain text and back, so that a save can be kept on the laptop and made later.

Only what this desk defines is ever named in the text: functions and frozen records of `app`.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from fractions import Fraction
from importlib import import_module
from types import FunctionType
from typing import Any, TypeVar

PACKAGE = "app"
T = TypeVar("T")


class NotKeepable(ValueError):
    """The text does not name something of this desk, or the value cannot be written as text."""


@dataclass(frozen=True, slots=True)
class Call:
    """A use case with what comes after the session."""

    use_case: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]


def call_text(call: Call) -> str:
    """The call as text. Raises NotKeepable where something in it is only of this sitting (a lambda, an open file)."""
    if not isinstance(call.use_case, FunctionType):
        raise NotKeepable("that is no use case")
    return _written(lambda: {"do": _name_of(call.use_case), "args": _plain(call.args), "kwargs": _plain(call.kwargs)})


def call_of(text: str) -> Call:
    """The call that was written as text. Raises NotKeepable, also for a desk that no longer knows the use case."""

    def made(whole: Any) -> Call:
        use_case, args, kwargs = _named(whole["do"]), _value(whole["args"]), _value(whole["kwargs"])
        if not isinstance(use_case, FunctionType) or not isinstance(args, tuple) or not isinstance(kwargs, dict):
            raise NotKeepable("that is no call of a use case")
        if not all(isinstance(name, str) for name in kwargs):
            raise NotKeepable("what is given to a use case is given by name")
        return Call(use_case, args, kwargs)

    return _read(text, made)


def as_text(value: Any) -> str:
    """A value as text. Raises NotKeepable."""
    return _written(lambda: _plain(value))


def from_text(text: str) -> Any:
    """The value that was written as text. Raises NotKeepable."""
    return _read(text, _value)


def _written(plain: Callable[[], Any]) -> str:
    try:
        return json.dumps(plain(), ensure_ascii=False)
    except (AttributeError, TypeError, ValueError, RecursionError) as error:
        raise NotKeepable(str(error)) from error


def _read(text: str, made: Callable[[Any], T]) -> T:
    try:
        return made(json.loads(text))
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        raise NotKeepable(str(error)) from error


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Fraction | bytes | date):  # a moment is a day too
        return _plain_leaf(value)
    if isinstance(value, Mapping):
        return {"map": [[_plain(key), _plain(one)] for key, one in value.items()]}
    if is_dataclass(value) and not isinstance(value, type):
        held = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"record": _name_of(type(value)), "of": held}
    if isinstance(value, tuple):
        return {"tuple": [_plain(one) for one in value]}
    if isinstance(value, frozenset):
        return {"set": sorted((_plain(one) for one in value), key=json.dumps)}
    if isinstance(value, Sequence):
        return [_plain(one) for one in value]
    raise NotKeepable(f"{type(value).__name__} cannot be kept")


def _plain_leaf(value: Fraction | bytes | date) -> Any:
    if isinstance(value, Fraction):
        return {"fraction": [value.numerator, value.denominator]}
    if isinstance(value, bytes):
        return {"bytes": b64encode(value).decode("ascii")}
    return {"moment" if isinstance(value, datetime) else "day": value.isoformat()}


_LEAVES: Mapping[str, Callable[[Any], Any]] = {
    "day": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "fraction": lambda parts: Fraction(*parts),
    "bytes": lambda text: b64decode(text, validate=True),
}


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return [_value(one) for one in plain]
    if not isinstance(plain, dict):
        return plain
    for kind, read in _LEAVES.items():
        if kind in plain:
            return read(plain[kind])
    if "map" in plain:
        return {_value(key): _value(one) for key, one in plain["map"]}
    if "tuple" in plain:
        return tuple(_value(one) for one in plain["tuple"])
    if "set" in plain:
        return frozenset(_value(one) for one in plain["set"])
    made = _named(plain["record"])
    if not isinstance(made, type) or not is_dataclass(made):
        raise NotKeepable(f"{plain['record']} is no record")
    return made(**{name: _value(one) for name, one in plain["of"].items()})


def _name_of(thing: Any) -> str:
    name = f"{thing.__module__}:{thing.__qualname__}"
    if _named(name) is not thing:
        raise NotKeepable(f"{name} is not what goes by that name")
    return name


def _named(name: str) -> Any:
    """The function or record of this desk that goes by this name. Raises NotKeepable for anything else."""
    module, _, qualname = name.partition(":")
    if module.partition(".")[0] != PACKAGE or "." in qualname or "<" in qualname:
        raise NotKeepable(f"{name} is not of this desk")
    try:
        thing = getattr(import_module(module), qualname)
    except (ImportError, AttributeError) as error:
        raise NotKeepable(str(error)) from error
    if getattr(thing, "__module__", None) != module or not callable(thing):
        raise NotKeepable(f"{name} is not of this desk")
    return thing
