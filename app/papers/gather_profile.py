"""Gathering what partnerships have, hold, plan and report in one read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app import records
from app.allocations import allocations, reserves, reviews, themes, underspends
from app.allocations.allocations import AllocationRecord
from app.allocations.given import given
from app.allocations.partnerships import partnerships
from app.allocations.reserves import ReserveRecord
from app.allocations.reviews import ReviewRecord
from app.allocations.themes import Foot, SpendCell
from app.allocations.underspends import UnderspendRecord
from app.errors import Refused
from app.funds import lines
from app.funds.figures import Amount
from app.money import Pence
from app.papers.imprint import gather_imprint
from app.papers.profile_paper import Profile, ProfilePaper
from app.papers.tiers import Tier, Tiers, gather_tiers
from app.years import last_day


def gather_profiles(session: Session, *, year: int, day: date, partnership_id: str | None = None) -> ProfilePaper:
    """One partnership, or all in use and those put away that had money in `year` (a start year), as dated `day`.

    Raises Refused where there is no such partnership.
    """
    tiers = gather_tiers(session, day=day)
    found = _gathered(session, tiers, year, day)
    if partnership_id is not None:
        mine = next((one for one in tiers.rows if one.id == partnership_id), None)
        if mine is None:
            raise Refused(records.GONE, "partnership")
        return ProfilePaper(gather_imprint(session, day=day), year, (found.profile(mine),), single=True)
    in_use = {one.id for one in partnerships(session)}
    shown = [one for one in tiers.rows if one.id in in_use or one.id in found.own]
    return ProfilePaper(gather_imprint(session, day=day), year, tuple(map(found.profile, shown)))


@dataclass(frozen=True, slots=True)
class _Gathered:
    """Everything about every partnership, read once."""

    tiers: Tiers
    line_of: Mapping[str, str]
    allocations: tuple[AllocationRecord, ...]
    additions: tuple[AllocationRecord, ...]
    own: Mapping[str, Amount]
    reserves: tuple[ReserveRecord, ...]
    months: Mapping[str, int]
    spend: tuple[SpendCell, ...]
    feet: Mapping[str, Foot]
    returns: tuple[ReviewRecord, ...]
    underspends: tuple[UnderspendRecord, ...]

    def profile(self, tier: Tier) -> Profile:
        """What there is to say of one."""
        below = [one for one in self.tiers.rows if tier.id == tier.family and one.family == tier.id and one is not tier]
        return Profile(
            id=tier.id,
            name=tier.short,
            allocations=tuple(
                (self.line_of[one.budget_id], one) for one in self.allocations if one.partnership_id == tier.id
            ),
            additions=tuple((self.line_of[one.budget_id], one) for one in self.additions if tier.id in one.sharer_ids),
            below=tuple((one.short, self.own.get(one.id)) for one in below if one.id in self.own),
            reserves=tuple(one for one in self.reserves if one.partnership_id == tier.id),
            months=self.months.get(tier.id),
            plan=tuple((one.theme, sum_of(one)) for one in self.spend if one.partnership_id == tier.id),
            foot=self.feet.get(tier.id),
            returns=tuple(one for one in self.returns if one.partnership_id == tier.id),
            underspend=next((one for one in self.underspends if one.partnership_id == tier.id), None),
        )


def sum_of(cell: SpendCell) -> Pence:
    """What a cell of several amounts comes to."""
    return Pence(sum(cell.amounts))


def _gathered(session: Session, tiers: Tiers, year: int, day: date) -> _Gathered:
    line_of = {budget.id: one.name for one in lines.lines(session, archived=True) for budget in one.budgets.values()}
    line_of |= {budget.id: one.name for one in lines.lines(session) for budget in one.budgets.values()}
    end = last_day(year)
    return _Gathered(
        tiers=tiers,
        line_of=line_of,
        allocations=tuple(one for one in allocations.allocations(session) if one.budget_id in line_of),
        additions=tuple(one for one in allocations.additions(session) if one.budget_id in line_of),
        own=given(session, year=year),
        reserves=tuple(one for one in reserves.reserves(session) if one.declared_on <= end),
        months=reserves.months(session, year=year),
        spend=tuple(themes.spend(session, year=year)),
        feet={one.partnership_id: one for one in themes.footing(session, year=year)},
        returns=_returns(session, year, day),
        underspends=tuple(underspends.underspends(session, year=year)),
    )


def _returns(session: Session, year: int, day: date) -> tuple[ReviewRecord, ...]:
    """What has been returned or is due by `day`; nothing of an office that enters no returns in that year."""
    every = reviews.reviews(session, year=year, today=day)
    in_use = any(one.id for one in every)
    return tuple(one for one in every if in_use and (one.id or one.state not in {"not asked", "not due"}))
