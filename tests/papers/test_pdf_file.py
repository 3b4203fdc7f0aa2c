"""The file format: what is put in is found again by another reader, and the same objects are the same bytes."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.papers.publisher.outline import Outline
from app.papers.publisher.pdf_file import PdfFile, ref, string


def file_with(bookmarks: list[tuple[int, str, int]], title: str = "") -> bytes:
    file = PdfFile()
    tree, pages = file.number(), [file.number() for _ in range(3)]
    outline = Outline()
    for level, words, page in bookmarks:
        outline.add(level, words, page, 700)
    for number in pages:
        file.pack(f"<</Type/Page/Parent {ref(tree)}/MediaBox[0 0 595 842]>>", number)
    file.put(f"<</Type/Pages/Count 3/Kids[{' '.join(ref(one) for one in pages)}]>>", tree)
    root = file.put(f"<</Type/Catalog/Pages {ref(tree)}/Outlines {ref(outline.write(file, pages))}>>")
    return file.written(root, file.put(f"<</Title{string(title)}>>"))


def read(pdf: bytes) -> tuple[str, list[tuple[int, str, int]]]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        toc = [(item.level, item.get_title(), item.get_dest().get_index()) for item in document.get_toc()]
        return document.get_metadata_dict()["Title"], toc
    finally:
        document.close()


def test_bookmarks_stand_under_one_another_and_a_level_that_skips_one_is_brought_up() -> None:
    marks = [(1, "Plan", 0), (2, "One", 0), (3, "Part", 1), (2, "Two", 1), (1, "Appendix", 2), (3, "Deep", 2)]
    assert read(file_with(marks))[1] == [
        (0, "Plan", 0), (1, "One", 0), (2, "Part", 1), (1, "Two", 1), (0, "Appendix", 2), (1, "Deep", 2)
    ]  # fmt: skip


def test_a_file_without_bookmarks_is_a_file() -> None:
    assert read(file_with([])) == ("", [])


@pytest.mark.parametrize("text", ["a (b) \\ c) (", "tŷ £5 – “ŵ”", "😀", ""])
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    assert read(file_with([(1, f"x{text}", 0)], text)) == (text, [(0, f"x{text}", 0)])


def test_the_same_objects_are_the_same_bytes_and_others_have_another_name() -> None:
    one, same, other = file_with([(1, "a", 0)]), file_with([(1, "a", 0)]), file_with([(1, "b", 0)])
    assert one == same
    assert one.split(b"/ID[")[1][:70] != other.split(b"/ID[")[1][:70]


@given(st.lists(st.integers(1, 5), max_size=12))
def test_no_order_of_levels_loses_a_bookmark(levels: list[int]) -> None:
    marks = [(level, str(at), at % 3) for at, level in enumerate(levels)]
    assert [(words, page) for _, words, page in read(file_with(marks))[1]] == [
        (words, page) for _, words, page in marks
    ]
