"""The publisher: blocks go in, the bytes of a PDF come out. Only this package knows fonts and millimetres.

The way through it: `prose`, `tables` and `charts` set each block as rows; `rows` breaks them into pages; `paint` draws.
"""

from __future__ import annotations

from app.papers.blocks import Document
from app.progress import Progress


def publish(document: Document, *, progress: Progress | None = None) -> bytes:
    """The PDF of a document; the same document gives the same bytes.

    Raises Refused when a table has more columns than a page can hold, Stopped when `progress` is stopped.
    """
    from app.papers.publisher.press import press  # ReportLab takes a tenth of a second to import

    return press(document, progress or Progress())
