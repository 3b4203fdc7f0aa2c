"""What the Contracts tab costs with 2,000 contracts: opening it, and each frame while its timeline is scrolled."""

from __future__ import annotations

import gc
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QApplication, QTableView

from app.examples import make_example
from app.listing import Listing
from bench.contract_rows import YEAR, fill
from bench.filtering import Plain
from bench.measure import FEW, Row, cpu_ms, median, number
from bench.shared import settle
from ui.desk import Desk
from ui.kit import state, theme
from ui.kit.asking import Asker
from ui.kit.table import ListView
from ui.tabs.contracts.page import ContractsPage

CONTRACTS = 2_000
TODAY = date(2019, 11, 14)
MOST_MS = 33.0
NOTCH = 3
"""Rows that a notch of the wheel moves a list by."""
FAR = 613
"""Rows of a leap, as when somebody drags the bar."""
BARE = """
SELECT contract.id, title, organisation.name, value_pence, ends_on, reference
FROM contract JOIN organisation ON organisation.id = contract.organisation_id
WHERE contract.archived = 0 ORDER BY ends_on, title
"""


class ThenPage(ContractsPage):
    """The tab as it is on a day of the year that the contracts run in."""

    today = staticmethod(lambda: TODAY)


def measure() -> list[Row]:
    """Opening the tab in turn with a bare table of the same texts, then scrolling both."""
    app = QApplication.instance() or QApplication(["bench"])
    assert isinstance(app, QApplication)
    QStandardPaths.setTestModeEnabled(True)
    theme.apply(app, "light")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "office.opcc"
        make_example(path, "devon-cornwall")
        with closing(sqlite3.connect(path)) as office:
            fill(office, CONTRACTS)
        state.use_file(Path(folder) / "desk.ini")
        desk = Desk()
        desk.open(path)
        settle(app, desk)
        rows = [_opened(app, desk, path), _scrolled(app, desk)]
        desk.close()
        state.use_file(None)
    return rows


@dataclass(frozen=True, slots=True)
class Opening:
    """What opening costs altogether, and the longest the window does not answer meanwhile, in milliseconds."""

    all_ms: float
    window_ms: float


def _opened(app: QApplication, desk: Desk, path: Path) -> Row:
    """The tab is made, read and painted; the bare way is one query and a table of its texts."""
    ours, bare = [], []
    for _ in range(FEW + 1):
        with _tab(app, desk) as (page, opening):
            ours.append(opening)
            listing = page.list.model.prepared.listing
        bare.append(cpu_ms(partial(_open_bare, app, path, listing)))
    whole, window, least = (
        median([one.all_ms for one in ours[1:]]),
        median([one.window_ms for one in ours[1:]]),
        median(bare[1:]),
    )
    return Row(
        f"open the Contracts tab, {len(listing.lines):,} contracts",
        whole,
        FEW,
        "one query, a bare table of its texts",
        least,
        "",
        None,
        (
            f"the window's own part, in the longest stretch without an answer: {number(window)} ms; "
            "the rest is read beside it",
        ),
    )


@contextmanager
def _tab(app: QApplication, desk: Desk) -> Iterator[tuple[ContractsPage, Opening]]:
    """The tab as it is opened, and what that cost."""
    began, step = time.process_time(), time.thread_time()
    page = ThenPage(desk, Asker(), YEAR)
    page.resize(1278, 724)
    page.show()
    longest = time.thread_time() - step
    while not desk.idle() or not page.list.model.rowCount():
        step = time.thread_time()
        app.processEvents()
        longest = max(longest, time.thread_time() - step)
        time.sleep(0.001)
    app.processEvents()
    opening = Opening((time.process_time() - began) * 1000, longest * 1000)
    settle(app, desk)
    yield page, opening
    page.close()
    page.deleteLater()
    settle(app, desk)


def _open_bare(app: QApplication, path: Path, listing: Listing) -> None:
    with closing(sqlite3.connect(path)) as office:
        office.execute(BARE).fetchall()
    table = _bare_table(listing)
    table.resize(1238, 400)
    table.show()
    app.processEvents()
    table.close()
    table.deleteLater()


def _bare_table(listing: Listing) -> QTableView:
    table = QTableView()
    model = Plain(listing)
    model.setParent(table)
    table.setModel(model)
    return table


def _scrolled(app: QApplication, desk: Desk) -> Row:
    """Notch by notch, then page by page as somebody drags the bar; the slowest frame of all counts."""
    with _tab(app, desk) as (page, _):
        view = page.list
        bare = _bare_table(view.model.prepared.listing)
        bare.verticalHeader().setDefaultSectionSize(theme.current().px(24))
        bare.resize(view.grid.size())
        bare.show()
        app.processEvents()
        width = _drawn_width(view)
        gc.collect()
        mine = _frames(app, view.grid)
        least = _frames(app, bare)
        bare.close()
        bare.deleteLater()
    slowest = max(max(frames) for frames in mine.values())
    return Row(
        f"scroll the timeline of {CONTRACTS:,} contracts, slowest frame",
        slowest,
        sum(map(len, mine.values())),
        "a bare table of the same texts",
        max(max(frames) for frames in least.values()),
        f"each frame < {MOST_MS:.0f} ms",
        slowest < MOST_MS,
        (
            *(
                f"{way}: {len(frames)} frames, median {number(median(frames))}, slowest {number(max(frames))}; "
                f"the bare one {number(median(least[way]))} and {number(max(least[way]))}"
                for way, frames in mine.items()
            ),
            f"the timeline is {width} px wide",
        ),
    )


def _drawn_width(view: ListView) -> int:
    """How wide the timeline is, in px."""
    keys = [column.key for column in view.model.prepared.columns]
    return view.head.sectionSize(next(at for at, key in enumerate(keys) if key in view.manner.painters))


def _frames(app: QApplication, table: QTableView) -> dict[str, list[float]]:
    bar, row = table.verticalScrollBar(), table.rowHeight(0)
    per_item = table.verticalScrollMode() == QTableView.ScrollMode.ScrollPerItem
    whole = table.model().rowCount()
    page = max(1, table.viewport().height() // row)
    ways = {
        "by notch": range(0, whole, NOTCH),
        "by page": range(0, whole, page),
        "to and fro": range(0, whole * FAR // 2, FAR),
    }

    def frame(at: int) -> float:
        def scroll() -> None:
            bar.setValue(at % whole * (1 if per_item else row))
            app.processEvents()

        return cpu_ms(scroll)

    return {way: [frame(at) for at in rows][1:] for way, rows in ways.items()}
