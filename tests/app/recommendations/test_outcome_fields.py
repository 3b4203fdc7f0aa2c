"""The fields of outcomes, their grids, and the office's library of reasons."""

from __future__ import annotations

import inspect
from typing import get_args

import pytest

from app.door import Office
from app.errors import Refused, Stale
from app.grants.reading import application
from app.recommendations import outcome_fields, reading, reasons, recommending
from app.recommendations.outcome_list import reason_list
from app.recommendations.parts import Outcome
from db.base import Record
from db.recommendations import OutcomeReason, Recommendation, RecommendationCut, RecommendationReason
from tests.app.recommendations.recommended import Recommended

TABLES: tuple[type[Record], ...] = (Recommendation, RecommendationReason, RecommendationCut, OutcomeReason)


@pytest.mark.parametrize("model", TABLES)
def test_the_history_has_words_for_every_column(model: type[Record]) -> None:
    columns = {one.name for one in model.__table__.columns} - {"id", "version", "archived"}
    assert columns == {one.key for one in outcome_fields.LABELS[model.__tablename__]}


def test_the_choices_are_the_outcomes_the_file_takes_and_are_read_back_from_their_words() -> None:
    assert tuple(one.value for one in outcome_fields.OUTCOMES) == get_args(Outcome)
    for one in outcome_fields.OUTCOMES:
        assert (
            outcome_fields.read_outcome(f" {one.label.upper()} ") == one.value == outcome_fields.read_outcome(one.value)
        )
    assert outcome_fields.read_outcome("") is None
    assert outcome_fields.outcome_words("no such") == "no such"


def test_every_field_of_the_form_is_taken_by_its_use_case() -> None:
    taken = set(inspect.signature(recommending.set_one).parameters)
    assert {one.key for one in outcome_fields.RECOMMENDATION} <= taken
    assert {one.key for one in outcome_fields.REASON_FIELDS} <= set(inspect.signature(reasons.add).parameters)


def test_a_form_holds_what_is_recommended_and_saves_it_as_it_is(office: Office) -> None:
    desk = Recommended(office)
    key = office.write("Add", reasons.add, code="part", outcome="reduced", text="We pay for a part of it.")
    desk.recommend(0, "reduced", 5_000, reason="Less", conditions="A report", reason_ids=(key,))
    held = outcome_fields.values(desk.known(0))
    assert held.keys() == {one.key for one in outcome_fields.RECOMMENDATION}
    before = desk.of(0)
    office.write("Save", recommending.set_one, desk.stage_id, desk.bids[0], version=before.version, **held)
    assert desk.of(0) == before
    assert outcome_fields.values(None) == {"reason_ids": ()}
    (chosen,) = outcome_fields.reason_choices(office.read(reading.reasons))
    assert (chosen.value, chosen.label) == (key, "PART We pay for a part of it.")


def test_the_grid_has_a_row_for_each_bid_and_closes_what_is_committed(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(0, "fund")
    bids = desk.review().rows
    (field,) = outcome_fields.grid([one.bid for one in bids], closed=[desk.bids[0]])
    assert field.grid is not None
    assert [one.label for one in field.grid.rows][:2] == ["DEV-1 Group 1", "DEV-2 Group 2"]
    assert {one.partition(":")[0] for one in field.grid.closed} == {desk.bids[0]}
    assert desk.cells() == {desk.cell("0:outcome"): "Fund", desk.cell("0:amount"): 40_000_00}


def test_the_grid_of_cuts_shows_what_is_asked_for_and_comes_to_the_amount(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(0, "reduced", 35_000)
    van = desk.cost(0, "Van", 30_000)
    costs = office.read(application, desk.bids[0]).costs
    (field,) = outcome_fields.cuts(costs, desk.of(0).given)
    assert field.grid is not None
    assert [(one.key, one.locked, one.expected) for one in field.grid.columns] == [
        ("requested", True, None),
        ("amount", False, 35_000_00),
    ]
    assert outcome_fields.cuts_cells(costs, desk.of(0)) == {f"{van}:requested": 30_000_00, f"{van}:amount": 30_000_00}


# the library


def test_a_reason_is_added_changed_put_away_and_brought_back(office: Office) -> None:
    key = office.write("Add", reasons.add, code=" need ", outcome="decline", text=" Say who needs it. ")
    (one,) = office.read(reading.reasons)
    assert (one.code, one.outcome, one.text, one.place) == ("NEED", "decline", "Say who needs it.", 1)
    office.write("Change", reasons.change, key, version=one.version, code="who", outcome="", text="Say who.")
    with pytest.raises(Stale):
        office.write("Change", reasons.change, key, version=one.version, code="x", outcome="", text="Y")
    listing = reason_list(office.read(reading.reasons))
    assert listing.lines[0].cells == ("WHO", "Any outcome", "Say who.")
    office.write("Archive", reasons.archive, key)
    assert office.read(reading.reasons) == []
    office.write("Add", reasons.add, code="WHO", outcome="", text="Another")
    with pytest.raises(Refused, match="already a reason with this code"):
        office.write("Back", reasons.archive, key, back=True)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": " "}, "code"),
        ({"code": "A CODE THAT IS TOO LONG"}, "code"),
        ({"code": "pot"}, "code"),
        ({"outcome": "maybe"}, "outcome"),
        ({"text": ""}, "text"),
        ({"text": "Pay to sort code 12-34-56"}, "text"),
    ],
)
def test_a_reason_that_cannot_be_is_refused_at_its_box(office: Office, values: dict[str, str], field: str) -> None:
    office.write("Usual", reasons.add_usual)
    given = {"code": "NEW", "outcome": "decline", "text": "Words."} | values
    with pytest.raises(Refused) as refused:
        office.write("Add", reasons.add, **given)
    assert refused.value.field == field


def test_the_usual_library_is_added_once_beside_what_the_office_has(office: Office) -> None:
    own = office.write("Add", reasons.add, code="Pot", outcome="", text="Our own words about the pot.")
    added = office.write("Usual", reasons.add_usual)
    assert len(added) == len(reasons.USUAL) - 1
    every = office.read(reading.reasons)
    assert [one.text for one in every if one.code == "POT"] == ["Our own words about the pot."]
    assert every[0].id == own
    assert {one.outcome for one in every} == {"", "decline", "defer", "reduced", "reserve"}
    assert all(one.text.endswith(".") for one in every)
    with pytest.raises(Refused, match="all of the usual reasons"):
        office.write("Usual", reasons.add_usual)
    assert office.read(reasons.with_code, reasons.UNDER) in added
    assert office.read(reasons.with_code, "NO SUCH") == ""
