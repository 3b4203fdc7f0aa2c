"""What the person reads when the office file cannot be opened, read or saved: what happened and what was kept."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from db.identity import Problem

OPENING: dict[Problem, str] = {
    "missing": "There is no office file at {path}. Was it moved or renamed? Nothing was made in its place.",
    "folder": "{path} is a folder, not an office file. Choose the file inside it.",
    "empty": "{path} is empty, so it is not an office file. If it should hold your office, restore a backup.",
    "not_office": "{path} is not an office file of this desk. It was left as it is.",
    "damaged": "{path} is damaged and was left as it is. Go back to its newest backup, or ask IT.",
    "no_permission": "You have no permission to read {path}. Ask IT to let you read and write it.",
    "held": "Another program holds {path} open, perhaps a backup or a virus scanner. Nothing was changed; try again in "
    "a moment.",
    "newer": "{path} was saved by a newer desk. Update this desk to open it; the file was left as it is.",
    "older": "{path} was made by an older desk and has to be brought up to date before this one can open it. "
    "That is never done unasked; the file was left as it is.",
    "wal": "{path} was last used by another database tool that left it in a mode (WAL) that is not safe on a shared "
    "drive. Close that tool, or ask IT; the file was left as it is.",
    "unfinished": "A save into {path} was cut off half way. Somebody who may save into it has to open it once: that "
    "takes the half save back, and nothing that was saved is lost. It was left as it is.",
    "trouble": "{path} cannot be read just now. Is the shared drive connected? Nothing was changed.",
    "copy": "{path} is not the file you opened: another copy has been put in its place. Nothing was saved into it; "
    "what you typed is kept on this laptop. Open the file again to see which copy it is.",
}

NEWER = (
    "{path} has been brought up to date by a newer desk. This one can still read it, so you can look, print and "
    "export; update this desk to save."
)
FULL = (
    "The shared drive is full. Nothing was changed; what you typed is kept on this laptop. Ask IT to make room on it."
)
READ_ONLY = "You can look but not save: this file or its folder is read-only for you."
MOVED = (
    "The file is no longer at {path}. Was it moved or renamed? Nothing was made in its place; what you typed is kept "
    "on this laptop. Open the file where it is now."
)
GONE = "The shared drive does not answer. Nothing was changed; what you typed is kept on this laptop."
DAMAGED = (
    "The office file looks damaged. Nothing was changed and nothing was repaired; what you typed is kept on this "
    "laptop. Look at the newest backup under Backups and restore, and tell IT."
)
SAVED_FIRST = "Somebody saved this while you were typing. Nothing was overwritten; look at their change and save again."
NOT_READ = "The office file does not answer. Nothing was changed; what you typed is still here. Try again."


def busy(holder: str, since: datetime) -> str:
    """Somebody has held the file for longer than one waits; `holder` is who, as far as is known."""
    return (
        f"{holder or 'Somebody else'} has held the office file since {since:%H:%M}. Nothing was changed; what you "
        "typed is kept on this laptop. Try again in a moment, or ask IT to close the open file."
    )


def moved(path: Path, who: str, to: object, day: str) -> str:
    """The desk has moved the file; `day` is when, in words."""
    return f"{path.name} is no longer here: {who} moved it to {to} on {day}. Open it there."


def older_copy(path: Path, changed: str, seen: str) -> str:
    """The file holds less than this laptop has seen in it; both are days in words."""
    return (
        f"{path.name} is an older or different copy: its last change is of {changed}, and you have seen one of {seen}. "
        "You can look but not save into it. Use it from now on only if it was put there on purpose."
    )


def other_office(path: Path) -> str:
    """Another office's file lies where this laptop last opened a different one."""
    return (
        f"{path.name} is not the office you opened here before: another office's file lies in its place. "
        "Ask whoever put it there before you save into it."
    )
