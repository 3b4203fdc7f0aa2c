"""Risks and implications: a box for each heading, and a tick where an answer says only that there is nothing to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.papers.paper import Answer, NamedFigure
from ui.kit import theme
from ui.kit.controls import Tick
from ui.kit.words import plain
from ui.tabs.papers.prose import ProseBox

LEAST_LINES, MOST_LINES = 1, 8


class AnswerBoxes(QWidget):
    """Every heading with its answer. `typed` at every change of words, `turned` when n/a is confirmed or taken back."""

    typed = Signal(object)
    turned = Signal(object)
    figure_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._boxes: dict[str, AnswerBox] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().gap(10))

    def show_answers(self, answers: tuple[Answer, ...], figures: Mapping[str, NamedFigure]) -> None:
        """Show these; a box that is typed in keeps the keyboard."""
        if list(self._boxes) != [one.id for one in answers]:
            self._make(answers)
        for one in answers:
            self._boxes[one.id].show_answer(one, figures)

    def go_to(self, answer_id: str) -> None:
        """Answer this one next."""
        if answer_id in self._boxes:
            self._boxes[answer_id].text.setFocus(Qt.FocusReason.OtherFocusReason)

    def box(self, answer_id: str) -> AnswerBox:
        """The box of an answer."""
        return self._boxes[answer_id]

    def _make(self, answers: tuple[Answer, ...]) -> None:
        for box in self._boxes.values():
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = {one.id: AnswerBox(one) for one in answers}
        for box in self._boxes.values():
            self._column.addWidget(box)
            box.typed.connect(self.typed)
            box.turned.connect(self.turned)
            box.text.figure_asked.connect(lambda box=box: self.figure_asked.emit(box.text))


class AnswerBox(QWidget):
    """One heading, its answer, and the tick that says n/a is meant."""

    typed = Signal(object)
    turned = Signal(object)

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        now = theme.current()
        self._answer, self._loading = answer, False
        self._figures: Mapping[str, NamedFigure] = {}
        self.text, self.tick = ProseBox(answer.heading), Tick("Confirm n/a")
        self.text.installEventFilter(self)
        self.tick.setAccessibleName(f"Confirm n/a: {answer.heading}")
        label = plain(answer.heading, "small", weight=600, wrap=True)
        label.setBuddy(self.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.gap(3))
        for one in (label, self.text, self.tick):
            column.addWidget(one)
        self.text.textChanged.connect(self._on_typed)
        self.text.textChanged.connect(self._fit)
        self.tick.clicked.connect(self._on_ticked)

    def show_answer(self, answer: Answer, figures: Mapping[str, NamedFigure]) -> None:
        """Show what is answered."""
        from app.papers.named import to_names

        self._loading = True
        self._answer, self._figures = answer, figures
        self.text.set_figures(figures)
        self.text.write(to_names(answer.text, figures))
        self.tick.setChecked(answer.confirmed)
        self._offer()
        self._loading = False

    def answer(self) -> Answer:
        """The answer as it stands in the box; one that says something needs no confirming."""
        from app.papers.named import to_keys

        text = to_keys(self.text.toPlainText(), self._figures)
        return replace(self._answer, text=text, confirmed=self.tick.isChecked() and says_nothing(text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._fit)  # once its lines are broken at the new width
        return False

    def _fit(self) -> None:
        """As high as the answer, within reason."""
        now = theme.current()
        lines = max(LEAST_LINES, min(MOST_LINES, round(self.text.document().size().height())))
        self.text.setFixedHeight(lines * now.metrics().lineSpacing() + now.px(16))

    def _on_typed(self) -> None:
        if not self._loading:
            self._offer()
            self.typed.emit(self.answer())

    def _on_ticked(self) -> None:
        if self.tick.isChecked() and not self.text.toPlainText().strip():
            self.text.setPlainText("n/a")
        self.turned.emit(self.answer())

    def _offer(self) -> None:
        nothing = says_nothing(self.text.toPlainText())
        self.tick.setVisible(nothing)


def says_nothing(text: str) -> bool:
    """Whether an answer is empty, or says only that there is nothing to say."""
    from app.papers.guard import says_nothing as questioned

    return not text.strip() or questioned(text)
