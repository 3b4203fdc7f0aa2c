"""The pages of a paper drawn again while it is typed: composed, guarded and published aside, the newest wish only."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from app.errors import Refused
from app.papers.blocks import Heading, Stream
from app.papers.paper import Finding, Guarded, PaperRecord
from app.papers.preview import Place, Sought
from app.progress import Progress, Stopped
from ui.desk import SLOW_MS, Desk

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
    slow = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wish: tuple[PaperRecord, Sight] | None = None
        self._progress: Progress | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_MS)
        self._soon.timeout.connect(self._begin)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(SLOW_MS)
        self._late.timeout.connect(self.slow)

    def ask(self, record: PaperRecord, sight: Sight, *, typing: bool = False) -> None:
        """Draw this; while somebody is `typing`, once they pause."""
        self._wish = (record, sight)
        if typing:
            self._soon.start()
        else:
            self._soon.stop()
            self._begin()

    def set_pause(self, ms: int) -> None:
        """How long a person who is typing must pause before the pages are drawn."""
        self._soon.setInterval(ms)

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
        if self._wish is None or not self._desk.is_open:
            return
        (record, sight), self._wish = self._wish, None
        progress = self._progress = Progress()

        def work() -> Drawn | None:
            try:
                return draw(record, sight, progress)
            except Stopped:
                return None

        self._late.start()
        # said beside the pages, not as the state of the file, which it does not touch
        self._desk.aside(work, self._on_drawn, self._on_refused, words="")

    def _on_drawn(self, drawn: Drawn | None) -> None:
        self._progress = None
        self._late.stop()
        if drawn is not None and self._wish is None:
            self.drawn.emit(drawn)
        if self._wish is not None and not self._soon.isActive():
            self._begin()

    def _on_refused(self, refusal: Refused) -> None:
        self._progress = None
        self._late.stop()
        self.refused.emit(refusal)
        if self._wish is not None and not self._soon.isActive():
            self._begin()


def draw(record: PaperRecord, sight: Sight, progress: Progress) -> Drawn:
    """Compose, guard and publish, and paint the pages in sight. Raises Refused, Stopped."""
    from app.papers.compose import compose_paper
    from app.papers.guard import guard
    from app.papers.preview import page_sizes
    from app.papers.publisher import publish_pages
    from ui.kit.preview import page_image

    document = compose_paper(record)
    guarded = guard(record, document)
    published = publish_pages(document, progress=progress)
    sizes = page_sizes(published.pdf)
    headed = [one for one in document.blocks if isinstance(one, (Heading, Stream)) and one.anchor in published.anchors]
    headings = _found(published.pdf, {one.anchor: _heading(one, published.anchors) for one in headed}, in_order=True)
    headings |= _found(published.pdf, dict(_unheaded(record, published.anchors, headings, len(sizes))))
    told = [one for one in guarded.findings if one.kind == "figure" and one.printed]
    places = _found(published.pdf, {one.key: _figure(one, published.anchors, headings, len(sizes)) for one in told})
    images = {at: page_image(published.pdf, at, sight.scale, sight.ratio) for at in sight.pages if at < len(sizes)}
    return Drawn(
        record,
        guarded,
        published.pdf,
        sizes,
        published.anchors,
        {one.anchor: one.number if isinstance(one, Heading) else one.letter for one in headed},
        places,
        headings,
        images,
        sight.scale,
        time.strftime("%H:%M"),
    )


def _found(pdf: bytes, sought: Mapping[str, Sought], *, in_order: bool = False) -> dict[str, Place]:
    from app.papers.preview import places_of

    found = zip(sought, places_of(pdf, list(sought.values()), in_order=in_order), strict=True)
    return {key: place for key, place in found if place is not None}


def _heading(one: Heading | Stream, anchors: Mapping[str, int]) -> Sought:
    """A heading on its page; a long one is known by its beginning, which stands on one line."""
    page, words = anchors[one.anchor] - 1, one.text if isinstance(one, Heading) else one.name
    return Sought(page, page, words[:30].rsplit(" ", 1)[0] if len(words) > 30 else words)


def _unheaded(
    record: PaperRecord, anchors: Mapping[str, int], headings: Mapping[str, Place], pages: int
) -> Iterator[tuple[str, Sought]]:
    """A box has no anchor: it stands below the section before it, with its title."""
    page, below = 0, 0.0
    for one in (one for one in record.sections if one.printed):
        if one.id in headings:
            page, below = headings[one.id].page, headings[one.id].top
        elif one.id in anchors:
            page, below = anchors[one.id] - 1, 0.0
        elif one.shows == "intends":
            yield one.id, Sought(page, min(page + 2, pages - 1), one.heading[:30].strip(), below)


def _figure(one: Finding, anchors: Mapping[str, int], headings: Mapping[str, Place], pages: int) -> Sought:
    """A printed figure on the pages from its section's to the next one's, below its section's heading."""
    key = one.section_id or ""
    if key not in headings and key not in anchors:
        return Sought(0, pages - 1, one.printed)
    begin = headings[key].page if key in headings else anchors[key] - 1
    later = [page - 1 for page in anchors.values() if page - 1 > begin]
    below = headings[key].top if key in headings else 0.0
    return Sought(begin, min(later, default=pages - 1), one.printed, below)
