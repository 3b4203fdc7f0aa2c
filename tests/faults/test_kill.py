"""Row 2: the desk's process is ended at every point of a save, as by kill -9 or a flat battery."""

from __future__ import annotations

import pytest

from tests.faults.harness import Act, Drive
from tests.faults.sweeps import CHANGING, FIRST, LATER, Fresh, sweep


@pytest.mark.parametrize("when", ["kill", "killed"], ids=["before a call", "after a call"])
@pytest.mark.parametrize("acts", [FIRST, LATER], ids=["first save", "later save"])
def test_wherever_a_save_is_cut_off_the_next_desk_finds_it_whole_or_not_at_all(
    drive: Drive, fresh: Fresh, when: str, acts: tuple[Act, ...]
) -> None:
    assert sweep(drive, fresh, CHANGING, when, *acts) == {}
