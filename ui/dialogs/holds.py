"""What a backup holds and what going back to it would lose, as lines of a list and sections of a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.history import Entry
from app.listing import Column, Line, Listing
from app.manifest import Backup, contents
from app.presence import Neighbour
from ui.kit import theme
from ui.kit.parts import FactRows, HistoryRows, Section, SmallTable
from ui.kit.words import moment, plain

MOST_TOLD = 60
COLUMNS = (
    Column("day", "Made on", "day"),
    Column("clock", "At"),
    Column("lost", "Steps since", "count", help="Steps saved since, which going back to it would lose."),
    Column("last", "Its last step"),
    Column("who", "Made by"),
    Column("kind", "Why"),
    Column("size", "Size kB", "count"),
)
SUMS = (Column("name", "Every entry added up"), Column("total", "£", "pence"))


def listing(title: str, backups: Mapping[str, Backup], since: Mapping[int, int]) -> Listing:
    """The backups by their name; `since` is how many steps came after the last of each, where that is known."""
    return Listing(title, COLUMNS, tuple(_line(name, one, since.get(one.seq)) for name, one in backups.items()))


def _line(name: str, backup: Backup, since: int | None) -> Line:
    at = backup.at.astimezone()
    size = -(-backup.size // 1000)
    last = backup.sums.last.name or "Nothing saved yet"
    return Line(name, (at.date(), f"{at:%H:%M}", since, last, backup.who.name, backup.kind.capitalize(), size))


def what_it_holds(backup: Backup) -> list[Section]:
    """Its last step and counts in words, and its sums."""
    held = contents(backup)
    facts = [
        ("Last step", held.last[:1].upper() + held.last[1:]),
        ("Records", f"{held.rows:,}"),
        ("Issued papers", f"{held.issued:,}" if held.issued else "None"),
        ("Documents", held.documents[:1].upper() + held.documents[1:]),
        ("Made by", f"{backup.who.name} on {backup.who.machine}"),
        (
            "Checked",
            "Opened and compared with the office file when it was made. It is checked again before it is used.",
        ),
    ]
    sections = [Section("What it holds", FactRows(facts))]
    if held.money:
        lines = tuple(Line(name, (name.capitalize(), total)) for name, total in held.money.items())
        sections.append(Section("Sums to know it by", SmallTable("Sums", Listing("Sums", SUMS, lines))))
    return sections


class Lost(QWidget):
    """What has been saved since a backup, told once the office file has been asked."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.rows = plain("", tone="second", wrap=True), HistoryRows()
        self.more = plain("", "small", tone="second", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().gap(6))
        for one in (self.words, self.rows, self.more):
            column.addWidget(one)
        self.rows.hide()
        self.more.hide()

    def say(self, words: str) -> None:
        """Say something instead of steps."""
        self.words.setText(words)

    def show_steps(self, entries: Sequence[Entry], count: int) -> None:
        """These steps, the newest first; `count` is how many there are in all."""
        if not entries:
            self.say("Nothing: no step was saved since.")
            return
        steps = "One step was saved since and is" if count == 1 else f"{count:,} steps were saved since and are"
        self.say(f"{steps} not in it:" if count == 1 else f"{steps} not in it, the newest first:")
        self.rows.show_entries([(moment(one.at), f"{one.user}: {one.text}") for one in entries])
        self.rows.show()
        self.more.setText(f"And {count - len(entries):,} more before these; History has them all.")
        self.more.setVisible(count > len(entries))


def who_is_in(people: Sequence[Neighbour]) -> str:
    """Who has the file open, each once, and what to do about it."""
    names = ", ".join(dict.fromkeys(f"{one.user} ({one.machine})" for one in people))
    return f"In it now: {names}. Ask them to close it and try again; nothing was changed."


def taking_over(office: str, restored: str, since: int) -> str:
    """What will happen when a restored file takes the place of the office file, before the person agrees."""
    lost = "One step was" if since == 1 else f"{since:,} steps were"
    return (
        f"Nobody else has {office} open. {restored} takes its place under its name. "
        f"{f'{lost} saved since this backup and will not be in it. ' if since else ''}"
        "The file of now is backed up first and kept beside it as “replaced”, so nothing is thrown away. "
        "What colleagues have typed and not saved stays on their laptops."
    )
