"""The list of the Funds page: filtered, sorted, walked through, seen in its views and with other years beside it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.funds.views import VIEWS
from tests.ui.helpers import OFFSCREEN, Screen, click_head, foot
from ui.kit import walk

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
WHOLE_PLAN = 8
"""How many lines stand under the first priority."""


def test_the_filter_keeps_the_totals_of_what_is_shown(devon_shown: Screen) -> None:
    devon_shown.press(Key.Key_F, Held.ControlModifier).type("victims")
    assert devon_shown.names() == ["ISVA and SARC services", "Victim care services", "Restorative justice service"]
    assert devon_shown.total("2019/20 £") == "2,762,540"
    assert foot(devon_shown.page.list)["Budget line"] == "Total shown, 3 lines"
    assert devon_shown.headline().startswith("£5,830,690 budget")


def test_down_goes_from_the_filter_into_the_list_and_esc_empties_it(devon_shown: Screen) -> None:
    devon_shown.press(Key.Key_F, Held.ControlModifier).type("mental")
    devon_shown.press(Key.Key_Down)
    assert devon_shown.page.list.grid.hasFocus()
    devon_shown.press(Key.Key_F, Held.ControlModifier).press(Key.Key_Escape)
    assert devon_shown.total("2019/20 £") == "5,830,690"


def test_a_filter_that_finds_nothing_says_so(devon_shown: Screen) -> None:
    devon_shown.press(Key.Key_F, Held.ControlModifier).type("zebra")
    assert devon_shown.names() == []
    assert "No line has “zebra”." in [one.text() for one in devon_shown.page.list.findChildren(QLabel)]


def test_a_click_on_a_head_sorts_by_value_within_the_groups(devon_shown: Screen) -> None:
    own = devon_shown.names()[:WHOLE_PLAN]
    click_head(devon_shown.page.list, "2019/20 £")
    upwards = devon_shown.names()[:WHOLE_PLAN]
    assert upwards[:2] == ["Road safety", "Business crime strategy"]
    assert [devon_shown.cell(name, "2019/20 £") for name in upwards[-2:]] == ["–", "–"]
    click_head(devon_shown.page.list, "2019/20 £")
    assert devon_shown.names()[0] == "Community Safety Partnership Fund"
    assert devon_shown.total("2019/20 £") == "5,830,690"
    click_head(devon_shown.page.list, "2019/20 £")
    assert devon_shown.names()[:WHOLE_PLAN] == own


def test_the_arrow_keys_go_from_line_to_line_and_the_record_follows(devon_shown: Screen) -> None:
    devon_shown.choose("Restorative justice service").press(Key.Key_Down)
    assert devon_shown.chosen() == "Mental health street triage"
    assert devon_shown.record().startswith("Mental health street triage\nProtecting people at risk · Mental health\n")
    devon_shown.press(Key.Key_Up).press(Key.Key_Up)
    assert devon_shown.record().startswith("Victim care services\n")


def test_f6_goes_from_the_list_to_the_record_and_back(devon_shown: Screen) -> None:
    devon_shown.choose("Road safety").press(Key.Key_F6)
    focused = devon_shown.window.focusWidget()
    assert devon_shown.page.record.isAncestorOf(focused)
    devon_shown.press(Key.Key_F6)
    assert devon_shown.page.list.grid.hasFocus()


LISTS = {
    "priority": 17,
    "fund": 17,
    "area": 17,
    "income": 9,
    "agreements": 2,
    "funds": 10,
    "stated": 20,
    "history": 4,
    "archived": 0,
}


@pytest.mark.parametrize(("key", "words"), VIEWS)
def test_every_view_lists_something_and_its_rows_open_their_records(devon_shown: Screen, key: str, words: str) -> None:
    devon_shown.view(words)
    ids = devon_shown.page.list.shown_ids()
    assert len(ids) == LISTS[key]
    for line_id in (*ids[:1], *ids[-1:]):
        devon_shown.page.list.choose(line_id)
        devon_shown.settle()
        assert devon_shown.chosen() in devon_shown.record()
    if not ids:
        assert "Nothing is deleted for good: what is archived waits here." in devon_shown.record()
    assert devon_shown.asker.told == []


@pytest.mark.parametrize("words", ["Lines by fund", "Income by source", "Agreements", "Funds", "Stated figures"])
def test_every_row_of_durham_opens_its_record(durham_shown: Screen, words: str) -> None:
    durham_shown.view(words)
    for line_id in durham_shown.page.list.shown_ids():
        durham_shown.page.list.choose(line_id)
        durham_shown.settle()
        assert durham_shown.chosen() in durham_shown.record()
    assert durham_shown.asker.told == []


def test_an_office_without_priorities_is_shown_by_fund(durham_shown: Screen) -> None:
    durham_shown.view("Lines by priority")
    assert durham_shown.page.bar.view.currentText() == "Lines by fund"


def test_tab_comes_to_everything_on_the_page_in_its_order(devon_shown: Screen) -> None:
    devon_shown.choose("Road safety")
    devon_shown.page.years_button.setFocus()
    reached = []
    for _ in range(10):
        focused = devon_shown.window.focusWidget()
        assert focused is not None
        reached.append(focused.accessibleName() or str(focused.property("text")))
        devon_shown.press(Key.Key_Tab)
    assert reached[:4] == ["Years", "More", "Print", "Excel"]
    assert reached[4:] == ["Filter lines", "View", "New line", "Budget lines", "Chosen record", "Change…"]


def test_a_view_that_nobody_has_arranged_is_as_it_was_meant_after_others_were_seen(devon: Screen) -> None:
    for words, hidden in (
        ("Lines by priority", ["committed", "paid"]),
        ("Funds", ["committed", "moved", "paid"]),
        ("Stated figures", ["place", "reason"]),
        ("Lines by fund", ["committed", "paid"]),
        ("Income by source", ["condition"]),
    ):
        devon.view(words)
        layout = devon.page.list.save_layout()
        assert (layout["hidden"], layout["widths"]) == (hidden, {})
    assert walk.clipped_text(devon.window) == []


def test_three_years_stand_side_by_side(devon_shown: Screen) -> None:
    devon_shown.menu("Years", "Beside 2017/18")
    totals = foot(devon_shown.page.list)
    years = [devon_shown.total(f"{year} £") for year in ("2017/18", "2018/19", "2019/20")]
    assert years == ["2,100,950", "5,487,827", "5,830,690"]
    assert list(totals)[1:4] == ["2017/18 £", "2018/19 £", "2019/20 £"]
    devon_shown.menu("Years", "Beside 2017/18")
    assert list(foot(devon_shown.page.list))[1:3] == ["2018/19 £", "2019/20 £"]
