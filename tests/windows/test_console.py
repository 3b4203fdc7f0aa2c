"""What a command says when its words go into a file or to another program on Windows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from app.door import Office
from tests.conftest import Open
from tests.factories import add_organisation
from tests.windows.system import ONLY

pytestmark = ONLY


def said(*arguments: str | Path) -> tuple[int, bytes, bytes]:
    """The exit code of a command and what it wrote, as bytes."""
    ran = subprocess.run([sys.executable, "-m", "app", *map(str, arguments)], capture_output=True, check=False)
    return ran.returncode, ran.stdout, ran.stderr


def test_words_that_windows_own_page_of_characters_lacks_go_out_as_utf_8(path: Path, opened: Open) -> None:
    office: Office = opened(path)
    add_organisation(office, "Świt − “dawn”")
    code, out, errors = said("history", path)
    assert (code, errors) == (0, b"")
    assert "Świt − “dawn”" in out.decode("utf-8")


def test_a_refusal_goes_out_as_utf_8_with_its_code(tmp_path: Path) -> None:
    code, out, errors = said("check", tmp_path / "Łódź.opcc")
    assert (code, out) == (2, b"")
    assert f"There is no office file at {tmp_path / 'Łódź.opcc'}." in errors.decode("utf-8")
