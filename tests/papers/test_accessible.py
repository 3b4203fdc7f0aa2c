"""Every paper passes PDF/UA-1, is heard in the right order, and the check would tell if one did not.

After a change that is meant, `DESK_GOLDEN=write` in the environment writes the files under `golden` anew; read the
difference before it is kept.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from app import registers
from app.contracts import timeline
from app.door import Office
from app.funds import lists
from app.funds.record import line_page
from app.funds.table import page
from app.listing import Column, Group, Line, Listing
from app.office import details
from app.papers import shelf
from app.papers.blocks import (
    Bar,
    Block,
    Box,
    BoxRow,
    Bullets,
    Chart,
    Contact,
    Contents,
    Document,
    Dot,
    Dumbbell,
    Facts,
    Figure,
    Heading,
    Implications,
    Notes,
    Paragraph,
    Signature,
    Stream,
    Strong,
    Table,
    Timeline,
)
from app.papers.budget import compose_budget
from app.papers.compose import compose_paper
from app.papers.gather import gather_budget
from app.papers.gathering import gather_paper
from app.papers.line_paper import compose_line
from app.papers.list_paper import compose_list
from app.papers.publisher import publish
from app.papers.publisher.charts import set_chart
from app.papers.publisher.elements import Element
from app.papers.publisher.paint import Untagged, paint
from app.papers.publisher.prose import set_heading, set_paragraph
from app.papers.publisher.rows import Row, Words, into_pages
from app.papers.publisher.sheet import UPRIGHT
from app.papers.publisher.tables import TableSetter
from app.progress import Progress
from tests.papers.heard import faults, heard

DAY = date(2026, 11, 22)
GOLDEN = Path(__file__).parent / "golden"


def paper(*blocks: Block) -> Document:
    return Document("A paper", "Office of the Made-up Commissioner", "OFFICIAL", DAY, blocks, author="Example Officer")


def grants(lines: int) -> Listing:
    made = tuple(
        Line(str(at), (f"Project {at}", at * 100, at * 90 if at % 3 else None), "ab"[at % 2], "*" if at == 1 else "")
        for at in range(lines)
    )
    columns = (Column("name", "Project"), Column("asked", "Asked, £", "pence"), Column("given", "Given, £", "pence"))
    notes = (("*", "Asked for twice."),)
    return Listing("Grants", columns, made, (Group("a", "First round"), Group("b", "Second round")), notes)


CHART = Chart("Spend by area, £", "2018/19", "2019/20", (Bar("North", 100_00, 250_00), Bar("South", None, -5_00)))

MOVES = Dumbbell(
    "From 2018/19 to 2022/23",
    "2018/19",
    "2022/23",
    (Dot("North", 100_00, 120_00, 150_00), Dot("Its district", 20_00, 20_00, level=1, remark="held")),
    "formula alone",
)

YEARS = Timeline(
    "Contracts over the years",
    timeline.Timeline(
        (
            timeline.TimelineRow(
                "c",
                "Advice",
                (
                    timeline.Bar("term", date(2025, 10, 1), date(2026, 9, 30)),
                    timeline.Bar("taken", date(2026, 10, 1), date(2027, 3, 31)),
                    timeline.Bar("option", date(2027, 4, 1), date(2028, 3, 31)),
                ),
                (
                    timeline.Mark("notice", date(2026, 12, 31), "Notice of option 2"),
                    timeline.Mark("break", date(2027, 1, 31), "Break point"),
                    timeline.Mark("condition", date(2027, 4, 1), "Grant confirmed"),
                ),
                (
                    timeline.Band(
                        "Health board",
                        (
                            timeline.Bar("agreed", date(2025, 10, 1), date(2026, 3, 31), "£5"),
                            timeline.Bar("conditional", date(2026, 4, 1), date(2027, 3, 31), "£9"),
                            timeline.Bar("gap", date(2027, 4, 1), date(2028, 3, 31)),
                        ),
                        "Ends 1 year before option 2 would",
                    ),
                ),
                "Advice: 1 October 2025 to 31 March 2027. Health board: Ends 1 year before option 2 would.",
            ),
        ),
        2025,
        2027,
        DAY,
    ),
    "2018/19",
)

EVERY_BLOCK: tuple[Block, ...] = (
    Contents(),
    Heading(3, "A part before any section"),
    Paragraph("A plain paragraph, long enough to run on over the end of its line and so to be drawn in two pieces."),
    Heading(2, "Figures", "1", anchor="figures"),
    Paragraph(("The budget is ", Figure("£350", "total:2026", 350_00), ", ", Strong("in all"), "."), number="1."),
    Bullets((("one thing",), ("another",)), hangs=True),
    Table(grants(44), "Table 1: Grants"),
    CHART,
    MOVES,
    YEARS,
    Heading(2, "Streams", "2"),
    Stream("A", "Community safety", "£606,550", "for projects"),
    Box(
        "The Commissioner intends",
        (BoxRow(("to fund",), "£5"), BoxRow(("of it new",), "£2", 1)),
        notes=(("*", "New."),),
    ),
    Notes((("†", "A note by itself."),)),
    Signature("Example Officer", "Chief Executive", DAY),
    Facts((("Purpose", "To prevent crime."), ("Conditions", "Spend by March.\nReport by May."))),
    Heading(2, "Appendix 1: Risks and implications"),
    Implications((("Finance", "None beyond the budget."), ("Staffing", "None."))),
    Contact((("Contact officer", "Example Officer"), ("Telephone", "01632 960 000"))),
)


def golden(name: str, lines: list[str]) -> list[str]:
    """What the file of that name holds; written first where that is asked for."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("DESK_GOLDEN") == "write":
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("opening", ["masthead", "cover"])
def test_every_block_is_accessible_upright_and_turned_with_and_without_a_cover(opening: str) -> None:
    facts = (("Version", "1"), ("Author", "Example Officer"))
    document = Document(
        "Every block", "Office of the Made-up Commissioner", "OFFICIAL", DAY, EVERY_BLOCK, "A subtitle", facts=facts,
        draft=True, opening="cover" if opening == "cover" else "masthead", landscape=opening == "cover",
    )  # fmt: skip
    assert faults(publish(document)) == []


def test_every_block_is_heard_in_the_order_it_is_read() -> None:
    said = heard(publish(paper(*EVERY_BLOCK)))
    assert said == golden("every-block", said)


def test_the_papers_of_the_examples_are_heard_in_the_order_they_are_read(
    devon_cornwall: Office, durham: Office
) -> None:
    for name, office, kind in (
        ("commissioning-intentions", devon_cornwall, "intentions"),
        ("panel-paper", durham, "panel-paper"),
    ):
        (newest, *_) = (one for one in office.read(shelf.papers) if one.kind == kind)
        said = heard(publish(compose_paper(office.read(gather_paper, newest.id, today=DAY))))
        # whoever makes the example has a record of changes of his own
        said[-1] = re.sub(r"(?<=step )[\d,]+: [0-9a-f]{16}”$", "N: HASH”", said[-1])
        assert said == golden(name, said)


def documents(office: Office, years: tuple[int, ...]) -> Iterator[tuple[str, Document]]:
    """Everything an office can print, each with what it is called here."""
    about = office.read(details)
    listings = [
        office.read(lists.history_list),
        office.read(registers.plan_register).listing,
        office.read(registers.area_register).listing,
        office.read(registers.organisation_register).listing,
        office.read(registers.implication_register).listing,
    ]
    for year in years:
        yield f"budget {year}", compose_budget(office.read(gather_budget, year=year, day=DAY))
        listings.append(office.read(page, year=year).listing)
        each = (lists.income_list, lists.agreement_list, lists.movement_list, lists.fund_list, lists.stated_list)
        listings += [office.read(one, year=year) for one in each]
    for listing in listings:
        yield (
            f"{listing.title} {listing.subtitle}",
            compose_list(listing, office=about.name, marking=about.marking, day=DAY),
        )
    for line in office.read(page, year=years[-1]).listing.lines:
        shown = office.read(line_page, line.id, year=years[-1])
        yield f"line {shown.line.name}", compose_line(shown, office=about, day=DAY)
    for one in office.read(shelf.papers):
        yield f"{one.kind} {one.year}", compose_paper(office.read(gather_paper, one.id, today=DAY))


def test_everything_both_examples_print_is_accessible(devon_cornwall: Office, durham: Office) -> None:
    printed = [*documents(devon_cornwall, (2018, 2019)), *documents(durham, (2015,))]
    assert len(printed) > 40
    assert {name: found for name, document in printed if (found := faults(publish(document)))} == {}


def test_a_table_of_a_thousand_lines_over_many_pages_is_accessible() -> None:
    assert faults(publish(paper(Table(grants(1_100), "Grants")))) == []


# What follows spoils a file that is in order, and expects to be told.

Spoil = Callable[[Element], None]


def elements(tree: Element) -> Iterator[Element]:
    yield tree
    for child in tree.children:
        yield from elements(child)


def spoiled(spoil: Spoil) -> bytes:
    """A small paper whose structure was changed between setting and drawing."""
    document, tree, upright = paper(), Element("Document"), UPRIGHT
    rows = [
        *set_heading(Heading(1, "A paper"), upright.room, tree),
        *set_heading(Heading(2, "A section"), upright.room, tree),
        *set_paragraph(Paragraph("Words."), upright.room, tree),
        *TableSetter(Table(grants(3)), Progress()).rows(upright.room, upright.depth, tree),
        *set_chart(CHART, upright.room, tree),
    ]
    spoil(tree)
    return paint(document, into_pages(rows, upright.depth), upright, tree, Progress())


def nothing(_: Element) -> None:
    """For a file that is as it should be."""


def no_words_for_a_chart(tree: Element) -> None:
    next(one for one in elements(tree) if one.role == "Figure").alt = ""


def no_scope(tree: Element) -> None:
    for one in elements(tree):
        one.scope = ""


def a_level_left_out(tree: Element) -> None:
    next(one for one in elements(tree) if one.role == "H2").role = "H3"


def a_cell_outside_a_row(tree: Element) -> None:
    next(one for one in elements(tree) if one.role == "P").role = "TD"


def test_a_file_that_is_as_it_should_be_has_no_fault() -> None:
    assert faults(spoiled(nothing)) == []


@pytest.mark.parametrize("spoil", [no_words_for_a_chart, no_scope, a_level_left_out, a_cell_outside_a_row])
def test_a_fault_in_the_structure_is_found(spoil: Spoil) -> None:
    assert faults(spoiled(spoil)) != []


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("/Lang (en-GB)", "/Long (en-GB)"),
        ("/DisplayDocTitle true", "/DisplayDocTitel true"),
        ("/Marked true", "/Merked true"),
        ("/StructTreeRoot ", "/StructTreeRuut "),
        ("/ToUnicode", "/ToUnicorn"),
        ("<pdfuaid:part>1", "<pdfuaid:part>3"),
        ("dc:title>", "dc:titel>"),
    ],
)
def test_what_a_file_must_say_of_itself_is_missed_when_it_does_not(said: str, instead: str) -> None:
    pdf = spoiled(nothing)
    assert said.encode() in pdf
    assert faults(pdf.replace(said.encode(), instead.encode())) != []


def test_words_of_no_element_are_a_fault_of_the_desk() -> None:
    upright = UPRIGHT
    (row, *_) = set_paragraph(Paragraph("Words."), upright.room, Element("Document"))
    loose = Row(row.height, tuple(mark._replace(of=None) for mark in row.marks if isinstance(mark, Words)))
    with pytest.raises(Untagged, match="Words"):
        paint(paper(), into_pages([loose], upright.depth), upright, Element("Document"), Progress())
