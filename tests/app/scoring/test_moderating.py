"""The agenda: bids whose scores lie far apart, the widest first, and nothing of a bid that may not be seen yet."""

from __future__ import annotations

from typing import Any

from app.door import Office
from app.money import Pence
from app.scoring import agreeing, moderating, ranking
from app.scoring.ranking import POINT
from tests.app.scoring.staged import DAY, Staged


def test_the_widest_range_comes_first_and_then_the_one_nearest_to_the_line(office: Office) -> None:
    s = Staged(office, asks=(40_000, 40_000, 40_000, 40_000))
    s.send_all(0, 5, 5, 4)
    s.send_all(1, 5, 4, 4)
    s.send_all(2, 4, 4, 3)
    s.send_all(3, 5, 1, 1)
    found = office.read(moderating.items, s.stage_id)
    assert [(one.bid.reference, one.places) for one in found] == [
        ("DEV-4", -2),
        ("DEV-2", 1),
        ("DEV-3", -1),
        ("DEV-1", 2),
    ]
    assert [one.why for one in found] == [
        "Scores 80 apart; 20 or more is discussed. Number 2 below the line.",
        "Scores 20 apart; 20 or more is discussed. The last above the line.",
        "Scores 20 apart; 20 or more is discussed. The first below the line.",
        "Scores 20 apart; 20 or more is discussed. Number 2 above the line.",
    ]


def test_scores_just_nearer_together_are_not_discussed(office: Office) -> None:
    s = Staged(office, asks=(1_000,), diverges=201)
    s.send_all(0, 5, 4, 4)
    assert office.read(moderating.items, s.stage_id) == []


def test_a_bid_that_waits_for_a_sheet_is_not_on_the_agenda_nor_anything_told_of_it(office: Office) -> None:
    s = Staged(office)
    s.send_all(0, 5, 1)
    s.send_all(1, 5, 1, 1)
    found = office.read(moderating.agenda, s.stage_id)
    assert [line.id for line in found.lines] == [s.bids[1]]
    by_key = dict(zip([one.key for one in found.columns], found.lines[0].cells, strict=True))
    assert (by_key["rank"], by_key["line"], by_key["range"]) == (None, None, 800 * POINT)
    s.moderate()
    assert {line.id for line in office.read(moderating.agenda, s.stage_id).lines} == {s.bids[0], s.bids[1]}


def test_the_agenda_shows_what_was_agreed_and_what_is_left(office: Office) -> None:
    s = Staged(office, asks=(10_000, 10_000))
    s.send_all(0, 5, 1, 1)
    s.send_all(1, 5, 0, 1)
    before = office.read(moderating.items, s.stage_id)
    assert moderating.to_discuss(before) == ("DEV-2", "DEV-1")
    terms: dict[str, Any] = {"version": None, "score": 740, "reason": "Why", "present": s.members, "day": DAY}
    office.write("Agree", agreeing.agree, s.stage_id, s.bids[1], **terms)
    after = office.read(moderating.items, s.stage_id)
    assert moderating.to_discuss(after) == ("DEV-1",)
    assert [one.spread for one in after] == [one.spread for one in before]
    listing = office.read(moderating.agenda, s.stage_id)
    assert listing.subtitle == "Bids whose scores are 20 or more apart"
    agreed = [one.key for one in listing.columns].index("agreed")
    assert [line.cells[agreed] for line in listing.lines] == [740 * POINT, None]


def test_there_is_no_line_where_the_pot_is_enough(office: Office) -> None:
    s = Staged(office, asks=(50_000, 50_000))
    for bid in range(2):
        s.send_all(bid, 5, 4, bid)
    found = office.read(ranking.standings, s.stage_id)
    assert moderating.from_the_line(found, Pence(100_000_00)) == {}
    assert set(moderating.from_the_line(found, Pence(99_999_99)).values()) == {1, -1}
    assert set(moderating.from_the_line(found, Pence(49_999_99)).values()) == {-1, -2}
