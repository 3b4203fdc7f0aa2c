"""A document as plain text, block by block: what the papers of the examples are compared with.

`python -m tests.papers.plain` writes the golden files again; read what changed before you keep it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from app.door import Office
from app.examples import make_example
from app.listing import cell_text, sections, totals
from app.papers import shelf
from app.papers.blocks import (
    Block,
    Box,
    Bullets,
    Chart,
    Contact,
    Contents,
    Document,
    Heading,
    Implications,
    Notes,
    Paragraph,
    Runs,
    Signature,
    Stream,
    Table,
)
from app.papers.compose import compose_paper
from app.papers.gathering import gather_paper
from tests.factories import JO

GOLDEN = Path(__file__).parent / "golden"
PAPERS = {
    "devon-cornwall-2019": ("devon-cornwall", 2019),
    "devon-cornwall-2018": ("devon-cornwall", 2018),
    "durham-2015": ("durham", 2015),
}
TODAY = date(2019, 2, 1)


def composed(office: Office, year: int) -> Document:
    """The paper of this year that the example has."""
    paper = next(one for one in office.read(shelf.papers) if one.year == year)
    return compose_paper(office.read(gather_paper, paper.id, today=TODAY))


def plain(document: Document) -> str:
    """Every block in its order; a table row by row, its cells parted by a bar."""
    facts = [f"{label}: {said}" for label, said in document.facts]
    head = [document.office, str(document.day), document.title, document.subtitle, *facts]
    return "\n".join([*filter(None, head), *(line for block in document.blocks for line in _block(block))]) + "\n"


def words(text: str | Runs) -> str:
    """A paragraph without what stands out in it."""
    return text if isinstance(text, str) else "".join(one if isinstance(one, str) else one.text for one in text)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield ""
            yield " ".join(filter(None, ("#" * block.level, block.number, block.text)))
        case Stream():
            yield ""
            yield " ".join(filter(None, (block.letter, f"{block.name}, {block.figure}")))
        case Paragraph():
            yield " ".join(filter(None, (block.number, words(block.text))))
        case Bullets():
            yield from (f"- {words(item)}" for item in block.items)
        case Table():
            yield from _table(block)
        case Box():
            yield f"| {block.title}"
            yield from (f"| {'- ' * row.level}{words(row.words)} | {row.figure}".rstrip(" |") for row in block.rows)
            yield from _notes(block.notes)
        case _:
            yield from _end(block)


def _end(block: Block) -> Iterator[str]:
    match block:
        case Notes():
            yield from _notes(block.notes)
        case Implications():
            yield from (f"{heading}: {said}" for heading, said in block.answers)
        case Contact():
            yield from (f"{label}: {said}" for label, said in block.facts)
        case Signature():
            yield f"({block.name}, {block.post})"
        case Chart():
            yield f"[{block.caption}]"
        case Contents():
            yield f"({block.title})"


def _table(table: Table) -> Iterator[str]:
    listing = table.listing

    def row(cells: tuple[object, ...], mark: str = "") -> str:
        texts = [cell_text(cell, column) for cell, column in zip(cells, listing.columns, strict=True)]  # type: ignore[arg-type]  # cells
        return f"{' | '.join(texts)} {mark}".rstrip()

    yield f"[{table.caption}]"
    yield " | ".join(column.label for column in listing.columns)
    for group, mine in sections(listing):
        if group:
            yield row(totals(listing.columns, mine, group.label))
        yield from (row(line.cells, line.mark) for line in mine)
    if table.totals:
        yield row(table.stated_totals or totals(listing.columns, listing.lines, table.total_label))
    yield from _notes(listing.notes)


def _notes(notes: tuple[tuple[str, str], ...]) -> Iterator[str]:
    yield from (f"{mark} {note}".strip() for mark, note in notes)


def _write_again() -> None:
    with tempfile.TemporaryDirectory() as folder:
        offices = {}
        for name in dict(PAPERS.values()):
            make_example(Path(folder, name), name)
            offices[name] = Office(Path(folder, name), JO)
        for paper, (name, year) in PAPERS.items():
            (GOLDEN / f"{paper}.txt").write_text(plain(composed(offices[name], year)), encoding="utf-8")
        for office in offices.values():
            office.close()


if __name__ == "__main__":
    _write_again()
