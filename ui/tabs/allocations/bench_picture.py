"""The before and after of scenarios, made of the same records as their table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.allocations.comparing import Measure, Standing, standings
from app.allocations.formula import Rebalanced
from app.allocations.planning import BenchData, ScenarioPlan
from app.listing import Cell
from app.money import format_pence, format_percent
from ui.kit.dumbbell import Mark, Pair, Picture, tell_pence, tell_percent, tell_pounds

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
TELL: dict[Measure, Callable[[float], str]] = {"£": tell_pounds, "%": tell_percent, "head": tell_pence}


@dataclass(frozen=True, slots=True)
class Worked:
    """A scenario worked out: under its name, with its plan, what it comes to and who has what."""

    name: str
    plan: ScenarioPlan
    made: Rebalanced
    rows: tuple[Standing, ...]


def worked(data: BenchData, plan: ScenarioPlan, made: Rebalanced) -> Worked:
    """Who has what when this plan is worked out, in the order of the table: counties with their parts come last."""
    rows = standings(data, plan, made)
    alone, counties = [one for one in rows if not one.county], [one for one in rows if one.county]
    return Worked(plan.name, plan, made, (*alone, *counties))


def picture(several: Sequence[Worked], measure: Measure) -> Picture:
    """A line for each partnership, a county's parts under it; with several scenarios no parts, a mark for each."""
    if len(several) == 1:
        pairs = _with_parts(several[0].rows, measure)
    else:
        pairs = _compared(several, measure)
    return Picture(tuple(pairs), TELL[measure], in_words(several))


def in_words(several: Sequence[Worked]) -> str:
    """Everybody's change in sentences; each scenario by its name where there are several."""
    said = []
    for one in several:
        members = [row for row in one.rows if row.level == 0]
        before = f"{one.name}: " if len(several) > 1 else ""
        said.append(f"{before}{'; '.join(map(said_of, members))}.")
    return " ".join(said)


def said_of(one: Standing) -> str:
    """“Cornwall gains £21,198 (+4.7 %), from £448,636 to £469,834”."""
    change, proposed = one.change, one.proposed
    if change is None or proposed is None:
        return f"{one.name} has {format_pence(one.present)} now"
    if not change:
        return f"{one.name} stays at {format_pence(one.present)}"
    words = f"{one.name} {'gains' if change > 0 else 'loses'} {format_pence(abs(change))}"
    percent = f" ({format_percent(one.percent)} %)" if isinstance(one.percent, int) else ""
    return f"{words}{percent}, from {format_pence(one.present)} to {format_pence(proposed)}"


def _with_parts(rows: Sequence[Standing], measure: Measure) -> list[Pair]:
    pairs: list[Pair] = []
    districts: dict[str, list[Standing]] = {}
    for one in rows:
        if one.level and not one.is_member and one.id != one.county:
            districts.setdefault(one.county, []).append(one)
    for one in rows:
        together = districts.get(one.county, []) if one.level else []
        if one in together and not any(each.change for each in together):
            if one is together[0]:
                pairs.append(_together(together, measure))
            continue
        pairs.append(_pair(one, [one], measure))
    return pairs


def _compared(several: Sequence[Worked], measure: Measure) -> list[Pair]:
    every: list[Mapping[str, Standing]] = [{row.id: row for row in one.rows if row.level == 0} for one in several]
    ids = list(dict.fromkeys(row_id for rows in every for row_id in rows))
    return [
        _pair(next(rows[row_id] for rows in every if row_id in rows), [rows.get(row_id) for rows in every], measure)
        for row_id in ids
    ]


def _pair(first: Standing, each: Sequence[Standing | None], measure: Measure) -> Pair:
    return Pair(
        first.id,
        first.name,
        first.measured(first.present, measure),
        tuple(_mark(one, measure) for one in each),
        level=first.level,
        said=f"{said_of(first)}." if len(each) == 1 else "",
    )


def _mark(one: Standing | None, measure: Measure) -> Mark:
    if one is None:
        return Mark(None, aside="takes no part")
    if one.change is None:
        return Mark(None)
    after = one.measured(one.proposed, measure)
    alone = None if one.bound == "held" else one.measured(one.formula, measure)
    if measure == "head" and one.heads is None:
        return Mark(None, aside="no heads counted")
    if not one.change:
        return Mark(after, alone, "", _kept(one))
    return Mark(after, alone, *_words(one, measure))


def _words(one: Standing, measure: Measure) -> tuple[str, str]:
    pounds = format_pence(one.change or 0, sign=True)
    percent = _percent(one.percent)
    if measure == "%":
        return percent, pounds
    if measure == "head":
        return format_pence(one.measured(one.change, "head") or 0, sign=True), percent
    return pounds, percent


def _percent(cell: Cell) -> str:
    return f"{format_percent(cell)} %" if isinstance(cell, int) else str(cell or "")


def _kept(one: Standing) -> str:
    return f"held at {format_pence(one.present)}" if one.bound == "held" and one.level else "no change"


def _together(districts: Sequence[Standing], measure: Measure) -> Pair:
    """The districts of a county that are all held as they are, in one line."""
    count, amounts = len(districts), {one.present for one in districts}
    words = f"{_number(count)} district {'partnership' if count == 1 else 'partnerships'}"
    each = f"held at {format_pence(next(iter(amounts)))}{' each' if count > 1 else ''}" if len(amounts) == 1 else "held"
    present = sum(one.present for one in districts)
    at: float | None = present
    if measure == "%":
        at = 0
    elif measure == "head":
        heads = [one.heads for one in districts]
        known = [one for one in heads if one]
        at = float(present / sum(known)) if len(known) == count else None
    return Pair(districts[0].county, words, at, (Mark(at, None, "", each),), level=1, said=f"{words}: {each}.")


def _number(count: int) -> str:
    return NUMBERS[count].capitalize() if count < len(NUMBERS) else f"{count:,}"
