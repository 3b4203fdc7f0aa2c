"""Contracts over the years: a row for each with its term, its options, the days that matter, and partners' money.

Ink alone tells all of it: a term is solid, an option hatched, a condition dashed, and what is missing is said in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.contracts.term import DAY
from app.contracts.timeline import Band, Bar, TimelineRow
from app.papers.blocks import Timeline
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
    width,
)
from app.papers.publisher.letters import clean
from app.papers.publisher.rows import Box, Mark, Row, Rule, Shape, Words, tie
from app.years import SLASH, format_day, format_year

_LABEL = Style(REGULAR, 10.5, 13)
_PARTNER = Style(REGULAR, 9.5, 12, INK_SECOND)
_AMOUNT = Style(REGULAR, 8.8, 11)
_SENTENCE = Style(SEMIBOLD, 9.5, 12)
_YEAR, _CLOSE_YEAR = Style(SEMIBOLD, 9.5, 12, INK_SECOND), Style(SEMIBOLD, 8.2, 12, INK_SECOND)
_QUARTER = Style(REGULAR, 8.2, 10, INK_SECOND)
_TODAY = Style(SEMIBOLD, 9, 12, PAPER)
_LEGEND = Style(REGULAR, 10, 14)

_MOST_LABEL, _GAP, _INDENT = 0.3, 12.0, 11.0
_ABOVE_BAR, _BAR, _UNDER_BAR = 8.5, 9.0, 5.0
_BAND, _UNDER_BAND, _TOLD = 12.5, 3.5, 13.0
_NOTCH, _HATCH, _DASH, _TIP, _LEAST_QUARTER = 3.0, 3.6, 2.2, 3.6, 10.0
_TODAY_HIGH, _KEY, _SIGN_KEY = 13.0, 25.0, 13.0
_SHADE = "#E7EBEC"
_TOGETHER = 380.0
"""A picture that is no higher stands on one page, in points."""

_TERMS, _MONEY, _SIGNS = ("term", "taken"), ("agreed", "conditional"), ("notice", "break", "condition")


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the parts of a row stand: names up to `left`, then the years up to `room`."""

    block: Timeline
    left: float
    room: float

    def at(self, day: date) -> float:
        """Where the beginning of a day stands."""
        return self.left + self.block.shown.place(day) * (self.room - self.left)

    @property
    def today(self) -> float:
        """Where the day called today stands."""
        return self.at(self.block.shown.today)

    def bands(self, row: TimelineRow) -> list[Band]:
        """The partners' money that is drawn under a contract."""
        return [one for one in row.bands if one.bars and (self.block.every_band or one.sentence)]


def set_timeline(block: Timeline, room: float, tree: Element) -> list[Row]:
    """The caption, what the marks mean, the years, then the rows; the years are said again where a page ends."""
    of = tree.add("Figure", alt=in_words(block))
    frame = _frame(block, room)
    again = (_set_years(frame, None),)
    rows = [*_set_caption(block.caption, room, of), *_set_legend(frame, of), _set_years(frame, of)]
    before = len(rows)
    for one in block.shown.rows:
        rows += [Row(row.height, row.marks, keep=row.keep, again=again) for row in _set_row(one, frame, of)]
    low = sum(row.height for row in rows) <= _TOGETHER
    return tie(rows, first=len(rows) if low else before + 1, last=2)


def in_words(block: Timeline) -> str:
    """The picture for somebody who hears it: its years, the day called today, and every row in words."""
    shown = block.shown
    first, last = (format_year(year, block.year_style) for year in (shown.first_year, shown.last_year))
    opening = f"Timeline. {block.caption}".rstrip(". ")
    rows = " ".join(row.words for row in shown.rows)
    return " ".join(clean(f"{opening}. From {first} to {last}, seen on {format_day(shown.today)}. {rows}").split())


def _frame(block: Timeline, room: float) -> _Frame:
    """The names as wide as they need, up to a part of the page."""
    alone = block.alone and len(block.shown.rows) == 1
    labels = [] if alone else [width(clean(row.label), _LABEL) for row in block.shown.rows]
    frame = _Frame(block, 0.0, room)
    partners = [_partner(band) for row in block.shown.rows for band in frame.bands(row)]
    labels += [width(clean(one), _PARTNER) + _INDENT for one in partners]
    return _Frame(block, min(max(labels, default=0.0), room * _MOST_LABEL) + (_GAP if labels else 0.0), room)


def _partner(band: Band) -> str:
    """What stands before a partner's money."""
    return f"{band.label} pays,\N{NO-BREAK SPACE}£"


# what stands over the rows


def _set_caption(caption: str, room: float, of: Element) -> list[Row]:
    if not caption:
        return []
    element, baseline = of.add("Caption"), CAPTION.leading - CAPTION.rise
    lines = break_text(caption, CAPTION, room)
    return [Row(CAPTION.leading, (Words(0, baseline, line, CAPTION, element),), keep=True) for line in lines]


def _set_legend(frame: _Frame, of: Element) -> list[Row]:
    """What the marks mean: those alone that are drawn."""
    keys = list(_keys(frame))
    rows: list[Row] = []
    marks: list[Mark] = []
    x, middle = 0.0, _LEGEND.leading / 2
    for kind, words in keys:
        key = _SIGN_KEY if kind in _SIGNS else _KEY
        needs = key + width(words, _LEGEND) + 16
        if marks and x + needs - 16 > frame.room:
            rows.append(Row(_LEGEND.leading, tuple(marks), keep=True))
            marks, x = [], 0.0
        marks += _key(kind, x, middle, of)
        marks.append(Words(x + key, _LEGEND.leading - _LEGEND.rise, f"{words} ", _LEGEND, of))
        x += needs
    return [*rows, Row(_LEGEND.leading + 3, tuple(marks), keep=True)] if marks else rows


def _keys(frame: _Frame) -> Iterator[tuple[str, str]]:
    """Each kind of bar or mark that is drawn, with its words."""
    rows = frame.block.shown.rows
    kinds: set[str] = {bar.kind for row in rows for bar in row.bars}
    kinds |= {mark.kind for row in rows for mark in row.marks}
    kinds |= {bar.kind for row in rows for band in frame.bands(row) for bar in band.bars}
    if kinds & set(_TERMS):
        yield "term", "term" if "taken" not in kinds else "term, and options taken"
    named = (
        ("option", "option to extend"),
        ("cut", "ended early"),
        ("notice", "notice date"),
        ("break", "break point"),
        ("condition", "condition not met"),
        ("agreed", "partner pays"),
        ("conditional", "partner pays on a condition"),
        ("gap", "no partner’s money"),
    )
    yield from ((kind, words) for kind, words in named if kind in kinds)


def _key(kind: str, x: float, middle: float, of: Element) -> list[Mark]:
    """A small piece of what the words beside it mean."""
    if kind in _SIGNS:
        return _sign(kind, x + _TIP + 0.6, middle + _TIP, of)
    if kind == "gap":
        return _bracket(x, x + 20, middle, of)
    return list(_bar(kind, x, x + 20, middle - _BAR / 2, _BAR, of))


def _set_years(frame: _Frame, of: Element | None) -> Row:
    """The years and their quarters, then the day called today, over a rule. Without an element it is said again."""
    shown = frame.block.shown
    wide = (frame.room - frame.left) / len(shown.years)
    quarters = wide / 4 >= _LEAST_QUARTER
    high = _YEAR.leading + (_QUARTER.leading if quarters else 0.0) + _TODAY_HIGH + 2
    marks: list[Mark] = []
    for year in shown.years:
        first = frame.at(date(year, 4, 1))
        marks.append(Rule(first, 0, first, high, 0.5, EDGE, of))
        words, style = _year_words(year, frame.block.year_style, wide - 5)
        marks.append(Words(first + 3, _YEAR.leading - style.rise, f"{words} ", style, of))
        if quarters:
            foot = _YEAR.leading + _QUARTER.leading - _QUARTER.rise
            marks += [Words(frame.at(day) + 3, foot, f"{letter} ", _QUARTER, of) for letter, day in _quarters(year)]
    marks += _set_today(frame, high, of)
    marks.append(Rule(0, high, frame.room, high, 0.9, INK, of))
    return Row(high, tuple(marks), keep=True)


def _quarters(year: int) -> tuple[tuple[str, date], ...]:
    """The quarters of a financial year by the letter of their first month."""
    return ("A", date(year, 4, 1)), ("J", date(year, 7, 1)), ("O", date(year, 10, 1)), ("J", date(year + 1, 1, 1))


def _year_words(year: int, style: str, room: float) -> tuple[str, Style]:
    """A year as the office writes it where there is room, else shorter or smaller."""
    for words in (format_year(year, style), format_year(year, SLASH)):
        for face in (_YEAR, _CLOSE_YEAR):
            if width(words, face) <= room:
                return words, face
    return f"{year % 100:02d}/{(year + 1) % 100:02d}", _CLOSE_YEAR


def _set_today(frame: _Frame, high: float, of: Element | None) -> list[Mark]:
    """The day in a dark label, which its line hangs from."""
    words = format_day(frame.block.shown.today)
    wide = width(words, _TODAY) + 8
    left = min(max(frame.today - wide / 2, 0.0), frame.room - wide)
    top = high - _TODAY.leading
    return [
        Box(left, top, wide, _TODAY.leading, INK, "", of),
        Words(left + 4, top + _TODAY.leading - _TODAY.rise, f"{words} ", _TODAY, of),
    ]


# one contract


def _set_row(one: TimelineRow, frame: _Frame, of: Element) -> list[Row]:
    """A contract, then each partner's money under it; none of them is parted from it."""
    alone = frame.block.alone and len(frame.block.shown.rows) == 1
    rows = [_set_contract(one, frame, of, named=not alone)]
    for band in frame.bands(one):
        rows += _set_band(band, frame, of)
    closed = Rule(0, rows[-1].height, frame.room, rows[-1].height, 0.5, RULE, of)
    rows[-1] = Row(rows[-1].height, (*rows[-1].marks, closed))
    return tie(rows, first=len(rows))


def _set_contract(one: TimelineRow, frame: _Frame, of: Element, *, named: bool) -> Row:
    """Its name, its bars, and the days that matter over them."""
    lines = break_text(one.label, _LABEL, max(frame.left - _GAP, 1.0)) if named else []
    height = max(_ABOVE_BAR + _BAR + _UNDER_BAR, len(lines) * _LABEL.leading + 6)
    top = max(_ABOVE_BAR, (height - _BAR) / 2)
    start = top + _BAR / 2 - len(lines) * _LABEL.leading / 2
    marks: list[Mark] = [
        *_grid(frame, height, of),
        *(
            Words(0, start + (at + 1) * _LABEL.leading - _LABEL.rise, f"{line.rstrip()} ", _LABEL, of)
            for at, line in enumerate(lines)
        ),
    ]
    for bar in one.bars:
        marks += _drawn(bar, frame, top, _BAR, of)
    marks.append(Rule(frame.today, 0, frame.today, height, 1.2, INK, of))
    shown = frame.block.shown
    for mark in one.marks:
        if shown.starts_on <= mark.day <= shown.ends_on:
            marks += _sign(mark.kind, frame.at(mark.day), top + 1, of)
    return Row(height, tuple(marks))


def _set_band(band: Band, frame: _Frame, of: Element) -> list[Row]:
    """A partner's money year by year; what meets in a year stands below each other; then where it is missing."""
    paid = [bar for bar in band.bars if bar.kind in _MONEY]
    lanes = _lanes(paid)
    lines = break_text(_partner(band), _PARTNER, max(frame.left - _GAP - _INDENT, 1.0))
    high = _BAND + _UNDER_BAND
    height = max(len(lanes) * high, len(lines) * _PARTNER.leading + _UNDER_BAND)
    marks: list[Mark] = [*_grid(frame, height, of)]
    marks += [
        Words(_INDENT, (at + 1) * _PARTNER.leading - _PARTNER.rise, f"{line.rstrip()} ", _PARTNER, of)
        for at, line in enumerate(lines)
    ]
    for at, lane in enumerate(lanes):
        for bar in lane:
            marks += _drawn(bar, frame, at * high, _BAND, of)
    marks.append(Rule(frame.today, 0, frame.today, height, 1.2, INK, of))
    for at, lane in enumerate(lanes):
        for bar in lane:
            marks += _amount(bar, frame, at * high, of)
    told = [_set_missing(band, bar, frame, of) for bar in band.bars if bar.kind == "gap"]
    return [Row(height, tuple(marks)), *told]


def _lanes(bars: Sequence[Bar]) -> list[list[Bar]]:
    """The bars on as few lines as keep them from lying over each other. Never none."""
    lanes: list[list[Bar]] = [[]]
    for bar in sorted(bars, key=lambda one: (one.starts_on, one.kind)):
        free = next((lane for lane in lanes if not lane or lane[-1].ends_on < bar.starts_on), None)
        if free is None:
            lanes.append([bar])
        else:
            free.append(bar)
    return lanes


def _set_missing(band: Band, bar: Bar, frame: _Frame, of: Element) -> Row:
    """The stretch without the partner's money, and the sentence on it beside it where there is more room."""
    left, right = frame.at(bar.starts_on), frame.at(bar.ends_on + DAY)
    wide = width(band.sentence, _SENTENCE)
    baseline = _TOLD - 2 - _SENTENCE.rise
    marks: list[Mark] = [*_grid(frame, _TOLD, of), Rule(frame.today, 0, frame.today, _TOLD, 1.2, INK, of)]
    x = left - wide - 5
    if x < 0:
        x = right + 5 if right + 5 + wide <= frame.room else max(frame.room - wide, 0.0)
    # paper behind the words, so that neither today nor a year runs through them
    marks.append(Box(x - 2, 0, wide + 4, _TOLD, PAPER, "", of))
    marks.append(Words(x, baseline, f"{band.sentence} ", _SENTENCE, of))
    return Row(_TOLD, (*marks, *_bracket(left, right, _TOLD / 2 - 0.5, of)))


def _grid(frame: _Frame, height: float, of: Element) -> list[Mark]:
    """A line at the beginning of every year."""
    edges = [frame.at(date(year, 4, 1)) for year in frame.block.shown.years]
    return [Rule(x, 0, x, height, 0.5, RULE, of) for x in edges]


# bars and signs


def _drawn(bar: Bar, frame: _Frame, top: float, high: float, of: Element) -> Iterator[Mark]:
    """A bar as far as the years go that are shown."""
    shown = frame.block.shown
    if bar.ends_on < shown.starts_on or bar.starts_on > shown.ends_on or bar.ends_on < bar.starts_on:
        return
    left, right = frame.at(bar.starts_on), frame.at(bar.ends_on + DAY)
    yield from _bar(bar.kind, left, right, top, high, of)
    if bar.starts_on < shown.starts_on and bar.kind in _TERMS:
        # a notch says that it began before
        yield Shape(((left - 0.1, top), (left + _NOTCH, top + high / 2), (left - 0.1, top + high)), PAPER, "", of)
    if bar.ends_on > shown.ends_on and bar.kind in _TERMS:
        yield Shape(((right + 0.1, top), (right - _NOTCH, top + high / 2), (right + 0.1, top + high)), PAPER, "", of)


def _bar(kind: str, left: float, right: float, top: float, high: float, of: Element) -> Iterator[Mark]:
    """A stretch of one kind between two edges."""
    right = max(right, left + 0.8)
    if kind in _TERMS:
        # an option taken is told from the term before it by a hair of paper
        inset = 0.8 if kind == "taken" and right - left > 3 else 0.0
        yield Box(left + inset, top, right - left - inset, high, ACCENT, "", of)
    elif kind == "option":
        yield Box(left + 0.4, top + 0.4, right - left - 0.8, high - 0.8, PAPER, ACCENT, of)
        yield from _hatched(left + 0.7, right - 0.7, top + 0.7, high - 1.4, of)
    elif kind == "agreed":
        yield Box(left + 0.4, top + 0.4, right - left - 0.8, high - 0.8, _SHADE, EDGE, of)
    else:
        yield Box(left + 0.4, top + 0.4, right - left - 0.8, high - 0.8, PAPER, "", of)
        yield from _dashed(left + 0.4, right - 0.4, top + 0.4, high - 0.8, of)


def _hatched(left: float, right: float, top: float, high: float, of: Element) -> Iterator[Mark]:
    """Slanting lines within a rectangle."""
    at = left - high + _HATCH
    while at < right:
        low, up = max(at, left), min(at + high, right)
        if up > low:
            yield Rule(low, top + high - (low - at), up, top + high - (up - at), 0.6, ACCENT, of)
        at += _HATCH


def _dashed(left: float, right: float, top: float, high: float, of: Element) -> Iterator[Mark]:
    """A dashed outline."""
    for y in (top, top + high):
        yield from (Rule(x, y, min(x + _DASH, right), y, 0.7, EDGE, of) for x in _steps(left, right))
    for x in (left, right):
        yield from (Rule(x, y, x, min(y + _DASH, top + high), 0.7, EDGE, of) for y in _steps(top, top + high))


def _steps(start: float, end: float) -> Iterator[float]:
    """Where the dashes between two places begin."""
    at = start
    while at < end:
        yield at
        at += 2 * _DASH


def _bracket(left: float, right: float, y: float, of: Element) -> list[Mark]:
    """A stretch from end to end."""
    right = max(right, left + 1.6)
    ends: list[Mark] = [Rule(x, y - 3, x, y + 3, 1.2, INK, of) for x in (left + 0.6, right - 0.6)]
    return [Rule(left + 0.6, y, right - 0.6, y, 1.2, INK, of), *ends]


def _sign(kind: str, x: float, y: float, of: Element) -> list[Mark]:
    """The sign of a day, its tip at a point: a triangle, a diamond, a bar with a foot."""
    if kind == "notice":
        return [Shape(((x - _TIP, y - 2 * _TIP), (x + _TIP, y - 2 * _TIP), (x, y)), PAPER, INK, of)]
    if kind == "break":
        points = ((x, y - 2 * _TIP), (x + _TIP, y - _TIP), (x, y), (x - _TIP, y - _TIP))
        return [Shape(points, INK, PAPER, of)]
    return [
        Box(x - 2.6, y - 2 * _TIP, 5.2, 5.2, PAPER, INK, of),
        Rule(x - 2.6, y - 2 * _TIP, x + 2.6, y - 2 * _TIP + 5.2, 0.7, INK, of),
        Rule(x + 2.6, y - 2 * _TIP, x - 2.6, y - 2 * _TIP + 5.2, 0.7, INK, of),
    ]


def _amount(bar: Bar, frame: _Frame, top: float, of: Element) -> list[Mark]:
    """What is paid, where it fits into its bar; the table beside the picture has every figure."""
    left, right = max(frame.at(bar.starts_on), frame.left), frame.at(bar.ends_on + DAY)
    words = bar.label.removeprefix("£")
    if width(words, _AMOUNT) + 6 > right - left:
        return []
    fill = _SHADE if bar.kind == "agreed" else PAPER
    wide = width(words, _AMOUNT)
    # paper of the bar's own shade behind it, so that the line of today does not run through the figure
    behind = Box(left + 2.4, top + 1.2, wide + 1.6, _BAND - 2.4, fill, "", of)
    baseline = top + _BAND / 2 + 0.33 * _AMOUNT.size
    return [behind, Words(left + 3.2, baseline, f"{words} ", _AMOUNT, of)]
