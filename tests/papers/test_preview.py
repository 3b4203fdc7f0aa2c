"""A finished PDF as pictures and as words."""

from __future__ import annotations

from datetime import date

from app.papers.blocks import Document, Paragraph
from app.papers.preview import page_count, render, text_of
from app.papers.publisher import publish

PDF = publish(Document("Title", "Office", "OFFICIAL", date(2026, 11, 22), (Paragraph("Words."),)))


def test_a_page_becomes_a_picture_of_its_size_times_the_scale() -> None:
    width, height, pixels = render(PDF, 0, 2.0)
    assert (width, height, len(pixels)) == (1191, 1684, 1191 * 1684 * 4)


def test_the_paper_is_white_the_ink_is_dark_and_the_rule_keeps_its_colour_order() -> None:
    _, _, pixels = render(PDF, 0, 2.0)
    dots = {pixels[at : at + 4] for at in range(0, len(pixels), 4)}
    assert {b"\xff\xff\xff\xff", bytes.fromhex("182125ff"), bytes.fromhex("0b5868ff")} <= dots


def test_pages_and_words_are_read_back() -> None:
    assert page_count(PDF) == 1
    assert text_of(PDF).split("\n") == [
        "OFFICIAL",
        "Office 22 November 2026",
        "Title",
        "Words.",
        "Title Page 1 of 1",
        "OFFICIAL",
    ]
