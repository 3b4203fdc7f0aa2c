"""A member's sheets entered as a grid: whatever of it was changed, saved in one step.

A cell is `application_id:column` and holds text as it was typed; an empty one is not in the grid. Points are whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.cells import place_of
from app.errors import Refused
from app.scoring import member_sheets, parse, sheets
from app.scoring.member_sheets import MemberSheets
from app.scoring.parts import BidRecord, ScaleRecord
from app.scoring.sheet_fields import COMMENT, COMMENTED, RECOMMENDS, cell
from db.scoring import Score, ScoreSheet

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Changed:
    """A cell that was changed: what it held before, and what it is to hold now."""

    bid: BidRecord
    column: str
    before: str
    after: str

    @property
    def key(self) -> str:
        return f"{self.bid.id}:{self.column}"


def cells(session: Session, stage_id: str, member_id: str) -> dict[str, str]:
    """What a member's grid holds now, without the bids a conflict keeps from them. Raises Refused without a seat."""
    return member_sheets.read(session, stage_id, member_id).cells()


def put(
    session: Session, stage_id: str, member_id: str, *, cells: Cells, was: Cells, day: date, submit: bool = False
) -> None:
    """Save a member's grid; a cell of `was` that is missing in `cells` is emptied.

    Columns are a criterion's id (points or n/a), that with `+comment`, `recommends` (yes or no) and `comment`. `was` is
    the grid as the person saw it: only cells that differ from it are touched, and only where nobody else has changed
    them since. With `submit` the sheet of every bid in `cells` that is not submitted yet is submitted as of `day`.
    Raises Refused (at `scores:application_id:column`, naming bid and criterion), Stale.
    """
    rows = {place_of(key)[0] for key in {**was, **cells} if cells.get(key, "") != was.get(key, "")}
    # of a grid of thousands a person mostly changes a cell: its sheet alone is read then
    only = next(iter(rows)) if len(rows) == 1 and not submit else None
    mine = member_sheets.read(session, stage_id, member_id, application_id=only)
    sheets.refuse_closed(session, mine)
    changed = _changed(mine, cells, was)
    _refuse_unseen(session, mine, changed)
    if submit:
        _refuse_unread(session, mine, cells, was)
    for one in changed:
        sheets.refuse_done(mine, one.bid, cell(one.bid.id, one.column))
    _write(session, mine, changed)
    if submit:
        session.flush()
        sheets.submit(session, stage_id, member_id, application_ids=_to_submit(mine, cells), day=day)


def enter(
    session: Session, stage_id: str, member_id: str, *, scores: Cells, was: Cells, day: date, submit: bool = False
) -> None:
    """The same for a form, of which the grid is the field `scores`. Raises Refused, Stale."""
    put(session, stage_id, member_id, cells=scores, was=was, day=day, submit=submit)


def _to_submit(mine: MemberSheets, given: Cells) -> list[str]:
    """The bids with anything in their cells whose sheet is not in yet."""
    rows = dict.fromkeys(place_of(key)[0] for key, text in given.items() if parse.plain(text))
    known = {key: sheet.state for key, sheet in mine.sheets.items()}
    return [key for key in rows if known.get(key, "draft") == "draft"]


# what was changed


def _changed(mine: MemberSheets, after: Cells, was: Cells) -> list[_Changed]:
    """The cells that differ from what the person saw. Raises Refused for what no cell may hold."""
    found = []
    scales = {one.id: one for one in mine.scales}
    for key in {**was, **after}:
        typed, before = parse.plain(after.get(key, "")), parse.plain(was.get(key, ""))
        if typed == before:
            continue
        row, column = place_of(key)
        bid = sheets.bid_of(mine, row, field=cell(row, column))
        meant = _meant(mine, bid, column, typed, scales)
        if meant != before:
            found.append(_Changed(bid, column, before, meant))
    return found


def _meant(mine: MemberSheets, bid: BidRecord, column: str, typed: str, scales: Mapping[str, ScaleRecord]) -> str:
    """What a cell is kept as: 4 for “4.0”, n/a for “N/A”. Raises Refused at the cell, naming bid and criterion."""
    scale = scales.get(column.removesuffix(COMMENTED))
    where = mine.called(bid)
    try:
        if column == COMMENT:
            return typed
        if column == RECOMMENDS:
            where = f"{where}, recommendation"
            return parse.recommends(typed)
        if scale is None:
            raise Refused("This criterion is not scored at this stage.")
        where = f"{where}, {scale.name}"
        return typed if column.endswith(COMMENTED) else parse.mark_text(parse.points(typed, scale.maximum))
    except Refused as refused:
        raise Refused(f"{where}: {refused.message}", cell(bid.id, column)) from refused


def _refuse_unseen(session: Session, mine: MemberSheets, changed: Sequence[_Changed]) -> None:
    """Raise Stale where a cell that was changed does not hold what the person saw in it."""
    present = mine.cells()
    for one in changed:
        if present.get(one.key, "") != one.before:
            sheet = mine.sheets.get(one.bid.id)
            raise records.stale(session, _rows_of(session, mine, one.bid.id), sheet.version if sheet else 0)


def _refuse_unread(session: Session, mine: MemberSheets, given: Cells, was: Cells) -> None:
    """Raise Stale where a sheet that is to be submitted holds what the person did not see."""
    present, rows = mine.cells(), set(_to_submit(mine, given))
    for key in {**present, **was}:
        row = place_of(key)[0]
        if row in rows and present.get(key, "") != parse.plain(was.get(key, "")):
            sheet = mine.sheets.get(row)
            raise records.stale(session, _rows_of(session, mine, row), sheet.version if sheet else 0)


def _rows_of(session: Session, mine: MemberSheets, application_id: str) -> list[str]:
    """The ids of every row a member's sheets for a bid ever had."""
    of = select(ScoreSheet.id).where(
        ScoreSheet.stage_id == mine.stage.id,
        ScoreSheet.member_id == mine.seat.member_id,
        ScoreSheet.application_id == application_id,
    )
    return [*session.scalars(of), *session.scalars(select(Score.id).where(Score.sheet_id.in_(of)))]


# writing


def _write(session: Session, mine: MemberSheets, changed: Sequence[_Changed]) -> None:
    rows = _sheet_rows(session, mine, {one.bid.id for one in changed})
    scores = _score_rows(session, [row.id for row in rows.values()])
    for one in changed:
        sheet = rows.get(one.bid.id)
        if sheet is None:
            sheet = rows[one.bid.id] = _new_sheet(mine, one.bid)
            session.add(sheet)
        if one.column == COMMENT:
            sheet.comment = one.after
        elif one.column == RECOMMENDS:
            sheet.recommends = one.after
        else:
            _set_score(session, sheet, one, scores)


def _sheet_rows(session: Session, mine: MemberSheets, bids: set[str]) -> dict[str, ScoreSheet]:
    ids = [mine.sheets[key].id for key in bids if key in mine.sheets]
    return {row.application_id: row for row in session.scalars(select(ScoreSheet).where(ScoreSheet.id.in_(ids)))}


def _score_rows(session: Session, sheet_ids: Sequence[str]) -> dict[tuple[str, str], Score]:
    query = select(Score).where(Score.sheet_id.in_(sheet_ids), Score.archived.is_(False))
    return {(row.sheet_id, row.criterion_id): row for row in session.scalars(query)}


def _new_sheet(mine: MemberSheets, bid: BidRecord) -> ScoreSheet:
    return ScoreSheet(
        stage_id=mine.stage.id,
        member_id=mine.seat.member_id,
        application_id=bid.id,
        state="draft",
        reason="",
        recommends="",
        comment="",
        received_on=None,
    )


def _set_score(session: Session, sheet: ScoreSheet, one: _Changed, scores: dict[tuple[str, str], Score]) -> None:
    """Set points or comment of a criterion. A score stays in the file with neither: then nothing is given."""
    criterion_id = one.column.removesuffix(COMMENTED)
    row = scores.get((sheet.id, criterion_id))
    if row is None:
        row = Score(sheet_id=sheet.id, criterion_id=criterion_id, points=None, is_na=False, comment="")
        scores[sheet.id, criterion_id] = row
        session.add(row)
    if one.column.endswith(COMMENTED):
        row.comment = one.after
        return
    row.is_na = one.after == parse.NA
    row.points = int(one.after) if one.after and not row.is_na else None
