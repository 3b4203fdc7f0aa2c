"""What a reader that speaks a finished PDF comes upon: its structure tree read back from the file, with its words."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

import page as validator
import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]


def faults(pdf: bytes) -> list[str]:
    """Every rule of PDF/UA-1 that a file breaks."""
    report = validator.validate_pdf_bytes(
        pdf, profile=validator.ValidationProfile.PDF_UA_1, limits=validator.SafetyLimits.unlimited()
    )
    return [str(one) for one in report.failures]


def heard(pdf: bytes) -> list[str]:
    """Every element on every page in reading order, indented under the one it is in, a row of a table on one line.

    The scope of a heading cell and the words for a figure are told after the role. An artifact is never heard.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [line for number in range(len(document)) for line in _page(document[number], number + 1)]
    finally:
        document.close()


def _page(page: Any, number: int) -> Iterator[str]:
    yield f"page {number}"
    words = _marked(page)
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    for at in range(pdfium.FPDF_StructTree_CountChildren(tree)):
        yield from _element(pdfium.FPDF_StructTree_GetChildAtIndex(tree, at), words)
    pdfium.FPDF_StructTree_Close(tree)


def _marked(page: Any) -> dict[int, str]:
    """The words of each piece of marked content on a page."""
    texts = page.get_textpage()
    words: dict[int, str] = {}
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], textpage=texts):
        if (marked := pdfium.FPDFPageObj_GetMarkedContentID(one)) >= 0:  # an artifact has none
            words[marked] = words.get(marked, "") + one.extract()
    return words


def _element(element: Any, words: dict[int, str]) -> list[str]:
    """An element and, under it, what is in it; on one line where it holds words alone or is a row."""
    inner: list[str] = []
    said = False
    for at in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, at)
        marked = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, at)
        if child:
            inner += _element(child, words)
        elif marked in words:
            said = True
            inner.append(f"“{' '.join(words[marked].split())}”")
    role = _role(element)
    if role == "TR":
        return [f"TR {' | '.join(inner)}"]
    if len(inner) == 1 and said:
        return [f"{role} {inner[0]}"]
    return [role, *(f"  {line}" for line in inner)]


def _role(element: Any) -> str:
    """What an element is, with the scope of a heading cell and the words for a figure."""
    role = _string(lambda buffer, size: pdfium.FPDF_StructElement_GetType(element, buffer, size))
    alt = _string(lambda buffer, size: pdfium.FPDF_StructElement_GetAltText(element, buffer, size))
    scope = _string(lambda buffer, size: pdfium.FPDF_StructElement_GetStringAttribute(element, b"Scope", buffer, size))
    return " ".join(part for part in (role, scope, alt and f"({alt})") if part)


def _string(ask: Callable[[Any, int], int]) -> str:
    """A text that PDFium writes into a buffer, whose size it tells first."""
    size = ask(None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    ask(buffer, size)
    return bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le")
