"""A finished PDF looked at: how many pages, a page as a picture, the words on it.

PDFium may be used by one thread at a time only, so every call here waits its turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

_one_at_a_time = Lock()

_BGRA = 4
"""PDFium's number for four bytes a dot; `rev_byteorder` turns them into RGBA."""


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
