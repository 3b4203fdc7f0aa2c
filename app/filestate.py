"""How the office file stands, in words for the window's file line: who is saving, since when, and what is kept here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:  # the window's frame is painted with this, before anything else is read from the disk
    from datetime import datetime

LONG_SECONDS = 30
Tone = Literal["", "warn", "bad"]
Why = Literal["busy", "gone", "checking"]


class Waiting(NamedTuple):
    """Why a save has not been made yet, and since when by this laptop's clock."""

    why: Why
    since: datetime


class Stated(NamedTuple):
    """One line of words, the icon before it, and how much it wants to be noticed."""

    words: str
    icon: str
    tone: Tone = ""


GONE = Stated("The shared drive does not answer. Your changes are kept on this laptop.", "history", "bad")
GONE_WHILE_SAVING = Stated("The shared drive does not answer. Trying again…", "history", "bad")
CHECKING = Stated("Checking whether your last save arrived…", "history", "warn")
SAVING, READING = Stated("Saving…", "history", "warn"), Stated("Waiting for the shared drive…", "history", "warn")
OPENING = Stated("Opening the office file…", "history", "warn")
DAMAGED = Stated("The office file looks damaged. You can look but not save.", "lock", "bad")
COPY = Stated("Another copy lies in the office file's place. Open it again.", "lock", "bad")
READ_ONLY = Stated("You can look but not save: this file is read-only for you.", "lock", "warn")

STOPPED = "You stopped waiting. It was not saved; what you typed is kept on this laptop."
UNKNOWN = (
    "The shared drive stopped answering while saving. Whether the save arrived is looked up as soon as it answers; "
    "what you typed is kept on this laptop till then."
)


def waiting(told: Waiting, now: datetime, holder: str) -> Stated:
    """Why a save is waited for; `holder` is who is saving and on which machine, where that is known."""
    if told.why == "gone":
        return GONE_WHILE_SAVING
    if told.why == "checking":
        return CHECKING
    who = holder or "Somebody else"
    if (now - told.since).total_seconds() <= LONG_SECONDS:
        return Stated(f"{who} is saving. Trying again…", "history", "warn")
    return Stated(f"{who} has held the file since {told.since:%H:%M}.", "history", "bad")


def at_rest(words: str, here: str, kept: int) -> Stated:
    """How it stands when nothing is on its way: the last thing done, who else is in, what is kept on this laptop."""
    unsaved = "" if not kept else "1 change is not saved yet." if kept == 1 else f"{kept} changes are not saved yet."
    told = " ".join(part for part in (f"{words}." if here or unsaved else words, unsaved, here) if part)
    return Stated(told, "history" if kept else "check", "warn" if kept else "")


def parted(message: str) -> tuple[str, str]:
    """The first sentence of a message, which says what happened, and the rest of it."""
    first, full_stop, rest = message.partition(". ")
    return (f"{first}.", rest) if full_stop and rest[:1].isupper() else (message, "")
