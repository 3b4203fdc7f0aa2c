"""What a paper bears that is printed directly from the desk: whose it is, its marking, its day, its last line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.office import details
from app.papers.blocks import Block, Document
from app.papers.compose import captioned
from app.papers.paper import Recorded
from app.papers.recorded import newest_step, told
from app.years import format_year


@dataclass(frozen=True, slots=True)
class Imprint:
    """The office, how it writes years, the paper's day, and the newest step of the record of changes, if any."""

    office: str
    holder: str
    marking: str
    year_style: str
    day: date
    recorded: Recorded | None = None

    def named(self, year: int) -> str:
        """A financial year (its start year) as this office writes it."""
        return format_year(year, self.year_style)


def gather_imprint(session: Session, *, day: date) -> Imprint:
    """The office as it is now, for a paper dated `day`."""
    office = details(session)
    return Imprint(office.name, office.holder_title, office.marking, office.year_style, day, newest_step(session))


def bound(
    imprint: Imprint,
    title: str,
    blocks: Sequence[Block],
    *,
    subtitle: str = "",
    author: str = "",
    facts: tuple[tuple[str, str], ...] = (),
    draft: bool = False,
    numbered: bool = True,
) -> Document:
    """The blocks as a document under this imprint, tables and figures numbered unless each page stands by itself."""
    return Document(
        title=title,
        subtitle=subtitle or imprint.holder,
        office=imprint.office,
        marking=imprint.marking,
        day=imprint.day,
        blocks=tuple(captioned(blocks) if numbered else blocks),
        author=author,
        draft=draft,
        facts=facts,
        ending=told(imprint.recorded) if imprint.recorded else "",
    )
