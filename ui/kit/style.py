"""The small style sheet: edges and paddings of the controls Fusion would draw with gradients."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the theme applies this sheet, so it cannot be imported back
    from ui.kit.theme import Theme


def sheet(theme: Theme) -> str:
    """The style sheet of the whole application in these colours and at this size of text."""
    c, px = theme.palette, theme.px
    box = f"border: 1px solid {c.edge}; border-radius: 3px; background: {c.paper}; color: {c.ink};"
    return f"""
    QToolTip {{ border: 1px solid {c.edge}; background: {c.paper}; color: {c.ink}; padding: 3px 6px; }}
    QLabel[tone="second"] {{ color: {c.ink2}; }}
    QLabel[tone="bad"] {{ color: {c.bad}; }}
    QLineEdit, QPlainTextEdit {{ {box} padding: 0 {px(7)}px; min-height: {px(26)}px;
        selection-background-color: {c.accent}; selection-color: {c.onacc}; }}
    QPlainTextEdit {{ padding: {px(2)}px {px(3)}px; }}
    QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {c.accent}; padding: 0 {px(7) - 1}px;
        min-height: {px(26) - 2}px; }}
    QPlainTextEdit:focus {{ padding: {px(2) - 1}px {px(3) - 1}px; }}
    QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] {{ border-color: {c.bad}; }}
    QLineEdit, QPlainTextEdit {{ placeholder-text-color: {c.ink2}; }}
    QLineEdit:read-only {{ background: {c.band}; }}
    QMenu {{ background: {c.paper}; border: 1px solid {c.edge}; padding: 4px 0; }}
    QMenu::item {{ padding: {px(4)}px {px(22)}px {px(4)}px {px(26)}px; color: {c.ink}; }}
    QMenu::item:selected {{ background: {c.accent}; color: {c.onacc}; }}
    QMenu::item:disabled {{ color: {c.ink2}; }}
    QMenu::separator {{ height: 1px; background: {c.rule}; margin: 4px 0; }}
    QScrollArea, QTableView {{ border: 0; background: {c.paper}; }}
    QScrollBar:vertical {{ width: {px(12)}px; background: {c.paper}; border: 0; margin: 0; }}
    QScrollBar:horizontal {{ height: {px(12)}px; background: {c.paper}; border: 0; margin: 0; }}
    QScrollBar::handle {{ background: {c.edge}; border-radius: 3px; margin: 3px; }}
    QScrollBar::handle:vertical {{ min-height: {px(28)}px; }}
    QScrollBar::handle:horizontal {{ min-width: {px(28)}px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QSplitter::handle {{ background: {c.paper}; }}
    QProgressBar {{ border: 1px solid {c.edge}; border-radius: 3px; background: {c.paper}; max-height: {px(8)}px; }}
    QProgressBar::chunk {{ background: {c.accent}; }}
    """
