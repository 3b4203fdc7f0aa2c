"""A finished PDF looked at: how many pages, a page as a picture, the words on it.

PDFium may be used by one thread at a time only, so every call here waits its turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

_one_at_a_time = Lock()

_BGRA = 4
"""PDFium's number for four bytes a dot; `rev_byteorder` turns them into RGBA."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: its page from 0, and its box in points from the page's upper left corner."""

    page: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sought:
    """Words looked for on these pages from 0, on the first of them only `below` this height in points.

    An amount is found where the head of its column has taken its £ as well.
    """

    first: int
    last: int
    words: str
    below: float = 0.0


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    import pypdfium2  # type: ignore[import-untyped]  # ships no types

    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def page_count(pdf: bytes) -> int:
    """How many pages there are."""
    with _opened(pdf) as document:
        return len(document)


def render(pdf: bytes, page: int, scale: float) -> tuple[int, int, bytes]:
    """A page, counted from 0, as width and height in pixels and its rows of RGBA bytes; scale 1 is 72 dots an inch."""
    with _opened(pdf) as document:
        bitmap = document[page].render(scale=scale, rev_byteorder=True, force_bitmap_format=_BGRA)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        data = bytes(bitmap.buffer)
    return width, height, b"".join(data[row * stride : row * stride + width * 4] for row in range(height))


def text_of(pdf: bytes) -> str:
    """The words of every page, pages parted by a form feed, lines by a line feed."""
    with _opened(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return "\f".join(pages).replace("\r\n", "\n")


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """The width and height of every page, in points."""
    with _opened(pdf) as document:
        return [document.get_page_size(at) for at in range(len(document))]


def places_of(pdf: bytes, wanted: Sequence[Sought], *, in_order: bool = False) -> list[Place | None]:
    """Where each of these first stands, `in_order` below the one before it; None for words on none of their pages."""
    with _opened(pdf) as document:
        known: dict[int, tuple[Any, float]] = {}

        def words_of(at: int) -> tuple[Any, float]:
            if at not in known:
                page = document[at]
                known[at] = page.get_textpage(), page.get_height()
            return known[at]

        found: list[Place | None] = []
        last: Place | None = None
        for one in wanted:
            follows = in_order and last is not None and last.page == one.first
            found.append(
                _first_place(words_of, len(document), replace(one, below=last.top) if follows and last else one)
            )
            last = found[-1] or last
        return found


def _first_place(words_of: Callable[[int], tuple[Any, float]], pages: int, sought: Sought) -> Place | None:
    for at in range(sought.first, min(sought.last, pages - 1) + 1):
        words, height = words_of(at)
        for text in dict.fromkeys((sought.words, sought.words.removeprefix("£"))):
            for place in _every_place(words, text, at, height) if text else ():
                if at > sought.first or place.top > sought.below:
                    return place
    return None


def _every_place(words: Any, text: str, page: int, height: float) -> Iterator[Place]:
    found = words.search(text, match_case=True)
    while (span := found.get_next()) is not None:
        if words.count_rects(*span):
            left, bottom, right, top = words.get_rect(0)
            yield Place(page, left, height - top, right - left, top - bottom)
