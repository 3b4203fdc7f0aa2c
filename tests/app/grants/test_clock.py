"""When a round closes, to the minute: what is typed for a time, and what arrives before, in and after the last one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.grants.clock import closes_at, is_late, meeting_for, parse_time, state_at
from app.grants.parts import MeetingRecord, RoundRecord, Stage
from tests.app.grants.sent import round_

FIRST, LAST = date(2018, 5, 1), date(2018, 6, 15)
OPEN = round_(opens_on=FIRST, opened_on=FIRST, closes_on=LAST)
ROLLING = round_(
    kind="rolling",
    opens_on=FIRST,
    opened_on=FIRST,
    meetings=(
        MeetingRecord("1", 1, date(2018, 6, 1), date(2018, 6, 20)),
        MeetingRecord("2", 1, date(2018, 9, 1), date(2018, 9, 20)),
    ),
)
INTEREST = replace(OPEN, interest_first=True, interest_closes_on=date(2018, 5, 20))
STAGES: tuple[Stage, ...] = ("interest", "full")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("17:00", "17:00"),
        (" 9:05 ", "09:05"),
        ("17.30", "17:30"),
        ("1700", "17:00"),
        ("5pm", "17:00"),
        ("5.30 pm", "17:30"),
        ("5 p.m.", "17:00"),
        ("11:59 AM", "11:59"),
        ("12am", None),
        ("12 pm", "12:00"),
        ("Noon", "12:00"),
        ("12 noon", "12:00"),
        ("23:59", "23:59"),
        ("00:00", None),
        ("24:00", None),
        ("midnight", None),
        ("12 midnight", None),
    ],
)
def test_a_time_is_read_as_people_type_it_and_midnight_is_refused(typed: str, kept: str | None) -> None:
    if kept is not None:
        assert parse_time(typed) == kept
        return
    with pytest.raises(Refused, match=r"Midnight may be read as either end of the day\. Type 23:59") as caught:
        parse_time(typed, "closes_time")
    assert caught.value.field == "closes_time"


@pytest.mark.parametrize("typed", ["17", "25:00", "17:60", "13pm", "0 pm", "5:75pm", "17:0", "five", "17:00:00", "٥pm"])
def test_what_is_no_time_is_refused_naming_it(typed: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_time(typed, "closes_time")
    assert caught.value.message == f"“{typed}” is not a time. Type it like 17:00."


@given(st.text(max_size=12))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    try:
        kept = parse_time(text)
    except Refused:
        return
    assert parse_time(kept) == kept


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_minute_but_midnight_is_read_as_it_is_kept(hour: int, minute: int) -> None:
    if (hour, minute) != (0, 0):
        assert parse_time(f"{hour:02d}:{minute:02d}") == f"{hour:02d}:{minute:02d}"


def test_a_round_closes_with_the_end_of_its_last_minute() -> None:
    """Pain 8: deadlines that were a day out. The day and the minute are both said, and one function reads them."""
    assert closes_at(OPEN) == datetime(2018, 6, 15, 17, 0)
    assert closes_at(ROLLING) is None
    assert state_at(OPEN, datetime(2018, 4, 30, 23, 59)) == "Opens later"
    assert state_at(OPEN, datetime(2018, 5, 1)) == "Open"
    assert state_at(OPEN, datetime(2018, 6, 15, 17, 0, 59)) == "Open"
    assert state_at(OPEN, datetime(2018, 6, 15, 17, 1)) == "Closed"
    assert state_at(OPEN, datetime(2018, 6, 16)) == "Closed"
    assert state_at(round_(closes_on=LAST), datetime(2018, 6, 15, 12)) == "Draft"
    assert state_at(ROLLING, datetime(2030, 1, 1)) == "Open"


@pytest.mark.parametrize(
    ("day", "clock", "late"),
    [
        (LAST, "17:00", False),
        (LAST, "17:01", True),
        (LAST, "", False),
        (LAST - timedelta(days=1), "23:59", False),
        (LAST + timedelta(days=1), "", True),
        (LAST + timedelta(days=1), "00:01", True),
    ],
)
def test_a_bid_is_late_from_the_minute_after(day: date, clock: str, late: bool) -> None:
    assert is_late(OPEN, day, clock) is late


def test_an_expression_of_interest_has_its_own_last_day() -> None:
    r = round_(closes_on=LAST, interest_first=True, interest_closes_on=FIRST)
    after = FIRST + timedelta(days=1)
    assert (is_late(r, after, stage="interest"), is_late(r, after)) == (True, False)
    assert not is_late(OPEN, LAST + timedelta(days=1), stage="interest")


def test_nothing_is_late_for_a_draft_without_a_closing_day() -> None:
    assert not is_late(round_(), LAST)


def test_a_bid_to_a_rolling_round_goes_to_the_next_meeting_it_is_in_time_for() -> None:
    def goes_to(day: date, clock: str = "") -> str:
        found = meeting_for(ROLLING, day, clock)
        return found.id if found is not None else ""

    assert goes_to(date(2018, 6, 1), "17:00") == "1"
    assert goes_to(date(2018, 6, 1), "17:01") == "2"
    assert goes_to(date(2018, 9, 2)) == ""
    assert not is_late(ROLLING, date(2018, 9, 1))
    assert is_late(ROLLING, date(2018, 9, 2))
    assert is_late(replace(ROLLING, meetings=(), closes_on=LAST), LAST + timedelta(days=1))


@given(
    st.sampled_from([OPEN, ROLLING, INTEREST, replace(ROLLING, meetings=()), round_()]),
    st.datetimes(datetime(2018, 4, 25), datetime(2018, 9, 10)),
    st.timedeltas(timedelta(0), timedelta(days=30)),
    st.sampled_from(STAGES),
)
def test_what_comes_after_something_late_is_late(
    r: RoundRecord, first: datetime, more: timedelta, stage: Stage
) -> None:
    def late(moment: datetime) -> bool:
        return is_late(r, moment.date(), f"{moment:%H:%M}", stage=stage)

    assert late(first + more) or not late(first)
    assert late(first) or not is_late(r, first.date(), stage=stage)
    closes = closes_at(r)
    if stage == "full" and closes is not None:
        assert late(first) == (first.replace(second=0, microsecond=0) > closes)
    if stage == "full" and r is ROLLING:
        assert late(first) == (meeting_for(r, first.date(), f"{first:%H:%M}") is None)
