"""How the criteria of a round are marked: at which stages, where a comment is needed, and what the points mean.

Two grids, each saved in one step: only cells that differ from what the person saw (`was`) are touched, and only where
nobody else has changed them since. Weights are tenths of a percent, points whole numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.grants.parts import CriterionRecord
from app.grants.reading import round_
from app.grants.rounds import in_use as round_in_use
from app.money import format_percent
from app.scoring.parts import ScaleRecord
from app.scoring.stage_fields import ABOVE, BELOW, FIRST, SCHEME_COLUMNS, SECOND
from db.base import Record
from db.grants import Criterion
from db.scoring import SCORED, Anchor, CriterionMarking, Score, ScoreSheet, ScoringStage

R = TypeVar("R", bound=Record)
Cells = Mapping[str, int | str | None]
WHOLE = 1000
_YES, _NO = ("yes", "y"), ("no", "n")
_COLUMNS = tuple(one.key for one in SCHEME_COLUMNS)

# as it is


def scheme_cells(session: Session, round_id: str) -> dict[str, int | str]:
    """How each criterion is marked, `criterion_id:column`: yes, tenths of a percent, and points as text.

    A criterion without a marking is on the first sheet.
    """
    marked = {one.criterion_id: one for one in _in_use(session, CriterionMarking, round_id)}
    found: dict[str, int | str] = {}
    for criterion in round_(session, round_id).criteria:
        one = marked.get(criterion.id)
        if one is None or one.in_first:
            found[f"{criterion.id}:{FIRST}"] = "yes"
        if one is None:
            continue
        if one.second_tenths is not None:
            found[f"{criterion.id}:{SECOND}"] = one.second_tenths
        for column, points in ((BELOW, one.comment_below), (ABOVE, one.comment_above)):
            if points is not None:
                found[f"{criterion.id}:{column}"] = str(points)
    return found


def anchor_cells(session: Session, round_id: str) -> dict[str, str]:
    """What the points of each criterion mean, `criterion_id:points` to words."""
    return {f"{one.criterion_id}:{one.points}": one.text for one in _in_use(session, Anchor, round_id)}


def is_locked(session: Session, round_id: str) -> bool:
    """Whether a score has been given in this round, from when on its marking scheme stays as it is."""
    return _is_scored(session, round_id, None)


def lacking(scales: Sequence[ScaleRecord]) -> tuple[str, ...]:
    """What the marking scheme of a stage lacks, a sentence each; none of it keeps anybody from scoring."""
    scored = [one for one in scales if not one.is_information]
    if not scored:
        return ("No criterion is scored at this stage.",)
    found = []
    if (total := sum(one.weight for one in scored)) != WHOLE:
        found.append(f"The weights come to {_percent(total)}, not to 100 %: each counts for its share of that.")
    for one in scored:
        if not one.anchors:
            found.append(f"{one.name}: nothing says what its points mean.")
        elif missing := _ends_without_words(one):
            found.append(f"{one.name}: nothing says what {' and '.join(map(str, missing))} points mean.")
    return tuple(found)


def _ends_without_words(one: ScaleRecord) -> list[int]:
    said = {points for points, _ in one.anchors}
    return [points for points in (0, one.maximum) if points not in said]


def _percent(tenths: int) -> str:
    return f"{format_percent(tenths, sign=False).removesuffix('.0')} %"


# setting it


def set_scheme(session: Session, round_id: str, *, scheme: Cells, was: Cells) -> None:
    """Save how the criteria are marked: `criterion_id:first` yes or no, `:second` tenths, `:below` and `:above` points.

    From the first score on only the weights of the second stage may be set, up to its own first score.
    Raises Refused (at `scheme:criterion_id:column`), Stale.
    """
    r = round_in_use(session, round_id)
    by_id = {one.id: one for one in r.criteria}
    after, before = _typed(by_id, scheme), _typed(by_id, was, seen=True)
    changed = _changed(after, before)
    _refuse_foreign(changed, by_id, "scheme")
    for cell in changed:
        number = 2 if cell.endswith(f":{SECOND}") else None
        if _is_scored(session, round_id, number):
            raise Refused(SCORED, f"scheme:{cell}")
    rows = {one.criterion_id: one for one in _in_use(session, CriterionMarking, round_id)}
    present = scheme_cells(session, round_id)
    for cell in changed:
        if present.get(cell) != before.get(cell):
            row = rows.get(cell.partition(":")[0])
            raise records.stale(session, _ever(session, CriterionMarking, cell), row.version if row else 0)
    merged = {cell: value for cell, value in present.items() if cell not in changed}
    merged |= {cell: after[cell] for cell in changed if cell in after}
    for key in dict.fromkeys(cell.partition(":")[0] for cell in changed):
        _set_marking(session, by_id[key], merged, rows.get(key))


def _typed(by_id: Mapping[str, CriterionRecord], cells: Cells, *, seen: bool = False) -> dict[str, int | str]:
    """The cells that hold something, as they are kept. What was `seen` is taken as it is. Raises Refused."""
    found: dict[str, int | str] = {}
    for cell, value in cells.items():
        plain = value.strip() if isinstance(value, str) else value
        if plain is None or plain == "":
            continue
        key, _, column = cell.partition(":")
        name = by_id[key].name if key in by_id else ""
        try:
            one = _cell(by_id.get(key), column, plain)
        except Refused as refused:
            if not seen:
                raise Refused(f"{name}: {refused.message}", f"scheme:{cell}") from refused
            one = plain
        if one is not None:
            found[cell] = one
    return found


def _cell(criterion: CriterionRecord | None, column: str, value: int | str) -> int | str | None:
    if column == FIRST:
        said = str(value).casefold()
        if said not in (*_YES, *_NO):
            raise Refused("Type yes or no.")
        return "yes" if said in _YES else None
    if column == SECOND:
        return _second(criterion, value)
    points = _whole(value)
    most = criterion.maximum if criterion is not None else None
    if points is None or (most is not None and points > most):
        raise Refused(f"Type whole points from 0 to {most}, or leave it empty.")
    return str(points)


def _second(criterion: CriterionRecord | None, value: int | str) -> int:
    if not isinstance(value, int) or not 0 <= value <= WHOLE:
        raise Refused("A weight is between 0 % and 100 %.")
    if value and criterion is not None and criterion.is_information:
        raise Refused("What is for information only is not scored. Give it a weight of 0 %, or none.")
    return value


def _whole(value: int | str) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 3 else None


def _set_marking(
    session: Session, criterion: CriterionRecord, cells: Mapping[str, int | str], row: CriterionMarking | None
) -> None:
    key = criterion.id
    below, above = (int(cells[f"{key}:{column}"]) if f"{key}:{column}" in cells else None for column in (BELOW, ABOVE))
    if below is not None and above is not None and below > above:
        raise Refused(
            f"{criterion.name}: A comment is needed below the lower and above the higher points.",
            f"scheme:{key}:{ABOVE}",
        )
    second = cells.get(f"{key}:{SECOND}")
    values: dict[str, Any] = {
        "in_first": f"{key}:{FIRST}" in cells,
        "second_tenths": None if second is None else int(second),
        "comment_below": below,
        "comment_above": above,
    }
    if row is None:
        session.add(CriterionMarking(criterion_id=key, **values))
        return
    for column, value in values.items():
        setattr(row, column, value)


def set_anchors(session: Session, round_id: str, *, anchors: Mapping[str, str | None], was: Mapping[str, str]) -> None:
    """Save what points mean, `criterion_id:points` to words; an emptied cell takes the words away.

    Raises Refused (at `anchors:criterion_id:points`; once a score has been given), Stale.
    """
    r = round_in_use(session, round_id)
    by_id = {one.id: one for one in r.criteria}
    after, before = _words(anchors), _words(was)
    changed = _changed(after, before)
    _refuse_foreign(changed, by_id, "anchors")
    if changed and is_locked(session, round_id):
        raise Refused(SCORED, f"anchors:{changed[0]}")
    rows = {f"{one.criterion_id}:{one.points}": one for one in _in_use(session, Anchor, round_id)}
    for cell in changed:
        row = rows.get(cell)
        if (row.text if row is not None else None) != before.get(cell):
            raise records.stale(session, _ever(session, Anchor, cell), row.version if row else 0)
        _set_anchor(session, cell, after.get(cell), row)


def _words(cells: Mapping[str, str | None]) -> dict[str, str]:
    return {cell: text.strip() for cell, text in cells.items() if text and text.strip()}


def _set_anchor(session: Session, cell: str, text: str | None, row: Anchor | None) -> None:
    if row is not None and text is None:
        row.archived = True
    elif row is not None:
        row.text = text or ""
    elif text is not None:
        key, _, points = cell.partition(":")
        session.add(Anchor(criterion_id=key, points=int(points), text=text))


def copy_from(session: Session, round_id: str, *, from_round_id: str) -> tuple[str, ...]:
    """Take the marking of another round over, by the name of the criterion; the names of those that were taken.

    Only what has no marking, or no words, of its own is filled, and only where the highest points are the same.
    Raises Refused where nothing can be taken over, or once a score has been given.
    """
    r = round_in_use(session, round_id)
    if is_locked(session, round_id):
        raise Refused(SCORED)
    others = {_folded(one.name): one for one in round_(session, from_round_id).criteria}
    marked, worded = _marked(session, from_round_id), _worded(session, from_round_id)
    mine_marked, mine_worded = _marked(session, round_id), _worded(session, round_id)
    taken = []
    for one in r.criteria:
        other = others.get(_folded(one.name))
        if other is None or other.maximum != one.maximum:
            continue
        words = worded.get(other.id, ()) if one.id not in mine_worded else ()
        marking = marked.get(other.id) if one.id not in mine_marked else None
        session.add_all(Anchor(criterion_id=one.id, points=each.points, text=each.text) for each in words)
        if marking is not None:
            session.add(_copied(marking, one))
        if words or marking is not None:
            taken.append(one.name)
    if not taken:
        raise Refused("Nothing of that round’s marking can be taken over here.", "from_round_id")
    return tuple(taken)


def _copied(marking: CriterionMarking, to: CriterionRecord) -> CriterionMarking:
    """The marking for another criterion; a weight at the second stage is not for one that is for information."""
    second = marking.second_tenths
    return CriterionMarking(
        criterion_id=to.id,
        in_first=marking.in_first,
        second_tenths=0 if second and to.is_information else second,
        comment_below=marking.comment_below,
        comment_above=marking.comment_above,
    )


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _marked(session: Session, round_id: str) -> dict[str, CriterionMarking]:
    return {one.criterion_id: one for one in _in_use(session, CriterionMarking, round_id)}


def _worded(session: Session, round_id: str) -> dict[str, list[Anchor]]:
    found: dict[str, list[Anchor]] = {}
    for one in _in_use(session, Anchor, round_id):
        found.setdefault(one.criterion_id, []).append(one)
    return found


# what both grids have in common


def _changed(after: Mapping[str, object], before: Mapping[str, object]) -> list[str]:
    return [cell for cell in {**before, **after} if after.get(cell) != before.get(cell)]


def _refuse_foreign(cells: Sequence[str], by_id: Mapping[str, CriterionRecord], grid: str) -> None:
    """Raise Refused for a cell that is of no criterion of this round, or of points it does not have."""
    for cell in cells:
        key, _, column = cell.partition(":")
        one = by_id.get(key)
        if one is None or (grid == "scheme" and column not in _COLUMNS):
            raise Refused(records.GONE, f"{grid}:{cell}")
        points = _whole(column)
        if grid == "anchors" and (points is None or points > one.maximum):
            raise Refused(f"{one.name}: It has 0 to {one.maximum} points.", f"{grid}:{cell}")


def _in_use(session: Session, model: type[R], round_id: str) -> list[R]:
    columns: Any = model  # each of them has a criterion's id, which Record does not know of
    query = (
        select(model)
        .join(Criterion, Criterion.id == columns.criterion_id)
        .where(Criterion.round_id == round_id, Criterion.archived.is_(False), columns.archived.is_(False))
    )
    return list(session.scalars(query.order_by(columns.id)))


def _ever(session: Session, model: type[Record], cell: str) -> list[str]:
    """Every row that the criterion of a cell ever had, those put away too."""
    columns: Any = model
    return list(session.scalars(select(columns.id).where(columns.criterion_id == cell.partition(":")[0])))


def _is_scored(session: Session, round_id: str, number: int | None) -> bool:
    """Whether a score has been given in this round, or at one stage of it."""
    query = (
        select(Score.id)
        .join(ScoreSheet, ScoreSheet.id == Score.sheet_id)
        .join(ScoringStage, ScoringStage.id == ScoreSheet.stage_id)
        .where(ScoringStage.round_id == round_id, Score.archived.is_(False), ScoreSheet.archived.is_(False))
    )
    if number is not None:
        query = query.where(ScoringStage.number == number)
    return session.scalars(query.limit(1)).first() is not None
