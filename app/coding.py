"""A use case and what it is given as plain text and back, so that a save can be kept on the laptop and made later.

Only what this desk defines is ever named in the text: functions and frozen records of `app`.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from importlib import import_module
from typing import Any

PACKAGE = "app"


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
    whole = {"do": _name_of(call.use_case), "args": _plain(call.args), "kwargs": _plain(dict(call.kwargs))}
    return json.dumps(whole, ensure_ascii=False)


def call_of(text: str) -> Call:
    """The call that was written as text. Raises NotKeepable, also for a desk that no longer knows the use case."""
    try:
        whole = json.loads(text)
        return Call(_named(whole["do"]), tuple(_value(whole["args"])), dict(_value(whole["kwargs"])))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotKeepable(str(error)) from error


def as_text(value: Any) -> str:
    """A value as text. Raises NotKeepable."""
    return json.dumps(_plain(value), ensure_ascii=False)


def from_text(text: str) -> Any:
    """The value that was written as text. Raises NotKeepable."""
    try:
        return _value(json.loads(text))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotKeepable(str(error)) from error


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, bytes):
        return {"bytes": b64encode(value).decode("ascii")}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Mapping):
        return {"map": [[_plain(key), _plain(one)] for key, one in value.items()]}
    if is_dataclass(value) and not isinstance(value, type):
        held = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"record": _name_of(type(value)), "of": held}
    if isinstance(value, tuple):
        return {"tuple": [_plain(one) for one in value]}
    if isinstance(value, Sequence):
        return [_plain(one) for one in value]
    raise NotKeepable(f"{type(value).__name__} cannot be kept")


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return [_value(one) for one in plain]
    if not isinstance(plain, dict):
        return plain
    if "day" in plain:
        return date.fromisoformat(plain["day"])
    if "bytes" in plain:
        return b64decode(plain["bytes"], validate=True)
    if "map" in plain:
        return {_value(key): _value(one) for key, one in plain["map"]}
    if "tuple" in plain:
        return tuple(_value(one) for one in plain["tuple"])
    made = _named(plain["record"])
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
