"""Named figures: every figure of the desk under a key and a name of its own, with the amount the screens show."""

from __future__ import annotations

from datetime import date

from app.door import Office
from app.funds import commitments, figures, income, lines, stated, table
from app.listing import sections, totals
from app.papers.named import figure_text, named_figures, to_keys, to_names
from app.papers.paper import NamedFigure
from tests.factories import YEAR, add_budget, add_fund, add_line, add_organisation, budget_id


def named(office: Office, year: int = YEAR) -> dict[str, NamedFigure]:
    return office.read(named_figures, year=year)


def texts(found: dict[str, NamedFigure], group: str) -> dict[str, str]:
    """What each figure of a group is called and how it reads."""
    return {one.name: figure_text(one) for one in found.values() if one.group == group}


def test_a_new_office_has_no_figures(office: Office) -> None:
    assert named(office) == {}


def test_no_two_figures_have_the_same_name(devon_cornwall: Office, durham: Office) -> None:
    for office, year in ((devon_cornwall, 2019), (durham, 2015)):
        names = [one.name.casefold() for one in named(office, year).values()]
        assert len(names) > 25
        assert len(set(names)) == len(names)


def test_each_figure_is_kept_under_its_own_key(devon_cornwall: Office) -> None:
    found = named(devon_cornwall, 2019)
    assert [one.key for one in found.values()] == list(found)
    assert {key.split(":")[0] for key in found} == {
        *("total", "change", "line", "priority", "fund", "income", "incomes", "source"),
        *("allocation", "allocations", "addition", "share", "agreement", "note", "stated"),
    }


def test_totals_are_those_of_the_budget_page(devon_cornwall: Office) -> None:
    found = named(devon_cornwall, 2019)
    for year in (2017, 2018, 2019):
        assert found[f"total:{year}"].amount == devon_cornwall.read(table.page, year=year).whole.budget
    assert (found["change:2019"].name, figure_text(found["change:2019"])) == (
        "Change in the budget from 2018/19 to 2019/20",
        "£342,863",
    )


def test_priorities_are_those_of_the_budget_table_in_both_years(devon_cornwall: Office) -> None:
    found = named(devon_cornwall, 2019)
    listing = devon_cornwall.read(table.page, year=2019).listing
    at = {column.key: number for number, column in enumerate(listing.columns)}
    for group, mine in sections(listing):
        assert group is not None
        sums = totals(listing.columns, mine, "")
        assert [found[f"priority:{group.key}:{year}"].amount for year in (2018, 2019)] == [
            sums[at[f"y{year}"]] for year in (2018, 2019)
        ]


def test_lines_income_and_agreements_have_the_amounts_of_their_lists(devon_cornwall: Office) -> None:
    found = named(devon_cornwall, 2019)
    for one in devon_cornwall.read(lines.lines):
        for year, budget in one.budgets.items():
            assert found[f"line:{one.id}:{year}"].amount == budget.figures.budget
    for each in devon_cornwall.read(income.incomes):
        assert found[f"income:{each.id}"].amount == each.expected_pence
    assert found["incomes:2018"].amount == devon_cornwall.read(figures.expected, year=2018)
    for agreed in devon_cornwall.read(commitments.commitments):
        assert found[f"agreement:{agreed.id}"].amount == agreed.amount_pence


def test_words_notes_and_stated_figures_read_as_they_were_entered(devon_cornwall: Office) -> None:
    found = named(devon_cornwall, 2019)
    assert texts(found, "Pooled budgets")["Youth Offending Service, Devon 2019/20"] == "Maintain"
    assert (
        texts(found, "Notes")["ISVA and SARC services 2019/20, note: Includes £212,199 from NHS England."] == "£212,199"
    )
    said = texts(found, "Stated figures")
    assert said["Victim Services Grant in the note to victim care 2019/20, as stated"] == "£1880,076"
    assert said["Spend by theme in Devon 2018/19, as stated"] == "£539,470"


def test_a_figure_printed_among_words_is_taken_out_of_them(durham: Office) -> None:
    said = texts(named(durham, 2015), "Stated figures")
    assert said["Allocation to Durham 2015-16, as stated"] == "£485,577"
    assert said["Durham projects 2015-16, as stated"] == "£500,545"


def test_the_papers_own_year_comes_first_then_the_years_before(devon_cornwall: Office) -> None:
    for year, expected in ((2018, [2018, 2017, 2019]), (2019, [2019, 2018, 2017])):
        keys = [key for key in named(devon_cornwall, year) if key.startswith("total:")]
        assert keys == [f"total:{one}" for one in expected]


def test_what_is_called_the_same_is_told_apart_by_what_it_belongs_to(office: Office) -> None:
    one, two = add_fund(office, "Roads"), add_fund(office, "Towns")
    add_line(office, "Roads", 10, fund=one)
    add_line(office, "Lights", 20, fund=one)
    add_line(office, "Lights", 30, fund=two)
    body = add_organisation(office, "Home Office")
    for _ in range(2):
        office.write(
            "Expect",
            income.add,
            source_id=body,
            name="Roads",
            year=YEAR,
            expected_pence=5_00,
            expected_on=date(2018, 5, 1),
        )
    found = named(office)
    assert texts(found, "Budget lines") == {
        "Roads 2018/19": "£10",
        "Lights 2018/19, in Roads": "£20",
        "Lights 2018/19, in Towns": "£30",
    }
    assert texts(found, "Funds") == {"Roads 2018/19, whole fund": "£30", "Towns 2018/19": "£30"}
    assert list(texts(found, "Income"))[:2] == [
        "Roads 2018/19, from Home Office",
        "Roads 2018/19, from Home Office (2)",
    ]


def test_braces_and_line_ends_in_a_name_do_not_stop_it_from_being_a_reference(office: Office) -> None:
    line = add_line(office, "Roads {new}\nand old", 10)
    found = named(office)
    key = f"line:{line}:{YEAR}"
    assert found[key].name == "Roads (new) and old 2018/19"
    assert to_keys(to_names(f"Is {{{key}}}.", found), found) == f"Is {{{key}}}."


def test_a_name_is_known_whatever_its_capitals_and_spaces(office: Office) -> None:
    line = add_line(office, "Road safety", 10)
    found = named(office)
    assert to_names(f"{{line:{line}:2018}} of {{total:1066}}", found) == "{Road safety 2018/19} of {total:1066}"
    assert to_keys("{ROAD  safety 2018/19} of {Bob}", found) == f"{{line:{line}:2018}} of {{Bob}}"


def test_a_year_of_words_alone_has_the_word_as_its_total(office: Office) -> None:
    add_line(office, "Title", "TBD")
    found = named(office)
    assert (found["total:2018"].amount, figure_text(found["total:2018"])) == ("TBD", "TBD")


def test_a_stated_figure_that_cannot_be_compared_claims_nothing(office: Office) -> None:
    parts = [("budget", add_budget(office, "A", 10)), ("budget", budget_id(office, add_line(office, "B", "TBD")))]
    office.write("State", stated.add, name="Both", amount_pence=20_00, parts=parts, year=YEAR)
    [one] = [one for one in named(office).values() if one.group == "Stated figures"]
    assert one.claim is not None
    assert (one.claim.parts, figure_text(one)) == ((), "£20")


def test_what_several_partnerships_share_has_a_name_of_its_own(devon_cornwall: Office) -> None:
    (addition,) = (one for key, one in named(devon_cornwall, 2019).items() if key.startswith("addition:"))
    assert (addition.name, figure_text(addition), addition.group) == ("Safer Towns 2019/20", "£70,000", "Partnerships")
