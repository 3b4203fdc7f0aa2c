"""What an officer types as blocks of a paper: paragraphs, lists, words that stand out, figures by reference, and boxes.

Nothing typed is lost: only the mark of a list and a pair of ** are read, everything else is printed as it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.listing import note_mark
from app.money import Pence
from app.papers.blocks import Block, Box, BoxRow, Bullets, Claim, Figure, Paragraph, Run, Runs, Strong
from app.papers.named import REFERENCE, figure_text
from app.papers.paper import NamedFigure
from app.papers.typed import amount_at_end

_ITEM = re.compile(r"[-•]\s+(\S.*)")
_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_SOME = re.compile(r"(of which|includ|such as)", re.IGNORECASE)
"""How a line begins that names only some of what the figure above it holds."""

Figures = Mapping[str, NamedFigure]


def blocks_of(text: str, figures: Figures, *, numbers: Iterator[str] | None = None) -> tuple[Block, ...]:
    """The blocks of what was typed: a line is a paragraph, lines that begin with - or • are a list.

    `{key}` is that figure, `**words**` stand out. With `numbers` each paragraph takes the next one.
    """
    blocks: list[Block] = []
    items: list[Runs] = []
    for line in (line.strip() for line in text.splitlines()):
        if item := _ITEM.fullmatch(line):
            items.append(runs_of(item[1], figures))
            continue
        if line:
            _end_list(blocks, items, hangs=numbers is not None)
            blocks.append(Paragraph(runs_of(line, figures), number=next(numbers) if numbers is not None else ""))
    _end_list(blocks, items, hangs=numbers is not None)
    return tuple(blocks)


def _end_list(blocks: list[Block], items: list[Runs], *, hangs: bool) -> None:
    if not items:
        return
    if blocks and isinstance(before := blocks[-1], Paragraph):
        blocks[-1] = replace(before, introduces=True)
        hangs = hangs and bool(before.number)
    blocks.append(Bullets(tuple(items), hangs=hangs))
    items.clear()


def runs_of(line: str, figures: Figures) -> Runs:
    """The words and figures of one line; a reference to no known figure stays as it was typed."""
    runs: list[Run] = []
    at = 0
    for found in _STRONG.finditer(line):
        runs += _runs(line[at : found.start()], figures, strong=False)
        runs += _runs(found[1], figures, strong=True)
        at = found.end()
    return (*runs, *_runs(line[at:], figures, strong=False))


def _runs(words: str, figures: Figures, *, strong: bool) -> list[Run]:
    runs: list[Run] = []
    plain = ""
    at = 0
    for found in REFERENCE.finditer(words):
        plain += words[at : found.start()]
        figure = figures.get(found[1])
        if figure is None:
            plain += found[0]
        else:
            runs += _words(plain, strong=strong)
            runs.append(_figure(figure, strong=strong))
            plain = ""
        at = found.end()
    return [*runs, *_words(plain + words[at:], strong=strong)]


def _words(text: str, *, strong: bool) -> list[Run]:
    if not text:
        return []
    return [Strong(text) if strong else text]


def _figure(figure: NamedFigure, *, strong: bool) -> Figure:
    pence = figure.amount if isinstance(figure.amount, int) else None
    return Figure(figure_text(figure), figure.key, pence, strong)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a box: its words, the figure it ends with as it prints, its pence, and which figure it is."""

    words: Runs
    level: int
    text: str = ""
    pence: Pence | None = None
    figure: NamedFigure | None = None


def box_of(title: str, text: str, figures: Figures, *, section_id: str, reasons: Mapping[tuple[str, str], str]) -> Box:
    """A box of what is intended: a line a row, "- " a part of the row above, the figure at a line's end on its right.

    A row whose parts all have figures claims to be their sum, unless they name only some of it (“of which”) or there is
    only one; a stated figure claims to be what its rows come to. A reason given for a difference is a note of the box.
    """
    lines = [_line(line, figures) for line in (line.strip() for line in text.splitlines()) if line]
    claims: list[Claim] = []
    notes: list[tuple[str, str]] = []
    rows: list[BoxRow] = []
    named: Counter[str] = Counter()
    for at, line in enumerate(lines):
        words = line.words
        # by its words, so that a reason stays with its row when another is written above it
        name = plain_words(words)
        named[name] += 1
        number = f":{named[name]}" if named[name] > 1 else ""
        if claim := _claim(lines, at, f"box:{section_id}:{name}{number}"):
            reason = claim.reason or reasons.get(("figure", claim.key), "")
            claims.append(replace(claim, reason=reason))
            if reason and claim.difference_pence:
                mark = note_mark(len(notes))
                notes.append((mark, reason))
                words = (*words, f"\N{NO-BREAK SPACE}{mark}")
        rows.append(BoxRow(words, line.text, line.level))
    return Box(title, tuple(rows), tuple(claims), tuple(notes))


def _line(line: str, figures: Figures) -> _Line:
    item = _ITEM.fullmatch(line)
    words, level = (item[1], 1) if item else (line, 0)
    references = [found for found in REFERENCE.finditer(words) if found.end() == len(words)]
    if references and (figure := figures.get(references[0][1])):
        pence = figure.amount if isinstance(figure.amount, int) else None
        before = runs_of(words[: references[0].start()].rstrip(), figures)
        return _Line(before, level, figure_text(figure), pence, figure)
    if typed := amount_at_end(words):
        return _Line(runs_of(words[: typed.start].rstrip(), figures), level, typed.text, typed.pence)
    return _Line(runs_of(words, figures), level)


def _claim(lines: Sequence[_Line], at: int, key: str) -> Claim | None:
    """What a line of the box claims: the sum of the parts printed below it, else what the stated figure itself says."""
    line = lines[at]
    stated = line.figure.claim if line.figure is not None else None
    if stated is not None and not stated.parts:
        stated = None
    printed = None if line.level else _sum(lines, at, key)
    if printed is None or stated is None:
        return printed or stated
    printed = replace(printed, key=stated.key, name=stated.name, reason=stated.reason)
    return printed if printed.difference_pence or not stated.difference_pence else stated


def _sum(lines: Sequence[_Line], at: int, key: str) -> Claim | None:
    line, parts = lines[at], []
    for part in lines[at + 1 :]:
        if not part.level:
            break
        parts.append(part)
    amounts = [part.pence for part in parts if part.pence is not None]
    if line.pence is None or len(amounts) < 2 or len(amounts) < len(parts):
        return None
    labels = [plain_words(part.words) for part in parts]
    if any(_SOME.match(label) for label in labels):
        return None
    return Claim(key, plain_words(line.words), line.pence, line.text, tuple(zip(labels, amounts, strict=True)))


def plain_words(words: str | Runs) -> str:
    """The words and figures as one text, without what stands out."""
    return words if isinstance(words, str) else "".join(one if isinstance(one, str) else one.text for one in words)
