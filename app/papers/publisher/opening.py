"""How a document opens: a masthead over its title, or a cover with a page of its own. Lengths are points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.papers.blocks import Document, Heading, Runs, Strong
from app.papers.publisher.breaking import break_text
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import (
    ACCENT,
    INK_SECOND,
    MASTHEAD,
    NOTE,
    REGULAR,
    SEMIBOLD,
    SUBTITLE,
    Style,
    width,
)
from app.papers.publisher.lines import break_words, kept, line_row, one_line, spaced
from app.papers.publisher.pairs import set_facts
from app.papers.publisher.prose import set_heading
from app.papers.publisher.rows import Mark, Row, Rule, Words
from app.years import format_day

_COVER_TITLE = Style(SEMIBOLD, 34, 40)
_COVER_SUBTITLE = Style(REGULAR, 15, 21, INK_SECOND)
_FACTS = replace(NOTE, ink=INK_SECOND, leading=14.5)
_COVER_TITLE_DOWN, _BAR, _BAR_LONG, _LEAST_AIR, _FOOT_AIR = 150.0, 4.0, 64.0, 30.0, 24.0


def set_opening(document: Document, room: float, depth: float, tree: Element) -> list[Row]:
    """Everything before the first block. A cover fills its page: what follows has to begin another."""
    rows = _set_masthead(document, room, tree)
    if document.opening == "cover":
        return [*rows, *_set_cover(document, room, depth - sum(row.height for row in rows), tree)]
    rows += spaced(set_heading(Heading(1, document.title), room, tree), 7.0)
    if document.subtitle:
        rows += spaced(_said(document.subtitle, SUBTITLE, room, tree), 3.0)
    if document.facts:
        rows += spaced(_set_facts_in_line(document.facts, room, tree), 5.0)
    return rows


def _set_masthead(document: Document, room: float, tree: Element) -> list[Row]:
    """The office on the left, the paper's day on the right, and the rule under both."""
    day_style = Style(REGULAR, MASTHEAD.size, MASTHEAD.leading)
    day = "" if document.undated else format_day(document.day)
    day_width = width(day, day_style)
    lines = break_text(document.office, MASTHEAD, room - day_width - 24)
    height = len(lines) * MASTHEAD.leading
    office = tree.add("P")
    marks: list[Mark] = [
        Words(0, (at + 1) * MASTHEAD.leading - MASTHEAD.rise, line, MASTHEAD, office) for at, line in enumerate(lines)
    ]
    if day:
        marks.append(Words(room - day_width, day_style.leading - day_style.rise, day, day_style, tree.add("P")))
    marks.append(Rule(0, height + 6.5, room, height + 6.5, 1.0, ACCENT))
    return [Row(height + 12, tuple(marks), keep=True)]


def _set_cover(document: Document, room: float, depth: float, tree: Element) -> list[Row]:
    """The title a good third down the page under a short bar, and the facts at the foot of it."""
    bar = Rule(0, _COVER_TITLE_DOWN, _BAR_LONG, _COVER_TITLE_DOWN, _BAR, ACCENT)
    rows = [Row(_COVER_TITLE_DOWN + 22, (bar,), keep=True)]
    rows += set_heading(Heading(1, document.title), room, tree, own=_COVER_TITLE)
    if document.subtitle:
        rows += [Row(8.0, (), keep=True), *_said(document.subtitle, _COVER_SUBTITLE, room, tree)]
    facts = set_facts(document.facts, room, depth, tree)
    if facts:
        air = depth - sum(row.height for row in [*rows, *facts])
        rows.append(Row(max(air - _FOOT_AIR, _LEAST_AIR), ()))
    return [*rows, *facts]


def _said(words: str | Runs, style: Style, room: float, tree: Element) -> list[Row]:
    """One paragraph of the opening, tied to what follows."""
    element = tree.add("P")
    return kept([line_row(line, style, element) for line in break_words(words, style, room)])


def _set_facts_in_line(facts: Sequence[tuple[str, str]], room: float, tree: Element) -> list[Row]:
    """“Version 3 · Next review 1 April 2020”, each label standing out; a line each where they do not fit on one."""
    told = [(Strong(one_line(label)), f"\N{NO-BREAK SPACE}{one_line(fact)}") for label, fact in facts]
    together: Runs = tuple(run for at, one in enumerate(told) for run in (("  ·  ", *one) if at else one))
    if len(break_words(together, _FACTS, room)) == 1:
        return _said(together, _FACTS, room, tree)
    return [row for one in told for row in _said(one, _FACTS, room, tree)]
