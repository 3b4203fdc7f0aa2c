"""What is typed in the room while a bid is talked about, in large type, and the forms it is typed into."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from app.errors import Refused
from app.recommendations import day_fields, sitting
from app.recommendations.room import Room, RoomItem
from app.scoring.stage_fields import AGREED
from ui.edits import Spec
from ui.kit import theme
from ui.kit.form import Form
from ui.tabs.scoring.roomparts import NEAR, font

SCORE, HIGH = 92, 76
"""How wide the score stands and how high its boxes are, in px at the usual size of text."""
SCORED = ("score", "reason")


class RoomForm(Form):
    """The boxes beside each other, the score first and narrow; under one another at large text."""

    was_refused = Signal(object)
    """The save of what stands here was refused: a Refused."""

    def lay_out(self, column: QVBoxLayout) -> None:
        now = theme.current()
        if now.large:
            super().lay_out(column)
            return
        row = QGridLayout()
        row.setHorizontalSpacing(now.gap(12))
        for at, field in enumerate(self.fields):
            cell = QGridLayout()
            cell.setVerticalSpacing(now.gap(2))
            # what it is for is said by its label, and read aloud with it
            self._add(cell, replace(field, help=""))
            cell.setRowStretch(cell.rowCount(), 1)
            row.addLayout(cell, 0, at)
            row.setColumnStretch(at, 0 if field.key == "score" else 3 if field.key == "reason" else 2)
            control = self.box(field.key).control
            control.setFont(font(NEAR, 600 if field.key == "score" else 400))
            if field.key == "score":
                control.setFixedWidth(now.px(SCORE))
            control.setFixedHeight(now.px(HIGH if field.kind == "long" else 40))
        column.addLayout(row)

    def show_refusal(self, refused: Refused) -> None:
        super().show_refusal(refused)
        self.was_refused.emit(refused)


def may_agree(room: Room, item: RoomItem) -> bool:
    """Whether a score can be agreed on for a bid: its scores may be seen, and the ranking is not agreed."""
    return item.standing is not None and item.standing.seen and room.every.stage.ranked_on is None


def said_spec(room: Room, item: RoomItem, day: date, place: dict[str, Any]) -> Spec:
    """What came of a bid: the score agreed on and why, where one may be, and what is to stand in the minutes."""
    scored = tuple(one for one in AGREED if one.key in SCORED) if may_agree(room, item) else ()
    agreed = item.standing.agreed if item.standing is not None else None
    values: dict[str, Any] = {"note": item.item.note}
    fixed: dict[str, Any] = {"was": item.item.note, "agreed_version": None, "day": day}
    if scored:
        values |= {"score": agreed.score if agreed else None, "reason": agreed.reason if agreed else ""}
        fixed["agreed_version"] = agreed.version if agreed is not None and agreed.id else None
    else:
        fixed |= {"score": None, "reason": ""}
    return Spec(
        f"What was said of {item.called.whole}",
        "Record it",
        "Record what came of a bid",
        day_fields.said(scored),
        sitting.record,
        values,
        (item.item.id,),
        fixed,
        rows=(agreed.id,) if agreed is not None and agreed.id else (),
        place=place,
    )


def why_spec(room: Room, item: RoomItem, member_id: str, at: str, place: dict[str, Any]) -> Spec:
    """Why a member leaves the room for a bid in which they have declared no interest."""
    name = room.names.get(member_id, "")
    why = tuple(one for one in day_fields.step_out(()) if one.key == "why")
    return Spec(
        f"{name} leaves the room",
        f"{name} leaves the room",
        "Leave the room for a bid",
        why,
        sitting.step_out,
        {"why": ""},
        (item.item.id, member_id),
        {"at": at},
        place=place,
    )
