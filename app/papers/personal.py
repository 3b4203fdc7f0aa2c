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

from app.alike import plain
from app.grants.bank_words import holds_details
from app.labels import LABELS
from app.papers.masking import EMAIL, TELEPHONE
from db.base import Base
from db.organisations import Organisation

SHORTEST = 3
"""What is shorter is found in too many other words."""
FEWEST_DIGITS = 7
"""A number of so many digits is found however they are set apart."""
FEWEST_WORDS = 3
"""House and street have so many words: “Unit 3” stands in too many addresses."""
Span = tuple[int, int]
_BETWEEN = r"\s().\-/"
_NUMBER = re.compile(r"[+\d\s().\-/]+")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE)
_MORE = {
    "person": ("account", "name"),
    "profile": ("address", "postcode"),
    "panel_day": ("chair",),
    "approval": ("account",),
    "decision_sheet": ("prepared_by",),
}
"""Columns that no form marks as personal, or that are in no form of the history, by table."""
_LESS = {("contact", "post")}
"""A post such as Chair tells nobody apart."""
_SIGNED_IN = ("person", "account")
_OFFICERS = ("owner", "checked_by", "second_by")
_ACCOUNTS = {("approval", "account"), ("decision_sheet", "prepared_by")}
_UNSEEN = frozenset({"id", "anchor", "key", "group", "source", "hash", "shape"})
"""Ids and keys, in which chance may write what looks like the number of an account."""
_CALLED = {
    "contact": "a contact of an organisation",
    "scoring_member": "a member of the scoring panel",
    "panel_day": "who led the scoring panel",
    "approval": "the account of somebody",
    "decision_sheet": "the account of somebody",
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
    bodies = {plain(one) for one in session.scalars(select(Organisation.name))}
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

    A value that only shares words with such a name is found all the same. E-mail addresses, telephone numbers and bank
    details are found whether the office knows whose they are or not.
    """
    text = "\n".join(plain(one) for one in words)
    folded, close = text.lower(), _close(text)
    names = {plain(each) for each in allowed}
    free = [span for one in names if len(one) >= SHORTEST for span in _spans(_standing(re.escape(one)), text)]
    found = [
        f"It holds “{one.text}”, which is of {one.whose}."
        for one in values
        # most are nowhere in it, which is seen at once
        if (_close(one.text) in close if _is_spaced(one) else plain(one.text).lower() in folded)
        and any(not _within(span, free) for span in _spans(_pattern(one), text))
    ]
    for pattern, what in ((EMAIL, "an e-mail address"), (TELEPHONE, "a telephone number")):
        each = dict.fromkeys(text[a:b] for a, b in _spans(pattern, text) if not _within((a, b), free))
        found += [f"It holds “{one}”, which looks like {what}." for one in each]
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
    """What is looked for of a value: an address also by its lines with a number, and by house and street, all else
    whole.

    A first name alone, as officers put it beside what they checked, tells nobody apart.
    """
    lines = [plain(one) for one in text.splitlines() if one.strip()]
    parts = [" ".join(lines)]
    if column in ("address", "addressee"):
        parts += [one for one in lines if any(letter.isdigit() for letter in one)]
        pieces = [one.strip() for line in lines for one in line.split(",")]
        parts += [one for one in pieces if one[:1].isdigit() and len(one.split()) >= FEWEST_WORDS]
    if column in _OFFICERS and parts[0].isalpha():
        return
    if (table, column) in _ACCOUNTS:  # one that is a word such as a first name is found in too many texts
        parts = [one for each in text.split(", ") if (one := plain(each)) and not one.isalpha()]
    least = 2 if (table, column) == _SIGNED_IN else SHORTEST
    yield from (one for one in dict.fromkeys(parts) if len(one) >= least and re.search(r"\w", one))


def _is_spaced(one: PersonalValue) -> bool:
    """Whether it is a number or a postcode, which may be set apart otherwise."""
    value = plain(one.text)
    is_number = _NUMBER.fullmatch(value) is not None and len(re.sub(r"\D", "", value)) >= FEWEST_DIGITS
    return is_number or _POSTCODE.fullmatch(value) is not None


def _close(text: str) -> str:
    """A text without what digits and letters of numbers are set apart by."""
    return re.sub(rf"[{_BETWEEN}+]", "", plain(text).lower())


def _pattern(one: PersonalValue) -> re.Pattern[str]:
    """How a value is looked for; one word alone only as it is written."""
    if _is_spaced(one):
        return _standing(rf"[{_BETWEEN}]{{0,3}}".join(_close(one.text)))
    return _standing(re.escape(plain(one.text)), exact=one.exact)


def _standing(pattern: str, *, exact: bool = False) -> re.Pattern[str]:
    """Where this stands by itself, and not within a longer word."""
    return re.compile(rf"(?<!\w){pattern}(?!\w)", 0 if exact else re.IGNORECASE)


def _spans(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [one.span() for one in pattern.finditer(text)]


def _within(span: Span, free: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in free)
