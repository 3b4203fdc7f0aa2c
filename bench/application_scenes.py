"""The pages of the Applications tab, to be drawn and to be looked over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bench.shared import settled
from ui.tabs.applications.page import ApplicationsPage
from ui.window import Window

Scene = tuple[str, Callable[[Window], object]]
TODAY = date(2026, 6, 15)
"""The day the example's round is looked at on."""
LIST = ("rounds", "bids", "states", "chase", "direct", "organisations", "archived")
OF_BID = (
    "bid change",
    "costs",
    "matches",
    "areas",
    "priorities",
    "answers",
    "gates",
    "state withdrawn",
    "check new",
    "view new",
    "contact new",
)
OF_ROUND = ("planner", "round extend", "round copy", "quick", "bid new")
OF_BODY = ("organisation change", "profile", "identifier new", "stop new", "merge")
"""Forms that open from the record of any bid, round or organisation."""


def scenes(name: str) -> list[Scene]:
    """Every view and form of an example that has rounds; of the others the empty page alone."""
    if name != "essex":
        return [("applications-none", _page)]
    return [
        *((f"applications-{key}", _view(key)) for key in LIST),
        ("applications-record-end", _record_end),
        *((f"applications-{action.replace(' ', '-')}", _form("bids", action)) for action in OF_BID),
        *((f"applications-{action.replace(' ', '-')}", _form("rounds", action)) for action in OF_ROUND),
        *((f"applications-{action.replace(' ', '-')}", _form("organisations", action)) for action in OF_BODY),
        ("applications-new", _new("rounds")),
        ("applications-direct-new", _new("direct")),
    ]


def _page(window: Window) -> ApplicationsPage:
    """The tab on that day, with nothing open in it."""
    window.show_applications()
    settled(window)
    page = window.applications
    assert page is not None
    if page.today() != TODAY:
        page.today = lambda: TODAY
        page.refresh()
        settled(window)
    page.close_form()
    return page


def _view(key: str) -> Callable[[Window], ApplicationsPage]:
    def go(window: Window) -> ApplicationsPage:
        page = _page(window)
        page.show_view(key)
        settled(window)
        page.list.choose_first()
        settled(window)
        return page

    return go


def _record_end(window: Window) -> None:
    bar = _view("bids")(window).record.verticalScrollBar()
    bar.setValue(bar.maximum())


def _form(key: str, action: str) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        page = _view(key)(window)
        if action in ("quick", "bid new"):
            page.start(action)
        else:
            page._do(action, "")

    return go


def _new(key: str) -> Callable[[Window], object]:
    return lambda window: _view(key)(window).new()
