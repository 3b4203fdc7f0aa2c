"""Row 2: the desk's process is ended at every point of a save, as by kill -9 or a flat battery."""

from __future__ import annotations

import pytest

from tests.faults.harness import Act, Drive
from tests.faults.sweeps import CHANGING, FIRST, GROWING, LATER, SAVE, Fresh, sweep


@pytest.mark.parametrize(
    ("acts", "save", "when"),
    [(FIRST, SAVE, "kill"), (LATER, SAVE, "killed"), (LATER, GROWING, "kill")],
    ids=["before any call of the first save", "after any call of a later one", "before any of one that adds pages"],
)
def test_wherever_a_save_is_cut_off_the_next_desk_finds_it_whole_or_not_at_all(
    drive: Drive, fresh: Fresh, acts: tuple[Act, ...], save: Act, when: str
) -> None:
    assert sweep(drive, fresh, CHANGING, when, *acts, save=save) == {}
