"""Row 10 and its control, row 14: the power is cut while writes are on their way to the disk."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.harness import Act, Drive, Said, judge
from tests.faults.replay import Disk, Image, entries, images

SAVES: tuple[Act, ...] = (("save", "A"), ("many", "B", 12), ("save", "C"))


@pytest.fixture
def cut(drive: Drive, tmp_path: Path) -> Callable[..., Iterator[Image]]:
    """Every disk that a power cut may leave while a desk does these acts with this office."""

    def every(path: Path, *acts: Act, between: int = 4) -> Iterator[Image]:
        log = tmp_path / f"{path.parent.name}.log"
        disk = Disk.holding(path.parent, drive.folder)
        drive.run(path, ("log", str(log)), *acts)
        return images(disk, entries(log), between=between, dice=random.Random(10))

    return every


def wrong_with(image: Image, folder: Path) -> list[str]:
    """What a desk finds that opens the office file of this disk."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in image.files.items():
        (folder / Path(name).name).write_bytes(data)
    return judge(folder / "office.opcc", Said([*image.acknowledged]))


def all_wrong(cuts: Iterator[Image], folder: Path) -> tuple[int, dict[str, list[str]]]:
    """How many cuts there were, and what was found after each that left something to find."""
    found = {image.cut: wrong_with(image, folder) for image in cuts}
    return len(found), {cut: wrong for cut, wrong in found.items() if wrong}


def test_a_power_cut_at_any_moment_of_saving_loses_nothing_acknowledged_and_never_harms_the_file(
    cut: Callable[..., Iterator[Image]], place: Path, tmp_path: Path
) -> None:
    cuts, wrong = all_wrong(cut(place, ("open",), *SAVES), tmp_path / "after")
    assert wrong == {}
    assert cuts > 250


def test_a_second_power_cut_while_a_cut_off_save_is_taken_back_harms_nothing(
    cut: Callable[..., Iterator[Image]], drive: Drive, place: Path, tmp_path: Path
) -> None:
    half = drive.run(place, ("open",), ("save", "A"), ("rules", "sync:4-4:kill"), ("many", "B", 12))
    assert (half.acknowledged, half.ended) == (["A"], -9)
    cuts, wrong = all_wrong(cut(place, ("open",), ("save", "C"), between=2), tmp_path / "after")
    assert wrong == {}
    assert cuts > 60


def test_control_on_a_drive_that_does_not_flush_a_power_cut_does_harm(
    cut: Callable[..., Iterator[Image]], place: Path, tmp_path: Path
) -> None:
    _, wrong = all_wrong(cut(place, ("open",), ("rules", "sync:1-0:nothing"), *SAVES, between=60), tmp_path / "after")
    reasons = {reason.split(":")[0] for found in wrong.values() for reason in found}
    assert "acknowledged and lost" in reasons
    assert any(reason.startswith(("not opened", "integrity_check", "The file is damaged")) for reason in reasons)
