"""The publisher: blocks go in, the bytes of a PDF come out. Only this package knows fonts and millimetres.

The way through it: `prose`, `lists`, `tables`, `boxes` and their like set each block as rows; `rows` breaks them into
pages; `paint` draws them on ReportLab's canvas, which `tagged` has taught to tag; `structure` and `describing` put into
the file what it needs besides, and ReportLab writes it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from app.papers.blocks import Document
from app.progress import Progress


@dataclass(frozen=True, slots=True)
class Published:
    """A printed document: its bytes, how many pages, and the page (from 1) of every anchor in it."""

    pdf: bytes
    pages: int
    anchors: Mapping[str, int]


def publish(document: Document, *, progress: Progress | None = None) -> bytes:
    """The PDF of a document; the same document gives the same bytes.

    Raises Refused when a table has more columns than a page can hold or a typeface is missing, Stopped when `progress`
    is stopped.
    """
    return publish_pages(document, progress=progress).pdf


def publish_pages(document: Document, *, progress: Progress | None = None) -> Published:
    """The PDF of a document, and where the places it names have come to stand. Raises as `publish` does."""
    from app.papers.publisher.press import press  # ReportLab takes a tenth of a second to import

    with _nothing_collected():
        return Published(*press(document, progress or Progress()))


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """All that is made for a paper is needed until it is written: a search for what is not costs a seventh more."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
