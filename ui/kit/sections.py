"""Sections that every record has alike: facts, short tables with their total, history, and the one primary action."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from app.history import Entry
from app.listing import Column, Line, Listing, totals
from app.told import Part, Told
from app.years import format_day, format_short_day
from ui.kit.controls import Button
from ui.kit.parts import Alert, FactRows, HistoryRows, Section, SmallTable
from ui.kit.split import Record
from ui.kit.words import plain

Do = Callable[[str, Any], None]
"""Tells the page what the person asked for: the action's name and what it is about."""
MOST_HISTORY = 30


def totalled(
    name: str, columns: tuple[Column, ...], rows: Sequence[Line], *, tones: Mapping[str, str] | None = None
) -> SmallTable:
    """A short table, with its total where there are several rows."""
    total = (Line("total", totals(columns, rows, "Total")),) if len(rows) > 1 else ()
    listing = Listing(name, columns, (*rows, *total))
    return SmallTable(name, listing, strong=["total"] if total else [], tones=tones or {})


def show_told(
    record: Record,
    told: Told,
    do: Do,
    *,
    button: Button | None = None,
    before: Sequence[QWidget] = (),
    after: Sequence[QWidget] = (),
    tones: Mapping[str, str] | None = None,
) -> None:
    """Fill the record with what is told: `before` stands over the sections, `after` between them and the history.

    A notice's link and an opened row of a table do their action, with the notice's or the row's id.
    """
    record.begin(told.title, told.subtitle, button)
    for one in before:
        record.add(one)
    for notice in told.notices:
        alert = Alert(notice.what, notice.more, notice.link, notice.tone)
        alert.followed.connect(lambda notice=notice: do(notice.action, ""))
        record.add(alert)
    for part in told.parts:
        record.add(_section(part, do, tones or {}), across=part.wide)
    for one in after:
        record.add(one)
    if told.history:
        record.add(history_section(told.history))


def _section(part: Part, do: Do, tones: Mapping[str, str]) -> Section:
    section = Section(part.title)
    if part.facts:
        section.add(FactRows(part.facts))
    if part.table is not None and part.table.lines:
        columns, lines = part.table.columns, part.table.lines
        if part.totalled:
            table = totalled(part.table.title, columns, lines, tones=tones)
        else:
            table = SmallTable(part.table.title, part.table, tones=tones)
        if part.opens:
            known = {line.id for line in lines}
            table.opened.connect(lambda row: do(part.opens, row) if row in known else None)
        section.add(table)
    for words in part.words:
        section.add(plain(words, "small", tone="second", wrap=True))
    return section


def history_section(entries: Sequence[Entry]) -> Section:
    """What happened to the record, the newest first, in plain English."""
    rows = [
        (_when(one.at), f"{one.user}: {one.text}" + (f" “{one.reason}”" if one.reason else ""))
        for one in entries[:MOST_HISTORY]
    ]
    return Section("History", HistoryRows(rows))


def _when(at: datetime) -> str:
    if at.year != datetime.now().year:
        return format_day(at.date())
    return f"{format_short_day(at.date())} {at:%H:%M}"


def actions(primary: str, choices: Sequence[tuple[str, str]], subject: Any, do: Do) -> Button | None:
    """The primary action as a button; with several, all of them in its menu. Empty words part them."""
    offered = _without_loose_rules(choices)
    if not offered:
        return None
    if len(offered) == 1:
        words, action = offered[0]
        button = Button(words, "pencil", "primary")
        button.clicked.connect(lambda: do(action, subject))
        return button
    button = Button(f"{primary}…", "pencil", "primary")
    menu = QMenu(button)
    for words, action in offered:
        if words:
            menu.addAction(words).triggered.connect(lambda _=False, action=action: do(action, subject))
        else:
            menu.addSeparator()
    button.setMenu(menu)
    return button


def _without_loose_rules(choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The choices without rules that part nothing: at the ends, or one after the other."""
    kept: list[tuple[str, str]] = []
    for one in choices:
        if one[0] or (kept and kept[-1][0]):
            kept.append(one)
    while kept and not kept[-1][0]:
        kept.pop()
    return kept
