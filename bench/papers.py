"""What making tagged pages costs, beside a bare canvas with the same strings, and beside LibreOffice and a workbook."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from app.door import Office
from app.examples import make_example
from app.exchange.workbook import write_listing
from app.listing import Listing
from app.papers import shelf
from app.papers.budget import BudgetPaper, compose_budget
from app.papers.compose import compose_paper
from app.papers.gather import gather_budget
from app.papers.gathering import gather_paper
from app.papers.list_paper import compose_list
from app.papers.paper import PaperRecord
from app.papers.preview import page_count, render
from app.papers.publisher import publish
from app.papers.publisher.faces import REGULAR, face
from app.who import here
from bench.listings import budget_lines
from bench.measure import FEW, Row, against, alone, cpu_ms, in_turn, median, number, ratio_row

LINES = 8_000
MOST = 2.5
MOST_OF_LIBREOFFICE = 1.0
MOST_PREVIEW_MS = 150.0
SCREEN = 1.5
"""A page on the screen, in dots to the point."""

DAY = date(2019, 4, 1)
Pages = list[list[str]]


def measure() -> list[Row]:
    """The papers of an office, a page of one looked at again after each change, and a long list."""
    listing = budget_lines(LINES)
    with _example() as office:
        record = office.read(gather_budget, year=2019, day=DAY)
        (plan, *_) = office.read(shelf.papers, kind="intentions")
        paper = office.read(gather_paper, plan.id, today=DAY)
    return [_budget_paper(record), _preview(paper), _long_list(listing), _beside_libreoffice(listing)]


@contextmanager
def _example() -> Iterator[Office]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "office.opcc"
        make_example(path, "devon-cornwall")
        office = Office(path, here())
        try:
            yield office
        finally:
            office.close()


def _budget_paper(record: BudgetPaper) -> Row:
    pages = _pages(publish(compose_budget(record)))
    texts = [text for page in pages for text in page]
    return against(
        f"the example's budget paper, {len(pages)} pages",
        lambda: publish(compose_budget(record)),
        f"canvas, the same {len(texts)} strings",
        lambda: _drawn(pages, REGULAR),
    )


def _preview(record: PaperRecord) -> Row:
    """A word typed into the first section of the plan that has words, until its page is there to be seen."""
    pages = page_count(publish(compose_paper(record)))
    (at, *_) = (at for at, section in enumerate(record.sections) if section.text)
    typed = 0

    def look_again() -> None:
        nonlocal typed
        typed += 1
        changed = replace(record.sections[at], text=f"{record.sections[at].text} {typed}")
        sections = (*record.sections[:at], changed, *record.sections[at + 1 :])
        render(publish(compose_paper(replace(record, sections=sections))), 1, SCREEN)

    ms, runs = alone(lambda: cpu_ms(look_again))
    target = f"<= {MOST_PREVIEW_MS:.0f} ms"
    return Row(
        f"preview of a paper of {pages} pages after a change",
        ms,
        runs,
        target=target,
        within=ms <= MOST_PREVIEW_MS,
        notes=("composed, published, and one page drawn for the screen",),
    )


def _print(listing: Listing) -> bytes:
    return publish(compose_list(listing, office="An office", marking="OFFICIAL", day=DAY))


def _long_list(listing: Listing) -> Row:
    ours = partial(_print, listing)
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


def _beside_libreoffice(listing: Listing) -> Row:
    """The same rows from a workbook; what LibreOffice needs to start is told, because an officer may have it open."""
    what = f"the same {LINES:,} rows, from the list to the PDF"
    if sys.platform == "win32":
        return Row(what, None, 0, notes=("not measured: Windows does not tell what other programs cost",))
    program = shutil.which("soffice")
    if program is None:
        return Row(what, None, 0, notes=("not measured: LibreOffice (soffice) is not installed here",))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        write_listing(listing, folder / "list.xlsx")
        write_listing(replace(listing, lines=listing.lines[:1]), folder / "one.xlsx")
        mine, theirs, runs = in_turn(
            lambda: cpu_ms(lambda: _print(listing)), lambda: _converted_ms(program, folder, "list.xlsx")
        )
        start = median([_converted_ms(program, folder, "one.xlsx") for _ in range(3)])
    notes = (f"untagged; {number(start)} of it for a workbook of one row, most of which is its start",)
    return ratio_row(what, mine, runs, "LibreOffice, workbook to PDF", theirs, MOST_OF_LIBREOFFICE, notes)


def _converted_ms(program: str, folder: Path, name: str) -> float:
    """What LibreOffice's processes cost together, in milliseconds of CPU."""
    before = os.times()
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    order = [program, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(folder / name)]
    subprocess.run(order, check=True, capture_output=True)
    after = os.times()
    return (after.children_user - before.children_user + after.children_system - before.children_system) * 1000


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
