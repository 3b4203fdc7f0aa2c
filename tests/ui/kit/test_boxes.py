"""The boxes of a form: what they will hold once they are left is known before."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.fields import Field, Kind
from tests.ui.conftest import PutUp
from tests.ui.helpers import fill
from ui.kit.boxes import make_box

TYPED: list[tuple[Kind, str, str]] = [
    ("text", " Road safety ", "Road safety"),
    ("amount", "1200", "£1,200"),
    ("amount", "tbd", "tbd"),
    ("pence", "1200.5", "£1,200.50"),
    ("number", "1200", "1,200"),
    ("percent", "60", "60 %"),
    ("year", "2026-27", "2026/27"),
    ("count", "1200", "1,200"),
    ("day", "3 jun 2026", "3 June 2026"),
    ("percent", "sixty", "sixty"),
    ("count", "", ""),
]


@pytest.mark.parametrize(("kind", "text", "left"), TYPED)
def test_what_a_box_holds_once_it_is_left_is_told_while_it_is_typed_in(
    kind: Kind, text: str, left: str, put_up: PutUp
) -> None:
    form, box, next_one = QWidget(), make_box(Field("it", "It", kind)), QLineEdit()
    column = QVBoxLayout(form)
    column.addWidget(box)
    column.addWidget(next_one)
    put_up(form)
    fill(form, "It", text)
    assert (box.raw(), box.as_left()) == (text, left), "and what is typed stays as it is meanwhile"
    next_one.setFocus()
    QTest.qWait(0)
    assert (box.raw(), box.as_left()) == (left, left)
