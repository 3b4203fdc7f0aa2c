"""Pairs of words as a table of two columns: the implications of a paper, whom to ask, the facts on its cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.papers.blocks import Contact, Facts, Implications
from app.papers.publisher.breaking import break_text
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import EDGE, REGULAR, RULE, SEMIBOLD, Style, width
from app.papers.publisher.letters import clean
from app.papers.publisher.rows import Mark, Row, Rule, Words, tie

_LEADING = 14.6
_LABEL, _SAID = Style(SEMIBOLD, 10.8, _LEADING), Style(REGULAR, 10.8, _LEADING)
_PAD, _TIGHT = 9.0, 5.0
_GAP = 18.0
_HEADINGS = 0.38
_LEAST_LABEL, _MOST_LABEL, _NARROW = 70.0, 0.4, 0.6
_MOST_TOGETHER = 0.5

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Columns:
    """How wide the labels stand, how wide both columns are together, and the air around each pair."""

    labels: float
    room: float
    pad: float
    rule: str


def set_implications(block: Implications, room: float, depth: float, tree: Element) -> list[Row]:
    """Each heading of the office with its answer. A pair is parted only where it is taller than a page."""
    return _set(block.answers, _Columns(room * _HEADINGS - _GAP, room, _PAD, RULE), depth, tree, together=False)


def set_contact(block: Contact, room: float, depth: float, tree: Element) -> list[Row]:
    """Whom to ask: no wider than it needs, and kept together."""
    labels = _widest([label for label, _ in block.facts], _LABEL)
    said = _widest([fact for _, fact in block.facts], _SAID)
    return set_facts(block.facts, min(room, max(labels + said + 2 * _GAP, room * _NARROW)), depth, tree)


def set_said(block: Facts, room: float, depth: float, tree: Element) -> list[Row]:
    """What is said of one thing, across the page; parted between pairs only where it would leave half a page empty."""
    rows = set_facts(block.facts, room, depth, tree)
    if sum(row.height for row in rows) <= depth * _MOST_TOGETHER:
        return rows
    return tie([replace(row, keep=False) for row in rows], first=2, last=2)


def set_facts(facts: Sequence[Pair], room: float, depth: float, tree: Element) -> list[Row]:
    """A few short pairs, kept together, the labels as wide as they need."""
    widest = _widest([label for label, _ in facts], _LABEL)
    columns = _Columns(min(max(widest + 1, _LEAST_LABEL), room * _MOST_LABEL), room, _TIGHT, RULE)
    return _set(facts, columns, depth, tree, together=True)


def _widest(texts: Sequence[str], style: Style) -> float:
    return max((width(line, style) for text in texts for line in clean(text).split("\n")), default=0.0)


def _set(pairs: Sequence[Pair], columns: _Columns, depth: float, tree: Element, *, together: bool) -> list[Row]:
    """The table: a rule over it, one under every pair, a darker one at the end."""
    if not pairs:
        return []
    table = tree.add("Table")
    rows = [Row(0.0, (Rule(0, 0, columns.room, 0, 0.9, EDGE),), keep=True)]
    for at, pair in enumerate(pairs):
        last = at == len(pairs) - 1
        row = table.add("TR")
        cells = row.add("TH", scope="Row"), row.add("TD")
        # the first pair stays with the second and the last with the one before it
        keep = not last and (together or at == 0 or at == len(pairs) - 2)
        rows += _pair(pair, columns, depth, cells, ink=EDGE if last else columns.rule, keep=keep)
    return rows


def _pair(
    pair: Pair, columns: _Columns, depth: float, cells: tuple[Element, Element], *, ink: str, keep: bool
) -> list[Row]:
    """One pair as one row; as several, between lines, only where it is taller than a page."""
    label = break_text(pair[0], _LABEL, columns.labels)
    said = break_text(pair[1], _SAID, columns.room - columns.labels - _GAP)
    deep = max(len(label), len(said))
    most = max(1, int((depth - columns.pad) / _LEADING))
    rows: list[Row] = []
    for start in range(0, deep, most):
        closes = start + most >= deep
        marks = [
            *_lines(label[start : start + most], _LABEL, 0.0, columns.pad, cells[0]),
            *_lines(said[start : start + most], _SAID, columns.labels + _GAP, columns.pad, cells[1]),
        ]
        height = min(most, deep - start) * _LEADING + columns.pad
        if closes:
            weight = 0.9 if ink == EDGE else 0.5
            marks.append(Rule(0, height, columns.room, height, weight, ink))
        rows.append(Row(height, tuple(marks), keep=keep and closes))
    return rows


def _lines(lines: Sequence[str], style: Style, x: float, pad: float, of: Element) -> list[Mark]:
    top = pad / 2
    return [
        Words(x, top + (at + 1) * style.leading - style.rise, line, style, of) for at, line in enumerate(lines) if line
    ]
