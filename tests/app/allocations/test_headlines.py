"""The sentences over the lists: figures first, names short, what is late or does not agree said in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.allocations import headlines
from app.allocations.reserves import ReserveRecord
from app.allocations.reviews import ReviewRecord
from app.allocations.telling_spending import reserve_told, review_told, underspend_told
from app.allocations.underspends import TreatmentRecord, UnderspendRecord
from app.money import Pence
from app.told import Told

RESERVE = ReserveRecord(
    "r", 1, "p", "West Community Safety Partnership", date(2019, 9, 30), None, None, None, Pence(500_00), ""
)
REVIEW = ReviewRecord(
    "", 0, "p", "West Community Safety Partnership", 2019, "half-year", date(2019, 10, 30), None, "late", 3,
    Pence(1_000_00), None, None, None, "", "", "No forecast has been returned.", "", "",
)  # fmt: skip
SPENT = UnderspendRecord(
    "p", "West Community Safety Partnership", 2019, Pence(100_000_00), Pence(70_000_00), True, Pence(30_000_00),
    Pence(15_000_00), (),
)  # fmt: skip


def test_names_are_told_without_what_all_are_called_and_not_too_many() -> None:
    every = [f"{name} Community Safety Partnership" for name in ("West", "Hill", "Dale", "North")]
    assert headlines.names(every[:1]) == "West"
    assert headlines.names(every[:3]) == "West, Hill and Dale"
    assert headlines.names(every) == "West, Hill and 2 others"
    assert headlines.names([]) == ""


def test_reserves_that_do_not_agree_and_whoever_is_silent_are_named() -> None:
    wrong = replace(RESERVE, opening=Pence(400_00))
    found = headlines.reserves_headline([wrong], ["Hill"], {"p": 71}, "2019/20")
    assert found.text == "£500 held in reserve by 1 partnership"
    assert found.below == (
        "West holds the most, 7.1 months of grant. West: what was declared does not agree. Hill declared nothing."
    )


def test_late_and_red_returns_are_named_once_each() -> None:
    red = replace(REVIEW, state="returned", returned_on=date(2019, 10, 1), rule_rag="red")
    found = headlines.reviews_headline([REVIEW, replace(REVIEW, period="year-end"), red], "2019/20")
    assert (found.text, found.below) == ("1 of 3 returns made, 2 late", "Late: West. Red: West.")
    assert headlines.reviews_headline([], "2019/20").text == "No return is due for 2019/20"


def test_an_underspend_is_to_settle_until_it_is_decided() -> None:
    found = headlines.underspends_headline([SPENT], "2019/20")
    assert (found.text, found.below) == ("£30,000 not spent in 2019/20, £30,000 to settle", "To settle: West.")
    decided = TreatmentRecord("t", 1, "returned", Pence(30_000_00), "", "Not needed", "Jo", date(2020, 6, 1))
    done = headlines.underspends_headline([replace(SPENT, treatments=(decided,))], "2019/20")
    assert done.text == "£30,000 not spent in 2019/20, nothing to settle"


def facts(told: Told) -> dict[str, str]:
    return {label: value for part in told.parts for label, value in part.facts}


def test_a_declaration_tells_what_does_not_agree_and_offers_to_correct_it() -> None:
    wrong = replace(RESERVE, opening=Pence(400_00), used=Pence(100_00))
    made = reserve_told(wrong, tenths=71, others=[wrong], history=())
    assert [(one.what, one.action) for one in made.notices] == [
        ("Its own figures come to £300, £500 was declared: +£200.", "reserve")
    ]
    assert facts(made)["In months of grant"] == "7.1 months"


def test_a_return_tells_its_rating_with_why_it_was_overridden() -> None:
    made = review_told(
        replace(
            REVIEW,
            id="x",
            state="returned late",
            returned_on=date(2019, 11, 2),
            forecast=Pence(900_00),
            rule_rag="amber",
            rule_why="10 % under",
            override="green",
            override_reason="Agreed",
        ),
        style="2018/19",
        history=(),
    )
    assert facts(made)["Stands at"] == "Green, by decision: Agreed"
    assert facts(made)["By rule"] == "Amber: 10 % under"
    assert facts(made)["Against the allocation"] == "−£100 (−10.0 %)"
    assert made.notices == ()


def test_more_decided_than_was_left_unspent_is_said() -> None:
    decided = TreatmentRecord("t", 1, "redirected", Pence(40_000_00), "Knife bins", "Needed", "Jo", date(2020, 6, 1))
    made = underspend_told(replace(SPENT, treatments=(decided,)), style="2018/19", history=())
    assert made.notices[0].what == "£10,000 more is decided than was left unspent."
    table = made.parts[1].table
    assert table is not None
    assert table.lines[0].cells[0] == "Redirected to Knife bins"
