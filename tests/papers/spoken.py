"""What a reader that speaks a document says of rows that have been set: the structure, each element with its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.papers.publisher.elements import Element
from app.papers.publisher.rows import Row, Words

ROOM, DEPTH = 453.5, 694.0
"""The width and the height of the text on an upright page, in points."""


def spoken(tree: Element, rows: Iterable[Row]) -> list[str]:
    """Every element in reading order, indented under the one it is in; a scope or a span is told after the role."""
    words: dict[int, list[str]] = {}
    for row in rows:
        for mark in row.marks:
            if isinstance(mark, Words):
                words.setdefault(id(mark.of), []).append(mark.text.strip(" "))
    assert id(None) not in words, "words that are part of nothing"
    return [line for child in tree.children for line in _told(child, words, 0)]


def _told(element: Element, words: dict[int, list[str]], deep: int) -> Iterator[str]:
    role = f"{element.role}{f' {element.scope}' if element.scope else ''}{f' {element.span}' * (element.span > 1)}"
    said = " ".join(words.get(id(element), []))
    yield f"{'  ' * deep}{role}: {said}" if said else f"{'  ' * deep}{role}"
    for child in element.children:
        yield from _told(child, words, deep + 1)


def lefts(rows: Iterable[Row]) -> list[list[float]]:
    """Where the words of each row stand, from the left edge of the text, in whole points."""
    return [[round(mark.x) for mark in row.marks if isinstance(mark, Words)] for row in rows]


def ties(rows: Iterable[Row]) -> str:
    """T for a row that is tied to the next, F for one that is not."""
    return "".join("T" if row.keep else "F" for row in rows)
