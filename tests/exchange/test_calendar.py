"""The calendar file: read back by two other programs' parsers, with the same events, days and reminders."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject  # type: ignore[import-untyped]  # it has no types of its own
from hypothesis import given
from hypothesis import strategies as st

from app.contracts.dates import KINDS, Date
from app.errors import Refused
from app.exchange.calendar import calendar, uid, write_calendar

MADE = datetime(2026, 11, 25, 19, 30, tzinfo=UTC)
NOTICE = Date(
    "option",
    date(2021, 3, 31),
    "c1",
    "C1",
    "ISVA service",
    "Notice of option 1 of ISVA service is due: tell First Light by 31 March 2021",
    "mute",
    "option",
    "o1",
)
END = Date("end", date(2021, 9, 30), "c1", "C1", "ISVA service", "ISVA service ends; all, of it\\", "mute", "")
OFFICE = "Northshire, Eastshire"


def events(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_another_parser_reads_whole_days_with_their_words_and_reminders(tmp_path: Path) -> None:
    path = tmp_path / "dates.ics"
    write_calendar([NOTICE, END], path, office=OFFICE, made_at=MADE)
    read: Any = vobject.readOne(path.read_text(encoding="utf-8"))
    assert read.x_wr_calname.value == f"Contracts, {OFFICE}"
    first, second = read.vevent_list
    assert (first.dtstart.value, first.dtend.value) == (date(2021, 3, 31), date(2021, 4, 1))
    assert first.summary.value == NOTICE.words
    assert second.summary.value == END.words
    assert first.description.value == "Option to extend. ISVA service, C1."
    assert first.valarm.trigger.value == timedelta(days=-14)
    assert first.dtstamp.value == MADE


def test_the_parser_it_was_written_with_finds_no_fault_in_it() -> None:
    first, second = events(calendar([NOTICE, END], office=OFFICE, made_at=MADE))
    assert first.errors == second.errors == []
    assert (first.start, first.end) == (date(2021, 3, 31), date(2021, 4, 1))
    assert str(second["SUMMARY"]) == END.words
    (alarm,) = first.walk("VALARM")
    assert (str(alarm["ACTION"]), alarm["TRIGGER"].dt) == ("DISPLAY", timedelta(days=-14))
    assert first["TRANSP"] == "TRANSPARENT"


def test_an_event_is_the_same_one_when_its_day_has_moved_and_its_words_with_it() -> None:
    moved = Date("option", date(2021, 4, 30), "c1", "C1", "ISVA", "Due by 30 April 2021", "bad", "option", "o1")
    other = Date("option", date(2021, 3, 31), "c1", "C1", "ISVA", "Option 2", "mute", "option", "o2")
    assert uid(moved) == uid(NOTICE)
    assert len({uid(one) for one in (NOTICE, END, other)}) == 3
    written = events(calendar([NOTICE, END, other], office="", made_at=MADE))
    assert [str(one["UID"]) for one in written] == [uid(NOTICE), uid(END), uid(other)]


def test_the_same_dates_make_the_same_file_wherever_it_is_made() -> None:
    there = MADE.astimezone(timezone(timedelta(hours=5)))
    assert calendar([NOTICE, END], office=OFFICE, made_at=there) == calendar([NOTICE, END], office=OFFICE, made_at=MADE)


def test_lines_end_and_fold_as_every_calendar_program_expects() -> None:
    content = calendar([NOTICE], office=OFFICE, made_at=MADE)
    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)


def test_a_file_without_a_date_is_a_calendar_all_the_same() -> None:
    assert events(calendar([], office="", made_at=MADE)) == []


def test_a_folder_that_is_not_there_is_told_of_and_nothing_is_left_behind(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no folder"):
        write_calendar([NOTICE], tmp_path / "none" / "dates.ics", office=OFFICE, made_at=MADE)
    assert list(tmp_path.iterdir()) == []


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"]), max_size=120)


@given(
    st.lists(
        st.builds(
            Date,
            st.sampled_from(list(KINDS)),
            st.dates(date(1990, 1, 1), date(2099, 12, 31)),
            st.uuids().map(str),
            WORDS,
            WORDS,
            WORDS,
            st.just("mute"),
            st.just(""),
        ),
        max_size=5,
    ),
    WORDS,
)
def test_whatever_is_typed_comes_back_as_it_was(dates: list[Date], office: str) -> None:
    content = calendar(dates, office=office, made_at=MADE)
    assert [(each.start, str(each["SUMMARY"])) for each in events(content)] == [(one.day, one.words) for one in dates]
    read: Any = vobject.readOne(content.decode())
    found = [each.summary.value for each in read.contents.get("vevent", [])]
    assert found == [one.words for one in dates]
