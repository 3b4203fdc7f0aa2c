"""Adopting a scenario: what would be written, then the reason, then one step that can be taken back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal

from app.allocations import adopting, bench_fields
from app.allocations.adopting import Preview, YearPreview
from app.allocations.scenarios import ScenarioRecord
from app.money import format_pence
from app.years import format_year
from ui.desk import Desk
from ui.edits import Spec, editor
from ui.kit.asking import Asker
from ui.kit.form import RecordForm
from ui.kit.parts import Alert, Section, SmallTable
from ui.kit.split import Record
from ui.kit.words import plain

HEAD = "Adopt “{name}”"


class Adopting(Record):
    """The form in the place of the picture and its table, with all that adopting would write over it."""

    left = Signal()
    adopted = Signal(str)

    def __init__(self, desk: Desk, asker: Asker) -> None:
        super().__init__("Adopting a scenario")
        self._desk, self._asker = desk, asker
        self._asked = 0
        self.made: RecordForm | None = None

    def ask(self, one: ScenarioRecord) -> None:
        """Read what the scenario would write, and ask for the reason."""
        self._asked += 1
        asked = self._asked
        self._show_title(one)
        self.add(plain("What it would write is being read.", tone="second"))

        def then(found: Preview) -> None:
            if asked == self._asked:
                self._show(found)

        self._desk.read(then, adopting.preview, one.id)

    def _show(self, found: Preview) -> None:
        self._show_title(found.scenario)
        if found.problems:
            self.add(Alert("This cannot be adopted yet.", found.problems[0].text))
        else:
            self.add(_written(found))
        spec = Spec(
            HEAD.format(name=found.scenario.plan.name),
            "Adopt",
            "Adopt a scenario",
            bench_fields.ADOPT,
            adopting.adopt,
            args=(found.scenario.id,),
            fixed={"version": found.scenario.version, "amounts": found.amounts, "was": found.was},
            place=place_of(found.scenario),
        )
        self.made = editor(
            spec,
            self._desk,
            self._asker,
            saved=lambda _: self._on_saved(found),
            left=self._leave,
            year_style=found.year_style,
        )
        self.add(self.made)
        if found.problems:
            self.made.save_button.forbid(found.problems[0].text)
        self.made.form.focus_first()

    def _show_title(self, one: ScenarioRecord) -> None:
        self.made = None
        self.begin(HEAD.format(name=one.plan.name), "Allocations are written for every year, in one step.")

    def _leave(self) -> None:
        self.made = None
        self.left.emit()

    def _on_saved(self, found: Preview) -> None:
        self.made = None
        count = len(found.writings)
        self.adopted.emit(f"Adopted: {count} allocations written. Ctrl+Z takes it back")


def place_of(one: ScenarioRecord) -> dict[str, Any]:
    """The way back to a scenario's bench from what was typed there and not saved."""
    where = {"tab": "allocations", "view": "scenarios", "year": one.plan.year, "action": "bench"}
    return {**where, "row": one.id, "subject": one.id}


def _written(found: Preview) -> Section:
    """The amounts of each partnership in each year, and whether the year is firm or indicative."""
    listing = adopting.preview_listing(found)
    section = Section("What will be written")
    for one in found.years:
        section.add(plain(_year_words(found, one), "small", tone="second", wrap=True))
    table = SmallTable("What will be written", listing, total=True)
    section.add(table)
    return section


def _year_words(found: Preview, one: YearPreview) -> str:
    year = format_year(one.year, found.year_style)
    total = format_pence(one.total)
    if isinstance(one.budget, int):
        return f"{year}: {total}, firm, out of a budget of {format_pence(one.budget)}."
    none_yet = "the line has no budget yet and gets one with the word TBD"
    budget = none_yet if one.budget is None else f"its budget is {one.budget}"
    return f"{year}: {total}, indicative, since {budget}."
