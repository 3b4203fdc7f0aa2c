"""Members' scores as a figure: a dot for each member on one line for each bid, their mean, and the score agreed on.

Dots that would cover each other stand one over the other, so that there are as many as there are scores. What is far
apart is told by the line between the dots and by a word, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.papers.blocks import ScoreStrip, ScoreStrips
from app.papers.publisher.breaking import break_text
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import (
    ACCENT,
    CAPTION,
    INK,
    INK_SECOND,
    PAPER,
    REGULAR,
    RULE,
    SEMIBOLD,
    Style,
    width,
)
from app.papers.publisher.letters import clean
from app.papers.publisher.rows import Disc, Mark, Row, Rule, Shape, Words, tie
from app.strips import FAR_APART, Strip, strip_scale, strip_text

_LABEL, _SCORE = Style(REGULAR, 10, 12.5), Style(SEMIBOLD, 10, 12.5)
_REMARK = Style(REGULAR, 9.5, 12, INK_SECOND)
_TICK = Style(REGULAR, 9.5, 12, INK_SECOND)
_LEGEND = Style(REGULAR, 10, 15)
_PAD, _GAP, _BETWEEN, _KEY = 5.0, 14.0, 14.0, 14.0
_MOST_LABEL, _LEAST_PLOT = 0.36, 120.0
_RADIUS, _MEAN, _AGREED = 2.6, 6.5, 4.6
_STEP = 100


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the parts of a row stand: the plot from `left`, `scale` points a tenth of a percent from `low` on."""

    left: float
    right: float
    low: int
    high: int
    score_edge: float
    room: float

    def at(self, tenths: int) -> float:
        """Where a score stands."""
        return self.left + (tenths - self.low) * (self.right - self.left) / (self.high - self.low)


def set_strips(figure: ScoreStrips, room: float, tree: Element) -> list[Row]:
    """The caption with its legend, the scale, then a row for each bid; the scale is said again on a new page."""
    of = tree.add("Figure", alt=in_words(figure))
    frame = _frame(figure, room)
    again = (_set_scale(frame, None),)
    rows = [_set_legend(figure, room, of), _set_scale(frame, of)]
    for one in figure.rows:
        row = _set_strip(one, frame, of)
        rows.append(Row(row.height, row.marks, again=again))
    return tie(rows, first=3, last=2)


def in_words(figure: ScoreStrips) -> str:
    """The figure for somebody who hears it: every bid with its members' scores, their mean and what was agreed."""
    rows = " ".join(f"{one.label}: {_said(one)}." for one in figure.rows)
    return " ".join(clean(f"Scores of each bid. {figure.caption.rstrip('. ')}. {rows}").split())


def _said(one: ScoreStrip) -> str:
    strip = one.strip
    parts = [f"scores {', '.join(_text(score) for score in sorted(strip.scores))}" if strip.scores else "no scores"]
    parts += [f"mean {_text(strip.mean)}"] if strip.mean is not None else []
    parts += [FAR_APART] if strip.far_apart else []
    parts += [f"agreed {_text(strip.agreed)}"] if strip.agreed is not None else []
    return ", ".join([*parts, one.remark] if one.remark else parts)


def _text(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"


def _frame(figure: ScoreStrips, room: float) -> _Frame:
    labels = max((width(clean(one.label), _LABEL) for one in figure.rows), default=0.0) + 0.01
    remark = max((width(one.remark, _REMARK) for one in figure.rows if one.remark), default=0.0)
    left = min(labels, room * _MOST_LABEL) + _GAP
    score_edge = room - (remark + _BETWEEN if remark else 0.0)
    right = max(score_edge - width("100.0", _SCORE) - _GAP, left + _LEAST_PLOT)
    low, high = strip_scale(strip_text(one.strip) for one in figure.rows)
    return _Frame(left, right, low, high, score_edge, room)


def _set_legend(figure: ScoreStrips, room: float, of: Element) -> Row:
    """The caption, and under it what dot, line and diamond are."""
    lines = break_text(figure.caption, CAPTION, room)
    caption = of.add("Caption") if figure.caption else of
    marks: list[Mark] = [
        Words(0, (at + 1) * CAPTION.leading - CAPTION.rise, line, CAPTION, caption) for at, line in enumerate(lines)
    ]
    top = len(lines) * CAPTION.leading
    x, middle = _RADIUS + 1, top + _LEGEND.leading / 2
    for at, label in enumerate(("one member", "mean", "agreed")):
        marks += (
            [Disc(x, middle, _RADIUS, ACCENT, "", of)]
            if at == 0
            else [Rule(x, middle - 5, x, middle + 5, 1.3, INK, of)]
            if at == 1
            else [_diamond(x, middle, of)]
        )
        marks.append(Words(x + _KEY - 4, top + _LEGEND.leading - _LEGEND.rise, f"{label} ", _LEGEND, of))
        x += _KEY + width(label, _LEGEND) + 16
    return Row(top + _LEGEND.leading + 4, tuple(marks))


def _diamond(x: float, y: float, of: Element) -> Shape:
    size = _AGREED
    return Shape(((x, y - size), (x + size, y), (x, y + size), (x - size, y)), PAPER, INK, of)


def _set_scale(frame: _Frame, of: Element | None) -> Row:
    """The scores over the lines of the scale. Without an element it is said again."""
    baseline = _TICK.leading - _TICK.rise
    marks: list[Mark] = []
    for tenths in _ticks(frame):
        text = str(tenths // 10)
        marks.append(Words(frame.at(tenths) - width(text, _TICK) / 2, baseline, f"{text} ", _TICK, of))
    marks.append(Words(frame.score_edge - width("Score", _TICK), baseline, "Score ", _TICK, of))
    marks.append(Rule(0, _TICK.leading + 3, frame.room, _TICK.leading + 3, 0.9, INK, of))
    return Row(_TICK.leading + 3, tuple(marks), keep=True)


def _ticks(frame: _Frame) -> Sequence[int]:
    """Round scores of the scale, not more than the plot has room for."""
    step = _STEP if frame.high - frame.low <= 6 * _STEP else 2 * _STEP
    return range(-(-frame.low // step) * step, frame.high + 1, step)


def _set_strip(one: ScoreStrip, frame: _Frame, of: Element) -> Row:
    """One row: the bid, the lines of the scale behind it, its dots, and its score."""
    lines = break_text(one.label, _LABEL, frame.left - _GAP)
    stacks = _stacked(one.strip, frame)
    most = max((over for _, over in stacks), default=0)
    height = max(len(lines) * _LABEL.leading + _PAD, (most + 1) * 2 * _RADIUS + 2 * _PAD, 19.0)
    middle, start = height / 2, (height - len(lines) * _LABEL.leading) / 2
    marks: list[Mark] = [Rule(frame.at(at), 0, frame.at(at), height, 0.5, RULE, of) for at in _ticks(frame)]
    marks += [
        Words(0, start + (at + 1) * _LABEL.leading - _LABEL.rise, f"{line.rstrip()} ", _LABEL, of)
        for at, line in enumerate(lines)
    ]
    marks += _dots(one.strip, stacks, frame, middle, of)
    marks += _beside(one, frame, middle, of)
    marks.append(Rule(0, height, frame.room, height, 0.5, RULE, of))
    return Row(height, tuple(marks))


def _stacked(strip: Strip, frame: _Frame) -> list[tuple[float, int]]:
    """Where each dot stands, and how many it stands over; those that would touch go one over the other."""
    found: list[tuple[float, int]] = []
    for score in sorted(strip.scores):
        x = frame.at(score)
        over = 0
        while any(abs(x - other) < 2 * _RADIUS and over == level for other, level in found):
            over += 1
        found.append((x, over))
    return found


def _dots(strip: Strip, stacks: list[tuple[float, int]], frame: _Frame, middle: float, of: Element) -> list[Mark]:
    marks: list[Mark] = []
    if strip.far_apart and stacks:
        marks.append(Rule(stacks[0][0], middle, stacks[-1][0], middle, 1.6, INK_SECOND, of))
    for x, over in stacks:
        # the first on the line, the next above it, then below: the strip stays about its line
        side = (over + 1) // 2 * (1 if over % 2 == 0 else -1)
        marks.append(Disc(x, middle + side * 2 * _RADIUS, _RADIUS, ACCENT, "", of))
    if strip.mean is not None:
        x = frame.at(strip.mean)
        marks.append(Rule(x, middle - _MEAN, x, middle + _MEAN, 1.3, INK, of))
    if strip.agreed is not None:
        marks.append(_diamond(frame.at(strip.agreed), middle, of))
    return marks


def _beside(one: ScoreStrip, frame: _Frame, middle: float, of: Element) -> list[Mark]:
    """The score that counts, and the remark after it."""
    y = middle + 0.33 * _SCORE.size
    counts = one.strip.agreed if one.strip.agreed is not None else one.strip.mean
    text = _text(counts) if counts is not None else "–"
    marks: list[Mark] = [Words(frame.score_edge - width(text, _SCORE), y, f"{text} ", _SCORE, of)]
    if one.remark:
        marks.append(Words(frame.room - width(one.remark, _REMARK), y, f"{one.remark} ", _REMARK, of))
    return marks
