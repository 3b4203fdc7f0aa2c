"""What a scenario comes to: the before and after, its table, and why the chosen partnership's figure is what it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout

from app.allocations.comparing import Measure, bench_listing, compare_listing
from app.allocations.planning import BenchData
from app.listing import Listing
from ui.kit import state, theme
from ui.kit.dumbbell import Dumbbell, Key
from ui.kit.flow import Flow
from ui.kit.parts import SmallTable
from ui.kit.segments import Segments
from ui.kit.words import plain
from ui.tabs.allocations.bench_form import Sheet
from ui.tabs.allocations.bench_picture import Worked, picture
from ui.tabs.allocations.bench_why import Why

MEASURES = (("£", "£", "pounds"), ("%", "%", "percent"), ("head", "£ a head", "pounds a head"))
TONES = {"Held": "mute", "At floor": "warn", "At cap": "ok"}
PUT_AWAY = ["months_then"]
WIDE = 1500
"""From this width the steps to a figure stand beside the table."""


class Results(QScrollArea):
    """The right side of the bench. `chosen` names a partnership, `printing` asks for its page."""

    chosen = Signal(str)
    printing = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("What it comes to")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._data: BenchData | None = None
        self._several: tuple[Worked, ...] = ()
        self._restored = ""
        self.title = plain("", "section", weight=600)
        self.title.setMinimumHeight(theme.current().px(24))
        self.keys = Flow()
        self.measure = Segments("Show", MEASURES)
        self.picture = Dumbbell("Now and proposed, by partnership")
        self.table = SmallTable("Now and proposed", total=True, answer="proposed", quiet=("formula",), tones=TONES)
        self.why = Why()
        self._build()
        self._connect()

    def show_worked(self, data: BenchData, several: Sequence[Worked]) -> None:
        """Show what these come to, the one on the bench first."""
        again = self._data is data and _alike(self._several, several)
        self._data, self._several = data, tuple(several)
        if not again:
            self._show_keys()
            self.measure.offer("head", data.heads is not None)
        self._show()
        self.set_stale(False)

    def set_stale(self, stale: bool) -> None:
        """Grey out: what is set now cannot be worked out, and this is what it came to before."""
        self.picture.set_stale(stale)
        self.table.set_faint(stale)
        self.why.set_stale(stale)

    def is_comparing(self) -> bool:
        """Whether several scenarios stand beside each other."""
        return len(self._several) > 1

    def shown(self) -> Listing:
        """The table as it stands on the screen, for Excel and print."""
        return self.table.shown()

    def choose(self, partnership_id: str) -> None:
        """Choose a partnership in picture and table."""
        self.table.choose(partnership_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._beside()

    def _build(self) -> None:
        now = theme.current()
        self._sheet = Sheet()
        column = QVBoxLayout(self._sheet)
        column.setContentsMargins(now.gap(20), now.gap(10), now.gap(20), now.gap(16))
        column.setSpacing(now.gap(8))
        head = QHBoxLayout()
        head.setSpacing(now.gap(12))
        head.addWidget(self.title, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.keys, 1)
        head.addWidget(self.measure, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self.picture)
        self._lower = QHBoxLayout()
        self._lower.setSpacing(now.gap(28))
        self._lower.addWidget(self.table, 3, Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._lower)
        self._column = column
        column.addWidget(self.why)
        column.addStretch(1)
        self.setWidget(self._sheet)

    def _connect(self) -> None:
        self.measure.chosen.connect(lambda _: self._show())
        self.picture.chosen.connect(self.table.choose)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda _: self.ensureWidgetVisible(self.why, 0, 0))
        self.table.layout_changed.connect(self._keep_layout)
        self.why.printing.connect(lambda: self.printing.emit(self.table.chosen_id()))

    def _show(self) -> None:
        if self._data is None:
            return
        measure = self._measure()
        self.picture.show_picture(picture(self._several, measure))
        listing = self._listing(measure)
        self.table.show_listing(listing)
        self.table.set_note(" ".join(f"{mark} {words}".strip() for mark, words in listing.notes))
        self._restore_layout()
        if not self.table.chosen_id():
            self.table.choose_first()
        self.picture.choose(self.table.chosen_id())
        self.chosen.emit(self.table.chosen_id())

    def _listing(self, measure: Measure) -> Listing:
        assert self._data is not None
        if len(self._several) > 1:
            return compare_listing(self._data, [(one.name, one.plan, one.made) for one in self._several])
        one = self._several[0]
        return bench_listing(self._data, one.plan, one.made, measure)

    def _measure(self) -> Measure:
        choice = self.measure.choice()
        return "head" if choice == "head" else "%" if choice == "%" else "£"

    def _show_keys(self) -> None:
        assert self._data is not None
        first = self._several[0].plan
        last = max(one.plan.last_year for one in self._several)
        self.title.setText(f"From {self._data.said(first.year)} to {self._data.said(last)}")
        proposed = [one.name or "not named yet" for one in self._several] if len(self._several) > 1 else ["proposed"]
        alone = [Key("tick", "formula alone, no floor or cap")] if any(map(_limited, self._several)) else []
        self.keys.replace(Key("ring", "now"), *(Key(str(at), words) for at, words in enumerate(proposed)), *alone)

    def _restore_layout(self) -> None:
        """One layout for a scenario alone in each measure, and one for several."""
        key = self._layout_key()
        if key != self._restored:
            self._restored = ""
            kept = state.kept(key)
            self.table.restore_layout(kept if isinstance(kept, dict) else {"hidden": self._put_away()})
            self._restored = key

    def _put_away(self) -> list[str]:
        """What is not shown at first: months to come, and on a small screen what stands elsewhere too."""
        if self.width() >= theme.current().px(WIDE):
            return PUT_AWAY
        if not self.is_comparing():
            return [*PUT_AWAY, "reserve"] if self._measure() == "head" else PUT_AWAY
        last = {f"s{at}y{one.plan.last_year}" for at, one in enumerate(self._several)}
        keys = [column.key for column in self.table.model.prepared.columns]
        return [key for key in keys if key.startswith("s") and key not in last and ("y" in key or key.endswith("head"))]

    def _keep_layout(self) -> None:
        if self._restored:
            state.keep(self._restored, self.table.save_layout())

    def _layout_key(self) -> str:
        return f"allocations/bench/{'several' if len(self._several) > 1 else self._measure()}"

    def _on_chosen(self, partnership_id: str) -> None:
        self.picture.choose(partnership_id)
        self.chosen.emit(partnership_id)

    def _beside(self) -> None:
        """Put the steps beside the table where there is room, else under it."""
        beside = self.width() >= theme.current().px(WIDE)
        if beside and self._lower.indexOf(self.why) < 0:
            self._lower.addWidget(self.why, 2, Qt.AlignmentFlag.AlignTop)
        elif not beside and self._column.indexOf(self.why) < 0:
            self._column.insertWidget(self._column.count() - 1, self.why)


def _alike(one: Sequence[Worked], other: Sequence[Worked]) -> bool:
    """Whether the same key serves both."""
    return [(each.name, each.plan.last_year, _limited(each)) for each in one] == [
        (each.name, each.plan.last_year, _limited(each)) for each in other
    ]


def _limited(one: Worked) -> bool:
    return any(row.formula is not None for row in one.rows)
