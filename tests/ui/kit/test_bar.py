"""The fund bar: its parts, its words, and what it does when money runs over."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from ui.kit.bar import FundBar, FundFigures, _label_width

ISVA = FundFigures(budget=51_219_900, committed=41_500_000, paid=20_750_000)


def test_the_bar_says_its_figures_in_a_sentence(qtbot: QtBot) -> None:
    bar = FundBar(ISVA, "ISVA")
    qtbot.addWidget(bar)
    assert bar.accessibleName() == "ISVA: budget, committed and left"
    assert bar.accessibleDescription() == (
        "Budget £512,199. Committed £415,000, of which £207,500 paid and £207,500 agreed, not yet paid. "
        "£97,199 left to give."
    )


def test_a_budget_in_a_word_is_not_nought(qtbot: QtBot) -> None:
    figures = FundFigures("TBD", 1_000, 0)
    assert figures.left is None
    assert [part.label for part in figures.parts()] == ["Agreed, not yet paid"]
    assert figures.sentence().startswith("Budget TBD. Committed £10")


def test_running_over_the_budget_is_said_in_words() -> None:
    assert FundFigures(100_00, 120_00, 50_00).sentence().endswith("£20 over budget.")


def test_what_is_set_aside_is_a_part_of_its_own() -> None:
    parts = FundFigures(100_00, 40_00, 10_00, allocated=70_00).parts()
    assert [(part.label, part.pence) for part in parts] == [
        ("Paid", 10_00),
        ("Agreed, not yet paid", 30_00),
        ("Allocated, not yet agreed", 30_00),
        ("Left to give", 30_00),
    ]


pence = st.integers(0, 10**11)


@given(pence, pence, pence, pence, st.integers(170, 900))
def test_the_parts_fill_the_bar_from_end_to_end(budget: int, committed: int, paid: int, more: int, width: int) -> None:
    bar = FundBar(FundFigures(budget, committed, min(paid, committed), committed + more))
    boxes = [box for _, box in bar.part_boxes(width)]
    if sum(part.pence for part, _ in bar.part_boxes(width)):
        assert boxes[0].left() == 0
        assert abs(boxes[-1].right() + 1 - width) <= 1
    assert bar.heightForWidth(width) > 0


@pytest.mark.parametrize("scale", ["large", None])
def test_no_label_runs_into_another(scale: str | None, qtbot: QtBot, request: pytest.FixtureRequest) -> None:
    if scale:
        request.getfixturevalue(scale)
    bar = FundBar(FundFigures(100_000_000, 95_000_000, 94_000_000, 97_000_000))
    qtbot.addWidget(bar)
    spans: dict[int, list[tuple[int, int]]] = {}
    for part, left, row in bar._label_places(420):
        spans.setdefault(row, []).append((left, left + _label_width(part)))
    for labels in spans.values():
        labels.sort()
        assert all(first[1] < second[0] for first, second in pairwise(labels))
        assert labels[-1][1] <= max(420, labels[-1][1] - labels[-1][0])
