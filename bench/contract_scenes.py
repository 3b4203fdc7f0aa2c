"""The pages of the Contracts tab, to be drawn and to be looked over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bench.shared import settled
from ui.tabs.contracts.page import ContractsPage
from ui.window import Window

Scene = tuple[str, Callable[[Window], object]]
TODAY = date(2019, 11, 14)
"""The day the examples are looked at on: in the middle of what they hold."""
LIST = ("running", "dates", "expiry", "reviews", "notices", "all", "thresholds", "archived")
FORMS = (
    "change",
    "option new",
    "break new",
    "variation new",
    "shares",
    "years",
    "partner new",
    "condition new",
    "sub new",
    "publish",
    "indicator new",
    "action new",
    "notice new",
)
"""Forms that open from the record of any contract."""


def scenes(name: str) -> list[Scene]:
    """Every view, then what is opened from the first contract; the rest only where the example has contracts."""
    if name != "devon-cornwall":
        return [("contracts-none", _page)]
    return [
        *((f"contracts-{key}", _view(key)) for key in LIST),
        ("contracts-record", _record),
        ("contracts-record-end", _record_end),
        ("contracts-new", lambda window: _page(window).start("new")),
        *((f"contracts-{action.replace(' ', '-')}", _form(action)) for action in FORMS),
    ]


def _page(window: Window) -> ContractsPage:
    """The tab on that day, with nothing open in it."""
    window.show_contracts()
    settled(window)
    page = window.contracts
    assert page is not None
    if page.today() != TODAY:
        page.today = lambda: TODAY
        page.refresh()
        settled(window)
    page.close_form()
    return page


def _view(key: str) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        page = _page(window)
        page.show_view(key)
        settled(window)
        page.list.choose_first()

    return go


def _record(window: Window) -> ContractsPage:
    """The contract with the partner whose money ends first."""
    _view("running")(window)
    page = _page(window)
    assert page._view is not None
    ids = {line.cells[0]: line.id for line in page._view.listing.lines}
    page.list.choose(next(one for title, one in ids.items() if "ISVA" in str(title)))
    settled(window)
    return page


def _record_end(window: Window) -> None:
    bar = _record(window).record.verticalScrollBar()
    bar.setValue(bar.maximum())


def _form(action: str) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        _record(window)._do(action, "")

    return go
