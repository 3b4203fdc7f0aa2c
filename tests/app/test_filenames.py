"""Names that Windows keeps for devices are known, and nothing else is."""

from __future__ import annotations

import pytest

from app.filenames import is_device

pytestmark = pytest.mark.windows


@pytest.mark.parametrize("name", ["con", "NUL.pdf", "Aux. services.pdf", "prn .old.txt", "COM9", "lpt¹.csv", "CONIN$"])
def test_a_name_of_a_device_is_known_whatever_follows_its_first_dot(name: str) -> None:
    assert is_device(name)


@pytest.mark.parametrize("name", ["", ".", "Contract.pdf", "COM10", "com", "A.con", "Auxiliary", "_con.pdf", "nul l"])
def test_a_name_that_only_looks_like_one_is_not(name: str) -> None:
    assert not is_device(name)
