"""The views of the Scoring page with those of decisions and letters, until decisions have a tab of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from app.decisions.decision_list import decision_list
from app.decisions.letter_views import letters_view
from app.grants.headlines import count_headline
from app.listing import Listing
from app.recommendations import views
from app.scoring.views import MEMBERS, View

DECISIONS, LETTERS = "decisions", "letters"
VIEWS = ((DECISIONS, "Decisions"), (LETTERS, "Letters"))


def view(
    session: Session,
    key: str,
    *,
    year: int,
    day: date,
    round_id: str = "",
    stage_id: str = "",
    member_id: str = "",
) -> View:
    """As `recommendations.views.view`, with the decisions of the year and their letters."""
    below = MEMBERS if key in (DECISIONS, LETTERS) else key
    found = views.view(session, below, year=year, day=day, round_id=round_id, stage_id=stage_id, member_id=member_id)
    found = replace(found, views=(*found.views, *VIEWS))
    if key == DECISIONS:
        return _with(found, key, "decision", decision_list(session, year=year))
    if key == LETTERS:
        headline, listing = letters_view(session, year=year)
        return replace(found, key=key, headline=headline, listing=listing)
    return found


def _with(found: View, key: str, what: str, listing: Listing) -> View:
    headline = count_headline(what, len(listing.lines), none=f"No {what} yet", many=f"{what}s")
    return replace(found, key=key, headline=headline, listing=listing)
