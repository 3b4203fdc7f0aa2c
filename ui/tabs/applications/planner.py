"""The planner of oversubscription: the figures that are expected, and beside them what each way to run the round costs.

What is expected is kept with the round; everything else is only tried.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import Refused
from app.grants import planner, round_fields, rounds
from app.grants.parts import RoundRecord
from app.grants.planner import Assumed, Course, Plan
from app.grants.shown import Shown
from app.listing import Column, Line, Listing
from app.money import MILLION
from app.years import SLASH
from ui.edits import Spec
from ui.kit import theme
from ui.kit.gridform import ColumnForm
from ui.kit.parts import Section, SmallTable
from ui.kit.words import plain

KEPT = ("expected_bids", "reading_minutes", "applicant_hours")
BOXES = 340
"""The boxes beside the figures are about this wide, in px at the usual size of text."""
COLUMNS = (
    Column("way", "Way"),
    Column("bids", "Whole bids", "count"),
    Column("read", "Read by all", "count"),
    Column("funded", "Funded", "count"),
    Column("odds", "Odds"),
    Column("member", "Hours a member", "figure"),
    Column("reading", "Hours of the panel", "figure"),
    Column("writing", "Hours of applicants", "figure"),
    Column("thousand", "Hours for £1,000", "figure"),
)


def planner_spec(one: Shown, _: str) -> Spec | None:
    """The planner as a form: saving it keeps what is expected of the round."""
    r = one.round
    if r is None:
        return None
    assumed = Assumed()
    tried = {each.key: getattr(assumed, each.key) for each in round_fields.PLANNER if each.key not in KEPT}
    return Spec(
        f"How many bids {r.name} can meet",
        "Keep what is expected",
        "Set what is expected of a round",
        round_fields.PLANNER,
        rounds.expect,
        {**{key: getattr(r, key) for key in KEPT}, **tried},
        (r.id,),
        {"version": r.version},
        "The figures follow what you type. Only the first three are kept with the round; the others are tried.",
    )


class PlannerForm(ColumnForm):
    """The boxes, and beside them the plan that they make while they are typed."""

    def __init__(self, r: RoundRecord, *, year_style: str = SLASH) -> None:
        self._of = r
        super().__init__(round_fields.PLANNER, most=1, year_style=year_style)
        self.changed.connect(lambda _: self.work_out())
        self.work_out()

    def lay_out(self, column: QVBoxLayout) -> None:
        now, row, boxes = theme.current(), QHBoxLayout(), QWidget()
        row.setSpacing(now.gap(28))
        boxes.setLayout(self.columns(self.fields, 1))
        self.table = SmallTable("Ways to run the round")
        self.says = plain("", "section", weight=600, wrap=True)
        self.words = plain("", tone="second", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        plans = QVBoxLayout()
        plans.setSpacing(now.gap(10))
        plans.addWidget(self.says)
        plans.addWidget(Section("Ways to run it", self.table))
        plans.addWidget(self.words)
        plans.addStretch(1)
        if now.large:
            column.addLayout(plans)
            column.addWidget(boxes)
            return
        boxes.setFixedWidth(now.px(BOXES))
        row.addWidget(boxes, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(plans, 1)
        column.addLayout(row)

    def values(self) -> dict[str, Any] | None:
        """What is kept with the round; all of it is read, so that nothing senseless stands in a box."""
        read = super().values()
        if read is None:
            return None
        try:
            self._plan(read)
        except Refused as refused:
            self.show_refusal(refused)
            return None
        return {key: read[key] for key in KEPT}

    def work_out(self) -> None:
        """Show the plan of what stands in the boxes; while one cannot be read, what it was before stays."""
        try:
            plan = self._plan({key: box.read() for key, box in self._boxes.items()})
        except Refused:
            return
        self.says.setText(plan.says)
        self.table.show_listing(listing(plan))
        self.table.setVisible(bool(plan.courses))
        others = [one.says for one in plan.courses[1:]]
        lacks = f"For the other figures say {' and '.join(plan.missing)}." if plan.missing else ""
        self.words.setText("\n".join(each for each in (*others, lacks) if each))

    def _plan(self, read: dict[str, Any]) -> Plan:
        given = replace(
            planner.numbers(self._of),
            bids=read["expected_bids"],
            reading_minutes=read["reading_minutes"],
            applicant_hours=read["applicant_hours"],
        )
        assumed = {key: value for key, value in read.items() if key not in KEPT and value is not None}
        return planner.plan(given, replace(Assumed(), **assumed))


def listing(plan: Plan) -> Listing:
    """Each way in the same figures; hours to one decimal."""
    return Listing("Ways to run the round", COLUMNS, tuple(_line(one) for one in plan.courses))


def _line(one: Course) -> Line:
    odds = f"1 in {one.one_in:,}" if one.one_in is not None else ""
    hours = (one.per_member, one.reading, one.writing, one.for_each_thousand)
    return Line(one.key, (one.name, one.bids, one.read, one.funded, odds, *map(_hours, hours)))


def _hours(minutes: int | None) -> int | None:
    """Minutes as hours in millionths, to one decimal."""
    return None if minutes is None else (minutes * 2 * 10 + 60) // 120 * (MILLION // 10)
