"""A reason typed where it is asked for: why a figure stays as it is, or why something changed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.controls import Button
from ui.kit.flow import Flow
from ui.kit.words import plain

KEPT = ("Why it stays as it is", "It prints as a note where the figure stands.")
CHANGED = ("Why it changed", "It prints beside the change.")


class ReasonBox(QWidget):
    """A few lines to type in, Keep with Ctrl+Enter, Esc leaves it."""

    given = Signal(str)
    left = Signal()

    def __init__(self, text: str, name: str, why: tuple[str, str] = KEPT) -> None:
        super().__init__()
        now = theme.current()
        self._before = text
        self.text = QPlainTextEdit(text)
        self.text.setFont(now.font())
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(name)
        self.text.setPlaceholderText(why[0])
        self.text.setFixedHeight(3 * now.metrics().lineSpacing() + now.px(14))
        self.keep, cancel = Button("Keep this reason", look="primary"), Button("Cancel")
        self.keep.setToolTip("Ctrl+Enter")
        cancel.setToolTip("Esc")
        self.keep.clicked.connect(self._give)
        cancel.clicked.connect(self.left)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, self._give)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.text.textChanged.connect(self._permit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, now.gap(4), 0, 0)
        column.setSpacing(now.gap(6))
        column.addWidget(self.text)
        column.addWidget(plain(why[1], "tiny", tone="second", wrap=True))
        column.addWidget(Flow(self.keep, cancel))
        self._permit()

    def begin(self) -> None:
        """Type it next."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.text.selectAll()

    def words(self) -> str:
        """What is typed."""
        return self.text.toPlainText()

    def is_changed(self) -> bool:
        """Whether something was typed that is not kept yet."""
        return self.text.toPlainText().strip() not in ("", self._before)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _give(self) -> None:
        if self.text.toPlainText().strip():
            self.given.emit(self.text.toPlainText().strip())

    def _permit(self) -> None:
        if self.text.toPlainText().strip():
            self.keep.permit()
            self.keep.setToolTip("Ctrl+Enter")
        else:
            self.keep.forbid("Type the reason first.")
