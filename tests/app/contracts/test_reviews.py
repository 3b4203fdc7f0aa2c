"""Which periods of a contract are reviewed, which reviews are late, and what is recorded of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import coding
from app.contracts import reviews
from app.contracts.review_fields import LABELS
from app.contracts.reviews import Period, period_words, quarter_end, quarter_of
from app.contracts.standing import current_end
from app.door import Office
from app.errors import Stale
from app.history import history
from app.listing import sections
from tests.app.contracts.drawn import contracts
from tests.app.contracts.registered import contract
from tests.app.contracts.reviewed import DAY, HELD, action, indicator, record, whole
from tests.conftest import Open
from tests.factories import SAM, refusal


def told(periods: list[Period]) -> list[tuple[str, str]]:
    return [(one.words(), one.state) for one in periods]


def test_a_contract_from_october_has_its_first_review_due_in_january(office: Office) -> None:
    c = whole(office, contract(office))
    every = reviews.periods(c, day=date(2018, 12, 1))
    assert len(every) == 12
    first = every[0]
    assert (first.key, first.starts_on, first.ends_on) == ("2018:3", date(2018, 10, 1), date(2018, 12, 31))
    assert first.due_on == date(2019, 1, 28)
    assert every[-1].ends_on == c.ends_on == date(2021, 9, 30)
    assert {one.state for one in every} == {"To come"}


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2018, 12, 31), "To come"),
        (date(2019, 1, 1), "Due"),
        (date(2019, 1, 28), "Due"),
        (date(2019, 1, 29), "Late"),
        (date(2020, 6, 1), "Not asked for"),
    ],
)
def test_a_review_becomes_due_late_and_after_the_year_nobody_asks_for_it(office: Office, day: date, state: str) -> None:
    assert reviews.periods(whole(office, contract(office)), day=day)[0].state == state


def test_once_a_contract_is_reviewed_every_later_period_is_asked_for(office: Office) -> None:
    contract_id = contract(office)
    record(office, contract_id, "2018:4", held_on=date(2019, 4, 10))
    assert told(reviews.periods(whole(office, contract_id), day=date(2021, 5, 1)))[:4] == [
        ("Quarter 3, 2018/19", "Not asked for"),
        ("Quarter 4, 2018/19", "Held"),
        ("Quarter 1, 2019/20", "Late"),
        ("Quarter 2, 2019/20", "Late"),
    ]


@pytest.mark.parametrize(
    ("every", "words"),
    [
        ("quarter", ["Quarter 3, 2018/19", "Quarter 4, 2018/19", "Quarter 1, 2019/20"]),
        ("half-year", ["Second half, 2018/19", "First half, 2019/20", "Second half, 2019/20"]),
        ("year", ["2018/19", "2019/20", "2020/21"]),
        ("none", []),
    ],
)
def test_how_often_a_contract_is_reviewed_decides_its_periods(office: Office, every: str, words: list[str]) -> None:
    c = whole(office, contract(office, review_every=every))
    assert [one.words() for one in reviews.periods(c, day=DAY)][:3] == words


def test_a_part_period_begins_and_ends_with_the_contract(office: Office) -> None:
    c = whole(office, contract(office, starts_on=date(2018, 11, 15), ends_on=date(2019, 2, 10), review_every="year"))
    (only,) = reviews.periods(c, day=DAY)
    assert (only.starts_on, only.ends_on, only.due_on) == (date(2018, 11, 15), date(2019, 2, 10), date(2019, 3, 10))


def test_a_review_stays_though_the_contract_is_no_longer_reviewed_then(office: Office) -> None:
    contract_id = contract(office)
    record(office, contract_id)
    c = whole(office, contract_id)
    assert told(reviews.periods(replace(c, review_every="none"), day=DAY)) == [("Quarter 3, 2018/19", "Held")]
    assert told(reviews.periods(replace(c, review_every="year"), day=DAY))[0] == ("Quarter 3, 2018/19", "Held")
    cut = replace(c, starts_on=date(2019, 1, 1))
    assert told(reviews.periods(cut, day=DAY))[0] == ("Quarter 3, 2018/19", "Held")


@given(contracts(), st.sampled_from(["quarter", "half-year", "year"]), st.dates(date(2015, 1, 1), date(2035, 1, 1)))
def test_periods_lie_end_to_end_over_the_whole_contract(c: Any, every: str, day: date) -> None:
    c = replace(c, review_every=every, reviews=())
    found = reviews.periods(c, day=day)
    assert found[0].starts_on == c.starts_on
    assert found[-1].ends_on == current_end(c)
    for one, after in pairwise(found):
        assert one.ends_on + timedelta(days=1) == after.starts_on
    assert all(quarter_of(one.ends_on)[0] == one.year for one in found)


@given(st.integers(1990, 2099), st.integers(1, 4))
def test_a_quarter_ends_on_the_last_day_that_falls_in_it(year: int, quarter: int) -> None:
    last = quarter_end(year, quarter)
    assert quarter_of(last) == (year, quarter)
    assert quarter_of(last + timedelta(days=1)) == ((year, quarter + 1) if quarter < 4 else (year + 1, 1))


def test_periods_are_called_as_the_office_writes_its_years() -> None:
    assert period_words(2018, 2, 6, "2018-19") == "First half, 2018-19"
    assert period_words(2018, 4, 12, "2018 to 2019") == "2018 to 2019"


def test_the_next_period_and_the_newest(office: Office) -> None:
    contract_id = contract(office)
    record(office, contract_id)
    c = whole(office, contract_id)
    following, newest = reviews.next_due(c, day=date(2019, 2, 1)), reviews.newest(c, day=date(2019, 2, 1))
    assert following is not None
    assert newest is not None
    assert following.key == newest.key == "2018:4"
    assert reviews.newest(c, day=date(2018, 1, 1)) is None


def test_a_review_is_recorded_with_its_rating_and_note(office: Office) -> None:
    contract_id = contract(office)
    review_id = record(office, contract_id, rating="Approaching target", note="  Waiting times fell.  ")
    (found,) = whole(office, contract_id).reviews
    assert (found.id, found.year, found.quarter, found.held_on) == (review_id, 2018, 3, HELD)
    assert (found.rating, found.note) == ("Approaching target", "Waiting times fell.")


def test_a_review_may_be_named_by_its_year_and_quarter(office: Office) -> None:
    contract_id = contract(office)
    office.write("Record review", reviews.record, contract_id, year=2018, quarter=4)
    (found,) = whole(office, contract_id).reviews
    assert (found.year, found.quarter, found.held_on, found.rating) == (2018, 4, None, "")


def test_a_review_that_is_only_prepared_is_not_held(office: Office) -> None:
    contract_id = contract(office)
    record(office, contract_id, held_on=None, rating="", note="Figures are in.")
    assert reviews.periods(whole(office, contract_id), day=date(2019, 3, 1))[0].state == "Late"


@pytest.mark.parametrize(
    ("given", "message", "field"),
    [
        ({"quarter": "2018:2"}, "Choose a period that this contract is reviewed for.", "quarter"),
        ({"quarter": ""}, "Choose a period that this contract is reviewed for.", "quarter"),
        ({"rating": "Fine"}, "Choose one of the five ratings, or none yet.", "rating"),
        ({"held_on": None}, "Give the day the review was held that came to this rating.", "held_on"),
        (
            {"held_on": date(2018, 9, 30)},
            "30 September 2018 is before the period began, on 1 October 2018.",
            "held_on",
        ),
        ({"held_on": date(2019, 8, 2), "day": DAY}, "2 August 2019 is still to come.", "held_on"),
    ],
)
def test_bad_input_is_refused_beside_its_box(office: Office, given: Any, message: str, field: str) -> None:
    contract_id = contract(office)
    typed = {"quarter": "2018:3", "held_on": HELD, "rating": "Good", "note": "", **given}
    assert refusal(office, reviews.record, contract_id, **typed) == (message, field)


def test_a_period_is_reviewed_once(office: Office) -> None:
    contract_id = contract(office)
    record(office, contract_id)
    typed: dict[str, Any] = {"quarter": "2018:3", "held_on": HELD, "rating": "Good", "note": ""}
    assert refusal(office, reviews.record, contract_id, **typed) == (
        "This quarter has already been reviewed.",
        "quarter",
    )


def change(office: Office, review_id: str, version: int, **given: Any) -> None:
    typed: dict[str, Any] = {"held_on": HELD, "rating": "Good", "note": "", **given}
    office.write("Change review", reviews.change, review_id, version=version, **typed)


def test_a_review_is_changed_and_the_change_taken_back(office: Office) -> None:
    contract_id = contract(office)
    review_id = record(office, contract_id)
    change(office, review_id, whole(office, contract_id).reviews[0].version, rating="Inadequate", note="Two complaints")
    assert whole(office, contract_id).reviews[0].rating == "Inadequate"
    assert office.undo() == "Change review"
    assert (whole(office, contract_id).reviews[0].rating, whole(office, contract_id).reviews[0].note) == ("Good", "")


def test_a_review_that_somebody_else_changed_is_not_overwritten(path: Any, opened: Open) -> None:
    jo, sam = opened(path), opened(path, SAM)
    contract_id = contract(jo)
    review_id = record(jo, contract_id)
    seen = whole(jo, contract_id).reviews[0].version
    change(sam, review_id, seen, note="By Sam")
    with pytest.raises(Stale, match="Sam"):
        change(jo, review_id, seen, note="By Jo")
    assert whole(jo, contract_id).reviews[0].note == "By Sam"


def test_a_review_put_away_leaves_its_period_to_be_reviewed_until_it_is_brought_back(office: Office) -> None:
    contract_id = contract(office)
    review_id = record(office, contract_id)
    office.write("Archive", reviews.archive, review_id)
    assert whole(office, contract_id).reviews == ()
    office.write("Bring back", reviews.archive, review_id, back=True)
    assert whole(office, contract_id).reviews[0].id == review_id


def test_reviews_of_all_contracts_are_listed_what_is_late_first(office: Office) -> None:
    isva, other = contract(office), contract(office, "Restorative justice", provider="Make Amends")
    record(office, isva, note="Good work")
    action(office, isva)
    listed = office.read(reviews.review_list, year=2018, day=date(2019, 2, 10))
    grouped = [(group.label if group else "", [line.cells[0] for line in lines]) for group, lines in sections(listed)]
    assert grouped == [
        ("Late", ["Restorative justice"]),
        ("To come", ["ISVA service", "Restorative justice"]),
        ("Held", ["ISVA service"]),
    ]
    held = next(line for line in listed.lines if line.id == f"{isva}:2018:3")
    assert held.cells[1:] == (
        "First Light",
        "C-ISVA service",
        "Quarter 3, 2018/19",
        date(2019, 1, 28),
        HELD,
        "Good",
        1,
        "Held",
        "Good work",
    )
    assert f"{other}:2018:3" == listed.lines[0].id


def test_what_is_saved_can_be_kept_on_the_laptop_and_made_later() -> None:
    given = {"quarter": "2018:3", "held_on": HELD, "results": {"an-id:target": 90_000_000}, "was": {}}
    call = coding.Call(reviews.record, ("an-id",), given)
    assert coding.call_of(coding.call_text(call)) == call


def test_the_history_tells_a_review_in_the_words_of_its_form(office: Office) -> None:
    contract_id = contract(office)
    review_id = record(office, contract_id)
    indicator(office, contract_id)
    change(office, review_id, whole(office, contract_id).reviews[0].version, rating="Other")
    newest = office.read(history, [review_id], labels=LABELS)[0]
    assert "rating from “Good” to “Other”" in newest.text
