"""The contents of a paper: its headings with their pages, which are known only once everything has been laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.papers.blocks import Block, Contents, Heading, Stream
from app.papers.publisher.breaking import break_text
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import BODY, RULE, Style, width
from app.papers.publisher.lines import HANG, one_line
from app.papers.publisher.prose import set_heading
from app.papers.publisher.rows import Mark, Row, Rule, Words, tie

_PAGES = 40.0
_LONGEST_NUMBER = 16
_PART_WORDS = HANG + 30.0
_PAD, _OVER_SECTION, _UNDER_TITLE = 4.0, 5.0, 6.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading of the document as the contents name it; `level` 3 is part of the section before it."""

    level: int
    number: str
    text: str


def level_of(block: Heading | Stream) -> int:
    """The level at which the contents list it: 2 for a section, 3 for a part of one."""
    return 3 if isinstance(block, Stream) or block.level > 2 else 2


def entries_of(blocks: Sequence[Block]) -> tuple[Entry, ...]:
    """The headings of a document in order."""
    entries: list[Entry] = []
    for block in blocks:
        if isinstance(block, Heading):
            entries.append(_entry(level_of(block), block.number, block.text))
        elif isinstance(block, Stream):
            entries.append(_entry(level_of(block), block.letter, block.name))
    return tuple(entries)


def _entry(level: int, number: str, text: str) -> Entry:
    """An entry; a number too long for its column is the first of its words."""
    number, text = one_line(number), one_line(text)
    return Entry(level, number, text) if len(number) <= _LONGEST_NUMBER else Entry(level, "", f"{number} {text}")


class ContentsSetter:
    """The contents being set: first without pages, whose numbers are then written into the same rows."""

    def __init__(self, block: Contents, entries: Sequence[Entry], room: float, tree: Element) -> None:
        self.room = room
        self.deepest = 2 if block.sections else 3
        entries = [one for one in entries if one.level <= self.deepest]
        self.numbered_sections = any(one.number for one in entries if one.level == 2)
        self.rows: list[Row] = set_heading(Heading(2, block.title), room, tree) if block.title.strip() else []
        self.slots: list[tuple[int, Style, Element]] = []
        self._list(entries, tree)

    def numbered(self, rows: Sequence[Row], pages: Sequence[int]) -> list[Row]:
        """The same rows with the pages of the entries at their right."""
        numbered = list(rows)
        for (at, style, of), page in zip(self.slots, pages, strict=True):
            row = numbered[at]
            text = str(page)
            y = row.height - _PAD / 2 - style.rise
            numbered[at] = replace(row, marks=(*row.marks, Words(self.room - width(text, style), y, text, style, of)))
        return numbered

    def _list(self, entries: Sequence[Entry], tree: Element) -> None:
        """Every entry; a part of a section is listed within it."""
        if not entries:
            return
        contents = tree.add("TOC")
        section: Element | None = None
        parts: Element | None = None
        made: list[Row] = []
        for entry in entries:
            if entry.level == 2 or section is None:
                section, parts = contents.add("TOCI"), None
                of = section
            else:
                parts = parts or section.add("TOC")
                of = parts.add("TOCI")
            rows = self._entry(entry, of.add("Reference"), len(self.rows) + len(made), first=not made)
            made += rows
        if made and self.rows:
            made[0] = replace(made[0], above=_UNDER_TITLE)
        self.rows += tie(made, first=2, last=2)

    def _entry(self, entry: Entry, of: Element, at: int, *, first: bool) -> list[Row]:
        """One entry in as many rows as it has lines; its page will stand on the last. A rule parts the sections."""
        style = BODY.bold() if entry.level == 2 else BODY
        left, words = self._edges(entry, style)
        lines = break_text(entry.text, style, self.room - words - _PAGES)
        rows: list[Row] = []
        for number, line in enumerate(lines):
            above = _PAD / 2 if number == 0 else 0.0
            below = _PAD / 2 if number == len(lines) - 1 else 0.0
            baseline = above + style.leading - style.rise
            marks: list[Mark] = [Words(words, baseline, line, style, of)]
            if entry.number and number == 0:
                marks.insert(0, Words(left, baseline, f"{entry.number} ", style, of))
            rows.append(Row(above + style.leading + below, tuple(marks), keep=below == 0.0))
        if entry.level == 2 and not first:
            over = Rule(0, -_OVER_SECTION / 2, self.room, -_OVER_SECTION / 2, 0.5, RULE)
            rows[0] = replace(rows[0], above=_OVER_SECTION, marks=(*rows[0].marks, over))
        self.slots.append((at + len(rows) - 1, style, of))
        return rows

    def _edges(self, entry: Entry, style: Style) -> tuple[float, float]:
        """Where the number of an entry and where its words stand; a long number (Appendix 1) takes what it needs."""
        left = HANG if entry.level == 3 and self.numbered_sections else 0.0
        column = _PART_WORDS if entry.level == 3 and entry.number else HANG
        if not entry.number:
            return left, HANG if entry.level == 3 or (self.numbered_sections and entry.level == 2) else 0.0
        return left, max(column, left + width(f"{entry.number}   ", style))
