"""Reserves as partnerships declare them: one at a time or all of a day, and how they are listed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.allocations import partnerships, reserves
from app.allocations.reserves import ReserveRecord
from app.allocations.spending_fields import LABELS
from app.door import Office
from app.errors import Stale
from app.history import history
from app.listing import cell_text
from app.money import MOST_PENCE, Pence
from tests.conftest import Open
from tests.factories import SAM, YEAR, add_partnership, refusal
from tests.northshire import add_northshire

DAY = date(2018, 9, 30)
LATER = date(2019, 3, 31)
TODAY = date(2019, 4, 1)
FIGURES: dict[str, Any] = {"opening": 1_000_00, "added": 200_00, "used": 300_00, "closing": 900_00}
Cells = dict[str, int | None]


def declare(office: Office, partnership: str, day: date = DAY, **given: Any) -> str:
    typed = {"partnership_id": partnership, "declared_on": day, "evidence": "Accounts", "today": TODAY}
    return office.write("Declare", reserves.declare, **{**typed, **FIGURES, **given})


def only(office: Office) -> ReserveRecord:
    [found] = office.read(reserves.reserves)
    return found


def as_typed(seen: ReserveRecord, **given: Any) -> dict[str, Any]:
    kept = ("version", "declared_on", "opening", "added", "used", "closing", "evidence")
    return {**{key: getattr(seen, key) for key in kept}, "today": TODAY, **given}


def declare_all(office: Office, cells: Cells, was: Cells | None = None, *, day: date = DAY, evidence: str = "") -> None:
    office.write(
        "Declare all",
        reserves.declare_all,
        declared_on=day,
        evidence=evidence,
        cells=cells,
        was=was or {},
        today=TODAY,
    )


def refused_all(office: Office, cells: Cells, was: Cells | None = None, **given: Any) -> tuple[str, str | None]:
    typed = {"declared_on": DAY, "evidence": "", "today": TODAY, **given}
    return refusal(office, reserves.declare_all, cells=cells, was=was or {}, **typed)


def day_cells(office: Office, day: date = DAY) -> Cells:
    return office.read(reserves.day_cells, declared_on=day)


# one declaration


def test_a_reserve_is_read_back_as_it_was_declared(office: Office) -> None:
    declare(office, add_partnership(office), evidence=" Accounts ")
    found = only(office)
    assert (found.partnership, found.declared_on, found.evidence) == ("Safer Anytown", DAY, "Accounts")
    assert (found.opening, found.added, found.used, found.closing) == (1_000_00, 200_00, 300_00, 900_00)
    assert (found.computed, found.difference, found.state, found.findings) == (900_00, 0, "Declared", ())


def test_a_closing_that_its_figures_do_not_come_to_is_kept_and_told(office: Office) -> None:
    declare(office, add_partnership(office), closing=950_00)
    found = only(office)
    assert (found.closing, found.computed, found.difference, found.state) == (950_00, 900_00, 50_00, "Does not add up")
    assert found.findings == ("Its own figures come to £900, £950 was declared: +£50.",)


def test_a_closing_without_an_opening_is_compared_with_nothing(office: Office) -> None:
    declare(office, add_partnership(office), opening=None, added=None, used=None)
    assert (only(office).computed, only(office).difference) == (None, 0)


def test_an_opening_that_is_not_the_last_closing_is_told(office: Office) -> None:
    partnership = add_partnership(office)
    declare(office, partnership, LATER, opening=800_00, closing=700_00)
    declare(office, partnership, DAY)
    first, second = office.read(reserves.reserves, partnership)
    assert (first.previous, first.gap) == (None, 0)
    assert (second.previous, second.gap, second.state) == (900_00, -100_00, "Does not follow on")
    assert second.findings == ("It opens at £800; the declaration before it closed at £900: −£100.",)


NEVER_BELOW = "A reserve cannot be below £0."


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"opening": -1}, (NEVER_BELOW, "opening")),
        ({"closing": -1}, (NEVER_BELOW, "closing")),
        ({"added": -1}, ("An amount cannot be below £0.", "added")),
        ({"used": -1}, ("An amount cannot be below £0.", "used")),
        (
            {"closing": MOST_PENCE + 1},
            ("That is more than the desk keeps in one amount (£1,000,000,000).", "closing"),
        ),
        ({"closing": None}, ("Give the closing reserve.", "closing")),
        ({"declared_on": date(2019, 4, 2)}, ("2 April 2019 is still to come.", "declared_on")),
    ],
)
def test_a_reserve_that_cannot_be_is_refused_at_its_box(
    office: Office, given: dict[str, Any], refused: tuple[str, str]
) -> None:
    partnership = add_partnership(office)
    typed = {"partnership_id": partnership, "declared_on": DAY, "evidence": "", "today": TODAY, **FIGURES}
    assert refusal(office, reserves.declare, **{**typed, **given}) == refused
    reserve = declare(office, partnership)
    assert refusal(office, reserves.change, reserve, **as_typed(only(office), **given)) == refused


def test_a_reserve_is_declared_once_for_a_day_and_by_nobody_who_was_put_away(office: Office) -> None:
    partnership = add_partnership(office)
    declare(office, partnership)
    typed = {"partnership_id": partnership, "declared_on": DAY, "evidence": "", "today": TODAY, **FIGURES}
    assert refusal(office, reserves.declare, **typed) == (
        "This partnership has already declared its reserve of that day.",
        "declared_on",
    )
    office.write("Archive", partnerships.archive, partnership)
    message, _ = refusal(office, reserves.declare, **{**typed, "declared_on": LATER})
    assert message.startswith("That record is no longer in this office file.")


def test_a_declaration_is_corrected_put_away_and_brought_back(office: Office) -> None:
    reserve = declare(office, add_partnership(office))
    office.write("Correct", reserves.change, reserve, **as_typed(only(office), closing=950_00, evidence=""))
    assert (only(office).closing, only(office).evidence, only(office).version) == (950_00, "", 2)
    office.write("Archive", reserves.archive, reserve, version=2)
    assert office.read(reserves.reserves) == []
    office.write("Bring back", reserves.archive, reserve, back=True)
    assert only(office).id == reserve


def test_a_declaration_that_somebody_changed_meanwhile_is_not_saved_over(office: Office) -> None:
    reserve = declare(office, add_partnership(office))
    seen = only(office)
    office.write("Correct", reserves.change, reserve, **as_typed(seen, closing=1))
    message, _ = refusal(office, reserves.change, reserve, **as_typed(seen, closing=2))
    assert message.startswith("Jo saved this while you were typing (“Correct”).")


def test_the_last_declaration_up_to_a_day_is_known_with_its_day(office: Office) -> None:
    partnership = add_partnership(office)
    declare(office, partnership, LATER, closing=700_00)
    declare(office, partnership, DAY)
    assert office.read(reserves.last_declared) == {partnership: (700_00, LATER)}
    assert office.read(reserves.last_declared, DAY) == {partnership: (900_00, DAY)}
    assert office.read(reserves.last_declared, date(2018, 9, 29)) == {}


# all of a day


def test_the_reserves_of_a_day_are_entered_together(office: Office) -> None:
    ids = add_northshire(office)
    cells: Cells = {f"{ids['West']}:closing": 5_00, f"{ids['North']}:opening": 1_00, f"{ids['North']}:closing": 0}
    declare_all(office, cells, evidence=" Returns ")
    assert day_cells(office) == cells
    assert [(one.partnership, one.closing, one.evidence) for one in office.read(reserves.reserves)] == [
        ("North", 0, "Returns"),
        ("West", 5_00, "Returns"),
    ]


def test_the_grid_has_a_row_for_everybody_districts_set_in(office: Office) -> None:
    ids = add_northshire(office)
    declare(office, ids["West"])
    office.write("Archive", partnerships.archive, ids["West"])
    office.write("Archive", partnerships.archive, ids["Dale"])
    shape = office.read(reserves.day_shape, declared_on=DAY)
    assert [(row.label, row.level) for row in shape.rows] == [("North", 0), ("Hill", 1), ("West", 0)]
    assert [column.key for column in shape.columns] == ["opening", "added", "used", "closing"]


def test_only_rows_that_were_changed_are_touched_and_an_emptied_row_is_put_away(office: Office) -> None:
    ids = add_northshire(office)
    was: Cells = {f"{ids[name]}:closing": 5_00 for name in ("North", "Hill", "West")}
    declare_all(office, was, evidence="Returns")
    before = {one.partnership: one for one in office.read(reserves.reserves)}
    now: Cells = {**was, f"{ids['North']}:closing": 6_00, f"{ids['Hill']}:closing": None}
    declare_all(office, now, was, evidence="Corrected")
    after = {one.partnership: one for one in office.read(reserves.reserves)}
    assert after["West"] == before["West"]
    assert (after["North"].closing, after["North"].evidence) == (6_00, "Corrected")
    assert "Hill" not in after
    office.undo()
    assert {one.partnership: one.closing for one in office.read(reserves.reserves)} == dict.fromkeys(before, 5_00)


def test_no_evidence_leaves_what_is_there_and_new_evidence_fills_what_has_none(office: Office) -> None:
    ids = add_northshire(office)
    was: Cells = {f"{ids['North']}:closing": 5_00}
    declare_all(office, was)
    declare_all(office, was, was, evidence="Returns")
    assert only(office).evidence == "Returns"
    declare_all(office, {f"{ids['North']}:closing": 6_00}, was)
    assert (only(office).closing, only(office).evidence) == (6_00, "Returns")
    assert refused_all(office, {f"{ids['North']}:closing": 6_00}, day_cells(office), evidence="Other") == (
        "These have evidence of their own. Change it in each declaration.",
        "evidence",
    )


def test_a_cell_that_cannot_be_is_refused_at_its_place(office: Office) -> None:
    west = add_northshire(office)["West"]
    assert refused_all(office, {f"{west}:closing": 1, f"{west}:used": -1}) == (
        "An amount cannot be below £0.",
        f"cells:{west}:used",
    )
    assert refused_all(office, {f"{west}:used": 1}) == ("Give the closing reserve.", f"cells:{west}:closing")
    assert refused_all(office, {f"{west}:closing": 1}, declared_on=date(2019, 4, 2)) == (
        "2 April 2019 is still to come.",
        "declared_on",
    )


def test_cells_that_somebody_else_changed_are_not_saved_over(office: Office, opened: Open) -> None:
    ids = add_northshire(office)
    closing, used = f"{ids['West']}:closing", f"{ids['West']}:used"
    was: Cells = {closing: 5_00}
    sam = opened(office.path, SAM)
    declare_all(sam, was)
    with pytest.raises(Stale) as caught:
        declare_all(office, {closing: 7_00})
    assert caught.value.message.startswith("Sam saved this while you were typing (“Declare all”).")
    declare_all(office, {**was, used: 1_00}, was)
    declare_all(sam, {closing: 6_00}, was)
    assert day_cells(office) == {closing: 6_00, used: 1_00}
    sam.write("Archive", reserves.archive, only(office).id)
    with pytest.raises(Stale) as caught:
        declare_all(office, {closing: 6_00, used: 2_00, f"{ids['West']}:added": 1}, {closing: 6_00, used: 2_00})
    assert caught.value.message.startswith("Sam saved this while you were typing (“Archive”).")


def test_the_history_says_who_holds_what(office: Office) -> None:
    west = add_northshire(office)["West"]
    declare_all(office, {f"{west}:closing": 5_00})
    declare_all(office, {f"{west}:closing": 6_00}, {f"{west}:closing": 5_00})
    newest, before = office.read(history, most=2, labels=LABELS)
    assert newest.text == "Declare all: closing of “West” from £5 to £6."
    assert before.text == "Declare all: “West”, £5."


# months of grant


@pytest.mark.parametrize(
    ("closing", "grant", "tenths"),
    [
        (Pence(171_300_00), Pence(539_470_00), 38),
        (Pence(238_400_00), Pence(400_568_00), 71),
        (Pence(0), Pence(1), 0),
        (Pence(1_05), Pence(2_520), 5),
        (Pence(1_04), Pence(2_520), 5),
        (Pence(94), Pence(2_520), 4),
        (Pence(1), Pence(0), None),
        (Pence(1), "TBD", None),
        (Pence(1), None, None),
    ],
)
def test_a_reserve_is_so_many_months_of_grant(closing: Pence, grant: Any, tenths: int | None) -> None:
    assert reserves.months_tenths(closing, grant) == tenths


@given(st.integers(0, MOST_PENCE), st.integers(1, MOST_PENCE))
def test_months_are_rounded_to_the_nearest_tenth_half_up(closing: int, grant: int) -> None:
    tenths = reserves.months_tenths(closing, Pence(grant))
    assert tenths is not None
    # exactly: closing * 120 / grant, less than half a tenth above what is told, at most half a tenth below
    assert (2 * tenths - 1) * grant <= 240 * closing < (2 * tenths + 1) * grant


def test_a_countys_months_are_of_its_districts_money_too_unless_they_declare(office: Office) -> None:
    ids = add_northshire(office)
    declare(office, ids["North"], closing=50_000_00)
    assert office.read(reserves.months, year=YEAR) == {ids["North"]: 60}
    declare(office, ids["Hill"], closing=5_000_00)
    assert office.read(reserves.months, year=YEAR) == {ids["North"]: 75, ids["Hill"]: 30}
    assert office.read(reserves.months, year=YEAR + 1) == {}


# the list


def test_the_list_has_the_last_declaration_of_each_and_whoever_has_made_none(office: Office) -> None:
    ids = add_northshire(office)
    north = declare(office, ids["North"], closing=50_000_00, opening=50_000_00, added=None, used=None)
    listing = office.read(reserves.reserve_list, year=YEAR)
    assert [line.id for line in listing.lines] == [north, ids["West"]]
    texts = [
        [cell_text(cell, one) for cell, one in zip(line.cells, listing.columns, strict=True)] for line in listing.lines
    ]
    assert texts == [
        ["North", "50,000", "–", "–", "50,000", "0", "6.0", "Declared", "30 September 2018", "Accounts"],
        ["West", "–", "–", "–", "–", "–", "–", "Not declared", "", ""],
    ]
    assert listing.notes == ()


def test_a_declaration_of_a_year_before_is_marked(office: Office) -> None:
    ids = add_northshire(office, year=YEAR)
    declare(office, ids["West"])
    listing = office.read(reserves.reserve_list, year=YEAR + 1)
    assert [line.mark for line in listing.lines] == ["*"]
    assert listing.notes == (("*", "Declared before 2019/20; nothing was declared in it."),)
    assert office.read(reserves.reserve_list, year=YEAR - 1).lines == ()


def test_who_was_put_away_stands_in_the_years_it_declared_in(office: Office) -> None:
    ids = add_northshire(office)
    declare(office, ids["West"])
    office.write("Archive", partnerships.archive, ids["West"])
    assert "West" in [line.cells[0] for line in office.read(reserves.reserve_list, year=YEAR).lines]
    assert [line.cells[0] for line in office.read(reserves.reserve_list, year=YEAR + 1).lines] == []


def test_the_list_tells_what_does_not_agree_in_a_declaration(office: Office) -> None:
    ids = add_northshire(office)
    declare(office, ids["West"], closing=950_00)
    listing = office.read(reserves.reserve_list, year=YEAR)
    assert listing.notes == (("", "West: Its own figures come to £900, £950 was declared: +£50."),)
    [west] = [line for line in listing.lines if line.cells[0] == "West"]
    assert (west.cells[5], west.cells[7]) == (50_00, "Does not add up")
