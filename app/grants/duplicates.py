"""Which organisations a typed one may be already: by name, by number, by postcode. A suggestion, never a bar.

Names are compared by their words, with what says nothing left out (Limited, the, charity; the same in Welsh), a letter
wrong forgiven, and words that half the names have counting for less. Everything is prepared once, so that it is quick
enough for every letter that is typed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import log
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.identifiers import comparable, label_of
from app.organisations import organisations
from db.applicants import Identifier, Profile

MOST = 8
"""So many are suggested at most."""
ALIKE = 0.62
"""From how much likeness on, of 1, a name is suggested by itself."""
ALIKE_BESIDE = 0.4
"""The same where the postcode is the same too."""
LEAST_LETTERS = 4
"""So many letters have to be typed before a name is suggested for beginning with them."""

_PHRASES = (
    (re.compile(r"\b(?:community interest company|charitable incorporated organisation|limited by guarantee)\b"), " "),
    (re.compile(r"\b(?:cwmni (?:buddiannau|budd) cymunedol|sefydliad corfforedig elusennol)\b"), " "),
    (re.compile(r"\bfood bank\b"), "foodbank"),
    (re.compile(r"\bplay group\b"), "playgroup"),
    (re.compile(r"\bpre school\b"), "preschool"),
    (re.compile(r"\bnight shelter\b"), "nightshelter"),
)
_UNSAID_WORDS = """
    ltd limited plc llp cic cio co company inc incorporated cyf cyfyngedig cbc ccc charity charitable charities
    registered reg elusen elusennol the and of for in at on to a an y yr ac i o ar dros
"""
_UNSAID = frozenset(_UNSAID_WORDS.split())
"""Words that tell nobody apart."""
_SAME: Mapping[str, str] = {
    "assoc": "association",
    "assn": "association",
    "center": "centre",
    "cttee": "committee",
    "govt": "government",
    "grp": "group",
    "saint": "st",
    "soc": "society",
    "svcs": "services",
    "svs": "services",
    "utd": "united",
    # Welsh
    "canolfan": "centre",
    "clwb": "club",
    "cymdeithas": "association",
    "cymuned": "community",
    "cymunedol": "community",
    "cyngor": "council",
    "eglwys": "church",
    "grwp": "group",
    "gwasanaeth": "service",
    "gwasanaethau": "services",
    "heddlu": "police",
    "ieuenctid": "youth",
    "menywod": "women",
    "merched": "women",
    "partneriaeth": "partnership",
    "prosiect": "project",
    "sefydliad": "foundation",
    "sir": "county",
    "ymddiriedolaeth": "trust",
    "ysgol": "school",
}
"""Words that stand for the same, by how they are compared."""
_COMMON_WORDS = """
    association borough boys centre church city club committee community council county district east families family
    foundation girls group hall help home house local men network north organisation parish partnership people project
    safer school scouts service services society south support team town trust united village voluntary west women young
    youth
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Words that many organisations have in their names, however few are known here."""
_COMMON_WEIGHT = 0.4
_NEAR, _BEGUN = 0.9, 0.8
"""How alike two words are of which one has a letter wrong, and one that is begun and the whole of it."""
_LEAST_SHARED = 0.6
_BESIDE, _SHORT, _PLACE = 0.15, 0.5, 0.3
"""What the same postcode adds to a name, and how far up initials or a beginning, and a postcode alone, stand."""

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Like:
    """An organisation that a typed one may be, and why in a few words; `is_sure` where its number or name is the same.

    `name` is the one it goes by, also where an alias is what is alike.
    """

    organisation_id: str
    name: str
    why: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class _Name:
    """A name or an alias of an organisation, in the words it is compared by, with what these weigh together."""

    organisation_id: str
    shown: str
    is_alias: bool
    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Known:
    """Every organisation in use, prepared for `like`. Made by `read`; it does not change with the office."""

    called: Mapping[str, str]
    names: tuple[_Name, ...]
    holding: Mapping[str, tuple[int, ...]]
    """Which names hold a word, by their places."""
    with_gram: Mapping[str, tuple[str, ...]]
    """Which words hold three letters."""
    weights: Mapping[str, float]
    joined: tuple[tuple[str, int], ...]
    """Every name as one word, sorted, with its place."""
    initials: Mapping[str, tuple[int, ...]]
    numbers: Mapping[str, tuple[tuple[str, str], ...]]
    """Who has a number, and that number in words."""
    postcodes: Mapping[str, tuple[tuple[str, str], ...]]
    """Who is at a postcode, and that postcode as it is written."""


def read(session: Session) -> Known:
    """Every organisation in use with its names, numbers and postcode, prepared to be compared with what is typed."""
    every = organisations(session)
    called = {one.id: one.name for one in every}
    numbers = session.execute(
        select(Identifier.organisation_id, Identifier.scheme, Identifier.number).where(Identifier.archived.is_(False))
    )
    places = session.execute(
        select(Profile.organisation_id, Profile.postcode).where(Profile.archived.is_(False), Profile.postcode != "")
    )
    return prepared(
        ((one.id, one.name, one.aliases) for one in every),
        ((row.organisation_id, row.scheme, row.number) for row in numbers if row.organisation_id in called),
        ((row.organisation_id, row.postcode) for row in places if row.organisation_id in called),
    )


def prepared(
    named: Iterable[tuple[str, str, Iterable[str]]],
    numbers: Iterable[tuple[str, str, str]] = (),
    postcodes: Iterable[tuple[str, str]] = (),
) -> Known:
    """Organisations prepared for `like`: (id, name, aliases), their (id, list, number) and their (id, postcode)."""
    called: dict[str, str] = {}
    bare: list[tuple[str, str, bool, tuple[str, ...]]] = []
    for key, name, aliases in named:
        called[key] = name
        bare.append((key, name, False, words_of(name)))
        bare += [(key, alias, True, words_of(alias)) for alias in aliases]
    spread = Counter(word for *_, words in bare for word in set(words))
    weights = {word: _weight(word, count, len(bare)) for word, count in spread.items()}
    names = tuple(_Name(*one, sum(weights[word] for word in one[3])) for one in bare)
    return Known(
        called,
        names,
        _gathered((word, at) for at, one in enumerate(names) for word in set(one.words)),
        _gathered((gram, word) for word in spread for gram in grams(word)),
        weights,
        tuple(sorted(("".join(one.words), at) for at, one in enumerate(names))),
        _gathered((first, at) for at, one in enumerate(names) if len(first := _initials(one.shown)) > 2),
        _gathered((comparable(number), (key, f"{label_of(scheme)} {number}")) for key, scheme, number in numbers),
        _gathered((_plain_postcode(code), (key, code)) for key, code in postcodes),
    )


def _gathered(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


# what is compared


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name that tell it apart, as they are compared; all of them where none does."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(one))
    plain = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", plain)  # y.m.c.a. is one word
    plain = " ".join(re.sub(r"[^\w\s]|_", " ", re.sub(r"['’‘`]", "", plain)).split())
    told = plain
    for pattern, instead in _PHRASES:
        told = pattern.sub(instead, told)
    words = tuple(_SAME.get(word, word) for word in told.split() if word not in _UNSAID)
    return words or tuple(plain.split())


def grams(word: str) -> frozenset[str]:
    """Every three letters of a word that follow each other, with a space before it and after it."""
    edged = f" {word} "
    return frozenset(edged[at : at + 3] for at in range(len(edged) - 2))


def _weight(word: str, count: int, names: int) -> float:
    """How much a word tells: the rarer the more, from about 0 to 1."""
    rare = log(1 + names / count) / log(1 + names)
    return rare * (_COMMON_WEIGHT if word in _COMMON else 1.0)


def _initials(name: str) -> str:
    return "".join(word[0] for word in words_of(name))


def _plain_postcode(text: str) -> str:
    return "".join(text.split()).upper()


def _likeness(one: str, other: str, *, begun: bool) -> float:
    """How alike two words are: 1 the same, 0 not alike. `begun` is for a word that is still being typed."""
    if one == other:
        return 1.0
    if any(letter.isdigit() for letter in one + other):
        return 0.0  # the 1st and the 2nd are two
    if begun and len(one) > 2 and other.startswith(one):
        return _BEGUN
    if min(len(one), len(other)) >= LEAST_LETTERS - 1 and _one_letter_apart(one, other):
        return _NEAR
    mine, theirs = grams(one), grams(other)
    shared = 2 * len(mine & theirs) / (len(mine) + len(theirs))
    return shared if shared >= _LEAST_SHARED else 0.0


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter is wrong, missing, too many, or two of them have changed places."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = next((at for at, letter in enumerate(one) if letter != other[at]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    return one[at + 1 :] == other[at + 1 :] or (
        one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    )


# what is found


def like(known: Known, *, name: str = "", number: str = "", postcode: str = "", but: str = "") -> list[Like]:
    """The organisations that a typed one may be, the likeliest first, `MOST` at most; never the one whose id is `but`.

    A name may still be being typed. Nothing typed, nothing found.
    """
    found: dict[str, _Found] = {}
    code = _plain_postcode(postcode)
    beside = dict(known.postcodes.get(code, ())) if code else {}
    for key, words in known.numbers.get(comparable(number), ()) if number.strip() else ():
        found.setdefault(key, _Found()).add(3, f"Same number: {words}", is_sure=True)
    if name.strip():
        _by_name(known, name, beside, found)
    for key, written in beside.items():
        found.setdefault(key, _Found()).add(_PLACE, f"Same postcode: {written}")
    found.pop(but, None)
    first = sorted(found.items(), key=lambda one: (-one[1].likeness, known.called[one[0]].casefold(), one[0]))
    return [Like(key, known.called[key], "; ".join(one.why), one.is_sure) for key, one in first[:MOST]]


class _Found:
    """Why an organisation is suggested, and how likely it is the one that is meant."""

    def __init__(self) -> None:
        self.likeness, self.is_sure = 0.0, False
        self.why: list[str] = []

    def add(self, likeness: float, why: str, *, is_sure: bool = False) -> None:
        """One reason more."""
        self.likeness = max(self.likeness, likeness)
        self.why.append(why)
        self.is_sure = self.is_sure or is_sure


@dataclass(frozen=True, slots=True)
class _Hit:
    """One name that what is typed may be, how likely, and whether it is the same."""

    likeness: float
    why: str
    is_same: bool = False


def _by_name(known: Known, name: str, beside: Collection[str], found: dict[str, _Found]) -> None:
    best: dict[str, _Hit] = {}
    for at, hit in [*_alike(known, name, beside), *_short(known, name)]:
        one = known.names[at]
        why = f"{hit.why} as “{one.shown}”, which it is also known as" if one.is_alias else hit.why
        if one.organisation_id not in best or hit.likeness > best[one.organisation_id].likeness:
            best[one.organisation_id] = replace(hit, why=why)
    for key, hit in best.items():
        found.setdefault(key, _Found()).add(hit.likeness, hit.why, is_sure=hit.is_same)


def _alike(known: Known, name: str, beside: Collection[str]) -> Iterator[tuple[int, _Hit]]:
    words = words_of(name)
    whole, same = "".join(words), sorted(words)
    for at, likeness in _scores(known, words, begun=not name[-1].isspace()).items():
        one = known.names[at]
        is_beside = one.organisation_id in beside
        if sorted(one.words) == same:
            yield at, _Hit(2, "Same name", is_same=True)
        elif _one_letter_apart(whole, "".join(one.words)):
            yield at, _Hit(1, "Much the same name")
        elif likeness >= (ALIKE_BESIDE if is_beside else ALIKE):
            yield at, _Hit(likeness + (_BESIDE if is_beside else 0), "Much the same name")
    for joined, at in _from(known, whole):
        if joined != whole:
            break
        if sorted(known.names[at].words) != same:  # the same but for a space
            yield at, _Hit(1, "Much the same name")


def _scores(known: Known, words: Sequence[str], *, begun: bool) -> dict[int, float]:
    """How alike each name is that shares a word with what is typed: the weight of what they share, of both, from 0."""
    shared: dict[int, float] = {}
    rare = _weight("", 1, max(len(known.names), 1))
    whole = 0.0
    for word in dict.fromkeys(words):
        is_last = begun and word == words[-1]
        weight = known.weights.get(word, rare * (_COMMON_WEIGHT if word in _COMMON else 1))
        whole += weight
        best: dict[int, float] = {}
        for other, likeness in _near(known, word, begun=is_last):
            worth = likeness * min(weight, known.weights[other]) if likeness < 1 else weight
            for at in known.holding[other]:
                best[at] = max(best.get(at, 0.0), worth)
        for at, worth in best.items():
            shared[at] = shared.get(at, 0.0) + worth
    return {at: min(1.0, 2 * worth / (whole + known.names[at].weight)) for at, worth in shared.items()}


def _near(known: Known, word: str, *, begun: bool) -> Iterator[tuple[str, float]]:
    """The words of known names that a typed one may be, and how alike they are."""
    tried = {other for gram in grams(word) for other in known.with_gram.get(gram, ())}
    for other in tried:
        if likeness := _likeness(word, other, begun=begun):
            yield other, likeness


def _short(known: Known, name: str) -> Iterator[tuple[int, _Hit]]:
    """The names of which only the initials or the beginning were typed; none where so many begin like that."""
    words = words_of(name)
    if len(words) == 1:
        for at in known.initials.get(words[0], ()):
            yield at, _Hit(_SHORT, "Has these initials")
    whole = "".join(words)
    if len(whole) >= LEAST_LETTERS:
        begun = list(islice(_from(known, whole), MOST + 1))
        if len(begun) <= MOST:
            for _, at in begun:
                yield at, _Hit(_SHORT, "Begins like this")


def _from(known: Known, whole: str) -> Iterator[tuple[str, int]]:
    """The names that begin with these letters, as one word."""
    for at in range(bisect_left(known.joined, (whole, -1)), len(known.joined)):
        if not known.joined[at][0].startswith(whole):
            return
        yield known.joined[at]
