"""The one button of a record: its next step in words, with everything else that can be done behind it in groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QMenu

from ui.kit.controls import Button
from ui.kit.sections import Do

Offer = tuple[str, str]
"""Words and the action."""


@dataclass(frozen=True, slots=True)
class Group:
    """What belongs together in the menu: under one another where it has no title, else in a menu of its own."""

    title: str
    offers: Sequence[Offer]


def plain_button(words: str, action: str, do: Do) -> Button:
    """A button that does one thing."""
    button = Button(words.replace("&", "&&"), "pencil", "primary")
    button.clicked.connect(lambda: do(action, ""))
    return button


def step_button(words: str, every: Sequence[Group], do: Do) -> Button:
    """A button with a menu: groups without a title under one another, each of the others in a menu of its own."""
    button = Button(words.replace("&", "&&"), "pencil", "primary")
    menu = QMenu(button)
    before = ""
    for at, group in enumerate(each for each in every if each.offers):
        if at and not (group.title and before):
            menu.addSeparator()
        before = group.title
        into = menu.addMenu(group.title) if group.title else menu
        for said, action in group.offers:
            entry = into.addAction(said.replace("&", "&&"))
            entry.triggered.connect(lambda _=False, action=action: do(action, ""))
    button.setMenu(menu)
    return button
