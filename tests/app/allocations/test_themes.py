"""Themes, the spend plan as a grid, and whether it foots to what is allocated."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.allocations import allocations, partnerships, themes
from app.allocations.given import Grantee
from app.allocations.themes import Foot
from app.coding import Call, call_of, call_text
from app.door import Office
from app.errors import Refused, Stale
from app.fields import GridColumn
from app.funds.figures import Amount
from app.history import history
from app.listing import totals
from app.money import MOST_PENCE, Pence
from db.allocations import Spend
from tests.conftest import Open
from tests.factories import SAM, YEAR, add_budget, in_pence, refusal
from tests.northshire import add_northshire

Cells = dict[str, tuple[int, ...]]


def add_theme(office: Office, name: str = "Road safety", **given: Any) -> str:
    return office.write("Add theme", themes.add_theme, name=name, **given)


def names(office: Office) -> list[str]:
    return list(office.read(themes.themes).values())


def enter(office: Office, amounts: Cells, was: Cells | None = None, *, year: int = YEAR) -> None:
    office.write("Enter spend", themes.enter_spend, year=year, amounts=amounts, was=was or {})


def cells(office: Office) -> Cells:
    return {key: tuple(mine) for key, mine in office.read(themes.spend_cells, year=YEAR).items()}


def notes(office: Office) -> list[str]:
    return [text for _, text in office.read(themes.theme_list, year=YEAR).notes]


# themes


def test_themes_stand_in_the_order_they_were_added_or_where_they_were_put(office: Office) -> None:
    for name, place in (("Roads", None), ("Homes", None), ("Drugs", 1), ("Knives", 99)):
        add_theme(office, name, place=place)
    assert names(office) == ["Drugs", "Roads", "Homes", "Knives"]
    assert [one.place for one in office.read(themes.theme_records)] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        (" ", ("The theme is needed.", "name")),
        ("road Safety ", ("There is already a theme with this name.", "name")),
    ],
)
def test_a_theme_that_cannot_be_is_refused(office: Office, name: str, refused: tuple[str, str]) -> None:
    add_theme(office)
    assert refusal(office, themes.add_theme, name=name) == refused
    other = add_theme(office, "Other")
    assert refusal(office, themes.change_theme, other, version=None, name=name) == refused


def test_a_theme_gets_another_name_and_another_place(office: Office) -> None:
    ids = [add_theme(office, name) for name in ("One", "Two", "Three")]
    office.write("Change", themes.change_theme, ids[2], version=1, name=" Last ", place=1)
    assert names(office) == ["Last", "One", "Two"]
    seen = office.read(themes.theme_records)[1]
    office.write("Change", themes.change_theme, ids[0], version=seen.version, name="First")
    assert names(office) == ["Last", "First", "Two"]


def test_a_theme_that_somebody_changed_meanwhile_is_not_saved_over(office: Office) -> None:
    theme = add_theme(office)
    office.write("Rename", themes.change_theme, theme, version=1, name="Roads")
    message, _ = refusal(office, themes.change_theme, theme, version=1, name="Streets")
    assert message.startswith("Jo saved this while you were typing (“Rename”).")


def test_themes_are_put_into_an_order(office: Office) -> None:
    ids = [add_theme(office, name) for name in ("One", "Two", "Three")]
    office.write("Reorder", themes.reorder_themes, order=[ids[2], ids[0]])
    assert names(office) == ["Three", "One", "Two"]
    office.undo()
    assert names(office) == ["One", "Two", "Three"]
    message, _ = refusal(office, themes.reorder_themes, order=["nobody"])
    assert message.startswith("That record is no longer in this office file.")


def test_a_theme_that_was_put_away_comes_back_unless_its_name_is_taken(office: Office) -> None:
    theme = add_theme(office)
    office.write("Archive", themes.archive_theme, theme, version=1)
    assert names(office) == []
    assert [(one.name, one.archived) for one in office.read(themes.theme_records, archived=True)] == [
        ("Road safety", True)
    ]
    other = add_theme(office)
    refused = ("There is already a theme with this name.", "name")
    assert refusal(office, themes.archive_theme, theme, back=True) == refused
    office.write("Archive", themes.archive_theme, other)
    office.write("Bring back", themes.archive_theme, theme, back=True)
    assert list(office.read(themes.themes)) == [theme]


# the grid


def test_a_cell_holds_several_amounts_in_their_order(office: Office) -> None:
    cell = f"{add_theme(office)}:{add_northshire(office)['West']}"
    enter(office, {cell: (300_00, 100_00, 300_00)})
    assert cells(office) == {cell: (300_00, 100_00, 300_00)}
    assert office.read(themes.spend_cells, year=YEAR + 1) == {}


def test_what_was_printed_stays_where_its_amount_does(devon_cornwall: Office) -> None:
    def printed(session: Any) -> dict[str, list[tuple[int, str]]]:
        rows = session.query(Spend).filter_by(year=2018, archived=False).order_by(Spend.position)
        found: dict[str, list[tuple[int, str]]] = {}
        for row in rows:
            found.setdefault(f"{row.theme_id}:{row.partnership_id}", []).append((row.amount_pence, row.printed))
        return found

    before, was = devon_cornwall.read(printed), cells(devon_cornwall)
    [odd] = [cell for cell, mine in before.items() if any("3,0000" in text for _, text in mine)]
    several = next(cell for cell, mine in before.items() if len(mine) == 3)
    changed = {**was, several: (was[several][0], 1_00, was[several][2])}
    enter(devon_cornwall, changed, was)
    after = devon_cornwall.read(printed)
    assert after[odd] == before[odd]
    assert after[several] == [before[several][0], (1_00, ""), before[several][2]]
    assert {cell: mine for cell, mine in after.items() if cell != several} == {
        cell: mine for cell, mine in before.items() if cell != several
    }


def test_a_cell_is_emptied_shortened_and_filled_again_in_the_same_rows(office: Office) -> None:
    theme, ids = add_theme(office), add_northshire(office)
    cell, other = f"{theme}:{ids['West']}", f"{theme}:{ids['Hill']}"
    whole: Cells = {cell: (1_00, 2_00, 3_00), other: (9_00,)}
    enter(office, whole)
    rows = office.read(themes.spend, year=YEAR)
    enter(office, {cell: (1_00,), other: ()}, whole)
    assert cells(office) == {cell: (1_00,)}
    enter(office, whole, {cell: (1_00,)})
    assert office.read(themes.spend, year=YEAR) == rows


def test_only_cells_that_were_changed_are_touched(office: Office, opened: Open) -> None:
    theme, ids = add_theme(office), add_northshire(office)
    mine, theirs = f"{theme}:{ids['West']}", f"{theme}:{ids['Hill']}"
    was: Cells = {mine: (1_00,), theirs: (2_00,)}
    enter(office, was)
    enter(opened(office.path, SAM), {**was, theirs: (3_00,)}, was)
    enter(office, {**was, mine: (5_00,)}, was)
    assert cells(office) == {mine: (5_00,), theirs: (3_00,)}


@pytest.mark.parametrize("theirs", [(7_00,), (), (1_00, 1_00)])
def test_a_cell_that_somebody_else_changed_is_not_saved_over(
    office: Office, opened: Open, theirs: tuple[int, ...]
) -> None:
    cell = f"{add_theme(office)}:{add_northshire(office)['West']}"
    enter(office, {cell: (1_00,)})
    opened(office.path, SAM).write(
        "Correct the plan", themes.enter_spend, year=YEAR, amounts={cell: theirs}, was={cell: (1_00,)}
    )
    with pytest.raises(Stale) as caught:
        enter(office, {cell: (5_00,)}, {cell: (1_00,)})
    assert caught.value.message.startswith("Sam saved this while you were typing (“Correct the plan”).")
    assert cells(office).get(cell, ()) == theirs


def test_a_cell_that_somebody_else_filled_first_is_not_saved_over(office: Office, opened: Open) -> None:
    cell = f"{add_theme(office)}:{add_northshire(office)['West']}"
    enter(opened(office.path, SAM), {cell: (1_00,)})
    with pytest.raises(Stale):
        enter(office, {cell: (5_00,)})


@pytest.mark.parametrize(
    ("pence", "said"),
    [
        (-1, "Spend cannot be below £0."),
        (MOST_PENCE + 1, "That is more than the desk keeps in one amount (£1,000,000,000)."),
    ],
)
def test_an_amount_that_cannot_be_is_refused_at_its_cell(office: Office, pence: int, said: str) -> None:
    cell = f"{add_theme(office)}:{add_northshire(office)['West']}"
    assert refusal(office, themes.enter_spend, year=YEAR, amounts={cell: (1, pence)}, was={}) == (
        said,
        f"amounts:{cell}",
    )


def test_nothing_new_is_planned_for_a_theme_that_was_put_away_but_what_is_there_may_change(office: Office) -> None:
    theme, ids = add_theme(office), add_northshire(office)
    cell = f"{theme}:{ids['West']}"
    enter(office, {cell: (1_00,)})
    office.write("Archive", themes.archive_theme, theme)
    with pytest.raises(Refused):
        enter(office, {f"{theme}:{ids['Hill']}": (1_00,)})
    enter(office, {cell: (2_00,)}, {cell: (1_00,)})
    assert cells(office) == {cell: (2_00,)}
    assert [row.label for row in office.read(themes.grid_shape, year=YEAR).rows] == ["Road safety"]
    assert [line.cells[0] for line in office.read(themes.theme_list, year=YEAR).lines] == ["Road safety"]
    assert office.read(themes.theme_list, year=YEAR + 1).lines == ()


def test_a_saved_grid_is_undone_and_done_again_as_one_step(office: Office) -> None:
    theme, ids = add_theme(office), add_northshire(office)
    was: Cells = {f"{theme}:{ids['West']}": (1_00, 2_00), f"{theme}:{ids['Hill']}": (3_00,)}
    now: Cells = {f"{theme}:{ids['West']}": (2_00,), f"{theme}:{ids['Dale']}": (4_00,)}
    enter(office, was)
    enter(office, now, was)
    office.undo()
    assert cells(office) == was
    office.redo()
    assert cells(office) == now


def test_a_grid_that_is_kept_on_the_laptop_is_saved_as_it_was_typed(office: Office) -> None:
    cell = f"{add_theme(office)}:{add_northshire(office)['West']}"
    call = call_of(
        call_text(Call(themes.enter_spend, (), {"year": YEAR, "amounts": {cell: (Pence(1_00), 2_00)}, "was": {}}))
    )
    office.write("Enter spend", call.use_case, *call.args, **call.kwargs)
    assert cells(office) == {cell: (1_00, 2_00)}


def test_the_history_says_what_was_entered_for_whom(office: Office) -> None:
    theme, ids = add_theme(office), add_northshire(office)
    cell = f"{theme}:{ids['West']}"
    enter(office, {cell: (1_00,)})
    enter(office, {cell: (2_00,)}, {cell: (1_00,)})
    newest, before = office.read(history, most=2)
    assert newest.text == "Enter spend: amount of “West”, “Road safety” from £1 to £2."
    assert before.text == "Enter spend: “West”, “Road safety”, 2018/19, £1."


AMOUNTS = st.lists(st.integers(0, 3), max_size=3).map(tuple)


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=5))
def test_a_grid_reads_back_as_the_last_that_was_saved(steps: list[tuple[tuple[int, ...], tuple[int, ...]]]) -> None:
    """The rows of a cell are used again and again; what counts is that they read as they were typed."""
    rows: list[Spend] = []
    for amounts, _ in steps:
        made = themes.set_rows(rows, amounts)
        rows += [Spend(position=at, amount_pence=pence, printed="") for at, pence in made]
        rows.sort(key=lambda row: (row.archived, row.position))
        assert tuple(row.amount_pence for row in rows if not row.archived) == amounts


# footing


def grantee(key: str, above: str | None = None, *, archived: bool = False) -> Grantee:
    return Grantee(key, key.capitalize(), key.capitalize(), above, archived)


KNOWN = {one.id: one for one in (grantee("north"), grantee("hill", "north"), grantee("dale", "north"), grantee("west"))}
OWN: dict[str, Amount] = {"north": Pence(60_00), "hill": Pence(20_00), "dale": Pence(20_00), "west": Pence(100_00)}


def test_a_countys_plan_foots_to_its_own_money_and_that_of_districts_without_a_plan() -> None:
    [north] = themes.feet(KNOWN, OWN, {"north": 90_00})
    assert (north.allocation, north.difference, north.districts) == (100_00, -10_00, ("Hill", "Dale"))
    north, hill = themes.feet(KNOWN, OWN, {"north": 80_00, "hill": 21_00})
    assert (north.allocation, north.difference, north.districts) == (80_00, 0, ("Dale",))
    assert (hill.allocation, hill.difference, hill.districts) == (20_00, 1_00, ())


def test_a_plan_of_nought_is_a_plan() -> None:
    north, hill = themes.feet(KNOWN, OWN, {"north": 80_00, "hill": 0})
    assert (north.foots, hill.difference) == (True, -20_00)


def test_those_whose_money_stands_in_no_plan_are_named() -> None:
    assert [one.id for one in themes.unplanned(KNOWN, OWN, {"hill": 1})] == ["north", "dale", "west"]
    assert [one.id for one in themes.unplanned(KNOWN, OWN, {"north": 1, "west": 1})] == []


@pytest.mark.parametrize(
    ("allocation", "planned", "said"),
    [
        (Pence(5_00), 5_00, "West: £5 planned, as allocated."),
        (Pence(5_00), 3_00, "West: £3 planned of £5 allocated; £2 stands in no theme."),
        (Pence(5_00), 6_00, "West: £6 planned of £5 allocated; £1 more than that."),
        ("TBD", 5_00, "West: £5 planned; its allocation is “TBD”."),
        (None, 5_00, "West: £5 planned; nothing allocated."),
    ],
)
def test_a_footing_is_told_in_a_sentence(allocation: Amount, planned: int, said: str) -> None:
    foot = Foot("west", "West", "West", allocation, Pence(planned))
    assert foot.sentence == said
    assert foot.foots == (allocation == planned)


def test_a_sentence_says_with_how_many_districts_it_was_allocated() -> None:
    foot = Foot("north", "North", "North", Pence(5_00), Pence(5_00), ("Hill", "Dale"))
    assert foot.sentence == "North: £5 planned, as allocated with 2 below it."


@given(st.data())
def test_differences_and_unplanned_money_tie_with_all_that_is_allocated_and_planned(data: st.DataObject) -> None:
    pence = {key: data.draw(st.integers(0, 9**9)) for key in KNOWN}
    planned = data.draw(st.dictionaries(st.sampled_from(sorted(KNOWN)), st.integers(0, 9**9)))
    own: dict[str, Amount] = {key: Pence(mine) for key, mine in pence.items()}
    found = themes.feet(KNOWN, own, planned)
    without = sum(pence[one.id] for one in themes.unplanned(KNOWN, own, planned))
    differences = sum(one.difference for one in found if one.difference is not None)
    assert differences == sum(planned.values()) - (sum(pence.values()) - without)


def columns(planned: set[str], known: dict[str, Grantee] = KNOWN) -> dict[str, GridColumn]:
    return {one.key: one for one in themes.grid_columns(known, OWN, planned)}


def test_the_grid_expects_a_districts_money_in_its_countys_column_until_it_has_a_plan() -> None:
    found = columns(set())
    assert [one.expected for one in found.values()] == [100_00, None, None, 100_00]
    assert (found["north"].help, found["hill"].help, found["west"].help) == ("with 2 below it", "in North", "")
    found = columns({"hill"})
    assert [one.expected for one in found.values()] == [80_00, 20_00, None, 100_00]


def test_the_grid_leaves_out_who_was_put_away_unless_it_has_a_plan() -> None:
    known = {**KNOWN, "north": grantee("north", archived=True), "dale": grantee("dale", "north", archived=True)}
    found = columns(set(), known)
    assert {key: one.expected for key, one in found.items()} == {"hill": 20_00, "west": 100_00}
    assert [one.expected for one in columns({"dale"}, known).values()] == [20_00, 20_00, 100_00]


# the list


def test_the_list_adds_a_cell_up_and_tells_its_parts(office: Office) -> None:
    theme, ids = add_theme(office), add_northshire(office)
    add_theme(office, "Homes")
    enter(office, {f"{theme}:{ids['North']}": (99_000_00, 500_00), f"{theme}:{ids['West']}": (100_000_00,)})
    listing = office.read(themes.theme_list, year=YEAR)
    assert [column.label for column in listing.columns] == ["Theme", "North £", "West £", "All £"]
    assert [(line.cells, line.mark) for line in listing.lines] == [
        (("Road safety", 99_500_00, 100_000_00, 199_500_00), "*"),
        (("Homes", None, None, None), ""),
    ]
    assert listing.notes == (
        ("*", "North: £99,000 + £500."),
        ("", "North: £99,500 planned of £100,000 allocated with 2 below it; £500 stands in no theme."),
    )


def test_the_list_says_that_every_plan_foots_and_who_has_none(office: Office) -> None:
    theme, ids = add_theme(office), add_northshire(office)
    assert notes(office) == []
    enter(office, {f"{theme}:{ids['West']}": (100_000_00,)})
    assert notes(office) == ["Every plan comes to what is allocated.", "No plan yet: North, Hill, Dale."]


def test_an_addition_that_several_share_stands_in_no_column(office: Office) -> None:
    theme, ids = add_theme(office), add_northshire(office, Hill=0, Dale=0, North=0)
    sharers = (ids["North"], ids["West"])
    for name, amount in (("Safer towns", in_pence(5_000)), ("Safer roads", "TBD")):
        budget = add_budget(office, name, 5_000)
        office.write("Share", allocations.add_addition, budget, name=name, amount=amount, sharer_ids=sharers)
    enter(office, {f"{theme}:{ids['West']}": (100_000_00,)})
    assert notes(office)[1:] == [
        "Safer towns, £5,000, is shared by North, West and stands in no column.",
        "Safer roads, “TBD”, is shared by North, West and stands in no column.",
    ]


def test_a_partnership_that_was_put_away_keeps_its_column(office: Office) -> None:
    theme, ids = add_theme(office), add_northshire(office)
    enter(office, {f"{theme}:{ids['West']}": (1_00,)})
    office.write("Archive", partnerships.archive, ids["West"])
    assert [column.label for column in office.read(themes.theme_list, year=YEAR).columns][1] == "West £"


def test_devons_plan_leaves_68428_unexplained_and_every_other_foots(devon_cornwall: Office) -> None:
    found = devon_cornwall.read(themes.footing, year=2018)
    assert {one.short: (one.allocation, one.difference) for one in found} == {
        "Devon": (539_470_00, -68_428_00),
        "Cornwall": (448_636_00, 0),
        "Plymouth": (400_568_00, 0),
        "Torbay": (201_575_00, 0),
        "Isles of Scilly": (20_000_00, 0),
    }
    listing = devon_cornwall.read(themes.theme_list, year=2018)
    assert totals(listing.columns, listing.lines, "Total")[1] == 471_042_00
    shape = devon_cornwall.read(themes.grid_shape, year=2018)
    assert {one.label: one.expected for one in shape.columns if one.expected} == {
        one.short: one.allocation for one in found
    }
