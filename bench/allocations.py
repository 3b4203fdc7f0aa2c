"""The pages of the Allocations tab, to be drawn and to be looked over."""

from __future__ import annotations

from collections.abc import Callable

from app.allocations.views import kind_of
from bench.benched import forget
from bench.shared import settled
from ui.tabs.allocations.page import AllocationsPage
from ui.window import Window

Scene = tuple[str, Callable[[Window], object]]
KINDS = {
    "line": "allocations-line",
    "pooled": "allocations-pooled",
    "themes": "allocations-themes",
    "reserves": "allocations-reserves",
    "reviews": "allocations-reviews",
    "underspends": "allocations-underspends",
    "scenarios": "allocations-scenarios",
    "factors": "allocations-factors",
    "partnerships": "allocations-partnerships",
    "archived": "allocations-archived",
}


def scenes(name: str) -> list[Scene]:
    """Every view, then what is opened from them; the forms only where the example has something to put into them."""
    listed: list[Scene] = [(scene, _view(kind)) for kind, scene in KINDS.items() if kind != "pooled" or _is_devon(name)]
    if not _is_devon(name):
        return listed
    return [
        *listed,
        ("allocations-partnership", _record("line", 0)),
        ("allocations-addition-form", _start("line", "new addition")),
        ("allocations-form", _form("line", "allocation")),
        ("allocations-enter", _start("line", "enter")),
        ("allocations-enter-shares", _start("pooled", "enter shares")),
        ("allocations-enter-spend", _start("themes", "enter spend", 2018)),
        ("allocations-themes-2018", _view("themes", 2018)),
        ("allocations-enter-reserves", _start("reserves", "enter reserves")),
        ("allocations-figures", _start("factors", "figures")),
        ("allocations-return-form", _form("reviews", "review")),
        ("allocations-rule-form", _start("reviews", "rule")),
        ("allocations-new-scenario", _start("scenarios", "new scenario")),
        ("allocations-paste", _paste),
        ("allocations-none", _nothing),
    ]


def more_scenes() -> list[Scene]:
    """The forms that the pictures leave out, to be looked over with the others."""
    forms = (
        ("line", "document"),
        ("line", "declare"),
        ("pooled", "share"),
        ("themes", "theme"),
        ("reserves", "reserve"),
        ("scenarios", "copy"),
        ("factors", "factor"),
        ("partnerships", "partnership"),
    )
    starts = (
        ("themes", "new theme"),
        ("reserves", "new reserve"),
        ("reviews", "new return"),
        ("factors", "new factor"),
        ("partnerships", "new partnership"),
    )
    return [
        *((f"{action} form", _form(kind, action)) for kind, action in forms),
        *((f"{action} form", _start(kind, action)) for kind, action in starts),
    ]


def _is_devon(name: str) -> bool:
    return name == "devon-cornwall"


def _page(window: Window, year: int | None = None) -> AllocationsPage:
    """The tab, with nothing open in it."""
    window.show_allocations()
    settled(window)
    page = window.allocations
    assert page is not None
    forget(page)
    if year is not None or page._year != window._year:
        page.set_year(year or window._year or 0)
        settled(window)
    return page


def _view(kind: str, year: int | None = None) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        page = _page(window, year)
        assert page._view is not None
        page.show_view(next(key for key, _ in page._view.views if kind_of(key) == kind))
        settled(window)
        page.list.choose_first()

    return go


def _record(kind: str, at: int) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        _view(kind)(window)
        settled(window)
        page = _page(window)
        page.list.choose(page.list.shown_ids()[at])

    return go


def _form(kind: str, action: str) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        _view(kind)(window)
        settled(window)
        _page(window)._do(action, "")

    return go


def _start(kind: str, action: str, year: int | None = None) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        _view(kind, year)(window)
        settled(window)
        page = window.allocations
        assert page is not None
        page.start(action)

    return go


def _paste(window: Window) -> None:
    from PySide6.QtWidgets import QApplication

    _view("line")(window)
    settled(window)
    QApplication.clipboard().setText("Partnership\t2019/20\nPlymouth\t401,000\nTorbay\t£3,0000\nNowhere\t5\n")
    page = window.allocations
    assert page is not None
    page.paste()


def _nothing(window: Window) -> None:
    """What an office without partnerships sees in the place of all this."""
    page = _page(window)
    page.stack.setCurrentWidget(page.empty)
