"""The forms of factors and scenarios: a row for everybody, and no cell that could not be kept."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from app.allocations import bench_fields
from app.allocations.planning import OwnLimits, ScenarioPlan, values_of
from app.allocations.refusing import refuse
from app.fields import Field
from app.money import Limit, Pence
from db.base import Base
from tests.benches import BOTH, GIVEN, PLANS, bench, factor, partner

DATA = bench(factor("people", BOTH), factor("crime", BOTH), present=GIVEN)
PLAN = ScenarioPlan("B", "line", 2019, years=2, weights={"people": 1_000})


def rows_of(field: Field) -> list[tuple[str, str, int]]:
    assert field.grid is not None
    return [(one.key, one.label, one.level) for one in field.grid.rows]


def columns_of(field: Field) -> list[tuple[str, str, str]]:
    assert field.grid is not None
    return [(one.key, one.label, one.kind) for one in field.grid.columns]


def test_a_form_has_a_box_for_everything_a_scenario_keeps() -> None:
    assert {one.key for one in bench_fields.scenario(DATA, PLAN)} == set(values_of(PLAN))


def test_every_grid_of_the_form_has_its_shape() -> None:
    assert all(one.grid is not None for one in bench_fields.scenario(DATA, PLAN) if one.kind == "grid")


def test_each_factor_has_its_weight_and_one_put_away_keeps_its_own() -> None:
    field = bench_fields.weights(DATA, replace(PLAN, weights={"gone": 5, "crime": 5}))
    assert rows_of(field) == [("people", "People", 0), ("crime", "Crime", 0), ("gone", "A factor that was put away", 0)]
    assert columns_of(field) == [("weight", "Weight", "percent")]


def test_each_year_has_its_total_also_one_that_is_out_of_the_term_now() -> None:
    field = bench_fields.totals(DATA, replace(PLAN, totals={2025: Pence(1)}))
    assert columns_of(field) == [
        ("2020", "2020/21 £", "pence"),
        ("2021", "2021/22 £", "pence"),
        ("2025", "2025/26 £", "pence"),
    ]
    assert rows_of(field) == [("total", "Total", 0)]


def test_a_district_within_its_county_can_only_be_held() -> None:
    field = bench_fields.limits(DATA, PLAN)
    assert rows_of(field) == [("north", "Northshire", 0), ("hill", "Hill", 1), ("dale", "Dale", 1), ("west", "West", 0)]
    assert field.grid is not None
    assert field.grid.closed == {"hill:floor", "hill:cap", "dale:floor", "dale:cap"}
    alone = bench_fields.limits(DATA, replace(PLAN, by_district=True))
    assert alone.grid is not None
    assert (alone.grid.closed, rows_of(alone)[0]) == (frozenset(), ("north", "North", 0))


def test_whoever_was_put_away_keeps_their_limits_in_the_form() -> None:
    field = bench_fields.limits(DATA, replace(PLAN, limits={"gone": OwnLimits(held=Pence(1))}))
    assert rows_of(field)[-1] == ("gone", "A partnership that was put away", 0)


@given(PLANS)
def test_every_cell_that_is_kept_has_its_place_in_the_form(plan: ScenarioPlan) -> None:
    shown = values_of(plan)
    for field in bench_fields.scenario(DATA, plan):
        if field.grid is None:
            continue
        cells = {f"{row.key}:{column.key}" for row in field.grid.rows for column in field.grid.columns}
        assert set(shown[field.key]) <= cells


def test_the_grid_of_figures_has_a_row_for_each_partnership() -> None:
    field = bench_fields.figures([partner("north"), partner("hill", "north")], DATA.factors)
    assert [(key, level) for key, _, level in rows_of(field)] == [("north", 0), ("hill", 1)]
    assert columns_of(field) == [("people", "People", "number"), ("crime", "Crime", "number")]


def test_a_problem_is_told_at_the_cell_it_is_about() -> None:
    assert bench_fields.cell_of("totals:2020") == "totals:total:2020"
    assert bench_fields.cell_of("limits:west:floor") == "limits:west:floor"


def test_the_history_has_words_for_every_column_that_people_set() -> None:
    quiet = {"id", "version", "archived", "position", "line_id", "year", "author", "adopted_data"}
    for table, fields in bench_fields.LABELS.items():
        keys = {one.key for one in fields}
        for column in [one.name for one in Base.metadata.tables[table].columns]:
            bare = column.removesuffix("_pence").removesuffix("_tenths")
            owner = column in quiet or column.endswith("_id")
            assert owner or column in keys or bare in keys, f"{table}.{column}"


def test_what_a_new_form_shows_can_be_saved_once_it_has_a_name() -> None:
    refuse(replace(PLAN, name="New", gain=Limit(tenths=50)), ())
