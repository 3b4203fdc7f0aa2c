"""Gathering the paper on spend by theme in one read."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.allocations import allocations, themes
from app.allocations.given import given, grantees
from app.papers.claims import stated_claims
from app.papers.imprint import gather_imprint
from app.papers.theme_paper import ThemePaper
from app.papers.tiers import without_kind
from app.papers.unlike import differences
from db.allocations import Spend


def newest_spend(session: Session) -> int | None:
    """The newest year (its start year) with spend by theme; None where there is none."""
    return session.scalar(select(func.max(Spend.year)).where(Spend.archived.is_(False)))


def gather_themes(session: Session, *, year: int, day: date) -> ThemePaper:
    """The spend plan of `year` (a start year) with what it is to come to, as dated `day`."""
    known, own, cells = grantees(session, year=year), given(session, year=year), themes.spend(session, year=year)
    spenders = {one.partnership_id for one in cells}
    imprint = gather_imprint(session, day=day)
    ids = {row_id for cell in cells for row_id in cell.ids}
    claims = [one for one in stated_claims(session) if one.rows and one.rows <= ids]
    return ThemePaper(
        imprint=imprint,
        year=year,
        spenders=tuple(one for one in known.values() if one.id in spenders),
        themes=tuple({one.theme_id: one.theme for one in cells}.items()),
        cells=tuple(cells),
        feet=tuple(themes.footing(session, year=year)),
        unplanned=tuple(themes.unplanned(known, own, spenders)) if cells else (),
        additions=tuple(allocations.additions(session, year=year)),
        sharers=tuple((one.id, without_kind(one.short)) for one in known.values()),
        stated=differences(claims, imprint.named),
        newest=newest_spend(session),
    )
