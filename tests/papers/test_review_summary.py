"""The executive summary of a review: what was received, held and is proposed, and how it was worked out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.allocations import adopting, allocations, factors, reserves, scenarios
from app.door import Office
from app.money import Limit, Pence
from app.papers.blocks import Document, Dumbbell
from app.papers.gather_review import gather_review
from app.papers.preview import text_of
from app.papers.publisher import publish
from app.papers.review_summary import compose_summary
from tests.papers.heard import faults
from tests.papers.partnered import DAY, Made, shared, with_scenario
from tests.papers.readings import facts, headings, paragraphs, rows, table, tables, untied


def summary(office: Office, scenario: str) -> Document:
    return compose_summary(office.read(gather_review, scenario, day=DAY))


def example(office: Office) -> Document:
    return summary(office, office.read(scenarios.scenarios)[0].id)


def adopt(office: Office, scenario: str) -> None:
    version = office.read(scenarios.scenario, scenario).version
    office.write(
        "Adopt",
        adopting.adopt,
        scenario,
        version=version,
        reason="Agreed with all partnerships",
        today=date(2018, 11, 30),
    )


def reviewed(office: Office, **terms: Any) -> Made:
    made = shared(office, lone=3, districts=2)
    with_scenario(office, made, **terms)
    return made


def test_it_opens_with_what_moves_and_is_a_draft_with_its_author_until_adopted(devon_cornwall: Office) -> None:
    document = example(devon_cornwall)
    assert paragraphs(document)[0] == (
        "£48,171 of £1,615,249 moves: Devon and Cornwall gain, Plymouth and Torbay lose. The total stays £1,615,249 in"
        " each of the three years, to the pound. It is brought in over three years, in equal steps from 2020/21 to"
        " 2022/23."
    )
    assert (document.draft, document.author) == (True, "Example Officer")
    assert dict(document.facts) == {"Scenario": "B: crime and people", "Author": "Example Officer"}
    assert "This is a proposal. Nothing changes until it is adopted." in paragraphs(document)


def test_what_was_received_has_the_printed_totals(devon_cornwall: Office) -> None:
    received = table(example(devon_cornwall), "Received out of")
    sums = [sum(int(str(row[at] or 0)) for row in rows(received)) for at in (1, 2, 3)]
    assert sums == [1_600_249_00, 1_610_249_00, 1_615_249_00]


def test_reserves_stand_with_their_day_and_months_and_a_mark_above_the_rule(devon_cornwall: Office) -> None:
    found = table(example(devon_cornwall), "Reserves")
    assert [(line.cells, line.mark) for line in found.listing.lines if line.cells[0] in ("Plymouth", "Devon")] == [
        (("Plymouth", "30 September 2019", 238_400_00, 7_100_000), "*"),
        (("Devon", "30 September 2019", 171_300_00, 3_800_000), ""),
    ]
    assert found.listing.notes == (("*", "More than six months of the present grant."),)


def test_who_has_declared_no_reserve_is_named(office: Office) -> None:
    made = reviewed(office)
    (first, *_) = office.read(reserves.reserves, made.ids["Town 1"])
    office.write("Put away", reserves.archive, first.id, version=first.version)
    assert "No reserve has been declared by Town 1." in paragraphs(summary(office, made.scenario))


def test_the_proposal_gives_every_year_with_the_total_held(devon_cornwall: Office) -> None:
    document = example(devon_cornwall)
    each = table(document, "Each year beside the present grant")
    assert [sum(int(str(row[at])) for row in rows(each)) for at in range(1, 5)] == [1_615_249_00] * 4
    assert [group.label for group in each.listing.groups] == ["Devon"]
    assert [row for row in rows(each) if row[0] == "Plymouth"] == [
        ("Plymouth", 400_568_00, 389_886_00, 379_205_00, 368_523_00, -32_045_00, -80)
    ]
    assert untied(document) == []


@pytest.mark.parametrize(("years", "captions"), [(1, 1), (3, 1), (4, 2)])
def test_few_years_stand_in_one_table_with_the_change_and_more_in_one_of_their_own(
    office: Office, years: int, captions: int
) -> None:
    made = reviewed(office, years=years)
    document = summary(office, made.scenario)
    found = [
        one for one in tables(document) if "beside the present grant" in one.caption or "Each year, £" in one.caption
    ]
    assert len(found) == captions
    assert [column.key for column in found[0].listing.columns][-2:] == ["change", "percent"]
    assert len(found[-1].listing.columns) == (years + 4 if captions == 1 else years + 2)
    assert untied(document) == []


def test_the_picture_has_the_figures_of_the_table_and_says_what_is_held(devon_cornwall: Office) -> None:
    document = example(devon_cornwall)
    (picture,) = (block for block in document.blocks if isinstance(block, Dumbbell))
    beside = {row[0]: (row[1], row[-3]) for row in rows(table(document, "beside the present grant"))}
    drawn = {dot.label: (dot.before, dot.after) for dot in picture.dots if dot.label != "Devon"}
    assert drawn == beside
    assert {dot.label for dot in picture.dots if dot.remark == "held"} == {
        "Isles of Scilly",
        "Exeter",
        "South Devon and Dartmoor",
        "Torridge and North Devon",
        "East and Mid Devon",
    }


def test_per_head_goes_by_the_factor_that_counts_heads(devon_cornwall: Office) -> None:
    found = table(example(devon_cornwall), "each head")
    assert [row for row in rows(found) if row[0] == "Plymouth"] == [("Plymouth", 260_000_000_000, 1_54, 1_42, -12)]
    assert found.listing.notes == (("", "Population: Made up, to try the bench with, 31 March 2019."),)


def test_without_a_count_of_heads_nothing_is_told_per_head(office: Office) -> None:
    made = reviewed(office)
    for one in office.read(factors.factors):
        if one.is_population:
            office.write(
                "Change",
                factors.change,
                one.id,
                version=one.version,
                name=one.name,
                source=one.source,
                as_of=one.as_of,
                is_population=False,
                allows_nought=False,
            )
    assert "Per head" not in headings(summary(office, made.scenario))


def test_factors_stand_with_weight_source_and_day(devon_cornwall: Office) -> None:
    found = table(example(devon_cornwall), "What the money is shared by")
    assert rows(found)[0] == ("Population", "40 %", "Made up, to try the bench with", "31 March 2019")


def test_every_step_from_the_factors_adds_up_down_and_across(office: Office) -> None:
    made = reviewed(office, reserve_months=1)
    document = summary(office, made.scenario)
    found = table(document, "From the factors")
    assert [column.label for column in found.listing.columns] == [
        "Partnership", "Share, %", "By the factors", "Reserves", "Limits", "2021/22",
    ]  # fmt: skip
    for row in rows(found):
        assert sum(int(str(cell)) for cell in row[2:-1]) == row[-1]
    assert sum(int(str(row[-1])) for row in rows(found)) == sum(int(str(row[2])) for row in rows(found))
    assert untied(document) == []


def test_what_holds_a_figure_is_a_mark_with_its_note(devon_cornwall: Office) -> None:
    listing = table(example(devon_cornwall), "From the factors").listing
    assert {str(line.cells[0]): line.mark for line in listing.lines} == {
        "Cornwall": "",
        "Plymouth": "†",
        "Torbay": "†",
        "Isles of Scilly": "*",
        "Devon": "‡",
    }
    assert [note for _, note in listing.notes] == [
        "Held outside the formula.",
        "A floor holds it up.",
        "A cap holds it down.",
    ]


def test_what_cannot_be_met_is_told_in_the_place_of_a_proposal(office: Office) -> None:
    made = shared(office, lone=3, counties=0)
    with_scenario(office, made, limits={f"{made.ids['Town 1']}:floor": Limit(pence=Pence(900_000_00))})
    document = summary(office, made.scenario)
    told = paragraphs(document)
    assert told[0] == "One thing cannot be met as the scenario stands, so there is no proposal yet:"
    assert "more than the total of 2021/22" in told[1]
    assert headings(document) == ["What each partnership has received", "Reserves", "How it was worked out"]
    assert "DRAFT" in text_of(publish(document))
    assert faults(publish(document)) == []


def test_an_adopted_scenario_is_no_draft_and_gives_its_reason(office: Office) -> None:
    made = reviewed(office)
    adopt(office, made.scenario)
    document = summary(office, made.scenario)
    assert document.draft is False
    assert dict(document.facts)["Adopted"] == "30 November 2018"
    assert facts(document.blocks)[0] == {
        "Adopted": "30 November 2018 by Jo",
        "Reason": "Agreed with all partnerships",
    }
    assert "What was adopted" in headings(document)
    assert "Since it was adopted" not in headings(document)


def test_what_was_adopted_is_told_where_it_would_come_to_something_else_now(office: Office) -> None:
    made = reviewed(office, years=1)
    adopt(office, made.scenario)
    (first, *_) = office.read(allocations.allocations, year=2019)
    assert isinstance(first.amount, int)
    office.write(
        "Change", allocations.change, first.id, version=first.version, amount=Pence(first.amount - 1_00), reason="Error"
    )
    found = table(summary(office, made.scenario), "What it comes to now")
    assert rows(found) == [("Town 1", "2019/20", first.amount, first.amount - 1_00)]


@pytest.mark.parametrize(("lone", "districts", "counties", "long"), [(4, 3, 2, True), (22, 3, 2, False)])
def test_large_offices_are_printed_accessibly_and_add_up(
    office: Office, lone: int, districts: int, counties: int, long: bool
) -> None:
    made = shared(office, lone=lone, districts=districts, counties=counties, long=long)
    document = summary(office, with_scenario(office, made, count=10, years=5))
    assert untied(document) == []
    assert faults(publish(document)) == []


def test_partnerships_stand_in_one_order_in_every_table(devon_cornwall: Office) -> None:
    document = example(devon_cornwall)
    order = ["Cornwall", "Plymouth", "Torbay", "Isles of Scilly"]
    for found in tables(document):
        names = [str(row[0]) for row in rows(found)]
        if "Plymouth" in names:
            assert [name for name in names if name in order] == order, found.caption
