"""The statistics of a round: they tie to the signed decisions, name nobody, and say nothing before it is decided."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.decisions import superseding
from app.decisions.grants_list import grants_list
from app.door import Office
from app.errors import Refused
from app.grants import bids
from app.money import MILLION, Pence
from app.papers.blocks import Chart, Document, Paragraph, Table
from app.papers.gather_statistics import StatisticsPaper, gather_statistics
from app.papers.preview import text_of
from app.papers.publisher import publish
from app.papers.publisher.charts import in_words
from app.papers.round_statistics import compose_statistics
from app.papers.round_summary import percents
from app.papers.tying import refuse_untied, untied
from app.recommendations import promoting
from db.decision_sheets import DecisionAward
from tests.app.decisions.deciding import Committed
from tests.app.recommendations.recommended import LATER
from tests.papers.bidding import put_places, share_out
from tests.papers.decided import Decided
from tests.papers.heard import faults


@pytest.fixture
def made(office: Office) -> Decided:
    """Bids for areas and priorities in thirds, one of them for none that is said."""
    found = Decided(office)

    def share(session: Any) -> None:
        areas, priorities = put_places(session)
        for at, key in enumerate(found.bids[:4]):
            share_out(session, key, {areas[at % 3]: 667, areas[(at + 1) % 3]: 333}, {priorities[at % 4]: 1_000})

    office.write("Share", share)
    return found


def record(made: Decided) -> StatisticsPaper:
    return made.office.read(gather_statistics, made.round_id, day=LATER)


def statistics(made: Decided) -> Document:
    return compose_statistics(record(made))


def table(document: Document, caption: str) -> Table:
    return next(one for one in document.blocks if isinstance(one, Table) and caption in one.caption)


def column(one: Table, key: str) -> list[Any]:
    at = [each.key for each in one.listing.columns].index(key)
    return [line.cells[at] for line in one.listing.lines]


def words(document: Document) -> str:
    return " ".join(text_of(publish(document)).split())


def test_nothing_is_told_of_outcomes_before_they_are_signed(made: Decided) -> None:
    with pytest.raises(Refused, match="Nothing has been decided on the bids of DEV-2018 yet"):
        statistics(made)


def test_the_statistics_tie_to_the_decisions_and_by_area_and_priority_to_the_penny(made: Decided) -> None:
    made.sign()
    document = statistics(made)
    assert list(untied(document)) == []
    for caption in ("Bids by outcome", "Given by area", "Given by priority"):
        one = table(document, caption)
        assert sum(column(one, "given")) == made.sheet.given == 65_000_00
        assert sum(column(one, "requested")) == 120_000_00
    assert column(table(document, "Bids by outcome"), "bids") == [MILLION] * 5


def test_a_figure_that_does_not_tie_to_the_signed_decisions_keeps_the_statistics_back(made: Decided) -> None:
    made.sign()
    found = record(made)
    sheet = found.sheets[0]
    more = replace(sheet, awards=(replace(sheet.awards[0], amount=Pence(40_001_00)), *sheet.awards[1:]))
    with pytest.raises(Refused, match=r"£65,000 is printed, and its parts come to £65,001"):
        refuse_untied(compose_statistics(replace(found, sheets=(more,))))


def test_they_say_how_many_had_money_and_why_others_had_none(made: Decided) -> None:
    made.sign()
    document = statistics(made)
    opening = next(one for one in document.blocks if isinstance(one, Paragraph))
    said = "".join(one if isinstance(one, str) else one.text for one in opening.text)
    assert said == (
        "Five bids were decided. They ask for £120,000, 1.2 times the pot of £100,000. "
        "Two bids have money, £65,000 in all: 40.0\u00a0% of the bids and 54.2\u00a0% of what they ask for."
    )
    assert column(table(document, "Reasons given"), "code") == ["NEED", "NEXT", "READY"]
    chart = next(one for one in document.blocks if isinstance(one, Chart) and one.counts)
    assert "NEED: Bids 1." in in_words(chart)


def test_a_bid_withdrawn_since_it_was_decided_has_nothing_and_the_statistics_still_tie(made: Decided) -> None:
    made.sign()
    made.withdraw(1)
    document = statistics(made)
    assert list(untied(document)) == []
    outcomes = table(document, "Bids by outcome")
    assert sum(column(outcomes, "given")) == 40_000_00
    assert "One bid was withdrawn after £25,000 had been given, and has nothing now." in words(document)


def test_a_bid_that_waits_is_told_and_counts_in_no_rate(made: Decided) -> None:
    late = made.sheet.awards[4].id
    made.office.write("Wait", lambda session: setattr(session.get_one(DecisionAward, late), "archived", True))
    made.sign()
    text = words(statistics(made))
    assert "Four bids were decided." in text
    assert "One bid waits to be decided." in text


def test_no_organisation_project_or_member_is_named(made: Decided) -> None:
    made.sign()
    text = words(statistics(made))
    assert [one for one in ("Group", "Project", "DEV-1", "Foolscap", "Ledger") if one in text] == []
    assert "DEV-2018" in text


def test_they_pass_as_accessible(made: Decided) -> None:
    made.sign()
    assert faults(publish(statistics(made))) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=9))
def test_shares_of_the_money_always_come_to_a_hundred(amounts: list[int]) -> None:
    found = percents(amounts)
    assert found == [None] * len(amounts) if not any(amounts) else sum(one or 0 for one in found) == 100 * MILLION


def test_a_promoted_bid_has_its_money_also_after_the_decision_with_its_place_in_reserve_was_replaced(
    office: Office,
) -> None:
    desk = Committed(office)
    first, sheets = desk.one(), desk.sheets
    sheets.through(first)
    desk.withdraw(0)
    office.write("Up", promoting.promote, desk.bids[3], version=desk.of(3).version, reason="Free", day=LATER)
    sheets.through(desk.one())
    later = office.write("Replace", superseding.supersede, first, title="Again", day=LATER)
    out = next(one.id for one in sheets.sheet(later).awards if one.application_id == desk.bids[0])
    sheets.give(later, {f"{out}:outcome": "Decline", f"{out}:amount": None})
    sheets.through(later)
    found = office.read(gather_statistics, desk.round_id, day=LATER)
    assert list(untied(compose_statistics(found))) == []
    assert [(one.standing, one.given) for one in found.bids] == [
        ("out", 0),
        ("fund", 30_000_00),
        ("fund", 20_000_00),
        ("fund", 20_000_00),
        ("decline", 0),
    ]


def test_a_bid_put_away_since_it_was_decided_has_nothing_and_the_statistics_still_tie(made: Decided) -> None:
    made.sign()
    made.office.write("Put away", bids.archive, made.bids[0])
    found = record(made)
    assert list(untied(compose_statistics(found))) == []
    assert (found.bids[0].standing, found.bids[0].lost, found.given) == ("out", 40_000_00, 25_000_00)
    listed = made.office.read(grants_list, year=2018).lines
    assert [line.cells[0] for line in listed] == ["Group 2"]
