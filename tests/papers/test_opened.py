"""Papers as their pages on the screen show them: the list with its drafts, and what a paper follows."""

from __future__ import annotations

from pathlib import Path

from app.door import Office
from app.listing import cell_text
from app.papers import shelf
from app.papers.opened import looked, opened, shelved
from tests.factories import YEAR, add_line, behind_the_desk
from tests.papers.shelves import TODAY, change, issue, seen, start


def test_the_list_has_every_paper_and_gathers_the_drafts(office: Office) -> None:
    add_line(office)
    first = start(office)
    issue(office, first)
    draft = start(office, year=YEAR + 1)
    found = office.read(shelved, today=TODAY)
    rows = [
        [cell_text(cell, column) for cell, column in zip(line.cells, found.listing.columns, strict=True)]
        for line in found.listing.lines
    ]
    assert rows == [
        ["Commissioning Intentions Plan 2019/20", "Plan", "2019/20", "", "Draft", "1 June 2018", ""],
        ["Commissioning Intentions Plan 2018/19", "Plan", "2018/19", "", "Issued", "1 June 2018", "Jo"],
    ]
    assert [one.paper.id for one in found.records] == [draft]


def test_the_list_stands_though_a_draft_cannot_be_gathered(office: Office, path: Path) -> None:
    first = start(office)
    issue(office, first)
    draft, other = start(office), start(office, "panel-paper")
    behind_the_desk(path, "UPDATE stored_file SET content = x'00' WHERE media = 'application/json'")
    found = office.read(shelved, today=TODAY)
    assert list(found.papers) == [other, draft, first]
    assert [one.paper.id for one in found.records] == [other]


def test_a_paper_knows_every_one_it_follows_the_newest_first(office: Office) -> None:
    first = start(office)
    issue(office, first)
    second = office.write("Start", shelf.next_version, first, today=TODAY)
    issue(office, second)
    third = office.write("Start", shelf.next_version, second, today=TODAY)
    assert [one.id for one in office.read(opened, third, today=TODAY).versions] == [second, first]
    assert seen(office, first).state == "superseded"


def test_what_happened_to_a_paper_is_told_in_the_words_of_its_boxes(office: Office) -> None:
    paper = start(office)
    change(office, paper, day=TODAY)
    office.write("Give a reason", shelf.give_reason, paper, about="figure", key="stated:x", text="Rounded")
    told = [one.text for one in office.read(looked, paper).history]
    assert told[:2] == [
        "Give a reason: “Rounded”.",
        "Change the details: date of the paper from nothing to 1 June 2018.",
    ]
