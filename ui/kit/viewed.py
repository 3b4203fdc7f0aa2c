"""What a page that lists something needs to know of a view: how it is read, its list, and the sentence above it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.listing import Listing


class Run(Protocol):
    """A piece of a sentence; figures are bold."""

    @property
    def text(self) -> str: ...
    @property
    def bold(self) -> bool: ...


class Headline(Protocol):
    """The question a page answers, in figures, with a sentence below it."""

    @property
    def runs(self) -> Sequence[Run]: ...
    @property
    def below(self) -> str: ...


class Viewed(Protocol):
    """One view of a page as it was read: its list, and the sentence above it. Years are start years."""

    @property
    def key(self) -> str: ...
    @property
    def years(self) -> tuple[int, ...]: ...
    @property
    def year_style(self) -> str: ...
    @property
    def headline(self) -> Headline: ...
    @property
    def listing(self) -> Listing: ...


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be read: a use case and what it is given."""

    use_case: Callable[..., Any]
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
