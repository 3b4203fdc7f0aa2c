"""The contents of a paper: its headings with their pages, which are known only once everything has been laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.papers.blocks import Block, Contents, Heading, Stream
from app.papers.publisher.breaking import break_text
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import BODY, RULE, Style, clean, width
from app.papers.publisher.lines import HANG
from app.papers.publisher.prose import set_heading
from app.papers.publisher.rows import Mark, Row, Rule, Words, tie

_PAGES = 40.0
_PAD, _OVER_SECTION = 4.6, 5.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading of the document as the contents name it; `level` 3 is part of the section before it."""

    level: int
    number: str
    text: str


def entries_of(blocks: Sequence[Block]) -> tuple[Entry, ...]:
    """The headings of a document in order."""
    entries: list[Entry] = []
    for block in blocks:
        if isinstance(block, Heading):
            entries.append(Entry(3 if block.level > 2 else 2, clean(block.number), clean(block.text)))
        elif isinstance(block, Stream):
            entries.append(Entry(3, clean(block.letter), clean(block.name)))
    return tuple(entries)


class ContentsSetter:
    """The contents being set: first without pages, whose numbers are then written into the same rows."""

    def __init__(self, block: Contents, entries: Sequence[Entry], room: float, tree: Element) -> None:
        self.room = room
        self.numbers = max((width(f"{one.number} ", BODY) for one in entries if one.number), default=0.0)
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
        self.rows += tie(made, first=2, last=2)

    def _entry(self, entry: Entry, of: Element, at: int, *, first: bool) -> list[Row]:
        """One entry in as many rows as it has lines; its page will stand on the last."""
        style = BODY.bold() if entry.level == 2 else BODY
        indent = HANG if self.numbers and entry.level == 3 else HANG / 2 if entry.level == 3 else 0.0
        words = indent + max(self.numbers, HANG) if self.numbers else indent
        lines = break_text(entry.text, style, self.room - words - _PAGES)
        rows: list[Row] = []
        for number, line in enumerate(lines):
            last = number == len(lines) - 1
            above = _PAD / 2 if number == 0 else 0.0
            baseline = above + style.leading - style.rise
            marks: list[Mark] = [Words(words, baseline, line, style, of)]
            if entry.number and number == 0:
                marks.insert(0, Words(indent, baseline, f"{entry.number} ", style, of))
            height = above + style.leading + (_PAD / 2 if last else 0.0)
            if last:
                marks.append(Rule(0, height, self.room, height, 0.5, RULE))
            rows.append(Row(height, tuple(marks), keep=not last))
        if entry.level == 2 and not first:
            rows[0] = replace(rows[0], above=_OVER_SECTION)
        self.slots.append((at + len(rows) - 1, style, of))
        return rows
