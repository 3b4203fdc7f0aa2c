"""What ranking costs with 20,000 bids that eight members scored, and what typing a score costs with 2,000."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from app.door import Office
from app.examples import make_example
from app.examples.bids import made
from app.scoring import ranking, reading, totals
from app.scoring.arithmetic import Placed, ranks
from app.who import here
from bench.bid_rows import fill
from bench.measure import Row, against, alone, cpu_ms
from bench.score_rows import MEMBERS, STAGE, fill_scores

BIDS, TYPED_IN = 20_000, 2_000
MOST_RATIO, MOST_MS = 1.3, 50.0
BARE = """
SELECT application_id, avg(score) AS mean, count(*)
FROM (
    SELECT sheet.application_id, sum(1.0 * weight_tenths * points / maximum) / sum(weight_tenths) AS score
    FROM score_sheet AS sheet
    JOIN score ON score.sheet_id = sheet.id AND score.archived = 0 AND points IS NOT NULL
    JOIN criterion ON criterion.id = score.criterion_id AND NOT is_information
    WHERE sheet.stage_id = ? AND sheet.archived = 0 AND sheet.state = 'submitted' AND NOT EXISTS (
        SELECT 1 FROM declaration
        WHERE declaration.archived = 0 AND answer = 'conflict'
        AND declaration.application_id = sheet.application_id AND declaration.member_id = sheet.member_id
    )
    GROUP BY sheet.id
)
GROUP BY application_id ORDER BY mean DESC
"""
"""What somebody would write by hand: the same sheets, added up in floating point and ordered by the mean."""


@dataclass(frozen=True, slots=True)
class Scored:
    """An office whose round has been scored, the same on a connection of its own, and its bids' ids."""

    office: Office
    bare: sqlite3.Connection
    bids: list[str]


def measure() -> list[Row]:
    """Adding up and ranking a round, everything that stands on its ranked list, and a score that is typed."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        example = folder / "example.opcc"
        make_example(example, "essex")
        with _scored(example, folder / "many.opcc", BIDS) as scored:
            rows = [_ranked(scored), _listed(scored)]
        with _scored(example, folder / "some.opcc", TYPED_IN) as scored:
            return [*rows, _typed(scored), _keyed(scored)]


@contextmanager
def _scored(example: Path, path: Path, count: int) -> Iterator[Scored]:
    shutil.copyfile(example, path)
    with closing(sqlite3.connect(path)) as bare:
        round_id = fill(bare, [replace(one, state="ready", fails=0) for one in made(count)])
        bids = [key for (key,) in bare.execute("SELECT id FROM application ORDER BY reference")]
        fill_scores(bare, round_id, bids)
        office = Office(path, here())
        try:
            yield Scored(office, bare, bids)
        finally:
            office.close()


def _ranked(scored: Scored) -> Row:
    of = scored.office.read(reading.stage, STAGE)
    scales = scored.office.read(reading.scales, of)

    def rank() -> dict[str, int]:
        found = scored.office.read(totals.by_bid, of, scales)
        return ranks([Placed(one.application_id, one.mean) for one in found], ())

    return against(
        f"add up and rank {BIDS:,} bids x {MEMBERS} members x 5",
        rank,
        "one SQL query in floats",
        lambda: scored.bare.execute(BARE, (STAGE,)).fetchall(),
        MOST_RATIO,
    )


def _listed(scored: Scored) -> Row:
    return against(
        f"the whole ranked list of {BIDS:,} bids",
        lambda: ranking.ranked_list(scored.office.read(ranking.standings, STAGE)),
        "one SQL query in floats",
        lambda: scored.bare.execute(BARE, (STAGE,)).fetchall(),
        None,
        ("with every member's score, the median, the letters, the strip and the tie rule",),
    )


def retyping(scored: Scored, bid: str) -> Callable[[], None]:
    """Types other points over a score of this bid, in turn."""
    (key,) = scored.bare.execute(
        "SELECT score.id FROM score JOIN score_sheet AS sheet ON sheet.id = sheet_id WHERE application_id = ?", (bid,)
    ).fetchone()
    points = 0

    def retype() -> None:
        nonlocal points
        points = 5 - points
        scored.bare.execute("UPDATE score SET points = ? WHERE id = ?", (points, key))
        scored.bare.commit()

    return retype


def _typed(scored: Scored) -> Row:
    """One score is typed over another in turn, and what may be seen of all bids follows from it."""
    before = scored.office.read(ranking.standings, STAGE)
    bid = scored.bids[TYPED_IN // 2]
    retype = retyping(scored, bid)

    def typed() -> float:
        retype()
        return cpu_ms(lambda: scored.office.read(ranking.renewed, before, [bid]))

    ms, runs = alone(typed)
    return Row(
        f"what may be seen after a score was typed, {TYPED_IN:,} bids",
        ms,
        runs,
        target=f"< {MOST_MS:.0f} ms",
        within=ms < MOST_MS,
    )


def _keyed(scored: Scored) -> Row:
    """The keys of a score pressed in the grid of one member's sheets, until the window has drawn it."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from ui.tabs.scoring.scoregrid import ScoreBox, ScoreForm, SheetRow, scores_field

    app = QApplication.instance() or QApplication(["bench"])
    assert isinstance(app, QApplication)
    of = scored.office.read(reading.stage, STAGE)
    scales = scored.office.read(reading.scales, of)
    form = ScoreForm((scores_field([SheetRow(one, one) for one in scored.bids], scales),), scales)
    form.resize(1100, 500)
    form.show()
    box = form.box("scores")
    assert isinstance(box, ScoreBox)
    grid = box.points.grid
    grid.go(0, 0)

    def press() -> None:
        QTest.keyClicks(grid, "4")
        QTest.keyClick(grid.editor, Qt.Key.Key_Return)
        app.processEvents()

    ms, runs = alone(lambda: cpu_ms(press))
    form.close()
    return Row(
        f"a score typed into the grid of {TYPED_IN:,} bids",
        ms,
        runs,
        target=f"< {MOST_MS:.0f} ms",
        within=ms < MOST_MS,
    )
