"""The bookmarks of a file: headings as a tree, each leading to its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.papers.publisher.pdf_file import PdfFile, ref, string


@dataclass(slots=True)
class _Entry:
    """One bookmark: where it leads, and the bookmarks under it."""

    words: str
    page: int
    top: float
    under: list[_Entry] = field(default_factory=list)


class Outline:
    """Bookmarks in the order of the pages."""

    def __init__(self) -> None:
        self._top = _Entry("", 0, 0.0)

    def add(self, level: int, words: str, page: int, top: float) -> None:
        """A bookmark of level 1 or more on a page counted from 0; a level that skips one is brought up."""
        above = self._top
        while level > 1 and above.under:
            above, level = above.under[-1], level - 1
        above.under.append(_Entry(words, page, top))

    def write(self, file: PdfFile, pages: Sequence[int]) -> int:
        """Put them into the file whose page objects have these numbers. Gives the number of the whole."""
        root = file.number()
        return file.put(f"<</Type/Outlines{_write_under(file, self._top, root, pages)}>>", root)


def _write_under(file: PdfFile, above: _Entry, parent: int, pages: Sequence[int]) -> str:
    """The bookmarks under one, and how it points to them."""
    if not above.under:
        return ""
    numbers = [file.number() for _ in above.under]
    for at, entry in enumerate(above.under):
        before = f"/Prev {ref(numbers[at - 1])}" if at else ""
        after = f"/Next {ref(numbers[at + 1])}" if at + 1 < len(numbers) else ""
        under = _write_under(file, entry, numbers[at], pages)
        file.pack(
            f"<</Title{string(entry.words)}/Parent {ref(parent)}{before}{after}{under}"
            f"/Dest[{ref(pages[entry.page])}/XYZ 0 {entry.top:.2f} 0]>>",
            numbers[at],
        )
    return f"/First {ref(numbers[0])}/Last {ref(numbers[-1])}/Count {_count(above)}"


def _count(entry: _Entry) -> int:
    """How many bookmarks show under one when all are open."""
    return len(entry.under) + sum(_count(one) for one in entry.under)
