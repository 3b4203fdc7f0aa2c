"""The box in which a section is written: plain text as typed, its figures in the accent, its strong words strong."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QKeyCombination, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QToolTip, QWidget

from app.money import format_pence
from app.papers.paper import NamedFigure
from ui.kit import theme
from ui.kit.words import tip_text

FIGURE = re.compile(r"\{[^{}\n]*\}")
STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
ITEM = re.compile(r"(- |• )")

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ASKS = (QKeyCombination(CTRL, Qt.Key.Key_I), QKeyCombination(CTRL | SHIFT, Qt.Key.Key_F))
STRONGER = QKeyCombination(CTRL, Qt.Key.Key_B)


class Colours(QSyntaxHighlighter):
    """Figures that are known in the accent, others as wrong; **words** strong; the sign of an item quiet."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.known: Mapping[str, NamedFigure] = {}

    def highlightBlock(self, text: str) -> None:
        now = theme.current()
        strong, item = QTextCharFormat(), QTextCharFormat()
        strong.setFontWeight(700)
        item.setForeground(now.colour("ink2"))
        for found in STRONG.finditer(text):
            self.setFormat(found.start(), found.end() - found.start(), strong)
        if sign := ITEM.match(text):
            self.setFormat(0, sign.end(), item)
        for found in FIGURE.finditer(text):
            figure = QTextCharFormat()
            if found[0][1:-1] in self.known:
                figure.setForeground(now.colour("accent"))
                figure.setBackground(now.colour("wash"))
                figure.setFontWeight(600)
            else:
                figure.setForeground(now.colour("bad"))
                figure.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
                figure.setUnderlineColor(now.colour("bad"))
            self.setFormat(found.start(), found.end() - found.start(), figure)


class ProseBox(QPlainTextEdit):
    """Typing { or pressing Ctrl+I asks for a figure; Ctrl+B makes words strong; Enter goes on with a list."""

    figure_asked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFont(theme.current().font())
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._colours = Colours(self.document())
        self._known: dict[str, NamedFigure] = {}

    def set_figures(self, figures: Mapping[str, NamedFigure]) -> None:
        """The figures that may be named here."""
        known = {one.name: one for one in figures.values()}
        if known != self._known:
            self._known = known
            self._colours.known = known
            self._colours.rehighlight()

    def write(self, text: str) -> None:
        """Show another text, with the keyboard's place kept where it can be."""
        if text == self.toPlainText():
            return
        at, scroll = self.textCursor().position(), self.verticalScrollBar().value()
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(at, len(text)))
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(scroll)

    def insert_figure(self, name: str) -> None:
        """Put a figure where the keyboard is, in the place of a { typed for it."""
        cursor = self.textCursor()
        before = cursor.position() - cursor.block().position()
        if not cursor.hasSelection() and cursor.block().text()[:before].endswith("{"):
            cursor.deletePreviousChar()
        cursor.insertText("{" + name + "}")
        self.setTextCursor(cursor)

    def make_strong(self) -> None:
        """Put ** round the chosen words (or the word the keyboard is in), or take them away."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        words = cursor.selectedText()
        if not words.strip() or "\N{PARAGRAPH SEPARATOR}" in words:
            return
        start = cursor.selectionStart()
        strong = words[2:-2] if len(words) > 4 and words.startswith("**") and words.endswith("**") else f"**{words}**"
        cursor.insertText(strong)
        cursor.setPosition(start)
        cursor.setPosition(start + len(strong), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def make_items(self) -> None:
        """Begin the chosen lines (or the line the keyboard is in) with “- ”, or take that away."""
        cursor = self.textCursor()
        document = self.document()
        first = document.findBlock(cursor.selectionStart()).blockNumber()
        last = document.findBlock(cursor.selectionEnd()).blockNumber()
        lines = [document.findBlockByNumber(at) for at in range(first, last + 1)]
        are_items = all(one.text().startswith("- ") for one in lines)
        cursor.beginEditBlock()
        for line in lines:
            here = QTextCursor(line)
            if are_items:
                here.setPosition(line.position() + 2, QTextCursor.MoveMode.KeepAnchor)
                here.removeSelectedText()
            elif not line.text().startswith("- "):
                here.insertText("- ")
        cursor.endEditBlock()

    def caret_in(self, widget: QWidget) -> QRect:
        """Where the keyboard is, in the measure of a widget this one stands in."""
        rect = self.cursorRect()
        rect.moveTopLeft(self.viewport().mapTo(widget, rect.topLeft()))
        return rect

    def figure_at(self, place: QTextCursor) -> str:
        """The name of the figure at a place in the text; empty where there is none."""
        at, text = place.position() - place.block().position(), place.block().text()
        return next((one[0][1:-1] for one in FIGURE.finditer(text) if one.start() <= at <= one.end()), "")

    def keyPressEvent(self, e: QKeyEvent) -> None:
        keys = e.keyCombination()
        if keys in ASKS:
            self.figure_asked.emit()
        elif keys == STRONGER:
            self.make_strong()
        elif e.key() == Qt.Key.Key_Escape:
            e.ignore()
        elif not self._is_tended(e):
            super().keyPressEvent(e)
            if e.text() == "{":
                self.figure_asked.emit()

    def _is_tended(self, e: QKeyEvent) -> bool:
        """Whether a key was for a list to go on, or for a figure to go as a whole."""
        if e.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if e.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._go_on_with_list()
        return e.key() == Qt.Key.Key_Backspace and self._take_figure_away()

    def event(self, e: QEvent) -> bool:
        # these belong to the text while the keyboard is in it, whatever the window would do with them
        mine = isinstance(e, QKeyEvent) and e.keyCombination() in (*ASKS, STRONGER)
        if mine and e.type() == QEvent.Type.ShortcutOverride:
            e.accept()
            return True
        return super().event(e)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            name = self.figure_at(self.cursorForPosition(event.pos()))
            QToolTip.showText(event.globalPos(), tip_text(self.tip_of(name)) if name else "", self)
            return True
        return super().viewportEvent(event)

    def tip_of(self, name: str) -> str:
        """What a figure named in the text comes to."""
        figure = self._known.get(name)
        if figure is None:
            return f"No figure is called “{name}”. It would print as it stands here."
        return f"{name}: {amount_words(figure)}"

    def changeEvent(self, e: QEvent) -> None:
        super().changeEvent(e)
        if e.type() == QEvent.Type.PaletteChange:
            self._colours.rehighlight()

    def _go_on_with_list(self) -> bool:
        cursor = self.textCursor()
        line = cursor.block().text()
        sign = ITEM.match(line)
        if sign is None or cursor.hasSelection() or cursor.positionInBlock() < sign.end():
            return False
        if line.strip() == sign[0].strip():  # an empty item ends the list
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        else:
            cursor.insertText("\n" + sign[0])
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        return True

    def _take_figure_away(self) -> bool:
        """A figure is one thing: it goes as a whole."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        figure = re.search(r"\{([^{}\n]*)\}$", before)
        if cursor.hasSelection() or figure is None or figure[1] not in self._known:
            return False
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(figure[0]))
        cursor.removeSelectedText()
        self.setTextCursor(cursor)
        return True


def amount_words(figure: NamedFigure) -> str:
    """What a figure comes to, as it prints."""
    if isinstance(figure.amount, int):
        return format_pence(figure.amount)
    return figure.amount or "no figure"
