"""What is typed on the Contracts tab is not lost: two people at one contract, what is kept on the laptop."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.contracts import contracts, funding, reading
from app.door import Office
from tests.factories import SAM
from tests.ui.helpers import OFFSCREEN, seen, until
from tests.ui.tabs.contracts.contracting import CTRL, HELPLINE, Contracting

pytestmark = OFFSCREEN
Key = Qt.Key


def elsewhere(screen: Contracting, use_case: Any, *args: Any, **kwargs: Any) -> None:
    """Sam saves a step about the helpline on another machine."""
    assert screen.desk.path is not None
    office = Office(Path(screen.desk.path), SAM)
    one = next(each for each in office.read(reading.contracts) if each.title == HELPLINE)
    extra = {"version": one.version, **contracts.as_typed(one)} if use_case is contracts.change else {}
    office.write("Change elsewhere", use_case, one.id, *args, **{**extra, **kwargs})
    office.close()


def pause(screen: Contracting) -> None:
    """Rest long enough for what was typed to be kept."""
    QTest.qWait(700)
    screen.settle()


def test_a_form_over_somebody_else_s_change_shows_both_and_keeps_what_is_chosen(desk: Contracting) -> None:
    desk.choose(HELPLINE).do("Change the contract…").fill("Note", "Mine")
    elsewhere(desk, contracts.change, note="Theirs")
    desk.save()
    assert "Sam saved this while you were typing" in "\n".join(seen(desk.tab.wide))
    assert desk.is_open()


def test_a_split_that_somebody_else_saved_first_is_never_typed_over_unasked(desk: Contracting) -> None:
    desk.choose(HELPLINE).do("Money > Who pays…").put("Victims", "From 2018/19 %", "100")
    lines = {choice.label: choice.value for choice in desk.tab._shown.lines} if desk.tab._shown else {}
    elsewhere(
        desk, funding.set_shares, shares={f"{lines['Victims']}:2018": 600, f"{lines['Courts']}:2018": 400}, was={}
    )
    desk.save()
    assert "Sam saved this while you were typing" in "\n".join(seen(desk.tab.wide))


def test_what_was_typed_is_kept_and_comes_back_where_it_belongs(desk: Contracting) -> None:
    desk.choose(HELPLINE).do("Options > Change option 1…").fill("Note", "Ask the board")
    pause(desk)
    one = desk.tab._shown
    assert one is not None
    assert one.contract is not None
    place = {
        "tab": "contracts",
        "view": "running",
        "row": one.row_id,
        "year": 2019,
        "action": "option change",
        "subject": one.contract.options[0].id,
    }
    desk.tab._leave_form()
    desk.view("Dates that bite").press(Key.Key_1, CTRL)
    desk.window.reopen(place)
    desk.back_to_window()
    assert desk.window.rail.selected() == "contracts"
    assert desk.box("Note") == "Ask the board"
    assert "and it is not saved." in "\n".join(seen(desk.tab.wide))


def test_what_was_put_away_meanwhile_cannot_be_opened_again_and_that_is_said(desk: Contracting) -> None:
    desk.window.reopen({"tab": "contracts", "view": "all", "row": "gone", "year": 2019, "action": "change"})
    desk.back_to_window()
    assert [one.split(":")[0] for one in desk.asker.told] == ["Kept on this laptop"]


def test_somebody_else_s_contract_appears_under_one_s_hands(desk: Contracting) -> None:
    elsewhere(desk, contracts.change, title="Helpline for victims")
    desk.window.desk.poll()
    until(lambda: "Helpline for victims" in desk.names())
