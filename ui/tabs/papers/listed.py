"""The list of papers as it is told: its head in figures, and one paper as a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from app.history import Entry
from app.papers.opened import Looked, Shelf, kind_name
from app.papers.paper import NUMBERINGS, Guarded, PaperDetails
from app.years import format_day, format_short_day, format_year
from ui.kit.controls import Button
from ui.kit.flow import Flow
from ui.kit.parts import Alert, FactRows, HistoryRows, Section
from ui.kit.split import Record
from ui.kit.words import Run, plain
from ui.tabs.papers import said

TONES = {"Draft": "warn", "Issued": "ok", "Superseded": "mute"}
SUB = "Words are yours; tables and figures are live from the desk until a paper is issued."
Do = Callable[[str], None]
"""Tells the page what the person asked for."""


def headline(shelf: Shelf, guarded: Mapping[str, Guarded]) -> tuple[list[Run], str]:
    """“2 papers: 1 draft with 4 figures to settle, 1 issued”."""
    papers = list(shelf.papers.values())
    if not papers:
        return [("No papers yet", False)], SUB
    runs: list[Run] = [(f"{len(papers):,}", True), (" paper: " if len(papers) == 1 else " papers: ", False)]
    states = {state: sum(one.state == state for one in papers) for state in ("draft", "issued", "superseded")}
    parts: list[list[Run]] = []
    if states["draft"]:
        noun = "draft" if states["draft"] == 1 else "drafts"
        part: list[Run] = [(f"{states['draft']:,}", True), (f" {noun}", False)]
        found = [one for every in guarded.values() for one in said.open_ones(every)]
        if found:
            part += [(" with ", False), *said.counted(found), (" to settle", False)]
        elif len(guarded) == states["draft"]:
            part.append((" with nothing left to settle", False))
        parts.append(part)
    parts += [
        [(f"{states[state]:,}", True), (f" {state}", False)] for state in ("issued", "superseded") if states[state]
    ]
    for at, part in enumerate(parts):
        runs += [(", ", False), *part] if at else part
    return runs, SUB


def show_paper(
    record: Record, looked: Looked, guarded: Guarded | None, do: Do, *, can_save: bool, followed_by: str = ""
) -> None:
    """Fill the record with this paper."""
    paper, style = looked.paper, looked.year_style
    draft = paper.state == "draft"
    button = Button("Write" if draft else "Open", "pencil" if draft else "book-open", "primary")
    button.clicked.connect(lambda: do("open"))
    record.begin(paper.title, f"{kind_name(paper.kind)} · {format_year(paper.year, style)}", button)
    if draft and guarded is not None and (found := said.open_ones(guarded)):
        what = "".join(words for words, _ in said.counted(found))
        alert = Alert(f"{what} to settle", "before it can be issued.", "Settle them")
        alert.followed.connect(lambda: do("open"))
        record.add(alert)
    record.add(Flow(*_buttons(paper, do, can_save=can_save)))
    record.add(Section("Details", FactRows(facts(looked, followed_by))))
    printed = [one for one in looked.sections if one.printed]
    headings = "\n".join(("\N{EM SPACE}" if one.level == 2 else "") + one.heading for one in printed)
    record.add(Section(f"Sections ({len(printed):,})", plain(headings, wrap=True)))
    record.add(Section("History", HistoryRows([_entry(one) for one in looked.history[:30]])))


def facts(looked: Looked, followed_by: str = "") -> list[tuple[str, str]]:
    """The details of a paper, those it has."""
    paper = looked.paper
    numberings = {one.value: one.label for one in NUMBERINGS}
    every = [
        ("Date", format_day(paper.day) if paper.day else ""),
        ("For", paper.panel),
        ("Report of", paper.report_of),
        ("Reference", paper.reference),
        ("Version", paper.edition),
        ("Author", ", ".join(part for part in (paper.author, paper.post) if part)),
        ("Telephone", paper.telephone),
        ("Email", paper.email),
        ("Marking", paper.marking),
        ("Numbering", numberings[paper.numbering]),
        ("Next review", format_day(paper.review_on) if paper.review_on else ""),
        ("Issued", issued_words(paper)),
        ("Follows", said.version_words(looked.versions[0]).replace("&&", "&") if looked.versions else ""),
        ("Followed by", followed_by),
    ]
    return [fact for fact in every if fact[1]]


def issued_words(paper: PaperDetails) -> str:
    """“3 May 2018 by Jo, 12 pages”; nothing for a draft."""
    if not paper.issued_at:
        return ""
    at = datetime.fromisoformat(paper.issued_at.replace("Z", "+00:00")).astimezone()
    pages = "1 page" if paper.pages == 1 else f"{paper.pages:,} pages"
    return f"{format_day(at.date())}, {at:%H:%M}, by {paper.issued_by}, {pages}"


def _buttons(paper: PaperDetails, do: Do, *, can_save: bool) -> list[Button]:
    wanted = [("Print…", "printer", "print", True), ("Save PDF", "file-down", "save", True)]
    if paper.state == "draft":
        wanted.append(("Discard draft", "trash-2", "discard", can_save))
    elif paper.state == "issued":
        wanted.append(("Start next version", "plus", "next", can_save))
    made = []
    for words, icon, action, offered in wanted:
        if offered:
            button = Button(words, icon)
            button.clicked.connect(lambda _=False, action=action: do(action))
            made.append(button)
    return made


def _entry(one: Entry) -> tuple[str, str]:
    at = one.at
    when = format_day(at.date()) if at.year != datetime.now().year else f"{format_short_day(at.date())} {at:%H:%M}"
    return when, f"{one.user}: {one.text}" + (f" “{one.reason}”" if one.reason else "")
