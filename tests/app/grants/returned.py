"""Returned forms to test with: the real blank form of a round, filled in and saved as an applicant would."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from app.exchange.form_layout import COST, COSTS, KEYS, LABELS, MATCH, VALUES
from app.exchange.form_read import read_folder
from app.exchange.form_write import write_form
from app.grants import intake
from app.grants.intake import FilePlan, Preview, Taken
from app.grants.parts import Stage
from tests.app.grants.applied import DAY, Applied

IN_TIME = datetime(2026, 5, 20, 9, 30)
SAID: Mapping[str, Any] = {
    "organisation": "Harbour Advice",
    "charity_number": "1164883",
    "postcode": "cm1 1ab",
    "person": "Ana Made-Up",
    "email": "ana@harbour.example",
    "project": "Night shelter",
    "summary": "A warm place",
    "requested": 6_000,
    "starts_on": date(2026, 9, 1),
    "ends_on": date(2027, 3, 31),
    "beneficiaries": 120,
    "with_children": "No",
    "duplicates": "No",
    "duplicates_evidence": "The council closed its own",
    "exit_plan": "Volunteers go on with it",
}
COST_LINES = (("Rent", 8_000, 5_000), ("Heating", 1_234.56, 1_000))
MATCH_LINES = (("The parish", "Cash", 2_000, "Yes"), ("Volunteers", "In kind", 500.5, None))


class Returned:
    """A folder of forms that come back for the round of `applied`."""

    def __init__(self, applied: Applied, folder: Path) -> None:
        self.applied, self.folder = applied, folder
        folder.mkdir(exist_ok=True)
        self.blank = folder.parent / "blank.xlsx"
        self.write_blank()

    def write_blank(self, stage: Stage = "full") -> None:
        """Write the form that is handed out, as the round is now."""
        write_form(self.applied.round, self.blank, areas=(), priorities=(), stage=stage)

    def add(
        self,
        name: str = "harbour.xlsx",
        *,
        at: datetime = IN_TIME,
        costs: tuple[tuple[Any, ...], ...] = COST_LINES,
        shares: Mapping[str, Any] | None = None,
        answers: tuple[Any, ...] = ("Fewer people sleep rough", date(2024, 2, 1)),
        touch: Callable[[Any], object] | None = None,
        **said: Any,
    ) -> Path:
        """Fill the form in and save it; `touch` then does to the workbook what it likes."""
        book = load_workbook(self.blank)
        one, other, road = self.applied.east, self.applied.west, self.applied.roads
        given = shares if shares is not None else {f"area:{one}": 0.6, f"area:{other}": 0.4, f"priority:{road}": 1}
        questions = [f"answer:{one.id}" for one in self.applied.round.questions]
        values = {**SAID, **said, **given, **dict(zip(questions, answers, strict=False))}
        for sheet in book.worksheets:
            for row in range(1, sheet.max_row + 1):
                key = str(sheet.cell(row, KEYS).value)
                if key in values:
                    sheet.cell(row, VALUES).value = values[key]
        if COSTS in book.sheetnames:
            fill(book[COSTS], COST, costs)
            fill(book[COSTS], MATCH, MATCH_LINES)
        if touch:
            touch(book)
        path = self.folder / name
        book.save(path)
        os.utime(path, (at.timestamp(), at.timestamp()))
        return path

    def preview(self, **given: Any) -> Preview:
        """What taking the folder would do."""
        forms = read_folder(self.folder)
        return self.applied.office.read(intake.preview, self.applied.round_id, forms=forms, **given)

    def plan(self, name: str = "harbour.xlsx", **given: Any) -> FilePlan:
        """What taking one of its files would do."""
        return next(one for one in self.preview(**given).files if one.name == name)

    def take(self, plan: Preview | None = None, day: date = DAY) -> tuple[Taken, ...]:
        """Take the folder as it is, or as it was previewed."""
        office = self.applied.office
        return intake.take_all(office.path, office.write, plan or self.preview(), day=day)


def fill(sheet: Any, key: str, lines: tuple[tuple[Any, ...], ...]) -> None:
    """Fill in the first lines of a table of the form."""
    rows = [row[0].row for row in sheet.iter_rows(min_col=KEYS, max_col=KEYS) if row[0].value == key]
    for row, line in zip(rows, lines, strict=False):
        for at, value in enumerate(line):
            sheet.cell(row, LABELS + at).value = value


def put(key: str, value: Any) -> Callable[[Any], None]:
    """Writes a value in the box of a key, whatever the form would say to it."""

    def change(book: Any) -> None:
        for sheet in book.worksheets:
            for row in sheet.iter_rows(min_col=KEYS, max_col=KEYS):
                if row[0].value == key:
                    sheet.cell(row[0].row, VALUES).value = value

    return change
