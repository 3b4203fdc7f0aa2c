"""Everything of a year that may be published, as a folder with an index; what may not be is left out, and told why.

Nothing marked -SENSITIVE goes in, and nothing that holds anything personal: each is searched for every such value the
office has. Amounts are pence, a year its start year.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from app.contracts.register import order_lists
from app.decisions import reading as decisions
from app.decisions.changed import ALTERED, is_altered
from app.decisions.decision_fields import kind_words
from app.decisions.grants_list import grants_list
from app.decisions.published import SENSITIVE
from app.errors import Refused
from app.grants import reading as grants
from app.grants.parts import RoundRecord
from app.listing import Column, Line, Listing
from app.papers import shelf
from app.papers.blocks import Document
from app.papers.folders import apart, put
from app.papers.gather_statistics import gather_statistics
from app.papers.imprint import Imprint, gather_imprint
from app.papers.open_notice import named, open_notice
from app.papers.opened import kind_name
from app.papers.paper import PaperDetails
from app.papers.personal import PersonalValue, held, personal_values, words_in
from app.papers.publish_index import write_index
from app.papers.publisher import publish
from app.papers.round_statistics import compose_statistics
from app.papers.stored import digest_of, issued, issued_data
from app.papers.tying import refuse_untied
from app.progress import Progress
from app.years import format_day

WriteTable = Callable[[Listing, Path], None]
"""Writes a list as CSV."""
CSV_INDEX, HTML_INDEX = "index.csv", "index.html"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is published, or left out with `why` in sentences. `content` is a paper or a list."""

    kind: str
    title: str
    reference: str
    day: date | None
    content: bytes | Document | Listing
    why: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        """What it is called in a sentence."""
        return f"{self.kind} {self.reference}: {self.title}" if self.reference else f"{self.kind}: {self.title}"


@dataclass(frozen=True, slots=True)
class PublishSet:
    """What of a year is published, and what is left out, in the order of the index."""

    imprint: Imprint
    year: int
    items: tuple[Item, ...]

    @property
    def inside(self) -> tuple[Item, ...]:
        """What goes in."""
        return tuple(one for one in self.items if not one.why)

    @property
    def left_out(self) -> tuple[Item, ...]:
        """What is left out."""
        return tuple(one for one in self.items if one.why)


def gather_set(session: Session, *, year: int, day: date) -> PublishSet:
    """Everything of a year that could be published as of a day, each looked at for what may not be."""
    values = personal_values(session)
    found = (
        *_decisions(session, year, day, values),
        *_statistics(session, year, day, values),
        *_lists(session, year, day, values),
        *_papers(session, year, values),
    )
    return PublishSet(gather_imprint(session, day=day), year, tuple(found))


def write_set(found: PublishSet, folder: Path, *, write_table: WriteTable, progress: Progress | None = None) -> Listing:
    """Write what is published into a new folder, with its index as CSV and HTML; the index as a list.

    The folder is there whole or not at all. What is left out is not named in it. Raises Refused where there is nothing
    to publish, or the folder exists and is not empty; Stopped.
    """
    if not found.inside:
        raise Refused("There is nothing to publish in this year.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(
            f"{folder} is there already and is not empty. Choose another folder, so that nothing old stays in it."
        )
    unfinished = folder.with_name(f".unfinished-{folder.name}")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        index = _write(found, unfinished, write_table, progress or Progress())
        if folder.exists():
            folder.rmdir()
        unfinished.replace(folder)
    except OSError as error:
        reason = (error.strerror or "the drive did not say why").lower()
        raise Refused(f"{folder} could not be written: {reason}. Try again, or choose another place.") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return index


def _write(found: PublishSet, folder: Path, write_table: WriteTable, tell: Progress) -> Listing:
    names = apart(f"{one.reference} {one.title}".strip() for one in found.inside)
    lines = []
    for at, (one, name) in enumerate(zip(found.inside, names, strict=True)):
        tell.step(at, len(names) + 1, "Writing what is published")
        file = f"{name}.csv" if isinstance(one.content, Listing) else f"{name}.pdf"
        _write_one(one, folder, file, write_table)
        digest = digest_of((folder / file).read_bytes())
        lines.append(Line(file, (one.kind, one.reference, one.title, one.day, file, digest)))
    index = Listing(
        f"Published for {found.imprint.named(found.year)}", INDEX, tuple(lines), subtitle=found.imprint.office
    )
    write_table(index, folder / CSV_INDEX)
    put(folder, HTML_INDEX, write_index(index, as_of=format_day(found.imprint.day)).encode())
    tell.step(len(names) + 1, len(names) + 1, "Writing what is published")
    return index


def _write_one(one: Item, folder: Path, file: str, write_table: WriteTable) -> None:
    if isinstance(one.content, Listing):
        write_table(one.content, folder / file)
    else:
        put(folder, file, one.content if isinstance(one.content, bytes) else publish(one.content))


INDEX = (
    Column("kind", "Kind"),
    Column("reference", "Number"),
    Column("title", "Title"),
    Column("day", "Date", "day"),
    Column("file", "File"),
    Column("digest", "SHA-256"),
)


# decisions


def _decisions(session: Session, year: int, day: date, values: Sequence[PersonalValue]) -> Iterator[Item]:
    """The notice of every signed decision of a year, those that were replaced too: they say so."""
    for sheet in decisions.sheets(session, year=year):
        if not sheet.is_signed:
            continue
        kind = f"Decision ({kind_words(sheet.kind).lower()})"
        try:
            document = open_notice(session, sheet.id, day=day, values=values)
        except Refused as error:
            yield Item(kind, sheet.title, sheet.reference, sheet.signed_on, b"", (error.message,))
        else:
            yield Item(kind, sheet.title, sheet.reference, sheet.signed_on, document)


# statistics and lists


def _statistics(session: Session, year: int, day: date, values: Sequence[PersonalValue]) -> Iterator[Item]:
    """The statistics of every round of a year on which something was decided."""
    decided = {one.round_id for one in decisions.sheets(session) if one.is_signed and one.round_id}
    for r in grants.rounds(session):
        if r.year == year and r.id in decided:
            yield _of_round(session, r, day, values)


def _of_round(session: Session, r: RoundRecord, day: date, values: Sequence[PersonalValue]) -> Item:
    title = f"{r.name}, statistics"
    try:
        document = compose_statistics(gather_statistics(session, r.id, day=day))
        refuse_untied(document)
    except Refused as error:
        return Item("Round statistics", title, r.reference, day, b"", (error.message,))
    why = (*_marked(document.marking), *held(words_in(document), values))
    return Item("Round statistics", title, r.reference, day, document, why)


def _lists(session: Session, year: int, day: date, values: Sequence[PersonalValue]) -> Iterator[Item]:
    """The lists of the Specified Information Order: grants of the year, and contracts as they are on the day."""
    signed = [one for one in decisions.sheets(session, year=year) if one.is_signed]
    grants_given = grants_list(session, year=year)
    altered = tuple(f"{one.reference}: {ALTERED}" for one in signed if is_altered(one))
    every = [(grants_given, tuple(name for sheet in signed for name in named(sheet)), altered)]
    every += [(listing, _suppliers(listing), ()) for listing in order_lists(session, day=day)]
    for listing, allowed, why in every:
        if listing.lines:
            yield Item("List", listing.title, "", day, listing, (*why, *held(words_in(listing), values, allowed)))


def _suppliers(listing: Listing) -> tuple[str, ...]:
    """Who the contracts are with, who may be a person."""
    at = [place for place, one in enumerate(listing.columns) if one.key in ("parties", "others")]
    return tuple(str(line.cells[place]) for line in listing.lines for place in at)


# papers that were issued


def _papers(session: Session, year: int, values: Sequence[PersonalValue]) -> Iterator[Item]:
    """The papers of a year that were issued and stand: the very pages that went out."""
    for one in shelf.papers(session):
        if one.state == "issued" and one.year == year:
            yield _paper(session, one, values)


def _paper(session: Session, one: PaperDetails, values: Sequence[PersonalValue]) -> Item:
    try:
        pages, data = issued(session, one.id), issued_data(session, one.id)
    except Refused as error:
        return Item(kind_name(one.kind), one.title, one.reference, one.day, b"", (error.message,))
    contact = (one.author, one.post, one.telephone, one.email)
    why = (*_marked(one.marking), *held(words_in(data), values, contact))
    return Item(kind_name(one.kind), one.title, one.reference, one.day, pages, why)


def _marked(marking: str) -> tuple[str, ...]:
    return (f"It is marked {marking}.",) if SENSITIVE in marking.upper() else ()


def told(items: Iterable[Item]) -> list[str]:
    """What is left out and why, a sentence for each."""
    return [f"{one.called}: left out. {' '.join(one.why)}" for one in items]
