"""The letters of the Scoring tab, to be drawn and to be looked over."""

from __future__ import annotations

from collections.abc import Callable

from app.examples.essex_before import YEAR
from bench.scoring_scenes import Scene
from bench.shared import choose_year, settled
from ui.tabs.scoring.page import ScoringPage
from ui.window import Window

FORMS = ("letter change", "letter sent")


def scenes(name: str) -> list[Scene]:
    """The letters of the example with a round that has been decided on: the list, a letter to read, the forms."""
    if name != "essex":
        return []
    return [
        ("scoring-letters", _letters),
        ("scoring-letters-read", _action("letters read")),
        *((f"scoring-form-{action.replace(' ', '-')}", _form(action)) for action in FORMS),
    ]


def _letters(window: Window) -> ScoringPage:
    window.show_scoring()
    settled(window)
    page = window.scoring
    assert page is not None
    page.close_form()
    choose_year(window, YEAR)
    page.show_view("letters")
    settled(window)
    page.list.choose_first()
    settled(window)
    return page


def _action(action: str) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        page = _letters(window)
        page._do(action, "")
        settled(window)

    return go


def _form(action: str) -> Callable[[Window], object]:
    """The form of a letter that has not been given out: those of the example all have."""

    def go(window: Window) -> None:
        _action("letter unsent")(window)
        _action(action)(window)

    return go
