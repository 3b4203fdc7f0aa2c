"""A record as a paper: what its page says, in the same order, with its totals and its history."""

from __future__ import annotations

from datetime import date, datetime

from app.history import Entry
from app.listing import Column, Line, Listing
from app.office import Details
from app.papers.preview import text_of
from app.papers.publisher import publish
from app.papers.told_paper import compose_told
from app.told import Notice, Part, Told, facts, without_empty

TABLE = Listing(
    "Given",
    (Column("who", "Partnership"), Column("state", "State", "chip"), Column("sum", "£", "pence")),
    (Line("1", ("West & <North>", "Late", 1_234_50)), Line("2", ("Hill", "", 100))),
)
TOLD = Told(
    "West",
    "Partnership, 2019/20",
    without_empty(
        (
            facts("About", ("Area", "Westshire"), ("Empty", "")),
            Part("Nothing"),
            Part("Given", table=TABLE, totalled=True, words=("As printed.",)),
        )
    ),
    (Notice("3 days late.", "It was due 30 October 2019.", "Record it", "review"),),
    (Entry(1, datetime(2019, 11, 2, 9, 30), "Jo", "Change: £5.", "Because"),),
)
OFFICE = Details("o", 1, "Made-up Office", "Commissioner", "", "OFFICIAL", "2018/19")


def test_what_is_empty_is_left_out() -> None:
    assert [part.title for part in TOLD.parts] == ["About", "Given"]
    assert TOLD.parts[0].facts == (("Area", "Westshire"),)


def test_a_record_prints_its_notices_facts_tables_with_totals_words_and_history() -> None:
    printed = text_of(publish(compose_told(TOLD, office=OFFICE, day=date(2019, 12, 1))))
    for words in (
        "West",
        "Partnership, 2019/20",
        "3 days late. It was due 30 October 2019.",
        "Area Westshire",
        "West & <North>",
        "1,235.50",
        "As printed.",
        "2 November 2019, Jo: Change: £5. “Because”",
    ):
        assert words in printed
