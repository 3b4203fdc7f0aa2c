"""Outcome letters on paper: one by itself, all of a decision in one file, and a folder with a file for each.

A letter that may not go out yet says DRAFT on every page. The desk sends nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.decisions.letter_words import FAREWELL, OUTCOMES, LetterText
from app.errors import Refused
from app.listing import Column, Line, Listing
from app.papers.bid_words import begun
from app.papers.blocks import Block, Document, Facts, Heading, Paragraph, Signature, Table
from app.papers.folders import apart, put
from app.papers.gather_decisions import LettersPaper
from app.papers.gather_rounds import sensitive
from app.papers.imprint import Imprint, bound
from app.papers.publisher import publish
from app.papers.saying import in_words
from app.progress import Progress
from app.recommendations.parts import GIVEN
from app.records import GONE
from app.years import format_day

ALL = "All letters.pdf"
UNREADY = "It may not go out yet: it has to be read, and its decision signed."


@dataclass(frozen=True, slots=True)
class LetterFile:
    """What became of one letter of a folder: the file it is in, or why it is in none, in a sentence."""

    letter_id: str
    bid: str
    organisation: str
    file: str
    sentence: str = ""


def compose_letter(imprint: Imprint, one: LetterText) -> Document:
    """One letter, DRAFT until it may go out."""
    own = replace(imprint, day=one.day)
    title, draft = f"Your application {one.bid}", not one.is_final
    return bound(own, title, _words(one), subtitle=one.project, facts=one.facts, draft=draft, numbered=False)


def compose_one(record: LettersPaper, letter_id: str) -> Document:
    """One letter of a decision by its id. Raises Refused when it is gone."""
    found = next((one for one in record.letters if one.letter.id == letter_id), None)
    if found is None:
        raise Refused(GONE)
    return compose_letter(record.imprint, found)


def compose_letters(record: LettersPaper, chosen: Sequence[LetterText]) -> Document:
    """All these letters after a list of them, each on pages of its own: for looking through, printing and filing."""
    columns = (
        Column("bid", "Bid"),
        Column("organisation", "Organisation"),
        Column("outcome", "Outcome"),
        Column("given", "Given, £", "pence"),
        Column("state", "Letter"),
    )
    lines = tuple(
        Line(
            one.letter.id,
            (
                one.bid,
                one.organisation,
                OUTCOMES[one.letter.outcome],
                one.letter.amount if one.letter.outcome in GIVEN else None,
                "Given out" if one.letter.sent_on else "Ready" if one.is_final else "Draft",
            ),
        )
        for one in chosen
    )
    blocks: list[Block] = [
        Paragraph(_opening(chosen), introduces=True),
        Table(Listing("Letters", columns, lines), "Letters of this decision"),
    ]
    for one in chosen:
        dated = (*one.facts, ("Date", format_day(one.day)))
        blocks += [Heading(2, one.subject, anchor=one.letter.id, new_page=True), Facts(dated), *_words(one)]
    called = f"Decision {record.sheet.reference}" if record.sheet.reference else "Decision sheet, not signed yet"
    is_draft = not all(one.is_final for one in chosen)
    return bound(sensitive(record.imprint), f"Letters: {record.sheet.title}", blocks, subtitle=called, draft=is_draft)


def write_letters(record: LettersPaper, folder: Path, *, progress: Progress | None = None) -> tuple[LetterFile, ...]:
    """Write every letter that may go out into a folder, as a paper and as the text of an e-mail, and one file with all.

    What became of each is told: one that may not go out is in none of the files, and one whose file the drive would not
    have is named with why. Files of the same names are written over. Raises Refused where the file with all cannot be
    written, Stopped.
    """
    tell, final = progress or Progress(), [one for one in record.letters if one.is_final]
    names = dict(
        zip((one.letter.id for one in final), apart(f"{one.bid} {one.organisation}" for one in final), strict=True)
    )
    failed: dict[str, str] = {}
    for at, one in enumerate(final):
        tell.step(at, len(final) + 1, "Printing the letters")
        try:
            put(folder, f"{names[one.letter.id]}.pdf", publish(compose_letter(record.imprint, one)))
            put(folder, f"{names[one.letter.id]}.txt", message(one).encode())
        except Refused as error:
            failed[one.letter.id] = error.message
    if final:
        put(folder, ALL, publish(compose_letters(record, final)))
    tell.step(len(final) + 1, len(final) + 1, "Printing the letters")
    return tuple(_told(one, names, failed) for one in record.letters)


def message(one: LetterText) -> str:
    """A letter as the text of an e-mail: what it is about, and its words."""
    return one.mail


def _told(one: LetterText, names: Mapping[str, str], failed: Mapping[str, str]) -> LetterFile:
    key = one.letter.id
    if key in failed or key not in names:
        return LetterFile(key, one.bid, one.organisation, "", failed.get(key, UNREADY))
    return LetterFile(key, one.bid, one.organisation, f"{names[key]}.pdf")


def _opening(chosen: Sequence[LetterText]) -> str:
    drafts = sum(not one.is_final for one in chosen)
    count = f"{begun(in_words(len(chosen)))} {'letter' if len(chosen) == 1 else 'letters'}."
    if not drafts:
        return f"{count} All of them have been read."
    return (
        f"{count} {begun(in_words(drafts))} of them may not go out yet: each has to be read, and the decision signed."
    )


def _words(one: LetterText) -> list[Block]:
    """To whom it goes, what it says, and who it is from."""
    blocks: list[Block] = [Paragraph("\n".join(one.lines)), Paragraph(f"{one.greeting},")]
    blocks += _paragraphs(one.paragraphs)
    for heading, words in one.parts:
        blocks += [Heading(3, heading), *_paragraphs(words)]
    name, *post = one.signed or ("",)
    return [*blocks, Paragraph(f"{FAREWELL},"), Signature(name, ", ".join(post))]


def _paragraphs(words: Iterable[str]) -> list[Block]:
    return [Paragraph(each) for each in words]
