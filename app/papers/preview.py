"""A finished PDF looked at: how many pages, a page as a picture, the words on it.

PDFium may be used by one thread at a time only, so every call here waits its turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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


def places_of(pdf: bytes, wanted: Sequence[tuple[int, int, str]]) -> list[Place | None]:
    """Where each of these words first stands, as (first page, last page, words), pages counted from 0.

    None for words that are on none of their pages.
    """
    with _opened(pdf) as document:
        return [
            _first_place(document, range(first, min(last, len(document) - 1) + 1), text) for first, last, text in wanted
        ]


def _first_place(document: Any, pages: range, text: str) -> Place | None:
    for at in pages:
        page = document[at]
        words = page.get_textpage()
        found = words.search(text, match_case=True).get_next() if text else None
        if found is None:
            continue
        boxes = [words.get_rect(box) for box in range(words.count_rects(*found))]
        if boxes:
            left, bottom, right, top = boxes[0]
            return Place(at, left, page.get_height() - top, right - left, top - bottom)
    return None
