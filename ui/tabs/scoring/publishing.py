"""All that is published of a year, looked at before it is written into a folder: what goes in, and what may not.

Nothing is written of what is left out, and the folder is there whole or not at all.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy
from shiboken6 import isValid

from app.listing import Column, Line, Listing
from app.progress import Progress
from ui.desk import Desk
from ui.kit import state, theme
from ui.kit.asking import Asker
from ui.kit.controls import Button
from ui.kit.panel import Panel
from ui.kit.parts import FactRows, Section
from ui.kit.split import Record
from ui.kit.table import ListView
from ui.kit.words import plain
from ui.output import Output

if TYPE_CHECKING:
    from app.papers.publish_set import Item, PublishSet

GOES_IN, LEFT_OUT = "Goes in", "Left out"
TONES = {GOES_IN: "ok", LEFT_OUT: "warn"}
COLUMNS = (
    Column("title", "Title"),
    Column("state", "State", "chip"),
    Column("kind", "Kind"),
    Column("reference", "Number"),
    Column("day", "Date", "day"),
    Column("why", "Why it is left out"),
)
ABOUT = (
    "Notices, statistics, lists and papers, with an index. Each is searched for every personal value this office has; "
    "what holds one, or is marked -SENSITIVE, is left out."
)
LIST, RECORD = 190, 120
"""The least heights of the list and of what is said of one line, in px at the usual size of text."""


class PublishPanel(Panel):
    """Everything of a year (its start year) as it could be published on a day; `called` is the year in words."""

    def __init__(self, desk: Desk, asker: Asker, output: Output, year: int, called: str, day: date) -> None:
        super().__init__(f"Published for {called}", ABOUT)
        self._desk, self._asker, self._output = desk, asker, output
        self._year, self._called, self._day = year, called, day
        self._items: tuple[Item, ...] = ()
        self._build()
        self._read()

    def _build(self) -> None:
        now = theme.current()
        self.summary = plain("Looking through the year…", weight=600, wrap=True)
        self.list = ListView("Everything of the year", total=False, tones=TONES, empty="There is nothing to publish.")
        self.list.show_listing(Listing("Everything of the year", COLUMNS, ()))
        self.record = Record("Chosen line")
        for part, least in ((self.list, LIST), (self.record, RECORD)):
            # both share the page and scroll in themselves, however much is in them
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
            part.setMinimumHeight(now.gap(least))
        self.write_button = Button("Write the folder…", "download", "primary")
        self.write_button.clicked.connect(self._write)
        self.write_button.forbid("The year is still being looked through.")
        self.column.addWidget(self.summary)
        self.column.addWidget(self.list, 3)
        self.column.addWidget(self.record, 2)
        self.close_with(self.write_button)
        self.list.chosen.connect(lambda _: self._show_chosen())

    def take_keyboard(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> None:
        self._desk.read(self._show, _gather, year=self._year, day=self._day)

    def _show(self, found: PublishSet) -> None:
        if not isValid(self):  # left before the file had answered
            return
        self._items = found.items
        lines = tuple(
            Line(
                str(at),
                (
                    one.title,
                    LEFT_OUT if one.why else GOES_IN,
                    one.kind,
                    one.reference,
                    one.day,
                    " ".join(one.why),
                ),
            )
            for at, one in enumerate(found.items)
        )
        self.list.show_listing(Listing("Everything of the year", COLUMNS, lines))
        self.summary.setText(_sum(len(found.inside), len(found.left_out)))
        self.list.choose_first()
        if found.inside:
            self.write_button.permit()
        else:
            self.write_button.forbid("There is nothing to publish in this year.")

    def _show_chosen(self) -> None:
        chosen = self.list.chosen_id()
        if not chosen:
            self.record.begin("Nothing chosen")
            return
        one = self._items[int(chosen)]
        self.record.begin(one.title, " · ".join(filter(None, (one.reference, one.kind))))
        if one.why:
            section = Section("Why it is left out")
            for sentence in one.why:
                section.add(plain(sentence, wrap=True))
            self.record.add(section)
        else:
            self.record.add(FactRows([("It goes in", "Nothing personal and nothing sensitive was found in it.")]))

    def _write(self) -> None:
        kept = state.kept("folder", "")
        parent = self._asker.choose_folder("Write all that is published into a folder", Path(str(kept)))
        if parent is None:
            return
        state.keep("folder", str(parent))
        folder = parent / f"Published {self._called.replace('/', '-')}"

        def write(found: PublishSet, progress: Progress) -> str:
            from app.exchange.csvs import write_csv
            from app.papers.publish_set import write_set

            index = write_set(found, folder, write_table=write_csv, progress=progress)
            return f"{_wrote(len(index.lines))} in {folder}. {_sum(len(found.inside), len(found.left_out))}"

        self._output.write_folder("Writing what is published…", write, _gather, year=self._year, day=self._day)


def _gather(session: Any, *, year: int, day: date) -> PublishSet:
    # imported on the worker: the publisher is not needed before
    from app.papers.publish_set import gather_set

    return gather_set(session, year=year, day=day)


def _wrote(count: int) -> str:
    return f"{count:,} {'file' if count == 1 else 'files'} and an index"


def _sum(inside: int, left_out: int) -> str:
    """“12 go into the folder, 3 are left out.”"""
    goes = f"{inside:,} {'goes' if inside == 1 else 'go'} into the folder"
    left = f", {left_out:,} {'is' if left_out == 1 else 'are'} left out" if left_out else ""
    return f"{goes}{left}." if inside or left_out else "There is nothing to publish in this year."
