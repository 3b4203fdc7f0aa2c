"""A folder of returned forms, looked at before any is taken: what each would do, and why one cannot be taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.documents import Put
from app.errors import Refused
from app.exchange.form_read import read_folder
from app.fields import Field
from app.grants import clock, intake
from app.grants.form import FormRecord
from app.grants.intake import OUTCOMES, FilePlan
from app.grants.parts import RoundRecord
from app.listing import Cell, Column
from app.progress import Progress
from app.years import format_day
from ui.desk import Desk
from ui.folder import TONES, FolderPanel
from ui.kit import theme
from ui.kit.alert import Alert
from ui.kit.controls import Button
from ui.kit.gridform import ColumnForm
from ui.kit.parts import Section

RECEIVED = (
    Field("received_on", "Received on", "day", help="Leave empty to take each file’s own day and time."),
    Field("received_time", "Received at", help="As in 16:45, for all of them."),
)
ABOUT = (
    "Nothing is saved until you take them. Each form is taken whole or not at all, as a step of its own, and its "
    "original is kept with the bid."
)
REST_MS = 400


class ReceivedForm(ColumnForm):
    """The day and the time that all of them came, side by side."""

    def lay_out(self, column: QVBoxLayout) -> None:
        column.addLayout(self.columns(self.fields, 1 if theme.current().large else len(self.fields)))


class IntakePanel(FolderPanel[FormRecord, FilePlan]):
    """Reads the folder, shows what each form would do, and takes those that can be taken."""

    noun = "form"
    columns: ClassVar[tuple[Column, ...]] = (
        Column("name", "File"),
        Column("organisation", "Organisation"),
        Column("project", "Project"),
        Column("requested", "Asked for £", "pence"),
        Column("state", "State", "chip"),
        Column("received", "Received"),
        Column("late", "Late", "chip"),
        Column("what", "What it would do"),
    )
    tones: ClassVar[Mapping[str, str]] = {**TONES, "Old form": "bad", "Late": "warn"}

    def __init__(self, desk: Desk, r: RoundRecord, folder: Path, day: date, said: Callable[[str], None]) -> None:
        self._round, self._day = r, day
        self._whose: dict[str, str] = {}
        """Of a form, by its digest, which organisation the person says it is of."""
        super().__init__(desk, f"Forms for {r.name}", ABOUT, folder, said)

    def top(self) -> None:
        """When they came, beside the sum."""
        self.received = ReceivedForm(RECEIVED)
        top = QHBoxLayout()
        top.setSpacing(theme.current().gap(28))
        top.addWidget(self.received)
        top.addWidget(self.summary, 1)
        self.column.addLayout(top)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.look)
        self.received.changed.connect(lambda _: self._rest.start())

    def read_files(self, folder: Path, progress: Progress) -> tuple[FormRecord, ...]:
        return read_folder(folder, progress)

    def look(self) -> None:
        if self._progress is not None:
            return
        try:
            on, at = self._received()
        except Refused as refusal:
            self.tell(refusal.message)  # the person is typing it: the keyboard stays where it is
            return
        self.trouble.hide()
        self.ask(
            intake.preview,
            self._round.id,
            forms=self._files,
            received_on=on,
            received_time=at,
            whose=dict(self._whose),
        )

    def _received(self) -> tuple[date | None, str]:
        """The day and time that all of them came, as typed; none for each file's own. Raises Refused."""
        on, at = self.received.box("received_on").read(), self.received.box("received_time").read()
        if at and on is None:
            raise Refused("Say on which day they came, too.", "received_on")
        return on, clock.parse_time(at, "received_time") if at else ""

    def path_of(self, one: FilePlan) -> str:
        return one.form.path

    def words_of(self, one: FilePlan) -> str:
        if one.is_wrong_round:
            return "Wrong round"
        if one.is_old_version and not one.can_take:
            return "Old form"
        return OUTCOMES[one.outcome]

    def cells(self, one: FilePlan, state: str, what: str) -> tuple[Cell, ...]:
        late = "Late" if one.late else ""
        return one.name, one.organisation, one.project, one.requested, state, _arrived(one), late, what

    def more_said(self) -> str:
        late = sum(1 for one in self._plans if one.late)
        return f" {late:,} came late." if late else ""

    def what(self, one: FilePlan) -> str:
        if one.problems:
            more = len(one.problems) - 1
            place, why = str(one.problems[0].place), one.problems[0].reason
            said = f"{place}: {why}" if place else f"{why[:1].upper()}{why[1:]}"
            return f"{said} And {more} more." if more else said
        if one.changes:
            return f"{one.reference}: {', '.join(each.label for each in one.changes)}"
        return one.reference or "; ".join(one.notices)

    def fill(self, one: FilePlan) -> None:
        self.record.begin(one.name, " · ".join(part for part in (one.organisation, one.project, _arrived(one)) if part))
        self.add_problems(one)
        if one.late:
            self.record.add(Alert(one.late, "It is taken as late; accepting it needs a reason."))
        if one.like or one.form.digest in self._whose:
            self.record.add(self._offered(one))
        self.add_changes(f"What it changes in {one.reference}", one)
        self.add_notices([words for words in one.notices if words != one.late])

    def _offered(self, one: FilePlan) -> Section:
        """Which organisations it may be of that the office knows; the person says so, or it is a new one."""
        section, digest = Section("Whose it is"), one.form.digest
        if digest in self._whose:
            section.add(self._link(f"Not {one.organisation}: as the form says", digest, ""))
        for organisation_id, name, why in one.like:
            section.add(self._link(f"Same as {name}: {why}", digest, organisation_id))
        return section

    def _link(self, words: str, digest: str, organisation_id: str) -> Button:
        button = Button(words.replace("&", "&&"), look="link")
        button.clicked.connect(lambda: self._choose_whose(digest, organisation_id))
        return button

    def _choose_whose(self, digest: str, organisation_id: str) -> None:
        if organisation_id:
            self._whose[digest] = organisation_id
        else:
            self._whose.pop(digest, None)
        self.look()

    def keeps(self, one: FilePlan) -> bool:
        """Of a form with bank details not even the original may be kept."""
        return not one.form.has_bank_details

    def save(
        self, one: FilePlan, original: Put | None, then: Callable[[Any], None], refused: Callable[[Refused], None]
    ) -> None:
        self._desk.write(
            intake.step_name(one),
            intake.take,
            self._round.id,
            then=then,
            refused=refused,
            form=one.form,
            original=original,
            received_on=one.received_on,
            received_time=one.received_time,
            day=self._day,
            application_id=one.application_id,
            version=one.version,
            organisation_id=one.organisation_id,
        )


def _arrived(one: FilePlan) -> str:
    if one.received_on is None:
        return ""
    return f"{format_day(one.received_on)}{f', {one.received_time}' if one.received_time else ''}"
