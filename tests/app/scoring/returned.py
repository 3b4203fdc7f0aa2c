"""Returned score sheets to test with: the real workbook of a member, filled in and saved as they would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from app.exchange.sheet_layout import SCORES
from app.exchange.sheet_read import read_folder
from app.exchange.sheet_write import write_sheet
from app.grants.reading import round_
from app.scoring import intake, member_sheets
from app.scoring.intake import FilePlan, Preview, Taken
from tests.app.scoring.panelled import DAY, Scored

REFERENCE, WHAT, POINTS, COMMENT = 1, 2, 5, 6
Box = tuple[Any, Any]


class Returned:
    """A folder of sheets that come back for the stage of `scored`."""

    def __init__(self, scored: Scored, folder: Path) -> None:
        self.scored, self.folder = scored, folder
        folder.mkdir(exist_ok=True)

    def add(
        self,
        boxes: Mapping[tuple[str, str], Box],
        *,
        member: int = 0,
        name: str = "bea.xlsx",
        touch: Callable[[Any], object] | None = None,
        stage_id: str = "",
    ) -> Path:
        """Write a member's sheet, and points and comment by bid and (the end of) what is scored into it."""
        path = self.folder / name
        self.write(path, member, stage_id)
        book = load_workbook(path)
        sheet = book[SCORES]
        for row in range(1, sheet.max_row + 1):
            for (reference, what), (points, comment) in boxes.items():
                here = str(sheet.cell(row, REFERENCE).value), str(sheet.cell(row, WHAT).value)
                if here[0] == reference and here[1].endswith(what):
                    sheet.cell(row, POINTS).value, sheet.cell(row, COMMENT).value = points, comment
        if touch:
            touch(book)
        book.save(path)
        return path

    def write(self, path: Path, member: int = 0, stage_id: str = "") -> None:
        """Write the empty sheet of a member, as it is sent out."""
        office, scored = self.scored.office, self.scored
        mine = office.read(member_sheets.read, stage_id or scored.stage_id, scored.members[member])
        write_sheet(mine.stage, mine.seat, mine.bids, mine.scales, path, round_=office.read(round_, scored.round_id))

    def preview(self, **given: Any) -> Preview:
        """What taking the folder would do."""
        files = read_folder(self.folder)
        return self.scored.office.read(intake.preview, self.scored.stage_id, files=files, **given)

    def plan(self, name: str = "bea.xlsx", **given: Any) -> FilePlan:
        """What taking one of its files would do."""
        return next(one for one in self.preview(**given).files if one.name == name)

    def take(self, plan: Preview | None = None) -> tuple[Taken, ...]:
        """Take the folder as it is, or as it was previewed."""
        office = self.scored.office
        return intake.take_all(office.path, office.write, plan or self.preview(), day=DAY)


def whole(bid: int, need: Any = 4, value: Any = 3) -> dict[tuple[str, str], Box]:
    """The boxes of a complete sheet for a bid, counted from 0."""
    return {(f"DEV-{bid + 1}", "Need"): (need, None), (f"DEV-{bid + 1}", "Value"): (value, None)}
