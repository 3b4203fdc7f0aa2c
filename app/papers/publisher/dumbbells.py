"""A before-and-after figure: on one line for each row a ring (before), a disc (after) and the change in £ and %.

Ring and disc tell before from after without colour; the line between them says how far it goes.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.listing import percent_change
from app.money import NO_FIGURE, format_figure, format_pence, format_percent
from app.papers.blocks import Dot, Dumbbell
from app.papers.publisher.breaking import break_text
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import (
    ACCENT,
    CAPTION,
    EDGE,
    INK,
    INK_SECOND,
    PAPER,
    REGULAR,
    RULE,
    SEMIBOLD,
    Style,
    figure_width,
    width,
)
from app.papers.publisher.letters import clean
from app.papers.publisher.rows import Disc, Mark, Row, Rule, Words, tie
from app.papers.saying import moved

_LABEL = Style(REGULAR, 10.5, 13)
_REMARK = Style(REGULAR, 10, 12, INK_SECOND)
_CHANGE, _SHARE = Style(SEMIBOLD, 10, 12), Style(REGULAR, 10, 12)
_TICK = Style(REGULAR, 9.5, 12, INK_SECOND)
_LEGEND = Style(REGULAR, 10.5, 16)
_PITCH, _LEAST_PITCH, _ROWS_ROOM = 20.5, 16.5, 600.0
"""How high a row is, and how low it may be where all of them are to stand on one page."""
_PAD, _INDENT, _GAP, _BETWEEN = 4.0, 11.0, 14.0, 12.0
_MOST_LABEL, _LEAST_PLOT = 0.33, 90.0
_RADIUS, _SMALL, _ALONE, _KEY = 3.7, 1.9, 5.0, 17.0
_TIED = 36
"""So many rows stand on one page."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the parts of a row stand: the plot from `left` to `right`, `scale` points a penny, the figures after it."""

    left: float
    right: float
    scale: float
    ticks: tuple[int, ...]
    change_edge: float
    room: float
    pitch: float

    def at(self, pence: int) -> float:
        """Where an amount stands."""
        return self.left + pence * self.scale


def set_dumbbell(figure: Dumbbell, room: float, tree: Element) -> list[Row]:
    """The caption with its legend, the scale, then the rows; the scale is said again where a page ends between them."""
    of = tree.add("Figure", alt=in_words(figure))
    frame = _frame(figure, room)
    scale = _set_scale(frame, of)
    again = (_set_scale(frame, None),)
    rows = [_set_legend(figure, room, of), scale]
    for at, dot in enumerate(figure.dots):
        row = _set_dot(dot, frame, of, part=at + 1 < len(figure.dots) and figure.dots[at + 1].level > 0)
        rows.append(Row(row.height, row.marks, again=again))
    return tie(rows, first=len(rows) if len(figure.dots) <= _TIED else 3, last=3)


def in_words(figure: Dumbbell) -> str:
    """The figure for somebody who hears it: what it shows, and every row with its figures and the change."""
    opening = f"Before and after. {figure.caption}".rstrip(". ")
    rows = " ".join(f"{dot.label}: {_said(dot, figure)}." for dot in figure.dots)
    return " ".join(clean(f"{opening}. {rows}").split())


def _said(dot: Dot, figure: Dumbbell) -> str:
    named = [(figure.before_label, dot.before), (figure.after_label, dot.after)]
    said = [f"{label} {'no figure' if pence is None else format_pence(pence)}" for label, pence in named]
    if dot.before is not None and dot.after is not None:
        said.append("no change" if dot.before == dot.after else moved(dot.before, dot.after))
    if dot.alone is not None and figure.alone_label:
        said.append(f"{figure.alone_label} {format_pence(dot.alone)}")
    return ", ".join([*said, dot.remark] if dot.remark else said)


def _frame(figure: Dumbbell, room: float) -> _Frame:
    """How wide labels, plot and figures stand."""
    labels = (
        max((width(clean(dot.label), _label(dot)) + _INDENT * dot.level for dot in figure.dots), default=0.0) + 0.01
    )
    changes = [_figures(dot) for dot in figure.dots]
    change = max([width("Change £", _TICK), *[figure_width(one[0], _CHANGE) for one in changes]])
    share = max([width("%", _TICK), *[figure_width(one[1], _SHARE) for one in changes]])
    remark = max([0.0, *[width(dot.remark, _REMARK) for dot in figure.dots if dot.remark]])
    figures = max(change + _BETWEEN + share, min(remark, room * 0.3))
    left = min(labels, room * _MOST_LABEL) + _GAP
    right = max(room - figures - _GAP, left + _LEAST_PLOT)
    most = max(
        [1, *[pence for dot in figure.dots for pence in (dot.before, dot.after, dot.alone) if pence is not None]]
    )
    pitch = min(_PITCH, max(_LEAST_PITCH, _ROWS_ROOM / max(len(figure.dots), 1)))
    scale = (right - left - _RADIUS - 1) / most
    return _Frame(left, right, scale, ticks_of(most), room - share - _BETWEEN, room, pitch)


def ticks_of(most: int) -> tuple[int, ...]:
    """Round amounts from nought up to `most` pence, three to six of them; nought alone where there is no room."""
    power = 10 ** (len(str(most)) - 1)
    steps = [power * factor // 100 for factor in (10, 20, 25, 50, 100, 200, 250)]
    step = next(one for one in steps if one > 0 and most <= 5 * one)
    return tuple(range(0, most + 1, step))


def _tick_text(pence: int, most: int) -> str:
    """£200k where the scale goes into thousands, £1.5m in millions."""
    if most >= 200_000_000 and pence:
        return f"£{pence / 100_000_000:g}m"
    if most >= 1_000_000 and pence:
        return f"£{pence / 100_000:g}k"
    return format_pence(pence) if pence else "0"


def _set_legend(figure: Dumbbell, room: float, of: Element) -> Row:
    """The caption on the left; what ring, disc and mark mean on the right, under it where both do not fit."""
    lines = break_text(figure.caption, CAPTION, room)
    labels = [clean(one).replace("\n", " ") for one in (figure.before_label, figure.after_label)]
    alone = figure.alone_label if any(dot.alone is not None for dot in figure.dots) else ""
    labels += [clean(alone)] if alone else []
    needed = sum(_KEY + width(label, _LEGEND) for label in labels) + 14 * (len(labels) - 1)
    beside = len(lines) == 1 and width(lines[0], CAPTION) + needed + 20 <= room
    top = 0.0 if beside else len(lines) * CAPTION.leading
    caption = of.add("Caption") if figure.caption else of
    marks: list[Mark] = [
        Words(0, (at + 1) * CAPTION.leading - CAPTION.rise, line, CAPTION, caption) for at, line in enumerate(lines)
    ]
    x, middle = max(room - needed, 0.0) if beside else 0.0, top + _LEGEND.leading / 2
    for at, label in enumerate(labels):
        marks += _key(at, x + _RADIUS + 1, middle, of)
        marks.append(Words(x + _KEY - 4, top + _LEGEND.leading - _LEGEND.rise, f"{label} ", _LEGEND, of))
        x += _KEY + width(label, _LEGEND) + 14
    return Row(top + CAPTION.leading + 4, tuple(marks))


def _key(at: int, x: float, y: float, of: Element) -> list[Mark]:
    """What stands before a label of the legend: a ring, a disc, a mark."""
    if at == 2:
        return [Rule(x, y - _ALONE, x, y + _ALONE, 1.1, INK, of)]
    fill, outline = ((PAPER, INK), (ACCENT, ""))[at]
    return [Disc(x, y, _RADIUS, fill, outline, of)]


def _set_scale(frame: _Frame, of: Element | None) -> Row:
    """The amounts over the lines of the scale, and the heads of the figures. Without an element it is said again."""
    baseline = _TICK.leading - _TICK.rise
    marks: list[Mark] = []
    for pence in frame.ticks:
        text = _tick_text(pence, frame.ticks[-1])
        marks.append(Words(frame.at(pence) - width(text, _TICK) / 2, baseline, f"{text} ", _TICK, of))
    for text, edge in (("Change £", frame.change_edge), ("%", frame.room)):
        marks.append(Words(edge - width(text, _TICK), baseline, f"{text} ", _TICK, of))
    marks.append(Rule(0, _TICK.leading + 3, frame.room, _TICK.leading + 3, 0.9, INK, of))
    return Row(_TICK.leading + 3, tuple(marks), keep=True)


def _set_dot(dot: Dot, frame: _Frame, of: Element, *, part: bool) -> Row:
    """One row: its label, the lines of the scale behind it, what it was and is, and its change."""
    indent = _INDENT * dot.level
    style = _label(dot)
    lines = break_text(dot.label, style, frame.left - _GAP - indent)
    height = max(frame.pitch, len(lines) * _LABEL.leading + _PAD)
    middle, start = height / 2, (height - len(lines) * _LABEL.leading) / 2
    marks: list[Mark] = [Rule(frame.at(pence), 0, frame.at(pence), height, 0.5, RULE, of) for pence in frame.ticks]
    marks += [
        Words(indent, start + (at + 1) * _LABEL.leading - _LABEL.rise, f"{line.rstrip()} ", style, of)
        for at, line in enumerate(lines)
    ]
    marks += [*_plot(dot, frame, middle, of), *_beside(dot, frame, middle, of)]
    if not part:
        marks.append(Rule(0, height, frame.room, height, 0.5, RULE, of))
    return Row(height, tuple(marks))


def _label(dot: Dot) -> Style:
    """What is part of the row above stands back behind it."""
    return _LABEL if dot.level else _LABEL.bold()


def _plot(dot: Dot, frame: _Frame, middle: float, of: Element) -> list[Mark]:
    """The way from before to after, the mark of the formula alone, then ring and disc over it."""
    marks: list[Mark] = []
    after = None if dot.after is None else frame.at(dot.after)
    before = None if dot.before is None else frame.at(dot.before)
    if dot.alone is not None:
        x = frame.at(dot.alone)
        if after is not None:
            marks.append(Rule(after, middle, x, middle, 0.6, EDGE, of))
        marks.append(Rule(x, middle - _ALONE, x, middle + _ALONE, 1.1, INK, of))
    if before is not None and after is not None:
        marks.append(Rule(before, middle, after, middle, 2.2, ACCENT, of))
    if before is not None:
        marks.append(Disc(before, middle, _RADIUS, PAPER, INK, of))
    if after is not None:
        within = before is not None and abs(before - after) < _RADIUS
        marks.append(Disc(after, middle, _SMALL if within else _RADIUS, ACCENT, "", of))
    return marks


def _beside(dot: Dot, frame: _Frame, middle: float, of: Element) -> list[Mark]:
    """The change in £ and in %, or the remark in their place."""
    y = middle + 0.33 * _CHANGE.size
    if dot.remark:
        return [Words(frame.room - width(dot.remark, _REMARK), y, f"{dot.remark} ", _REMARK, of)]
    change, share = _figures(dot)
    return [
        Words(frame.change_edge - figure_width(change, _CHANGE), y, f"{change} ", _CHANGE, of),
        Words(frame.room - figure_width(share, _SHARE), y, f"{share} ", _SHARE, of),
    ]


def _figures(dot: Dot) -> tuple[str, str]:
    """The change in £ without the sign, and in %."""
    if dot.remark:
        return "", ""
    if dot.before is None or dot.after is None:
        return NO_FIGURE, NO_FIGURE
    tenths = percent_change(dot.before, dot.after)
    share = format_percent(tenths) if isinstance(tenths, int) else str(tenths)
    return format_figure(dot.after - dot.before, sign=True), share
