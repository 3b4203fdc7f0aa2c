"""What has changed since the last issued paper: new, ended and changed lines, each with its reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app import office as offices
from app.door import Office
from app.errors import Refused
from app.funds import lines
from app.money import Pence
from app.papers import shelf
from app.papers.gathering import gather_paper
from app.papers.paper import Since
from tests.factories import YEAR, add_line, behind_the_desk, budget_id
from tests.papers.shelves import TODAY, issue, start

NAMES = ("Road safety", "Night bus", "Advice", "Refuge")


@pytest.fixture
def known(office: Office) -> dict[str, str]:
    """The lines of the paper that was issued, by name: £1,000 each, and one still TBD."""
    return {name: add_line(office, name, "TBD" if name == "Refuge" else 1_000) for name in NAMES}


@pytest.fixture
def first(office: Office, known: dict[str, str]) -> str:
    """The issued paper."""
    paper = start(office)
    issue(office, paper)
    return paper


def since(office: Office, paper: str) -> Since:
    return office.read(gather_paper, paper, today=TODAY).since


def told(office: Office, paper: str) -> list[tuple[str, str, Any, Any, str]]:
    return [(one.kind, one.name, one.before, one.after, one.reason) for one in since(office, paper).changes]


def revise(office: Office, line: str, amount: int | str, reason: str, year: int = YEAR) -> None:
    given = amount if isinstance(amount, str) else Pence(amount * 100)
    budget = budget_id(office, line, year=year)
    office.write("Revise budget", lines.revise, budget, amount=given, reason=reason, today=TODAY)


def next_version(office: Office, paper: str) -> str:
    return office.write("Start", shelf.next_version, paper, today=TODAY)


def give(office: Office, paper: str, key: str, text: str) -> None:
    office.write("Give a reason", shelf.give_reason, paper, about="change", key=key, text=text)


def test_a_paper_that_follows_none_tells_nothing(office: Office, known: dict[str, str]) -> None:
    assert since(office, start(office)) == Since()


def test_nothing_has_changed_right_after_a_paper_went_out(office: Office, first: str) -> None:
    assert since(office, next_version(office, first)) == Since(
        "Commissioning Intentions Plan 2018/19", TODAY, "2018/19"
    )


def test_lines_are_told_in_the_offices_order_and_ended_ones_last(
    office: Office, first: str, known: dict[str, str]
) -> None:
    office.write("Archive", lines.archive, known["Road safety"])
    revise(office, known["Night bus"], 900, "Fewer riders")
    revise(office, known["Refuge"], 5, "Agreed")
    new = add_line(office, "Youth work", 200)
    paper = next_version(office, first)
    assert told(office, paper) == [
        ("changed", "Night bus", 1_000_00, 900_00, "Fewer riders"),
        ("changed", "Refuge", "TBD", 5_00, "Agreed"),
        ("new", "Youth work", None, 200_00, ""),
        ("ended", "Road safety", 1_000_00, None, ""),
    ]
    assert [one.key for one in since(office, paper).changes] == [
        known["Night bus"],
        known["Refuge"],
        new,
        known["Road safety"],
    ]


def test_a_reason_given_in_the_paper_stands_before_the_desks_own(
    office: Office, first: str, known: dict[str, str]
) -> None:
    revise(office, known["Advice"], 800, "Cut")
    office.write("Archive", lines.archive, known["Night bus"])
    paper = next_version(office, first)
    give(office, paper, known["Advice"], "Half a year only")
    give(office, paper, known["Night bus"], "Its grant ran out")
    assert [reason for *_, reason in told(office, paper)] == ["Half a year only", "Its grant ran out"]
    give(office, paper, known["Advice"], "")
    assert [reason for *_, reason in told(office, paper)] == ["Cut", "Its grant ran out"]


def test_another_years_paper_is_compared_line_by_line_and_asks_its_own_reasons(
    office: Office, first: str, known: dict[str, str]
) -> None:
    revise(office, known["Advice"], 800, "Cut in 2018/19")
    office.write("Begin a year", lines.start_year, year=2019, amounts="keep")
    revise(office, known["Night bus"], 700, "Fewer riders", year=2019)
    assert told(office, start(office, year=2019)) == [
        ("changed", "Night bus", 1_000_00, 700_00, "Fewer riders"),
        ("changed", "Advice", 1_000_00, 800_00, ""),
    ]


def test_a_line_renamed_is_no_change(office: Office, first: str, known: dict[str, str]) -> None:
    fund = office.read(lines.line, known["Advice"]).fund_id
    given: dict[str, Any] = {"name": "Counsel", "fund_id": fund, "priority_id": None, "area_id": None}
    office.write("Rename", lines.change, known["Advice"], year=YEAR, version=None, **given)
    assert told(office, next_version(office, first)) == []


def test_the_year_of_the_last_paper_is_written_as_the_office_writes_years(office: Office, first: str) -> None:
    given = {"name": "Anytown", "holder_title": "Commissioner", "address": "", "marking": "OFFICIAL"}
    office.write("Details", offices.set_details, version=None, year_style="2018-19", **given)
    assert since(office, next_version(office, first)).year_text == "2018-19"


def test_a_paper_tells_what_changed_since_the_last_one_issued_not_since_the_first(
    office: Office, first: str, known: dict[str, str]
) -> None:
    revise(office, known["Advice"], 800, "Cut")
    second = next_version(office, first)
    issue(office, second, day=date(2018, 7, 1))
    revise(office, known["Night bus"], 700, "Cut as well")
    paper = next_version(office, second)
    assert [(one.key, one.before) for one in since(office, paper).changes] == [(known["Night bus"], 1_000_00)]
    assert since(office, paper).day == date(2018, 7, 1)


def test_nothing_is_told_from_data_that_was_altered(office: Office, first: str) -> None:
    paper = next_version(office, first)
    behind_the_desk(office.path, "UPDATE stored_file SET content = x'7b7d' WHERE media = 'application/json'")
    with pytest.raises(Refused, match="changed outside the desk"):
        since(office, paper)
