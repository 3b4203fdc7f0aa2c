"""A form with a grid on a real office: kept as it is typed, brought back, and never over another's cell unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from app import people
from app.allocations import themes
from app.door import Office
from app.fields import Field, GridShape
from tests.factories import SAM, add_partnership, ask
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import LEFT, OFFSCREEN, Screen, button, screen_on, seen
from tests.ui.kit.grids import Key, at, ctrl, enter, go, press, shown, type_in, wrong_cells
from ui.dialogs.kept import KeptDialog
from ui.edits import Again, Spec, editor
from ui.kit.conflict import ConflictView
from ui.kit.form import RecordForm
from ui.kit.gridbox import GridBox

pytestmark = OFFSCREEN
YEAR = 2019
SPENT = "SELECT amount_pence FROM spend WHERE archived = 0 ORDER BY amount_pence"
Cells = Mapping[str, tuple[int, ...]]
Opened = Callable[[], RecordForm]


@pytest.fixture
def sam(path: Path) -> Iterator[Office]:
    """Sam's desk, on another laptop; two partnerships, two themes, and spend in two of the four cells."""
    made = Office(path, SAM)
    for name in ("Torbay", "Exeter"):
        add_partnership(made, name)
    for name in ("Youth", "Drugs"):
        made.write("Add a theme", themes.add_theme, name=name)
    spend(made, {cell(made, "Youth", "Torbay"): (100_000,), cell(made, "Drugs", "Exeter"): (20_000, 5_000)})
    yield made
    made.close()


def plan(session: Session) -> tuple[GridShape, Cells]:
    """What the form of the spend plan is made of."""
    return themes.grid_shape(session, year=YEAR), themes.spend_cells(session, year=YEAR)


def spend(office: Office, cells: Cells) -> None:
    """Somebody saves these cells over what is there."""
    was = office.read(themes.spend_cells, year=YEAR)
    office.write("Enter spend by theme", themes.enter_spend, year=YEAR, amounts={**was, **cells}, was=was)


def cell(office: Office, theme: str, partnership: str) -> str:
    """What a cell goes by."""
    shape = office.read(themes.grid_shape, year=YEAR)
    row = next(one.key for one in shape.rows if one.label == theme)
    return f"{row}:{next(one.key for one in shape.columns if one.label == partnership)}"


def spec_of(material: tuple[GridShape, Cells]) -> Spec:
    shape, cells = material
    return Spec(
        "Spend by theme",
        "Save spend",
        "Enter spend by theme",
        (Field("amounts", "Amounts", "grid", grid=shape),),
        themes.enter_spend,
        {"amounts": cells},
        fixed={"year": YEAR, "was": cells},
        rows=tuple(one.key for one in shape.rows),
    )


@pytest.fixture
def screen(sam: Office, path: Path, asker: AnsweringAsker) -> Iterator[Screen]:
    """A window on the same office."""
    with screen_on(asker, path) as one:
        yield one


@pytest.fixture
def opened(screen: Screen, sam: Office) -> Opened:
    """Opens the form of the spend plan in front of the window."""

    def open_form() -> RecordForm:
        front = QDialog(screen.window)
        form = editor(
            spec_of(sam.read(plan)),
            screen.desk,
            screen.asker,
            saved=lambda _: front.reject(),
            left=front.reject,
            again=Again(plan, (), {}, spec_of),
        )
        QVBoxLayout(front).addWidget(form)
        front.resize(700, 500)
        front.show()
        screen.settle()
        front.activateWindow()
        QTest.qWaitForWindowActive(front)
        return form

    return open_form


def box_of(form: RecordForm) -> GridBox:
    box = form.form.box("amounts")
    assert isinstance(box, GridBox)
    return box


def pause(screen: Screen, form: RecordForm) -> None:
    """The person pauses for long enough that what they typed is kept."""
    for one in form.findChildren(QTimer):
        if one.isSingleShot() and one.isActive():
            one.stop()
            one.timeout.emit()
    screen.settle()


def crash(screen: Screen, form: RecordForm) -> None:
    """The desk ends without a word, and is there again."""
    pause(screen, form)
    form.window().deleteLater()
    screen.settle()


def the_conflict(form: RecordForm) -> ConflictView:
    [view] = [one for one in form.findChildren(ConflictView) if one.isVisible()]
    return view


def words(widget: QWidget) -> str:
    return "\n".join(seen(widget))


def save(screen: Screen, form: RecordForm) -> None:
    screen.back_to_window()
    ctrl(Key.Key_S)
    screen.settle()


def test_what_is_typed_into_cells_is_saved(screen: Screen, sam: Office, path: Path, opened: Opened) -> None:
    form = opened()
    enter(box_of(form), cell(sam, "Youth", "Exeter"), "70k + 500")
    save(screen, form)
    assert ask(path, SPENT) == [(5_000,), (20_000,), (50_000,), (100_000,), (7_000_000,)]
    assert not form.isVisible()


def test_what_was_typed_comes_back_after_a_crash_also_what_cannot_be_read(
    screen: Screen, sam: Office, opened: Opened
) -> None:
    form, drugs, youth = opened(), cell(sam, "Drugs", "Torbay"), cell(sam, "Youth", "Exeter")
    enter(box_of(form), drugs, "12 apples")
    go(box_of(form), youth)
    type_in("7,0")  # and the cell is still open
    raw = box_of(form).raw()
    crash(screen, form)
    again = box_of(opened())
    assert again.raw() == raw
    assert wrong_cells(again) == [youth, drugs]
    assert [shown(again, one) for one in (drugs, youth)] == ["12 apples", "7,0"]


def test_a_form_that_is_left_before_the_laptop_has_answered_does_no_harm(
    screen: Screen, sam: Office, opened: Opened
) -> None:
    form = opened()
    enter(box_of(form), cell(sam, "Youth", "Torbay"), "1,111")
    crash(screen, form)
    again = editor(spec_of(sam.read(plan)), screen.desk, screen.asker, saved=print, left=lambda: None)
    again.deleteLater()
    QApplication.sendPostedEvents(again, QEvent.Type.DeferredDelete.value)
    screen.settle()
    assert [one.state for one in screen.desk.outbox.kept] == ["typed"]


def test_the_kept_list_tells_a_grid_by_its_cells(screen: Screen, sam: Office, opened: Opened) -> None:
    form = opened()
    enter(box_of(form), cell(sam, "Youth", "Torbay"), "12 apples")
    go(box_of(form), cell(sam, "Drugs", "Exeter"))
    press(Key.Key_Delete)
    crash(screen, form)
    screen.desk.outbox.read()
    screen.settle()
    assert screen.window.sharing is not None
    screen.window.sharing.show_kept()
    [dialog] = [one for one in screen.settle().dialogs() if isinstance(one, KeptDialog)]
    told = words(dialog)
    assert "Youth, Torbay\n12 apples (was 1,000)\nDrugs, Exeter\nemptied (was 200 + 50)" in told
    assert "left as" not in told
    dialog.close()


def test_two_people_who_change_different_cells_both_keep_theirs(
    screen: Screen, sam: Office, path: Path, opened: Opened
) -> None:
    form = opened()
    enter(box_of(form), cell(sam, "Youth", "Torbay"), "1,111")
    spend(sam, {cell(sam, "Drugs", "Exeter"): (22_200,), cell(sam, "Drugs", "Torbay"): (33_300,)})
    save(screen, form)
    assert ask(path, SPENT) == [(22_200,), (33_300,), (111_100,)]


def test_where_both_changed_one_cell_the_others_are_shown_and_are_ticked_already(
    screen: Screen, sam: Office, path: Path, opened: Opened
) -> None:
    form, both = opened(), cell(sam, "Youth", "Torbay")
    enter(box_of(form), both, "1,111")
    enter(box_of(form), cell(sam, "Youth", "Exeter"), "44")
    spend(sam, {both: (55_500,), cell(sam, "Drugs", "Exeter"): (22_200,), cell(sam, "Drugs", "Torbay"): (33_300,)})
    save(screen, form)
    view = the_conflict(form)
    assert {row.about.label.text(): row.chosen() for row in view.rows.values()} == {
        "Youth, Torbay": None,
        "Youth, Exeter": "mine",
        "Drugs, Torbay": "theirs",
        "Drugs, Exeter": "theirs",
    }
    QTest.mouseClick(view.rows[f"amounts|{both}"].mine, LEFT)
    QTest.mouseClick(button(view, "Save these"), LEFT)
    screen.settle()
    assert ask(path, SPENT) == [(4_400,), (22_200,), (33_300,), (111_100,)]


def test_of_a_cell_that_both_changed_both_amounts_are_shown_and_one_is_chosen(
    screen: Screen, sam: Office, path: Path, opened: Opened
) -> None:
    form, both = opened(), cell(sam, "Drugs", "Exeter")
    enter(box_of(form), both, "300 + 70")
    spend(sam, {both: (40_000,)})
    save(screen, form)
    view = the_conflict(form)
    assert view.choices() == {}
    [row] = view.rows.values()
    assert row.mine.accessibleName() == "Drugs, Exeter: keep yours, £300 + £70"
    assert row.theirs.accessibleName() == "Drugs, Exeter: take theirs, £400"
    assert row.mine.accessibleDescription() == "You both changed this. It was: £200 + £50."
    QTest.mouseClick(row.mine, LEFT)
    QTest.mouseClick(button(view, "Save these"), LEFT)
    screen.settle()
    assert ask(path, SPENT) == [(7_000,), (30_000,), (100_000,)]


def test_brought_back_over_what_somebody_saved_meanwhile_only_the_touched_cells_are_mine(
    screen: Screen, sam: Office, path: Path, opened: Opened
) -> None:
    form = opened()
    enter(box_of(form), cell(sam, "Youth", "Torbay"), "1,111")
    crash(screen, form)
    spend(sam, {cell(sam, "Drugs", "Exeter"): (22_200,)})
    view = the_conflict(opened())
    assert [(row.about.label.text(), row.chosen()) for row in view.rows.values()] == [("Youth, Torbay", "mine")]
    QTest.mouseClick(button(view, "Save these"), LEFT)
    screen.settle()
    assert ask(path, SPENT) == [(22_200,), (111_100,)]


def test_brought_back_with_a_cell_that_cannot_be_read_both_versions_are_shown_once_it_can(
    screen: Screen, sam: Office, path: Path, opened: Opened
) -> None:
    form, both, half = opened(), cell(sam, "Youth", "Torbay"), cell(sam, "Drugs", "Torbay")
    enter(box_of(form), both, "1,111")
    enter(box_of(form), half, "7,0")
    crash(screen, form)
    spend(sam, {both: (55_500,)})
    form = opened()
    assert [one for one in form.findChildren(ConflictView) if one.isVisible()] == []
    enter(box_of(form), half, "7")
    save(screen, form)
    view = the_conflict(form)
    assert [(row.about.label.text(), row.chosen()) for row in view.rows.values()] == [
        ("Youth, Torbay", None),
        ("Drugs, Torbay", "mine"),
    ]
    QTest.mouseClick(view.rows[f"amounts|{both}"].theirs, LEFT)
    QTest.mouseClick(button(view, "Save these"), LEFT)
    screen.settle()
    assert ask(path, SPENT) == [(700,), (5_000,), (20_000,), (55_500,)]


def test_a_row_that_somebody_added_meanwhile_is_named_and_kept(
    screen: Screen, sam: Office, path: Path, opened: Opened
) -> None:
    form = opened()
    enter(box_of(form), cell(sam, "Youth", "Torbay"), "1,111")
    sam.write("Add a theme", themes.add_theme, name="Roads")
    spend(sam, {cell(sam, "Roads", "Exeter"): (900,), cell(sam, "Youth", "Torbay"): (100_100,)})
    save(screen, form)
    view = the_conflict(form)
    assert [row.about.label.text() for row in view.rows.values()] == ["Youth, Torbay", "Roads, Exeter"]
    QTest.mouseClick(view.rows[f"amounts|{cell(sam, 'Youth', 'Torbay')}"].mine, LEFT)
    QTest.mouseClick(button(view, "Save these"), LEFT)
    screen.settle()
    assert ask(path, SPENT) == [(900,), (5_000,), (20_000,), (111_100,)]


def test_what_the_save_refuses_at_a_cell_is_said_there(screen: Screen, sam: Office, opened: Opened) -> None:
    form, mine = opened(), cell(sam, "Youth", "Torbay")
    enter(box_of(form), mine, "-5")
    save(screen, form)
    assert form.form.refusals() == {"amounts": "Youth, Torbay: Spend cannot be below £0."}
    assert (at(box_of(form)), wrong_cells(box_of(form))) == (mine, [mine])


def test_what_was_chosen_stands_in_the_form_where_the_save_is_refused_after_all(
    screen: Screen, sam: Office, path: Path, opened: Opened
) -> None:
    form, both = opened(), cell(sam, "Youth", "Torbay")
    enter(box_of(form), both, "1,111")
    sam.write("Add a theme", themes.add_theme, name="Roads")
    spend(sam, {both: (55_500,), cell(sam, "Drugs", "Exeter"): (22_200,), cell(sam, "Roads", "Exeter"): (900,)})
    save(screen, form)
    view = the_conflict(form)
    sam.write("Add a person", people.add, account="Sam", role="approver")
    everybody("viewer", sam)
    QTest.mouseClick(view.rows[f"amounts|{both}"].mine, LEFT)
    QTest.mouseClick(button(view, "Save these"), LEFT)
    screen.settle()
    assert form.form.refusals() != {}
    cells = {label: shown(box_of(form), cell(sam, *label)) for label in (("Youth", "Torbay"), ("Drugs", "Exeter"))}
    assert cells == {("Youth", "Torbay"): "1,111", ("Drugs", "Exeter"): "222"}
    everybody("officer", sam)
    save(screen, form)
    assert ask(path, SPENT) == [(900,), (22_200,), (111_100,)]


def everybody(role: str, sam: Office) -> None:
    """Sam says what everybody else may do."""
    version = sam.read(people.everybody).version
    sam.write("Set what everybody may do", people.set_everybody, version=version or None, role=role)
