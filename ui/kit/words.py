"""Text on the screen. What people typed is never read as markup: it passes through here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.kit import theme
from ui.kit.theme import Role

if TYPE_CHECKING:
    from datetime import datetime

Run = tuple[str, bool]
"""Some words, and whether they are bold."""
LONGEST_WORD, NO_WIDTH = 28, "\N{ZERO WIDTH SPACE}"
"""A word of more letters may be wider than its place in a record; and what it may be broken at, which is not seen."""


def plain(text: str = "", role: Role = "body", *, weight: int = 400, tone: str = "", wrap: bool = False) -> QLabel:
    """A label that shows exactly what it is given; `tone` is `second` or `bad`."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setFont(theme.current().font(role, weight))
    label.setProperty("tone", tone)
    if wrap:
        wrapping(label)
    return label


def wrapping(label: QLabel) -> None:
    """Let a label break its lines and be as narrow as its place."""
    label.setWordWrap(True)
    label.setMinimumWidth(theme.current().px(60))
    policy = label.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
    policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)


def markup(runs: Sequence[Run]) -> str:
    """Runs of words as rich text, every one escaped; bold is the typeface's semibold."""
    from html import escape  # the frame is painted with this module, and needs it not

    return "".join(
        f'<span style="font-weight:600">{escape(words)}</span>' if bold else escape(words) for words, bold in runs
    )


def joined(runs: Sequence[Run]) -> str:
    """The same words without their weight, for a screen reader."""
    return "".join(words for words, _ in runs)


def moment(at: datetime) -> str:
    """When, as somebody at the desk says it: today 14:02, 3 Feb 14:02, 3 February 2015 14:02."""
    # the frame is painted with this module, and needs no dates
    from datetime import datetime

    from app.years import format_day, format_short_day

    today, clock = datetime.now(at.tzinfo).date(), f"{at:%H:%M}"
    if at.date() == today:
        return f"today {clock}"
    return f"{format_short_day(at.date()) if at.year == today.year else format_day(at.date())} {clock}"


def tip(widget: QWidget, text: str) -> None:
    """Give a tooltip, shown as typed even where it looks like markup."""
    widget.setToolTip(tip_text(text))


def tip_text(text: str) -> str:
    """A tooltip's text, escaped where Qt would take it for markup, and wrapped where it is long."""
    from html import escape

    return f"<p>{escape(text)}</p>" if len(text) > 60 or "<" in text or "&" in text else text


def draw_runs(painter: QPainter, left: int, baseline: int, runs: Sequence[tuple[str, str, int]], role: Role) -> int:
    """Draw (words, colour token, weight) one after the other; returns where the next would start."""
    now = theme.current()
    for text, token, weight in runs:
        painter.setFont(now.font(role, weight))
        painter.setPen(now.colour(token))
        painter.drawText(left, baseline, text)
        left += painter.fontMetrics().horizontalAdvance(text)
    return left


def centred_baseline(painter: QPainter, top: int, height: int) -> int:
    """Where the baseline of one line of text lies when it stands in the middle of `height`."""
    metrics = painter.fontMetrics()
    return top + (height + metrics.ascent() - metrics.descent()) // 2


def breakable(text: str, longest: int = LONGEST_WORD) -> str:
    """A text whose very long words, a web address or a SHA-256 perhaps, may go on in the next line."""
    return re.sub(rf"\S{{{longest + 1},}}", lambda found: _parted(found[0], longest), text)


def _parted(word: str, longest: int) -> str:
    signs = re.sub(r"([/\\_.?&=-])(?=[^/\\_.?&=-])", f"\\1{NO_WIDTH}", word)
    return re.sub(rf"([^{NO_WIDTH}]{{{longest}}})(?=[^{NO_WIDTH}])", f"\\1{NO_WIDTH}", signs)
