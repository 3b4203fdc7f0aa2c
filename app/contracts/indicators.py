"""Key performance indicators of a contract, their targets, and what each review found. Figures are millionths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import records
from app.contracts.parts import ContractRecord
from app.errors import Refused
from app.listing import Cell, Column, Line, Listing, figure_text, note_mark
from app.money import MOST_MILLIONTHS
from app.years import SLASH, format_year
from db.contract_reviews import ContractReview, Indicator, IndicatorResult
from db.contracts import Contract

Better = Literal["higher", "lower"]
Verdict = Literal["Met", "Not met", "No target", "No figure"]
TARGET, ACTUAL = "target", "actual"
FIELD = "results"
"""The field of the grid in its form; a cell of it is `results:indicator:target` or `results:indicator:actual`."""


@dataclass(frozen=True, slots=True)
class IndicatorRecord:
    """An indicator; its `target` is where the target of each new review starts from. `is_main` is one of the main."""

    id: str
    version: int
    name: str
    unit: str
    better: Better
    target: int | None
    is_main: bool
    position: int
    archived: bool = False


@dataclass(frozen=True, slots=True)
class ResultRecord:
    """What an indicator was to come to in a reviewed period, and came to, in millionths; None for no figure."""

    id: str
    version: int
    indicator_id: str
    review_id: str
    target: int | None
    actual: int | None


def indicators(session: Session, contract_id: str, *, archived: bool = False) -> tuple[IndicatorRecord, ...]:
    """The indicators of a contract in its order; with `archived` those that were put away as well."""
    query = select(Indicator).where(Indicator.contract_id == contract_id)
    if not archived:
        query = query.where(Indicator.archived.is_(False))
    return tuple(_record(row) for row in session.scalars(query.order_by(Indicator.position, Indicator.id)))


def _record(row: Indicator) -> IndicatorRecord:
    better: Better = "lower" if row.better == "lower" else "higher"
    return IndicatorRecord(
        row.id, row.version, row.name, row.unit, better, row.target_millionths, row.is_main, row.position, row.archived
    )


def results(session: Session, contract_id: str) -> tuple[ResultRecord, ...]:
    """Every figure of a contract's reviews, those of an indicator that was put away included."""
    query = (
        select(IndicatorResult)
        .join(Indicator, Indicator.id == IndicatorResult.indicator_id)
        .join(ContractReview, ContractReview.id == IndicatorResult.review_id)
        .where(
            Indicator.contract_id == contract_id,
            IndicatorResult.archived.is_(False),
            ContractReview.archived.is_(False),
        )
        .order_by(ContractReview.year, ContractReview.quarter, Indicator.position, Indicator.id)
    )
    return tuple(
        ResultRecord(row.id, row.version, row.indicator_id, row.review_id, row.target_millionths, row.actual_millionths)
        for row in session.scalars(query)
    )


def add(
    session: Session,
    contract_id: str,
    *,
    name: str,
    unit: str = "",
    better: str = "higher",
    target: int | None = None,
    is_main: bool = False,
    place: int | None = None,
) -> str:
    """Add an indicator, its target in millionths; its id. It comes last unless `place` (1 is the first) says else.

    Raises Refused.
    """
    records.in_use(session, Contract, contract_id)
    row = Indicator(contract_id=contract_id, position=0, **_checked(name, unit, better, target, is_main=is_main))
    _refuse_twin(session, row)
    last = session.scalar(select(func.max(Indicator.position)).where(Indicator.contract_id == contract_id)) or 0
    row.position = last + 1
    session.add(row)
    session.flush()
    _place(session, row, place)
    return row.id


def change(
    session: Session,
    indicator_id: str,
    *,
    version: int | None,
    name: str,
    unit: str,
    better: str,
    target: int | None,
    is_main: bool,
    place: int | None = None,
) -> None:
    """Change an indicator; the targets of reviews already recorded stay as they are. Raises Refused, Stale."""
    records.in_use(session, Indicator, indicator_id)
    values = _checked(name, unit, better, target, is_main=is_main)
    row = records.change(session, Indicator, indicator_id, version=version, **values)
    _refuse_twin(session, row)
    _place(session, row, place)


def archive(session: Session, indicator_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put an indicator away, or bring it back; its figures stay. Raises Refused, Stale."""
    row = records.archive(session, Indicator, indicator_id, version=version, back=back)
    if back:
        _refuse_twin(session, row)


def _checked(name: str, unit: str, better: str, target: int | None, *, is_main: bool) -> dict[str, Any]:
    if better not in ("higher", "lower"):
        raise Refused("Choose whether higher or lower is better.", "better")
    refuse_figure(target, "target")
    plain = records.required(name, "The indicator's name", "name")
    return {"name": plain, "unit": unit.strip(), "better": better, "target_millionths": target, "is_main": is_main}


def _refuse_twin(session: Session, row: Indicator) -> None:
    with session.no_autoflush:
        others = session.scalars(
            select(Indicator).where(
                Indicator.contract_id == row.contract_id, Indicator.archived.is_(False), Indicator.id != row.id
            )
        ).all()
    if any(one.name.casefold() == row.name.casefold() for one in others):
        raise Refused(f"This contract already has an indicator called “{row.name}”.", "name")


def _place(session: Session, row: Indicator, place: int | None) -> None:
    """Put it at this place among the contract's indicators in use; None leaves it where it is."""
    if place is None:
        return
    query = select(Indicator).where(
        Indicator.contract_id == row.contract_id, Indicator.archived.is_(False), Indicator.id != row.id
    )
    others = list(session.scalars(query.order_by(Indicator.position, Indicator.id)))
    others.insert(max(place, 1) - 1, row)
    for at, one in enumerate(others, 1):
        if one.position != at:
            one.position = at


def refuse_figure(millionths: object, field: str) -> None:
    """Raise Refused for what is no figure of 0 or more that the desk keeps."""
    if millionths is None:
        return
    if type(millionths) is not int:
        raise Refused(f"“{millionths}” is not a figure. Type it like 1,234 or 23.456.", field)
    if millionths < 0:
        raise Refused("A figure cannot be below 0.", field)
    if millionths > MOST_MILLIONTHS:
        raise Refused("That is more than the desk keeps in one figure (1,000,000,000).", field)


# the grid of a review


def enter(
    session: Session, review: ContractReview, *, results: Mapping[str, int | None], was: Mapping[str, int | None]
) -> None:
    """Save the figures of a review, in millionths by `indicator:target` and `indicator:actual`.

    `was` is the grid as the person saw it: only cells that differ are touched, and only where nobody else has changed
    them since. Raises Refused at `results:indicator:target`, Stale.
    """
    changed = {cell: results.get(cell) for cell in {**was, **results} if results.get(cell) != was.get(cell)}
    rows = _rows(session, review)
    for cell, millionths in changed.items():
        indicator_id, _, column = cell.partition(":")
        if column not in (TARGET, ACTUAL):
            raise Refused("An indicator has a target and an actual figure.", f"{FIELD}:{cell}")
        refuse_figure(millionths, f"{FIELD}:{cell}")
        _refuse_unseen(session, rows.get(indicator_id), column, was.get(cell))
    for cell, millionths in changed.items():
        indicator_id, _, column = cell.partition(":")
        if indicator_id not in rows:
            rows[indicator_id] = _new_row(session, review, indicator_id)
        row = rows[indicator_id]
        figures = {**_figures(row), column: millionths}
        row.target_millionths, row.actual_millionths = figures[TARGET], figures[ACTUAL]
        row.archived = figures == {TARGET: None, ACTUAL: None}


def _rows(session: Session, review: ContractReview) -> dict[str, IndicatorResult]:
    """The row of each indicator, one that was emptied included, so that it is used again."""
    query = select(IndicatorResult).where(IndicatorResult.review_id == review.id)
    ordered = query.order_by(IndicatorResult.archived.desc(), IndicatorResult.id)
    return {row.indicator_id: row for row in session.scalars(ordered)}


def _figures(row: IndicatorResult | None) -> dict[str, int | None]:
    if row is None or row.archived:
        return {TARGET: None, ACTUAL: None}
    return {TARGET: row.target_millionths, ACTUAL: row.actual_millionths}


def _refuse_unseen(session: Session, row: IndicatorResult | None, column: str, was: int | None) -> None:
    if _figures(row)[column] != was:
        raise records.stale(session, [row.id] if row is not None else [], row.version if row is not None else 0)


def _new_row(session: Session, review: ContractReview, indicator_id: str) -> IndicatorResult:
    if records.in_use(session, Indicator, indicator_id).contract_id != review.contract_id:
        raise Refused(records.GONE)
    row = IndicatorResult(indicator_id=indicator_id, review_id=review.id)
    session.add(row)
    return row


def start_cells(known: Sequence[IndicatorRecord]) -> dict[str, int]:
    """What the grid of a new review begins with: each indicator's own target."""
    return {f"{one.id}:{TARGET}": one.target for one in known if one.target is not None and not one.archived}


def review_cells(found: Sequence[ResultRecord], review_id: str) -> dict[str, int]:
    """The grid of a recorded review, as `enter` takes it; an empty cell is not in it."""
    cells: dict[str, int] = {}
    for one in found:
        if one.review_id == review_id:
            figures = {TARGET: one.target, ACTUAL: one.actual}
            cells.update({f"{one.indicator_id}:{key}": figure for key, figure in figures.items() if figure is not None})
    return cells


# how it went


def verdict(one: IndicatorRecord, target: int | None, actual: int | None) -> Verdict:
    """Whether a figure meets its target, whichever way is better; a target met exactly is met."""
    if actual is None:
        return "No figure"
    if target is None:
        return "No target"
    return "Met" if (actual >= target if one.better == "higher" else actual <= target) else "Not met"


def indicator_table(
    c: ContractRecord,
    known: Sequence[IndicatorRecord],
    found: Sequence[ResultRecord],
    *,
    year: int,
    year_style: str = SLASH,
) -> Listing:
    """The indicators against their targets over the reviewed quarters of a year, and whether the last figure met its.

    The target shown is that of the year's last review, else the indicator's own; a quarter with another one is noted.
    """
    reviewed = {each.id: each.quarter for each in c.reviews if each.year == year}
    mine: dict[str, dict[int, ResultRecord]] = {}
    for result in found:
        if (quarter := reviewed.get(result.review_id)) is not None:
            mine.setdefault(result.indicator_id, {})[quarter] = result
    lines: list[Line] = []
    notes: list[tuple[str, str]] = []
    for one in known:
        if one.archived and one.id not in mine:
            continue
        quarters = mine.get(one.id, {})
        target = quarters[max(quarters)].target if quarters else one.target
        said = _other_targets(quarters, target)
        mark = note_mark(len(notes)) if said else ""
        if said:
            notes.append((mark, said))
        lines.append(Line(one.id, _cells(one, quarters, target), mark=mark))
    return Listing(
        f"Indicators {format_year(year, year_style)}",
        (
            Column("name", "Indicator"),
            Column("unit", "Unit"),
            Column("better", "Better"),
            Column(TARGET, "Target", "figure", added=False),
            *(Column(f"q{quarter}", f"Q{quarter}", "figure", added=False) for quarter in range(1, 5)),
            Column("verdict", "Last figure", "chip"),
        ),
        tuple(lines),
        notes=tuple(notes),
        subtitle="What each review found against the target",
    )


def _cells(one: IndicatorRecord, quarters: Mapping[int, ResultRecord], target: int | None) -> tuple[Cell, ...]:
    actual = {quarter: result.actual for quarter, result in quarters.items()}
    last = max((quarter for quarter, figure in actual.items() if figure is not None), default=None)
    word = "No figure" if last is None else verdict(one, quarters[last].target, actual[last])
    name = f"{one.name} (main)" if one.is_main else one.name
    return (name, one.unit, one.better.capitalize(), target, *(actual.get(each) for each in range(1, 5)), word)


def _other_targets(quarters: Mapping[int, ResultRecord], target: int | None) -> str:
    other = [
        f"Q{quarter} {'none' if result.target is None else figure_text(result.target)}"
        for quarter, result in sorted(quarters.items())
        if result.target != target
    ]
    return f"The target was another in {', '.join(other)}." if other else ""
