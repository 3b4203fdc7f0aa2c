"""The papers that are printed directly: which is meant when a name, a year or a scenario is left out."""

from __future__ import annotations

from datetime import date

import pytest

from app.allocations import adopting, scenarios
from app.door import Office
from app.errors import Refused
from app.papers.direct import DIRECT_KINDS, Asked, DirectKind, print_direct
from app.papers.preview import text_of
from tests.factories import add_line
from tests.papers.bidding import put_round, with_many
from tests.papers.contracted import with_isva
from tests.papers.heard import faults
from tests.papers.partnered import DAY, shared, with_scenario


def printed(office: Office, kind: DirectKind, **asked: object) -> tuple[str, str]:
    """The words of the paper, and what was said to be printed."""
    pdf, called = print_direct(office, kind, Asked(DAY, **asked))  # type: ignore[arg-type]  # by name
    return " ".join(text_of(pdf).split()), called


@pytest.mark.parametrize("kind", DIRECT_KINDS)
@pytest.mark.parametrize("name", ["devon_cornwall", "durham", "essex", "office"])
def test_every_kind_of_every_office_is_printed_accessibly_or_refused_in_a_sentence(
    kind: DirectKind, name: str, request: pytest.FixtureRequest
) -> None:
    office: Office = request.getfixturevalue(name)
    if kind == "review-summary" and name != "devon_cornwall":
        with pytest.raises(Refused, match=r"^There is no scenario yet\. Make one on the bench first\.$"):
            print_direct(office, kind, Asked(DAY))
        return
    of_a_round = ("round", "long-list", "pack", "sheet", "conflicts", "ranking", "statistics", "minutes")
    if kind in ("contract", "application", "decision", "letters", *of_a_round):
        noun = "round" if kind in of_a_round else "decision" if kind == "letters" else kind
        by = "number, or by its title" if noun == "decision" else "reference"
        with pytest.raises(Refused, match=rf"^There is no {noun} yet\.$|^Name the {noun} by its {by}\."):
            print_direct(office, kind, Asked(DAY))
        return
    pdf, _ = print_direct(office, kind, Asked(DAY))
    assert faults(pdf) == []


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("round", {"round": "CSDF-2026"}),
        ("round", {"round": "CSDF2-2026"}),
        ("long-list", {"round": "CSDF-2026"}),
        ("application", {"application": "DA-001"}),
    ],
)
def test_a_round_and_its_bids_are_printed_accessibly(kind: DirectKind, asked: dict[str, str], essex: Office) -> None:
    pdf, _ = print_direct(essex, kind, Asked(DAY, **asked))  # type: ignore[arg-type]  # by name
    assert faults(pdf) == []


def test_without_a_year_the_newest_with_something_to_print_is_taken(devon_cornwall: Office) -> None:
    assert printed(devon_cornwall, "allocations")[1] == "“Allocations to partnerships 2019/20”"
    assert printed(devon_cornwall, "themes")[1] == "“Partnership spend by theme 2018/19”"
    assert printed(devon_cornwall, "themes", year=2019)[1] == "“Partnership spend by theme 2019/20”"


def test_a_line_is_named_by_its_name(devon_cornwall: Office) -> None:
    words, _ = printed(devon_cornwall, "allocations", line="community safety partnership fund")
    assert "Youth Offending Service" not in words.replace("stated", "")
    with pytest.raises(Refused, match="There are: Community Safety Partnership Fund"):
        print_direct(devon_cornwall, "allocations", Asked(DAY, line="Roads"))


def test_the_only_scenario_is_summed_up_unnamed(devon_cornwall: Office) -> None:
    assert printed(devon_cornwall, "review-summary")[1] == (
        "“Review of Community Safety Partnership Fund” of “B: crime and people”"
    )


def test_a_partnership_has_the_page_of_a_scenario_only_once_that_is_named_or_adopted(office: Office) -> None:
    made = shared(office, lone=3, counties=0)
    with_scenario(office, made)
    plain, called = printed(office, "partnership", partnership="town 1")
    assert ("What it has, and why" in plain, called) == (True, "the page of town 1")
    explained, called = printed(office, "partnership", partnership="Town 1", scenario="By people and crime")
    assert "Town 1: why this figure" in explained
    assert called == "the page of Town 1 by “By people and crime”"
    version = office.read(scenarios.scenario, made.scenario).version
    office.write("Adopt", adopting.adopt, made.scenario, version=version, reason="Agreed", today=date(2018, 11, 30))
    assert "Town 1: why this figure" in printed(office, "partnership", partnership="Town 1")[0]
    assert "Town 1: why this figure" in printed(office, "partnership", partnership="Town 1", year=2020)[0]
    assert "What it has, and why" in printed(office, "partnership", partnership="Town 1", year=2017)[0]


def test_names_that_are_nobodys_are_refused_with_those_there_are(office: Office) -> None:
    made = shared(office, lone=2, counties=0)
    with_scenario(office, made)
    for scenario in ("", "By people and crime"):
        with pytest.raises(Refused, match="There are: Town 1, Town 2"):
            print_direct(office, "partnership", Asked(DAY, partnership="Nobody", scenario=scenario))


def test_contracts_are_printed_all_of_them_or_one_by_its_reference(office: Office) -> None:
    with_isva(office)
    assert printed(office, "contracts")[1] == "“Register of contracts”"
    assert printed(office, "expiry")[1] == "“Contracts that come to an end”"
    words, called = printed(office, "contract", contract=" isva-2018 ")
    assert called == "the page of “Independent sexual violence advisers”"
    assert "Provider First Light" in words
    for given, sentence in (("", "Name the contract by its reference"), ("X-1", "There is no contract “X-1”")):
        with pytest.raises(Refused, match=rf"^{sentence}\. There are: ISVA-2018\.$") as caught:
            print_direct(office, "contract", Asked(DAY, contract=given))
        assert caught.value.field == "contract"


def test_the_only_round_is_printed_unnamed_and_its_bids_by_their_references(office: Office) -> None:
    with_many(office, 6)
    assert printed(office, "round")[1] == "the round summary of “Community safety grants”"
    assert printed(office, "long-list", round=" csdf-2018 ")[1] == "the long list of bids of “Community safety grants”"
    words, called = printed(office, "application", application="csdf-2018-002")
    assert called == "the page of “Project 2”"
    assert "Group 2 Trust" in words
    for given in ("", "X-1"):
        with pytest.raises(Refused) as caught:
            print_direct(office, "application", Asked(DAY, application=given))
        assert caught.value.field == "application"


def test_one_of_several_rounds_is_to_be_named(office: Office) -> None:
    line = add_line(office, "Community grants", 120_000)
    for reference in ("A-1", "B-2"):
        office.write("Add a round", put_round, line, reference)
    with pytest.raises(Refused, match=r"^Name the round by its reference\. There are: A-1 and B-2\.$"):
        print_direct(office, "long-list", Asked(DAY))
    with pytest.raises(Refused, match=r"^There is no round “C”\. There are: A-1 and B-2\.$"):
        print_direct(office, "round", Asked(DAY, round="C"))
    assert printed(office, "round", round="B-2")[1] == "the round summary of “Community safety grants”"
