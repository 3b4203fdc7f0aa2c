"""Several of many: ticked with keys and mouse, found by their letters, and none lost that is not offered any more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.errors import Refused
from app.fields import Choice, Field
from tests.ui.helpers import OFFSCREEN
from ui.kit import theme, walk
from ui.kit.form import Form
from ui.kit.several import MANY, SeveralBox

pytestmark = OFFSCREEN
PutUp = Callable[[QWidget], None]
Key = Qt.Key
THREE = tuple(Choice(key, label) for key, label in (("t", "Torbay"), ("e", "Exeter"), ("p", "Plymouth")))
FIELD = Field("sharers", "Shared by", "several", choices=THREE)
FORTY = Field(
    "sharers", "Shared by", "several", choices=tuple(Choice(f"p{at}", f"Partnership {at}") for at in range(40))
)


@pytest.fixture
def box(put_up: PutUp) -> SeveralBox:
    """Three to choose from, one of them ticked."""
    return made(put_up, FIELD, ("e",))


def made(put_up: PutUp, field: Field, value: tuple[str, ...]) -> SeveralBox:
    one = SeveralBox(field)
    one.write(value)
    put_up(one)
    one.list.setFocus()
    return one


def press(key: Qt.Key) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key)


def test_what_is_ticked_is_read_in_the_order_offered(box: SeveralBox) -> None:
    box.write(("p", "t"))
    assert box.read() == ("t", "p")
    assert box.count.text() == "2 of 3 ticked"


def test_space_ticks_where_the_arrows_or_letters_went(box: SeveralBox) -> None:
    changes: list[bool] = []
    box.changed.connect(lambda: changes.append(True))
    press(Key.Key_Home)
    press(Key.Key_Space)
    press(Key.Key_Down)
    press(Key.Key_Space)
    assert box.read() == ("t",)
    QTest.keyClicks(box.list, "ply")
    press(Key.Key_Space)
    assert box.read() == ("t", "p")
    assert len(changes) == 3


def test_a_click_anywhere_on_a_choice_ticks_it_once(box: SeveralBox) -> None:
    place = box.list.visualItemRect(box.list.item(2)).center()
    QTest.mouseClick(box.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert box.read() == ("e", "p")
    QTest.mouseClick(box.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert box.read() == ("e",)


def test_a_tick_is_to_be_seen(box: SeveralBox) -> None:
    accent = theme.current().colour("accent")
    seen = []
    for at in range(3):
        rect = box.list.visualItemRect(box.list.item(at))
        inside = QRect(rect.left() + 10, rect.top() + 8, 10, 10)
        picture = box.list.viewport().grab(inside).toImage()
        seen.append(any(picture.pixelColor(x, y) == accent for x in range(10) for y in range(10)))
    assert seen == [False, True, False]


def test_what_stands_there_is_kept_as_text_and_put_back(box: SeveralBox) -> None:
    box.write(("t", "p"))
    text = box.raw()
    box.write(())
    assert (box.raw(), box.read()) == ("", ())
    box.type_back(text)
    assert box.read() == ("t", "p")


def test_a_value_that_is_not_offered_any_more_is_kept(box: SeveralBox) -> None:
    box.write(("gone", "t"))
    assert (box.read(), box.count.text()) == (("t", "gone"), "2 of 4 ticked")
    box.set_choices((Choice("gone", "Gone and back"),))
    assert box.read() == ("gone", "t")


def test_one_must_be_ticked_where_the_field_is_needed(put_up: PutUp) -> None:
    box = made(put_up, Field("sharers", "Shared by", "several", True, THREE), ())
    with pytest.raises(Refused) as caught:
        box.read()
    assert (caught.value.message, caught.value.field) == ("Choose at least one for “Shared by”.", "sharers")


def test_many_can_be_filtered_and_a_hidden_tick_stays(put_up: PutUp) -> None:
    box = made(put_up, FORTY, ("p1", "p23"))
    assert len(FORTY.choices) > MANY
    QTest.keyClicks(box.filter, "ship 23")
    shown = [box.list.item(at).text() for at in range(box.list.count()) if not box.list.item(at).isHidden()]
    assert shown == ["Partnership 23"]
    assert box.read() == ("p1", "p23")


def test_few_have_no_filter(box: SeveralBox) -> None:
    assert not box.filter.isVisible()


def test_a_screen_reader_hears_the_choices_and_their_ticks(box: SeveralBox) -> None:
    interface = QAccessible.queryAccessibleInterface(box.list)
    every = [interface.child(at) for at in range(interface.childCount())]
    assert interface.text(QAccessible.Text.Name) == "Shared by"
    assert [one.text(QAccessible.Text.Name) for one in every] == ["Torbay", "Exeter", "Plymouth"]
    assert [bool(one.state().checked) for one in every] == [False, True, False]


@pytest.mark.parametrize("scale", ["usual", "large"])
def test_it_can_be_read_heard_and_reached(put_up: PutUp, request: pytest.FixtureRequest, scale: str) -> None:
    if scale == "large":
        request.getfixturevalue("large")
    form = Form((FORTY, Field("name", "Name")))
    form.set_values({"sharers": ("p1",), "name": ""})
    form.resize(600, 700)
    put_up(form)
    looks = (walk.clipped_text, walk.sideways_scroll, walk.unnamed_controls, walk.unreachable_by_keyboard)
    assert [finding for look in looks for finding in look(form)] == []
