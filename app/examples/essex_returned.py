"""Two score sheets that came back after the others: a late one, and one of another round; both are made up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.door import Office
from app.examples.essex_round import REFERENCE, SECOND_REFERENCE
from app.examples.essex_scores import MEMBERS, OWES, sheet_cells, whole_cells
from app.exchange.sheet_write import file_name, write_sheet
from app.grants.parts import RoundRecord
from app.grants.reading import rounds
from app.scoring import member_sheets, reading
from app.scoring.member_sheets import MemberSheets

ASTRAY = 1
"""The member who sent the sheet of another round."""


def folder_of(path: Path) -> Path:
    """Where the returned sheets of an example lie: beside its file."""
    return path.with_name(f"{path.stem} returned sheets")


def write(office: Office) -> None:
    """Write both sheets into a folder beside the office's file. Raises Refused where that cannot be done."""
    known = office.read(rounds)
    scored = next(one for one in known if one.reference == REFERENCE)
    other = next(one for one in known if one.reference == SECOND_REFERENCE)
    [of] = office.read(reading.stages, scored.id)
    folder = folder_of(office.path)
    folder.mkdir(exist_ok=True)
    late, astray = (office.read(member_sheets.read, of.id, of.seats[at].member_id) for at in (OWES, ASTRAY))
    _write(late, scored, folder, _owed(late))
    _write(replace(astray, stage=replace(of, id=f"{of.id}-2", round_id=other.id)), other, folder, astray.cells())


def _owed(mine: MemberSheets) -> dict[str, str]:
    """Everything they have given, with the bids they still owed."""
    cells = mine.cells()
    known = {bid.id: place for place, bid in enumerate(sorted(mine.bids, key=lambda one: one.reference))}
    for bid in mine.bids:
        if mine.sheets[bid.id].state == "draft":
            cells |= sheet_cells(OWES, MEMBERS[OWES], known[bid.id], bid, mine.scales)
            cells |= whole_cells(OWES, MEMBERS[OWES], known[bid.id], bid)
    return cells


def _write(mine: MemberSheets, r: RoundRecord, folder: Path, cells: dict[str, str]) -> None:
    name = file_name(mine.stage, mine.seat, r)
    write_sheet(mine.stage, mine.seat, mine.bids, mine.scales, folder / name, round_=r, given=cells)
