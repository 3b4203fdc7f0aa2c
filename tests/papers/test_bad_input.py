"""Whatever is typed prints within the margins or is refused in words, and nothing of it is lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
import pytest

import resources
from app.errors import Refused
from app.listing import Column, Line, Listing
from app.papers.blocks import Block, Box, BoxRow, Bullets, Document, Heading, Implications, Paragraph, Table
from app.papers.preview import text_of
from app.papers.publisher import publish
from app.papers.publisher.faces import face
from tests.papers.heard import faults

DAY = date(2026, 11, 22)
MARGIN = 25 * 72 / 25.4
LONG_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch60"


def paper(*blocks: Block, title: str = "A paper") -> Document:
    return Document(title, "Office of the Made-up Commissioner", "OFFICIAL", DAY, blocks)


def table(*rows: tuple[str, str, int]) -> Table:
    columns = (Column("a", "Name"), Column("b", "Why"), Column("c", "£", "pence"))
    return Table(Listing("", columns, tuple(Line(str(at), row) for at, row in enumerate(rows))), "A table")


def words_of(pdf: bytes) -> list[str]:
    return text_of(pdf).split()


def overhang(pdf: bytes) -> float:
    """How far any letter stands out over the margins, left or right, in points."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        sides: list[float] = [
            max(MARGIN - left, right - (page.get_width() - MARGIN))
            for page in document
            for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])
            for left, _, right, _ in [one.get_bounds()]
        ]
        return max(sides)
    finally:
        document.close()


@pytest.mark.parametrize(
    "typed", ["<b>bold</b>", "R & D &amp; &lt;", "£5 é ŵ ŷ Ŵ Ŷ", "🎉 100% 😀", "%s {x} \\ ) ( /F1"]
)
def test_marks_of_every_kind_print_as_they_are(typed: str) -> None:
    pdf = publish(paper(Heading(2, typed), Paragraph(typed), table((typed, typed, 1)), title=typed))
    assert " ".join(words_of(pdf)).count(typed) == 6  # the title stands at the foot too
    assert faults(pdf) == []


def test_five_thousand_words_in_one_paragraph_lose_none() -> None:
    words = [f"word{at}" for at in range(5_000)]
    pdf = publish(paper(Paragraph(" ".join(words))))
    assert [word for word in words_of(pdf) if word.startswith("word")] == words


def test_two_hundred_rows_lose_none_and_are_accessible() -> None:
    pdf = publish(paper(table(*[(f"row{at}", "because", at * 100) for at in range(200)])))
    assert [word for word in words_of(pdf) if word.startswith("row")] == [f"row{at}" for at in range(200)]
    assert faults(pdf) == []


def test_a_word_of_sixty_letters_stays_within_the_margins_wherever_it_stands() -> None:
    assert len(LONG_WORD) == 60
    blocks: tuple[Block, ...] = (
        Heading(2, LONG_WORD),
        Heading(3, LONG_WORD, "1.1"),
        Paragraph(LONG_WORD),
        Paragraph(LONG_WORD, number="12."),
        Bullets(((LONG_WORD,),), hangs=True),
        table((LONG_WORD, LONG_WORD, 1), (LONG_WORD, "", 123_456_789_00)),
        Box(LONG_WORD, (BoxRow((LONG_WORD,), "£1,000,000"),)),
        Implications(((LONG_WORD, LONG_WORD),)),
    )
    pdf = publish(paper(*blocks, title=LONG_WORD))
    assert overhang(pdf) < 1.0
    # the office's heading, the short title at the foot, and every place above, in pieces where it had to be broken
    assert "".join(words_of(pdf)).count(LONG_WORD) >= 12


def test_empty_sections_and_empty_words_print_as_nothing_more_than_their_headings() -> None:
    pdf = publish(paper(Heading(2, "Empty"), Heading(2, "Bare"), Paragraph(""), Bullets(()), Heading(2, "Last")))
    assert [word for word in words_of(pdf) if word in ("Empty", "Bare", "Last")] == ["Empty", "Bare", "Last"]
    assert faults(pdf) == []


def test_a_table_cell_longer_than_a_page_goes_on_over_pages_and_stays_one_cell() -> None:
    words = [f"reason{at}" for at in range(1_500)]
    pdf = publish(paper(table(("One", " ".join(words), 5), ("Two", "short", 6))))
    assert [word for word in words_of(pdf) if word.startswith("reason")] == words
    assert faults(pdf) == []


@pytest.fixture
def fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation of its own, whose typefaces may be taken away."""
    copied = tmp_path / "resources" / "fonts"
    shutil.copytree(resources.path("fonts"), copied)
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    face.cache_clear()
    yield copied
    face.cache_clear()


def test_a_missing_typeface_is_refused_by_its_name(fonts: Path) -> None:
    (fonts / "SourceSans3-Regular.ttf").unlink()
    with pytest.raises(Refused) as refused:
        publish(paper(Paragraph("Words.")))
    assert refused.value.message == (
        "The typeface SourceSans3-Regular.ttf is missing from this installation. Ask IT to install the desk again."
    )


def test_a_damaged_typeface_is_refused_too(fonts: Path) -> None:
    whole = (fonts / "SourceSans3-Semibold.ttf").read_bytes()
    for damaged in (b"", whole[:300], b"\x00" * 5_000):
        (fonts / "SourceSans3-Semibold.ttf").write_bytes(damaged)
        face.cache_clear()
        with pytest.raises(Refused, match=r"SourceSans3-Semibold\.ttf is damaged\. Ask IT"):
            publish(paper(Paragraph("Words.")))
