"""The commissioning budget as it is printed."""

from __future__ import annotations

from dataclasses import replace

from app.listing import Column, Line, Listing
from app.papers.blocks import Chart, Document, Heading, Paragraph, Table
from app.papers.budget import BudgetPaper, compose_budget
from app.papers.preview import page_count, text_of
from app.papers.publisher import publish
from tests.papers.budgets import budget_line, budget_listing, budget_paper


def opening(record: BudgetPaper) -> str:
    block = compose_budget(record).blocks[0]
    assert isinstance(block, Paragraph)
    return "".join(run if isinstance(run, str) else run.text for run in block.text)


def with_lines(*lines: Line) -> BudgetPaper:
    return replace(budget_paper(), listing=replace(budget_listing(), lines=lines, groups=()))


def printed() -> str:
    return text_of(publish(compose_budget(budget_paper())))


def test_the_opening_gives_the_total_the_change_and_what_is_not_alike() -> None:
    assert opening(budget_paper()) == (
        "The commissioning budget for 2019/20 is £5,830,690, up £342,863 (6.2%) on 2018/19."
        " The years are not like for like: Commissioning team salaries and Small grant scheme, £258,000 together in"
        " 2018/19, have ended; 8 lines, £567,200 together in 2019/20, are new."
    )


def test_years_with_the_same_lines_are_not_called_unlike() -> None:
    assert opening(with_lines(budget_line("", "Road safety", 10_000_00, 9_000_00))) == (
        "The commissioning budget for 2019/20 is £9,000, down £1,000 (10.0%) on 2018/19."
    )


def test_a_budget_that_stays_is_said_to_be_the_same() -> None:
    assert opening(with_lines(budget_line("", "Road safety", 5, 5))) == (
        "The commissioning budget for 2019/20 is £0.05, the same as in 2018/19."
    )


def test_a_year_after_one_without_figures_is_compared_with_nothing() -> None:
    assert opening(with_lines(budget_line("", "Road safety", None, 500))) == (
        "The commissioning budget for 2019/20 is £5."
    )


def test_a_budget_of_words_alone_has_no_figures() -> None:
    assert opening(with_lines(budget_line("", "Road safety", 500, "TBD"))) == (
        "The commissioning budget for 2019/20 has no figures yet."
        " Not in the total, having no figure yet: Road safety (TBD)."
    )


def test_a_line_that_ended_is_called_by_name_with_what_it_had() -> None:
    lines = (budget_line("", "Road safety", 400, None), budget_line("", "CCTV", 500, 500))
    assert opening(with_lines(*lines)) == (
        "The commissioning budget for 2019/20 is £5, down £4 (44.4%) on 2018/19."
        " The years are not like for like: Road safety, £4 in 2018/19, has ended."
    )


def test_lines_with_a_word_for_a_figure_are_named_as_outside_the_total() -> None:
    lines = [budget_line("", name, None, "TBD") for name in ("A", "B", "C", "D")]
    assert opening(with_lines(budget_line("", "E", 500, 500), *lines)) == (
        "The commissioning budget for 2019/20 is £5, the same as in 2018/19."
        " Not in the total, having no figure yet: A (TBD); B (TBD); C (TBD) and 1 more."
    )


def test_further_reasons_follow_as_they_were_written() -> None:
    record = replace(with_lines(budget_line("", "E", 500, 500)), not_alike=("The fund now covers Safer Towns.",))
    assert opening(record).endswith("as in 2018/19. The fund now covers Safer Towns.")


def test_a_first_year_stands_alone_in_the_table_and_in_the_chart() -> None:
    columns = (Column("a", "Area"), Column("y", "2019/20 £", "pence"), Column("p", "Paid £", "pence"))
    listing = Listing("", columns, (Line("1", ("Road safety", 500, 100)),))
    record = replace(budget_paper(), listing=listing, previous_year_text="", by_priority=(("All", None, 500),))
    assert opening(record) == "The commissioning budget for 2019/20 is £5."
    text = text_of(publish(compose_budget(record)))
    assert text.split("Table 1")[1].split("Income")[0] == (
        ": Commissioning budget by Police and Crime Plan priority\nArea 2019/20 £\nRoad safety 5\nTotal 5\n"
        "Figure 1: Budget by priority, £ 2019/20 \nAll 5 \n"
    )


def test_what_stands_after_the_change_is_not_printed() -> None:
    listing = budget_listing()
    wide = replace(
        listing,
        columns=(*listing.columns, Column("paid", "Paid £", "pence")),
        lines=tuple(replace(line, cells=(*line.cells, 123)) for line in listing.lines),
    )
    assert compose_budget(replace(budget_paper(), listing=wide)) == compose_budget(budget_paper())


def test_the_paper_has_its_parts_in_order() -> None:
    def name(document: Document) -> list[str]:
        return [
            one.text if isinstance(one, Heading) else one.caption
            for one in document.blocks
            if isinstance(one, Heading | Table | Chart)
        ]

    assert name(compose_budget(budget_paper())) == [
        "Table 1: Commissioning budget by Police and Crime Plan priority, £",
        "Figure 1: Budget by priority, £",
        "Income by source",
        "Table 2: Income by source, £",
        "Stated figures that do not agree",
        "Table 3: Stated figures and what their rows come to, £",
    ]
    assert name(compose_budget(replace(budget_paper(), income=None, by_priority=(), stated=()))) == [
        "Table 1: Commissioning budget by Police and Crime Plan priority, £"
    ]


def test_tables_are_numbered_without_a_gap_when_there_is_no_income() -> None:
    last = compose_budget(replace(budget_paper(), income=None)).blocks[-1]
    assert isinstance(last, Table)
    assert last.caption == "Table 2: Stated figures and what their rows come to, £"


def test_the_printed_table_has_the_published_figures() -> None:
    lines = printed().split("\n")
    for line in (
        "Whole Police and Crime Plan 2,378,249 2,220,249 −158,000 −6.6",
        "Community Safety Partnership Fund * 1,610,249 1,685,249 +75,000 +4.7",
        "Community Speedwatch – 80,000 +80,000 new",
        "Small grant scheme 100,000 – −100,000 ended",
        "Supporting victims and witnesses 2,358,877 2,762,540 +403,663 +17.1",
        "Protecting people at risk 250,000 250,000 0 0.0",
        "Total 5,487,827 5,830,690 +342,863 +6.2",
        "* Includes £70,000 for Safer Towns across Devon, Plymouth and Torbay.",
        "£87,200 97,200 +10,000",
        "Total 2,173,857 2,232,540 +58,683 +2.7",
    ):
        assert lines.count(line) == 1, line


def test_the_printed_chart_repeats_the_figures_of_the_groups() -> None:
    text = printed()
    figures = ("2,378,249", "2,220,249", "500,701", "597,901", "2,358,877", "2,762,540")
    assert [text.count(figure) for figure in figures] == [2, 2, 4, 2, 2, 2]


def test_the_table_and_its_notes_stand_on_one_page_and_the_paper_on_two() -> None:
    assert page_count(publish(compose_budget(budget_paper()))) == 2
    first = printed().split("\f")[0]
    assert ("Table 1" in first, "§" in first, "Total 5,487,827" in first) == (True, True, True)


def test_income_is_printed_without_columns_that_say_nothing() -> None:
    columns = (
        Column("name", "Income"),
        Column("from", "From"),
        Column("year", "Year"),
        Column("condition", "Subject to"),
        Column("expected", "Expected £", "pence"),
        Column("received", "Received £", "pence"),
    )
    lines = (
        Line("1", ("Grant", "Ministry", "2019/20", "", 500, 0)),
        Line("2", ("Share", "Ministry", "2019/20", "", 300, 0)),
    )
    table = compose_budget(replace(budget_paper(), income=Listing("", columns, lines))).blocks[4]
    assert isinstance(table, Table)
    assert [column.label for column in table.listing.columns] == ["Income", "From", "Expected £"]
    assert [line.cells for line in table.listing.lines] == [("Grant", "Ministry", 500), ("Share", "Ministry", 300)]


def test_a_budget_grouped_by_fund_says_so() -> None:
    blocks = compose_budget(replace(budget_paper(), grouped_by="fund")).blocks
    assert [one.caption for one in blocks if isinstance(one, Table | Chart)][:2] == [
        "Table 1: Commissioning budget by fund, £",
        "Figure 1: Budget by fund, £",
    ]
