"""Thresholds: which figure holds on a day, and that an office's own goes before the law's from its day on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from app.contracts import thresholds
from app.contracts.date_fields import LABELS, THRESHOLDS
from app.contracts.thresholds import ThresholdRecord, in_force, shipped, threshold_on
from app.door import Office
from app.errors import Stale
from app.history import history
from app.money import Pence
from tests.factories import refusal

TYPED: dict[str, Any] = {
    "threshold": "goods-services",
    "from_on": date(2028, 1, 1),
    "amount": 210_000_00,
    "source": "SI 2027/9999",
}
NEW_YEAR = date(2026, 1, 1)


def add(office: Office, **given: Any) -> str:
    return office.write("Set threshold", thresholds.add, **{**TYPED, **given})


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [("goods-services", 214_904, 207_720), ("light-touch", 663_540, 663_540), ("works", 5_372_609, 5_193_000)],
)
def test_the_laws_figures_change_with_the_year_2026(key: str, before: int, after: int) -> None:
    assert threshold_on(shipped(), key, NEW_YEAR - timedelta(days=1)) == before * 100
    assert threshold_on(shipped(), key, NEW_YEAR) == after * 100


def test_a_duty_that_is_not_in_force_yet_has_no_threshold() -> None:
    assert threshold_on(shipped(), "performance", date(2025, 12, 31)) is None
    assert threshold_on(shipped(), "payments", date(2026, 3, 31)) is None
    assert threshold_on(shipped(), "payments", date(2026, 4, 1)) == 30_000_00


def test_every_threshold_a_person_may_set_comes_with_a_figure_and_its_source() -> None:
    assert {one.key for one in shipped()} == {one.value for one in THRESHOLDS}
    assert all(one.source and one.amount > 0 for one in shipped())
    assert all(one.until is None or one.until > one.from_on for one in shipped())


def test_an_offices_own_figure_holds_from_its_day_on(office: Office) -> None:
    add(office)
    known = office.read(thresholds.thresholds)
    assert threshold_on(known, "goods-services", date(2027, 12, 31)) == 207_720_00
    assert threshold_on(known, "goods-services", date(2028, 1, 1)) == 210_000_00
    assert threshold_on(known, "works", date(2028, 1, 1)) == 5_193_000_00


def test_of_two_figures_from_one_day_the_offices_own_holds(office: Office) -> None:
    add(office, from_on=NEW_YEAR)
    assert threshold_on(office.read(thresholds.thresholds), "goods-services", NEW_YEAR) == 210_000_00


RECORDS = st.builds(
    ThresholdRecord,
    st.uuids().map(str),
    st.just(1),
    st.sampled_from(["works", "below"]),
    st.dates(date(2025, 1, 1), date(2030, 1, 1)),
    st.none(),
    st.integers(0, 10**9).map(Pence),
    st.just(""),
    st.booleans(),
)


@tried(st.lists(RECORDS), st.dates(date(2025, 1, 1), date(2030, 1, 1)))
def test_what_holds_has_begun_and_nothing_later_has(records: list[ThresholdRecord], day: date) -> None:
    found = in_force(records, "works", day)
    begun = [one for one in records if one.key == "works" and one.from_on <= day]
    assert (found is None) == (not begun)
    if found is not None:
        assert found in begun
        assert all((one.from_on, one.is_own) <= (found.from_on, found.is_own) for one in begun)


def test_a_threshold_is_changed_put_away_and_brought_back(office: Office) -> None:
    row = add(office)
    version = office.read(thresholds.threshold, row).version
    office.write("Change", thresholds.change, row, version=version, **{**TYPED, "amount": 200_000_00})
    assert office.read(thresholds.threshold, row).amount == 200_000_00
    with pytest.raises(Stale):
        office.write("Change", thresholds.change, row, version=version, **TYPED)
    assert "amount with vat, £ from £210,000 to £200,000" in office.read(history, labels=LABELS)[0].text
    office.write("Archive", thresholds.archive, row)
    assert threshold_on(office.read(thresholds.thresholds), "goods-services", date(2028, 1, 1)) == 207_720_00
    office.write("Bring back", thresholds.archive, row, back=True)
    assert threshold_on(office.read(thresholds.thresholds), "goods-services", date(2028, 1, 1)) == 200_000_00


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"threshold": ""}, "threshold"),
        ({"threshold": "central"}, "threshold"),
        ({"from_on": None}, "from_on"),
        ({"amount": None}, "amount"),
        ({"amount": -1}, "amount"),
        ({"source": "  "}, "source"),
    ],
)
def test_what_is_no_threshold_is_refused_beside_its_box(office: Office, given: dict[str, Any], field: str) -> None:
    assert refusal(office, thresholds.add, **{**TYPED, **given})[1] == field


def test_the_same_threshold_is_not_set_twice_from_one_day(office: Office) -> None:
    add(office)
    said, field = refusal(office, thresholds.add, **TYPED)
    assert (said, field) == ("This threshold is already set from that day on.", "from_on")


def test_the_laws_figures_are_not_changed_but_gone_before(office: Office) -> None:
    law = shipped()[0]
    assert office.read(thresholds.threshold, law.id) == law
    assert "law’s" in refusal(office, thresholds.change, law.id, version=0, **TYPED)[0].replace("'", "’")
    assert "law’s" in refusal(office, thresholds.archive, law.id)[0].replace("'", "’")


def test_the_list_says_which_figure_holds_and_which_is_to_be_renewed(office: Office) -> None:
    add(office, threshold="works")

    def states(day: date) -> dict[str, object]:
        listing = office.read(thresholds.threshold_list, day=day)
        at = [column.key for column in listing.columns].index("state")
        return {f"{line.cells[0]} {line.cells[1]}": line.cells[at] for line in listing.lines}

    now = states(date(2026, 11, 25))
    assert now["Works 2025-02-24"] == "Past"
    assert now["Works 2026-01-01"] == "In force"
    assert now["Works 2028-01-01"] == "To come"
    later = states(date(2028, 1, 1))
    assert later["Works 2028-01-01"] == "In force"
    assert later["Goods and services 2026-01-01"] == "To renew"
    assert "state" not in {column.key for column in office.read(thresholds.threshold_list).columns}
