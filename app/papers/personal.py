"""Whether something that is to be published holds anything personal: searched for every such value of the office.

What is published on purpose is allowed for: who decided and who led, and the names of those who have the money.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.grants.bank_words import holds_details
from app.labels import LABELS
from app.papers.masking import EMAIL, TELEPHONE
from db.base import Base
from db.organisations import Organisation

SHORTEST = 3
"""What is shorter is found in too many other words."""
_MORE = {"person": ("account", "name"), "profile": ("address", "postcode")}
"""Columns that no form marks as personal, or that are in no form of the history, by table."""
_LESS = {("contact", "post")}
"""A post such as Chair tells nobody apart."""
_SIGNED_IN = ("person", "account")
_OFFICERS = ("owner", "checked_by", "second_by")
_UNSEEN = frozenset({"id", "anchor", "key", "group", "source", "hash", "shape"})
"""Ids and keys, in which chance may write what looks like the number of an account."""
_CALLED = {
    "contact": "a contact of an organisation",
    "scoring_member": "a member of the scoring panel",
    "declaration": "what a member of the scoring panel declared",
    "person": "somebody on the list of people",
    "profile": "the address of an organisation",
    "outcome_letter": "the address of a letter",
    "diligence": "who made a check",
}


@dataclass(frozen=True, slots=True)
class PersonalValue:
    """One value that is not to be published: whose it is in words, and the value. `exact` is found as it is written."""

    whose: str
    text: str
    exact: bool = False


def personal_values(session: Session) -> tuple[PersonalValue, ...]:
    """Every personal value of the office, of what was put away too, each once: the longest first."""
    found: dict[str, PersonalValue] = {}
    bodies = {_plain(one) for one in session.scalars(select(Organisation.name))}
    for table, columns in _columns().items():
        of = Base.metadata.tables[table]
        for column in columns:
            for text in session.scalars(select(of.c[column]).distinct().where(of.c[column] != "")):
                # an organisation stands in the address of a letter, and is nobody
                known = bodies if column == "addressee" else ()
                for part in (one for one in _parts(table, column, text) if one not in known):
                    exact = part.isalpha()  # one word may well be another word too
                    found.setdefault(part, PersonalValue(_CALLED.get(table, "an officer"), part, exact))
    return tuple(sorted(found.values(), key=lambda one: (-len(one.text), one.text)))


def held(words: Iterable[str], values: Iterable[PersonalValue], allowed: Iterable[str] = ()) -> tuple[str, ...]:
    """What of these values is in the words, each in a sentence; `allowed` are names that may stand there.

    E-mail addresses, telephone numbers and bank details are found whether the office knows whose they are or not.
    """
    text = "\n".join(_plain(one) for one in words)
    for one in sorted({_plain(each) for each in allowed}, key=len, reverse=True):
        if len(one) >= SHORTEST:
            text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", "\u00a6", text, flags=re.IGNORECASE)
    folded = text.casefold()
    found = [
        f"It holds “{one.text}”, which is of {one.whose}."
        for one in values
        if _stands(one.text if one.exact else one.text.casefold(), text if one.exact else folded)
    ]
    for pattern, what in ((EMAIL, "an e-mail address"), (TELEPHONE, "a telephone number")):
        found += [f"It holds “{each}”, which looks like {what}." for each in dict.fromkeys(pattern.findall(text))]
    if any(holds_details(one) for one in text.split("\n")):
        found.append("It holds what looks like bank details.")
    return tuple(found)


def words_in(thing: Any) -> Iterator[str]:
    """Every text that a document, or a part of one, shows; what only the desk knows its parts by is left out."""
    if isinstance(thing, str):
        yield thing
    elif is_dataclass(thing):
        for one in fields(thing):
            if one.name not in _UNSEEN:
                yield from words_in(getattr(thing, one.name))
    elif isinstance(thing, dict):
        for key, one in thing.items():
            if key not in _UNSEEN:
                yield from words_in(one)
    elif isinstance(thing, tuple | list):
        for one in thing:
            yield from words_in(one)


def _columns() -> dict[str, tuple[str, ...]]:
    """The columns that hold what is personal, by table."""
    found = {
        table: tuple(
            one.key for one in its if one.personal and one.kind in ("text", "long") and (table, one.key) not in _LESS
        )
        for table, its in LABELS.items()
    }
    for table, more in _MORE.items():
        found[table] = tuple(dict.fromkeys((*found.get(table, ()), *more)))
    return {table: columns for table, columns in found.items() if columns}


def _parts(table: str, column: str, text: str) -> Iterator[str]:
    """What is looked for of a value: an address also line by line where a line has a number, all else whole.

    A first name alone, as officers put it beside what they checked, tells nobody apart.
    """
    lines = [_plain(one) for one in text.splitlines() if one.strip()]
    parts = [" ".join(lines)]
    if column in ("address", "addressee"):
        parts += [one for one in lines if any(letter.isdigit() for letter in one)]
    if column in _OFFICERS and parts[0].isalpha():
        return
    least = 2 if (table, column) == _SIGNED_IN else SHORTEST
    yield from (one for one in dict.fromkeys(parts) if len(one) >= least and re.search(r"\w", one))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _stands(value: str, text: str) -> bool:
    """Whether a value stands in a text by itself, and not within a longer word."""
    return value in text and re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text) is not None
