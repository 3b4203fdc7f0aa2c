"""The round of the made-up example as it is scored: most sheets in, and something of everything that happens."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app.door import Office
from app.examples.essex_round import REFERENCE
from app.examples.essex_scores import APART, DUE_ON, MEMBERS, OWED
from app.grants import reading as grants
from app.scoring import markers, ranking, reading, scheme, stages, suggesting
from app.scoring.parts import StageRecord

DAY = date(2026, 6, 22)


@pytest.fixture
def stage(essex: Office) -> StageRecord:
    """The first stage of its round."""
    r = next(one for one in essex.read(grants.rounds) if one.reference == REFERENCE)
    return essex.read(reading.stages, r.id)[0]


def open_moderation(office: Office, stage: StageRecord) -> None:
    office.write(
        "Open moderation", stages.open_moderation, stage.id, version=stage.version, reason="The day has come.", day=DAY
    )


def test_seven_members_have_declared_and_four_bids_wait_for_the_last_of_them(essex: Office, stage: StageRecord) -> None:
    assert [one.name for one in stage.seats] == [one.name for one in MEMBERS]
    assert all(one.declared_on and one.sent_on for one in stage.seats)
    found = essex.read(ranking.standings, stage.id)
    assert [one.seen for one in found.by_id.values()].count(False) == len(OWED)
    assert all(one.rank is None for one in found.ordered)
    assert not any(essex.read(markers.marker_list, stage.id).lines)


def test_once_opened_every_bid_has_its_place_and_two_are_far_apart(essex: Office, stage: StageRecord) -> None:
    open_moderation(essex, stage)
    found = essex.read(ranking.standings, stage.id)
    assert [one.rank for one in found.ordered] == list(range(1, len(found.bids) + 1))
    widest = sorted(found.ordered, key=lambda one: one.spread or 0)[-len(APART) :]
    assert {one.application_id for one in widest} == {found.bids[at].id for at in APART}
    letters = {each.letter for one in found.ordered for each in one.members}
    assert letters == {"", "A", "C", "–"}
    words = {one.word for one in markers.compared(found)}
    assert words == {"Strict", "Lenient", "Like the others"}


def test_one_member_was_late_and_what_employer_and_address_suggest_is_still_open(
    essex: Office, stage: StageRecord
) -> None:
    late = {
        one.member_id
        for one in essex.read(reading.sheets, stage.id)
        if one.received_on is not None and one.received_on > DUE_ON
    }
    assert late == {seat.member_id for seat, one in zip(stage.seats, MEMBERS, strict=True) if one.is_late}
    suggested = {one.member_id for one in essex.read(suggesting.read, stage.id)}
    assert suggested == {stage.seats[3].member_id, stage.seats[6].member_id}


def test_every_number_of_points_has_its_words_and_comments_stand_where_they_are_needed(
    essex: Office, stage: StageRecord
) -> None:
    scales = {one.id: one for one in essex.read(reading.scales, stage)}
    assert all([points for points, _ in one.anchors] == list(range(one.maximum + 1)) for one in scales.values())
    assert essex.read(lambda session: scheme.lacking(list(scales.values()))) == ()
    scores = [score for sheet in essex.read(reading.sheets, stage.id) for score in sheet.scores]
    assert all(one.comment for one in scores if scales[one.criterion_id].needs_comment(one.points))
    assert any(one.is_na for one in scores)
    said = {one.comment for one in scores}
    assert not any(re.search(r"\b(Name|TODO|Lorem)\b", one) for one in said)
