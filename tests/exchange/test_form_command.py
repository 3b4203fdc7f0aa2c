"""Forms are handed out and taken in from the command line, as in the window."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.__main__ import DONE, main
from app.arguments import REFUSED
from app.door import Office
from app.exchange.form_read import read_form
from app.grants.reading import applications
from tests.app.grants.applied import Applied
from tests.app.grants.returned import Returned


@pytest.fixture
def returned(office: Office, tmp_path: Path) -> Returned:
    return Returned(Applied(office), tmp_path / "inbox")


def test_the_blank_form_of_a_round_is_written(returned: Returned, tmp_path: Path) -> None:
    output = tmp_path / "form.xlsx"
    assert main(["form", str(returned.applied.office.path), "--round", "csf-2026", "-o", str(output)]) == DONE
    form = read_form(output)
    assert (form.round_id, form.mark) == (returned.applied.round_id, 1)


def test_a_preview_tells_and_saves_nothing(returned: Returned, capsys: pytest.CaptureFixture[str]) -> None:
    returned.add("a.xlsx", requested="lots")
    returned.add("b.xlsx", project="Day centre")
    office = returned.applied.office
    before = office.last_seq()
    given = ["applications", str(office.path), str(returned.folder), "--round", "CSF-2026", "--preview"]
    assert main(given) == REFUSED
    out = capsys.readouterr().out
    assert "a.xlsx: Cannot be taken. Harbour Advice: Night shelter" in out
    assert "a.xlsx, Application, C20: “lots” is not an amount in pounds." in out
    assert "b.xlsx: New. Harbour Advice: Day centre" in out
    assert out.endswith("1 new, 1 cannot be taken.\n")
    assert office.last_seq() == before


def test_a_folder_is_taken(returned: Returned, capsys: pytest.CaptureFixture[str]) -> None:
    returned.add()
    office = returned.applied.office
    given = ["applications", str(office.path), str(returned.folder), "--round", "CSF-2026"]
    assert main([*given, "--received", "1 June 2026", "--time", "17:01"]) == DONE
    assert "1 taken of 1." in capsys.readouterr().out
    (bid,) = office.read(applications, round_id=returned.applied.round_id)
    assert (bid.state, bid.received_time) == ("late", "17:01")


def test_a_round_that_is_not_there_is_refused(returned: Returned, capsys: pytest.CaptureFixture[str]) -> None:
    returned.add()
    given = ["applications", str(returned.applied.office.path), str(returned.folder), "--round", "NONE-1"]
    assert main(given) == REFUSED
    assert capsys.readouterr().err == "There is no round with the reference “NONE-1”.\n"
