"""The bars of several years: drawn from the same figures as their words, nothing cut, a word instead of a bar."""

from __future__ import annotations

import pytest

from tests.ui.conftest import PutUp
from ui.kit.yearbars import YearBar, YearBars

BARS = (
    YearBar("2017/18", own=535_470_00),
    YearBar("2018/19", own=439_470_00, below=100_000_00, change=4_000_00),
    YearBar("2019/20", words="TBD", is_now=True),
)


def test_the_picture_is_said_in_words() -> None:
    bars = YearBars("Devon: what it was given by year", BARS, "Given to the 4 below it")
    assert bars.accessibleName() == "Devon: what it was given by year"
    assert bars.accessibleDescription() == (
        "2017/18: £535,470. 2018/19: £539,470, of which £100,000 below it, +£4,000. 2019/20: TBD."
    )


@pytest.mark.parametrize("width", [300, 480, 1200])
def test_the_longest_bar_is_the_largest_sum_and_its_parts_meet(put_up: PutUp, width: int) -> None:
    bars = YearBars("Devon", BARS, "Given to the 4 below it")
    put_up(bars)
    bars.resize(width, bars.sizeHint().height())
    places = bars.places(width)
    ends = {bar.label: (own.right() + 1, below.left(), below.right() + 1) for bar, own, below in places}
    assert ends["2018/19"][0] == ends["2018/19"][1]
    assert ends["2018/19"][2] >= ends["2017/18"][0] > ends["2018/19"][0]
    assert all(below.right() < width for _, _, below in places)
    assert [own.width() for bar, own, _ in places if bar.words] == [0]


def test_a_small_figure_is_never_out_of_sight() -> None:
    small = YearBars("West", (YearBar("2018/19", own=1), YearBar("2019/20", own=10**9)))
    assert small.places(400)[0][1].width() == 1


def test_without_districts_there_is_no_key_and_it_is_drawn_at_large_text_too(put_up: PutUp, large: None) -> None:
    alone = YearBars("West", BARS[:1], "Given to the 4 below it")
    both = YearBars("West", BARS[:2], "Given to the 4 below it")
    put_up(both)
    assert alone.sizeHint().height() < both.sizeHint().height() / 2
    assert not both.grab().isNull()
