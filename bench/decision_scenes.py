"""The decisions of the Scoring tab, to be drawn and to be looked over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.examples.essex_before import YEAR
from bench.scoring_scenes import Scene
from bench.shared import choose_year, settled
from ui.tabs.scoring.page import ScoringPage
from ui.window import Window

DAY = date(2026, 6, 22)
OF_STATE = {
    "Signed": ("decision supersede", "decision published"),
    "For approval": ("decision approve", "decision back"),
}
"""The forms that are drawn of the first decision that stands so."""
CHANGED = ("words", "awards", "advice", "interests", "publication", "implications", "option new")
OF_VIEW = ("decision new", "decision rule", "decision publish")


def scenes(name: str) -> list[Scene]:
    """The decisions of the example with a round that has been decided on: the list, one of each state, the forms."""
    if name != "essex":
        return []
    return [
        *((f"scoring-decisions-{_called(state)}", _decision(state)) for state in OF_STATE),
        *((f"scoring-form-{_called(one)}", _form(state, one)) for state, every in OF_STATE.items() for one in every),
        *((f"scoring-form-decision-{_called(one)}", _form("For approval", f"decision {one}")) for one in CHANGED),
        *((f"scoring-form-{_called(one)}", _start(one)) for one in OF_VIEW),
    ]


def _called(words: str) -> str:
    return words.lower().replace(" ", "-")


def _decisions(window: Window) -> ScoringPage:
    window.show_scoring()
    settled(window)
    page = window.scoring
    assert page is not None
    page.today = lambda: DAY
    page.close_form()
    choose_year(window, YEAR)
    page.show_view("decisions")
    settled(window)
    return page


def _decision(state: str) -> Callable[[Window], ScoringPage]:
    """The list with the first decision that stands so."""

    def go(window: Window) -> ScoringPage:
        page = _decisions(window)
        line = next(one for one in page.list.shown().lines if state in one.cells)
        page.list.choose(line.id)
        settled(window)
        page.record.verticalScrollBar().setValue(0)
        return page

    return go


def _form(state: str, action: str) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        page = _decision(state)(window)
        page._do(action, "")
        settled(window)

    return go


def _start(action: str) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        page = _decisions(window)
        page.start(action)
        settled(window)

    return go
