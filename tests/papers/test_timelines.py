"""Contracts over the years on paper: what is drawn, where, what it says aloud, and how it goes on over a page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contracts.timeline import Band, Bar, Mark, MarkKind, TimelineRow
from app.contracts.timeline import Timeline as Picture
from app.papers.blocks import Document, Timeline
from app.papers.publisher import publish
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import ACCENT, INK, PAPER
from app.papers.publisher.rows import Box, Row, Rule, Shape, Words
from app.papers.publisher.timelines import in_words, set_timeline
from tests.papers.heard import faults
from tests.papers.spoken import ROOM, spoken, ties

TODAY = date(2019, 11, 14)
TERM = Bar("term", date(2018, 10, 1), date(2021, 9, 30), "3 years")
OPTION = Bar("option", date(2021, 10, 1), date(2022, 9, 30), "Option 1")
NHS = Band(
    "NHS England",
    (
        Bar("agreed", date(2019, 4, 1), date(2020, 3, 31), "£212,199"),
        Bar("conditional", date(2020, 4, 1), date(2021, 3, 31), "£202,199"),
        Bar("gap", date(2021, 4, 1), date(2021, 9, 30)),
    ),
    "Ends 6 months before the contract does",
)


def row(*bars: Bar, marks: tuple[Mark, ...] = (), bands: tuple[Band, ...] = (), label: str = "ISVA") -> TimelineRow:
    return TimelineRow(label, label, bars, marks, bands, f"{label}: in words.")


def block(*rows: TimelineRow, first: int = 2018, last: int = 2022, **given: bool) -> Timeline:
    return Timeline("The years", Picture(rows, first, last, TODAY), "2018/19", **given)


def set_rows(made: Timeline, room: float = ROOM) -> list[Row]:
    return set_timeline(made, room, Element("Document"))


def words(rows: list[Row]) -> list[str]:
    return [mark.text.strip() for one in rows for mark in one.marks if isinstance(mark, Words)]


def boxes(one: Row, fill: str) -> list[Box]:
    return [mark for mark in one.marks if isinstance(mark, Box) and mark.fill == fill]


def contract_row(made: Timeline) -> Row:
    """The row of the first contract: the first one after the years."""
    rows = set_rows(made)
    return rows[next(at for at, one in enumerate(rows) if one.again)]


def test_it_is_heard_as_one_figure_with_its_years_its_day_and_every_row_in_words() -> None:
    made = block(row(TERM, OPTION), row(TERM, label="Helpline"))
    assert in_words(made) == (
        "Timeline. The years. From 2018/19 to 2022/23, seen on 14 November 2019. ISVA: in words. Helpline: in words."
    )
    tree = Element("Document")
    said = spoken(tree, set_timeline(made, ROOM, tree))
    assert [line.split(":")[0].strip() for line in said] == ["Figure", "Caption"]


def test_a_term_is_solid_as_far_as_it_runs_and_an_option_is_outlined_and_hatched_after_it() -> None:
    drawn = contract_row(block(row(TERM, OPTION)))
    (term,) = boxes(drawn, ACCENT)
    (option,) = [mark for mark in boxes(drawn, PAPER) if mark.outline == ACCENT]
    assert option.x == pytest.approx(term.x + term.width, abs=1)
    # three years of 1,096 days beside one of 365
    assert term.width / (option.width + 0.8) == pytest.approx(1096 / 365, rel=0.001)
    hatches = [mark for mark in drawn.marks if isinstance(mark, Rule) and mark.ink == ACCENT]
    assert len(hatches) > 5
    assert min(mark.x for mark in hatches) >= option.x
    assert max(mark.to_x for mark in hatches) <= option.x + option.width


def test_a_bar_that_goes_on_beyond_the_years_shown_ends_in_a_notch_on_that_side() -> None:
    long = Bar("term", date(2015, 4, 1), date(2030, 3, 31))
    notches = [mark for mark in contract_row(block(row(long))).marks if isinstance(mark, Shape)]
    assert [mark.fill for mark in notches] == [PAPER, PAPER]
    assert not [mark for mark in contract_row(block(row(TERM))).marks if isinstance(mark, Shape)]


def test_what_lies_outside_the_years_shown_is_not_drawn() -> None:
    past = Bar("term", date(2012, 4, 1), date(2014, 3, 31))
    gone = Mark("notice", date(2013, 4, 1), "Notice")
    drawn = contract_row(block(row(past, marks=(gone,))))
    assert [mark for mark in drawn.marks if isinstance(mark, Box | Shape)] == []


@pytest.mark.parametrize("kind", ["notice", "break"])
def test_a_day_that_matters_points_at_its_day(kind: MarkKind) -> None:
    day = date(2021, 4, 1)
    drawn = contract_row(block(row(TERM, marks=(Mark(kind, day, "It"),))))
    (sign,) = (mark for mark in drawn.marks if isinstance(mark, Shape))
    (term,) = boxes(drawn, ACCENT)
    tip = max(sign.points, key=lambda point: point[1])
    share = (day - TERM.starts_on).days / ((TERM.ends_on - TERM.starts_on).days + 1)
    assert tip[0] == pytest.approx(term.x + share * term.width)
    assert tip[1] <= term.y + 1.01


def test_the_day_called_today_stands_over_the_rows_and_its_line_runs_through_all_of_them() -> None:
    rows = set_rows(block(row(TERM, bands=(NHS,)), row(TERM, label="Helpline")))
    assert "14 November 2019" in words(rows)
    through = [
        {mark.x for mark in one.marks if isinstance(mark, Rule) and mark.x == mark.to_x and mark.ink == INK}
        for one in rows
        if one.again
    ]
    common = set.intersection(*through)
    assert len(common) == 1


def test_partners_money_stands_year_by_year_and_what_is_missing_is_said_beside_its_stretch() -> None:
    said = words(set_rows(block(row(TERM, OPTION, bands=(NHS,)))))
    assert [one for one in said if one in ("212,199", "202,199")] == ["212,199", "202,199"]
    assert "NHS England pays,\N{NO-BREAK SPACE}£" in said
    assert "Ends 6 months before the contract does" in said
    assert {"partner pays", "partner pays on a condition", "no partner’s money"} <= set(said)


def test_money_that_is_not_missing_anywhere_is_left_out_where_only_that_is_asked_for() -> None:
    whole = Band("Council", (Bar("agreed", date(2018, 10, 1), date(2019, 3, 31), "£1"),))
    said = words(set_rows(block(row(TERM, bands=(whole, NHS)), every_band=False)))
    assert ("Council pays,\N{NO-BREAK SPACE}£" in said, "NHS England pays,\N{NO-BREAK SPACE}£" in said) == (False, True)


def test_money_of_one_year_in_two_kinds_stands_below_each_other() -> None:
    both = Band(
        "Council",
        (
            Bar("agreed", date(2019, 4, 1), date(2020, 3, 31), "£40,000"),
            Bar("conditional", date(2019, 4, 1), date(2020, 3, 31), "£10,000"),
        ),
    )
    rows = set_rows(block(row(TERM, bands=(both,))))
    found = {mark.text.strip(): mark for one in rows for mark in one.marks if isinstance(mark, Words)}
    assert found["40,000"].x == found["10,000"].x
    assert found["10,000"].y - found["40,000"].y > 12


def test_an_amount_wider_than_its_bar_is_left_to_the_table() -> None:
    short = Band("Council", (Bar("agreed", date(2019, 4, 1), date(2019, 4, 30), "£212,199"),))
    assert "212,199" not in words(set_rows(block(row(TERM, bands=(short,)))))


def test_the_legend_has_the_marks_that_are_drawn_and_no_other() -> None:
    said = words(set_rows(block(row(TERM))))
    assert "term" in said
    assert not {"option to extend", "notice date", "ended early", "partner pays"} & set(said)
    cut = Bar("cut", date(2021, 10, 1), date(2022, 9, 30), "Ended early")
    assert "ended early" in words(set_rows(block(row(TERM, cut))))


def test_quarters_are_named_where_there_is_room_and_years_shorten_where_there_is_not() -> None:
    wide = words(set_rows(block(row(TERM), first=2018, last=2020)))
    assert wide[wide.index("2018/19") : wide.index("2019/20")] == ["2018/19", "A", "J", "O", "J"]
    close = words(set_rows(block(row(TERM, label="A long name of a service " * 4), first=2015, last=2024)))
    assert "A" not in close
    assert "15/16" in close


def test_years_written_out_are_so_where_they_fit() -> None:
    made = Timeline("The years", Picture((row(TERM),), 2018, 2019, TODAY), "2018 to 2019")
    assert "2018 to 2019" in words(set_rows(made))


def test_a_long_name_goes_on_under_itself_and_leaves_the_years_most_of_the_page() -> None:
    drawn = contract_row(block(row(TERM, label="Support for everybody harmed by serious crime in the county " * 2)))
    lines = [mark for mark in drawn.marks if isinstance(mark, Words) and mark.x == 0]
    assert len(lines) > 3
    assert all(mark.x > ROOM * 0.3 for mark in boxes(drawn, ACCENT))


def test_the_only_contract_needs_no_name_where_the_page_is_about_it() -> None:
    assert "ISVA" not in words(set_rows(block(row(TERM), alone=True)))
    assert "ISVA" in words(set_rows(block(row(TERM), row(TERM, label="Helpline"), alone=True)))


def test_a_few_rows_stay_together_and_more_say_the_years_again_without_being_heard_twice() -> None:
    few, many = (set_rows(block(*[row(TERM, label=f"Service {at}") for at in range(count)])) for count in (12, 60))
    assert "F" not in ties(few)[:-1]
    assert "F" in ties(many)[4:-4]
    (again,) = many[-1].again
    assert "2018/19" in words([again])
    assert {mark.of for mark in again.marks} == {None}


def test_a_contract_is_never_parted_from_its_partners_money() -> None:
    rows = [one for one in set_rows(block(*[row(TERM, bands=(NHS,))] * 30)) if one.again]
    assert len(rows) == 90
    assert ties(rows[3:-3]) == "TTF" * 28


def test_no_rows_are_still_years() -> None:
    assert "2018/19" in words(set_rows(block()))


days = st.dates(date(2016, 1, 1), date(2027, 1, 1))


@given(st.lists(st.tuples(days, st.integers(0, 3_000)), max_size=4), days)
def test_every_bar_of_any_length_lies_within_the_years_shown(spans: list[tuple[date, int]], notice: date) -> None:
    kinds = ("term", "option", "agreed", "conditional")
    bars = tuple(
        Bar(kinds[at], start, start + timedelta(days=more), "£1")  # type: ignore[arg-type]  # four of the kinds
        for at, (start, more) in enumerate(spans)
    )
    made = block(row(*bars[:2], marks=(Mark("condition", notice, "It"),), bands=(Band("Council", bars[2:], "Ends"),)))
    for one in set_rows(made):
        for mark in one.marks:
            if isinstance(mark, Box):
                assert -3 <= mark.x <= mark.x + mark.width <= ROOM + 3
            elif isinstance(mark, Rule):
                assert -3 <= min(mark.x, mark.to_x) <= max(mark.x, mark.to_x) <= ROOM + 3


@pytest.mark.parametrize("landscape", [False, True])
def test_it_is_printed_accessibly_over_several_pages(landscape: bool) -> None:
    signs = (Mark("notice", TODAY, "a"), Mark("break", TODAY, "b"), Mark("condition", TODAY, "c"))
    rows = [row(TERM, OPTION, marks=signs, bands=(NHS,), label=f"Service {at}") for at in range(30)]
    document = Document("A paper", "Office", "OFFICIAL", TODAY, (block(*rows),), landscape=landscape)
    assert faults(publish(document)) == []
