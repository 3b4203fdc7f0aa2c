"""The pages of the Scoring tab, to be drawn and to be looked over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from app.examples.essex_before import REFERENCE as BEFORE
from app.recommendations import panel_days, sitting
from app.recommendations import reading as recommended
from app.scoring import reading, stages
from bench import outcome_scenes
from bench.shared import settled
from ui.tabs.scoring.page import ScoringPage
from ui.tabs.scoring.room import RoomPanel
from ui.window import Window

Scene = tuple[str, Callable[[Window], object]]
TODAY = date(2026, 6, 22)
"""The day the example's round is looked at on: the sheets were due on the 18th."""
LIST = ("ranking", "progress", "member", "agenda", "conflicts", "markers", "members", "rounds")
FORMS = ("stage change", "scheme", "anchors", "moderate", "agree", "type", "sent")
"""Forms that begin from the view of rounds, whatever its record."""

FAIR = ("", "targets", "swap", "what if")
"""What is looked at once the scores have been opened: the ranked list, and what begins from it."""


def scenes(name: str) -> list[Scene]:
    """Every view of the example with a round that is being scored; of the others the empty page alone."""
    if name != "essex":
        return [("scoring-none", _page)]
    return [
        *((f"scoring-{key}", _view(key)) for key in LIST),
        *((f"scoring-form-{action.replace(' ', '-')}", _form(action)) for action in FORMS),
        *outcome_scenes.scenes(_page),
        ("scoring-days", _held),
        ("scoring-day-form", _day_form),
        ("scoring-room", _room),
        ("scoring-room-typed", _room_typed),
        *((f"scoring-fair{f'-{action}' if action else ''}", _fair(action)) for action in FAIR),
        # last, as the round that is looked into stays so
        ("scoring-decided", _decided("ranking")),
        ("scoring-decided-outcomes", _decided("outcomes")),
        ("scoring-decided-days", _decided("days")),
        ("scoring-decided-room", _room_before),
    ]


def _held(window: Window) -> ScoringPage:
    """The panel days of the round that is being scored, with one that meets: three bids were dealt with, a fourth is
    talked about."""
    page = _view("days")(window)
    stage_id = page._in_force["stage"]

    def hold(session: Session) -> None:
        if recommended.days(session, stage_id):
            return
        day_id = panel_days.set_up(session, stage_id, held_on=TODAY, place="Room 2", quorum=3, which="all")
        sitting.all_come(session, day_id, at="09:55")
        sitting.start(session, day_id, at="10:00")
        items = recommended.day_(session, day_id).items
        for at, item in enumerate(items[:3]):
            sitting.begin_item(session, item.id, at=f"10:{10 * at + 2:02}")
            sitting.end_item(session, item.id, at=f"10:{10 * at + 11:02}")
        sitting.begin_item(session, items[3].id, at="10:34")

    window.desk.write("Hold a panel day", hold)
    settled(window)
    page.list.choose_first()
    settled(window)
    return page


def _room(window: Window) -> RoomPanel:
    page = _held(window)
    page.now = lambda: "10:40"
    page._do("room", "")
    settled(window)
    panel = page._panel
    assert isinstance(panel, RoomPanel)
    return panel


def _day_form(window: Window) -> None:
    _held(window).start("day new")
    settled(window)


def _room_typed(window: Window) -> None:
    """A score is being agreed on, and the drive has just gone."""
    panel = _room(window)
    made = panel.typing.form
    assert made is not None
    for key, text in (
        ("score", "74"),
        ("reason", "A safeguarding lead is named at annex 3."),
        ("note", "Start in May."),
    ):
        if key in made.form.typed():
            made.form.box(key).type_back(text)
    settled(window)


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


def _decided(key: str) -> Callable[[Window], ScoringPage]:
    """A view of the round of the year before, of which everything has been decided."""

    def go(window: Window) -> ScoringPage:
        page = _page(window)
        page.show_view("ranking")
        settled(window)
        box = page.choices["round"]
        at = next(at for at in range(box.count()) if BEFORE in box.itemText(at))
        box.setCurrentIndex(at)
        box.activated.emit(at)
        settled(window)
        return _view(key)(window)

    return go


def _room_before(window: Window) -> None:
    """The room of a panel day that has ended, with the line drawn."""
    _decided("days")(window)._do("room", "")
    settled(window)


def _form(action: str) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        page = _view("rounds")(window)
        page.start(action)
        settled(window)

    return go


def _fair(action: str) -> Callable[[Window], object]:
    """The ranked list with every score open, and what is begun there."""

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
    """Open the scores of a stage."""
    of = reading.stage(session, stage_id)
    if not of.is_opened:
        stages.open_moderation(session, stage_id, version=of.version, reason="A sheet will not come.", day=TODAY)
