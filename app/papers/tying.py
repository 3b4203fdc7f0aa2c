"""Whether a paper that is printed directly ties: every table added up again, every claim compared, by its pence."""

from __future__ import annotations

from collections.abc import Iterator

from app.errors import Refused
from app.money import format_pence
from app.papers.adding import sums_of
from app.papers.blocks import Document, Table


def untied(document: Document) -> Iterator[str]:
    """Every total that is not what stands above it, and every claim that is not what it says it is, in a sentence."""
    for table in (block for block in document.blocks if isinstance(block, Table)):
        for one in sums_of(table):
            if not one.ties:
                yield _said(table, one.label, one.printed_pence, one.computed_pence)
        for claim in table.claims:
            if claim.parts and claim.difference_pence:
                yield _said(table, claim.name, claim.printed_pence, claim.computed_pence)


def refuse_untied(document: Document) -> None:
    """Raise Refused, naming what does not tie, where a paper may not go out as it is."""
    if found := list(untied(document)):
        raise Refused(f"“{document.title}” does not tie. {' '.join(found)}")


def _said(table: Table, what: str, printed: int, computed: int) -> str:
    where = table.caption or table.listing.title
    return f"{where}, {what}: {format_pence(printed)} is printed, and its parts come to {format_pence(computed)}."
