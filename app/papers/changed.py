"""What changed since the last issued paper: a sentence that counts, and a table with the reason for each change."""

from __future__ import annotations

from app.listing import Cell, Column, Line, Listing
from app.papers.blocks import Block, Paragraph, Table
from app.papers.paper import ChangedFigure, Since
from app.papers.saying import in_words, joined
from app.years import format_day


def changed_blocks(since: Since, year_text: str) -> list[Block]:
    """The sentence and the table; nothing where no earlier paper was issued."""
    if not since.title:
        return []
    earlier = f"{since.title}{f' of {format_day(since.day)}' if since.day else ''}"
    if not since.changes:
        return [Paragraph(f"No line of the budget has changed since the {earlier}.")]
    opening = Paragraph(f"Since the {earlier}, {_counted(since.changes)}.", introduces=True)
    return [opening, Table(_listing(since, year_text), _caption(since), total_label="Change in all")]


def _caption(since: Since) -> str:
    return f"What changed since {since.year_text}, £" if since.year_text else "What changed, £"


def _counted(changes: tuple[ChangedFigure, ...]) -> str:
    """“eight lines are new, two have ended and four have changed”."""
    parts: list[str] = []
    for kind, one, more in (
        ("new", "is new", "are new"),
        ("ended", "has ended", "have ended"),
        ("changed", "has changed", "have changed"),
    ):
        count = sum(change.kind == kind for change in changes)
        if count:
            number = in_words(count)
            what = f"{number} {'line' if count == 1 else 'lines'}" if not parts else number
            parts.append(f"{what} {one if count == 1 else more}")
    return joined(parts)


def _listing(since: Since, year_text: str) -> Listing:
    alike = not since.year_text or since.year_text == year_text
    then, now = ("Then", "Now") if alike else (since.year_text, year_text)
    columns = (
        Column("name", "Budget line"),
        Column("before", then, "pence", added=False),
        Column("after", now, "pence", added=False),
        Column("change", "Change", "change"),
        Column("why", "Why"),
    )
    lines = (Line(one.key, (one.name, one.before, one.after, _change(one), one.reason)) for one in since.changes)
    return Listing("What changed", columns, tuple(lines))


def _change(one: ChangedFigure) -> Cell:
    """After less before in pence; None where one of them is a word."""
    if isinstance(one.before, str) or isinstance(one.after, str):
        return None
    return (one.after or 0) - (one.before or 0)
