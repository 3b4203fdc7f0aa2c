"""A composed document read for its words and figures, without printing it."""

from __future__ import annotations

from collections.abc import Sequence

from app.listing import Cell
from app.papers.adding import Sum, sums_of
from app.papers.blocks import Block, Bullets, Document, Facts, Heading, Paragraph, Runs, Table


def said(words: str | Runs) -> str:
    """Runs as the text that they print."""
    return words if isinstance(words, str) else "".join(run if isinstance(run, str) else run.text for run in words)


def paragraphs(document: Document) -> list[str]:
    """Every paragraph and every item of a list."""
    found = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found.append(said(block.text))
        elif isinstance(block, Bullets):
            found += [said(item) for item in block.items]
    return found


def headings(document: Document) -> list[str]:
    """Every heading."""
    return [block.text for block in document.blocks if isinstance(block, Heading)]


def under(document: Document, heading: str) -> list[Block]:
    """What stands under a heading, up to the next one of its level or above."""
    blocks = list(document.blocks)
    start = next(at for at, one in enumerate(blocks) if isinstance(one, Heading) and one.text == heading)
    level = blocks[start].level  # type: ignore[union-attr]  # it is a heading
    found = []
    for one in blocks[start + 1 :]:
        if isinstance(one, Heading) and one.level <= level:
            break
        found.append(one)
    return found


def facts(blocks: Sequence[Block]) -> list[dict[str, str]]:
    """Every block of facts as a mapping."""
    return [dict(block.facts) for block in blocks if isinstance(block, Facts)]


def tables(document: Document) -> list[Table]:
    """Every table, in order."""
    return [block for block in document.blocks if isinstance(block, Table)]


def table(document: Document, caption: str) -> Table:
    """The table whose caption has these words."""
    (found,) = (one for one in tables(document) if caption in one.caption)
    return found


def rows(found: Table) -> list[tuple[Cell, ...]]:
    """The cells of a table's lines."""
    return [line.cells for line in found.listing.lines]


def untied(document: Document) -> list[tuple[str, Sum]]:
    """Every printed total that its printed cells do not come to, with its table's caption."""
    return [
        (one.caption, total) for one in tables(document) for total in sums_of(one) if not total.ties and total.parts
    ]
