"""The words of score sheets."""

from __future__ import annotations

import pytest

from app.scoring import sheet_fields
from app.scoring.parts import BidRecord
from db.base import Record
from db.scoring import Score, ScoreSheet

BID = BidRecord("b1", "DEV-1", "o1", "Group 1", "Project 1", None)


@pytest.mark.parametrize("model", [ScoreSheet, Score])
def test_the_history_has_words_for_every_column(model: type[Record]) -> None:
    named = {one.key for one in sheet_fields.LABELS[model.__tablename__]}
    assert named == {one.name for one in model.__table__.columns} - {"id", "version", "archived"}


def test_bids_to_choose_from_hide_their_names_where_the_stage_does() -> None:
    assert sheet_fields.submit([BID])[0].choices[0].label == "DEV-1 Group 1"
    assert sheet_fields.abstain([BID], named=False)[0].choices[0].label == "DEV-1"
