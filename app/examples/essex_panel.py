"""The day the panel met on the round of the year before, and what was recommended after it; all made up.

Amounts are pence, scores tenths of a percent, times local wall-clock text HH:MM.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.examples.essex_before import PANEL_ON
from app.examples.essex_bids import CHECKED_BY, CONDITIONS
from app.grants.reading import application, grouped
from app.money import Pence
from app.recommendations import cuts, feedback, panel_days, reading, reasons, recommending, sitting
from app.recommendations.day_fields import ALL
from app.recommendations.parts import DayRecord, ItemRecord, Outcome
from app.scoring import agreeing, stages
from app.scoring.parts import StageRecord
from app.scoring.ranking import Standings, standings
from app.scoring.reading import declarations, stage

PLACE, QUORUM = "Example House", 3
BEGINS, EACH_MINUTES = 10 * 60, 14
"""When the meeting begins, in minutes of the day, and how long a bid is talked about."""
LATE, LEAVES_EARLY = "Cai Vellum", "Tom Inkwell"
TALKED_ABOUT = {
    "CSDF-2025-001": "Asked whether the talks are also given to landlords. They are, in two of the towns.",
    "CSDF-2025-002": "The panel liked that those who were helped last time help now.",
    "CSDF-2025-004": "Needed and well led, but it begins before its counsellors are trained.",
    "CSDF-2025-006": "Locks and lights are worth it; the leaflets are printed by the council already.",
    "CSDF-2025-010": "Families were not asked what they want.",
}
"""What the minutes say of some of the bids."""
AGREED = {
    "CSDF-2025-002": (700, "The costs were made clear in a letter that not every member had read."),
    "CSDF-2025-004": (560, "Two members had taken the waiting list for that of the whole county."),
}
"""The scores that were agreed on, and why."""
STEPS_OUT = ("CSDF-2025-003", "Bea Ledger", "took a telephone call")


def meet(session: Session, stage_id: str) -> None:
    """Hold the panel day of a stage from beginning to end, and agree the ranking afterwards."""
    of = stage(session, stage_id)
    chair = of.seats[0].name
    day_id = panel_days.set_up(session, stage_id, held_on=PANEL_ON, place=PLACE, chair=chair, quorum=QUORUM, which=ALL)
    session.flush()
    _Meeting(session, of, standings(session, stage_id), reading.day_(session, day_id)).hold()
    session.flush()
    stages.agree_ranking(session, stage_id, version=stage(session, stage_id).version, day=PANEL_ON)
    session.flush()


@dataclass(frozen=True, slots=True)
class _Meeting:
    """A meeting with the bids as they were scored before it."""

    session: Session
    of: StageRecord
    every: Standings
    day: DayRecord

    def hold(self) -> None:
        """Everybody comes, but for one who is late; each bid is taken in its turn; one leaves before the last."""
        member_ids = {one.name: one.member_id for one in self.of.seats}
        for name, member_id in member_ids.items():
            if name != LATE:
                sitting.come(self.session, self.day.id, member_id, at=_clock(BEGINS - 5))
        sitting.start(self.session, self.day.id, at=_clock(BEGINS))
        begins = BEGINS + 2
        for at, item in enumerate(self.day.items):
            if at == 1:
                sitting.come(self.session, self.day.id, member_ids[LATE], at=_clock(begins - 1))
            if at == len(self.day.items) - 1:
                sitting.leave(self.session, self.day.id, member_ids[LEAVES_EARLY], at=_clock(begins - 1))
            self._take(item, begins, member_ids)
            begins += EACH_MINUTES
        sitting.end(self.session, self.day.id, at=_clock(begins + 5))

    def _take(self, item: ItemRecord, begins: int, member_ids: Mapping[str, str]) -> None:
        reference = next(one.reference for one in self.every.bids if one.id == item.application_id)
        sitting.begin_item(self.session, item.id, at=_clock(begins))
        bid, name, why = STEPS_OUT
        if reference == bid:
            sitting.step_out(self.session, item.id, member_ids[name], at=_clock(begins + 3), why=why)
            sitting.step_in(self.session, self.day.id, member_ids[name], at=_clock(begins + 6))
        if reference in AGREED:
            self._agree(item.application_id, *AGREED[reference])
        note = TALKED_ABOUT.get(reference, "")
        sitting.end_item(self.session, item.id, at=_clock(begins + EACH_MINUTES - 2), note=note)

    def _agree(self, application_id: str, score: int, reason: str) -> None:
        out = {
            one.member_id
            for one in declarations(self.session, self.of.round_id)
            if one.answer == "conflict" and one.application_id == application_id
        }
        agreeing.agree(
            self.session,
            self.of.id,
            application_id,
            version=None,
            score=score,
            reason=reason,
            present=[one.member_id for one in self.of.seats if one.member_id not in out],
            day=PANEL_ON,
        )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


# what is recommended


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is recommended for a bid: `amount` None for all it asks for, `codes` of the reasons of the library."""

    outcome: Outcome
    amount: int | None = None
    codes: tuple[str, ...] = ()
    reason: str = ""
    conditions: str = ""


PART = 10_000_00
WISHES = (
    _Wish("fund"),
    _Wish("fund", conditions="Tell us by the end of February how many have found work."),
    _Wish("fund", conditions=CONDITIONS["safeguarding"]),
    _Wish("reduced", PART, ("PART",), "Leaflets are left out: the district council prints them already."),
    _Wish("reserve", codes=("NEXT",)),
    _Wish("defer", codes=("READY",), reason="Tell us by 30 September who will run the gym."),
    _Wish("decline", codes=("POT",)),
    _Wish("decline", codes=("NEED", "CHANGE")),
)
"""What is recommended for the bids in the order of their places."""
FEEDBACK_FROM = 3
"""Of so many criteria, the first ones, an applicant reads what the panel made of them."""


def recommend(session: Session, stage_id: str) -> None:
    """Recommend something for every bid, and choose what its applicant will read."""
    reasons.add_usual(session)
    session.flush()
    library = {one.code: key for key, one in reasons.by_id(session).items()}
    for place, (one, wish) in enumerate(zip(standings(session, stage_id).ordered, WISHES, strict=True)):
        recommending.set_one(
            session,
            stage_id,
            one.application_id,
            version=None,
            outcome=wish.outcome,
            amount=wish.amount,
            reason=wish.reason,
            conditions=wish.conditions,
            reason_ids=tuple(library[code] for code in wish.codes),
        )
        session.flush()
        if wish.outcome == "reduced":
            _cut(session, one.application_id, Pence(wish.amount or 0))
        _choose(session, stage_id, one.application_id, place)


def _cut(session: Session, application_id: str, amount: Pence) -> None:
    """Take what is too much off the last costs first."""
    a = application(session, application_id)
    over, to_have = (a.requested or 0) - amount, dict[str, int]()
    for cost in reversed(a.costs):
        off = min(over, cost.requested)
        to_have[f"{cost.id}:amount"], over = cost.requested - off, over - off
    was = {f"{cost.id}:amount": cost.requested for cost in a.costs}
    cuts.set_cuts(session, application_id, cuts=to_have, was=was)
    session.flush()


def _choose(session: Session, stage_id: str, application_id: str, place: int) -> None:
    """A sentence under some of the criteria: another one for each bid, where there are several."""
    every = grouped((one.criterion, one.text) for one in feedback.offered(session, stage_id, application_id))
    known = reading.recommendation(session, application_id)
    assert known is not None
    feedback.choose(
        session,
        application_id,
        version=known.version,
        text="\n".join(f"{name}: {said[place % len(said)]}" for name, said in list(every.items())[:FEEDBACK_FROM]),
        read_by=CHECKED_BY,
    )
    session.flush()
