"""Searching everything: by words in any order, or by an amount."""

from __future__ import annotations

import pytest

from app.door import Office
from app.funds import lines
from app.money import Pence
from app.papers import shelf
from app.search import MOST, Hit, search
from tests.factories import YEAR, add_budget, add_line, add_organisation
from tests.papers.shelves import change, section, start, write


def found(office: Office, words: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in office.read(search, words)]


def test_a_line_is_found_by_its_words_in_any_order_and_any_capitals(devon_cornwall: Office) -> None:
    hits = ("Line", "Community Safety Partnership Fund")
    assert found(devon_cornwall, "partnership SAFETY fund")[0] == hits


def test_a_line_is_found_by_the_name_it_had_in_a_year(devon_cornwall: Office) -> None:
    hit, *_ = devon_cornwall.read(search, "emerging commissioning")
    assert (hit.kind, hit.year) == ("Line", 2018)
    assert hit.text == "Police and Crime Plan Priorities Fund (PCC Emerging Commissioning Priorities Fund)"


@pytest.mark.parametrize("words", ["343,610", "£343,610", "343610", "343.61k"])
def test_an_amount_is_found_however_it_is_typed(devon_cornwall: Office, words: str) -> None:
    assert found(devon_cornwall, words) == [("Budget", "ISVA and SARC services, £343,610")]


def test_what_is_a_part_of_a_line_is_found_in_its_note(devon_cornwall: Office) -> None:
    assert ("Note", "Includes £158,590 from NHS England.") in found(devon_cornwall, "158,590")


def test_a_figure_somebody_stated_is_found_with_what_it_stands_beside(devon_cornwall: Office) -> None:
    assert found(devon_cornwall, "87,200") == [("Stated figure", "To reduce reoffending, £87,200")]


def test_an_organisation_is_found_by_another_name(office: Office) -> None:
    add_organisation(office, "Ministry of Justice", aliases="MoJ")
    assert found(office, "moj") == [("Organisation", "Ministry of Justice")]


def test_a_hit_leads_to_its_line_and_year(office: Office) -> None:
    line = add_line(office, "Road safety", 1_234)
    assert office.read(search, "1234") == [Hit("Budget", "Road safety, £1,234", line, YEAR)]


def test_only_the_amount_in_force_is_found(office: Office) -> None:
    budget = add_budget(office, "Road safety", 1_234)
    office.write("Revise", lines.revise, budget, amount=Pence(900_00), reason="Cut")
    assert (found(office, "1,234"), found(office, "900")) == ([], [("Budget", "Road safety, £900")])


def test_what_was_put_away_is_not_found(office: Office) -> None:
    line = add_line(office, "Road safety", 1_234, printed_name="Safer roads")
    office.write("Archive", lines.archive, line)
    assert (found(office, "road"), found(office, "1,234")) == ([], [])


@pytest.mark.parametrize("words", ["", "   ", "zebra"])
def test_nothing_is_found_for_nothing(devon_cornwall: Office, words: str) -> None:
    assert found(devon_cornwall, words) == []


def test_there_are_never_more_hits_than_can_be_read(devon_cornwall: Office) -> None:
    assert len(devon_cornwall.read(search, "e")) == MOST


def test_a_paper_is_found_by_its_title_reference_headings_and_words(office: Office) -> None:
    add_line(office, "Road safety", 1_234)
    paper = start(office)
    change(office, paper, reference="PCP/7")
    write(office, section(office, paper, "Introduction"), "Fewer crashes for {total:2018}.")
    title = "Commissioning Intentions Plan 2018/19 (draft)"
    assert office.read(search, "pcp/7") == [Hit("Paper", title, None, YEAR, paper)]
    assert office.read(search, "fewer crashes") == [Hit("Paper", f"Introduction, in {title}", None, YEAR, paper)]
    assert found(office, "introduction") == [("Paper", f"Introduction, in {title}")]
    assert found(office, "commissioning intentions") == [("Paper", title)]
    assert found(office, "total:2018") == []


def test_a_discarded_paper_is_not_found(office: Office) -> None:
    paper = start(office)
    office.write("Discard a draft", shelf.discard, paper)
    assert found(office, "introduction") == []


def test_partnerships_and_what_they_are_given_lead_to_the_allocations(devon_cornwall: Office) -> None:
    hits = devon_cornwall.read(search, "isles of scilly community")
    partnership = next(hit for hit in hits if hit.kind == "Partnership")
    assert partnership.view.startswith("line:")
    [allocation] = [hit for hit in devon_cornwall.read(search, "£20,000") if hit.kind == "Allocation"]
    assert (allocation.row_id, allocation.view, allocation.year) == (partnership.row_id, partnership.view, 2018)
    assert ("Allocation", "Safer Towns, £70,000") in found(devon_cornwall, "safer towns")
    assert ("Scenario", "B: crime and people") in found(devon_cornwall, "crime and people")
    assert ("Reserve", "Plymouth Community Safety Partnership, £238,400, 30 September 2019") in found(
        devon_cornwall, "238,400"
    )
