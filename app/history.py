"""The journal as people read it: who changed what, in sentences; and the taking back of a step."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.fields import Field
from app.listing import figure_text
from app.money import format_pence, format_percent
from app.years import format_day, format_year, format_yearly
from db.areas import Area, AreaName
from db.base import Base, Day, Record, YesNo
from db.journal import Change, Step, as_json, journalled

MOST_TOLD = 4
MOST_LETTERS = 240
MOST_ASKED = 500
_NAMES = ("heading", "name", "title")
_SUBJECTS = ("partnership_id", "factor_id", "theme_id")
_SUBJECTS_OF = {
    "application_area": ("area_id",),
    "application_priority": ("priority_id",),
    "diligence": ("organisation_id",),
    "endorsement": ("organisation_id",),
    "pooled_share": ("area_id",),
    "contract_fund": ("line_id",),
    "contribution": ("organisation_id",),
    "sub_contract": ("organisation_id",),
    "identifier": ("organisation_id",),
    "profile": ("organisation_id",),
    "contact": ("organisation_id",),
    "hard_stop": ("organisation_id",),
    "declaration": ("member_id", "application_id"),
    "scoring_assignment": ("member_id", "application_id"),
    "recommendation": ("application_id",),
    "recommendation_reason": ("reason_id",),
    "recommendation_cut": ("cost_id",),
    "decision_award": ("application_id",),
    "outcome_letter": ("application_id",),
}
_CELLS = ("millionths", "weight_tenths", "share_tenths", "total_pence", "held_pence", "closing_pence", "change_pence")
"""What a cell of a table holds, told when it is filled for the first time."""
_QUIET = {"id", "archived", "position", "revision", "adopted_data", "count"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One step, for one record or for the whole office: when (local time), who, and what in a sentence or two."""

    seq: int
    at: datetime
    user: str
    text: str
    reason: str
    machine: str = ""


def step_name(session: Session, seq: int) -> str:
    """The plain-English name of a step."""
    return session.scalars(select(Step.name).where(Step.seq == seq)).one()


def steps_since(session: Session, seqs: Sequence[int]) -> dict[int, int]:
    """How many steps come after each of these numbers; numbers may jump, so they are counted."""
    known = session.scalars(select(Step.seq).order_by(Step.seq)).all()
    return {seq: len(known) - bisect_right(known, seq) for seq in seqs}


def reverse(session: Session, seq: int) -> None:
    """Put back what step `seq` changed. Raises Refused, naming who, where somebody has changed the same since."""
    changes = session.scalars(select(Change).where(Change.step_seq == seq).order_by(Change.id)).all()
    rows: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        rows.setdefault((change.table_name, change.row_id), []).append(change)
    added = _added(session, seq)
    gone: dict[str, list[str]] = {}
    undone: list[tuple[Record, list[Change]]] = []
    for (table, row_id), mine in rows.items():
        record = session.get(journalled()[table], row_id)
        if record is None:  # pragma: no cover - rows are never deleted
            raise Refused("That can no longer be undone.")
        if settled := record.settled_in([change.column_name for change in mine]):
            raise Refused(settled)
        _refuse_if_changed_since(session, seq, record, mine)
        undone.append((record, mine))
        if _goes(mine) and row_id in added:
            gone.setdefault(table, []).append(row_id)
    # what is put away makes room first, and what comes back comes last: it may need a name that another gives up
    for turn in (_goes, _stays, _comes):
        for record, mine in undone:
            if turn(mine):
                _put_back(record, mine)
        session.flush()
    _refuse_if_built_upon(session, gone, {row_id for _, row_id in rows})


def _goes(mine: Sequence[Change]) -> bool:
    """Whether taking back these changes of a row puts it away."""
    return any(one.column_name == "id" or (one.column_name == "archived" and one.old == "true") for one in mine)


def _comes(mine: Sequence[Change]) -> bool:
    """Whether taking back these changes of a row brings it back."""
    return not _goes(mine) and any(one.column_name == "archived" for one in mine)


def _stays(mine: Sequence[Change]) -> bool:
    return not _goes(mine) and not _comes(mine)


def _put_back(record: Record, mine: Sequence[Change]) -> None:
    if any(change.column_name == "id" for change in mine):
        record.archived = True
        return
    for change in mine:
        setattr(record, change.column_name, _value(type(record), change.column_name, change.old))


def _added(session: Session, seq: int) -> set[str]:
    """The rows that this step added, or that the step it undoes and redoes did."""
    origin: int | None = seq
    while origin is not None:
        first, undoes = origin, session.scalar(select(Step.undoes).where(Step.seq == origin))
        origin = None if undoes is None else int(undoes)
    return set(session.scalars(select(Change.row_id).where(Change.step_seq == first, Change.column_name == "id")))


def _refuse_if_changed_since(session: Session, seq: int, record: Record, mine: Sequence[Change]) -> None:
    made = any(change.column_name == "id" for change in mine)
    for change in mine:
        if change.column_name == "id" or (made and change.column_name == "archived"):
            continue
        if as_json(getattr(record, change.column_name)) != change.new:
            later = session.execute(
                select(Step.user, Step.name)
                .join(Change, Change.step_seq == Step.seq)
                .where(Change.row_id == record.id, Change.column_name == change.column_name, Step.seq > seq)
                .order_by(Step.seq.desc())
            ).first()
            who = f"{later.user} has since done “{later.name}”" if later else "It has been changed since"
            raise Refused(f"That cannot be undone: {who}. Change it by hand instead.")


def _refuse_if_built_upon(session: Session, gone: Mapping[str, Sequence[str]], same_step: set[str]) -> None:
    """Rows others have since hung something on may not vanish under them. `gone` is row ids by table."""
    for model in journalled().values():
        for column in model.__table__.columns:
            for key in column.foreign_keys:
                above = gone.get(key.column.table.name, ())
                for at in range(0, len(above), MOST_ASKED):
                    below = select(model.id).where(column.in_(above[at : at + MOST_ASKED]), model.archived.is_(False))
                    if not same_step.issuperset(session.scalars(below)):
                        raise Refused("That cannot be undone: something else now depends on it. Archive it instead.")


def _value(model: type[Record], column: str, text: str | None) -> Any:
    if text is None:
        return None
    value = json.loads(text)
    kind = model.__table__.columns[column].type
    return date.fromisoformat(value) if isinstance(kind, Day) else bool(value) if isinstance(kind, YesNo) else value


def history(
    session: Session,
    rows: Iterable[str] | None = None,
    *,
    labels: Mapping[str, Sequence[Field]] | None = None,
    year_style: str = "2018/19",
    most: int = 200,
    before: int | None = None,
) -> list[Entry]:
    """The newest steps first: those that touched these row ids, or all; with `before`, those older than that step.

    `labels` gives fields their words. A thousand steps take a quarter of a second, in which nobody can finish a save:
    whoever wants them all asks for so many at a time.
    """
    steps = select(Step).order_by(Step.seq.desc()).limit(most)
    if before is not None:
        steps = steps.where(Step.seq < before)
    if rows is not None:
        wanted = list(rows)
        steps = steps.where(Step.seq.in_(select(Change.step_seq).where(Change.row_id.in_(wanted))))
    found = session.scalars(steps).all()
    # by row alone where rows are asked for: the step's index would lead through every change of its steps
    if not found:
        return []
    mine = Change.row_id.in_(wanted) if rows is not None else Change.step_seq.between(found[-1].seq, found[0].seq)
    changes = select(Change).where(mine).order_by(Change.id)
    by_step: dict[int, list[Change]] = {}
    for change in session.scalars(changes):
        by_step.setdefault(change.step_seq, []).append(change)
    words = _Words(session, labels or {}, year_style)
    return [
        Entry(
            step.seq,
            datetime.fromisoformat(step.at).astimezone(),
            step.user,
            words.sentence(step.name, by_step.get(step.seq, [])),
            step.reason,
            step.machine,
        )
        for step in found
    ]


class _Words:
    """Turns changes into words, looking up the names of rows that a change refers to."""

    def __init__(self, session: Session, labels: Mapping[str, Sequence[Field]], year_style: str) -> None:
        self._session = session
        self._fields = {table: {field.key: field for field in fields} for table, fields in labels.items()}
        self._year_style = year_style

    def sentence(self, name: str, changes: Sequence[Change]) -> str:
        made = dict.fromkeys(change.row_id for change in changes if change.column_name == "id")
        told_of = [change for change in changes if change.row_id not in made]
        if len({change.row_id for change in told_of}) > 1:
            told_of.sort(key=self._is_beside)  # a stable sort: of a table saved at once the figures come first
        parts = [part for change in told_of if (part := self._changed(change))]
        by_row: dict[str, list[Change]] = {}
        for change in changes:
            by_row.setdefault(change.row_id, []).append(change)
        parts += [part for row in made if (part := self._made(by_row[row]))]
        more = len(parts) - MOST_TOLD
        told = "; ".join(parts[:MOST_TOLD]) + (f"; and {more:,} more" if more > 0 else "")
        return f"{name}: {told}." if parts else f"{name}."

    def _is_beside(self, change: Change) -> bool:
        """Whether a change to a cell of a table is to what stands beside its figure."""
        is_figure = change.column_name == "archived" or change.column_name.endswith("_pence")
        return not is_figure and bool(self._subjects(change))

    def _changed(self, change: Change) -> str:
        if change.column_name == "archived":
            whose = ", ".join(self._subjects(change))
            return f"{whose} {'archived' if change.new == 'true' else 'brought back'}".lstrip()
        if change.column_name in _QUIET:
            return ""
        label = self._label(change)
        if any(_is_long(text) for text in (change.old, change.new)):
            return f"{label}{self._of(change)} changed"
        whose = ", ".join(self._subjects(change))
        of = f" of {whose}" if whose else ""
        return f"{label}{of} from {self._shown(change, change.old)} to {self._shown(change, change.new)}"

    def _made(self, changes: Sequence[Change]) -> str:
        by_column = {change.column_name: change for change in changes}
        heading = by_column.get("heading")
        if heading is not None:
            return self._shown(heading, heading.new)
        keys = (
            *("reference", "name", "title", "topic", "text", "words", "code", "year", "from_year", "amount_pence"),
            *("expected_pence", "word", "value_pence", *_CELLS),
        )
        parts = self._subjects(changes[0]) + [
            self._shown(change, change.new)
            for key in keys
            if (change := by_column.get(key)) is not None and change.new not in (None, '""')
        ]
        return ", ".join(parts)

    def _of(self, change: Change) -> str:
        """Which row it is whose long text is not told in full, where it is called something."""
        row = self._session.get(journalled()[change.table_name], change.row_id)
        name = next((getattr(row, one) for one in _NAMES if getattr(row, one, "")), "")
        whose = f"“{_shortened(name)}”" if name else ", ".join(self._subjects(change))
        return f" of {whose}" if whose else ""

    def _subjects(self, change: Change) -> list[str]:
        """Whose row it is, where it has no name of its own: the cell of a partnership, a factor, a theme."""
        row = self._session.get(journalled()[change.table_name], change.row_id)
        if row is None or any(getattr(row, one, "") for one in _NAMES):
            return []
        columns = _SUBJECTS_OF.get(change.table_name, _SUBJECTS)
        return [self._named(type(row), one, getattr(row, one)) for one in columns if getattr(row, one, None)]

    def _label(self, change: Change) -> str:
        bare = change.column_name.removesuffix("_pence").removesuffix("_tenths").removesuffix("_millionths")
        plain = bare.removesuffix("_id").replace("_", " ")
        known = self._field(change)
        return (known.label if known is not None else plain).lower()

    def _field(self, change: Change) -> Field | None:
        """The field that a column is typed into, if any is known."""
        known, column = self._fields.get(change.table_name, {}), change.column_name
        return known.get(column) or known.get(column.removesuffix("_pence").removesuffix("_tenths"))

    def _shown(self, change: Change, text: str | None) -> str:
        if text is None or text == '""':
            return "nothing"
        model = journalled()[change.table_name]
        value = _value(model, change.column_name, text)
        column = change.column_name
        if column.endswith("_pence") and isinstance(value, int):
            return format_pence(value)
        if column.endswith("_tenths") and isinstance(value, int):
            return f"{format_percent(value, sign=False).removesuffix('.0')} %"
        if column.endswith("millionths") and isinstance(value, int):
            return figure_text(value)
        if column.endswith("_due") and isinstance(value, str):
            return format_yearly(value)
        if column in ("year", "from_year") and isinstance(value, int):
            return format_year(value, self._year_style)
        if isinstance(value, date):
            return format_day(value)
        if column.endswith("_id"):
            return self._named(model, column, str(value))
        if isinstance(value, bool):
            return "yes" if value else "no"
        return self._worded(change, value) if isinstance(value, str) else str(value)

    def _worded(self, change: Change, value: str) -> str:
        """A text as it is read: the words of a choice, or what was typed."""
        field = self._field(change)
        chosen = [one.label for one in field.choices if one.value == value] if field is not None else []
        return f"“{_shortened(chosen[0] if chosen else value)}”"

    def _area(self, area_id: str) -> str:
        names = select(AreaName.name).where(AreaName.area_id == area_id, AreaName.archived.is_(False))
        return self._session.scalars(names.order_by(AreaName.from_day.desc())).first() or "an area"

    def _named(self, model: type[Record], column: str, row_id: str) -> str:
        for key in model.__table__.columns[column].foreign_keys:
            other = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
            row = self._session.get(other[key.column.table.name], row_id)
            if isinstance(row, Area):
                return f"“{self._area(row_id)}”"
            for attribute in ("name", "title", "reference", "code", "item"):
                if row is not None and hasattr(row, attribute):
                    return f"“{getattr(row, attribute)}”"
            if row is not None and (above := getattr(row, "line_id", None) or getattr(row, "organisation_id", None)):
                return self._named(type(row), "line_id" if hasattr(row, "line_id") else "organisation_id", above)
        return "another"


def _is_long(text: str | None) -> bool:
    """Whether a value is a text of its own, too long to be told in a sentence about it."""
    value = None if text is None else json.loads(text)
    return isinstance(value, str) and (len(value) > MOST_LETTERS or "\n" in value)


def _shortened(text: str) -> str:
    """The beginning of a long text, on one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= MOST_LETTERS else f"{plain[: MOST_LETTERS - 1].rstrip()}…"
