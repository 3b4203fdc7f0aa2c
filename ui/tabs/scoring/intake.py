"""A folder of returned score sheets, looked at before any is taken: what each would do, cell by cell.

Of one member's file all is taken or nothing. No score of it is shown beside anybody else's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from app.documents import Put
from app.errors import Refused
from app.exchange.sheet_read import read_folder
from app.grants.parts import RoundRecord
from app.listing import Cell, Column
from app.progress import Progress
from app.scoring import intake
from app.scoring.intake import OUTCOMES, FilePlan
from app.scoring.parts import StageRecord
from app.scoring.sheet_file import SheetFile
from ui.desk import Desk
from ui.folder import TONES, FolderPanel
from ui.kit.controls import Button
from ui.kit.parts import Section

ABOUT = "Nothing is saved until you take them. Of one member’s sheet all is taken or nothing, and its file is kept."


class SheetPanel(FolderPanel[SheetFile, FilePlan]):
    """Reads the folder, shows what each sheet would do, and takes those that can be taken."""

    noun = "sheet"
    columns: ClassVar[tuple[Column, ...]] = (
        Column("name", "File"),
        Column("member", "Member"),
        Column("state", "State", "chip"),
        Column("what", "What it would do"),
    )
    tones: ClassVar[Mapping[str, str]] = {**TONES, "Older version": "warn"}

    def __init__(
        self, desk: Desk, r: RoundRecord, of: StageRecord, folder: Path, day: date, said: Callable[[str], None]
    ) -> None:
        self._stage, self._day = of, day
        self._older: set[str] = set()
        """The digests of sheets of an older version that a person has said are to be taken all the same."""
        super().__init__(desk, f"Score sheets for {r.name}", ABOUT, folder, said)

    def read_files(self, folder: Path, progress: Progress) -> tuple[SheetFile, ...]:
        return read_folder(folder, progress)

    def look(self) -> None:
        self.ask(intake.preview, self._stage.id, files=self._files, accept_older=tuple(sorted(self._older)))

    def path_of(self, one: FilePlan) -> str:
        return one.file.path

    def words_of(self, one: FilePlan) -> str:
        return OUTCOMES[one.outcome]

    def cells(self, one: FilePlan, state: str, what: str) -> tuple[Cell, ...]:
        return one.name, one.member, state, what

    def what(self, one: FilePlan) -> str:
        if one.problems:
            more = len(one.problems) - 1
            said = one.problems[0].sentence(one.name)
            return f"{said} And {more} more." if more else said
        if one.changes:
            return f"{len(one.changes):,} {'cell' if len(one.changes) == 1 else 'cells'} to be saved"
        return " ".join(one.notices)

    def fill(self, one: FilePlan) -> None:
        self.record.begin(one.name, one.member)
        self.add_problems(one)
        if one.is_older:
            self.record.add(self._older_one(one))
        self.add_notices(one.notices)
        self.add_changes("What it would save", one)

    def _older_one(self, one: FilePlan) -> Section:
        """A sheet of an older version is taken only where a person says so, having read what has changed."""
        is_accepted = one.file.digest in self._older
        section = Section("A sheet of an older version")
        words = "Do not take it after all" if is_accepted else "Take it all the same, for what still stands"
        button = Button(words, look="link")
        button.clicked.connect(lambda: self._accept(one.file.digest))
        section.add(button)
        return section

    def _accept(self, digest: str) -> None:
        self._older ^= {digest}
        self.look()

    def save(
        self, one: FilePlan, original: Put | None, then: Callable[[Any], None], refused: Callable[[Refused], None]
    ) -> None:
        self._desk.write(
            intake.step_name(one),
            intake.take,
            self._stage.id,
            then=then,
            refused=refused,
            file=one.file,
            original=original,
            day=self._day,
            accept_older=one.is_older,
            was=dict(one.was),  # what was saved since it was looked at is not typed over
        )
