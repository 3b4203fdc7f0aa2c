"""From a gathered paper to a document: what stands where, and the numbers of headings, paragraphs, tables, figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from app.papers.blocks import (
    Block,
    Bullets,
    Chart,
    Contact,
    Contents,
    Document,
    Dumbbell,
    Figure,
    Heading,
    Implications,
    Notes,
    Paragraph,
    ScoreStrips,
    Signature,
    Stream,
    Table,
    Timeline,
)
from app.papers.paper import PaperDetails, PaperRecord, Section
from app.papers.prose import blocks_of, box_of, plain_words, runs_of
from app.papers.recorded import told
from app.years import format_day

_UNHEADED = ("intends", "signature", "contact")
"""What these show says itself what it is."""


def compose_paper(record: PaperRecord) -> Document:
    """The whole paper. The same record gives the same document."""
    paper, office = record.paper, record.office
    plan = paper.kind == "intentions"
    blocks = captioned(block for section in _Numbering(record).sections() for block in section)
    return Document(
        title=paper.title,
        subtitle=office.holder_title if plan else _report_of(paper.report_of),
        office=office.name if plan else paper.panel or office.name,
        marking=paper.marking,
        day=paper.day or record.today,
        undated=paper.day is None,
        blocks=(Contents(), *blocks) if plan else tuple(blocks),
        author=paper.author,
        draft=paper.state == "draft",
        opening="cover" if plan else "masthead",
        facts=_facts(record),
        ending=told(record.recorded) if record.recorded else "",
    )


def _report_of(post: str) -> str:
    """“Report of the Chief of Staff”."""
    return f"Report of {'' if post.lower().startswith('the ') else 'the '}{post}" if post else ""


def _facts(record: PaperRecord) -> tuple[tuple[str, str], ...]:
    """What is given of version, author and next review; a paper that is signed names its author there."""
    paper = record.paper
    signed = any(one.shows == "signature" and one.printed for one in record.sections)
    facts = (
        ("Reference", paper.reference),
        ("Version", paper.edition),
        ("Author", "" if signed else ", ".join(filter(None, (paper.author, paper.post)))),
        ("Next review", format_day(paper.review_on) if paper.review_on else ""),
    )
    return tuple(fact for fact in facts if fact[1])


class _Numbering:
    """The sections of a paper in print order, each as its blocks, numbered as the paper asks."""

    def __init__(self, record: PaperRecord) -> None:
        self.record = record
        self.style = record.paper.numbering
        self.chapter = self.part = self.appendix = 0
        self.numbers: Iterator[str] = (f"{at}." for at in count(1))

    def sections(self) -> Iterator[list[Block]]:
        """Every section that is printed. What changed since nothing, with nothing said of it, is left out."""
        for one in self.record.sections:
            shown = self.record.live.get(one.id, ())
            if one.printed and (one.shows != "changes" or shown or one.text.strip()):
                yield self._section(one, shown)

    def _section(self, section: Section, shown: tuple[Block, ...]) -> list[Block]:
        record = self.record
        if section.shows in _UNHEADED:
            return self._unheaded(section)
        if section.shows == "implications":
            self.appendix += 1
            heading = Heading(2, f"Appendix {self.appendix}: {section.heading}", anchor=section.id, new_page=True)
            words = self._words(section.text, numbered=False)
            answers = self._answers()
            return [heading, *words, answers, *_reasons(record, (*words, answers))]
        # the table and its chart fill a page of the plan, and are looked for by everybody who opens it
        fresh = section.shows == "budget" and record.paper.kind == "intentions" and len(shown) > 1
        opening: list[Block] = [replace(self._heading(section), new_page=fresh)]
        if shown and isinstance(shown[0], Stream):
            opening, shown = [shown[0]], shown[1:]
        words = self._words(section.text)
        return [*opening, *words, *_reasons(record, words), *self._live(shown)]

    def _answers(self) -> Implications:
        """Every answer with its figures as they read."""
        figures = self.record.figures
        lines = {one.id: [runs_of(line, figures) for line in one.text.splitlines()] for one in self.record.answers}
        return Implications(
            tuple((one.heading, "\n".join(map(plain_words, lines[one.id]))) for one in self.record.answers),
            tuple(run for mine in lines.values() for runs in mine for run in runs if isinstance(run, Figure)),
        )

    def _unheaded(self, section: Section) -> list[Block]:
        """A box, a signature or whom to ask, after whatever is said before it."""
        record, paper = self.record, self.record.paper
        if section.shows == "intends":
            return [
                box_of(
                    section.heading,
                    section.text,
                    record.figures,
                    section_id=section.id,
                    reasons=record.reasons,
                )
            ]
        words = self._words(section.text)
        if section.shows == "signature":
            return [*words, Signature(paper.author, paper.post)]
        contact = _contact(paper)
        return [*words, contact] if contact.facts else [*words]

    def _heading(self, section: Section) -> Heading:
        """A section's heading; its number is 5, or 5.1 for a part of it."""
        if section.level == 1:
            self.chapter, self.part = self.chapter + 1, 0
            number = str(self.chapter) if self.style != "through" else ""
            if self.style == "section":
                chapter = self.chapter
                self.numbers = (f"{chapter}.{at}" for at in count(1))
        else:
            self.part += 1
            number = f"{self.chapter}.{self.part}" if self.style == "headings" else ""
        return Heading(section.level + 1, section.heading, number, anchor=section.id)

    def _words(self, text: str, *, numbered: bool = True) -> tuple[Block, ...]:
        """What was written, its paragraphs numbered where the paper numbers them."""
        numbers = self.numbers if numbered and self.style != "headings" else None
        return blocks_of(text, self.record.figures, numbers=numbers)

    def _live(self, shown: Iterable[Block]) -> Iterator[Block]:
        """What the section shows; its sentences are numbered with the others."""
        for one in shown:
            if isinstance(one, Paragraph) and self.style != "headings":
                yield replace(one, number=next(self.numbers))
            else:
                yield one


def _contact(paper: PaperDetails) -> Contact:
    facts = (
        ("Contact officer", paper.author),
        ("Job title", paper.post),
        ("Telephone", paper.telephone),
        ("Email", paper.email),
    )
    return Contact(tuple(fact for fact in facts if fact[1]))


def _reasons(record: PaperRecord, words: Iterable[Block]) -> list[Block]:
    """The reasons given for figures in these words that are not what their rows come to, as notes under them."""
    notes: dict[str, str] = {}
    for run in _figures(words):
        claim = record.figures[run.source].claim if run.source in record.figures else None
        if claim is not None and claim.difference_pence:
            reason = claim.reason or record.reasons.get(("figure", claim.key), "")
            if reason:
                notes[claim.key] = f"{run.text}: {reason}"
    return [Notes(tuple(("", note) for note in notes.values()))] if notes else []


def _figures(words: Iterable[Block]) -> Iterator[Figure]:
    """The figures in prose, in their order."""
    for block in words:
        match block:
            case Bullets():
                found = [run for runs in block.items for run in runs]
            case Paragraph():
                found = list(block.text)
            case Implications():
                found = list(block.figures)
            case _:
                found = []
        yield from (run for run in found if isinstance(run, Figure))


def captioned(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with “Table 1: ” and “Figure 1: ” before their captions; a table knows its place by that."""
    tables, figures = count(1), count(1)
    for one in blocks:
        if isinstance(one, Table):
            place = f"Table {next(tables)}"
            yield replace(one, caption=f"{place}: {one.caption}", place=place)
        elif isinstance(one, Chart | Dumbbell | ScoreStrips | Timeline):
            yield replace(one, caption=f"Figure {next(figures)}: {one.caption}")
        else:
            yield one
