"""How the round of the example is scored: seven members, their interests, and what they made of each bid; all made up.

Most sheets are in, some of them late. One member still owes four, so that the scores of those bids stay closed until
they come or moderation is opened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from sqlalchemy.orm import Session

from app.examples.bids import MadeBody
from app.examples.essex_round import MadeRound
from app.examples.essex_score_words import ANCHORS, COMMENTS, ON_THE_WHOLE
from app.grants.parts import RoundRecord
from app.scoring import declaring, entering, members, reading, scheme, sheets, stages
from app.scoring.parts import BidRecord, ScaleRecord, StageRecord

SENT_ON, DUE_ON = date(2026, 6, 11), date(2026, 6, 18)
DECLARED_ON, IN_ON, LATE_ON = date(2026, 6, 10), date(2026, 6, 16), date(2026, 6, 20)
SEED, LEAST, DIVERGES, COMMENT_BELOW, COMMENT_ABOVE = 2026_06_10, 4, 300, 2, 4
APART = {4: 1, 15: 3}
"""Which of the bids their members differ about, and the place of the one who thinks little of it."""
ABSTAINS = (2, 9)
"""The member and the bid they abstain from."""
OWED = (6, 13, 20, 26)
NOT_APPLICABLE = (7, 21)
"""Bids of one event, of which nothing is meant to stay."""


@dataclass(frozen=True, slots=True)
class MadeMember:
    """A member; `leans` is how many points they give above or below the others, and `is_late` when their sheets come.

    `employer` and `neighbour` are the places of the bids whose organisation they work for or live beside. `conflicts`
    are the kind and detail of what they declared, by the place of the bid.
    """

    name: str
    body: str
    leans: float
    conflicts: Mapping[int, tuple[str, str]]
    employer: int | None = None
    neighbour: int | None = None
    is_late: bool = False


MEMBERS = (
    MadeMember("Bea Ledger", "Victims' forum", 0.0, {3: ("family", "Her brother chairs the association.")}),
    MadeMember("Tom Inkwell", "Neighbourhood watch, county", -0.7, {}),
    MadeMember(
        "Morwenna Quill", "Youth council", 0.4, {12: ("trustee", "Trustee since 2024."), 19: ("trustee", "Founder.")}
    ),
    MadeMember("Ade Foolscap", "Faith groups together", 0.1, {}, neighbour=8),
    MadeMember("Kit Margin", "Chamber of trade", 0.5, {6: ("employment", "Works two days a week there.")}, employer=6),
    MadeMember("Ann Blotter", "Retired head teacher", -0.2, {}, is_late=True),
    MadeMember("Cai Vellum", "Voluntary sector assembly", 0.0, {}, employer=17),
)
OWES = len(MEMBERS) - 1


def enter(session: Session, made: MadeRound, bodies: Mapping[str, MadeBody]) -> str:
    """Set up the first stage of the round, with everything that was said and scored so far; the id of the stage.

    `bodies` are the organisations of its bids by name.
    """
    bids = reading.ready(session, made.round.id)
    mark(session, made.round)
    member_ids = [_member(session, one, bids, bodies) for one in MEMBERS]
    stage_id = stages.set_up(
        session,
        made.round.id,
        sheets_due_on=DUE_ON,
        least_scorers=LEAST,
        diverges=DIVERGES,
        member_ids=member_ids,
        seed=SEED,
    )
    session.flush()
    for member_id, one in zip(member_ids, MEMBERS, strict=True):
        declare(session, stage_id, member_id, one, bids, day=DECLARED_ON)
    stages.mark_sent(session, stage_id, member_ids=member_ids, day=SENT_ON)
    session.flush()
    of = reading.stage(session, stage_id)
    scales = reading.scales(session, of)
    for at, one in enumerate(MEMBERS):
        _score(session, of, at, one, bids, scales)
    return stage_id


def mark(session: Session, of: RoundRecord) -> None:
    """Few and many points are explained, and each number of points has its words."""
    cells: dict[str, int | str | None] = {}
    anchors: dict[str, str | None] = {}
    for one in of.criteria:
        cells |= {
            f"{one.id}:first": "yes",
            f"{one.id}:below": str(COMMENT_BELOW),
            f"{one.id}:above": str(COMMENT_ABOVE),
        }
        anchors |= {f"{one.id}:{points}": text for points, text in enumerate(ANCHORS[one.name])}
    scheme.set_scheme(session, of.id, scheme=cells, was={f"{one.id}:first": "yes" for one in of.criteria})
    scheme.set_anchors(session, of.id, anchors=anchors, was={})
    session.flush()


def _member(session: Session, one: MadeMember, bids: Sequence[BidRecord], bodies: Mapping[str, MadeBody]) -> str:
    beside = bodies[bids[one.neighbour].organisation] if one.neighbour is not None else None
    first = one.name.split()[0].lower()
    member_id = members.add(
        session,
        name=one.name,
        body=one.body,
        organisation=bids[one.employer].organisation if one.employer is not None else "",
        address=beside.address if beside is not None else f"{len(one.name)} Sample Road\nAnytown",
        postcode=beside.postcode if beside is not None else "AN9 9ZZ",
        email=f"{first}@scorers.example",
        telephone="01632 960555",
        starts_on=date(2025, 4, 1),
        ends_on=date(2028, 3, 31),
    )
    session.flush()
    return member_id


def declare(
    session: Session, stage_id: str, member_id: str, one: MadeMember, bids: Sequence[BidRecord], *, day: date
) -> None:
    """Conflicts are declared, the rest is not; what address or employer suggest besides is still to be settled."""
    declared: dict[str, str] = {}
    for at, (kind, detail) in one.conflicts.items():
        declared |= {f"{bids[at].id}:kind": kind, f"{bids[at].id}:detail": detail}
    declaring.declare(session, stage_id, member_id, declared=declared, was={}, day=day)
    session.flush()


# what they make of the bids


def _score(
    session: Session,
    of: StageRecord,
    at: int,
    one: MadeMember,
    bids: Sequence[BidRecord],
    scales: Sequence[ScaleRecord],
) -> None:
    """All sheets of one member: what is owed stays a draft without its last criteria."""
    member_id, day = of.seats[at].member_id, LATE_ON if one.is_late else IN_ON
    done: dict[str, str] = {}
    drafts: dict[str, str] = {}
    for place, bid in enumerate(bids):
        if place in one.conflicts:
            continue
        if (at, place) == ABSTAINS:
            reason = "Read an earlier draft of the bid and gave advice on it."
            sheets.abstain(session, of.id, member_id, bid.id, reason=reason, day=day)
        elif at == OWES and place in OWED:
            drafts |= sheet_cells(at, one, place, bid, scales[:2])
        else:
            done |= sheet_cells(at, one, place, bid, scales) | whole_cells(at, one, place, bid)
    session.flush()
    entering.put(session, of.id, member_id, cells=done, was={}, day=day, submit=True)
    session.flush()
    if drafts:
        entering.put(session, of.id, member_id, cells=done | drafts, was=done, day=day)
        session.flush()


def _points(at: int, one: MadeMember, place: int, scale: ScaleRecord) -> int:
    """How good the bid is, how this member leans, and chance, which is the same in every example that is made."""
    good = 1.3 + 3.2 * Random(f"bid {place}").random()
    if place in APART:
        good = 0.6 if at == APART[place] else 4.2
    chance = Random(f"{at} {place} {scale.place}").uniform(-0.8, 0.8)
    return max(0, min(scale.maximum, round(good + one.leans + chance)))


def sheet_cells(at: int, one: MadeMember, place: int, bid: BidRecord, scales: Sequence[ScaleRecord]) -> dict[str, str]:
    """What a member, `at` their place, gives a bid for each criterion, as the cells of their grid."""
    cells: dict[str, str] = {}
    for scale in scales:
        key = f"{bid.id}:{scale.id}"
        if place in NOT_APPLICABLE and scale.name == "What stays":
            cells[key] = "n/a"
            continue
        points = _points(at, one, place, scale)
        cells[key] = str(points)
        if scale.needs_comment(points) or (at + place + scale.place) % 4 == 0:
            words = COMMENTS[scale.name]
            cells[f"{key}+comment"] = words[0 if points < COMMENT_BELOW else 2 if points > COMMENT_ABOVE else 1]
    return cells


def whole_cells(at: int, one: MadeMember, place: int, bid: BidRecord) -> dict[str, str]:
    """Whether they would fund it: most say so, and some say why."""
    if (at + place) % 5 == 0:
        return {}
    good = 1.3 + 3.2 * Random(f"bid {place}").random() + one.leans
    apart = place in APART
    says = "no" if (at == APART[place] if apart else good < 3) else "yes"
    cells = {f"{bid.id}:recommends": says}
    if (at + place) % 3 == 0 or apart:
        cells[f"{bid.id}:comment"] = ON_THE_WHOLE[says][(at + place) % 3]
    return cells
