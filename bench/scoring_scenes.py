"""The pages of the Scoring tab, to be drawn and to be looked over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bench import outcome_scenes
from bench.shared import settled
from ui.tabs.scoring.page import ScoringPage
from ui.window import Window

Scene = tuple[str, Callable[[Window], object]]
TODAY = date(2026, 6, 22)
"""The day the example's round is looked at on: the sheets were due on the 18th."""
LIST = ("ranking", "progress", "member", "agenda", "conflicts", "markers", "members", "rounds")
FORMS = ("stage change", "scheme", "anchors", "moderate", "agree", "type", "sent")
"""Forms that begin from the view of rounds, whatever its record."""


def scenes(name: str) -> list[Scene]:
    """Every view of the example with a round that is being scored; of the others the empty page alone."""
    if name != "essex":
        return [("scoring-none", _page)]
    return [
        *((f"scoring-{key}", _view(key)) for key in LIST),
        *((f"scoring-form-{action.replace(' ', '-')}", _form(action)) for action in FORMS),
        *outcome_scenes.scenes(_page),
    ]


def _page(window: Window) -> ScoringPage:
    """The tab on that day, with nothing open in it."""
    window.show_scoring()
    settled(window)
    page = window.scoring
    assert page is not None
    if page.today() != TODAY:
        page.today = lambda: TODAY
        page.refresh()
        settled(window)
    page.close_form()
    return page


def _view(key: str) -> Callable[[Window], ScoringPage]:
    def go(window: Window) -> ScoringPage:
        page = _page(window)
        page.show_view(key)
        settled(window)
        page.list.choose_first()
        settled(window)
        return page

    return go


def _form(action: str) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        page = _view("rounds")(window)
        page.start(action)
        settled(window)

    return go
