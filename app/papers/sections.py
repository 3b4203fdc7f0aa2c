"""The sections of a paper: picked, put in order, written, left out, carried into the next paper.

Positions are far apart, so that moving one section changes no other: nobody's typing in another is refused for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.papers.drafts import draft
from app.papers.paper import SHOWS, Section
from app.years import STYLES, format_year
from db.papers import PaperSection

APART = 1 << 20
_OF_A_YEAR = re.compile(r"\{([a-z_]+(?::[^:{}]+)?):(\d{4})\}")


def sections(session: Session, paper_id: str) -> tuple[Section, ...]:
    """The sections of a paper in their order, those left out of print too."""
    return tuple(
        Section(row.id, row.version, row.level, row.heading, row.text, row.shows, row.subject_id, row.printed)
        for row in _rows(session, paper_id)
    )


def enter(session: Session, paper_id: str, given: Sequence[Section]) -> list[str]:
    """Give a new paper these sections, as they stand; their ids."""
    rows = [
        PaperSection(
            paper_id=paper_id,
            position=at * APART,
            level=one.level,
            heading=one.heading,
            text=one.text,
            shows=one.shows,
            subject_id=one.subject_id,
            printed=one.printed,
        )
        for at, one in enumerate(given, 1)
    ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def add_section(
    session: Session,
    paper_id: str,
    *,
    after: str | None = None,
    heading: str,
    shows: str = "",
    level: int = 1,
    subject_id: str | None = None,
    text: str = "",
) -> str:
    """Add a section after that one, or as the last; its id. Raises Refused."""
    draft(session, paper_id)
    now = _rows(session, paper_id)
    row = PaperSection(paper_id=paper_id, position=0, text=text, printed=True, **_checked(heading, level, shows))
    row.subject_id = subject_id or None
    at = next((at for at, one in enumerate(now, 1) if one.id == after), len(now))
    _put(now, [row], at)
    session.add(row)
    session.flush()
    return row.id


def change_section(
    session: Session,
    section_id: str,
    *,
    version: int | None,
    heading: str,
    level: int,
    shows: str,
    subject_id: str | None,
    text: str,
) -> None:
    """Write a section: its text is kept as typed. Raises Refused, Stale."""
    _of_draft(session, section_id)
    values = _checked(heading, level, shows)
    records.change(
        session, PaperSection, section_id, version=version, subject_id=subject_id or None, text=text, **values
    )


def move_section(session: Session, section_id: str, *, by: int) -> None:
    """Move a section up (below nought) or down by so many; one of level 1 takes its parts along and passes whole ones.

    Stops at either end. Raises Refused.
    """
    row = _of_draft(session, section_id)
    now = _rows(session, row.paper_id)
    blocks = _blocks(now) if row.level == 1 else [[one] for one in now]
    at = next(at for at, block in enumerate(blocks) if block[0].id == section_id)
    mine = blocks.pop(at)
    to = max(0, min(len(blocks), at + by))
    if to != at:
        _put([one for block in blocks for one in block], mine, sum(len(block) for block in blocks[:to]))


def place_section(session: Session, section_id: str, *, before: str | None) -> None:
    """Put a section (one of level 1 with its parts) before that one, or last where it is None. Raises Refused."""
    row = _of_draft(session, section_id)
    now = _rows(session, row.paper_id)
    blocks = _blocks(now) if row.level == 1 else [[one] for one in now]
    mine = next(block for block in blocks if block[0].id == section_id)
    if before in [one.id for one in mine]:
        return
    others = [one for one in now if one not in mine]
    at = len(others) if before is None else next((at for at, one in enumerate(others) if one.id == before), len(others))
    if [*others[:at], *mine, *others[at:]] != now:
        _put(others, mine, at)


def print_section(session: Session, section_id: str, *, printed: bool) -> None:
    """Print a section, or leave it out and keep it. Raises Refused."""
    _of_draft(session, section_id).printed = printed


def remove_section(session: Session, section_id: str) -> None:
    """Take a section out of the paper. Raises Refused."""
    _of_draft(session, section_id).archived = True


def moved_on(text: str, *, years: int) -> str:
    """Text for a paper so many years later: the figures it names are those of the later year."""
    return _OF_A_YEAR.sub(lambda found: f"{{{found[1]}:{int(found[2]) + years}}}", text)


def retitled(title: str, *, old: int, new: int) -> str:
    """A title or heading for a paper of another financial year."""
    for style in STYLES:
        title = title.replace(format_year(old, style), format_year(new, style))
    return title


def _rows(session: Session, paper_id: str) -> list[PaperSection]:
    mine = select(PaperSection).where(PaperSection.paper_id == paper_id, PaperSection.archived.is_(False))
    return list(session.scalars(mine.order_by(PaperSection.position, PaperSection.id)))


def _of_draft(session: Session, section_id: str) -> PaperSection:
    row = records.in_use(session, PaperSection, section_id)
    draft(session, row.paper_id)
    return row


def _checked(heading: str, level: int, shows: str) -> dict[str, Any]:
    if shows not in [one.value for one in SHOWS]:
        raise Refused("Choose what the section shows.", "shows")
    if level not in (1, 2):
        raise Refused("A section is of level 1, or of level 2 where it is a part of the one above.", "level")
    return {"heading": records.required(heading, "The heading", "heading"), "level": level, "shows": shows}


def _blocks(rows: Sequence[PaperSection]) -> list[list[PaperSection]]:
    """Each section of level 1 with its parts; parts before the first stand each for itself."""
    blocks: list[list[PaperSection]] = []
    for row in rows:
        if row.level == 2 and blocks and blocks[-1][0].level == 1:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _put(others: Sequence[PaperSection], mine: Sequence[PaperSection], at: int) -> None:
    """Place `mine` among the others, between the one before `at` and the one there."""
    low = others[at - 1].position if at else 0
    high = others[at].position if at < len(others) else low + (len(mine) + 1) * APART
    step = (high - low) // (len(mine) + 1)
    if step > 0:
        for place, row in enumerate(mine, 1):
            row.position = low + place * step
        return
    for place, row in enumerate([*others[:at], *mine, *others[at:]], 1):
        row.position = place * APART
