"""What moving the cut line costs with 2,000 bids: in a trial of another pot or other weights, and on a panel day."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from app.coding import Call
from app.door import Office
from app.examples import make_example
from app.examples.bids import made
from app.money import Pence
from app.recommendations import ahead, fair, lens, panel_days, room, sitting, what_if
from app.recommendations.what_if import Trial, worked
from app.who import here
from bench.bid_rows import fill
from bench.measure import Row, alone, cpu_ms, in_turn
from bench.score_rows import STAGE, fill_scores
from bench.scoring import Scored, retyping

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableView

BIDS, LISTED = 2_000, 100
ROOM = (1278, 654)
"""What a small window leaves for the page, in px."""
MOST_MS = 50.0
DAY = date(2026, 7, 6)


def measure() -> list[Row]:
    """The line with the fairness grid beside it as the pot moves, other weights, and the room after a score."""
    with TemporaryDirectory() as name, _scored(Path(name)) as scored:
        return [*_tried(scored), *_painted(scored), *_met(scored)]


@contextmanager
def _scored(folder: Path) -> Iterator[Scored]:
    path = folder / "office.opcc"
    make_example(path, "essex")
    with closing(sqlite3.connect(path)) as bare:
        round_id = fill(bare, [replace(one, state="ready", fails=0) for one in made(BIDS)])
        # half of what is asked for, so that the line has bids above it and below
        bare.execute("UPDATE round SET pot_pence = (SELECT sum(requested_pence) / 2 FROM application)")
        bids = [key for (key,) in bare.execute("SELECT id FROM application ORDER BY reference")]
        fill_scores(bare, round_id, bids)
        office = Office(path, here())
        try:
            yield Scored(office, bare, bids)
        finally:
            office.close()


def _tried(scored: Scored) -> list[Row]:
    """A trial that is read once, and what each change of it costs until all of it can be painted."""
    reading = cpu_ms(lambda: scored.office.read(what_if.base, STAGE))
    base, looked = scored.office.read(what_if.base, STAGE), scored.office.read(lens.of_stage, STAGE)
    heaviest = max(base.weights, key=lambda key: base.weights[key])
    at = 0

    def pot() -> None:
        looked.above(worked(base, Trial(pot=Pence(base.pot + at * 100_00))).cut)

    def weights() -> None:
        looked.above(worked(base, Trial(weights={heaviest: base.weights[heaviest] + at})).cut)

    def changed(tried: Callable[[], None]) -> Callable[[], float]:
        def run() -> float:
            nonlocal at
            at += 1
            return cpu_ms(tried)

        return run

    note = (f"after {reading:,.0f} ms in which all of it is read once",)
    return [
        _within("another pot: the line, who flips and the fairness grid", changed(pot), note),
        _within("other weights: every score and place besides", changed(weights)),
    ]


def _painted(scored: Scored) -> list[Row]:
    """The same in the window: a key in a box, until the line, the list, who flips and the fairness grid are painted.

    Beside it a bare Qt table of as many rows, every cell of which is said to have changed.
    """
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from ui.desk import Desk
    from ui.kit.asking import Asker
    from ui.tabs.scoring.whatif import WhatIfPanel

    app = QApplication.instance() or QApplication(["bench"])
    assert isinstance(app, QApplication)
    base, found = scored.office.read(fair.to_try, STAGE)
    panel = WhatIfPanel(Desk(), Asker(), base, found, lambda _: None)
    bare = _bare_table()
    for one in (panel, bare):
        one.resize(*ROOM)
        one.show()
    app.processEvents()

    def typed(key: str) -> Callable[[], float]:
        """A figure gets a digit more, and loses it again, in turn."""
        line = panel.form.box(key).control
        at = 0

        def run() -> float:
            nonlocal at
            at += 1
            pressed = Qt.Key.Key_0 if at % 2 else Qt.Key.Key_Backspace
            return cpu_ms(lambda: (QTest.keyClick(line, pressed), app.processEvents()))

        return run

    def again() -> float:
        model = bare.model()
        last = model.index(model.rowCount() - 1, model.columnCount() - 1)

        def change() -> None:
            model.dataChanged.emit(model.index(0, 0), last)
            app.processEvents()

        return cpu_ms(change)

    def row(what: str, key: str, text: str) -> Row:
        box = panel.form.box(key)
        box.type_back(text)
        box.control.setFocus()
        ms, bare_ms, runs = in_turn(typed(key), again)
        return Row(
            f"{what}, painted, {BIDS:,} bids",
            ms,
            runs,
            "a bare Qt table painted again",
            bare_ms,
            f"< {MOST_MS:.0f} ms",
            ms < MOST_MS,
        )

    heaviest = max(base.weights, key=lambda one: base.weights[one])
    rows = [
        row("another pot typed", "pot", f"{base.pot // 100 // 10}"),
        row("another weight typed", f"weight {heaviest}", "2"),
    ]
    for one in (panel, bare):
        one.close()
    return rows


def _bare_table() -> QTableView:
    """As many rows and columns of figures as the list of a trial has, and nothing of ours in it."""
    from PySide6.QtCore import QAbstractTableModel, Qt
    from PySide6.QtWidgets import QTableView

    class Bare(QAbstractTableModel):
        def rowCount(self, parent: Any = None) -> int:
            return BIDS

        def columnCount(self, parent: Any = None) -> int:
            return 7

        def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
            return "16,950" if role == Qt.ItemDataRole.DisplayRole else None

    table = QTableView()
    table.setModel(Bare(table))
    return table


def _met(scored: Scored) -> list[Row]:
    """A score is changed in turn on a panel day with a long list, and the room follows."""
    day_id = scored.office.write("Panel day", panel_days.set_up, STAGE, held_on=DAY, quorum=2, which="none")
    scored.office.write("List", panel_days.put_on, day_id, application_ids=scored.bids[:LISTED])
    before = scored.office.read(room.room, day_id)
    bid = scored.bids[0]
    retype = retyping(scored, bid)

    def scores() -> float:
        retype()
        return cpu_ms(lambda: scored.office.read(room.renewed, before, [bid]))

    said = f"the room of a panel day that takes {LISTED}"
    return [
        _within(f"{said}, after a score has changed", scores),
        _within(f"{said}, shown ahead of the file once a score was agreed on", _said(before)),
    ]


def _said(before: room.Room) -> Callable[[], float]:
    """A score that is said in the room is shown before the office file has it: places and line follow."""
    terms = {"agreed_version": None, "was": "", "note": "", "reason": "It was said so.", "day": DAY}
    score = 0

    def run() -> float:
        nonlocal score
        score = 1_000 - score
        call = Call(sitting.record, (before.items[0].item.id,), {**terms, "score": score})
        return cpu_ms(lambda: ahead.played(before, [call]))

    return run


def _within(what: str, run: Callable[[], float], notes: tuple[str, ...] = ()) -> Row:
    ms, runs = alone(run)
    return Row(f"{what}, {BIDS:,} bids", ms, runs, target=f"< {MOST_MS:.0f} ms", within=ms < MOST_MS, notes=notes)
