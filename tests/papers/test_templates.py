"""What a new paper begins with, in an office with figures and in one without."""

from __future__ import annotations

from datetime import date

import pytest

from app import office as offices
from app.door import Office
from app.office import details
from app.papers.compose import compose_paper
from app.papers.gathering import find, gather_new
from app.papers.guard import guard
from app.papers.paper import KINDS, Kind
from app.papers.preview import page_count
from app.papers.publisher import publish
from app.papers.templates import Template, template
from tests.factories import YEAR, add_fund, add_line, add_priority
from tests.papers.shelves import change, start

TODAY = date(2018, 6, 1)
BOTH: tuple[Kind, ...] = ("intentions", "panel-paper")


def begun(office: Office, kind: Kind, year: int = YEAR) -> Template:
    return office.read(template, kind, year)


def outline(made: Template) -> list[str]:
    """Headings indented by their level, with what they show."""
    return [f"{'  ' * (one.level - 1)}{one.heading}{f' ({one.shows})' if one.shows else ''}" for one in made.sections]


def test_devons_plan_has_a_part_for_each_priority_with_money_and_a_section_for_each_fund(
    devon_cornwall: Office,
) -> None:
    made = begun(devon_cornwall, "intentions", 2019)
    box = "  The Police and Crime Commissioner intends (intends)"
    assert (made.title, made.numbering) == ("Commissioning Intentions Plan 2019/20", "headings")
    assert outline(made) == [
        "Introduction",
        "This year’s budget",
        "Budget intentions 2019/20 (budget)",
        "Where the money comes from (income)",
        "Whole Police and Crime Plan",
        "  Community Safety Partnership Fund (allocations)",
        "  What the partnerships spend it on (spend)",
        "  Police and Crime Plan Priorities Fund",
        box,
        "Preventing and deterring crime",
        "  Youth Offending Service (pooled)",
        "  Reducing reoffending",
        box,
        "Supporting victims and witnesses",
        "  Sexual violence services",
        "  Victim Services Grant",
        "  Restorative justice",
        box,
        "Protecting people at risk",
        box,
        "What changed since the last plan (changes)",
        "In summary",
    ]


def test_durhams_panel_paper_has_a_part_for_each_lettered_stream(durham: Office) -> None:
    made = begun(durham, "panel-paper", 2015)
    assert (made.title, made.panel, made.numbering) == (
        "Update on commissioning activity",
        "Durham Police and Crime Panel",
        "through",
    )
    assert outline(made) == [
        "Purpose",
        "Background",
        "What changed since the last paper (changes)",
        "Summary of current position (streams)",
        "Detailed current position",
        "  Community Safety Grant (stream)",
        "  Victims' services (stream)",
        "  Restorative justice (stream)",
        "  Community Safety Fund (working title) (stream)",
        "Recommendation",
        "Signature (signature)",
        "Risks and implications (implications)",
        "Contact (contact)",
    ]


def test_without_letters_the_panel_sees_the_budget_and_every_fund_that_has_some(office: Office) -> None:
    add_line(office, "Road safety", fund=add_fund(office, "Community fund"))
    add_fund(office, "Unused fund")
    headings = outline(begun(office, "panel-paper"))
    assert "Summary of current position (budget)" in headings
    assert [one for one in headings if "(stream)" in one] == ["  Community fund (stream)"]


def test_the_boxes_name_every_line_with_its_figure(office: Office) -> None:
    line = add_line(office, "Road safety", 500)
    boxes = [one.text for one in begun(office, "intentions").sections if one.shows == "intends"]
    assert boxes == [f"to fund Road safety {{line:{line}:{YEAR}}}"]


def test_lines_without_a_priority_are_other_commissioning(office: Office) -> None:
    add_line(office, "Road safety", priority_id=add_priority(office, "Safer roads"))
    add_line(office, "Everything else")
    headings = [one.heading for one in begun(office, "intentions").sections if one.level == 1]
    assert headings[3:5] == ["Safer roads", "Other commissioning"]


def test_priorities_stand_by_themselves_until_there_is_money(office: Office) -> None:
    add_priority(office, "Safer roads")
    assert "Safer roads" in outline(begun(office, "intentions"))


@pytest.mark.parametrize("kind", BOTH)
def test_a_new_office_prints_either_kind_and_nothing_is_wrong_with_its_figures(office: Office, kind: Kind) -> None:
    record = office.read(gather_new, kind=kind, year=YEAR, today=TODAY)
    document = compose_paper(record)
    assert [one for one in guard(record, document).findings if one.kind not in ("answer", "change")] == []
    assert page_count(publish(document)) >= 2
    assert record.paper.state == "draft"
    assert document.undated


@pytest.mark.parametrize("kind", BOTH)
def test_every_figure_a_template_names_is_a_figure_of_the_desk(devon_cornwall: Office, kind: Kind) -> None:
    record = devon_cornwall.read(gather_new, kind=kind, year=2019, today=TODAY)
    found = guard(record, compose_paper(record)).findings
    assert [one.title for one in found if one.kind == "reference"] == []


def test_a_new_paper_follows_the_one_issued_last(devon_cornwall: Office) -> None:
    record = devon_cornwall.read(gather_new, kind="intentions", year=2019, today=TODAY, reference="P 1")
    assert (record.since.title, record.paper.reference) == ("Commissioning Intentions Plan 2018/19", "P 1")


def test_the_panel_of_an_office_that_has_no_name_yet_is_just_the_panel(office: Office) -> None:
    assert begun(office, "panel-paper").panel == "Police and Crime Panel"
    given = {"name": "Anytown", "holder_title": "Mayor", "address": "", "marking": "OFFICIAL", "year_style": "2018-19"}
    office.write("Name", offices.set_details, version=None, **given)
    assert office.read(details).name == "Anytown"
    assert begun(office, "panel-paper").panel == "Anytown Police and Crime Panel"
    assert begun(office, "intentions").title == "Commissioning Intentions Plan 2018-19"


def test_a_paper_is_found_by_its_reference_else_the_newest_draft(office: Office) -> None:
    assert office.read(find, kind="intentions", year=YEAR) is None
    first, second = start(office), start(office)
    change(office, first, reference="P 1")
    newest = office.read(find, kind="intentions", year=YEAR)
    named = office.read(find, kind="intentions", year=YEAR, reference="P 1")
    assert newest is not None
    assert named is not None
    assert (newest.id, named.id) == (second, first)
    assert office.read(find, kind="intentions", year=YEAR, reference="P 2") is None
    assert office.read(find, kind="intentions", year=YEAR + 1) is None


def test_there_is_a_template_for_every_kind_of_paper(office: Office) -> None:
    assert all(begun(office, one.value).sections for one in KINDS)  # type: ignore[arg-type]  # a kind
