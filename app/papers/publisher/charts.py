"""A chart of horizontal bars: before hollow, after filled, each with its figure at its end: ink alone tells them."""

from __future__ import annotations

from app.money import NO_FIGURE, format_figure, format_pence
from app.papers.blocks import Bar, Chart
from app.papers.publisher.breaking import break_text
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import (
    ACCENT,
    CAPTION,
    INK,
    INK_SECOND,
    PAPER,
    REGULAR,
    SEMIBOLD,
    Style,
    width,
)
from app.papers.publisher.letters import clean
from app.papers.publisher.rows import Box, Mark, Row, Rule, Words, tie

_LABEL = Style(REGULAR, 10.5, 13)
_BEFORE = Style(REGULAR, 10, 12, INK_SECOND)
_AFTER = Style(SEMIBOLD, 10, 12)
_LEGEND = Style(REGULAR, 10.5, 16)
_THICK, _PITCH, _GAP = 8.6, 25.0, 8.0
_MOST_LABEL = 0.36
_TIED = 12


def set_chart(chart: Chart, room: float, tree: Element) -> list[Row]:
    """The caption with its legend, then a row for every label; a short chart is never parted.

    Its words end with a space each, so that those who search or copy find them apart.
    """
    axis = _axis(chart, room)
    figure = tree.add("Figure", alt=in_words(chart))
    rows = [_set_legend(chart, room, figure), *[_set_bar(bar, chart, axis, room, figure) for bar in chart.bars]]
    return tie(rows, first=len(rows) if len(rows) <= _TIED else 2)


def in_words(chart: Chart) -> str:
    """The chart for somebody who hears it: what it shows, and every bar with its figures."""
    opening = f"Bar chart. {chart.caption}".rstrip(". ")
    bars = " ".join(f"{bar.label}: {_said(bar, chart)}." for bar in chart.bars)
    return " ".join(clean(f"{opening}. {bars}").split())


def _said(bar: Bar, chart: Chart) -> str:
    named = ((chart.before_label, bar.before), (chart.after_label, bar.after))
    figures = [(label, "no figure" if held is None else _heard(held, chart)) for label, held in named if label]
    return ", ".join(f"{label} {figure}" for label, figure in figures)


def _heard(held: int, chart: Chart) -> str:
    return f"{held:,}" if chart.counts else format_pence(held)


def _figure(held: int, chart: Chart) -> str:
    """A figure as it stands at the end of its bar."""
    return f"{held:,}" if chart.counts else format_figure(held)


def _axis(chart: Chart, room: float) -> float:
    """Where the labels end and the bars may begin."""
    widest = max((width(bar.label, _LABEL) for bar in chart.bars), default=0.0)
    return min(widest, room * _MOST_LABEL) + _GAP


def _set_legend(chart: Chart, room: float, figure: Element) -> Row:
    """The caption on the left; what hollow and filled mean on the right, under it where both do not fit."""
    lines = break_text(chart.caption, CAPTION, room)
    named = ((chart.before_label, PAPER), (chart.after_label, ACCENT))
    keys = [(clean(label).replace("\n", " "), fill) for label, fill in named if label]
    needed = sum(22 + width(label, _LEGEND) for label, _ in keys) + 14 * (len(keys) - 1)
    beside = len(lines) == 1 and width(lines[0], CAPTION) + needed + 20 <= room
    top = 0.0 if beside else len(lines) * CAPTION.leading
    caption = figure.add("Caption") if chart.caption else figure
    marks: list[Mark] = [
        Words(0, (at + 1) * CAPTION.leading - CAPTION.rise, line, CAPTION, caption) for at, line in enumerate(lines)
    ]
    x = room - needed
    for label, fill in keys:
        marks.append(Box(x, top + 4.2, 18, _THICK, fill, INK if fill == PAPER else fill, figure))
        marks.append(Words(x + 22, top + _LEGEND.leading - _LEGEND.rise, f"{label} ", _LEGEND, figure))
        x += 22 + width(label, _LEGEND) + 14
    return Row(top + CAPTION.leading + 4 if not beside else CAPTION.leading + 4, tuple(marks))


def _set_bar(bar: Bar, chart: Chart, axis: float, room: float, of: Element) -> Row:
    """One label with its two bars and the piece of the axis they stand on."""
    lines = break_text(bar.label, _LABEL, axis - _GAP)
    height = max(_PITCH, len(lines) * _LABEL.leading + 4)
    scale, zero = _scale(chart, axis, room)
    start = (height - len(lines) * _LABEL.leading) / 2
    marks: list[Mark] = [
        Words(0, start + (at + 1) * _LABEL.leading - _LABEL.rise, f"{line} ", _LABEL, of)
        for at, line in enumerate(lines)
    ]
    middle = height / 2
    if chart.before_label:
        marks += _bar(bar.before, chart, middle - _THICK - 0.4, scale, zero, of, hollow=True)
    top = middle + 0.4 if chart.before_label else middle - _THICK / 2
    marks += _bar(bar.after, chart, top, scale, zero, of, hollow=False)
    marks.append(Rule(zero, 0, zero, height, 1.0, INK, of))
    return Row(height, tuple(marks))


def _bar(
    held: int | None, chart: Chart, top: float, scale: float, zero: float, of: Element, *, hollow: bool
) -> list[Mark]:
    """A bar from the axis, and its figure after whichever of its ends is further right."""
    style = _BEFORE if hollow else _AFTER
    length = (held or 0) * scale
    left, right = min(zero, zero + length), max(zero, zero + length)
    inset = 0.35 if hollow else 0.0  # the outline stays within the length it stands for
    marks: list[Mark] = []
    if length:
        box = Box(left + inset, top + inset, right - left - 2 * inset, _THICK - 2 * inset, PAPER, INK, of)
        marks.append(box if hollow else box._replace(fill=ACCENT, outline=""))
    text = NO_FIGURE if held is None else _figure(held, chart)
    marks.append(Words(right + 5, top + _THICK / 2 + 0.33 * style.size, f"{text} ", style, of))
    return marks


def _scale(chart: Chart, axis: float, room: float) -> tuple[float, float]:
    """Points for a penny, or for one, and where nought stands: at the axis unless a figure is below it."""
    figures = [held for bar in chart.bars for held in (bar.before, bar.after) if held is not None]
    least, most = min([0, *figures]), max([0, *figures])
    words = max((width(_figure(held, chart), _AFTER) for held in figures), default=0.0)
    space = room - axis - words - 8
    scale = space / (most - least) if most > least else 0.0
    return scale, axis - least * scale
