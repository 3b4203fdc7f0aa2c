"""What is typed into a paper, kept on the laptop as it is typed: a draft for each row until the office file has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject
from shiboken6 import isValid

from app import drafts
from app.coding import NotKeepable, as_text, from_text
from app.errors import Refused, Unknown
from app.papers.paper import Answer, PaperDetails, Section
from ui.desk import Desk
from ui.tabs.papers.draft import Draft, Row
from ui.tabs.papers.fields import Subjects, fields_of, told


@dataclass(frozen=True, slots=True)
class Found:
    """A row as it was kept on the laptop: what was typed, over what, when, and the saves of it that nobody knows of.

    `older` are its earlier drafts, by op_id: their words are in this one.
    """

    op_id: str
    row: Row
    was: Row
    unsure: tuple[Row, ...]
    at: datetime
    older: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kept:
    """What stands on the laptop under an op_id."""

    op_id: str
    row: Row | None = None
    was: Row | None = None

    def holds(self, draft: Draft, row: Row) -> bool:
        """Whether just this is there already."""
        return (self.row, self.was) == (row, draft.was(row.id))


class Laptop(QObject):
    """The drafts of one paper. A row is typed under one op_id until it is saved; what is typed on is another draft."""

    def __init__(self, desk: Desk, paper_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._paper_id = desk, paper_id
        self._kept: dict[str, _Kept] = {}
        self._flying: dict[str, _Kept] = {}
        self._older: defaultdict[str, list[str]] = defaultdict(list)
        """Drafts of a row whose words are in a later one, or that nobody knows of; they go when that is in the file."""
        self.destroyed.connect(_leaving(desk, self._kept, self._flying, self._older))

    def keep(self, draft: Draft) -> None:
        """Have on the laptop just what is typed and not in the file."""
        typed = draft.typed_rows()
        for key, row in typed.items():
            if not self._is_there(draft, row):
                self._kept[key] = _Kept(self._op_id(key), row, draft.was(key))
                self._desk.outbox.type(self._record(draft, row, self._kept[key].op_id))
        for key in [one for one in {*self._kept, *self._older} if one not in typed]:
            self._drop(key)

    def send(self, draft: Draft, row: Row) -> drafts.Draft:
        """The draft under which this row is saved now; what is typed into it from here on is another one."""
        self._flying[row.id] = _Kept(self._op_id(row.id), row, draft.was(row.id))
        self._kept.pop(row.id, None)
        return self._record(draft, row, self._flying[row.id].op_id)

    def saved(self, row: Row) -> None:
        """The file has it."""
        self._flying.pop(row.id, None)

    def refused(self, row: Row, refusal: Refused) -> None:
        """It is not in the file, or nobody knows: it stays here, unless what was typed on holds it."""
        one = self._flying.pop(row.id, None)
        if one is None:
            return
        if isinstance(refusal, Unknown):
            self._older[row.id].append(one.op_id)
        elif row.id in self._kept:
            self._desk.outbox.drop(one.op_id)
        else:
            self._kept[row.id] = one

    def forget(self) -> None:
        """The person gives up everything typed."""
        for key in {*self._kept, *self._older}:
            self._drop(key)
        for one in self._flying.values():
            self._desk.outbox.drop(one.op_id)

    def look(self, then: Callable[[list[Found], bool], None]) -> None:
        """What an earlier sitting kept of this paper, by row; and whether some of it is still being looked up."""

        def answer(every: list[drafts.Draft]) -> None:
            if not isValid(self):
                return
            newest = {one.key: one for one in every}
            known = [_found(draft, every) for draft in newest.values() if draft.state != "sent"]
            then([one for one in known if one is not None], any(draft.state == "sent" for draft in newest.values()))

        self._desk.outbox.of_forms(self._key(""), answer)

    def hold(self, found: Found) -> None:
        """What was found is laid over the record again: it stays where it is on the laptop until it is in the file."""
        self._kept[found.row.id] = _Kept(found.op_id, found.row, found.was)
        self._older[found.row.id] += found.older

    def _is_there(self, draft: Draft, row: Row) -> bool:
        kept, unsure = self._kept.get(row.id), draft.unsure(row.id)
        if kept is not None:
            return kept.holds(draft, row)
        return draft.is_sent(row) or (bool(self._older.get(row.id)) and row in unsure[-1:])

    def _op_id(self, key: str) -> str:
        return self._kept[key].op_id if key in self._kept else drafts.new_op_id()

    def _drop(self, key: str) -> None:
        kept = self._kept.pop(key, None)
        for op_id in [*self._older.pop(key, ()), *([kept.op_id] if kept else ())]:
            self._desk.outbox.drop(op_id)

    def _key(self, row_id: str) -> str:
        return f"paper:{self._paper_id}:{row_id}"

    def _record(self, draft: Draft, row: Row, op_id: str) -> drafts.Draft:
        was, record = draft.was(row.id), draft.record
        fields = fields_of((row, was), Subjects())
        style = record.office.year_style
        place = {
            "tab": "papers",
            "paper": self._paper_id,
            "row": as_text(row),
            "was": as_text(was),
            "unsure": [as_text(one) for one in draft.unsure(row.id)],
            "fields": [[one.key, one.label, one.kind] for one in fields],
        }
        typed, base = (told(one, fields, record.figures, style) for one in (row, was))
        return drafts.Draft(
            op_id,
            self._key(row.id),
            draft.step_name(row),
            record.paper.title,
            place,
            typed,
            base,
            at=datetime.now().astimezone(),
        )


def _found(draft: drafts.Draft, every: list[drafts.Draft]) -> Found | None:
    """The row of a draft; None where it was kept in a way that is no longer read."""
    try:
        row, was, *unsure = _rows_in(draft)
    except (NotKeepable, ValueError):
        return None
    older = [one.op_id for one in every if one.key == draft.key and one is not draft]
    return Found(draft.op_id, row, was, tuple(unsure), draft.at, tuple(older))


def _rows_in(draft: drafts.Draft) -> Iterator[Row]:
    unsure = draft.place.get("unsure")
    for text in (draft.place.get("row"), draft.place.get("was"), *(unsure if isinstance(unsure, list) else ())):
        row = from_text(str(text))
        if not isinstance(row, Section | Answer | PaperDetails):
            raise NotKeepable("this is no row of a paper")
        yield row


def _leaving(
    desk: Desk, kept: dict[str, _Kept], flying: dict[str, _Kept], older: dict[str, list[str]]
) -> Callable[[], None]:
    """What is to be done once the paper is off the screen: it holds nothing of the screen itself."""

    def leave() -> None:
        if isValid(desk):
            desk.edited.emit("", "")
            here = [one.op_id for one in (*kept.values(), *flying.values())]
            for op_id in [*here, *(one for many in older.values() for one in many)]:
                desk.outbox.leave_form(op_id)

    return leave
