"""The menu of a list: sort by a column, put columns away, copy. Reached by the menu key as well as the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:  # the list opens this menu, so it cannot be imported back
    from ui.kit.table import ListView


def list_menu(view: ListView) -> QMenu:
    """The menu, made afresh each time so that it says what is so now."""
    menu = QMenu(view)
    menu.addMenu(_sort_menu(view, menu))
    menu.addMenu(_column_menu(view, menu))
    menu.addAction("Columns as they were", view.columns.undo_all)
    menu.addSeparator()
    menu.addAction(f"Copy for Excel\t{view.copy_keys()}", view.copy)
    return menu


def _sort_menu(view: ListView, parent: QMenu) -> QMenu:
    menu, group = QMenu("Sort by", parent), QActionGroup(parent)
    sorted_by, reverse = view.sorted_by()
    _tick(menu, group, "The list’s own order", not sorted_by).triggered.connect(lambda: view.sort_by(""))
    for column in view.model.prepared.columns:
        mine = column.key == sorted_by
        way = "" if not mine else " (downwards)" if reverse else " (upwards)"
        action = _tick(menu, group, f"{_literal(column.label)}{way}", mine)
        turn = mine and not reverse
        action.triggered.connect(lambda _=False, key=column.key, turn=turn: view.sort_by(key, turn))
    return menu


def _column_menu(view: ListView, parent: QMenu) -> QMenu:
    menu = QMenu("Columns", parent)
    for column in view.model.prepared.columns[1:]:
        action = _tick(menu, None, _literal(column.label), not view.columns.is_hidden(column.key))
        action.toggled.connect(lambda shown, key=column.key: view.columns.set_hidden(key, not shown))
    return menu


def _tick(menu: QMenu, group: QActionGroup | None, text: str, on: bool) -> QAction:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(on)
    if group:
        group.addAction(action)
    return action


def _literal(label: str) -> str:
    """A label whose & is an and, not a shortcut."""
    return label.replace("&", "&&")
