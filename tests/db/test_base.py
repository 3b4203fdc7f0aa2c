"""Keys that sort by the moment they were made, and the types a STRICT table does not have."""

from __future__ import annotations

import threading
import time
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects.sqlite import dialect

from db.base import Day, YesNo, uuid7

SQLITE = dialect()


def test_keys_are_uuids_of_version_7() -> None:
    key = UUID(uuid7())
    assert (key.version, key.variant, str(key)) == (7, "specified in RFC 4122", str(key).lower())


def test_keys_sort_in_the_order_they_were_made_and_never_repeat() -> None:
    keys = [uuid7() for _ in range(20_000)]
    assert keys == sorted(set(keys))


def test_keys_begin_with_the_millisecond_they_were_made_in() -> None:
    before = time.time_ns() // 1_000_000
    stamp = UUID(uuid7()).int >> 80
    # many keys in one moment may run a little ahead of the clock, so that they still sort
    assert before <= stamp <= before + 2_000


def test_keys_made_on_several_threads_never_repeat() -> None:
    keys: list[str] = []
    threads = [threading.Thread(target=lambda: keys.extend([uuid7() for _ in range(2_000)])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(keys)) == 8_000


@given(st.dates())
def test_a_day_comes_back_as_it_was_kept_and_sorts_as_text(day: date) -> None:
    text = Day().process_bind_param(day, SQLITE)
    assert (text, Day().process_result_value(text, SQLITE)) == (day.isoformat(), day)


def test_no_day_and_neither_yes_nor_no_stay_nothing() -> None:
    assert [kind.process_bind_param(None, SQLITE) for kind in (Day(), YesNo())] == [None, None]
    assert [kind.process_result_value(None, SQLITE) for kind in (Day(), YesNo())] == [None, None]


def test_yes_and_no_are_kept_as_one_and_nought() -> None:
    assert [YesNo().process_bind_param(one, SQLITE) for one in (True, False)] == [1, 0]
    assert [YesNo().process_result_value(one, SQLITE) for one in (1, 0)] == [True, False]
