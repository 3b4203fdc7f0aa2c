"""Lists, the line that opens a funding stream, and numbered paragraphs: everything that hangs beside its mark."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.papers.blocks import Block, Bullets, Heading, Paragraph, Stream
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import BODY
from app.papers.publisher.lines import (
    HANG,
    break_words,
    hung_rows,
    introducing,
    label_room,
    labelled,
    prose_rows,
    spaced,
)
from app.papers.publisher.prose import set_heading
from app.papers.publisher.rows import Row

_BULLET = "•"
_BULLET_HANG = 14.0
_BETWEEN = 2.0
_FURTHEST = 60.0


def hang_of(blocks: Iterable[Block]) -> float:
    """How far the words of every numbered paragraph of a document hang: as far as its widest number needs."""
    needs = (label_room(one.number, BODY) for one in blocks if isinstance(one, Paragraph) and one.number)
    return max((HANG, *(need for need in needs if need <= _FURTHEST)))


def set_numbered(paragraph: Paragraph, room: float, tree: Element, hang: float = HANG) -> list[Row]:
    """A paragraph hanging beside its number, which is read as its first word."""
    rows = hung_rows(paragraph.number, paragraph.text, BODY, tree.add("P"), room, hang)
    return introducing(rows) if paragraph.introduces else rows


def set_bullets(block: Bullets, room: float, tree: Element, hang: float = HANG) -> list[Row]:
    """A list; its first item stays with the second, and the last with the one before it."""
    left = hang if block.hangs else 0.0
    indent = left + _BULLET_HANG
    items: list[list[Row]] = []
    listed = tree.add("L") if block.items else tree
    for item in block.items:
        entry = listed.add("LI")
        label, body = entry.add("Lbl"), entry.add("LBody")
        rows = prose_rows(break_words(item, BODY, room - indent), BODY, body, indent)
        rows[0] = labelled(rows[0], _BULLET, BODY, label, left + 1)
        items.append(spaced(rows, _BETWEEN if items else 0.0))
    for near_an_end in {0, len(items) - 2} if len(items) > 1 else set():
        items[near_an_end][-1] = replace(items[near_an_end][-1], keep=True)
    return [row for rows in items for row in rows]


def set_stream(stream: Stream, room: float, tree: Element, hang: float = HANG) -> list[Row]:
    """The letter, name and figure of a stream as a heading, then its words; all of it stays with what follows.

    Without a letter to hang beside it stands flush left.
    """
    title = ", ".join(part for part in (stream.name, stream.figure) if part)
    hang = hang if stream.letter.strip() else 0.0
    heading = Heading(3, title, stream.letter, stream.anchor)
    rows = set_heading(heading, room, tree, hang=hang)
    if stream.words:
        rows += prose_rows(break_words(stream.words, BODY, room - hang), BODY, tree.add("P"), hang)
    return [*rows[:-1], replace(rows[-1], keep=True)]
