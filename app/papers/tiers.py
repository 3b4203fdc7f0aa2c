"""Partnerships as papers gather them: a county's with its districts' under it, each under its short name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app import areas
from app.allocations.partnerships import PartnershipRecord, partnerships
from app.listing import Cell, Group, Line

PARTNERSHIP = "Community Safety Partnership"


def without_kind(name: str) -> str:
    """A partnership's name without the words that all of them have."""
    return name.removesuffix(f" {PARTNERSHIP}") or name


@dataclass(frozen=True, slots=True)
class Tier:
    """A partnership; `place` is its area's name. `family` is the id of the county it lies in, its own id where it is
    one or stands alone; `depth` is how far it lies under it."""

    id: str
    name: str
    place: str
    family: str
    depth: int = 0

    @property
    def short(self) -> str:
        """The name without the words that all of them have."""
        return without_kind(self.name)


@dataclass(frozen=True, slots=True)
class Tiers:
    """Every partnership in the office's order."""

    rows: tuple[Tier, ...]

    def lines(self, cells: Mapping[str, Sequence[Cell]], marks: Mapping[str, str] | None = None) -> tuple[Line, ...]:
        """A line for each partnership that has cells, its short name before them, in the group of its county."""
        grouped = self._grouped(cells)
        return tuple(
            Line(
                one.id,
                (one.short, *cells[one.id]),
                group=one.family if one.family in grouped else "",
                mark=(marks or {}).get(one.id, ""),
                level=max(one.depth - 1, 0) if one.family in grouped else 0,
            )
            for one in self.rows
            if one.id in cells
        )

    def groups(self, shown: Iterable[str]) -> tuple[Group, ...]:
        """The counties of which several partnerships are shown, each under its area's name."""
        grouped = self._grouped(shown)
        return tuple(Group(one.id, one.place or one.short) for one in self.rows if one.id in grouped)

    def in_order(self, shown: Iterable[str]) -> list[Tier]:
        """These partnerships in the order of the lines: those that stand alone first, then each county with its own."""
        ids = set(shown)
        grouped = self._grouped(ids)
        mine = [one for one in self.rows if one.id in ids]
        alone = [one for one in mine if one.family not in grouped]
        return alone + [one for county in self.rows for one in mine if county.id in grouped and one.family == county.id]

    def called(self, partnership_id: str) -> str:
        """The short name of a partnership; empty for one that is not known."""
        return next((one.short for one in self.rows if one.id == partnership_id), "")

    def _grouped(self, shown: Iterable[str]) -> set[str]:
        """The counties of which more than one partnership is shown."""
        ids = set(shown)
        families = [one.family for one in self.rows if one.id in ids]
        return {one for one in families if families.count(one) > 1}


def tiers_of(known: Sequence[PartnershipRecord], places: Mapping[str, str]) -> Tiers:
    """These partnerships in their order, with the names of areas by id."""
    by_id = {one.id: one for one in known}

    def tier(one: PartnershipRecord) -> Tier:
        family, depth = one, 0
        while family.parent_id in by_id and depth < len(known):
            family, depth = by_id[family.parent_id], depth + 1
        return Tier(one.id, one.name, places.get(one.area_id or "", ""), family.id, depth)

    return Tiers(tuple(map(tier, known)))


def gather_tiers(session: Session, *, day: date) -> Tiers:
    """The office's partnerships, those put away included (what they had stays), their areas called as on `day`."""
    places = {one.id: one.name for one in areas.areas(session, on=day, archived=True)}
    return tiers_of(partnerships(session, archived=True), places)
