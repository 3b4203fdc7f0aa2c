"""One partnership, one addition or one area's share as its page shows it, read in one go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import areas
from app.allocations import allocations, fields, partnerships, shares
from app.allocations.allocations import AllocationRecord
from app.allocations.partnerships import PartnershipRecord
from app.allocations.shares import ShareRecord
from app.documents import DocumentRecord, documents
from app.errors import Refused
from app.fields import Choice
from app.funds import lines
from app.funds.figures import Amount
from app.funds.lines import LineRecord
from app.history import Entry, history
from app.listing import total_of
from app.money import Pence
from app.office import details
from app.records import GONE
from app.years import first_day
from db.allocations import Allocation, AllocationSharer, PooledShare
from db.documents import Document
from db.funds import Budget


@dataclass(frozen=True, slots=True)
class Given:
    """What a partnership has in one year, in pence or as a word: itself, and with the districts below it."""

    year: int
    own: Amount
    together: Amount


@dataclass(frozen=True, slots=True)
class PartnershipPage:
    """A partnership in `year`, and what it has out of one line, or out of every line where `line` is None.

    `given` are its own allocations of every year and `below` those of the partnerships under it, the earliest first.
    `additions` are those in which it shares. `documents` are by the id of what they are kept with: the partnership or
    one of its allocations.
    """

    partnership: PartnershipRecord
    year: int
    year_style: str
    line: LineRecord | None
    area: str
    parent: PartnershipRecord | None
    children: tuple[PartnershipRecord, ...]
    given: tuple[AllocationRecord, ...]
    below: tuple[AllocationRecord, ...]
    additions: tuple[AllocationRecord, ...]
    years: tuple[Given, ...]
    line_names: Mapping[str, str]
    """The names of the lines, by the id of their budget."""
    documents: Mapping[str, tuple[DocumentRecord, ...]]
    history: tuple[Entry, ...]

    @property
    def now(self) -> tuple[AllocationRecord, ...]:
        """Its own allocations of the year: one for each line."""
        return tuple(one for one in self.given if one.year == self.year)


@dataclass(frozen=True, slots=True)
class AdditionPage:
    """An addition, who shares it, and the line it is given out of."""

    addition: AllocationRecord
    line: LineRecord
    sharers: tuple[PartnershipRecord, ...]
    year_style: str
    documents: tuple[DocumentRecord, ...]
    history: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class SharePage:
    """An area's share of a pooled line, by year."""

    area_id: str
    area: str
    line: LineRecord
    year: int
    year_style: str
    shares: Mapping[int, ShareRecord]
    history: tuple[Entry, ...]

    @property
    def now(self) -> ShareRecord | None:
        """Its share in the year."""
        return self.shares.get(self.year)


def partnership_choices(session: Session, *, but: str = "") -> tuple[Choice, ...]:
    """The partnerships in use as a form offers them, districts set in; `but` (an id) is left out."""
    known = partnerships.partnerships(session)
    return tuple(Choice(one.id, "\N{EM SPACE}" * one.level + one.name) for one in known if one.id != but)


def parent_choices(session: Session, *, but: str = "") -> tuple[Choice, ...]:
    """The partnerships another one may lie under."""
    known = partnerships.partnerships(session)
    return tuple(Choice(one.id, one.name) for one in known if one.parent_id is None and one.id != but)


def partnership_page(
    session: Session, partnership_id: str, *, year: int, line_id: str | None = None
) -> PartnershipPage:
    """Everything the page of one partnership shows in `year`, out of one line or of every line. Raises Refused."""
    one = partnerships.partnership(session, partnership_id)
    every = partnerships.partnerships(session, archived=True)
    children = tuple(each for each in every if each.parent_id == one.id and not each.archived)
    line = lines.line(session, line_id) if line_id else None
    budgets = _budgets(session, line_id)
    given = [each for each in allocations.allocations(session) if each.budget_id in budgets]
    own = tuple(each for each in given if each.partnership_id == one.id)
    # also of a district that has been put away since: what it had was the county's too
    districts = {each.id for each in every if each.parent_id == one.id}
    below = tuple(each for each in given if each.partnership_id in districts)
    places = {each.id: each.name for each in areas.areas(session, on=first_day(year), archived=True)}
    style = details(session).year_style
    about = {row_id: tuple(documents(session, row_id)) for row_id in (one.id, *(each.id for each in own))}
    rows = [one.id, one.organisation_id, *_allocation_rows(session, one.id, budgets)]
    return PartnershipPage(
        partnership=one,
        year=year,
        year_style=style,
        line=line,
        area=places.get(one.area_id or "", ""),
        parent=next((each for each in every if each.id == one.parent_id), None),
        children=children,
        given=own,
        below=below,
        additions=tuple(
            each for each in allocations.additions(session) if one.id in each.sharer_ids and each.budget_id in budgets
        ),
        years=tuple(_by_year(own, below)),
        line_names=budgets,
        documents={row_id: mine for row_id, mine in about.items() if mine},
        history=_history(session, rows, style),
    )


def _budgets(session: Session, line_id: str | None) -> dict[str, str]:
    """The names of the lines by the ids of their budgets: of one line, or of all."""
    every = [lines.line(session, line_id)] if line_id else lines.lines(session) + lines.lines(session, archived=True)
    return {budget.id: line.name for line in every for budget in line.budgets.values()}


def _by_year(own: Iterable[AllocationRecord], below: Iterable[AllocationRecord]) -> list[Given]:
    mine: dict[int, list[Amount]] = {}
    theirs: dict[int, list[Amount]] = {}
    for kept, every in ((mine, own), (theirs, below)):
        for one in every:
            kept.setdefault(one.year, []).append(one.amount)
    return [
        Given(year, _sum(mine.get(year, [])), _sum([*mine.get(year, []), *theirs.get(year, [])]))
        for year in sorted(mine.keys() | theirs.keys())
    ]


def _sum(amounts: list[Amount]) -> Amount:
    total = total_of(amounts)
    return Pence(total) if isinstance(total, int) else total


def _allocation_rows(session: Session, partnership_id: str, budgets: Mapping[str, str]) -> list[str]:
    """The rows of its allocations out of these budgets, those put away included, and of what it shares."""
    query = select(Allocation.id, Allocation.budget_id).where(Allocation.partnership_id == partnership_id)
    own = [row_id for row_id, budget_id in session.execute(query) if budget_id in budgets]
    shared = session.scalars(select(AllocationSharer.id).where(AllocationSharer.partnership_id == partnership_id))
    return [*own, *shared]


def _history(session: Session, rows: list[str], style: str) -> tuple[Entry, ...]:
    kept = session.scalars(select(Document.id).where(Document.about_id.in_(rows)))
    return tuple(history(session, [*rows, *kept], labels=fields.LABELS, year_style=style))


def addition_page(session: Session, allocation_id: str) -> AdditionPage:
    """Everything the page of one addition shows. Raises Refused."""
    one = next((each for each in allocations.additions(session) if each.id == allocation_id), None)
    if one is None:
        raise Refused(GONE)
    line_id = session.scalars(select(Budget.line_id).where(Budget.id == one.budget_id)).one()
    sharers = session.scalars(select(AllocationSharer.id).where(AllocationSharer.allocation_id == allocation_id))
    style = details(session).year_style
    return AdditionPage(
        addition=one,
        line=lines.line(session, line_id),
        sharers=tuple(each for each in partnerships.partnerships(session, archived=True) if each.id in one.sharer_ids),
        year_style=style,
        documents=tuple(documents(session, allocation_id)),
        history=_history(session, [allocation_id, *sharers], style),
    )


def share_page(session: Session, line_id: str, area_id: str, *, year: int) -> SharePage:
    """Everything the page of an area's share of a pooled line shows. Raises Refused."""
    line = lines.line(session, line_id)
    names = {one.id: one.name for one in areas.areas(session, on=first_day(year), archived=True)}
    if area_id not in names:
        raise Refused(GONE)
    rows = session.scalars(
        select(PooledShare.id)
        .join(Budget, Budget.id == PooledShare.budget_id)
        .where(PooledShare.area_id == area_id, Budget.line_id == line_id)
    ).all()
    style = details(session).year_style
    mine = {one.year: one for one in shares.shares(session, line_id=line_id) if one.area_id == area_id}
    return SharePage(
        area_id, names[area_id], line, year, style, dict(sorted(mine.items())), _history(session, list(rows), style)
    )
