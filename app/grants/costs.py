"""What belongs to an application, each saved as a grid: costs, match funding, areas, priorities, answers.

Amounts are pence, shares tenths of a percent. `was` is the grid as the person saw it: only rows that differ from it are
touched, and only where nobody else has changed them since. What is 0 or empty is not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.grants import grid
from app.grants.bid_fields import (
    MATCH_KINDS,
    NO,
    answers_cells,
    areas_cells,
    costs_cells,
    matches_cells,
    priorities_cells,
)
from app.grants.bids import in_use
from app.grants.grid import Cell, Cells
from app.grants.parts import CostRecord, MatchRecord
from app.grants.reading import area_names, priority_names, round_
from app.money import format_percent
from db.areas import Area
from db.base import Record
from db.grants import Answer, ApplicationArea, ApplicationPriority, Cost, MatchFunding
from db.plans import Priority

R = TypeVar("R", bound=Record)
WHOLE = 1000
"""All of it, in tenths of a percent."""
GONE = "This is no longer in the table. Close it and look again."


def set_costs(session: Session, application_id: str, *, costs: Cells, was: Cells) -> None:
    """Save the costs: `line:item` to a text, `line:amount` and `line:requested` to pence; a line is known by its place.

    That what is asked for foots to the request is told as missing until it does. Raises Refused (at
    `costs:line:column`), Stale.
    """
    a = in_use(session, application_id)
    after, before, present = grid.plain(costs), grid.plain(was), costs_cells(a)
    rows = grid.changed(after, before)
    known = _by_place(session, Cost, application_id, a.costs)
    grid.refuse_unseen(session, rows, before, present, known)
    typed = {row: _cost(grid.row_of(after, row), row) for row in rows}
    _write_lines(session, Cost, application_id, typed, known)


def _cost(cells: Cells, row: str) -> dict[str, Any] | None:
    field, place = f"costs:{row}", f"Line {_line(row)}"
    if not cells:
        return None
    item = grid.text_of(cells, "item", f"{place}: The item", field)
    amount = grid.pence_of(cells, "amount", place, field)
    requested = grid.pence_of(cells, "requested", place, field)
    if not amount:
        raise Refused(f"{place}: The amount is needed.", f"{field}:amount")
    if requested > amount:
        raise Refused(f"{place}: More is asked for than it costs.", f"{field}:requested")
    return {"item": item, "amount_pence": amount, "requested_pence": requested}


def set_matches(session: Session, application_id: str, *, matches: Cells, was: Cells) -> None:
    """Save the match funding: `line:source` and `line:certain` (yes or no), `line:cash` or `line:in kind` in pence.

    Raises Refused (at `matches:line:column`), Stale.
    """
    a = in_use(session, application_id)
    after, before, present = _without_noes(matches), _without_noes(was), matches_cells(a)
    rows = grid.changed(after, before)
    known = _by_place(session, MatchFunding, application_id, a.matches)
    grid.refuse_unseen(session, rows, before, present, known)
    typed = {row: _match(grid.row_of(after, row), row) for row in rows}
    _write_lines(session, MatchFunding, application_id, typed, known)


def _without_noes(cells: Cells) -> dict[str, Cell]:
    """A grid in which a no says no more than an empty cell."""
    found = grid.plain(cells)
    return {
        key: one for key, one in found.items() if not (key.endswith(":certain") and str(one).casefold() in ("n", NO))
    }


def _match(cells: Cells, row: str) -> dict[str, Any] | None:
    field, place = f"matches:{row}", f"Line {_line(row)}"
    if not cells:
        return None
    source = grid.text_of(cells, "source", f"{place}: From whom it comes", field)
    given = {kind.value: grid.pence_of(cells, kind.value, place, field) for kind in MATCH_KINDS}
    some = [(kind, pence) for kind, pence in given.items() if pence]
    if not some:
        raise Refused(f"{place}: The amount is needed, in cash or in kind.", f"{field}:cash")
    if len(some) > 1:
        raise Refused(f"{place}: Give what comes in kind a line of its own.", f"{field}:in kind")
    certain = grid.is_yes(cells, "certain", place, field)
    return {"source": source, "kind": some[0][0], "amount_pence": some[0][1], "is_certain": bool(certain)}


def set_areas(session: Session, application_id: str, *, areas: Mapping[str, int], was: Mapping[str, int]) -> None:
    """Save the shares by area, `area_id:share`. Less than 100 % is told as missing until it is all of it.

    Raises Refused (at `areas:area_id:share`, also for more than 100 %), Stale.
    """
    present = areas_cells(in_use(session, application_id))
    query = select(ApplicationArea).where(ApplicationArea.application_id == application_id)
    known = _grouped((row.area_id, row) for row in session.scalars(query))
    shares = _shares(session, "areas", areas, was, present, known, area_names(session))
    for key, tenths in shares.items():
        if tenths and _active(known, key) is None:
            _refuse_put_away(records.fetch(session, Area, key), f"areas:{key}:share")
        _write(session, ApplicationArea, {"application_id": application_id, "area_id": key}, known, key, tenths)


def set_priorities(
    session: Session, application_id: str, *, priorities: Mapping[str, int], was: Mapping[str, int]
) -> None:
    """Save the shares by priority, `priority_id:share`, as `set_areas` does. Raises Refused, Stale."""
    present = priorities_cells(in_use(session, application_id))
    query = select(ApplicationPriority).where(ApplicationPriority.application_id == application_id)
    known = _grouped((row.priority_id, row) for row in session.scalars(query))
    shares = _shares(session, "priorities", priorities, was, present, known, priority_names(session))
    for key, tenths in shares.items():
        if tenths and _active(known, key) is None:
            _refuse_put_away(records.fetch(session, Priority, key), f"priorities:{key}:share")
        _write(session, ApplicationPriority, {"application_id": application_id, "priority_id": key}, known, key, tenths)


def _shares(
    session: Session,
    name: str,
    shares: Mapping[str, int],
    was: Mapping[str, int],
    present: Mapping[str, int],
    known: Mapping[str, Sequence[Record]],
    names: Mapping[str, str],
) -> dict[str, int]:
    """The shares that were changed, by the key of their row, 0 for one taken out. Raises Refused, Stale."""
    after, before = grid.plain(shares), grid.plain(was)
    rows = grid.changed(after, before)
    grid.refuse_unseen(session, rows, before, present, known)
    found: dict[str, int] = {}
    for row in rows:
        tenths = after.get(f"{row}:share", 0)
        if not isinstance(tenths, int) or not 0 <= tenths <= WHOLE:
            place = names.get(row, "This row")
            raise Refused(f"{place}: A share is more than 0 % and at most 100 %.", f"{name}:{row}:share")
        found[row] = tenths
    total = sum(({**present, **{f"{row}:share": tenths for row, tenths in found.items()}}).values())
    if rows and total > WHOLE:
        said = format_percent(total, sign=False).removesuffix(".0")
        raise Refused(f"The shares come to {said} %. Make them 100 %.", f"{name}:{rows[0]}:share")
    return found


def _refuse_put_away(row: Record, field: str) -> None:
    if row.archived:
        raise Refused("This has been put away. Bring it back first.", field)


def set_answers(session: Session, application_id: str, *, answers: Mapping[str, str], was: Mapping[str, str]) -> None:
    """Save the answers to the round's own questions, `question_id:answer` to the text as it was typed.

    One that is too long or cannot be read is kept and told as missing. Raises Refused (at
    `answers:question_id:answer`), Stale.
    """
    a = in_use(session, application_id)
    after, before = grid.plain(answers), grid.plain(was)
    rows = grid.changed(after, before)
    query = select(Answer).where(Answer.application_id == application_id)
    known = _grouped((row.question_id, row) for row in session.scalars(query))
    grid.refuse_unseen(session, rows, before, answers_cells(a), known)
    asked = {one.id for one in round_(session, a.round_id).questions} if a.round_id else set[str]()
    for row in rows:
        text = after.get(f"{row}:answer")
        if text and row not in asked:
            raise Refused("This question is not one of the round.", f"answers:{row}:answer")
        found = _active(known, row)
        if not text:
            if found is not None:
                found.archived = True
        elif found is None:
            session.add(Answer(application_id=application_id, question_id=row, text=str(text)))
        else:
            found.text = str(text)


# rows


def _line(row: str) -> int:
    """The number of a line. Raises Refused for a row that is none."""
    if not row.isdecimal():
        raise Refused(GONE)
    return int(row)


def _grouped(pairs: Iterable[tuple[str, R]]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = {}
    for key, row in pairs:
        found.setdefault(key, []).append(row)
    return found


def _active(known: Mapping[str, Sequence[R]], key: str) -> R | None:
    return next((row for row in known.get(key, ()) if not row.archived), None)


def _by_place(
    session: Session, model: type[R], application_id: str, lines: Sequence[CostRecord | MatchRecord]
) -> dict[str, list[R]]:
    """The rows of the lines by their place, and under "" those that were put away: who did is named by them."""
    columns: Any = model  # each of them has an application's id, which Record does not know of
    places = {one.id: str(one.place) for one in lines}
    rows = session.scalars(select(model).where(columns.application_id == application_id))
    return _grouped((places.get(row.id, ""), row) for row in rows)


def _write_lines(
    session: Session,
    model: type[R],
    application_id: str,
    typed: Mapping[str, dict[str, Any] | None],
    known: Mapping[str, Sequence[R]],
) -> None:
    """Write each line by its place, a new one after all others; None puts it away."""
    columns: Any = model
    last = session.scalar(select(func.max(columns.position)).where(columns.application_id == application_id)) or 0
    for row, values in typed.items():
        found = _active(known, row)
        if values is None:
            if found is not None:
                found.archived = True
        elif found is None:
            last += 1
            session.add(model(application_id=application_id, position=last, **values))
        else:
            for column, value in values.items():
                setattr(found, column, value)


def _write(
    session: Session, model: type[R], keys: Mapping[str, str], known: Mapping[str, Sequence[R]], key: str, tenths: int
) -> None:
    found: Any = _active(known, key)
    if found is None:
        if tenths:
            session.add(model(**keys, share_tenths=tenths))
    elif tenths:
        found.share_tenths = tenths
    else:
        found.archived = True
