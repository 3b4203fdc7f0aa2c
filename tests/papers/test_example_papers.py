"""The papers of the examples: every figure that their documents print, and exactly what differs in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from app.door import Office
from app.examples import EXAMPLES, make_example
from app.examples.printed import printed
from app.examples.writing import keyed
from app.money import format_figure
from app.papers import shelf
from app.papers.compose import compose_paper
from app.papers.gathering import gather_paper
from app.papers.guard import guard
from app.papers.paper import Finding
from app.papers.preview import page_count
from app.papers.stored import issued
from tests.factories import JO

INTENTIONS = {
    "2018-19-budget": ("item", "total", "memo"),
    "2019-20-intentions": ("item", "total"),
    "csp-allocations": ("item", "total"),
    "csp-spend-by-theme-2018-19": ("item", "total"),
    "yos": ("item", "total"),
    "vsg": ("item", "total"),
    "nhs-contribution": ("item",),
    "2019-20-intention-boxes": ("item", "component"),
}
DURHAM = {"2015-16-streams": ("item", "total"), "csg-projects": ("item", "total", "memo")}

TODAY = date(2019, 2, 1)


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Office]]:
    """Every example, only read here."""
    folder = tmp_path_factory.mktemp("examples")
    made = {}
    for name in EXAMPLES:
        make_example(folder / name, name)
        made[name] = Office(folder / name, JO)
    yield made
    for office in made.values():
        office.close()


@cache
def heard(paper: str) -> str:
    """The pages of a paper as they are read aloud, which `test_accessible` holds them to."""
    return (Path(__file__).parent / "golden" / f"{paper}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("office", "table", "paper"),
    [("devon-cornwall", table, "commissioning-intentions") for table in INTENTIONS]
    + [("durham", table, "panel-paper") for table in DURHAM],
)
def test_every_figure_of_the_documents_is_printed(office: str, table: str, paper: str) -> None:
    kinds = {**INTENTIONS, **DURHAM}[table]
    missing = [
        one.text
        for one in printed(office, table, *kinds)
        if (one.text.lower() if one.pence is None else format_figure(one.pence)) not in heard(paper).lower()
    ]
    assert missing == []


def test_devons_draft_has_exactly_the_seven_figures_that_do_not_tie(offices: dict[str, Office]) -> None:
    found = figures(offices["devon-cornwall"], 2019)
    assert found == [
        ("£3,472,560", "£3,313,970", "2 This year’s budget"),
        ("£1,685,249", "£1,615,249", "4.1 Community Safety Partnership Fund"),
        ("£539,470", "£471,042", "4.3 What the partnerships spend it on, Table 5, Devon"),
        ("£500,701", "£500,700", "5.1 Youth Offending Service, Table 6, 2017/18"),
        ("£87,200", "£97,200", "5.2 Reducing reoffending, box"),
        ("£1880,076", "£1,880,265", "6.1 Victim Services Grant"),
        ("£512,199", "£415,000", "6.3 Restorative justice, box"),
    ]


def test_durhams_draft_has_the_one(offices: dict[str, Office]) -> None:
    assert figures(offices["durham"], 2015) == [("£485,577", "£473,395", "A Community Safety Grant")]


def test_the_made_up_draft_has_nothing_to_settle(offices: dict[str, Office]) -> None:
    office = offices["essex"]
    [paper] = office.read(shelf.papers)
    record = office.read(gather_paper, paper.id, today=date(2026, 6, 12))
    assert guard(record, compose_paper(record)).findings == ()


def test_the_amounts_typed_by_hand_are_no_more_than_hints(offices: dict[str, Office]) -> None:
    hints = [one.title.split("“")[1].split("”")[0] for one in findings(offices["devon-cornwall"], 2019, "hint")]
    assert hints == [
        "£200,000", "£300,000", "£184,000", "£73,000", "£111,000", "£154,000", "£67.85m", "£63.15m", "£4.7m",
    ]  # fmt: skip


def test_what_changed_since_the_issued_plan_is_told_with_its_reasons(offices: dict[str, Office]) -> None:
    office = offices["devon-cornwall"]
    changes = office.read(gather_paper, office.read(shelf.papers)[0].id, today=TODAY).since.changes
    counted = [sum(one.kind == kind for one in changes) for kind in ("new", "ended", "changed")]
    assert counted == [8, 2, 4]
    assert sum(one.reason == "" for one in changes) == 6


def test_the_plan_before_it_is_issued_and_short(offices: dict[str, Office]) -> None:
    office = offices["devon-cornwall"]
    draft, last = office.read(shelf.papers)
    assert (draft.state, last.state, draft.follows_id) == ("draft", "issued", last.id)
    assert page_count(office.read(issued, last.id)) == last.pages == 2


def test_an_example_cannot_name_a_figure_there_is_not() -> None:
    with pytest.raises(LookupError, match="No figure is called “Moon”"):
        keyed("Worth {Moon}.", {})


def findings(office: Office, year: int, kind: str) -> list[Finding]:
    paper = next(one for one in office.read(shelf.papers) if one.year == year)
    record = office.read(gather_paper, paper.id, today=TODAY)
    return [one for one in guard(record, compose_paper(record)).findings if one.kind == kind]


def figures(office: Office, year: int) -> list[tuple[str, str, str]]:
    return [(one.printed, one.computed, one.place) for one in findings(office, year, "figure")]
