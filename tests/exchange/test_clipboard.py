"""What goes to a spreadsheet and comes back from one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.clipboard import from_tsv, to_tsv
from app.listing import Column, Line, Listing
from tests.papers.budgets import budget_listing

pytestmark = pytest.mark.windows

TYPED = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.sampled_from("\t\n\"'=+-@ "), max_size=30)


def texts(*rows: tuple[str, ...]) -> Listing:
    columns = tuple(Column(str(at), f"Head {at}") for at in range(len(rows[0])))
    return Listing("", columns, tuple(Line(str(at), row) for at, row in enumerate(rows)))


def every(listing: Listing) -> list[str]:
    return [line.id for line in listing.lines]


def test_figures_are_plain_and_words_are_kept() -> None:
    listing = budget_listing()
    assert to_tsv(listing, [listing.lines[at].id for at in (6, 1, 2)]) == (
        "Commissioning area\t2018/19\t2019/20\tChange\t%\r\n"
        "Commissioning team salaries\t158000\t\t-158000\tended\r\n"
        "Police and Crime Plan Priorities Fund\t510000\t295000\t-215000\t-42.2%\r\n"
        "Community Speedwatch\t\t80000\t80000\tnew\r\n"
    )


def test_pence_counts_and_days_are_as_a_spreadsheet_reads_them() -> None:
    columns = (Column("p", "£", "pence"), Column("c", "Bids", "count"), Column("d", "Ends", "day"))
    listing = Listing("", columns, (Line("1", (1_234_05, 12_345, date(2027, 3, 31))), Line("2", (-5, 0, None))))
    assert to_tsv(listing, ["1", "2"]) == "£\tBids\tEnds\r\n1234.05\t12345\t31 March 2027\r\n-0.05\t0\t\r\n"


def test_figures_are_as_exact_as_they_are_kept() -> None:
    columns = (Column("r", "Rate", "figure"), Column("m", "Months", "figure", places=1))
    listing = Listing("", columns, (Line("1", (1_234_056_700, 2_000_000)), Line("2", (-500_000, None))))
    assert to_tsv(listing, ["1", "2"]) == "Rate\tMonths\r\n1234.0567\t2\r\n-0.5\t\r\n"


def test_text_that_a_spreadsheet_would_work_out_is_kept_from_it() -> None:
    assert to_tsv(texts(("=1+1",), ("+44",), ("@x",), ("a=b",)), "0123") == "Head 0\r\n'=1+1\r\n'+44\r\n'@x\r\na=b\r\n"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("a\tb\r\n1\t2\r\n", [["a", "b"], ["1", "2"]]),
        ("a\tb\n1\t2", [["a", "b"], ["1", "2"]]),
        ("a\t\t\n\n", [["a", "", ""], [""]]),
        ("a\t", [["a", ""]]),
        ("\t", [["", ""]]),
        ('"two\nlines"\t"with ""marks"""\r\n', [["two\nlines", 'with "marks"']]),
        ('5" pipe\tsaid "no"', [['5" pipe', 'said "no"']]),
        ('"quoted" at first\tb', [['"quoted" at first', "b"]]),
        ('"never closed\tb\nc', [['"never closed', "b"], ["c"]]),
        ('""\tb', [["", "b"]]),
        ("-250\t=A1", [["-250", "=A1"]]),
    ],
)
def test_what_excel_puts_on_the_clipboard_is_read_cell_by_cell(text: str, rows: list[list[str]]) -> None:
    assert from_tsv(text) == rows


@given(st.integers(1, 4).flatmap(lambda wide: st.lists(st.tuples(*[TYPED] * wide), min_size=1, max_size=6)))
def test_text_comes_back_as_it_went(rows: list[tuple[str, ...]]) -> None:
    listing = texts(*rows)
    assert from_tsv(to_tsv(listing, every(listing)))[1:] == [list(row) for row in rows]
