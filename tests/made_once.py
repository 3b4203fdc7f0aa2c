"""What many tests begin with is made once in each process and then copied: making it is most of their time.

A copy is taken where the office is as empty as the one it was first made in; in any other it is made as ever.
"""

from __future__ import annotations

import copy
import zlib
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from app.door import Office

Make = TypeVar("Make", bound=Callable[..., Any])

_kept: dict[tuple[object, ...], tuple[bytes, Any]] = {}
"""By what was made and of what arguments: the file it was made in, folded, and what the making answered."""

_OFFICE = object()
"""Stands in what is kept for the office of whoever is given the copy."""


def made_once(make: Make) -> Make:
    """A function that writes into an office, of which the second call with the same arguments copies the first."""

    @wraps(make)
    def made(office: Office, /, *args: Any, **given: Any) -> Any:
        return _made(make, make, office, args, given)

    return cast("Make", made)


class MadeOnce(type):
    """The type of a class whose making writes into the office it is given first."""

    def __call__(cls, office: Office, /, *args: Any, **given: Any) -> Any:
        return _made(cls, super().__call__, office, args, given)


def _made(what: object, make: Callable[..., Any], office: Office, args: tuple[Any, ...], given: dict[str, Any]) -> Any:
    if office.last_seq() or office.read_only:
        return make(office, *args, **given)
    key = (what, office.held.dataset, office.who, repr(args), repr(sorted(given.items())))
    if key not in _kept:
        answer = make(office, *args, **given)
        _kept[key] = zlib.compress(office.path.read_bytes(), 1), copy.deepcopy(answer, {id(office): _OFFICE})
        return answer
    held, kept = _kept[key]
    office.path.write_bytes(zlib.decompress(held))
    office.poll()
    return copy.deepcopy(kept, {id(_OFFICE): office})
