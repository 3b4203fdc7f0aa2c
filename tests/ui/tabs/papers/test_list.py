"""The list of papers: what it says, the paper looked at beside it, and what can be done with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from app.papers.preview import text_of
from app.years import format_year, year_of
from tests.ui.helpers import OFFSCREEN, cell, find, pick, rows, seen, until
from tests.ui.tabs.papers.writing import CTRL, Writing, writing_on
from ui.kit import state

pytestmark = OFFSCREEN
Key = Qt.Key
THIS_YEAR = format_year(year_of(date.today()))
PLAN, LAST = "Commissioning Intentions Plan 2019/20", "Commissioning Intentions Plan 2018/19"


def test_the_head_counts_papers_and_what_is_to_settle_in_drafts(devon: Writing) -> None:
    assert devon.headline().startswith("2 papers: 1 draft with 7 figures and 6 changes to settle, 1 issued")


def test_each_paper_has_its_kind_year_state_and_date(devon: Writing) -> None:
    assert rows(devon.page.list) == [
        [PLAN, "Plan", "2019/20", "Draft", "31 January 2019"],
        [LAST, "Plan", "2018/19", "Issued", "1 April 2018"],
    ]


def test_the_chosen_paper_is_read_beside_the_list(devon: Writing) -> None:
    record = "\n".join(seen(devon.page.record))
    assert record.startswith(
        f"{PLAN}\nCommissioning Intentions Plan · 2019/20\nWrite\n7 figures and 6 changes to settle"
    )
    assert "Author\nExample Officer\n" in record
    assert "Sections (23)\nIntroduction\nThis year’s budget\n" in record


def test_an_issued_paper_offers_its_pages_and_its_next_version(devon: Writing) -> None:
    devon.screen.press(Key.Key_Down)
    words = seen(devon.page.record)
    assert words[0] == LAST
    assert {"Open", "Print…", "Save PDF", "Start next version"} <= set(words)
    assert "Discard draft" not in words


def test_the_filter_finds_by_any_word_and_the_keyboard_goes_on_to_the_list(devon: Writing) -> None:
    devon.press(Key.Key_F, CTRL).screen.type("issued")
    devon.press(Key.Key_Down)
    assert [row[0] for row in rows(devon.page.list)] == [LAST]
    assert devon.page.list.grid.hasFocus()


def test_a_draft_is_discarded_and_ctrl_z_brings_it_back(devon: Writing) -> None:
    devon.click("Discard draft", devon.page.record)
    assert [row[0] for row in rows(devon.page.list)] == [LAST]
    devon.press(Key.Key_Z, CTRL)
    assert devon.screen.state() == f"Undone: Discard the draft “{PLAN}”"
    assert cell(devon.page.list, PLAN, "State") == "Draft"


def test_a_draft_is_kept_as_pdf_from_the_list_with_draft_on_its_pages(devon: Writing, tmp_path: Path) -> None:
    devon.screen.asker.path = tmp_path / "plan.pdf"
    devon.click("Save PDF", devon.page.record)
    assert "DRAFT" in text_of(devon.screen.asker.path.read_bytes())
    assert devon.screen.state() == "Wrote plan.pdf"


def test_ctrl_p_shows_the_list_as_pages(devon: Writing) -> None:
    devon.press(Key.Key_P, CTRL)
    assert [one.windowTitle() for one in devon.screen.dialogs()] == ["Papers"]


def test_an_office_without_papers_says_what_belongs_there_and_offers_the_first_step(empty: Writing) -> None:
    words = seen(empty.page.empty)
    assert words[0].startswith("A paper says in words what the desk knows in figures")
    assert words[-1] == "New paper…"
    assert empty.page.first_button.hasFocus()


def test_a_new_paper_is_for_the_windows_year_and_opens_to_be_written(empty: Writing) -> None:
    empty.click("New paper…")
    assert find(empty.page.record, QLineEdit, "For the financial year").text() == THIS_YEAR
    pick(find(empty.page.record, QComboBox, "What kind of paper"), "Police and Crime Panel paper")
    empty.screen.back_to_window()
    empty.press(Key.Key_S, CTRL)
    assert empty.sections()[:3] == ["Cover and details", "Purpose", "Background"]
    assert empty.headline().startswith(f"Update on commissioning activity {THIS_YEAR}: 13 answers to settle")


def test_esc_leaves_the_form_of_a_new_paper_to_where_it_came_from(empty: Writing) -> None:
    empty.click("New paper…").press(Key.Key_Escape)
    assert empty.page.stack.currentWidget() is empty.page.empty


def test_a_new_paper_is_of_the_kind_used_last(durham: Writing) -> None:
    durham.press(Key.Key_N, CTRL)
    assert find(durham.page.record, QComboBox, "What kind of paper").currentText() == "Police and Crime Panel paper"


def test_search_everything_leads_to_a_paper(devon: Writing) -> None:
    devon.screen.press(Key.Key_1, CTRL).press(Key.Key_K, CTRL).type("plan 2019/20 (draft)")
    until(lambda: devon.screen.found()[:1] == [f"Paper: {PLAN} (draft), 2019/20"])
    devon.press(Key.Key_Return)
    assert devon.composer.draft is not None
    assert devon.composer.draft.record.paper.title == PLAN


def test_the_tab_and_the_paper_are_there_again_the_next_morning(devon: Writing, devon_cornwall_file: Path) -> None:
    devon.open().choose("Reducing reoffending")
    asker = devon.screen.asker
    devon.screen.window.close()
    assert state.kept("tab") == "papers"
    with writing_on(asker, devon_cornwall_file) as again:
        assert again.composer.list.key() == devon.composer.list.key()
        assert again.composer.writing.heading.text() == "Reducing reoffending"
