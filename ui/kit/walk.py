"""A shown window looked over for what a person could not read, hear or reach. Used by tests and by the pictures.

Each function returns one sentence for each finding, so an empty list is a good window.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAction, QColor, QFontMetrics, QShortcut, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QButtonGroup,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from ui.kit.cellgrid import CellGrid
from ui.kit.celllooks import CellsFoot
from ui.kit.controls import Combo
from ui.kit.delegate import Brush
from ui.kit.elided import Elided
from ui.kit.frame import OfficeButton
from ui.kit.grid import Grid
from ui.kit.header import Foot, Head
from ui.kit.theme import Palette

CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QPlainTextEdit, QAbstractSpinBox)
TEXT, MARKS = 4.5, 3.0
TEXT_PAIRS = (
    ("ink", "paper"), ("ink", "ground"), ("ink", "wash"), ("ink2", "paper"), ("ink2", "ground"), ("ink2", "wash"),
    ("accent", "paper"), ("accent", "wash"), ("accent", "warnbg"), ("accent", "badbg"), ("onacc", "accent"),
    ("ok", "okbg"), ("warn", "warnbg"), ("bad", "badbg"), ("bad", "paper"), ("ink", "warnbg"), ("ink", "badbg"),
    ("ink", "okbg"), ("ink2", "mutebg"), ("ink2", "band"), ("ink2", "g0"), ("ink", "g1"), ("ink", "g2"), ("ong3", "g3"),
    ("paper", "bad"),
)  # fmt: skip
MARK_PAIRS = (("edge", "paper"), ("edge", "ground"), ("accent", "ground"), ("mid", "paper"), ("bad", "paper"))


def clipped_text(window: QWidget) -> list[str]:
    """Words that are cut, in labels, buttons, boxes, heads, figures and totals."""
    found = []
    for widget in _visible(window):
        cut = _cut(widget)
        if cut:
            found.append(f"{_name(widget)}: {cut}")
        elif _says_something(widget) and (outside := _outside(widget)):
            found.append(f"{_name(widget)}: {outside}")
    return found


def unnamed_controls(window: QWidget) -> list[str]:
    """Controls and drawings that a screen reader could not name."""
    return [
        f"{_name(widget)} has no accessible name"
        for widget in _visible(window)
        if (_is_control(widget) or _is_drawing(widget)) and not _spoken_name(widget)
    ]


def sideways_scroll(window: QWidget) -> list[str]:
    """Places outside tables where something can only be read by moving sideways."""
    found = []
    for widget in _visible(window):
        if isinstance(widget, QAbstractItemView) or not isinstance(widget, QAbstractScrollArea):
            continue
        inner = widget.widget() if isinstance(widget, QScrollArea) else None
        hidden = inner.width() - widget.viewport().width() if inner else 0
        if max(hidden, widget.horizontalScrollBar().maximum()) > 0:
            found.append(f"{_name(widget)} is {max(hidden, widget.horizontalScrollBar().maximum())} px too wide")
    return found


def unreachable_by_keyboard(window: QWidget) -> list[str]:
    """Controls that Tab does not come to. The window must be shown and active; its focus is put back."""
    before = QApplication.focusWidget()
    reached = _tab_through(window)
    groups = {_group(widget) for widget in reached} - {None}
    if before:
        before.setFocus()
    return [
        f"{_name(widget)} cannot be reached with Tab"
        for widget in _visible(window)
        if _must_be_reached(widget) and widget not in reached and _group(widget) not in groups
    ]


def doubled_shortcuts(window: QWidget) -> list[str]:
    """Keys that two things in sight both answer to, so that neither would."""
    keys: dict[str, int] = {}
    for shortcut in window.findChildren(QShortcut):
        owner = shortcut.parent()
        if shortcut.isEnabled() and isinstance(owner, QWidget) and owner.isVisibleTo(window):
            keys[shortcut.key().toString()] = keys.get(shortcut.key().toString(), 0) + 1
    for action in window.findChildren(QAction):
        if action.isEnabled() and not action.shortcut().isEmpty():
            keys[action.shortcut().toString()] = keys.get(action.shortcut().toString(), 0) + 1
    return [f"{key} is taken {count} times" for key, count in keys.items() if count > 1]


def weak_contrast(palette: Palette) -> list[str]:
    """Pairs of tokens that are too near: text below 4.5, marks and edges of controls below 3."""
    pairs = [(pair, TEXT) for pair in TEXT_PAIRS] + [(pair, MARKS) for pair in MARK_PAIRS]
    return [
        f"{front} on {back} is {ratio:.1f}, wants {least}"
        for (front, back), least in pairs
        if (ratio := contrast(getattr(palette, front), getattr(palette, back))) < least
    ]


def contrast(front: str, back: str) -> float:
    """The contrast of two colours by the WCAG formula, 1 to 21."""
    lighter, darker = sorted((_luminance(front), _luminance(back)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    one = QColor(colour)
    return 0.2126 * linear(one.redF()) + 0.7152 * linear(one.greenF()) + 0.0722 * linear(one.blueF())


def _visible(window: QWidget) -> Iterator[QWidget]:
    """Every widget in sight that is ours to mend, the window itself left out."""
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window) and widget.window() is window.window() and not _is_inner(widget):
            yield widget


def _is_inner(widget: QWidget) -> bool:
    """A piece that Qt makes inside one of its own widgets."""
    parent = widget.parentWidget()
    if isinstance(widget, QScrollBar) or widget.objectName().startswith("qt_"):
        return True
    return isinstance(parent, (QLineEdit, QComboBox, QAbstractSpinBox)) or (
        isinstance(widget, QAbstractButton) and isinstance(parent, QAbstractItemView)
    )


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    words = widget.accessibleName() or (text() if callable(text) else "")
    return f"{type(widget).__name__} “{words}”" if words else type(widget).__name__


def _cut(widget: QWidget) -> str:
    """What is cut in this widget, in words; empty where all of it can be read."""
    if isinstance(widget, Elided):
        return "is cut without a tooltip" if widget.is_elided() and not widget.toolTip() else ""
    if isinstance(widget, QLabel):
        return _cut_label(widget)
    if isinstance(widget, OfficeButton):
        return "" if widget.toolTip() else "has no tooltip"
    if isinstance(widget, (QAbstractButton, Combo)):
        return _too_small(widget)
    if isinstance(widget, QLineEdit):
        return _cut_hint(widget)
    if isinstance(widget, Head):
        cut = [at for at in range(widget.count()) if not widget.isSectionHidden(at) and widget.is_elided(at)]
        return f"column {cut[0] + 1} has a cut head" if cut else ""
    if isinstance(widget, (Foot, CellsFoot)):
        return "; ".join(widget.cut_totals())
    if isinstance(widget, CellGrid):
        return "; ".join(widget.cut_figures())
    return _cut_figures(widget) if isinstance(widget, Grid) else ""


def _cut_label(label: QLabel) -> str:
    if not label.text() or label.pixmap().width():
        return ""
    place = label.contentsRect()
    words = _plain_words(label)
    metrics = QFontMetrics(label.font())
    if not label.wordWrap():
        width = label.sizeHint().width() - (label.width() - place.width())
        return "is cut at the side" if width > place.width() + 1 else _cut_below(label)
    # a path may also be broken where a space of no width stands
    longest = max(map(metrics.horizontalAdvance, words.replace("\N{ZERO WIDTH SPACE}", " ").split()), default=0)
    return "has a word wider than its place" if longest > place.width() + 1 else _cut_below(label)


def _cut_below(label: QLabel) -> str:
    needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
    return f"is cut below by {needed - label.height()} px" if needed > label.height() + 1 else ""


def _plain_words(label: QLabel) -> str:
    if label.textFormat() == Qt.TextFormat.RichText:
        document = QTextDocument()
        document.setHtml(label.text())
        return document.toPlainText()
    return label.text()


def _too_small(widget: QWidget) -> str:
    wanted = widget.sizeHint() if isinstance(widget, QComboBox) else widget.minimumSizeHint()
    if isinstance(widget, Combo):
        wanted.setWidth(widget.needed_width())
    if wanted.width() > widget.width() + 1:
        return f"is {wanted.width() - widget.width()} px too narrow"
    least = widget.fontMetrics().height() if getattr(widget, "text", str)() else 0
    return "is too low" if least > widget.height() else ""


def _cut_hint(line: QLineEdit) -> str:
    """What a person types may scroll; the hint in an empty box, and what can only be read, may not be cut."""
    shown = line.text() if line.isReadOnly() else "" if line.text() else line.placeholderText()
    margins = line.textMargins()
    room = line.contentsRect().width() - margins.left() - margins.right() - 4
    if line.fontMetrics().horizontalAdvance(shown) > room:
        return "its hint is cut"
    return "is too low" if line.fontMetrics().height() > line.height() else ""


def _cut_figures(grid: Grid) -> str:
    """A name may end in … and say the rest in its tooltip; a figure never may."""
    brush, model = grid.itemDelegate(), grid.list_model()
    if not isinstance(brush, Brush):
        return ""
    first, last = grid.rowAt(0), grid.rowAt(grid.viewport().height() - 1)
    for row in range(max(0, first), (last if last >= 0 else model.rowCount() - 1) + 1):
        for at, column in enumerate(model.prepared.columns):
            if column.right and not grid.isColumnHidden(at) and brush.is_elided(model.index(row, at)):
                return f"the figure {model.text(row, at)} in row {row + 1} is cut"
    return ""


def _says_something(widget: QWidget) -> bool:
    if isinstance(widget, QLabel):
        return bool(widget.text())
    return isinstance(widget, (QAbstractButton, QLineEdit, QComboBox))


def _outside(widget: QWidget) -> str:
    """Whether part of a widget lies outside what it stands in; a page may be longer than the place it scrolls in."""
    rect, up = widget.rect(), widget
    while (parent := up.parentWidget()) and not up.isWindow():
        rect = QRect(up.mapToParent(rect.topLeft()), rect.size())
        scrolls = isinstance(parent.parentWidget(), QAbstractScrollArea)
        room = parent.rect()
        if rect.left() < room.left() or rect.right() > room.right():
            return f"stands {max(room.left() - rect.left(), rect.right() - room.right())} px outside at the side"
        if scrolls:
            return ""
        if rect.top() < room.top() or rect.bottom() > room.bottom():
            return f"stands {max(room.top() - rect.top(), rect.bottom() - room.bottom())} px outside above or below"
        up = parent
    return ""


def _group(widget: QWidget) -> QButtonGroup | None:
    """The group in which the arrow keys go from one button to the next, so that Tab comes to one of them only."""
    return widget.group() if isinstance(widget, QAbstractButton) else None


def _is_control(widget: QWidget) -> bool:
    if isinstance(widget, QHeaderView):
        return False
    return isinstance(widget, CONTROLS) or (
        widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
    )


def _is_drawing(widget: QWidget) -> bool:
    """A widget of our own that paints itself and says nothing in words."""
    paints = any("paintEvent" in vars(kind) for kind in type(widget).__mro__ if kind.__module__.startswith("ui."))
    quiet = widget.property("decoration") or isinstance(widget, (QLabel, QHeaderView))
    return paints and not quiet and not widget.findChildren(QWidget)


def _spoken_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    # what stands inside a box is its value or a hint, which a screen reader does not take for its name
    name = interface.text(QAccessible.Text.Name)
    own = widget.placeholderText() if isinstance(widget, QLineEdit) and not widget.accessibleName() else None
    return "" if own is not None and name == own else name.strip()


def _must_be_reached(widget: QWidget) -> bool:
    if not widget.isEnabled() or widget.focusProxy() is not None or isinstance(widget, QHeaderView):
        return False
    if isinstance(widget, QLabel):
        links = widget.textInteractionFlags() & Qt.TextInteractionFlag.LinksAccessibleByMouse
        return bool(links) and "<a " in widget.text()
    return isinstance(widget, CONTROLS) or bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _tab_through(window: QWidget) -> set[QWidget]:
    """Everything the focus comes to while Tab is pressed, until it comes round or stands still."""
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    start = _first_in_order(window)
    start.setFocus()
    reached: set[QWidget] = {start}
    most = 4 * len(window.findChildren(QWidget)) + 10
    still = 0
    for _ in range(most):
        focused = QApplication.focusWidget()
        # Tab goes from cell to cell first; with Ctrl it leaves them at once
        held = Qt.KeyboardModifier.ControlModifier if isinstance(focused, CellGrid) else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(focused or window, Qt.Key.Key_Tab, held)
        now = QApplication.focusWidget()
        still = still + 1 if now is None or now in reached else 0
        if now is not None:
            reached.add(now)
        if still > len(reached) + 2:
            break
    return reached


def _first_in_order(window: QWidget) -> QWidget:
    """Where Tab would start, so that the walk does not depend on where the keyboard happens to be."""
    one = window.nextInFocusChain()
    while one and one is not window:
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisibleTo(window) and one.isEnabled():
            return one
        one = one.nextInFocusChain()
    return window
