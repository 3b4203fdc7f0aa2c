"""Whether a stage spreads its money fairly, as the file has it: its bids with their shares, who lives where, targets.

Amounts are pence, shares tenths of a percent. How many people live in an area is the figure that its partnership has
in the factor that counts heads; of an area without a partnership, or without that figure, nobody knows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import areas, plans
from app.allocations.factors import FactorRecord, factors
from app.allocations.partnerships import PartnershipRecord, partnerships
from app.errors import Refused
from app.grants.parts import RoundRecord
from app.grants.reading import area_names, grouped, priority_names, round_
from app.money import Pence, format_pence
from app.recommendations import reading, targets
from app.recommendations.cutline import NOTHING, CutLine, Drawn
from app.recommendations.fairness import Bid, Candidate, Fairness, Laid, Shares, Spread, Swap, swap
from app.recommendations.parts import GIVEN
from app.scoring import bids as scored_bids
from app.scoring import reading as scoring
from db.grants import Application, ApplicationArea, ApplicationPriority


@dataclass(frozen=True, slots=True)
class Lens:
    """The bids of a stage laid over what money is spread over, with what each is called by id."""

    laid: Laid
    called: Mapping[str, str]

    def given(self, amounts: Mapping[str, Pence]) -> Fairness:
        """The grid where these bids have these amounts and the others nothing."""
        return self.laid.given(amounts)

    def above(self, cut: CutLine) -> Fairness:
        """The grid of what is above a cut line."""
        return self.given(awards(cut))

    def swap(self, cut: CutLine, *, out_id: str, in_id: str) -> Swap:
        """What it costs in score, and closes of the gap, to fund a bid under the line instead of one above it.

        Raises Refused for a bid that can have no money, one that is not where it is to be, and where more money is
        needed than there is.
        """
        rows = {one.entry.application_id: one for one in cut.rows}
        out, into = self._candidate(rows, out_id, "out_id"), self._candidate(rows, in_id, "in_id")
        found = swap(self.laid, awards(cut), out, into)
        if (short := -(found.left + cut.left)) > 0:
            raise Refused(f"{into.called} needs {format_pence(short)} more than there would be left.", "in_id")
        return found

    def _candidate(self, rows: Mapping[str, Drawn], key: str, field: str) -> Candidate:
        row = rows.get(key)
        if row is None or key not in self.called:
            raise Refused("This bid is not scored at this stage.", field)
        if row.why or row.entry.score is None:
            raise Refused(f"{self.called[key]} can have no money. {row.why}".rstrip(), field)
        return Candidate(key, self.called[key], row.entry.score, row.entry.amount)


def awards(cut: CutLine) -> dict[str, Pence]:
    """What each bid above a cut line has, by its id."""
    return {one.entry.application_id: one.entry.amount for one in cut.rows if one.is_above}


def of_stage(session: Session, stage_id: str) -> Lens:
    """The lens of a stage. Raises Refused when it is gone."""
    of = scoring.stage(session, stage_id)
    r = round_(session, of.round_id)
    bids = scored_bids.of_stage(session, of, named=False)
    by_area, by_priority = _every_share(session, r)
    spread = _spread(
        session, r, [by_area.get(one.id, ()) for one in bids], [by_priority.get(one.id, ()) for one in bids]
    )
    laid = Laid(
        spread,
        [
            Bid(one.id, one.requested or NOTHING, NOTHING, by_area.get(one.id, ()), by_priority.get(one.id, ()))
            for one in bids
        ],
    )
    return Lens(laid, {one.id: f"{one.reference} {one.organisation}" for one in bids})


def spread_of(session: Session, r: RoundRecord) -> Spread:
    """What the money of a round is spread over, with its targets: all that it is for and that its bids are for."""
    by_area, by_priority = _every_share(session, r)
    return _spread(session, r, list(by_area.values()), list(by_priority.values()))


def recommended(session: Session, stage_id: str) -> dict[str, Pence]:
    """What is recommended for each bid of a stage that is to have money, by its id."""
    every = reading.recommendations(session, stage_id=stage_id)
    return {one.application_id: one.given for one in every if one.outcome in GIVEN}


def people(session: Session, area_ids: Iterable[str]) -> dict[str, int]:
    """How many live in each of these areas, of those of which it is known."""
    heads = next((one for one in factors(session) if one.is_population), None)
    if heads is None:
        return {}
    every = partnerships(session)
    found = {key: _people(key, heads, every) for key in area_ids}
    return {key: (2 * one.numerator + one.denominator) // (2 * one.denominator) for key, one in found.items() if one}


def _people(area_id: str, heads: FactorRecord, every: Sequence[PartnershipRecord]) -> Fraction | None:
    """The figure of the partnership of an area; that of a county without one is what all its districts have."""
    own = {one.id: one for one in every if one.area_id == area_id}
    found = [_figure(one, heads, every) for one in own.values() if one.parent_id not in own]
    known = [one for one in found if one is not None]
    return sum(known, Fraction()) if known and len(known) == len(found) else None


def _figure(one: PartnershipRecord, heads: FactorRecord, every: Sequence[PartnershipRecord]) -> Fraction | None:
    if one.id in heads.figures:
        return heads.figures[one.id]
    below = [heads.figures.get(district.id) for district in every if district.parent_id == one.id]
    known = [figure for figure in below if figure is not None]
    return sum(known, Fraction()) if known and len(known) == len(below) else None


def _every_share(session: Session, r: RoundRecord) -> tuple[dict[str, Shares], dict[str, Shares]]:
    """The shares of areas and of priorities of every bid of a round, by its id."""
    return (
        _shares(session, ApplicationArea, "area_id", r.id, area_names(session)),
        _shares(session, ApplicationPriority, "priority_id", r.id, priority_names(session)),
    )


def _spread(session: Session, r: RoundRecord, by_area: Sequence[Shares], by_priority: Sequence[Shares]) -> Spread:
    """What the round is for in its order, then what else its bids are for or has a target, in the office's order."""
    wanted = reading.targets(session, r.id)
    area_order = {one.id: one.name for one in areas.areas(session, archived=True)}
    priority_order = {one.id: one.name for one in plans.priorities(session, archived=True)}
    named_areas = _in_order(r.areas, area_order, by_area, [one.area_id for one in wanted])
    return Spread(
        named_areas,
        _in_order(r.priorities, priority_order, by_priority, [one.priority_id for one in wanted]),
        people(session, [key for key, _ in named_areas]),
        targets.by_id(wanted),
    )


def _in_order(
    known: Sequence[tuple[str, str]], order: Mapping[str, str], shares: Iterable[Shares], more: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    used = {key for mine in shares for key, _, share in mine if share > 0} | {*more}
    first = dict(known)
    return (*known, *((key, name) for key, name in order.items() if key in used and key not in first))


def _shares(session: Session, model: Any, column: str, round_id: str, names: Mapping[str, str]) -> dict[str, Shares]:
    """What bids have shares of, by the bid's id, as (id, name, tenths of a percent)."""
    query = (
        select(model.application_id, getattr(model, column).label("key"), model.share_tenths)
        .join(Application, Application.id == model.application_id)
        .where(model.archived.is_(False), Application.round_id == round_id)
        .order_by(model.id)
    )
    return grouped(
        (row.application_id, (row.key, names.get(row.key, ""), row.share_tenths)) for row in session.execute(query)
    )
