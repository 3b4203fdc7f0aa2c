"""The structure tree of a file: which marked content on which page belongs to which element (ISO 32000-1, 14.7).

Elements are written as text, not as objects of objects: a long list has seventy thousand of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.papers.publisher.elements import Element
from app.papers.publisher.tagged import TaggedCanvas, ref, string

_CELLS = ("TD", "TH")

_PAGE = 1 << 20
"""A spot is a page, counted from 0, times this, and the number of a piece of marked content on it."""


class Structure:
    """Fills while the pages are drawn, and is written once they all are."""

    def __init__(self, tree: Element) -> None:
        self._tree = tree
        self._drawn: dict[Element, int] = {}
        self._further: dict[Element, list[int]] = {}
        self._pages: list[list[Element]] = []
        self._boxes: dict[Element, tuple[float, float, float, float]] = {}
        self._numbers: dict[Element, int] = {}
        self._notes: list[int] = []
        self._objects: list[str] = []
        self._first = 0

    def begin_page(self) -> None:
        """What is marked from now on stands on the next page."""
        self._pages.append([])

    def mark(self, element: Element) -> int:
        """The number under which what is drawn next belongs to this element."""
        page = self._pages[-1]
        number = len(page)
        page.append(element)
        spot = (len(self._pages) - 1) * _PAGE + number
        if self._drawn.setdefault(element, spot) != spot:
            self._further.setdefault(element, []).append(spot)
        return number

    def cover(self, element: Element, left: float, foot: float, right: float, top: float) -> None:
        """Widen the rectangle that a figure takes on its page."""
        old = self._boxes.get(element, (left, foot, right, top))
        self._boxes[element] = (min(old[0], left), min(old[1], foot), max(old[2], right), max(old[3], top))

    def write(self, canvas: TaggedCanvas, pages: Sequence[str]) -> int:
        """Put the tree into the file whose pages these point to. Gives the number of its root."""
        root = self._first = canvas.next_number
        self._objects = [""]
        document = self._write(self._tree, root, pages)
        owners = [" ".join([ref(self._numbers[element]) for element in page]) for page in self._pages]
        parents = " ".join(f"{at} {ref(self._put(f'[{some}]'))}" for at, some in enumerate(owners))
        named = "".join(f"{string(_note_id(at))}{ref(note)}" for at, note in enumerate(self._notes))
        ids = f"/IDTree<</Names[{named}]>>" if named else ""
        self._objects[0] = (
            f"<</Type/StructTreeRoot/K {ref(document)}/ParentTree<</Nums[{parents}]>>"
            f"/ParentTreeNextKey {len(pages)}{ids}>>"
        )
        canvas.add(self._objects)
        return root

    def _put(self, body: str) -> int:
        """An object as it will stand in the file. Gives its number."""
        self._objects.append(body)
        return self._first + len(self._objects) - 1

    def _write(self, element: Element, parent: int, pages: Sequence[str]) -> int:
        """An element with all that is in it. Gives its number."""
        number = self._numbers[element] = self._put("")
        first = self._drawn.get(element)
        page = "" if first is None else f"/Pg {pages[first // _PAGE]}"
        kids = self._kids(element, number, pages) if element.children else self._contents(element, pages)
        said = self._attributes(element, number)
        self._objects[number - self._first] = f"<</S/{element.role}/P {parent} 0 R{said}{page}/K[{kids}]>>"
        return number

    def _contents(self, element: Element, pages: Sequence[str]) -> str:
        """What was drawn of an element with no others in it."""
        if element in self._further:
            return " ".join(text for _, text in self._pieces(element, pages))
        return str(self._drawn[element] % _PAGE) if element in self._drawn else ""

    def _pieces(self, element: Element, pages: Sequence[str]) -> list[tuple[int, str]]:
        """Every spot of an element and how the element names it: short where it is on the element's own page."""
        if element not in self._drawn:
            return []
        first = self._drawn[element]
        spots = [(spot, *divmod(spot, _PAGE)) for spot in (first, *self._further.get(element, ()))]
        return [
            (spot, str(at) if page == first // _PAGE else f"<</Type/MCR/Pg {pages[page]}/MCID {at}>>")
            for spot, page, at in spots
        ]

    def _kids(self, element: Element, number: int, pages: Sequence[str]) -> str:
        """What an element with others in it consists of, in the order it is read."""
        kids = self._pieces(element, pages)
        own = bool(kids)
        place = -1
        for child in element.children:
            if self._says(child):
                place = min(self._spots(child), default=place) if own else place
                kids.append((place, ref(self._write(child, number, pages))))
        if own:
            kids.sort(key=lambda kid: kid[0])
        return " ".join([kid for _, kid in kids])

    def _says(self, element: Element) -> bool:
        """Whether anything of it was drawn; an empty cell still takes its place in the row."""
        return element.role in _CELLS or element in self._drawn or any(self._says(one) for one in element.children)

    def _spots(self, element: Element) -> Iterator[int]:
        """Where it and what is in it begin."""
        if element in self._drawn:
            yield self._drawn[element]
        for child in element.children:
            yield from self._spots(child)

    def _attributes(self, element: Element, number: int) -> str:
        """What else is said of it: scope and span of a cell, a figure in words and its place, the name of a note."""
        said = f"/Alt{string(element.alt)}" if element.alt else ""
        if element.scope or element.span > 1:
            scope = f"/Scope/{element.scope}" if element.scope else ""
            span = f"/ColSpan {element.span}" if element.span > 1 else ""
            return f"{said}/A[<</O/Table{scope}{span}>>]"
        if element.role == "Note":
            self._notes.append(number)
            return f"{said}/ID{string(_note_id(len(self._notes) - 1))}"
        if element in self._boxes and self._on_one_page(element):
            box = " ".join(f"{edge:.2f}" for edge in self._boxes[element])
            return f"{said}/A[<</O/Layout/Placement/Block/BBox[{box}]>>]"
        return said

    def _on_one_page(self, element: Element) -> bool:
        return len({spot // _PAGE for spot in (self._drawn[element], *self._further.get(element, ()))}) == 1


def _note_id(at: int) -> str:
    """A name for a note; the names must stand in the order of their letters."""
    return f"note-{at:06}"
