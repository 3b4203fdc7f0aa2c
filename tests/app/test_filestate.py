"""Each state of the office file, in the words the person reads in the window's file line."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app import filestate
from app.filestate import Stated, Waiting, Why, at_rest, waiting

SINCE = datetime(2026, 11, 25, 14, 2)
ANNA = "Anna Berg (LAPTOP-12)"


def after(seconds: float, why: Why = "busy", holder: str = ANNA) -> Stated:
    """What is said so many seconds after the save began to wait."""
    return waiting(Waiting(why, SINCE), SINCE + timedelta(seconds=seconds), holder)


def test_somebody_who_saves_is_named_with_their_machine() -> None:
    assert after(1) == Stated("Anna Berg (LAPTOP-12) is saving. Trying again…", "history", "warn")


def test_after_half_a_minute_it_is_said_since_when_they_hold_the_file() -> None:
    assert [after(seconds).words for seconds in (30, 31)] == [
        "Anna Berg (LAPTOP-12) is saving. Trying again…",
        "Anna Berg (LAPTOP-12) has held the file since 14:02.",
    ]
    assert after(31).tone == "bad"


def test_who_is_not_known_is_somebody_else() -> None:
    assert [after(seconds, holder="").words for seconds in (1, 31)] == [
        "Somebody else is saving. Trying again…",
        "Somebody else has held the file since 14:02.",
    ]


@pytest.mark.parametrize("seconds", [1, 31, 3600])
def test_a_drive_that_is_gone_is_no_colleagues_doing_however_long_it_takes(seconds: float) -> None:
    told = after(seconds, "gone")
    assert told.words == "The shared drive does not answer. Trying again…"
    assert told.tone == "bad"


def test_while_nobody_knows_whether_the_last_save_arrived_it_is_being_checked() -> None:
    assert after(31, "checking").words == "Checking whether your last save arrived…"


def test_what_takes_long_says_what_it_is() -> None:
    assert [one.words for one in (filestate.OPENING, filestate.READING, filestate.SAVING)] == [
        "Opening the office file…",
        "Waiting for the shared drive…",
        "Saving…",
    ]


def test_a_file_that_cannot_be_saved_into_says_why_under_a_lock() -> None:
    states = [filestate.READ_ONLY, filestate.COPY, filestate.DAMAGED]
    assert [one.words for one in states] == [
        "You can look but not save: this file is read-only for you.",
        "Another copy lies in the office file's place. Open it again.",
        "The office file looks damaged. You can look but not save.",
    ]
    assert {one.icon for one in states} == {"lock"}


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("The drive is full. Ask IT to make room.", ("The drive is full.", "Ask IT to make room.")),
        ("The drive is full.", ("The drive is full.", "")),
        ("office.opcc of approx. 3 MB is damaged.", ("office.opcc of approx. 3 MB is damaged.", "")),
    ],
)
def test_a_message_is_parted_after_what_happened(message: str, parts: tuple[str, str]) -> None:
    assert filestate.parted(message) == parts


def test_at_rest_the_last_thing_done_stands_alone() -> None:
    assert at_rest("Saved 14:32", "", 0) == Stated("Saved 14:32", "check", "")


def test_at_rest_it_is_said_who_else_is_in() -> None:
    assert at_rest("Saved 14:32", "Sam is here too.", 0).words == "Saved 14:32. Sam is here too."


def test_what_is_kept_on_this_laptop_is_counted_and_wants_to_be_noticed() -> None:
    assert at_rest("Saved 14:32", "", 1) == Stated("Saved 14:32. 1 change is not saved yet.", "history", "warn")
    assert at_rest("Saved 14:32", "Sam is here too.", 3).words == (
        "Saved 14:32. 3 changes are not saved yet. Sam is here too."
    )
