"""Settling what the figures guard finds in a whole plan: each figure kept with its reason, or each corrected."""

from __future__ import annotations

from datetime import date

from app.door import Office
from app.papers import shelf
from app.papers.blocks import Block, Box, Notes, Table
from app.papers.compose import compose_paper
from app.papers.gathering import gather_paper
from app.papers.guard import correct, guard, office_findings
from app.papers.issuing import issue, prepare
from app.papers.paper import Finding, PaperRecord
from app.papers.preview import text_of

TODAY = date(2019, 1, 31)


def plan(office: Office) -> PaperRecord:
    """The draft as it is now."""
    return office.read(gather_paper, office.read(shelf.papers)[0].id, today=TODAY)


def findings(office: Office, *, hints: bool = False) -> list[Finding]:
    """What the guard says of it, as it says it."""
    record = plan(office)
    found = guard(record, compose_paper(record)).findings
    return [one for one in found if hints or one.kind != "hint"]


def figures(office: Office) -> list[Finding]:
    return [one for one in findings(office) if one.kind == "figure"]


def give(office: Office, one: Finding, text: str) -> None:
    paper = plan(office).paper.id
    office.write("Give a reason", shelf.give_reason, paper, about=one.kind, key=one.key, text=text)


def notes(block: Block) -> list[str]:
    pairs = block.notes if isinstance(block, Notes | Box) else block.listing.notes if isinstance(block, Table) else ()
    return [text for _, text in pairs]


def test_every_reason_prints_once_as_a_note_where_its_figure_stands_and_the_plan_goes_out(
    devon_cornwall: Office,
) -> None:
    for at, one in enumerate(findings(devon_cornwall)):
        if not one.settled:
            give(devon_cornwall, one, f"Kept as printed ({at}).")
    printed = [note for block in compose_paper(plan(devon_cornwall)).blocks for note in notes(block) if "Kept" in note]
    assert printed == [
        "£3,472,560: Kept as printed (0).",
        "£1,685,249: Kept as printed (1).",
        "Total, Devon: Kept as printed (2).",
        "2017/18: Kept as printed (3).",
        "Kept as printed (4).",
        "£1880,076: Kept as printed (5).",
        "Kept as printed (6).",
    ]
    record = plan(devon_cornwall)
    made = prepare(record)
    pages = text_of(made.pdf)
    assert [pages.count(note) for note in printed] == [1] * 7
    assert "in all *" in pages
    devon_cornwall.write("Issue", issue, record.paper.id, version=None, prepared=made, today=TODAY, by="Jo")
    assert all(one.settled for one in devon_cornwall.read(office_findings, today=TODAY))


def test_every_figure_corrected_takes_its_finding_away_and_brings_no_other(devon_cornwall: Office) -> None:
    before = {one.key for one in findings(devon_cornwall, hints=True)}
    wrong = figures(devon_cornwall)
    for one in wrong:
        assert one.stated_id is not None
        assert one.pence is not None
        devon_cornwall.write("Correct", correct, one.stated_id, pence=one.pence)
        before.remove(one.key)
        assert {one.key for one in findings(devon_cornwall, hints=True)} == before
    assert (len(wrong), figures(devon_cornwall), devon_cornwall.read(office_findings, today=TODAY)) == (7, [], [])
