"""A ranking that goes out as a workbook can be added up again, and comes to what the desk says."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Collection, Mapping
from fractions import Fraction
from pathlib import Path
from statistics import mean, median
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.__main__ import DONE, RANKING_PARTS, main
from app.door import Office
from app.exchange.ranking_book import CRITERIA, PARTS, POINTS, RANKING, Part, write_ranking
from app.scoring import agreeing
from app.scoring.arithmetic import shown
from app.scoring.exported import exported
from app.scoring.ranking import Standing
from db.grants import Criterion
from db.scoring import ScoreSheet
from tests.app.scoring.staged import DAY, NAMES, Staged

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
HEAD = 4
Value = Any


class Sums:
    """Works out the formulas of a ranking, in exact fractions; it knows the forms they have and no other."""

    def __init__(self, path: Path) -> None:
        self.book = load_workbook(path)

    def value(self, sheet: str, cell: str) -> Value:
        """What a cell comes to: text, a figure, or None for an empty one."""
        found = self.book[sheet][cell.replace("$", "")].value
        if isinstance(found, str) and found.startswith("="):
            return self._formula(sheet, found[1:])
        return Fraction(str(found)) if isinstance(found, int | float) else found

    def _formula(self, sheet: str, text: str) -> Value:
        if other := re.fullmatch(r"(\w+)!\$?([A-Z]+\d+)", text):
            return self.value(other[1], other[2])
        if agreed := re.fullmatch(r"IF\(ISNUMBER\(([A-Z]+\d+)\),\1,([A-Z]+\d+)\)", text):
            first = self.value(sheet, agreed[1])
            return first if isinstance(first, Fraction) else self.value(sheet, agreed[2])
        if spread := re.search(r"(AVERAGE|MEDIAN|MIN|MAX|COUNT)\(([A-Z]+)(\d+):([A-Z]+)\d+\)", text):
            figures = self._span(sheet, spread[2], spread[4], spread[3])
            return self._of_span(text, figures)
        return self._total(sheet, text)

    def _span(self, sheet: str, first: str, last: str, row: str) -> list[Fraction]:
        cells = [one.coordinate for one in self.book[sheet][f"{first}{row}:{last}{row}"][0]]
        values = [self.value(sheet, one) for one in cells]
        return [one for one in values if isinstance(one, Fraction)]

    @staticmethod
    def _of_span(text: str, figures: list[Fraction]) -> Value:
        if text.startswith("COUNT"):
            return Fraction(len(figures))
        if not figures:
            return ""
        if text.startswith("IFERROR"):
            return mean(figures) if "AVERAGE" in text else median(figures)
        low, high = min(figures), max(figures)
        return high - low if "MIN" in text and "MAX" in text else high if "MAX" in text else low

    def _total(self, sheet: str, text: str) -> Value:
        empty = re.findall(r"([A-Z]+\d+)=\"–\"", text)
        parts = re.findall(r"IF\(ISNUMBER\(([A-Z]+\d+)\),\1\*(?:Criteria!)(\$C\$\d+)/(?:Criteria!)(\$D\$\d+),0\)", text)
        assert parts, text
        assert empty == [one for one, _, _ in parts]
        if any(self.value(sheet, one) == "–" for one in empty):
            return ""
        reached = possible = Fraction(0)
        for cell, weight, most in parts:
            given = self.value(sheet, cell)
            if isinstance(given, Fraction):
                reached += given * self.value(CRITERIA, weight) / self.value(CRITERIA, most)
                possible += self.value(CRITERIA, weight)
        return 100 * reached / possible if possible else ""


def rows(sums: Sums) -> dict[str, dict[str, Value]]:
    """What the ranked list says of each bid, by its reference and the heads of the columns."""
    sheet = sums.book[RANKING]
    heads = [str(one.value) for one in sheet[HEAD]]
    found = {}
    for line in sheet.iter_rows(min_row=HEAD + 1):
        if line[1].data_type == "s":
            values = [sums.value(RANKING, one.coordinate) for one in line]
            found[str(line[1].value)] = dict(zip(heads, values, strict=False))
    return found


def texts(path: Path) -> str:
    """Every text of the workbook on one line."""
    book = load_workbook(path)
    return "\n".join(str(one.value) for sheet in book for line in sheet.iter_rows() for one in line if one.value)


def written(staged: Staged, tmp_path: Path, parts: Collection[Part] = tuple(PARTS)) -> Path:
    path = tmp_path / "ranking.xlsx"
    write_ranking(staged.office.read(exported, staged.stage_id), path, parts=parts)
    return path


def scored(office: Office) -> Staged:
    """Three bids: one with n/a and an agreed score, one with a conflict, one with an abstention."""
    staged = Staged(office)

    def rename(session: Any) -> None:
        session.get(Criterion, staged.need).name = "People’s need, 50% of \"it\" & 'more' =1+1"

    office.write("Rename", rename)
    for member, points in enumerate(((1, 5), (2, None), (5, 4))):
        staged.send(member, 0, *points)
    staged.conflict(0, 1)
    staged.send(1, 1, 3, 4)
    staged.send(2, 1, 4, 4)
    staged.send(0, 2, 5, 5, state="abstained")
    staged.send(1, 2, 0, 1)
    staged.send(2, 2, 1, 1)
    office.write(
        "Agree",
        agreeing.agree,
        staged.stage_id,
        staged.bids[0],
        version=None,
        score=725,
        reason="=They talked",
        present=tuple(staged.members),
        day=DAY,
    )
    return staged


def test_pain_2_every_score_in_the_workbook_adds_up_again_to_the_ranking(office: Office, tmp_path: Path) -> None:
    staged = scored(office)
    found = office.read(exported, staged.stage_id)
    said = rows(Sums(written(staged, tmp_path)))
    for one in found.standings.ordered:
        mine = said[found.standings.bid(one.application_id).reference]
        assert mine["Place"] == one.rank
        for head, figure in figures(one).items():
            assert figure is not None
            assert mine[head] == 100 * figure, (head, one)
        assert mine["Scores"] == one.count
        for member, seat in zip(one.members, found.standings.stage.seats, strict=True):
            assert mine[seat.name] == (member.letter if member.score is None else 100 * member.score)
    assert said["DEV-1"]["How it stands"] == "Agreed: =They talked"


def figures(one: Standing) -> dict[str, Fraction | None]:
    """What the columns of the ranked list are to come to, as shares."""
    return {
        "Score": one.score,
        "Mean": one.mean,
        "Median": one.median,
        "Lowest": one.low,
        "Highest": one.high,
        "Range": one.spread,
    }


def test_pain_3_every_point_of_every_member_is_in_the_workbook(office: Office, tmp_path: Path) -> None:
    staged = scored(office)
    sheet = load_workbook(written(staged, tmp_path))[POINTS]
    lines = {(line[0], line[2]): line[3:7] for line in sheet.iter_rows(min_row=HEAD + 1, values_only=True)}
    assert len(lines) == 9
    assert lines["DEV-1", "Tom Inkwell"] == ("Submitted", 2, "n/a", "–")
    assert lines["DEV-2", "Bea Ledger"] == ("Conflict of interest", "C", "C", "C")
    assert lines["DEV-3", "Bea Ledger"] == ("Abstains", "A", "A", "A")


WORDS: Mapping[Part, tuple[str, ...]] = {
    "organisations": ("Organisation", "Group 1"),
    "projects": ("Project 1",),
    "areas": ("Areas",),
    "asked": ("Asked £", "40000"),
    "names": NAMES,
    "recommendations": ("Would fund", "Yes"),
    "comments": ("Comment", "Worth it", "Agreed: =They talked"),
}
"""What stands in the workbook for each of its parts, and for no other."""


def test_pain_3_output_is_the_name_of_the_game_each_part_goes_out_only_where_it_is_chosen(
    office: Office, tmp_path: Path
) -> None:
    staged = scored(office)
    say(staged, "yes", "Worth it")
    assert set(WORDS) == set(PARTS)
    for part in PARTS:
        without, alone = (
            texts(written(staged, tmp_path, chosen)).split("\n")
            for chosen in ([one for one in PARTS if one != part], [part])
        )
        for word in WORDS[part]:
            assert word not in without, (part, word)
            assert word in alone, (part, word)


def test_pain_2_scores_add_up_again_whatever_was_left_out(office: Office, tmp_path: Path) -> None:
    staged = scored(office)
    standings = office.read(exported, staged.stage_id).standings
    choices: list[list[Part]] = [[], [one for one in PARTS if one != "projects"], ["asked"]]
    for chosen in choices:
        said = rows(Sums(written(staged, tmp_path, chosen)))
        assert list(said) == [standings.bid(one.application_id).reference for one in standings.ordered]
        for one in standings.ordered:
            mine = said[standings.bid(one.application_id).reference]
            assert {head: mine[head] for head in figures(one)} == {
                head: 100 * figure for head, figure in figures(one).items() if figure is not None
            }


def test_what_is_asked_for_is_added_up_under_its_own_column(office: Office, tmp_path: Path) -> None:
    sheet = load_workbook(written(scored(office), tmp_path, ["asked"]))[RANKING]
    assert [one.value for one in sheet[HEAD + 4][:3]] == ["Total", None, "=SUM(C5:C7)"]
    assert [one.value for one in sheet["C"][HEAD - 1 : HEAD + 3]] == ["Asked £", 40_000, 40_000, 40_000]


def say(staged: Staged, recommends: str, comment: str) -> None:
    """Every sheet of the first bid says whether to fund it, and why."""

    def change(session: Any) -> None:
        for sheet in session.scalars(select(ScoreSheet).where(ScoreSheet.application_id == staged.bids[0])):
            sheet.recommends, sheet.comment = recommends, comment

    staged.office.write("Say", change)


def test_of_a_bid_that_waits_for_a_sheet_there_is_nothing_but_its_name(office: Office, tmp_path: Path) -> None:
    staged = Staged(office)
    staged.send(0, 0, 5, 5)
    staged.send_all(1, 1, 2, 3)
    sums = Sums(written(staged, tmp_path))
    hidden = rows(sums)["DEV-1"]
    assert {head for head, value in hidden.items() if value not in (None, "")} == {
        "Reference",
        "Organisation",
        "Project",
        "Asked £",
        "How it stands",
    }
    assert all(line[0] != "DEV-1" for line in sums.book[POINTS].iter_rows(min_row=HEAD + 1, values_only=True))
    assert all(one["Place"] is None for one in rows(sums).values())


def test_what_was_typed_is_never_a_formula(office: Office, tmp_path: Path) -> None:
    path = written(scored(office), tmp_path)
    assert "=1+1, of 5" in texts(path)
    for sheet in load_workbook(path):
        for line in sheet.iter_rows(max_row=HEAD):
            assert all(one.data_type != "f" for one in line)


def test_the_ranking_is_written_from_the_command_line(office: Office, tmp_path: Path) -> None:
    scored(office)
    output = tmp_path / "out.xlsx"
    assert main(["ranking", str(office.path), "--round", "dev-2018", "-o", str(output)]) == DONE
    assert load_workbook(output).sheetnames == [RANKING, POINTS, CRITERIA]
    assert "Tom Inkwell" in texts(output)
    assert tuple(PARTS) == RANKING_PARTS
    less = ["--without", "names", "comments"]
    assert main(["ranking", str(office.path), "--round", "dev-2018", "-o", str(output), *less]) == DONE
    assert "Tom Inkwell" not in texts(output)
    assert "They talked" not in texts(output)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed here, so nothing is worked out with it")
def test_libreoffice_works_out_the_same_scores(office: Office, tmp_path: Path) -> None:
    staged = scored(office)
    path = written(staged, tmp_path)
    assert SOFFICE is not None
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    sheet = load_workbook(tmp_path / "out" / path.name, data_only=True)[RANKING]
    found = office.read(exported, staged.stage_id).standings
    for row, one in enumerate(found.ordered, HEAD + 1):
        assert one.score is not None
        assert round(float(str(sheet.cell(row, 7).value)) * 10) == shown(one.score)
