"""The pages of the Scoring tab, to be drawn and to be looked over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from app.recommendations import lens, targets
from app.scoring import reading, stages
from bench.shared import settled
from ui.tabs.scoring.page import ScoringPage
from ui.window import Window

Scene = tuple[str, Callable[[Window], object]]
TODAY = date(2026, 6, 22)
"""The day the example's round is looked at on: the sheets were due on the 18th."""
LIST = ("ranking", "progress", "member", "agenda", "conflicts", "markers", "members", "rounds")
FORMS = ("stage change", "scheme", "anchors", "moderate", "agree", "type", "sent")
"""Forms that begin from the view of rounds, whatever its record."""

FAIR = ("", "targets", "swap", "what if")
"""What is looked at once the scores have been opened and targets set: the ranked list, and what begins from it."""


def scenes(name: str) -> list[Scene]:
    """Every view of the example with a round that is being scored; of the others the empty page alone."""
    if name != "essex":
        return [("scoring-none", _page)]
    return [
        *((f"scoring-{key}", _view(key)) for key in LIST),
        *((f"scoring-form-{action.replace(' ', '-')}", _form(action)) for action in FORMS),
        *((f"scoring-fair{f'-{action}' if action else ''}", _fair(action)) for action in FAIR),
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


def _fair(action: str) -> Callable[[Window], object]:
    """The ranked list with every score open and targets set for its priorities, and what is begun there."""

    def go(window: Window) -> None:
        page = _view("ranking")(window)
        key = page._in_force["stage"]
        window.desk.write("Open the scores", _open, key)
        settled(window)
        page.list.choose_first()
        settled(window)
        if action:
            page.start(action)
            settled(window)
        else:
            page.record.verticalScrollBar().setValue(page.record.verticalScrollBar().maximum())

    return go


def _open(session: Session, stage_id: str) -> None:
    """Open the scores of a stage, and aim at a quarter of the money for each of its first priorities."""
    of = reading.stage(session, stage_id)
    if of.is_opened:
        return
    stages.open_moderation(session, stage_id, version=of.version, reason="A sheet will not come.", day=TODAY)
    spread = lens.of_stage(session, stage_id).laid.spread
    aims = [*zip(spread.priorities, (300, 250), strict=False), *zip(spread.areas, (600, 200, 200), strict=False)]
    cells = {f"{key}:share": share for (key, _), share in aims}
    targets.set_targets(session, of.round_id, targets=cells, was={})
