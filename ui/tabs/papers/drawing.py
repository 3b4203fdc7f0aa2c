"""The pages of a paper drawn again while it is typed: composed, guarded and published aside, the newest wish only."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from app.errors import Refused
from app.papers.blocks import Heading, Stream
from app.papers.paper import Finding, Guarded, PaperRecord
from app.papers.preview import Place
from app.progress import Progress, Stopped
from ui.desk import Desk

AFTER_MS = 250


@dataclass(frozen=True, slots=True)
class Sight:
    """What of the pages is in sight: their numbers from 0, how large they are painted, how sharp the screen is."""

    pages: Sequence[int]
    scale: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper as it would print now. `numbers` are those of the headings by section, `anchors` their pages from 1,
    `headings` where they stand; `places` is where the figures stand that findings are about, by their keys.
    """

    record: PaperRecord
    guarded: Guarded
    pdf: bytes
    sizes: list[tuple[float, float]]
    anchors: Mapping[str, int]
    numbers: Mapping[str, str]
    places: Mapping[str, Place]
    headings: Mapping[str, Place]
    images: Mapping[int, QImage]
    scale: float
    at: str

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self.sizes)


class Drawing(QObject):
    """Draws what is asked for last. What is asked for while another is drawn stops that one and takes its place."""

    drawn = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wish: tuple[PaperRecord, Sight] | None = None
        self._progress: Progress | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_MS)
        self._soon.timeout.connect(self._begin)

    def ask(self, record: PaperRecord, sight: Sight, *, typing: bool = False) -> None:
        """Draw this; while somebody is `typing`, once they pause."""
        self._wish = (record, sight)
        if typing:
            self._soon.start()
        else:
            self._soon.stop()
            self._begin()

    def is_drawing(self) -> bool:
        """Whether pages are on their way."""
        return self._progress is not None or self._soon.isActive()

    def stop(self) -> None:
        """Let go of what is on its way."""
        self._wish = None
        self._soon.stop()
        if self._progress is not None:
            self._progress.stop.set()

    def _begin(self) -> None:
        if self._progress is not None:
            self._progress.stop.set()  # its end begins the newer one
            return
        if self._wish is None:
            return
        (record, sight), self._wish = self._wish, None
        progress = self._progress = Progress()

        def work() -> Drawn | None:
            try:
                return draw(record, sight, progress)
            except Stopped:
                return None

        self._desk.aside(work, self._on_drawn, self._on_refused, "Drawing the pages…")

    def _on_drawn(self, drawn: Drawn | None) -> None:
        self._progress = None
        if drawn is not None and self._wish is None:
            self.drawn.emit(drawn)
        if self._wish is not None and not self._soon.isActive():
            self._begin()

    def _on_refused(self, refusal: Refused) -> None:
        self._progress = None
        self.refused.emit(refusal)
        if self._wish is not None and not self._soon.isActive():
            self._begin()


def draw(record: PaperRecord, sight: Sight, progress: Progress) -> Drawn:
    """Compose, guard and publish, and paint the pages in sight. Raises Refused, Stopped."""
    from app.papers.compose import compose_paper
    from app.papers.guard import guard
    from app.papers.preview import page_sizes, places_of
    from app.papers.publisher import publish_pages
    from ui.kit.preview import page_image

    document = compose_paper(record)
    guarded = guard(record, document)
    published = publish_pages(document, progress=progress)
    sizes = page_sizes(published.pdf)
    headed = [one for one in document.blocks if isinstance(one, (Heading, Stream)) and one.anchor in published.anchors]
    told = [one for one in guarded.findings if one.kind == "figure" and one.printed]
    sought = [_page_of(one, published.anchors) for one in headed]
    sought += [_pages_of(one, published.anchors, len(sizes)) for one in told]
    found = places_of(published.pdf, sought)
    keys = [*(one.anchor for one in headed), *(one.key for one in told)]
    known = {key: place for key, place in zip(keys, found, strict=True) if place is not None}
    images = {at: page_image(published.pdf, at, sight.scale, sight.ratio) for at in sight.pages if at < len(sizes)}
    return Drawn(
        record,
        guarded,
        published.pdf,
        sizes,
        published.anchors,
        {one.anchor: one.number if isinstance(one, Heading) else one.letter for one in headed},
        {one.key: known[one.key] for one in told if one.key in known},
        {one.anchor: known[one.anchor] for one in headed if one.anchor in known},
        images,
        sight.scale,
        time.strftime("%H:%M"),
    )


def _page_of(one: Heading | Stream, anchors: Mapping[str, int]) -> tuple[int, int, str]:
    """The page on which a heading is looked for; a long one is known by its beginning, which stands on one line."""
    page, words = anchors[one.anchor] - 1, one.text if isinstance(one, Heading) else one.name
    return page, page, words[:30].rsplit(" ", 1)[0] if len(words) > 30 else words


def _pages_of(one: Finding, anchors: Mapping[str, int], pages: int) -> tuple[int, int, str]:
    """The pages on which a printed figure is looked for: from its section's to the next one's."""
    words = one.printed.removeprefix("£")
    if one.section_id not in anchors:
        return 0, pages - 1, words
    first = anchors[str(one.section_id)] - 1
    later = [page - 1 for page in anchors.values() if page - 1 > first]
    return first, min(later, default=pages - 1), words
