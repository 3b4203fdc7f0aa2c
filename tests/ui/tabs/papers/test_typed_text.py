"""Whatever is typed into a paper stays as typed, on the screen and on its pages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.helpers import OFFSCREEN, seen
from tests.ui.tabs.papers.writing import CTRL, Writing

pytestmark = OFFSCREEN
Key = Qt.Key
SIGNS = "<b>Bold</b> <img src=x> & £5 é ŵ ŷ"
LONG = "word " * 5_000
UNBROKEN = "x" * 60


def paste(writing: Writing, text: str) -> Writing:
    """Put text at the end of the section as a person does who wrote it elsewhere."""
    QApplication.clipboard().setText(text)
    writing.box.setFocus()
    writing.box.moveCursor(writing.box.textCursor().MoveOperation.End)
    return writing.press(Key.Key_V, CTRL)


@pytest.mark.parametrize("text", [SIGNS, UNBROKEN, "A chart \N{BAR CHART}"], ids=["signs", "unbroken", "emoji"])
def test_it_is_on_the_pages_as_typed_or_said_why_not(plan: Writing, text: str) -> None:
    paste(plan.choose("In summary"), "\n" + text)
    assert plan.box.toPlainText().endswith(text)
    printed = plan.pages()
    assert text in printed or "\N{BAR CHART}" in text
    assert not plan.composer.pages.trouble.isVisible()


def test_five_thousand_words_are_typed_and_drawn(plan: Writing) -> None:
    paste(plan.choose("In summary"), "\n" + LONG)
    assert plan.composer.drawn is not None
    assert plan.composer.drawn.pages > 15
    plan.press(Key.Key_S, CTRL)
    assert plan.composer.writing.state.text() == "Saved"


def test_headings_and_titles_are_shown_as_typed_in_lists_menus_and_heads(plan: Writing) -> None:
    plan.choose("In summary")
    plan.composer.writing.heading.setText(SIGNS)
    plan.settle()
    assert plan.sections()[-1] == f"9 {SIGNS}"
    plan.choose("Cover and details")
    assert plan.composer.details.form is not None
    title = plan.composer.details.form.box("title").control
    title.setText(f"{SIGNS} 2019/20")  # type: ignore[attr-defined]  # a line to type in
    plan.settle()
    plan.press(Key.Key_S, CTRL)
    assert seen(plan.composer.top)[0].startswith(f"{SIGNS} 2019/20: 7 figures")
    assert f"9 {SIGNS}" in plan.pages()


def test_a_brace_typed_by_chance_prints_as_it_stands(plan: Writing) -> None:
    paste(plan.choose("In summary"), "\nA {brace} and a lone { here")
    assert "A {brace} and a lone { here" in plan.pages()
