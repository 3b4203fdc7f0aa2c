"""What each partnership has in the whole of a year, out of every line, and who answers for a district's money."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import areas
from app.allocations.allocations import allocations
from app.allocations.partnerships import partnerships
from app.errors import Refused
from app.funds.figures import Amount
from app.listing import total_of
from app.money import MOST_PENCE, Pence, format_pence
from app.years import first_day

BELOW_NOUGHT = "An amount cannot be below £0."


@dataclass(frozen=True, slots=True)
class Grantee:
    """A partnership, put away or not; `short` is the name its area has in the year, for the head of a column."""

    id: str
    name: str
    short: str
    parent_id: str | None
    archived: bool


def grantees(session: Session, *, year: int) -> dict[str, Grantee]:
    """Every partnership by id in the office's order, those put away included: what they had and spent stays."""
    places = {one.id: one.name for one in areas.areas(session, on=first_day(year), archived=True)}
    return {
        one.id: Grantee(one.id, one.name, places.get(one.area_id or "", one.short), one.parent_id, one.archived)
        for one in partnerships(session, archived=True)
    }


def given(session: Session, *, year: int) -> dict[str, Amount]:
    """What each partnership is allocated itself in `year`, all lines together, by partnership id.

    As everywhere a word is left out of a sum, and stands only where there is no figure. Additions that several share
    are nobody's own.
    """
    amounts: dict[str, list[Amount]] = {}
    for one in allocations(session, year=year):
        amounts.setdefault(one.partnership_id, []).append(one.amount)
    return {partnership_id: _sum(mine) for partnership_id, mine in amounts.items()}


def answered_for(known: Mapping[str, Grantee], own: Mapping[str, Amount], apart: Container[str]) -> dict[str, Amount]:
    """The money each partnership in `apart` answers for: its own, and that of those below it that are not in `apart`.

    So a county answers for its districts until one of them stands apart, and nothing is counted twice.
    """
    amounts: dict[str, list[Amount]] = {}
    for partnership_id, amount in own.items():
        answers = holder(partnership_id, known, apart)
        if answers is not None:
            amounts.setdefault(answers, []).append(amount)
    return {key: _sum(amounts.get(key, [])) for key in known if key in apart}


def holder(partnership_id: str | None, known: Mapping[str, Grantee], apart: Container[str]) -> str | None:
    """Who answers for a partnership's money: itself where it stands apart, else the nearest above it; None for none."""
    at = partnership_id
    passed: set[str] = set()
    while at is not None and at in known and at not in passed:
        if at in apart:
            return at
        passed.add(at)
        at = known[at].parent_id
    return None


def _sum(amounts: list[Amount]) -> Amount:
    total = total_of(amounts)
    return Pence(total) if isinstance(total, int) else total


def check_pence(pence: int | None, field: str, below: str = BELOW_NOUGHT) -> None:
    """Refuse an amount below nought or absurd, at its box; none is no matter. Raises Refused."""
    if pence is None:
        return
    if pence < 0:
        raise Refused(below, field)
    if pence > MOST_PENCE:
        raise Refused(f"That is more than the desk keeps in one amount ({format_pence(MOST_PENCE)}).", field)
