"""Hints on what was typed: amounts that no figure of the desk has, and characters that the typeface cannot print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.listing import sections, totals
from app.papers.adding import printed_amounts
from app.papers.blocks import Block, Chart, Claim, Table
from app.papers.named import REFERENCE
from app.papers.paper import Finding, PaperRecord
from app.papers.typed import typed_amounts


@dataclass(frozen=True, slots=True)
class Wording:
    """What was typed in one place: its key among the places, the place itself, and the section it is in."""

    key: str
    place: str
    section_id: str | None
    text: str


def known_pence(record: PaperRecord, blocks: Iterable[Block]) -> frozenset[int]:
    """Every amount of the desk's figures and of the printed tables and charts, in pence without its sign."""
    known = {abs(one.amount) for one in record.figures.values() if isinstance(one.amount, int)}
    known |= {abs(pence) for one in record.figures.values() for pence in _claimed(one.claim)}
    for block in blocks:
        if isinstance(block, Table):
            known |= _of_table(block)
        elif isinstance(block, Chart):
            known |= {abs(pence) for bar in block.bars for pence in (bar.before, bar.after) if pence is not None}
    return frozenset(known)


def _claimed(claim: Claim | None) -> list[int]:
    """What a stated figure's rows hold and come to."""
    return [claim.computed_pence, *(pence for _, pence in claim.parts)] if claim is not None else []


def _of_table(table: Table) -> set[int]:
    listing = table.listing
    rows = [line.cells for line in listing.lines]
    rows += [totals(listing.columns, lines, "") for _, lines in sections(listing)]
    rows += [totals(listing.columns, listing.lines, ""), table.stated_totals or ()]
    return {
        abs(pence)
        for cells in rows
        for cell, column in zip(cells, listing.columns, strict=False)
        if column.money
        for pence in printed_amounts(cell, column)
    }


def hints(typed: Iterable[Wording], known: frozenset[int]) -> Iterator[Finding]:
    """A hint for each amount that is not known, and one for the characters that cannot be printed, place by place."""
    from app.papers.publisher.letters import missing

    for one in typed:
        words = REFERENCE.sub(" ", one.text)
        amounts = {amount.text: amount.pence for amount in typed_amounts(words)}
        for text, pence in amounts.items():
            if pence is None:
                yield _hint(one, text, f"“{text}” is not written as an amount", "Is a comma or a digit out of place?")
            elif abs(pence) not in known:
                yield _hint(
                    one,
                    text,
                    f"“{text}” is no figure of the desk",
                    "If the desk has this figure, put it in by reference and it will stay right.",
                )
        if letters := missing(words):
            shown = " ".join(letters)
            many = len(letters) > 1
            yield _hint(
                one,
                "letters",
                f"{shown} cannot be printed",
                f"The typeface does not have {'these characters' if many else 'this character'}; "
                f"{'each prints' if many else 'it prints'} as an empty box.",
            )


def _hint(one: Wording, what: str, title: str, explanation: str) -> Finding:
    return Finding(f"hint:{one.key}:{what}", "hint", title, one.place, explanation, one.section_id)
