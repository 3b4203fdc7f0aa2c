"""The chosen record of the Allocations page, of whichever kind, with what its forms let a person choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.allocations import (
    bench_fields,
    factors,
    fields,
    partnerships,
    reserves,
    reviews,
    scenarios,
    spending_fields,
    telling,
    telling_bench,
    telling_spending,
    themes,
    underspends,
)
from app.allocations.grids import OF_VIEW
from app.allocations.record import (
    addition_page,
    partnership_page,
    share_page,
)
from app.allocations.shown import Shown, choices
from app.allocations.views import NONE, kind_of
from app.documents import documents
from app.errors import Refused
from app.history import Entry, history
from app.office import details
from app.records import GONE
from app.years import last_day
from db.allocations import Review, Spend, Underspend
from db.documents import Document
from db.rebalancing import FactorFigure

LABELS = {**fields.LABELS, **spending_fields.LABELS, **bench_fields.LABELS}
"""Which words the history uses for the columns of every table of the allocations."""


def shown(session: Session, key: str, row_id: str, *, year: int, day: date | None = None) -> Shown:
    """The record behind a row of this view, or what the view's own forms need for none. Raises Refused when gone.

    `day` is that of the grid of reserves; the last declared one of the year for None.
    """
    one = Shown(key, row_id, year, details(session).year_style, choices(session, year=year), day=day)
    kind = kind_of(key)
    read = _READ.get(kind) if row_id else OF_VIEW.get(kind)
    return one if read is None else replace(one, **read(session, one))


def _line(session: Session, one: Shown) -> dict[str, Any]:
    if one.row_id in {each.id for each in partnerships.partnerships(session, archived=True)}:
        return _partnership(session, one)
    page = addition_page(session, one.row_id)
    owner = ("allocation", page.addition.id, page.addition.partnership)
    return {"addition": page, "told": telling.addition_told(page), "documents": page.documents, "owner": owner}


def _partnership(session: Session, one: Shown) -> dict[str, Any]:
    """A partnership in a line's view: what it has out of the line, plans, holds and reports."""
    page = partnership_page(session, one.row_id, year=one.year, line_id=one.line_id)
    returns = tuple(_of(reviews.reviews(session, year=one.year), one.row_id))
    spent = next(_of(underspends.underspends(session, year=one.year), one.row_id), None)
    told = telling.partnership_told(
        page,
        foot=next(_of(themes.footing(session, year=one.year), one.row_id), None),
        reserve=reserves.last(session, last_day(one.year)).get(one.row_id),
        tenths=reserves.months(session, year=one.year).get(one.row_id),
        returns=returns,
        underspend=spent,
    )
    mine = [each for every in page.documents.values() for each in every]
    now = next(iter(page.now), None)
    owner = ("allocation", now.id) if now is not None else ("partnership", one.row_id)
    owned = (*owner, page.partnership.name)
    return {
        "partnership": page,
        "told": told,
        "returns": returns,
        "underspend": spent,
        "documents": tuple(mine),
        "owner": owned,
    }


def _share(session: Session, one: Shown) -> dict[str, Any]:
    page = share_page(session, one.line_id, one.row_id, year=one.year)
    return {"share": page, "told": telling.share_told(page)}


def _theme(session: Session, one: Shown) -> dict[str, Any]:
    every = [*themes.theme_records(session), *themes.theme_records(session, archived=True)]
    theme = _found(every, one.row_id)
    names = {each.id: each.name for each in partnerships.partnerships(session, archived=True)}
    rows = [theme.id, *session.scalars(select(Spend.id).where(Spend.theme_id == theme.id))]
    told = telling.theme_told(
        theme,
        themes.spend(session, year=one.year),
        themes.footing(session, year=one.year),
        names,
        year_text=one.year_text,
        history=_history(session, one, rows),
    )
    return {"theme": theme, "told": told, "last_place": len(themes.theme_records(session))}


def _reserve(session: Session, one: Shown) -> dict[str, Any]:
    every = reserves.reserves(session)
    reserve = next((each for each in every if each.id == one.row_id), None)
    if reserve is None:  # nobody has declared anything: the line is the partnership's
        body = _found(partnerships.partnerships(session, archived=True), one.row_id)
        return {"told": telling_spending.silent_told(body.name, one.year_text)}
    mine = [each for each in every if each.partnership_id == reserve.partnership_id]
    told = telling_spending.reserve_told(
        reserve,
        tenths=reserves.months(session, year=one.year).get(reserve.partnership_id),
        others=mine,
        history=_history(session, one, [reserve.id]),
    )
    owner = ("reserve", reserve.id, f"{reserve.partnership}, reserve")
    return {"reserve": reserve, "told": told, "documents": tuple(documents(session, reserve.id)), "owner": owner}


def _review(session: Session, one: Shown) -> dict[str, Any]:
    review = next((each for each in reviews.reviews(session, year=one.year) if each.key == one.row_id), None)
    if review is None:
        raise Refused(GONE)
    mine = (Review.partnership_id == review.partnership_id, Review.year == one.year, Review.period == review.period)
    rows = session.scalars(select(Review.id).where(*mine)).all()
    told = telling_spending.review_told(review, style=one.year_style, history=_history(session, one, rows))
    owner = ("review", review.id, f"{review.partnership}, return") if review.id else None
    kept = tuple(documents(session, review.id)) if review.id else ()
    return {"review": review, "told": told, "documents": kept, "owner": owner}


def _underspend(session: Session, one: Shown) -> dict[str, Any]:
    spent = next(_of(underspends.underspends(session, year=one.year), one.row_id), None)
    if spent is None:
        raise Refused(GONE)
    mine = (Underspend.partnership_id == one.row_id, Underspend.year == one.year)
    rows = session.scalars(select(Underspend.id).where(*mine)).all()
    told = telling_spending.underspend_told(spent, style=one.year_style, history=_history(session, one, rows))
    return {"underspend": spent, "told": told}


def _scenario(session: Session, one: Shown) -> dict[str, Any]:
    scenario = scenarios.scenario(session, one.row_id)
    data = scenarios.bench_data(session, scenario.plan.line_id, year=scenario.plan.year)
    every = [*factors.factors(session), *factors.factors(session, archived=True)]
    names = {each.id: each.name for each in every}
    rows = [scenario.id, *scenarios.parts_of(session, scenario.id)]
    told = telling_bench.scenario_told(scenario, data, names, _history(session, one, rows))
    return {"scenario": scenario, "told": told}


def _factor(session: Session, one: Shown) -> dict[str, Any]:
    every = [*factors.factors(session), *factors.factors(session, archived=True)]
    factor = _found(every, one.row_id)
    rows = [factor.id, *session.scalars(select(FactorFigure.id).where(FactorFigure.factor_id == factor.id))]
    known = partnerships.partnerships(session)
    told = telling_bench.factor_told(factor, known, _history(session, one, rows))
    return {"factor": factor, "told": told}


def _body(session: Session, one: Shown) -> dict[str, Any]:
    page = partnership_page(session, one.row_id, year=one.year)
    owner = ("partnership", one.row_id, page.partnership.name)
    mine = [each for every in page.documents.values() for each in every]
    siblings = [each for each in partnerships.partnerships(session) if each.parent_id == page.partnership.parent_id]
    return {
        "partnership": page,
        "told": telling.body_told(page),
        "documents": tuple(mine),
        "owner": owner,
        "last_place": len(siblings),
    }


def _archived(session: Session, one: Shown) -> dict[str, Any]:
    """Whatever was put away: a partnership, a theme, a factor or a scenario."""
    readers = (
        ([each.id for each in partnerships.partnerships(session, archived=True)], _body),
        ([each.id for each in themes.theme_records(session, archived=True)], _theme),
        ([each.id for each in factors.factors(session, archived=True)], _factor),
        ([each.id for each in scenarios.scenarios(session, archived=True)], _scenario),
    )
    for ids, read in readers:
        if one.row_id in ids:
            return read(session, one)
    raise Refused(GONE)


class _OfPartnership(Protocol):
    @property
    def partnership_id(self) -> str: ...


P = TypeVar("P", bound=_OfPartnership)


def _of(every: Iterable[P], partnership_id: str) -> Iterator[P]:
    """Those that are of this partnership."""
    return (one for one in every if one.partnership_id == partnership_id)


def _found(every: Iterable[Any], row_id: str) -> Any:
    """The record with this id. Raises Refused when it is gone."""
    found = next((one for one in every if one.id == row_id), None)
    if found is None:
        raise Refused(GONE)
    return found


def _history(session: Session, one: Shown, rows: Sequence[str]) -> tuple[Entry, ...]:
    """What happened to these rows, and to the documents kept with them."""
    kept = session.scalars(select(Document.id).where(Document.about_id.in_(rows)))
    return tuple(history(session, [*rows, *kept], labels=LABELS, year_style=one.year_style))


Read = Callable[[Session, Shown], dict[str, Any]]
_READ: dict[str, Read] = {
    "line": _line,
    "pooled": _share,
    "themes": _theme,
    "reserves": _reserve,
    "reviews": _review,
    "underspends": _underspend,
    "scenarios": _scenario,
    "factors": _factor,
    "partnerships": _body,
    NONE: _body,
    "archived": _archived,
}
"""What reads a row of each kind of view."""
