"""Why this figure: a page for each partnership that fits, adds up and can be understood."""

from __future__ import annotations

from typing import Any

import pytest

from app.allocations import scenarios
from app.door import Office
from app.errors import Refused
from app.money import Limit, Pence
from app.papers.blocks import Document, Dumbbell
from app.papers.gather_review import gather_review
from app.papers.partnership_paper import compose_partnerships, partnership_named, print_partnerships
from app.papers.preview import page_count, text_of
from app.papers.publisher import publish_pages
from app.papers.review import Review
from tests.papers.heard import faults
from tests.papers.partnered import DAY, shared, with_scenario
from tests.papers.readings import headings, paragraphs, rows, table, under, untied


def example(office: Office) -> Review:
    return office.read(gather_review, office.read(scenarios.scenarios)[0].id, day=DAY)


def page(review: Review, name: str) -> Document:
    return compose_partnerships(review, partnership_named(review, name))


def made_up(office: Office, *, lone: int = 3, counties: int = 1, long: bool = False, **terms: Any) -> Review:
    made = shared(office, lone=lone, counties=counties, long=long)
    return office.read(gather_review, with_scenario(office, made, **terms), day=DAY)


def test_a_page_says_what_it_has_and_would_have_in_all_and_a_head(devon_cornwall: Office) -> None:
    document = page(example(devon_cornwall), "Plymouth")
    assert document.title == "Plymouth: why this figure"
    assert paragraphs(document)[0] == (
        "Plymouth has £400,568 in 2019/20, and would have £368,523 in 2022/23: down £32,045 (8.0%). That is £1.42"
        " a head, against £1.54 now."
    )


def test_each_factor_gives_its_amount_and_all_of_them_the_share(devon_cornwall: Office) -> None:
    found = table(page(example(devon_cornwall), "Plymouth"), "What its part of each factor gives it")
    assert rows(found)[0] == ("Population", 260_000_000_000, 1_757_000_000_000, 14_800_000, "40 %", 95_610_00)
    assert found.listing.notes == (
        ("", "Its share by all factors is 17.22 % of the £1,615,249 there is to share in 2022/23."),
    )


def test_the_steps_add_up_from_the_share_to_the_figure(devon_cornwall: Office) -> None:
    document = page(example(devon_cornwall), "Plymouth")
    share, reserve, limit = rows(table(document, "From there to the figure"))
    assert share == ("By its share", "As above.", 278_190_00)
    assert reserve[0] == "Reserve"
    assert str(reserve[1]).endswith("Declared on 30 September 2019.")
    assert limit[0] == "Floor"
    assert sum(int(str(row[2])) for row in (share, reserve, limit)) == 368_523_00
    assert untied(document) == []


def test_a_county_parts_into_its_own_partnership_and_its_districts_in_every_year(devon_cornwall: Office) -> None:
    document = page(example(devon_cornwall), "Devon")
    found = table(document, "Each year")
    assert [row[0] for row in rows(found)] == ["Safer Devon", "Its districts"]
    assert [sum(int(str(row[at])) for row in rows(found)) for at in range(1, 5)] == [
        539_470_00,
        548_461_00,
        557_452_00,
        566_443_00,
    ]
    (picture,) = (block for block in document.blocks if isinstance(block, Dumbbell))
    assert [dot.label for dot in picture.dots] == ["Devon", "Safer Devon", "Its districts"]


def test_a_district_that_is_held_is_told_why_it_does_not_follow_the_factors(devon_cornwall: Office) -> None:
    document = page(example(devon_cornwall), "Exeter")
    assert paragraphs(document)[1].startswith("Devon is taken as one with its districts. Exeter is held at £25,000")


def test_without_limits_the_share_is_the_figure(office: Office) -> None:
    review = made_up(office, counties=0, loss=None, gain=None, reserve_rate_tenths=0, years=1)
    (town,) = [one for one in review.rebalanced.outcomes if one.name == "Town 1"]
    document = page(review, "Town 1")
    factors = table(document, "What its part")
    assert sum(int(str(row[-1])) for row in rows(factors)) + 0 == town.target
    assert untied(document) == []


def test_all_of_them_have_a_page_each_with_a_bookmark_behind_what_moves(devon_cornwall: Office) -> None:
    review = example(devon_cornwall)
    document = compose_partnerships(review)
    assert headings(document) == [
        "Cornwall", "Plymouth", "Torbay", "Isles of Scilly", "Safer Devon (Devon)", "Exeter",
        "South Devon and Dartmoor", "Torridge and North Devon", "East and Mid Devon",
    ]  # fmt: skip
    assert paragraphs(document)[0].startswith("£48,171 of £1,615,249 moves")
    pages = publish_pages(document)
    assert list(pages.anchors.values()) == list(range(2, 11))
    assert pages.pages == 10


def test_it_is_a_draft_until_it_is_adopted(devon_cornwall: Office) -> None:
    assert "DRAFT" in text_of(print_partnerships(example(devon_cornwall)))


@pytest.mark.parametrize(("years", "long"), [(1, True), (4, True), (5, False), (10, True)])
def test_every_page_is_one_page_however_many_factors_and_years(office: Office, years: int, long: bool) -> None:
    review = made_up(office, count=10, years=years, long=long, limits={})
    names = [one.id for one in review.standings if not one.is_whole]
    whole = print_partnerships(review)
    assert page_count(whole) == 1 + len(names)
    assert faults(whole) == []
    for one in (names[0], names[3]):  # one by itself, and a county
        assert page_count(print_partnerships(review, one)) == 1


def test_a_page_that_would_run_over_is_set_closer_step_by_step(office: Office) -> None:
    review = made_up(office, count=10, years=10)
    one = review.standings[0].id
    full, short, close, bare = (compose_partnerships(review, one, shows={one: level}) for level in range(4))
    assert [
        len(rows(table(document, caption)))
        for document, caption in ((full, "Each year"), (short, "first and the last"))
    ] == [11, 3]
    pictures = [sum(isinstance(one, Dumbbell) for one in shown.blocks) for shown in (full, short, close, bare)]
    assert pictures == [1, 1, 1, 0]
    steps = table(close, "From its part of each factor")
    assert rows(steps)[0][1] == "1,000 of 11,732 is 8.52 %; its weight is 10 %."
    assert untied(close) == []


def test_thirty_partnerships_have_thirty_pages_behind_their_list(office: Office) -> None:
    review = made_up(office, lone=24, counties=2, count=10, years=5)
    shown = text_of(print_partnerships(review)).split("\f")
    opened = [
        one.name
        for one in review.standings
        if not one.is_whole
        if any(f" {one.name} has £" in f" {text}" for text in [" ".join(each.split()) for each in shown])
    ]
    assert (len(shown), len(opened)) == (32, 28)


def test_what_cannot_be_met_is_told_on_each_page_with_what_it_has_and_holds(office: Office) -> None:
    made = shared(office, lone=3, counties=1)
    limits = {f"{made.ids['Town 1']}:floor": Limit(pence=Pence(900_000_00))}
    review = office.read(gather_review, with_scenario(office, made, limits=limits), day=DAY)
    document = page(review, "Town 2")
    told = paragraphs(document)
    assert told[:2] == ["Town 2 has £27,000 in 2018/19.", "There is no proposal yet, because this cannot be met:"]
    everybody = compose_partnerships(review)
    assert len(under(everybody, "Town 3")) == 4
    assert faults(print_partnerships(review)) == []


def test_a_partnership_is_named_by_its_short_or_its_full_name_or_its_county(devon_cornwall: Office) -> None:
    review = example(devon_cornwall)
    found = {partnership_named(review, name) for name in ("safer devon", "Devon")}
    assert len(found) == 1
    assert partnership_named(review, "Torbay Community Safety Partnership") == partnership_named(review, "torbay")
    with pytest.raises(Refused, match=r"There is no partnership “Dorset” in it\. There are: Cornwall, Plymouth"):
        partnership_named(review, "Dorset")


def test_one_that_takes_no_part_is_refused(devon_cornwall: Office) -> None:
    with pytest.raises(Refused, match="takes no part in “B: crime and people”"):
        compose_partnerships(example(devon_cornwall), "nobody")
