"""A pasted table, read against a list of fields."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.clipboard import from_tsv, to_tsv
from app.exchange.paste import Pasted, read_table
from app.fields import Choice, Field, Kind
from app.listing import Column, Line, Listing
from app.money import format_figure, format_pence

NAME = Field("name", "Budget line", required=True)
BUDGET = (NAME, Field("fund", "Fund"), Field("amount", "Amount £", "amount"))


def pasted(text: str, fields: tuple[Field, ...] = BUDGET, *, years: bool = False) -> Pasted:
    return read_table(from_tsv(text), fields, years=years)


def reasons(found: Pasted) -> list[str]:
    return [problem.sentence for problem in found.problems]


def test_heads_are_matched_whatever_their_case_and_order() -> None:
    found = pasted(" AMOUNT £ *\tbudget  line:\n£1,234.50\tRoad safety\n70k\tCCTV\nTBD\tSafety\n")
    assert found.ok
    assert [(row.number, dict(row.values)) for row in found.rows] == [
        (2, {"amount": 1_234_50, "name": "Road safety"}),
        (3, {"amount": 70_000_00, "name": "CCTV"}),
        (4, {"amount": "TBD", "name": "Safety"}),
    ]


@pytest.mark.parametrize(
    "head",
    ["2018/19", "2018-19 £", "£ 2018–19", "2018/19 budget", "2018 to 2019", "Budget 2018/2019", "2018/19 (£)"],
)
def test_a_year_heads_a_column_of_amounts(head: str) -> None:
    found = pasted(f"Budget line\t{head}\nRoad safety\t30,000\nCCTV\tmaintain\nSmall grants\t\n", years=True)
    assert [dict(row.amounts) for row in found.rows] == [{2018: 30_000_00}, {2018: "maintain"}, {2018: None}]
    assert (found.ok, found.columns[1].year) == (True, 2018)


@pytest.mark.parametrize("head", ["2018/19 £000", "2018/19 actual", "2018/20", "spent 2018-19"])
def test_a_year_that_may_mean_something_else_is_a_problem(head: str) -> None:
    assert reasons(pasted(f"Budget line\t{head}\nRoad safety\t30\n", years=True)) == [
        f"{head}: this is not a column the desk knows. Name a year alone, like 2018/19, or leave the column out."
    ]


def test_other_unknown_columns_are_left_out_with_a_notice() -> None:
    found = pasted("Budget line\tComments\nRoad safety\tgood\n")
    assert (found.ok, found.notices) == (
        True,
        ("The column “Comments” is not one the desk keeps here and was left out.",),
    )


def test_a_bad_cell_is_named_by_row_column_text_and_reason() -> None:
    found = pasted("Budget line\tAmount £\nPlymouth, cohesion\t£3,0000\n\t5\n")
    assert [(one.row, one.column, one.text) for one in found.problems] == [
        (2, "Amount £", "£3,0000"),
        (3, "Budget line", ""),
    ]
    assert reasons(found) == [
        "Row 2, Amount £: “£3,0000” is not an amount in pounds. Type it like 1,234 or 1,234.50.",
        "Row 3, Budget line: this is needed.",
    ]
    assert [len(row.problems) for row in found.rows] == [1, 1]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "  two \n words ", "two words"),
        ("long", " two\nlines ", "two\nlines"),
        ("amount", "(250)", -250_00),
        ("pence", "−1.05", -1_05),
        ("pence", "", None),
        ("year", "2018-19", 2018),
        ("day", "3 Feb 2015", date(2015, 2, 3)),
        ("choice", "RESTRICTED", "r"),
        ("choice", "u", "u"),
        ("yesno", "Yes", True),
        ("yesno", "n", False),
        ("count", "12,345", 12_345),
        ("text", "", None),
    ],
)
def test_each_kind_of_field_is_read_in_its_own_way(kind: Kind, text: str, value: object) -> None:
    field = Field("x", "Value", kind, choices=(Choice("r", "Restricted"), Choice("u", "Unrestricted")))
    found = read_table([["Budget line", "Value"], ["A", text]], (NAME, field))
    assert (found.problems, found.rows[0].values["x"]) == ((), value)


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("pence", "TBD", "“TBD” is not an amount in pounds. Type it like 1,234 or 1,234.50."),
        ("year", "2018", "“2018” is not a financial year. Type it like 2018/19."),
        ("day", "31 June 2015", "“31 June 2015” is not a date. Type it like 3 February 2015."),
        ("choice", "maybe", "“maybe” is not Restricted or Unrestricted."),
        ("yesno", "perhaps", "“perhaps” is neither yes nor no."),
        ("count", "1.5", "“1.5” is not a whole number."),
        ("text", "#REF!", "“#REF!” is an error in the spreadsheet. Mend it there and copy again."),
        (
            "amount",
            "#####",
            "the column is too narrow in the spreadsheet to show its figure. Widen it and copy again.",
        ),
    ],
)
def test_each_kind_of_field_says_what_is_wrong_with_a_cell(kind: Kind, text: str, reason: str) -> None:
    field = Field("x", "Value", kind, choices=(Choice("r", "Restricted"), Choice("u", "Unrestricted")))
    found = read_table([["Budget line", "Value"], ["A", text]], (NAME, field))
    assert reasons(found) == [f"Row 2, Value: {reason}"]


def test_a_required_column_that_is_not_there_is_named() -> None:
    assert reasons(pasted("Fund\tAmount £\nA\t5\n")) == ["Budget line: this column is needed and is not there."]


def test_two_columns_for_one_thing_are_named() -> None:
    found = pasted("Budget line\t2018/19\t2018-19 £\nRoad safety\t5\t6\n", years=True)
    assert reasons(found) == ["2018-19 £: there is another column for this. Keep one."]


def test_rows_above_the_heads_are_left_out_and_rows_keep_their_numbers() -> None:
    found = pasted("Commissioning budget\n\nBudget line\tAmount £\nRoad safety\t5\n")
    assert [row.number for row in found.rows] == [4]
    assert found.notices == ("The 2 rows above the heads of the columns were left out.",)


@pytest.mark.parametrize(
    "label", ["Total", "TOTAL:", "Sub-total", "Subtotal", "Grand Total", "Totals £", "Total 2018/19", "Total of A, B"]
)
def test_a_row_of_totals_is_left_out_and_said_so(label: str) -> None:
    found = pasted(f"Budget line\tAmount £\nRoad safety\t5\n{label}\t5\n")
    assert [row.values["name"] for row in found.rows] == ["Road safety"]
    assert found.notices == (f"Row 3, “{label}”, was left out: a total would be counted twice.",)


@pytest.mark.parametrize("label", ["Total Respect training", "Totalling help", "Subtotals Ltd"])
def test_a_line_that_only_begins_like_a_total_is_taken(label: str) -> None:
    assert [row.values["name"] for row in pasted(f"Budget line\tAmount £\n{label}\t5\n").rows] == [label]


def test_parts_of_a_row_and_notes_are_left_out_and_said_so() -> None:
    found = pasted("Budget line\tAmount £\nISVA\t343,610*\nof which from NHS(E)\t158,590\n* Subject to evaluation\n")
    assert [dict(row.values)["amount"] for row in found.rows] == [343_610_00]
    assert found.notices == (
        "Row 3, “of which from NHS(E)”, was left out: a part of the row above would be counted twice;"
        " keep it as a note.",
        "Row 4, “* Subject to evaluation”, was left out: it is a note.",
        "A mark for a note, such as *, was taken off the figures.",
    )


def test_empty_rows_are_passed_over_and_short_rows_are_filled_up() -> None:
    found = pasted("Budget line\tFund\tAmount £\n\t\t\nRoad safety\n")
    assert [(row.number, dict(row.values)) for row in found.rows] == [
        (3, {"name": "Road safety", "fund": None, "amount": None})
    ]


def test_a_figure_in_a_column_without_a_head_is_named() -> None:
    found = pasted("Budget line\t\tAmount £\nRoad safety\t7\t5\t9\n")
    assert reasons(found) == [
        "Row 2: “7” stands in a column that has no head.",
        "Row 2: “9” stands in a column that has no head.",
    ]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "There is nothing to paste. Copy the table in the spreadsheet first, its heads included."),
        ([["", " "]], "There is nothing to paste. Copy the table in the spreadsheet first, its heads included."),
        ([["Road safety", "5"]], "No heads of columns were found. Copy them too: Budget line, Fund, Amount £."),
        ([["Budget line"]], "There are heads of columns but no rows below them."),
        ([["Budget line"], *[["A"]] * 5_001], "That is 5,002 rows; the desk takes 5,000 at a time. Copy fewer."),
        (
            [["Budget line"], ["x" * 10_001]],
            "A cell in row 2 is longer than 10,000 characters. Shorten it and copy again.",
        ),
    ],
)
def test_a_paste_that_cannot_be_read_says_why(rows: list[list[str]], reason: str) -> None:
    found = read_table(rows, BUDGET)
    assert (reasons(found), found.ok) == ([reason], False)


def test_five_thousand_rows_are_taken() -> None:
    assert len(read_table([["Budget line"], *[["A"]] * 5_000], BUDGET).rows) == 5_000


@given(
    st.lists(st.one_of(st.integers(-(10**10), 10**10), st.sampled_from(["TBD", "maintain"])), min_size=1, max_size=20)
)
def test_what_the_desk_copies_it_takes_back_to_the_penny(amounts: list[int | str]) -> None:
    columns = (Column("name", "Budget line"), Column("y", "2018/19 £", "pence"))
    lines = tuple(Line(str(at), (f"Line {at}", amount)) for at, amount in enumerate(amounts))
    listing = Listing("", columns, lines)
    found = read_table(from_tsv(to_tsv(listing, [line.id for line in lines])), BUDGET, years=True)
    assert [row.amounts[2018] for row in found.rows] == amounts


CELLS = st.one_of(
    st.integers(-(10**9), 10**9).map(format_pence),
    st.integers(-(10**9), 10**9).map(format_figure),
    st.sampled_from(["£3,0000", "1.234", "5 000", "12*", "TBD", "", "–", "£1880,076", "70k", "£1.25m", "1e6", "(5)"]),
    st.text(alphabet="0123456789.,£-()km ", max_size=12),
)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=12))
def test_every_pasted_amount_is_taken_or_named(cells: list[tuple[str, str]]) -> None:
    rows = [["Budget line", "2018/19", "2019/20"], *[[f"Line {at}", *pair] for at, pair in enumerate(cells)]]
    found = read_table(rows, BUDGET, years=True)
    named = {(one.row, one.column) for one in found.problems}
    for row, pair in zip(found.rows, cells, strict=True):
        for year, column, text in ((2018, "2018/19", pair[0]), (2019, "2019/20", pair[1])):
            taken = row.amounts.get(year) is not None
            assert taken + ((row.number, column) in named) == (text.strip() not in ("", "–", "-"))


def test_the_published_budget_is_pasted_to_its_printed_total() -> None:
    found = pasted(
        "Budget line\t2018-19\n"
        "MoJ Victim Services Grant inc. CSA/E grant\t£2,015,267\n"
        "Community Safety Fund\t£1,610,249\n"
        "ISVA & SARCs\t£343,610*\n"
        "of which contribution from NHS(E)\t£158,590\n"
        "Youth Offending Service\t£500,701\n"
        "Mental Health – Street Triage\t£100,000\n"
        "Mental Health – Neighbourhood Liaison & Diversion\t£150,000\n"
        "PCC Emerging Commissioning Priorities Fund\t£510,000\n"
        "OPCC Commissioning Team Salaries\t£158,000\n"
        "PCC Small Grant Scheme\t£100,000\n"
        "Total\t£5,487,827\n",
        years=True,
    )
    amounts = [row.amounts[2018] for row in found.rows]
    assert (found.ok, len(amounts)) == (True, 9)
    assert sum(amount for amount in amounts if isinstance(amount, int)) == 5_487_827_00
