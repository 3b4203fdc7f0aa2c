"""Targets of fairness: one grid for areas and priorities, kept once each, seen before they are saved over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import areas
from app.door import Office
from app.errors import Stale
from app.recommendations import reading, targets
from tests.app.grants import invited
from tests.conftest import Open
from tests.factories import SAM, add_priority, refusal


class Aimed:
    """A draft round, two areas and a priority."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.round_id = invited.add(office)
        self.north, self.south = (
            office.write("Add area", areas.add_area, name=one, kind="District") for one in ("North", "South")
        )
        self.safer = add_priority(office)

    def cells(self) -> dict[str, int]:
        """The grid as it stands."""
        return targets.cells(self.office.read(reading.targets, self.round_id))

    def put(self, shares: Mapping[str, int | None], office: Office | None = None, **given: Any) -> None:
        """Type shares over what stands."""
        was = given.get("was", self.cells())
        typed = {f"{key}:{targets.SHARE}": share for key, share in shares.items()}
        (office or self.office).write("Targets", targets.set_targets, self.round_id, targets={**was, **typed}, was=was)

    def shares(self) -> dict[str, int]:
        """What each ought to have."""
        return targets.by_id(self.office.read(reading.targets, self.round_id))


@pytest.fixture
def aimed(office: Office) -> Aimed:
    return Aimed(office)


def test_areas_and_priorities_have_their_targets_and_lose_them(aimed: Aimed) -> None:
    aimed.put({aimed.north: 600, aimed.south: 400, aimed.safer: 1000})
    assert aimed.shares() == {aimed.north: 600, aimed.south: 400, aimed.safer: 1000}
    found = aimed.office.read(reading.targets, aimed.round_id)
    assert {(bool(one.area_id), bool(one.priority_id)) for one in found} == {(True, False), (False, True)}
    aimed.put({aimed.north: 550, aimed.south: None})
    assert aimed.shares() == {aimed.north: 550, aimed.safer: 1000}
    aimed.put({aimed.south: 450})
    assert aimed.shares() == {aimed.north: 550, aimed.south: 450, aimed.safer: 1000}
    aimed.office.undo()
    assert aimed.shares() == {aimed.north: 550, aimed.safer: 1000}


def test_what_cannot_be_is_refused_at_its_cell(aimed: Aimed) -> None:
    for share in (0, -1, 1001):
        cell = f"{aimed.north}:share"
        refused = refusal(aimed.office, targets.set_targets, aimed.round_id, targets={cell: share}, was={})
        assert refused == (
            "A target is more than 0 % and at most 100 %. Leave it empty for none.",
            f"targets:{cell}",
        )
    gone = refusal(aimed.office, targets.set_targets, aimed.round_id, targets={"nowhere:share": 1}, was={})
    assert gone[0].startswith("That record is no longer in this office file")


def test_targets_of_areas_come_to_the_whole_at_most(aimed: Aimed) -> None:
    shares = {f"{aimed.north}:share": 600, f"{aimed.south}:share": 401, f"{aimed.safer}:share": 1000}
    refused = refusal(aimed.office, targets.set_targets, aimed.round_id, targets=shares, was={})
    assert refused == ("The targets of areas come to 100.1 %, more than all.", "targets")
    aimed.put({aimed.north: 600, aimed.south: 400, aimed.safer: 1000})


def test_nobody_saves_over_what_they_have_not_seen(aimed: Aimed, path: Path, opened: Open) -> None:
    aimed.put({aimed.north: 300})
    seen = aimed.cells()
    aimed.put({aimed.north: 350}, opened(path, SAM))
    with pytest.raises(Stale, match="Sam saved this"):
        aimed.put({aimed.north: 400}, was=seen)
    aimed.put({aimed.south: 100}, was=seen)
    assert aimed.shares() == {aimed.north: 350, aimed.south: 100}


def test_the_form_has_a_heading_for_each_half_and_a_row_for_each(aimed: Aimed) -> None:
    (field,) = targets.fields([(aimed.north, "North")], [(aimed.safer, "Safer roads")])
    assert field.grid is not None
    rows = [(one.label, one.heading) for one in field.grid.rows]
    assert rows == [("Areas", True), ("North", False), ("Priorities", True), ("Safer roads", False)]


@given(st.dictionaries(st.text("ab", min_size=1, max_size=3), st.integers(0, 10**6)))
def test_targets_by_people_come_to_the_whole_and_never_to_nothing(people: dict[str, int]) -> None:
    found = targets.by_people(people)
    assert sum(found.values()) == (1000 if any(people.values()) else 0)
    assert all(share > 0 for share in found.values())
    order = sorted(found, key=lambda cell: people[cell.removesuffix(":share")])
    assert [found[cell] for cell in order] == sorted(found.values())
