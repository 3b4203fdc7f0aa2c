"""The publisher: blocks go in, the bytes of a PDF come out. Only this package knows fonts and millimetres.

The way through it: `prose`, `lists`, `tables`, `boxes` and their like set each block as rows; `rows` breaks them into
pages; `paint` draws them, tagged; `structure`, `outline`, `describing` and `embedding` put into the file what it needs
besides, and `pdf_file` writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
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

    return Published(*press(document, progress or Progress()))
