"""A paper while it is written: the record as it was read, and over it what is typed and not saved yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from app.errors import Refused, Stale
from app.papers import shelf
from app.papers.paper import DETAILS, Answer, PaperDetails, PaperRecord, Section

Row = Section | Answer | PaperDetails


@dataclass(frozen=True, slots=True)
class Step:
    """One save: the row it is about, the name of the step, and the use case with what it is given."""

    row: Row
    name: str
    use_case: Callable[..., Any]
    args: tuple[Any, ...]
    given: dict[str, Any] = field(default_factory=dict)


class Draft:
    """What is typed lies over the record until the office file has it; nothing typed is lost to a refusal."""

    def __init__(self, record: PaperRecord) -> None:
        self.record = record
        self.refusals: dict[str, Refused] = {}
        self._typed: dict[str, Row] = {}
        self._sent: dict[str, Row] = {}
        self._saved: dict[str, Row] = {}

    def take(self, record: PaperRecord) -> None:
        """The record was read again. What is typed stays over it, at the version it was typed over.

        What was just saved is the exception: typing that went on since then goes on over the new version. A section
        that was removed meanwhile stays, left out, while there is something typed into it.
        """
        self.record = replace(record, sections=self._with_lost(record.sections))
        now = self._rows()
        for key, typed in list(self._typed.items()):
            row, saved = now.get(key), self._saved.pop(key, None)
            if row is None:
                continue
            if same(typed, row):
                self._forget(key)
            elif saved is not None and same(saved, row):
                self._typed[key] = replace(typed, version=row.version)
        self._saved.clear()

    def typed(self) -> PaperRecord:
        """The record as it would be with everything typed."""
        paper = self._typed.get(self.record.paper.id, self.record.paper)
        assert isinstance(paper, PaperDetails)
        return replace(
            self.record,
            paper=paper,
            sections=tuple(self.section(one.id) for one in self.record.sections),
            answers=tuple(self.answer(one.id) for one in self.record.answers),
        )

    def section(self, section_id: str) -> Section:
        """A section with what is typed into it. Raises StopIteration for one that is gone."""
        typed = self._typed.get(section_id)
        if isinstance(typed, Section):
            return typed
        return next(one for one in self.record.sections if one.id == section_id)

    def has_section(self, section_id: str) -> bool:
        """Whether there is such a section."""
        return any(one.id == section_id for one in self.record.sections)

    def answer(self, answer_id: str) -> Answer:
        """An answer with what is typed into it."""
        typed = self._typed.get(answer_id)
        if isinstance(typed, Answer):
            return typed
        return next(one for one in self.record.answers if one.id == answer_id)

    def paper(self) -> PaperDetails:
        """The details with what is typed into them."""
        typed = self._typed.get(self.record.paper.id)
        return typed if isinstance(typed, PaperDetails) else self.record.paper

    def put(self, row: Row) -> None:
        """Lay what is typed over the record; the same as is kept lies there no longer."""
        row = tidy(row)
        kept = self._rows().get(row.id)
        if kept is not None and same(row, kept) and row.id not in self._sent:
            self._forget(row.id)
        else:
            self._typed[row.id] = row

    def drop(self, row_id: str) -> None:
        """Give up what was typed over this row."""
        self._forget(row_id)

    def forget(self) -> None:
        """Give up everything typed."""
        self._typed.clear()
        self.refusals.clear()

    def is_changed(self, row_id: str = "") -> bool:
        """Whether something typed (over this row, or anywhere) is not in the file yet."""
        return row_id in self._typed if row_id else bool(self._typed)

    def is_saving(self, row_id: str = "") -> bool:
        """Whether a save is on its way, or the reading that follows it."""
        return row_id in self._sent if row_id else bool(self._sent or self._saved)

    def steps(self, *, again: bool = False) -> list[Step]:
        """What is to be saved now. What was refused is only tried `again` when the person asks for it."""
        return [
            _step(self.record.paper.id, row)
            for key, row in self._typed.items()
            if key not in self._sent and key not in self._saved and (again or key not in self.refusals)
        ]

    def sent(self, row: Row) -> None:
        """A save of this is on its way."""
        self._sent[row.id] = row
        self.refusals.pop(row.id, None)

    def saved(self, row: Row) -> None:
        """The file has it; the record is read again next. What was typed on since waits for its new version."""
        self._sent.pop(row.id, None)
        self.refusals.pop(row.id, None)
        typed = self._typed.get(row.id)
        if typed is not None and same(typed, row):
            self._forget(row.id)
            self._put_into_record(row)
        elif typed is not None:
            self._saved[row.id] = row

    def refused(self, row: Row, refusal: Refused) -> None:
        """The file has not taken it. Saved again, it goes knowingly over what somebody else saved."""
        self._sent.pop(row.id, None)
        self.refusals[row.id] = refusal
        typed = self._typed.get(row.id)
        if isinstance(refusal, Stale) and refusal.version is not None and typed is not None:
            self._typed[row.id] = replace(typed, version=refusal.version)

    def _put_into_record(self, row: Row) -> None:
        """As the file has it, until it is read again."""
        if isinstance(row, PaperDetails):
            self.record = replace(self.record, paper=row)
        elif isinstance(row, Section):
            sections = tuple(row if one.id == row.id else one for one in self.record.sections)
            self.record = replace(self.record, sections=sections)
        else:
            answers = tuple(row if one.id == row.id else one for one in self.record.answers)
            self.record = replace(self.record, answers=answers)

    def _with_lost(self, sections: tuple[Section, ...]) -> tuple[Section, ...]:
        known, found = {one.id for one in sections}, list(sections)
        for at, one in enumerate(self.record.sections):
            if one.id in self._typed and one.id not in known:
                found.insert(min(at, len(found)), replace(one, printed=False))
        return tuple(found)

    def _forget(self, key: str) -> None:
        self._typed.pop(key, None)
        self.refusals.pop(key, None)

    def _rows(self) -> dict[str, Row]:
        every: list[Row] = [self.record.paper, *self.record.sections, *self.record.answers]
        return {one.id: one for one in every}


def same(one: Row, other: Row) -> bool:
    """Whether two say the same, whichever version they are of."""
    return replace(one, version=0) == replace(other, version=0)


def tidy(row: Row) -> Row:
    """The row as it would be kept: without space round its names."""
    if isinstance(row, Section):
        return replace(row, heading=row.heading.strip())
    if isinstance(row, Answer):
        return row
    words = {one.key: getattr(row, one.key) for one in DETAILS}
    plain: dict[str, Any] = {key: value.strip() for key, value in words.items() if isinstance(value, str)}
    return replace(row, **plain)


def _step(paper_id: str, row: Row) -> Step:
    if isinstance(row, Section):
        given: dict[str, Any] = {one.name: getattr(row, one.name) for one in fields(row)}
        for key in ("id", "printed"):
            del given[key]
        return Step(row, f"Write section “{row.heading}”", shelf.change_section, (row.id,), given)
    if isinstance(row, Answer):
        given = {"version": row.version, "text": row.text, "confirmed": row.confirmed}
        return Step(row, f"Answer “{row.heading}”", shelf.answer, (row.id,), given)
    given = {one.key: getattr(row, one.key) for one in DETAILS} | {"version": row.version}
    return Step(row, "Change the details of a paper", shelf.change_details, (paper_id,), given)
