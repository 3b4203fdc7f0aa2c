"""The canvas: what it takes from ReportLab is still there, and what a page says is read back as it was drawn."""

from __future__ import annotations

import inspect
from typing import Any
from unicodedata import is_normalized

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfdoc, ttfonts
from reportlab.pdfgen.canvas import Canvas

from app.papers.preview import text_of
from app.papers.publisher.faces import BOLD, REGULAR, SEMIBOLD, face
from app.papers.publisher.letters import UNPRINTABLE, clean
from app.papers.publisher.tagged import TaggedCanvas

LETTERS = [one for one in map(chr, sorted(face(REGULAR).letters)) if one.isalpha() and is_normalized("NFKC", one)]


def canvas() -> TaggedCanvas:
    made = TaggedCanvas("en-GB", face(REGULAR))
    made.setPageSize((3_000, 100))
    made.set_letters(face(REGULAR), 10, 0, "#182125")
    return made


def drawn(*lines: str) -> bytes:
    made = canvas()
    for line in lines:
        made.draw_words(50, 50, line)
        made.close_page(0)
    return made.bind(made.next_number, "")


# What ReportLab does not promise to keep: where one of these fails, `tagged` has to find another way.


def test_the_canvas_has_a_page_in_the_making_and_a_document() -> None:
    made = canvas()
    assert isinstance(made._doc, pdfdoc.PDFDocument)
    before = list(made._code)
    made.addLiteral("EMC")
    assert made._code == [*before, "EMC"]


def test_the_document_numbers_what_it_is_given_one_after_the_other_and_writes_bytes_as_they_are() -> None:
    made = canvas()
    first = made.next_number
    made.add(["<</One 1>>", "<</Two 2>>"])
    assert made.next_number == first + 2
    made.close_page(0)
    pdf = made.bind(first, "")
    assert f"\n{first} 0 obj\n<</One 1>>\nendobj\n{first + 1} 0 obj\n<</Two 2>>\nendobj\n".encode() in pdf


def test_the_page_just_ended_is_the_last_and_takes_further_entries_without_giving_them_to_others() -> None:
    made = canvas()
    pointer = made.close_page(7)
    (page,) = made._doc.Pages.pages
    assert (page.StructParents, page.Tabs) == (7, "/S")
    assert "StructParents" not in pdfdoc.PDFPage.__NoDefault__
    pdf = made.bind(made.next_number, "")
    (written,) = (one for one in pdf.split(b"endobj\n") if b"/StructParents 7" in one)
    assert b"/Tabs /S" in written
    assert f"\n{pointer[:-2]} obj\n".encode() in b"\n" + written


def test_the_catalogue_takes_a_structure_tree_the_mark_of_a_tagged_file_and_a_description() -> None:
    made = canvas()
    made.close_page(0)
    pdf = made.bind(4, "described")
    (catalogue,) = (one for one in pdf.split(b"endobj\n") if b"/Type /Catalog" in one)
    assert b"/StructTreeRoot 4 0 R" in catalogue
    assert b"/MarkInfo <</Marked true>>" in catalogue
    assert b"/Lang (en-GB)" in catalogue
    assert b"\nstream\ndescribed" in pdf


def test_the_identifier_comes_from_what_is_drawn() -> None:
    def identifier(line: str) -> bytes:
        return drawn(line).split(b"/ID")[1][:80]

    assert identifier("one") == identifier("one") != identifier("two")


def test_the_map_of_meanings_is_asked_for_by_the_name_it_is_replaced_under() -> None:
    assert ttfonts.makeToUnicodeCMap.__module__ == "app.papers.publisher.tagged"
    assert "makeToUnicodeCMap(" in inspect.getsource(ttfonts.TTFont.addObjects)
    assert list(inspect.signature(ttfonts.makeToUnicodeCMap).parameters) == ["fontname", "subset"]


def test_pages_are_compressed_and_not_written_in_letters_and_digits() -> None:
    pdf = drawn("words")
    assert b"/FlateDecode" in pdf
    assert b"/ASCII85Decode" not in pdf


def test_no_typeface_is_listed_that_is_not_embedded() -> None:
    assert b"Helvetica" in _plain_canvas()
    assert b"Helvetica" not in drawn("words")


def _plain_canvas() -> bytes:
    made = Canvas("")
    made.showPage()
    pdf: bytes = made.getpdfdata()  # type: ignore[no-untyped-call]
    return pdf


@pytest.mark.parametrize("name", [REGULAR, SEMIBOLD, BOLD])
def test_a_typeface_tells_its_letters_and_glyphs_and_has_the_box_for_every_other(name: str) -> None:
    metrics: Any = face(name).face
    box = metrics.charToGlyph[ord(UNPRINTABLE)]
    assert box > 0
    assert set(metrics.charToGlyph) == face(name).letters
    assert (metrics.charToGlyph[ord("你")], metrics.getCharWidth(ord("你"))) == (box, metrics.getCharWidth(0x25A1))
    assert ord("你") not in face(name).letters


# What is drawn.


def test_every_letter_of_the_typeface_is_drawn_and_read_back_however_many_a_page_has() -> None:
    assert len(LETTERS) > 2 * 256
    assert "".join(text_of(drawn("".join(LETTERS))).split()) == "".join(LETTERS)


def test_what_the_typeface_lacks_is_drawn_as_a_box_and_read_back_as_it_was_typed() -> None:
    pdf = drawn("Thanks 😀 to 你")
    assert text_of(pdf) == "Thanks 😀 to 你"
    boxes, unknown = _inked(f"{UNPRINTABLE}{UNPRINTABLE}"), _inked("你😀")
    assert boxes == unknown


def _inked(text: str) -> bytes:
    document = pypdfium2.PdfDocument(drawn(text))
    try:
        return bytes(document[0].render(scale=1).buffer)
    finally:
        document.close()


@pytest.mark.parametrize("text", ["a (b) \\ c) (", "£5 – “ŵ”", "\\101 (", "<b> %s"])
def test_marks_that_mean_something_in_a_file_are_read_back(text: str) -> None:
    assert text_of(drawn(text)) == text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_no_code_of_any_text_stands_for_no_glyph(text: str) -> None:
    made = canvas()
    made.draw_words(50, 50, clean(text).replace("\n", ""))
    state: Any = face(REGULAR).state[made._doc]
    assert 0 not in [code & 0xFF for letter, code in state.assignments.items() if letter]


def test_the_map_of_meanings_leaves_out_what_is_never_used_and_keeps_its_blocks_short() -> None:
    told = ttfonts.makeToUnicodeCMap("Name", [0, 0x41, 0, 0x1F600, *range(0x100, 0x200)])
    assert "<00> <" not in told.replace("<00> <FF>", "")
    assert "<01> <0041>\n<03> <D83DDE00>" in told
    assert [line for line in told.split("\n") if line.endswith("beginbfchar")] == [
        "100 beginbfchar", "100 beginbfchar", "58 beginbfchar"
    ]  # fmt: skip
