"""What the Scoring page shows and does about fairness: the part under a record, the swap, and what if."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from app.decisions.shown import Decided
from app.recommendations.fair import Fair, fair, to_try
from app.recommendations.what_if import Base
from app.scoring.views import View
from ui.desk import Desk
from ui.kit.asking import Asker
from ui.kit.panel import Panel
from ui.tabs.scoring.fairgrid import ABOVE, RECOMMENDED, FairPart, part_of
from ui.tabs.scoring.offers import OUTCOMES, RANKING

NOTHING = "Nothing is above the line yet. It is drawn once the bids have places in the ranked list."

NO_BIDS = "No bid is scored at this stage, so that there is nothing to try."


class Fairing:
    """The fairness of the stage in force, read with its list and kept until the next one is read."""

    def __init__(self, page: Page, desk: Desk, asker: Asker) -> None:
        self._page, self._desk, self._asker = page, desk, asker
        self._found: Fair | None = None
        self._wanted: dict[str, str] = {RANKING: ABOVE, OUTCOMES: RECOMMENDED}
        """Which money each view shows; a person may choose the other."""

    def read(self, view: View) -> None:
        """Read it with a view that shows it."""
        if view.key not in self._wanted or not view.stage_id:
            self._found = None
        else:
            if self._found is not None and self._found.stage.id != view.stage_id:
                self._found = None
            self._desk.read(self._on_read, fair, view.stage_id)

    def _on_read(self, found: Fair) -> None:
        before, self._found = self._found, found
        if not found.is_as(before):
            self._page.show_fairness()

    def parts(self, one: Decided) -> Sequence[FairPart]:
        """What stands under a record: nothing where its view has none, and while nobody is given anything."""
        found = self._found
        if found is None or one.key not in self._wanted or one.stage is None or one.stage.id != found.stage.id:
            return ()

        def chosen(key: str) -> None:
            self._wanted[one.key] = key

        can_save = not self._desk.read_only
        made = part_of(found, self._wanted[one.key], self._page.start, can_save=can_save, chosen=chosen)
        return () if made is None else (made,)

    def panels(self) -> Mapping[str, Callable[[Decided], None]]:
        """What each action does."""
        return {"swap": self._swap, "what if": self._what_if}

    def _swap(self, one: Decided) -> None:
        if one.stage is not None:
            chosen = self._page.list.chosen_id()
            self._desk.read(lambda found: self._show_swap(found, chosen), fair, one.stage.id)

    def _show_swap(self, found: Fair, chosen: str) -> None:
        from ui.tabs.scoring.swap import SwapPanel

        if not found.cut.above:
            self._asker.inform("A swap at the cut line", NOTHING)
            return
        self._page.put_panel(lambda: SwapPanel(self._desk, found, self._page.said.emit, chosen=chosen))

    def _what_if(self, one: Decided) -> None:
        if one.stage is not None:
            self._desk.read(self._show_what_if, to_try, one.stage.id)

    def _show_what_if(self, read: tuple[Base, Fair]) -> None:
        from ui.tabs.scoring.whatif import WhatIfPanel

        if not read[0].entries:
            self._asker.inform("What if", NO_BIDS)
            return
        self._page.put_panel(lambda: WhatIfPanel(self._desk, self._asker, *read, self._page.said.emit))


class Page(Protocol):
    """What of the page is needed here."""

    said: Any
    list: Any

    def show_fairness(self) -> None: ...
    def start(self, action: str) -> None: ...
    def put_panel(self, make: Callable[[], Panel]) -> None: ...
