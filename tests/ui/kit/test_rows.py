"""Found, sorted and totalled: the quick sums of the screen against the plain ones of the application."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.listing import Cell, Column, Group, Line, Listing, percent_change, total_label, totals
from ui.kit.model import ListModel
from ui.kit.rows import Prepared, narrowed, spoken

COLUMNS = (
    Column("name", "Name"),
    Column("a", "A £", "pence"),
    Column("b", "B £", "pence"),
    Column("c", "Change £", "change"),
    Column("p", "%", "percent", of=("a", "b")),
    Column("n", "Count", "count"),
)
money = st.one_of(st.integers(-(10**12), 10**12), st.none(), st.sampled_from(["TBD", "maintain"]))
names = st.sampled_from(["Road safety", "Youth", "Victim care", "youth offending", "Ünder 18s"])


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    """Lists with and without groups, indented lines, words and gaps among the figures."""
    rows = draw(st.lists(st.tuples(names, money, money, money, st.sampled_from(["", "g", "h"]), st.integers(0, 1))))
    lines = tuple(
        Line(str(at), (name, a, b, c, percent_change(a, b), at), group, "", level)
        for at, (name, a, b, c, group, level) in enumerate(rows)
    )
    return Listing("Any", COLUMNS, lines, draw(st.sampled_from([(), (Group("g", "Group g"), Group("h", "Group h"))])))


def expected_totals(listing: Listing, ids: list[str], label: Cell) -> tuple[Cell, ...]:
    return totals(listing.columns, listing.shown(ids).lines, str(label))


@given(listings(), st.sampled_from(["", "you", "road", "y o", "zzz"]))
def test_the_totals_on_the_screen_are_those_of_the_application(listing: Listing, text: str) -> None:
    prepared = Prepared(listing)
    arranged = prepared.arrange(text)
    ids = [prepared.ids[place] for place in arranged.places]
    assert arranged.total.cells[1:] == expected_totals(listing, ids, "")[1:]


@given(listings(), st.sampled_from(["", "you"]))
def test_every_group_shows_the_total_of_its_own_lines(listing: Listing, text: str) -> None:
    prepared = Prepared(listing)
    arranged = prepared.arrange(text)
    for at, part in arranged.groups.items():
        key = listing.groups[at].key
        ids = [prepared.ids[one] for one in arranged.places if listing.lines[one].group == key]
        assert part.cells[1:] == expected_totals(listing, ids, "")[1:]


@given(listings())
def test_the_label_of_the_total_is_that_of_the_application(listing: Listing) -> None:
    model, prepared = ListModel(), Prepared(listing)
    model.load(prepared, prepared.arrange())
    assert model.footer_label() == total_label(listing.lines, listing.columns)


@given(listings(), st.integers(0, 5), st.booleans())
def test_sorting_loses_no_line_and_keeps_groups_together(listing: Listing, at: int, reverse: bool) -> None:
    prepared = Prepared(listing)
    before = sorted(prepared.arrange().places)
    prepared.sort(at, reverse)
    arranged = prepared.arrange()
    assert sorted(arranged.places) == before
    groups = [listing.lines[place].group for place in arranged.places if listing.groups]
    assert len([one for one, after in pairwise(groups) if one != after]) <= 2


def test_figures_come_before_words_and_words_before_nothing_whichever_way_it_is_sorted() -> None:
    cells: list[Cell] = [None, "TBD", 5, 3]
    lines = tuple(Line(str(at), (one,)) for at, one in enumerate(cells))
    listing = Listing("One", (Column("a", "£", "pence"),), lines)
    prepared = Prepared(listing)
    prepared.sort(0)
    assert prepared.arrange().places == [3, 2, 1, 0]
    prepared.sort(0, True)
    assert prepared.arrange().places == [2, 3, 1, 0]


def test_indented_lines_stay_under_the_line_they_belong_to() -> None:
    rows = [("Devon", 0), ("Exeter", 1), ("Bideford", 1), ("Cornwall", 0)]
    lines = tuple(Line(name, (name,), level=level) for name, level in rows)
    prepared = Prepared(Listing("Places", (Column("n", "Name"),), lines))
    prepared.sort(0)
    assert [prepared.ids[at] for at in prepared.arrange().places] == ["Cornwall", "Devon", "Bideford", "Exeter"]


def test_every_word_typed_must_be_found_and_case_does_not_matter(listing: Listing) -> None:
    prepared = Prepared(listing)
    assert [prepared.ids[at] for at in prepared.arrange("SERVICES care").places] == ["care"]


def test_a_group_with_nothing_in_it_is_shown_until_something_is_looked_for(listing: Listing) -> None:
    prepared = Prepared(replace(listing, groups=(*listing.groups, Group("risk", "People at risk"))))
    assert -3 in prepared.arrange().rows
    assert -3 not in prepared.arrange("a").rows


def test_the_name_of_a_group_finds_its_lines(listing: Listing) -> None:
    prepared = Prepared(listing)
    assert [prepared.ids[at] for at in prepared.arrange("supporting").places] == ["isva", "care", "new"]


def test_words_are_not_found_across_two_cells(listing: Listing) -> None:
    assert Prepared(listing).arrange("safety–").places == []


def test_a_percentage_without_its_two_columns_has_no_total(listing: Listing) -> None:
    short = narrowed(listing, ["csp"], ["name", "now", "percent"])
    assert [column.key for column in short.columns] == ["name", "now", "percent"]
    assert totals(short.columns, short.lines, "Total") == ("Total", 168_524_900, None)


def test_figures_are_spoken_in_words() -> None:
    pence, change, percent = COLUMNS[1], COLUMNS[3], COLUMNS[4]
    assert spoken(51_219_900, pence) == "512,199 pounds"
    assert spoken(-15_800_050, change) == "minus 158,000 pounds 50 pence"
    assert spoken(100, change) == "plus 1 pound"
    assert spoken(-66, percent) == "minus 6.6 percent"
    assert spoken(None, pence) == "no figure"
    assert spoken("TBD", pence) == "TBD"
