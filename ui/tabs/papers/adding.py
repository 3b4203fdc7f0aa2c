"""The menu that adds a section: by what it shows and, where that is about one thing, what it is about."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from app.papers.paper import SHOWS
from ui.tabs.papers.fields import Subjects

Add = Callable[[str, str, str | None], None]
"""Adds a section with this heading that shows this, about this."""

HEADINGS = {
    "": "New section",
    "budget": "The budget",
    "allocations": "What each partnership receives",
    "spend": "What the partnerships spend it on",
    "income": "Where the money comes from",
    "streams": "Funding streams",
    "intends": "The Commissioner intends",
    "changes": "What changed since the last paper",
    "signature": "Signature",
    "implications": "Risks and implications",
    "contact": "Contact",
}


def add_menu(parent: QWidget, subjects: Subjects, add: Add) -> QMenu:
    """Everything a section can show; a choice of subjects where it is about one."""
    menu = QMenu(parent)
    for choice in SHOWS:
        offered = subjects.of(choice.value)
        if choice.value not in HEADINGS and not offered:
            continue
        if not offered:
            heading = HEADINGS[choice.value]
            menu.addAction(choice.label).triggered.connect(
                lambda _=False, heading=heading, shows=choice.value: add(heading, shows, None)
            )
            continue
        under = menu.addMenu(choice.label)
        for one in offered:
            under.addAction(one.label.replace("&", "&&")).triggered.connect(
                lambda _=False, one=one, shows=choice.value: add(one.label, shows, one.value)
            )
    return menu
