"""Moving a contract's money between its years, with a reason, without changing what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.contracts import adjusting, money_fields, yearly
from app.door import Office
from app.errors import Stale
from app.history import history
from app.money import MOST_PENCE
from tests.app.contracts.bought import Bought, bought
from tests.conftest import Open
from tests.factories import SAM, refusal


@pytest.fixture
def desk(office: Office) -> Bought:
    return bought(office)


def cells(desk: Bought) -> dict[str, int]:
    return money_fields.years_cells(desk.record)


def over(was: Mapping[str, int], **pence: int | None) -> dict[str, int]:
    """The grid with the values of these years changed: `y2019=100`; None empties the cell."""
    after = dict(was)
    for key, value in pence.items():
        after.pop(f"{key[1:]}:value", None)
        if value is not None:
            after[f"{key[1:]}:value"] = value
    return after


def save(desk: Bought, *, office: Office | None = None, reason: str = "A later start", **pence: int | None) -> None:
    was = cells(desk)
    typed: dict[str, Any] = {"amounts": over(was, **pence), "was": was, "reason": reason}
    (office or desk.office).write("Adjust years", adjusting.set_years, desk.id, **typed)


def refused(desk: Bought, *, reason: str = "A later start", **pence: int | None) -> tuple[str, str | None]:
    was = cells(desk)
    return refusal(desk.office, adjusting.set_years, desk.id, amounts=over(was, **pence), was=was, reason=reason)


def values(desk: Bought) -> dict[int, int]:
    return {one.year: one.value for one in yearly.years(desk.record)}


def test_the_grid_shows_what_the_dates_give_and_foots_to_the_value(desk: Bought) -> None:
    shape = money_fields.years_shape(desk.record)
    assert [row.label for row in shape.rows] == ["2018/19", "2019/20", "2020/21", "2021/22"]
    dates, value = shape.columns
    assert dates.locked
    assert value.expected == 1_245_000_00
    assert cells(desk)["2018:dates"] == cells(desk)["2018:value"] == 207_500_00
    assert cells(desk)["2020:value"] == 415_000_00


def test_money_is_moved_between_years_in_one_step(desk: Bought) -> None:
    before = desk.office.last_seq()
    save(desk, y2018=100_000_00, y2019=522_500_00)
    assert desk.office.last_seq() == before + 1
    assert values(desk) == {2018: 100_000_00, 2019: 522_500_00, 2020: 415_000_00, 2021: 207_500_00}
    assert [(one.year, one.change, one.reason) for one in desk.record.adjustments] == [
        (2018, -107_500_00, "A later start"),
        (2019, 107_500_00, "A later start"),
    ]
    desk.office.undo()
    assert desk.record.adjustments == ()


def test_a_year_keeps_what_was_moved_when_a_variation_changes_it(desk: Bought) -> None:
    save(desk, y2018=100_000_00, y2019=522_500_00)
    desk.vary(90_000_00, date(2020, 4, 1))
    assert values(desk) == {2018: 100_000_00, 2019: 522_500_00, 2020: 475_000_00, 2021: 237_500_00}
    assert yearly.unplaced(desk.record) == 0


def test_only_years_that_were_changed_are_touched(desk: Bought) -> None:
    save(desk, y2018=100_000_00, y2019=522_500_00)
    seen = {one.year: one.version for one in desk.record.adjustments}
    save(desk, y2020=400_000_00, y2021=222_500_00, reason="Fewer sessions")
    found = {one.year: (one.version, one.reason) for one in desk.record.adjustments}
    assert found[2018] == (seen[2018], "A later start")
    assert found[2020][1] == "Fewer sessions"


def test_a_year_set_back_to_what_the_dates_give_is_adjusted_no_more(desk: Bought) -> None:
    save(desk, y2018=100_000_00, y2019=522_500_00)
    save(desk, y2018=207_500_00, y2019=415_000_00)
    assert not list(desk.record.adjustments)
    save(desk, y2018=200_000_00, y2019=422_500_00)
    assert [one.change for one in desk.record.adjustments] == [-7_500_00, 7_500_00]


def test_an_empty_year_costs_nothing(desk: Bought) -> None:
    save(desk, y2018=None, y2019=622_500_00)
    assert values(desk)[2018] == 0


def test_saving_what_nobody_changed_is_no_step(desk: Bought) -> None:
    before = desk.office.last_seq()
    save(desk, reason="")
    assert desk.office.last_seq() == before


def test_years_that_do_not_come_to_the_value_are_refused(desk: Bought) -> None:
    assert refused(desk, y2018=207_500_01) == (
        "The years come to £1,245,000.01; the contract is worth £1,245,000.",
        "amounts",
    )


def test_a_reason_is_needed(desk: Bought) -> None:
    assert refused(desk, y2018=100_000_00, y2019=522_500_00, reason=" ") == ("The reason is needed.", "reason")


@pytest.mark.parametrize(
    ("pence", "sentence"),
    [
        (-1, "2019/20: The amount cannot be below £0."),
        (MOST_PENCE + 1, "2019/20: That is more than the desk keeps in one amount (£1,000,000,000)."),
    ],
)
def test_an_amount_that_cannot_be_is_refused_at_its_cell(desk: Bought, pence: int, sentence: str) -> None:
    assert refused(desk, y2019=pence) == (sentence, "amounts:2019:value")


def test_a_year_the_contract_does_not_run_in_is_refused_at_its_cell(desk: Bought) -> None:
    assert refused(desk, y2022=1) == ("The contract does not run in 2022/23.", "amounts:2022:value")


def test_a_year_somebody_else_moved_is_not_saved_over(desk: Bought, opened: Open) -> None:
    was = cells(desk)
    save(desk, office=opened(desk.office.path, SAM), y2018=100_000_00, y2019=522_500_00)
    mine: dict[str, Any] = {"amounts": over(was, y2019=400_000_00, y2020=430_000_00), "was": was, "reason": "Mine"}
    with pytest.raises(Stale, match="Sam saved this"):
        desk.office.write("Adjust years", adjusting.set_years, desk.id, **mine)


def test_other_years_than_somebody_else_moved_are_saved_beside_theirs(desk: Bought, opened: Open) -> None:
    was = cells(desk)
    save(desk, office=opened(desk.office.path, SAM), y2018=100_000_00, y2019=522_500_00)
    mine: dict[str, Any] = {"amounts": over(was, y2020=400_000_00, y2021=222_500_00), "was": was, "reason": "Mine"}
    desk.office.write("Adjust years", adjusting.set_years, desk.id, **mine)
    assert list(values(desk).values()) == [100_000_00, 522_500_00, 400_000_00, 222_500_00]


def test_a_year_that_a_variation_changed_meanwhile_is_not_saved_over(desk: Bought) -> None:
    was = cells(desk)
    desk.vary(90_000_00, date(2020, 4, 1))
    mine: dict[str, Any] = {"amounts": over(was, y2018=100_000_00, y2020=522_500_00), "was": was, "reason": "Mine"}
    with pytest.raises(Stale, match="Keep"):
        desk.office.write("Adjust years", adjusting.set_years, desk.id, **mine)


def test_what_was_moved_into_years_that_are_gone_goes_with_them(desk: Bought) -> None:
    save(desk, y2018=200_000_00, y2021=215_000_00)
    desk.end_early(date(2020, 3, 31))
    assert yearly.unplaced(desk.record) == -7_500_00
    save(desk, y2018=207_500_00)
    assert desk.record.adjustments == ()
    assert yearly.unplaced(desk.record) == 0
    assert values(desk) == {2018: 207_500_00, 2019: 415_000_00}


def test_the_history_tells_what_was_moved_and_why(desk: Bought) -> None:
    save(desk, y2018=200_000_00, y2019=422_500_00)
    [told] = desk.office.read(history, labels=money_fields.LABELS, most=1)
    assert told.text == "Adjust years: 2018/19, −£7,500; 2019/20, £7,500."


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(st.lists(st.integers(0, 1_245_000_00), min_size=3, max_size=3).map(sorted))
def test_any_years_that_come_to_the_value_are_kept_to_the_penny(desk: Bought, cuts: list[int]) -> None:
    ends = [0, *cuts, 1_245_000_00]
    pence = {2018 + at: ends[at + 1] - ends[at] for at in range(4)}
    was = cells(desk)
    amounts = {**was, **{f"{year}:value": value for year, value in pence.items()}}
    desk.office.write("Adjust years", adjusting.set_years, desk.id, amounts=amounts, was=was, reason="Any")
    assert values(desk) == pence
    assert sum(one.change for one in desk.record.adjustments) == 0
