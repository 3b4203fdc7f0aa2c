"""A paper while it is written: the record as it was read, and over it what is typed and not saved yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.errors import FileTrouble, Refused, Stale, Unknown
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


@dataclass(frozen=True, slots=True)
class Dispute:
    """A row that two people have written: as it is typed here, as somebody else saved it, as it was before both."""

    mine: Row
    theirs: Row
    was: Row


class Draft:
    """What is typed lies over the record until the office file has it; nothing typed is lost to a refusal.

    Each row typed into remembers what it was typed over, so that it never goes over what nobody here has seen.
    """

    def __init__(self, record: PaperRecord) -> None:
        self.record = record
        self.refusals: dict[str, Refused] = {}
        self._typed: dict[str, Row] = {}
        self._was: dict[str, Row] = {}
        self._sent: dict[str, Row] = {}
        self._saved: dict[str, Row] = {}
        self._unsure: dict[str, list[Row]] = {}
        self._read: dict[tuple[str, int], Row] = {}
        self._note_what_was_read()

    def take(self, record: PaperRecord) -> None:
        """The record was read again. What is typed stays over it, at the version it was typed over.

        Where nobody else has changed those words (a section was only moved, or what stands there was saved here), it
        goes on over the new version. A section that was removed meanwhile stays, left out, while there is something
        typed into it.
        """
        self.record = replace(record, sections=self._with_lost(record.sections))
        self._note_what_was_read()
        for key in list(self._typed):
            self._weigh(key)
        self._saved.clear()

    def has_place_for(self, row: Row) -> bool:
        """Whether a row of an earlier sitting can be laid over the record; what is typed now goes before it."""
        return row.id not in self._typed and (isinstance(row, Section) or row.id in self._rows())

    def bring_back(self, row: Row, was: Row, unsure: Sequence[Row] = ()) -> None:
        """Lay over the record what was typed in an earlier sitting over `was`, unless the file has it by now.

        `unsure` are saves of it of which nobody knows whether they arrived.
        """
        if isinstance(was, Section) and not self.has_section(row.id):
            self.record = replace(self.record, sections=(*self.record.sections, replace(was, printed=False)))
        self._typed[row.id], self._was[row.id], self._unsure[row.id] = row, was, list(unsure)
        self._weigh(row.id)

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
            self._was.setdefault(row.id, self._read.get((row.id, row.version)) or kept or row)
            self._typed[row.id] = row

    def drop(self, row_id: str) -> None:
        """Give up what was typed over this row."""
        self._forget(row_id)

    def forget(self) -> None:
        """Give up everything typed."""
        for key in list(self._typed):
            self._forget(key)
        self.refusals.clear()

    def typed_rows(self) -> dict[str, Row]:
        """Every row with something typed into it that is not in the file yet, by its id."""
        return dict(self._typed)

    def was(self, row_id: str) -> Row:
        """What a row was when it began to be typed over. Raises KeyError where nothing is typed over it."""
        return self._was[row_id]

    def unsure(self, row_id: str) -> list[Row]:
        """What was sent of this row and not read back yet, the newest last."""
        sent = [held[row_id] for held in (self._saved, self._sent) if row_id in held]
        return [*self._unsure.get(row_id, ()), *sent]

    def dispute(self, row_id: str) -> Dispute | None:
        """What two people have made of a row; None where nobody else has saved it since it was typed over."""
        typed, row = self._typed.get(row_id), self._rows().get(row_id)
        if typed is None or row is None or typed.version == row.version:
            return None
        return Dispute(typed, row, self._was[row_id])

    def decide(self, chosen: Row, over: Row) -> None:
        """The person has looked at both and chosen: that goes over what somebody else saved, `over`, and no further."""
        self._forget(chosen.id)
        self._was[chosen.id] = over
        self.put(replace(chosen, version=over.version))

    def is_changed(self, row_id: str = "") -> bool:
        """Whether something typed (over this row, or anywhere) is not in the file yet."""
        return row_id in self._typed if row_id else bool(self._typed)

    def is_saving(self, row_id: str = "") -> bool:
        """Whether a save is on its way, or the reading that what was typed on since then waits for."""
        every = {*self._sent, *(one for one in self._saved if one in self._typed)}
        return row_id in every if row_id else bool(every)

    def is_sent(self, row: Row) -> bool:
        """Whether just this is on its way."""
        sent = self._sent.get(row.id)
        return sent is not None and same(sent, row)

    def steps(self, *, again: bool = False) -> list[Step]:
        """What is to be saved now. What was refused is only tried `again` when the person asks for it.

        What somebody else saved first is never tried again: the person is to look at both and choose.
        """
        return [
            _step(self.record.paper.id, row)
            for key, row in self._typed.items()
            if key not in self._sent and key not in self._saved and self._may_try(key, again=again)
        ]

    def _may_try(self, key: str, *, again: bool) -> bool:
        refusal = self.refusals.get(key)
        return refusal is None or (again and not isinstance(refusal, Stale))

    def step_name(self, row: Row) -> str:
        """What the save of this row is called."""
        return _step(self.record.paper.id, row).name

    def sent(self, row: Row) -> None:
        """A save of this is on its way."""
        self._sent[row.id] = row
        self.refusals.pop(row.id, None)

    def saved(self, row: Row) -> None:
        """The file has it; the record is read again next. What was typed on since waits for its new version."""
        self._sent.pop(row.id, None)
        self.refusals.pop(row.id, None)
        self._unsure.pop(row.id, None)
        self._saved[row.id] = row
        self._put_into_record(row)
        typed = self._typed.get(row.id)
        if typed is not None and same(typed, row):
            self._forget(row.id)

    def refused(self, row: Row, refusal: Refused) -> None:
        """The file has not taken it; where that is all that is known, it may turn out later that it has."""
        self._sent.pop(row.id, None)
        typed, kept = self._typed.get(row.id), self._rows().get(row.id)
        if typed is None:
            return
        if isinstance(refusal, Unknown):
            self._unsure.setdefault(row.id, []).append(row)
        elif kept is not None and same(typed, kept):  # typed back meanwhile
            self._forget(row.id)
            return
        self.refusals[row.id] = refusal

    def try_again(self) -> None:
        """The drive answers again: what it did not take may be saved once more."""
        for key in [key for key, refusal in self.refusals.items() if isinstance(refusal, FileTrouble)]:
            del self.refusals[key]

    def stale(self) -> set[str]:
        """The rows that somebody else saved first."""
        return {key for key, refusal in self.refusals.items() if isinstance(refusal, Stale)}

    def _weigh(self, key: str) -> None:
        """What is typed over a row, held against the row as it was read: arrived, free to go over it, or in dispute."""
        typed, row = self._typed[key], self._rows().get(key)
        if row is None or key in self._sent:
            return
        ours = [*self._unsure.get(key, ()), *([self._saved[key]] if key in self._saved else ())]
        if same(typed, row):
            self._forget(key)
        elif any(same(one, row) for one in (self._was[key], *ours)):
            self._typed[key], self._was[key] = replace(row, **words_of(typed)), row
            if isinstance(self.refusals.get(key), Stale):
                del self.refusals[key]
        elif isinstance(typed, Section) and isinstance(row, Section):
            self._typed[key] = replace(typed, printed=row.printed)

    def _note_what_was_read(self) -> None:
        self._read |= {(one.id, one.version): one for one in self._rows().values()}

    def _put_into_record(self, row: Row) -> None:
        """As the file has it, until it is read again."""
        self._read[row.id, row.version] = row
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
        for held in (self._typed, self._was, self._unsure, self.refusals):
            held.pop(key, None)

    def _rows(self) -> dict[str, Row]:
        every: list[Row] = [self.record.paper, *self.record.sections, *self.record.answers]
        return {one.id: one for one in every}


def words_of(row: Row) -> dict[str, Any]:
    """What a save of this row writes, by its fields."""
    if isinstance(row, Section):
        return {key: getattr(row, key) for key in ("heading", "level", "shows", "subject_id", "text")}
    if isinstance(row, Answer):
        return {"text": row.text, "confirmed": row.confirmed}
    return {one.key: getattr(row, one.key) for one in DETAILS}


def same(one: Row, other: Row) -> bool:
    """Whether two say the same, whichever version they are of and wherever in the paper they stand."""
    return words_of(one) == words_of(other)


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
    given = {"version": row.version, **words_of(row)}
    if isinstance(row, Section):
        return Step(row, f"Write section “{row.heading}”", shelf.change_section, (row.id,), given)
    if isinstance(row, Answer):
        return Step(row, f"Answer “{row.heading}”", shelf.answer, (row.id,), given)
    return Step(row, "Change the details of a paper", shelf.change_details, (paper_id,), given)
