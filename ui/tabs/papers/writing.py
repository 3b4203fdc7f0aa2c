"""The panel in which one section is written: its heading, what it shows, and its text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.papers.paper import SHOWS, Answer, NamedFigure, Section
from ui.kit import theme
from ui.kit.controls import Button, Combo, Tick
from ui.kit.flow import Flow
from ui.kit.parts import Alert
from ui.kit.words import plain, tip
from ui.tabs.papers.answers import AnswerBoxes
from ui.tabs.papers.fields import LEVELS, Subjects
from ui.tabs.papers.prose import ProseBox
from ui.tabs.papers.said import Trouble
from ui.tabs.papers.scroll import Labelled, ScrollPane

QWIDGETSIZE_MAX = (1 << 24) - 1
HINTS = {
    "": "Each line is a paragraph. “- ” begins an item of a list, **two stars** make words stand out.",
    "intends": "Each line is a row of the box. “- ” makes it a part of the row above, a figure at its end stands "
    "on the right.",
    "implications": "What is written here stands before the answers.",
}
OTHER_HINT = "What is written here stands before what the section shows."


class WritingPane(ScrollPane):
    """One section as it is typed. `typed` at every change of words, `turned` when something else was chosen."""

    typed = Signal(object)
    turned = Signal(object)
    printed = Signal(str, bool)
    figure_asked = Signal(object)
    both_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Section")
        self._section: Section | None = None
        self._figures: Mapping[str, NamedFigure] = {}
        self._subjects = Subjects()
        self._loading = False
        self._asking: ProseBox | None = None
        self._build()
        self._connect()

    # what the composer says to it

    def show_section(
        self, section: Section, figures: Mapping[str, NamedFigure], subjects: Subjects, answers: tuple[Answer, ...]
    ) -> None:
        """Show a section; where it is the one shown already, the keyboard stays where it is."""
        self._loading = True
        self._figures, self._subjects = figures, subjects
        other = self._section is None or self._section.id != section.id
        self._section = section
        if self.heading.text().strip() != section.heading:
            self.heading.setText(section.heading)
        self._choose(section)
        self.print_tick.setChecked(section.printed)
        self._show_text(section.text)
        self.hint.setText(HINTS.get(section.shows, OTHER_HINT))
        self.answers.setVisible(section.shows == "implications")
        # the answers want the room where there are some
        line = self.text.fontMetrics().lineSpacing()
        self.text.setMinimumHeight((3 if section.shows == "implications" else 7) * line)
        self.text.setMaximumHeight(4 * line if section.shows == "implications" else QWIDGETSIZE_MAX)
        if section.shows == "implications":
            self.answers.show_answers(answers, figures)
        if other:
            self.text.document().clearUndoRedoStacks()
            self.verticalScrollBar().setValue(0)
        self._loading = False

    def say_state(self, words: str, trouble: Trouble | None, *, can_write: bool = True) -> None:
        """How what is typed stands, and what stands in its way."""
        self.state.setText(words)
        self.trouble.setVisible(trouble is not None)
        if trouble is not None:
            self.trouble.say(*trouble)
        for one in (self.heading, self.text):
            one.setReadOnly(not can_write)
        for two in (self.level, self.shows, self.subject, self.print_tick, self.figure_button):
            two.setEnabled(can_write)

    def section(self) -> Section | None:
        """The section as it stands in the boxes."""
        if self._section is None:
            return None
        return replace(self._section, heading=self.heading.text(), text=self._keyed(self.text.toPlainText()))

    def put_figure(self, key: str) -> None:
        """Put a figure where the keyboard last was."""
        box = self._asking or self.text
        if key in self._figures:
            box.insert_figure(self._figures[key].name)
        box.setFocus(Qt.FocusReason.PopupFocusReason)

    def give_back_keyboard(self) -> None:
        """No figure was chosen: go on typing."""
        (self._asking or self.text).setFocus(Qt.FocusReason.PopupFocusReason)

    def focus_heading(self) -> None:
        """Type the heading next."""
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)
        self.heading.selectAll()

    # building

    def _build(self) -> None:
        now = theme.current()
        self.trouble = Alert("", tone="bad")
        self.trouble.hide()
        self.heading = QLineEdit()
        self.heading.setFont(now.font())
        self.shows, self.subject = Combo("Shows", prefix=False), Combo("About", prefix=False)
        self.level = Combo("Level", prefix=False)
        for choice in SHOWS:
            self.shows.addItem(choice.label, choice.value)
        for choice in LEVELS:
            self.level.addItem(choice.label, choice.value)
        self.print_tick = Tick("Printed")
        self.text = ProseBox("Text")
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.figure_button = Button("Insert figure", "braces")
        self.strong_button, self.list_button = Button("", "bold"), Button("", "list")
        tip(self.figure_button, "Ctrl+I, or type {")
        for button, name, keys in (
            (self.strong_button, "Strong words", "Strong words (Ctrl+B)"),
            (self.list_button, "List", "List: lines that begin with “- ”"),
        ):
            button.setAccessibleName(name)
            tip(button, keys)
        self.hint = plain("", "tiny", tone="second", wrap=True)
        self.state = plain("", "small", tone="second", wrap=True)
        self.answers = AnswerBoxes()
        self.about = Labelled("About", self.subject)
        self.add(self.trouble)
        self.add(Labelled("Heading", self.heading))
        self.add(Labelled("Shows", self.shows))
        self.add(self.about)
        self.add(Flow(self.level, self.print_tick))
        self.add(self._written(), 1)
        self.add(self.answers)

    def _written(self) -> QWidget:
        whole, now = QWidget(), theme.current()
        label = plain("Text", "small", weight=600)
        label.setBuddy(self.text)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.gap(5))
        column.addWidget(label)
        column.addWidget(Flow(self.figure_button, self.strong_button, self.list_button))
        column.addWidget(self.text, 1)
        column.addWidget(self.state)
        column.addWidget(self.hint)
        return whole

    def _connect(self) -> None:
        self.trouble.followed.connect(self.both_asked)
        self.heading.textChanged.connect(lambda _: self._on_typed())
        self.text.textChanged.connect(self._on_typed)
        self.shows.activated.connect(lambda _: self._on_turned())
        self.level.activated.connect(lambda _: self._on_turned())
        self.subject.activated.connect(lambda _: self._on_turned())
        self.print_tick.clicked.connect(self._on_printed)
        self.figure_button.clicked.connect(lambda: self._ask(self.text))
        self.strong_button.clicked.connect(lambda: self._with_text(self.text.make_strong))
        self.list_button.clicked.connect(lambda: self._with_text(self.text.make_items))
        self.text.figure_asked.connect(lambda: self._ask(self.text))
        self.answers.figure_asked.connect(self._ask)
        self.answers.typed.connect(self.typed)
        self.answers.turned.connect(self.turned)

    def _ask(self, box: ProseBox) -> None:
        self._asking = box
        self.figure_asked.emit(box)

    def _with_text(self, do: Callable[[], None]) -> None:
        do()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    # what is chosen and typed

    def _choose(self, section: Section) -> None:
        self.shows.setCurrentIndex(max(0, self.shows.findData(section.shows)))
        self.level.setCurrentIndex(self.level.findData(str(section.level)))
        offered = self._subjects.of(section.shows)
        self.about.setVisible(bool(offered))
        self.subject.clear()
        if section.subject_id not in {one.value for one in offered}:
            self.subject.addItem("Choose one", None)
        for choice in offered:
            self.subject.addItem(choice.label, choice.value)
        self.subject.setCurrentIndex(max(0, self.subject.findData(section.subject_id)))
        self.subject.updateGeometry()

    def _show_text(self, text: str) -> None:
        from app.papers.named import to_names

        self.text.set_figures(self._figures)
        self.text.write(to_names(text, self._figures))

    def _keyed(self, text: str) -> str:
        from app.papers.named import to_keys

        return to_keys(text, self._figures)

    def _on_typed(self) -> None:
        section = self.section()
        if section is not None and not self._loading:
            self.typed.emit(section)

    def _on_turned(self) -> None:
        section = self.section()
        if section is None or self._loading:
            return
        shows = str(self.shows.currentData())
        offered = self._subjects.of(shows)
        subject = self.subject.currentData() if shows == section.shows else None
        if offered and subject not in {one.value for one in offered}:
            subject = offered[0].value
        level = int(self.level.currentData())
        self.turned.emit(replace(section, shows=shows, level=level, subject_id=subject if offered else None))

    def _on_printed(self, on: bool) -> None:
        if self._section is not None:
            self.printed.emit(self._section.id, on)
