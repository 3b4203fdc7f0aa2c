"""Gathering the statistics of a round: every bid with what was decided on it by signed decisions, and nothing before.

Amounts are pence. A bid that was withdrawn or put away since it was decided has nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy.orm import Session

from app.decisions import reading as decisions
from app.decisions.changed import ALTERED, is_altered
from app.decisions.parts import AwardRecord, DecisionSheetRecord
from app.errors import Refused
from app.grants import reading
from app.grants.parts import ApplicationRecord, RoundRecord
from app.money import Pence
from app.papers.imprint import Imprint, gather_imprint
from app.recommendations import fairness, reasons
from app.recommendations import reading as recommended
from app.recommendations.fairness import Fairness
from app.recommendations.ground import OUT
from app.recommendations.parts import GIVEN, Outcome

Standing = Outcome | Literal["undecided", "out"]
NOTHING = Pence(0)
OTHER_REASON = "Another reason, in words of its own"


@dataclass(frozen=True, slots=True)
class DecidedBid:
    """A bid with what was decided on it: `standing` is its outcome, that it has none yet, or that it is out.

    `given` is what it has, `lost` what it was given before it was withdrawn, and `reasons` are (code, words).
    """

    bid: ApplicationRecord
    standing: Standing
    given: Pence = NOTHING
    lost: Pence = NOTHING
    reasons: tuple[tuple[str, str], ...] = ()

    @property
    def requested(self) -> Pence:
        """What it asks for; nothing where it does not say."""
        return self.bid.requested or Pence(0)

    @property
    def is_decided(self) -> bool:
        """Whether it has an outcome and is not out."""
        return self.standing not in ("undecided", "out")


@dataclass(frozen=True, slots=True)
class StatisticsPaper:
    """A round with what was decided on its bids. `sheets` are the signed decisions in force, `spread` all decided."""

    imprint: Imprint
    round: RoundRecord
    bids: tuple[DecidedBid, ...]
    sheets: tuple[DecisionSheetRecord, ...]
    spread: Fairness

    @property
    def decided(self) -> tuple[DecidedBid, ...]:
        """The bids that have an outcome."""
        return tuple(one for one in self.bids if one.is_decided)

    @property
    def given(self) -> Pence:
        """What they have together."""
        return Pence(sum(one.given for one in self.bids))


def gather_statistics(session: Session, round_id: str, *, day: date) -> StatisticsPaper:
    """The statistics of a round for a paper dated `day`. Raises Refused when it is gone or nothing was decided yet."""
    r = reading.round_(session, round_id)
    every = decisions.sheets(session, round_id=round_id)
    sheets = tuple(one for one in every if one.is_signed and not one.superseded_by)
    if not sheets:
        raise Refused(f"Nothing has been decided on the bids of {r.reference} yet.", "round")
    if altered := [one.reference for one in sheets if is_altered(one)]:
        raise Refused(f"{altered[0]}: {ALTERED}")
    latest = _latest(session, sheets)
    why = _reasons(session, sheets)
    bids = tuple(
        _standing(one, latest.get(one.id), why.get(one.id, ()))
        for one in _applications(session, round_id)
        if one.id in latest or not (one.archived or one.state == "draft")
    )
    return StatisticsPaper(gather_imprint(session, day=day), r, bids, sheets, _spread(r, bids))


def _applications(session: Session, round_id: str) -> list[ApplicationRecord]:
    """The applications of a round by reference, those put away too."""
    every = [
        one for archived in (False, True) for one in reading.applications(session, round_id=round_id, archived=archived)
    ]
    return sorted(every, key=lambda one: (one.reference, one.id))


def _latest(session: Session, sheets: Sequence[DecisionSheetRecord]) -> dict[str, AwardRecord]:
    """What was decided last on each bid: one that was promoted from the reserve list is in two decisions.

    Where one of these is replaced later, the bid is still decided on by the other, which its recommendation is with.
    """
    ordered = sorted(sheets, key=lambda one: (one.signed_on or date.min, one.year, one.number or 0))
    found = {one.application_id: one for sheet in ordered for one in sheet.awards if one.application_id}
    for sheet in sheets:
        mine = {one.application_id for one in recommended.recommendations(session, sheet_id=sheet.id)}
        found |= {one.application_id: one for one in sheet.awards if one.application_id in mine}
    return found


def _reasons(session: Session, sheets: Iterable[DecisionSheetRecord]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The reasons that were given for each bid, by code; one told in words alone counts as another."""
    library = reasons.by_id(session)
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for sheet in sheets:
        for one in recommended.recommendations(session, sheet_id=sheet.id):
            told = tuple((library[key].code, library[key].text) for key in one.reasons if key in library)
            found[one.application_id] = told or ((("", OTHER_REASON),) if one.reason else ())
    return found


def _standing(bid: ApplicationRecord, award: AwardRecord | None, why: tuple[tuple[str, str], ...]) -> DecidedBid:
    given = award.given if award is not None else Pence(0)
    if bid.archived or bid.state in OUT:
        return DecidedBid(bid, "out", lost=given)
    return DecidedBid(bid, award.outcome, given, reasons=why) if award is not None else DecidedBid(bid, "undecided")


def _spread(r: RoundRecord, bids: Sequence[DecidedBid]) -> Fairness:
    """What was decided, over the areas and priorities of the round, and those of its bids."""
    mine = [one for one in bids if one.is_decided]
    areas = dict(r.areas) | {key: name for one in mine for key, name, _ in one.bid.areas}
    priorities = dict(r.priorities) | {key: name for one in mine for key, name, _ in one.bid.priorities}
    return fairness.grid(
        [fairness.Bid(one.bid.id, one.requested, one.given, one.bid.areas, one.bid.priorities) for one in mine],
        areas=tuple(areas.items()),
        priorities=tuple(priorities.items()),
        people={},
        targets={},
    )


def is_funded(one: DecidedBid) -> bool:
    """Whether a bid has money."""
    return one.standing in GIVEN
