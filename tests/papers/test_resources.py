"""The files that travel with the program."""

from __future__ import annotations

from pathlib import Path

import pytest

import resources


def test_the_fonts_and_their_licence_are_there() -> None:
    assert sorted(one.name for one in resources.path("fonts").iterdir()) == [
        "OFL.txt",
        "SourceSans3-Bold.ttf",
        "SourceSans3-Italic.ttf",
        "SourceSans3-Regular.ttf",
        "SourceSans3-Semibold.ttf",
    ]


def test_a_frozen_program_looks_where_it_was_unpacked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert resources.path("fonts", "OFL.txt") == tmp_path / "resources" / "fonts" / "OFL.txt"
