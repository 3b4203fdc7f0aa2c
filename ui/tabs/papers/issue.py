"""Issuing a paper: asked about once, made ready aside, then kept for good in one step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from app.errors import Refused
from app.papers.gathering import gather_paper
from app.papers.paper import PaperDetails, PaperRecord, takes_place_of
from app.progress import Stopped
from app.who import here
from ui.desk import Desk
from ui.kit.asking import Asker
from ui.kit.busy import Busy


class Issue(QObject):
    """Reads the paper once more, makes its pages, and keeps both; `issued` with its id, or `refused`."""

    issued = Signal(str)
    refused = Signal(object)

    def __init__(self, desk: Desk, asker: Asker, busy: Busy) -> None:
        super().__init__(busy)
        self._desk, self._asker, self._busy = desk, asker, busy

    def begin(self, paper: PaperDetails, follows: Sequence[PaperDetails]) -> None:
        """Ask, then issue. `follows` are the papers it follows, the newest first."""
        if self._asker.confirm("Issue this paper", question(paper, follows), "Issue the paper"):
            self._desk.read(self._prepare, gather_paper, paper.id, today=date.today())

    def _prepare(self, record: PaperRecord) -> None:
        from app.papers.issuing import Prepared, prepare

        progress = self._busy.begin("Making the pages…")

        def work() -> Prepared | None:
            try:
                return prepare(record, progress=progress)
            except Stopped:
                return None

        def then(prepared: Prepared | None) -> None:
            self._busy.end()
            if prepared is not None:
                self._keep(record.paper, prepared)

        self._desk.aside(work, then, self._on_refused, "Making the pages…")

    def _keep(self, paper: PaperDetails, prepared: object) -> None:
        from app.papers.issuing import issue

        self._desk.write(
            f"Issue “{paper.title}”",
            issue,
            paper.id,
            then=lambda _: self.issued.emit(paper.id),
            refused=self._on_refused,
            version=paper.version,
            prepared=prepared,
            today=date.today(),
            by=here().name,
        )

    def _on_refused(self, refusal: Refused) -> None:
        self._busy.end()
        self.refused.emit(refusal)


def question(paper: PaperDetails, follows: Sequence[PaperDetails]) -> str:
    """What issuing does, before it is done."""
    stands = [one for one in follows[:1] if one.state == "issued" and takes_place_of(paper, one)]
    takes = f" It takes the place of “{stands[0].title}”." if stands else ""
    return (
        "Its pages and the figures they were made from are kept as they are now. An issued paper can be printed again, "
        f"the same to the byte, but never changed and never undone.{takes}"
    )
