"""Forms, filled in from the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.errors import Refused, Stale
from app.fields import Choice, Field
from app.money import Limit, Pence
from app.years import HYPHEN
from ui.kit import walk
from ui.kit.form import Form, FormDialog, RecordForm

if TYPE_CHECKING:
    from tests.ui.conftest import AnsweringAsker

PutUp = Callable[[QWidget], None]
FIELDS = (
    Field("name", "Name", required=True, help="As it is printed."),
    Field("why", "Why", "long"),
    Field("budget", "Budget", "amount"),
    Field("fee", "Fee", "pence"),
    Field("year", "Financial year", "year"),
    Field("ends", "Ends on", "day"),
    Field("priority", "Priority", "choice", choices=(Choice("p", "Preventing crime"), Choice("v", "Victims"))),
    Field("live", "Still running", "yesno"),
    Field("count", "How many", "count"),
    Field("rate", "Rate", "percent"),
    Field("loss", "Nobody loses more than", "limit"),
    Field("sharers", "Shared by", "several", choices=(Choice("t", "Torbay"), Choice("e", "Exeter"))),
    Field("parts", "Parts", "sum"),
    Field("people", "People", "number"),
)
VALUES: dict[str, Any] = {
    "name": "ISVA",
    "why": "",
    "budget": 51_219_900,
    "fee": None,
    "year": 2019,
    "ends": date(2020, 3, 31),
    "priority": "v",
    "live": True,
    "count": 1_200,
    "rate": 125,
    "loss": Limit(tenths=80),
    "sharers": ("e",),
    "parts": (10_000, 20_000),
    "people": 1_500_000,
}


@pytest.fixture
def form(put_up: PutUp) -> Form:
    one = Form(FIELDS)
    one.set_values(VALUES)
    put_up(one)
    return one


def type_in(form: Form, key: str, text: str) -> None:
    control = form.box(key).control
    control.setFocus()
    QTest.keyClick(control, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(control, text)


def test_what_is_set_is_read_back(form: Form) -> None:
    assert form.values() == VALUES


def test_amounts_days_and_words_are_read_as_people_type_them(form: Form) -> None:
    type_in(form, "budget", "TBD")
    type_in(form, "fee", "1.25k")
    type_in(form, "ends", "3/2/2021")
    type_in(form, "year", "2020-21")
    values = form.values()
    assert values is not None
    assert [values[key] for key in ("budget", "fee", "ends", "year")] == ["TBD", 125_000, date(2021, 2, 3), 2020]


def test_percentages_limits_sums_and_figures_are_read_as_people_type_them(form: Form) -> None:
    type_in(form, "rate", "40%")
    type_in(form, "loss", "10k")
    type_in(form, "parts", "227,000 + 2,750")
    type_in(form, "people", "1,234.5")
    values = form.values()
    assert values is not None
    assert [values[key] for key in ("rate", "loss", "parts", "people")] == [
        400,
        Limit(pence=Pence(1_000_000)),
        (22_700_000, 275_000),
        1_234_500_000,
    ]
    form.set_values(values)
    shown = [form.box(key).raw() for key in ("rate", "loss", "parts", "people")]
    assert shown == ["40 %", "£10,000", "227,000 + 2,750", "1,234.5"]


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("rate", "101", "“101” is more than 100 %."),
        ("rate", "lots", "“lots” is not a percentage. Type it like 40 or 12.5."),
        ("loss", "-5", "An amount cannot be below £0."),
        ("parts", "1 +", "“1 +” is not a sum of amounts. Type it like 1,234 or 1,234 + 500."),
        ("people", "-1", "“-1” is not a figure of 0 or more. Type it like 1,234 or 23.456."),
    ],
)
def test_what_is_no_percentage_limit_sum_or_figure_is_said_beside_its_box(
    form: Form, key: str, typed: str, sentence: str
) -> None:
    type_in(form, key, typed)
    assert form.values() is None
    assert form.refusals() == {key: sentence}


@pytest.mark.parametrize("key", ["rate", "loss", "parts", "people"])
def test_an_empty_box_of_these_is_no_value(form: Form, key: str) -> None:
    type_in(form, key, " ")
    values = form.values()
    assert values is not None
    assert values[key] is None


def test_an_amount_is_tidied_as_the_person_goes_on(form: Form) -> None:
    type_in(form, "fee", "70k")
    QTest.keyClick(form.box("fee").control, Qt.Key.Key_Tab)
    assert form.box("fee").raw() == "£70,000"


def test_years_are_printed_in_the_form_of_the_office(qtbot: QtBot) -> None:
    form = Form(FIELDS[4:5], year_style=HYPHEN)
    qtbot.addWidget(form)
    form.set_values({"year": 2019})
    assert form.box("year").raw() == "2019-20"


def test_what_cannot_be_read_is_said_beside_its_box_which_takes_the_keyboard(form: Form, qtbot: QtBot) -> None:
    type_in(form, "fee", "lots")
    type_in(form, "name", " ")
    assert form.values() is None
    assert form.refusals() == {
        "name": "Fill in “Name”.",
        "fee": "“lots” is not an amount in pounds. Type it like 1,234 or 1,234.50.",
    }
    qtbot.waitUntil(form.box("name").control.hasFocus)
    assert form.box("name").control.accessibleDescription() == "Fill in “Name”. Required. As it is printed."


def test_a_refusal_of_the_save_goes_beside_the_box_it_names(form: Form) -> None:
    form.show_refusal(Refused("That name is taken.", "name"))
    assert form.refusals() == {"name": "That name is taken."}
    assert form.values() == VALUES
    assert form.refusals() == {}


def test_a_refusal_that_names_no_box_stands_over_the_form(form: Form) -> None:
    form.show_refusal(Stale("Jo saved <this> first."))
    assert form.refusals() == {"": "Jo saved <this> first."}


def test_typing_makes_it_changed_and_typing_back_unmakes_it(form: Form) -> None:
    heard: list[bool] = []
    form.changed.connect(heard.append)
    type_in(form, "name", "X")
    assert form.is_changed()
    type_in(form, "name", "ISVA")
    assert not form.is_changed()
    assert heard[-1] is False
    assert form.original_values() == VALUES


def test_tab_goes_through_the_boxes_in_the_order_of_the_fields(form: Form) -> None:
    form.focus_first()
    order = []
    for _ in range(len(FIELDS) + 1):
        focused = QApplication.focusWidget()
        assert isinstance(focused, QWidget)
        order.append(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    expected = [field.label for field in FIELDS]
    expected.insert(6, "Ends on, pick from a calendar")
    assert order == expected


def test_the_first_letters_find_a_choice(form: Form) -> None:
    combo = form.box("priority").control
    combo.setFocus()
    QTest.keyClicks(combo, "pre")
    values = form.values()
    assert values is not None
    assert values["priority"] == "p"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_calendar_writes_the_day(form: Form, qtbot: QtBot) -> None:
    button = next(one for one in form.findChildren(QWidget) if one.accessibleName() == "Ends on, pick from a calendar")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    calendar = next(one for one in form.findChildren(QWidget) if one.accessibleName() == "Calendar")
    focused = calendar.focusProxy() or calendar
    QTest.keyClick(focused, Qt.Key.Key_Left)
    QTest.keyClick(focused, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.box("ends").raw() == "30 March 2020")


def test_nothing_in_a_form_is_cut_unnamed_or_out_of_reach(form: Form) -> None:
    assert walk.clipped_text(form) == []
    assert walk.unnamed_controls(form) == []
    assert walk.unreachable_by_keyboard(form) == []


def test_nothing_in_a_large_form_is_cut(large: None, qtbot: QtBot) -> None:
    form = Form(FIELDS, beside=True)
    qtbot.addWidget(form)
    form.set_values(VALUES)
    form.resize(700, 1600)
    form.show()
    assert walk.clipped_text(form) == []


@pytest.fixture
def editor(asker: AnsweringAsker, put_up: PutUp) -> RecordForm:
    one = RecordForm(Form(FIELDS), asker)
    one.form.set_values(VALUES)
    put_up(one)
    return one


def test_ctrl_s_saves_once_while_a_save_is_on_its_way(editor: RecordForm, asker: AnsweringAsker) -> None:
    heard: list[dict[str, Any]] = []
    editor.saving.connect(heard.append)
    editor.saving.connect(lambda _: editor.set_saving(True))
    editor.form.focus_first()
    for _ in range(2):
        QTest.keyClick(editor.form.box("name").control, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert heard == [VALUES]
    assert editor.save_button.text() == "Saving…"


def test_a_failed_save_keeps_what_was_typed(editor: RecordForm, asker: AnsweringAsker) -> None:
    type_in(editor.form, "name", "Typed with care")
    editor.set_saving(True)
    editor.show_refusal(Refused("The drive is not answering; what you type is kept."))
    assert editor.save_button.isEnabled()
    assert editor.form.box("name").raw() == "Typed with care"
    assert editor.form.is_changed()


def test_esc_asks_only_where_something_would_be_lost(editor: RecordForm, asker: AnsweringAsker) -> None:
    left: list[bool] = []
    editor.cancelled.connect(lambda: left.append(True))
    asker.agree = False
    type_in(editor.form, "name", "X")
    QTest.keyClick(editor.form.box("name").control, Qt.Key.Key_Escape)
    assert left == []
    assert len(asker.asked) == 1
    editor.form.set_values(VALUES)
    QTest.keyClick(editor.form.box("name").control, Qt.Key.Key_Escape)
    assert left == [True]
    assert len(asker.asked) == 1


def test_a_dialog_closes_only_when_the_save_is_done(asker: AnsweringAsker, qtbot: QtBot) -> None:
    dialog = FormDialog("Move money", Form(FIELDS[:1]), "Move the money", asker)
    qtbot.addWidget(dialog)
    dialog.show()
    asker.agree = False
    QTest.keyClicks(dialog.record_form.form.box("name").control, "X")
    dialog.close()
    assert dialog.isVisible()
    dialog.saved()
    assert not dialog.isVisible()
