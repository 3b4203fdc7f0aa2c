"""Entering an example paper: figures are named in its text as a person would name them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app import implications
from app.funds import funds, lines
from app.office import details
from app.papers import answers, sections
from app.papers.named import named_figures, to_keys
from app.papers.paper import ABOUT, NamedFigure, Section
from db.papers import Paper

AUTHOR = "Example Officer"


@dataclass(frozen=True, slots=True)
class Part:
    """One section as it is written: `{Road safety 2019/20}` names a figure, `about` the line or fund it shows."""

    heading: str
    text: str = ""
    shows: str = ""
    level: int = 1
    about: str = ""


def enter(
    session: Session,
    parts: Sequence[Part],
    *,
    kind: str,
    year: int,
    title: str,
    day: date,
    numbering: str,
    answered: Mapping[str, str] | None = None,
    follows_id: str | None = None,
    **given: str,
) -> str:
    """Enter a draft with these sections, its appendix answered as `answered` says; its id."""
    empty = dict.fromkeys(("reference", "edition", "panel", "report_of", "post", "telephone", "email"), "")
    row = Paper(
        state="draft",
        kind=kind,
        year=year,
        title=title,
        day=day,
        numbering=numbering,
        marking=details(session).marking,
        follows_id=follows_id,
        **{"author": AUTHOR, **empty, **given},
    )
    session.add(row)
    implications.enter_usual(session)
    session.flush()
    named = named_figures(session, year=year)
    ids = {
        "line": {one.name: one.id for one in lines.lines(session)},
        "fund": {one.name: one.id for one in funds.funds(session, year=year)},
    }
    written = [
        Section(
            "",
            0,
            one.level,
            one.heading,
            keyed(one.text, named),
            one.shows,
            ids[ABOUT[one.shows]][one.about] if one.about else None,
        )
        for one in parts
    ]
    sections.enter(session, row.id, written)
    answers.enter(session, row.id, implications.names(session), answered or {})
    session.flush()
    return row.id


def keyed(text: str, named: Mapping[str, NamedFigure]) -> str:
    """The text with the key of each figure for its name. Raises LookupError for a name that no figure has."""
    found = to_keys(text, named)
    for key in re.findall(r"\{([^{}]*)\}", found):
        if key not in named:
            raise LookupError(f"No figure is called “{key}”.")
    return found
