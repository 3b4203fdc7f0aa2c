"""Factors: their figures in a grid that is saved cell by cell, the one that counts heads, and their list."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.allocations import factors
from app.allocations.bench_fields import LABELS
from app.allocations.factors import MILLION, MOST_MILLIONTHS, FactorRecord
from app.allocations.partnerships import PartnershipRecord
from app.door import Office
from app.history import history
from app.listing import cell_text, totals
from tests.conftest import Open
from tests.factories import SAM, add_partnership, refusal

CENSUS = date(2011, 3, 27)


def add_factor(office: Office, name: str = "Population", **terms: Any) -> str:
    return office.write("Add factor", factors.add, name=name, **terms)


def only(office: Office) -> FactorRecord:
    return office.read(factors.factors)[0]


def enter(office: Office, figures: dict[str, int | None], was: dict[str, int | None] | None = None) -> None:
    office.write("Enter figures", factors.enter, figures=figures, was=was or {})


def as_typed(seen: FactorRecord, **given: Any) -> dict[str, Any]:
    kept = ("version", "name", "source", "as_of", "is_population", "allows_nought")
    return {**{key: getattr(seen, key) for key in kept}, **given}


# --- Factors ---


def test_a_factor_is_read_back_with_its_source_and_date(office: Office) -> None:
    add_factor(office, " Population ", source=" Census ", as_of=CENSUS, allows_nought=True)
    found = only(office)
    assert (found.name, found.source, found.as_of, found.allows_nought) == ("Population", "Census", CENSUS, True)
    assert factors.said_of(found) == "Census, 27 March 2011"


def test_factors_stand_in_the_order_they_were_added(office: Office) -> None:
    for name in ("Crime", "Area"):
        add_factor(office, name)
    assert [one.name for one in office.read(factors.factors)] == ["Crime", "Area"]


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        (" ", ("The factor's name is needed.", "name")),
        ("Population", ("There is already a factor with this name.", "name")),
    ],
)
def test_a_factor_that_cannot_be_is_refused(office: Office, name: str, refused: tuple[str, str]) -> None:
    add_factor(office)
    assert refusal(office, factors.add, name=name) == refused


def test_a_factor_is_changed_and_a_stale_form_of_it_refused(office: Office, opened: Open) -> None:
    add_factor(office)
    seen, sam = only(office), opened(office.path, SAM)
    sam.write("Change factor", factors.change, seen.id, **as_typed(seen, name="People"))
    message, _ = refusal(office, factors.change, seen.id, **as_typed(seen, name="Persons"))
    assert message.startswith("Sam saved this while you were typing (“Change factor”).")
    assert only(office).name == "People"


def test_marking_another_factor_moves_the_count_of_heads_to_it(office: Office) -> None:
    add_factor(office, "Population", is_population=True)
    crime = add_factor(office, "Visitors too", is_population=True)
    assert [one.is_population for one in office.read(factors.factors)] == [False, True]
    first = only(office)
    office.write("Change factor", factors.change, first.id, **as_typed(first, is_population=True))
    assert [one.is_population for one in office.read(factors.factors)] == [True, False]
    office.undo()
    assert [one.id for one in office.read(factors.factors) if one.is_population] == [crime]


def test_a_factor_brought_back_does_not_take_the_count_of_heads_again(office: Office) -> None:
    first = add_factor(office, "Population", is_population=True)
    office.write("Archive", factors.archive, first)
    assert [one.id for one in office.read(factors.factors, archived=True)] == [first]
    second = add_factor(office, "People", is_population=True)
    office.write("Bring back", factors.archive, first, back=True)
    assert [one.id for one in office.read(factors.factors) if one.is_population] == [second]


def test_a_factor_brought_back_alone_still_counts_heads(office: Office) -> None:
    first = add_factor(office, is_population=True)
    office.write("Archive", factors.archive, first)
    office.write("Bring back", factors.archive, first, back=True)
    assert only(office).is_population


# --- Figures ---


def test_figures_are_exact_to_a_millionth(office: Office) -> None:
    factor, partnership = add_factor(office), add_partnership(office)
    enter(office, {f"{partnership}:{factor}": 23_456_001})
    assert only(office).figures == {partnership: Fraction(23_456_001, MILLION)}


def test_an_emptied_cell_has_no_figure_and_may_be_filled_again(office: Office) -> None:
    factor, partnership = add_factor(office), add_partnership(office)
    cell = f"{partnership}:{factor}"
    enter(office, {cell: 5})
    enter(office, {}, was={cell: 5})
    assert only(office).figures == {}
    enter(office, {cell: 7})
    assert only(office).figures == {partnership: Fraction(7, MILLION)}
    office.undo()
    assert only(office).figures == {}


def test_nought_is_a_figure_and_not_an_empty_cell(office: Office) -> None:
    factor, partnership = add_factor(office), add_partnership(office)
    enter(office, {f"{partnership}:{factor}": 0})
    assert only(office).figures == {partnership: 0}


def test_cells_that_were_not_changed_are_left_to_whoever_changed_them(office: Office, opened: Open) -> None:
    factor, one, other = add_factor(office), add_partnership(office, "One"), add_partnership(office, "Other")
    mine, theirs = f"{one}:{factor}", f"{other}:{factor}"
    enter(office, {mine: 1, theirs: 1})
    enter(opened(office.path, SAM), {mine: 1, theirs: 9}, was={mine: 1, theirs: 1})
    enter(office, {mine: 2, theirs: 1}, was={mine: 1, theirs: 1})
    assert factors.figures_of(office.read(factors.factors)) == {mine: 2, theirs: 9}


@pytest.mark.parametrize("mine", [2, None])
def test_a_cell_somebody_else_changed_is_not_written_over(office: Office, opened: Open, mine: int | None) -> None:
    factor, partnership = add_factor(office), add_partnership(office)
    cell = f"{partnership}:{factor}"
    enter(office, {cell: 1})
    enter(opened(office.path, SAM), {cell: 9}, was={cell: 1})
    message, _ = refusal(office, factors.enter, figures={cell: mine}, was={cell: 1})
    assert message.startswith("Sam saved this while you were typing (“Enter figures”).")


def test_a_cell_somebody_else_filled_is_not_written_over(office: Office, opened: Open) -> None:
    factor, partnership = add_factor(office), add_partnership(office)
    cell = f"{partnership}:{factor}"
    enter(opened(office.path, SAM), {cell: 9})
    assert refusal(office, factors.enter, figures={cell: 2}, was={})[0].startswith("Sam saved this")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (-1, "A factor's figure cannot be below 0."),
        (MOST_MILLIONTHS + 1, "That is more than the desk keeps in one figure (1,000,000,000)."),
        ("many", "“many” is not a figure. Type it like 1,234 or 23.456."),
        (True, "“True” is not a figure. Type it like 1,234 or 23.456."),
    ],
)
def test_what_is_no_figure_is_refused_at_its_cell(office: Office, typed: Any, sentence: str) -> None:
    factor, partnership = add_factor(office), add_partnership(office)
    cell = f"{partnership}:{factor}"
    assert refusal(office, factors.enter, figures={cell: typed}, was={}) == (sentence, f"figures:{cell}")


def test_a_figure_for_a_partnership_that_is_not_there_is_refused(office: Office) -> None:
    factor = add_factor(office)
    assert refusal(office, factors.enter, figures={f"nobody:{factor}": 1}, was={})[0].startswith("That record is no")


def test_saving_a_grid_in_which_nothing_was_changed_makes_no_step(office: Office) -> None:
    factor, partnership = add_factor(office), add_partnership(office)
    cell = f"{partnership}:{factor}"
    enter(office, {cell: 1})
    before = office.last_seq()
    enter(office, {cell: 1}, was={cell: 1})
    assert office.last_seq() == before


@given(st.dictionaries(st.integers(0, 3), st.integers(0, MOST_MILLIONTHS)))
def test_a_column_as_a_grid_is_what_was_entered(column: dict[int, int]) -> None:
    figures = {f"p{at}": Fraction(millionths, MILLION) for at, millionths in column.items()}
    record = FactorRecord("f", 1, "Crime", "", None, False, False, figures)
    assert factors.figures_of([record]) == {f"p{at}:f": millionths for at, millionths in column.items()}


def test_a_column_is_filled_from_what_is_given_now_in_pounds() -> None:
    assert factors.history_figures({"p": 25_000_50}) == {"p": 25_000_500_000}


def test_a_county_is_filled_with_what_it_and_its_districts_have() -> None:
    every = [partner("county"), partner("north", "county"), partner("south", "county"), partner("west")]
    found = factors.history_figures({"county": 5_00, "north": 2_00, "west": 1_00}, every)
    assert found == {"county": 7 * MILLION, "north": 2 * MILLION, "west": MILLION}


# --- The list ---


def partner(key: str, parent: str | None = None) -> PartnershipRecord:
    return PartnershipRecord(key, key.capitalize(), f"o{key}", None, parent)


def test_the_list_shows_figures_with_their_decimals_and_adds_them_up() -> None:
    record = FactorRecord("f", 1, "Rate", "Made up", CENSUS, False, False, {"a": Fraction(47, 2), "b": Fraction(1_200)})
    shown = factors.listing([partner("a"), partner("b"), partner("c")], [record])
    column = shown.columns[1]
    assert [cell_text(line.cells[1], column) for line in shown.lines] == ["23.5", "1,200", "–"]
    assert cell_text(totals(shown.columns, shown.lines, "")[1], column) == "1,223.5"
    assert column.help == "Made up, 27 March 2011"


def test_a_county_beside_its_districts_is_not_added_to_them() -> None:
    every = [partner("county"), partner("north", "county"), partner("south", "county")]
    whole = FactorRecord("f", 1, "Crime", "", None, False, False, {"county": Fraction(3), "north": Fraction(1)})
    parts = FactorRecord("g", 1, "People", "", None, False, False, {"north": Fraction(1), "south": Fraction(2)})
    shown = factors.listing(every, [whole, parts])
    assert totals(shown.columns, shown.lines, "Total") == ("Total", None, 3 * MILLION)
    assert [line.level for line in shown.lines] == [0, 1, 1]


def test_the_example_lists_a_column_for_each_factor(devon_cornwall: Office) -> None:
    shown = devon_cornwall.read(factors.factor_list)
    heads = ["Partnership", "Population", "Recorded crime", "Other police demand", "Rural isolation"]
    assert [one.label for one in shown.columns] == heads
    assert len(shown.lines) == 9


# --- In the history ---


def test_the_history_says_whose_figure_of_what_was_changed(office: Office) -> None:
    factor, partnership = add_factor(office), add_partnership(office, "Safer Anytown")
    cell = f"{partnership}:{factor}"
    enter(office, {cell: 1_234_500_000})
    enter(office, {cell: 2_000_000}, was={cell: 1_234_500_000})
    enter(office, {}, was={cell: 2_000_000})
    told = [one.text for one in office.read(history, labels=LABELS)][:3]
    assert told == [
        "Enter figures: “Safer Anytown”, “Population” archived.",
        "Enter figures: figure of “Safer Anytown”, “Population” from 1,234.5 to 2.",
        "Enter figures: “Safer Anytown”, “Population”, 1,234.5.",
    ]
