"""What making the pages costs, beside a bare ReportLab canvas that draws as many strings and nothing else."""

from __future__ import annotations

import tempfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from app.door import Office
from app.examples import make_example
from app.papers.budget import compose_budget
from app.papers.gather import gather_budget
from app.papers.list_paper import compose_list
from app.papers.publisher import publish
from app.papers.publisher.faces import REGULAR, face
from app.who import here
from bench.listings import budget_lines
from bench.measure import FEW, Row, against, cpu_ms, median, number

LINES = 8_000
MOST = 2.5
DAY = date(2019, 4, 1)
Pages = list[list[str]]


def measure() -> list[Row]:
    """The budget paper of an office, and a long list."""
    return [_budget_paper(), _long_list()]


def _budget_paper() -> Row:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "office.opcc"
        make_example(path, "devon-cornwall")
        office = Office(path, here())
        try:
            record = office.read(gather_budget, year=2019, day=DAY)
        finally:
            office.close()
    pages = _pages(publish(compose_budget(record)))
    texts = [text for page in pages for text in page]
    return against(
        f"the example's budget paper, {len(pages)} pages",
        lambda: publish(compose_budget(record)),
        f"canvas, the same {len(texts)} strings",
        lambda: _drawn(pages, REGULAR),
    )


def _long_list() -> Row:
    listing = budget_lines(LINES)

    def ours() -> bytes:
        return publish(compose_list(listing, office="An office", marking="OFFICIAL", day=DAY))

    pages = _pages(ours())
    helvetica = median([cpu_ms(lambda: _drawn(pages, "Helvetica")) for _ in range(FEW)])
    return against(
        f"a list of {LINES:,} rows x {len(listing.columns)}, {len(pages)} pages",
        ours,
        "canvas, its strings by drawString",
        lambda: _drawn(pages, REGULAR),
        MOST,
        (f"in the same typeface; in Helvetica, which is built in and has no − and no ŵ: {number(helvetica)}",),
    )


def _drawn(pages: Pages, typeface: str) -> bytes:
    """The strings down and across each page, with no thought for where they stand."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfgen.canvas import Canvas

    if typeface == REGULAR:
        pdfmetrics.registerFont(face(REGULAR))
    made = BytesIO()
    canvas = Canvas(made)
    for page in pages:
        canvas.setFont(typeface, 9)
        for at, text in enumerate(page):
            canvas.drawString(60 + 60 * (at % 8), 780 - 14 * (at // 8), text)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _pages(pdf: bytes) -> Pages:
    """Every string on every page of a PDF."""
    import pypdfium2  # type: ignore[import-untyped]  # ships no types

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_strings(page) for page in document]
    finally:
        document.close()


def _strings(page: Any) -> list[str]:
    import pypdfium2.raw  # type: ignore[import-untyped]

    texts = page.get_textpage()
    found = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], textpage=texts)
    return [one.extract() for one in found]
