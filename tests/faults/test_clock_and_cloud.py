"""Row 25: a laptop's clock is wrong, or the file lies in a folder that a cloud service copies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.errors import FileTrouble
from app.history import history
from app.opening import Opened, open_office
from db.local import Local
from tests.conftest import Open
from tests.factories import JO, SAM, add_organisation, left_alone
from tests.faults.harness import Drive, judge


def test_steps_come_in_the_order_they_were_saved_in_whatever_the_clocks_said(
    drive: Drive, place: Path, opened: Open
) -> None:
    hours = {"A": 48, "B": -48, "C": 0, "D": 24 * 400}
    told = [drive.run(place, ("clock", fast), ("open",), ("save", name)) for name, fast in hours.items()]
    steps = opened(place, SAM).read(history)
    assert [step.text.split("“")[1].split("”")[0] for step in steps] == ["D", "C", "B", "A"]
    wrong = [round((step.at - datetime.now(step.at.tzinfo)) / timedelta(hours=1)) for step in steps]
    assert wrong == [24 * 400, 0, -48, 48]
    assert judge(place, *told) == []


def test_what_somebody_with_a_slow_clock_saves_is_seen_by_the_others(drive: Drive, place: Path, opened: Open) -> None:
    sam = opened(place, SAM)
    sam.poll()
    drive.run(place, ("clock", 48), ("open",), ("save", "A"))
    assert [one.name for one in sam.poll()] == ["A"]
    drive.run(place, ("clock", -48), ("open",), ("save", "B"))
    assert [one.name for one in sam.poll()] == ["B"]


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Local]:
    made = Local(tmp_path / "own.db")
    yield made
    made.close()


def refused_to_save(opened: Opened, path: Path) -> str:
    try:
        with left_alone(path), pytest.raises(FileTrouble) as caught:
            add_organisation(opened.office)
    finally:
        opened.office.close()
    return caught.value.message


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveCommercial"])
def test_a_file_in_a_folder_that_a_cloud_service_copies_can_be_looked_at_but_not_saved(
    path: Path, local: Local, variable: str
) -> None:
    found = open_office(path, JO, local, {variable: str(path.parent)})
    assert found.warning == "cloud"
    assert refused_to_save(found, path) == "You can look but not save: this file or its folder is read-only for you."


def test_a_folder_that_is_named_as_a_cloud_services_own_is_one(path: Path, local: Local) -> None:
    cloud = path.parent.with_name("OneDrive - Anytown")
    path.parent.rename(cloud)
    found = open_office(cloud / path.name, JO, local, {})
    assert (found.warning, "OneDrive" in found.words) == ("cloud", True)
    refused_to_save(found, cloud / path.name)
