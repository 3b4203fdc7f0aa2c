"""Score sheets are taken in and the ranking is written from the command line, as in the window."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from app.__main__ import CANNOT_OPEN, DONE, main
from app.arguments import REFUSED
from app.door import Office
from app.examples import essex_returned, make_example
from app.grants.reading import rounds
from app.scoring import progress, ranking, reading, stages
from app.who import here

ROUND = "csdf-2026"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("example") / "essex.opcc"
    make_example(path, "essex")
    return path


@pytest.fixture
def example(made: Path, tmp_path: Path) -> Path:
    """The example with the sheets that came back after the others, for one test alone."""
    path = tmp_path / made.name
    shutil.copyfile(made, path)
    shutil.copytree(essex_returned.folder_of(made), essex_returned.folder_of(path))
    return path


def missing(path: Path) -> int:
    """How many sheets are still to come."""
    office = Office(path, here(), read_only=True)
    try:
        scored = next(one for one in office.read(rounds) if one.reference.casefold() == ROUND)
        [of] = office.read(reading.stages, scored.id)
        now = office.read(progress.standing, of.id)
        return sum(len(now.missing(one.member_id)) for one in of.seats)
    finally:
        office.close()


def test_a_preview_tells_the_late_sheet_and_the_one_of_another_round_and_saves_nothing(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = example.read_bytes()
    folder = str(essex_returned.folder_of(example))
    assert main(["scores", str(example), folder, "--round", ROUND, "--preview"]) == REFUSED
    said = capsys.readouterr().out
    assert "M7 Cai Vellum.xlsx: Changed. M7 Cai Vellum." in said
    assert "4 sheets complete." in said
    assert "It is late: it came on" in said
    assert "this sheet is of another round (CSDF2-2026)." in said
    assert said.endswith("1 changed, 1 wrong round, 1 of them late.\n")
    assert example.read_bytes() == before


def test_what_can_be_taken_is_taken_and_the_rest_is_told(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert missing(example) == 4
    folder = str(essex_returned.folder_of(example))
    assert main(["scores", str(example), folder, "--round", ROUND, "--received", "20 June 2026"]) == REFUSED
    assert capsys.readouterr().out.endswith("1 taken of 2.\n")
    assert missing(example) == 0


def test_taking_the_same_folder_twice_changes_nothing(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = essex_returned.folder_of(example)
    for one in folder.glob("CSDF2*"):
        one.unlink()
    given = ["scores", str(example), str(folder), "--round", ROUND]
    assert main(given) == DONE
    capsys.readouterr()
    office = Office(example, here(), read_only=True)
    before = office.last_seq()
    office.close()
    assert main(given) == DONE
    assert "Taken already." in capsys.readouterr().out
    office = Office(example, here(), read_only=True)
    assert office.last_seq() == before
    office.close()


def test_a_ranking_is_written_and_says_how_many_bids_are_closed(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "ranking.xlsx"
    assert main(["ranking", str(example), "--round", ROUND, "-o", str(output)]) == DONE
    assert capsys.readouterr().out == (
        f"Wrote 28 bids to {output}. 4 of them wait for sheets, so nothing of their scores is in it.\n"
    )
    assert output.stat().st_size > 0


def test_a_round_that_is_not_scored_and_a_stage_that_is_not_there_are_refused(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = str(tmp_path / "ranking.xlsx")
    assert main(["ranking", str(example), "--round", "CSDF2-2026", "-o", output]) == REFUSED
    assert main(["ranking", str(example), "--round", ROUND, "--stage", "2", "-o", output]) == REFUSED
    assert capsys.readouterr().err == "The scoring of this round has not been set up.\nThere is no such stage.\n"
    assert main(["ranking", str(tmp_path / "none.opcc"), "--round", ROUND, "-o", output]) == CANNOT_OPEN


def test_the_road_from_returned_sheets_to_an_agreed_ranking(example: Path) -> None:
    main(["scores", str(example), str(essex_returned.folder_of(example)), "--round", ROUND])
    office = Office(example, here())
    try:
        scored = next(one for one in office.read(rounds) if one.reference.casefold() == ROUND)
        [of] = office.read(reading.stages, scored.id)
        found = office.read(ranking.standings, of.id)
        assert found.is_complete
        assert [one.rank for one in found.ordered] == list(range(1, 29))
        office.write("Agree", stages.agree_ranking, of.id, version=of.version, day=date(2026, 6, 25))
        assert office.read(reading.stage, of.id).ranked_on == date(2026, 6, 25)
    finally:
        office.close()
