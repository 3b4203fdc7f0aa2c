"""What the bench makes of its figures; what it measures is not run by the tests."""

from __future__ import annotations

from pathlib import Path

from app.years import first_day, last_day
from bench.contract_rows import YEAR, term
from bench.frozen import beside
from bench.listings import RARE, budget_lines
from bench.measure import Row, median, number, ratio_row, table


def test_the_median_is_the_middle_one_or_lies_between_the_middle_two() -> None:
    assert median([9.0, 1.0, 5.0]) == 5.0
    assert median([9.0, 1.0, 5.0, 3.0]) == 4.0


def test_milliseconds_are_as_exact_as_they_can_be_read() -> None:
    assert [number(one) for one in (0.523, 12.44, 1204.4, None)] == ["0.52", "12.4", "1,204", ""]


def test_a_ratio_over_its_target_is_a_miss_and_one_without_a_target_is_not() -> None:
    assert ratio_row("a", 30.0, 20, "b", 10.0, 2.5).within is False
    assert ratio_row("a", 25.0, 20, "b", 10.0, 2.5).within is True
    assert ratio_row("a", 30.0, 20, "b", 10.0, None).within is None


def test_the_table_lines_figures_up_and_puts_notes_under_their_line() -> None:
    missed = ratio_row("start", 300.0, 20, "bare", 100.0, 1.5, ("as seen",))
    lines = table([missed, Row("slow", None, 0, notes=("not measured: gcc is missing",))]).splitlines()
    assert lines[2].split() == ["start", "300", "20", "bare", "100", "3.00", "ratio", "<=", "1.5", "NO"]
    assert lines[3:] == ["    as seen", "slow", "    not measured: gcc is missing"]
    assert lines[0].index("ratio") == lines[2].index("3.00") + len("3.00") - len("ratio")


def test_a_generated_list_is_the_same_each_time_and_holds_the_rare_word() -> None:
    listing = budget_lines(2_000)
    assert listing == budget_lines(2_000)
    assert sum(RARE in str(line.cells[0]) for line in listing.lines) == 2


def test_every_generated_contract_runs_in_the_year_it_is_looked_at_in() -> None:
    terms = [term(at) for at in range(2_000)]
    assert all(starts_on <= last_day(YEAR) and ends_on >= first_day(YEAR) for starts_on, ends_on in terms)
    assert len(set(terms)) > 10


def test_a_program_that_was_not_built_is_said_to_be_and_is_no_miss(tmp_path: Path) -> None:
    row = beside(tmp_path / "commissioning-desk")
    assert row.within is None
    assert table([row]).splitlines()[2:] == [
        "start of the built program",
        "    not measured: there is no build; make one by python3 dev.py build",
    ]
