"""The round of the year before, a smaller one, up to the meeting of its panel; all made up.

Ten bids came, eight of them could be scored, and five members read them. Amounts are pence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from app.examples import essex_bids, essex_scores
from app.examples.bids import MadeBid, made
from app.examples.essex_round import MadeRound
from app.examples.essex_scores import MEMBERS, MadeMember
from app.grants import reading as grants
from app.grants import rounds
from app.grants.parts import RoundRecord, State
from app.scoring import entering, reading, stages
from app.scoring.parts import BidRecord, ScaleRecord, StageRecord

REFERENCE, NAME = "CSDF-2025", "Community Safety Development Fund 2025"
YEAR, POT = 2025, 60_000_00
OPENS_ON, CLOSES_ON = date(2025, 4, 14), date(2025, 5, 30)
STARTS_ON, ENDS_ON = date(2025, 8, 1), date(2026, 7, 31)
SENT_ON, DECLARED_ON, IN_ON, DUE_ON = date(2025, 6, 10), date(2025, 6, 9), date(2025, 6, 16), date(2025, 6, 17)
CHECKED_ON, PANEL_ON, DECISION_ON = date(2025, 6, 6), date(2025, 6, 26), date(2025, 7, 10)
BIDS, SEED, LOTS = 10, 2028, 2025_06_09
LEAST, DIVERGES = 3, 250
WITHDRAWN: dict[State, str] = {
    "received": "The hall it was planned for was sold; the group will ask again when it has another.",
    "incomplete": "The safeguarding policy that was missing is still being written; the applicant took the bid back.",
}
"""Why what was not ready to score was withdrawn."""
APART = 100
"""The members think of these bids as of ones so many places on, so that the two rounds are not scored alike."""


def _now(name: str, **conflicts: tuple[str, str]) -> MadeMember:
    """A member of the present panel with what they declared then, by `bid` and the place of the bid."""
    one = next(each for each in MEMBERS if each.name == name)
    return replace(one, conflicts={int(key.removeprefix("bid")): said for key, said in conflicts.items()})


PANEL = (
    _now("Bea Ledger"),
    _now("Tom Inkwell"),
    _now("Morwenna Quill", bid4=("family", "Her sister keeps its accounts.")),
    _now(
        "Kit Margin",
        bid1=("trustee", "Trustee until March 2025."),
        bid5=("money", "The chamber lets it an office."),
    ),
    _now("Cai Vellum"),
)


def enter(session: Session, present: MadeRound) -> str:
    """Enter the round on the terms of the present one, with its bids, what was checked, and every sheet; its id."""
    of = _opened(session, present)
    into = replace(present, round=of)
    for at, one in enumerate(_bids()):
        application_id = essex_bids.entered(session, into, one)
        if one.state == "ready":
            essex_bids.check(session, of, application_id, at % 3, day=CHECKED_ON)
    session.flush()
    _scored(session, of)
    return of.id


def _opened(session: Session, present: MadeRound) -> RoundRecord:
    round_id = rounds.copy(session, present.round.id, reference=REFERENCE, name=NAME, year=YEAR)
    session.flush()
    rounds.change(
        session,
        round_id,
        version=grants.round_(session, round_id).version,
        pot=POT,
        maximum=present.round.maximum,
        opens_on=OPENS_ON,
        closes_on=CLOSES_ON,
        panel_on=PANEL_ON,
        decision_on=DECISION_ON,
        expected_bids=BIDS,
    )
    session.flush()
    rounds.open_(session, round_id, version=grants.round_(session, round_id).version, day=OPENS_ON)
    session.flush()
    return grants.round_(session, round_id)


def _bids() -> list[MadeBid]:
    """The bids, made as those of the present round are and put a year back; what was not ready was withdrawn."""
    return [_year_before(one) for one in made(BIDS, SEED)]


def _year_before(one: MadeBid) -> MadeBid:
    found = replace(
        one,
        starts_on=STARTS_ON,
        ends_on=ENDS_ON,
        received_on=_back(one.received_on),
        safeguarding_on=_back(one.safeguarding_on),
    )
    return replace(found, state="withdrawn", reason=WITHDRAWN[one.state]) if one.state in WITHDRAWN else found


def _back(day: date | None) -> date | None:
    return day.replace(year=day.year - 1) if day is not None else None


# scoring


def _scored(session: Session, of: RoundRecord) -> None:
    """Everybody's sheets, all in by the day they were due."""
    essex_scores.mark(session, of)
    ids = {one.name: one.id for one in reading.members(session)}
    member_ids = [ids[one.name] for one in PANEL]
    stage_id = stages.set_up(
        session,
        of.id,
        sheets_due_on=DUE_ON,
        least_scorers=LEAST,
        diverges=DIVERGES,
        member_ids=member_ids,
        seed=LOTS,
    )
    session.flush()
    bids = reading.ready(session, of.id)
    for member_id, one in zip(member_ids, PANEL, strict=True):
        essex_scores.declare(session, stage_id, member_id, one, bids, day=DECLARED_ON)
    stages.mark_sent(session, stage_id, member_ids=member_ids, day=SENT_ON)
    session.flush()
    stage = reading.stage(session, stage_id)
    scales = reading.scales(session, stage)
    for at, one in enumerate(PANEL):
        _score(session, stage, at, one, bids, scales)


def _score(
    session: Session,
    stage: StageRecord,
    at: int,
    one: MadeMember,
    bids: Sequence[BidRecord],
    scales: Sequence[ScaleRecord],
) -> None:
    """The sheets of one member for every bid they may read."""
    cells: dict[str, str] = {}
    for place, bid in enumerate(bids):
        if place not in one.conflicts:
            cells |= essex_scores.sheet_cells(at, one, place + APART, bid, scales)
            cells |= essex_scores.whole_cells(at, one, place + APART, bid)
    entering.put(session, stage.id, stage.seats[at].member_id, cells=cells, was={}, day=IN_ON, submit=True)
    session.flush()
