"""Spend by theme: the matrix with its totals, and what each plan is to come to."""

from __future__ import annotations

import pytest

from app.allocations import themes
from app.door import Office
from app.listing import totals
from app.papers.blocks import Chart, Document
from app.papers.gather_themes import gather_themes
from app.papers.preview import page_sizes
from app.papers.publisher import publish
from app.papers.theme_paper import compose_themes
from tests.factories import YEAR, add_line
from tests.papers.heard import faults
from tests.papers.partnered import DAY, add_addition, plan_spend, shared
from tests.papers.readings import paragraphs, rows, table, tables, untied


def paper(office: Office, *, year: int = YEAR) -> Document:
    return compose_themes(office.read(gather_themes, year=year, day=DAY))


def test_the_example_has_the_printed_matrix_and_says_what_no_theme_explains(devon_cornwall: Office) -> None:
    document = paper(devon_cornwall)
    assert paragraphs(document)[0] == (
        "In 2018/19 five partnerships plan to spend £1,541,821 by theme, of £1,610,249 allocated."
        " Devon: £68,428 stands in no theme."
    )
    listing = tables(document)[0].listing
    assert [column.label for column in listing.columns[1:]] == [
        "Devon", "Cornwall", "Plymouth", "Torbay", "Isles of Scilly", "All",
    ]  # fmt: skip
    assert totals(listing.columns, listing.lines, "")[1:] == (
        471_042_00, 448_636_00, 400_568_00, 201_575_00, 20_000_00, 1_541_821_00,
    )  # fmt: skip
    assert untied(document) == []


def test_a_cell_of_several_amounts_prints_their_sum_and_a_note_their_parts(devon_cornwall: Office) -> None:
    listing = tables(paper(devon_cornwall))[0].listing
    assert (listing.lines[0].cells[1], listing.lines[0].mark) == (232_250_00, "*")
    assert listing.notes[0] == ("*", "Devon: £227,000 + £2,750 + £2,500.")


def test_what_each_is_to_come_to_stands_with_the_difference_in_figures_and_words(devon_cornwall: Office) -> None:
    found = table(paper(devon_cornwall), "Allocated and planned")
    assert rows(found)[:2] == [
        ("Devon", 539_470_00, 471_042_00, -68_428_00, "£68,428 stands in no theme"),
        ("Cornwall", 448_636_00, 448_636_00, 0, "As allocated"),
    ]
    assert found.listing.notes == (
        (
            "*",
            "With what Exeter, South Devon & Dartmoor, Torridge & North Devon and East & Mid Devon have, which have no"
            " plan apart.",
        ),
    )


def test_a_stated_total_that_is_not_what_its_rows_come_to_is_told(devon_cornwall: Office) -> None:
    assert [row[2:] for row in rows(table(paper(devon_cornwall), "Stated figures"))] == [
        ("£539,470", 471_042_00, -68_428_00)
    ]


def test_the_picture_has_the_themes_by_what_goes_to_them(devon_cornwall: Office) -> None:
    (picture,) = (block for block in paper(devon_cornwall).blocks if isinstance(block, Chart))
    amounts = [bar.after or 0 for bar in picture.bars]
    assert amounts == sorted(amounts, reverse=True)
    assert sum(amounts) == 1_541_821_00


def test_a_year_without_spend_names_the_newest_with_it(devon_cornwall: Office) -> None:
    assert paragraphs(paper(devon_cornwall, year=2019)) == [
        "No spend by theme has been entered for 2019/20 yet. The newest is that of 2018/19."
    ]


def test_an_empty_office_is_told_what_is_missing(office: Office) -> None:
    document = paper(office)
    assert paragraphs(document) == ["No spend by theme has been entered for 2018/19 yet."]
    assert faults(publish(document)) == []


def test_who_has_money_and_no_plan_is_named_and_what_several_share_is_told(office: Office) -> None:
    made = shared(office, lone=3, counties=0)
    theme = office.write("Add a theme", themes.add_theme, name="Patrols")
    office.write(
        "Record",
        themes.record_spend,
        partnership_id=made.ids["Town 1"],
        theme_id=theme,
        year=YEAR,
        amounts_pence=(21_000_00,),
    )
    add_line(office, "Room", 100_000)
    add_addition(office, made.budget, "Lights", 5_000, made.ids["Town 1"], made.ids["Town 2"], overspend_approver="Sam")
    told = paragraphs(paper(office))
    assert told[0].endswith("Town 1: £1,000 more than is allocated.")
    assert told[1:] == [
        "No spend by theme has been entered for Town 2 and Town 3.",
        "£5,000 for Lights is shared by Town 1 and Town 2 and stands in no column.",
    ]


@pytest.mark.parametrize(("lone", "turned"), [(3, False), (9, True), (24, True)])
def test_the_page_is_turned_only_where_the_matrix_is_too_wide_and_parted_where_it_is_wider(
    office: Office, lone: int, turned: bool
) -> None:
    made = shared(office, lone=lone, counties=0)
    plan_spend(office, made)
    document = paper(office)
    pdf = publish(document)
    assert any(wide > high for wide, high in page_sizes(pdf)) == turned
    matrices = [one for one in tables(document) if one.caption.split(": ")[1].startswith("Spend by theme")]
    assert len(matrices) == {3: 1, 9: 1, 24: 4}[lone]
    assert max(len(one.listing.columns) for one in matrices) <= 11
    shown = [column.label for one in matrices for column in one.listing.columns if column.label.startswith("Town")]
    assert len(shown) == len(set(shown)) == lone
    assert untied(document) == []
    assert faults(pdf) == []
