"""The marking scheme: two grids of a round, saved cell by cell, copied by name, locked at the first score."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.door import Office
from app.errors import Stale
from app.scoring import reading, scheme, stages
from app.scoring.stage_fields import anchors_shape, scheme_shape
from db.scoring import SCORED
from tests.app.grants import invited
from tests.app.scoring.staged import Staged
from tests.conftest import Open
from tests.factories import SAM, refusal


def refused(s: Staged, cells: dict[str, Any]) -> tuple[str, str | None]:
    was = s.office.read(scheme.scheme_cells, s.round_id)
    return refusal(s.office, scheme.set_scheme, s.round_id, scheme={**was, **cells}, was=was)


def test_a_round_without_a_scheme_has_every_criterion_on_the_first_sheet(office: Office) -> None:
    s = Staged(office)
    cells = office.read(scheme.scheme_cells, s.round_id)
    assert cells == {f"{key}:first": "yes" for key in (s.need, s.value, s.sites)}
    scales = office.read(reading.scales, s.stage)
    assert scheme.lacking(scales) == (
        "Need: nothing says what its points mean.",
        "Value: nothing says what its points mean.",
    )


def test_a_scheme_is_kept_as_it_was_typed_and_undone_by_itself(office: Office) -> None:
    s = Staged(office)
    typed = {f"{s.need}:second": 0, f"{s.need}:below": " 2 ", f"{s.need}:above": "4", f"{s.sites}:first": "no"}
    s.scheme(typed)
    cells = office.read(scheme.scheme_cells, s.round_id)
    assert cells == {
        f"{s.need}:first": "yes",
        f"{s.need}:second": 0,
        f"{s.need}:below": "2",
        f"{s.need}:above": "4",
        f"{s.value}:first": "yes",
    }
    need, value = office.read(reading.scales, s.stage)
    assert [need.needs_comment(points) for points in range(6)] == [True, True, False, False, False, True]
    s.scheme({f"{s.need}:second": 1000, f"{s.need}:below": None})
    assert office.read(scheme.scheme_cells, s.round_id) == {
        **{key: one for key, one in cells.items() if not key.endswith(":below")},
        f"{s.need}:second": 1000,
    }
    office.undo()
    assert office.read(scheme.scheme_cells, s.round_id) == cells
    assert value.name == "Value"


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("first", "perhaps", "Need: Type yes or no."),
        ("second", 1001, "Need: A weight is between 0 % and 100 %."),
        ("second", "much", "Need: A weight is between 0 % and 100 %."),
        ("below", "6", "Need: Type whole points from 0 to 5, or leave it empty."),
        ("above", "4.5", "Need: Type whole points from 0 to 5, or leave it empty."),
        ("above", "-1", "Need: Type whole points from 0 to 5, or leave it empty."),
    ],
)
def test_a_bad_cell_is_refused_where_it_is(office: Office, column: str, value: Any, message: str) -> None:
    s = Staged(office)
    assert refused(s, {f"{s.need}:{column}": value}) == (message, f"scheme:{s.need}:{column}")


def test_what_cannot_be_together_is_refused(office: Office) -> None:
    s = Staged(office)
    said = "Sites: What is for information only is not scored. Give it a weight of 0 %, or none."
    assert refused(s, {f"{s.sites}:second": 10}) == (said, f"scheme:{s.sites}:second")
    s.scheme({f"{s.need}:below": "3"})
    said = "Need: A comment is needed below the lower and above the higher points."
    assert refused(s, {f"{s.need}:above": "2"}) == (said, f"scheme:{s.need}:above")
    other = invited.opened(office, reference="OTHER")
    foreign = invited.read(office, other).criteria[0].id
    assert refused(s, {f"{foreign}:second": 10})[1] == f"scheme:{foreign}:second"
    assert refused(s, {f"{s.need}:third": "1"})[1] == f"scheme:{s.need}:third"


def test_words_for_points_are_kept_to_the_letter(office: Office) -> None:
    s = Staged(office)
    odd = {f"{s.need}:0": "Nothing's there", f"{s.need}:5": "Tŷ’r tân: “gwych”", f"{s.value}:3": "=1+1"}
    s.anchors(odd)
    assert office.read(scheme.anchor_cells, s.round_id) == odd
    scales = {one.id: one for one in office.read(reading.scales, s.stage)}
    assert scales[s.need].anchors == ((0, "Nothing's there"), (5, "Tŷ’r tân: “gwych”"))
    assert scheme.lacking(list(scales.values())) == ("Value: nothing says what 0 and 5 points mean.",)
    s.anchors({f"{s.need}:0": "  ", f"{s.need}:5": "Very good"})
    assert office.read(scheme.anchor_cells, s.round_id) == {f"{s.need}:5": "Very good", f"{s.value}:3": "=1+1"}
    office.undo()
    assert office.read(scheme.anchor_cells, s.round_id) == odd
    beyond = refusal(office, scheme.set_anchors, s.round_id, anchors={**odd, f"{s.need}:6": "More"}, was=odd)
    assert beyond == ("Need: It has 0 to 5 points.", f"anchors:{s.need}:6")


def test_two_people_may_fill_different_cells_and_not_the_same_one(office: Office, path: Path, opened: Open) -> None:
    s = Staged(office)
    was = office.read(scheme.scheme_cells, s.round_id)
    sam = opened(path, SAM)
    sam.write("Sam's", scheme.set_scheme, s.round_id, scheme={**was, f"{s.need}:below": "2"}, was=was)
    sam.write("Words", scheme.set_anchors, s.round_id, anchors={f"{s.need}:0": "None"}, was={})
    office.write("Mine", scheme.set_scheme, s.round_id, scheme={**was, f"{s.need}:above": "4"}, was=was)
    office.write("Mine", scheme.set_anchors, s.round_id, anchors={f"{s.need}:1": "Some"}, was={})
    assert office.read(scheme.scheme_cells, s.round_id)[f"{s.need}:below"] == "2"
    with pytest.raises(Stale, match="saved this while you were typing"):
        office.write("Over", scheme.set_scheme, s.round_id, scheme={**was, f"{s.need}:below": "1"}, was=was)
    with pytest.raises(Stale, match="saved this while you were typing"):
        office.write("Over", scheme.set_anchors, s.round_id, anchors={f"{s.need}:0": "Nil"}, was={})


def test_the_scheme_is_locked_at_the_first_score(office: Office) -> None:
    s = Staged(office)
    s.anchors({f"{s.need}:0": "None"})
    assert not office.read(scheme.is_locked, s.round_id)
    s.send(0, 0, 4, None, state="draft")
    assert office.read(scheme.is_locked, s.round_id)
    assert refused(s, {f"{s.value}:below": "1"}) == (SCORED, f"scheme:{s.value}:below")
    was = office.read(scheme.anchor_cells, s.round_id)
    words = refusal(office, scheme.set_anchors, s.round_id, anchors={}, was=was)
    assert words == (SCORED, f"anchors:{s.need}:0")
    assert refusal(office, scheme.copy_from, s.round_id, from_round_id=s.round_id) == (SCORED, None)
    s.anchors({})


def test_the_weights_of_a_second_stage_are_set_until_its_own_first_score(office: Office) -> None:
    s = Staged(office, pass_tenths=600)
    s.send(0, 0, 4, 4)
    s.rank()
    second = office.write("Second", stages.set_up, s.round_id, number=2, member_ids=s.members)
    assert scheme.lacking(office.read(reading.scales, office.read(reading.stage, second))) == (
        "No criterion is scored at this stage.",
    )
    s.scheme({f"{s.need}:second": 300, f"{s.sites}:second": 0})
    scales = office.read(reading.scales, office.read(reading.stage, second))
    assert [(one.name, one.weight) for one in scales] == [("Need", 300), ("Sites", 0)]
    assert "The weights come to 30 %, not to 100 %" in scheme.lacking(scales)[0]
    s.send(0, 0, 4, 4, stage_id=second)
    assert refused(s, {f"{s.need}:second": 400}) == (SCORED, f"scheme:{s.need}:second")


def test_a_scheme_is_taken_over_by_the_names_of_the_criteria(office: Office) -> None:
    s = Staged(office)
    s.scheme({f"{s.need}:below": "2", f"{s.value}:above": "4"})
    s.anchors({f"{s.need}:0": "None", f"{s.value}:5": "All", f"{s.sites}:1": "One"})
    other = invited.add(office, reference="NEXT")
    need = invited.criterion(office, other, " need ", 500)
    value = invited.criterion(office, other, "Value", 500, maximum=10)
    sites = invited.criterion(office, other, "Sites", None, is_information=True)
    own = {f"{sites}:1": "Mine"}
    office.write("Words", scheme.set_anchors, other, anchors=own, was={})
    taken = office.write("Copy", scheme.copy_from, other, from_round_id=s.round_id)
    assert [one.strip() for one in taken] == ["need"]
    assert office.read(scheme.anchor_cells, other) == {**own, f"{need}:0": "None"}
    cells = office.read(scheme.scheme_cells, other)
    assert cells[f"{need}:below"] == "2"
    assert f"{value}:above" not in cells
    again = refusal(office, scheme.copy_from, other, from_round_id=s.round_id)
    assert again == ("Nothing of that round’s marking can be taken over here.", "from_round_id")


def test_the_grids_have_a_row_for_each_criterion_and_close_points_it_has_not(office: Office) -> None:
    round_id = invited.add(office)
    invited.criterion(office, round_id, "Need", 600, maximum=3)
    invited.criterion(office, round_id, "Value", 400, maximum=5)
    criteria = invited.read(office, round_id).criteria
    assert [one.label for one in scheme_shape(criteria).rows] == ["Need, 60 %, 0 to 3", "Value, 40 %, 0 to 5"]
    shape = anchors_shape(criteria)
    assert [one.key for one in shape.columns] == ["0", "1", "2", "3", "4", "5"]
    assert shape.closed == {f"{criteria[0].id}:4", f"{criteria[0].id}:5"}
