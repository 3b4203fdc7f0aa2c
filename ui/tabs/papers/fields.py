"""The fields of what is written in a paper, as a person reads them: by their labels, with figures by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.fields import Choice, Field, value_text
from app.papers.named import to_keys, to_names
from app.papers.paper import ABOUT, DETAILS, SHOWS, Answer, NamedFigure, Section
from app.years import SLASH
from ui.tabs.papers.answers import says_nothing
from ui.tabs.papers.draft import Row, words_of

LEVELS = (Choice("1", "Section"), Choice("2", "Part of a section"))
HEADING, TEXT = Field("heading", "Heading"), Field("text", "Text", "long")
LEVEL = Field("level", "Level", "choice", choices=LEVELS)
ANSWER = (Field("text", "Answer", "long"), Field("confirmed", "“n/a” is meant", "yesno"))

Figures = Mapping[str, NamedFigure]


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a section can be about: the office's budget lines and its funds."""

    lines: tuple[Choice, ...] = ()
    funds: tuple[Choice, ...] = ()

    def of(self, shows: str) -> tuple[Choice, ...]:
        """What a section that shows this can be about; nothing where it is about no one thing."""
        return {"line": self.lines, "fund": self.funds}.get(ABOUT.get(shows, ""), ())


def fields_of(rows: Sequence[Row], subjects: Subjects) -> tuple[Field, ...]:
    """The fields of these versions of one row. What a section shows and what about is one thing, chosen as one."""
    if isinstance(rows[0], Section):
        shown = [one for one in rows if isinstance(one, Section)]
        choices = {_shows_key(one): _shows_words(one, subjects) for one in shown}
        shows = Field("shows", "Shows", "choice", choices=tuple(Choice(key, words) for key, words in choices.items()))
        return HEADING, shows, LEVEL, TEXT
    return ANSWER if isinstance(rows[0], Answer) else DETAILS


def values_of(row: Row, figures: Figures) -> dict[str, Any]:
    """The row by these fields."""
    values = words_of(row)
    if isinstance(row, Section):
        del values["subject_id"]
        return {**values, "shows": _shows_key(row), "level": str(row.level), "text": to_names(row.text, figures)}
    return {**values, "text": to_names(row.text, figures)} if isinstance(row, Answer) else values


def with_values(row: Row, values: Mapping[str, Any], figures: Figures) -> Row:
    """The row with these values in its fields."""
    if isinstance(row, Section):
        shows, _, subject = str(values["shows"]).partition(" ")
        return replace(
            row,
            heading=values["heading"],
            level=int(values["level"]),
            shows=shows,
            subject_id=subject or None,
            text=to_keys(values["text"], figures),
        )
    if isinstance(row, Answer):
        text = to_keys(values["text"], figures)
        return replace(row, text=text, confirmed=bool(values["confirmed"]) and says_nothing(text))
    return replace(row, **{one.key: values[one.key] for one in DETAILS})


def told(row: Row, fields: Sequence[Field], figures: Figures, year_style: str = SLASH) -> dict[str, str]:
    """The row in words, one for each field, as it is shown among what is kept on the laptop."""
    values = values_of(row, figures)
    return {one.key: _word(one, values[one.key], year_style) for one in fields}


def _word(field: Field, value: Any, year_style: str) -> str:
    if field.kind == "yesno":
        return "yes" if value else ""
    return "" if value in (None, "") else value_text(field, value, year_style)


def _shows_key(section: Section) -> str:
    return f"{section.shows} {section.subject_id or ''}"


def _shows_words(section: Section, subjects: Subjects) -> str:
    shows = next((one.label for one in SHOWS if one.value == section.shows), section.shows)
    about = next((one.label for one in subjects.of(section.shows) if one.value == section.subject_id), "")
    return f"{shows}, about {about}" if about else shows
