"""What working a re-balancing out costs, alone beside shares in floats, and as somebody types on the bench."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QApplication, QTableView

from app.allocations.bench import Bench
from app.allocations.factors import FactorRecord
from app.allocations.formula import District, Member, Plan, Weight, rebalance
from app.allocations.partnerships import PartnershipRecord
from app.allocations.planning import BenchData, OwnLimits, ScenarioPlan
from app.allocations.scenarios import ScenarioRecord
from app.allocations.why import explain
from app.door import make_office
from app.money import Limit, Pence
from app.who import Who
from bench.filtering import Plain
from bench.measure import RUNS, Row, cpu_ms, in_turn, median, number
from bench.shared import settle
from ui.desk import Desk
from ui.kit import state, theme
from ui.kit.asking import Asker
from ui.tabs.allocations.bench_page import BenchPage

PARTNERSHIPS = 30
FACTORS = 10
YEARS = 5
MOST_MS = 16.0


def measure() -> list[Row]:
    """The formula by itself, then a key typed in the window."""
    return [*_alone(), *_typed()]


def _alone() -> list[Row]:
    """The whole plan, in turn with shares and straight steps alone, in floats that were ready before."""
    plan = big_plan()
    table = [[float(one.figures[each.factor_id] or 0) for each in plan.weights] for one in plan.members]
    done = rebalance(plan)
    assert not done.problems, done.problems
    held = sum(bool(one.bound) for one in done.outcomes)
    ours, bare, runs = in_turn(lambda: cpu_ms(lambda: rebalance(plan)), lambda: cpu_ms(lambda: _floating(plan, table)))
    why = median([cpu_ms(lambda: [explain(one, plan) for one in done.outcomes]) for _ in range(runs)])
    return [
        Row(
            f"re-balance {PARTNERSHIPS} partnerships x {FACTORS} factors x {YEARS} years",
            ours,
            runs,
            "shares and steps alone, in floats",
            bare,
            f"< {MOST_MS:.0f} ms",
            ours < MOST_MS,
            (f"{held} at limits or locks; why, for all {PARTNERSHIPS}: {number(why)} ms",),
        )
    ]


def _typed() -> list[Row]:
    """Keys typed into a weight, in turn with a bare table that is given as many figures; painting stands beside."""
    app = QApplication.instance() or QApplication(["bench"])
    assert isinstance(app, QApplication)
    QStandardPaths.setTestModeEnabled(True)
    theme.apply(app, "light")
    with TemporaryDirectory() as folder:
        state.use_file(Path(folder) / "desk.ini")
        desk = Desk()
        desk.open(Path(folder) / "office.opcc", lambda path: make_office(path, Who("bench", "bench")))
        settle(app, desk)
        page = BenchPage(desk, Asker(), "scenario")
        page.resize(1278, 724)
        page.show()
        settle(app, desk)
        page.show_bench(big_bench())
        settle(app, desk)
        row = _keys(app, page)
        page.close()
        desk.close()
        state.use_file(None)
    return [row]


def _keys(app: QApplication, page: BenchPage) -> Row:
    bare = QTableView()
    plain = Plain(page.results.shown())
    bare.setModel(plain)
    bare.resize(page.results.size())
    bare.show()
    app.processEvents()
    assert page.form is not None
    line = next(iter(page.form.weights.cells.values())).line
    before = page.results.shown()
    costs, least = [], []
    for at in range(RUNS + 1):
        costs.append((cpu_ms(lambda at=at: line.setText(str(20 + at))), cpu_ms(app.processEvents)))  # type: ignore[misc]
        least.append((cpu_ms(lambda: plain.find("")), cpu_ms(app.processEvents)))
    assert page.results.shown() != before
    bare.close()
    # the first of each is not counted: it fills caches
    (typed, painted), (reset, drawn) = (
        [median(list(part)) for part in zip(*one[1:], strict=True)] for one in (costs, least)
    )
    # the target is for the desk's own work on a key; what Qt needs to paint stands in the ratio
    return Row(
        f"type a weight of {PARTNERSHIPS} partnerships x {FACTORS} factors x {YEARS} years",
        typed + painted,
        RUNS,
        "a bare table of as many figures, model reset",
        reset + drawn,
        f"typing < {MOST_MS:.0f} ms",
        typed < MOST_MS,
        (
            f"typing {number(typed)} (read, formula, list and picture), painting {number(painted)}; "
            f"the bare one: setting {number(reset)}, painting {number(drawn)}",
        ),
    )


def big_bench() -> Bench:
    """The same thirty partnerships as the bench reads them, with their districts."""
    plan = big_plan()
    every: list[tuple[str, str, str | None, int]] = [
        (one.id, one.name, None, one.present - sum(each.present for each in one.districts)) for one in plan.members
    ]
    every += [(each.id, each.name, one.id, each.present) for one in plan.members for each in one.districts]
    data = BenchData(
        line_id="line",
        line="Partnership fund",
        year=2020,
        year_style="2018/19",
        partnerships=tuple(PartnershipRecord(key, name, key, None, parent) for key, name, parent, _ in every),
        present={key: Pence(present) for key, _, _, present in every},
        words={},
        reserves={one.id: (one.reserve, date(2020, 9, 30)) for one in plan.members if one.reserve is not None},
        factors=tuple(
            FactorRecord(
                each.factor_id,
                1,
                each.name,
                "",
                None,
                at == 0,
                False,
                {one.id: one.figures[each.factor_id] or Fraction(0) for one in plan.members},
            )
            for at, each in enumerate(plan.weights)
        ),
    )
    limits = {one.id: OwnLimits(one.held, one.floor, one.cap) for one in plan.members}
    limits |= {each.id: OwnLimits(held=each.held) for one in plan.members for each in one.districts}
    scenario = ScenarioPlan(
        name="A",
        line_id="line",
        year=2020,
        years=YEARS,
        weights={one.factor_id: one.tenths for one in plan.weights},
        totals=dict(plan.totals),
        loss=plan.loss,
        gain=plan.gain,
        reserve_months=plan.reserve_months,
        reserve_rate_tenths=plan.reserve_rate_tenths,
        limits=limits,
    )
    record = ScenarioRecord("scenario", 1, scenario, "bench", True, False, None, "", "")
    return Bench(record, (), data)


def big_plan() -> Plan:
    """Thirty partnerships, two of them counties with districts, with reserves, limits, locks and totals that change."""
    chance = random.Random(PARTNERSHIPS)
    factors = [f"factor {at}" for at in range(FACTORS)]
    members = tuple(_member(chance, at, factors) for at in range(PARTNERSHIPS))
    present = sum(one.present for one in members)
    return Plan(
        members=members,
        weights=tuple(Weight(one, one, 55 + 10 * at) for at, one in enumerate(factors)),
        totals=tuple((2020 + step, Pence(present + 1_234_567 * step * step)) for step in range(1, YEARS + 1)),
        loss=Limit(tenths=80),
        gain=Limit(tenths=125),
        reserve_months=4,
        reserve_rate_tenths=500,
    )


def _member(chance: random.Random, at: int, factors: list[str]) -> Member:
    size = chance.randrange(20_000, 800_000)
    districts = tuple(
        District(f"{at}.{one}", f"District {one}", Pence(2_000_000), Pence(1_900_000 + 50_000 * one))
        for one in range(4 if at in (3, 17) else 0)
    )
    present = Pence(size * 70 + 8_000_000 * bool(districts))
    return Member(
        id=str(at),
        name=f"Partnership {at}",
        present=present,
        # in millionths, as a rate or an index may be kept
        figures={one: Fraction(size * chance.randrange(400_000, 1_600_000), 1_000_000) for one in factors},
        reserve=Pence(present * chance.randrange(80) // 100) if at % 4 else None,
        held=present if at % 10 == 9 else None,
        floor=Limit(tenths=980) if at % 7 == 0 else None,
        cap=Limit(pence=Pence(present + 150_000)) if at % 8 == 1 else None,
        districts=districts,
    )


def _floating(plan: Plan, table: list[list[float]]) -> list[list[float]]:
    """Entitlements and straight steps: no reserves, no limits, no whole pence, nothing kept of how it came about."""
    weights, (_, total), count = [one.tenths for one in plan.weights], plan.last, len(plan.totals)
    sums = [sum(column) for column in zip(*table, strict=True)]
    each = [weight / one / sum(weights) for weight, one in zip(weights, sums, strict=True)]
    found = []
    for member, figures in zip(plan.members, table, strict=True):
        target = total * sum(figure * one for figure, one in zip(figures, each, strict=True))
        found.append([member.present + (target - member.present) * step / count for step in range(1, count + 1)])
    return found
