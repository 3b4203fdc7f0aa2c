"""The views of the Scoring page with those of decisions and letters, until decisions have a tab of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from app.decisions import reading
from app.decisions.decision_list import MAKING, in_sight, listed
from app.decisions.letter_views import letters_view
from app.decisions.parts import DecisionSheetRecord
from app.funds.table import Headline, Run
from app.grants.headlines import counted
from app.money import Pence, format_pence
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
        return _decisions(session, found)
    if key == LETTERS:
        headline, listing = letters_view(session, year=year)
        return replace(found, key=key, headline=headline, listing=listing)
    return found


def _decisions(session: Session, found: View) -> View:
    """The decisions of the year, and those in the making of whatever year."""
    known = reading.sheets(session)
    every = in_sight(session, known, found.year)
    listing = listed(session, known, every, year=found.year)
    return replace(found, key=DECISIONS, headline=decisions_headline(every, found.year), listing=listing)


def decisions_headline(every: Sequence[DecisionSheetRecord], year: int) -> Headline:
    """How many decisions are signed in a year and what they give, and how many others wait or are being written."""
    counts = Counter(one.state for one in every if one.state in MAKING or one.year == year)
    elsewhere = sum(one.is_signed and one.year != year for one in every)
    signed = [one for one in every if one.is_signed and one.year == year and not one.superseded_by]
    waiting, drafts = counts["for approval"], counts["draft"]
    below = [
        *([f"{counted(waiting, 'decision waits', 'decisions wait')} for approval."] if waiting else []),
        *([f"{counted(drafts, 'is', 'are')} being written."] if drafts else []),
        *([f"{counted(elsewhere, 'is', 'are')} of a year without a budget."] if elsewhere else []),
    ]
    if not counts["signed"]:
        return Headline((Run(f"No decision signed {'in this year' if elsewhere else 'yet'}"),), " ".join(below))
    given = format_pence(Pence(sum(one.given for one in signed)))
    runs = (Run(counted(counts["signed"], "decision"), True), Run(" signed, "), Run(given, True), Run(" given"))
    return Headline(runs, " ".join(below))
