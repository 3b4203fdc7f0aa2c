"""Conflicts of interest to be asked about: whose employer or address is that of a bid. It decides nothing.

What is suggested shows where a member lives, and is for the screen of the desk alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.grants import duplicates
from app.grants.duplicates import Known
from app.organisations import organisations
from app.scoring import bids as bids_of
from app.scoring import reading
from app.scoring.parts import BidRecord, MemberRecord
from db.applicants import Profile

_PARTS = re.compile(r"[,;:/()\n]|\s(?:of|at|for|with)\s", re.IGNORECASE)
"""What parts the body from the post in “Head of service, Anytown Council” and “Trustee of Harwick Youth Club”."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an organisation is, and the other names it goes by."""

    address: str = ""
    postcode: str = ""
    aliases: tuple[str, ...] = ()


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A member and a bid to ask about, and why in a sentence or two."""

    member_id: str
    application_id: str
    why: str


def read(session: Session, stage_id: str) -> list[Suggestion]:
    """What is to be asked of those who score a stage; what they have declared on is left out. Raises Refused."""
    stage = reading.stage(session, stage_id)
    seated = {one.member_id for one in stage.seats}
    bids = bids_of.of_stage(session, stage, named=False)
    return suggested(
        [one for one in reading.members(session) if one.id in seated],
        bids,
        _places(session, {one.organisation_id for one in bids}),
        {(one.member_id, one.application_id) for one in reading.declarations(session, stage.round_id)},
    )


def _places(session: Session, ids: Collection[str]) -> dict[str, Place]:
    """Where these organisations are, by their ids."""
    profiles = {
        row.organisation_id: (row.address, row.postcode)
        for row in session.execute(
            select(Profile.organisation_id, Profile.address, Profile.postcode).where(Profile.archived.is_(False))
        )
    }
    return {
        one.id: Place(*profiles.get(one.id, ("", "")), one.aliases)
        for one in organisations(session, archived=True)
        if one.id in ids
    }


def suggested(
    members: Iterable[MemberRecord],
    bids: Collection[BidRecord],
    places: Mapping[str, Place],
    declared: Collection[tuple[str, str]] = (),
) -> list[Suggestion]:
    """What is to be asked, by member and bid as they are given. `places` is by organisation's id.

    `declared` are the (member, bid) pairs that were declared on, conflict or none.
    """
    asks = {one.organisation_id: one.organisation for one in bids}
    known = duplicates.prepared((key, name, places.get(key, NOWHERE).aliases) for key, name in asks.items())
    found = []
    for member in members:
        why = _employers(member, known)
        for key in asks:
            why.setdefault(key, []).extend(_addresses(member, places.get(key, NOWHERE)))
        found += [
            Suggestion(member.id, one.id, "; ".join(why[one.organisation_id]))
            for one in bids
            if why[one.organisation_id] and (member.id, one.id) not in declared
        ]
    return found


def _employers(member: MemberRecord, known: Known) -> dict[str, list[str]]:
    """The organisations that may be the one a member works or acts for, each with why."""
    found: dict[str, list[str]] = {}
    if member.organisation_id in known.called:
        found[member.organisation_id] = [f"Works for or acts for {known.called[member.organisation_id]}"]
    hits = [
        (name, one)
        for name in dict.fromkeys(_names(member))
        for one in duplicates.like(known, name=f"{name} ")  # with a space after it: no word is still being typed
    ]
    for name, one in sorted(hits, key=lambda hit: not hit[1].is_sure):
        found.setdefault(one.organisation_id, [f"{one.why}: “{name}” and “{one.name}”"])
    return found


def _names(member: MemberRecord) -> Iterator[str]:
    """What the body of a member may be called: as the desk has it, as they say it, and the parts of that."""
    parts = (one.strip() for one in (member.organisation, member.body, *_PARTS.split(member.body)))
    yield from (one for one in parts if len(one) >= duplicates.LEAST_LETTERS)


def _addresses(member: MemberRecord, place: Place) -> list[str]:
    """Why the address of a member may be that of an organisation; nothing where they are apart."""
    mine, theirs = _bare(member.postcode), _bare(place.postcode)
    if mine and mine == theirs:
        return [f"Same postcode: {place.postcode}"]
    if mine and theirs and mine[:-3] != theirs[:-3]:
        return []  # the same street in two towns
    lines = {_bare(one): one.strip() for one in place.address.splitlines()}
    same = next((one for one in map(_bare, member.address.splitlines()) if one in lines and _tells(one)), None)
    return [f"Same line of the address: {lines[same]}"] if same is not None else []


def _bare(text: str) -> str:
    """A postcode or a line of an address as it is compared."""
    return "".join(one for one in text.casefold() if one.isalnum())


def _tells(line: str) -> bool:
    """Whether a line of an address is more than the name of a town or a street: it has the number of a house."""
    return any(one.isdecimal() for one in line) and any(one.isalpha() for one in line)
