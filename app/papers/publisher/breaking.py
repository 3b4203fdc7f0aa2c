"""Text broken into lines of a given width, in points. A word wider than the line is broken where it must be.

A line that ends between two words ends with a space, so that a reader that speaks, searches or copies parts them; right
of the line it is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.papers.publisher.faces import Style, width
from app.papers.publisher.letters import clean

Piece = tuple[str, Style]
Line = list[Piece]

# a hyphen or a slash between letters may end a line; between figures (2018-19, 1/4) it may not
_SOFT_SPOT = re.compile(r"(?<=[^\W\d_]{2}[-/\N{EN DASH}])(?=[^\W\d_]{2})")


def break_text(text: str, style: Style, room: float) -> list[str]:
    """Plain text as lines no wider than `room`; line breaks in it are kept. Never empty."""
    text = clean(text)
    if "\n" not in text and width(text, style) <= room:
        return [text]
    return ["".join(words for words, _ in line) for line in break_runs([(text, style)], room)]


def break_runs(runs: Iterable[Piece], room: float, hang: float = 0.0) -> list[Line]:
    """Runs of text in their styles as lines; lines after the first are narrower by `hang`."""
    breaker = _Breaker(room, hang)
    for word in _words(runs):
        if word is None:
            breaker.end_line(between=True)
        else:
            breaker.add(*word)
    return [*breaker.lines, breaker.line]


class _Breaker:
    """The lines so far, and the one being filled."""

    def __init__(self, room: float, hang: float) -> None:
        self.lines: list[Line] = []
        self.line: Line = []
        self.used = 0.0
        self._first_room, self._room = room, room - hang

    @property
    def room(self) -> float:
        return self._room if self.lines else self._first_room

    def end_line(self, *, between: bool) -> None:
        """Begin another line; the end of this one may be `between` two words or within one."""
        if between and self.line:
            _add(self.line, " ", self.line[-1][1])
        self.lines.append(self.line)
        self.line, self.used = [], 0.0

    def add(self, gap: int, pieces: Line) -> None:
        """Put a word on this line after `gap` spaces, or on the next without them."""
        needed = _width(pieces)
        space = width(" " * gap, pieces[0][1]) if self.line else 0.0
        if self.line and self.used + space + needed > self.room:
            self.end_line(between=gap > 0)
            space = 0.0
        if needed > self.room:
            *full, pieces = _cut(pieces, self._room)
            self.lines += full
            needed = _width(pieces)
        if space:
            _add(self.line, " " * gap, pieces[0][1])
        for text, style in pieces:
            _add(self.line, text, style)
        self.used += space + needed


def _width(pieces: Line) -> float:
    return sum(width(text, style) for text, style in pieces)


def _add(line: Line, text: str, style: Style) -> None:
    """Add text to a line, joined to what stands before it when the style is the same."""
    if line and line[-1][1] is style:
        text = line.pop()[0] + text
    line.append((text, style))


def _words(runs: Iterable[Piece]) -> Iterator[tuple[int, Line] | None]:
    """Each word with the number of spaces before it, a word being what may not be parted; None ends a line."""
    gap, word = 0, Line()
    for text, style in runs:
        for part in re.split(r"(\n| +)", clean(text)):
            if part == "\n" or part.startswith(" "):
                if word:
                    yield gap, word
                gap, word = (len(part) if part != "\n" else 0), Line()
                if part == "\n":
                    yield None
                continue
            head, *rest = _SOFT_SPOT.split(part)
            if head:
                word.append((head, style))
            for more in rest:
                yield gap, word
                gap, word = 0, [(more, style)]
    if word:
        yield gap, word


def _cut(pieces: Line, room: float) -> list[Line]:
    """A word too wide for a line, cut between letters into lines that fit; one letter fits whatever its width."""
    lines: list[Line] = [[]]
    used = 0.0
    for text, style in pieces:
        for letter in text:
            needed = width(letter, style)
            if lines[-1] and used + needed > room:
                lines.append([])
                used = 0.0
            _add(lines[-1], letter, style)
            used += needed
    return lines
