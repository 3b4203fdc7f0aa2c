"""The allocation statement: what each has beside the years before, how it came about, on which terms."""

from __future__ import annotations

from datetime import date

import pytest

from app import areas
from app.allocations import allocations, partnerships, shares
from app.door import Office
from app.errors import Refused
from app.funds import lines, stated
from app.money import Pence
from app.papers.allocation_statement import compose_statement
from app.papers.blocks import Document, Notes
from app.papers.gather_statement import gather_statement
from app.papers.publisher import publish
from tests.factories import YEAR, add_line, budget_id
from tests.papers.heard import faults
from tests.papers.partnered import DAY, Made, add_addition, add_tier, allocate, shared
from tests.papers.readings import facts, headings, paragraphs, rows, table, tables, under, untied


def statement(office: Office, *, year: int = YEAR, line: str | None = None) -> Document:
    return compose_statement(office.read(gather_statement, year=year, day=DAY, line_id=line))


def one_of(office: Office, pounds: int | str = 1_000, **terms: str) -> Made:
    """A line of £1,000 with one partnership that has this much of it."""
    line = add_line(office, "Partnership fund", 1_000)
    made = Made(line, budget_id(office, line), {"North": add_tier(office, "North")})
    allocate(office, made.budget, made.ids["North"], pounds, **terms)
    return made


def test_the_example_gives_the_printed_totals_and_tells_of_the_money_in_no_column(devon_cornwall: Office) -> None:
    document = statement(devon_cornwall, year=2019)
    years = table(document, "Allocations to the")
    assert years.stated_totals is not None
    assert years.stated_totals[1:4] == (1_600_249_00, 1_610_249_00, 1_615_249_00)
    assert [line.cells[0] for line in years.listing.lines if line.group] == [
        "Safer Devon",
        "Exeter",
        "South Devon and Dartmoor",
        "Torridge and North Devon",
        "East and Mid Devon",
    ]
    assert paragraphs(document)[1] == (
        "The budget of the line for 2019/20 is £1,685,249, and all of it is allocated: £1,615,249 stands in the"
        " partnerships’ columns, and £70,000 in no partnership’s column, since several share it."
    )
    assert rows(table(document, "Additions")) == [("Safer Towns", "Safer Devon, Plymouth and Torbay", 70_000_00)]
    assert untied(document) == [("Table 4: Youth Offending Service by area, £", next(iter(_pooled(document))))]


def _pooled(document: Document) -> list[object]:
    return [total for caption, total in untied(document) if "Youth Offending" in caption]


def test_stated_figures_that_the_rows_do_not_come_to_are_told_with_the_difference(devon_cornwall: Office) -> None:
    found = table(statement(devon_cornwall, year=2019), "Stated figures")
    assert [(row[0], *row[2:]) for row in rows(found)] == [
        ("Partnership fund shared among the partnerships, 2019/20", "£1,685,249", 1_615_249_00, -70_000_00),
        ("Youth Offending Service, 2017/18", "£500,701", 500_700_00, -1_00),
    ]


def test_an_earlier_year_says_nothing_of_what_was_stated_later(devon_cornwall: Office) -> None:
    document = statement(devon_cornwall, year=2018)
    assert [row[0] for row in rows(table(document, "Stated figures"))] == ["Youth Offending Service, 2017/18"]


def test_a_pooled_budget_stands_by_area_with_its_words(devon_cornwall: Office) -> None:
    found = table(statement(devon_cornwall, year=2019), "Youth Offending Service by area")
    assert rows(found)[0] == ("Devon", 190_266_00, "Maintain", "Maintain")
    assert found.stated_totals == ("Total", 500_701_00, 500_701_00, 500_701_00)


def test_a_reduction_is_told_in_words_and_no_earlier_figure_is_worked_back(durham: Office) -> None:
    document = statement(durham, year=2015)
    assert rows(table(document, "Allocations to the")) == [
        ("Safe Durham Partnership", 473_395_00),
        ("Darlington", 133_155_00),
    ]
    assert "All figures for 2015-16 have the same basis: reduced by 5 % from 2014-15" in " ".join(paragraphs(document))
    assert rows(table(document, "Where the money comes from")) == [
        ("Safe Durham Partnership", 473_395_00, 473_395_00, 0),
        ("Darlington Community Safety Partnership", 133_155_00, 133_155_00, 0),
    ]


def test_the_opening_gives_the_total_its_change_and_what_has_no_figure(office: Office) -> None:
    made = one_of(office, 900)
    allocate(office, made.budget, add_tier(office, "South"), "TBD")
    assert paragraphs(statement(office))[0] == (
        "In 2018/19 £900 is allocated to two partnerships. Not in the total, having no figure yet: South (TBD)."
    )


def test_the_change_is_on_the_year_before_in_pounds_and_percent(office: Office) -> None:
    made = shared(office, lone=2, counties=0)
    later = office.write("Budget", lines.set_budget, made.line, year=YEAR + 1, amount=Pence(60_000_00))
    allocate(office, later, made.ids["Town 1"], 30_000)
    document = statement(office, year=YEAR + 1)
    assert rows(table(document, "Allocations to the")) == [
        ("Town 1", 20_000_00, 20_000_00, 30_000_00, 10_000_00, 500),
        ("Town 2", 27_000_00, 27_000_00, None, -27_000_00, "ended"),
    ]
    assert paragraphs(document)[0].startswith(
        "In 2019/20 £30,000 is allocated to one partnership, down £17,000 (36.2%) on 2018/19."
    )
    assert untied(document) == []


def test_a_county_is_the_sum_of_its_own_and_its_districts_and_counts_once_in_the_total(office: Office) -> None:
    shared(office, lone=1, districts=2, counties=2)
    document = statement(office)
    found = table(document, "Allocations to the")
    assert [(group.label) for group in found.listing.groups] == ["Shire 1", "Shire 2"]
    assert sum(int(str(row[2])) for row in rows(found)) == 287_000_00
    assert untied(document) == []


def test_a_partnership_that_was_put_away_keeps_its_place_in_the_years_it_had_money(office: Office) -> None:
    made = shared(office, lone=2, counties=0)
    for found in office.read(allocations.allocations, year=YEAR):
        if found.partnership == "Town 2 Community Safety Partnership":
            office.write("Put away", allocations.archive, found.id, version=found.version)
    office.write("Put away", partnerships.archive, made.ids["Town 2"])
    document = statement(office)
    assert [row[:3] for row in rows(table(document, "Allocations to the"))] == [
        ("Town 1", 20_000_00, 20_000_00),
        ("Town 2", 27_000_00, None),
    ]
    assert untied(document) == []


def test_additions_are_lines_of_their_own_with_who_shares_them(office: Office) -> None:
    made = shared(office, lone=3, counties=0)
    office.write("Revise", lines.revise, made.budget, amount=Pence(151_000_00), reason="More")
    add_addition(office, made.budget, "Safer Towns", 70_000, made.ids["Town 1"], made.ids["Town 3"])
    document = statement(office)
    assert rows(table(document, "Additions")) == [("Safer Towns", "Town 1 and Town 3", 70_000_00)]
    told = paragraphs(document)
    assert told[0] == (
        "In 2018/19 £81,000 is allocated to three partnerships, the same as in 2017/18. £70,000 more for Safer Towns is"
        " shared by Town 1 and Town 3. That is £151,000 in all."
    )
    assert told[1].startswith("The budget of the line for 2018/19 is £151,000, and all of it is allocated: £81,000")
    assert sum(int(str(row[2])) for row in rows(table(document, "Allocations to the"))) == 81_000_00


def test_more_than_the_budget_is_told_by_how_much(office: Office) -> None:
    made = shared(office, lone=2, counties=0)
    add_line(office, "Another line of the fund, with room", 10_000)
    add_addition(
        office, made.budget, "Safer Towns", 5_000, *list(made.ids.values())[:2], overspend_approver="The Treasurer"
    )
    told = "The budget of the line for 2018/19 is £47,000. £5,000 more is allocated than there is in it."
    assert told in paragraphs(statement(office))


def test_what_stands_in_no_column_is_told_with_what_is_noted_of_the_budget(office: Office) -> None:
    made = one_of(office, 400)
    office.write("Note", lines.add_note, made.budget, text="£600 for signs", amount_pence=600_00)
    document = statement(office)
    assert "The budget of the line for 2018/19 is £1,000. £600 of it stands in no partnership’s column." in paragraphs(
        document
    )
    (notes,) = (block for block in document.blocks if isinstance(block, Notes))
    assert notes.notes == (("", "Noted of this budget: £600 for signs"),)


def test_bases_stand_by_year_and_partnership_where_they_differ(office: Office) -> None:
    made = one_of(office, 400, basis_kind="flat", basis="£400 to each")
    allocate(office, made.budget, add_tier(office, "South"), 500, basis_kind="per-head")
    allocate(office, made.budget, add_tier(office, "East"), 50)
    assert rows(table(statement(office), "Basis of each figure")) == [
        ("North", "£400 to each"),
        ("South", "So much a head"),
        ("East", "Not given"),
    ]


def test_one_basis_of_all_figures_is_a_sentence(office: Office) -> None:
    one_of(office, 400, basis_kind="percentage", basis="Reduced by 5 % from 2017/18")
    told = "All figures for 2018/19 have the same basis: reduced by 5 % from 2017/18."
    assert told in paragraphs(statement(office))


def test_a_basis_nobody_entered_is_missed(office: Office) -> None:
    one_of(office)
    assert "The basis of these figures has not been entered." in paragraphs(statement(office))


def test_a_year_that_is_wholly_indicative_says_so_in_its_head_and_a_single_figure_by_a_mark(office: Office) -> None:
    made = one_of(office, 400, status="indicative")
    assert [column.label for column in table(statement(office), "Allocations to").listing.columns] == [
        "Community Safety Partnership",
        "2018/19, indicative",
    ]
    allocate(office, made.budget, add_tier(office, "South"), 500)
    listing = table(statement(office), "Allocations to").listing
    assert [line.mark for line in listing.lines] == ["*", ""]
    assert listing.notes == (("*", "The figure for 2018/19 is indicative: it is still to be confirmed."),)


def test_the_years_to_come_stand_in_a_table_of_their_own(office: Office) -> None:
    made = one_of(office, 400)
    for year, pounds in ((YEAR + 1, 500), (YEAR + 2, 600)):
        later = office.write("Budget", lines.set_budget, made.line, year=year, amount="TBD")
        allocate(office, later, made.ids["North"], pounds, status="indicative")
    found = table(statement(office), "for the years to come")
    assert [column.label for column in found.listing.columns[1:]] == ["2019/20, indicative", "2020/21, indicative"]
    assert rows(found) == [("North", 500_00, 600_00)]


def test_terms_are_told_for_each_grant_and_once_for_grants_with_the_same(office: Office) -> None:
    terms = {"purpose": "To help victims", "conditions": "Report by May", "reason": "Fewer are harmed twice"}
    made = one_of(office, 400, **terms)
    allocate(office, made.budget, add_tier(office, "South"), 300, **terms)
    allocate(office, made.budget, add_tier(office, "East"), 200, purpose="Patrols")
    allocate(office, made.budget, add_tier(office, "West"), 100)
    blocks = under(statement(office), "Purpose, conditions and reasons, 2018/19")
    assert facts(blocks) == [
        {
            "Recipients": "North £400; South £300",
            "Purpose": "To help victims",
            "Conditions": "Report by May",
            "Reason": "Fewer are harmed twice",
        },
        {"Grant": "£200", "Purpose": "Patrols", "Conditions": "None entered", "Reason": "Not entered"},
    ]
    document = statement(office)
    assert headings(document)[2:4] == ["North and South", "East"]
    assert "No purpose, condition or reason has been entered for West." in paragraphs(document)


def test_the_law_is_named_where_nothing_has_been_entered(office: Office) -> None:
    one_of(office)
    (told,) = (one for one in paragraphs(statement(office)) if "Order 2011" in one)
    assert told.endswith("every grant published. None has been entered for these.")


def test_grant_documents_stand_with_their_days(office: Office) -> None:
    made = one_of(office, 400)
    allocate(office, made.budget, add_tier(office, "South"), 300)
    assert "No grant document has been recorded as sent or signed." in paragraphs(statement(office))
    (north, _) = office.read(allocations.allocations, year=YEAR)
    office.write(
        "Send",
        allocations.grant_document,
        north.id,
        version=north.version,
        sent_on=date(2018, 4, 3),
        signed_on=date(2018, 4, 20),
    )
    assert rows(table(statement(office), "Grant documents")) == [
        ("North", 400_00, date(2018, 4, 3), date(2018, 4, 20)),
        ("South", 300_00, "not sent", "not signed"),
    ]


def test_money_out_of_several_lines_is_told_together_and_by_line(office: Office) -> None:
    made = one_of(office, 400)
    other = add_line(office, "Safer streets", 2_000)
    allocate(office, budget_id(office, other), made.ids["North"], 600, purpose="Lights")
    document = statement(office)
    assert dict(document.facts) == {"Budget lines": "Partnership fund and Safer streets"}
    assert rows(table(document, "Allocations to")) == [("North", 1_000_00)]
    assert rows(table(document, "Out of each")) == [("North", 400_00, 600_00, 1_000_00)]
    assert [row[-1] for row in rows(table(document, "Where the money"))] == [600_00, 1_400_00]
    assert facts(document.blocks)[0]["Grant"] == "£600, out of Safer streets"
    assert untied(document) == []


def test_one_line_alone_can_be_asked_for(office: Office) -> None:
    made = one_of(office, 400)
    other = add_line(office, "Safer streets", 2_000)
    allocate(office, budget_id(office, other), made.ids["North"], 600)
    document = statement(office, line=made.line)
    assert rows(table(document, "Allocations to")) == [("North", 400_00)]
    with pytest.raises(Refused):
        statement(office, line="no such line")


def test_what_the_shares_of_a_pooled_budget_rest_on_stands_under_them(office: Office) -> None:
    line = add_line(office, "Youth offending", 1_000)
    area = office.write("Add area", areas.add_area, name="North", kind="county")
    office.write(
        "Share",
        shares.share,
        budget_id(office, line),
        area_id=area,
        amount=Pence(1_000_00),
        basis_kind="history",
        basis="The same as in 2017/18",
    )
    found = table(statement(office), "Youth offending by area")
    assert found.listing.notes == (("", "Basis of the figures for 2018/19: the same as in 2017/18."),)


def test_a_year_without_allocations_says_which_is_the_newest(office: Office) -> None:
    one_of(office)
    assert paragraphs(statement(office, year=YEAR + 3))[0] == (
        "Nothing is allocated to a partnership in 2021/22 yet. The newest year with allocations is 2018/19."
    )


def test_an_empty_office_is_told_what_is_missing(office: Office) -> None:
    document = statement(office)
    assert paragraphs(document) == ["No allocation to a partnership has been entered for any year yet."]
    assert faults(publish(document)) == []


def test_it_bears_the_offices_marking_and_the_newest_step_as_its_last_line(devon_cornwall: Office) -> None:
    document = statement(devon_cornwall, year=2019)
    assert (document.marking, document.draft, document.day) == ("OFFICIAL", False, DAY)
    assert document.ending.startswith("Record of changes to step ")


def test_the_same_record_gives_the_same_bytes(devon_cornwall: Office) -> None:
    record = devon_cornwall.read(gather_statement, year=2019, day=DAY)
    assert publish(compose_statement(record)) == publish(compose_statement(record))


@pytest.mark.parametrize(("lone", "districts", "counties", "long"), [(4, 3, 2, True), (22, 3, 2, False)])
def test_many_partnerships_with_long_names_stand_upright_and_add_up(
    office: Office, lone: int, districts: int, counties: int, long: bool
) -> None:
    shared(office, lone=lone, districts=districts, counties=counties, long=long)
    document = statement(office)
    assert untied(document) == []
    assert faults(publish(document)) == []
    assert len(tables(document)[0].listing.lines) == lone + counties * (districts + 1)


def test_a_stated_total_that_agrees_is_printed_as_stated(office: Office) -> None:
    made = one_of(office, 400)
    (given,) = office.read(allocations.allocations, year=YEAR)
    office.write(
        "State",
        stated.add,
        name="All of it",
        year=YEAR,
        amount_pence=400_00,
        printed="£400",
        place="The plan",
        parts=[("allocation", given.id)],
    )
    assert table(statement(office, line=made.line), "Allocations to").stated_totals == ("Total", 400_00)
