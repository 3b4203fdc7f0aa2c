"""What is recommended for the bids of a ranked round, to be drawn and to be looked over.

The example's present round is ranked for it, in the copy that is drawn, and what follows from the cut line drafted.
"""

from __future__ import annotations

from collections.abc import Callable

from app.recommendations import recommending
from app.scoring import stages
from bench.shared import settled
from ui.tabs.scoring.page import ScoringPage
from ui.window import Window

Scene = tuple[str, Callable[[Window], object]]
Page = Callable[[Window], ScoringPage]
OF_BID = ("recommend", "feedback", "recommend back", "cuts")
"""Forms about one bid, begun from its record."""
OF_STAGE = ("recommend many", "review")
"""What is begun from the view of outcomes."""


def scenes(page: Page) -> list[Scene]:
    """The ranked list with its line, the outcomes, their forms, the page they are committed on, and the reasons."""

    def named(action: str) -> str:
        return action.replace(" ", "-")

    return [
        ("scoring-ranked", lambda window: _view(page, window, "ranking")),
        ("scoring-outcomes", lambda window: _view(page, window, "outcomes")),
        *((f"scoring-outcome-{named(action)}", _of_bid(page, action)) for action in OF_BID),
        *((f"scoring-outcomes-{named(action)}", _of_stage(page, action)) for action in OF_STAGE),
        ("scoring-reasons", lambda window: _view(page, window, "reasons")),
    ]


def _view(page: Page, window: Window, key: str) -> ScoringPage:
    one = page(window)
    one.show_view("ranking")
    settled(window)
    _rank(window, one)
    one.show_view(key)
    settled(window)
    one.list.choose_first()
    settled(window)
    return one


def _rank(window: Window, page: ScoringPage) -> None:
    """Open the scores, agree the ranking and draft what follows from it, where that was not done before."""
    stage_id, day = page._in_force["stage"], page.today()

    def then(one: object) -> None:
        version = getattr(one, "version", 0)
        if getattr(one, "ranked_on", None) is not None:
            return
        window.desk.write(
            "Open moderation", stages.open_moderation, stage_id, version=version, reason="Enough are in.", day=day
        )
        window.desk.write("Agree the ranking", stages.agree_ranking, stage_id, version=version + 1, day=day)
        window.desk.write("Draft", recommending.draft_from_line, stage_id)

    from app.scoring.reading import stage

    window.desk.read(then, stage, stage_id)
    settled(window)
    settled(window)


def _of_bid(page: Page, action: str) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        one = _view(page, window, "outcomes")
        if action == "cuts":
            _reduce(window, one)
        one._do(action, "")
        settled(window)

    return go


def _reduce(window: Window, page: ScoringPage) -> None:
    """The chosen bid is to have £1,000 less than it asks for, unless it is funded in part already."""
    shown = page._shown
    if shown is None or shown.recommended is None or shown.recommended.amount is None or shown.stage is None:
        return
    known = shown.recommended
    if known.outcome == "fund":
        window.desk.write(
            "Recommend",
            recommending.set_one,
            shown.stage.id,
            known.application_id,
            version=known.version,
            outcome="reduced",
            amount=shown.recommended.amount - 1_000_00,
            reason="So that more could be funded.",
        )
        settled(window)
        settled(window)


def _of_stage(page: Page, action: str) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        _view(page, window, "outcomes").start(action)
        settled(window)

    return go
