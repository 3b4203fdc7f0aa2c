"""What is done with a decision and is no form: signing it, its papers, and all that is published of a year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from app.decisions import signing
from app.decisions.parts import DecisionSheetRecord
from app.decisions.shown import Decided
from app.money import format_pence
from app.years import format_year, year_of
from ui.desk import Desk
from ui.kit.asking import Asker
from ui.kit.panel import Panel
from ui.output import Output
from ui.tabs.scoring import decision_specs as specs
from ui.tabs.scoring import offers
from ui.tabs.scoring.publishing import PublishPanel

Run = Callable[[], None]


class Deciding:
    """The decisions of a page, for the person in front of it."""

    def __init__(self, page: Page, desk: Desk, asker: Asker) -> None:
        self._page, self._desk, self._asker = page, desk, asker

    def panels(self) -> Mapping[str, Callable[[Decided], None]]:
        """What each action does."""
        return {
            specs.SIGN: self._sign,
            specs.NOTICE: self._notice,
            specs.WHOLE: self._whole,
            specs.PUBLISH: self._publish,
            specs.LETTERS: self._letters,
            specs.BEFORE: lambda one: self._show(one.before),
            specs.AFTER: lambda one: self._show(one.after),
        }

    def papers(self, one: Decided | None) -> list[tuple[str, Run]]:
        """What can be printed of the chosen decision."""
        if one is None or one.key != offers.DECISIONS or one.decision is None:
            return []
        sheet = one.decision
        notice = [("Print the notice as it is published…", lambda: self._notice(one))] if sheet.is_signed else []
        return [*notice, ("Print the whole sheet…", lambda: self._whole(one))]

    def _sign(self, one: Decided) -> None:
        """Sign it once the person has said so: its number is given for ever."""
        sheet = one.decision
        if sheet is None or sheet.state != "for approval":
            return
        gives = f"It gives {format_pence(sheet.given)}. " if sheet.given else ""
        words = f"{gives}It has its number from then on, and stays as it was approved."
        if self._asker.confirm(f"Sign “{sheet.title}”", words, "Sign it"):
            self._desk.write(
                "Sign a decision",
                signing.sign,
                sheet.id,
                then=lambda called: self._signed(one, called),
                version=sheet.version,
                day=one.day,
            )

    def _signed(self, one: Decided, called: str) -> None:
        """It is of the year it was signed in, and is shown there."""
        self._page.said.emit(f"Signed as decision {called}")
        if one.decision is not None and year_of(one.day) != one.year:
            self._page.decision_asked.emit(one.decision.id, year_of(one.day))

    def _letters(self, one: Decided) -> None:
        """The first letter of the decision, among those of the others."""
        if one.letters and self._page.may_leave():
            self._page.go_to(offers.LETTERS, one.letters[0].id, None)

    def _notice(self, one: Decided) -> None:
        if one.decision is not None:
            self._page.output.print_notice(one.decision.id, one.day)

    def _whole(self, one: Decided) -> None:
        if one.decision is not None:
            self._page.output.print_decision(one.decision.id, one.day)

    def _show(self, sheet: DecisionSheetRecord | None) -> None:
        if sheet is not None:
            self._page.decision_asked.emit(sheet.id, sheet.year)

    def _publish(self, one: Decided) -> None:
        """Look at everything that can be published of the year, and write it into a folder."""
        year = format_year(one.year, one.year_style)
        self._page.put_panel(lambda: PublishPanel(self._desk, self._asker, self._page.output, one.year, year, one.day))


class Page(Protocol):
    """What of the page is needed here."""

    said: Any
    decision_asked: Any
    output: Output

    def may_leave(self) -> bool: ...
    def go_to(self, key: str, row_id: str, year: int | None) -> None: ...
    def put_panel(self, make: Callable[[], Panel]) -> None: ...
